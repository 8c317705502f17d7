"""What is done to a journal: records are added at its end, and parts whose time is over are blanked."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from sarcheck.errors import JournalError
from sarcheck.journal import _file, _records
from sarcheck.journal._reading import Journal

SLACK = dt.timedelta(days=1)
"""How far apart the clocks of writers may be."""


class Receipt(Struct, frozen=True):
    """What an append leaves in the hand of who made it: the new records, the last one's hash, how many there are.

    Kept outside the journal, hash and count show later that nothing was cut off.
    """

    records: tuple[int, ...]
    head: str
    count: int


class Purged(NamedTuple):
    """The records whose parts were blanked, and the receipt of the record that says so; None where none were due."""

    records: tuple[int, ...]
    receipt: Receipt | None


def append(path: Path, drafts: Sequence[_records.Draft], at: dt.datetime) -> Receipt:
    """Add records, all or none, at a moment; return when the disk has them. Raise JournalError."""
    with _file.writing(path) as connection:
        return _append(connection, path, drafts, at)


def purge(path: Path, before: dt.date, at: dt.datetime, undated: dt.date | None = None) -> Purged:
    """Blank the parts of records that had to be kept until before a day, and record that. Raise JournalError.

    Records without such a date are blanked only where they were written before the day ``undated``.
    The headers stay: the chain still holds, and says what was erased when.
    """
    if not path.is_file():
        raise JournalError(str(path), "", "there is no such journal")
    with _file.writing(path) as connection:
        ready = tuple(due(Journal(connection, path), before, undated))
        if not ready:
            return Purged((), None)
        numbers = [record.seq for record in ready]
        facts = {"before": before, "undated": undated, "erased_records": numbers}
        draft = _records.Draft(kind="purge", retain_until=None, facts=facts, parts={})
        receipt = _append(connection, path, [draft], at)
        for record in ready:
            for row in range(record.header.first, record.header.first + len(record.header.parts)):
                _blank(connection, row)
    return Purged(tuple(numbers), receipt)


def due(journal: Journal, before: dt.date, undated: dt.date | None = None) -> list[_records.Record]:
    """Return the records that may be erased: their date is over, and they have not been."""
    gone = journal.purged()
    return [
        record
        for record in journal.records()
        if record.header.parts and record.seq not in gone and _records.over(record.header, before, undated)
    ]


def _append(connection: sqlite3.Connection, path: Path, drafts: Sequence[_records.Draft], at: dt.datetime) -> Receipt:
    count, head = _last(connection, path, at)
    first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM payload").fetchone()[0]
    when = at.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    before = count
    for draft in drafts:
        count += 1
        header, stored = _records.written(draft, count, first, head, when)
        head = _records.digest(header).hex()
        connection.execute("INSERT INTO record VALUES (?, ?, ?)", (count, header, bytes.fromhex(head)))
        connection.executemany("INSERT INTO payload VALUES (?, ?)", enumerate(stored, first))
        first += len(stored)
    return Receipt(tuple(range(before + 1, count + 1)), head, count)


def _last(connection: sqlite3.Connection, path: Path, at: dt.datetime) -> tuple[int, str]:
    """Return the last record's number and hash. Nothing is added to a chain whose end does not hold, or is to come."""
    row = connection.execute("SELECT seq, header, hash FROM record ORDER BY seq DESC LIMIT 1").fetchone()
    if row is None:
        return 0, _records.BEGINNING
    seq, header, digest = row
    if not isinstance(header, bytes) or _records.digest(header) != digest:
        raise JournalError(str(path), f"record {seq}", "was changed; find out how (sarcheck journal verify) first")
    try:
        written = msgspec.json.decode(header, type=_records.Header).written
    except (msgspec.DecodeError, RecursionError) as error:
        raise JournalError(str(path), f"record {seq}", f"is no record: {error}") from error
    if written[:10] > (at.astimezone(dt.UTC) + SLACK).date().isoformat():
        message = f"was written on {written[:10]}, and the clock now says {at.astimezone(dt.UTC).date()}: set the clock"
        message += "; where it was wrong then, go on in another journal; nothing was recorded"
        raise JournalError(str(path), f"record {seq}", message)
    return seq, digest.hex()


def _blank(connection: sqlite3.Connection, row: int) -> None:
    """Write zeros over a part where it lies, so that nothing in the file moves."""
    with connection.blobopen("payload", "data", row) as blob:
        blob.write(bytes(len(blob)))
