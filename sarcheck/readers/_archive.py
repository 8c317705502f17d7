"""Zip archives of unknown origin: what may be in them, and how far one is unpacked."""

from __future__ import annotations

import contextlib
import lzma
import stat
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sarcheck.errors import ProductError
from sarcheck.readers._product import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import IO

    from sarcheck.readers._files import Opened

    Unpacked = tuple[
        Iterator[str], Callable[[str, int], bytes], Callable[[str, int, int], bytes], Callable[[str], Opened]
    ]

MAX_DIRECTORY = 8 * 2**20
"""Bytes of the archive's own table of contents, which is read into memory at once."""
MAX_RATIO = 200
"""Unpacked bytes for one packed byte; the metadata of genuine products reach 28."""
RATIO_FROM = 2**20
"""Members that unpack to less than this are harmless at any ratio."""
MAX_SKIP = 2**31
"""Bytes that are unpacked only to reach those behind them, all told: a few seconds' work."""
MAX_DESCRIPTOR = 24
"""Bytes that may follow a member's data: its sizes and checksum, where they were not known before."""
UNTOLD = "a zip archive with bytes that its table of contents does not tell of; pack it anew"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    RuntimeError,
    ValueError,
)


@contextlib.contextmanager
def archive(path: Path, href: str) -> Iterator[Unpacked]:
    """Open a zip archive; yield the names of its files, and functions that read one, read a part of it, and open it."""
    _limit_directory(path, href)
    try:
        opened = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise ProductError(href, "", f"a damaged or truncated zip archive ({error}); fetch it again") from None
    with opened:
        _refuse_gaps(path, opened, href)
        members = [member for member in opened.infolist() if not member.filename.endswith("/")]
        for member in members:
            _refuse(member, href)
        yield (
            (member.filename for member in members),
            lambda name, size: _unpack(opened, name, size, href),
            _skipping(opened, href),
            lambda name: _stream(opened, name, href),
        )


def _skipping(opened: zipfile.ZipFile, href: str) -> Callable[[str, int, int], bytes]:
    """Return a function that reads parts of members; what it unpacks on its way there, all told, is limited."""
    skipped = 0

    def part(name: str, offset: int, size: int) -> bytes:
        nonlocal skipped
        member = opened.getinfo(name)
        skipped += min(offset, member.file_size)
        if skipped > MAX_SKIP:
            message = f"its metadata lie more than {MAX_SKIP >> 20} MB deep in a zip; unpack it first"
            raise ProductError(href, name, message)
        return _unpack(opened, name, size, href, offset)

    return part


def _limit_directory(path: Path, href: str) -> None:
    """Refuse a table of contents that would fill the memory before its first entry is seen."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - 65_557 - 76))
        tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        raise ProductError(href, "", "a damaged or truncated zip archive; fetch it again")
    (size,) = struct.unpack_from("<I", tail, end + 12)
    wide = tail.rfind(b"PK\x06\x06", 0, end)
    if size == 0xFFFFFFFF and wide >= 0 and len(tail) >= wide + 48:
        (size,) = struct.unpack_from("<Q", tail, wide + 40)
    if size > MAX_DIRECTORY:
        raise ProductError(href, "", f"a zip archive whose table of contents exceeds {MAX_DIRECTORY >> 20} MB")


def _refuse_gaps(path: Path, opened: zipfile.ZipFile, href: str) -> None:
    """Refuse bytes of which the table of contents does not tell: another archive, which others unpack, may be there."""
    reached, slack = 0, 0
    with path.open("rb") as stream:
        for member in sorted(opened.infolist(), key=lambda member: member.header_offset):
            if not 0 <= member.header_offset - reached <= slack:
                raise ProductError(href, clean(member.filename), UNTOLD)
            stream.seek(member.header_offset)
            head = stream.read(30)
            if len(head) == 30:
                reached = member.header_offset + 30 + sum(struct.unpack_from("<HH", head, 26)) + member.compress_size
            slack = MAX_DESCRIPTOR
    if not 0 <= opened.start_dir - reached <= slack:
        raise ProductError(href, "", UNTOLD)


def refuse_escape(stated: str, kind: str, href: str) -> None:
    """Raise ProductError for a member's name that leads out of the folder it would be unpacked into."""
    name, path = clean(stated), PurePosixPath(stated)
    if path.is_absolute() or ".." in path.parts or "\\" in name or name[1:2] == ":":
        raise ProductError(href, name, f"a {kind} member that would leave the product's folder")


def _refuse(member: zipfile.ZipInfo, href: str) -> None:
    name = clean(member.filename)
    if not name:
        raise ProductError(href, "", "a zip member without a name; pack the product anew")
    refuse_escape(member.filename, "zip", href)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise ProductError(href, name, "a symbolic link inside a zip archive")
    if member.flag_bits & 0x1:
        raise ProductError(href, name, "an encrypted zip member; deliver the product unencrypted")


def _unpack(opened: zipfile.ZipFile, name: str, size: int, href: str, offset: int = 0) -> bytes:
    with _stream(opened, name, href) as (_, stream):
        if offset:
            stream.seek(offset)
        return stream.read(size)


@contextlib.contextmanager
def _stream(opened: zipfile.ZipFile, name: str, href: str) -> Iterator[tuple[int, IO[bytes]]]:
    member = opened.getinfo(name)
    if member.compress_type not in _METHODS:
        raise ProductError(href, name, "packed by an unusual method; use store or deflate")
    if member.file_size > max(RATIO_FROM, MAX_RATIO * member.compress_size):
        raise ProductError(href, name, f"unpacks to more than {MAX_RATIO} times its size: a zip bomb")
    try:
        with opened.open(member) as stream:
            yield member.file_size, stream
    except _BROKEN as error:
        raise ProductError(href, name, f"a damaged zip member ({error}); fetch the product again") from None
