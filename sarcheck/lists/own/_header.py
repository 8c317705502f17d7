"""The header of the user's own list as CSV: its columns, what ends its cells, and what is wrong with it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from sarcheck.lists._text import distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = (
    *("id", "name", "type", "aliases", "weak_aliases", "former_names", "countries", "identifiers", "addresses"),
    *("born", "gender", "programs", "measures", "citation", "listed", "delisted"),
    *("license_requirement", "license_policy", "links", "remarks", "list"),
)
_DELIMITERS = ",;\t"
_MARK = re.compile(r"sep=[,;\t]", re.IGNORECASE)


def shape(head: bytes) -> tuple[str, int]:
    """Return the sign that ends the cells of a file, and how many rows stand before its header."""
    return _delimiter(head), _marks(_lines(head))


def first_rows(head: bytes) -> tuple[list[str], list[str]]:
    """Return the header and the row below it, as written; empty ones where it is no such text."""
    return _parted(head, _delimiter(head))


def fault(columns: Sequence[str]) -> str | None:
    """Return what is wrong with a header, with the cure; None where nothing is."""
    plain = list(map(str.casefold, columns))
    if strangers := distinct(column for column in columns if column.casefold() not in COLUMNS):
        return f"{' '.join(map(_stranger, strangers))} Known: {', '.join(COLUMNS)}"
    if "name" not in plain:
        return "the header lacks the column name"
    twice = distinct(column for column in plain if plain.count(column) > 1)
    return f"the header names {', '.join(twice)} twice" if twice else None


def doubt(head: bytes) -> str | None:
    """Return what is wrong with a header whose columns are mostly known ones; None where they are not."""
    columns = first_rows(head)[0]
    known = sum(column.casefold() in COLUMNS for column in columns)
    return fault(columns) if len(columns) > 1 and 2 * known >= len(columns) else None


def _stranger(column: str) -> str:
    from difflib import get_close_matches

    meant = get_close_matches(column.casefold(), COLUMNS, 1)
    return f"column {column!r} is not known{f'; did you mean {meant[0]!r}?' if meant else '.'}"


def _delimiter(head: bytes) -> str:
    """Return the sign that parts the header into most cells."""
    return max(_DELIMITERS, key=lambda sign: len(_parted(head, sign)[0]))


def _lines(head: bytes) -> list[str]:
    return head.decode("utf-8-sig", errors="replace").splitlines()


def _marks(lines: list[str]) -> int:
    """Return how many rows stand before the header: one where the first only tells what ends a cell."""
    return 1 if lines and _MARK.fullmatch(lines[0]) else 0


def _parted(head: bytes, delimiter: str) -> tuple[list[str], list[str]]:
    """Return the first two rows by a sign that ends cells."""
    import csv

    lines = _lines(head)
    del lines[: _marks(lines)]
    try:
        found = [list(map(str.strip, row)) for row in islice(filter(None, csv.reader(lines, delimiter=delimiter)), 2)]
    except csv.Error:
        found = []
    header, first = (*found, [], [])[:2]
    while header and not header[-1]:
        header.pop()
    return header, first
