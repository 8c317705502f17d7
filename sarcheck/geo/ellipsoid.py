"""Closed forms on the WGS 84 ellipsoid, on numpy arrays: geodesic edges and equal-area planes.

Points are longitude and latitude in degrees in the last axis (..., 2); Earth-centred ones are metres
(..., 3). Two planes are used, and areas in both are areas on the ellipsoid. The *cylinder* keeps the
order of longitudes and latitudes, so that what touches in it touches on the ground; the *polar* planes
are the same two coordinates wound round a pole (Snyder, Map Projections: A Working Manual, 1987,
sections 10 and 24).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

A = 6378137.0
"""The equator's radius in metres (WGS 84)."""
F = 1 / 298.257223563
E2 = F * (2 - F)
POLAR = 1 - E2
"""The square of the axes' ratio: what the polar radius is to the normal's length there."""
E = E2**0.5
B = A * (1 - F)
ROUND = 2 * np.pi * A
"""The cylinder's circumference in metres: a longitude comes back after it."""
HALF_ROUND = 180.0
"""A line whose longitudes, in degrees, lie nearer together does not jump from one end of them to the other."""
AXES = np.array([A, A, B])


# --- Earth-centred ------------------------------------------------------------------------------


def ecef(points: Array) -> Array:
    """Return points of the ellipsoid's surface in Earth-centred metres, shape (..., 3)."""
    lon, lat = np.radians(points[..., 0]), np.radians(points[..., 1])
    sin, cos = np.sin(lat), np.cos(lat)
    normal = A / np.sqrt(1 - E2 * sin * sin)
    xyz = np.empty((*lon.shape, 3))
    xyz[..., 0], xyz[..., 1], xyz[..., 2] = normal * cos * np.cos(lon), normal * cos * np.sin(lon), normal * POLAR * sin
    return xyz


def lonlat(surface: Array) -> Array:
    """Return the longitude and latitude in degrees of Earth-centred points on the surface, shape (..., 2)."""
    x, y, z = surface[..., 0], surface[..., 1], surface[..., 2]
    degrees: Array = np.degrees(np.stack([np.arctan2(y, x), np.arctan2(z, (1 - E2) * np.hypot(x, y))], axis=-1))
    return degrees


def lift(base: Array, up: Array) -> Array:
    """Return where rays leave the ellipsoid: from points inside it, in directions ``up``, shape (..., 3)."""
    p, d = base / AXES, up / AXES
    dd, pd, pp = dot(d, d), dot(p, d), dot(p, p)
    along = (np.sqrt(pd * pd + dd * (1 - pp)) - pd) / dd
    surface: Array = base + along[..., None] * up
    return surface


def dot(u: Array, v: Array) -> Array:
    """Return the scalar products of vectors (..., 3): faster than a sum over so short an axis."""
    product: Array = np.vecdot(u, v)
    return product


# --- rings --------------------------------------------------------------------------------------


def densified(rings: Sequence[Array], step_m: float, steps_round: int = 1) -> list[Array]:
    """Return open rings (n, 2) with points added along their geodesic edges, at most ``step_m`` apart, and at least so
    many steps all the way round. Of many together it costs a fraction.

    The given points stay as they are, to the bit. Longitudes run on without a jump (``unwrapped``).
    """
    counts = np.array([len(ring) for ring in rings])
    ends, points = np.cumsum(counts), np.concatenate(rings)
    after = np.arange(1, len(points) + 1)
    after[ends - 1] = ends - counts
    starts = ecef(points)
    lines = np.stack([starts, starts[after]], axis=1)
    away = lines[:, 1] - lines[:, 0]
    lengths = np.sqrt(dot(away, away))
    steps = np.minimum(step_m, np.add.reduceat(lengths, ends - counts) / steps_round)
    halvings = np.ceil(np.log2(np.maximum(lengths / np.repeat(steps, counts), 1.0))).astype(int)
    places = np.cumsum([0, *np.left_shift(1, halvings).tolist()])
    surface, edges = np.empty((places[-1], 3)), np.arange(len(points))
    for times in range(int(halvings.max()) + 1):
        ready = halvings[edges] == times
        surface[places[edges[ready], None] + np.arange(1 << times)] = lines[ready, :-1]
        edges, lines = edges[~ready], halved(lines[~ready], 1)
    dense = lonlat(surface)
    dense[places[:-1]] = points
    first, last = places[ends - counts], places[ends]
    widths = np.maximum.reduceat(dense[:, 0], first) - np.minimum.reduceat(dense[:, 0], first)
    found = [dense[start:end] for start, end in zip(first.tolist(), last.tolist(), strict=True)]
    return [unwrapped(ring) if wide else ring for ring, wide in zip(found, widths >= HALF_ROUND, strict=True)]


def following(ring: Array) -> Array:
    """Return for each point of an open ring the one after it, the first one after the last."""
    return np.concatenate([ring[1:], ring[:1]])


def halved(lines: Array, times: int) -> Array:
    """Return surface lines (m, k, 3) with each piece halved so often, along geodesics.

    The plane through two points that holds the mean of their normals meets the geodesic between them in its middle:
    within 1 mm of the true line up to 500 km.
    """
    for _ in range(times):
        normals = lines / AXES**2
        normals /= np.sqrt(dot(normals, normals))[..., None]
        finer = np.empty((len(lines), 2 * lines.shape[1] - 1, 3))
        finer[:, ::2] = lines
        finer[:, 1::2] = lift((lines[:, :-1] + lines[:, 1:]) / 2, normals[:, :-1] + normals[:, 1:])
        lines = finer
    return lines


def unwrapped(line: Array) -> Array:
    """Return a line (n, 2) whose longitudes go on past 180 degrees instead of jumping."""
    if line[:, 0].max() - line[:, 0].min() < HALF_ROUND:
        return line
    turns = np.round(np.diff(line[:, 0], prepend=line[:1, 0]) / 360.0)
    return np.stack([line[:, 0] - 360.0 * np.cumsum(turns), line[:, 1]], axis=-1)


def turns(ring: Array) -> int:
    """Return how often an unwrapped open ring goes round a pole: -1, 0 or 1 for a ring that does not cross itself."""
    return round(float(ring[-1, 0] - ring[0, 0]) / 360.0)


# --- planes -------------------------------------------------------------------------------------


def cylinder(points: Array) -> Array:
    """Return points in the ellipsoid's cylindrical equal-area plane, metres, shape (n, 2)."""
    return np.stack([A * np.radians(points[:, 0]), _height(np.sin(np.radians(points[:, 1])))], axis=-1)


def _height(sine: Array) -> Array:
    height: Array = A * (1 - E2) / 2 * (sine / (1 - E2 * sine * sine) + np.arctanh(E * sine) / E)
    return height


POLE = float(_height(np.ones(1))[0])
"""The cylinder's half height in metres: where the poles lie."""


def uncylinder(plane: Array) -> Array:
    """Return the longitude and latitude in degrees of points in the cylindrical plane, shape (n, 2)."""
    degrees: Array = np.degrees(np.stack([plane[:, 0] / A, np.arcsin(_sine(plane[:, 1]))], axis=-1))
    return degrees


def _sine(height: Array) -> Array:
    """Return the sines of latitudes from heights in the cylinder, which is almost a multiple of them (Newton)."""
    height = np.clip(height, -POLE, POLE)
    sine = height / POLE
    for _ in range(3):
        sine = np.clip(sine - (_height(sine) - height) * (1 - E2 * sine * sine) ** 2 / (A * (1 - E2)), -1.0, 1.0)
    return sine


def cosine(height: Array) -> Array:
    """Return how long a metre along a parallel of the cylinder is on the ground; along a meridian it is the inverse."""
    sine2 = _sine(height) ** 2
    scale: Array = np.sqrt((1 - sine2) / (1 - E2 * sine2))
    return scale


def polar(plane: Array, pole: int) -> Array:
    """Wind points of the cylindrical plane round the north (1) or south (-1) pole, keeping areas, metres."""
    radius = np.sqrt(2 * A * np.maximum(POLE - pole * plane[:, 1], 0.0))
    angle = plane[:, 0] / A
    return np.stack([radius * np.sin(angle), -pole * radius * np.cos(angle)], axis=-1)
