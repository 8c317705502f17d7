"""Region files -> Region, and the index that finds the regions of a footprint.

A reader offers ``NAME``, ``sniff(path)`` and ``read(path)``, which yields regions and, where a part of a
source cannot be relied on, problems. REGIONS is the one place where a reader is registered.
"""

from __future__ import annotations

from pathlib import Path

from sarcheck.errors import RulesError
from sarcheck.model import Problem, Region
from sarcheck.regions import countries, geojson
from sarcheck.regions.index import RegionIndex
from sarcheck.regions.tiles import build

__all__ = ["REGIONS", "RegionIndex", "build", "countries", "geojson", "read_file"]

REGIONS = (geojson, countries)


def read_file(path: Path) -> list[Region | Problem]:
    """Read a region file of any known format; raise RulesError when it is of none."""
    try:
        reader = next((reader for reader in REGIONS if reader.sniff(path)), None)
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
    if reader:
        return list(reader.read(path))
    known = ", ".join(reader.NAME for reader in REGIONS)
    raise RulesError(str(path), "", f"is no region file of a known format ({known}): convert it to GeoJSON")
