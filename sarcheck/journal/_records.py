"""What a record is: a header of which every later one holds the hash, and parts of which it holds the seals.

A header says nothing about anybody. What does stands in the parts, each sealed with a salt of its own: when a part is
erased, salt and all, its seal stays in the chain and cannot be held against a guess of what was sealed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sqlite3
import zlib
from typing import Any, Literal

import msgspec
from msgspec import Struct

Kind = Literal["verdict", "decision", "purge"]

BEGINNING = "0" * 64
"""What the first record gives as the hash of the one before it."""

SALT = 16
"""Bytes of a part's salt."""

LARGEST = 512 * 1024 * 1024
"""Bytes of a part that is read: more was never written."""


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a record: its name, and the SHA-256 of its salt and its compressed bytes."""

    name: str
    seal: str


class Header(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is kept of a record for good.

    ``first`` is the row of its first part, ``facts`` what may be known of it when the rest is erased, ``engine`` the
    version of SQLite that wrote it. ``written`` is UTC. Without ``retain_until`` a record is never erased.
    """

    schema: Literal["sarcheck.record/1"] = "sarcheck.record/1"
    seq: int
    previous: str
    kind: Kind
    written: str
    retain_until: dt.date | None
    first: int
    parts: tuple[Part, ...]
    facts: dict[str, Any]
    engine: int


class Draft(Struct, frozen=True, kw_only=True):
    """A record to be made: its kind, until when it must be kept, its lasting facts, and its parts by name."""

    kind: Kind
    retain_until: dt.date | None
    facts: dict[str, Any]
    parts: dict[str, bytes]


class Record(Struct, frozen=True, kw_only=True):
    """A record as read: its header, and the hash by which the next one knows it."""

    header: Header
    hash: str

    @property
    def seq(self) -> int:
        """Return the record's number."""
        return self.header.seq


def sealed(content: bytes) -> tuple[str, bytes]:
    """Return the seal of a part and what is stored of it."""
    stored = os.urandom(SALT) + zlib.compress(content)
    return seal(stored), stored


def seal(stored: bytes) -> str:
    """Return the seal of what is stored of a part."""
    return hashlib.sha256(stored).hexdigest()


def opened(stored: bytes) -> bytes:
    """Return a part's content. Raise ValueError when nothing was ever stored so."""
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(stored[SALT:], LARGEST)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("its end is missing, or something stands behind it")
    return content


def erased(stored: bytes) -> bool:
    """Tell whether a part was erased: it is as long as it was, and blank."""
    return not any(stored)


def erased_by(header: Header) -> tuple[int, ...]:
    """Return the numbers of the records whose parts a purge says that it erased; none for any other record."""
    numbers = header.facts.get("erased_records") if header.kind == "purge" else None
    return tuple(seq for seq in numbers if isinstance(seq, int)) if isinstance(numbers, list) else ()


def over(header: Header, before: dt.date, undated: dt.date | None) -> bool:
    """Tell whether a record need not be kept any more: its date is before a day; without one, it was written so."""
    if header.retain_until:
        return header.retain_until < before
    return undated is not None and header.written[:10] < undated.isoformat()


def written(draft: Draft, seq: int, first: int, previous: str, at: str) -> tuple[bytes, list[bytes]]:
    """Return the header of a new record and what is stored of its parts."""
    pairs = {name: sealed(content) for name, content in draft.parts.items()}
    header = Header(
        seq=seq,
        previous=previous,
        kind=draft.kind,
        written=at,
        retain_until=draft.retain_until,
        first=first,
        parts=tuple(Part(name, mark) for name, (mark, _) in pairs.items()),
        facts=draft.facts,
        engine=engine(),
    )
    return canonical(header), [stored for _, stored in pairs.values()]


def engine() -> int:
    """Return the version of SQLite as its files state it."""
    major, minor, patch = sqlite3.sqlite_version_info
    return major * 1_000_000 + minor * 1_000 + patch


def canonical(value: Any) -> bytes:
    """Return a value as JSON in the one form that is hashed and signed: keys sorted, no blanks."""
    return msgspec.json.encode(value, order="sorted")


def digest(header: bytes) -> bytes:
    """Return the hash of a header."""
    return hashlib.sha256(header).digest()
