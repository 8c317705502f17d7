"""What docs/law-coverage.md says of the pack is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "law-coverage.md"
IDS = {tomllib.loads(path.read_text(encoding="utf-8"))["id"] for path in (ROOT / "rules" / "regimes").rglob("*.toml")}
ROW = re.compile(r"^\| (?!---|regime |flag |region |case )(.+?) \| (.+?) \|(?: (.*?) ?)?\|$", re.MULTILINE)


def rows(section: str) -> dict[str, tuple[tuple[str, ...], str]]:
    """Return the rows of a section: id -> (rule ids, remark)."""
    text = PAGE.read_text(encoding="utf-8").partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return {found[1]: (tuple(re.findall(r"`([^`]+)`", found[2])), found[3] or "") for found in ROW.finditer(text)}


@pytest.mark.parametrize(("section", "least"), [("Regimes", 69), ("Red flags", 24), ("Regions", 21), ("Cases", 19)])
def test_every_row_names_rules_that_exist_or_says_why_none(section: str, least: int) -> None:
    found = rows(section)
    assert len(found) >= least
    for name, (rules, remark) in found.items():
        assert rules or remark, f"{name} says neither which rules nor why none"
        assert set(rules) <= IDS, name


def test_every_red_flag_of_the_pack_is_told() -> None:
    told = {rule for rules, _ in rows("Red flags").values() for rule in rules}
    assert {name for name in IDS if name.startswith("red-flag-")} <= told
