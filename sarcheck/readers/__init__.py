"""SAR metadata read into a Product, by the first reader that recognises what is there.

To add a format, write a module with ``NAME``, ``sniff(files) -> bool`` (cheap: names, first bytes, root
element) and ``read(files) -> Product``, and name it in READERS. Content decides, so a format that
another one imitates stands before or after it without harm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sarcheck.errors import ProductError
from sarcheck.readers import _files, _hdf5, capella, cosmo, iceye, kompsat5, nisar, sentinel1, spacety, stac, umbra

if TYPE_CHECKING:
    from pathlib import Path

    from sarcheck.model import Product
    from sarcheck.readers._files import Files

READERS = (spacety, sentinel1, cosmo, kompsat5, iceye, nisar, capella, umbra, stac)
"""The reader modules, in the order in which they are asked: a product's own files before a seller's word."""


def read(path: Path, *, href: str | None = None) -> Product:
    """Read a product: a folder, a zip archive, one metadata file, or a folder that holds one product.

    ``href`` is how the caller names the product, the path by default. Raises ProductError.
    """
    shown = href if href is not None else str(path)
    with _files.opened(path, shown) as files:
        for reader in READERS:
            if reader.sniff(files):
                product: Product = reader.read(files)
                return product
        visible = [name for name in files.names if not name.startswith(".")]
        if len(visible) == 1 and visible[0].lower().endswith(".zip") and path.is_dir():
            return read(path / visible[0], href=shown)
        _hdf5.refuse_damaged(files)
        raise ProductError(shown, "", _unknown(files))


def read_item(item: dict[str, Any], href: str) -> Product:
    """Read an inline STAC Item: the seller's word, evidence "asserted". Raises ProductError."""
    return stac.product(item, href)


def _unknown(files: Files) -> str:
    if not files.names:
        return "an empty folder; a product has at least one metadata file"
    listed = ", ".join(files.names[:5]) + (", ..." if len(files.names) > 5 else "")
    formats = ", ".join(reader.NAME for reader in READERS)
    return f"not a product that sarcheck reads ({formats}): holds {len(files.names)} files ({listed})"
