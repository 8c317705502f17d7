"""Circles against the geodesics of pyproj: across the 180th meridian, over a pole, small and large."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import Geod

from sarcheck.geo.planes import unroll
from sarcheck.regions import _circles
from sarcheck.regions._circles import circle

GEOD = Geod(ellps="WGS84")
CASES = [
    (10.0, 50.0, 5_000.0),
    (-75.0, -10.0, 100.0),
    (179.95, 66.0, 30_000.0),
    (-180.0, 0.0, 10_000.0),
    (0.0, 90.0, 100_000.0),
    (45.0, -90.0, 50.0),
    (30.0, 89.5, 80_000.0),
    (-60.0, -88.0, 200_000.0),
    (359.5, 20.0, 100_000.0),
    (0.0, 0.0, 2_000_000.0),
]


def around(lon: float, lat: float, metres: float, count: int = 720) -> np.ndarray:
    azimuths = np.linspace(0.0, 360.0, count, endpoint=False) + 0.123
    x, y, _ = GEOD.fwd(np.full(count, lon), np.full(count, lat), azimuths, np.full(count, metres))
    return np.stack([x, y], axis=-1)


@pytest.mark.parametrize(("lon", "lat", "radius"), CASES)
def test_what_is_within_the_radius_is_within_the_polygon_but_for_what_it_is_off(
    lon: float, lat: float, radius: float
) -> None:
    drawn = circle(lon, lat, radius)
    assert drawn.off_m <= 1.2 * _circles.OFF_M
    assert drawn.shape.is_valid
    assert drawn.shape.bounds[0] >= -180
    assert drawn.shape.bounds[2] <= 180
    for points, inside in (
        (around(lon, lat, radius - drawn.off_m - 0.01), True),
        (around(lon, lat, radius + drawn.off_m + 0.01), False),
    ):
        assert (shapely.intersects_xy(drawn.shape, points[:, 0], points[:, 1]) == inside).all()
        plane = unroll(drawn.shape)
        flat = unroll(shapely.box(-180, -90, 180, 90)).bounds
        x = points[:, 0] / 180 * flat[2]
        y = [unroll(shapely.box(0, -90, 1, py)).bounds[3] for py in points[::48, 1]]
        assert (shapely.intersects_xy(plane, x[::48], y) == inside).all()


@pytest.mark.parametrize(("lon", "lat", "radius"), CASES)
def test_the_area_is_that_of_the_geodesic_circle(lon: float, lat: float, radius: float) -> None:
    ring = around(lon, lat, radius, 7200)
    area = abs(GEOD.polygon_area_perimeter(ring[:, 0], ring[:, 1])[0])
    drawn = circle(lon, lat, radius)
    most = 2 * drawn.off_m / radius + 1e-6
    assert unroll(drawn.shape).area == pytest.approx(area, rel=most, abs=0.1)


def test_a_circle_through_the_pole_is_no_farther_off() -> None:
    radius = GEOD.inv(100.0, 88.0, 0.0, 90.0)[2]
    drawn = circle(100.0, 88.0, radius)
    assert drawn.off_m <= 1.2 * _circles.OFF_M
    assert shapely.intersects_xy(drawn.shape, -80.0, 89.9999) == (GEOD.inv(100.0, 88.0, -80.0, 89.9999)[2] < radius)
    assert shapely.intersects_xy(drawn.shape, 100.0, 89.9999)
