"""A journal as read: its records in order, their parts, and what stands in them."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import msgspec

from sarcheck.errors import JournalError
from sarcheck.journal import _file, _records
from sarcheck.journal._records import Header, Record
from sarcheck.model import NOT_JSON

T = TypeVar("T")


class Journal:
    """A journal at one moment. What is read from it is held against its seals; errors are JournalError."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self._path = connection, path

    @property
    def name(self) -> str:
        """Return what messages call the journal."""
        return str(self._path)

    def records(self) -> Iterator[Record]:
        """Yield the records in their order."""
        for seq, header, digest in self._connection.execute("SELECT seq, header, hash FROM record ORDER BY seq"):
            yield self._record(seq, header, digest)

    def record(self, seq: int) -> Record:
        """Return a record by its number."""
        row = self._connection.execute("SELECT seq, header, hash FROM record WHERE seq = ?", (seq,)).fetchone()
        if row is None:
            raise self._error(seq, "there is no such record")
        return self._record(*row)

    @cached_property
    def _purges(self) -> frozenset[int]:
        return frozenset(seq for record in self.records() for seq in _records.erased_by(record.header))

    def purged(self) -> frozenset[int]:
        """Return the numbers of the records whose parts were erased."""
        return self._purges

    def part(self, record: Record, name: str) -> bytes | None:
        """Return a part of a record; None where it has none of that name, or it was erased."""
        stored = self.stored(record, name)
        if stored is None or (record.seq in self.purged() and _records.erased(stored)):
            return None
        seal = next(part.seal for part in record.header.parts if part.name == name)
        if _records.seal(stored) != seal:
            raise self._error(record.seq, f"its part {name} was changed")
        try:
            return _records.opened(stored)
        except ValueError as error:
            raise self._error(record.seq, f"its part {name} cannot be read: {error}") from error

    def stored(self, record: Record, name: str) -> bytes | None:
        """Return what is stored of a part, salt and all."""
        names = [part.name for part in record.header.parts]
        if name not in names:
            return None
        row = record.header.first + names.index(name)
        found = self._connection.execute("SELECT data FROM payload WHERE id = ?", (row,)).fetchone()
        if found is None or not isinstance(found[0], bytes):
            raise self._error(record.seq, f"its part {name} is missing")
        return found[0]

    def document(self, record: Record, name: str, kind: type[T]) -> T | None:
        """Return a part that is JSON as a type; None where there is none."""
        part = self.part(record, name)
        try:
            return None if part is None else msgspec.json.decode(part, type=kind)
        except NOT_JSON as error:
            message = f"its part {name} is not as this version of sarcheck writes it: {error}"
            raise self._error(record.seq, message) from error

    def _record(self, seq: int, header: object, digest: object) -> Record:
        if not isinstance(header, bytes) or not isinstance(digest, bytes) or _records.digest(header) != digest:
            raise self._error(seq, "was changed; sarcheck journal verify tells all that was")
        try:
            read = msgspec.json.decode(header, type=Header)
        except NOT_JSON as error:
            raise self._error(seq, f"is no record: {error}") from error
        if read.seq != seq:
            raise self._error(seq, f"holds record {read.seq}; sarcheck journal verify tells all that was changed")
        return Record(header=read, hash=digest.hex())

    def _error(self, seq: int, message: str) -> JournalError:
        return JournalError(str(self._path), f"record {seq}", message)


@contextlib.contextmanager
def reading(path: Path) -> Iterator[Journal]:
    """Open a journal as it is at this moment. Raise JournalError."""
    with _file.reading(path) as connection:
        yield Journal(connection, path)
