"""Tricky footprints with exact answers, computed elsewhere by two independent methods."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from sarcheck import geo
from sarcheck.errors import GeometryError
from sarcheck.model import Footprint
from sarcheck.regions import RegionIndex, build, read_file


@pytest.fixture(scope="module")
def document(shared: Path) -> dict[str, Any]:
    return json.loads((shared / "data" / "footprints" / "cases.json").read_text(encoding="utf-8"))


def built(case: dict[str, Any]) -> Footprint:
    kind = case["kind"]
    if kind.startswith("grid"):
        return geo.footprint(case["raw_corners"], kind="grid", columns=int(kind[len("grid") : kind.index("x")]))
    # Only a centre known from elsewhere can tell that the axes are exchanged: here, that of the true scene.
    corners = np.mean(case["raw_corners"], axis=0)
    centre = (float(corners[1]), float(corners[0])) if "swap_suspect" in case["flags"] else None
    return geo.footprint(case["raw_corners"], kind=kind, centre=centre)


def test_every_case_agrees(document: dict[str, Any]) -> None:
    assert document["cases"]
    for case in document["cases"]:
        expected, tolerance = case["expected"], case["tolerance"]
        footprint = built(case)
        met = geo.relate(footprint, shapely.geometry.shape(case["region"]))
        rel = tolerance["overlap_rel"]
        assert met.intersects == expected["intersects"], case["id"]
        assert footprint.area_km2 == pytest.approx(expected["footprint_km2"], rel=rel), case["id"]
        assert met.overlap_km2 == pytest.approx(expected["overlap_km2"], rel=rel), case["id"]
        assert met.overlap_share == pytest.approx(expected["overlap_fraction"], rel=rel), case["id"]
        assert met.distance_km == pytest.approx(expected["distance_km"], abs=tolerance["distance_m"] / 1000), case["id"]


def test_what_was_mended_is_flagged(document: dict[str, Any]) -> None:
    for case in document["cases"]:
        flags = list(built(case).flags)
        if "made_valid" in case["flags"] and shapely.Polygon(case["raw_corners"]).is_valid:
            assert flags == []  # the ring of 29 is called a figure of eight, yet does not cross itself
        else:
            assert flags == case["flags"], case["id"]


def test_the_index_agrees(document: dict[str, Any], tmp_path: Path) -> None:
    for case in document["cases"]:
        path = tmp_path / f"{case['id']}.geojson"
        path.write_text(json.dumps({"type": "Feature", "properties": {"id": "r"}, "geometry": case["region"]}))
        (found,) = RegionIndex(build(read_file(path)).__getitem__).relations(built(case))
        expected = case["expected"]
        assert found.relation == ("inside" if expected["intersects"] else "outside"), case["id"]
        assert found.overlap_km2 == pytest.approx(expected["overlap_km2"], rel=1e-4), case["id"]
        assert found.distance_km == pytest.approx(expected["distance_km"], abs=0.001), case["id"]


def test_every_error_case_is_refused(document: dict[str, Any]) -> None:
    assert document["error_cases"]
    for case in document["error_cases"]:
        with pytest.raises(GeometryError):
            geo.footprint(case["raw_corners"])


def test_a_swap_that_nothing_confirms_can_be_looked_at_both_ways(document: dict[str, Any]) -> None:
    (case,) = (case for case in document["cases"] if "swap_suspect" in case["flags"])
    region = shapely.geometry.shape(case["region"])
    given = geo.footprint(case["raw_corners"])
    other = geo.swapped(given)
    assert other is not None
    assert not geo.relate(given, region).intersects
    assert geo.relate(other, region).intersects


def test_at_once_and_in_a_hurry_the_index_agrees(document: dict[str, Any], tmp_path: Path) -> None:
    for case in document["cases"]:
        path = tmp_path / f"{case['id']}.geojson"
        path.write_text(json.dumps({"type": "Feature", "properties": {"id": "r"}, "geometry": case["region"]}))
        index = RegionIndex(build(read_file(path)).__getitem__)
        given = built(case) if case["kind"].startswith("grid") else case["raw_corners"]
        found, expected = index.overlaps_many([given]), case["expected"]
        assert len(found.region) == expected["intersects"], case["id"]
        if expected["intersects"]:
            tolerance = 1e-5 * expected["footprint_km2"]
            assert found.overlap_km2[0] == pytest.approx(expected["overlap_km2"], rel=1e-4, abs=tolerance), case["id"]
        if isinstance(given, list):
            assert index.which(given) == ({"r": "inside"} if expected["intersects"] else {}), case["id"]
