"""Circles on the ellipsoid as polygons whose edges are off by no more than is told."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from shapely.geometry.base import BaseGeometry

from sarcheck.geo.ellipsoid import A, Array, F, cylinder, uncylinder, unwrapped
from sarcheck.geo.globe import on_globe

OFF_M = 0.5
"""Edges are halved until they are no farther than this from the circle."""
LEAST_POINTS = 64
ROUNDS = 24
"""How often an edge may be halved: beyond that only one over a pole would be, and it is shorter than OFF_M."""
SPARE = 1.1
"""By how much more an edge may be off than at the points where it is looked at."""
ALONG = np.linspace(0.0, 1.0, 9)[1:-1]
"""Where along an edge it is looked at."""


class Circle(NamedTuple):
    """A circle as drawn: its polygon, and how far the polygon's boundary is from the true one, in metres."""

    shape: BaseGeometry
    off_m: float


def circle(longitude: float, latitude: float, radius_m: float) -> Circle:
    """Return all that is within a geodesic distance of a point, in longitude and latitude within 180 degrees.

    Up to a few thousand kilometres; it may cross the 180th meridian and hold a pole.
    """
    count = max(LEAST_POINTS, math.ceil(SPARE * math.pi * math.sqrt(radius_m / (2 * OFF_M))))
    azimuths = np.linspace(0.0, 360.0, count, endpoint=False)
    for _ in range(ROUNDS):
        points = _at(longitude, latitude, azimuths, radius_m)
        off = _off(points, longitude, latitude, radius_m)
        (coarse,) = np.nonzero(off > OFF_M)
        if not len(coarse):
            break
        ends = np.append(azimuths, azimuths[0] + 360.0)
        azimuths = np.sort(np.concatenate([azimuths, (ends[coarse] + ends[coarse + 1]) / 2]))
    points = _at(longitude, latitude, azimuths, radius_m)
    return Circle(on_globe(points), float(_off(points, longitude, latitude, radius_m).max()) * SPARE)


def _at(longitude: float, latitude: float, azimuths: Array, radius_m: float) -> Array:
    """Return the points of a circle, shape (n, 2), counterclockwise."""
    from pyproj import Geod

    n = len(azimuths)
    x, y, _ = Geod(a=A, f=F).fwd(np.full(n, longitude), np.full(n, latitude), -azimuths, np.full(n, radius_m))
    return np.stack([x, y], axis=-1)


def _off(points: Array, longitude: float, latitude: float, radius_m: float) -> Array:
    """Return how far each edge strays from the circle, in metres: straight in degrees, and straight in the cylinder.

    A region's edge is drawn between the two.
    """
    from pyproj import Geod

    line = unwrapped(np.concatenate([points, points[:1]]))
    along = ALONG[:, None, None]
    in_degrees = line[:-1] + along * (line[1:] - line[:-1])
    flat = cylinder(line)
    in_plane = uncylinder((flat[:-1] + along * (flat[1:] - flat[:-1])).reshape(-1, 2)).reshape(in_degrees.shape)
    x, y = np.concatenate([in_degrees, in_plane]).reshape(-1, 2).T
    metres = Geod(a=A, f=F).inv(np.full(len(x), longitude), np.full(len(x), latitude), x, y)[2]
    return np.asarray(np.abs(metres - radius_m).reshape(2 * len(ALONG), -1).max(axis=0))
