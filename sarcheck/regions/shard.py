"""One store of regions: its records, and their tiles as they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sarcheck.geo.ellipsoid import POLE, ROUND, Array, cosine
from sarcheck.geo.planes import Piece, segments
from sarcheck.model import Problem, Region
from sarcheck.regions.tiles import BLOCK, LAYERS

Sections = Callable[[str], np.ndarray]
WIDE_M = 1_000_000.0
"""From here on the bounds of a footprint tell little of what it comes near, and exact distances are dear."""
DRAWN = 1_000
"""Tiles of a store whose edges are kept for distances."""


class Shard:
    """The sections of one store, read when they are first needed."""

    def __init__(self, get: Sections) -> None:
        self._get = get
        self._shapes: dict[int, BaseGeometry] = {}
        self._segments: dict[int, Array] = {}
        self._tiles: dict[frozenset[str] | None, Tiles] = {}

    @cached_property
    def records(self) -> list[Region]:
        return msgspec.msgpack.decode(self._get("region_records").data, type=list[Region])

    @cached_property
    def problems(self) -> list[Problem]:
        return msgspec.msgpack.decode(self._get("region_problems").data, type=list[Problem])

    @cached_property
    def numbers(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, record in enumerate(self.records):
            found.setdefault(record.id, []).append(number)
        return found

    @cached_property
    def bounds(self) -> Array:
        return self._get("region_bounds")

    @cached_property
    def owner(self) -> np.ndarray:
        return self._get("region_owner")

    @cached_property
    def layer(self) -> np.ndarray:
        return self._get("region_layer")

    @cached_property
    def has(self) -> np.ndarray:
        """Which layers each region has, shape (regions, layers)."""
        table = np.zeros((len(self.records), LAYERS), bool)
        table[self.owner, self.layer] = True
        return table

    def shape(self, tile: int) -> BaseGeometry:
        """Return a tile in the cylinder, prepared for tests against many."""
        if tile not in self._shapes:
            ends, block = self._get("region_ends"), tile // BLOCK
            start = ends[tile - 1] if tile % BLOCK else 0
            wkb = self._get(f"region_tiles_{block}")[start : ends[tile]].tobytes()
            self._shapes[tile] = shapely.from_wkb(wkb)
        return self._shapes[tile]

    def segments(self, tile: int) -> Array:
        """Return the edges of a tile as short segments in degrees, shape (n, 2, 2)."""
        found = self._segments.get(tile)
        if found is None:
            found = segments(self.shape(tile))
            if len(self._segments) >= DRAWN:
                self._segments = {}
            self._segments[tile] = found
        return found

    def tiles(self, names: frozenset[str] | None) -> Tiles:
        """Return the tiles of some regions, of all of them where none are named."""
        if names not in self._tiles:
            wanted = np.array([names is None or one.id in names for one in self.records], bool)
            (numbers,) = wanted[self.owner].nonzero()
            self._tiles[names] = Tiles(self, numbers, *np.ascontiguousarray(self.bounds[numbers].T))
        return self._tiles[names]


class Tiles(NamedTuple):
    """Tiles of a store with their bounds in the cylinder, in metres, sides apart."""

    shard: Shard
    numbers: np.ndarray
    west: Array
    south: Array
    east: Array
    north: Array

    def near(self, piece: Piece, within_m: float) -> np.ndarray:
        """Return the numbers of the tiles that may come within a distance of a piece, in order: by their bounds, of a
        wide piece by their shapes."""
        west, south, east, north = piece.bounds
        _, beside, wide = self.beside(np.array([piece.bounds]), within_m)
        found: np.ndarray = self.numbers[beside]
        if piece.pole or max(east - west, north - south) < WIDE_M:
            return found
        reach = float(np.hypot(wide[0], within_m + 1.0))
        shapes = np.array([self.shard.shape(tile) for tile in found.tolist()], object)
        turned = [shapely.dwithin(_prepared(piece, by), shapes, reach) for by in (-ROUND, 0.0, ROUND)]
        near: np.ndarray = found[np.any(turned, axis=0)]
        return near

    def beside(self, bounds: Array, within_m: float) -> tuple[np.ndarray, np.ndarray, Array]:
        """Return which pieces, by their bounds (n, 4), may come within a distance of which tiles, as two arrays of
        their places, in order; and how wide that distance is in the cylinder at each piece."""
        west, south, east, north = bounds.T
        edges = np.clip(np.stack([south - within_m, north + within_m], axis=-1), -POLE, POLE)
        wide: Array = within_m / np.maximum(cosine(edges).min(axis=1), 1e-6) + 1.0
        level = (self.south <= edges[:, 1:] + 1.0) & (self.north >= edges[:, :1] - 1.0)
        pieces, tiles = level.nonzero()
        lefts, rights = self.west[tiles], self.east[tiles]
        ends = (east + wide)[pieces], (west - wide)[pieces]
        near = np.zeros(len(tiles), bool)
        for by in (-ROUND, 0.0, ROUND):
            near |= (lefts + by <= ends[0]) & (rights + by >= ends[1])
        return pieces[near], tiles[near], wide


def _prepared(piece: Piece, by: float) -> BaseGeometry:
    """Return a copy of a piece's shape, moved to the east, to test many shapes against; pieces are shared, as drawn."""
    shape = shapely.transform(piece.shape, lambda plane: plane + np.array([by, 0.0]))
    shapely.prepare(shape)
    return shape
