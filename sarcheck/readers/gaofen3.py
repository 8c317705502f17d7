"""Gaofen-3 and its later units: the scene's ``*.meta.xml``. Product layouts A10."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.model import TiePoint
from sarcheck.readers import _files, _finding, _ground, _ties, _vectors, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import DAY, FROM_NAME, Notes, build, clean
from sarcheck.readers._xml import Row

if TYPE_CHECKING:
    from sarcheck.model import Outline, Point, Product, StateVector, TiePoints
    from sarcheck.readers._files import Files
    from sarcheck.readers._xml import Document

NAME = "gaofen3"
_KEYS = {
    **dict.fromkeys(("GF3", "GF3A", "GF-3", "GF3-01"), "gaofen-3"),
    **dict.fromkeys(("GF3B", "GF3-02"), "gaofen-3-02"),
    **dict.fromkeys(("GF3C", "GF3-03"), "gaofen-3-03"),
}
_ABSENT = ("", "NULL")
_CORNERS = ("topLeft", "topRight", "bottomRight", "bottomLeft")
_VECTOR = ("TimeStamp", "xPosition", "yPosition", "zPosition", "xVelocity", "yVelocity", "zVelocity")
_CHANNELS = {"DH": "HH HV", "DV": "VV VH", "AHV": "HH HV VH VV", "QP": "HH HV VH VV"}
_NAME = re.compile(
    r"(?P<platform>GF3[A-Z]?)_(?P<receiving_station>[A-Z]{3})_(?P<mode>[A-Z0-9]+)_(?P<orbit_number>\d{6})_"
    r"[EW][\d.]+_[NS][\d.]+_(?P<start>\d{8})_L\d[A-Z]?_(?P<polarisations>[A-Z]+)_.*"
)


def _polarisations(text: str) -> list[str]:
    """Return the channels of a code such as HHHV, DH (HH and HV) or AHV (all four)."""
    code = v.upper(text)
    return v.polarisations(_CHANNELS.get(code) or re.sub(r"([HV]{2})(?=[HV])", r"\1 ", code))


def _gigahertz(text: str) -> str:
    return v.band(repr(v.number(text) * 1e9))


def _level(text: str) -> str:
    return "L" + v.upper(text).removeprefix("L")


_platform = v.known_platform(_KEYS)
_ROWS = (
    Row("platform", "satellite", _platform),
    Row("start", "imageinfo/imagingTime/start", v.time),
    Row("stop", "imageinfo/imagingTime/end", v.time),
    Row("mode", "sensor/imagingMode", v.upper),
    Row("polarisations", "productinfo/productPolar", _polarisations),
    Row("product_type", "productinfo/productType", v.upper),
    Row("level", "productinfo/productLevel", _level),
    Row("frequency_band", "sensor/RadarCenterFrequency", _gigahertz, derived="from the frequency in gigahertz"),
    Row("look", "sensor/lookDirection", v.look),
    Row("pass_direction", "Direction", v.orbit_pass),
    Row("orbit_number", "orbitID", v.count),
    Row("resolution_range", "productinfo/NominalResolution", v.length, derived="the nominal resolution"),
    Row("resolution_azimuth", "productinfo/NominalResolution", v.length, derived="the nominal resolution"),
    Row("spacing_range", "imageinfo/widthspace", v.length),
    Row("spacing_azimuth", "imageinfo/heightspace", v.length),
    Row("incidence_near", "processinfo/incidenceAngleNearRange", v.angle),
    Row("incidence_far", "processinfo/incidenceAngleFarRange", v.angle),
    Row("facility", "Station", v.word, derived="the only site that the file names"),
    Row("receiving_station", "Station", v.word),
    Row("processed", "productinfo/productGentime", v.time),
)
_COMPLEX = {"SLC": True, "SLP": False, "MLP": False, "SSG": False}


def sniff(files: Files) -> bool:
    """Tell whether there is a metadata file that names Gaofen-3."""
    return bool(_scenes(files))


def read(files: Files) -> Product:
    """Read a Gaofen-3 scene. Raises ProductError."""
    name = _files.only(files, _scenes(files))
    document = _xml.parse(files, name)
    stem = re.sub(r"(\.meta)?\.xml$", "", name.rpartition("/")[2], flags=re.IGNORECASE)
    notes = Notes()
    _xml.state(document, _ROWS, notes, _ABSENT)
    _state_complex(notes)
    _state_name(stem, notes)
    points = _corners(document, notes)
    vectors = _vectors.each(document, "GPS/GPSParam", _VECTOR, notes)
    return build(
        notes,
        id=clean(stem),
        href=files.href,
        format=NAME,
        evidence="metadata",
        outlines=_outlines(document, points, notes),
        state_vectors=vectors,
        ties=_tied(document, points, vectors, notes),
    )


def _scenes(files: Files) -> list[str]:
    names = _finding.xml_files(files, lambda root: root.name == "product" and not root.namespace)
    return [name for name in names if _xml.early(files, name, "satellite").upper().startswith(("GF3", "GF-3"))]


def _state_complex(notes: Notes) -> None:
    kind = next((claim for claim in notes.claims if claim.field == "product_type"), None)
    if kind and kind.value in _COMPLEX:
        answer = _COMPLEX[kind.value]
        notes.state("complex", kind.stated, lambda _: answer, kind.source, kind.path, "from the product type")


def _state_name(stem: str, notes: Notes) -> None:
    parsers = {
        "platform": _platform,
        "mode": v.upper,
        "orbit_number": v.count,
        "polarisations": _polarisations,
        "receiving_station": v.word,
    }
    if match := _NAME.fullmatch(stem):
        for field, parse in parsers.items():
            notes.state(field, match[field], parse, stem, FROM_NAME)
        if any(claim.field == "start" for claim in notes.claims):  # a day alone is no start
            notes.state("start", match["start"], v.name_day, stem, FROM_NAME, DAY)


def _corners(document: Document, notes: Notes) -> list[Point]:
    points = []
    for name in _CORNERS:
        for node in _xml.each(document.root, "imageinfo/corner/" + name):
            try:
                points.append(_ground.of(node, "longitude", "latitude"))
            except ValueError as error:
                notes.problem(f"{document.source}#imageinfo/corner/{name}", f"footprint: {error}")
    return points


def _outlines(document: Document, points: list[Point], notes: Notes) -> tuple[Outline, ...]:
    return _ground.outline(document, points, "corners", "imageinfo/corner", notes)


def _tied(
    document: Document, points: list[Point], vectors: tuple[StateVector, ...], notes: Notes
) -> tuple[TiePoints, ...]:
    """Return the corners with the scene's times and ranges, at its mean height.

    The far range is as far behind the middle one as the near range is before it; of several beams it is not told.
    """
    texts = {name: _xml.first(document.root, path) for name, path in _WINDOW.items()}
    single = all(node.get("num") == "1" for node in _xml.each(document.root, "sensor/waveParams"))
    if any(texts[name] in _ABSENT for name in ("first", "last", "near", "middle")):
        return ()
    try:
        height = None if texts["height"] in _ABSENT else v.number(texts["height"])
        near, middle = v.length(texts["near"]), v.length(texts["middle"])
        window = _ties.Window(v.instant(texts["first"]), v.instant(texts["last"]), near, 2 * middle - near)
        found = _ties.corners(points, window, height, vectors)
        if not single:
            found = [point if point.slant_range == near else _without_range(point) for point in found]
    except ValueError as error:
        notes.problem(f"{document.source}#imageinfo", f"corner: {error}")
        return ()
    return _ties.at_one_height(found, height, document.source, "imageinfo/corner")


def _without_range(point: TiePoint) -> TiePoint:
    return TiePoint(point.time, point.longitude, point.latitude, point.height)


_WINDOW = {
    "first": "imageinfo/imagingTime/start",
    "last": "imageinfo/imagingTime/end",
    "near": "imageinfo/nearRange",
    "middle": "imageinfo/refRange",
    "height": "processinfo/DEM",
}
