"""The regions of a footprint: inside, at the border, or outside, with overlap and distance.

Several sources may know one region, each in a store of its own: a country's boundary from map data and the pack's
envelopes, say. A footprint is *inside* when it surely touches the region by one of them: an inner envelope, or an
area deeper than its accuracy. It is *outside* when envelopes or areas surely keep it out: it misses every outer
envelope, or every area grown by its accuracy. Else it is at the *border*. So a better boundary settles what lies
between the envelopes, and never makes a region milder than its inner envelope or larger than its outer one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sarcheck.geo.distance import separation_km
from sarcheck.geo.ellipsoid import POLE, ROUND, Array, F, cosine, ecef, uncylinder
from sarcheck.geo.globe import within_180
from sarcheck.geo.planes import Piece, copies, laid_anew, mended, moved, outline, segments, touches
from sarcheck.model import Footprint, Overlap, Problem, Region, Relation
from sarcheck.regions.tiles import AREA, BAND, BLOCK, CORE, INNER, LAYERS, LEAST_DEPTH_M2, OUTER

if TYPE_CHECKING:
    from sarcheck.geo.footprints import RawPoint
    from sarcheck.regions.catalogue import Footprints, Found
    from sarcheck.regions.ground import Ground

Sections = Callable[[str], np.ndarray]
ORDER: dict[Relation, int] = {"inside": 0, "border": 1, "outside": 2}
SHARED = (AREA, OUTER, CORE)
"""The layers whose overlap with a footprint is measured."""
LEAST_DISTANCE_KM = 0.0001
REMEMBERED = 10_000
"""Footprints whose regions a batch remembers."""
DRAWN = 1_000
"""Tiles of a store whose edges are kept for distances."""
WIDE_M = 1_000_000.0
"""From here on the bounds of a footprint tell little of what it comes near, and exact distances are dear."""
SEAM_M = 0.01
"""How far apart two tiles may seem to lie that meet."""
BALL_MARGIN = 1.1
"""How much wider than its grid of points a ball is drawn round a tile."""


class _Laid(NamedTuple):
    """A footprint laid into the planes, with its outline for distances."""

    pieces: tuple[Piece, ...]
    outline: Array
    area_km2: float


class _Hit(NamedTuple):
    """A tile that a footprint touches: whose it is (store, region, piece), and what they share in the plane."""

    owner: tuple[int, int, int]
    shared: BaseGeometry


class Shard:
    """The sections of one store, read when they are first needed."""

    def __init__(self, get: Sections) -> None:
        self._get = get
        self._shapes: dict[int, BaseGeometry] = {}
        self._segments: dict[int, Array] = {}

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

    def near(self, piece: Piece, within_m: float) -> np.ndarray:
        """Return the numbers of the tiles whose bounds come within a distance of a piece's, in order."""
        west, south, east, north = piece.bounds
        edges = np.clip([south - within_m, north + within_m], -POLE, POLE)
        wide = within_m / max(float(cosine(edges).min()), 1e-6) + 1.0
        south, north = edges[0] - 1.0, edges[1] + 1.0
        level = (self.bounds[:, 1] <= north) & (self.bounds[:, 3] >= south)
        beside = np.zeros(len(level), bool)
        for by in (-ROUND, 0.0, ROUND):
            beside |= (self.bounds[:, 0] + by <= east + wide) & (self.bounds[:, 2] + by >= west - wide)
        found = np.nonzero(level & beside)[0]
        if piece.pole or max(east - west, north - south) < WIDE_M:
            return found
        reach = float(np.hypot(wide, within_m + 1.0))
        shapes = np.array([self.shape(tile) for tile in found.tolist()], object)
        turned = [shapely.dwithin(moved(piece.shape, rounds), shapes, reach) for rounds in (-1, 0, 1)]
        return found[np.any(turned, axis=0)]


class RegionIndex:
    """Finds regions in one store or several, given as functions from a section's name to its array."""

    def __init__(self, *gets: Sections) -> None:
        self._shards = [Shard(get) for get in gets]
        self._grounds: dict[int, Ground] = {}

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of all regions, sorted."""
        return tuple(sorted({record.id for shard in self._shards for record in shard.records}))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the sources of regions."""
        return tuple(problem for shard in self._shards for problem in shard.problems)

    def region(self, region_id: str) -> Region:
        """Return what is known of a region, without geometry: the first source's words, the others' where it has none.

        Raises KeyError when no source knows it.
        """
        records = [shard.records[n] for shard in self._shards for n in shard.numbers.get(region_id, ())]
        if not records:
            raise KeyError(region_id)
        silent = {name for name in ("country", "subdivision", "stated") if getattr(records[0], name) is None}
        words = {name: next((getattr(r, name) for r in records if getattr(r, name)), None) for name in sorted(silent)}
        sources = "; ".join(dict.fromkeys(record.source for record in records))
        return msgspec.structs.replace(records[0], source=sources, **words)

    def overlaps(
        self, footprint: Footprint, *, within_km: float = 0.0, ids: Collection[str] | None = None
    ) -> tuple[Overlap, ...]:
        """Return the regions that a footprint touches, or comes within a distance of, the surest relation first."""
        laid = _laid(footprint)
        near = self._near(laid, within_km * 1000.0)
        wanted = near if ids is None else near.keys() & set(ids)
        found = (self._overlap(laid, name, near[name], within_km) for name in wanted)
        return _sorted(overlap for overlap in found if overlap)

    def near(self, footprint: Footprint, within_km: float) -> tuple[str, ...]:
        """Return the ids of regions that may come within a distance of a footprint: more than do, at no cost."""
        return tuple(self._near(_laid(footprint), within_km * 1000.0))

    def relations(self, footprint: Footprint) -> tuple[Overlap, ...]:
        """Return how a footprint lies to every region, with the distance to those that it does not touch."""
        laid = _laid(footprint)
        near = self._near(laid, 0.0)
        found = (self._overlap(laid, name, near.get(name, []), np.inf) for name in self.ids)
        return _sorted(overlap for overlap in found if overlap)

    def holds(self, region_id: str, footprint: Footprint) -> bool:
        """Tell whether a footprint surely lies wholly in a region: in its core, or within an inner boundary."""
        laid = _laid(footprint)
        hits = self._hits(laid, self._near(laid, 0.0).get(region_id, []))
        sure = [*hits[CORE], *hits[INNER], *(hit for hit in hits[AREA] if self._drawn_surely(hit))]
        covers: dict[int, list[BaseGeometry]] = {}
        for hit in sure:
            covers.setdefault(hit.owner[2], []).append(hit.shared)
        return all(
            shapely.union_all(covers.get(i, [])).buffer(SEAM_M).covers(piece.shape)
            for i, piece in enumerate(laid.pieces)
        )

    def shape(self, region_id: str) -> BaseGeometry:
        """Return a region as drawn, else its outer boundary, in longitude and latitude within 180 degrees, for a map.

        Raises KeyError when no source knows it.
        """
        basis = AREA if self._layers(self.region(region_id).id)[AREA] else OUTER
        tiles = [
            shard.shape(tile)
            for shard in self._shards
            for number in shard.numbers.get(region_id, ())
            for tile in np.nonzero((shard.owner == number) & (shard.layer == basis))[0].tolist()
        ]
        return within_180(mended(shapely.transform(shapely.union_all(tiles), uncylinder)))

    def which(self, corners: Sequence[RawPoint]) -> dict[str, Relation]:
        """Return the regions that corners in any order are inside or at the border of, as ``overlaps`` says.

        For many questions, one at a time: the first makes tables that the others are answered from. Raises
        GeometryError where the corners make no area.
        """
        from sarcheck.regions import single

        found = single.which(self, corners)
        if found is None:
            from sarcheck.geo import footprint

            found = {overlap.region: overlap.relation for overlap in self.overlaps(footprint(corners))}
        return found

    def which_many(self, footprints: Footprints) -> Found:
        """Return which of many footprints are inside or at the border of which regions, as ``overlaps`` says of one.

        Raises nothing for a footprint that is none: it is in the problems of what is found.
        """
        from sarcheck.regions import catalogue

        return catalogue.find(self, footprints, areas=False)

    def overlaps_many(self, footprints: Footprints) -> Found:
        """Return the same as ``which_many``, with the area and the share of each overlap."""
        from sarcheck.regions import catalogue

        return catalogue.find(self, footprints, areas=True)

    def ground(self, pole: int) -> Ground:
        """Return the tiles of all stores laid in one plane, made when they are first asked for."""
        if pole not in self._grounds:
            from sarcheck.regions.ground import Ground

            self._grounds[pole] = Ground(self._shards, self.numbers, pole)
        return self._grounds[pole]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Return the number of each region among the ids."""
        return {region_id: number for number, region_id in enumerate(self.ids)}

    @cached_property
    def layers(self) -> np.ndarray:
        """Return which layers each region has in any store, shape (regions, layers)."""
        return np.array([self._layers(name) for name in self.ids], bool).reshape(-1, LAYERS)

    @cached_property
    def known(self) -> np.ndarray:
        """Return what is known of each region before any tile is touched, as bits of ``regions.ground``."""
        from sarcheck.regions.ground import AREAL, HELD_BY

        bits: np.ndarray = self.layers[:, AREA] * AREAL | self.layers[:, OUTER] * HELD_BY
        return bits.astype(np.uint8)

    @cached_property
    def known_bits(self) -> list[int]:
        """Return ``known`` for numbers one at a time."""
        return self.known.tolist()  # type: ignore[no-any-return]

    def _near(self, laid: _Laid, within_m: float) -> dict[str, list[tuple[int, int]]]:
        """Return the tiles that may lie within a distance, as (store, tile), by the id of their region."""
        found: dict[str, list[tuple[int, int]]] = {}
        for number, shard in enumerate(self._shards):
            for piece in laid.pieces:
                for tile in shard.near(piece, within_m).tolist():
                    found.setdefault(shard.records[shard.owner[tile]].id, []).append((number, tile))
        return {name: sorted(set(tiles)) for name, tiles in sorted(found.items())}

    def _overlap(self, laid: _Laid, name: str, near: list[tuple[int, int]], within_km: float) -> Overlap | None:
        """Return how a footprint lies to a region, None when it is farther outside than asked for."""
        has = self._layers(name)
        basis = AREA if has[AREA] else OUTER
        hits = self._hits(laid, near)
        relation = self._relation(has, hits)
        touched = relation != "outside" and bool(hits[basis])
        if relation == "outside" and not (within_km and self._may_be_near(laid, near, within_km * 1000.0)):
            return None
        km2 = _shared_km2(hits[basis]) if touched else 0.0
        distance = 0.0 if touched else max(self._distance(laid, name, basis), LEAST_DISTANCE_KM)
        if relation == "outside" and distance > within_km:
            return None
        record = self.region(name)
        return Overlap(
            region=name,
            name=record.name,
            kind=record.kind,
            relation=relation,
            overlap_km2=round(km2, 3),
            overlap_share=round(min(km2 / laid.area_km2, 1.0), 6),
            distance_km=round(distance, 4),
            country=record.country,
            subdivision=record.subdivision,
        )

    def _may_be_near(self, laid: _Laid, near: list[tuple[int, int]], within_m: float) -> bool:
        """Tell whether any of some tiles may come within a distance of an outline: straight to the balls round them."""
        if within_m == np.inf:
            return True
        centres, radius = _balls(np.array([self._shards[number].bounds[tile] for number, tile in near]))
        ends = ecef(laid.outline)
        step = float(np.linalg.norm(ends[:, 0] - ends[:, 1], axis=-1).max())
        corners, limits = ends[:, 0], (radius + within_m + step) ** 2
        own = (corners * corners).sum(-1)
        for i in range(0, len(centres), BLOCK):
            some = centres[i : i + BLOCK]
            apart = (some * some).sum(-1)[:, None] + own - 2 * some @ corners.T
            if (apart <= limits[i : i + BLOCK, None]).any():
                return True
        return False

    def _layers(self, name: str) -> list[bool]:
        """Return which layers a region has in any store."""
        rows = [shard.has[n] for shard in self._shards for n in shard.numbers.get(name, ())]
        return np.any(rows, axis=0).tolist()  # type: ignore[no-any-return]

    def _hits(self, laid: _Laid, near: list[tuple[int, int]]) -> list[list[_Hit]]:
        """Return, for each layer, the tiles that the footprint touches."""
        hits: list[list[_Hit]] = [[] for _ in range(LAYERS)]
        for number, tile in near:
            shard = self._shards[number]
            for i, piece in enumerate(laid.pieces):
                for shape in copies(shard.shape(tile), piece):
                    if touches(piece.shape, shape):
                        layer, owner = shard.layer[tile], (number, int(shard.owner[tile]), i)
                        hits[layer].append(_Hit(owner, _common(piece.shape, shape) if layer in SHARED else shape))
        return hits

    def _relation(self, has: list[bool], hits: list[list[_Hit]]) -> Relation:
        deep = any(hit.shared.area > LEAST_DEPTH_M2 for hit in hits[CORE])
        if hits[INNER] or deep or any(self._drawn_surely(hit) for hit in hits[AREA]):
            return "inside"
        possible = not has[AREA] or hits[AREA] or hits[BAND]
        return "border" if possible and (hits[OUTER] or not has[OUTER]) else "outside"

    def _drawn_surely(self, hit: _Hit) -> bool:
        """Tell whether the region of a tile is drawn without doubt: it has no strip along its boundary."""
        store, region, _ = hit.owner
        return not self._shards[store].has[region, BAND]

    def _distance(self, laid: _Laid, name: str, basis: int) -> float:
        """Return the distance in km from a footprint to the nearest of a region's tiles in one layer."""
        lines: list[Array] = []
        for shard in self._shards:
            for number in shard.numbers.get(name, ()):
                (tiles,) = np.nonzero((shard.owner == number) & (shard.layer == basis))
                if len(tiles):
                    lines += [shard.segments(tile) for tile in _nearest(laid, shard.bounds[tiles], tiles)]
        return separation_km(laid.outline, np.concatenate(lines))


class Remembering(RegionIndex):
    """An index that does not look for what it was asked before; the answers are the same. For the orders of a batch."""

    def __init__(self, index: RegionIndex) -> None:
        self.__dict__.update(index.__dict__)
        self._found: dict[tuple[object, ...], tuple[Overlap, ...]] = {}
        self._regions: dict[str, Region] = {}

    def overlaps(
        self, footprint: Footprint, *, within_km: float = 0.0, ids: Collection[str] | None = None
    ) -> tuple[Overlap, ...]:
        """Return what ``RegionIndex.overlaps`` finds."""
        key = (footprint.rings, within_km, ids if ids is None else frozenset(ids))
        found = self._found.get(key)
        if found is None:
            found = super().overlaps(footprint, within_km=within_km, ids=ids)
            if len(self._found) >= REMEMBERED:
                self._found = {}
            self._found[key] = found
        return found

    def region(self, region_id: str) -> Region:
        """Return what ``RegionIndex.region`` tells."""
        known = self._regions.get(region_id)
        if known is None:
            known = self._regions[region_id] = super().region(region_id)
        return known


def _laid(footprint: Footprint) -> _Laid:
    pieces = laid_anew(footprint.rings)
    shapely.prepare([piece.shape for piece in pieces])
    return _Laid(pieces, outline(footprint), sum(piece.shape.area for piece in pieces) / 1e6)


def _sorted(overlaps: Iterable[Overlap]) -> tuple[Overlap, ...]:
    return tuple(sorted(overlaps, key=lambda overlap: (ORDER[overlap.relation], overlap.region)))


def _common(piece: BaseGeometry, tile: BaseGeometry) -> BaseGeometry:
    """Return what a footprint's piece and a tile share; many tiles lie within the piece."""
    return tile if piece.contains_properly(tile) else shapely.intersection(piece, tile)


def _shared_km2(hits: list[_Hit]) -> float:
    """Return the area that a footprint shares with a region: by the source that gives most, where several know it."""
    shared: dict[tuple[int, int], float] = {}
    for hit in hits:
        shared[hit.owner[:2]] = shared.get(hit.owner[:2], 0.0) + hit.shared.area
    return max(shared.values()) / 1e6


def _nearest(laid: _Laid, bounds: Array, tiles: np.ndarray) -> list[int]:
    """Return those of a region's tiles that may hold its nearest point, by balls round their bounds."""
    centres, radius = _balls(bounds)
    corners = ecef(laid.outline[:, 0])
    middle = corners.mean(axis=0)
    reach = np.linalg.norm(corners - middle, axis=-1).max()
    apart = np.linalg.norm(centres - middle, axis=-1)
    limit = (apart + radius).min() + 2 * reach
    return tiles[apart - radius <= limit * (1 + 2 * F)].tolist()  # type: ignore[no-any-return]


def _balls(bounds: Array) -> tuple[Array, Array]:
    """Return Earth-centred balls that hold what lies within bounds in the cylinder (n, 4): centres and radii."""
    across, up = np.meshgrid(np.linspace(0, 1, 5), np.linspace(0, 1, 5))
    grid = np.stack([across.ravel(), up.ravel()], axis=-1)
    points = ecef(uncylinder((bounds[:, None, :2] + grid * (bounds[:, None, 2:] - bounds[:, None, :2])).reshape(-1, 2)))
    points = points.reshape(len(bounds), -1, 3)
    centres = points.mean(axis=1)
    return centres, np.linalg.norm(points - centres[:, None], axis=-1).max(axis=1) * BALL_MARGIN + 1000.0
