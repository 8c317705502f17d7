"""StriX: Synspective's detected images with PAR-*.xml beside them, an Earth observation profile of GML.

Product layouts B8, known from public reader code, not from genuine files ("layout only"). The complex images are
SICD and read by that reader.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sarcheck.model import Outline, StateVector
from sarcheck.readers import _collectors, _files, _grid, _vectors, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import Notes, build, clean
from sarcheck.readers._xml import Row

if TYPE_CHECKING:
    from sarcheck.model import Product
    from sarcheck.readers._files import Files
    from sarcheck.readers._xml import Document

NAME = "strix"
MAX_VECTORS = 1000
_MARK = re.compile(rb"<(?:\w+:)?shortName>\s*STRIX", re.IGNORECASE)
_ROWS = (
    Row("start", "//beginPosition", v.time),
    Row("stop", "//endPosition", v.time),
    Row("mode", "//operationalMode", v.upper),
    Row("polarisations", "//polarisationChannels", v.polarisations, many=True),
    Row("product_type", "//productType", v.upper),
    Row("level", "//processingLevel", v.upper),
    Row("look", "//antennaLookDirection", v.look),
    Row("pass_direction", "//orbitDirection", v.orbit_pass),
    Row("orbit_number", "//orbitNumber", v.count),
    Row("incidence_near", "//minimumIncidenceAngle", v.angle),
    Row("incidence_far", "//maximumIncidenceAngle", v.angle),
    Row("spacing_range", "//rangePixelSpacing", v.length),
    Row("spacing_azimuth", "//azimuthPixelSpacing", v.length),
    Row("facility", "//processingCenter", v.word),
    Row("processed", "//processingDate", v.time),
    Row("processor", "//processorVersion", v.word),
    Row("receiving_station", "//acquisitionStation", v.word),
)
_AXES = ("posX", "posY", "posZ", "velX", "velY", "velZ")


def sniff(files: Files) -> bool:
    """Tell whether there is the parameter file of a StriX image."""
    return bool(_names(files))


def _names(files: Files) -> list[str]:
    return [n for n, head in _files.heads(files).items() if b"EarthObservation" in head and _MARK.search(head)]


def read(files: Files) -> Product:
    """Read a parameter file; raise ProductError where its XML cannot be read."""
    notes = Notes()
    name, *others = _names(files)
    notes.unread(others, "parameter files")
    document = _xml.parse(files, name)
    platform = next(_xml.each(document.root, "//Platform"), document.root)
    words = [_xml.first(platform, part) for part in ("shortName", "serialIdentifier")]
    stated = "-".join(words) if words[1] and not words[0].upper().endswith(words[1].upper()) else words[0]
    notes.state("platform", stated, _satellite, name, "Platform/shortName serialIdentifier")
    _xml.state(document, _ROWS, notes)
    return build(
        notes,
        id=clean(_xml.first(document.root, "//identifier") or files.name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        verification="layout only",
        outlines=_outline(document, notes),
        state_vectors=_state_vectors(document, notes),
    )


def _satellite(text: str) -> str:
    """Return the key of a satellite; "STRIX-STRIX3" repeats the series' name."""
    return _collectors.platform(re.sub(r"(?i)^strix-(?=strix)", "", text.strip()))


def _outline(document: Document, notes: Notes) -> tuple[Outline, ...]:
    """Return the ring of the first list of positions, "latitude longitude latitude longitude ..."."""
    stated = _xml.first(document.root, "//posList")
    if not stated:
        return ()
    try:
        numbers = [v.number(word) for word in stated.split()]
        if len(numbers) % 2 or not 6 <= len(numbers) <= 2000:
            raise ValueError(f"{len(numbers)} numbers make no outline")
        points = tuple(_grid.checked(numbers[i + 1], numbers[i]) for i in range(0, len(numbers), 2))
    except ValueError as error:
        notes.problem(f"{document.source}#posList", f"footprint: {error}")
        return ()
    return (Outline(points=points, kind="ring", source=document.source, path="posList"),)


def _state_vectors(document: Document, notes: Notes) -> tuple[StateVector, ...]:
    found = []
    for i, node in enumerate(_xml.each(document.root, "//timeUTC"), 1):
        if i > MAX_VECTORS:
            where = f"{document.source}#{_xml.place(node)}"
            notes.problem(where, f"more than {MAX_VECTORS} state vectors; the rest was not read")
            break
        parent: Any = node.getparent()  # the search is below the root: there is one
        try:
            x, y, z, vx, vy, vz = (v.number(_xml.first(parent, axis)) for axis in _AXES)
            time = v.instant(_xml.text(node))
        except ValueError as error:
            notes.problem(f"{document.source}#{_xml.place(node)}", f"state vector: {error}")
            continue
        found.append(StateVector(time=time, position=(x, y, z), velocity=(vx, vy, vz)))
    return _vectors.merged(found, f"{document.source}#timeUTC", notes)
