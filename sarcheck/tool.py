"""Which sarcheck gave a verdict, on which boundary data and numeric libraries."""

from __future__ import annotations

from sarcheck import __version__
from sarcheck.model import ToolStamp


def stamp(boundaries: str) -> ToolStamp:
    """Return what a replay must know of the tool: its version and those of what its numbers come from."""
    import numpy as np
    import shapely

    libraries = {
        "boundaries": boundaries,
        "geos": shapely.geos_version_string,
        "numpy": np.__version__,
        "shapely": shapely.__version__,
    }
    return ToolStamp(name="sarcheck", version=__version__, libraries=libraries)
