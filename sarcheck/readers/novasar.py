"""NovaSAR-1: the product's metadata.xml. Product layouts B4, known from public reader code ("layout only")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.readers import _files, _finding, _ground, _radarsat, _vectors, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import Notes, build, clean
from sarcheck.readers._xml import Row

if TYPE_CHECKING:
    from sarcheck.model import Outline, Product
    from sarcheck.readers._files import Files
    from sarcheck.readers._xml import Document

NAME = "novasar"
MAX_COEFFICIENTS = 20
_SOURCE, _MADE, _IMAGE = "Source_Attributes", "Image_Generation_Parameters", "Image_Attributes"
_TIMES = (_MADE + "/ZeroDopplerTimeFirstLine", _MADE + "/ZeroDopplerTimeLastLine")
_VECTOR = ("Time", "xPosition", "yPosition", "zPosition", "xVelocity", "yVelocity", "zVelocity")
_platform = v.known_platform(dict.fromkeys(("NOVASAR-1", "NOVASAR-S", "NOVASAR 1", "NOVASAR"), "novasar-1"))
_complex = v.choice({"SLC": True, "SRD": False, "GRD": False, "SCD": False})
_ROWS = (
    Row("platform", _SOURCE + "/Satellite", _platform),
    Row("mode", _SOURCE + "/OperationalModeName", v.word),
    Row("polarisations", _SOURCE + "/Polarisations", v.polarisations),
    Row("product_type", "Product/ProductType", v.upper),
    Row("product_type", _MADE + "/ProductType", v.upper),
    Row("complex", "Product/ProductType", _complex, derived="from the product type"),
    Row("complex", _MADE + "/ProductType", _complex, derived="from the product type"),
    Row("level", "Product/ProductType", lambda _: "L1", derived="an image is level 1"),
    Row("frequency_band", _SOURCE + "/RadarCentreFrequency", v.band, derived="from the frequency"),
    Row("look", _SOURCE + "/AntennaPointing", v.look),
    Row("pass_direction", "OrbitData/Pass_Direction", v.orbit_pass),
    Row("spacing_range", _IMAGE + "/SampledPixelSpacing", v.length),
    Row("spacing_azimuth", _IMAGE + "/SampledLineSpacing", v.length),
    Row("facility", _MADE + "/ProcessingFacility", v.word),
    Row("processed", _MADE + "/ProcessingTime", v.time),
    Row("processor", _MADE + "/SoftwareVersion", v.word),
)


def sniff(files: Files) -> bool:
    """Tell whether there is a metadata file that names NovaSAR."""
    return bool(_products(files))


def read(files: Files) -> Product:
    """Read a NovaSAR-1 product. Raises ProductError."""
    document = _xml.parse(files, _files.only(files, _products(files)))
    notes = Notes()
    _xml.state(document, _ROWS, notes)
    if not _radarsat.state_times(document, _TIMES, notes):
        raw = Row("start", _SOURCE + "/RawDataStartTime", v.time, derived="the raw data's start")
        _xml.state(document, (raw,), notes)
    _state_incidence(document, notes)
    return build(
        notes,
        id=clean(_xml.first(document.root, "Product/ProductName") or files.name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        verification="layout only",
        outlines=_outlines(document, notes),
        state_vectors=_vectors.each(document, "OrbitData/StateVector", _VECTOR, notes),
    )


def _products(files: Files) -> list[str]:
    names = _finding.xml_files(files, lambda root: root.name == "metadata")
    return [name for name in names if "NOVASAR" in _xml.early(files, name, "Satellite").upper()]


def _state_incidence(document: Document, notes: Notes) -> None:
    """Note the incidence angles at the first and the last pixel, by the polynomial of the pixel's number."""
    samples = _xml.first(document.root, _IMAGE + "/NumberOfSamplesPerLine")
    for node in list(_xml.each(document.root, "//IncAngleCoeffs"))[:1]:
        stated, where = _xml.text(node), _xml.place(node)
        try:
            ends = [_angle(stated, pixel) for pixel in (0, v.count(samples) - 1)]
        except ValueError as error:
            notes.problem(f"{document.source}#{where}", f"incidence angle: {error}")
            return
        for field, end in zip(("incidence_near", "incidence_far"), sorted(ends), strict=True):
            note = "the polynomial at the first and the last pixel"
            notes.state(field, stated, lambda _, end=end: v.angle(repr(end)), document.source, where, note)  # type: ignore[misc]


def _angle(stated: str, pixel: int) -> float:
    coefficients = [v.number(text) for text in stated.split()[:MAX_COEFFICIENTS]]
    return sum(c * float(pixel) ** i for i, c in enumerate(coefficients))


def _outlines(document: Document, notes: Notes) -> tuple[Outline, ...]:
    """Return the tie points as they come: whatever has a latitude and a longitude."""
    path = "geographicInformation"
    points = []
    for parent in _xml.each(document.root, path):
        for node in parent.iter():
            if not _xml.first(node, "Latitude"):
                continue
            try:
                points.append(_ground.of(node, "Longitude", "Latitude"))
            except ValueError as error:
                notes.problem(f"{document.source}#{_xml.place(node)}", f"footprint: {error}")
    return _ground.outline(document, points, "corners", path, notes)
