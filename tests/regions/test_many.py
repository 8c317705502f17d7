"""What is found for many footprints at once, or in a hurry for one, is what is found for each with care."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod

import sarcheck
from sarcheck import geo
from sarcheck.errors import GeometryError
from sarcheck.model import Region
from sarcheck.regions import RegionIndex, build, read_file
from sarcheck.regions.ground import RELATIONS

GEOD = Geod(ellps="WGS84")
PACK = Path(sarcheck.__file__).parents[1] / "rules" / "regions"


def region(key: str, shape: shapely.Geometry, **more: Any) -> Region:
    return Region(**{"id": key, "name": key, "kind": "user", "source": "s", "area": shapely.to_wkb(shape)} | more)


def wavy(lon: float, lat: float, reach: float, points: int = 900) -> shapely.Polygon:
    angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
    radius = reach * (1 + 0.1 * np.sin(angle * 40))
    return shapely.Polygon(np.stack([lon + radius * np.cos(angle), lat + radius * np.sin(angle)], axis=-1))


@pytest.fixture(scope="module")
def index() -> RegionIndex:
    """Return regions of every make, across the antimeridian and round a pole, in two stores that share some."""
    split = shapely.union_all([shapely.box(170, 60, 180, 68), shapely.box(-180, 60, -168, 68)])
    envelopes = {
        "outer": shapely.to_wkb(shapely.box(-5, 44, 15, 56)),
        "inner": shapely.to_wkb(shapely.box(3, 47, 8, 52)),
    }
    first = [
        region("wavy", wavy(5, 50, 5.0), accuracy_m=4000.0),
        region("sharp", wavy(5, 50, 4.0)),
        region("split", split, accuracy_m=4000.0),
        region("past", shapely.box(175, 50, 190, 58)),
        region("cap", shapely.box(-180, 85, 180, 90), accuracy_m=2000.0),
        region("wedge", shapely.box(-40, 70, 60, 88)),
        region("south", shapely.box(-180, -90, 180, -78)),
    ]
    second = [region("wavy", shapely.box(0, 40, 10, 60), area=None, **envelopes), region("tiny", wavy(9, 46, 0.02, 40))]
    return RegionIndex(build(first).__getitem__, build(second).__getitem__)


def near(places: list[tuple[float, float]], count: int) -> list[list[tuple[float, float]]]:
    """Return rectangles of 5 to 400 km around places, every third in an order that crosses itself."""
    random = np.random.default_rng(5)
    rings = []
    for i in range(count):
        lon, lat = places[i % len(places)]
        lon, lat = lon + random.uniform(-7, 7), max(-90.0, min(90.0, lat + random.uniform(-7, 7)))
        reach, turn = math.exp(random.uniform(math.log(3.5e3), math.log(2.8e5))), random.uniform(0, 360)
        ring = [GEOD.fwd(lon, lat, turn + by, reach)[:2] for by in (0, 70, 180, 250)]
        rings.append([ring[0], ring[2], ring[1], ring[3]] if i % 3 == 0 else ring)
    return rings


PLACES = [(5.0, 50.0), (179.0, 62.0), (-176.0, 58.0), (20.0, 84.0), (100.0, -80.0), (0.0, 89.0), (9.0, 46.0)]


def test_many_are_answered_as_each_is(index: RegionIndex) -> None:
    rings = near(PLACES, 240)
    which, found = index.which_many(rings), index.overlaps_many(rings)
    assert (which.footprint == found.footprint).all()
    assert (which.relation == found.relation).all()
    assert np.isnan(which.overlap_km2).all()
    many: dict[int, dict[str, tuple[str, float, float]]] = {}
    for row, number, word, km2, share in zip(*found[:5], strict=True):
        many.setdefault(int(row), {})[index.ids[number]] = (RELATIONS[word], float(km2), float(share))
    words = set()
    for row, ring in enumerate(rings):
        answers = {o.region: o for o in index.overlaps(geo.footprint(ring))}
        footprint_km2 = geo.footprint(ring).area_km2
        assert {key: o.relation for key, o in answers.items()} == {k: v[0] for k, v in many.get(row, {}).items()}
        for key, overlap in answers.items():
            assert many[row][key][1] == pytest.approx(overlap.overlap_km2, rel=1e-5, abs=2e-5 * footprint_km2)
            assert many[row][key][2] == pytest.approx(overlap.overlap_share, abs=2e-5)
            words.add((key, overlap.relation))
    assert {key for key, _ in words} == set(index.ids)
    assert {word for _, word in words} == {"inside", "border"}


def test_one_in_a_hurry_is_answered_as_with_care(index: RegionIndex) -> None:
    from sarcheck.regions import single

    hurried = 0
    for ring in near(PLACES, 240):
        expected = [(o.region, o.relation) for o in index.overlaps(geo.footprint(ring))]
        assert list(index.which(ring).items()) == expected
        hurried += single.which(index, ring) is not None
    assert hurried > 80


def test_the_order_of_corners_and_whole_turns_change_nothing(index: RegionIndex) -> None:
    ring = [(178.0, 61.0), (-178.0, 61.5), (-177.5, 57.5), (178.5, 57.0)]
    expected = index.which(ring)
    assert expected == {"past": "inside", "split": "inside"}
    for turn in (-360, 0, 360):
        for order in ((0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 1, 3), (1, 2, 3, 0)):
            moved = [(ring[i][0] + turn, ring[i][1]) for i in order]
            if all(abs(lon) <= 360 for lon, _ in moved):
                assert index.which(moved) == expected


def test_a_footprint_that_is_none_is_never_clear(index: RegionIndex) -> None:
    flat = [(30, 47), (30, 47.5), (30, 48), (30, 48.5)]
    found = index.which_many([flat, near(PLACES, 1)[0], [(1, 2)]])
    assert set(found.problems) == {0, 2}
    with pytest.raises(GeometryError):
        index.which(flat)
    numbers = index.which_many(np.full((2, 4, 2), np.nan))
    assert set(numbers.problems) == {0, 1}


def test_other_outlines_are_asked_one_by_one(index: RegionIndex) -> None:
    hexagon = [(5 + 2 * math.cos(a), 50 + 2 * math.sin(a)) for a in np.linspace(0, 5, 6)]
    found = index.overlaps_many([hexagon, geo.footprint(hexagon)])
    assert found.footprint.tolist() == [0, 0, 1, 1]
    assert [index.ids[number] for number in found.region] == ["sharp", "wavy"] * 2
    assert (found.overlap_share > 0.9).all()


def test_no_regions_and_no_footprints(index: RegionIndex) -> None:
    nothing = RegionIndex(build([]).__getitem__)
    assert nothing.which(near(PLACES, 1)[0]) == {}
    assert len(nothing.overlaps_many(near(PLACES, 3)).region) == 0
    assert len(index.which_many([]).region) == 0


def test_a_footprint_deep_in_a_region_shares_all_of_itself(index: RegionIndex) -> None:
    found = index.overlaps_many([[(4, 49), (5, 49), (5, 50), (4, 50)]])
    assert found.overlap_share == pytest.approx([1.0, 1.0], abs=1e-6)


def test_the_pack_answers_at_once_and_one_by_one() -> None:
    pack = RegionIndex(build(item for path in sorted(PACK.iterdir()) for item in read_file(path)).__getitem__)
    rings = near([(31.0, 48.0), (37.0, 47.0), (34.0, 45.0)], 60)
    found = pack.which_many(rings)
    told: list[dict[str, str]] = [{} for _ in rings]
    for row, number, word in zip(found.footprint, found.region, found.relation, strict=True):
        told[row][pack.ids[number]] = RELATIONS[word]
    for ring, answer in zip(rings, told, strict=True):
        assert answer == pack.which(ring) == {o.region: o.relation for o in pack.overlaps(geo.footprint(ring))}
