from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import shapely
from pyproj import Geod

from sarcheck import geo
from sarcheck.errors import GeometryError
from sarcheck.geo import ellipsoid
from sarcheck.model import Footprint

GEOD = Geod(ellps="WGS84")
QUAD = [(28.3, 47.9), (31.6, 48.4), (32.1, 46.6), (28.9, 46.2)]
BOX = shapely.box(30, 46, 36, 50)


def geodesic_km2(ring: list[tuple[float, float]]) -> float:
    area, _ = GEOD.polygon_area_perimeter(*zip(*ring, strict=True))
    return abs(area) / 1e6


# --- building ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_corners_may_come_in_any_order(order: tuple[int, ...]) -> None:
    footprint = geo.footprint([QUAD[i] for i in order])
    assert footprint.area_km2 == pytest.approx(geodesic_km2(QUAD), rel=1e-6)
    assert set(footprint.flags) <= {"reordered"}
    assert ("reordered" in footprint.flags) == (abs(order[0] - order[2]) != 2)


def test_corners_round_a_pole_may_come_in_any_order() -> None:
    ring = [(-86.5, 88.2), (142.3, 87.9), (65.3, 86.6), (-0.2, 86.8)]
    areas = {round(geo.footprint(list(corners)).area_km2, 3) for corners in itertools.permutations(ring)}
    assert areas == {round(geodesic_km2(ring), 3)} or max(areas) - min(areas) < 0.01


def test_repeated_and_closing_points_and_heights_are_dropped() -> None:
    given = [(*point, 120.0) for point in [QUAD[0], QUAD[0], *QUAD[1:], QUAD[0]]]
    assert geo.footprint(given, kind="ring").rings == (tuple(QUAD),)


def test_a_long_ring_that_crosses_itself_keeps_its_lobes() -> None:
    footprint = geo.footprint([(31, 49), (33, 49), (31, 51), (31, 52), (33, 52), (33, 51)], kind="ring")
    assert footprint.flags == ("made_valid",)
    assert len(footprint.rings) == 2
    lobes = [[(31, 49), (33, 49), (32, 50.01)], [(32, 50.01), (31, 51), (31, 52), (33, 52), (33, 51)]]
    assert footprint.area_km2 == pytest.approx(sum(geodesic_km2(lobe) for lobe in lobes), rel=1e-3)


def test_a_grid_gives_its_outer_ring() -> None:
    grid = [(x, y) for y in (3.0, 2.0, 1.0) for x in (10.0, 11.0, 12.0, 13.0)]
    ring = geo.footprint(grid, kind="grid", columns=4).rings[0]
    assert len(ring) == 10
    assert (11.0, 2.0) not in ring


@pytest.mark.parametrize("columns", [None, 1, 5, 12])
def test_what_is_no_grid_is_refused(columns: int | None) -> None:
    with pytest.raises(GeometryError, match="grid"):
        geo.footprint([(x, y) for y in (1.0, 2.0, 3.0) for x in (1.0, 2.0, 3.0, 4.0)], kind="grid", columns=columns)


@pytest.mark.parametrize(
    "points",
    [
        [],
        [(1.0, 2.0)],
        [(30, 47), (31, 48), (30, 47), (31, 48)],
        [(30, 47), (30, 47.5), (30, 48), (30, 48.5)],
        [(10, 0), (11, 0), (12, 0), (13, 0)],
        [(30, 47), (31, None), (31, 48), (30, 48)],
        [(30, 47), None, (31, 48), (30, 48)],
        [(30, 47), (31,), (31, 48), (30, 48)],
        [(30, 47), (31, math.nan), (31, 48), (30, 48)],
        [(30, 47), (math.inf, 47), (31, 48), (30, 48)],
        [(30, 47), ("31", "47"), (31, 48), (30, 48)],
        [(True, False), (31, 47), (31, 48), (30, 48)],
        [(10**400, 47), (31, 47), (31, 48), (30, 48)],
        [(10**30, 47), (31, 47), (31, 48), (30, 48)],
        [(130, 95), (131, 95), (131, 96), (130, 96)],
        [(400, 5), (401, 5), (401, 6), (400, 6)],
        [(0, 0)] * 4,
        [(0, 0), (31, 47), (31, 48), (30, 48)],
        [(0, 1), (120, 1), (-120, 1), (60, -40)],
        [(-100, -10), (100, -10), (100, 10), (-100, 10)],
    ],
)
def test_what_bounds_no_area_is_refused(points: list[object]) -> None:
    with pytest.raises(GeometryError):
        geo.footprint(points, kind="ring")  # type: ignore[arg-type]


def test_a_corner_at_the_origin_is_no_placeholder_where_the_scene_lies_there() -> None:
    assert geo.footprint([(0, 0), (1, 0), (1, 1), (0, 1)]).area_km2 == pytest.approx(12308.778, rel=1e-6)


def test_impossible_latitudes_are_exchanged_and_flagged() -> None:
    footprint = geo.footprint([(51.9, 119.4), (52.1, 121.1), (51.3, 121.4), (51.0, 119.7)])
    assert footprint.flags == ("swapped",)
    assert footprint.rings[0][0] == (119.4, 51.9)


def test_a_centre_that_fits_only_the_exchanged_axes_is_a_suspicion() -> None:
    mirrored = [(y, x) for x, y in QUAD]
    assert geo.footprint(mirrored, centre=(30.2, 47.3)).flags == ("swap_suspect",)
    assert geo.footprint(mirrored, centre=(47.3, 30.2)).flags == ()
    assert geo.footprint(QUAD, centre=(30.2, 47.3)).flags == ()


def test_axes_that_cannot_be_exchanged_give_no_other_footprint() -> None:
    assert geo.swapped(geo.footprint([(119, 51), (121, 51), (121, 52), (119, 52)])) is None


# --- GeoJSON ----------------------------------------------------------------------------------------


def test_geojson_kinds() -> None:
    ring = [*QUAD, QUAD[0]]
    polygon = geo.from_geojson({"type": "Polygon", "coordinates": [ring]})
    corners = geo.from_geojson({"type": "MultiPoint", "coordinates": [QUAD[i] for i in (0, 2, 1, 3)]})
    double = geo.from_geojson({"type": "MultiPolygon", "coordinates": [[ring], [[(x + 10, y) for x, y in ring]]]})
    assert polygon.area_km2 == pytest.approx(corners.area_km2, rel=1e-12)
    assert corners.flags == ("reordered",)
    assert double.area_km2 == pytest.approx(2 * polygon.area_km2, rel=1e-9)
    assert len(double.rings) == 2


def test_parts_that_overlap_count_once_even_across_the_antimeridian() -> None:
    a = [(178, 10), (-178, 10), (-178, 12), (178, 12), (178, 10)]
    b = [(-182.5, 10), (-178, 10), (-178, 12), (-182.5, 12), (-182.5, 10)]
    both = geo.from_geojson({"type": "MultiPolygon", "coordinates": [[a], [b]]})
    assert both.area_km2 == pytest.approx(geo.footprint(b, kind="ring").area_km2, rel=1e-3)


def test_holes_are_filled() -> None:
    hole = [(30, 47), (30.1, 47), (30.1, 47.1), (30, 47)]
    filled = geo.from_geojson({"type": "Polygon", "coordinates": [[*QUAD, QUAD[0]], hole]})
    assert filled.flags == ("outer_ring",)
    assert filled.area_km2 == pytest.approx(geo.footprint(QUAD).area_km2)


@pytest.mark.parametrize(
    "geometry",
    [
        {},
        [],  # type: ignore[list-item]
        {"type": "GeometryCollection", "geometries": []},
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": "x"},
        {"type": "Polygon", "coordinates": [7]},
        {"type": "Polygon", "coordinates": [{"0": [1, 2]}]},
        {"type": "Polygon", "coordinates": [[[1, 2], [[3], 4], [5, 6]]]},
        {"type": "MultiPolygon", "coordinates": [[]]},
        {"type": "MultiPolygon", "coordinates": [5]},
        {"type": "MultiPoint", "coordinates": {"a": 1}},
        {"type": "MultiPoint", "coordinates": [1, 2, 3]},
        {"type": "Polygon", "coordinates": [[[i / 1e5, 1 + i % 2] for i in range(100_001)]]},
    ],
)
def test_hostile_geojson_is_refused(geometry: dict[str, object]) -> None:
    with pytest.raises(GeometryError):
        geo.from_geojson(geometry)


# --- edges and areas --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ring",
    [
        QUAD,
        [(28, 79), (37, 79), (37, 77), (28, 77)],
        [(177, 67.5), (-177, 68.0), (-176.2, 66.2), (178.4, 65.8)],
        [(0, 85), (90, 85), (180, 85), (-90, 85)],
        [(0, -70), (90, -70), (180, -70), (-90, -70)],
        [(-30, -20), (30, -25), (40, 30), (-35, 25)],
        [(9.99, 49.99), (10.01, 49.99), (10.01, 50.01), (9.99, 50.01)],
    ],
)
def test_areas_are_ellipsoidal(ring: list[tuple[float, float]]) -> None:
    assert geo.footprint(ring, kind="ring").area_km2 == pytest.approx(geodesic_km2(ring), rel=1e-4)


def test_edges_are_geodesics() -> None:
    ends = np.array([[10.0, 50.0], [16.0, 51.0], [13.0, 40.0]])
    (dense,) = ellipsoid.densified([ends], 2500.0)
    along = dense[: len(dense) // 2]
    azimuth, _, length = GEOD.inv(10.0, 50.0, 16.0, 51.0)
    for lon, lat in along[1:40]:
        to_point, _, distance = GEOD.inv(10.0, 50.0, lon, lat)
        assert abs(math.radians(to_point - azimuth) * distance) < 0.01
    assert {tuple(point) for point in ends} <= {tuple(point) for point in dense}
    assert length > 400_000


def test_the_cylinder_can_be_undone() -> None:
    points = np.array([[10.0, 90.0], [20.0, -90.0], [-170.0, 0.0], [5.0, 89.9], [5.0, 45.0]])
    assert ellipsoid.uncylinder(ellipsoid.cylinder(points)) == pytest.approx(points, abs=1e-9)


# --- relations --------------------------------------------------------------------------------------


@pytest.mark.parametrize("shift", [-360, 0, 360])
def test_regions_may_be_written_past_the_antimeridian(shift: int) -> None:
    footprint = geo.footprint([(177, 67.5), (-177, 68.0), (-176.2, 66.2), (178.4, 65.8)])
    split = shapely.union_all([shapely.box(170, 64, 180, 69), shapely.box(-180, 64, -172, 67)])
    whole = shapely.union_all([shapely.box(170, 64, 180, 69), shapely.box(180, 64, 188, 67)])
    unsplit = shapely.transform(whole, lambda points: points + np.array([shift, 0.0]))
    expected = geo.relate(footprint, split)
    assert expected.overlap_share == pytest.approx(0.72, abs=0.02)
    assert geo.relate(footprint, unsplit).overlap_km2 == pytest.approx(expected.overlap_km2, rel=1e-9)


def test_a_common_edge_along_a_meridian_touches() -> None:
    met = geo.relate(geo.footprint([(29, 47), (30, 47), (30, 48), (29, 48)]), BOX)
    assert met.intersects
    assert met.overlap_km2 == pytest.approx(0.0, abs=1e-6)
    assert met.distance_km == 0.0


def test_a_bulging_edge_hits_what_a_straight_one_misses() -> None:
    scene = geo.footprint([(95.0, 68.0), (105.0, 68.0), (105.0, 67.0), (95.0, 67.0)])
    sliver = shapely.box(99.5, 68.01, 100.5, 68.05)
    assert not shapely.box(95, 67, 105, 68).intersects(sliver)
    assert geo.relate(scene, sliver).intersects


@pytest.mark.parametrize("longitude", [0.0, 90.0, 180.0])
def test_a_corner_at_the_pole_has_any_longitude(longitude: float) -> None:
    scene = geo.footprint([(longitude, 90), (10, 88), (0, 86), (-10, 88)])
    assert scene.area_km2 == pytest.approx(geodesic_km2([(0, 90), (10, 88), (0, 86), (-10, 88)]), rel=1e-5)
    assert geo.relate(scene, shapely.box(0, 80, 90, 90)).overlap_share == pytest.approx(0.5, rel=1e-4)
    assert geo.relate(scene, shapely.box(80, 80, 100, 89)).distance_km > 50


def test_parts_of_a_region_that_overlap_count_once() -> None:
    both = shapely.MultiPolygon([shapely.box(30, 46, 34, 50), shapely.box(31, 46, 36, 50)])
    scene = geo.footprint([(32, 47), (33, 47), (33, 48), (32, 48)])
    assert geo.relate(scene, both).overlap_share == pytest.approx(1.0)


def test_the_cap_at_a_pole_holds_a_scene_over_it() -> None:
    scene = geo.footprint([(0, 89.5), (90, 89.5), (180, 89.5), (-90, 89.5)])
    assert geo.relate(scene, shapely.box(-180, 88, 180, 90)).overlap_share == pytest.approx(1.0, rel=1e-6)
    assert geo.relate(scene, shapely.box(0, 60, 90, 90)).overlap_share == pytest.approx(0.25, rel=1e-4)


@pytest.mark.parametrize(
    ("corners", "expected"),
    [
        ([(0, 1), (1, 1), (1, 2), (0, 2)], (1.0, 1.0, 30.0, 46.0)),
        ([(-150, -45), (-149, -45), (-149, -44), (-150, -44)], None),
    ],
)
def test_far_distances_are_geodesic(corners: list[tuple[float, float]], expected: tuple[float, ...] | None) -> None:
    footprint = geo.footprint(corners)
    ring = np.array(BOX.segmentize(0.01).exterior.coords)
    (edge,) = ellipsoid.densified([np.array(corners, dtype=float)], 2000.0)
    brute = geo.point_distance_km(edge[:, None], ring[None]).min()
    found = geo.relate(footprint, BOX).distance_km
    assert found <= brute + 1e-6
    assert found == pytest.approx(brute, abs=0.02)


def test_the_usual_screen_needs_no_pyproj() -> None:
    import subprocess
    import sys

    code = (
        "import sys, shapely; from sarcheck import geo; f = geo.footprint([(9, 50), (10, 50), (10, 51), (9, 51)]);"
        "assert 900 > geo.relate(f, shapely.box(20, 50, 21, 51)).distance_km > 0;"
        "assert 'pyproj' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_point_distance() -> None:
    assert float(geo.point_distance_km((0, 0), (1, 0))) == pytest.approx(111.3195, abs=1e-4)


def test_a_footprint_is_a_value() -> None:
    assert isinstance(geo.footprint(QUAD), Footprint)
    assert hash(geo.footprint(QUAD)) == hash(geo.footprint(QUAD))


@pytest.mark.parametrize(("rows", "columns"), [(3, 3), (4, 3), (5, 6), (10, 21)])
@pytest.mark.parametrize("west", [10.0, 178.0])
def test_a_grid_that_does_not_say_its_columns_is_known_by_its_steps(rows: int, columns: int, west: float) -> None:
    points = [
        ((west + 0.4 * j + 0.1 * i + 180) % 360 - 180, 45 - 0.3 * i + 0.05 * j)
        for i in range(rows)
        for j in range(columns)
    ]
    listed, stated = geo.footprint(points), geo.footprint(points, kind="grid", columns=columns)
    assert listed.rings == stated.rings
    assert "outer_ring" in listed.flags


def test_an_outline_of_many_corners_is_no_grid() -> None:
    ring = [(10 + math.cos(a), 45 + math.sin(a)) for a in np.linspace(0, 2 * math.pi, 12, endpoint=False)]
    assert geo.footprint(ring).flags == ()
