"""The format: one compiled file of named numpy arrays, each section checked on first use.

Layout: magic with the version of the format, header length (8 bytes, little-endian), header checksum
(16 bytes), header (msgpack), then the sections, each at a multiple of 64 bytes. The header carries the
name that the store was made under, which in a cache is a hash of all that it was made of: a store that
was renamed or swapped is found out. Nothing in it is ever executed, so a store from elsewhere can be
wrong but not dangerous; a wrong one raises RulesError.
"""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from sarcheck.errors import RulesError
from sarcheck.model import NOT_JSON

Sections = Callable[[str], np.ndarray]
"""From a section's name to its array."""

MAGIC = b"SARCHECK-STORE-2\n"
ALIGN = 64
DIGEST = 16
KINDS = "buif"
"""The kinds of numpy types that a section may have: plain numbers."""

CHECKED = 1024 * 1024
"""How many bytes are read at a time for a checksum: what a check adds to the memory of a process, at most."""


class _Section(msgspec.Struct, frozen=True, array_like=True):
    name: str
    dtype: str
    shape: tuple[int, ...]
    offset: int
    size: int
    digest: bytes


class _Header(msgspec.Struct, frozen=True, array_like=True):
    made_as: str
    byteorder: str
    sections: tuple[_Section, ...]


def _digest(data: Any) -> bytes:
    return hashlib.blake2b(data, digest_size=DIGEST).digest()


def _aligned(offset: int) -> int:
    return -(-offset // ALIGN) * ALIGN


def write(path: Path, sections: Mapping[str, np.ndarray]) -> None:
    """Write sections to a store file, whole or not at all (temporary name, fsync, rename); raise OSError."""
    arrays = {name: np.ascontiguousarray(array) for name, array in sections.items()}
    if odd := [name for name, array in arrays.items() if array.dtype.kind not in KINDS]:
        raise TypeError(f"a store holds numbers only, not {', '.join(odd)}")
    table, offset = [], 0
    for name, array in arrays.items():
        raw = array.reshape(-1).view(np.uint8)
        table.append(_Section(name, array.dtype.str, array.shape, offset, array.nbytes, _digest(raw)))
        offset = _aligned(offset + array.nbytes)
    header = msgspec.msgpack.encode(_Header(path.name, sys.byteorder, tuple(table)))
    start = _aligned(len(MAGIC) + 8 + DIGEST + len(header))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(MAGIC + len(header).to_bytes(8, "little") + _digest(header) + header)
            for section, array in zip(table, arrays.values(), strict=True):
                stream.seek(start + section.offset)
                stream.write(array.reshape(-1).view(np.uint8).data)
            stream.truncate(start + offset)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


class Store:
    """A store file opened for reading. Call it with a section's name to get a read-only array."""

    def __init__(self, path: Path) -> None:
        """Map the file and check its header; raise RulesError when it is not a whole store made under this name."""
        self._path = path
        try:
            with path.open("rb") as stream:
                self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise RulesError(str(path), "", f"the compiled store cannot be opened: {error}") from error
        self._start, self._table = self._header()
        self._seen: dict[str, np.ndarray] = {}

    def _header(self) -> tuple[int, dict[str, _Section]]:
        fixed = len(MAGIC) + 8 + DIGEST
        if self._map[: len(MAGIC)] != MAGIC:
            raise self._broken("it is not a store of this version")
        length = int.from_bytes(self._map[len(MAGIC) : len(MAGIC) + 8], "little")
        raw = self._map[fixed : fixed + length]
        if len(raw) != length or _digest(raw) != self._map[len(MAGIC) + 8 : fixed]:
            raise self._broken("its header is damaged")
        try:
            header = msgspec.msgpack.decode(raw, type=_Header)
        except NOT_JSON as error:
            raise self._broken("its header is not of this version") from error
        if header.byteorder != sys.byteorder:
            raise self._broken(f"it was made on a {header.byteorder}-endian machine")
        if header.made_as != self._path.name:
            raise self._broken(f"it was made as {header.made_as}")
        start = _aligned(fixed + length)
        if any(section.offset < 0 or section.size < 0 for section in header.sections):
            raise self._broken("a section of it lies nowhere")
        if any(start + section.offset + section.size > len(self._map) for section in header.sections):
            raise self._broken("it is cut short")
        return start, {section.name: section for section in header.sections}

    def _broken(self, why: str) -> RulesError:
        return RulesError(
            str(self._path), "", f"the compiled store cannot be trusted: {why}; delete it, it is made anew"
        )

    def __call__(self, name: str) -> np.ndarray:
        """Return a section, its checksum verified the first time that it is asked for."""
        if name not in self._seen:
            section = self._table.get(name)
            if section is None:
                raise self._broken(f"section {name} is missing")
            if self._map.size() < len(self._map):  # else reading on would end the process
                raise self._broken("it was cut short since it was opened")
            if self._checksum(section) != section.digest:
                raise self._broken(f"section {name} is damaged")
            self._seen[name] = self._array(section)
        return self._seen[name]

    def _array(self, section: _Section) -> np.ndarray:
        try:
            raw = np.frombuffer(self._map, np.uint8, section.size, self._start + section.offset)
            dtype = np.dtype(section.dtype)
            if dtype.kind in KINDS:
                return raw.view(dtype).reshape(section.shape)
        except (TypeError, ValueError, OverflowError, SyntaxError) as error:  # numpy reads a type as an expression
            raise self._broken(f"section {section.name} has no shape of this version") from error
        raise self._broken(f"section {section.name} does not hold numbers")

    def _checksum(self, section: _Section) -> bytes:
        """Return a section's checksum, giving each page back once read: few of them will be asked for again."""
        whole = hashlib.blake2b(digest_size=DIGEST)
        begin = self._start + section.offset
        with memoryview(self._map) as view:
            for at in range(begin, begin + section.size, CHECKED):
                end = min(at + CHECKED, begin + section.size)
                whole.update(view[at:end])
                self._give_back(at, end)
        return whole.digest()

    def _give_back(self, begin: int, end: int) -> None:
        """Drop pages from the process' memory; they stay in the system's cache, and come back when read."""
        if hasattr(mmap, "MADV_DONTNEED"):
            page = begin - begin % mmap.PAGESIZE
            self._map.madvise(mmap.MADV_DONTNEED, page, end - page)
