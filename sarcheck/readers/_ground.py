"""Points on the ground as metadata files give them, made outlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sarcheck.model import Outline, Point
from sarcheck.readers import _grid, _xml
from sarcheck.readers import _values as v

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from sarcheck.readers._product import Notes
    from sarcheck.readers._xml import Document


def point(lon: str, lat: str) -> Point:
    """Return a point of two texts; raise ValueError where it cannot lie on Earth."""
    return _grid.checked(v.number(lon), v.number(lat))


def of(node: etree._Element, lon: str, lat: str) -> Point:
    """Return the point of an element's children; raise ValueError where there is none."""
    return point(_xml.first(node, lon), _xml.first(node, lat))


def outline(
    document: Document, points: Sequence[Point], kind: Literal["ring", "corners"], path: str, notes: Notes
) -> tuple[Outline, ...]:
    """Return the outline of some points, none where they are too few to outline anything."""
    if 0 < len(points) < 3:
        notes.problem(f"{document.source}#{path}", f"footprint: {len(points)} points make no outline")
    if len(points) < 3:
        return ()
    return (Outline(points=tuple(points), kind=kind, source=document.source, path=path),)


def from_nodes(
    document: Document, path: str, lon: str, lat: str, kind: Literal["ring", "corners"], notes: Notes
) -> tuple[Outline, ...]:
    """Return the outline of the points of the elements at a path; a point that is none is a problem."""
    points = []
    for i, node in enumerate(_xml.each(document.root, path), 1):
        if i > _grid.MAX_POINTS:
            notes.problem(
                f"{document.source}#{path}[{i}]", f"more than {_grid.MAX_POINTS} points; the rest was not read"
            )
            break
        try:
            points.append(of(node, lon, lat))
        except ValueError as error:
            notes.problem(f"{document.source}#{path}[{i}]", f"footprint: {error}")
    return outline(document, points, kind, path, notes)
