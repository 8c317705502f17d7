"""The map of places: valid GeoJSON whose numbers are the answer's."""

from __future__ import annotations

import json
from typing import Any

import shapely

from sarcheck import geo
from sarcheck.model import Overlap, Problem
from sarcheck.reports import placemap
from sarcheck.reports.places import Place

REGIONS = {"r": shapely.box(-10, 0, 10, 20), "far": shapely.box(-170, 60, -160, 70), "e": shapely.box(170, 0, 180, 5)}


def overlap(region: str, relation: str = "inside") -> Overlap:
    return Overlap(
        region=region, name=region, kind="k", relation=relation, overlap_km2=1.5, overlap_share=0.5, distance_km=0.0
    )  # type: ignore[arg-type]


def features(*places: Place) -> list[dict[str, Any]]:
    document = json.loads(placemap.render(places, REGIONS.__getitem__))
    assert document["type"] == "FeatureCollection"
    return document["features"]  # type: ignore[no-any-return]


def test_regions_footprints_and_what_they_share() -> None:
    ground = geo.footprint([(9, 1), (11, 1), (11, 2), (9, 2)])
    one = Place(input="a", footprint=ground, overlaps=(overlap("r"), overlap("far", "outside")))
    two = Place(input="b", footprint=ground, overlaps=(overlap("r", "border"),))
    found = features(one, two)
    assert [f["properties"]["role"] for f in found] == ["region", "footprint", "overlap", "footprint", "overlap"]
    assert found[1]["properties"] == {
        "role": "footprint", "input": "a", "footprint_km2": round(ground.area_km2, 3), "regions": ["r"], "problems": [],
    }  # fmt: skip
    shared = shapely.geometry.shape(found[2]["geometry"])
    assert shared.bounds[::2] == (9.0, 10.0)
    assert (found[2]["properties"]["relation"], found[4]["properties"]["relation"]) == ("inside", "border")
    for feature in found:
        shape = shapely.geometry.shape(feature["geometry"])
        assert shape.is_valid
        assert shapely.is_ccw(shapely.get_exterior_ring(shapely.get_parts(shape)[0]))


def test_what_has_no_area_has_no_geometry() -> None:
    ground = geo.footprint([(179, 1), (-179, 1), (-179, 2), (179, 2)])
    undetermined = Place(input="x", problems=(Problem(pointer="", message="degenerate"),))
    touching = Place(input="y", footprint=ground, overlaps=(overlap("far", "border"), overlap("e")))
    found = {(f["properties"]["role"], f["properties"].get("id")): f["geometry"] for f in features(touching)}
    assert found["overlap", "far"] is None
    assert found["overlap", "e"]["type"] == "Polygon"
    assert found["footprint", None]["type"] == "MultiPolygon"
    (empty,) = features(undetermined)
    assert (empty["geometry"], empty["properties"]["problems"]) == (None, ["degenerate"])
