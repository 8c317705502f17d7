"""A plane round a point: every distance and direction from there is true, at the poles and at 180 degrees alike.

The azimuthal equidistant projection on a sphere, for looking at (Snyder, Map Projections: A Working Manual, 1987,
section 25): within 3000 km of its centre it is off by less than a pixel of any map here. No answer is measured in it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from sarcheck.geo.ellipsoid import Array, unwrapped
from sarcheck.geo.planes import mended

RADIUS_KM = 6371.0088
"""The mean radius of the Earth."""
FULL_ROUND = 360.0
FINEST_DEG, COARSEST_DEG = 0.002, 1.0
"""The shortest and the longest piece of an edge in longitude and latitude that is straight in the plane."""
PIECES = 60
"""Into so many pieces an edge as long as the window is broken."""
DOTS = 1200.0
"""What is smaller than a window's width by this factor is not drawn: about half a pixel of a large map."""
MARGIN = 1.05
POLE = 90.0 - 1e-9
ROUNDS = 3
"""So often a centre is moved to the middle of its box."""


class Window(NamedTuple):
    """A rectangle of a plane round a point (degrees), its half sides in kilometres."""

    longitude: float
    latitude: float
    half_width: float
    half_height: float
    dots: float = DOTS

    @property
    def reach(self) -> float:
        """Return the distance from the centre to a corner, and a little more, in kilometres."""
        return float(np.hypot(self.half_width, self.half_height)) * MARGIN

    @property
    def frame(self) -> BaseGeometry:
        """Return the rectangle as a polygon in kilometres."""
        return shapely.box(-self.half_width, -self.half_height, self.half_width, self.half_height)

    @property
    def fine(self) -> float:
        """Return the size in kilometres of what is just not seen."""
        return 2 * self.half_width / self.dots

    def bounds(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north of all that may be seen; all longitudes where a pole is."""
        away = np.degrees(self.reach / RADIUS_KM)
        south, north = self.latitude - away, self.latitude + away
        if south <= -POLE or north >= POLE:
            return self.longitude - 180.0, max(south, -90.0), self.longitude + 180.0, min(north, 90.0)
        wide = np.degrees(np.arcsin(min(1.0, np.sin(np.radians(away)) / np.cos(np.radians(self.latitude)))))
        return self.longitude - wide, south, self.longitude + wide, north


def forward(points: Array, window: Window) -> Array:
    """Return points (n, 2) in degrees as kilometres east and north of the window's centre."""
    lon, lat = np.radians(points[:, 0] - window.longitude), np.radians(points[:, 1])
    sine, cosine = np.sin(np.radians(window.latitude)), np.cos(np.radians(window.latitude))
    across = np.cos(lat) * np.sin(lon)
    up = cosine * np.sin(lat) - sine * np.cos(lat) * np.cos(lon)
    away = np.arctan2(np.hypot(across, up), sine * np.sin(lat) + cosine * np.cos(lat) * np.cos(lon))
    scale = RADIUS_KM * np.divide(away, np.sin(away), out=np.ones_like(away), where=np.sin(away) > 1e-12)
    return np.stack([across * scale, up * scale], axis=-1)


def laid(shape: BaseGeometry, window: Window) -> BaseGeometry:
    """Return what a window shows of a shape in longitude and latitude, in kilometres; without specks."""
    west, south, east, north = window.bounds()
    parts = []
    for turn in (-FULL_ROUND, 0.0, FULL_ROUND):
        moved = affinity.translate(shape, turn) if turn else shape
        if moved.bounds[0] < east and moved.bounds[2] > west:
            parts.append(shapely.clip_by_rect(moved, west, south, east, north))
    step = min(max(np.degrees(2 * window.half_width / RADIUS_KM) / PIECES, FINEST_DEG), COARSEST_DEG)
    coarse = np.degrees(window.fine / RADIUS_KM)
    flat = [_flat(part, window, step, coarse) for part in parts if not part.is_empty]
    whole = shapely.union_all([part for part in flat if not part.is_empty])
    seen = shapely.intersection(_healed(whole, window) if flat else whole, window.frame)
    return _without_specks(seen, window.fine)


def _flat(part: BaseGeometry, window: Window, step: float, coarse: float) -> BaseGeometry:
    """Return a shape in the plane; edges first broken, then thinned to what can be seen."""
    fine = shapely.segmentize(shapely.simplify(mended(part), coarse / 2), step)
    return mended(shapely.transform(fine, lambda points: forward(points, window)))


def _healed(shape: BaseGeometry, window: Window) -> BaseGeometry:
    """Close the seams that cuts at 180 degrees and at a pole leave, and thin the outline."""
    gap = window.fine / 4
    closed = shapely.buffer(shapely.buffer(shape, gap, join_style="mitre"), -gap, join_style="mitre")
    return mended(shapely.simplify(closed, window.fine / 2))


def _without_specks(shape: BaseGeometry, fine: float) -> BaseGeometry:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    seen = [part for part in parts if part.area > (2 * fine) ** 2]
    return shapely.MultiPolygon(seen or parts[:1])


def around(points: Array) -> tuple[float, float]:
    """Return the middle of points (n, 2) in degrees: that of their box, laid round their mean on the sphere."""
    lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    mean = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]).mean(axis=1)
    centre = _degrees(mean)
    for _ in range(ROUNDS):  # near a pole, moving the centre turns the box
        window = Window(*centre, 1.0, 1.0)
        plane = forward(points, window)
        centre = inverse((plane.min(axis=0) + plane.max(axis=0)) / 2, window)
    return centre


def _degrees(vector: Array) -> tuple[float, float]:
    x, y, z = (float(part) for part in vector)
    return float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))


def inverse(point: Array, window: Window) -> tuple[float, float]:
    """Return the longitude and latitude of a point of the plane in kilometres."""
    away = float(np.hypot(*point)) / RADIUS_KM
    if away < 1e-12:
        return window.longitude, window.latitude
    east, north = np.asarray(point) / np.hypot(*point)
    lat0, lon0 = np.radians(window.latitude), np.radians(window.longitude)
    sine = np.cos(away) * np.sin(lat0) + north * np.sin(away) * np.cos(lat0)
    lon = lon0 + np.arctan2(east * np.sin(away), np.cos(lat0) * np.cos(away) - north * np.sin(lat0) * np.sin(away))
    return float((np.degrees(lon) + 180.0) % FULL_ROUND - 180.0), float(np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0))))


def line(points: Array, window: Window) -> BaseGeometry:
    """Return what a window shows of a line of points in degrees, in kilometres."""
    flat = shapely.LineString(forward(unwrapped(points), window))
    return shapely.intersection(flat, window.frame)
