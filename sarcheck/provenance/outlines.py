"""The stated outlines against the swath: an outline that was moved while the tie points stay where they are.

The outlines' points are brought into the radar's own coordinates, time along the track and range across it, and their
extent is held against that of the acquisition. An outline may be larger than the swath (a map's corners, swaths that
were not delivered); then it must hold the swath. One of the swath's size must lie where the swath does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    message = f"The outline cannot be held against the orbit: {reason}."
    return ProvenanceFact(check=CHECK, result="not_possible", message=message, **given)


def _judged(product: Product, track: Track, sight: Seen | None, points: Array, limits: ClosureLimits) -> ProvenanceFact:
    given: dict[str, Any] = {"source": product.outlines[0].source, "path": product.outlines[0].path}
    times = _times(product, track, sight)
    if times is None:
        return _impossible("the product states no time", **given)
    height = float(np.nanmean(sight.height)) if sight and np.isfinite(sight.height).any() else 0.0
    cone = float(np.median(sight.cone)) if sight else 90.0
    ground = orbit.earth_fixed(points[:, 0], points[:, 1], height)
    reach = 2 * limits.beyond_s
    if (np.abs(times - times.clip(track.seconds[0], track.seconds[-1])) > limits.beyond_s).any():
        return _impossible("the acquisition lies outside the time of the state vectors", **given)
    at, position, velocity = orbit.overflight(track, ground, np.full(len(points), times.mean()), reach, cone)
    if never := int(np.isnan(at).sum()):
        message = (
            f"{never} of the outline's {len(points)} points were not in the beam's plane within {reach:g} s of the "
        )
        message += "state vectors."
        return ProvenanceFact(check=CHECK, result="fail", message=message, **given)
    speed = float(np.median(orbit.ground_speed(position, velocity, ground))) / 1e3
    edges = {"along": (np.array([at.min(), at.max()]) - times) * speed}
    if sight and np.isfinite(sight.slant_range).any():
        edges["across"] = _across(sight, orbit.length(ground - position), orbit.incidence(position, ground))
    return _told(edges, limits.outline_km, given)


def _times(product: Product, track: Track, sight: Seen | None) -> Array | None:
    """Return the first and the last second of the acquisition: as stated, else of the tie points."""
    if product.start and product.stop:
        return track.at([product.start, product.stop])
    return np.array([sight.seconds.min(), sight.seconds.max()]) if sight else None


def _across(sight: Seen, ranges: Array, angles: Array) -> Array:
    """Return by how many km the outline's near and far edges lie beyond the swath's, away from the track."""
    near, far = np.nanmin(sight.slant_range), np.nanmax(sight.slant_range)
    sines = np.sin(np.radians([angles.min(), angles.max()]))
    return (np.array([ranges.min(), ranges.max()]) - [near, far]) / sines / 1e3


def _told(edges: dict[str, Array], tolerance: float, given: dict[str, Any]) -> ProvenanceFact:
    numbers: dict[str, Any] = {"tolerance_km": tolerance}
    off = []
    for name, (first, last) in edges.items():
        shift, growth = (first + last) / 2, (last - first) / 2
        numbers |= {f"{name}_shift_km": round(float(shift), 3), f"{name}_growth_km": round(float(growth), 3)}
        uncovered = max(first, -last) > tolerance
        if uncovered or (abs(growth) <= tolerance < abs(shift)):
            where = {"along": "along the track", "across": "away from the track"}[name]
            off.append(f"{shift:+.1f} km {where}")
    wider = (
        " (larger than the swath, which it holds)" if any(v[1] - v[0] > 2 * tolerance for v in edges.values()) else ""
    )
    only = "" if "across" in edges else "; only along the track, for no range is stated"
    if not off:
        message = f"The outline lies where the swath does{wider} (tolerance {tolerance:g} km{only})."
        return ProvenanceFact(check=CHECK, result="pass", message=message, numbers=numbers, **given)
    message = f"The outline does not lie where the swath does: it is moved by {' and '.join(off)}"
    message += f" (tolerance {tolerance:g} km{only})."
    return ProvenanceFact(check=CHECK, result="fail", message=message, numbers=numbers, **given)
