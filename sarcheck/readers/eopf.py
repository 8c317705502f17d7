"""Sentinel-1 in EOPF's Zarr: the attributes of a product's root group, which hold a STAC Item.

Zarr 2 keeps them in ``.zattrs``, Zarr 3 in ``zarr.json``. Known from public software, not from genuine files at hand
("layout only"). The Item is the product's own, so it is read as metadata and not as a seller's word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from sarcheck.readers import _files, _json, stac
from sarcheck.readers import _values as v
from sarcheck.readers._product import Notes, build

if TYPE_CHECKING:
    from sarcheck.model import Product
    from sarcheck.readers._files import Files

NAME = "eopf"
_ITEM, _OURS = "stac_discovery", "sentinel-1"
_MARKS = (f'"{_ITEM}"'.encode(), f'"{_OURS}'.encode())
_AT = {".zattrs": "", "zarr.json": "/attributes"}
"""Where the attributes of a group stand, by the name that Zarr gives the file."""
_ROWS = (_json.Row("mode", "/properties/eopf:instrument_mode", v.upper),)


def sniff(files: Files) -> bool:
    """Tell whether there is the root group of a Sentinel-1 product."""
    return bool(_found(files))


def read(files: Files) -> Product:
    """Read the attributes of a product's root group. Raises ProductError."""
    name = _files.only(files, _found(files), "root groups")
    at = f"{_AT[name]}/{_ITEM}"
    item = _json.at(_json.parse(files, name), at)
    told, notes = stac.product(item, files.href, name), Notes()
    _json.state(item, _ROWS, name, notes)
    notes.state("look", "", lambda _: "right", name, "", "Sentinel-1 always looks right")
    notes.take(told.claims, told.problems)
    known: dict[str, Any] = {"id": told.id, "href": files.href, "format": NAME, "evidence": "metadata"}
    notes.claims = [replace(claim, path=at + claim.path) if claim.path else claim for claim in notes.claims]
    outlines = tuple(replace(outline, path=at + outline.path) for outline in told.outlines)
    return build(notes, **known, verification="layout only", outlines=outlines)


def _found(files: Files) -> list[str]:
    return [name for name in _json.found(files, *_MARKS) if name in _AT]
