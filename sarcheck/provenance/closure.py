"""Closure: do the state vectors lead to the points on the ground that the product states?

Each point is placed anew from the platform's position at its time, its slant range, the look side and its height, and
held against the stated one. A closure that holds proves that a product agrees with itself, not that it is true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from sarcheck import orbit
from sarcheck.model import ProvenanceFact
from sarcheck.provenance._seen import ARRAYS, Seen, or_zero

if TYPE_CHECKING:
    from sarcheck.model import ClosureLimits, Product
    from sarcheck.orbit import Array
    from sarcheck.provenance._seen import Mask

CHECK = "closure"
NO_PLACE = "no-place"
"""The code of a reader's problem with a point whose coordinates cannot be any."""
WHY = {
    "point": "each point has its own height",
    "mean": "one mean height stands for all",
    "none": "no height is stated and the ellipsoid stands for the ground",
}
_SIDES = {"right": 1.0, "left": -1.0}
_NAMES = {1.0: "right", -1.0: "left"}


def facts(product: Product, sight: Seen | None, limits: ClosureLimits) -> Iterator[ProvenanceFact]:
    """State whether the tie points close, for each kind of heights that a product has."""
    if sight is None:
        yield _impossible("the product states no point on the ground with the time at which it was seen")
        return
    for heights in dict.fromkeys(ties.heights for ties in product.ties if ties.points):
        yield _closed(product, sight, heights, limits)


def nowhere(product: Product) -> ProvenanceFact | None:
    """Return that a product states points that no place on Earth is, as exchanged axes do; None if it does not."""
    wrong = [problem for problem in product.problems if problem.code == NO_PLACE]
    if not wrong:
        return None
    source, _, path = wrong[0].pointer.partition("#")
    message = f"The product states {len(wrong)} points that cannot be on Earth, as if latitude and longitude were "
    message += f"exchanged: {wrong[0].message}"
    numbers = {"points": len(wrong), "cause": "no place on Earth"}
    return ProvenanceFact(check=CHECK, result="fail", message=message, source=source, path=path, numbers=numbers)


def _impossible(message: str, **given: Any) -> ProvenanceFact:
    return ProvenanceFact(check=CHECK, result="not_possible", message=f"Closure cannot be checked: {message}", **given)


def _closed(product: Product, sight: Seen, heights: str, limits: ClosureLimits) -> ProvenanceFact:
    sets = [i for i, ties in enumerate(product.ties) if ties.heights == heights]
    chosen = np.isin(sight.group, sets)
    part = select(sight, chosen & sight.reached)
    outside = int(chosen.sum()) - len(part.seconds)
    ties = product.ties[sets[0]]
    given: dict[str, Any] = {"source": ties.source, "path": ties.path}
    if not len(part.seconds):
        message = f"all {outside} points lie more than {limits.beyond_s:g} s outside the time of the state vectors"
        return _impossible(message, **given)
    side, told = _side(product, part)
    tolerance = {"point": limits.point_km, "mean": limits.mean_km, "none": limits.none_km}[heights]
    misses = miss(part, side)
    middle = orbit.median(misses)
    worst = product.ties[int(part.group[int(np.argmax(misses))])]
    numbers = {
        "points": len(misses),
        "median_km": _rounded(middle),
        "maximum_km": _rounded(misses.max()),
        "tolerance_km": tolerance,
        "heights": heights,
        "side": told,
        "ranges": bool(np.isfinite(part.slant_range).all()),
    }
    points = f"{len(misses)} points" if len(misses) > 1 else "point"
    given = {"source": worst.source, "path": worst.path, "numbers": numbers}
    plane = "" if numbers["ranges"] else ", in the zero-Doppler plane only because no slant range is stated"
    basis = f"tolerance {tolerance:g} km, for {WHY[heights]}{plane}"
    if misses.max() <= tolerance and outside:
        message = f"{outside} of {outside + len(misses)} points lie outside the time of the state vectors"
        return _impossible(message, **given)
    if misses.max() <= tolerance:
        message = (
            f"The state vectors lead to the {points} that the product states within "
            f"{_km(misses.max())} (median {_km(middle)}; {basis})"
        )
        return ProvenanceFact(check=CHECK, result="pass", message=message, **given)
    cause, figures = _cause(part, side, limits, tolerance)
    message = (
        f"The state vectors do not lead to the {points} that the product states: they are off by up to "
        f"{_km(misses.max())} (median {_km(middle)}; {basis}); {cause}"
    )
    return ProvenanceFact(check=CHECK, result="fail", message=message, **given | {"numbers": numbers | figures})


def select(sight: Seen, chosen: Mask) -> Seen:
    """Return the points that a mask chooses."""
    return Seen(track=sight.track, **{name: getattr(sight, name)[chosen] for name in ARRAYS})


def _side(product: Product, sight: Seen) -> tuple[float, str]:
    """Return the side to look for points at: the stated one, else where they lie, told as inferred."""
    if product.look in _SIDES:
        return _SIDES[product.look], product.look
    side = 1.0 if sight.sides.sum() >= 0 else -1.0
    return side, f"{_NAMES[side]} (inferred)"


def miss(sight: Seen, side: float) -> Array:
    """Return by how many km (n,) the vectors miss the stated points; infinite where a range reaches no ground."""
    ground = sight.ground
    along = np.abs(orbit.ahead_of_beam(sight.position, sight.velocity, ground, sight.cone)) / 1e3
    ranged = np.isfinite(sight.slant_range)
    if not ranged.any():
        return along
    height, reach = or_zero(sight.height), np.where(ranged, sight.slant_range, 1.0)
    sides = np.full(len(reach), side)
    found = orbit.geolocate(sight.position, sight.velocity, reach, sides, height, sight.cone)
    return np.where(ranged, np.nan_to_num(orbit.length(found - ground), nan=np.inf) / 1e3, along)


# --- why it does not close ----------------------------------------------------------------------

_CHANGES: tuple[tuple[str, Callable[[Seen], tuple[Array, Array]]], ...] = (
    ("latitude and longitude are exchanged", lambda s: (s.latitude, s.longitude)),
    ("the sign of the longitude is wrong", lambda s: (-s.longitude, s.latitude)),
    ("the sign of the latitude is wrong", lambda s: (s.longitude, -s.latitude)),
    ("the signs of longitude and latitude are wrong", lambda s: (-s.longitude, -s.latitude)),
)


def _cause(sight: Seen, side: float, limits: ClosureLimits, tolerance: float) -> tuple[str, dict[str, Any]]:
    """Return the likely cause in words, with its numbers."""
    mirrored = miss(sight, -side)
    if mirrored.max() <= tolerance:
        message = f"they lead there within {_km(mirrored.max())} if the radar looked {_NAMES[-side]}"
        return f"{message}: the look side is wrong", {"cause": "look side"}
    for name, change in _CHANGES:
        lon, lat = change(sight)
        if (np.abs(lat) <= 90).all():
            changed = replace(sight, longitude=lon, latitude=lat)
            if miss(changed, side).max() <= tolerance:
                return name, {"cause": name}
    return _shift(sight, side, limits, tolerance)


def _shift(sight: Seen, side: float, limits: ClosureLimits, tolerance: float) -> tuple[str, dict[str, Any]]:
    """Return by how much the points are off in time or on the ground, as medians over them."""
    ground = sight.ground
    cone = orbit.median(sight.cone)
    at_points, _, _ = orbit.overflight(sight.track, ground, sight.seconds, limits.beyond_s, cone)
    delay = float(np.nanmedian(at_points - sight.seconds)) if np.isfinite(at_points).any() else np.nan
    along = orbit.median(orbit.ahead_of_beam(sight.position, sight.velocity, ground, sight.cone)) / 1e3
    figures: dict[str, Any] = {"along_km": _rounded(along)}
    across = _across(sight, ground)
    figures |= {} if across is None else {"away_km": _rounded(across)}
    if np.isfinite(delay):
        figures["delay_s"] = round(delay, 4)
        seconds = sight.seconds + delay
        position, velocity = orbit.states(sight.track, seconds, limits.beyond_s)
        moved = replace(sight, seconds=seconds, position=position, velocity=velocity)
        if np.isfinite(position).all() and miss(moved, side).max() <= tolerance:
            message = (
                f"they do if all times are {delay:+.3f} s later, or if the points are {along:+.1f} km along the track"
            )
            return message, figures | {"cause": "time, or a shift along the track"}
    if np.isnan(sight.height).all() and (high := _on_other_ground(sight, side, limits, tolerance)) is not None:
        figures |= {"cause": "height", "height_m": round(high)}
        return f"they do on ground {high:.0f} m high, which the product does not state", figures
    if across is None:
        return f"the points are {along:+.1f} km along the track from the beam's plane", figures | {"cause": "unknown"}
    moved_by = f"the points are moved by {along:+.1f} km along the track and {across:+.1f} km away from it"
    return moved_by, figures | {"cause": "shift"}


def _across(sight: Seen, ground: Array) -> float | None:
    """Return by how many km points lie farther from the track than their ranges say, None where none is stated."""
    ranged = np.isfinite(sight.slant_range)
    if not ranged.any():
        return None
    angle = np.radians(orbit.incidence(sight.position, ground)).clip(min=0.05)
    excess = (orbit.length(ground - sight.position) - sight.slant_range) / np.sin(angle)
    return orbit.median(excess[ranged]) / 1e3


def _on_other_ground(sight: Seen, side: float, limits: ClosureLimits, tolerance: float) -> float | None:
    """Return the height (m) of the ground on which points without heights would close, None where none does."""
    if not np.isfinite(sight.slant_range).any():
        return None
    angle = np.radians(orbit.incidence(sight.position, sight.ground))
    heights = (orbit.length(sight.ground - sight.position) - sight.slant_range) / np.cos(angle)
    height = float(np.nanmedian(heights))
    raised = replace(sight, height=np.full(len(heights), height))
    plausible = limits.lowest_m <= height <= limits.highest_m
    return height if plausible and miss(raised, side).max() <= tolerance else None


def _km(value: float) -> str:
    if not np.isfinite(value):
        return "more than the Earth is wide"
    return f"{value * 1e3:.0f} m" if value < 1 else f"{value:.1f} km"


def _rounded(value: Any) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None
