"""docs/threats.md: each row names a test that is there, and each attack has a row."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TEXT = (HERE.parents[1] / "docs/threats.md").read_text(encoding="utf-8")
ROWS = [line for line in TEXT.splitlines() if line.startswith("| ") and not line.startswith("| attack |")]
BASELINES = {
    "test_the_order_without_an_attack_is_clear",
    "test_harmless_texts_stay_clear",
    "test_the_area_without_an_attack_is_clear",
    "test_the_product_without_an_attack_is_clear",
    "test_an_archive_without_an_attack_is_clear",
    "test_a_streamed_zip_is_clear",
    "test_the_license_covers_what_it_is_for",
    "test_every_traditional_term_still_reads",
}
"""Tests that show what an attack starts from."""


def attacks() -> set[str]:
    """Return every test of the campaign as ``file::function``."""
    paths = [path for path in HERE.glob("test_*.py") if path.name != Path(__file__).name]
    trees = ((path.name, ast.parse(path.read_text(encoding="utf-8"))) for path in paths)
    found = ((name, node.name) for name, tree in trees for node in tree.body if isinstance(node, ast.FunctionDef))
    return {f"{name}::{test}" for name, test in found if test.startswith("test_")}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:40])
def test_row_has_its_test(row: str) -> None:
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert len(cells) == 4
    assert cells[0]
    assert cells[1]
    (test,) = re.findall(r"`(test_\w+\.py::test_\w+)`", cells[3])
    assert test in attacks()


def test_every_attack_has_one_row() -> None:
    named = re.findall(r"test_\w+\.py::test_\w+", TEXT)
    assert len(named) == len(set(named)) == len(ROWS)
    assert {test for test in attacks() if test.split("::")[1] not in BASELINES} == set(named)
