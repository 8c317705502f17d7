"""The metadata items of a GeoTIFF, read from its tags; never its pixels.

GDAL writes a list of named texts as XML into tag 42112 of the first directory. Classic and big TIFF, both byte
orders.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from sarcheck.readers import _xml

if TYPE_CHECKING:
    from collections.abc import Callable

    from sarcheck.readers._files import Files

MAX_TAGS = 1000
MAX_METADATA = 4 * 2**20
_GDAL_METADATA = 42112
_ASCII = 2
_MAGIC = {b"II*\0": ("<", False), b"MM\0*": (">", False), b"II+\0": ("<", True), b"MM\0+": (">", True)}


class _Layout(NamedTuple):
    """How a TIFF writes its directory: the count of tags, one tag, an offset."""

    length: str
    tag: str
    offset: str


def is_tiff(head: bytes) -> bool:
    """Tell whether a file begins as TIFF does."""
    return head[:4] in _MAGIC


def metadata(files: Files, name: str) -> dict[str, str]:
    """Return the named texts of a GeoTIFF, none where it has none or is damaged; those of the whole image only."""
    try:
        data = _tag(lambda offset, size: files.part(name, offset, size))
    except struct.error:
        return {}
    if not data:
        return {}
    # The tag's text is read as if it were a file of its own: the same limits hold.
    own = files._replace(fetch=lambda _, size: data[:size])
    document = _xml.parse(own, name)
    whole = [node for node in _xml.each(document.root, "Item") if node.get("sample") is None]
    return {node.get("name") or "": _xml.text(node) for node in whole}


def _tag(take: Callable[[int, int], bytes]) -> bytes:
    order, big = _MAGIC[take(0, 4)]
    layout = (
        _Layout(order + "Q", order + "HHQ8s", order + "Q")
        if big
        else _Layout(order + "H", order + "HHI4s", order + "I")
    )
    (start,) = struct.unpack(layout.offset, take(8 if big else 4, struct.calcsize(layout.offset)))
    (count,) = struct.unpack(layout.length, take(start, struct.calcsize(layout.length)))
    size = struct.calcsize(layout.tag)
    table = take(start + struct.calcsize(layout.length), size * min(count, MAX_TAGS))
    for kind, form, length, place in struct.iter_unpack(layout.tag, table[: len(table) // size * size]):
        if kind == _GDAL_METADATA and form == _ASCII and length <= MAX_METADATA:
            inline = length <= len(place)
            text = place[:length] if inline else take(struct.unpack(layout.offset, place)[0], length)
            return text.rstrip(b"\0 \r\n")
    return b""
