"""The ground that a product, a GeoJSON document or a list of corners covers, for the verbs that show it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sarcheck.errors import GeometryError
from sarcheck.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sarcheck.model import Footprint, Product

UNDETERMINED = "undetermined"
"""Code of a problem that leaves ground unknown."""

CORNER = re.compile(r"([-+]?[0-9.]+),([-+]?[0-9.]+)")
"""A corner on the command line: longitude, a comma, latitude."""


def of_product(product: Product) -> tuple[Footprint, tuple[Problem, ...]]:
    """Return the footprint of all outlines of a product, and those that cannot be placed as problems.

    Raise GeometryError when none can be.
    """
    from sarcheck import geo

    placed, problems = [], []
    for outline in product.outlines:
        try:
            placed.append(geo.footprint(outline.points, kind=outline.kind, columns=outline.columns))
        except GeometryError as error:
            message = f"{outline.source}: {error}"
            problems.append(Problem(pointer=outline.path, message=message, code=UNDETERMINED))
    if not placed:
        raise GeometryError("; ".join(problem.message for problem in problems) or "the product states no footprint")
    if len(placed) == 1:
        return placed[0], tuple(problems)
    rings = [[ring] for part in placed for ring in part.rings]
    return geo.from_geojson({"type": "MultiPolygon", "coordinates": rings}), tuple(problems)


def of_geojson(document: Any) -> Footprint:
    """Return the footprint of a bare geometry or a Feature; raise GeometryError."""
    from sarcheck import geo

    geometry = document
    if isinstance(geometry, dict) and geometry.get("type") == "Feature":
        geometry = geometry.get("geometry")
    if not isinstance(geometry, dict):
        raise GeometryError("the Feature has no geometry")
    return geo.from_geojson(geometry)


def shapes(name: str, document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what each footprint of a GeoJSON document is called, and its geometry or Feature: of a collection, all.

    Of several, each is called by its id, else by its number. A collection without any yields one that has no geometry.
    """
    features = document.get("features") if document.get("type") == "FeatureCollection" else [document]
    if not isinstance(features, list) or not features:
        yield name, None
        return
    for number, feature in enumerate(features):
        key = feature.get("id") if isinstance(feature, dict) else None
        yield (name if len(features) == 1 else f"{name}#{number if key in (None, '') else key}"), feature


def corners(text: str) -> dict[str, Any] | None:
    """Return corners as typed, "30,50 31,50 31,51 30,51", as a GeoJSON MultiPoint; None for any other text."""
    found = [CORNER.fullmatch(word) for word in text.replace(";", " ").split()]
    if not found or not all(found):
        return None
    try:
        points = [[float(corner[1]), float(corner[2])] for corner in found if corner]
    except ValueError:
        return None
    return {"type": "MultiPoint", "coordinates": points}
