"""Small journals to look at, to damage and to write to from several processes."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sarcheck import journal
from sarcheck.journal import Draft, Receipt

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
KEEP = dt.date(2031, 11, 26)


def draft(number: int = 0, size: int = 40, keep: dt.date | None = KEEP) -> Draft:
    """Return a record of two parts, one of them of a size that no compressor makes smaller."""
    noise = random.Random(number).randbytes(size)
    return Draft(kind="verdict", retain_until=keep, facts={"n": number}, parts={"order": noise, "index": b"{}"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def filled(path: Path) -> tuple[Path, Receipt]:
    """Return a journal of six records, one of them long, and the receipt of the last."""
    for number in range(6):
        receipt = journal.append(path, [draft(number, 150_000 if number == 3 else 40)], NOW)
    return path, receipt


@pytest.fixture
def told() -> Callable[..., str]:
    """Return a function that verifies a journal and returns all that is wrong as one text."""

    def verify(path: Path, *known: Any) -> str:
        return "\n".join(map(str, journal.verify(path, *known).faults))

    return verify
