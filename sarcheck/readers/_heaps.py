"""The heaps in which HDF5 files keep texts of variable length, checked before the HDF5 library reads them.

The library walks a heap without end where an object in it claims to have no size, as a damaged or a malicious file
may; it can be neither interrupted nor told. So each heap is walked here first. The layout is that of the HDF5 file
format specification, "Global Heap".
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

MAX_SCANNED = 2 * 2**30
"""Bytes of a file that is searched for heaps where it is not told which one is meant: a few seconds' work."""
MAX_HEAP = 16 * 2**20
_SIGNATURE, _VERSION, _MAX_INDEX = b"GCOL", 1, 0xFFFF
_HEADER, _OBJECT, _POINTER = struct.Struct("<4sB3xQ"), struct.Struct("<HHIQ"), struct.Struct("<IQI")
_PIECE, _OVERLAP = 2**22, 7
"""Bytes held at once, and those of the piece before that may begin what is searched for."""
_NOTHING = bytes(_PIECE)


class Heaps:
    """The heaps of one file, each checked once."""

    def __init__(self, stream: BinaryIO, base: int) -> None:
        self._stream, self._base = stream, base
        self._sound: set[int] = set()
        self._searched = False

    def check_pointers(self, offset: int, count: int) -> None:
        """Check the heaps of ``count`` texts whose pointers lie at an offset; raise ValueError for an unsound one."""
        for length, address, _ in _POINTER.iter_unpack(self._take(offset, count * _POINTER.size)):
            _limit(length if address else 0)
            if address:
                self._check(self._base + address)

    def check_all(self) -> None:
        """Check every heap of the file; raise ValueError where one is unsound or the file too large to search."""
        if self._searched:
            return
        if self._stream.seek(0, 2) > MAX_SCANNED:
            raise ValueError(f"is a text of variable length in a file larger than {MAX_SCANNED >> 20} MB")
        for offset in self._found([_SIGNATURE]):
            if self._take(offset, _HEADER.size)[4] == _VERSION:  # the library refuses all others, pixels among them
                self._check(offset)
        if self._stream.seek(0, 2) * len(self._sound) > 4 * MAX_SCANNED:
            raise ValueError(f"is a text in one of {len(self._sound)} heaps of a large file")
        for offset in self._found([struct.pack("<Q", heap - self._base) for heap in self._sound if heap > self._base]):
            length, _, index = _POINTER.unpack(
                self._read(max(offset - 4, 0), _POINTER.size).ljust(_POINTER.size, b"\0")
            )
            if index <= _MAX_INDEX or offset % 4 == 0:  # else other data that happen to read like a heap's address
                _limit(length)
        self._searched = True

    def _found(self, patterns: list[bytes]) -> Iterator[int]:
        """Yield each offset at which one of the patterns stands, reading piece by piece."""
        offset, rest = 0, b""
        while piece := self._read(offset, _PIECE):
            if piece == _NOTHING[: len(piece)] and not rest.strip(b"\0"):  # no pattern is all zeros
                rest, offset = piece[-_OVERLAP:], offset + len(piece)
                continue
            held = rest + piece
            for pattern in patterns:
                at = held.find(pattern)
                while at >= 0:
                    if at + len(pattern) > len(rest):  # those before were yielded with the piece before
                        yield offset - len(rest) + at
                    at = held.find(pattern, at + 1)
            rest, offset = held[-_OVERLAP:], offset + len(piece)

    def _read(self, offset: int, size: int) -> bytes:
        self._stream.seek(offset)
        return self._stream.read(size)

    def _take(self, offset: int, size: int) -> bytes:
        if not 0 <= offset < 2**62 or len(data := self._read(offset, size)) < size:
            raise ValueError("points past the end of the file")
        return data

    def _check(self, offset: int) -> None:
        """Walk one heap: each object ends before the heap does, and free space ends it."""
        if offset in self._sound:
            return
        signature, version, size = _HEADER.unpack(self._take(offset, _HEADER.size))
        if signature != _SIGNATURE or version != _VERSION or not _HEADER.size <= size <= MAX_HEAP:
            raise ValueError("points to no heap of texts")
        heap = self._take(offset, size)
        at = _HEADER.size
        while size - at >= _OBJECT.size:
            index, _, _, length = _OBJECT.unpack_from(heap, at)
            needed = length if index == 0 else _OBJECT.size + (length + 7) // 8 * 8
            if not _OBJECT.size <= needed <= size - at:
                raise ValueError("lies in a damaged heap of texts")
            at += needed
        self._sound.add(offset)


def _limit(length: int) -> None:
    """Refuse a text that claims more bytes than a heap has: the library makes room for them before it looks."""
    if length > MAX_HEAP:
        raise ValueError(f"is a text that claims {length} bytes")
