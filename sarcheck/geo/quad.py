"""One footprint of four corners between two quadrilaterals: what ``geo.quads`` does for many, without numpy.

For one footprint arrays cost more than the numbers in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import atanh, cos, degrees, radians, sin, sqrt
from typing import NamedTuple

from sarcheck.geo.ellipsoid import E2, ROUND, A, B, E
from sarcheck.geo.quads import BEND, CYLINDER_LATITUDE, MARGIN_M, MAX_EDGE_M, MIN_ROUNDNESS, ORDERS

Ring = list[tuple[float, float]]
WAYS: tuple[tuple[int, ...], ...] = tuple(map(tuple, ORDERS.tolist()))
RISE = A * (1 - E2) / 2


class Quad(NamedTuple):
    """The corners of a footprint in the cylinder, counter-clockwise, and the strip that its edges stay within."""

    corners: Ring
    strip: tuple[float, float]

    def bounds(self) -> tuple[float, float, float, float]:
        """Return what surely holds the footprint: west, south, east, north in metres."""
        xs, ys = zip(*self.corners, strict=True)
        wide, high = self.strip
        return min(xs) - wide, min(ys) - high, max(xs) + wide, max(ys) + high

    def moved(self, by: float) -> Ring:
        """Return the closed ring with the edges moved out (1) or in (-1), empty where nothing is left."""
        wide, high = self.strip
        lines = []
        x0, y0 = self.corners[-1]
        for x, y in self.corners:
            out_x, out_y = y - y0, x0 - x
            shift = by * (abs(out_x) * wide + abs(out_y) * high)
            lines.append((out_x, out_y, out_x * x + out_y * y + shift))
            x0, y0 = x, y
        ring = []
        for (ax, ay, a), (bx, by_, b) in zip(lines, lines[1:] + lines[:1], strict=True):
            turn = ax * by_ - ay * bx
            ring.append(((a * by_ - b * ay) / turn, (ax * b - bx * a) / turn))
        for (x, y), (u, v), (out_x, out_y, _) in zip(ring[-1:] + ring, ring, lines, strict=False):
            if (v - y) * out_x - (u - x) * out_y <= 0:
                return []
        return [*ring, ring[0]]


def quad(points: Sequence[object]) -> Quad | None:
    """Lay a footprint of four corners into the cylinder; None for any that is not plain, or near a pole."""
    corners = _corners(points)
    if corners is None:
        return None
    surface, laid = [], []
    first = corners[0][0]
    for lon, lat in corners:
        lon -= 360.0 * round((lon - first) / 360.0)
        x, y = radians(lon), radians(lat)
        sine, cosine = sin(y), cos(y)
        shrunk = 1 - E2 * sine * sine
        normal = A / sqrt(shrunk)
        surface.append((normal * cosine * cos(x), normal * cosine * sin(x), normal * (1 - E2) * sine))
        laid.append((A * x, RISE * (sine / shrunk + atanh(E * sine) / E)))
    way = _way(surface)
    if way is None:
        return None
    edge = _longest([surface[i] for i in way])
    bend = BEND * edge * edge
    highest = max(abs(lat) for _, lat in corners) + degrees(2 * bend / B)
    if edge >= MAX_EDGE_M or highest >= CYLINDER_LATITUDE:
        return None
    turn = ROUND * round(sum(part[0] for part in laid) / 4 / ROUND)
    ring = _upright([(laid[i][0] - turn, laid[i][1]) for i in way], MIN_ROUNDNESS * 16 * edge * edge)
    sine, cosine = sin(radians(highest)), cos(radians(highest))
    return Quad(ring, (bend * sine / cosine**2 + MARGIN_M, bend * sine + MARGIN_M)) if ring else None


def _corners(points: Sequence[object]) -> list[tuple[float, float]] | None:
    """Return four corners that are plain pairs of numbers on Earth, none of them a placeholder."""
    if not isinstance(points, list | tuple) or len(points) not in (4, 5) or points[4:] not in ([], (), points[:1]):
        return None
    corners = []
    for point in points[:4]:
        if not isinstance(point, list | tuple) or len(point) not in (2, 3):
            return None
        lon, lat = point[0], point[1]
        if type(lon) not in (float, int) or type(lat) not in (float, int):
            return None
        if not (-360 <= lon <= 360 and -90 <= lat <= 90) or (lon == 0 and lat == 0):
            return None
        corners.append((lon, lat))
    return corners


def _way(surface: list[tuple[float, float, float]]) -> tuple[int, ...] | None:
    """Return the way round the corners that is convex on the ground, None where none is."""
    for way in WAYS:
        a, b, c, d = (surface[i] for i in way)
        sides = (_side(a, b, c), _side(b, c, d), _side(c, d, a), _side(d, a, b))
        if min(sides) > 0 or max(sides) < 0:
            return way
    return None


def _side(a: tuple[float, float, float], b: tuple[float, float, float], c: tuple[float, float, float]) -> float:
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = a, b, c
    return (ay * bz - az * by) * cx + (az * bx - ax * bz) * cy + (ax * by - ay * bx) * cz


def _longest(ring: list[tuple[float, float, float]]) -> float:
    a, b, c, d = ring
    return sqrt(max(_square(a, b), _square(b, c), _square(c, d), _square(d, a)))


def _square(p: tuple[float, float, float], q: tuple[float, float, float]) -> float:
    x, y, z = p[0] - q[0], p[1] - q[1], p[2] - q[2]
    return x * x + y * y + z * z


def _upright(ring: Ring, least: float) -> Ring:
    """Return a ring counter-clockwise, none where it is not convex or holds too little."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = ring
    twice = (cx - ax) * (dy - by) - (cy - ay) * (dx - bx)
    if twice < 0:
        ring = ring[::-1]
    turning = []
    (x0, y0), (x1, y1) = ring[2], ring[3]
    for x, y in ring:
        turning.append((x1 - x0) * (y - y1) - (y1 - y0) * (x - x1))
        x0, y0, x1, y1 = x1, y1, x, y
    return ring if abs(twice) > 2 * least and min(turning) > 0 else []
