"""Envisat's format: ASAR (.N1), and ERS SAR (.E1, .E2) as reprocessed in it.

Product layouts A11; PO-RS-MDA-GS-2009. Headers are lines of KEY=value, data set descriptors among them say where
the binary annotation lies. Positions are Earth-fixed.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import struct
from typing import TYPE_CHECKING, Literal, NamedTuple

from sarcheck.errors import ProductError
from sarcheck.model import Outline, StateVector, TiePoint, TiePoints
from sarcheck.readers import _files, _grid, _keys
from sarcheck.readers import _values as v
from sarcheck.readers._keys import Key
from sarcheck.readers._product import Notes, build, clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from sarcheck.model import Product
    from sarcheck.readers._files import Files

NAME = "envisat"
MAX_SPH = 256 * 2**10
"""Bytes of the specific header; genuine ones have about six thousand."""
MAX_RECORDS = 2000
TIE_RECORDS = 20
"""Records of the geolocation grid that become tie points, evenly over the image."""
_MPH = 1247
_MAIN, _GRID = "MAIN PROCESSING PARAMS ADS", "GEOLOCATION GRID ADS"
_HEIGHT_AT = 1541
"""Where the main processing parameters state the scene's mean height above the ellipsoid, which the grid lies on."""
_VECTORS_AT, _VECTORS = 1765, 5
_GRID_RECORD, _LAST_LINE_AT, _COLUMNS = 521, 267, 11
_LIGHT = 299_792_458.0
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_PRODUCT = re.compile(r"(ASA|SAR)_([A-Z0-9_]{3})_(\d)[A-Z]")
_POLAR = ("MDS1_TX_RX_POLAR", "MDS2_TX_RX_POLAR", "TX_RX_POLAR")
_CORNERS = ("FIRST_NEAR", "FIRST_FAR", "LAST_FAR", "LAST_NEAR")
_STATE = tuple(f"{axis}_{kind}" for kind in ("POSITION", "VELOCITY") for axis in "XYZ")


def _stripped(text: str) -> str:
    return re.sub(r"<[^>]*>$", "", text).strip()


def _platform(text: str) -> str:
    suffix = text.rpartition(".")[2].upper()
    if suffix in ("E1", "E2"):
        return f"ers-{suffix[1]}"
    if not text.startswith("ASA"):
        raise ValueError("names no satellite")
    return "envisat"


def _part(group: int, form: str = "{}") -> Callable[[str], str]:
    def parse(text: str) -> str:
        if not (match := _PRODUCT.match(text)):
            raise ValueError("is not the name of a SAR product")
        return form.format(match[group].strip("_"))

    return parse


def _sampled(text: str) -> bool:
    kinds = {"COMPLEX": True, "DETECTED": False}
    if text.strip().upper() not in kinds:
        raise ValueError("is neither complex nor detected")
    return kinds[text.strip().upper()]


_ROWS = (
    Key("platform", "PRODUCT", _platform, "the instrument and the suffix of the product's name"),
    Key("start", "SENSING_START", _keys.time),
    Key("stop", "SENSING_STOP", _keys.time),
    Key("mode", "SWATH", v.upper),
    Key("swaths", "SWATH", v.words),
    Key("product_type", "PRODUCT", _part(2)),
    Key("level", "PRODUCT", _part(3, "L{}")),
    Key("complex", "SAMPLE_TYPE", _sampled),
    Key("pass_direction", "PASS", v.orbit_pass),
    Key("orbit_number", "ABS_ORBIT", v.count),
    Key("relative_orbit", "REL_ORBIT", v.count),
    Key("spacing_range", "RANGE_SPACING", v.length),
    Key("spacing_azimuth", "AZIMUTH_SPACING", v.length),
    Key("facility", "PROC_CENTER", v.word),
    Key("receiving_station", "ACQUISITION_STATION", v.word),
    Key("processed", "PROC_TIME", _keys.time),
    Key("processor", "SOFTWARE_VER", v.word),
)


class _Table(NamedTuple):
    """A data set of the file: how many records of what size, and where."""

    offset: int
    records: int
    size: int


def sniff(files: Files) -> bool:
    """Tell whether a file begins as a radar product in Envisat's format does."""
    return bool(_names(files))


def _names(files: Files) -> list[str]:
    heads = _files.heads(files).items()
    starts = {name: head[9:30].decode("latin-1") for name, head in heads if head.startswith(b'PRODUCT="')}
    return [name for name, start in starts.items() if _PRODUCT.match(start)]


def read(files: Files) -> Product:
    """Read a product of level 0 or 1; raise ProductError where its headers are cut short."""
    notes = Notes()
    name, *others = _names(files) or [files.name]
    keys, tables = _headers(files, name)
    _keys.state(keys, _ROWS, name, notes)
    _state_rest(keys, name, notes)
    notes.unread(others, "products")
    grid = _records(files, name, tables.get(_GRID), _GRID_RECORD, notes)
    main = _records(files, name, tables.get(_MAIN), _VECTORS_AT + 36 * _VECTORS, notes)
    return build(
        notes,
        id=clean(keys.get("PRODUCT", files.name).rpartition(".")[0]),
        href=files.href,
        format=NAME,
        evidence="metadata",
        outlines=_outline(keys, name, notes),
        state_vectors=_vectors(main, name, keys, notes),
        ties=_ties(grid, _height(main), name, notes),
    )


def _headers(files: Files, name: str) -> tuple[dict[str, str], dict[str, _Table]]:
    """Return the keys of both headers, and the data sets by their names."""
    first = _lines(files.head(name, _MPH))
    size = _whole(first.get("SPH_SIZE", ""))
    if size is None or not 0 < size <= MAX_SPH:
        raise ProductError(files.href, f"{name}#SPH_SIZE", "no plausible size of the specific header; a damaged file")
    whole = files.head(name, _MPH + size)
    if len(whole) < _MPH + size:
        raise ProductError(files.href, name, "cut short in its headers; fetch the product again")
    header, *sets = whole[_MPH:].split(b"DS_NAME=")
    tables = {}
    for text in sets[:200]:
        keys = _lines(b"DS_NAME=" + text)
        numbers = [_whole(keys.get(key, "")) for key in ("DS_OFFSET", "NUM_DSR", "DSR_SIZE")]
        if all(number is not None for number in numbers):
            tables[keys.get("DS_NAME", "")] = _Table(*(number or 0 for number in numbers))
    return first | _lines(header), tables


def _lines(data: bytes) -> dict[str, str]:
    pairs = (line.partition("=") for line in data.decode("latin-1").splitlines())
    return {key.strip(): _stripped(text.strip().strip('"')) for key, mark, text in pairs if mark}


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\+?\d{1,20}", text) else None


def _state_rest(keys: dict[str, str], name: str, notes: Notes) -> None:
    channels = [keys[key].strip() for key in _POLAR if keys.get(key, "").strip()]
    if channels:
        notes.state("polarisations", " ".join(channels), v.polarisations, name, " ".join(_POLAR))
    product = keys.get("PRODUCT", "")
    notes.state("look", product, lambda _: "right", name, "PRODUCT", "ASAR and the radars of ERS always look right")
    notes.state("frequency_band", product, lambda _: "C", name, "PRODUCT", "ASAR and the radars of ERS are of C band")


def _outline(keys: dict[str, str], name: str, notes: Notes) -> tuple[Outline, ...]:
    """Return the ring of the four corners that the specific header states in millionths of a degree."""
    if not keys.get("FIRST_NEAR_LAT"):
        return ()
    try:
        points = tuple(
            _grid.checked(*(v.number(keys.get(f"{corner}_{axis}", "")) / 1e6 for axis in ("LONG", "LAT")))
            for corner in _CORNERS
        )
    except ValueError as error:
        notes.problem(f"{name}#FIRST_NEAR_LAT", f"footprint: {error}")
        return ()
    return (Outline(points=points, kind="ring", source=name, path="FIRST_NEAR_LAT to LAST_FAR_LONG"),)


def _records(files: Files, name: str, table: _Table | None, size: int, notes: Notes) -> list[bytes]:
    """Return the records of a data set that are wholly there; other sizes than the known one are not read."""
    if table is None or not table.records or table.size < size:
        return []
    if table.records > MAX_RECORDS or table.size > 2**16:
        notes.problem(f"{name}@{table.offset}", f"{table.records} records of {table.size} bytes were not read")
        return []
    try:
        data = files.part(name, table.offset, table.records * table.size)
    except ProductError as error:
        notes.problem(f"{name}@{table.offset}", error.message)
        return []
    whole = len(data) // table.size
    if whole < table.records:
        notes.problem(f"{name}@{table.offset}", f"cut short: {whole} of {table.records} records are there")
    return [data[i * table.size : (i + 1) * table.size] for i in range(whole)]


def _time(record: bytes, at: int) -> dt.datetime:
    """Return a time stated as days, seconds and microseconds since 2000."""
    days, seconds, micro = struct.unpack_from(">iII", record, at)
    if not abs(days) < 36_525 or seconds >= 86_401 or micro >= 1_000_001:
        raise ValueError("no time of a day since 2000")
    return _EPOCH + dt.timedelta(days=days, seconds=seconds, microseconds=micro)


def _height(records: list[bytes]) -> float | None:
    """Return the mean height in metres, None where no plausible one is stated."""
    heights = [struct.unpack_from(">f", record, _HEIGHT_AT)[0] for record in records[:1]]
    return next((height for height in heights if -500 < height < 9000), None)


def _vectors(records: list[bytes], name: str, keys: dict[str, str], notes: Notes) -> tuple[StateVector, ...]:
    """Return the vectors that the image was processed with, else the one of the main header."""
    try:
        found = {vector.time: vector for record in records for vector in _processed(record)}
    except ValueError as error:
        notes.problem(f"{name}#{_MAIN}", f"state vector: {error}")
        found = {}
    if not found and keys.get("X_POSITION"):
        try:
            vector = _header_vector(keys)
            found = {vector.time: vector}
        except ValueError as error:
            notes.problem(f"{name}#STATE_VECTOR_TIME", f"state vector: {error}")
    return tuple(found[time] for time in sorted(found))


def _processed(record: bytes) -> list[StateVector]:
    vectors = []
    for at in range(_VECTORS_AT, _VECTORS_AT + 36 * _VECTORS, 36):
        numbers = struct.unpack_from(">6i", record, at + 12)
        if any(numbers[:3]):
            x, y, z = (number / 100.0 for number in numbers[:3])
            vx, vy, vz = (number / 1e5 for number in numbers[3:])
            vectors.append(StateVector(time=_time(record, at), position=(x, y, z), velocity=(vx, vy, vz)))
    return vectors


def _header_vector(keys: dict[str, str]) -> StateVector:
    x, y, z, vx, vy, vz = (v.number(keys.get(key, "")) for key in _STATE)
    time = v.instant(_keys.time(keys.get("STATE_VECTOR_TIME", "")))
    return StateVector(time=time, position=(x, y, z), velocity=(vx, vy, vz))


def _ties(records: list[bytes], height: float | None, name: str, notes: Notes) -> tuple[TiePoints, ...]:
    """Return tie points of the geolocation grid, and note the incidence at its edges."""
    step = max(1, math.ceil(len(records) / TIE_RECORDS))
    kept = [(record, 0) for record in records[::step]] + [(record, _LAST_LINE_AT) for record in records[-1:]]
    try:
        points = [point for record, at in kept for point in _line(record, at, height)]
    except ValueError as error:
        notes.problem(f"{name}#{_GRID}", f"geolocation grid: {error}")
        return ()
    angles = [point.incidence for point in points if point.incidence]
    for field, pick in (("incidence_near", min), ("incidence_far", max)):
        if angles:
            notes.state(field, f"{pick(angles):.6g}", v.angle, name, _GRID, f"the {pick.__name__} of the grid")
    heights: Literal["mean", "none"] = "none" if height is None else "mean"
    return (TiePoints(points=tuple(points), heights=heights, source=name, path=_GRID),) if points else ()


def _line(record: bytes, at: int, height: float | None) -> list[TiePoint]:
    """Return the tie points of one image line: its time, then arrays of samples, delays, angles, places."""
    time, start = _time(record, at), at + (25 if at == 0 else 12)
    samples = struct.unpack_from(f">{_COLUMNS}I{2 * _COLUMNS}f{2 * _COLUMNS}i", record, start)
    delays, angles, lats, lons = (samples[i * _COLUMNS : (i + 1) * _COLUMNS] for i in range(1, 5))
    points = []
    for delay, angle, lat, lon in zip(delays, angles, lats, lons, strict=True):
        if not (0 < delay < 1e8 and 0 <= angle <= 90):
            raise ValueError(f"a delay of {delay:g} ns, an angle of {angle:g} degrees")
        where = _grid.checked(lon / 1e6, lat / 1e6)
        points.append(TiePoint(time, *where, height=height, slant_range=delay * 1e-9 * _LIGHT / 2, incidence=angle))
    return points
