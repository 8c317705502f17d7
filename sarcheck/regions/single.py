"""One footprint of four corners against all regions, in microseconds: numbers first, shapes only where they matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import shapely

from sarcheck.geo.quad import Quad, quad
from sarcheck.regions.ground import OUTSIDE, RELATIONS, SURE, relation_of

if TYPE_CHECKING:
    from sarcheck.model import Relation
    from sarcheck.regions.ground import Ground
    from sarcheck.regions.index import RegionIndex


def which(index: RegionIndex, corners: Sequence[object]) -> dict[str, Relation] | None:
    """Return the regions that a footprint is inside or at the border of, None where only its true outline can tell."""
    found = quad(corners)
    if found is None:
        return None
    ground = index.ground(0)
    if ground.nothing(*found.bounds()):
        return {}
    most, least = _touched(ground, found)
    known, ids = index.known_bits, index.ids
    relations = {region: relation_of(most[region] | known[region]) for region in sorted(most)}
    if any(relation_of(least.get(region, 0) | known[region]) != told for region, told in relations.items()):
        return None
    touched = sorted((told, region) for region, told in relations.items() if told != OUTSIDE)
    return {ids[region]: RELATIONS[told] for told, region in touched}


def _touched(ground: Ground, found: Quad) -> tuple[dict[int, int], dict[int, int]]:
    """Return what tiles tell of each region by its number: those that may be touched, and those that surely are."""
    outer, inner = found.moved(1), found.moved(-1)
    around, *within = shapely.polygons([outer, inner] if inner else [outer])
    tiles = ground.tree.query(around)
    if not len(tiles):
        return {}, {}
    shapes = ground.shapes(tiles)
    hits = shapely.intersects(shapes, within[0]).tolist() if within else [False] * len(tiles)
    most: dict[int, int] = {}
    least: dict[int, int] = {}
    told = [(ground.told[tile], hit, shape) for tile, hit, shape in zip(tiles.tolist(), hits, shapes, strict=True)]
    for (region, bits), hit, _ in told:
        if hit:
            least[region] = most[region] = least.get(region, 0) | bits
    for (region, bits), hit, shape in told:
        open_ = not hit and not least.get(region, 0) & SURE and bits & ~most.get(region, 0)
        if open_ and shape.intersects(around):
            most[region] = most.get(region, 0) | bits
    return most, least
