"""Balls round the tiles of regions: which may come within a distance of an outline, and which may be nearest."""

from __future__ import annotations

import numpy as np

from sarcheck.geo.ellipsoid import Array, F, ecef, uncylinder
from sarcheck.regions.tiles import BLOCK

MARGIN = 1.1
"""How much wider than its grid of points a ball is drawn round a tile."""


def reach(outline: Array, bounds: Array, within_m: float) -> bool:
    """Tell whether any of the tiles of some bounds may come within a distance of an outline (n, 2, 2)."""
    centres, radius = _round(bounds)
    ends = ecef(outline)
    step = float(np.linalg.norm(ends[:, 0] - ends[:, 1], axis=-1).max())
    corners, limits = ends[:, 0], (radius + within_m + step) ** 2
    own = (corners * corners).sum(-1)
    for i in range(0, len(centres), BLOCK):
        some = centres[i : i + BLOCK]
        apart = (some * some).sum(-1)[:, None] + own - 2 * some @ corners.T
        if (apart <= limits[i : i + BLOCK, None]).any():
            return True
    return False


def nearest(outline: Array, bounds: Array, tiles: np.ndarray) -> list[int]:
    """Return those of a region's tiles, with their bounds, that may hold its point nearest to an outline (n, 2, 2)."""
    centres, radius = _round(bounds)
    corners = ecef(outline[:, 0])
    middle = corners.mean(axis=0)
    far = np.linalg.norm(corners - middle, axis=-1).max()
    apart = np.linalg.norm(centres - middle, axis=-1)
    limit = (apart + radius).min() + 2 * far
    return tiles[apart - radius <= limit * (1 + 2 * F)].tolist()  # type: ignore[no-any-return]


def _round(bounds: Array) -> tuple[Array, Array]:
    """Return Earth-centred balls that hold what lies within bounds in the cylinder (n, 4): centres and radii."""
    across, up = np.meshgrid(np.linspace(0, 1, 5), np.linspace(0, 1, 5))
    grid = np.stack([across.ravel(), up.ravel()], axis=-1)
    points = ecef(uncylinder((bounds[:, None, :2] + grid * (bounds[:, None, 2:] - bounds[:, None, :2])).reshape(-1, 2)))
    points = points.reshape(len(bounds), -1, 3)
    centres = points.mean(axis=1)
    return centres, np.linalg.norm(points - centres[:, None], axis=-1).max(axis=1) * MARGIN + 1000.0
