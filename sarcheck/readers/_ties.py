"""Points whose place, time and range a product states, for holding them against its own orbit."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, NamedTuple

from sarcheck.model import Point, TiePoint, TiePoints
from sarcheck.readers import _values as v

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sarcheck.model import StateVector

LIGHT = 299_792_458.0
"""Metres a second, in vacuum."""
EARTH = 6_371_000.0
"""Metres; a sphere is enough for telling near from far."""


class Window(NamedTuple):
    """When the radar saw the first and the last line, and how far away the first and the last pixel are, in metres."""

    first: dt.datetime
    last: dt.datetime
    near: float
    far: float


def one_way(seconds: str) -> float:
    """Return the slant range in metres of a two-way travel time; raise ValueError for what is none."""
    return v.length(seconds) * LIGHT / 2


def between(first: dt.datetime, last: dt.datetime, share: float) -> dt.datetime:
    """Return the time at a share of the way from the first to the last line."""
    return first + (last - first) * share


def corners(
    points: Sequence[Point], window: Window, height: float | None, orbit: Sequence[StateVector]
) -> list[TiePoint]:
    """Return four corner points with the time and range that each must have been seen at.

    Formats disagree on the order of corners, so that it is told by the orbit: the two that lie further ahead were
    seen last, and of each two the closer is the near one. Points that are not four, or no orbit, give none.
    """
    if len(points) != 4 or not orbit:
        return []
    middle = orbit[len(orbit) // 2]
    ahead = sorted(points, key=lambda point: _dot(_earth_centred(point), middle.velocity))
    found = []
    for pair, time in ((ahead[:2], window.first), (ahead[2:], window.last)):
        close, distant = sorted(pair, key=lambda point: math.dist(_earth_centred(point), middle.position))
        for point, away in ((close, window.near), (distant, window.far)):
            found.append(TiePoint(time, point[0], point[1], height, away))
    return found


def at_one_height(points: Sequence[TiePoint], height: float | None, source: str, path: str) -> tuple[TiePoints, ...]:
    """Return points that share one mean height, or of which none is stated."""
    if not points:
        return ()
    return (TiePoints(points=tuple(points), heights="none" if height is None else "mean", source=source, path=path),)


def _earth_centred(point: Point) -> tuple[float, float, float]:
    lon, lat = math.radians(point[0]), math.radians(point[1])
    return (
        EARTH * math.cos(lat) * math.cos(lon),
        EARTH * math.cos(lat) * math.sin(lon),
        EARTH * math.sin(lat),
    )


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
