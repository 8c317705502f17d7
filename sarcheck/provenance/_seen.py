"""A product's tie points as arrays, beside where its state vectors put the platform at their times."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sarcheck import orbit

if TYPE_CHECKING:
    from sarcheck.model import ClosureLimits, Product, TiePoints
    from sarcheck.orbit import Array, Track


Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Seen:
    """Tie points (n,) and the platform (n, 3) at their times, NaN where the vectors do not reach.

    ``group`` is the index of each point's set in the product; ranges, heights and incidence angles that are not stated
    are NaN.
    """

    track: Track
    group: Array
    seconds: Array
    longitude: Array
    latitude: Array
    height: Array
    slant_range: Array
    incidence: Array
    cone: Array
    position: Array
    velocity: Array

    @cached_property
    def reached(self) -> Mask:
        """Tell which points (n,) lie in the time of the vectors."""
        return np.asarray(np.isfinite(self.position[:, 0]))

    @cached_property
    def ground(self) -> Array:
        """Return the points (n, 3) where the product puts them, on the ellipsoid where no height is stated."""
        return orbit.earth_fixed(self.longitude, self.latitude, or_zero(self.height))

    @property
    def sides(self) -> Array:
        """Return +1 for points (n,) right of the track, -1 for points left of it, of those that are reached."""
        return np.asarray(orbit.side(self.position, self.velocity, self.ground)[self.reached])


def or_zero(values: Array) -> Array:
    """Return values with zero for those that are not known."""
    return np.where(np.isfinite(values), values, 0.0)


ARRAYS = tuple(field.name for field in fields(Seen) if field.name != "track")
"""The attributes that have a value for each point."""


def seen(product: Product, track: Track, limits: ClosureLimits) -> Seen | None:
    """Return a product's tie points as its vectors see them, None where it has no points."""
    rows = np.array([row for i, ties in enumerate(product.ties) for row in _rows(i, ties, track)], float)
    if not len(rows):
        return None
    group, seconds, lon, lat, height, reach, angle, cone = rows.T
    position, velocity = orbit.states(track, seconds, limits.beyond_s)
    return Seen(track, group, seconds, lon, lat, height, reach, angle, cone, position, velocity)


def _rows(group: int, ties: TiePoints, track: Track) -> list[tuple[float | None, ...]]:
    return [
        (
            *(group, (p.time - track.epoch).total_seconds(), p.longitude, p.latitude),
            *(p.height, p.slant_range, p.incidence, p.cone),
        )
        for p in ties.points
    ]
