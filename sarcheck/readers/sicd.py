"""SICD: complex images in NITF 2.1, or their XML alone; every version from 0.3 to 1.4 by one table of paths.

Product layouts A13; NGA.STND.0024. Resolutions and spacings are those of the image grid, most often the slant
plane, rows along range.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.errors import ProductError
from sarcheck.model import StateVector, TiePoint, TiePoints
from sarcheck.readers import _collectors, _grid, _nga, _polynomials, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import Notes, build, clean
from sarcheck.readers._xml import Row

if TYPE_CHECKING:
    from sarcheck.model import Product
    from sarcheck.readers._files import Files
    from sarcheck.readers._xml import Document

NAME = "sicd"
_ONE = "the angle at the scene's centre point"
_ROWS = (
    Row("platform", "CollectionInfo/CollectorName", _collectors.platform),
    Row("start", "Timeline/CollectStart", v.time),
    Row("polarisations", "ImageFormation/TxRcvPolarizationProc", _nga.channel),
    Row("resolution_range", "Grid/Row/ImpRespWid", v.length),
    Row("resolution_azimuth", "Grid/Col/ImpRespWid", v.length),
    Row("spacing_range", "Grid/Row/SS", v.length),
    Row("spacing_azimuth", "Grid/Col/SS", v.length),
    Row("look", "SCPCOA/SideOfTrack", v.look),
    Row("incidence_near", "SCPCOA/IncidenceAng", v.angle, derived=_ONE),
    Row("incidence_far", "SCPCOA/IncidenceAng", v.angle, derived=_ONE),
    Row("facility", "ImageCreation/Site", v.word),
    Row("processor", "ImageCreation/Application", v.word),
    Row("processed", "ImageCreation/DateTime", v.time),
)
_BANDS = (
    Row("frequency_band", "ImageFormation/TxFrequencyProc/MinProc", v.band, derived="from the lowest frequency"),
    Row("frequency_band", "RadarCollection/TxFrequency/Min", v.band, derived="from the lowest frequency"),
)
_POINT = ("GeoData/SCP/LLH/Lon", "GeoData/SCP/LLH/Lat", "GeoData/SCP/LLH/HAE", "SCPCOA/SlantRange")
_ARP = tuple(f"SCPCOA/{kind}/{axis}" for kind in ("ARPPos", "ARPVel") for axis in "XYZ")


def sniff(files: Files) -> bool:
    """Tell whether a file holds SICD XML."""
    return _nga.found(files, "SICD") is not None


def read(files: Files) -> Product:
    """Read a SICD product; raise ProductError where its XML cannot be read."""
    name, notes = _nga.found(files, "SICD") or files.name, Notes()
    every = list(_nga.documents(files, name, "SICD", notes))
    if not every:
        raise ProductError(files.href, name, "no XML of a SICD product in it")
    document, own = every[0], Notes()
    _state(document, own)
    own.take(notes.claims, notes.problems)
    _nga.compare_security(own)
    _nga.note_others(files, "SICD", own)
    return build(
        own,
        id=clean(_xml.first(document.root, "CollectionInfo/CoreName") or files.name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        outlines=_nga.corners(document, "GeoData/ImageCorners/ICP", own),
        state_vectors=_vectors(document, own),
        ties=_ties(document, own),
    )


def _state(document: Document, notes: Notes) -> None:
    _xml.state(document, _ROWS, notes)
    if _xml.first(document.root, "RadarCollection/RefFreqIndex") in ("", "0"):
        _xml.state(document, _BANDS, notes)
    _nga.known("product_type", "SICD", "from the root element", document, notes)
    _nga.known("complex", True, "SICD holds complex images only", document, notes)
    _nga.state_mode(document, "CollectionInfo/RadarMode", notes)
    _nga.state_pass(document, "SCPCOA/ARPVel/Z", notes)
    if not _xml.first(document.root, "SCPCOA/IncidenceAng"):
        _nga.state_graze(document, "SCPCOA/GrazeAng", notes)
    _nga.state_security(document, "CollectionInfo/Classification", notes)


def _vectors(document: Document, notes: Notes) -> tuple[StateVector, ...]:
    """Return the orbit: its polynomial sampled over the collect, else the vector at the centre's time."""
    try:
        start, duration = _nga.state_stop(document, "Timeline/CollectStart", ("Timeline/CollectDuration",), notes)
    except ValueError as error:
        notes.problem(f"{document.source}#Timeline", f"time of the collect: {error}")
        return ()
    if vectors := _polynomials.sampled(document, "Position/ARPPoly", start, duration, notes):
        return vectors
    try:
        x, y, z, vx, vy, vz = (v.number(_xml.first(document.root, path)) for path in _ARP)
        at = _nga.after(start, v.number(_xml.first(document.root, "SCPCOA/SCPTime")))
    except ValueError:
        return ()
    return (StateVector(time=at, position=(x, y, z), velocity=(vx, vy, vz)),)


def _ties(document: Document, notes: Notes) -> tuple[TiePoints, ...]:
    """Return the scene's centre point, as the radar saw it at its centre of aperture."""
    if not _xml.first(document.root, "SCPCOA/SCPTime"):
        return ()
    try:
        start = v.instant(_xml.first(document.root, "Timeline/CollectStart"))
        lon, lat, height, distance = (v.number(_xml.first(document.root, path)) for path in _POINT)
        cone, angle = (_xml.first(document.root, f"SCPCOA/{name}") for name in ("DopplerConeAng", "IncidenceAng"))
        _grid.checked(lon, lat)
        point = TiePoint(
            time=_nga.after(start, v.number(_xml.first(document.root, "SCPCOA/SCPTime"))),
            longitude=lon,
            latitude=lat,
            height=height,
            slant_range=v.length(str(distance)),
            incidence=v.angle(angle) if angle else None,
            cone=_nga.cone(cone),
        )
    except ValueError as error:
        notes.problem(f"{document.source}#SCPCOA", f"scene centre point: {error}")
        return ()
    return (TiePoints(points=(point,), heights="point", source=document.source, path="SCPCOA, GeoData/SCP"),)
