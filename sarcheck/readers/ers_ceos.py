"""ERS-1 and ERS-2 in CEOS format; JERS-1 and RADARSAT-1 as far as they follow the same records.

Offsets of the data set summary as in product layouts A8 and public reader code, not from genuine files at hand
("layout only").
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sarcheck.errors import ProductError
from sarcheck.readers import _ceos, _collectors, _keys
from sarcheck.readers import _values as v
from sarcheck.readers._ceos import Cell
from sarcheck.readers._keys import Key
from sarcheck.readers._product import Notes, build, clean

if TYPE_CHECKING:
    from sarcheck.model import Product
    from sarcheck.readers._ceos import Ceos
    from sarcheck.readers._files import Files

NAME = "ers_ceos"
_MISSIONS = ("ERS", "JERS", "RSAT", "RADARSAT")
_LIGHT = 299_792_458.0


def _heading(text: str) -> str:
    northward = math.cos(math.radians(v.number(text)))
    if abs(northward) < 0.05:
        raise ValueError("leads neither north nor south")
    return "ascending" if northward > 0 else "descending"


def _band(text: str) -> str:
    return v.band(repr(_LIGHT / v.length(text)))


def _complex(text: str) -> bool:
    upper = text.upper()
    if not any(word in upper for word in ("COMPLEX", "PRECISION", "IMAGE", "GEOCODED", "DETECTED")):
        raise ValueError("says neither complex nor detected")
    return "COMPLEX" in upper


_TIME = "the time of the scene's centre"
_CELLS = (
    Cell("platform", 396, 16, _collectors.platform),
    Cell("start", 1814, 24, _keys.time),
    Cell("stop", 1862, 24, _keys.time),
    Cell("start", 68, 32, _ceos.centre_time, _TIME),
    Cell("stop", 68, 32, _ceos.centre_time, _TIME),
    Cell("orbit_number", 444, 8, v.count),
    Cell("pass_direction", 468, 8, _heading, "from the heading"),
    Cell("incidence_near", 484, 8, v.angle, "the angle at the scene's centre"),
    Cell("incidence_far", 484, 8, v.angle, "the angle at the scene's centre"),
    Cell("frequency_band", 500, 16, _band, "from the wavelength"),
    Cell("facility", 1046, 16, v.word),
    Cell("processor", 1062, 16, v.word),
    Cell("product_type", 1110, 32, v.upper),
    Cell("complex", 1110, 32, _complex, "from the product type"),
    Cell("spacing_azimuth", 1686, 16, v.length),
    Cell("spacing_range", 1702, 16, v.length),
)
_VOLUME_ROWS = (
    Key("facility", "facility", v.word),
    Key("facility_country", "country", v.word),
    Key("processed", "created", _ceos.created, "when the volume was written"),
)
_CHANNELS = {"ers": "VV", "jers": "HH", "radarsat": "HH"}
"""Each of these radars had one channel only."""


def sniff(files: Files) -> bool:
    """Tell whether there is a CEOS leader of one of these satellites."""
    ceos = _ceos.gathered(files)
    return ceos is not None and _mission(ceos).startswith(_MISSIONS)


def _mission(ceos: Ceos) -> str:
    return _ceos.text(ceos.records.get(_ceos.SUMMARY, b""), 396, 16).upper()


def read(files: Files) -> Product:
    """Read a CEOS delivery: leader and, where it is there, volume directory; raise ProductError without a leader."""
    ceos, notes = _ceos.gathered(files), Notes()
    if ceos is None:
        raise ProductError(files.href, "", "no CEOS leader file")
    notes.unread(ceos.others, "leaders")
    record = ceos.records.get(_ceos.SUMMARY, b"")
    _ceos.state(record, _CELLS, ceos.leader, "data set summary", notes)
    _keys.state(_ceos.volume_keys(ceos), _VOLUME_ROWS, ceos.volume, notes)
    _state_known(_mission(ceos), ceos.leader, notes)
    return build(
        notes,
        id=clean(_ceos.text(record, 20, 32) or files.name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        verification="layout only",
        outlines=_ceos.corners(ceos, notes),
        state_vectors=_ceos.vectors(ceos, notes),
    )


def _state_known(mission: str, source: str, notes: Notes) -> None:
    family = _collectors.platform(mission).rpartition("-")[0]
    if channel := _CHANNELS.get(family):
        derived = "the radar of this satellite had one channel only"
        notes.state("polarisations", mission, lambda _: [channel], source, "data set summary@396", derived)
    if family in ("ers", "jers"):
        notes.state("look", mission, lambda _: "right", source, "data set summary@396", "it always looked right")
