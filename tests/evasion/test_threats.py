"""docs/threats.md: each row names a test that is there, and each attack has a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rows import cells, functions_in, named, rows

HERE = Path(__file__).parent
TEXT = (HERE.parents[1] / "docs/threats.md").read_text(encoding="utf-8")
ROWS = rows(TEXT, "attack")
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
    return functions_in([path for path in HERE.glob("test_*.py") if path.name != Path(__file__).name])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:40])
def test_row_has_its_test(row: str) -> None:
    told = cells(row)
    assert len(told) == 4
    assert told[0]
    assert told[1]
    (test,) = named(told[3])
    assert test in attacks()


def test_every_attack_has_one_row() -> None:
    found = named(TEXT)
    assert len(found) == len(set(found)) == len(ROWS)
    assert {test for test in attacks() if test.split("::")[1] not in BASELINES} == set(found)
