"""RADARSAT Constellation Mission, RCM-1 to RCM-3: the product folder, its archive, or product.xml alone.

Product layouts A3. The folder's manifest.safe lists files without checksums (a genuine one is wrong about a
size, so sizes are not held against it); what counts is metadata/product.xml.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.errors import ProductError
from sarcheck.readers import _files, _finding, _integrity, _radarsat, _safe, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import Notes

if TYPE_CHECKING:
    from sarcheck.model import FileRecord, Product
    from sarcheck.readers._files import Files
    from sarcheck.readers._xml import Document

NAME = "rcm"
_SPACE = "rcmGsProductSchema"
_IMAGE, _SCENE = "imageReferenceAttributes", "sceneAttributes/imageAttributes"
_RASTER = _radarsat.Raster(_IMAGE + "/rasterAttributes", _SCENE + "/numLines", _SCENE + "/samplesPerLine", "sampleType")
_ANGLES = "calibration/incidenceAngles.xml"
_MANIFEST = "manifest.safe"
_NAME = re.compile(
    r"(?P<platform>RCM\d)_(?P<order_id>OK[^_]+)_PK[^_]+_\d+_[^_]+_(?P<start>\d{8}_\d{6})"
    r"(?P<polarisations>(?:_[HVC][HV])+)_(?P<product_type>[A-Z]{3})"
)
_FORM = _radarsat.Form(NAME, _RASTER, _IMAGE, _NAME, lambda text: f"{text[:3]}-{text[3:]}".lower())


def sniff(files: Files) -> bool:
    """Tell whether there is a product file of RCM's namespace."""
    return bool(_products(files))


def read(files: Files) -> Product:
    """Read an RCM product. Raises ProductError."""
    name = _files.only(files, _products(files))
    document = _xml.parse(files, name)
    notes = Notes()
    _radarsat.state(document, _RASTER, notes)
    _state_constellation(document, notes)
    _state_security(document, notes)
    _state_incidence(document, files.below(name.rpartition("/")[0]), notes)
    return _radarsat.product(files, document, _FORM, notes, _listed(files))


def _listed(files: Files) -> tuple[FileRecord, ...]:
    """Return the files that the manifest lists, and those that are there unlisted."""
    if _MANIFEST not in files.names:
        return ()
    manifest = _xml.parse(files, _MANIFEST)
    return _integrity.records(files, _safe.listed(manifest, frozenset(files.names)), own=(_MANIFEST,))


def _products(files: Files) -> list[str]:
    return _finding.xml_files(
        files, lambda root: root.name == "product" and root.namespace.endswith(_SPACE), ("", "metadata")
    )


def _state_constellation(document: Document, notes: Notes) -> None:
    for node in _xml.each(document.root, "sourceAttributes/satellite"):
        stated, path = _xml.text(node), _xml.place(node)
        notes.state("constellation", stated, lambda _: "rcm", document.source, path, "from the satellite")


def _state_security(document: Document, notes: Notes) -> None:
    """Note the classification, and what handling is asked for beside it."""
    for node in _xml.each(document.root, "securityAttributes"):
        parts = [_xml.first(node, "securityClassification")]
        if _xml.first(node, "specialHandlingRequired").lower() == "true":
            parts.append("special handling required")
        parts.append(_xml.first(node, "specialHandlingInstructions"))
        if stated := "; ".join(part for part in parts if part):
            notes.state("security", stated, v.word, document.source, _xml.place(node))


def _state_incidence(document: Document, files: Files, notes: Notes) -> None:
    """Note the incidence angles of the image's edges, else those of the calibration file."""
    for field, name, pick in (("incidence_near", "incAngNearRng", min), ("incidence_far", "incAngFarRng", max)):
        path, source = f"{_SCENE}/{name}", document.source
        stated = [_xml.text(node) for node in _xml.each(document.root, path)]
        if not stated and _ANGLES in files.names:
            path, source = "angles", _ANGLES
            stated = _calibrated(files, notes)
        if stated:
            note = f"the {pick.__name__} of {len(stated)} values" if len(stated) > 1 else None
            notes.state(field, v.extreme(stated, pick), v.angle, source, path, note)


def _calibrated(files: Files, notes: Notes) -> list[str]:
    try:
        return [_xml.text(node) for node in _xml.each(_xml.parse(files, _ANGLES).root, "angles")]
    except ProductError as error:
        notes.problem(_ANGLES, error.message)
        return []
