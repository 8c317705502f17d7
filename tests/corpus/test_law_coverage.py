"""Every row of the research is in docs/law-coverage.md, and groups of countries are those that were read."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest

from tests.rules.test_law_coverage import ROOT, rows


def facts(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "facts" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("file", "section"),
    [("regimes.csv", "Regimes"), ("red_flags.csv", "Red flags"), ("regions.csv", "Regions"), ("cases.csv", "Cases")],
)
def test_no_row_of_the_research_is_left_out(shared: Path, file: str, section: str) -> None:
    assert {row["id"] for row in facts(shared, file)} == rows(section).keys()


GROUPS = {"ear-d5": "D:5", "ear-e1": "E:1", "ear-e2": "E:2", "ear-a5": "A:5", "ear-d1": "D:1", "ear-d4": "D:4"}


@pytest.mark.parametrize(("group", "column"), GROUPS.items())
def test_groups_are_those_of_the_table_of_2026_07_23(shared: Path, group: str, column: str) -> None:
    table = tomllib.loads((ROOT / "rules" / "groups.toml").read_text(encoding="utf-8"))["group"]
    (countries,) = [row["countries"] for row in table if row["group"] == group and row["status"] == "verified"]
    assert set(countries) == {row["iso2"] for row in facts(shared, "country_groups.csv") if row[column] == "1"}
