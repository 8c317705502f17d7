"""COSMO-SkyMed, both generations: HDF5 products and the delivery notes and sheets that come with them.

Product layouts A5 and B3. The delivery's accompanying sheet names who ordered and who receives. Its XML, and
that of the delivery note, declares a document type and may have text before the XML declaration; both are
taken off before it is parsed. The second generation is known from public reader code only ("layout only").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sarcheck.errors import ProductError
from sarcheck.readers import _hdf5, _integrity, _skymed, _tracks, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._files import heads, several
from sarcheck.readers._product import FROM_NAME, Notes, build, clean
from sarcheck.readers._roots import root_name
from sarcheck.readers._skymed import Section, Sections
from sarcheck.readers._xml import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from sarcheck.model import Outline, Product, StateVector, TiePoints
    from sarcheck.readers._files import Files
    from sarcheck.readers._hdf5 import Tree
    from sarcheck.readers._xml import Document

NAME = "cosmo"
_NOTE, _SHEET = "DeliveryNote", "DeliveryAccompanyingSheet"
_MISSIONS = ("CSK", "CSG", "KMPS")
_SWATH = re.compile(r"S\d\d")
_IMAGES = ("SBI", "IMG", "B001")
"""Where the keys of a subswath's image stand: first generation, second generation, the burst itself."""
_PROLOGUE = re.compile(rb"\A[^<]*+(?>(?:<\?(?!xml\s).*?\?>)[^<]*+)*+(?=<\?xml\s)", re.DOTALL)
_DOCTYPE = re.compile(rb"<!DOCTYPE\s+\w{1,80}(?:\s+SYSTEM\s+\"[^\"<>\[\]]{0,200}\")?\s*>")
_NAME = re.compile(
    r"(?P<platform>CSKS\d|CSG_SSAR\d|KMPS\d)_(?P<product_type>RAW|SCS|DGM|GEC|GTC)_[A-Z]_.*?"
    r"_(?P<polarisations>HH|HV|VH|VV)_(?P<look>[LR])(?P<pass_direction>[AD])_.*?"
    r"(?P<start>\d{14})_(?P<stop>\d{14})(?:_.*)?"
)


def _time(text: str) -> str:
    return v.time(text.replace("/", "-"))


def _known(text: str) -> str | None:
    return None if text.strip().upper() in ("NOT APPLICABLE", "N/A", "NULL", "-") else v.word(text)


def _level(text: str) -> str:
    """Return "L1A" for "Level-1A"."""
    return v.upper(text).replace("LEVEL-", "L")


_NOTE_ROWS = (
    Row("platform", "ProductDefinitionData/SatelliteId", _skymed.platform),
    Row("constellation", "ProductInfo/MissionId", _skymed.constellation),
    Row("start", "ProductDefinitionData/SceneSensingStartUTC", v.time),
    Row("stop", "ProductDefinitionData/SceneSensingStopUTC", v.time),
    Row("mode", "ProductDefinitionData/AcquisitionMode", v.upper),
    Row("product_type", "ProductDefinitionData/ProductType", v.upper),
    Row("level", "ProcessingInfo/ProcessingLevel", _level),
    Row("complex", "ProductDefinitionData/ProductType", _skymed.is_complex, derived="from the product type"),
    Row("look", "ProductDefinitionData/LookSide", v.look),
    Row("resolution_range", "ProductCharacteristics/GroundRangeGeometricResolution", v.length),
    Row("resolution_azimuth", "ProductCharacteristics/AzimuthGeometricResolution", v.length),
    Row("facility", "OtherInfo/ProcessingCentre", v.word),
    Row("receiving_station", "ProductDefinitionData/AcquisitionStationId", v.word),
    Row("processed", "ProductInfo/ProductGenerationDate", v.time),
    Row("order_id", "ProductInfo/UserRequestId", v.word),
)
_SHEET_ROWS = (
    Row("constellation", "Request/MissionId", _skymed.constellation),
    Row("start", "Product/SensingStartTime", _time),
    Row("stop", "Product/SensingStopTime", _time),
    Row("product_type", "Product/ProductType", v.upper),
    Row("facility", "Product/ProductTags/ProcessingCentre", v.word),
    Row("order_id", "Request/RequestId", v.word),
    Row("order_id", "DeliveryRequestId", v.word),
    Row("customer", "DeliveryTo/Company", _known),
    Row("customer", "DeliveryTo/Name", _known),
    Row("customer", "DeliveryTo/Surname", _known),
    Row("customer", "Request/RequestorUserId", _known),
    Row("customer_country", "DeliveryTo/Country", _known),
    Row("security", "Product/ClassificationLevel", v.word),
)
_CORNERS = tuple(f"ProductDefinitionData/GeoCoord{corner}" for corner in ("TopLeft", "TopRight", "BottomRight"))
_CORNERS = (*_CORNERS, "ProductDefinitionData/GeoCoordBottomLeft")


class _Image(NamedTuple):
    """What an HDF5 file of a product says beyond its claims."""

    name: str = ""
    outlines: tuple[Outline, ...] = ()
    vectors: tuple[StateVector, ...] = ()
    ties: tuple[TiePoints, ...] = ()
    generation: str = ""


def sniff(files: Files) -> bool:
    """Tell whether there is an HDF5 product, a delivery note or an accompanying sheet of COSMO-SkyMed."""
    return bool(_papers(files, _NOTE) or _papers(files, _SHEET)) or any(
        _mission(files, name) for name in _hdf5.found(files)
    )


def _papers(files: Files, root: str) -> list[str]:
    return [name for name, head in heads(files).items() if root_name(head) == root]


def _mission(files: Files, name: str) -> str:
    """Return the mission that an HDF5 file names, "" where it is no product of these."""
    return files.keep("mission", name, lambda: _ask_mission(files, name))


def _ask_mission(files: Files, name: str) -> str:
    try:
        with _hdf5.opened(files, name) as tree:
            mission = tree.text("@Mission ID")
    except (ProductError, ValueError):
        return ""
    return mission if mission in _MISSIONS else ""


def read(files: Files) -> Product:
    """Read a delivery of one COSMO-SkyMed product, as much of it as is there."""
    notes = Notes()
    image = _read_images(files, notes)
    note = _paper(files, _NOTE, notes)
    sheet = _paper(files, _SHEET, notes)
    if note:
        _xml.state(note, _NOTE_ROWS, notes)
        _state_processor(note, notes)
    if sheet:
        _xml.state(sheet, _SHEET_ROWS, notes)
    stated = image.name or (_xml.first(note.root, "ProductInfo/ProductName") if note else "")
    stated = stated or (_xml.first(sheet.root, "Product/ProductTags/ProductFileName") if sheet else "")
    for name in dict.fromkeys((_bare(stated), *map(_bare, _hdf5.found(files)), _bare(files.name))):
        _state_name(name, notes)
    if not any(claim.field == "frequency_band" for claim in notes.claims):
        notes.state("frequency_band", "", lambda _: "X", files.name, "", "COSMO-SkyMed carries an X-band radar only")
    outlines = image.outlines or (_outline(note, notes) if note else ())
    return build(
        notes,
        id=clean(_bare(stated) or files.name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        verification="layout only" if image.generation in ("CSG", "KMPS") else "verified",
        outlines=outlines,
        state_vectors=image.vectors,
        ties=image.ties,
        files=_integrity.delivered(files, notes),
    )


def _read_images(files: Files, notes: Notes) -> _Image:
    """Read the HDF5 file of a delivery; a delivery of several products is refused."""
    names = _hdf5.found(files)
    missions = {name: mission for name in names if (mission := _mission(files, name))}
    if len(missions) > 1:
        raise several(files, list(missions))
    for name in missions or names[:1]:
        try:
            return _read_image(files, name, missions.get(name, ""), notes)
        except (ProductError, ValueError) as error:
            notes.problem(name, getattr(error, "message", str(error)))
    return _Image()


def _read_image(files: Files, name: str, mission: str, notes: Notes) -> _Image:
    with _hdf5.opened(files, name) as tree:
        parts = _sections(tree)
        _skymed.state(parts, notes)
        return _Image(
            tree.text("@Product Filename"),
            _skymed.outlines(parts, notes),
            _skymed.vectors(parts, notes),
            _skymed.ties(parts, notes),
            mission,
        )


def _sections(tree: Tree) -> Sections:
    swaths = [name for name in tree.children("") if _SWATH.fullmatch(name)][: _skymed.MAX_SWATHS]
    images = ["MBI"] if tree.node("MBI") is not None else [_image(tree, swath) for swath in swaths]
    return Sections(
        tree.source,
        _section(tree, ""),
        [_section(tree, path) for path in swaths],
        [_section(tree, path) for path in images if path],
    )


def _image(tree: Tree, swath: str) -> str:
    """Return which object of a subswath states its near incidence angle, "" where none does."""
    paths = [f"{swath}/{name}" for name in _IMAGES]
    return next((path for path in paths if tree.node(path) is not None and tree.text(f"{path}@Line Spacing")), "")


def _section(tree: Tree, path: str) -> Section:
    return Section(lambda key: tree.text(f"{path}@{key}"), lambda key: f"{path}@{key}")


def _paper(files: Files, root: str, notes: Notes) -> Document | None:
    """Return the delivery note or sheet of a product; one that cannot be read is a problem."""
    names = _papers(files, root)
    if len(names) > 1:
        raise ProductError(files.href, names[1], f"the second {root} of one delivery; name one product")
    for name in names:
        try:
            data = mended(files.read(name))
            return _xml.parse(files._replace(fetch=_constant(data)), name)
        except ProductError as error:
            notes.problem(name, error.message)
    return None


def _constant(data: bytes) -> Callable[[str, int], bytes]:
    return lambda _, size: data[:size]


def mended(data: bytes) -> bytes:
    """Return a delivery paper's XML without text before its declaration and without its external document type.

    A document type with declarations of its own stays, and is refused when the XML is parsed.
    """
    return _DOCTYPE.sub(b"", _PROLOGUE.sub(b"", data, count=1), count=1)


def _state_processor(note: Document, notes: Notes) -> None:
    tags = {_xml.first(tag, "TagName"): tag for tag in _xml.each(note.root, "Algorithms/Tag")}
    for step in ("L1D", "L1C", "L1B", "L1A", "L0"):
        tag = tags.get(f"{step} Software Version")
        if tag is not None and (stated := _xml.first(tag, "TagValue")):
            notes.state("processor", stated, _skymed.version, note.source, _xml.place(tag) + "/TagValue")


def _outline(note: Document, notes: Notes) -> tuple[Outline, ...]:
    texts = [_xml.first(note.root, path) for path in _CORNERS]
    if not all(texts):
        return ()
    try:
        corners = [_tracks.geodetic(text)[0] for text in texts]
    except ValueError as error:
        notes.problem(f"{note.source}#{_CORNERS[0]}", f"footprint: {error}")
        return ()
    return _tracks.ring(corners, note.source, _CORNERS[0], notes)


def _bare(name: str) -> str:
    return re.sub(r"(\.(h5|zip|xml))+$", "", name.rpartition("/")[2], flags=re.IGNORECASE)


def _state_name(name: str, notes: Notes) -> None:
    """Note what a product's name states, where it follows the naming rule."""
    match = _NAME.fullmatch(name)
    parsers = {
        "platform": lambda text: _skymed.platform(text.removeprefix("CSG_")),
        "start": lambda text: v.time(f"{text[:8]}T{text[8:]}"),
        "stop": lambda text: v.time(f"{text[:8]}T{text[8:]}"),
        "polarisations": v.polarisations,
        "look": v.look,
        "pass_direction": v.orbit_pass,
    }
    for field, parse in parsers.items() if match else ():
        notes.state(field, match[field], parse, name, FROM_NAME)  # type: ignore[index]
