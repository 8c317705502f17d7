"""STAC Items, versions 0.8 to 1.1, with or without the sar extension: always the seller's word.

Fields are those of the STAC common metadata and of the extensions sar, sat, view, processing and
product; names that earlier versions used for the same thing stand behind the present ones.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sarcheck.errors import ProductError
from sarcheck.readers import _files, _geojson, _json
from sarcheck.readers import _values as v
from sarcheck.readers._product import Notes, build, clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from sarcheck.model import Outline, Product
    from sarcheck.readers._files import Files

NAME = "stac"
_COMPLEX = {"SLC": True, "SSC": True, "SICD": True, "RSLC": True, "GRD": False, "MGD": False, "GEC": False}


class _Key(NamedTuple):
    """A property of an Item: which field it states, how to read it, and which of several values it is."""

    field: str
    key: str
    parse: Callable[[str], Any]
    part: int | None = None
    derived: str | None = None


_KEYS = (
    *(_Key("platform", key, v.platform) for key in ("platform", "sar:platform", "eo:platform")),
    *(_Key("constellation", key, v.platform) for key in ("constellation", "sar:constellation", "eo:constellation")),
    *(_Key("start", key, v.time) for key in ("start_datetime", "dtr:start_datetime")),
    *(_Key("stop", key, v.time) for key in ("end_datetime", "dtr:end_datetime")),
    *(_Key(field, "datetime", v.time, derived="the Item's nominal time") for field in ("start", "stop")),
    _Key("mode", "sar:instrument_mode", v.upper),
    _Key("swaths", "sar:beam_ids", v.words),
    _Key("polarisations", "sar:polarizations", v.polarisations),
    _Key("polarisations", "sar:polarization", v.polarisations),
    *(_Key("product_type", key, v.upper) for key in ("sar:product_type", "product:type", "sar:type")),
    _Key("level", "processing:level", v.upper),
    _Key("frequency_band", "sar:frequency_band", v.band_letter),
    _Key("look", "sar:observation_direction", v.look),
    _Key("pass_direction", "sat:orbit_state", v.orbit_pass),
    _Key("pass_direction", "sar:pass_direction", v.orbit_pass),
    _Key("orbit_number", "sat:absolute_orbit", v.count),
    _Key("orbit_number", "sar:absolute_orbit", v.count),
    _Key("relative_orbit", "sat:relative_orbit", v.count),
    _Key("relative_orbit", "sar:relative_orbit", v.count),
    _Key("resolution_range", "sar:resolution_range", v.length),
    _Key("resolution_range", "sar:resolution", v.length, 0),
    _Key("resolution_azimuth", "sar:resolution_azimuth", v.length),
    _Key("resolution_azimuth", "sar:resolution", v.length, 1),
    _Key("spacing_range", "sar:pixel_spacing_range", v.length),
    _Key("spacing_range", "sar:pixel_spacing", v.length, 0),
    _Key("spacing_azimuth", "sar:pixel_spacing_azimuth", v.length),
    _Key("spacing_azimuth", "sar:pixel_spacing", v.length, 1),
    *(
        _Key(field, key, v.angle, derived="one angle for the whole scene")
        for field in ("incidence_near", "incidence_far")
        for key in ("view:incidence_angle", "sar:incidence_angle")
    ),
    _Key("facility", "processing:facility", v.word),
    _Key("processed", "processing:datetime", v.time),
    _Key("processed", "s1:processing_datetime", v.time),
    _Key("processor", "processing:software", v.word),
)


def sniff(files: Files) -> bool:
    """Tell whether there is a STAC document, or a GeoJSON one that might be meant as such."""
    return bool(_documents(files))


def read(files: Files) -> Product:
    """Read the Item of a JSON file, or of a folder that holds one."""
    name = _files.only(files, _documents(files), "STAC documents")
    return product(_json.parse(files, name), files.href, name)


def _documents(files: Files) -> list[str]:
    """Return the JSON files that look like STAC, or like GeoJSON where there is but one JSON file."""
    names = [name for name in files.names if name.lower().endswith((".json", ".geojson")) and name.count("/") < 2]
    heads = {name: files.head(name, _json.MAX_BYTES) for name in names[: _json.MAX_DOCUMENTS]}
    found = [name for name, head in heads.items() if b'"stac_version"' in head]
    return found or [name for name, head in heads.items() if len(heads) == 1 and b'"Feature' in head]


def product(item: Any, href: str, source: str = "item") -> Product:
    """Make a Product of a STAC Item; raise ProductError for any other document."""
    _check(item, href)
    properties = item["properties"]
    notes = Notes()
    for row in [row for row in _KEYS if row.key in properties]:
        _state(properties, row, source, notes)
    _state_complex(notes)
    known = item["id"] if isinstance(item.get("id"), str) and item["id"] else href
    return build(
        notes,
        id=clean(known),
        href=href,
        format=NAME,
        evidence="asserted",
        outlines=_outlines(item, source, notes),
    )


def _check(item: Any, href: str) -> None:
    if not isinstance(item, dict):
        raise ProductError(href, "", "not a JSON object; a STAC Item is one")
    kind = item.get("type")
    if kind == "FeatureCollection":
        raise ProductError(href, "/type", "a FeatureCollection; name each of its Items as a product of its own")
    if kind in ("Collection", "Catalog") or (kind is None and "links" in item):
        raise ProductError(href, "/type", "a STAC Collection or Catalog, not an Item; name the Item of the product")
    if kind != "Feature" or not isinstance(item.get("stac_version"), str):
        raise ProductError(href, "/stac_version", "not a STAC Item: type Feature and a stac_version are missing")
    if not isinstance(item.get("properties"), dict):
        raise ProductError(href, "/properties", "a STAC Item has an object of properties")


def _state(properties: dict[str, Any], row: _Key, source: str, notes: Notes) -> None:
    value = properties.get(row.key)
    if row.part is not None:
        value = value[row.part] if isinstance(value, list) and len(value) > row.part else None
    if value is None or value == "" or value == []:
        return
    pointer = f"/properties/{row.key}"
    try:
        notes.state(row.field, _text(value), row.parse, source, pointer, row.derived)
    except (ValueError, RecursionError):
        notes.problem(f"{source}#{pointer}", f"{row.field}: too long or too deep for a property")


def _text(value: Any) -> str:
    """Return a property's value as text: the words of a list, the names and versions of an object."""
    if isinstance(value, list):
        return " ".join(_text(part) for part in value)
    if isinstance(value, dict):
        return " ".join(f"{key} {_text(part)}" for key, part in value.items())
    return value if isinstance(value, str) else json.dumps(value)


def _state_complex(notes: Notes) -> None:
    kind = next((claim for claim in notes.claims if claim.field == "product_type" and claim.value), None)
    if kind and kind.value in _COMPLEX:
        answer = _COMPLEX[kind.value]
        notes.state("complex", kind.stated, lambda _: answer, kind.source, kind.path, "from the product type")


def _outlines(item: dict[str, Any], source: str, notes: Notes) -> tuple[Outline, ...]:
    if item.get("geometry") is not None:
        return _geojson.outlines(item["geometry"], source, "/geometry", notes)
    if item.get("bbox") is not None:
        return _geojson.box(item["bbox"], source, "/bbox", notes)
    return ()
