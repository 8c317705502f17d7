"""The metadata files of a product among all of its files, told by what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.readers import _xml

if TYPE_CHECKING:
    from collections.abc import Callable

    from sarcheck.readers._files import Files
    from sarcheck.readers._xml import Root

MAX_LOOKED = 100
"""XML files of one folder that are looked into."""


def xml_files(files: Files, wanted: Callable[[Root], bool], folders: tuple[str, ...] = ("",)) -> list[str]:
    """Return the XML files, in the product's folder and in named ones, whose root element is as wanted."""
    places = tuple(folder + "/" if folder else "" for folder in folders)
    names = [name for name in files.names if name[: name.rfind("/") + 1] in places]
    looked = [name for name in names if not name.lower().endswith(_PIXELS)][:MAX_LOOKED]
    return [name for name in looked if (root := _xml.root(files, name)) and wanted(root)]


_PIXELS = (".tif", ".tiff", ".cos", ".h5", ".png", ".jpg", ".jpeg", ".pdf", ".ntf", ".dat", ".zip", ".kml", ".xsd")
