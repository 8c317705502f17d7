"""Copernicus or an imitation: a SAFE-like product judged by what is in it, never by its name.

Product layouts A1 and B1. A product counts as Copernicus only where everything that it says of itself
agrees with that; each reason against is kept as a sentence, for the officer to read.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from sarcheck.readers import _layout, _xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sarcheck.readers._files import Files
    from sarcheck.readers._layout import Layout
    from sarcheck.readers._xml import Document

_VERSION = "esa/safe/sentinel-1.0/"
_MISSION = re.compile(r"S1[A-D]")
_MODES = frozenset({"SM", "IW", "EW", "WV", "EN", "AN", "IM", "RF"})
_OTHER_SENTINEL = re.compile(r"SENTINEL-?[2-9]", re.IGNORECASE)
_FILE = re.compile(r"(?:[a-z]+-)*s1[a-d]-.*", re.IGNORECASE)
_BUCKET_FILE = re.compile(r"(?:iw|ew|wv|s|n)[1-6]?(?:-(?:slc|grd))?-[hv][hv](?:-\d+)?\.\w+", re.IGNORECASE)
"""File names of public buckets drop the satellite: ``annotation/iw-vv.xml``."""


class Judged(NamedTuple):
    """A SAFE-like product: its parts, its manifest, and why it is not a Copernicus product."""

    parts: Layout
    manifest: Document | None
    contrary: tuple[str, ...]


def judge(files: Files) -> Judged | None:
    """Tell a Copernicus product from one that imitates it; None where it is neither."""
    return files.keep("judged", "", lambda: _judge(files))


def _judge(files: Files) -> Judged | None:
    if (parts := _layout.layout(files)) is None:
        return None
    manifest = _xml.parse(parts.files, parts.manifest) if parts.manifest else None
    if manifest and not _is_radar(manifest, parts):
        return None
    reasons = [*(_manifest_reasons(manifest) if manifest else ()), *_annotation_reasons(parts)]
    return Judged(parts, manifest, tuple(reasons))


def _is_radar(manifest: Document, parts: Layout) -> bool:
    """Tell whether a product has the elements of A1; those of RCM, RADARSAT and optical Sentinels do not."""
    family = _xml.first(manifest.root, "//platform/familyName") + "-" + _xml.first(manifest.root, "//platform/number")
    other = _OTHER_SENTINEL.search(family) or _OTHER_SENTINEL.search(manifest.root.get("version", ""))
    if other or _xml.local(manifest.root) != "XFDU":
        return False
    timed = next(_xml.each(manifest.root, "//acquisitionPeriod/startTime"), None) is not None
    return timed or any(_xml.head(parts.files, name, "adsHeader") for name in parts.annotations)


def _manifest_reasons(manifest: Document) -> Iterator[str]:
    root = manifest.root
    if (family := _xml.first(root, "//platform/familyName")) != "SENTINEL-1":
        yield f'the manifest\'s familyName is "{family}"'
    if (number := _xml.first(root, "//platform/number")) not in ("A", "B", "C", "D"):
        yield f'the manifest\'s satellite number is "{number}"'
    if not (version := root.get("version", "")).startswith(_VERSION):
        yield f'the manifest\'s version is "{version}"'
    if (mode := _xml.first(root, "//instrumentMode/mode")) not in _MODES:
        yield f'the mode is "{mode}"'
    for node in _xml.each(root, "//byteStream/fileLocation"):
        path = PurePosixPath(node.get("href", ""))
        if path.parts[:1] in (("annotation",), ("measurement",)) and not _FILE.fullmatch(path.name):
            yield f'the manifest lists "{path}"'
            return


def _annotation_reasons(parts: Layout) -> Iterator[str]:
    for name in parts.annotations:
        base = name.rpartition("/")[2]
        known = _FILE.fullmatch(base) or _BUCKET_FILE.fullmatch(base)
        if not known and ("/" in name or _xml.head(parts.files, name, "adsHeader")):
            yield f'an annotation file is named "{base}"'
            break
    heads = (_xml.head(parts.files, name, "adsHeader") for name in parts.annotations)
    mission = next((head.get("missionId", "") for head in heads if head), None)
    if mission is not None and not _MISSION.fullmatch(mission):
        yield f'the annotation\'s missionId is "{mission}"'
