"""UAVSAR: the annotation of JPL's airborne L-, P- and Ka-band radars, a text of ``key (unit) = value ; comment``.

Product layouts A14.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.errors import ProductError
from sarcheck.model import Outline
from sarcheck.readers import _files, _grid, _keys
from sarcheck.readers import _values as v
from sarcheck.readers._keys import Key
from sarcheck.readers._product import Notes, build, clean

if TYPE_CHECKING:
    from sarcheck.model import Product
    from sarcheck.readers._files import Files

NAME = "uavsar"
MAX_ANNOTATION = 2**20
_LINE = re.compile(r"([^;=()]{3,100}?)\s*(?:\(([^()]{0,20})\))?\s*=\s*([^;]*)")
_MARK = re.compile(rb"UAVSAR[^\n]*(?:Metadata file|Annotation File Version)", re.IGNORECASE)
_LIGHT = 299_792_458.0
_CORNERS = ("Upper Left", "Upper Right", "Lower Right", "Lower Left")
_LOOK_ANGLE = "the look angle: from an aircraft the incidence on level ground is about the same"


def _band(text: str) -> str:
    """Return the letter of a band, from a wavelength in centimetres."""
    return v.band(repr(_LIGHT / (v.length(text) / 100.0)))


_ROWS = (
    *(Key("start", f"Start Time of Acquisition{end}", _keys.time) for end in ("", " for Pass 1", " for Pass 2")),
    *(Key("stop", f"Stop Time of Acquisition{end}", _keys.time) for end in ("", " for Pass 2", " for Pass 1")),
    Key("mode", "Acquisition Mode", v.word),
    Key("polarisations", "Polarization", v.polarisations),
    Key("product_type", "Processing Mode", v.upper),
    Key("look", "Radar Look Direction", v.look),
    Key("look", "Look Direction", v.look),
    Key("frequency_band", "Center Wavelength", _band, "from the wavelength"),
    *(Key("spacing_range", f"{kind} Data Range Spacing", v.length) for kind in ("Slant Range", "Single Look Complex")),
    *(
        Key("spacing_azimuth", f"{kind} Data Azimuth Spacing", v.length)
        for kind in ("Slant Range", "Single Look Complex")
    ),
    *(Key("spacing_range", f"{kind}.col_mult", v.length) for kind in ("mlc_pwr", "mlc_mag", "slc_mag")),
    *(Key("spacing_azimuth", f"{kind}.row_mult", v.length) for kind in ("mlc_pwr", "mlc_mag", "slc_mag")),
    *(Key("spacing_range", f"1x1 SLC {kind} Pixel Spacing", v.length) for kind in ("Range", "Slant Range")),
    Key("spacing_azimuth", "1x1 SLC Azimuth Pixel Spacing", v.length),
    Key("incidence_near", "Average Look Angle in Near Range", v.angle, _LOOK_ANGLE),
    Key("incidence_far", "Average Look Angle in Far Range", v.angle, _LOOK_ANGLE),
    Key("incidence_near", "Minimum Look Angle", v.angle, _LOOK_ANGLE),
    Key("incidence_far", "Maximum Look Angle", v.angle, _LOOK_ANGLE),
    Key("processed", "Date of Processing", _keys.time, "the day's first second"),
    Key("processor", "Processor Version Number", v.word),
)


def sniff(files: Files) -> bool:
    """Tell whether a file is a UAVSAR annotation."""
    return _name(files) is not None


def _name(files: Files) -> str | None:
    heads = _files.heads(files).items()
    return next((name for name, head in heads if head[:1] in b"; \r\nU" and _MARK.search(head)), None)


def read(files: Files) -> Product:
    """Read an annotation; raise ProductError where it is too large to be one."""
    name, notes = _name(files) or files.name, Notes()
    data = files.head(name, MAX_ANNOTATION + 1)
    if len(data) > MAX_ANNOTATION:
        raise ProductError(files.href, name, f"larger than {MAX_ANNOTATION >> 20} MB, too large for an annotation")
    text = data.decode("latin-1")
    keys = _read_keys(text)
    title = text.partition("\n")[0]
    notes.state("platform", title, lambda _: "uavsar", name, "line 1", "the name of the annotation's format")
    _keys.state(keys, _ROWS, name, notes)
    match = re.search(r"(?i)metadata file for (\S+)", title)
    return build(
        notes,
        id=clean(match[1] if match else files.name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        outlines=_outline(keys, name, notes),
    )


def _read_keys(text: str) -> dict[str, str]:
    """Return the values by their keys, the first of each; "N/A" states nothing."""
    keys: dict[str, str] = {}
    for line in text.splitlines()[: _keys.MAX_KEYS]:
        if match := _LINE.match(line.strip()):
            stated = match[3].strip()
            keys.setdefault(match[1].strip(), "" if stated.upper() in ("N/A", "NULL") else stated)
    return keys


def _outline(keys: dict[str, str], name: str, notes: Notes) -> tuple[Outline, ...]:
    """Return the ring of the four approximate corners of the image."""
    if not keys.get("Approximate Upper Left Latitude"):
        return ()
    try:
        points = tuple(
            _grid.checked(
                *(v.number(keys.get(f"Approximate {corner} {axis}", "")) for axis in ("Longitude", "Latitude"))
            )
            for corner in _CORNERS
        )
    except ValueError as error:
        notes.problem(f"{name}#Approximate Upper Left Latitude", f"footprint: {error}")
        return ()
    return (Outline(points=points, kind="ring", source=name, path="Approximate Upper Left to Lower Left"),)
