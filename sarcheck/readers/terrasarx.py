"""TerraSAR-X, TanDEM-X and PAZ: the level 1B annotation file, alone or in its delivery.

Product layouts A4 and B2. No genuine product of PAZ has been read: it has the schema of TerraSAR-X.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.model import TiePoint
from sarcheck.readers import _files, _finding, _ground, _ties, _vectors, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import FROM_NAME, Notes, build, clean
from sarcheck.readers._xml import Row

if TYPE_CHECKING:
    from lxml import etree

    from sarcheck.model import Product, TiePoints
    from sarcheck.readers._files import Files
    from sarcheck.readers._xml import Document

NAME = "terrasarx"
_KEYS = {
    **dict.fromkeys(("TSX-1", "TSX1"), "terrasar-x"),
    **dict.fromkeys(("TDX-1", "TDX1"), "tandem-x"),
    **dict.fromkeys(("PAZ-1", "PAZ1", "PAZ"), "paz"),
}
_VERIFIED = ("terrasar-x", "tandem-x")
_SCENE = "productInfo/sceneInfo"
CORNERS = _SCENE + "/sceneCornerCoord"
VECTOR = ("timeUTC", "posX", "posY", "posZ", "velX", "velY", "velZ")
_NAME = re.compile(
    r"(?P<platform>T[SD]X1|PAZ1)_SAR__(?P<product_type>[A-Z]{3})_.{4}_(?P<mode>[A-Z]{2})_[A-Z]_[A-Z]{3}_"
    r"(?P<start>\d{8}T\d{6})_(?P<stop>\d{8}T\d{6})"
)


def _level(text: str) -> str:
    if not (match := re.search(r"\bLEVEL[ -]?(\w+)", text.upper())):
        raise ValueError("names no level")
    return "L" + match[1]


_platform = v.known_platform(_KEYS)
ROWS = (
    Row("platform", "productInfo/missionInfo/mission", _platform),
    Row("platform", "generalHeader/mission", _platform),
    Row("start", _SCENE + "/start/timeUTC", v.time),
    Row("stop", _SCENE + "/stop/timeUTC", v.time),
    Row("mode", "productInfo/acquisitionInfo/imagingMode", v.upper),
    Row("swaths", "productInfo/acquisitionInfo/elevationBeamConfiguration", v.words),
    Row("polarisations", "productInfo/acquisitionInfo/polarisationList/polLayer", v.polarisations, many=True),
    Row("product_type", "productInfo/productVariantInfo/productVariant", v.upper),
    Row("level", "generalHeader/itemName", _level),
    Row("complex", "productInfo/imageDataInfo/imageDataType", v.choice({"COMPLEX": True, "DETECTED": False})),
    Row("frequency_band", "instrument/radarParameters/centerFrequency", v.band, derived="from the frequency"),
    Row("look", "productInfo/acquisitionInfo/lookDirection", v.look),
    Row("pass_direction", "productInfo/missionInfo/orbitDirection", v.orbit_pass),
    Row("orbit_number", "productInfo/missionInfo/absOrbit", v.count),
    Row("relative_orbit", "productInfo/missionInfo/relOrbit", v.count),
    Row("resolution_range", "productInfo/imageDataInfo/imageRaster/groundRangeResolution", v.length),
    Row("resolution_azimuth", "productInfo/imageDataInfo/imageRaster/azimuthResolution", v.length),
    Row("facility", "productInfo/generationInfo/level1ProcessingFacility", v.word),
    Row(
        "facility",
        "productInfo/generationInfo/level0ProcessingFacility",
        v.word,
        derived="an earlier processing step",
    ),
    Row("receiving_station", "productInfo/generationInfo/receivingStation", v.word),
    Row("processed", "generalHeader/generationTime", v.time),
    Row("order_id", "setup/orderInfo/userData/customerOrderID", v.word),
    Row("order_id", "setup/orderInfo/userData/customerOrderName", v.word),
    Row("order_id", "setup/orderInfo/userData/customerOrderItemID", v.word),
)
_SLANT_ROWS = (
    Row("spacing_range", "productSpecific/complexImageInfo/projectedSpacingRange/slantRange", v.length),
    Row("spacing_azimuth", "productSpecific/complexImageInfo/projectedSpacingAzimuth", v.length),
)
_GROUND_ROWS = (
    Row("spacing_range", "productInfo/imageDataInfo/imageRaster/rowSpacing", v.length),
    Row("spacing_azimuth", "productInfo/imageDataInfo/imageRaster/columnSpacing", v.length),
)


def sniff(files: Files) -> bool:
    """Tell whether there is an annotation file of the TerraSAR-X schema, LuTan-1's aside."""
    return bool(_annotations(files))


def read(files: Files) -> Product:
    """Read a level 1B product. Raises ProductError."""
    name = _files.only(files, _annotations(files))
    document = _xml.parse(files, name)
    notes = Notes()
    _xml.state(document, ROWS, notes)
    state_spacing(document, notes)
    _state_processor(document, notes)
    state_incidence(document, notes)
    stem = re.sub(r"\.xml$", "", name.rpartition("/")[2], flags=re.IGNORECASE)
    _state_name(stem, notes)
    vectors = _vectors.each(document, "platform/orbit/stateVec", VECTOR, notes)
    platform = next((claim.value for claim in notes.claims if claim.field == "platform" and claim.value), None)
    return build(
        notes,
        id=clean(stem),
        href=files.href,
        format=NAME,
        evidence="metadata",
        verification="verified" if platform in _VERIFIED else "layout only",
        outlines=_ground.from_nodes(document, CORNERS, "lon", "lat", "corners", notes),
        state_vectors=vectors,
        ties=ties(document, notes),
    )


def _annotations(files: Files) -> list[str]:
    names = _finding.xml_files(files, lambda root: root.name == "level1Product")
    return [name for name in names if not mission(files, name).startswith("LT")]


def mission(files: Files, name: str) -> str:
    """Return the satellite that an annotation file names in its first lines."""
    return _xml.head(files, name, "generalHeader").get("mission", "").upper()


def state_spacing(document: Document, notes: Notes) -> None:
    """Note the spacings: those of the raster in metres, else the projected ones of a slant-range image."""
    raster = "productInfo/imageDataInfo/imageRaster/"
    spacings = [*_xml.each(document.root, raster + "rowSpacing"), *_xml.each(document.root, raster + "columnSpacing")]
    in_seconds = any(node.get("units") == "s" for node in spacings)
    _xml.state(document, _SLANT_ROWS if in_seconds else _GROUND_ROWS, notes)


def _state_processor(document: Document, notes: Notes) -> None:
    for node in _xml.each(document.root, "generalHeader/generationSystem"):
        if stated := f"{_xml.text(node)} {node.get('version') or ''}".strip():
            notes.state("processor", stated, v.word, document.source, _xml.place(node))
        return


def state_incidence(document: Document, notes: Notes) -> None:
    """Note the least and the greatest incidence angle of the corners."""
    nodes = list(_xml.each(document.root, CORNERS + "/incidenceAngle"))[:100]
    stated = [_xml.text(node) for node in nodes]
    for field, pick in (("incidence_near", min), ("incidence_far", max)):
        if stated:
            where, note = CORNERS + "/incidenceAngle", f"the {pick.__name__} of the corners"
            notes.state(field, v.extreme(stated, pick), v.angle, document.source, where, note)


def _state_name(stem: str, notes: Notes) -> None:
    if match := _NAME.fullmatch(stem):
        parsers = {"platform": _platform, "product_type": v.upper, "mode": v.upper, "start": v.time, "stop": v.time}
        for field, parse in parsers.items():
            notes.state(field, match[field], parse, stem, FROM_NAME)


def ties(document: Document, notes: Notes) -> tuple[TiePoints, ...]:
    """Return the scene's corners and centre, each with the time and the two-way range that it states.

    Where the scene has one mean height, it stands for all of them.
    """
    height, where = None, f"{document.source}#{_SCENE}"
    points = []
    try:
        if stated := _xml.first(document.root, _SCENE + "/sceneAverageHeight"):
            height = v.number(stated)
        for path in (CORNERS, _SCENE + "/sceneCenterCoord"):
            nodes = list(_xml.each(document.root, path))[:10]
            points += [_tie(node, height) for node in nodes if _xml.first(node, "rangeTime")]
    except ValueError as error:
        notes.problem(where, f"corner: {error}")
        return ()
    return _ties.at_one_height(points, height, document.source, CORNERS)


def _tie(node: etree._Element, height: float | None) -> TiePoint:
    lon, lat = _ground.of(node, "lon", "lat")
    return TiePoint(
        v.instant(_xml.first(node, "azimuthTimeUTC")),
        lon,
        lat,
        height,
        _ties.one_way(_xml.first(node, "rangeTime")),
        v.angle(angle) if (angle := _xml.first(node, "incidenceAngle")) else None,
    )
