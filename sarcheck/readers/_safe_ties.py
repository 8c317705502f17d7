"""Tie points of SAFE-like products: a sample of each annotation's geolocation grid, spread over the image."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sarcheck.model import TiePoint, TiePoints
from sarcheck.readers import _grid, _xml
from sarcheck.readers import _values as v

if TYPE_CHECKING:
    from collections.abc import Callable

    from sarcheck.readers._product import Notes
    from sarcheck.readers._xml import Document

HALF_LIGHT = 299792458.0 / 2  # m/s: what turns an echo's time into a distance
SIDE = 5
"""Points taken in a row and in a column of a grid ..."""
MANY, SIDE_OF_MANY = 12, 3
"""... and in those of a product of more annotation files than this."""
MAX_DOCUMENTS = 200
_GRID = "geolocationGrid/geolocationGridPointList"


def ties(documents: list[Document], notes: Notes) -> tuple[TiePoints, ...]:
    """Return the tie points of all annotation files; the channels of one swath share theirs."""
    if len(documents) > MAX_DOCUMENTS:
        notes.problem(documents[0].source, f"tie points of the first {MAX_DOCUMENTS} annotation files only")
    side = SIDE if len(documents) <= MANY else SIDE_OF_MANY
    found = (_of(document, side, notes) for document in documents[:MAX_DOCUMENTS])
    return tuple({one.points: one for one in found if one}.values())


def _of(document: Document, side: int, notes: Notes) -> TiePoints | None:
    nodes = list(_xml.each(document.root, _GRID + "/geolocationGridPoint"))
    if not nodes or len(nodes) > _grid.MAX_POINTS:
        return None  # the outline's reading has told of it
    try:
        chosen = [nodes[k] for k in _spread([_xml.first(node, "line") for node in nodes], side)]
        if (time_of := _clock(document, chosen)) is None:
            return None
        points = tuple(_point(node, time_of(node)) for node in chosen)
    except (ValueError, OverflowError) as error:
        notes.problem(f"{document.source}#{_GRID}", f"tie points: {error}")
        return None
    each = all(point.height is not None for point in points)
    return TiePoints(points=points, heights="point" if each else "none", source=document.source, path=_GRID)


def _spread(lines: list[str], side: int) -> list[int]:
    """Return the indices of points spread over a grid whose rows share an image line."""
    columns = next((i for i, line in enumerate(lines) if line != lines[0]), len(lines))
    rows = len(lines) // columns
    return [i * columns + k for i in _even(rows, side) for k in _even(columns, side)]


def _even(size: int, count: int) -> list[int]:
    return sorted({round(k * (size - 1) / (count - 1)) for k in range(count)})


def _point(node: Any, time: dt.datetime) -> TiePoint:
    lon, lat = _grid.checked(v.number(_xml.first(node, "longitude")), v.number(_xml.first(node, "latitude")))
    delay, angle = _optional(node, "slantRangeTime"), _optional(node, "incidenceAngle")
    return TiePoint(
        time=time,
        longitude=lon,
        latitude=lat,
        height=_optional(node, "height"),
        slant_range=delay * HALF_LIGHT if delay else None,
        incidence=angle or None,  # zero stands for "not computed"
    )


def _clock(document: Document, nodes: list[Any]) -> Callable[[Any], dt.datetime] | None:
    """Return what tells a point's time: itself, else its image line where the lines are timed; None where nothing does.

    Raise ValueError where a time cannot be read.
    """
    if all(_xml.first(node, "azimuthTime") for node in nodes):
        return lambda node: v.instant(_xml.first(node, "azimuthTime"))
    information = "imageAnnotation/imageInformation/"
    paths = (information + "productFirstLineUtcTime", "adsHeader/startTime")
    first = next((text for path in paths if (text := _xml.first(document.root, path))), None)
    step = _xml.first(document.root, information + "azimuthTimeInterval")
    if not first or not step:
        return None
    start, interval = v.instant(first), v.number(step)
    return lambda node: start + dt.timedelta(seconds=v.number(_xml.first(node, "line")) * interval)


def _optional(node: Any, name: str) -> float | None:
    text = _xml.first(node, name)
    return v.number(text) if text else None
