"""Files of a rules folder that say who owns whom -> relations. One module a format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from sarcheck.errors import RulesError
from sarcheck.holdings import bods, ftm, own_csv
from sarcheck.lists._files import head
from sarcheck.ownership import Relation

__all__ = ["read"]

CountryCode = Callable[[str], "str | None"]

SUFFIXES = (".csv", ".json", ".jsonl")


def read(path: Path, country_code: CountryCode) -> Iterator[Relation]:
    """Yield the relations of a file; raise RulesError that names file and place when any of it cannot be read."""
    if path.suffix not in SUFFIXES:
        raise RulesError(str(path), "", f"is not read; write it as {', '.join(SUFFIXES)}")
    if path.suffix == ".csv":
        return own_csv.read(path, country_code)
    return ftm.read(path, country_code) if _is_ftm(path) else bods.read(path, country_code)


def _is_ftm(path: Path) -> bool:
    """Tell entities of FollowTheMoney, which have properties, from statements of BODS, which have record details."""
    beginning = head(path)[0]
    return b'"properties"' in beginning and b'"recordDetails"' not in beginning
