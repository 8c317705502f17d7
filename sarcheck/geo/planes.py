"""Footprints and regions laid into equal-area planes: do they touch, how much do they share, how far apart are they.

Regions live in the cylindrical plane; a footprint lies in it too, or round a pole where it reaches
above 80 degrees. Nothing is cut at 180 degrees: what lies elsewhere by whole turns is moved there.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from sarcheck.geo.distance import separation_km
from sarcheck.geo.ellipsoid import (
    POLE,
    ROUND,
    A,
    Array,
    cylinder,
    densified,
    polar,
    turns,
    uncylinder,
)
from sarcheck.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from sarcheck.model import Footprint, Point

STEP_M = 2500.0
"""The longest step along a footprint's geodesic edge."""
STEPS_ROUND = 64
"""At least so many steps go round a footprint, however small."""
REGION_STEP_DEG = 0.05
"""The longest piece of a region's edge, straight in longitude and latitude, that is straight in the plane."""
DISTANCE_STEP_M = 2500.0
"""The longest piece of a region's edge, in the plane, when a distance is measured."""
POLAR_LATITUDE = 80.0
PLAIN_M = 0.49 * ROUND
"""What lies within so many metres of longitude 0 in the cylinder, and is half as wide, is not moved by whole turns."""
TOUCH_M = 0.001
"""What lies nearer touches: rounding must not part shapes that share a point."""


class Piece(NamedTuple):
    """A part of a footprint in a plane: the cylinder (``pole`` 0), or round the north (1) or south (-1) pole."""

    pole: int
    shape: BaseGeometry
    bounds: tuple[float, float, float, float]
    """What it may touch, in the cylinder: west, south, east, north in metres."""


class Meeting(NamedTuple):
    """How a footprint lies to one shape."""

    intersects: bool
    overlap_km2: float
    overlap_share: float
    distance_km: float


# --- laying out ---------------------------------------------------------------------------------


def lay_out(rings: tuple[tuple[Point, ...], ...]) -> tuple[Piece, ...]:
    """Lay the rings of a footprint, edges geodesic, into the planes: one piece for each plane that is needed.

    The pieces are shared by all who ask: who prepares them asks ``laid_anew``.
    """
    return _LAID.get(rings) or _laid_out(rings)


@lru_cache(maxsize=64)
def _laid_out(rings: tuple[tuple[Point, ...], ...]) -> tuple[Piece, ...]:
    return laid_anew(rings)


def laid_anew(rings: tuple[tuple[Point, ...], ...]) -> tuple[Piece, ...]:
    """Lay rings into the planes as ``lay_out`` does, in shapes of the caller's own."""
    shapes: dict[int, list[BaseGeometry]] = {}
    for ring in rings:
        dense = dense_ring(ring)
        pole, plane = _pole(dense), cylinder(dense)
        shapes.setdefault(pole, []).append(
            shapely.Polygon(polar(plane, pole)) if pole else _beside(plane, shapes.get(0, ())),
        )
    return tuple(_piece(pole, [mended(shape) for shape in parts]) for pole, parts in sorted(shapes.items()))


def lay_out_many(rings: Sequence[tuple[Point, ...]]) -> list[Piece | None]:
    """Lay footprints of one small ring each out together, at most ``KEPT``, and keep them for ``lay_out``.

    None stands for one that does not lie plainly in the cylinder, away from its ends, valid as it is drawn.
    """
    dense = draw(rings)
    counts = np.array([len(one) for one in dense])
    starts, points = np.cumsum(counts) - counts, np.concatenate(dense)
    edges = shapely.linearrings(cylinder(points), indices=np.repeat(np.arange(len(dense)), counts))
    shapes = np.asarray(shapely.polygons(edges))
    bounds = shapely.bounds(shapes)
    plain = shapely.is_valid(shapes) & (np.maximum.reduceat(np.abs(points[:, 1]), starts) <= POLAR_LATITUDE)
    plain &= (np.abs(bounds[:, ::2]).max(axis=1) < PLAIN_M) & (bounds[:, 2] - bounds[:, 0] < PLAIN_M / 2)
    found = [
        Piece(0, shape, (west, south, east, north)) if whole else None
        for whole, shape, (west, south, east, north) in zip(plain.tolist(), shapes, bounds.tolist(), strict=True)
    ]
    _LAID.keep({(ring,): (piece,) for ring, piece in zip(rings, found, strict=True) if piece})
    return found


def dense_ring(ring: tuple[Point, ...]) -> Array:
    """Return a ring with points along its geodesic edges, longitudes unwrapped, shape (n, 2), read-only.

    An image is asked about several times while its order is screened; its outline is drawn once.
    """
    found = _DRAWN.get(ring)
    if found is None:
        (found,) = draw([ring])
    return found


def draw(rings: Sequence[tuple[Point, ...]]) -> list[Array]:
    """Return ``dense_ring`` of several rings, drawn together, and keep them for those who will ask for one."""
    drawn = densified([np.asarray(ring, dtype=float) for ring in rings], STEP_M, STEPS_ROUND)
    for dense in drawn:
        dense.flags.writeable = False
    _DRAWN.keep(dict(zip(rings, drawn, strict=True)))
    return drawn


KEPT = 1024
"""Outlines and pieces that are kept, some kilobytes each."""
_DRAWN: Kept[tuple[Point, ...], Array] = Kept(KEPT)
_LAID: Kept[tuple[tuple[Point, ...], ...], tuple[Piece, ...]] = Kept(KEPT)


def _pole(dense: Array) -> int:
    """Return the pole round which a ring is laid out, 0 for none."""
    farthest = dense[np.abs(dense[:, 1]).argmax(), 1]
    if abs(farthest) > POLAR_LATITUDE:
        return 1 if farthest > 0 else -1
    return int(np.sign(dense[:, 1].mean())) if turns(dense) else 0


def _beside(plane: Array, others: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return a ring as a polygon, moved by whole turns next to the first of the others, else to longitude 0."""
    middle = others[0].centroid.x if others else 0.0
    rounds = np.round((plane[:, 0].mean() - middle) / ROUND)
    return shapely.Polygon(plane - (rounds * ROUND, 0.0))


def _piece(pole: int, parts: list[BaseGeometry]) -> Piece:
    shape = parts[0] if len(parts) == 1 else shapely.union_all(parts)
    if not pole:
        return Piece(pole, shape, shape.bounds)
    rim = POLE - float((shapely.get_coordinates(shape) ** 2).sum(axis=1).max()) / (2 * A)
    edges = sorted((pole * rim, pole * POLE))
    return Piece(pole, shape, (-np.inf, edges[0], np.inf, edges[1]))


def unroll(region: BaseGeometry) -> BaseGeometry:
    """Lay a region, edges straight in longitude and latitude, into the cylindrical plane."""
    fine = shapely.segmentize(shapely.force_2d(region), REGION_STEP_DEG)
    return mended(shapely.transform(fine, cylinder))


def mended(shape: BaseGeometry) -> BaseGeometry:
    """Return a valid shape that covers what any of a shape's polygons covers, each by the even-odd rule."""
    if shape.is_valid:
        return shape
    parts = shapely.get_parts(shapely.make_valid(shapely.get_parts(shape)))
    flat = shapely.get_parts(parts)
    return shapely.union_all(flat[shapely.get_dimensions(flat) == 2])


def copies(shape: BaseGeometry, piece: Piece) -> Iterator[BaseGeometry]:
    """Yield a region's shape of the cylinder, moved into the plane of a piece, wherever the two may meet."""
    west, south, east, north = shape.bounds
    if np.isnan(west) or north < piece.bounds[1] - TOUCH_M or south > piece.bounds[3] + TOUCH_M:
        return
    if piece.pole:
        near = shapely.clip_by_rect(shape, west, piece.bounds[1] - POLE / 1000, east, piece.bounds[3] + POLE / 1000)
        fine = shapely.segmentize(near, np.radians(REGION_STEP_DEG) * A)
        yield mended(shapely.transform(fine, lambda plane: polar(plane, piece.pole)))
        return
    first = np.ceil((piece.bounds[0] - TOUCH_M - east) / ROUND)
    last = np.floor((piece.bounds[2] + TOUCH_M - west) / ROUND)
    for rounds in np.arange(first, last + 1):
        yield moved(shape, rounds)


def moved(shape: BaseGeometry, rounds: float) -> BaseGeometry:
    """Return a shape of the cylinder moved by whole turns to the east."""
    return shapely.transform(shape, lambda plane: plane + np.array([rounds * ROUND, 0.0])) if rounds else shape


# --- relations ----------------------------------------------------------------------------------


def touches(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Tell whether two shapes of a plane share a point."""
    return bool(shapely.dwithin(one, other, TOUCH_M))


def segments(shape: BaseGeometry) -> Array:
    """Return the edges of a shape of the cylinder as short segments in degrees, shape (n, 2, 2)."""
    edges = shapely.segmentize(shapely.boundary(shape), DISTANCE_STEP_M)
    plane, part = shapely.get_coordinates(shapely.get_parts(edges), return_index=True)
    lines: Array = _paired(uncylinder(plane))[part[1:] == part[:-1]]
    return lines


def outline(footprint: Footprint) -> Array:
    """Return the geodesic edges of a footprint as short segments in degrees, shape (n, 2, 2)."""
    rings = (dense_ring(ring) for ring in footprint.rings)
    return np.concatenate([_paired(np.concatenate([ring, ring[:1]])) for ring in rings])


def _paired(points: Array) -> Array:
    return np.stack([points[:-1], points[1:]], axis=1)


def relate(footprint: Footprint, region: BaseGeometry) -> Meeting:
    """Tell how a footprint lies to a region: a shape in longitude and latitude, its edges straight in them.

    Areas hold to 1e-4 of themselves, the distance (0 where they touch) to 1 m.
    """
    pieces, shape = lay_out(footprint.rings), unroll(region)
    met = [(piece.shape, copy) for piece in pieces for copy in copies(shape, piece)]
    intersects = any(touches(one, other) for one, other in met)
    overlap = sum(shapely.intersection(one, other).area for one, other in met) / 1e6 if intersects else 0.0
    whole = sum(piece.shape.area for piece in pieces) / 1e6
    distance = 0.0 if intersects else separation_km(outline(footprint), segments(shape))
    return Meeting(intersects, overlap, overlap / whole, distance)


def shared(one: Footprint, others: Sequence[Footprint]) -> tuple[bool, float]:
    """Return whether a footprint meets any of others, and how much of it they cover together, in km2."""
    if any(one.rings == other.rings for other in others):
        return True, one.area_km2  # of a shape and itself, every edge crosses another: slow, and known
    pieces = [piece for other in others for piece in lay_out(other.rings)]
    meets, covered = False, 0.0
    for piece in lay_out(one.rings):
        over = [shape for other in pieces for shape in _into(other, piece)]
        meets = meets or any(touches(piece.shape, shape) for shape in over)
        covered += shapely.intersection(piece.shape, shapely.union_all(over)).area / 1e6 if over else 0.0
        for other in (other for other in pieces if other.pole and not piece.pole):
            flat = list(copies(piece.shape, other))
            meets = meets or any(touches(other.shape, shape) for shape in flat)
            covered += sum(shapely.intersection(other.shape, shape).area for shape in flat) / 1e6
    return meets, covered


def _into(other: Piece, piece: Piece) -> Iterator[BaseGeometry]:
    """Yield a piece of a footprint in the plane of another one, where that plane can hold it."""
    if other.pole:
        yield from [other.shape] if other.pole == piece.pole else []
    else:
        yield from copies(other.shape, piece)
