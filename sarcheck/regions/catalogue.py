"""A catalogue of footprints against the regions of an index: the plain ones by columns, the others one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sarcheck.geo.batch import Batch, Laid, batch
from sarcheck.geo.ellipsoid import Array
from sarcheck.regions import bulk
from sarcheck.regions.ground import BORDER, INSIDE, Ints
from sarcheck.regions.tiles import AREA, OUTER

if TYPE_CHECKING:
    from sarcheck.geo.footprints import RawPoint
    from sarcheck.model import Footprint
    from sarcheck.regions.index import RegionIndex

    Footprints = Batch | Array | Sequence[Footprint | Sequence[RawPoint]]

CHUNK = 100_000
"""How many footprints are looked at together, so that their pairs with tiles fit into memory."""


class Found(NamedTuple):
    """Pairs of a footprint (its number in the batch) and a region (its number in ``RegionIndex.ids``), in this order.

    ``relation`` is the place of the word in ``ground.RELATIONS``: 0 inside, 1 border. Areas are NaN where they were
    not asked for. ``problems`` tells by number which footprints are undetermined, and why: they are never clear.
    """

    footprint: Ints
    region: Ints
    relation: Ints
    overlap_km2: Array
    overlap_share: Array
    problems: dict[int, str]


def find(index: RegionIndex, footprints: Footprints, *, areas: bool) -> Found:
    """Return which footprints are inside or at the border of which regions, with areas where asked for."""
    lot = footprints if isinstance(footprints, Batch) else batch(footprints)
    parts = [_plain(index, part, areas) for laid in lot.laid for part in _chunks(laid)]
    parts.append(_others(index, lot.others))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.lexsort((columns[1], columns[0]))
    footprint, region, relation, km2, share = (column[order] for column in columns)
    return Found(footprint, region, relation, km2, share, lot.problems)


def _chunks(laid: Laid) -> Iterator[Laid]:
    for start in range(0, len(laid.rows), CHUNK):
        yield laid.chosen(slice(start, start + CHUNK))


def _plain(index: RegionIndex, laid: Laid, areas: bool) -> tuple[Ints, Ints, Ints, Array, Array]:
    ground = index.ground(int(laid.quads.pole[0]))
    near = laid.chosen(ground.near(laid.bounds))
    pairs = bulk.candidates(ground, near)
    found = bulk.met(ground, index.known, near, pairs)
    km2 = np.full(len(found.row), np.nan)
    share = km2
    if areas:
        basis = np.where(index.layers[:, AREA], AREA, OUTER)
        km2 = bulk.shared_km2(ground, near, pairs, found, basis)
        share = np.minimum(km2 * 1e6 / near.areas[found.row], 1.0)
    return near.rows[found.row], found.region, found.relation, km2, share


def _others(index: RegionIndex, others: dict[int, Footprint]) -> tuple[Ints, Ints, Ints, Array, Array]:
    rows = [(row, overlap) for row, footprint in others.items() for overlap in index.overlaps(footprint)]
    return (
        np.array([row for row, _ in rows], np.int64),
        np.array([index.numbers[overlap.region] for _, overlap in rows], np.int64),
        np.array([INSIDE if overlap.relation == "inside" else BORDER for _, overlap in rows], np.int64),
        np.array([overlap.overlap_km2 for _, overlap in rows], float),
        np.array([overlap.overlap_share for _, overlap in rows], float),
    )
