"""Which rules an order is asked: one plan for orders of the same days, kept within bounds, and judged as without."""

from __future__ import annotations

from typing import Any

import pytest

from sarcheck import asking, load_order, load_rules, screen
from sarcheck.model import Order
from sarcheck.ruleset import Ruleset
from sarcheck.screen import screen_many
from tests import tiny
from tests.builders import AS_OF

DATED = tiny.FILES["regimes/house/region.toml"].replace("2000-01-01 }", "2000-01-01, to = 2024-05-01 }")
OLD, NEW = "2020-05-01T00:00:00Z", "2026-05-01T00:00:00Z"


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    """Return a pack of which one rule is no longer in force, and asks of the day of the order."""
    folder = tmp_path_factory.mktemp("asking")
    pack = tiny.write(folder / "pack", regimes__house__region=f'{DATED.rstrip()}\n        asks = "order"\n')
    return load_rules(pack, cache=folder / "cache")


def ordered(created: str, **fields: Any) -> Order:
    return load_order(tiny.order(created=created, **fields))


def test_orders_of_the_same_days_share_a_plan(ruleset: Ruleset) -> None:
    known = ruleset.remembering()
    old, again, new = (asking.plan(ordered(day), known, AS_OF) for day in (OLD, "2021-01-01T00:00:00Z", NEW))
    assert old is again
    assert {rule.id for rule in old.rules} - {rule.id for rule in new.rules} == {"region"}


def test_what_is_kept_is_bounded_and_changes_nothing(ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    parties = tiny.order()["parties"]
    many = [
        ordered(day, parties=[parties[0] | {"id": f"x{i}"} for i in range(count)])
        for count in (1, 2, 3, 1, 2)
        for day in (OLD, NEW)
    ]
    expected = [screen(order, ruleset, AS_OF) for order in many]
    monkeypatch.setattr(asking, "PLANS", 1)
    monkeypatch.setattr(asking, "ALIKE", 1)
    known = ruleset.remembering()
    assert list(screen_many(many, known, AS_OF)) == expected
    assert len(known.once(asking._of_day, AS_OF).plans) == 1
    assert len(asking.plan(many[0], known, AS_OF)._clear) <= 1


def test_a_caller_may_change_a_verdicts_regimes_for_itself_alone(ruleset: Ruleset) -> None:
    first, again = screen_many([ordered(OLD)] * 2, ruleset, AS_OF)
    first.regimes.clear()
    assert again.regimes == screen(ordered(OLD), ruleset, AS_OF).regimes


def test_a_rule_that_is_left_out_is_told_with_its_subjects(ruleset: Ruleset) -> None:
    order = ordered(NEW, parties=[{"id": "x", "roles": ["end_user"], "name": "Harmlose Kartographie GmbH"}])
    plan = asking.plan(order, ruleset, AS_OF)
    verdict = screen(order, ruleset, AS_OF)
    assert [one.rule for one in verdict.examined] == [rule.id for rule in plan.rules]
    assert {one.rule: (one.subjects, one.outcome) for one in verdict.examined}["listed"] == (
        1,
        "incomplete",
    )  # its list was not imported
