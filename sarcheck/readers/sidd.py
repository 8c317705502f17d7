"""SIDD: detected images in NITF 2.1, or their XML alone; versions 1.0 to 3.0 by one table of paths.

Product layouts A13; NGA.STND.0025. Resolutions and spacings are those of the product plane.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.errors import ProductError
from sarcheck.model import TiePoint, TiePoints
from sarcheck.readers import _collectors, _nga, _polynomials, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import Notes, build, clean
from sarcheck.readers._xml import Row

if TYPE_CHECKING:
    from sarcheck.model import Outline, Product, StateVector
    from sarcheck.readers._files import Files
    from sarcheck.readers._xml import Document

NAME = "sidd"
_COLLECT = "ExploitationFeatures/Collection"
_ROWS = (
    Row("platform", _COLLECT + "/Information/SensorName", _collectors.platform),
    Row("start", _COLLECT + "/Information/CollectionDateTime", v.time),
    Row("product_type", "ProductCreation/ProductType", v.word),
    Row("resolution_range", "ExploitationFeatures/Product/Resolution/Row", v.length),
    Row("resolution_azimuth", "ExploitationFeatures/Product/Resolution/Col", v.length),
    Row("spacing_range", "Measurement/*/SampleSpacing/Row", v.length),
    Row("spacing_azimuth", "Measurement/*/SampleSpacing/Col", v.length),
    Row("facility", "ProductCreation/ProcessorInformation/Site", v.word),
    Row("processor", "ProductCreation/ProcessorInformation/Application", v.word),
    Row("processed", "ProductCreation/ProcessorInformation/ProcessingDateTime", v.time),
)
_CHANNELS = (
    ("ExploitationFeatures/Product/Polarization", "TxPolarizationProc", "RcvPolarizationProc"),
    (_COLLECT + "/Information/Polarization", "TxPolarization", "RcvPolarization"),
)
_REFERENCE = "Measurement/*/ReferencePoint/ECEF"
_SEEN = "Measurement/*/TimeCOAPoly/Coef"
_CORNERS = ("GeoData/ImageCorners/ICP", "GeographicAndTarget/GeographicCoverage/Footprint/Vertex")


def sniff(files: Files) -> bool:
    """Tell whether a file holds SIDD XML."""
    return _nga.found(files, "SIDD") is not None


def read(files: Files) -> Product:
    """Read a SIDD product; raise ProductError where its XML cannot be read."""
    name, around = _nga.found(files, "SIDD") or files.name, Notes()
    every = list(_nga.documents(files, name, "SIDD", around))
    if not every:
        raise ProductError(files.href, name, "no XML of a SIDD product in it")
    document, notes = every[0], Notes()
    _state(document, notes)
    notes.take(around.claims, around.problems)
    _nga.compare_security(notes)
    _nga.note_others(files, "SIDD", notes)
    collect = next(_xml.each(document.root, _COLLECT), None)
    named = _xml.first(document.root, "ProductCreation/ProductName")
    core = (collect.get("identifier") if collect is not None else None) or ""
    return build(
        notes,
        id=clean((named if named.lower() != "unknown" else "") or core or files.name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        outlines=tuple(outline for one in every for outline in _outline(one, notes)),
        state_vectors=_vectors(document, notes),
        ties=_ties(document, notes),
    )


def _state(document: Document, notes: Notes) -> None:
    _xml.state(document, _ROWS, notes)
    if not _xml.first(document.root, "ProductCreation/ProductType"):
        _nga.known("product_type", "SIDD", "from the root element", document, notes)
    _nga.known("complex", False, "SIDD holds detected images only", document, notes)
    _nga.state_mode(document, _COLLECT + "/Information/RadarMode", notes)
    _nga.state_graze(document, _COLLECT + "/Geometry/Graze", notes)
    _nga.state_pass(document, "Measurement/ARPPoly/Z/Coef[2]", notes)
    _nga.state_security(document, "ProductCreation/Classification", notes)
    for path, sent, received in _CHANNELS:
        _state_channels(document, path, sent, received, notes)


def _state_channels(document: Document, path: str, sent: str, received: str, notes: Notes) -> None:
    pairs = [f"{_xml.first(n, sent)}:{_xml.first(n, received)}" for n in _xml.each(document.root, path)]
    if pairs and not any(claim.field == "polarisations" for claim in notes.claims):
        notes.state("polarisations", " ".join(pairs), _nga.channels, document.source, path)


def _outline(document: Document, notes: Notes) -> tuple[Outline, ...]:
    return next((ring for path in _CORNERS if (ring := _nga.corners(document, path, notes))), ())


def _vectors(document: Document, notes: Notes) -> tuple[StateVector, ...]:
    information = _COLLECT + "/Information/"
    if not _xml.first(document.root, information + "CollectionDuration"):
        return ()
    try:
        start, duration = _nga.state_stop(
            document, information + "CollectionDateTime", (information + "CollectionDuration",), notes
        )
    except ValueError as error:
        notes.problem(f"{document.source}#{information}", f"time of the collect: {error}")
        return ()
    return _polynomials.sampled(document, "Measurement/ARPPoly", start, duration, notes)


def _ties(document: Document, notes: Notes) -> tuple[TiePoints, ...]:
    """Return the image's reference point, as seen at its centre of aperture; version 1.0 does not state the angle."""
    cone = _xml.first(document.root, _COLLECT + "/Geometry/DopplerConeAngle")
    start = _xml.first(document.root, _COLLECT + "/Information/CollectionDateTime")
    axes = [_xml.first(document.root, f"{_REFERENCE}/{axis}") for axis in "XYZ"]
    seconds = _xml.first(document.root, _SEEN)
    if not (cone and start and seconds and all(axes)):
        return ()
    try:
        lon, lat, height = _polynomials.geodetic(*(v.number(axis) for axis in axes))
        time = _nga.after(v.instant(start), v.number(seconds))
        point = TiePoint(time, lon, lat, height=height, cone=_nga.cone(cone))
    except ValueError as error:
        notes.problem(f"{document.source}#{_REFERENCE}", f"reference point: {error}")
        return ()
    return (TiePoints(points=(point,), heights="point", source=document.source, path=_REFERENCE),)
