"""The regions of a footprint: inside, at the border, or outside, with overlap and distance.

Several sources may know one region, each in a store of its own: a country's boundary from map data and the pack's
envelopes, say. A footprint is *inside* when it surely touches the region by one of them: an inner envelope, or an
area deeper than its accuracy. It is *outside* when envelopes or areas surely keep it out: it misses every outer
envelope, or every area grown by its accuracy. Else it is at the *border*. So a better boundary settles what lies
between the envelopes, and never makes a region milder than its inner envelope or larger than its outer one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sarcheck.geo.distance import separation_km
from sarcheck.geo.ellipsoid import Array, uncylinder
from sarcheck.geo.globe import within_180
from sarcheck.geo.planes import Piece, copies, laid_anew, lay_out, mended, outline, touches
from sarcheck.kept import Kept
from sarcheck.model import Footprint, Overlap, Problem, Region, Relation
from sarcheck.regions import balls
from sarcheck.regions.shard import Sections, Shard
from sarcheck.regions.tiles import AREA, BAND, CORE, INNER, LAYERS, LEAST_DEPTH_M2, OUTER

if TYPE_CHECKING:
    from sarcheck.geo.footprints import RawPoint
    from sarcheck.regions.catalogue import Footprints, Found
    from sarcheck.regions.ground import Ground

ORDER: dict[Relation, int] = {"inside": 0, "border": 1, "outside": 2}
SHARED = (AREA, OUTER, CORE)
"""The layers whose overlap with a footprint is measured."""
LEAST_DISTANCE_KM = 0.0001
REMEMBERED = 10_000
"""Footprints whose regions a batch remembers."""
SEAM_M = 0.01
"""How far apart two tiles may seem to lie that meet."""


class Asked(NamedTuple):
    """Regions that somebody asks about: some by id, and with each set of kinds every region that is of no such kind."""

    ids: frozenset[str]
    but_kinds: tuple[frozenset[str], ...] = ()

    def holds(self, region: Region) -> bool:
        """Tell whether a region is asked about."""
        return region.id in self.ids or any(region.kind not in kinds for kinds in self.but_kinds)


class _Laid(NamedTuple):
    """A footprint laid into the planes, with its outline for distances."""

    pieces: tuple[Piece, ...]
    outline: Array
    area_km2: float


class _Hit(NamedTuple):
    """A tile that a footprint touches: whose it is (store, region, piece), and what they share in the plane."""

    owner: tuple[int, int, int]
    shared: BaseGeometry


class RegionIndex:
    """Finds regions in one store or several, given as functions from a section's name to its array."""

    def __init__(self, *gets: Sections) -> None:
        self._shards = [Shard(get) for get in gets]
        self._grounds: dict[int, Ground] = {}
        self._asked: dict[Asked, frozenset[str]] = {}

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
        self,
        footprint: Footprint,
        *,
        within_km: float = 0.0,
        asked: Asked | None = None,
        apart: Asked | None = None,
    ) -> tuple[Overlap, ...]:
        """Return the regions that a footprint touches, or comes within a distance of, the surest relation first.

        With ``asked`` only those; with ``apart``, of the others only what is touched.
        """
        near = self._near(lay_out(footprint.rings), within_km * 1000.0, asked)
        if not near:
            return ()
        laid, far = _laid(footprint), None if apart is None else self._names(apart)
        reach = {name: within_km if far is None or name in far else 0.0 for name in near}
        found = (self._overlap(laid, name, tiles, reach[name]) for name, tiles in near.items())
        return _sorted(overlap for overlap in found if overlap)

    def foresee(
        self,
        footprints: Sequence[Footprint],
        *,
        within_km: float = 0.0,
        asked: Asked | None = None,
        apart: Asked | None = None,
    ) -> None:
        """Look together at footprints of which ``overlaps`` will be asked, where what is found is remembered."""

    def near(self, footprint: Footprint, within_km: float) -> tuple[str, ...]:
        """Return the ids of regions that may come within a distance of a footprint: more than do, at no cost."""
        return tuple(self._near(lay_out(footprint.rings), within_km * 1000.0))

    def relations(self, footprint: Footprint) -> tuple[Overlap, ...]:
        """Return how a footprint lies to every region, with the distance to those that it does not touch."""
        laid = _laid(footprint)
        near = self._near(laid.pieces, 0.0)
        found = (self._overlap(laid, name, near.get(name, []), np.inf) for name in self.ids)
        return _sorted(overlap for overlap in found if overlap)

    def holds(self, region_id: str, footprint: Footprint) -> bool:
        """Tell whether a footprint surely lies wholly in a region: in its core, or within an inner boundary."""
        laid = _laid(footprint)
        hits = self._hits(laid, self._near(laid.pieces, 0.0).get(region_id, []))
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

    def _names(self, asked: Asked) -> frozenset[str]:
        """Return the ids of the regions that are asked about."""
        if asked not in self._asked:
            self._asked[asked] = frozenset(name for name in self.ids if asked.holds(self.region(name)))
        return self._asked[asked]

    def _near(
        self, pieces: Sequence[Piece], within_m: float, asked: Asked | None = None
    ) -> dict[str, list[tuple[int, int]]]:
        """Return the tiles that may lie within a distance, as (store, tile), by the id of their region."""
        found: dict[str, list[tuple[int, int]]] = {}
        names = None if asked is None else self._names(asked)
        for number, shard in enumerate(self._shards):
            tiles = shard.tiles(names)
            for piece in pieces:
                for tile in tiles.near(piece, within_m).tolist():
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
        """Tell whether any of some tiles may come within a distance of an outline."""
        bounds = np.array([self._shards[number].bounds[tile] for number, tile in near])
        return within_m == np.inf or balls.reach(laid.outline, bounds, within_m)

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
                    lines += [shard.segments(tile) for tile in balls.nearest(laid.outline, shard.bounds[tiles], tiles)]
        return separation_km(laid.outline, np.concatenate(lines))


class Remembering(RegionIndex):
    """An index that does not look for what it was asked before; the answers are the same. For the orders of a batch."""

    def __init__(self, index: RegionIndex) -> None:
        self.__dict__.update(index.__dict__)
        self._found: Kept[tuple[object, ...], tuple[Overlap, ...]] = Kept(REMEMBERED)
        self._regions: dict[str, Region] = {}

    def overlaps(
        self,
        footprint: Footprint,
        *,
        within_km: float = 0.0,
        asked: Asked | None = None,
        apart: Asked | None = None,
    ) -> tuple[Overlap, ...]:
        """Return what ``RegionIndex.overlaps`` finds."""
        key = (footprint.rings, within_km, asked, apart)
        find = super().overlaps
        return self._found.once(key, lambda: find(footprint, within_km=within_km, asked=asked, apart=apart))

    def foresee(
        self,
        footprints: Sequence[Footprint],
        *,
        within_km: float = 0.0,
        asked: Asked | None = None,
        apart: Asked | None = None,
    ) -> None:
        """Remember of footprints in one piece of the cylinder that nothing is near them, where no bounds of a tile are:
        the answer for most. The others are looked at when they are asked for."""
        laid = [(one.rings, lay_out(one.rings)) for one in footprints]
        flat = [(rings, piece.bounds) for rings, (piece, *more) in laid if not more and not piece.pole]
        if not flat:
            return
        names, bounds = None if asked is None else self._names(asked), np.array([bounds for _, bounds in flat])
        near = np.zeros(len(flat), bool)
        for shard in self._shards:
            near[shard.tiles(names).beside(bounds, within_km * 1000.0)[0]] = True
        alone = (flat[place][0] for place in (~near).nonzero()[0].tolist())
        self._found.keep({(rings, within_km, asked, apart): () for rings in alone})

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
