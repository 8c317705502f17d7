"""LuTan-1 A and B: the ``*.meta.xml`` beside the image, in a schema like that of TerraSAR-X.

Product layouts B7, known from public reader code ("layout only").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.readers import _files, _finding, _ground, _vectors, _xml, terrasarx
from sarcheck.readers import _values as v
from sarcheck.readers._product import FROM_NAME, Notes, build, clean
from sarcheck.readers._xml import Row

if TYPE_CHECKING:
    from sarcheck.model import Product
    from sarcheck.readers._files import Files

NAME = "lutan1"
_KEYS = {"LT1A": "lutan-1-01a", "LT-1A": "lutan-1-01a", "LT1B": "lutan-1-01b", "LT-1B": "lutan-1-01b"}
_platform = v.known_platform(_KEYS)
_RASTER = "productInfo/imageDataInfo/imageRaster"
_ROWS = (
    Row("platform", "generalHeader/mission", _platform),
    Row("platform", "productInfo/missionInfo/mission", _platform),
    Row("polarisations", "productInfo/acquisitionInfo/polarisationMode", v.polarisations),
    Row("spacing_range", _RASTER + "/columnSpacing", v.length),
    Row("spacing_azimuth", _RASTER + "/rowSpacing", v.length),
)
_SHARED = tuple(row for row in terrasarx.ROWS if row.field not in ("platform", "polarisations"))
_NAME = re.compile(
    r"(?P<platform>LT1[AB])_[A-Z]+_(?P<receiving_station>[A-Z]{3})_[A-Z]+\d*_(?P<orbit_number>\d{6})_"
    r"E[\d.]+_N[\d.]+_\d{8}_[A-Z]+_(?P<polarisations>[HV]{2})_.*"
)


def sniff(files: Files) -> bool:
    """Tell whether there is an annotation file that names LuTan-1."""
    return bool(_annotations(files))


def read(files: Files) -> Product:
    """Read a LuTan-1 product. Raises ProductError."""
    name = _files.only(files, _annotations(files))
    document = _xml.parse(files, name)
    stem = re.sub(r"(\.meta)?\.xml$", "", name.rpartition("/")[2], flags=re.IGNORECASE)
    notes = Notes()
    _xml.state(document, (*_ROWS, *_SHARED), notes)
    terrasarx.state_incidence(document, notes)
    _state_name(stem, notes)
    return build(
        notes,
        id=clean(stem),
        href=files.href,
        format=NAME,
        evidence="metadata",
        verification="layout only",
        outlines=_ground.from_nodes(document, terrasarx.CORNERS, "lon", "lat", "corners", notes),
        state_vectors=_vectors.each(document, "platform/orbit/stateVec", terrasarx.VECTOR, notes),
        ties=terrasarx.ties(document, notes),
    )


def _annotations(files: Files) -> list[str]:
    names = _finding.xml_files(files, lambda root: not root.namespace)
    return [name for name in names if terrasarx.mission(files, name).startswith(("LT1", "LT-1"))]


def _state_name(stem: str, notes: Notes) -> None:
    parsers = {
        "platform": _platform,
        "receiving_station": v.word,
        "orbit_number": v.count,
        "polarisations": v.polarisations,
    }
    if match := _NAME.fullmatch(stem):
        for field, parse in parsers.items():
            notes.state(field, match[field], parse, stem, FROM_NAME)
