"""Regions in a Shapefile (ESRI, July 1998): polygons in .shp, and beside it .shx, .dbf (columns), .prj, .cpg.

The columns are the properties of a GeoJSON region. Without its .prj nobody knows where it lies: that is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sarcheck.errors import RulesError
from sarcheck.model import Region
from sarcheck.regions import _features, _vector
from sarcheck.regions._features import MAX_BYTES, Item

NAME = "Shapefile"
SUFFIX = ".shp"
BESIDE = (".shx", ".dbf", ".prj", ".cpg")
"""Suffixes of the files that belong to one."""
NEEDED = (".shx", ".dbf", ".prj")
MARK = b"\x00\x00\x27\x0a"


def sniff(path: Path) -> bool:
    """Tell whether a file is called a Shapefile."""
    return path.suffix.lower() == SUFFIX


def read(path: Path) -> Iterator[Region]:
    """Yield the regions of a Shapefile; raise RulesError with file, feature and cure for the first flaw."""
    return _features.read(path, features(path))


def features(path: Path) -> Iterator[Item]:
    """Yield the features of a Shapefile, a flaw for each that cannot be used; raise RulesError for a bad file."""
    try:
        if sum(part.stat().st_size for part in (path, *beside(path))) > MAX_BYTES:
            raise RulesError(str(path), "", f"is larger than {MAX_BYTES >> 20} MiB: simplify or split it")
        with path.open("rb") as stream:
            mark = stream.read(len(MARK))
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
    if mark != MARK:
        raise RulesError(str(path), "", "is no Shapefile: it lacks the mark of one; export it anew or use GeoJSON")
    lacking = set(NEEDED) - {part.suffix.lower() for part in beside(path)}
    if lacking:
        raise RulesError(str(path), "", f"lacks {', '.join(sorted(lacking))}: a Shapefile is a set of files, bring all")
    return _vector.features(path, path)


def beside(path: Path) -> list[Path]:
    """Return the files that are there of those that belong to a Shapefile."""
    parts = (path.with_suffix(form) for suffix in BESIDE for form in (suffix, suffix.upper()))
    return [part for part in parts if part.is_file()]
