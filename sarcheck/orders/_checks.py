"""Checks of single values of an order: codes, numbers, times, geometry. Each yields (JSON pointer, message)."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from sarcheck.orders._text import Trouble, child, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sarcheck.orders._shape import Check

__all__ = [
    "COUNTRY",
    "SHA256",
    "SUBDIVISION",
    "between",
    "code",
    "each",
    "geometry",
    "instant",
    "interval",
    "line",
    "location",
    "name",
    "not_empty",
    "period",
    "span",
    "utc",
]

COUNTRY = "^[A-Z]{2}$"
SUBDIVISION = "^[A-Z]{2}-[A-Z0-9]{1,3}$"
SHA256 = "^[0-9A-Fa-f]{64}$"

MAX_NAME = 500
"""Characters of a name; every name is compared with every list, so that a longer one is a burden, not a name."""

MAX_POSITIONS = 100_000
"""Positions of a geometry."""

NESTING = {"MultiPoint": 1, "Polygon": 2, "MultiPolygon": 3}
"""Geometry types that have an area, and how deep their positions lie (RFC 7946 section 3.1)."""


def each(check: Check) -> Check:
    """Return ``check`` for every item of a list."""

    def check_each(values: Any, path: str) -> Iterator[Trouble]:
        for index, value in enumerate(values):
            yield from check(value, child(path, index))

    return check_each


def code(pattern: str, cure: str) -> Check:
    """Return a check that a text has a pattern; where upper case alone would mend it, the cure says so."""
    accepts = re.compile(pattern)

    def check_code(value: str, path: str) -> Iterator[Trouble]:
        if accepts.fullmatch(value):
            return
        if accepts.fullmatch(value.upper()):
            yield path, f"write {shown(value.upper())}, in capitals"
        else:
            yield path, f"{shown(value)} is not {cure}"

    return check_code


def between(low: float, high: float, cure: str) -> Check:
    """Return a check that ``low`` <= number <= ``high``."""

    def check_between(value: float, path: str) -> Iterator[Trouble]:
        if not low <= value <= high:
            yield path, f"{value:g} is not {cure}"

    return check_between


def not_empty(value: Any, path: str) -> Iterator[Trouble]:
    """Check that a list has an entry."""
    if not value:
        yield path, "is empty; name at least one"


def line(limit: int, what: str) -> Check:
    """Return a check that a text can be seen: one line, nothing invisible, no blanks at its ends."""

    def check_line(value: str, path: str) -> Iterator[Trouble]:
        if len(value) > limit or not value.isprintable() or value != value.strip():
            yield path, f"{what} has at most {limit:,} visible characters, and no blanks at its ends"

    return check_line


def name(value: str, path: str) -> Iterator[Trouble]:
    """Check that a name is not a burden."""
    if len(value) > MAX_NAME:
        yield path, f"has {len(value):,} characters, more than {MAX_NAME}; write other names under aliases"


def location(value: list[float], path: str) -> Iterator[Trouble]:
    """Check a point, longitude first, in degrees."""
    if not (abs(value[0]) <= 180 and abs(value[1]) <= 90):
        yield path, "is not [longitude, latitude] in degrees"


def instant(value: str, path: str) -> Iterator[Trouble]:
    """Check that a time has a zone and exists in UTC."""
    try:
        utc(value)
    except ValueError as error:
        yield path, str(error)


@lru_cache(maxsize=256)
def interval(text: str) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return start and end (UTC) of an order's ``datetime``, "start/end"; None is an open end, written "..".

    Raises ValueError. STAPI order requests, ``datetime``; OGC API - Features, 7.15.4.
    """
    ends = text.split("/")
    if len(ends) != 2:
        raise ValueError('must be "start/end"; write ".." for an open end')
    start, end = (None if part in ("", "..") else utc(part) for part in ends)
    if start is None and end is None:
        raise ValueError("is open at both ends; state one, or leave it out")
    if start and end and end < start:
        raise ValueError("ends before it starts")
    return start, end


def span(value: str, path: str) -> Iterator[Trouble]:
    """Check a time interval."""
    try:
        interval(value)
    except ValueError as error:
        yield path, str(error)


def period(value: dict[str, Any], path: str) -> Iterator[Trouble]:
    """Check that ``from`` is not after ``to``; ISO dates sort as text."""
    start, end = value.get("from"), value.get("to")
    if isinstance(start, str) and isinstance(end, str) and start > end:
        yield child(path, "to"), "is before from"


def geometry(value: dict[str, Any], path: str) -> Iterator[Trouble]:
    """Check that a GeoJSON geometry has an area and numeric positions. Whether its rings close is for geo to say."""
    for member in sorted(value.keys() - {"type", "coordinates", "bbox"}):
        yield child(path, member), "unknown field; a geometry has type and coordinates (WGS 84, longitude first)"
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in NESTING:
        yield child(path, "type"), f"must be one of {', '.join(map(shown, NESTING))}: an order covers an area"
        return
    place = child(path, "coordinates")
    for count, found in enumerate(_positions(value.get("coordinates"), place, NESTING[kind])):
        if count == MAX_POSITIONS:
            yield place, f"has more than {MAX_POSITIONS:,} positions; simplify it"
            return
        if found:
            yield found


def _positions(value: Any, path: str, depth: int) -> Iterator[Trouble | None]:
    """Yield for every position what is wrong with it, or None."""
    if depth == 0:
        yield None if _is_position(value) else (path, "must be [longitude, latitude], two or three numbers")
    elif not isinstance(value, list) or not value:
        yield path, "must be a list of " + ("positions" if depth == 1 else "rings" if depth == 2 else "polygons")
    else:
        for index, item in enumerate(value):
            if depth == 1 and _is_position(item):
                yield None
            else:
                yield from _positions(item, f"{path}/{index}", depth - 1)


def _is_position(value: Any) -> bool:
    return isinstance(value, list) and len(value) in (2, 3) and all(type(v) in (int, float) for v in value)


def utc(text: str) -> dt.datetime:
    """Return an RFC 3339 time in UTC. Raises ValueError with the cure."""
    try:
        time = msgspec.convert(text, dt.datetime)
    except msgspec.ValidationError:
        raise ValueError(f'{shown(text)} is not a time like "2022-10-14T09:30:00Z"') from None
    if time.tzinfo is None:
        raise ValueError('has no time zone; add "Z" for UTC, or an offset like "+02:00"')
    try:
        return time.astimezone(dt.UTC)
    except OverflowError:
        raise ValueError("is outside the years 1 to 9999 in UTC") from None
