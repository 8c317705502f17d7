"""Many footprints against all regions at once, by whole columns.

Three rounds, each for what the one before leaves open: boxes; the two quadrilaterals that a footprint lies between
(``geo.quads``); the true outline. So the answer is that of the true outline, at the price of boxes for most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from sarcheck.geo.batch import Laid
from sarcheck.geo.ellipsoid import Array
from sarcheck.geo.planes import TOUCH_M
from sarcheck.regions.ground import OUTSIDE, SURE, Bits, Ground, Ints, Mask, relation
from sarcheck.regions.tiles import CORE, LEAST_DEPTH_M2

if TYPE_CHECKING:
    from collections.abc import Callable

EXACT_M = 1.0
"""How far an outline may be off that settles whether a tile is touched."""
FLAT_M = 2.0
"""How far an outline may be off whose areas are measured."""


class Pairs(NamedTuple):
    """Footprints (rows) and the tiles whose boxes they may touch; ``held`` boxes lie within them."""

    row: Ints
    tile: Ints
    held: Mask

    def chosen(self, rows: Mask | Ints) -> Pairs:
        """Return some of the pairs."""
        return Pairs(self.row[rows], self.tile[rows], self.held[rows])


class Groups(NamedTuple):
    """Pairs put together by footprint and region: the key of each group, the group of each pair, in sorted order."""

    key: Ints
    of: Ints
    order: Ints
    starts: Ints

    def gathered(self, bits: Bits) -> Bits:
        """Return the bits of each group's pairs put together."""
        if not len(self.starts):
            return np.empty(0, np.uint8)
        return np.bitwise_or.reduceat(bits[self.order], self.starts)


class Met(NamedTuple):
    """Footprints (rows) inside or at the border of regions (numbers), by footprint and region."""

    row: Ints
    region: Ints
    relation: Ints


def candidates(ground: Ground, laid: Laid) -> Pairs:
    """Return which tiles footprints may touch, judged by their boxes."""
    row, tile = ground.tree.query(laid.around)
    apart, held = _apart(laid.outer, ground.box, row, tile), _within(laid.inner, ground.box, row, tile)
    return Pairs(row, tile, held).chosen(~apart)


def met(ground: Ground, known: Bits, laid: Laid, pairs: Pairs) -> Met:
    """Return which footprints touch which regions; ``known`` are the bits of each region that no tile needs to tell."""
    groups = _grouped(pairs.row * len(known) + ground.region[pairs.tile])
    own, bits = known[groups.key % len(known)], ground.bits[pairs.tile]
    hit = pairs.held.copy()
    settled = groups.gathered(np.where(hit, bits, 0).astype(np.uint8))
    for shapes in (laid.within, laid.around):
        (rest,) = np.nonzero(~hit & (settled[groups.of] & SURE == 0) & (bits & ~settled[groups.of] > 0))
        touched = rest[_touched(ground, pairs, rest, shapes)]
        if shapes is laid.within:
            hit[touched] = True
            settled = groups.gathered(np.where(hit, bits, 0).astype(np.uint8))
    maybe = hit.copy()
    maybe[touched] = True
    most = groups.gathered(np.where(maybe, bits, 0).astype(np.uint8))
    unsure = relation(settled | own) != relation(most | own)
    exact = touched[unsure[groups.of[touched]]]
    hit[exact] = _truly(ground, laid, pairs.chosen(exact))
    found = relation(groups.gathered(np.where(hit, bits, 0).astype(np.uint8)) | own)
    (kept,) = np.nonzero(found != OUTSIDE)
    return Met(groups.key[kept] // len(known), groups.key[kept] % len(known), found[kept])


def _grouped(key: Ints) -> Groups:
    order = np.argsort(key, kind="stable")
    new = np.diff(key[order], prepend=-1) != 0
    of = np.empty(len(key), np.int64)
    of[order] = np.cumsum(new) - 1
    (starts,) = np.nonzero(new)
    return Groups(key[order][starts], of, order, starts)


def _touched(ground: Ground, pairs: Pairs, rest: Ints, shapes: np.ndarray) -> Mask:
    """Tell which of the numbered pairs touch; those of one tile come one after the other."""
    by_tile = np.argsort(pairs.tile[rest], kind="stable")
    chosen = rest[by_tile]
    touched = np.empty(len(rest), bool)
    touched[by_tile] = shapely.intersects(ground.shapes(pairs.tile[chosen]), shapes[pairs.row[chosen]])
    return touched


def _truly(ground: Ground, laid: Laid, pairs: Pairs) -> Mask:
    """Tell which pairs touch by the true outlines."""
    rows, place = _distinct(pairs.row, len(laid.rows))
    outline, tile = laid.outlines(rows, EXACT_M)[place], ground.shapes(pairs.tile)
    hit = np.asarray(shapely.dwithin(tile, outline, TOUCH_M))
    deep = np.nonzero(hit & (ground.layer[pairs.tile] == CORE))[0]
    hit[deep] = shapely.area(shapely.intersection(tile[deep], outline[deep])) > LEAST_DEPTH_M2
    return hit


def _distinct(values: Ints, count: int) -> tuple[Ints, Ints]:
    """Return the distinct values below a count, ascending, and the place of each value among them."""
    seen = np.zeros(count, bool)
    seen[values] = True
    return np.nonzero(seen)[0], (np.cumsum(seen) - 1)[values]


# --- boxes against quadrilaterals ---------------------------------------------------------------


def _edges(corners: Array) -> tuple[Array, Array]:
    """Return the outward normals of edges (n, 4, 2), of any length, and their offsets (n, 4)."""
    edge = np.roll(corners, -1, axis=1) - corners
    out = np.stack([edge[..., 1], -edge[..., 0]], axis=-1)
    return out, (out * corners).sum(-1)


def _apart(corners: Array, box: Array, row: Ints, tile: Ints) -> Mask:
    """Tell which boxes lie wholly beyond an edge of their quadrilateral."""
    return _any_edge(corners, box, row, tile, lambda least, _, offset: least > offset)


def _within(corners: Array, box: Array, row: Ints, tile: Ints) -> Mask:
    """Tell which boxes lie wholly within their quadrilateral."""
    return ~_any_edge(corners, box, row, tile, lambda _, most, offset: ~(most <= offset))


def _any_edge(corners: Array, box: Array, row: Ints, tile: Ints, judge: Callable[[Array, Array, Array], Mask]) -> Mask:
    """Judge how far boxes reach along the outward normals of a quadrilateral's edges, the least and the most."""
    out, offset = _edges(corners)
    found = np.zeros(len(row), bool)
    west, south, east, north = box[tile].T
    for i in range(4):
        x, y = out[row, i].T
        across, up = (x * west, x * east), (y * south, y * north)
        least, most = (f(*across) + f(*up) for f in (np.minimum, np.maximum))
        found |= judge(least, most, offset[row, i])
    return found


# --- areas --------------------------------------------------------------------------------------


def shared_km2(ground: Ground, laid: Laid, pairs: Pairs, found: Met, basis: Ints) -> Array:
    """Return the area that footprints share with regions, by the layer (``basis``) of each that it is measured in.

    Where several sources know a region, that counts which gives most.
    """
    regions = len(basis)
    region = ground.region[pairs.tile]
    place, wanted = _placed(pairs.row * regions + region, found.row * regions + found.region)
    (chosen,) = np.nonzero(wanted & (ground.layer[pairs.tile] == basis[region]))
    shared = _overlaps(ground, laid, pairs.chosen(chosen))
    by_source = _grouped(place[chosen] * ground.sources + ground.source[pairs.tile[chosen]])
    sums = np.bincount(by_source.of, shared, len(by_source.key))
    most = np.zeros(len(found.row))
    np.maximum.at(most, by_source.key // ground.sources, sums)
    return most / 1e6


def _placed(keys: Ints, table: Ints) -> tuple[Ints, Mask]:
    """Return where keys stand in a sorted table, and whether they do."""
    place = np.minimum(np.searchsorted(table, keys), max(len(table) - 1, 0))
    return place, table[place] == keys if len(table) else np.zeros(len(keys), bool)


def _overlaps(ground: Ground, laid: Laid, pairs: Pairs) -> Array:
    """Return the areas that pairs share, in square metres: of a tile, of a footprint, or cut out where need be."""
    shared = np.zeros(len(pairs.row))
    held = pairs.held
    shared[held] = ground.areas[pairs.tile[held]]
    (rest,) = np.nonzero(~held)
    rest = rest[_touched(ground, pairs, rest, laid.around)]
    whole = np.asarray(shapely.contains_properly(ground.shapes(pairs.tile[rest]), laid.around[pairs.row[rest]]))
    shared[rest[whole]] = laid.areas[pairs.row[rest[whole]]]
    cut = rest[~whole]
    rows, place = _distinct(pairs.row[cut], len(laid.rows))
    outline = laid.outlines(rows, FLAT_M)[place]
    shared[cut] = shapely.area(shapely.intersection(outline, ground.shapes(pairs.tile[cut])))
    return shared
