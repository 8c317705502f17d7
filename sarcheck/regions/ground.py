"""The tiles of all stores laid in one plane, for questions about many footprints or many times about one.

What a footprint touches is asked of the tiles, which are prepared once, never of the footprint: a prepared shape
answers in the time of the other one. Most footprints are settled earlier, by boxes: a table of where any tile is,
and the edges of a quadrilateral against the box of a tile.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sarcheck.geo.ellipsoid import POLE, ROUND, Array, cylinder
from sarcheck.geo.planes import Piece, copies, moved
from sarcheck.geo.quads import CAP_LATITUDE
from sarcheck.regions.tiles import AREA, BAND, CORE, INNER, OUTER

if TYPE_CHECKING:
    from sarcheck.model import Relation
    from sarcheck.regions.shard import Shard

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Bits = NDArray[np.uint8]

SURE, NEAR, HELD, AREAL, HELD_BY = 1, 2, 4, 8, 16
"""What touching a tile tells of its region: that it is surely touched; that its area, or the strip of its doubt, is;
that what holds it is. The last two are no touch: that the region has an area, or has a boundary that holds it."""
INSIDE, BORDER, OUTSIDE = range(3)
RELATIONS: tuple[Relation, ...] = ("inside", "border", "outside")
REACH_M = ROUND / 8
"""How far beyond 180 degrees a footprint may reach whose middle lies within."""
COLUMNS, ROWS = 1440, 720
WIDTH, HEIGHT = (ROUND + 2 * REACH_M) / COLUMNS, 2 * POLE / ROWS
CAP_BOUNDS = float(cylinder(np.array([[0.0, CAP_LATITUDE - 1.5]]))[0, 1])
"""The height in the cylinder down to which the planes round the poles hold tiles."""


class Ground:
    """The tiles of stores in one plane: the cylinder (``pole`` 0), moved beyond 180 degrees too, or round a pole."""

    def __init__(self, shards: Sequence[Shard], numbers: dict[str, int], pole: int) -> None:
        self._shards, self.pole = shards, pole
        found = [self._found(store, shard) for store, shard in enumerate(shards)]
        self.store, self._tile, self._turn = (np.concatenate(c) for c in list(zip(*found, strict=True))[:3])
        self.box = np.concatenate([part[3] for part in found])
        self._shapes: NDArray[np.object_] = np.full(len(self._tile), None, object)
        for entry, shape in enumerate(shape for part in found for shape in part[4]):
            self._shapes[entry] = shape
        owner = [shard.owner[self._tile[self.store == store]] for store, shard in enumerate(shards)]
        self.owner = np.concatenate(owner)
        self.layer = np.concatenate([s.layer[self._tile[self.store == store]] for store, s in enumerate(shards)])
        self.region = np.concatenate(
            [_numbers(shard, numbers)[rows] for shard, rows in zip(shards, owner, strict=True)]
        )
        self.bits = np.concatenate([_bits(shard)[self._tile[self.store == s]] for s, shard in enumerate(shards)])
        shapely.prepare(self._shapes)

    def _found(self, store: int, shard: Shard) -> tuple[Ints, Ints, Array, Array, list[BaseGeometry]]:
        """Return store, tile, turns and box of each tile of a store in this plane, and its shape round a pole."""
        bounds = np.asarray(shard.bounds)
        if not self.pole:
            turned = [(bounds + np.array([1, 0, 1, 0]) * by * ROUND, by) for by in (0.0, -1.0, 1.0)]
            reach = ROUND / 2 + REACH_M
            kept = [((box[:, 0] < reach) & (box[:, 2] > -reach), box, by) for box, by in turned]
            tile = np.concatenate([np.nonzero(near)[0] for near, _, _ in kept])
            turn = np.concatenate([np.full(int(near.sum()), by) for near, _, by in kept])
            box = np.concatenate([box[near] for near, box, _ in kept])
            return np.full(len(tile), store), tile, turn, box, []
        heights = sorted((self.pole * CAP_BOUNDS, self.pole * POLE))
        cap = Piece(self.pole, shapely.Point(0, 0), (-np.inf, heights[0], np.inf, heights[1]))
        (near,) = np.nonzero((bounds[:, 3] >= heights[0]) & (bounds[:, 1] <= heights[1]))
        wound = [(tile, shape) for tile in near.tolist() for shape in copies(shard.shape(tile), cap)]
        shapes = [shape for _, shape in wound]
        tile = np.array([tile for tile, _ in wound], np.int64)
        return np.full(len(tile), store), tile, np.zeros(len(tile)), shapely.bounds(shapes).reshape(-1, 4), shapes

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Return the tree of the tiles' boxes."""
        return shapely.STRtree(shapely.box(*self.box.T) if len(self.box) else [])

    @cached_property
    def taken(self) -> Ints:
        """Return how many cells of the cylinder south-west of each corner hold part of a tile's box."""
        held = np.zeros((ROWS + 1, COLUMNS + 1), np.int32)
        west, south, east, north = _cells(self.box)
        for rows, columns, by in ((south, west, 1), (north + 1, east + 1, 1), (south, east + 1, -1),
                                  (north + 1, west, -1)):  # fmt: skip
            np.add.at(held, (rows, columns), by)
        covered = held.cumsum(axis=0).cumsum(axis=1)[:-1, :-1] > 0
        table = np.zeros((ROWS + 1, COLUMNS + 1), np.int64)
        table[1:, 1:] = covered.cumsum(axis=0).cumsum(axis=1)
        return table

    @cached_property
    def source(self) -> Ints:
        """Return the number of what each tile was built from: a record of a store."""
        counts = [len(shard.records) for shard in self._shards]
        return np.asarray((np.cumsum(counts) - counts)[self.store] + self.owner, np.int64)

    @property
    def sources(self) -> int:
        """Return how many sources there are."""
        return sum(len(shard.records) for shard in self._shards)

    @cached_property
    def areas(self) -> Array:
        """Return the areas of the tiles in square metres."""
        return np.asarray(shapely.area(self.shapes(np.arange(len(self.box)))))

    def near(self, bounds: Array) -> Ints:
        """Return the rows of bounds (n, 4) that may meet a tile."""
        if not len(self.box):
            return np.empty(0, np.int64)
        low, high = self.box[:, :2].min(axis=0), self.box[:, 2:].max(axis=0)
        meets = (bounds[:, 2] >= low[0]) & (bounds[:, 0] <= high[0])
        (rows,) = np.nonzero(meets & (bounds[:, 3] >= low[1]) & (bounds[:, 1] <= high[1]))
        if self.pole:
            return rows
        west, south, east, north = _cells(bounds[rows])
        taken = self.taken
        count = taken[north + 1, east + 1] + taken[south, west] - taken[north + 1, west] - taken[south, east + 1]
        return rows[count > 0]

    def nothing(self, west: float, south: float, east: float, north: float) -> bool:
        """Tell whether bounds surely meet no tile."""
        west, east = (int((x + ROUND / 2 + REACH_M) // WIDTH) for x in (west, east))
        south, north = (int((y + POLE) // HEIGHT) for y in (south, north))
        low, high = self.rows[max(south, 0)], self.rows[min(north, ROWS - 1) + 1]
        west, east = max(west, 0), min(east, COLUMNS - 1) + 1
        return high[east] - high[west] - low[east] + low[west] == 0

    @cached_property
    def rows(self) -> list[memoryview]:
        """Return the rows of ``taken``, for numbers one at a time."""
        return [memoryview(row) for row in self.taken]

    @cached_property
    def told(self) -> list[tuple[int, int]]:
        """Return the region's number and the bits of each tile."""
        return list(zip(self.region.tolist(), self.bits.tolist(), strict=True))

    def shapes(self, tiles: Ints) -> NDArray[np.object_]:
        """Return tiles as prepared shapes, those of the stores read when they are first asked for."""
        found = self._shapes[tiles]
        missing = ~np.asarray(shapely.is_geometry(found))
        if missing.any():
            for entry in dict.fromkeys(tiles[missing].tolist()):
                shape = self._shards[self.store[entry]].shape(int(self._tile[entry]))
                self._shapes[entry] = moved(shape, float(self._turn[entry]))
                shapely.prepare(self._shapes[entry])
            found = self._shapes[tiles]
        return found


def relation_of(bits: int) -> int:
    """Return what the bits of touched tiles say, put together: INSIDE, BORDER or OUTSIDE."""
    if bits & SURE:
        return INSIDE
    possible = bits & NEAR or not bits & AREAL
    held = bits & HELD or not bits & HELD_BY
    return BORDER if possible and held and bits & (NEAR | HELD) else OUTSIDE


SAID = np.array([relation_of(bits) for bits in range(2 * HELD_BY)], np.int64)


def relation(bits: Bits) -> Ints:
    """Return what the bits (n) of touched tiles say, put together."""
    said: Ints = SAID[bits]
    return said


def _cells(bounds: Array) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the columns and rows of the table that bounds reach to: west, south, east, north."""
    across = (bounds[:, 0::2] + ROUND / 2 + REACH_M) // WIDTH
    up = (bounds[:, 1::2] + POLE) // HEIGHT
    west, east = np.clip(across, 0, COLUMNS - 1).astype(np.int64).T
    south, north = np.clip(up, 0, ROWS - 1).astype(np.int64).T
    return west, south, east, north


def _numbers(shard: Shard, numbers: dict[str, int]) -> Ints:
    return np.array([numbers[record.id] for record in shard.records], np.int64)


def _bits(shard: Shard) -> Bits:
    """Return what touching each tile of a store tells."""
    table = np.zeros(CORE + 1, np.uint8)
    table[[AREA, BAND, OUTER, INNER, CORE]] = [NEAR, NEAR, HELD, SURE, SURE]
    bits: Bits = table[shard.layer]
    certain = (shard.layer == AREA) & ~shard.has[:, BAND][shard.owner]
    bits[certain] |= SURE
    return bits
