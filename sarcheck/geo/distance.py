"""Geodesic distance between outlines, within 1 m; near the other side of the Earth within a few kilometres."""

from __future__ import annotations

import numpy as np

from sarcheck.geo.ellipsoid import AXES, A, Array, F, ecef, lonlat

BLOCK = 16
"""How many neighbouring segments are looked at as one ball before they are looked at one by one."""
NEAR_M = 1_000_000.0
"""Up to here an arc is as long as the geodesic to 0.05 m."""
DOUBT = 1e-4
"""By what share an arc may differ from the geodesic one Earth's radius away; it grows with the fourth power."""
WIDER = 1.1
"""By how much more a ball reaches over the ground than straight."""
OPPOSITE_M = 18_000_000.0
"""From here on arcs rank badly and the nearest points may be anywhere: geodesics between some points settle where."""
THINNED = 60
"""How many points of each side are looked at then."""
ROUNDS = 3
"""How often two far points are fitted to each other; the distance settles by then."""
TINY = 1e-12


def point_distance_km(p: Array, q: Array) -> Array:
    """Return the geodesic distances in km between points (..., 2) in degrees, shape (...)."""
    return np.asarray(_inverse(np.asarray(p, dtype=float), np.asarray(q, dtype=float))[1]) / 1000.0


def separation_km(one: Array, other: Array) -> float:
    """Return the geodesic distance in km between two sets of short segments, each (n, 2, 2) in degrees.

    Arcs over the nearest points of straight segments rank almost as geodesics do, and are as long up to NEAR_M.
    Farther off, geodesics settle where on the segments around the best pair the nearest points are.
    """
    a, b = ecef(one), ecef(other)
    i, j = _candidates(a, b)
    p, q = _closest(a[i], b[j])
    metres = _over_ground(p, q)
    k = int(metres.argmin())
    p, q = lonlat(p[k]), lonlat(q[k])
    if metres[k] < NEAR_M:
        return float(_over_ground(ecef(p), ecef(q))) / 1000.0
    near, far = a[np.flatnonzero(np.bincount(i))], b[np.flatnonzero(np.bincount(j))]
    if metres[k] > OPPOSITE_M:
        p, q = _nearest_points(near, far)
    found = [float(point_distance_km(p, q))]
    for _ in range(ROUNDS):
        q = _foot(p, far)
        p = _foot(q, near)
        found.append(float(point_distance_km(p, q)))
    return min(found)


def _nearest_points(one: Array, other: Array) -> tuple[Array, Array]:
    """Return the nearest pair of the ends of segments, of many segments some."""
    p, q = (lonlat(segments[:: len(segments) // THINNED + 1, 0]) for segments in (one, other))
    i, j = divmod(int(point_distance_km(p[:, None], q).argmin()), len(q))
    return p[i], q[j]


def _candidates(a: Array, b: Array) -> tuple[Array, Array]:
    """Return the numbers of the pairs of segments that may be nearest: those in balls that may hold the nearest."""
    (centre_a, radius_a), (centre_b, radius_b) = _balls(a), _balls(b)
    apart = _over_ground(centre_a[:, None], centre_b)
    reach = (radius_a[:, None] + radius_b) * WIDER + DOUBT * (apart / A) ** 4 * apart
    block_a, block_b = np.nonzero(apart - reach <= (apart + reach).min())
    inner_a, inner_b = np.indices((BLOCK, BLOCK)).reshape(2, -1)
    i = np.minimum(block_a[:, None] * BLOCK + inner_a, len(a) - 1).ravel()
    j = np.minimum(block_b[:, None] * BLOCK + inner_b, len(b) - 1).ravel()
    return i, j


def _balls(segments: Array) -> tuple[Array, Array]:
    """Return centres and radii of balls that hold blocks of segments, the last filled up by its last segment."""
    filled = np.concatenate([segments, np.repeat(segments[-1:], -len(segments) % BLOCK, axis=0)])
    points = filled.reshape(-1, 2 * BLOCK, 3)
    centres = points.mean(axis=1)
    return centres, np.linalg.norm(points - centres[:, None], axis=-1).max(axis=1)


def _closest(a: Array, b: Array) -> tuple[Array, Array]:
    """Return the nearest points of pairs of straight segments (n, 2, 3).

    Source: Ericson, Real-Time Collision Detection, section 5.1.9.
    """
    along_a, along_b, gap = a[:, 1] - a[:, 0], b[:, 1] - b[:, 0], a[:, 0] - b[:, 0]
    aa, bb = (np.maximum((d * d).sum(-1), TINY) for d in (along_a, along_b))
    ab, ag, bg = ((u * v).sum(-1) for u, v in ((along_a, along_b), (along_a, gap), (along_b, gap)))
    s = np.clip((ab * bg - ag * bb) / np.maximum(aa * bb - ab * ab, TINY), 0.0, 1.0)
    t = np.clip((ab * s + bg) / bb, 0.0, 1.0)
    s = np.clip((ab * t - ag) / aa, 0.0, 1.0)
    return a[:, 0] + s[:, None] * along_a, b[:, 0] + t[:, None] * along_b


def _over_ground(p: Array, q: Array) -> Array:
    """Return lengths in metres over the ground between Earth-centred points, by the ellipsoid's curvature that way."""
    line = q - p
    chord = np.maximum(np.linalg.norm(line, axis=-1), TINY)
    steepness = (np.linalg.norm(p / AXES**2, axis=-1) + np.linalg.norm(q / AXES**2, axis=-1)) / 2
    curvature = (line * line / AXES**2).sum(-1) / chord**2 / steepness + TINY
    length: Array = 2 * np.arcsin(np.minimum(chord * curvature / 2, 1.0)) / curvature
    return length


def _inverse(p: Array, q: Array) -> tuple[Array, Array]:
    """Return azimuths in degrees and lengths in metres of the geodesics from p to q."""
    from pyproj import Geod

    p, q = np.broadcast_arrays(p, q)
    azimuth, _, metres = Geod(a=A, f=F).inv(p[..., 0].copy(), p[..., 1].copy(), q[..., 0].copy(), q[..., 1].copy())
    return azimuth, metres


def _foot(point: Array, segments: Array) -> Array:
    """Return the point of the segments, in degrees, that is nearest to a point, in an azimuthal equidistant plane."""
    azimuth, metres = _inverse(point, lonlat(segments))
    azimuth = np.radians(azimuth)
    flat = np.stack([metres * np.sin(azimuth), metres * np.cos(azimuth)], axis=-1)
    along = flat[:, 1] - flat[:, 0]
    t = np.clip(-(flat[:, 0] * along).sum(-1) / np.maximum((along * along).sum(-1), TINY), 0.0, 1.0)
    k = int(np.linalg.norm(flat[:, 0] + t[:, None] * along, axis=-1).argmin())
    return lonlat(segments[k, 0] + t[k] * (segments[k, 1] - segments[k, 0]))
