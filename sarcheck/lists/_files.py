"""Files of lists as publishers send them: plain, or packed by gzip or as the only member of a ZIP archive."""

from __future__ import annotations

import contextlib
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from sarcheck.errors import RulesError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MAX_BYTES = 512 * 1024 * 1024
"""Of one file, unpacked; the largest published list is about 130 MB."""
HEAD = 64 * 1024
"""How many bytes of a file a sniff may look at."""

_GZIP, _ZIPS = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
_WORKBOOK = "[Content_Types].xml"
"""What tells an office document from an archive of files: it is read as it is."""
_BESIDE = "__MACOSX/"
"""Where the archiver of macOS puts what is no member of its own."""
_METHODS = (0, 8)
"""Stored and deflated: other methods unpack with as much memory as the file asks for."""


@contextlib.contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a list's file for reading, unpacked on the way and bounded; raise RulesError when it cannot be read."""
    with _unpacked(path)[0] as stream:
        yield cast("BinaryIO", _Bounded(stream, path))


def head(path: Path) -> tuple[bytes, str]:
    """Return a file's first bytes, unpacked, and the name that it has or had before it was packed."""
    stream, name = _unpacked(path)
    with stream, _translated(path):
        return stream.read(HEAD), name


def _unpacked(path: Path) -> tuple[IO[bytes], str]:
    """Return a stream of the file's own content, and its name without what packing added."""
    with _translated(path):
        with path.open("rb") as stream:
            magic = stream.read(4)
        if magic.startswith(_GZIP):
            import gzip

            name = path.name[:-3] if path.suffix.casefold() == ".gz" else path.name
            return cast("IO[bytes]", gzip.open(path, "rb")), name
        return (magic in _ZIPS and _member(path)) or (path.open("rb"), path.name)


def _member(path: Path) -> tuple[IO[bytes], str] | None:
    """Return the only member of an archive and its name, None for an office document."""
    from zipfile import ZipFile

    with ZipFile(path) as archive:
        members = [
            info
            for info in archive.infolist()
            if not info.filename.endswith("/") and not info.filename.startswith(_BESIDE)
        ]
        if any(info.filename == _WORKBOOK for info in members):
            return None
        if len(members) != 1:
            message = f"holds {len(members)} files; an archive of a list holds one: unpack it first"
            raise RulesError(str(path), "", message)
        if members[0].compress_type not in _METHODS:
            raise RulesError(str(path), "", "is packed in a way that is not read here; unpack it first")
        return archive.open(members[0]), members[0].filename.replace("\\", "/").rpartition("/")[2]


@contextlib.contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn what opening, reading and unpacking raise into a RulesError that names the file."""
    try:
        yield
    except _failures() as error:
        raise _told(path, error) from error


def _failures() -> tuple[type[Exception], ...]:
    """Return what a file may raise that is broken, encrypted or out of reach; asked for only when it did."""
    import struct
    import zlib
    from zipfile import BadZipFile

    packed = (BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError)
    return (OSError, ValueError, OverflowError, *packed)


def _told(path: Path, error: Exception) -> RulesError:
    if isinstance(error, OSError) and error.strerror:
        return RulesError(str(path), "", f"cannot be read: {error.strerror}")
    return RulesError(str(path), "", f"cannot be unpacked: {error}; download it again")


class _Bounded:
    """A stream that refuses to give more than a list can have: a small archive may unpack to any size.

    Only its own reading is translated: what else fails while a file is open is not the file's fault.
    """

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream, self._path, self._left = stream, path, MAX_BYTES

    def read(self, size: int = -1) -> bytes:
        return self._counted(self._stream.read, size)

    def readline(self, size: int = -1) -> bytes:
        return self._counted(self._stream.readline, size)

    def _counted(self, read: Callable[[int], bytes], size: int) -> bytes:
        try:  # a context manager would cost more than the line that it reads
            data = read(self._left + 1 if size < 0 else min(size, self._left + 1))
        except _failures() as error:
            raise _told(self._path, error) from error
        self._left -= len(data)
        if self._left < 0:
            raise RulesError(str(self._path), "", f"is larger than {MAX_BYTES} bytes, which no list is")
        return data
