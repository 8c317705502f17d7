"""Rings on the globe as polygons within 180 degrees."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from sarcheck import geo
from sarcheck.geo.globe import drawn, on_globe, within_180


def test_a_ring_that_crosses_180_degrees_is_cut_there() -> None:
    shape = on_globe(np.array([(179.0, 10.0), (-179.0, 10.0), (-179.0, 11.0), (179.0, 11.0)]))
    assert shape.equals(shapely.union_all([shapely.box(179, 10, 180, 11), shapely.box(-180, 10, -179, 11)]))


@pytest.mark.parametrize("pole", [90.0, -90.0])
@pytest.mark.parametrize("step", [10.0, -10.0])
def test_a_ring_round_the_earth_holds_the_nearer_pole(pole: float, step: float) -> None:
    longitudes = np.arange(5.0, 5.0 + np.copysign(360.0, step), step)
    shape = on_globe(np.stack([longitudes, np.full(len(longitudes), 0.9 * pole)], axis=-1))
    south, north = sorted((0.9 * pole, pole))
    assert shape.equals(shapely.box(-180.0, south, 180.0, north))


def test_whole_turns_are_taken_off() -> None:
    assert within_180(shapely.box(350, 0, 370, 1)).equals(shapely.box(-10, 0, 10, 1))
    assert within_180(shapely.box(-541, 0, -539, 1)).bounds == (-180.0, 0.0, 180.0, 1.0)
    assert within_180(shapely.box(-180, 0, 180, 1)).equals(shapely.box(-180, 0, 180, 1))


def test_a_footprint_is_drawn_with_its_geodesic_edges() -> None:
    shape = drawn(geo.footprint([(10, 60), (20, 60), (20, 61), (10, 61)]))
    assert shape.bounds[3] > 61.09
    assert shapely.intersects_xy(shape, 15.0, 61.09)
    assert not shapely.intersects_xy(shape, 15.0, 60.05)
