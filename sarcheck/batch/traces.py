"""What is kept of each order to see patterns across orders: who, where, when, on what day; no judgement."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct

from sarcheck.batch import storage
from sarcheck.model import Order, Party, Point

ENDING = ".traces.ndjson.gz"
"""The ending of a shard's file of traces."""


class Trace(Struct, frozen=True, array_like=True):
    """An order as patterns see it: parties by a key of name and country, the box that it covers, its day."""

    order: str
    sha256: str
    customers: tuple[str, ...]
    resellers: tuple[str, ...]
    end_users: tuple[str, ...]
    box: tuple[float, float, float, float] | None
    day: dt.date | None
    kind: str


def encode(orders: Sequence[Order]) -> bytes:
    """Return the traces of orders as gzipped NDJSON, the same bytes for the same orders."""
    lines = b"".join(msgspec.json.encode(trace(order)) + b"\n" for order in orders)
    return gzip.compress(lines, compresslevel=1, mtime=0)


def decode(place: str) -> Iterator[Trace]:
    """Yield the traces of a shard."""
    decoder = msgspec.json.Decoder(Trace)
    for line in gzip.decompress(storage.read(place) or gzip.compress(b"")).splitlines():
        yield decoder.decode(line)


def trace(order: Order) -> Trace:
    """Return what patterns need of an order."""
    document = order.document
    return Trace(
        document.id,
        order.sha256,
        _named(document.parties, "customer"),
        _named(document.parties, "reseller"),
        _named(document.parties, "end_user"),
        _box(order),
        document.created.date() if document.created else None,
        document.kind,
    )


def _named(parties: Sequence[Party], role: str) -> tuple[str, ...]:
    return tuple(f"{' '.join(p.name.casefold().split())}|{p.country or ''}" for p in parties if role in p.roles)


def _box(order: Order) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of an order's area, else of its products; as written, not across 180 degrees."""
    geometry = order.document.geometry or {}
    points = list(_points(geometry.get("coordinates", ()))) or [
        point for ordered in order.products if ordered.product for o in ordered.product.outlines for point in o.points
    ]
    if not points:
        return None
    lons, lats = [x for x, _ in points], [y for _, y in points]
    return round(min(lons), 4), round(min(lats), 4), round(max(lons), 4), round(max(lats), 4)


def _points(coordinates: object) -> Iterator[Point]:
    if isinstance(coordinates, (list, tuple)) and coordinates:
        if isinstance(coordinates[0], (int, float)):
            yield float(coordinates[0]), float(coordinates[1])
        else:
            for inner in coordinates:
                yield from _points(inner)
