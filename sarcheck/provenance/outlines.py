"""The stated outlines against the image: an outline that was moved while the tie points stay where they are.

The outlines' points are brought into the radar's own coordinates, time along the track and range across it, and their
extent is held against that of the tie points. An outline may be larger (a map's corners, swaths that were not
delivered); then it must hold them. One of their size must lie where they do. Where no points spread over the image,
the outline must lie in the time of the acquisition, or of the state vectors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sarcheck import orbit
from sarcheck.model import ProvenanceFact
from sarcheck.provenance._seen import Seen

if TYPE_CHECKING:
    from sarcheck.model import ClosureLimits, Product
    from sarcheck.orbit import Array, Track

CHECK = "outline_closure"


def fact(product: Product, track: Track, sight: Seen | None, limits: ClosureLimits) -> ProvenanceFact:
    """State whether a product's outlines lie where its swath does."""
    points = np.array([point for outline in product.outlines for point in outline.points], float).reshape(-1, 2)
    if not len(points):
        return _impossible("the product states no outline")
    return _judged(product, track, sight, points, limits)


def _impossible(reason: str, **given: Any) -> ProvenanceFact:
    message = f"The outline cannot be held against the orbit: {reason}"
    return ProvenanceFact(check=CHECK, result="not_possible", message=message, **given)


def _judged(product: Product, track: Track, sight: Seen | None, points: Array, limits: ClosureLimits) -> ProvenanceFact:
    given: dict[str, Any] = {"source": product.outlines[0].source, "path": product.outlines[0].path}
    base = _times(product, track, sight)
    reach = 2 * limits.beyond_s
    if (np.abs(base.ends - base.ends.clip(track.seconds[0], track.seconds[-1])) > limits.beyond_s).any():
        return _impossible("the acquisition lies outside the time of the state vectors", **given)
    height = float(np.nanmean(sight.height)) if sight and np.isfinite(sight.height).any() else 0.0
    cone = orbit.median(sight.cone) if sight else 90.0
    ground = orbit.earth_fixed(points[:, 0], points[:, 1], height)
    at, position, velocity = orbit.overflight(track, ground, np.full(len(points), base.ends.mean()), reach, cone)
    if never := int(np.isnan(at).sum()):
        message = f"{never} of the outline's {len(points)} points were not in the beam's plane "
        message += f"within {reach:g} s of the state vectors"
        return ProvenanceFact(check=CHECK, result="fail", message=message, **given)
    speed = orbit.median(orbit.ground_speed(position, velocity, ground)) / 1e3
    first, last = ((np.array([at.min(), at.max()]) - base.ends) * speed).tolist()
    edges = {"along": Edges(first, last, base.swath)}
    ranges = sight.slant_range[np.isfinite(sight.slant_range)] if sight else np.empty(0)
    if len(ranges) and np.ptp(ranges) > 0:
        edges["across"] = _across(ranges, orbit.length(ground - position), orbit.incidence(position, ground))
    if sight and not base.swath and (gap := _gap(ground, sight)) > limits.outline_point_km:
        message = f"The outline lies {gap:.1f} km from the point that the product places by its orbit "
        message += f"(tolerance {limits.outline_point_km:g} km)"
        numbers = {"gap_km": round(gap, 3), "tolerance_km": limits.outline_point_km}
        return ProvenanceFact(check=CHECK, result="fail", message=message, numbers=numbers, **given)
    return _told(edges, limits.outline_km, given)


def _gap(ground: Array, sight: Seen) -> float:
    """Return by how many km the tie points lie outside the circle around an outline (n, 3)."""
    middle = ground.mean(axis=0)
    away = orbit.length(sight.ground - middle).max() - orbit.length(ground - middle).max()
    return float(away) / 1e3


class Base(NamedTuple):
    """The first and the last second of what an outline is held against, and whether that is all of the image."""

    ends: Array
    swath: bool


class Edges(NamedTuple):
    """By how many km the edges of an outline lie beyond those of its base, away from its start or from the track.

    A ``swath`` is all of the image, which an outline must hold; an acquisition may be longer than its image.
    """

    first: float
    last: float
    swath: bool

    @property
    def shift(self) -> float:
        """Return by how much the outline as a whole is moved."""
        return (self.first + self.last) / 2

    def moved(self, tolerance: float) -> bool:
        """Tell whether the outline cannot be that of the base."""
        out, bare = max(-self.first, self.last), max(self.first, -self.last)
        if not self.swath:
            return out > tolerance and bare > 0
        return bare > tolerance or (abs(self.last - self.first) / 2 <= tolerance < abs(self.shift))


def _times(product: Product, track: Track, sight: Seen | None) -> Base:
    """Return the time of the tie points, else that of the acquisition, else that of the vectors around it."""
    if sight and np.ptp(sight.seconds) > 0:
        return Base(np.array([sight.seconds.min(), sight.seconds.max()]), swath=True)
    if product.start and product.stop:
        return Base(track.at([product.start, product.stop]), swath=False)
    return Base(track.seconds[[0, -1]], swath=False)


def _across(ranges: Array, found: Array, angles: Array) -> Edges:
    """Return where the outline's near and far edges lie beyond the swath's, away from the track."""
    sines = np.sin(np.radians([angles.min(), angles.max()]))
    near, far = (np.array([found.min() - ranges.min(), found.max() - ranges.max()]) / sines / 1e3).tolist()
    return Edges(near, far, swath=True)


def _told(edges: dict[str, Edges], tolerance: float, given: dict[str, Any]) -> ProvenanceFact:
    numbers: dict[str, Any] = {"tolerance_km": tolerance}
    for name, edge in edges.items():
        numbers |= {f"{name}_first_km": round(float(edge.first), 3), f"{name}_last_km": round(float(edge.last), 3)}
    ways = {"along": "along the track", "across": "away from the track"}
    off = [f"{edge.shift:+.1f} km {ways[name]}" for name, edge in edges.items() if edge.moved(tolerance)]
    only = "" if "across" in edges else "; only along the track, for no swath of ranges is stated"
    if off:
        message = f"The outline does not lie where the image does: it is moved by {' and '.join(off)}"
        return ProvenanceFact(
            check=CHECK,
            result="fail",
            message=f"{message} (tolerance {tolerance:g} km{only})",
            numbers=numbers,
            **given,
        )
    where = "lies where the image does" if edges["along"].swath else "lies in the time of the acquisition"
    message = f"The outline {where} (tolerance {tolerance:g} km{only})"
    return ProvenanceFact(check=CHECK, result="pass", message=message, numbers=numbers, **given)
