"""The pages tell every field of an order and a verdict, and every limit, as the code has them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from sarcheck import exitcodes
from sarcheck.model import OUTCOMES
from sarcheck.schemas import Kind
from tests import fields, limits

DOCS = Path(__file__).parents[1] / "docs"
UPDATE = os.environ.get("SARCHECK_UPDATE_DOCS") == "1"
LIMITS = re.compile(r"(<!-- table: limits -->\n\n)((?:\|.*\n)*)")
PAGES: tuple[tuple[str, Kind], ...] = (("orders.md", "order"), ("verdicts.md", "verdict"))


def held(path: Path, fresh: str) -> None:
    if UPDATE:
        path.write_text(fresh, encoding="utf-8")
    assert fresh == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "kind"), PAGES)
def test_every_field_is_told(name: str, kind: Kind) -> None:
    page = (DOCS / name).read_text(encoding="utf-8")
    assert fields.told(page, kind) == fields.structs(kind)
    held(DOCS / name, fields.renewed(page))
    assert fields.untold(fields.renewed(page)) == []


def test_a_new_field_comes_without_meaning_and_is_then_untold() -> None:
    page = f"<!-- fields: order EndUse -->\n\n{fields.HEAD}| `statement` | text | what for |\n"
    fresh = fields.renewed(page)
    assert "| `statement` | text | what for |" in fresh
    assert fields.untold(fresh) == ["military"]


def test_outcomes_have_the_exit_codes_that_are_told() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", (DOCS / "verdicts.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(outcome, str(exitcodes.of_outcome(outcome))) for outcome in OUTCOMES]


def test_limits_are_those_of_the_code() -> None:
    path = DOCS / "limits.md"
    held(path, LIMITS.sub(lambda found: found[1] + limits.table(), path.read_text(encoding="utf-8")))


def test_limits_are_found_where_they_are() -> None:
    found = {(limit.module, limit.name): limit for limit in limits.limits()}
    assert found["orders._json", "MAX_BYTES"].value == 16 << 20
    assert limits.shown(16 << 20) == "16 MiB"
    assert limits.shown(100_000) == "100,000"
    assert all(limit.area != "others" for limit in found.values()), "name the area of a new package in tests/limits.py"
    assert all(limit.said for limit in found.values())
