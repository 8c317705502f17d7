"""SAR metadata read into a Product, by the first reader that recognises what is there.

To add a format, write a module with ``NAME``, ``sniff(files) -> bool`` (cheap: names, first bytes, root
element) and ``read(files) -> Product``, and name it in READERS. Content decides, so a format that
another one imitates stands before or after it without harm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sarcheck.errors import ProductError
from sarcheck.readers import (
    _appearance,
    _files,
    _hdf5,
    alos,
    biomass,
    capella,
    cosmo,
    cphd,
    envisat,
    eopf,
    eos04,
    ers_ceos,
    gaofen3,
    iceye,
    kompsat5,
    lutan1,
    nisar,
    novasar,
    radarsat2,
    rcm,
    risat1,
    saocom,
    sentinel1,
    sicd,
    sidd,
    spacety,
    stac,
    strix,
    terrasarx,
    uavsar,
    umbra,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sarcheck.model import Product
    from sarcheck.readers._files import Files

READERS = (
    *(spacety, sentinel1, terrasarx, radarsat2, rcm, gaofen3, saocom, novasar, eos04, risat1, lutan1, biomass),
    *(alos, cosmo, kompsat5, iceye, nisar, envisat, eopf, ers_ceos, uavsar, capella, umbra, strix),
    *(sidd, sicd, cphd),
    stac,
)
"""The reader modules, in the order in which they are asked: a product's own files before a seller's word."""
IMITATED = (spacety, sentinel1)
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
            product: Product = reader.read(inside)
            return product
        if archive := _archive_in(files) if path.is_dir() else "":
            return read(path / archive, href=shown, checksums=checksums)
        _hdf5.refuse_damaged(files)
        raise ProductError(shown, "", _unknown(files))


def _recognised(files: Files) -> tuple[Any, Files] | None:
    """Return the reader of a product and the folder that it lies in; raise ProductError where there are two products.

    The nearest folder counts, and in it a product's own files; only where there are none does a seller's word. What
    lies deeper, beside the product or inside it, must not be a product of its own: it would not be looked at.
    """
    own = [reader for reader in READERS if reader is not stac]
    for readers in (own, [stac]):
        found: list[tuple[Any, Files]] = []
        for depth in range(DEPTH + 1):
            views = [files.below(folder) for folder in files.folders(depth)[:MAX_FOLDERS]]
            more = [(reader, view) for view in views if (reader := _first(readers, view))]
            found += [one for one in more if not any(_is_part(one, whole) for whole in found)]
            if len(found) > 1:
                listed = ", ".join(view.prefix.rstrip("/") or files.name for _, view in found[:3])
                raise ProductError(files.href, "", f"holds {len(found)} products ({listed}); name one of them")
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


def _is_part(one: tuple[Any, Files], whole: tuple[Any, Files]) -> bool:
    """Tell whether what a reader recognises is a part of what it has recognised already: annotation of its product."""
    alike = one[0] is whole[0] or (one[0] in IMITATED and whole[0] in IMITATED)
    return alike and one[1].prefix.startswith(whole[1].prefix)


def _first(readers: Iterable[Any], files: Files) -> Any:
    return next((reader for reader in readers if reader.sniff(files)), None)


def read_item(item: dict[str, Any], href: str) -> Product:
    """Read an inline STAC Item: the seller's word, evidence "asserted". Raises ProductError."""
    return stac.product(item, href)


def _unknown(files: Files) -> str:
    if not files.names:
        return "an empty folder; a product has at least one metadata file"
    listed = ", ".join(files.names[:5]) + (", ..." if len(files.names) > 5 else "")
    formats = ", ".join(reader.NAME for reader in READERS)
    return (
        f"not a product that sarcheck reads: holds {len(files.names)} files ({listed}); "
        f"{_appearance.described(files)}; tried {formats}"
    )
