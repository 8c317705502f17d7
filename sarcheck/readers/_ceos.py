"""CEOS SAR files of unknown origin: volume directory, leader, image; fixed-width text in binary-headed records.

Product layouts A8. Each record begins with its number, four type codes and its length, big-endian. A leader's first
records (summary, map, orbit) lie within its first kilobytes; nothing behind them is read.
"""

from __future__ import annotations

import datetime as dt
import math
import struct
from typing import TYPE_CHECKING, NamedTuple

from sarcheck.model import Outline, StateVector
from sarcheck.readers import _files, _grid
from sarcheck.readers import _values as v

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from sarcheck.readers._files import Files
    from sarcheck.readers._product import Notes

_HEAD = 64 * 2**10
MAX_RECORDS = 60
MAX_VECTORS = 64
"""Vectors of one record; genuine ones hold 5, 15 or 28."""
_LEADER, _VOLUME, _TEXT = 11, 192, 18
SUMMARY, MAP, POSITIONS = 10, 20, 30
_GRAVITY = 3.986004418e14
_EARTH_FIXED = 1.01
"""v2 r / GM of a retrograde orbit: one in an inertial frame, about 1.02 in a frame that turns with the Earth."""


class Cell(NamedTuple):
    """A row of a table: which field stands where in a record, and how it is read."""

    field: str
    offset: int
    width: int
    parse: Callable[[str], Any]
    derived: str | None = None


class Ceos(NamedTuple):
    """The CEOS files of a product: leader records by type, the volume's records; ``others`` are further leaders."""

    leader: str
    records: dict[int, bytes]
    volume: str
    directory: list[bytes]
    others: tuple[str, ...]


def gathered(files: Files) -> Ceos | None:
    """Return a product's CEOS files by what their first record says they are, None without a leader."""
    return files.keep("ceos", "", lambda: _gathered(files))


def _gathered(files: Files) -> Ceos | None:
    kinds: dict[int, list[str]] = {}
    for name, start in _files.heads(files).items():
        if len(start) >= 12 and start[:4] == b"\0\0\0\1" and start[5] == 192 and start[6:8] == b"\x12\x12":
            kinds.setdefault(start[4], []).append(name)
    if _LEADER not in kinds:
        return None
    leader, volume = kinds[_LEADER][0], next(iter(kinds.get(_VOLUME, [])), "")
    found: dict[int, bytes] = {}
    for code, record in _records(files.head(leader, _HEAD)):
        found.setdefault(code, record)
    directory = [record for _, record in _records(files.head(volume, _HEAD))] if volume else []
    return Ceos(leader, found, volume, directory, tuple(kinds[_LEADER][1:]))


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (type code, bytes) of the records that are wholly there; a length that cannot be ends the walk."""
    at = 0
    for _ in range(MAX_RECORDS):
        if at + 12 > len(data):
            return
        (length,) = struct.unpack_from(">I", data, at + 8)
        if length < 12 or at + length > len(data):
            return
        yield data[at + 5], data[at : at + length]
        at += length


def text(record: bytes, offset: int, width: int) -> str:
    """Return a field of a record, trimmed; "" where the record is shorter."""
    return record[offset : offset + width].decode("latin-1").strip(" \0")


def state(record: bytes, cells: tuple[Cell, ...], source: str, what: str, notes: Notes) -> None:
    """Note what a record states; a blank field states nothing."""
    for cell in cells:
        if stated := text(record, cell.offset, cell.width):
            path = f"{what}@{cell.offset}"
            notes.state(cell.field, stated, cell.parse, source, path, cell.derived)


def volume_keys(ceos: Ceos) -> dict[str, str]:
    """Return what the volume directory says: who made it and where, and JAXA's text record with its two keys."""
    if not ceos.directory:
        return {}
    first = ceos.directory[0]
    places = {"created": (112, 16), "country": (128, 12), "agency": (140, 8), "facility": (148, 12)}
    keys = {key: text(first, *place) for key, place in places.items()}
    for record in ceos.directory[1:]:
        if record[4] == _TEXT:
            line = record.decode("latin-1")
            for key in ("PRODUCT:", "ORBIT :"):
                _, mark, rest = line.partition(key)
                if mark:
                    keys[key] = rest[:32].strip(" \0")
    return keys


def created(stated: str) -> str:
    """Return the time "yyyymmddhhmmsscc" at which a volume was written."""
    if len(stated) < 14 or not stated.isdigit():
        raise ValueError("is not a time")
    return v.time(f"{stated[:8]} {stated[8:10]}:{stated[10:12]}:{stated[12:14]}.{stated[14:] or '0'}")


def centre_time(stated: str) -> str:
    """Return the time "yyyymmddhhmmssttt" of a scene's centre."""
    return created(stated[:17])


def vectors(ceos: Ceos, notes: Notes) -> tuple[StateVector, ...]:
    """Return the orbit's vectors where they are Earth-fixed, in metres and metres a second.

    Some processors write velocities in mm/s: a speed tells. The name of the frame is not relied on: makers wrote
    "INERTIAL" and "ECR" over either; the ratio of speed and height tells a turning frame from one at rest.
    """
    record = ceos.records.get(POSITIONS)
    if record is None:
        return ()
    where = f"{ceos.leader}#platform position"
    try:
        found = _vectors(record)
    except (ValueError, OverflowError) as error:
        notes.problem(where, f"state vectors: {error}")
        return ()
    if any(_turning(vector) < _EARTH_FIXED for vector in found):
        notes.problem(where, f"state vectors in an inertial frame ({text(record, 204, 64)}) were not used", "not-read")
        return ()
    return tuple(found)


def _vectors(record: bytes) -> list[StateVector]:
    count = v.count(text(record, 140, 4))
    if count > MAX_VECTORS:
        raise ValueError(f"{count} of them")
    year, month, day = (v.count(text(record, at, 4)) for at in (144, 148, 152))
    if not v.FIRST_YEAR <= year <= v.LAST_YEAR:
        raise ValueError(f"of the year {year}")
    seconds, step = (v.number(_floating(text(record, at, 22))) for at in (160, 182))
    if not (0 <= seconds < 90_000 and 0 < step < 10_000):
        raise ValueError(f"from second {seconds:g} every {step:g} s")
    start = dt.datetime(year, month, day, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)
    return [_vector(record, 386 + 132 * i, start + dt.timedelta(seconds=step * i)) for i in range(count)]


def _vector(record: bytes, at: int, time: dt.datetime) -> StateVector:
    numbers = [v.number(_floating(text(record, at + 22 * i, 22))) for i in range(6)]
    scale = 1e-3 if max(abs(number) for number in numbers[3:]) > 1e5 else 1.0
    x, y, z = numbers[:3]
    vx, vy, vz = (number * scale for number in numbers[3:])
    return StateVector(time=time, position=(x, y, z), velocity=(vx, vy, vz))


def _floating(stated: str) -> str:
    return stated.upper().replace("D", "E")


def _turning(vector: StateVector) -> float:
    distance = math.hypot(*vector.position)
    return sum(axis * axis for axis in vector.velocity) * distance / _GRAVITY


def corners(ceos: Ceos, notes: Notes) -> tuple[Outline, ...]:
    """Return the ring of the map projection record's corners: first line near and far, last line far and near."""
    record = ceos.records.get(MAP)
    if record is None or not text(record, 1072, 16):
        return ()
    try:
        numbers = [v.number(text(record, 1072 + 16 * i, 16)) for i in range(8)]
        points = tuple(_grid.checked(numbers[i + 1], numbers[i]) for i in range(0, 8, 2))
    except ValueError as error:
        notes.problem(f"{ceos.leader}#map projection@1072", f"footprint: {error}")
        return ()
    if len(set(points)) < 3:
        return ()
    return (Outline(points=points, kind="ring", source=ceos.leader, path="map projection@1072"),)
