"""Tar archives of unknown origin, plain or packed by gzip: what may be in them, and how far one is unpacked.

A tar has no table of contents. A plain one is walked by its headers; a packed one is unpacked once from
its beginning, and what metadata readers ask for is kept on the way.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import tarfile
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, TypeVar

from sarcheck.errors import ProductError
from sarcheck.readers._archive import MAX_RATIO, MAX_SKIP, RATIO_FROM, refuse_escape
from sarcheck.readers._product import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import IO

    from sarcheck.readers._archive import Unpacked

T = TypeVar("T")
MAX_HEADER = 2**20
"""Bytes of one header block: extended headers are read into memory at once."""
MAX_MEMBERS = 20_000
KEPT_WHOLE, KEPT_HEAD, MAX_KEPT = 4 * 2**20, 64 * 2**10, 64 * 2**20
"""Of a packed archive: members up to the first size are kept whole, of others the head, of all at most the last."""
_BROKEN = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError)


class _Member(NamedTuple):
    offset: int
    size: int
    kept: bytes


class _Metered:
    """A stream that counts what is read: no header may be large, no archive may unpack without end."""

    def __init__(self, stream: BinaryIO | gzip.GzipFile, packed: int, href: str) -> None:
        self._stream, self._href = stream, href
        self._left = max(RATIO_FROM, MAX_RATIO * packed)
        self._rewound = 0
        self.block = b""

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= MAX_HEADER:
            raise ProductError(self._href, "", "a tar header that is too large for any genuine archive")
        self.block = self.take(size)
        return self.block

    def take(self, size: int) -> bytes:
        """Read a member's bytes, which may be many."""
        data = self._stream.read(size)
        self._spend(len(data))
        return data

    def seek(self, offset: int) -> int:
        """Go to a place; in a packed stream all that lies between is unpacked."""
        if isinstance(self._stream, gzip.GzipFile):
            if offset < (here := self._stream.tell()):
                self._rewound += offset
                if self._rewound > MAX_SKIP:
                    raise ProductError(self._href, "", "its metadata lie too deep in a packed tar; unpack it first")
            else:
                self._spend(offset - here)
        return self._stream.seek(offset)

    def tell(self) -> int:
        return self._stream.tell()

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise ProductError(self._href, "", f"unpacks to more than {MAX_RATIO} times its size: a tar bomb")


@contextlib.contextmanager
def archive(path: Path, href: str) -> Iterator[Unpacked]:
    """Open a tar archive; yield the names of its files, and functions that read one, read a part of it, and open it."""
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        stream = _Metered(gzip.GzipFile(fileobj=raw) if packed else raw, path.stat().st_size, href)
        members = _guarded(lambda: _members(stream, packed, href), "", href)
        names = iter([name for name, _ in members])
        known = dict(members)

        def part(name: str, offset: int, size: int) -> bytes:
            return _guarded(lambda: _unpack(stream, known[name], offset, size), name, href)

        @contextlib.contextmanager
        def opened(name: str) -> Iterator[tuple[int, IO[bytes]]]:
            size = known[name].size
            yield size, io.BufferedReader(_Slice(lambda offset, count: part(name, offset, count), size))

        yield names, lambda name, size: part(name, 0, size), part, opened


class _Slice(io.RawIOBase):
    """One member of an archive as a stream of its own."""

    def __init__(self, part: Callable[[int, int], bytes], size: int) -> None:
        self._part, self._size, self._at = part, size, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        data = self._part(self._at, min(len(view), self._size - self._at))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


def _guarded(action: Callable[[], T], name: str, href: str) -> T:
    try:
        return action()
    except _BROKEN as error:
        message = f"a damaged or truncated tar archive ({clean(str(error))}); fetch it again"
        raise ProductError(href, name, message) from None


def _members(stream: _Metered, packed: bool, href: str) -> list[tuple[str, _Member]]:
    """Return the files of an archive; a name that comes twice is left for the caller to refuse."""
    found: list[tuple[str, _Member]] = []
    room = MAX_KEPT if packed else 0
    with tarfile.open(fileobj=stream, mode="r:") as opened:  # type: ignore[call-overload]
        while (member := opened.next()) is not None:
            opened.members = []
            name = member.name.removeprefix("./")
            if not member.isdir():
                _refuse(member, name, href)
                head = _head(stream, member, room)
                room -= len(head)
                found.append((name, _Member(member.offset_data, member.size, head)))
            if len(found) > MAX_MEMBERS:
                raise ProductError(href, "", f"holds more than {MAX_MEMBERS} files; name one product")
            stream.seek(opened.offset)
        _check_end(stream.block)
        _check_rest(stream, href)
    return found


def _head(stream: _Metered, member: tarfile.TarInfo, room: int) -> bytes:
    """Return what is kept of a member while it passes by."""
    size = min(member.size if member.size <= KEPT_WHOLE else KEPT_HEAD, room)
    return _exactly(stream, member.offset_data, size) if size > 0 else b""


def _check_end(block: bytes) -> None:
    """Raise EOFError unless the last block read ends an archive: a damaged header would hide all files behind it."""
    if len(block) < tarfile.BLOCKSIZE or block.strip(b"\0"):
        raise EOFError("a damaged header, or none")


def _check_rest(stream: _Metered, href: str) -> None:
    """Refuse what stands behind the end of an archive: another archive, which others unpack, may be there."""
    while rest := stream.take(MAX_HEADER):
        if rest.strip(b"\0"):
            raise ProductError(href, "", "a tar archive with more bytes behind its end; pack it anew")


def _exactly(stream: _Metered, offset: int, size: int) -> bytes:
    stream.seek(offset)
    if len(data := stream.take(size)) < size:
        raise EOFError("it ends too early")
    return data


def _refuse(member: tarfile.TarInfo, name: str, href: str) -> None:
    refuse_escape(name, "tar", href)
    if member.issym() or member.islnk():
        raise ProductError(href, clean(name), "a link inside a tar archive; pack the file itself")
    if not member.isreg() or member.issparse():
        raise ProductError(href, clean(name), "neither a folder nor a regular file inside a tar archive")


def _unpack(stream: _Metered, member: _Member, offset: int, size: int) -> bytes:
    size = max(0, min(size, member.size - offset))
    if offset + size <= len(member.kept):
        return member.kept[offset : offset + size]
    return _exactly(stream, member.offset + offset, size)
