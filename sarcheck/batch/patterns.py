"""Patterns across orders that no single order shows. They never change a verdict: a person looks at them.

- ``same_area``: one small area asked for by several customers.
- ``many_sellers``: one end user who buys through several resellers or customers.
- ``split_orders``: one customer's orders, close in time, for small areas of one degree.

How many make a pattern, and what is small, says the rules pack (``[patterns]`` of pack.toml). Areas are put into cells
of a grid: two on both sides of a line of it are not seen as one. The traces of all shards go through a table on
disk, so memory stays flat however many orders there are.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sarcheck.batch import storage, traces
from sarcheck.batch.traces import Trace
from sarcheck.errors import SarcheckError

if TYPE_CHECKING:
    from sarcheck.packs import OrderPatterns

FILE = "patterns.ndjson"

LISTED = 1_000
"""Orders that a pattern lists; it counts the rest."""

_TABLE = "CREATE TABLE seen (kind TEXT, key TEXT, who TEXT, day TEXT, order_id TEXT)"
_SORTED = "SELECT kind, key, who, day, order_id FROM seen ORDER BY kind, key, day, order_id, who"


def find(out: str, numbers: Iterable[int], limits: OrderPatterns) -> Iterator[dict[str, Any]]:
    """Yield the patterns of a run's orders, in a fixed order. Raises SarcheckError where the table has no room."""
    with tempfile.TemporaryDirectory() as folder, _table(Path(folder, "seen")) as table:
        for number in numbers:
            found = traces.decode(storage.join(out, f"{number:06d}{traces.ENDING}"))
            table.executemany(
                "INSERT INTO seen VALUES (?, ?, ?, ?, ?)", (row for one in found for row in _rows(one, limits))
            )
        yield from _patterns(table, limits)


@contextlib.contextmanager
def _table(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with contextlib.closing(sqlite3.connect(path)) as table:
            table.execute("PRAGMA journal_mode = OFF")
            table.execute("PRAGMA synchronous = OFF")
            table.execute(_TABLE)
            yield table
    except sqlite3.Error as error:
        cure = "make room there, or name another folder (TMPDIR), and run again: the shards stand"
        raise SarcheckError(f"{path.parent}: no table of patterns can be made: {error}; {cure}") from error


def _rows(trace: Trace, limits: OrderPatterns) -> Iterator[tuple[str, str, str, str, str]]:
    day, order = trace.day.isoformat() if trace.day else "", trace.order
    cell = _cell(trace, limits)
    for customer in trace.customers:
        if cell:
            yield "same_area", cell, customer, day, order
            yield "split_orders", f"{customer}|{cell.partition('|')[0]}", cell, day, order
    for user in trace.end_users:
        for seller in sorted({*trace.resellers, *trace.customers} - {user}):
            yield "many_sellers", user, seller, day, order


def _cell(trace: Trace, limits: OrderPatterns) -> str:
    """Return the cell of a small area's centre: the degree that it lies in, and the place within."""
    if trace.box is None:
        return ""
    west, south, east, north = trace.box
    if max(east - west, north - south) > limits.small_deg:
        return ""
    lon, lat = (west + east) / 2, (south + north) / 2
    corner = (round(value // limits.cell_deg * limits.cell_deg, 6) + 0.0 for value in (lat, lon))
    return f"{lat // 1:.0f} {lon // 1:.0f}|{' '.join(f'{value:g}' for value in corner)}"


def _patterns(table: sqlite3.Connection, limits: OrderPatterns) -> Iterator[dict[str, Any]]:
    for (kind, key), rows in groupby(table.execute(_SORTED), key=lambda row: (row[0], row[1])):
        found = [(who, day, order) for _, _, who, day, order in rows]
        if kind == "split_orders":
            yield from _splits(key, found, limits)
            continue
        who = sorted({one for one, _, _ in found})
        if len(who) >= (limits.customers if kind == "same_area" else limits.sellers):
            yield _told(kind, key, who, found)


def _splits(key: str, found: list[tuple[str, str, str]], limits: OrderPatterns) -> Iterator[dict[str, Any]]:
    """Yield runs of orders of one customer in one degree, each within the days after the one before."""
    run: list[tuple[str, str, str]] = []
    for row in [*found, ("", "9999-12-31", "")]:
        if run and not _close(run[-1][1], row[1], limits.split_days):
            if len({cell for cell, _, _ in run}) >= limits.split:
                yield _told("split_orders", key, sorted({cell for cell, _, _ in run}), run)
            run = []
        run.append(row)


def _close(one: str, other: str, days: int) -> bool:
    if not one or not other:
        return one == other
    return dt.date.fromisoformat(other) - dt.date.fromisoformat(one) <= dt.timedelta(days=days)


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
