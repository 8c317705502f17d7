"""Region files -> Region, and the index that finds the regions of a footprint.

A reader offers ``NAME``, ``sniff(path)`` and ``read(path)``, which yields regions and, where a part of a
source cannot be relied on, problems. One of drawn regions also offers ``features(path)``, for the linter.
REGIONS is the one place where a reader is registered.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from sarcheck import folders
from sarcheck.errors import RulesError
from sarcheck.model import Problem, Region
from sarcheck.regions import countries, geojson, geopackage, shapefile, toml
from sarcheck.regions.index import Asked, RegionIndex, Remembering
from sarcheck.regions.tiles import build

__all__ = [
    "REGIONS",
    "Asked",
    "RegionIndex",
    "Remembering",
    "build",
    "countries",
    "files",
    "geojson",
    "read_file",
    "reader_of",
]

REGIONS = (toml, geopackage, shapefile, geojson, countries)


def files(folder: Path) -> list[Path]:
    """Return the region files of a folder, sorted; raise RulesError for a part of a Shapefile that has no .shp."""
    found = [path for path in folders.files(folder) if path.parent == folder]
    parts = {part for path in found if shapefile.sniff(path) for part in shapefile.beside(path)}
    alone = [path for path in found if path.suffix.lower() in shapefile.BESIDE and path not in parts]
    if alone:
        raise RulesError(str(alone[0]), "", "belongs to a Shapefile whose .shp is not here: bring all of its files")
    return [path for path in found if path not in parts]


def reader_of(path: Path) -> ModuleType:
    """Return the reader of a region file; raise RulesError when it is of no known format."""
    try:
        reader = next((reader for reader in REGIONS if reader.sniff(path)), None)
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
    if reader:
        return reader
    known = ", ".join(reader.NAME for reader in REGIONS)
    raise RulesError(str(path), "", f"is no region file of a known format ({known}): convert it to GeoJSON")


def read_file(path: Path) -> list[Region | Problem]:
    """Read a region file of any known format; raise RulesError when it is of none."""
    return list(reader_of(path).read(path))
