"""Orbits stated as polynomials in time, and points in Earth-fixed coordinates, as SICD and SIDD have them."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

from sarcheck.model import StateVector
from sarcheck.readers import _values as v
from sarcheck.readers import _xml

if TYPE_CHECKING:
    from sarcheck.readers._product import Notes
    from sarcheck.readers._xml import Document

MAX_ORDER = 20
"""Terms of a polynomial; genuine ones have six to ten."""
SAMPLES = 5
"""Vectors over a collect: cubic interpolation over a quarter of a minute errs by a millimetre."""
_AXIS, _SQUARED = 6_378_137.0, 0.006694379990141317
_NEAR, _FAR = 6.3e6, 6.4e6
MAX_DURATION = 3600.0
"""Seconds of a collect; a longer one is a damaged field."""


def sampled(
    document: Document, path: str, start: dt.datetime, duration: float, notes: Notes
) -> tuple[StateVector, ...]:
    """Return state vectors of a polynomial, evenly from a collect's start over its duration (seconds)."""
    node = next(_xml.each(document.root, path), None)
    if node is None:
        return ()
    try:
        if not 0 < duration <= MAX_DURATION:
            raise ValueError(f"a duration of {duration:g} s is no collect")
        axes = [_coefficients(node, axis) for axis in "XYZ"]
        seconds = [duration * i / (SAMPLES - 1) for i in range(SAMPLES)]
        return tuple(_vector(axes, start, second) for second in seconds)
    except (ValueError, OverflowError) as error:
        notes.problem(f"{document.source}#{path}", f"orbit polynomial: {error}")
        return ()


def _coefficients(node: Any, axis: str) -> list[float]:
    terms: dict[int, float] = {}
    for term in _xml.each(node, f"{axis}/Coef"):
        power = v.count(term.get("exponent1") or "")
        if power > MAX_ORDER:
            raise ValueError(f"a term of order {power}")
        terms[power] = v.number(_xml.text(term))
    if not terms:
        raise ValueError(f"no terms for {axis}")
    return [terms.get(power, 0.0) for power in range(max(terms) + 1)]


def _vector(axes: list[list[float]], start: dt.datetime, second: float) -> StateVector:
    x, y, z = (_value(axis, second) for axis in axes)
    vx, vy, vz = (_value([k * term for k, term in enumerate(axis)][1:], second) for axis in axes)
    if not all(math.isfinite(number) for number in (x, y, z, vx, vy, vz)):
        raise ValueError("leads to no finite position")
    return StateVector(time=start + dt.timedelta(seconds=second), position=(x, y, z), velocity=(vx, vy, vz))


def _value(terms: list[float], at: float) -> float:
    total = 0.0
    for term in reversed(terms):
        total = total * at + term
    return total


def geodetic(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return longitude, latitude (degrees) and height (metres, WGS 84) of an Earth-fixed point near the ground.

    Raises ValueError for a point that is not: deep inside the Earth the method finds nothing.
    """
    across = math.hypot(x, y)
    if not _NEAR < math.hypot(across, z) < _FAR:
        raise ValueError("an Earth-fixed point that does not lie on the ground")
    latitude = math.atan2(z, across * (1 - _SQUARED))
    for _ in range(5):
        normal = _AXIS / math.sqrt(1 - _SQUARED * math.sin(latitude) ** 2)
        latitude = math.atan2(z + _SQUARED * normal * math.sin(latitude), across)
    normal = _AXIS / math.sqrt(1 - _SQUARED * math.sin(latitude) ** 2)
    height = math.hypot(across, z + _SQUARED * normal * math.sin(latitude)) - normal
    return math.degrees(math.atan2(y, x)), math.degrees(latitude), height
