"""Footprints laid out together: the plain ones as columns, the others one by one, those that make no area told."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sarcheck.errors import GeometryError
from sarcheck.geo.ellipsoid import Array
from sarcheck.geo.footprints import RawPoint, footprint
from sarcheck.geo.quads import Quads, Shapes, areas, outlines, polygons, quads
from sarcheck.model import Footprint

Ints = NDArray[np.int64]


class Laid:
    """Plain footprints of one plane; ``rows`` are their numbers in the batch. What is derived is kept."""

    def __init__(self, quads: Quads, rows: Ints) -> None:
        self.quads, self.rows = quads, rows

    @cached_property
    def bounds(self) -> Array:
        """Return what surely holds each footprint: west, south, east, north in the plane, shape (n, 4)."""
        return self.quads.bounds()

    @cached_property
    def outer(self) -> Array:
        """Return the corners of the quadrilaterals that hold the footprints, shape (n, 4, 2)."""
        return self.quads.moved(1)

    @cached_property
    def inner(self) -> Array:
        """Return the corners of the quadrilaterals that lie within them, NaN where none does, shape (n, 4, 2)."""
        return self.quads.moved(-1)

    @cached_property
    def around(self) -> Shapes:
        """Return the polygons that hold the footprints."""
        return polygons(self.outer)

    @cached_property
    def within(self) -> Shapes:
        """Return the polygons that lie within the footprints."""
        return polygons(self.inner)

    @cached_property
    def areas(self) -> Array:
        """Return the areas of the footprints in square metres."""
        return areas(self.quads)

    def outlines(self, rows: Ints, flat_m: float) -> Shapes:
        """Return the true outlines of some rows, edges off the geodesics by ``flat_m`` at most."""
        return outlines(self.quads.chosen(rows), flat_m)

    def chosen(self, rows: Ints | slice) -> Laid:
        """Return some of the rows, with what was derived of them."""
        found = Laid(self.quads.chosen(rows), self.rows[rows])
        for name in ("bounds", "outer", "inner", "around", "within", "areas"):
            if name in self.__dict__:
                found.__dict__[name] = self.__dict__[name][rows]
        return found


class Batch(NamedTuple):
    """Footprints in the order given: plain ones by plane, others by number, and why a number is none."""

    size: int
    laid: tuple[Laid, ...]
    others: dict[int, Footprint]
    problems: dict[int, str]


def batch(footprints: Array | Sequence[Footprint | Sequence[RawPoint]]) -> Batch:
    """Lay out footprints, or their corners (longitude, latitude) as stated in any order: an array (n, 4, 2), or lists.

    A list that makes no area is no error here but in ``problems``: it is undetermined, which is never clear.
    """
    corners = _four(footprints)
    found = quads(corners)
    laid = [Laid(found.chosen(rows), rows) for pole in (0, 1, -1) if len(rows := _rows(found, pole))]
    others: dict[int, Footprint] = {}
    problems: dict[int, str] = {}
    for row in np.nonzero(~found.plain)[0].tolist():
        given = footprints[row]
        try:
            others[row] = given if isinstance(given, Footprint) else footprint(_listed(given))
        except GeometryError as error:
            problems[row] = str(error)
    return Batch(len(corners), tuple(laid), others, problems)


def _rows(found: Quads, pole: int) -> Ints:
    return np.nonzero(found.plain & (found.pole == pole))[0]


def _listed(given: Array | Sequence[RawPoint]) -> Sequence[RawPoint]:
    return given.tolist() if isinstance(given, np.ndarray) else given


def _four(footprints: Array | Sequence[Footprint | Sequence[RawPoint]]) -> Array:
    """Return the corners of footprints, shape (n, 4, 2), NaN for those that have not just four."""
    if isinstance(footprints, np.ndarray) and footprints.shape[1:] == (4, 2):
        return np.asarray(footprints, dtype=float)
    corners = np.full((len(footprints), 4, 2), np.nan)
    for row, given in enumerate(footprints):
        ring = given.rings[0] if isinstance(given, Footprint) and len(given.rings) == 1 else given
        if isinstance(ring, Sequence) and len(ring) in (4, 5) and _plain(ring):
            corners[row] = ring[:4]
    return corners


def _plain(ring: Sequence[Any]) -> bool:
    """Tell whether a ring is four points of two floats, the first perhaps repeated at the end."""
    pairs = all(isinstance(p, list | tuple) and len(p) == 2 and all(type(v) in (int, float) for v in p) for p in ring)
    return pairs and (len(ring) == 4 or ring[0] == ring[4]) and all(abs(v) <= 360 for p in ring for v in p)
