"""The net of meridians and parallels with its labels, and the scale bar of a window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sarcheck.reports.charts._plane import FULL_ROUND, Window, forward, line

STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0)
"""Degrees from one line of the net to the next."""
LINES = 3.5
"""About so many lines are shown each way."""
POLAR_DEG = 30.0
"""The step of meridians that meet in a pole that is seen."""
BAR_SHARE = 0.28
"""The scale bar takes up to so much of the window's width."""
POINTS = 121


class Mark(NamedTuple):
    """A line of the net: what is seen of it in kilometres, its label, where that stands, and on which edge."""

    shape: BaseGeometry
    text: str
    x: float
    y: float
    edge: str


def net(window: Window) -> tuple[Mark, ...]:
    """Return the meridians and parallels that a window shows."""
    west, south, east, north = window.bounds()
    tall = np.degrees(2 * window.half_height / 6371.0)
    polar = east - west >= FULL_ROUND
    up = _step(tall / LINES)
    across = POLAR_DEG if polar else max(up, _step((east - west) / LINES / 1.6))
    ends = (south, north - up if polar and north > 0 else north)
    found = [_meridian(lon, across, ends, window) for lon in _multiples(west, east, across, polar=polar)]
    found += [_parallel(lat, up, (west, east), window) for lat in _multiples(south, north, up, polar=False)]
    return tuple(mark for mark in found if mark)


def bar(window: Window) -> float:
    """Return the length of the scale bar in kilometres: 1, 2 or 5 times a power of ten."""
    most = 2 * window.half_width * BAR_SHARE
    power = 10.0 ** np.floor(np.log10(most))
    return float(max(n * power for n in (1, 2, 5) if n * power <= most))


def _step(least: float) -> float:
    return next((step for step in STEPS if step >= least), STEPS[-1])


def _multiples(low: float, high: float, step: float, *, polar: bool) -> Iterator[float]:
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    for number in range(first, last + (0 if polar and (last - first) * step >= FULL_ROUND else 1)):
        if abs(number * step) < FULL_ROUND + 180.0:
            yield number * step


def _meridian(lon: float, step: float, ends: tuple[float, float], window: Window) -> Mark | None:
    points = np.stack([np.full(POINTS, lon), np.linspace(*ends, POINTS)], axis=-1)
    east = (lon + 180.0) % FULL_ROUND - 180.0
    text = degrees(east, step, "EW") if abs(abs(east) - 180.0) > step / 10 else "180°"
    return _marked(line(points, window), text, ("bottom", "top", "left", "right"), window)


def _parallel(lat: float, step: float, ends: tuple[float, float], window: Window) -> Mark | None:
    if abs(lat) >= 90.0:
        return None
    points = np.stack([np.linspace(*ends, 3 * POINTS), np.full(3 * POINTS, lat)], axis=-1)
    return _marked(line(points, window), degrees(lat, step, "NS"), ("left", "right"), window)


def _marked(shape: BaseGeometry, text: str, edges: tuple[str, ...], window: Window) -> Mark | None:
    """Label a line where it leaves the window by the first of the edges that it meets, else at its lowest point."""
    if shape.is_empty or shape.length < window.fine:
        return None
    points = shapely.get_coordinates(shape)
    for edge in edges:
        axis, side = _EDGES[edge]
        limit = side * (window.half_width if axis == 0 else window.half_height)
        meets = points[np.abs(points[:, axis] - limit) < window.fine / 10]
        if len(meets):
            x, y = meets[np.abs(meets[:, 1 - axis]).argmin()].tolist()
            return Mark(shape, text, x, y, edge)
    x, y = points[points[:, 1].argmin()].tolist()
    return Mark(shape, text, x, y, "inside")


_EDGES = {"left": (0, -1.0), "right": (0, 1.0), "bottom": (1, -1.0), "top": (1, 1.0)}


def degrees(value: float, step: float, letters: str) -> str:
    """Return degrees in words, as fine as the step between lines: 37.5° E."""
    decimals = 0 if step >= 1 else 1 if step >= 0.1 else 2
    text = f"{abs(value):.{decimals}f}°"
    return text if abs(value) < step / 10 else f"{text} {letters[0] if value > 0 else letters[1]}"


def pole_of(window: Window) -> tuple[float, float, str] | None:
    """Return where a pole lies in a window in kilometres, and its name; None where none is seen."""
    pole = 90.0 if window.latitude > 0 else -90.0
    x, y = forward(np.array([[0.0, pole]]), window)[0].tolist()
    if abs(x) > window.half_width or abs(y) > window.half_height:
        return None
    return x, y, "North Pole" if pole > 0 else "South Pole"
