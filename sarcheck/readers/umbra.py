"""Umbra: the ``METADATA.json`` that comes with its products.

Product layouts B10, known from public reader code only ("layout only"). Umbra's STAC Items are read as such.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sarcheck.readers import _files, _geojson, _json
from sarcheck.readers import _values as v
from sarcheck.readers._json import Row
from sarcheck.readers._product import Notes, build, clean

if TYPE_CHECKING:
    from sarcheck.model import Outline, Product
    from sarcheck.readers._files import Files

NAME = "umbra"
MAX_COLLECTS = 20
_MARKS = (b'"umbraSatelliteName"', b'"collects"')
_COMPLEX = {"SICD": True, "CPHD": True, "GEC": False, "SIDD": False}


def _first_product(text: str) -> str | None:
    """Return the kind of a stock-keeping unit such as "UMB-GEC-025", None where it names none."""
    return next((kind for kind in _COMPLEX if kind in text.upper()), None)


_ONE_ANGLE = "one angle for the whole scene"
_ROWS = (
    Row("platform", "/umbraSatelliteName", v.platform),
    Row("mode", "/imagingMode", v.upper),
    Row("product_type", "/productSku", _first_product, "from the product's order code"),
    Row("start", "/collects/0/startAtUTC", v.time),
    Row("stop", "/collects/0/endAtUTC", v.time),
    Row("polarisations", "/collects/0/polarizations", v.polarisations),
    Row("frequency_band", "/collects/0/radarBand", v.band_letter),
    Row("frequency_band", "/collects/0/radarCenterFrequencyHz", v.band, "from the frequency"),
    Row("look", "/collects/0/observationDirection", v.look),
    Row("pass_direction", "/collects/0/satelliteTrack", v.orbit_pass),
    Row("incidence_near", "/collects/0/angleIncidenceDegrees", v.angle, _ONE_ANGLE),
    Row("incidence_far", "/collects/0/angleIncidenceDegrees", v.angle, _ONE_ANGLE),
    Row("resolution_range", "/collects/0/maxGroundResolution/rangeMeters", v.length),
    Row("resolution_azimuth", "/collects/0/maxGroundResolution/azimuthMeters", v.length),
    Row("order_id", "/collects/0/taskId", v.word),
)


def sniff(files: Files) -> bool:
    """Tell whether there is a metadata file of Umbra."""
    return bool(_json.found(files, *_MARKS))


def read(files: Files) -> Product:
    """Read the metadata file of an Umbra product."""
    source = _files.only(files, _json.found(files, *_MARKS))
    document = _json.parse(files, source)
    notes = Notes()
    _json.state(document, _ROWS, source, notes)
    notes.state("constellation", "", lambda _: "umbra", source, "", "the format is of Umbra's satellites only")
    outlines = _outlines(document, source, notes)
    return build(
        notes,
        id=clean(_json.text(_json.at(document, "/collects/0/id"))) or files.name,
        href=files.href,
        format=NAME,
        evidence="metadata",
        verification="layout only",
        outlines=outlines,
    )


def _outlines(document: dict[str, Any], source: str, notes: Notes) -> tuple[Outline, ...]:
    """Return the footprint of each collect; the values of the first alone are the product's."""
    collects = document.get("collects")
    if not isinstance(collects, list):
        return ()
    if len(collects) > 1:
        message = f"holds {len(collects)} collects; times and angles are of the first"
        notes.problem(f"{source}#/collects/1", message, "not-read")
    found: list[Outline] = []
    for i in range(min(len(collects), MAX_COLLECTS)):
        pointer = f"/collects/{i}/footprintPolygonLla"
        if (geometry := _json.at(document, pointer)) is not None:
            found += _geojson.outlines(geometry, source, pointer, notes)
    return tuple(found)
