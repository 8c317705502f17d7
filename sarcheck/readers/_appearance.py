"""What files look like that no reader knows: said by their first bytes, for whoever must find out what they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.readers import _xml
from sarcheck.readers._product import clean

if TYPE_CHECKING:
    from sarcheck.readers._files import Files

MAX_LOOKED, MAX_TOLD = 50, 3
_MAGIC = (
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
    (b"NITF", "a NITF file"),
    (b"NSIF", "a NITF file"),
    (b"II*\0", "a TIFF file"),
    (b"MM\0*", "a TIFF file"),
    (b"II+\0", "a TIFF file"),
    (b"MM\0+", "a TIFF file"),
    (b"PK\x03\x04", "a zip archive; unpack it and name the product in it"),
    (b"\x1f\x8b", "a gzip file; unpack it and name the product in it"),
    (b"BZh", "a bzip2 file; unpack it and name the product in it"),
    (b"\xfd7zXZ\0", "an xz file; unpack it and name the product in it"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it and name the product in it"),
    (b"Rar!", "a RAR archive; unpack it and name the product in it"),
    (b"CDF", "a NetCDF file"),
    (b"PRODUCT=", "an Envisat file"),
    (b"%PDF", "a PDF document"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
)


def described(files: Files) -> str:
    """Return what the files of a product look like, the most telling first."""
    told = {}
    for name in files.names[:MAX_LOOKED]:
        if (kind := _kind(files, name)) and kind not in told:
            told[kind] = f"{clean(name)} is {kind}"
    chosen = sorted(told, key=lambda kind: "root" not in kind)[:MAX_TOLD]
    return "; ".join(told[kind] for kind in chosen) or "no file of a kind that carries metadata"


def _kind(files: Files, name: str) -> str:
    head = files.head(name, 1024)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if root := _xml.root(files, name):
        space = f" of the namespace {root.namespace}" if root.namespace else ""
        return f"XML with the root {clean(root.name)}{clean(space)}"
    if re.match(rb"\s*[{\[]", head):
        return "JSON"
    return ""
