"""RADARSAT-2: the product.xml of a folder or archive, or that file alone. Product layouts A2."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.readers import _finding, _radarsat, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import FROM_NAME, Notes, build, clean
from sarcheck.readers._xml import Row

if TYPE_CHECKING:
    from sarcheck.model import Product
    from sarcheck.readers._files import Files

NAME = "radarsat2"
_SPACE = "rsi.ca/rs2/prod/xml/schemas"
_IMAGE = "imageAttributes"
_RASTER = _radarsat.Raster(
    _IMAGE + "/rasterAttributes",
    _IMAGE + "/rasterAttributes/numberOfLines",
    _IMAGE + "/rasterAttributes/numberOfSamplesPerLine",
    "dataType",
)
_SAR = "imageGenerationParameters/sarProcessingInformation"
_ROWS = (
    Row("incidence_near", _SAR + "/incidenceAngleNearRange", v.angle),
    Row("incidence_far", _SAR + "/incidenceAngleFarRange", v.angle),
)
_NAME = re.compile(
    r"(?P<platform>RS2)_(?P<order_id>OK[^_]+)_PK[^_]+_DK[^_]+_[^_]+_\d{8}_\d{6}"
    r"(?P<polarisations>(?:_[HV][HV])+)_(?P<product_type>[A-Z]{3})"
)


def sniff(files: Files) -> bool:
    """Tell whether there is a product file of RADARSAT-2's namespace."""
    return bool(_products(files))


def read(files: Files) -> Product:
    """Read a RADARSAT-2 product. Raises ProductError."""
    document = _xml.parse(files, _finding.only(files, _products(files)))
    notes = Notes()
    _radarsat.state(document, _RASTER, notes)
    _xml.state(document, _ROWS, notes)
    _state_name(files.name, notes)
    tied = _radarsat.grid(document, _IMAGE, notes)
    return build(
        notes,
        id=clean(files.name if _NAME.match(files.name) else _xml.first(document.root, "productId") or files.name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        outlines=_radarsat.outlines(document, tied, _IMAGE, notes),
        state_vectors=_radarsat.state_vectors(document, notes),
        ties=_radarsat.ties(document, tied, _RASTER, notes),
    )


def _products(files: Files) -> list[str]:
    return _finding.xml_files(files, lambda root: root.name == "product" and _SPACE in root.namespace)


def _state_name(name: str, notes: Notes) -> None:
    if match := _NAME.match(name):
        notes.state("platform", match["platform"], lambda _: "radarsat-2", name, FROM_NAME)
        notes.state("order_id", match["order_id"], v.word, name, FROM_NAME)
        notes.state(
            "polarisations",
            match["polarisations"],
            lambda text: v.polarisations(text.replace("_", " ")),
            name,
            FROM_NAME,
        )
        notes.state("product_type", match["product_type"], v.upper, name, FROM_NAME)
