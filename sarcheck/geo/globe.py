"""Rings as polygons in longitude and latitude within 180 degrees, cut at the 180th meridian, closed over a pole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import affinity

from sarcheck.geo.ellipsoid import Array, turns, unwrapped
from sarcheck.geo.planes import dense_ring, mended

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from sarcheck.model import Footprint


def on_globe(ring: Array) -> BaseGeometry:
    """Return what an open ring (n, 2) of short edges encloses; one that goes round the Earth holds the nearer pole."""
    line = unwrapped(ring)
    if round_earth := turns(line):
        pole = np.copysign(90.0, line[:, 1].mean())
        end = line[0, 0] + 360.0 * round_earth
        line = np.concatenate([line, [(end, line[0, 1]), (end, pole), (line[0, 0], pole)]])
    return within_180(mended(shapely.Polygon(line)))


def within_180(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape with longitudes of any turn as one within 180 degrees (RFC 7946 section 3.1.9)."""
    if shape.is_empty:  # mending a ring that encloses nothing leaves nothing
        return shape
    west, _, east, _ = shape.bounds
    first, last = np.floor((west + 180.0) / 360.0), np.ceil((east - 180.0) / 360.0)
    if first == 0 and last == 0:
        return shape
    parts = []
    for rounds in np.arange(first, last + 1):
        part = shapely.clip_by_rect(shape, 360.0 * rounds - 180.0, -90.0, 360.0 * rounds + 180.0, 90.0)
        parts.append(affinity.translate(part, -360.0 * float(rounds)))
    return shapely.union_all([mended(part) for part in parts])


def drawn(footprint: Footprint) -> BaseGeometry:
    """Return a footprint with its geodesic edges as polygons in longitude and latitude, for a map."""
    return shapely.union_all([on_globe(dense_ring(ring)) for ring in footprint.rings])
