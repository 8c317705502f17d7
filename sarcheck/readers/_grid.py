"""Outlines of SAFE-like products: the frames of the manifest, the geolocation grids of the annotation."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from sarcheck.model import Outline, Point
from sarcheck.readers import _values as v
from sarcheck.readers import _xml
from sarcheck.readers._product import clean

if TYPE_CHECKING:
    from sarcheck.readers._product import Notes
    from sarcheck.readers._xml import Document

MAX_OUTLINES = 1000
MAX_POINTS = 100_000
_POINT = "geolocationGrid/geolocationGridPointList/geolocationGridPoint"
_SLACK = 0.25
"""Degrees by which a grid may leave the stated frame: frames are cut to bursts and rounded."""


def frames(manifest: Document, notes: Notes) -> tuple[Outline, ...]:
    """Return the manifest's frames, as listed: "lat,lon lat,lon ..." turned to (longitude, latitude)."""
    outlines = []
    for i, node in enumerate(_xml.each(manifest.root, "//frame/footPrint/coordinates"), 1):
        where = f"frameSet/frame[{i}]/footPrint/coordinates"
        if i > MAX_OUTLINES:
            notes.problem(f"{manifest.source}#{where}", f"more than {MAX_OUTLINES} frames; the rest was not read")
            break
        try:
            points = tuple(_pair(text) for text in re.sub(r"\s*,\s*", ",", _xml.text(node)).split())
            if not 3 <= len(points) <= MAX_POINTS:
                raise ValueError(f"{len(points)} points make no outline")
        except ValueError as error:
            notes.problem(f"{manifest.source}#{where}", f"footprint: {error}")
            continue
        outlines.append(Outline(points=points, kind="ring", source=manifest.source, path=where))
    return tuple(outlines)


def _pair(text: str) -> Point:
    lat, comma, lon = text.partition(",")
    if not comma:
        raise ValueError(f'"{text[:40]}" is not a latitude and a longitude')
    return checked(v.number(lon), v.number(lat))


def checked(lon: float, lat: float) -> Point:
    """Return a point; raise ValueError where it cannot lie on Earth."""
    if not (-360 <= lon <= 360 and -90 <= lat <= 90):
        raise ValueError(f"latitude {lat:g}, longitude {lon:g} is no place on Earth")
    return (lon, lat)


def grid(document: Document, notes: Notes) -> Outline | None:
    """Return the outer ring of an annotation's geolocation grid, None where it has none."""
    texts = _texts(document, ("line", "latitude", "longitude"))
    if not any(texts.values()):
        return None
    try:
        lines = texts["line"]
        if len(lines) > MAX_POINTS:
            raise ValueError(f"has more than {MAX_POINTS} points")
        if any(len(found) != len(lines) for found in texts.values()):
            raise ValueError("a point without line, latitude or longitude")
        points = [
            checked(v.number(texts["longitude"][i]), v.number(texts["latitude"][i]))
            for i in outer(len(lines), _columns(lines))
        ]
    except ValueError as error:
        notes.problem(f"{document.source}#geolocationGrid", f"geolocation grid: {error}")
        return None
    path = "geolocationGrid/geolocationGridPointList"
    return Outline(points=tuple(points), kind="ring", source=document.source, path=path)


def _texts(document: Document, names: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the texts of a grid's points, by the names of their elements."""
    found: dict[str, list[str]] = {name: [] for name in names}
    for parent in _xml.each(document.root, _POINT.rpartition("/")[0]):
        for name, texts in found.items():
            texts += [_xml.text(node) for node in parent.iter("{*}" + name)]
    return found


def _columns(lines: list[str]) -> int:
    """Return the points in a row: a row shares one image line."""
    columns = next((i for i, line in enumerate(lines) if line != lines[0]), len(lines))
    if len(lines) % columns or columns < 2 or len(lines) < 2 * columns:
        raise ValueError(f"{len(lines)} points do not make rows of {columns}")
    return columns


def outer(size: int, columns: int) -> tuple[int, ...]:
    """Return the indices of a row-major grid's outer ring."""
    right, left = range(2 * columns - 1, size - columns, columns), range(size - 2 * columns, 0, -columns)
    return (*range(columns), *right, *range(size - 1, size - columns - 1, -1), *left)


def incidence(documents: list[Document], notes: Notes) -> None:
    """Note the least and the greatest incidence angle of all grids; zero stands for "not computed"."""
    found: list[tuple[float, str, str]] = []
    for document in documents:
        for text in _texts(document, ("incidenceAngle",))["incidenceAngle"]:
            try:
                angle = v.angle(text)
            except ValueError as error:
                notes.problem(f"{document.source}#{_POINT}/incidenceAngle", f'incidence angle: "{clean(text)}" {error}')
                break
            found += [(angle, text, document.source)] if angle else []
    for field, pick in (("incidence_near", min), ("incidence_far", max)):
        if found:
            _, stated, source = pick(found)
            derived = f"the {pick.__name__} of the geolocation grids"
            notes.state(field, stated, v.angle, source, _POINT + "/incidenceAngle", derived)


def compare(stated: tuple[Outline, ...], grids: list[Outline], notes: Notes) -> None:
    """Note a problem for each grid that leaves the frames that the manifest states."""
    if not stated:
        return
    anchor = stated[0].points[0][0]
    boxes = [_box(outline, anchor) for outline in stated]
    for one in grids:
        west, south, east, north = _box(one, anchor)
        wide = _SLACK / max(math.cos(math.radians(max(abs(south), abs(north)))), 0.01)
        inside = west >= min(box[0] for box in boxes) - wide and east <= max(box[2] for box in boxes) + wide
        inside &= south >= min(box[1] for box in boxes) - _SLACK and north <= max(box[3] for box in boxes) + _SLACK
        if not inside:
            message = f"footprint: the geolocation grid lies outside the frame that {stated[0].source} states"
            notes.problem(f"{one.source}#{one.path}", message, "claims-disagree")


def _box(outline: Outline, anchor: float) -> tuple[float, float, float, float]:
    """Return west, south, east, north, with longitudes unwrapped to lie around an anchor."""
    lons = [anchor + (lon - anchor + 180.0) % 360.0 - 180.0 for lon, _ in outline.points]
    lats = [lat for _, lat in outline.points]
    return min(lons), min(lats), max(lons), max(lats)


def distinct(rings: list[Outline]) -> tuple[Outline, ...]:
    """Return the rings with each set of points once: the channels of one swath share their grid."""
    return tuple({ring.points: ring for ring in reversed(rings)}.values())[::-1]
