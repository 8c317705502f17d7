"""Small convex outlines -> their footprints, many at once: nothing in them has to be mended, refused or thought over.

The same to the bit as ``footprint`` makes of each: areas are those of the same polygons, and what else decides is
asked with so wide a margin that no rounding tells one way from the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely

from sarcheck.geo.ellipsoid import A, dot, ecef
from sarcheck.geo.planes import lay_out_many
from sarcheck.model import Footprint, Point

CONVEX = 1e-12
"""How surely each corner lies to one side of each edge: edge times distance, in squares of the Earth's radius (40 m2).

Rounding moves a corner by less than 1e-15 of that radius.
"""
PLAIN_AREA_KM2, PLAIN_ROUNDNESS = 1e-4, 1e-6
"""What is larger and rounder is no line: a hundred times what is refused."""


def plain(rings: Sequence[tuple[Point, ...]]) -> list[Footprint]:
    """Return the footprints of those of some clean rings that are surely convex and plainly lie in the cylinder.

    Rings are of a few degrees, longitude first, within 180 and 90 degrees.
    """
    convex = dict(one for count in sorted({len(ring) for ring in rings}) for one in _convex(rings, count))
    if not convex:
        return []
    pieces = lay_out_many(list(convex))
    areas = shapely.area([piece and piece.shape for piece in pieces]).tolist()
    return [
        Footprint(rings=(ring,), area_km2=area / 1e6)
        for (ring, round_km), piece, area in zip(convex.items(), pieces, areas, strict=True)
        if piece and area / 1e6 > max(PLAIN_AREA_KM2, PLAIN_ROUNDNESS * round_km**2)
    ]


def _convex(rings: Sequence[tuple[Point, ...]], count: int) -> Iterator[tuple[tuple[Point, ...], float]]:
    """Yield the rings of so many corners that are surely convex, with how long the way round them is, in km.

    Every corner lies to the same side of the great circles along all edges that are not its own.
    """
    alike = [ring for ring in rings if len(ring) == count]
    corners = ecef(np.asarray(alike, dtype=float)) / A
    after = np.roll(corners, -1, axis=1)
    sides = np.cross(corners, after) @ corners.transpose(0, 2, 1)
    own = np.eye(count, dtype=bool)
    own |= np.roll(own, 1, axis=1)
    sure = np.any([((sides * way > CONVEX) | own).all(axis=(1, 2)) for way in (1, -1)], axis=0)
    edges = after - corners
    round_km = np.sqrt(dot(edges, edges)).sum(axis=1) * A / 1000.0
    yield from ((alike[i], float(round_km[i])) for i in np.flatnonzero(sure).tolist())
