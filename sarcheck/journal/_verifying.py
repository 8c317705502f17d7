"""Whether a journal is what was written: each record against its hash and the next, each part against its seal, and
the file's other bytes against what SQLite writes."""

from __future__ import annotations

import datetime as dt
import mmap
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from sarcheck.errors import JournalError
from sarcheck.journal import _file, _pages, _records
from sarcheck.journal._records import Header
from sarcheck.model import NOT_JSON


class Fault(NamedTuple):
    """What is wrong, and with which record; None is the file."""

    record: int | None
    message: str

    def __str__(self) -> str:
        return f"record {self.record} {self.message}" if self.record else self.message


class Verified(Struct, frozen=True):
    """What a journal's verification came to: all that is wrong, how many records there are, the last one's hash.

    ``unread`` is how many bytes of the file hold leavings of SQLite that no query reads and nothing vouches for.
    """

    faults: tuple[Fault, ...]
    count: int
    head: str
    unread: int = 0


class _Row(NamedTuple):
    seq: int
    header: bytes
    hash: bytes
    read: Header | None


def verify(path: Path, head: str | None = None, count: int | None = None) -> Verified:
    """Return all that is wrong with a journal; ``head`` and ``count`` are what an earlier append printed.

    Raise JournalError only for a file that is not there or was never a journal.
    """
    if not _file.is_journal(path) and not (path.is_file() and path.stat().st_size):
        raise JournalError(str(path), "", "there is no such journal, or it is empty")
    rows: list[_Row] = []
    found: list[Fault] = []
    unread = 0
    try:
        # The file is opened first and closed last: closing it would let go of the database's locks.
        with path.open("rb") as stream, _file.reading(path) as connection:
            rows = list(_rows(connection))
            found += _chain(rows)
            found += _parts(connection, rows)
            engines = frozenset(row.read.engine for row in rows if row.read)
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
                pages = _pages.checked(data, engines)  # type: ignore[arg-type]  # a map is read as bytes are
            found += [Fault(None, text) for text in pages.faults]
            unread = pages.unread
    except (JournalError, OSError, ValueError, OverflowError) as error:
        found.append(Fault(None, f"the file is damaged: {error}"))
    found += _against(rows, head, count)
    return Verified(tuple(found), len(rows), rows[-1].hash.hex() if rows else _records.BEGINNING, unread)


def _rows(connection: sqlite3.Connection) -> Iterator[_Row]:
    for seq, header, digest in connection.execute("SELECT seq, header, hash FROM record ORDER BY seq"):
        sound = isinstance(header, bytes) and isinstance(digest, bytes)
        try:
            read = msgspec.json.decode(header, type=Header) if sound else None
        except NOT_JSON:
            read = None
        yield _Row(seq, header if sound else b"", digest if sound else b"", read)


def _chain(rows: list[_Row]) -> Iterator[Fault]:
    """Yield the records that were changed, removed or put elsewhere."""
    previous, expected = _records.BEGINNING, 1
    for row in rows:
        if row.seq != expected:
            yield Fault(expected, f"is missing: record {row.seq} is next")
        if row.read is None or _records.digest(row.header) != row.hash:
            yield Fault(row.seq, "was changed: it does not have its hash")
        elif row.read.seq != row.seq:
            yield Fault(row.seq, f"was removed or put elsewhere: in its place stands record {row.read.seq}")
        elif row.read.previous != previous and row.seq == expected:
            yield Fault(row.seq, f"does not follow the one before it: record {row.seq - 1} was changed or put there")
        previous, expected = row.hash.hex(), row.seq + 1


def _parts(connection: sqlite3.Connection, rows: list[_Row]) -> Iterator[Fault]:
    """Yield the parts that were changed, are missing or blank without a purge that says so, or belong to nothing."""
    purged = {seq: row.read for row in rows if row.read for seq in _records.erased_by(row.read)}
    row_id = 1
    for row in rows:
        if row.read is None:
            continue
        if row.read.kind == "purge" and not _records.erased_by(row.read):
            yield Fault(row.seq, "is a purge that does not say what was erased")
        yield from _lawful(row.read, purged)
        if row.read.first != row_id:
            yield Fault(row.seq, f"has its parts at row {row.read.first}, where {row_id} is next")
        for place, part in enumerate(row.read.parts, row.read.first):
            found = connection.execute("SELECT data FROM payload WHERE id = ?", (place,)).fetchone()
            if found is None or not isinstance(found[0], bytes):
                yield Fault(row.seq, f"lacks its part {part.name}")
            elif row.seq in purged:
                if not _records.erased(found[0]):
                    yield Fault(row.seq, f"has a part {part.name}, which record {purged[row.seq].seq} says was erased")
            elif _records.erased(found[0]):
                yield Fault(row.seq, f"has a blank part {part.name}, and no record says that it was erased")
            elif _records.seal(found[0]) != part.seal:
                yield Fault(row.seq, f"was changed: its part {part.name} does not have its seal")
        row_id = row.read.first + len(row.read.parts)
    extra = connection.execute("SELECT count(*) FROM payload WHERE id >= ? OR id < 1", (row_id,)).fetchone()[0]
    if extra:
        yield Fault(None, f"there are {extra} parts that belong to no record: records were cut off")


def _lawful(header: Header, purged: dict[int, Header]) -> Iterator[Fault]:
    """Yield a record that was erased before its time, or by a purge before it."""
    if (by := purged.get(header.seq)) is None:
        return
    before, undated, done = (_day(day) for day in (by.facts.get("before"), by.facts.get("undated"), by.written[:10]))
    last = max((day for day in (before, undated) if day), default=None)
    if before is None or last is None or done is None or done < last or not _records.over(header, before, undated):
        yield Fault(header.seq, f"was erased by record {by.seq} before it might be")
    if by.seq < header.seq:
        yield Fault(header.seq, f"was erased by record {by.seq}, which is older")


def _day(text: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _against(rows: list[_Row], head: str | None, count: int | None) -> Iterator[Fault]:
    """Yield what speaks against a hash, and a number of records, that were told when there were that many."""
    if count is not None and len(rows) < count:
        yield Fault(None, f"there are {len(rows)} records, there were {count}: the journal was cut off or rolled back")
    if head is None:
        return
    places = [row.seq for row in rows if row.hash.hex() == head.lower()]
    if not places:
        yield Fault(None, "no record has the head's hash: the journal was cut off, rolled back or written anew")
    elif count is not None and places != [count]:
        yield Fault(places[0], f"has the head's hash, which record {count} should have")
