"""Days at the edge of an interval, time zones, and orders dated before or after the law."""

from __future__ import annotations

import datetime as dt

import pytest

from sarcheck.errors import OrderError
from sarcheck.evidence.days import answer, days_of
from sarcheck.model import Interval
from sarcheck.ruleset import Ruleset
from tests.builders import order, ordered, product
from tests.evasion import camp

LISTED = camp.customer("Zavod Primernoy Geodezii")
LAW = (Interval(since=dt.date(2026, 3, 1), until=dt.date(2026, 3, 31)),)
UTC = dt.UTC


@pytest.mark.parametrize(
    ("day", "grade"),
    [("2026-02-28", "notice"), ("2026-03-01", "deny"), ("2026-11-22", "deny"), ("2026-11-23", "notice")],
)
def test_the_first_and_the_last_day_on_a_list(ruleset: Ruleset, day: str, grade: str) -> None:
    verdict = camp.judged(camp.clean(parties=LISTED), ruleset, dt.date.fromisoformat(day))
    assert [found.outcome for found in camp.on(verdict, "eu-269-annex-i")] == [grade]


@pytest.mark.parametrize("created", ["2020-01-01T00:00:00Z", "2026-11-23T00:30:00+14:00", "2031-01-01T00:00:00Z"])
def test_the_orders_own_date_takes_nobody_off_a_list(ruleset: Ruleset, created: str) -> None:
    verdict = camp.judged(camp.clean(parties=LISTED, created=created), ruleset)
    assert ("eu-269-annex-i", "deny", "/parties/0/name") in camp.told(verdict)


@pytest.mark.parametrize(
    ("created", "today", "counts"),
    [
        ("2026-02-01T00:00:00+00:00", "2026-03-15", True),  # dated before the law
        ("2026-02-01T00:00:00+00:00", "2026-11-22", True),  # before it, and judged after it
        ("2030-01-01T00:00:00+00:00", "2026-03-15", True),  # dated after it
        ("2026-04-01T05:00:00+14:00", "2026-03-31", True),  # still March in UTC
        ("2026-04-01T00:00:00+00:00", "2026-11-22", False),
    ],
)
def test_an_order_dated_outside_the_law(created: str, today: str, counts: bool) -> None:
    placed = dt.datetime.fromisoformat(created).astimezone(UTC)
    days = days_of(order(created=placed), dt.date.fromisoformat(today))
    assert (answer("order", LAW, days) is not None) == counts


@pytest.mark.parametrize(
    ("start", "stop"),
    [
        (None, None),
        ("2026-02-28T23:59:59+00:00", "2026-03-01T00:00:01+00:00"),  # over midnight
        ("2026-04-01T00:00:01+00:00", "2026-03-31T23:59:59+00:00"),  # the wrong way round
    ],
)
def test_an_image_dated_outside_the_law(start: str | None, stop: str | None) -> None:
    times = {key: dt.datetime.fromisoformat(t) for key, t in (("start", start), ("stop", stop)) if t}
    days = days_of(order((ordered(product(**times)),)), camp.AS_OF)
    assert answer("acquisition", LAW, days) is not None


def test_a_time_without_a_zone(ruleset: Ruleset) -> None:
    with pytest.raises(OrderError, match="/created: has no time zone"):
        camp.judged(camp.clean(created="2026-11-22T23:59:59"), ruleset)


def test_an_archive_order_for_an_image_to_be_taken(ruleset: Ruleset) -> None:
    verdict = camp.judged(camp.clean(created="2021-07-01T00:00:00Z"), ruleset)
    assert ("sarcheck-provenance-turn", "review", "/products/0") in camp.told(verdict)


def test_a_tasking_order_for_a_time_that_has_passed(ruleset: Ruleset) -> None:
    past = camp.tasking(camp.box(6.8, 50.3, 7.2, 50.6), datetime="2020-01-01T00:00:00Z/2020-02-01T00:00:00Z")
    assert ("sarcheck-platform", "incomplete", "/datetime") in camp.told(camp.judged(past, ruleset))


def test_lists_grow_old(ruleset: Ruleset) -> None:
    verdict = camp.judged(camp.clean(), ruleset, dt.date(2026, 12, 25))
    assert ("sarcheck-freshness", "incomplete", "") in camp.told(verdict)
