"""SAOCOM-1A and 1B: the XEMT of a delivery, the parameter files of its channels, or both.

Product layouts A6. Names begin with ``S1A_OPER``, which is no sign of Sentinel-1: content decides.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from sarcheck.errors import ProductError
from sarcheck.readers import _files, _finding, _ground, _ties, _vectors, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import FROM_NAME, Notes, build, clean
from sarcheck.readers._xml import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sarcheck.model import Outline, Product, StateVector, TiePoints
    from sarcheck.readers._files import Files
    from sarcheck.readers._xml import Document

NAME = "saocom"
MAX_CHANNELS = 64
"""Parameter files of one product: four channels of up to nine swaths."""
LONGEST_STEP_S = 1e-3
"""A step between samples that is longer is one of metres."""
_KEYS = {**dict.fromkeys(("SAO1A", "SAOCOM-1A"), "saocom-1a"), **dict.fromkeys(("SAO1B", "SAOCOM-1B"), "saocom-1b")}
_ABSENT = ("", "NOT_AVAILABLE")
_FEATURES = "product/features"
_IMAGE = _FEATURES + "/imageAttributes"
_RASTER, _DATA, _SWATH = "Channel/RasterInfo", "Channel/DataSetInfo", "Channel/SwathInfo"
_CORNERS = ("NorthWest", "NorthEast", "SouthEast", "SouthWest")
_LEVELS = {"SLANT RANGE": "L1A", "GROUND RANGE": "L1B", "GEOCODED_ELLIPSOID": "L1C", "GEOCODED_TERRAIN": "L1D"}
_TYPES = {"SLANT RANGE": "SLC", "GROUND RANGE": "DI", "GEOCODED_ELLIPSOID": "GEC", "GEOCODED_TERRAIN": "GTC"}
_NAME = re.compile(r"S1[AB]_OPER_SAR_EOS\w+?_CORE_(?P<level>L1[A-D])_\w+")

_platform = v.known_platform(_KEYS)


def _megahertz(text: str) -> str:
    return v.band(repr(v.number(text) * 1e6))


def _size(text: str) -> float:
    """Return the size of a step, which runs southwards where it is below zero."""
    return v.length(text.removeprefix("-"))


_XEMT_ROWS = (
    Row("platform", "product/productType/sub/platform", _platform),
    Row("start", _FEATURES + "/scene/timeFrame/timePeriod/startTime", v.time),
    Row("stop", _FEATURES + "/scene/timeFrame/timePeriod/endTime", v.time),
    Row("mode", _FEATURES + "/acquisition/parameters/acqMode", v.upper),
    Row("swaths", _FEATURES + "/acquisition/parameters/beamID", v.words),
    Row("polarisations", _FEATURES + "/acquisition/parameters/acquiredPols", v.polarisations),
    Row("level", "product/productType/sub/procLevel", v.upper),
    Row("complex", "product/productType/sub/procLevel", lambda text: text.upper() == "L1A", derived="from the level"),
    Row("frequency_band", _FEATURES + "/acquisition/parameters/fc", _megahertz, derived="from the frequency in MHz"),
    Row("look", _FEATURES + "/acquisition/parameters/sideLooking", v.look),
    Row("pass_direction", _FEATURES + "/StateVectorData/OrbitDirection", v.orbit_pass),
    Row("orbit_number", _FEATURES + "/StateVectorData/OrbitNumber", v.count),
    Row("facility_country", _FEATURES + "/production/countryID", v.word),
    Row("receiving_country", _FEATURES + "/downloading/countryID", v.word),
    Row("processed", _FEATURES + "/production/productionTime", v.time),
)
_CHANNEL_ROWS = (
    Row("platform", _DATA + "/SensorName", _platform),
    Row("product_type", _DATA + "/Projection", v.choice(_TYPES), derived="from the projection"),
    Row("level", _DATA + "/Projection", v.choice(_LEVELS), derived="from the projection"),
    Row("complex", _RASTER + "/CellType", lambda text: "COMPLEX" in text.upper()),
    Row("frequency_band", _DATA + "/fc_hz", v.band, derived="from the frequency"),
    Row("look", _DATA + "/SideLooking", v.look),
    Row("pass_direction", "Channel/StateVectorData/OrbitDirection", v.orbit_pass),
    Row("orbit_number", "Channel/StateVectorData/OrbitNumber", v.count),
    Row("resolution_range", _SWATH + "/NominalResolution/Range", v.length, derived="the nominal resolution"),
    Row("resolution_azimuth", _SWATH + "/NominalResolution/Azimuth", v.length, derived="the nominal resolution"),
    Row("facility", _DATA + "/ProcessingCenter", v.word),
    Row("receiving_station", _DATA + "/AcquisitionStation", v.word),
    Row("processed", _DATA + "/ProcessingDate", v.month_time),
    Row("processor", _DATA + "/ProcessingSoftware", v.word),
)
_UNION_ROWS = (
    Row("polarisations", _SWATH + "/Polarization", v.polarisations),
    Row("swaths", _SWATH + "/Swath", v.words),
)
_SLANT_ROWS = (
    Row("spacing_range", "Channel/SamplingConstants/PSrg_m", v.length, derived="in slant range"),
    Row("spacing_azimuth", "Channel/SamplingConstants/PSaz_m", v.length),
)
_GROUND_ROWS = (
    Row("spacing_range", _RASTER + "/SamplesStep", _size),
    Row("spacing_azimuth", _RASTER + "/LinesStep", _size),
)


def sniff(files: Files) -> bool:
    """Tell whether there is an XEMT of CONAE, or a parameter file of a SAOCOM image."""
    return bool(_xemts(files) or _channels(files, []))


def read(files: Files) -> Product:
    """Read a SAOCOM product, as much of it as is there. Raises ProductError."""
    xemts = _xemts(files)
    xemt = _xml.parse(files, _files.only(files, xemts)) if xemts else None
    notes = Notes()
    if xemt:
        _xml.state(xemt, _XEMT_ROWS, notes, _ABSENT)
        _state_sites(xemt, notes)
    channels = _parsed(files, _channels(files, xemts), notes)
    _state_channels(channels, notes, alone=xemt is None)
    name = xemts[0].removesuffix(".xemt") if xemts else re.sub(r"\.xml$", "", files.name, flags=re.IGNORECASE)
    if match := _NAME.fullmatch(name):
        notes.state("level", match["level"], v.upper, name, FROM_NAME)
    _state_constellation(notes)
    vectors = _orbit(xemt, channels, notes)
    return build(
        notes,
        id=clean(name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        outlines=_outlines(xemt, channels, notes),
        state_vectors=vectors,
        ties=_tied(xemt, vectors, notes) if xemt else (),
    )


def _xemts(files: Files) -> list[str]:
    return _finding.xml_files(files, lambda root: root.name == "xemt" and "conae" in root.namespace.lower())


def _channels(files: Files, xemts: list[str]) -> list[str]:
    beside = tuple(f"{name.removesuffix('.xemt')}/Data" for name in xemts)
    return _finding.xml_files(files, lambda root: root.name == "SAOCOM_XMLProduct", ("", "Data", *beside))


def _parsed(files: Files, names: list[str], notes: Notes) -> list[Document]:
    """Return the parameter files; one that cannot be read is a problem, the others still speak."""
    documents = []
    for name in names[:MAX_CHANNELS]:
        try:
            documents.append(_xml.parse(files, name))
        except ProductError as error:
            notes.problem(name, error.message)
    if len(names) > MAX_CHANNELS:
        notes.problem(names[MAX_CHANNELS], f"more than {MAX_CHANNELS} parameter files; the rest was not read")
    return documents


def _state_sites(xemt: Document, notes: Notes) -> None:
    """Note the processing facility and the receiving station, each with the agency that it belongs to."""
    for field, part in (("facility", "production"), ("receiving_station", "downloading")):
        path = f"{_FEATURES}/{part}"
        site = [_xml.first(xemt.root, f"{path}/{name}") for name in ("agencyID", "facilityID")]
        if stated := "/".join(text for text in site if text):
            notes.state(field, stated, v.word, xemt.source, f"{path}/facilityID")
    for node in list(_xml.each(xemt.root, "product/productionHistory/software"))[:1]:
        if stated := f"{_xml.first(node, 'name')} {_xml.first(node, 'version')}".strip():
            notes.state("processor", stated, v.word, xemt.source, _xml.place(node))


def _state_channels(channels: list[Document], notes: Notes, *, alone: bool) -> None:
    """Note what the parameter files state, each by itself where it tells something new.

    Beside an XEMT they tell neither the time nor the mode: it says these of the scene and in shorter words.
    """
    told: set[tuple[str, str]] = set()
    for document in channels:
        own = Notes()
        _xml.state(document, _CHANNEL_ROWS, own, _ABSENT)
        _xml.state(document, _SLANT_ROWS if _slant(document) else _GROUND_ROWS, own, _ABSENT)
        if alone:
            _xml.state(document, (Row("mode", _DATA + "/AcquisitionMode", v.upper),), own, _ABSENT)
        new = [claim for claim in own.claims if (claim.field, claim.stated) not in told]
        told.update((claim.field, claim.stated) for claim in new)
        notes.take(new, own.problems)
    for row in _UNION_ROWS:
        texts = [_xml.text(node) for document in channels for node in _xml.each(document.root, row.path)]
        if stated := " ".join(dict.fromkeys(texts)):
            note = f"of {len(channels)} files" if len(channels) > 1 else None
            notes.state(row.field, stated, row.parse, channels[0].source, row.path, note)
    if alone:
        _state_times(channels, notes)


def _slant(document: Document) -> bool:
    return any(node.get("unit") == "s" for node in _xml.each(document.root, _RASTER + "/SamplesStep"))


def _state_times(channels: list[Document], notes: Notes) -> None:
    """Note when the scene begins and ends: its lines where they are in time, else the acquisition's start.

    Of several swaths the earliest begins it and the latest ends it.
    """
    own = Notes()
    for document in channels:
        in_time = any("UTC" in (node.get("unit") or "").upper() for node in _xml.each(document.root, _LINES_START))
        path = _LINES_START if in_time else _SWATH + "/AcquisitionStartTime"
        _xml.state(document, (Row("start", path, v.month_time),), own, _ABSENT)
        if in_time:
            _state_stop(document, own)
    for field, pick in (("start", min), ("stop", max)):
        readable = [claim for claim in own.claims if claim.field == field and claim.value]
        notes.take([pick(readable, key=lambda claim: v.instant(claim.value))] if readable else [], [])
    notes.take([], own.problems)


_LINES_START = _RASTER + "/LinesStart"


def _state_stop(document: Document, notes: Notes) -> None:
    texts = [_xml.first(document.root, f"{_RASTER}/{name}") for name in ("LinesStart", "Lines", "LinesStep")]

    def stop(text: str) -> str:
        start = v.instant(v.month_time(text))
        seconds = v.count(texts[1]) * v.number(texts[2])
        if not 0 < seconds < 3600:
            raise ValueError("is the start of no image of plausible length")
        return v.time((start + dt.timedelta(seconds=seconds)).isoformat())

    if all(texts):
        note = "the first line's time, and as many steps as there are lines"
        notes.state("stop", texts[0], stop, document.source, _LINES_START, note)


def _state_constellation(notes: Notes) -> None:
    for claim in notes.claims:
        if claim.field == "platform" and str(claim.value).startswith("saocom-"):
            note = "from the satellite"
            notes.state("constellation", claim.stated, lambda _: "saocom", claim.source, claim.path, note)
            return


def _orbit(xemt: Document | None, channels: list[Document], notes: Notes) -> tuple[StateVector, ...]:
    """Return the state vectors of the first file that has some."""
    named = [(xemt, _FEATURES + "/StateVectorData")] if xemt else []
    for document, path in [*named, *((document, "Channel/StateVectorData") for document in channels)]:
        node = next(_xml.each(document.root, path), None)
        if node is None:
            continue
        texts = {name: _xml.first(node, name) for name in ("t_ref_Utc", "dtSV_s")}
        start = texts["t_ref_Utc"]
        numbers = [[_xml.text(found) for found in _xml.each(node, name + "/val")] for name in ("pSV_m", "vSV_mOs")]
        try:
            start = start if start[:4].isdecimal() else v.month_time(start)
            return tuple(_vectors.row(start, texts["dtSV_s"], numbers[0], numbers[1]))
        except ValueError as error:
            notes.problem(f"{document.source}#{path}", f"state vectors: {error}")
    return ()


def _outlines(xemt: Document | None, channels: list[Document], notes: Notes) -> tuple[Outline, ...]:
    """Return the frame of the XEMT, else the corners of the first parameter file that has some."""
    found: tuple[Outline, ...] = ()
    if xemt:
        found = _ground.from_nodes(xemt, _FEATURES + "/scene/frame/vertex", "lon", "lat", "corners", notes)
    for document in channels:
        found = found or _corners(document, notes)
    return found


def _corners(document: Document, notes: Notes) -> tuple[Outline, ...]:
    path = "Channel/GroundCornerPoints"
    points = []
    for name in _CORNERS:
        texts = [_xml.text(node) for node in _xml.each(document.root, f"{path}/{name}/Point/val")]
        if len(texts) >= 2:
            try:
                points.append(_ground.point(texts[1], texts[0]))
            except ValueError as error:
                notes.problem(f"{document.source}#{path}/{name}", f"footprint: {error}")
    return _ground.outline(document, points, "ring", path, notes)


def _tied(xemt: Document, vectors: Sequence[StateVector], notes: Notes) -> tuple[TiePoints, ...]:
    """Return the frame's corners with the image's times and ranges, where it lies in slant range.

    No height is stated; those of the product that was measured lie on the ellipsoid.
    """
    rasters = list(_xml.each(xemt.root, _IMAGE + "/SwathInfo/RasterInfo"))
    path = _FEATURES + "/scene/frame/vertex"
    points = [_xml.first(node, name) for node in _xml.each(xemt.root, path) for name in ("lon", "lat")]
    sizes = [_xml.first(xemt.root, f"{_IMAGE}/bands/band/{name}") for name in ("nRows", "nCols")]
    texts = [_xml.first(rasters[0], name) for name in _STEPS] if rasters else []
    swaths = {_xml.text(node) for node in _xml.each(xemt.root, _IMAGE + "/SwathInfo/Swath")}
    if len(swaths) != 1 or not all((*texts, *sizes)) or len(points) != 8:
        return ()
    if ":" not in texts[0]:
        return ()
    try:
        if v.number(texts[3]) > LONGEST_STEP_S:
            return ()
        window = _window(texts, sizes)
        corners = [_ground.point(points[i], points[i + 1]) for i in range(0, 8, 2)]
    except ValueError as error:
        notes.problem(f"{xemt.source}#{path}", f"corner: {error}")
        return ()
    found = _ties.corners(corners, window, None, vectors)
    return _ties.at_one_height(found, None, xemt.source, path)


_STEPS = ("LinesStart", "LinesStep", "SamplesStart", "SamplesStep")


def _window(texts: list[str], sizes: list[str]) -> _ties.Window:
    first = v.instant(v.month_time(texts[0]))
    seconds = v.count(sizes[0]) * v.length(texts[1])
    if seconds > 3600:
        raise ValueError(f"an image of {seconds:g} s is not plausible")
    near = _ties.one_way(texts[2])
    far = near + v.count(sizes[1]) * _ties.one_way(texts[3])
    return _ties.Window(first, first + dt.timedelta(seconds=seconds), near, far)
