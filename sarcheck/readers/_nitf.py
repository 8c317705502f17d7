"""NITF 2.1 and NSIF 1.0 of unknown origin: the file header and the XML in data extension segments, no pixels.

MIL-STD-2500C, table A-1. All of the header is fixed-width ASCII; lengths in it are believed only as far as
the limits below, and every segment is read by a bounded piece at its offset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sarcheck.errors import ProductError
from sarcheck.readers import _files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sarcheck.readers._files import Files
    from sarcheck.readers._product import Notes

MAGIC = (b"NITF02.10", b"NSIF01.00")
MAX_HEADER = 256 * 2**10
"""Bytes of the file header; 999 segments of each kind need 60 kB."""
MAX_EXTENSIONS = 100
"""Data extension segments that are looked into; SIDD products hold a few tens."""
_SEGMENTS = ((6, 10), (4, 6), (0, 0), (4, 5), (4, 9))
"""Widths of (subheader, data) lengths: images, graphics, a reserved count, texts, data extensions."""
_COUNTS_AT, _START, _SMALL = 360, 4096, 2**20
_FIELDS = {
    "OSTAID": (15, 10),
    "FTITLE": (39, 80),
    "FSCLAS": (119, 1),
    "FSCODE": (122, 11),
    "FSCTLH": (133, 2),
    "FSREL": (135, 20),
    "ONAME": (300, 24),
}
"""Where the header says who made the file and how it is marked: (offset, width)."""


class Extension(NamedTuple):
    """A data extension segment: where its data lie in the file."""

    name: str
    number: int
    offset: int
    size: int


def header(files: Files, name: str) -> bytes | None:
    """Return a NITF file's header, None for any other file; raise ProductError where it is cut short."""
    start = files.head(name, 360)
    if not start.startswith(MAGIC):
        return None
    length = _integer(start[354:360], "HL", files, name)
    if not _COUNTS_AT < length <= MAX_HEADER:
        raise ProductError(files.href, f"{name}#HL", f"a header of {length} bytes is no NITF header")
    whole = files.head(name, length)
    if len(whole) < length:
        raise ProductError(files.href, name, "a NITF file cut short in its header; fetch it again")
    return whole


def field(head: bytes, name: str) -> str:
    """Return a field of a file header, trimmed."""
    offset, width = _FIELDS[name]
    return head[offset : offset + width].decode("latin-1").strip()


def extensions(files: Files, name: str, head: bytes) -> Iterator[Extension]:
    """Yield the data extension segments that a header lists; raise ProductError for lengths that are none."""
    at, offset = _COUNTS_AT, len(head)
    for kind, (sub, data) in enumerate(_SEGMENTS):
        count, at = _integer(head[at : at + 3], "a segment count", files, name), at + 3
        for number in range(count if sub else 0):
            lead = _integer(head[at : at + sub], "a subheader length", files, name)
            size = _integer(head[at + sub : at + sub + data], "a segment length", files, name)
            at += sub + data
            if kind == len(_SEGMENTS) - 1 and number < MAX_EXTENSIONS:
                yield Extension(name, number + 1, offset + lead, size)
            offset += lead + size


def start(files: Files, part: Extension) -> bytes:
    """Return the first bytes of an extension's data; raise ProductError where the file ends before."""
    data = files.part(part.name, part.offset, min(part.size, _START))
    if len(data) < min(part.size, _START):
        raise ProductError(files.href, f"{part.name}#DES[{part.number}]", "a NITF file cut short; fetch it again")
    return data


def xml(files: Files, name: str, head: bytes, roots: tuple[bytes, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield (pointer, XML) of each extension whose XML begins with one of the root elements."""
    for part in extensions(files, name, head):
        data = files.part(name, part.offset, min(part.size, _SMALL))
        if not any(b"<" + root in data[:_START] or b":" + root in data[:_START] for root in roots):
            continue
        if part.size > _files.MAX_FILE:
            raise ProductError(files.href, f"{name}#DES[{part.number}]", "an XML segment too large for metadata")
        if part.size > _SMALL:
            data = files.part(name, part.offset, part.size)
        if len(data) < part.size:
            raise ProductError(files.href, f"{name}#DES[{part.number}]", "a NITF file cut short; fetch it again")
        yield f"{name}#DES[{part.number}]", data.strip(b"\0 \r\n")


def state_header(head: bytes, name: str, notes: Notes) -> None:
    """Note the marking and the originator of a file header."""
    words = [field(head, "FSCLAS"), field(head, "FSCODE"), field(head, "FSCTLH")]
    release = field(head, "FSREL")
    if marking := " ".join([word for word in words if word] + ([f"REL {release}"] if release else [])):
        notes.state("security", marking, str, f"{name}", "NITF header/FSCLAS FSCODE FSCTLH FSREL")
    for key in ("OSTAID", "ONAME"):
        if stated := field(head, key):
            notes.state("facility", stated, str, name, f"NITF header/{key}", "the originator of the file")


def _integer(text: bytes, what: str, files: Files, name: str) -> int:
    if not text.isdigit():
        raise ProductError(files.href, name, f'{what} of the NITF header is "{text[:12].decode("latin-1")}", no number')
    return int(text)
