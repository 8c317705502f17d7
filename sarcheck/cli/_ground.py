"""The ground that a product or a GeoJSON document covers, for the verbs that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sarcheck.errors import GeometryError
from sarcheck.model import Problem

if TYPE_CHECKING:
    from sarcheck.model import Footprint, Product

UNDETERMINED = "undetermined"
"""Code of a problem that leaves ground unknown."""


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


def of_geojson(document: dict[str, Any]) -> Footprint:
    """Return the footprint of a bare geometry, a Feature, or a collection of one Feature; raise GeometryError."""
    from sarcheck import geo

    geometry: Any = document
    if document.get("type") == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list) or len(features) != 1:
            raise GeometryError("a FeatureCollection must hold one Feature: one footprint is asked about")
        geometry = features[0]
    if isinstance(geometry, dict) and geometry.get("type") == "Feature":
        geometry = geometry.get("geometry")
    if not isinstance(geometry, dict):
        raise GeometryError("the Feature has no geometry")
    return geo.from_geojson(geometry)
