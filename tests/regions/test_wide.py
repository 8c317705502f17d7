"""Footprints that reach far: told as exactly as small ones, without measuring to all that their bounds hold."""

from __future__ import annotations

import pytest

from sarcheck import geo, ruleset
from sarcheck.regions import RegionIndex, shard

FAR = {
    "a triangle over a continent": [(100, 50), (31, 50), (-31, 51), (30, 51), (30, 7)],
    "an angle": [(-10, 0), (70, 0), (70, 1), (-9, 1), (-9, 60), (-10, 60)],
    "a sliver across the 180th meridian": [(150, 40), (200, 60), (205, 60)],
    "a triangle over the pole": [(30, 50), (31, 51), (210, 50)],
    "a box": [(20, 40), (60, 40), (60, 60), (20, 60)],
}


@pytest.fixture(scope="module")
def regions() -> RegionIndex:
    return ruleset.load(ruleset.default_pack()).regions


@pytest.mark.parametrize("ring", FAR.values(), ids=FAR)
@pytest.mark.parametrize("within_km", [0.0, 50.0])
def test_a_far_reaching_footprint_is_told_as_if_all_were_measured(
    regions: RegionIndex, monkeypatch: pytest.MonkeyPatch, ring: list[tuple[float, float]], within_km: float
) -> None:
    closed = [[*ring, ring[0]]]
    footprint = geo.from_geojson({"type": "Polygon", "coordinates": [[list(point) for point in closed[0]]]})
    found = regions.overlaps(footprint, within_km=within_km)
    assert found
    near = len(regions.near(footprint, within_km))
    monkeypatch.setattr(shard, "WIDE_M", float("inf"))
    monkeypatch.setattr(RegionIndex, "_may_be_near", lambda *_: True)
    again = regions.overlaps(footprint, within_km=within_km)
    assert [one for one in again if one.relation != "outside" or within_km] == list(found)
    assert near <= len(regions.near(footprint, within_km))
