"""A product's tie points as arrays, beside where its state vectors put the platform at their times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sarcheck import orbit

if TYPE_CHECKING:
    from sarcheck.model import ClosureLimits, Product, TiePoints
    from sarcheck.orbit import Array, Track


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

    @property
    def reached(self) -> Array:
        """Tell which points (n,) lie in the time of the vectors."""
        return np.isfinite(self.position[:, 0])

    @property
    def ground(self) -> Array:
        """Return the points (n, 3) where the product puts them, on the ellipsoid where no height is stated."""
        return orbit.earth_fixed(self.longitude, self.latitude, np.nan_to_num(self.height))

    @property
    def sides(self) -> Array:
        """Return +1 for points (n,) right of the track, -1 for points left of it, of those that are reached."""
        return orbit.side(self.position, self.velocity, self.ground)[self.reached]


def seen(product: Product, limits: ClosureLimits) -> Seen | None:
    """Return a product's tie points as its vectors see them, None where it has no vectors or no points."""
    track = orbit.track(product.state_vectors)
    if track is None or not any(ties.points for ties in product.ties):
        return None
    rows = np.array([row for i, ties in enumerate(product.ties) for row in _rows(i, ties, track)], float)
    group, seconds, lon, lat, height, reach, angle, cone = rows.T
    position, velocity = orbit.states(track, seconds, limits.beyond_s)
    return Seen(track, group, seconds, lon, lat, height, reach, angle, cone, position, velocity)


def _rows(group: int, ties: TiePoints, track: Track) -> list[tuple[float | None, ...]]:
    return [
        (group, (p.time - track.epoch).total_seconds(), p.longitude, p.latitude)
        + (p.height, p.slant_range, p.incidence, p.cone)
        for p in ties.points
    ]


def lacking(product: Product, *, ties: bool = True) -> str | None:
    """Return why the geometry of a product cannot be asked, None where it can."""
    if product.evidence == "asserted":
        return "an item states no state vectors: only the product's own files have them"
    if orbit.track(product.state_vectors) is None:
        return "the product states no state vectors that can be used"
    if ties and not any(one.points for one in product.ties):
        return "the product states no point on the ground with the time at which it was seen"
    return None
