"""docs/faults.md: each row names tests that are there, and each test has a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rows import cells, functions_in, named, rows

HERE = Path(__file__).parent
TEXT = (HERE.parents[1] / "docs/faults.md").read_text(encoding="utf-8")
ROWS = rows(TEXT, "fault")


def there(test: str) -> bool:
    """Tell whether a test is there, in this folder or in the one that is named."""
    file, _, name = test.partition("::")
    path = HERE.parent / file if "/" in file or not (HERE / file).exists() else HERE / file
    return f"{path.name}::{name}" in functions_in([path])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:40])
def test_row_has_its_tests(row: str) -> None:
    told = cells(row)
    assert len(told) == 5
    assert told[0]
    assert told[1]
    assert told[2]
    assert named(told[4])
    assert all(there(test) for test in named(told[4]))


def test_every_fault_has_a_row() -> None:
    own = functions_in([path for path in HERE.glob("test_*.py") if path.name != Path(__file__).name])
    assert own <= set(named(TEXT))
