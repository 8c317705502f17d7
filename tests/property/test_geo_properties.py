"""What must hold for every footprint, whatever its corners."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Geod

from sarcheck import geo
from sarcheck.errors import GeometryError
from sarcheck.geo import footprints, plain, planes
from sarcheck.geo.distance import separation_km
from sarcheck.geo.ellipsoid import densified
from sarcheck.geo.planes import outline
from sarcheck.model import Footprint

GEOD = Geod(ellps="WGS84")

Ring = list[tuple[float, float]]


@st.composite
def scenes(draw: st.DrawFn, latitudes: tuple[float, float] = (-90.0, 90.0)) -> Ring:
    """Draw a scene of 4 to 8 corners, 10 to 400 km across, anywhere: over a pole and the antimeridian too."""
    lon, lat = draw(st.floats(-180, 180)), draw(st.floats(*latitudes))
    reach = draw(st.floats(5_000, 200_000))
    count = draw(st.integers(4, 8))
    shares = [draw(st.floats(0.5, 1.0)) for _ in range(count)]
    turn = draw(st.floats(0, 360 / count))
    corners = [GEOD.fwd(lon, lat, turn + i * 360 / count, reach * share)[:2] for i, share in enumerate(shares)]
    return [(float(x), float(y)) for x, y in corners]


@st.composite
def boxes(draw: st.DrawFn) -> shapely.Polygon:
    west, south = draw(st.floats(-180, 170)), draw(st.floats(-85, 75))
    return shapely.box(west, south, west + draw(st.floats(0.1, 9.0)), south + draw(st.floats(0.1, 9.0)))


def built(ring: Ring) -> Footprint:
    return geo.footprint(ring, kind="ring")


def beside(box: shapely.Polygon, share: float, azimuth: float, reach_m: float) -> Ring:
    """Return a scene whose middle lies near a corner of a box."""
    lon, lat, _ = GEOD.fwd(box.bounds[0], box.bounds[1], azimuth, reach_m * share * 2)
    return [GEOD.fwd(lon, lat, i * 90 + 20, reach_m)[:2] for i in range(4)]


@given(scenes(), st.integers(0, 7), st.booleans(), st.sampled_from([-360, 0, 360]))
def test_start_direction_and_whole_turns_change_nothing(ring: Ring, start: int, back: bool, turn: int) -> None:
    again = [*ring[start:], *ring[:start]][:: -1 if back else 1]
    moved = [(x + turn, y) for x, y in again]
    assume(all(abs(x) <= 360 for x, _ in moved))
    assert built(moved).area_km2 == pytest.approx(built(ring).area_km2, rel=1e-6)


@given(scenes())
def test_areas_agree_with_geographiclib(ring: Ring) -> None:
    area, _ = GEOD.polygon_area_perimeter(*zip(*ring, strict=True))
    assert built(ring).area_km2 == pytest.approx(abs(area) / 1e6, rel=2e-5)


@given(scenes())
def test_every_point_of_the_outline_lies_on_a_geodesic(ring: Ring) -> None:
    dense = outline(built(ring))[:, 0]
    edge = [point for point in dense if GEOD.inv(*ring[0], *point)[2] < GEOD.inv(*ring[0], *ring[1])[2]]
    whole = GEOD.inv(*ring[0], *ring[1])[2]
    detours = [GEOD.inv(*ring[0], *p)[2] + GEOD.inv(*p, *ring[1])[2] - whole for p in edge]
    assert min(detours, default=0.0) < 0.001


@given(boxes(), st.floats(0, 2), st.floats(0, 360), st.floats(2_000, 150_000))
def test_distance_is_zero_exactly_where_they_meet(
    box: shapely.Polygon, share: float, azimuth: float, reach_m: float
) -> None:
    met = geo.relate(built(beside(box, share, azimuth, reach_m)), box)
    assert (met.distance_km == 0) == met.intersects
    assert met.intersects or met.overlap_km2 == 0


@given(boxes(), st.floats(0.5, 3), st.floats(0, 360), st.floats(2_000, 150_000))
def test_distance_is_the_least_over_all_pairs_of_points(
    box: shapely.Polygon, share: float, azimuth: float, reach_m: float
) -> None:
    footprint = built(beside(box, share, azimuth, reach_m))
    met = geo.relate(footprint, box)
    assume(not met.intersects)
    edge = outline(footprint)[:, 0]
    rim = np.array(box.segmentize(0.02).exterior.coords)
    brute = geo.point_distance_km(edge[:, None], rim[None]).min()
    assert met.distance_km <= brute + 1e-5  # the nearest points are sought to a centimetre
    assert met.distance_km >= brute - 3.0


@given(scenes(), st.floats(-8, 8), st.floats(-8, 8))
def test_the_halves_of_a_region_add_up(ring: Ring, east: float, north: float) -> None:
    footprint = built(ring)
    lon, lat = ring[0][0] + east, max(-89.0, min(89.0, ring[0][1] + north))
    west, south, edge, top = lon - 10, max(-90.0, lat - 10), lon + 10, min(90.0, lat + 10)
    whole = geo.relate(footprint, shapely.box(west, south, edge, top))
    halves = [geo.relate(footprint, shapely.box(*b)) for b in ((west, south, lon, top), (lon, south, edge, top))]
    assert sum(half.overlap_km2 for half in halves) == pytest.approx(whole.overlap_km2, rel=1e-6, abs=1e-6)
    assert any(half.intersects for half in halves) == whole.intersects


@given(scenes(latitudes=(-70, 70)))
def test_the_halves_of_a_footprint_add_up(ring: Ring) -> None:
    corners = ring[:4]
    whole, halves = built(corners), [[*corners[:3]], [corners[2], corners[3], corners[0]]]
    assume(not whole.flags)
    area, _ = GEOD.polygon_area_perimeter(*zip(*corners, strict=True))
    parts = [GEOD.polygon_area_perimeter(*zip(*half, strict=True))[0] for half in halves]
    assume(math.copysign(1, parts[0]) == math.copysign(1, parts[1]) == math.copysign(1, area))
    assert sum(built(half).area_km2 for half in halves) == pytest.approx(whole.area_km2, rel=1e-4)


def same(one: geo.Meeting, other: geo.Meeting) -> None:
    assert one.intersects == other.intersects
    assert one.overlap_km2 == pytest.approx(other.overlap_km2, rel=1e-4, abs=1e-6)
    assert one.distance_km == pytest.approx(other.distance_km, abs=1e-5)


@given(boxes(), st.floats(0, 2), st.floats(0, 360), st.floats(2_000, 150_000), st.integers(0, 3), st.booleans())
def test_how_a_ring_is_written_changes_no_relation(
    box: shapely.Polygon, share: float, azimuth: float, reach_m: float, start: int, back: bool
) -> None:
    ring = beside(box, share, azimuth, reach_m)
    again = [*ring[start:], *ring[:start]][:: -1 if back else 1]
    past = [(x + math.copysign(360, -x), y) for x, y in again]
    expected = geo.relate(built(ring), box)
    same(geo.relate(built(again), box), expected)
    same(geo.relate(built(past), box), expected)
    turned = shapely.transform(box, lambda points: points + np.array([-360.0 if box.bounds[0] > 0 else 360.0, 0.0]))
    same(geo.relate(built(ring), turned), expected)


@given(boxes(), st.floats(0, 2), st.floats(0, 360), st.floats(2_000, 150_000), st.integers(-20, 20))
def test_turning_the_earth_changes_nothing(
    box: shapely.Polygon, share: float, azimuth: float, reach_m: float, tens: int
) -> None:
    ring = beside(box, share, azimuth, reach_m)
    turned = [((x + 10 * tens + 180) % 360 - 180, y) for x, y in ring]
    again = shapely.transform(box, lambda points: points + np.array([10.0 * tens, 0.0]))
    same(geo.relate(built(turned), again), geo.relate(built(ring), box))


@given(scenes(), scenes())
def test_distance_is_symmetric(one: Ring, other: Ring) -> None:
    a, b = outline(built(one)), outline(built(other))
    assert separation_km(a, b) == pytest.approx(separation_km(b, a), abs=1e-3)


@given(boxes(), st.floats(0, 1), st.floats(0, 360), st.floats(5_000, 150_000))
def test_cut_in_two_a_footprint_shares_as_much_as_whole(
    box: shapely.Polygon, share: float, azimuth: float, reach_m: float
) -> None:
    a, b, c, d = beside(box, share, azimuth, reach_m)
    whole = geo.relate(built([a, b, c, d]), box)
    halves = [geo.relate(built(half), box) for half in ([a, b, c], [c, d, a])]
    assert any(half.intersects for half in halves) == whole.intersects
    shared = sum(half.overlap_km2 for half in halves)
    assert shared == pytest.approx(whole.overlap_km2, rel=1e-4, abs=1e-3)


@given(scenes(), st.floats(-8, 8), st.floats(0.5, 9), st.floats(0.5, 9))
def test_a_region_that_is_cut_and_joined_again_is_the_same(ring: Ring, east: float, wide: float, high: float) -> None:
    footprint, lon, lat = built(ring), ring[0][0] + east, max(-80.0, min(80.0, ring[0][1]))
    whole = shapely.box(lon - wide, lat - high, lon + wide, lat + high)
    west, rest = shapely.box(lon - 10, lat - 10, lon, lat + 10), shapely.box(lon, lat - 10, lon + 10, lat + 10)
    cut = shapely.MultiPolygon([shapely.intersection(whole, west), shapely.intersection(whole, rest)])
    same(geo.relate(footprint, cut), geo.relate(footprint, whole))


@given(st.lists(scenes(), min_size=1, max_size=12, unique_by=tuple))
def test_outlines_drawn_together_are_those_drawn_alone(rings: list[Ring]) -> None:
    """To the bit: a verdict must not depend on which orders were read beside it."""
    alone = [densified([np.asarray(ring)], planes.STEP_M, planes.STEPS_ROUND)[0] for ring in rings]
    together = densified([np.asarray(ring) for ring in rings], planes.STEP_M, planes.STEPS_ROUND)
    assert [one.tobytes() for one in together] == [one.tobytes() for one in alone]


Made = tuple[object, list[tuple[int, bytes, object]]]


def forgotten() -> None:
    """Let go of all footprints that were made."""
    for kept in (footprints._FORESEEN, footprints._repaired, planes._DRAWN, planes._LAID, planes._laid_out):
        kept.clear() if isinstance(kept, dict) else kept.cache_clear()


def made(ring: Ring) -> Made:
    """Return a footprint and its pieces, to the bit, or why it is none."""
    try:
        footprint = geo.footprint(ring, kind="ring")
    except GeometryError as error:
        return str(error), []
    return footprint, [(one.pole, one.shape.wkb, one.bounds) for one in planes.lay_out(footprint.rings)]


@st.composite
def outlines(draw: st.DrawFn) -> Ring:
    """Rings of three to ten corners anywhere, some at the ends of the world, thin, tiny, bent in or crossing."""
    lon, lat = draw(st.sampled_from((-179.9, 0.0, 30.0, 178.5))), draw(st.sampled_from((-89.5, -60.0, 0.0, 45.0, 79.3)))
    count, reach = draw(st.integers(3, 10)), draw(st.sampled_from((1e-5, 1e-3, 0.1, 1.0, 3.0)))
    flat = draw(st.sampled_from((1.0, 0.3, 1e-4, 1e-7)))
    turns = sorted(draw(st.lists(st.floats(0, 6.28), min_size=count, max_size=count, unique=True)))
    bent = draw(st.sampled_from((1.0, 1.0, 0.4)))
    arms = [reach * (bent if i == 1 else 1.0) for i in range(count)]
    ring = [(lon + a * math.cos(t), lat + a * flat * math.sin(t)) for a, t in zip(arms, turns, strict=True)]
    return [*ring[:1], *ring[2:], ring[1]] if draw(st.integers(0, 3)) == 0 else ring


@given(st.lists(st.one_of(scenes(), outlines()), min_size=1, max_size=12, unique_by=tuple))
def test_footprints_foreseen_together_are_those_made_alone(rings: list[Ring]) -> None:
    """To the bit, also in the planes, and what is refused alone is refused with the same words."""
    expected = []
    for ring in rings:
        forgotten()
        expected.append(made(ring))
    forgotten()
    found = geo.foresee(rings)
    assert all(one in [footprint for footprint, _ in expected] for one in found)
    assert [made(ring) for ring in rings] == expected


def test_a_plain_footprint_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most footprints are plain ones: a product's, and the same ring again as the order's own area."""
    forgotten()
    ring = [[10.0, 50.0], [11.0, 50.1], [11.1, 51], [9.9, 50.9], [10, 50]]
    (found,) = geo.foresee([ring, [(x, y) for x, y in ring]])
    monkeypatch.setattr(footprints, "_repaired", lambda *_: pytest.fail("made again"))
    monkeypatch.setattr(planes, "laid_anew", lambda *_: pytest.fail("laid out again"))
    assert geo.footprint(ring) is geo.footprint(ring, kind="ring") is found
    assert geo.from_geojson({"type": "Polygon", "coordinates": [ring]}) is found
    assert planes.lay_out(found.rings)[0].shape.area / 1e6 == found.area_km2


@pytest.mark.parametrize(
    "more",
    [{"centre": (50.0, 10.5)}, {"geometry": [[[10.2, 50.2], [10.3, 50.2], [10.3, 50.3]]]}],
    ids=["centre", "hole"],
)
def test_what_is_said_besides_the_ring_is_heard_though_it_is_foreseen(more: dict[str, Any]) -> None:
    forgotten()
    ring = [[10.0, 50.0], [11.0, 50.1], [11.1, 51.0], [9.9, 50.9]]
    (found,) = geo.foresee([ring])
    polygon = {"type": "Polygon", "coordinates": [ring, *more.pop("geometry", [])]}
    assert geo.from_geojson(polygon, **more).flags != found.flags == ()


@pytest.mark.parametrize(
    "ring",
    [
        [(5, 5), (6, 6), (6, 5), (5, 6)],
        [(5 + math.cos(1.2566 * turn), 5 + math.sin(1.2566 * turn)) for turn in (0, 2, 4, 1, 3)],
        [(5, 5), (6, 5), (5.2, 5.2), (5, 6)],
        [(5, 0), (6, 0), (7, 0), (7, 1), (5, 1)],
        [(10, 1e-4), (11, 1e-4), (10.5, 1.04e-4)],
        [(5, 5), (5 + 1e-5, 5), (5, 5 + 1e-5)],
        [(178, 1), (179, 1), (179, 2), (178, 2)],
        [(-180, 1), (-179, 1), (-179, 2), (-180, 2)],
        [(5, 79.5), (6, 79.5), (6, 80.5), (5, 80.5)],
    ],
    ids=["bow", "star", "dent", "straight", "thin", "tiny", "east", "west", "north"],
)
def test_what_takes_more_thought_is_not_foreseen(ring: Ring) -> None:
    forgotten()
    assert geo.foresee([ring]) == []


def test_nothing_is_foreseen_by_a_hair() -> None:
    """What decides alone whether points are refused or mended, decides a hundred times sooner in many."""
    assert plain.PLAIN_AREA_KM2 >= 100 * footprints.MIN_AREA_KM2
    assert plain.PLAIN_ROUNDNESS >= 100 * footprints.MIN_ROUNDNESS


def test_no_more_is_foreseen_than_is_kept() -> None:
    forgotten()
    rings = [[(x / 8, 5.0), (x / 8 + 0.1, 5.0), (x / 8, 5.1)] for x in range(footprints.KEPT + 9)]
    assert len(geo.foresee(rings)) == len(footprints._FORESEEN) == len(planes._LAID) == footprints.KEPT
    geo.foresee(rings[-5:])
    assert len(footprints._FORESEEN) <= footprints.KEPT >= len(planes._DRAWN)
    assert len(geo.foresee(rings[-5:])) == 5


@pytest.mark.parametrize(
    "stated",
    [[], [(0, 0)], [None, (1, 2), (3, 4)], [("x", 1), (2, 3), (4, 5)], [(0, 0), (0, 100), (1, 0)], [(0, 0)] * 5],
)
def test_what_makes_no_footprint_is_passed_over_when_foreseen(stated: list[object]) -> None:
    geo.foresee([stated])  # type: ignore[list-item]


def test_small_footprints_alone_are_foreseen() -> None:
    """Of one that reaches round the Earth nobody knows yet that it is refused, and it has points without number."""
    forgotten()
    geo.foresee([[(-170, 0), (170, 0), (0, 80)], [(0, 0), *((x / 100, 1) for x in range(500))]])
    assert planes._DRAWN == {}
    geo.foresee([[(5, 5), (6, 5), (6, 6)]])
    assert len(planes._DRAWN) == 1
