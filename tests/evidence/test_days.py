"""Which day a rule asks of, and that no day an order states takes a rule away."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarcheck.evidence import answer
from sarcheck.evidence.days import days_of
from sarcheck.model import Interval, Order, Question, Subject
from tests.builders import AS_OF, order, ordered, product

DAY = dt.date.fromisoformat
P1 = Subject(kind="product", id="p1")


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}T12:00:00+00:00")


def image(start: str | None, stop: str | None = None, **fields: Any) -> Any:
    times = {"start": start and at(start), "stop": (stop or start) and at(stop or start or "")}
    return product(**times | fields)


def asked(asks: Question, of: Order, *spans: tuple[str | None, str | None], about: Subject | None = None) -> Any:
    intervals = tuple(Interval(since=a and DAY(a), until=b and DAY(b)) for a, b in spans)  # type: ignore[arg-type]
    return answer(asks, intervals, days_of(of, AS_OF), about)


def test_today_is_the_day_judged_whatever_the_order_says() -> None:
    old = order((ordered(image("2020-01-01")),), created=at("2020-01-01"))
    assert asked("today", old, (None, "2026-11-21")) is None
    assert asked("today", old, ("2026-11-22", None)).on == AS_OF


def test_the_day_of_the_order_is_the_one_that_it_states() -> None:
    found = asked("order", order(created=at("2022-10-14")), ("2022-10-14", "2022-10-14"))
    assert (found.on, found.caveats) == (DAY("2022-10-14"), ())


def test_an_order_cannot_date_itself_before_a_rule() -> None:
    found = asked("order", order(created=at("2022-10-14")), ("2023-01-26", "2024-01-01"))
    assert found.on == DAY("2023-01-26")
    assert "its own word" in found.caveats[0]
    assert asked("order", order(created=at("2022-10-14")), ("2000-01-01", "2022-10-13")) is None


def test_an_order_without_a_day_is_of_the_day_judged() -> None:
    found = asked("order", order(), ("2026-11-22", None))
    assert found.on == AS_OF
    assert "does not say" in found.caveats[0]
    assert asked("order", order(), (None, "2026-11-21")) is None


def test_each_image_is_asked_of_on_its_own_days() -> None:
    two = order((ordered(image("2026-03-01")), ordered(image("2026-03-10"), ref=ordered(None).ref.__class__(id="p2"))))
    rule = ("2026-03-09", None)
    assert asked("acquisition", two, rule, about=P1) is None
    assert asked("acquisition", two, rule, about=Subject(kind="product", id="p2")).on == DAY("2026-03-10")
    assert asked("acquisition", two, rule, about=Subject(kind="party", id="p1")).on == DAY("2026-03-10")


@pytest.mark.parametrize(("start", "stop"), [("2026-03-08", "2026-03-09"), ("2026-03-09", "2026-03-08")])
def test_an_image_over_midnight_is_of_both_days(start: str, stop: str) -> None:
    one = order((ordered(image(start, stop)),))
    assert asked("acquisition", one, ("2026-03-09", None), about=P1).on == DAY("2026-03-09")
    assert asked("acquisition", one, (None, "2026-03-08"), about=P1).on == DAY("2026-03-08")


@pytest.mark.parametrize("known", [None, product(), product(evidence="asserted")])
def test_an_image_of_an_unknown_day_is_of_one_in_force(known: Any) -> None:
    found = asked("acquisition", order((ordered(known),)), ("2026-01-01", "2026-02-01"), about=P1)
    assert found.on is None
    assert found.interval.until == DAY("2026-02-01")
    assert "not known" in found.caveats[0]
    assert asked("acquisition", order(), ("2026-01-01", "2026-02-01")).on is None


def test_a_sellers_word_for_the_day_is_told_to_be_that() -> None:
    one = order((ordered(image("2026-03-10", evidence="asserted")),))
    assert "seller's word" in asked("acquisition", one, ("2026-03-09", None), about=P1).caveats[0]


@pytest.mark.parametrize(
    ("window", "rule", "on"),
    [
        ("2026-12-01T00:00:00Z/2026-12-31T00:00:00Z", ("2026-12-05", "2026-12-06"), "2026-12-05"),
        ("2026-12-01T00:00:00Z/2026-12-31T00:00:00Z", (None, "2026-11-22"), "2026-11-22"),
        ("2026-12-01T00:00:00Z/..", ("2030-01-01", None), "2030-01-01"),
        ("../2026-12-31T00:00:00Z", ("2026-12-31", None), "2026-12-31"),
        ("2026-12-01T00:00:00Z/2026-12-31T00:00:00Z", ("2027-01-01", None), None),
        (None, ("2027-01-01", "2027-01-02"), "unknown"),
    ],
)
def test_a_tasking_is_of_the_days_on_which_it_may_be_flown(window: str | None, rule: Any, on: str | None) -> None:
    found = asked("acquisition", order(kind="tasking", datetime=window), rule)
    assert (found and str(found.on or "unknown")) == on


days = st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2030, 1, 1))


@given(first=days, last=days, created=days)
def test_stating_a_day_takes_no_rule_away(first: dt.date, last: dt.date, created: dt.date) -> None:
    span = (str(first), str(last))
    if asked("order", order(), span):
        assert asked("order", order(created=at(str(created))), span)
