"""Who is in the chain, and which of the entries that they resemble are on their lists on the day."""

from __future__ import annotations

from pathlib import Path

import pytest

from sarcheck import load_order, load_rules, screen
from tests import tiny
from tests.builders import AS_OF

LISTED = "listed = 2023-01-26"


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        (f"{LISTED}\ndelisted = 2026-11-23", "deny"),
        (f"{LISTED}\ndelisted = 2026-11-22", "notice"),
        ("listed = 2026-11-23", "notice"),
    ],
)
def test_an_entry_that_is_not_on_its_list_on_the_day_is_noted_and_decides_nothing(
    tmp_path: Path, days: str, outcome: str
) -> None:
    parties = tiny.FILES["parties/a-list.toml"].replace(LISTED, days)
    ruleset = load_rules(tiny.write(tmp_path / "pack", **{"parties__a-list": parties}), cache=tmp_path / "cache")
    buyer = {"id": "buyer", "roles": ["end_user"], "name": "Orbital Imaging Zvezda Company", "country": "CN"}
    verdict = screen(load_order(tiny.order(parties=[buyer])), ruleset, AS_OF)
    assert [f.outcome for f in verdict.findings if f.rule == "listed"] == [outcome]
    assert [f.outcome for f in verdict.findings if f.rule == "operator"] == [outcome]
    assert (verdict.outcome == "deny") == (outcome == "deny")
