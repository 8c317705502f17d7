"""BIOMASS level 1: the main annotation of a product folder, its orbit file and its main product header.

Product layouts B9, known from public reader code ("layout only").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.errors import ProductError
from sarcheck.readers import _files, _finding, _ground, _vectors, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import Notes, build, clean
from sarcheck.readers._xml import Row

if TYPE_CHECKING:
    from sarcheck.model import Outline, Product, StateVector
    from sarcheck.readers._files import Files
    from sarcheck.readers._xml import Document

NAME = "biomass"
_FOLDERS = ("", "annotation", "annotation_primary")
_ORBITS = ("annotation/navigation", "annotation_primary/navigation")
_TAKEN, _IMAGE = "acquisitionInformation", "sarImage"
_VECTOR = ("UTC", "X", "Y", "Z", "VX", "VY", "VZ")


def _time(text: str) -> str:
    return v.time(text.removeprefix("UTC="))


_ROWS = (
    Row("platform", _TAKEN + "/mission", v.known_platform({"BIOMASS": "biomass", "BIO": "biomass"})),
    Row("start", _IMAGE + "/firstLineAzimuthTime", _time),
    Row("stop", _IMAGE + "/lastLineAzimuthTime", _time),
    Row("swaths", _TAKEN + "/swath", v.words),
    Row("mode", _TAKEN + "/swath", lambda _: "SM", derived="BIOMASS images are stripmap"),
    Row("polarisations", _TAKEN + "/polarisationList/polarisation", v.polarisations, many=True),
    Row("product_type", _TAKEN + "/productType", v.upper),
    Row("level", _TAKEN + "/productType", lambda _: "L1", derived="an image is level 1"),
    Row(
        "complex", _TAKEN + "/productType", v.choice({"SCS": True, "STA": True, "DGM": False}), derived="from the type"
    ),
    Row("pass_direction", _TAKEN + "/orbitPass", v.orbit_pass),
    Row("orbit_number", _TAKEN + "/absoluteOrbitNumber", v.count),
    Row("frequency_band", "instrumentParameters/radarCarrierFrequency", v.band, derived="from the frequency"),
    Row("spacing_range", _IMAGE + "/rangePixelSpacing", v.length),
    Row("spacing_azimuth", _IMAGE + "/azimuthPixelSpacing", v.length),
)
_HEADER_ROWS = (
    Row("look", "//antennaLookDirection", v.look),
    Row("facility", "//processingCenter", v.word),
    Row("processed", "//processingDate", v.time),
    Row("receiving_station", "//acquisitionStation", v.word),
)


def sniff(files: Files) -> bool:
    """Tell whether there is an annotation file that names BIOMASS."""
    return bool(_annotations(files))


def read(files: Files) -> Product:
    """Read a BIOMASS product, as much of it as is there. Raises ProductError."""
    document = _xml.parse(files, _files.only(files, _annotations(files)))
    notes = Notes()
    _xml.state(document, _ROWS, notes)
    for header in _others(files, "EarthObservation", ("",), notes):
        _xml.state(header, _HEADER_ROWS, notes)
    return build(
        notes,
        id=clean(files.name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        verification="layout only",
        outlines=_outlines(document, notes),
        state_vectors=_orbit(files, notes),
    )


def _annotations(files: Files) -> list[str]:
    names = _finding.xml_files(files, lambda root: "annotation" in root.name.lower(), _FOLDERS)
    return [name for name in names if _xml.early(files, name, "mission").upper() in ("BIOMASS", "BIO")]


def _others(files: Files, root: str, folders: tuple[str, ...], notes: Notes) -> list[Document]:
    documents = []
    for name in _finding.xml_files(files, lambda found: found.name == root, folders)[:1]:
        try:
            documents.append(_xml.parse(files, name))
        except ProductError as error:
            notes.problem(name, error.message)
    return documents


def _orbit(files: Files, notes: Notes) -> tuple[StateVector, ...]:
    vectors: tuple[StateVector, ...] = ()
    for document in _others(files, "Earth_Explorer_File", _ORBITS, notes):
        vectors = _vectors.each(document, "Data_Block/List_of_OSVs/OSV", _VECTOR, notes)
    return vectors


def _outlines(document: Document, notes: Notes) -> tuple[Outline, ...]:
    path = _IMAGE + "/footprint"
    numbers = _xml.first(document.root, path).split()
    try:
        if len(numbers) % 2:
            raise ValueError("an odd number of coordinates")
        points = [_ground.point(numbers[i + 1], numbers[i]) for i in range(0, len(numbers), 2)]
    except ValueError as error:
        notes.problem(f"{document.source}#{path}", f"footprint: {error}")
        return ()
    return _ground.outline(document, points, "corners", path, notes)
