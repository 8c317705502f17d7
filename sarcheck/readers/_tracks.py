"""State vectors, tie points and corners, made of the numbers that products state."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Literal

from sarcheck.model import Outline, StateVector
from sarcheck.readers._grid import checked

Heights = Literal["point", "mean", "none"]

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sarcheck.model import Point
    from sarcheck.readers._product import Notes

MAX_VECTORS = 20_000
MAX_NUMBERS = 6 * MAX_VECTORS
HALF_LIGHT = 299_792_458.0 / 2
"""Metres of one-way distance for one second of two-way travel."""
WGS84_A, WGS84_E2 = 6_378_137.0, 6.694379990141317e-3
_MAX_SECONDS = 10 * 86_400.0
"""Times are stated as seconds from the start of their day; a few days are more than any product lasts."""


def numbers(text: str) -> list[float]:
    """Return the finite numbers of a text, between commas or blanks, in brackets or not."""
    words = text.replace(",", " ").replace("[", " ").replace("]", " ").split()
    if len(words) > MAX_NUMBERS:
        raise ValueError(f"holds more than {MAX_NUMBERS} numbers")
    try:
        found = [float(word) for word in words]
    except ValueError:
        raise ValueError("does not hold numbers") from None
    if not all(map(math.isfinite, found)) or "_" in text:
        raise ValueError("does not hold finite numbers")
    return found


def after(epoch: dt.datetime, seconds: float) -> dt.datetime:
    """Return the time some seconds after another."""
    if not abs(seconds) <= _MAX_SECONDS:
        raise ValueError(f"{seconds:g} seconds from {epoch:%F} is no time of a product")
    return epoch + dt.timedelta(seconds=seconds)


def vectors(
    times: Sequence[dt.datetime], positions: Sequence[float], velocities: Sequence[float]
) -> tuple[StateVector, ...]:
    """Return state vectors in order of time, of three numbers in metres, and metres a second, for each time.

    Raises ValueError where their numbers do not match, or one time has two positions.
    """
    if not len(positions) == len(velocities) == 3 * len(times):
        raise ValueError(
            f"{len(times)} times, {len(positions)} coordinates and {len(velocities)} velocities do not match"
        )
    if len(times) > MAX_VECTORS:
        raise ValueError(f"more than {MAX_VECTORS} state vectors")
    made: dict[dt.datetime, StateVector] = {}
    for i, time in enumerate(times):
        x, y, z = positions[3 * i : 3 * i + 3]
        vx, vy, vz = velocities[3 * i : 3 * i + 3]
        vector = StateVector(time=time, position=(x, y, z), velocity=(vx, vy, vz))
        if made.setdefault(time, vector) != vector:
            raise ValueError(f"two state vectors for {time:%FT%TZ}")
    return tuple(made[time] for time in sorted(made))


def geodetic(text: str) -> tuple[Point, float | None]:
    """Return longitude and latitude, and the height where one is stated, of a text "latitude longitude height"."""
    found = numbers(text)
    if len(found) not in (2, 3):
        raise ValueError(f'"{text[:60]}" is not a latitude, a longitude and a height')
    return checked(found[1], found[0]), found[2] if len(found) == 3 else None


def place(position: Sequence[float]) -> tuple[float, float, float]:
    """Return longitude and latitude in degrees and the height in metres of an Earth-fixed position in metres.

    Bowring's formula: exact to a millimetre near the ground.
    """
    x, y, z = position
    axis = math.hypot(x, y)
    if not 6.3e6 < math.hypot(axis, z) < 6.5e6:
        raise ValueError(f"({x:g}, {y:g}, {z:g}) is no place near the ground")
    polar = WGS84_A * math.sqrt(1 - WGS84_E2)
    angle = math.atan2(z * WGS84_A, axis * polar)
    second = WGS84_E2 / (1 - WGS84_E2)
    lat = math.atan2(z + second * polar * math.sin(angle) ** 3, axis - WGS84_E2 * WGS84_A * math.cos(angle) ** 3)
    normal = WGS84_A / math.sqrt(1 - WGS84_E2 * math.sin(lat) ** 2)
    height = axis * math.cos(lat) + z * math.sin(lat) - WGS84_A**2 / normal
    return math.degrees(math.atan2(y, x)), math.degrees(lat), height


def ring(corners: Sequence[Point], source: str, path: str, notes: Notes) -> tuple[Outline, ...]:
    """Return the outline of corners in their order; a problem where they are not at least three places."""
    if len(set(corners)) < 3:
        notes.problem(f"{source}#{path}", f"footprint: {len(set(corners))} different corners make no outline")
        return ()
    return (Outline(points=tuple(corners), kind="ring", source=source, path=path),)
