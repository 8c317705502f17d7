"""Do the state vectors obey gravity, or did somebody make them up?

Flown from the first vector under gravity and the Earth's oblateness, the last one must be met; velocities must be those
of the positions; no real orbit is exactly circular, and none passes at round numbers.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sarcheck import orbit
from sarcheck.model import ProvenanceFact

if TYPE_CHECKING:
    from sarcheck.model import GravityLimits
    from sarcheck.orbit import Array, Track

Indices = NDArray[np.intp]

CHECK = "made_up_orbit"

MAX_ARC_S = 21_600.0
"""Seconds that a vector is flown to the next one: products state their vectors seconds or minutes apart."""


def fact(track: Track, limits: GravityLimits) -> ProvenanceFact:
    """State whether the state vectors can be those of a real orbit."""
    shapes = orbit.eccentricities(track)
    numbers: dict[str, Any] = {"vectors": len(track.seconds), "eccentricity": round(float(shapes.max()), 7)}
    wrong = []
    if shapes.max() < limits.circular:
        wrong.append(f"it is exactly circular (eccentricity {shapes.max():.1e}), as no real orbit is")
    if (np.abs(track.position / limits.round_m - np.round(track.position / limits.round_m)) < 1e-9).all():
        wrong.append(f"all its positions are whole multiples of {limits.round_m:g} m")
    if len(track.seconds) > 1:
        unfit, figures = _flown(track, limits)
        numbers |= figures
        wrong += unfit
    if wrong:
        message = f"The orbit is made up or altered: {'; '.join(wrong)}"
        return ProvenanceFact(check=CHECK, result="fail", message=message, numbers=numbers)
    if len(track.seconds) == 1:
        message = "One state vector alone does not show whether it obeys gravity; it is neither circular nor round"
        return ProvenanceFact(check=CHECK, result="not_possible", message=message, numbers=numbers)
    message = (
        f"The {len(track.seconds)} state vectors obey gravity: flown for {numbers['arc_s']:g} s "
        f"they meet each other within {numbers['off_m']:g} m and {numbers['off_m_s']:g} m/s"
    )
    return ProvenanceFact(check=CHECK, result="pass", message=message, numbers=numbers)


def _flown(track: Track, limits: GravityLimits) -> tuple[list[str], dict[str, Any]]:
    """Return what the vectors do that gravity does not, with the numbers: each is flown to one an arc later."""
    starts, ends = _arcs(track.seconds, limits.arc_s)
    arc = track.seconds[ends] - track.seconds[starts]
    near, widest = arc <= MAX_ARC_S, float(arc.max())
    far_apart = [] if near.all() else [f"vectors beside each other are {widest:g} s apart, as no product's are"]
    starts, ends, arc = starts[near], ends[near], arc[near]
    if not len(arc):
        return far_apart, {"arc_s": round(widest, 3)}
    flown = orbit.fly(np.concatenate([track.position, track.velocity], axis=1)[starts], arc)
    off = orbit.length(flown[:, :3] - track.position[ends])
    off_speed = orbit.length(flown[:, 3:] - track.velocity[ends])
    figures = {
        "arc_s": round(widest, 3),
        "off_m": round(float(_middle(off)), 3),
        "off_m_s": round(float(_middle(off_speed)), 4),
        "worst_m": round(float(off.max()), 3),
        "worst_m_s": round(float(off_speed.max()), 4),
    }
    speed_limit = limits.noise_m_s + limits.other_m_s2 * arc
    limit = limits.noise_m + limits.noise_m_s * arc + limits.other_m_s2 * arc**2 / 2
    wrong = far_apart
    for what, unit, far in (("", "m", off / limit), ("its velocities are ", "m/s", off_speed / speed_limit)):
        worst = int(np.argmax(far))
        if _middle(far) > 1 or far[worst] > limits.outlier:
            value = (off if unit == "m" else off_speed)[worst]
            when = track.epoch + dt.timedelta(seconds=float(track.seconds[ends[worst]]))
            wrong.append(
                f"flown for {arc[worst]:g} s under gravity to {when:%T}, {what or 'it is '}{value:.3g} {unit} off, "
                f"{far[worst]:.0f} times what is tolerated"
            )
    return wrong, figures


def _middle(values: Array) -> float:
    return float(np.sort(values)[len(values) // 2])


def _arcs(seconds: Array, arc_s: float) -> tuple[Indices, Indices]:
    """Return the indices of all vectors but the last, and of those an arc later, or the next, or the last."""
    starts = np.arange(len(seconds) - 1)
    ends = np.searchsorted(seconds, seconds[starts] + arc_s, side="right") - 1
    return starts, np.maximum(ends, starts + 1)
