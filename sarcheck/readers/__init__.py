"""SAR metadata read into a Product, by the first reader that recognises what is there.

To add a format, write a module with ``NAME``, ``sniff(files) -> bool`` (cheap: names, first bytes, root
element) and ``read(files) -> Product``, and name it in READERS. Content decides, so a format that
another one imitates stands before or after it without harm.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from sarcheck.errors import ProductError
from sarcheck.readers import _files, _hdf5

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sarcheck.model import Product
    from sarcheck.readers._files import Files


class Reader(NamedTuple):
    """A reader module, imported and asked only where a file bears one of its marks; one without marks always is.

    A mark is bytes, in lower case, without which ``sniff`` cannot say yes: of a name, or of a file's first kilobytes.
    """

    name: str
    marks: tuple[bytes, ...] = ()

    @property
    def module(self) -> Any:
        """Return the module itself."""
        return import_module(f"sarcheck.readers.{self.name}")

    def suits(self, seen: bytes | None) -> bool:
        """Tell whether to ask it of files by their names and first kilobytes; None is too much to have looked at."""
        return seen is None or not self.marks or any(mark in seen for mark in self.marks)


_SAFE = (b"manifest.safe", b"xfdu", b"adsheader")
_HDF5, _CEOS, _JSON = b"\x89hdf\r\n\x1a\n", b"\xc0\x12\x12", b"{"
_NITF = (b"nitf0", b"nsif0")
_TIFF = (b"ii*\0", b"mm\0*", b"ii+\0", b"mm\0+")
READERS = (
    Reader("spacety", _SAFE),
    Reader("sentinel1", _SAFE),
    Reader("terrasarx", (b"level1product",)),
    Reader("radarsat2", (b"rsi.ca/rs2",)),
    Reader("rcm", (b"rcmgsproductschema",)),
    Reader("gaofen3", (b"gf3", b"gf-3")),
    Reader("saocom", (b"xemt", b"saocom_xmlproduct")),
    Reader("novasar", (b"novasar",)),
    Reader("eos04", (b"eos-", b"eos 0", b"eos 4", b"eos0", b"risat-1", b"risat 1")),
    Reader("risat1", (b"risat1", b"risat-1")),
    Reader("lutan1", (b"lt1", b"lt-1")),
    Reader("biomass", (b"bio",)),
    Reader("alos", (b"scs_sceneid", b"alos", _CEOS)),
    Reader("cosmo", (b"deliverynote", b"deliveryaccompanyingsheet", _HDF5)),
    Reader("kompsat5", (b"auxiliary",)),
    Reader("iceye", (b"metadata", _JSON, _HDF5, *_TIFF)),
    Reader("nisar", (_HDF5,)),
    Reader("envisat", (b'product="',)),
    Reader("eopf", (b".zattrs", b"zarr.json")),
    Reader("ers_ceos", (_CEOS,)),
    Reader("uavsar", (b"uavsar",)),
    Reader("capella", (_JSON,)),
    Reader("umbra", (_JSON,)),
    Reader("strix", (b"strix",)),
    Reader("sidd", (b"sidd", *_NITF)),
    Reader("sicd", (b"sicd", *_NITF)),
    Reader("cphd", (b"cphd", b"crsd", *_NITF)),
)
"""The readers, in the order in which they are asked."""
ITEM = Reader("stac")
"""The reader of a seller's word, asked where no file is a product's own."""
IMITATED = ("spacety", "sentinel1")
"""Readers of one layout: what a whole product is of, its parts alone need not tell."""
DEPTH = 6
"""How many folders deep a product may lie in what is named: TerraSAR-X puts its own two down in a delivery."""
MAX_FOLDERS = 200
"""Folders of one depth that are looked into."""


def read(path: Path, *, href: str | None = None, checksums: bool = True) -> Product:
    """Read a product: a folder, a zip or tar archive, one metadata file, or a folder that holds one product.

    ``href`` is how the caller names the product, the path by default. Without ``checksums`` the files that a product
    lists are not hashed, which takes seconds where there are pixels: none then counts as agreeing. Raises ProductError.
    """
    shown = href if href is not None else str(path)
    with _files.opened(path, shown) as opened:
        files = opened if checksums else opened._replace(stream=None)
        if found := _recognised(files):
            reader, inside = found
            product: Product = reader.module.read(inside)
            return product
        if archive := _archive_in(files) if path.is_dir() else "":
            return read(path / archive, href=shown, checksums=checksums)
        _hdf5.refuse_damaged(files)
        raise ProductError(shown, "", _unknown(files))


def _recognised(files: Files) -> tuple[Reader, Files] | None:
    """Return the reader of a product and the folder that it lies in; raise ProductError where there are two products.

    The nearest folder counts, and in it a product's own files; only where there are none does a seller's word. What
    lies deeper, beside the product or inside it, must not be a product of its own: it would not be looked at.
    """
    seen = _files.starts(files)
    own = [reader for reader in READERS if reader.suits(seen)]
    for readers in (own, [ITEM]):
        found: list[tuple[Reader, Files]] = []
        for depth in range(DEPTH + 1):
            views = [files.below(folder) for folder in files.folders(depth)[:MAX_FOLDERS]]
            more = [(reader, view) for view in views if (reader := _first(readers, view))]
            found += [one for one in more if not any(_is_part(one, whole) for whole in found)]
            if len(found) > 1:
                raise _files.several(files, [view.prefix.rstrip("/") or files.name for _, view in found])
        if found:
            return found[0]
    return None


def _archive_in(files: Files) -> str:
    """Return the one archive that a folder without a product holds, "" for none; raise ProductError for several."""
    archives = [name for name in files.names if _files.is_archive(name) and not name.startswith((".", "__MACOSX/"))]
    if len(archives) > 1:
        listed = ", ".join(archives[:3])
        raise ProductError(
            files.href, "", f"holds no product but {len(archives)} archives ({listed}); name one of them"
        )
    return archives[0] if archives else ""


def _is_part(one: tuple[Reader, Files], whole: tuple[Reader, Files]) -> bool:
    """Tell whether what a reader recognises is a part of what it has recognised already: annotation of its product."""
    alike = one[0] is whole[0] or (one[0].name in IMITATED and whole[0].name in IMITATED)
    return alike and one[1].prefix.startswith(whole[1].prefix)


def _first(readers: Iterable[Reader], files: Files) -> Reader | None:
    return next((reader for reader in readers if reader.module.sniff(files)), None)


def read_item(item: dict[str, Any], href: str) -> Product:
    """Read an inline STAC Item: the seller's word, evidence "asserted". Raises ProductError."""
    from sarcheck.readers import stac

    return stac.product(item, href)


def _unknown(files: Files) -> str:
    from sarcheck.readers import _appearance

    if not files.names:
        return "an empty folder; a product has at least one metadata file"
    listed = ", ".join(files.names[:5]) + (", ..." if len(files.names) > 5 else "")
    formats = ", ".join(reader.name for reader in (*READERS, ITEM))
    return (
        f"not a product that sarcheck reads: holds {len(files.names)} files ({listed}); "
        f"{_appearance.described(files)}; tried {formats}"
    )
