"""Footprints of four corners, many at once: each between two polygons of four corners that need no geodesics.

The true outline, its edges geodesics, lies within a narrow strip along the straight edges of a plane. Moved out by
the strip's width these edges enclose the footprint, moved in they lie within it. What the inner polygon touches the
footprint surely touches, what the outer one misses it surely misses; only between the two the true outline matters.
What is no plain convex quadrilateral of ordinary size is awkward, and left to ``footprint``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from sarcheck.geo.ellipsoid import ROUND, Array, B, cylinder, dot, ecef, halved, lonlat, polar

Mask = NDArray[np.bool_]
Shapes = NDArray[np.object_]

ORDERS = np.array([[0, 1, 2, 3], [0, 1, 3, 2], [0, 2, 1, 3]])
"""The ways round four points."""
CAP_LATITUDE = 77.0
"""Above this latitude whole footprints are laid round the pole, below ``CYLINDER_LATITUDE`` in the cylinder."""
CYLINDER_LATITUDE = 80.0
MAX_EDGE_M = 1_000_000.0
MIN_ROUNDNESS = 1e-5
"""Area over the square of the perimeter: a narrower footprint is awkward."""
MARGIN_M = 3.0
"""How far the polygons stay off the strip: more than what is rounded, or told apart from a mere touch."""
BEND = 1.05 / (8 * B)
"""A metre of edge bends by this times its length, and by what the plane does to it; the ellipsoid adds little."""


FLAT_SHARE = 5e-6
"""How far an outline's edges may be off the geodesics, as a share of the longest edge, for areas to 1e-5."""
QUARTERS = 2
"""How often all edges are halved, to see how they bend."""
UNEVEN = 1.5
"""How much more one part of an edge may bend than the whole."""


class Quads(NamedTuple):
    """Footprints between two quadrilaterals, row by row.

    ``pole`` tells the plane: 0 the cylinder, 1 or -1 round a pole; ``plain`` which rows hold, the others are awkward.
    ``corners`` (n, 4, 2) lie counter-clockwise in the plane, in metres, the edges of the true outline within ``strip``
    (n, 2) of theirs, east and north; ``points`` (n, 4, 2) are the same corners in degrees.
    """

    pole: NDArray[np.int8]
    plain: Mask
    points: Array
    corners: Array
    strip: Array

    def bounds(self) -> Array:
        """Return what surely holds each footprint: west, south, east, north in the plane, shape (n, 4)."""
        return np.concatenate([self.corners.min(axis=1) - self.strip, self.corners.max(axis=1) + self.strip], axis=1)

    def chosen(self, rows: Mask | NDArray[np.int64] | slice) -> Quads:
        """Return some of the rows."""
        return Quads(self.pole[rows], self.plain[rows], self.points[rows], self.corners[rows], self.strip[rows])

    def moved(self, by: float) -> Array:
        """Return the corners with the edges moved out (1) or in (-1), NaN where none are left, shape (n, 4, 2)."""
        edge = np.roll(self.corners, -1, axis=1) - self.corners
        length = np.maximum(np.hypot(edge[..., 0], edge[..., 1]), 1e-9)
        out = np.stack([edge[..., 1], -edge[..., 0]], axis=-1) / length[..., None]
        offset = (out * self.corners).sum(-1) + by * (np.abs(out) * self.strip[:, None]).sum(-1)
        before, offset_before = np.roll(out, 1, axis=1), np.roll(offset, 1, axis=1)
        turn = before[..., 0] * out[..., 1] - before[..., 1] * out[..., 0]
        x = (offset_before * out[..., 1] - offset * before[..., 1]) / turn
        y = (offset * before[..., 0] - offset_before * out[..., 0]) / turn
        found = np.stack([x, y], axis=-1)
        kept = ((np.roll(found, -1, axis=1) - found) * edge).sum(-1) > 0
        found[~kept.all(axis=1)] = np.nan
        return found


def quads(points: Array) -> Quads:
    """Lay footprints of four corners (n, 4, 2), longitude and latitude in degrees in any order, into the planes."""
    with np.errstate(all="ignore"):
        lon, lat = points[..., 0], points[..., 1]
        plain = (np.abs(lat) <= 90).all(1) & (np.abs(lon) <= 360).all(1) & ~((lon == 0) & (lat == 0)).any(1)
        points = np.where(plain[:, None, None], points, 0.0)
        surface = ecef(points)
        order, convex = _order(surface)
        rows = np.arange(len(points))[:, None]
        points, surface = points[rows, order], surface[rows, order]
        edge = np.linalg.norm(np.roll(surface, -1, axis=1) - surface, axis=-1).max(axis=1)
        bend = BEND * edge * edge
        steep = np.abs(points[..., 1])
        highest = steep.max(axis=1) + np.degrees(2 * bend / B)
        pole = np.where(highest < CYLINDER_LATITUDE, 0, np.sign(points[:, 0, 1])).astype(np.int8)
        corners, strip = _laid(points, pole, np.radians(np.where(pole == 0, highest, 90 - steep.min(axis=1))), bend)
        area, clockwise = _area(corners)
        for column in (corners, points):
            column[clockwise] = column[clockwise, ::-1]
        plain &= convex & (edge < MAX_EDGE_M) & (area > MIN_ROUNDNESS * 16 * edge * edge)
        plain &= (pole == 0) | (points[..., 1] * pole[:, None] > CAP_LATITUDE).all(axis=1)
        plain &= (_turning(corners) > 0).all(axis=1)
    return Quads(pole, plain, points, corners, strip + MARGIN_M)


def _laid(points: Array, pole: NDArray[np.int8], angle: Array, bend: Array) -> tuple[Array, Array]:
    """Return corners in their plane and how wide the strips are; ``angle`` is the plane's worst, in radians."""
    lon = points[..., 0] - 360.0 * np.round((points[..., 0] - points[:, :1, 0]) / 360.0)
    lon = lon - 360.0 * np.round(lon.mean(axis=1, keepdims=True) / 360.0)
    flat = cylinder(np.stack([lon, points[..., 1]], axis=-1).reshape(-1, 2)).reshape(points.shape)
    sine, cosine = np.sin(angle), np.cos(angle)
    strip = np.stack([bend * sine / cosine**2, bend * sine], axis=-1)
    for cap in (1, -1):
        rows = pole == cap
        if rows.any():
            flat[rows] = polar(flat[rows].reshape(-1, 2), cap).reshape(-1, 4, 2)
            strip[rows] = (bend * sine / cosine)[rows, None]
    return flat, strip


def _order(surface: Array) -> tuple[NDArray[np.intp], Mask]:
    """Return the way round the corners that is convex on the ground, shape (n, 4), and whether there is one.

    An order that crosses itself is another's quadrilateral; corners that are not convex are in none.
    """
    order = np.tile(ORDERS[0], (len(surface), 1))
    convex = np.zeros(len(surface), bool)
    for way in ORDERS:
        rows = np.nonzero(~convex)[0]
        ring = surface[rows][:, way]
        a, b, c = ring, np.roll(ring, -1, axis=1), np.roll(ring, -2, axis=1)
        side = dot(np.cross(a, b), c)
        good = (side > 0).all(axis=1) | (side < 0).all(axis=1)
        order[rows[good]] = way
        convex[rows[good]] = True
    return order, convex


def _area(corners: Array) -> tuple[Array, Mask]:
    one, other = corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]
    twice = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return np.abs(twice) / 2, twice < 0


def _turning(corners: Array) -> Array:
    edge = np.roll(corners, -1, axis=1) - corners
    after = np.roll(edge, -1, axis=1)
    turning: Array = edge[..., 0] * after[..., 1] - edge[..., 1] * after[..., 0]
    return turning


def polygons(corners: Array) -> Shapes:
    """Return corners (n, 4, 2) as polygons, an empty one for NaN."""
    rings = np.concatenate([corners, corners[:, :1]], axis=1)
    empty = np.isnan(corners[:, 0, 0])
    shapes: Shapes = np.full(len(corners), shapely.Polygon(), object)
    shapes[~empty] = shapely.polygons(rings[~empty])
    return shapes


def areas(quads: Quads) -> Array:
    """Return the areas of plain footprints in square metres, to 1e-6 of themselves.

    The areas of outlines of two and of four pieces an edge tell that of the smooth one (Richardson).
    """
    ends = np.stack([quads.points, np.roll(quads.points, -1, axis=1)], axis=2).reshape(-1, 2, 2)
    line = halved(ecef(ends), QUARTERS)[:, :-1]
    flat = _in_plane(quads, np.repeat(np.arange(len(quads.pole)), 4), line).reshape(len(quads.pole), 16, 2)
    coarse, fine = _shoelace(flat[:, ::2]), _shoelace(flat)
    return (4 * fine - coarse) / 3


def _shoelace(ring: Array) -> Array:
    local = ring - ring[:, :1]
    after = np.roll(local, -1, axis=1)
    twice: Array = (local[..., 0] * after[..., 1] - local[..., 1] * after[..., 0]).sum(-1)
    return twice / 2


def outlines(quads: Quads, flat_m: float) -> Shapes:
    """Return the true outlines of plain footprints in their plane, edges off the geodesics by ``flat_m`` at most."""
    ends = np.stack([quads.points, np.roll(quads.points, -1, axis=1)], axis=2).reshape(-1, 2, 2)
    lines, rows = halved(ecef(ends), QUARTERS), np.repeat(np.arange(len(quads.pole)), 4)
    quarters = _in_plane(quads, rows, lines)
    pieces = QUARTERS + _halvings(quarters, rows, flat_m)
    counts = 1 << pieces
    first = np.cumsum(counts) - counts
    dense = np.empty((int(counts.sum()), 2))
    for times in range(QUARTERS, int(pieces.max(initial=0)) + 1):
        edges = np.nonzero(pieces == times)[0]
        flat = quarters[edges]
        if times > QUARTERS:
            flat = _in_plane(quads, rows[edges], halved(lines[edges], times - QUARTERS))
        dense[first[edges][:, None] + np.arange(1 << times)] = flat[:, :-1]
    dense[first] = quads.corners.reshape(-1, 2)
    if not len(rows):
        return np.empty(0, object)
    return np.asarray(shapely.polygons(shapely.linearrings(dense, indices=np.repeat(rows, counts))))


def _halvings(quarters: Array, rows: NDArray[np.int64], flat_m: float) -> NDArray[np.int64]:
    """Return how often quarters of edges must be halved to be flat, from how far they leave the straight edge."""
    straight = quarters[:, :1] + np.linspace(0, 1, 5)[:, None] * (quarters[:, -1:] - quarters[:, :1])
    off = np.hypot(*np.moveaxis(quarters - straight, -1, 0)).max(axis=1)
    long = np.hypot(*(quarters[:, -1] - quarters[:, 0]).T).reshape(-1, 4).max(axis=1)
    flat = np.minimum(flat_m, FLAT_SHARE * long)[rows]
    times = np.ceil(np.log2(np.maximum(UNEVEN * off / flat, 1.0)) / 2 - QUARTERS)
    return np.asarray(np.maximum(times, 0), np.int64)


def _in_plane(quads: Quads, rows: NDArray[np.int64], surface: Array) -> Array:
    """Return lines (m, k, 3) of the given rows in the planes of these, shape (m, k, 2)."""
    degrees = lonlat(surface)
    flat = cylinder(degrees.reshape(-1, 2)).reshape(degrees.shape)
    for cap in (1, -1):
        round_pole = quads.pole[rows] == cap
        if round_pole.any():
            flat[round_pole] = polar(flat[round_pole].reshape(-1, 2), cap).reshape(-1, *flat.shape[1:])
    beside = quads.corners[rows, :1, 0]
    flat[..., 0] -= np.where(quads.pole[rows] == 0, ROUND, 0.0)[:, None] * np.round((flat[..., 0] - beside) / ROUND)
    return flat
