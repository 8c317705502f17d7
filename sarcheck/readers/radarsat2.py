"""RADARSAT-2: the product.xml of a folder or archive, or that file alone. Product layouts A2."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.readers import _files, _finding, _radarsat, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import Notes
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
    r"(?P<platform>RS2)_(?P<order_id>OK[^_]+)_PK[^_]+_DK[^_]+_[^_]+_(?P<start>\d{8}_\d{6})"
    r"(?P<polarisations>(?:_[HV][HV])+)_(?P<product_type>[A-Z]{3})"
)
_FORM = _radarsat.Form(NAME, _RASTER, _IMAGE, _NAME, lambda _: "radarsat-2")


def sniff(files: Files) -> bool:
    """Tell whether there is a product file of RADARSAT-2's namespace."""
    return bool(_products(files))


def read(files: Files) -> Product:
    """Read a RADARSAT-2 product. Raises ProductError."""
    document = _xml.parse(files, _files.only(files, _products(files)))
    notes = Notes()
    _radarsat.state(document, _RASTER, notes)
    _xml.state(document, _ROWS, notes)
    return _radarsat.product(files, document, _FORM, notes)


def _products(files: Files) -> list[str]:
    return _finding.xml_files(files, lambda root: root.name == "product" and _SPACE in root.namespace)
