"""CPHD and CRSD: phase history and received signals, files with a text header or their XML alone.

Product layouts A13; NGA.STND.0068 and 0080. One table of paths serves CPHD 0.3 to 1.1 and CRSD 1.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.errors import ProductError
from sarcheck.readers import _collectors, _nga, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import Notes, build, clean
from sarcheck.readers._xml import Row

if TYPE_CHECKING:
    from sarcheck.model import Product
    from sarcheck.readers._files import Files
    from sarcheck.readers._xml import Document

NAME = "cphd"
_KINDS = ("CPHD", "CRSD")
_ONE = "the angle at the reference point"
_GEOMETRY = (
    "ReferenceGeometry/Monostatic",
    "ReferenceGeometry/SARImage",
    "ReferenceGeometry/Bistatic/RcvPlatform",
    "ReferenceGeometry/RcvParameters",
    "ReferenceGeometry/TxParameters",
)
_ROWS = (
    *(Row("platform", f"{part}/CollectorName", _collectors.platform) for part in ("CollectionID", "CollectionInfo")),
    *(Row("platform", f"{part}/SensorName", _collectors.platform) for part in ("TransmitInfo", "ReceiveInfo")),
    Row("start", "Global/Timeline/CollectionStart", v.time),
    Row("start", "Global/CollectionRefTime", v.time),
    Row("start", "Global/CollectStart", v.time),
    *(Row("look", f"{part}/SideOfTrack", v.look) for part in _GEOMETRY),
    *(
        Row(field, f"{part}/IncidenceAngle", v.angle, derived=_ONE)
        for part in _GEOMETRY
        for field in ("incidence_near", "incidence_far")
    ),
    *(
        Row("frequency_band", f"Global/{part}", v.band, derived="from the lowest frequency")
        for part in ("FxBand/FxMin", "Transmit/FxMin")
    ),
    Row("facility", "ProductInfo/CreationInfo/Site", v.word),
    Row("processor", "ProductInfo/CreationInfo/Application", v.word),
    Row("processed", "ProductInfo/CreationInfo/DateTime", v.time),
)
_SECONDS = (
    "Global/Timeline/TxTime2",
    "Global/Transmit/TxTime2",
    "Global/Receive/RcvStartTime2",
    "Global/CollectDuration",
)


def sniff(files: Files) -> bool:
    """Tell whether a file is a CPHD or CRSD file, or their XML."""
    return _kind(files) is not None


def read(files: Files) -> Product:
    """Read a CPHD or CRSD product; raise ProductError where its XML cannot be read."""
    kind = _kind(files) or ("CPHD", files.name)
    notes = Notes()
    document = next(_nga.documents(files, kind[1], kind[0], notes), None)
    if document is None:
        raise ProductError(files.href, kind[1], f"no XML of a {kind[0]} product in it")
    _state(document, kind[0], notes)
    _nga.note_others(files, kind[0], notes)
    paths = ("SceneCoordinates/ImageAreaCornerPoints/IACP", "Global/ImageArea/Corners/ACP")
    return build(
        notes,
        id=clean(_core(document) or files.name),
        href=files.href,
        format=kind[0].lower(),
        evidence="metadata",
        outlines=next((ring for path in paths if (ring := _nga.corners(document, path, notes))), ()),
    )


def _kind(files: Files) -> tuple[str, str] | None:
    found = ((kind, _nga.found(files, kind)) for kind in _KINDS)
    return next(((kind, name) for kind, name in found if name), None)


def _core(document: Document) -> str:
    paths = ("CollectionID/CoreName", "CollectionInfo/CoreName", "ProductInfo/ProductName")
    return next((text for path in paths if (text := _xml.first(document.root, path))), "")


def _state(document: Document, kind: str, notes: Notes) -> None:
    _xml.state(document, _ROWS, notes)
    if kind == "CPHD":
        pairs = _xml.each(document.root, "Channel/Parameters/Polarization")
        stated = " ".join(dict.fromkeys(f"{_xml.first(n, 'TxPol')}:{_xml.first(n, 'RcvPol')}" for n in pairs))
        if stated:
            notes.state("polarisations", stated, _nga.channels, document.source, "Channel/Parameters/Polarization")
    _nga.known("product_type", _xml.local(document.root), "from the root element", document, notes)
    for path in ("CollectionID/RadarMode", "SARInfo/RadarMode", "CollectionInfo/RadarMode"):
        _nga.state_mode(document, path, notes)
    for part in _GEOMETRY:
        _nga.state_pass(document, f"{part}/ARPVel/Z", notes)
    for path in ("CollectionID/Classification", "ProductInfo/Classification", "CollectionInfo/Classification"):
        _nga.state_security(document, path, notes)
    starts = ("Global/Timeline/CollectionStart", "Global/CollectionRefTime", "Global/CollectStart")
    start = next((path for path in starts if _xml.first(document.root, path)), starts[0])
    try:
        _nga.state_stop(document, start, _SECONDS, notes)
    except ValueError as error:
        notes.problem(f"{document.source}#Global", f"time of the collect: {error}")
