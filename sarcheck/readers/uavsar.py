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
_STATEMENT = re.compile(rb"^[A-Za-z0-9][^=;\n]*\([^()\n]{1,20}\)\s*=", re.MULTILINE)
_CHANNEL_KEY = re.compile(r"(?:slc|mlc|grd|dat)((?:[HV]{2}){1,2})")
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
    Key("spacing_range", "1x1 SLC Range Pixel Spacing", v.length),
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
    return bool(_names(files))


def _names(files: Files) -> list[str]:
    return [n for n, head in _files.heads(files).items() if b"UAVSAR" in head and _STATEMENT.search(head)]


def read(files: Files) -> Product:
    """Read an annotation; raise ProductError where it is too large to be one."""
    notes = Notes()
    name, *others = _names(files) or [files.name]
    notes.unread(others, "annotations")
    data = files.head(name, MAX_ANNOTATION + 1)
    if len(data) > MAX_ANNOTATION:
        raise ProductError(files.href, name, f"larger than {MAX_ANNOTATION >> 20} MB, too large for an annotation")
    text = data.decode("latin-1")
    keys = _read_keys(text)
    title = text.partition("\n")[0]
    line = next(line for line in text.splitlines() if "UAVSAR" in line)
    notes.state("platform", line[:200], lambda _: "uavsar", name, "UAVSAR", "the name of the annotation's format")
    _keys.state(keys, _ROWS, name, notes)
    if not keys.get("Polarization"):
        _state_channels(keys, name, notes)
    match = re.search(r"(?i)file for (\w\S+_\S+)", title)
    return build(
        notes,
        id=clean(match[1] if match else files.name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        outlines=_outline(keys, name, notes),
    )


def _state_channels(keys: dict[str, str], name: str, notes: Notes) -> None:
    """Note the channels by the keys of the image files: slcHH is one, mlcHHVV the product of two."""
    found = [match[1] for key in keys if (match := _CHANNEL_KEY.fullmatch(key))]
    pairs = " ".join(dict.fromkeys(text[i : i + 2] for text in found for i in range(0, len(text), 2)))
    if pairs:
        notes.state("polarisations", pairs, v.polarisations, name, "slcHH, mlcHHHH, ...", "from the list of files")


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
