"""Regions in GeoJSON (RFC 7946): the pack's own, and a user's with as few properties as ``name``.

Properties: ``id``, ``name``, ``kind``, ``source``, ``accuracy_m`` (how far the boundary may be off), ``country``,
``subdivision``, ``valid_from``, ``valid_to`` (``from`` and ``to`` for short), ``stated`` (the day of the source). Two
features of one id with ``boundary`` "outer" and "inner" make one region known by its envelopes: what surely holds it,
and what surely lies in it. A feature without an id or a name is called by its number, one without a source by its file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import shapely
from shapely.geometry.base import BaseGeometry

from sarcheck.errors import RulesError
from sarcheck.model import NOT_JSON, Region
from sarcheck.regions import _features
from sarcheck.regions._features import MAX_BYTES, Feature, Item, Rings

NAME = "GeoJSON"
SUFFIXES = (".geojson", ".json")
HEAD_BYTES = 4096


def sniff(path: Path) -> bool:
    """Tell whether a file is GeoJSON, by its name or its first bytes."""
    if path.suffix.lower() in SUFFIXES:
        return True
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES).lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") and b'"type"' in head


def read(path: Path) -> Iterator[Region]:
    """Yield the regions of a GeoJSON file; raise RulesError with file, JSON pointer and cure for the first flaw."""
    return _features.read(path, features(path))


# --- the document -------------------------------------------------------------------------------


def features(path: Path) -> Iterator[Item]:
    """Yield the features of a GeoJSON file, a flaw for each that cannot be used; raise RulesError for a bad file."""
    document = _document(path)
    kind = document.get("type")
    if kind == "FeatureCollection":
        found = document.get("features")
        if not isinstance(found, list):
            raise RulesError(str(path), "/features", "is missing or no list")
        if not found:
            raise RulesError(
                str(path), "/features", "has no features: a region file that holds no region checks nothing"
            )
        for i, feature in enumerate(found):
            yield _usable(path, f"/features/{i}", feature, i)
    elif kind == "Feature":
        yield _usable(path, "", document, 0)
    else:
        yield _usable(path, "", {"type": "Feature", "geometry": document, "properties": {}}, 0)


def _document(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RulesError(str(path), "", f"is larger than {MAX_BYTES >> 20} MiB: simplify or split it")
        document = msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
    except NOT_JSON as error:
        raise RulesError(str(path), "", f"is not valid JSON: {error}") from error
    if not isinstance(document, dict):
        raise RulesError(str(path), "", "is not a GeoJSON object")
    return document


def _usable(path: Path, pointer: str, raw: Any, number: int) -> Item:
    try:
        return _feature(path, pointer, raw, number)
    except RulesError as flaw:
        return flaw


def _feature(path: Path, pointer: str, raw: Any, number: int) -> Feature:
    if not isinstance(raw, dict) or raw.get("type") != "Feature":
        raise RulesError(str(path), pointer, "is not a GeoJSON Feature")
    stated = raw.get("properties") or {}
    if not isinstance(stated, dict):
        raise RulesError(str(path), f"{pointer}/properties", "does not fit: properties are a JSON object")
    properties = _features.properties(path, f"{pointer}/properties", stated)
    key, name = _features.named(path, properties, number, raw.get("id"))
    shape, wound = _shape(path, f"{pointer}/geometry", raw.get("geometry"))
    return Feature(pointer, key, name, properties, shape, wound=wound)


# --- geometry -----------------------------------------------------------------------------------


def _shape(path: Path, pointer: str, geometry: Any) -> tuple[BaseGeometry, bool]:
    """Return the area of a geometry, and whether its rings run as RFC 7946 wants."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise RulesError(str(path), pointer, f"is {kind or 'missing'}: a region is a Polygon or a MultiPolygon")
    coordinates = geometry.get("coordinates")
    single = kind == "Polygon"
    polygons = [coordinates] if single else coordinates
    if not isinstance(polygons, list) or not polygons:
        raise RulesError(str(path), f"{pointer}/coordinates", "is empty: draw the region or drop the feature")
    places = [f"{pointer}/coordinates" + ("" if single else f"/{i}") for i in range(len(polygons))]
    drawn = [_rings(path, place, rings) for place, rings in zip(places, polygons, strict=True)]
    parts = [_features.checked_polygon(path, place, rings) for place, rings in zip(places, drawn, strict=True)]
    return parts[0] if len(parts) == 1 else shapely.union_all(parts), all(map(_features.well_wound, drawn))


def _rings(path: Path, pointer: str, rings: Any) -> Rings:
    if not isinstance(rings, list) or not rings:
        raise RulesError(str(path), pointer, "is not a list of rings")
    return [_features.checked_ring(path, f"{pointer}/{i}", ring) for i, ring in enumerate(rings)]
