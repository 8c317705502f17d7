"""Regions in a GeoPackage (OGC 12-128): the polygons of all its layers.

The columns of a layer are the properties of a GeoJSON region. The file is read into memory, so that nothing is ever
written beside it, and only after it has shown the marks of a GeoPackage: GDAL would open other things by their content.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sarcheck.errors import RulesError
from sarcheck.model import Region
from sarcheck.regions import _features, _vector
from sarcheck.regions._features import MAX_BYTES, Item

NAME = "GeoPackage"
SUFFIX = ".gpkg"
SQLITE = b"SQLite format 3\x00"
MARKS = (b"GPKG", b"GP10", b"GP11")
"""The application ids of a GeoPackage, at MARK_AT."""
MARK_AT = 68


def sniff(path: Path) -> bool:
    """Tell whether a file is called a GeoPackage."""
    return path.suffix.lower() == SUFFIX


def read(path: Path) -> Iterator[Region]:
    """Yield the regions of a GeoPackage; raise RulesError with file, layer, feature and cure for the first flaw."""
    return _features.read(path, features(path))


def features(path: Path) -> Iterator[Item]:
    """Yield the features of a GeoPackage, a flaw for each that cannot be used; raise RulesError for a bad file."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RulesError(str(path), "", f"is larger than {MAX_BYTES >> 20} MiB: simplify or split it")
        data = path.read_bytes()
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
    if not data.startswith(SQLITE) or data[MARK_AT : MARK_AT + 4] not in MARKS:
        raise RulesError(str(path), "", "is no GeoPackage: it lacks the marks of one; export it anew or use GeoJSON")
    return _vector.features(path, data)
