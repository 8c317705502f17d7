"""Where footprints lie to regions, as a GeoJSON FeatureCollection (RFC 7946) for a map.

``role`` tells what a feature is: a "region" that is touched (once, its outline simplified for the eye), a "footprint"
(one an input, without geometry where it cannot be determined) or an "overlap" of the two. The numbers in the properties
are the answer; the shapes only show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from sarcheck.geo.globe import drawn
from sarcheck.reports.json import document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from sarcheck.model import Overlap
    from sarcheck.reports.places import Place

    Shapes = Callable[[str], BaseGeometry]

GRID_DEG = 1e-7
"""Coordinates are told to about a centimetre."""
COARSE_DEG, COARSE_SHARE = 1e-3, 1e-4
"""How far an outline may be simplified: about 100 m, and no more than a share of its own extent."""


def render(places: Sequence[Place], shape: Shapes) -> bytes:
    """Return places as GeoJSON; ``shape`` gives a region's outline in longitude and latitude."""
    met = {o.region: o for place in places for o in place.overlaps if o.relation != "outside"}
    outlines = {key: shape(key) for key in sorted(met)}
    features = [region(overlap, outlines[key]) for key, overlap in sorted(met.items())]
    features += [feature for place in places for feature in place_features(place, outlines)]
    return document({"type": "FeatureCollection", "features": features})


def region(overlap: Overlap, outline: BaseGeometry) -> dict[str, Any]:
    """Return a touched region, its outline simplified for the eye."""
    west, south, east, north = outline.bounds
    coarse = min(COARSE_DEG, COARSE_SHARE * max(east - west, north - south))
    properties = {"role": "region", "id": overlap.region, "name": overlap.name, "kind": overlap.kind}
    return _feature(shapely.simplify(outline, coarse), properties)


def place_features(place: Place, outlines: dict[str, BaseGeometry]) -> Iterator[dict[str, Any]]:
    """Yield a place's footprint, and what it shares with each region that it touches."""
    ground = drawn(place.footprint) if place.footprint else None
    touched = [overlap for overlap in place.overlaps if overlap.relation != "outside"]
    yield _feature(
        ground,
        {
            "role": "footprint",
            "input": place.input,
            "footprint_km2": round(place.footprint.area_km2, 3) if place.footprint else None,
            "regions": [overlap.region for overlap in touched],
            "problems": [problem.message for problem in place.problems],
        },
    )
    if ground is None:
        return
    for overlap in touched:
        properties = {
            "role": "overlap",
            "input": place.input,
            "id": overlap.region,
            "name": overlap.name,
            "kind": overlap.kind,
            "relation": overlap.relation,
            "overlap_km2": overlap.overlap_km2,
            "overlap_share": overlap.overlap_share,
            "distance_km": overlap.distance_km,
        }
        yield _feature(_polygons(shapely.intersection(ground, outlines[overlap.region])), properties)


def _polygons(shape: BaseGeometry) -> BaseGeometry | None:
    """Return the part of a shape that is an area, None where there is none."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.union_all(parts) if parts else None


def _feature(shape: BaseGeometry | None, properties: dict[str, Any]) -> dict[str, Any]:
    """Return a Feature, its rings wound as RFC 7946 wants them."""
    fine = None if shape is None else shapely.orient_polygons(shapely.set_precision(shape, GRID_DEG))
    geometry = None if fine is None or fine.is_empty else shapely.geometry.mapping(fine)
    return {"type": "Feature", "properties": properties, "geometry": geometry}
