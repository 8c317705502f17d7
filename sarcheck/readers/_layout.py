"""Where the metadata of SAFE products and their look-alikes lie.

Product layouts A1 and B1: an XFDU ``manifest.safe``, one annotation file for each swath and channel,
and beside them, in the layout of public cloud buckets, a ``productInfo.json``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sarcheck.errors import ProductError
from sarcheck.readers import _xml

if TYPE_CHECKING:
    from sarcheck.readers._files import Files

MANIFEST = "manifest.safe"
INFO = "productInfo.json"
MAX_ANNOTATIONS = 400
"""Annotation files of one product; wave mode has the most, one for each of up to 140 images and channel."""
MAX_FOLDERS = 100
"""Folders looked into for a product that has no manifest."""


class Layout(NamedTuple):
    """Where the metadata of a SAFE-like product lie: its folder, the files in it, and those beside it."""

    files: Files
    manifest: str | None
    annotations: tuple[str, ...]
    info: str | None
    strays: tuple[str, ...]


def layout(files: Files) -> Layout | None:
    """Find the metadata of a SAFE-like product in a folder, an archive or one file; None if there are none."""
    manifests = [name for name in files.names if name.rpartition("/")[2].lower() == MANIFEST] or _renamed(files)
    folders = [name.rpartition("/")[0] for name in manifests] or _annotated(files)
    if len(folders) > 1:
        listed = ", ".join(manifests[:3] or folders[:3])
        what = "manifests" if manifests else "products"
        raise ProductError(files.href, "", f"holds {len(folders)} {what} ({listed}); name one product")
    if not folders or "/" in folders[0]:
        return None
    inside = files.below(folders[0])
    return Layout(
        inside,
        manifests[0].rpartition("/")[2] if manifests else None,
        _annotations(inside),
        INFO if INFO in inside.names else None,
        tuple(name for name in files.names if _stray(name, folders[0])),
    )


def _renamed(files: Files) -> list[str]:
    """Return the manifests that do not bear their name: a file alone, or XML beside the annotation."""
    tops = [name for name in files.names if "/" not in name]
    looked = tops if len(files.names) == 1 else [name for name in tops if name.lower().endswith(".xml")][:MAX_FOLDERS]
    return [name for name in looked if (root := _xml.root(files, name)) and root.name == "XFDU"]


def _annotated(files: Files) -> list[str]:
    """Return the folders, this one or those in it, that hold annotation files and no manifest."""
    if any(_xml.head(files, name, "adsHeader") for name in _annotations(files)):
        return [""]
    tops = sorted({name.partition("/")[0] for name in files.names if name.lower().endswith(".xml") and "/" in name})
    views = ((top, files.below(top)) for top in tops[:MAX_FOLDERS])
    return [top for top, view in views if any(_xml.head(view, name, "adsHeader") for name in _annotations(view))]


def _stray(name: str, folder: str) -> bool:
    """Tell whether a file lies beside the product's folder, hidden and archivers' own files aside."""
    top = name.partition("/")[0]
    return bool(folder) and top != folder and not top.startswith(".") and top != "__MACOSX"


def _annotations(files: Files) -> tuple[str, ...]:
    """Return the annotation files: those in ``annotation/``, else the XML files beside the manifest."""
    xml = [name for name in files.names if name.lower().endswith(".xml")]
    found = [name for name in xml if name.startswith("annotation/") and name.count("/") == 1]
    found = found or [name for name in xml if "/" not in name]
    if len(found) > MAX_ANNOTATIONS:
        raise ProductError(files.href, found[MAX_ANNOTATIONS], f"more than {MAX_ANNOTATIONS} annotation files")
    return tuple(found)
