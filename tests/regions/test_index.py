from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod

import sarcheck
from sarcheck import geo
from sarcheck.model import Footprint, Problem, Region
from sarcheck.regions import Asked, RegionIndex, build, read_file, tiles
from sarcheck.store import Store, write

GEOD = Geod(ellps="WGS84")
PACK = Path(sarcheck.__file__).parents[1] / "rules" / "regions"


def region(shape: shapely.Geometry, **more: Any) -> Region:
    return Region(**{"id": "r", "name": "R", "kind": "user", "source": "s", "area": shapely.to_wkb(shape)} | more)


def index(*regions: Region | Problem) -> RegionIndex:
    return RegionIndex(build(regions).__getitem__)


def scene(lon: float, lat: float, half_km: float = 10.0) -> Footprint:
    corners = [GEOD.fwd(lon, lat, azimuth, half_km * 1414.2)[:2] for azimuth in (45, 135, 225, 315)]
    return geo.footprint(corners)


BOX = shapely.box(30, 46, 36, 50)
WEST_EDGE_KM = 76.06
"""How far the western edge of BOX is from the meridian 29 at latitude 47."""


def relation(found: RegionIndex, footprint: Footprint) -> str:
    return found.relations(footprint)[0].relation


# --- accuracy ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reach_km", "expected"),
    [(-30.0, "outside"), (-4.8, "outside"), (-3.9, "border"), (-0.1, "border"), (0.1, "border"), (3.9, "border"),
     (4.8, "inside"), (30.0, "inside")],
)  # fmt: skip
@pytest.mark.parametrize("lat", [0.0, 47.0, 70.0, -47.0, 84.0])
def test_the_border_is_as_wide_as_the_accuracy(reach_km: float, expected: str, lat: float) -> None:
    found = index(region(shapely.box(30, lat - 2, 40, lat + 2), accuracy_m=4000.0))
    edge = GEOD.fwd(30, lat, 90, 1000 * (reach_km - 5.0))[:2]
    assert relation(found, scene(*edge, half_km=5.0)) == expected


def test_without_an_accuracy_a_touch_is_inside() -> None:
    found = index(region(BOX))
    assert relation(found, geo.footprint([(29, 47), (30, 47), (30, 48), (29, 48)])) == "inside"
    assert relation(found, geo.footprint([(29, 47), (29.9999, 47), (29.9999, 48), (29, 48)])) == "outside"


def test_a_small_region_of_great_doubt_is_never_surely_touched() -> None:
    found = index(region(shapely.box(30, 46, 30.05, 46.05), accuracy_m=4000.0))
    assert relation(found, scene(30.02, 46.02, half_km=100.0)) == "border"


def test_a_seam_at_180_degrees_or_a_pole_is_no_border() -> None:
    halves = shapely.union_all([shapely.box(170, 60, 180, 90), shapely.box(-180, 60, -170, 90)])
    found = index(region(halves, accuracy_m=4000.0))
    assert relation(found, scene(180.0, 67.0, half_km=1.0)) == "inside"
    assert relation(found, scene(180.0, 89.0, half_km=1.0)) == "inside"
    assert relation(found, scene(170.0, 67.0, half_km=1.0)) == "border"
    cap = index(region(shapely.box(-180, 80, 180, 90), accuracy_m=4000.0))
    assert relation(cap, scene(0.0, 89.999, half_km=0.5)) == "inside"
    ends = index(region(shapely.box(170, 60, 180, 70), accuracy_m=4000.0))
    assert relation(ends, scene(179.99, 67.0, half_km=1.0)) == "border"
    assert relation(ends, scene(-179.95, 67.0, half_km=0.5)) == "border"


# --- envelopes --------------------------------------------------------------------------------------


def envelopes(**more: Any) -> Region:
    outer, inner = shapely.box(29, 45, 37, 51), shapely.box(31, 47, 35, 49)
    return region(BOX, area=None, outer=shapely.to_wkb(outer), inner=shapely.to_wkb(inner), **more)


@pytest.mark.parametrize(("lon", "expected"), [(33.0, "inside"), (30.0, "border"), (28.0, "outside")])
def test_envelopes_alone(lon: float, expected: str) -> None:
    assert relation(index(envelopes()), scene(lon, 48.0)) == expected


def test_the_overlap_with_an_outer_envelope_is_an_upper_bound() -> None:
    (found,) = index(envelopes()).overlaps(scene(30.0, 48.0))
    assert found.overlap_share == 1.0
    assert found.distance_km == 0.0


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(
    ("lon", "area", "expected"),
    [
        (29.4, BOX, "outside"),
        (30.01, BOX, "border"),
        (30.3, BOX, "inside"),
        (32.0, shapely.box(34, 46, 36, 50), "inside"),
        (28.0, shapely.box(20, 40, 36, 50), "inside"),
    ],
)
def test_a_better_boundary_settles_what_lies_between_the_envelopes(
    together: bool, lon: float, area: shapely.Polygon, expected: str
) -> None:
    detailed = region(area, accuracy_m=4000.0)
    found = (
        index(envelopes(), detailed)
        if together
        else RegionIndex(build([envelopes()]).__getitem__, build([detailed]).__getitem__)
    )
    assert relation(found, scene(lon, 48.0, half_km=1.0)) == expected


def test_a_region_drawn_small_elsewhere_does_not_shrink_another_of_its_id() -> None:
    found = RegionIndex(build([region(BOX)]).__getitem__, build([region(shapely.box(0, 0, 1, 1))]).__getitem__)
    assert relation(found, scene(33.0, 48.0)) == "inside"
    assert relation(found, scene(0.5, 0.5)) == "inside"


# --- finding ----------------------------------------------------------------------------------------


def test_near_regions_are_found_within_a_distance_only() -> None:
    found, near = index(region(BOX)), scene(29.0, 47.0)
    assert found.overlaps(near) == ()
    assert found.overlaps(near, within_km=60.0) == ()
    (overlap,) = found.overlaps(near, within_km=70.0)
    assert overlap.relation == "outside"
    assert overlap.distance_km == pytest.approx(WEST_EDGE_KM - 10.0, abs=0.2)
    assert (overlap.overlap_km2, overlap.overlap_share) == (0.0, 0.0)


def test_near_regions_are_found_across_the_antimeridian_and_the_pole() -> None:
    assert index(region(shapely.box(-179.9, 60, -170, 65))).overlaps(scene(179.6, 62.0), within_km=30.0)
    assert index(region(shapely.box(170, 85, 180, 89.9))).overlaps(scene(0.0, 89.0), within_km=200.0)
    assert index(region(shapely.box(170, 75, 180, 79.0))).overlaps(scene(0.0, 79.5), within_km=3000.0)


def test_the_order_is_that_of_the_relation_then_the_id() -> None:
    shapes = {"c": BOX, "a": shapely.box(34, 46, 38, 50), "b": shapely.box(30, 47.9, 33.0, 48.1)}
    regions = [region(shape, id=key, accuracy_m=20_000.0 if key == "b" else 0.0) for key, shape in shapes.items()]
    found = index(*regions)
    assert [(o.region, o.relation) for o in found.relations(scene(33.0, 48.0))] == [
        ("c", "inside"), ("b", "border"), ("a", "outside"),
    ]  # fmt: skip
    assert [o.region for o in found.overlaps(scene(33.0, 48.0), asked=Asked(frozenset({"b", "none"})))] == ["b"]
    assert found.ids == ("a", "b", "c")


def test_what_is_known_of_a_region_is_told_without_its_shape() -> None:
    first = region(BOX, country=None, source="one")
    second = region(BOX, country="XX", source="two", name="other")
    found = RegionIndex(build([first]).__getitem__, build([second]).__getitem__).region("r")
    assert (found.name, found.country, found.source, found.area) == ("R", "XX", "one; two", None)
    with pytest.raises(KeyError):
        index(first).region("absent")


def test_problems_travel_with_the_regions() -> None:
    problem = Problem(pointer="x", message="y")
    assert index(problem, region(BOX)).problems == (problem,)


def test_no_regions_at_all() -> None:
    found = index()
    assert found.ids == ()
    assert found.overlaps(scene(1.0, 2.0), within_km=10.0) == ()
    assert found.relations(scene(1.0, 2.0)) == ()


# --- tiles ------------------------------------------------------------------------------------------


def wavy(points: int) -> shapely.Polygon:
    angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
    reach = 4 + 0.5 * np.sin(angle * 40)
    return shapely.Polygon(np.stack([30 + reach * np.cos(angle), 48 + reach * np.sin(angle)], axis=-1))


def test_large_regions_are_cut_and_lose_nothing() -> None:
    shape = wavy(5000)
    sections = build([region(shape)])
    assert len(sections["region_owner"]) > 10
    footprint = scene(30.0, 48.0, half_km=150.0)
    (found,) = RegionIndex(sections.__getitem__).overlaps(footprint)
    whole = geo.relate(footprint, shape)
    assert found.overlap_km2 == pytest.approx(whole.overlap_km2, rel=1e-6)
    assert found.overlap_share == pytest.approx(1.0)
    far = scene(60.0, 48.0)
    assert RegionIndex(sections.__getitem__).relations(far)[0].distance_km == pytest.approx(
        geo.relate(far, shape).distance_km, abs=0.001
    )


def test_only_the_blocks_near_a_footprint_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "BLOCK", 4)
    monkeypatch.setattr("sarcheck.regions.shard.BLOCK", 4)
    shapes = [region(shapely.box(x, y, x + 5, y + 5), id=f"{x} {y}") for x in range(-180, 180, 10) for y in (-40, 40)]
    sections = build(shapes)
    read: list[str] = []

    def get(name: str) -> np.ndarray:
        read.append(name)
        return sections[name]

    (found,) = RegionIndex(get).overlaps(scene(2.0, 42.0))
    assert found.region == "0 40"
    assert len({name for name in read if name.startswith("region_tiles")}) == 1
    assert sum(name.startswith("region_tiles") for name in sections) > 10


def test_the_same_regions_make_the_same_bytes_and_pass_through_a_store(tmp_path: Path) -> None:
    one, two = (build([envelopes(), region(wavy(1000), accuracy_m=500.0)]) for _ in range(2))
    assert one.keys() == two.keys()
    assert all((one[name] == two[name]).all() for name in one)
    write(tmp_path / "store", one)
    kept = RegionIndex(Store(tmp_path / "store"))
    assert kept.relations(scene(30.0, 48.0)) == RegionIndex(one.__getitem__).relations(scene(30.0, 48.0))


# --- the pack ---------------------------------------------------------------------------------------


def test_the_pack_tells_its_regions_apart() -> None:
    found = index(*(item for path in sorted(PACK.iterdir()) for item in read_file(path)))
    assert {"UA", "UA-43+UA-40", "UA-14", "UA-09", "UA-65", "UA-23"} <= set(found.ids)
    places = {"UA-43+UA-40": (34.3, 45.2), "UA-14": (37.6, 48.1), "UA-09": (39.1, 48.7), "UA-65": (33.2, 46.7),
              "UA-23": (35.7, 47.2)}  # fmt: skip
    for key, place in places.items():
        inside = [o.region for o in found.overlaps(scene(*place, half_km=2.0)) if o.relation == "inside"]
        assert inside == ["UA", key]
    assert found.overlaps(scene(21.0, 52.2, half_km=50.0)) == ()
    assert all(found.region(key).stated for key in found.ids)


def test_only_what_is_asked_about_is_told_and_how_far_only_where_that_is_asked() -> None:
    shapes = {"a": BOX, "b": shapely.box(34, 46, 38, 50), "c": shapely.box(30, 47.9, 33.0, 48.1)}
    found = index(*(region(shape, id=key, kind="park" if key == "b" else "base") for key, shape in shapes.items()))
    every = {o.region: o for o in found.overlaps(scene(33.0, 48.0), within_km=100.0)}
    assert every["a"].relation == "inside"
    assert every["b"].relation == "outside"
    but_bases, all_of_them = Asked(frozenset(), (frozenset({"base"}),)), Asked(frozenset(every))
    for asked, apart, names in [
        (Asked(frozenset({"a"})), None, ["a"]),
        (but_bases, None, ["b"]),
        (but_bases, Asked(frozenset()), []),
        (all_of_them, Asked(frozenset()), sorted(every.keys() - {"b"})),
        (all_of_them, but_bases, sorted(every)),
        (Asked(frozenset()), None, []),
    ]:
        told = found.overlaps(scene(33.0, 48.0), within_km=100.0, asked=asked, apart=apart)
        assert sorted(told, key=lambda o: o.region) == [every[name] for name in names]
