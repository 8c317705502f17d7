"""Patterns across orders that no single order shows. They never change a verdict: a person looks at them.

- ``same_area``: one small area asked for by several customers.
- ``many_resellers``: one end user who buys through several resellers or customers.
- ``split_orders``: one customer's orders, close in time, for areas that lie side by side.

The traces of all shards go through a table on disk, so memory stays flat however many orders there are.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec

from sarcheck.batch import storage, traces
from sarcheck.batch.traces import Trace

FILE = "patterns.ndjson"

CELL_DEG = 0.1
"""The side of the cells that areas are put into, about 11 km."""
SMALL_DEG = 0.5
"""An area with a longer side is no small one."""
CUSTOMERS, RESELLERS, SPLIT = 3, 2, 3
"""From how many customers of one area, resellers of one end user, and orders of one customer on it is a pattern."""
SPLIT_DAYS = 14
LISTED = 1_000
"""Orders that a pattern lists; it counts the rest."""

_TABLE = "CREATE TABLE seen (kind TEXT, key TEXT, who TEXT, day TEXT, order_id TEXT)"
_SORTED = "SELECT kind, key, who, day, order_id FROM seen ORDER BY kind, key, day, order_id, who"


def find(out: str, numbers: Iterable[int]) -> bytes:
    """Return the patterns of a run's orders as NDJSON, one a line, in a fixed order."""
    with tempfile.TemporaryDirectory() as folder, contextlib.closing(sqlite3.connect(Path(folder, "seen"))) as table:
        table.execute("PRAGMA journal_mode = OFF")
        table.execute("PRAGMA synchronous = OFF")
        table.execute(_TABLE)
        for number in numbers:
            found = traces.decode(storage.join(out, f"{number:06d}{traces.ENDING}"))
            table.executemany("INSERT INTO seen VALUES (?, ?, ?, ?, ?)", (row for one in found for row in _rows(one)))
        return b"".join(msgspec.json.encode(pattern) + b"\n" for pattern in _patterns(table))


def _rows(trace: Trace) -> Iterator[tuple[str, str, str, str, str]]:
    day, order = trace.day.isoformat() if trace.day else "", trace.order
    cell = _cell(trace)
    for customer in trace.customers:
        if cell:
            yield "same_area", cell, customer, day, order
            yield "split_orders", f"{customer}|{cell.partition('|')[0]}", cell, day, order
    for user in trace.end_users:
        for seller in {*trace.resellers, *trace.customers} - {user}:
            yield "many_resellers", user, seller, day, order


def _cell(trace: Trace) -> str:
    """Return the cell of a small area's centre: the degree that it lies in, and the place within."""
    if trace.box is None:
        return ""
    west, south, east, north = trace.box
    if east - west > SMALL_DEG or north - south > SMALL_DEG:
        return ""
    lon, lat = (west + east) / 2, (south + north) / 2
    return f"{lat // 1:.0f} {lon // 1:.0f}|{lat // CELL_DEG * CELL_DEG:.1f} {lon // CELL_DEG * CELL_DEG:.1f}"


def _patterns(table: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    for (kind, key), rows in groupby(table.execute(_SORTED), key=lambda row: (row[0], row[1])):
        found = [(who, day, order) for _, _, who, day, order in rows]
        if kind == "split_orders":
            yield from _splits(key, found)
            continue
        who = sorted({one for one, _, _ in found})
        if len(who) >= (CUSTOMERS if kind == "same_area" else RESELLERS):
            yield _told(kind, key, who, found)


def _splits(key: str, found: list[tuple[str, str, str]]) -> Iterator[dict[str, Any]]:
    """Yield runs of orders of one customer in one degree, each within the days after the one before."""
    run: list[tuple[str, str, str]] = []
    for row in [*found, ("", "9999-12-31", "")]:
        if run and not _close(run[-1][1], row[1]):
            if len({cell for cell, _, _ in run}) >= SPLIT:
                yield _told("split_orders", key, sorted({cell for cell, _, _ in run}), run)
            run = []
        run.append(row)


def _close(one: str, other: str) -> bool:
    if not one or not other:
        return one == other
    return dt.date.fromisoformat(other) - dt.date.fromisoformat(one) <= dt.timedelta(days=SPLIT_DAYS)


def _told(kind: str, key: str, who: list[str], found: list[tuple[str, str, str]]) -> dict[str, Any]:
    orders = list(dict.fromkeys(order for _, _, order in found))
    days = sorted({day for _, day, _ in found if day})
    return {
        "pattern": kind,
        "key": key,
        "among": who[:LISTED],
        "count": len(orders),
        "orders": orders[:LISTED],
        "from": days[0] if days else None,
        "to": days[-1] if days else None,
    }
