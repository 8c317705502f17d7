"""Footprints of four corners lie between their two quadrilaterals, and are laid out together as one by one."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod

from sarcheck import geo
from sarcheck.geo.batch import batch
from sarcheck.geo.ellipsoid import ROUND, Array
from sarcheck.geo.planes import lay_out, moved
from sarcheck.geo.quad import quad
from sarcheck.geo.quads import polygons, quads

GEOD = Geod(ellps="WGS84")
QUAD = [(28.3, 47.9), (31.6, 48.4), (32.1, 46.6), (28.9, 46.2)]


def scenes(count: int, seed: int, south: float = -90.0, north: float = 90.0) -> Array:
    """Return corners of random rectangles of 5 to 400 km, every third in an order that crosses itself."""
    random = np.random.default_rng(seed)
    lon = random.uniform(-180, 180, count)
    lat = np.degrees(np.arcsin(random.uniform(math.sin(math.radians(south)), math.sin(math.radians(north)), count)))
    length = np.exp(random.uniform(np.log(5e3), np.log(4e5), count))
    width, turn = length * random.uniform(0.4, 1.0, count), random.uniform(0, 360, count)
    corners = np.empty((count, 4, 2))
    for i, (across, along) in enumerate(((-1, -1), (1, -1), (1, 1), (-1, 1))):
        azimuth = np.degrees(np.arctan2(across * width, along * length)) + turn
        corners[:, i] = np.stack(GEOD.fwd(lon, lat, azimuth, np.hypot(width, length) / 2)[:2], axis=-1)
    corners[::3] = corners[::3][:, [0, 2, 1, 3]]
    return corners


BANDS = [(-90.0, 90.0), (76.0, 90.0), (-90.0, -76.0), (60.0, 82.0)]


@pytest.mark.parametrize(("south", "north"), BANDS)
def test_the_true_outline_lies_between_the_two_quadrilaterals(south: float, north: float) -> None:
    points = scenes(250, 1, south, north)
    found = quads(points)
    outer, inner = polygons(found.moved(1)), polygons(found.moved(-1))
    compared = 0
    for row in np.nonzero(found.plain)[0]:
        (piece,) = lay_out(geo.footprint(points[row].tolist()).rings)
        if piece.pole == found.pole[row]:
            apart = piece.shape.centroid.x - outer[row].centroid.x if not piece.pole else 0.0
            shape = moved(piece.shape, -round(apart / ROUND))
            assert outer[row].contains_properly(shape)
            assert shape.contains_properly(inner[row]) or inner[row].is_empty
            compared += 1
    assert compared > 150


@pytest.mark.parametrize(("south", "north"), BANDS)
def test_outlines_and_areas_are_those_of_the_footprint(south: float, north: float) -> None:
    points = scenes(150, 2, south, north)
    for laid in batch(points).laid:
        outlines = laid.outlines(np.arange(len(laid.rows)), 0.1)
        for row, shape, area in zip(laid.rows, outlines, laid.areas, strict=True):
            expected = geo.footprint(points[row].tolist()).area_km2
            assert area / 1e6 == pytest.approx(expected, rel=2e-6)
            assert shape.area / 1e6 == pytest.approx(expected, rel=2e-5)
            assert shape.is_valid


def test_one_is_laid_out_as_many_are() -> None:
    points = scenes(400, 3, -79, 79)
    found = quads(points)
    outer, inner = polygons(found.moved(1)), polygons(found.moved(-1))
    for row, corners in enumerate(points.tolist()):
        one = quad(corners)
        assert (one is None) == (found.pole[row] != 0 or not found.plain[row])
        if one:
            assert shapely.Polygon(one.moved(1)).equals_exact(outer[row], 1e-3, normalize=True)
            assert shapely.Polygon(one.moved(-1)).equals_exact(inner[row], 1e-3, normalize=True)
            assert one.bounds() == pytest.approx(found.bounds()[row], abs=1e-3)


AWKWARD: list[Any] = [
    [(130, 95), (131, 95), (131, 96), (130, 96)],
    [(0, 0), (31, 47), (31, 48), (30, 48)],
    [(30, 47), (30, 47.5), (30, 48), (30, 48.5)],
    [(30, 47), (31, 47), (30.2, 47.1), (30, 48)],
    [(30, 47), (30, 47), (31, 48), (30, 48)],
    [(30, 47), (31, math.nan), (31, 48), (30, 48)],
    [(0, 1), (120, 1), (-120, 1), (60, -40)],
    [(30, 47), (50, 47), (50, 48), (30, 48)],
    [(30, 47), (31, 47), (31, 47.000001), (30, 47.000001)],
]


@pytest.mark.parametrize("corners", AWKWARD)
def test_what_is_not_plain_is_left_to_others(corners: list[Any]) -> None:
    assert quad(corners) is None
    assert not quads(np.array([corners], float)).plain[0]


@pytest.mark.parametrize("corners", [[], None, "abcd", [1, 2, 3, 4], [(1, 2)] * 3, [("1", "2")] * 4, [(True, 1)] * 4])
def test_what_is_no_four_points_is_not_plain(corners: Any) -> None:
    assert quad(corners) is None


def test_a_batch_keeps_the_order_and_tells_what_is_undetermined() -> None:
    hexagon = [(10 + math.cos(a), 45 + math.sin(a)) for a in np.linspace(0, 5, 6)]
    given: list[Any] = [QUAD, hexagon, AWKWARD[2], geo.footprint(QUAD), [*QUAD, QUAD[0]], AWKWARD[5], "x"]
    found = batch(given)
    assert [laid.rows.tolist() for laid in found.laid] == [[0, 3, 4]]
    assert list(found.others) == [1]
    assert set(found.problems) == {2, 5, 6}
    assert "one line" in found.problems[2]


def test_nothing_makes_an_empty_batch() -> None:
    assert batch([]).laid == ()
    assert batch(np.empty((0, 4, 2))).size == 0
