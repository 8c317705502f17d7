"""EOS-04, also called RISAT-1A: the product file. Product layouts B5, known from public reader code ("layout only")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.readers import _files, _finding, _ground, _radarsat, _vectors, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import Notes, build, clean
from sarcheck.readers._xml import Row

if TYPE_CHECKING:
    from sarcheck.model import Outline, Product
    from sarcheck.readers._files import Files
    from sarcheck.readers._xml import Document

NAME = "eos04"
_NAMES = ("EOS-04", "EOS04", "EOS-4", "RISAT-1A")
_TAKEN = "//SourceAttributes/SourceDataAcquisitionParameters"
_MADE = "//ImageGenerationParameters/SarProcessingInformation"
_TIMES = (_MADE + "/ZeroDopplerTimeFirstLine", _MADE + "/ZeroDopplerTimeLastLine")
_VECTOR = ("TimeStamp", "xPosition", "yPosition", "zPosition", "xVelocity", "yVelocity", "zVelocity")
_POLYGON = re.compile(r"\s*POLYGON\s*\(\(([^()]*)\)\)\s*", re.IGNORECASE)
MAX_POINTS = 1000


_ROWS = (
    Row("platform", "//SourceAttributes/Satellite", v.known_platform(dict.fromkeys(_NAMES, "eos-04"))),
    Row("mode", _TAKEN + "/ObservationMode", v.word),
    Row("swaths", _TAKEN + "/BeamID", v.words),
    Row("polarisations", _TAKEN + "/Polarizations", v.polarisations),
    Row("product_type", "//ProductType", v.upper),
    Row("complex", "//ProductType", lambda text: text.upper() == "SLC", derived="from the product type"),
    Row("frequency_band", _TAKEN + "/RadarCenterFrequency", v.band, derived="from the frequency"),
    Row("look", _TAKEN + "/AntennaPointing", v.look),
    Row("pass_direction", "//OrbitAndAttitude/OrbitInformation/PassDirection", v.orbit_pass),
    Row("spacing_range", _MADE + "/RangePixelSpacing", v.length),
    Row("spacing_azimuth", _MADE + "/AzimuthPixelSpacing", v.length),
)
_TAKEN_ROWS = (
    Row("start", "//SourceAttributes/SourceDataAcquisitionTime/StartTime", v.time),
    Row("stop", "//SourceAttributes/SourceDataAcquisitionTime/EndTime", v.time),
)


def sniff(files: Files) -> bool:
    """Tell whether there is a product file that names EOS-04."""
    return bool(_products(files))


def read(files: Files) -> Product:
    """Read an EOS-04 product. Raises ProductError."""
    document = _xml.parse(files, _files.only(files, _products(files)))
    notes = Notes()
    _xml.state(document, _ROWS, notes)
    if not _radarsat.state_times(document, _TIMES, notes):
        _xml.state(document, _TAKEN_ROWS, notes)
    return build(
        notes,
        id=clean(_xml.first(document.root, "//ProductID") or files.name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        verification="layout only",
        outlines=_outlines(document, notes),
        state_vectors=_vectors.each(document, "//OrbitInformation/StateVectorECEF", _VECTOR, notes),
    )


def _products(files: Files) -> list[str]:
    names = _finding.xml_files(files, lambda root: "rsi.ca" not in root.namespace)
    return [name for name in names if _xml.early(files, name, "Satellite").upper().replace(" ", "-") in _NAMES]


def _outlines(document: Document, notes: Notes) -> tuple[Outline, ...]:
    """Return the polygon of well-known text, longitude first."""
    for node in list(_xml.each(document.root, "//SourceDataGeometry"))[:1]:
        where = _xml.place(node)
        try:
            if not (match := _POLYGON.fullmatch(_xml.text(node))):
                raise ValueError("is no polygon of well-known text")
            pairs = [pair.split() for pair in match[1].split(",", MAX_POINTS)]
            if len(pairs) > MAX_POINTS:
                raise ValueError(f"has more than {MAX_POINTS} points")
            if any(len(pair) < 2 for pair in pairs):
                raise ValueError("a point has a longitude and a latitude")
            points = [_ground.point(pair[0], pair[1]) for pair in pairs]
        except ValueError as error:
            notes.problem(f"{document.source}#{where}", f"footprint: {error}")
            return ()
        return _ground.outline(document, points, "ring", where, notes)
    return ()
