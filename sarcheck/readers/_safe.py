"""What the elements of SAFE products and their look-alikes state, by tables of paths.

Paths as in product layouts A1 and B1.
"""

from __future__ import annotations

import binascii
import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from sarcheck.errors import ProductError
from sarcheck.model import FileRecord, StateVector
from sarcheck.readers import _integrity, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import FROM_NAME, Notes
from sarcheck.readers._xml import Document, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from sarcheck.readers._layout import Layout

MAX_PLATFORMS = 10
"""Platform elements of one manifest; a second one is a contradiction worth telling."""
MAX_CHAIN = 50
"""Facilities of the processing history; genuine products name five."""
MAX_TAGS = 2_000_000
"""Tags of all annotation files together, which are held in memory at once."""
MAX_VECTORS = 20_000
_VECTOR_PATHS = ("time", *(f"{kind}/{axis}" for kind in ("position", "velocity") for axis in "xyz"))
_PARTS = ("adsHeader", "generalAnnotation", "geolocationGrid")
_BEAM = re.compile(r"(?:S|N)[1-6]")
_NAME = re.compile(
    r"(?P<platform>[A-Z][A-Z0-9]{2})_(?P<mode>[A-Z0-9]{2})_(?P<product_type>[A-Z]{3})[A-Z_]?_"
    r"(?P<level>\d)[A-Z](?P<polarisations>[SDHV][HV])_"
    r"(?P<start>\d{8}T\d{6})(?:_(?P<stop>\d{8}T\d{6}))?_(?P<orbit_number>\d{6})(?:_.*)?",
    re.ASCII,
)
_UNIQUE = re.compile(r"S1[A-D]_.*_\d{6}_[0-9A-F]{6}_([0-9A-F]{4})", re.ASCII)
"""The name of a Copernicus product, which ends in the checksum of its manifest."""
_DELIVERED = re.compile(
    r"((?:[^/]+/)*)((?:[a-z]+-)*?)s1[a-d]-([a-z]+\d?)-([a-z]{3})-([hv]{2})-.*-(\d{3})(\.\w+)", re.ASCII | re.IGNORECASE
)
"""A file's name in a delivery: folder, kind, swath, level, channel, number, suffix."""
_NEVER_LISTED = re.compile(r"support/[^/]+\.xsd|preview/icons/logo\.png")
"""Files that genuine deliveries hold and no manifest lists with a checksum."""
_LEVELS = {"RAW": "L0", "SLC": "L1", "GRD": "L1", "OCN": "L2"}
_COMPLEX = {"SLC": True, "GRD": False, "OCN": False}


def mode(text: str) -> str:
    """Return the acquisition mode; a stripmap product is also named by its beam, S1 to S6."""
    return "SM" if _BEAM.fullmatch(text.upper()) else text.upper()


def channels(code: str) -> list[str]:
    """Return the channels of a polarisation code: SV is VV alone, DV is VV and VH, HV is HV alone."""
    if not (match := re.fullmatch(r"([SD])([HV])", code)):
        return v.polarisations(code)
    sent = match[2]
    return [sent * 2] if match[1] == "S" else [sent + "H", sent + "V"]


_MANIFEST_ROWS = (
    Row("start", "//acquisitionPeriod/startTime", v.time),
    Row("stop", "//acquisitionPeriod/stopTime", v.time),
    Row("mode", "//platform/instrument/extension/instrumentMode/mode", mode),
    Row("mode", "//platform/instrument/mode", mode),
    Row("swaths", "//instrumentMode/swath", v.words, many=True),
    Row("swaths", "//platform/instrument/swath", v.words, many=True),
    Row("polarisations", "//transmitterReceiverPolarisation", v.polarisations, many=True),
    Row("product_type", "//standAloneProductInformation/productType", v.upper),
    Row("product_type", "//generalProductInformation/productType", v.upper),
    Row("pass_direction", "//orbitProperties/pass", v.orbit_pass),
    Row("orbit_number", "//orbitReference/orbitNumber", v.count),
    Row("relative_orbit", "//orbitReference/relativeOrbitNumber", v.count),
    Row("facility", "//xmlData/processing/facility @name", v.word),
    Row("facility", "//xmlData/processing/facility @organisation", v.word),
    Row("facility", "//xmlData/processing/facility @site", v.word),
    Row("facility_country", "//xmlData/processing/facility @country", v.word),
    Row("processed", "//xmlData/processing @stop", v.time),
    Row("processed", "//xmlData/processing @start", v.time, derived="the processing's start"),
)
_HEADER_ROWS = (
    Row("mode", "adsHeader/mode", mode),
    Row("product_type", "adsHeader/productType", v.upper),
    Row("orbit_number", "adsHeader/absoluteOrbitNumber", v.count),
    Row("pass_direction", "generalAnnotation/productInformation/pass", v.orbit_pass),
    Row("frequency_band", "generalAnnotation/productInformation/radarFrequency", v.band, derived="from the frequency"),
    Row("spacing_range", "imageAnnotation/imageInformation/rangePixelSpacing", v.length),
    Row("spacing_azimuth", "imageAnnotation/imageInformation/azimuthPixelSpacing", v.length),
)
_INFO_KEYS = (
    ("start", "startTime", v.time),
    ("stop", "stopTime", v.time),
    ("mode", "mode", mode),
    ("product_type", "productType", v.upper),
    ("polarisations", "polarization", channels),
    ("orbit_number", "absoluteOrbitNumber", v.count),
)


def parse_annotations(parts: Layout, notes: Notes) -> list[Document]:
    """Parse the annotation files; one that cannot be read is a problem, the others still speak."""
    documents: list[Document] = []
    if strays := parts.strays:
        shown = ", ".join(strays[:3])
        notes.problem(strays[0], f"{len(strays)} files beside the product were not read ({shown})", "not-read")
    for name in parts.annotations:
        if sum(document.tags for document in documents) > MAX_TAGS:
            notes.problem(name, "too many annotation files of this size; this and the following were not read")
            break
        try:
            document = _xml.parse(parts.files, name)
        except ProductError as error:
            notes.problem(name, error.message)
            continue
        if any(document.root.find("{*}" + part) is not None for part in _PARTS):
            documents.append(document)
        elif "/" in name:
            notes.problem(name, "not an annotation file of a radar image")
    return documents


def state_manifest(manifest: Document, notes: Notes) -> None:
    """Note what a manifest states, the processing chain included."""
    _xml.state(manifest, _MANIFEST_ROWS, notes)
    for node in islice(_xml.each(manifest.root, "//xmlData/processing/facility/software"), 1):
        if stated := f"{node.get('name') or ''} {node.get('version') or ''}".strip():
            notes.state("processor", stated, v.word, manifest.source, _xml.place(node))
    chain = _xml.each(manifest.root, "//resource/processing/facility")
    for node in islice(chain, MAX_CHAIN):
        if stated := (node.get("name") or "").strip():
            where = _xml.place(node) + "@name"
            notes.state("facility", stated, v.word, manifest.source, where, "an earlier processing step")
    if next(chain, None) is not None:
        notes.problem(manifest.source, f"more than {MAX_CHAIN} processing steps; the rest was not read")


def state_annotations(documents: list[Document], notes: Notes) -> None:
    """Note what the annotation files state together, and each by itself where it tells something new."""
    if not documents:
        return
    for field, path, pick in (("start", "adsHeader/startTime", min), ("stop", "adsHeader/stopTime", max)):
        _state_extreme(documents, field, path, pick, notes)
    _state_union(documents, Row("polarisations", "adsHeader/polarisation", v.polarisations), notes)
    _state_union(documents, Row("swaths", "adsHeader/swath", v.words), notes)
    told: set[tuple[str, str, str]] = set()
    for document in documents:
        own = Notes()
        _xml.state(document, _HEADER_ROWS, own)
        new = [claim for claim in own.claims if (claim.field, claim.path, claim.stated) not in told]
        told.update((claim.field, claim.path, claim.stated) for claim in new)
        notes.take(new, own.problems)


def state_missions(documents: list[Document], parse: Callable[[str], str | None], notes: Notes) -> None:
    """Note each satellite that the annotation files name; more than one is a contradiction."""
    told = set()
    for document in documents:
        mission = _xml.first(document.root, "adsHeader/missionId")
        if mission and mission not in told:
            told.add(mission)
            notes.state("platform", mission, parse, document.source, "adsHeader/missionId")


def _state_extreme(documents: list[Document], field: str, path: str, pick: Any, notes: Notes) -> None:
    own = Notes()
    for document in documents:
        _xml.state(document, (Row(field, path, v.time, derived=f"the {pick.__name__} of {len(documents)} files"),), own)
    readable = [claim for claim in own.claims if claim.value]
    extreme = [pick(readable, key=lambda claim: v.instant(claim.value))] if readable else []
    notes.take(extreme, own.problems)


def _state_union(documents: list[Document], row: Row, notes: Notes) -> None:
    texts = [_xml.text(node) for document in documents for node in _xml.each(document.root, row.path)]
    if stated := " ".join(dict.fromkeys(texts)):
        derived = f"of {len(documents)} files" if len(documents) > 1 else None
        notes.state(row.field, stated, row.parse, documents[0].source, row.path, derived)


def file_records(parts: Layout, manifest: Document | None) -> tuple[FileRecord, ...]:
    """Return the files that a manifest lists with checksums, and those that are there unlisted.

    The last four digits of a Copernicus product's name are the CRC-16 (CCITT, from 0xFFFF) of its manifest: so on 11
    of 13 genuine manifests; the other two were written anew by those who passed them on.
    """
    if manifest is None or parts.manifest is None:
        return ()
    own = [name for name in parts.files.names if name in (parts.manifest, parts.info) or _NEVER_LISTED.fullmatch(name)]
    found = _integrity.records(parts.files, _listed(manifest, frozenset(parts.files.names)), own=own)
    match = _UNIQUE.fullmatch(identifier(parts.files.name))
    if not match:
        return found
    crc = f"{binascii.crc_hqx(parts.files.read(parts.manifest), 0xFFFF):04x}"
    stated = match[1].lower()
    own_record = FileRecord(
        name=parts.manifest, listed=True, present=True, role="metadata", algorithm="crc16", stated=stated, found=crc
    )
    return (own_record, *found)


def _listed(manifest: Document, names: Collection[str]) -> Iterator[_integrity.Listed]:
    for stream in _xml.each(manifest.root, "//dataObject/byteStream"):
        checksum = next(_xml.each(stream, "checksum"), None)
        location = next(_xml.each(stream, "fileLocation"), None)
        if location is None or not (href := location.get("href")):
            continue
        algorithm = (checksum.get("checksumName") or "").lower().replace("-", "") if checksum is not None else ""
        size = stream.get("size") or ""
        yield _integrity.Listed(
            _as_there(href.removeprefix("./"), names),
            algorithm if algorithm in ("md5", "sha256") else "",  # type: ignore[arg-type]
            _xml.text(checksum) if checksum is not None else "",
            int(size) if size.isdecimal() and len(size) < 16 else None,
        )


def _as_there(name: str, names: Collection[str]) -> str:
    """Return a listed name as the file is called where it lies: public buckets drop satellite, times and orbit."""
    match = _DELIVERED.fullmatch(name)
    if name in names or not match:
        return name
    folder, kind, swath, level, channel, number, suffix = match.groups()
    shorter = (f"{swath}-{channel}", f"{swath}-{level}-{channel}", f"{swath}-{channel}-{number}")
    called = (f"{folder}{kind or ''}{short}{suffix}" for short in shorter)
    return next((one for one in called if one in names), name)


def state_info(parts: Layout, notes: Notes) -> dict[str, Any]:
    """Note what ``productInfo.json`` states, and return it."""
    if parts.info is None:
        return {}
    try:
        info = json.loads(parts.files.read(parts.info).decode())
    except (ValueError, RecursionError) as error:
        notes.problem(parts.info, f"not readable JSON: {error}")
        return {}
    if not isinstance(info, dict):
        notes.problem(parts.info, "not a JSON object")
        return {}
    for field, key, parse in _INFO_KEYS:
        if isinstance(value := info.get(key), str | int) and value != "":
            notes.state(field, str(value), parse, parts.info, f"/{key}")
    return info


def state_name(name: str, notes: Notes) -> dict[str, str]:
    """Note what a product's name states, where it follows the naming rule; return its parts."""
    match = _NAME.fullmatch(identifier(name))
    parts = {key: value for key, value in match.groupdict().items() if value} if match else {}
    parsers = {
        "mode": mode,
        "product_type": v.upper,
        "level": "L{}".format,
        "polarisations": channels,
        "start": v.time,
        "stop": v.time,
        "orbit_number": v.count,
    }
    for field, parse in parsers.items():
        if field in parts:
            notes.state(field, parts[field], parse, name, FROM_NAME)
    return parts


def identifier(name: str) -> str:
    """Return a product's name without the extensions of its packaging."""
    return re.sub(r"(\.(SAFE|zip|xml|json))+$", "", name, flags=re.IGNORECASE)


def state_derived(notes: Notes) -> None:
    """Note the processing level and whether pixels are complex, where the product type settles them."""
    kind = next((claim for claim in notes.claims if claim.field == "product_type" and claim.value), None)
    if kind is None:
        return
    if level := _LEVELS.get(kind.value):
        notes.state("level", kind.stated, lambda _: level, kind.source, kind.path, "from the product type")
    if kind.value in _COMPLEX:
        answer = _COMPLEX[kind.value]
        notes.state("complex", kind.stated, lambda _: answer, kind.source, kind.path, "from the product type")


def state_vectors(documents: Iterable[Document], notes: Notes) -> tuple[StateVector, ...]:
    """Return the Earth-fixed state vectors of all annotation files, each time once, in order of time."""
    vectors: dict[Any, StateVector] = {}
    for document in documents:
        for i, orbit in enumerate(_xml.each(document.root, "generalAnnotation/orbitList/orbit"), 1):
            pointer = f"{document.source}#generalAnnotation/orbitList/orbit[{i}]"
            if i > MAX_VECTORS:
                notes.problem(pointer, f"more than {MAX_VECTORS} state vectors; the rest was not read")
                break
            vector = _vector(orbit, pointer, notes)
            if vector and _far(vector, vectors.setdefault(vector.time, vector)):
                message = f"the annotation files state two positions for {vector.time:%FT%TZ}"
                notes.problem(pointer, message, "claims-disagree")
    return tuple(vectors[time] for time in sorted(vectors))


def _vector(orbit: Any, pointer: str, notes: Notes) -> StateVector | None:
    texts = [_xml.text(node) for path in _VECTOR_PATHS for node in _xml.each(orbit, path)]
    frame = next((_xml.text(node) for node in _xml.each(orbit, "frame")), "")
    try:
        if len(texts) != len(_VECTOR_PATHS) or frame not in ("", "Earth Fixed"):
            raise ValueError("is not an Earth-fixed position and velocity")
        x, y, z, vx, vy, vz = (v.number(text) for text in texts[1:])
        return StateVector(time=v.instant(texts[0]), position=(x, y, z), velocity=(vx, vy, vz))
    except ValueError as error:
        notes.problem(pointer, f"state vector: {error}")
        return None


def _far(one: StateVector, other: StateVector) -> bool:
    return any(abs(a - b) > 1.0 for a, b in zip(one.position, other.position, strict=True))
