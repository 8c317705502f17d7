"""The files that a product lists with their checksums, held against the files that are there.

Files are hashed piece by piece within the limits of ``_files``. A digest that agrees shows that a file is the one
that was listed, not who made it.
"""

from __future__ import annotations

import hashlib
import re
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal, NamedTuple

from sarcheck.errors import ProductError
from sarcheck.model import FileRecord
from sarcheck.readers._files import MAX_DIGEST, MAX_DIGESTS
from sarcheck.readers._product import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sarcheck.readers._files import Files

Role = Literal["metadata", "pixels", "other"]
Algorithm = Literal["md5", "sha256", "crc16", ""]

MAX_LISTED = 5000
"""Files of one list; the longest genuine one read names 250."""
PIECE = 2**20
DIGITS = {"md5": 32, "sha256": 64}
PIXELS = frozenset({".tif", ".tiff", ".dat", ".h5", ".nc", ".cos", ".ntf", ".nitf", ".img", ".bin"})
"""Suffixes of files that hold pixels or raw signal, in small letters."""
METADATA = frozenset({".xml", ".xsd", ".json", ".safe"})
LITTER = re.compile(
    r"(?:.*/)?(?:\.[^/]*|thumbs\.db|desktop\.ini|__macosx/.*|readme[^/]*|[^/]*-report-\d{8}t\d{6}\.pdf)"
)
"""What archives, file managers and publishers' portals add to products, in small letters."""
_CHECKED = re.compile(r"([0-9a-f]{64})\s+[* ]?(\S.*)", re.IGNORECASE)


class Listed(NamedTuple):
    """A file as a product lists it: its name below the list's folder, its checksum and its size in bytes."""

    name: str
    algorithm: Algorithm
    stated: str
    size: int | None = None
    role: Role | None = None


def records(files: Files, listed: Iterable[Listed], *, own: Iterable[str] = ()) -> tuple[FileRecord, ...]:
    """Return a record of each listed file, and of each that is there unlisted; none where nothing is listed.

    ``own`` are the names of the list itself and of what the format never lists.
    """
    entries = {_plain(one.name): one for one in islice(listed, MAX_LISTED)}
    if not entries:
        return ()
    budget, there = _Budget(), frozenset(files.names)
    found = [_record(files, name, one, name in there, budget) for name, one in entries.items()]
    known = {*entries, *own}
    strange = [name for name in files.names if name not in known and not LITTER.fullmatch(name.lower())]
    return (*found, *(FileRecord(name=clean(name), listed=False, present=True, role=role(name)) for name in strange))


def sha256_lines(text: str) -> Iterator[Listed]:
    """Yield the files of a list as ``sha256sum`` writes it: digest, blank, name."""
    for line in text.splitlines():
        if match := _CHECKED.fullmatch(line.strip()):
            yield Listed(match[2], "sha256", match[1])


def role(name: str) -> Role:
    """Return what a file holds, by its suffix."""
    suffix = PurePosixPath(name.lower()).suffix
    return "pixels" if suffix in PIXELS else "metadata" if suffix in METADATA else "other"


def _plain(name: str) -> str:
    """Return a name without the "./" that manifests put before it."""
    return name.replace("\\", "/").removeprefix("./")


class _Budget:
    """How many bytes may still be read for checksums."""

    left = MAX_DIGESTS


def _record(files: Files, name: str, one: Listed, present: bool, budget: _Budget) -> FileRecord:
    size, found = _digest(files, name, one, budget) if present else (None, None)
    return FileRecord(
        name=clean(name),
        listed=True,
        present=present,
        role=one.role or role(name),
        algorithm=one.algorithm,
        stated=one.stated.strip().lower() or None,
        found=found,
        size=size,
        stated_size=one.size,
    )


def _digest(files: Files, name: str, one: Listed, budget: _Budget) -> tuple[int | None, str | None]:
    """Return a file's size and its digest; no digest of one that is too large, or differs in size already."""
    if files.stream is None or one.algorithm not in DIGITS:
        return None, None
    try:
        with files.stream(files.prefix + name) as (size, stream):
            if size > min(MAX_DIGEST, budget.left) or (one.size is not None and size != one.size):
                return size, None
            budget.left -= size
            digest = hashlib.new(one.algorithm, usedforsecurity=False)
            while piece := stream.read(PIECE):
                digest.update(piece)
            return size, digest.hexdigest()
    except OSError as error:
        raise ProductError(files.href, name, f"cannot be read: {error.strerror or error}") from None
