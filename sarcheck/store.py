"""One compiled file of named numpy arrays, memory-mapped, each section checked on first use.

Layout: magic, header length (8 bytes, little-endian), header checksum (16 bytes), header (msgpack),
then the sections, each at a multiple of 64 bytes. Nothing in it is ever executed, so a store from
elsewhere can be wrong but not dangerous; a wrong one raises RulesError and is built anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from sarcheck.errors import RulesError

MAGIC = b"SARCHECK-STORE-1\n"
ALIGN = 64
DIGEST = 16


class _Section(msgspec.Struct, frozen=True, array_like=True):
    name: str
    dtype: str
    shape: tuple[int, ...]
    offset: int
    size: int
    digest: bytes


def _digest(data: Any) -> bytes:
    return hashlib.blake2b(data, digest_size=DIGEST).digest()


def _aligned(offset: int) -> int:
    return -(-offset // ALIGN) * ALIGN


def write(path: Path, sections: Mapping[str, np.ndarray]) -> None:
    """Write sections to a store file, whole or not at all (temporary name, fsync, rename)."""
    arrays = {name: np.ascontiguousarray(array) for name, array in sections.items()}
    table, offset = [], 0
    for name, array in arrays.items():
        raw = array.reshape(-1).view(np.uint8)
        table.append(_Section(name, array.dtype.str, array.shape, offset, array.nbytes, _digest(raw)))
        offset = _aligned(offset + array.nbytes)
    header = msgspec.msgpack.encode(table)
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
        """Map the file and check its header; raise RulesError when it is not a whole store."""
        self._file = str(path)
        try:
            with path.open("rb") as stream:
                self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise RulesError(self._file, "", f"the compiled store cannot be opened: {error}") from error
        self._start, self._table = self._header()
        self._seen: dict[str, np.ndarray] = {}

    def _header(self) -> tuple[int, dict[str, _Section]]:
        fixed = len(MAGIC) + 8 + DIGEST
        if self._map[: len(MAGIC)] != MAGIC:
            raise self._broken("it is not a store of this version")
        length = int.from_bytes(self._map[len(MAGIC) : len(MAGIC) + 8], "little")
        header = self._map[fixed : fixed + length]
        if len(header) != length or _digest(header) != self._map[len(MAGIC) + 8 : fixed]:
            raise self._broken("its header is damaged")
        table = msgspec.msgpack.decode(header, type=list[_Section])
        start = _aligned(fixed + length)
        if any(start + section.offset + section.size > len(self._map) for section in table):
            raise self._broken("it is cut short")
        return start, {section.name: section for section in table}

    def _broken(self, why: str) -> RulesError:
        return RulesError(self._file, "", f"the compiled store cannot be trusted: {why}; delete it, it is made anew")

    def __call__(self, name: str) -> np.ndarray:
        """Return a section, its checksum verified the first time that it is asked for."""
        if name not in self._seen:
            section = self._table.get(name)
            if section is None:
                raise self._broken(f"section {name} is missing")
            begin = self._start + section.offset
            raw = np.frombuffer(self._map, np.uint8, section.size, begin)
            if _digest(raw) != section.digest:
                raise self._broken(f"section {name} is damaged")
            self._seen[name] = raw.view(np.dtype(section.dtype)).reshape(section.shape)
        return self._seen[name]
