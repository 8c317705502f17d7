"""Regions -> the sections of a store: each cut into small tiles, laid out once in the cylindrical plane.

A tile belongs to one of five layers of its region. AREA is the region as drawn, BAND the strip along its boundary
where the boundary may truly lie (its accuracy to both sides, a little wider rather than narrower), CORE what the bands
leave of the area, OUTER surely holds the region, INNER surely lies in it. A region drawn without doubt has no bands,
and needs no core. Tiles are kept in spatial order and in blocks, so that a footprint needs few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sarcheck.errors import RulesError
from sarcheck.geo.ellipsoid import POLE, ROUND, Array, cosine
from sarcheck.geo.planes import moved, unroll
from sarcheck.model import Problem, Region

Section = NDArray[Any]
Mask = NDArray[np.bool_]

LAYERS = 5
AREA, BAND, OUTER, INNER, CORE = range(LAYERS)
TILE_VERTICES = 256
BLOCK = 256
"""How many tiles a section of the store holds."""
CELL_M = ROUND / 36
"""The grain of the spatial order: 10 degrees of longitude."""
CHUNK_VERTICES = 256
CHUNK_SCALE = 0.02
"""By what share the plane's scale may change along a piece of a boundary that is widened at one scale."""
QUADRANT_SEGMENTS = 3
ROUNDED = 1 / np.cos(np.pi / (4 * QUADRANT_SEGMENTS))
"""By how much a buffer must be wider for its round corners, drawn with so few segments, to reach as far."""
SIMPLIFIED = 0.1
"""By how much of the accuracy a boundary may be simplified before it is widened, and is then widened more."""
LEAST_DEPTH_M2 = 1.0
"""How much of a footprint must lie in a CORE tile: more than rounding makes."""
NARROWEST = 0.01
"""The least cosine of a latitude that a boundary's scale is taken for; nearer to a pole bands are too narrow."""


class Tile(NamedTuple):
    """A part of a region in one layer."""

    region: int
    layer: int
    shape: BaseGeometry


def build(items: Iterable[Region | Problem]) -> dict[str, Section]:
    """Return the sections of regions and of what is wrong with their sources, for ``RegionIndex``; raise RulesError.

    Sections: ``region_records`` (msgpack), ``region_problems`` (msgpack), ``region_bounds`` (n, 4), ``region_owner``
    (n), ``region_layer`` (n), ``region_ends`` (n: where a tile ends in its block), ``region_tiles_<block>`` (WKB).
    """
    records: list[Region] = []
    problems: list[Problem] = []
    tiles: list[Tile] = []
    for item in items:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            tiles += _tiles(len(records), item)
            records.append(msgspec.structs.replace(item, area=None, outer=None, inner=None))
    return {"region_records": _packed(records), "region_problems": _packed(problems)} | _sections(tiles)


def _packed(values: list[Any]) -> Section:
    return np.frombuffer(msgspec.msgpack.encode(values), np.uint8)


def _sections(tiles: list[Tile]) -> dict[str, Section]:
    bounds = shapely.bounds([tile.shape for tile in tiles]).reshape(-1, 4)
    middle = (bounds[:, :2] + bounds[:, 2:]) / 2
    order = np.lexsort((np.arange(len(tiles)), *(middle // CELL_M).T))
    wkb = [shapely.to_wkb(tiles[i].shape) for i in order]
    sizes = np.array([len(one) for one in wkb], np.int64)
    blocks = [slice(start, start + BLOCK) for start in range(0, len(wkb), BLOCK)]
    ends = [np.cumsum(sizes[block]) for block in blocks]
    table: dict[str, Section] = {
        "region_bounds": bounds[order],
        "region_owner": np.array([tiles[i].region for i in order], np.int32),
        "region_layer": np.array([tiles[i].layer for i in order], np.uint8),
        "region_ends": np.concatenate([np.empty(0, np.int64), *ends]),
    }
    return table | {
        f"region_tiles_{i}": np.frombuffer(b"".join(wkb[block]), np.uint8) for i, block in enumerate(blocks)
    }


# --- tiles --------------------------------------------------------------------------------------


def _tiles(number: int, region: Region) -> Iterator[Tile]:
    for layer, wkb in ((AREA, region.area), (OUTER, region.outer), (INNER, region.inner)):
        if wkb is not None:
            shape = unroll(shapely.from_wkb(wkb))
            parts = {layer: list(_split(shape))}
            if not parts[layer]:  # no footprint would ever meet it
                raise RulesError(region.source, region.id, "covers no ground that can be told: draw it larger")
            if layer == AREA and region.accuracy_m > 0:
                parts[BAND] = list(_bands(shape, region.accuracy_m))
                parts[CORE] = list(_cores(parts[AREA], parts[BAND]))
            for of_layer, shapes in parts.items():
                for part in shapes:
                    yield Tile(number, of_layer, _centred(part))


def _centred(shape: BaseGeometry) -> BaseGeometry:
    """Return a tile moved by whole turns so that its middle lies within 180 degrees."""
    west, _, east, _ = shape.bounds
    return moved(shape, -np.round((west + east) / 2 / ROUND))


def _split(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    """Yield the polygons that a shape is made of, the large ones halved until they are small."""
    for part in shapely.get_parts(shape):
        if part.geom_type != "Polygon" or part.area == 0:
            continue
        if shapely.get_num_coordinates(part) <= TILE_VERTICES:
            yield part
        else:
            for half in _halves(part):
                yield from _split(half)


def _halves(part: BaseGeometry) -> list[BaseGeometry]:
    west, south, east, north = part.bounds
    x, y = (west + east) / 2, (south + north) / 2
    boxes = (
        [(west, south, x, north), (x, south, east, north)]
        if east - west > north - south
        else [(west, south, east, y), (west, y, east, north)]
    )
    halves = [shapely.clip_by_rect(part, *box) for box in boxes]
    if all(half.is_valid for half in halves) and np.isclose(sum(h.area for h in halves), part.area, rtol=1e-9, atol=1):
        return halves
    return [shapely.intersection(part, shapely.box(*box)) for box in boxes]


# --- bands --------------------------------------------------------------------------------------


def _bands(shape: BaseGeometry, accuracy_m: float) -> Iterator[BaseGeometry]:
    """Yield polygons that cover all that is within an accuracy (metres on the ground) of a shape's boundary.

    Pieces of the boundary are widened one by one where the plane is drawn true to scale by stretching it.
    """
    coordinates, line = shapely.get_coordinates(shapely.get_parts(shapely.boundary(shape)), return_index=True)
    pieces = list(_pieces(coordinates, line, ~_seams(shape, coordinates)))
    tolerance = SIMPLIFIED * accuracy_m
    for piece, (scale, wider) in zip(pieces, _scales(pieces, accuracy_m), strict=True):
        true = np.array([scale, 1 / scale])
        thin = shapely.simplify(shapely.LineString(piece * true), tolerance, preserve_topology=False)
        wide = shapely.buffer(thin, (accuracy_m * ROUNDED + tolerance) * wider, quad_segs=QUADRANT_SEGMENTS)
        yield _stretched(wide, 1 / true)


def _cores(areas: list[BaseGeometry], bands: list[BaseGeometry]) -> Iterator[BaseGeometry]:
    """Yield what bands leave of areas, tile by tile."""
    near, cutting = shapely.STRtree(bands).query(areas, predicate="intersects")
    starts = np.searchsorted(near, np.arange(len(areas) + 1))
    for area, start, end in zip(areas, starts[:-1], starts[1:], strict=True):
        left = shapely.difference(area, shapely.union_all([bands[i] for i in np.sort(cutting[start:end])]))
        if not left.is_empty:
            yield left


def _stretched(shape: BaseGeometry, by: Array) -> BaseGeometry:
    return shapely.transform(shape, lambda plane: plane * by)


def _scales(pieces: list[Array], accuracy_m: float) -> Array:
    """Return, for each piece, the scale along parallels that fits it best, and by how much it may be wrong, (n, 2)."""
    spans = np.array([(piece[:, 1].min(), piece[:, 1].max()) for piece in pieces]).reshape(-1, 2)
    spans = spans + [-accuracy_m, accuracy_m] * cosine(spans).max(axis=1, keepdims=True, initial=0.0)
    spans = np.concatenate([spans, np.clip(0.0, spans[:, :1], spans[:, 1:])], axis=1)
    scales = np.maximum(cosine(spans), NARROWEST)
    low, high = scales.min(axis=1), scales.max(axis=1)
    return np.stack([np.sqrt(low * high), np.sqrt(high / low)], axis=-1)


def _pieces(coordinates: Array, line: NDArray[np.int64], kept: Mask) -> Iterator[Array]:
    """Yield pieces of lines (n, 2): none over a dropped edge, too long, or over too much change of scale.

    ``line`` tells each point's line, ``kept`` of each edge to the next point whether it stays.
    """
    edges = np.nonzero(kept & (line[1:] == line[:-1]))[0]
    if not len(edges):
        return
    level = np.floor(np.log(np.maximum(cosine(coordinates[edges, 1]), NARROWEST)) / CHUNK_SCALE)
    breaks = (np.diff(edges) != 1) | (np.diff(edges // CHUNK_VERTICES) != 0) | (np.diff(level) != 0)
    for run in np.split(edges, np.nonzero(breaks)[0] + 1):
        yield coordinates[run[0] : run[-1] + 2]


def _seams(shape: BaseGeometry, coordinates: Array) -> Mask:
    """Tell which edges are no boundary on the ground: along a pole, or at 180 degrees where the shape goes on."""
    start, end = coordinates[:-1], coordinates[1:]
    at_pole = (np.abs(start[:, 1]) > POLE - 1.0) & (np.abs(end[:, 1]) > POLE - 1.0)
    at_rim = (np.abs(np.abs(start[:, 0]) - ROUND / 2) < 1.0) & (np.abs(start[:, 0] - end[:, 0]) < 1.0)
    height = (start[:, 1] + end[:, 1]) / 2
    goes_on = np.zeros(len(start), bool)
    goes_on[at_rim] = shapely.intersects_xy(shape, -np.sign(start[at_rim, 0]) * (ROUND / 2 - 1.0), height[at_rim])
    return at_pole | goes_on
