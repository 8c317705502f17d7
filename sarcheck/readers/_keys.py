"""Metadata as lists of keys with values, read by tables of keys; and times with the month as a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from sarcheck.readers import _values as v

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sarcheck.readers._product import Notes

MAX_KEYS = 20_000
_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_WORDED = re.compile(r"(\d{1,2})-([A-Z]{3})-(\d{4})(?:[ T](.*))?", re.ASCII)


class Key(NamedTuple):
    """A row of a table: which field a key states, and how its text is read."""

    field: str
    key: str
    parse: Callable[[str], Any]
    derived: str | None = None


def state(found: Mapping[str, str], rows: Iterable[Key], source: str, notes: Notes) -> None:
    """Note what keys state; one that is absent or empty states nothing."""
    for row in rows:
        if text := found.get(row.key, ""):
            notes.state(row.field, text, row.parse, source, row.key, row.derived)


def time(text: str) -> str:
    """Return a UTC time such as "03-JUL-2004 20:53:38.192288" in RFC 3339; a day alone is its first second."""
    match = _WORDED.fullmatch(text.strip().upper())
    if not match or match[2] not in _MONTHS:
        raise ValueError("is not a time")
    clock = match[4] or "00:00:00"
    return v.time(f"{match[3]}-{_MONTHS.index(match[2]) + 1:02d}-{int(match[1]):02d} {clock}")
