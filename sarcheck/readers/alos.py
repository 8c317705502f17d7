"""ALOS, ALOS-2 and ALOS-4: JAXA's summary.txt, CEOS files, and the summary XML of CARD4L products.

Product layouts A8 and B11. One delivery may hold several of them; the summary is the best, CEOS adds the orbit.
ALOS-4 was never seen ("layout only").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.model import Outline, TiePoint, TiePoints
from sarcheck.readers import _ceos, _collectors, _files, _grid, _keys, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._ceos import Cell
from sarcheck.readers._keys import Key
from sarcheck.readers._product import FROM_NAME, Notes, build, clean
from sarcheck.readers._roots import root_name
from sarcheck.readers._xml import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from sarcheck.model import Product
    from sarcheck.readers._ceos import Ceos
    from sarcheck.readers._files import Files
    from sarcheck.readers._xml import Document

NAME = "alos"
_HEAD = 32 * 2**10
_LINE = re.compile(r'([A-Za-z0-9_]{3,60})="([^"\n]{0,1000})"')
_SCENE = re.compile(r"(?:ALPSR[A-Z]|ALOS[24])(\d{5})\d{4}(?:-\d{6})?")
_PRODUCT = re.compile(r"([A-Z]{3})([LR])(\d\.\d)([A-Z_]{2})([AD])")
_PRODUCT_1 = re.compile(r"([A-Z])(\d\.\d)([A-Z_]{2})([AD])")
_MODES_1 = {"H": "FBS/FBD (H)", "P": "PLR (P)", "W": "WB1/WB2 (W)", "D": "DSN (D)", "C": "CAL (C)"}
"""PALSAR's products name only a family of modes, by one letter."""
_LEVELS = {"1.1": True, "1.5": False, "2.1": False, "2.2": False, "3.1": False, "SLC": True}


def _product_part(name: str) -> Callable[[str], str]:
    """Return a reader of one part of a product id: FBDR1.5GUA since ALOS-2, H1.5GUA before."""

    def parse(text: str) -> str:
        if match := _PRODUCT.fullmatch(text):
            return {"mode": match[1], "look": v.look(match[2]), "pass": v.orbit_pass(match[5])}[name]
        if (match := _PRODUCT_1.fullmatch(text)) and match[1] in _MODES_1:
            return {"mode": _MODES_1[match[1]], "look": "right", "pass": v.orbit_pass(match[4])}[name]
        raise ValueError("is not a product id of PALSAR")

    return parse


def _scene_orbit(text: str) -> int:
    if not (match := _SCENE.fullmatch(text)):
        raise ValueError("is not a scene id of PALSAR")
    return int(match[1])


def _scene_platform(text: str) -> str:
    if not _SCENE.fullmatch(text):
        raise ValueError("is not a scene id of PALSAR")
    return "alos" if text.startswith("ALPSR") else f"alos-{text[4]}"


def _level(text: str) -> str:
    return "L" + v.upper(text)


def _complex(text: str) -> bool | None:
    return _LEVELS.get(text)


def _site(text: str) -> list[str]:
    """Return country, agency, facility, date and time of "PROCESS:JAPAN-JAXA-ALOS2-EICS  20170517 032700"."""
    parts = text.removeprefix("PROCESS:").split()
    if not parts or parts[0].count("-") < 2:
        raise ValueError("is not a site and a time")
    return parts


_ROWS = (
    Key("platform", "Lbi_Satellite", _collectors.platform),
    Key("platform", "Scs_SceneID", _scene_platform, "the letters of the scene's id"),
    Key("start", "Img_SceneStartDateTime", v.time),
    Key("stop", "Img_SceneEndDateTime", v.time),
    Key("mode", "Pds_ProductID", _product_part("mode")),
    Key("look", "Pds_ProductID", _product_part("look"), "the product's id; PALSAR on ALOS always looks right"),
    Key("pass_direction", "Pds_ProductID", _product_part("pass")),
    Key("product_type", "Pds_ProductID", v.upper),
    Key("level", "Lbi_ProcessLevel", _level),
    Key("complex", "Lbi_ProcessLevel", _complex, "from the processing level"),
    Key("orbit_number", "Scs_SceneID", _scene_orbit, "the first five digits of the scene's id"),
    Key("spacing_range", "Pds_PixelSpacing", v.length),
    Key("spacing_azimuth", "Pds_PixelSpacing", v.length),
    Key("facility", "Lbi_ProcessFacility", v.word),
    Key("facility_country", "Odi_SiteDateTime", lambda text: _site(text)[0].partition("-")[0], "the site's first word"),
    Key("processed", "Odi_SiteDateTime", lambda text: v.time(" ".join(_site(text)[1:])), "taken as UTC"),
    Key("order_id", "Odi_SceneId", v.word),
    Key("order_id", "Odi_ProductManagementNo", v.word),
)
_VOLUME_ROWS = (
    Key("platform", "ORBIT :", _scene_platform, "the letters of the scene's id"),
    Key("mode", "PRODUCT:", _product_part("mode")),
    Key("look", "PRODUCT:", _product_part("look"), "the product's id; PALSAR on ALOS always looks right"),
    Key("pass_direction", "PRODUCT:", _product_part("pass")),
    Key("product_type", "PRODUCT:", v.upper),
    Key("orbit_number", "ORBIT :", _scene_orbit, "the first five digits of the scene's id"),
    Key("facility", "facility", v.word),
    Key("facility_country", "country", v.word),
    Key("processed", "created", _ceos.created, "when the volume was written"),
)
_LEADER_CELLS = (
    Cell("platform", 396, 16, _collectors.platform),
    Cell("start", 68, 32, _ceos.centre_time, "the time of the scene's centre"),
    Cell("stop", 68, 32, _ceos.centre_time, "the time of the scene's centre"),
    Cell("orbit_number", 444, 8, v.count),
    Cell("incidence_near", 484, 8, v.angle, "the angle at the scene's centre"),
    Cell("incidence_far", 484, 8, v.angle, "the angle at the scene's centre"),
    Cell("facility", 1046, 16, v.word),
    Cell("processor", 1062, 16, v.word),
    Cell("level", 1094, 16, _level),
    Cell("complex", 1094, 16, _complex, "from the processing level"),
    Cell("pass_direction", 1534, 8, v.orbit_pass),
    Cell("spacing_azimuth", 1686, 16, v.length),
    Cell("spacing_range", 1702, 16, v.length),
)
_SOURCE, _IMAGE = "SourceAttributes/", "SourceAttributes/SourceDataImageAttributes/"
_PARAMETERS = _SOURCE + "SourceDataAcquisitionParameters/"
_CARD_ROWS = (
    Row("platform", _SOURCE + "Satellite", _collectors.platform),
    Row("start", _SOURCE + "SourceDataAcquisitionTime/StartTime", v.time),
    Row("stop", _SOURCE + "SourceDataAcquisitionTime/EndTime", v.time),
    Row("mode", _PARAMETERS + "ObservationMode", v.upper),
    Row("swaths", _PARAMETERS + "BeamID", v.words),
    Row("polarisations", _PARAMETERS + "Polarizations", v.polarisations),
    Row("look", _PARAMETERS + "AntennaPointing", v.look),
    Row("frequency_band", _PARAMETERS + "RadarBand", v.band_letter),
    Row("pass_direction", _SOURCE + "OrbitInformation/PassDirection", v.orbit_pass),
    Row("incidence_near", _IMAGE + "IncAngleNearRange", v.angle),
    Row("incidence_far", _IMAGE + "IncAngleFarRange", v.angle),
    Row("resolution_range", _IMAGE + "RangeResolution", v.length, derived="of the source data"),
    Row("resolution_azimuth", _IMAGE + "AzimuthResolution", v.length, derived="of the source data"),
    Row("spacing_range", "CARD4LProductAttributes/ProductSampleSpacing/ProductColumnSpacing", v.length),
    Row("spacing_azimuth", "CARD4LProductAttributes/ProductSampleSpacing/ProductRowSpacing", v.length),
    Row("facility", _SOURCE + "SourceProcParam/ProcessingFacility", v.word),
    Row("facility", "CARD4LProductAttributes/DataAccess/ProcessingFacility", v.word),
    Row("processed", _SOURCE + "SourceProcParam/ProcessingDate", v.time),
    Row("processed", "CARD4LProductAttributes/DataAccess/ProcessingTime", v.time),
    Row("processor", "CARD4LProductAttributes/DataAccess/SoftwareVersion", v.word),
)
_CORNERS = ("LeftTop", "RightTop", "RightBottom", "LeftBottom")


def sniff(files: Files) -> bool:
    """Tell whether there is a summary of PALSAR data, or a CEOS leader of an ALOS satellite."""
    return bool(_summaries(files) or _cards(files) or _own_ceos(files))


def _summaries(files: Files) -> list[str]:
    return [name for name, head in _files.heads(files).items() if b'Scs_SceneID="' in head]


def _cards(files: Files) -> list[str]:
    heads = [(name, head) for name, head in _files.heads(files).items() if root_name(head)]
    return [n for n, head in heads if b"<SourceAttributes" in head and re.search(rb"<Satellite>\s*ALOS", head)]


def _own_ceos(files: Files) -> Ceos | None:
    ceos = _ceos.gathered(files)
    mission = _ceos.text(ceos.records.get(_ceos.SUMMARY, b""), 396, 16) if ceos else ""
    return ceos if mission.startswith("ALOS") else None


def read(files: Files) -> Product:
    """Read an ALOS delivery, as much of it as is there; raise ProductError where its XML is none."""
    notes = Notes()
    outlines: tuple[Outline, ...] = ()
    ceos, summaries, cards, scene = _own_ceos(files), _summaries(files), _cards(files), ""
    summary, card = next(iter(summaries), None), next(iter(cards), None)
    notes.unread([*summaries[1:], *cards[1:], *(ceos.others if ceos else ())], "summaries and leaders")
    if card:
        document = _xml.parse(files, card)
        outlines = _state_card(document, notes)
    if summary:
        keys = dict(_LINE.findall(files.head(summary, _HEAD).decode("latin-1")))
        ring = _state_summary(keys, summary, notes)
        outlines = outlines or ring
        scene = keys.get("Scs_SceneID", "") + "-" + keys.get("Pds_ProductID", "")
    if ceos:
        _state_ceos(ceos, notes)
        scene = scene or "-".join(_ceos.volume_keys(ceos).get(key, "") for key in ("ORBIT :", "PRODUCT:"))
    source = card or summary or (ceos.leader if ceos else files.name)
    _state_channels(files, source, notes)
    if not any(claim.field == "frequency_band" for claim in notes.claims):
        notes.state("frequency_band", "", lambda _: "L", source, "", "PALSAR is of L band on every ALOS satellite")
    new = any(claim.field == "platform" and claim.value == "alos-4" for claim in notes.claims)
    return build(
        notes,
        id=clean(scene.strip("-") or files.name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        verification="layout only" if new else "verified",
        outlines=outlines or (_ceos.corners(ceos, notes) if ceos else ()),
        state_vectors=_ceos.vectors(ceos, notes) if ceos else (),
        ties=_centre(ceos, notes) if ceos else (),
    )


def _state_card(document: Document, notes: Notes) -> tuple[Outline, ...]:
    _xml.state(document, _CARD_ROWS, notes)
    path = "CARD4LProductAttributes/ProductGeographicalExtent"
    level = "the product is normalised backscatter, CARD4L"
    notes.state("complex", document.root.get("type", ""), lambda _: False, document.source, "@type", level)
    stated = _xml.first(document.root, path)
    if not stated:
        return ()
    match = re.fullmatch(r"\s*polygon\s*\(\((.*)\)\)\s*", stated, re.IGNORECASE)
    try:
        pairs = [pair.split() for pair in match[1].split(",")] if match else []
        if not 3 <= len(pairs) <= 1000 or any(len(pair) != 2 for pair in pairs):
            raise ValueError("is no polygon of longitudes and latitudes")
        points = tuple(_grid.checked(v.number(lon), v.number(lat)) for lon, lat in pairs)
    except ValueError as error:
        notes.problem(f"{document.source}#{path}", f"footprint: {error}")
        return ()
    return (Outline(points=points, kind="ring", source=document.source, path=path),)


def _state_summary(keys: dict[str, str], name: str, notes: Notes) -> tuple[Outline, ...]:
    _keys.state(keys, _ROWS, name, notes)
    for part in ("Img_ImageScene", "Img_FrameScene"):
        if not keys.get(f"{part}LeftTopLatitude"):
            continue
        try:
            points = tuple(
                _grid.checked(*(v.number(keys.get(part + corner + axis, "")) for axis in ("Longitude", "Latitude")))
                for corner in _CORNERS
            )
        except ValueError as error:
            notes.problem(f"{name}#{part}", f"footprint: {error}")
            continue
        return (Outline(points=points, kind="ring", source=name, path=f"{part}LeftTop to LeftBottom"),)
    return ()


def _state_ceos(ceos: Ceos, notes: Notes) -> None:
    keys = _ceos.volume_keys(ceos)
    _keys.state(keys, _VOLUME_ROWS, ceos.volume, notes)
    _ceos.state(ceos.records.get(_ceos.SUMMARY, b""), _LEADER_CELLS, ceos.leader, "data set summary", notes)


def _state_channels(files: Files, source: str, notes: Notes) -> None:
    """Note the channels by the names of the image files, delivered or listed in the summary."""
    if any(claim.field == "polarisations" for claim in notes.claims):
        return
    listed = files.head(source, _HEAD).decode("latin-1") if source in files.names else ""
    for text, where, path in ((listed, source, "Pdi_ProductFileName"), (" ".join(files.names), files.name, FROM_NAME)):
        found = " ".join(dict.fromkeys(re.findall(r"IMG-([HV]{2})-", text)))
        if found:
            notes.state("polarisations", found, v.polarisations, where, path, "from the names of the image files")


def _centre(ceos: Ceos, notes: Notes) -> tuple[TiePoints, ...]:
    """Return the scene's centre: JAXA's images are of zero Doppler, so the radar passed it at its time."""
    record = ceos.records.get(_ceos.SUMMARY, b"")
    stated = [_ceos.text(record, at, width) for at, width in ((68, 32), (132, 16), (116, 16))]
    if not all(stated):
        return ()
    try:
        where = _grid.checked(v.number(stated[1]), v.number(stated[2]))
        point = TiePoint(v.instant(_ceos.centre_time(stated[0])), *where)
    except ValueError as error:
        notes.problem(f"{ceos.leader}#data set summary@68", f"scene centre: {error}")
        return ()
    return (TiePoints(points=(point,), heights="none", source=ceos.leader, path="data set summary@68"),)
