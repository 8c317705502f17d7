"""RISAT-1: the BAND_META.txt of a product. Product layouts B6, known from public reader code ("layout only")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from sarcheck.model import Outline
from sarcheck.readers import _files, _ground
from sarcheck.readers import _values as v
from sarcheck.readers._product import Notes, build, clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from sarcheck.model import Product
    from sarcheck.readers._files import Files

NAME = "risat1"
MAX_LINES, MAX_LINE = 5000, 500
_LINE = re.compile(r"\s*(\w+)\s*=\s*(.*?)\s*")
_CORNERS = ("UL", "UR", "LR", "LL")


class _Key(NamedTuple):
    field: str
    key: str
    parse: Callable[[str], Any]
    derived: str | None = None


_KEYS = (
    _Key("platform", "SatID", v.known_platform({"RISAT-1": "risat-1", "RISAT1": "risat-1"})),
    _Key("start", "SceneStartTime", v.month_time),
    _Key("stop", "SceneEndTime", v.month_time),
    _Key("mode", "ImagingMode", v.upper),
    _Key("product_type", "ProductType", v.upper),
    _Key("look", "SensorOrientation", v.look),
    _Key("pass_direction", "Node", v.orbit_pass),
    _Key("orbit_number", "ImagingOrbitNo", v.count),
    _Key("spacing_range", "OutputPixelSpacing", v.length),
    _Key("spacing_azimuth", "OutputLineSpacing", v.length),
    _Key("facility", "GenAgency", v.word),
)


def sniff(files: Files) -> bool:
    """Tell whether there is a table of keys that names RISAT-1."""
    return bool(_tables(files))


def read(files: Files) -> Product:
    """Read a RISAT-1 product. Raises ProductError."""
    name = _files.only(files, _tables(files))
    values = _values(files.read(name))
    notes = Notes()
    for row in _KEYS:
        if values.get(row.key):
            notes.state(row.field, values[row.key], row.parse, name, row.key, row.derived)
    channels = [values[key] for key in ("TxRxPol1", "TxRxPol2") if values.get(key)]
    if channels:
        notes.state("polarisations", " ".join(channels), v.polarisations, name, "TxRxPol1")
    return build(
        notes,
        id=clean(files.name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        verification="layout only",
        outlines=_outlines(values, name, notes),
    )


def _tables(files: Files) -> list[str]:
    names = [name for name in files.names if "/" not in name and name.lower().endswith("meta.txt")]
    return [name for name in names[:10] if re.search(rb"SatID\s*=\s*RISAT-?1\b", files.head(name, 4096))]


def _values(data: bytes) -> dict[str, str]:
    lines = data.decode("latin-1").splitlines()[:MAX_LINES]
    return {match[1]: match[2] for line in lines if (match := _LINE.fullmatch(line[:MAX_LINE]))}


def _outlines(values: dict[str, str], name: str, notes: Notes) -> tuple[Outline, ...]:
    points = []
    for corner in _CORNERS:
        lat, lon = values.get(f"Prod{corner}Lat"), values.get(f"Prod{corner}Lon")
        if lat and lon:
            try:
                points.append(_ground.point(lon, lat))
            except ValueError as error:
                notes.problem(f"{name}#Prod{corner}Lat", f"footprint: {error}")
    if len(points) < 3:
        return ()
    return (Outline(points=tuple(points), kind="corners", source=name, path="ProdULLat"),)
