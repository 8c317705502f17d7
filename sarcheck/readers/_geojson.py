"""GeoJSON geometries of unknown origin as outlines, coordinates kept as stated."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sarcheck.model import Outline, Point

if TYPE_CHECKING:
    from sarcheck.readers._product import Notes

MAX_OUTLINES = 1000
MAX_POINTS = 100_000


def outlines(geometry: Any, source: str, pointer: str, notes: Notes) -> tuple[Outline, ...]:
    """Return the outer rings of a Polygon or MultiPolygon; what cannot be read is a problem.

    Holes are left out: a hole in a footprint never makes a screening milder.
    """
    try:
        return tuple(_rings(geometry, source, pointer, notes))
    except ValueError as error:
        notes.problem(f"{source}#{pointer}", f"geometry: {error}")
        return ()


def _rings(geometry: Any, source: str, pointer: str, notes: Notes) -> list[Outline]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"{kind or type(geometry).__name__} is no outline; a Polygon or MultiPolygon is")
    polygons = _list(geometry.get("coordinates"), MAX_OUTLINES)
    paths = [f"{pointer}/coordinates/0"]
    if kind == "MultiPolygon":
        paths = [f"{pointer}/coordinates/{i}/0" for i in range(len(polygons))]
    else:
        polygons = [polygons]
    found = []
    for polygon, path in zip(polygons, paths, strict=True):
        points = tuple(_point(position) for position in _list(_list(polygon, MAX_OUTLINES)[0], MAX_POINTS))
        _warn(points, source, path, notes)
        found.append(Outline(points=points, kind="ring", source=source, path=path))
    return found


def box(bbox: Any, source: str, pointer: str, notes: Notes) -> tuple[Outline, ...]:
    """Return the outline of a bounding box of four or six numbers; west may lie east of east."""
    try:
        numbers = [_number(value) for value in _list(bbox, 6)]
        if len(numbers) not in (4, 6):
            raise ValueError("a bbox has four or six numbers")
    except ValueError as error:
        notes.problem(f"{source}#{pointer}", f"bbox: {error}")
        return ()
    half = len(numbers) // 2
    west, south, east, north = numbers[0], numbers[1], numbers[half], numbers[half + 1]
    east += 360.0 if east < west else 0.0
    points = ((west, south), (east, south), (east, north), (west, north))
    _warn(points, source, pointer, notes)
    return (Outline(points=points, kind="ring", source=source, path=pointer),)


def _warn(points: tuple[Point, ...], source: str, path: str, notes: Notes) -> None:
    worst = next((point for point in points if not (abs(point[0]) <= 540 and abs(point[1]) <= 90)), None)
    if worst:
        message = f"footprint: latitude {worst[1]:g}, longitude {worst[0]:g} is no place on Earth; are they swapped?"
        notes.problem(f"{source}#{path}", message, "implausible")


def _list(value: Any, limit: int) -> list[Any]:
    if not isinstance(value, list) or not value or len(value) > limit:
        raise ValueError(f"coordinates are lists of 1 to {limit}")
    return value


def _point(position: Any) -> Point:
    if not isinstance(position, list) or not 2 <= len(position) <= 4:
        raise ValueError("a position is a longitude and a latitude")
    return (_number(position[0]), _number(position[1]))


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a coordinate is a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError("a coordinate is a finite number")
    return number
