"""Regions in GeoJSON (RFC 7946): the pack's own, and a user's with as few properties as ``name``.

Properties: ``id``, ``name``, ``kind``, ``source``, ``accuracy_m`` (how far the boundary may be off), ``country``,
``subdivision``, ``valid_from``, ``valid_to``, ``stated`` (the day of the source). Two features of one id with
``boundary`` "outer" and "inner" make one region known by its envelopes: what surely holds it, and what surely lies
in it. A feature without an id or a name is called by its number, one without a source by its file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sarcheck.errors import RulesError
from sarcheck.model import Region

NAME = "GeoJSON"
MAX_BYTES = 256 * 1024 * 1024
MAX_ACCURACY_M = 200_000.0
SUFFIXES = (".geojson", ".json")
HEAD_BYTES = 4096


class Properties(msgspec.Struct, frozen=True, kw_only=True):
    """What a feature may say; other properties are its owner's own and are left alone."""

    id: str | int | None = None
    name: str | int | None = None
    kind: str = "user"
    source: str | None = None
    accuracy_m: Annotated[float, msgspec.Meta(ge=0.0, le=MAX_ACCURACY_M)] = 0.0
    country: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")] | None = None
    subdivision: str | None = None
    boundary: Literal["outer", "inner"] | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    stated: dt.date | None = None


class Feature(NamedTuple):
    """A feature as read: where it stands, who it is, what it covers."""

    pointer: str
    id: str
    name: str
    properties: Properties
    shape: BaseGeometry


def sniff(path: Path) -> bool:
    """Tell whether a file is GeoJSON, by its name or its first bytes."""
    if path.suffix.lower() in SUFFIXES:
        return True
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES).lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") and b'"type"' in head


def read(path: Path) -> Iterator[Region]:
    """Yield the regions of a GeoJSON file; raise RulesError with file, JSON pointer and cure for the first flaw."""
    found: dict[str, list[Feature]] = {}
    for feature in _features(path):
        found.setdefault(feature.id, []).append(feature)
    if not found:
        raise RulesError(str(path), "/features", "has no features: a region file that holds no region checks nothing")
    for features in found.values():
        yield _region(path, features)


# --- the document -------------------------------------------------------------------------------


def _features(path: Path) -> Iterator[Feature]:
    document = _document(path)
    kind = document.get("type")
    if kind == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list):
            raise RulesError(str(path), "/features", "is missing or no list")
        for i, feature in enumerate(features):
            yield _feature(path, f"/features/{i}", feature, i)
    elif kind == "Feature":
        yield _feature(path, "", document, 0)
    else:
        yield _feature(path, "", {"type": "Feature", "geometry": document, "properties": {}}, 0)


def _document(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RulesError(str(path), "", f"is larger than {MAX_BYTES >> 20} MiB: simplify or split it")
        document = msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise RulesError(str(path), "", f"is not valid JSON: {error}") from error
    if not isinstance(document, dict):
        raise RulesError(str(path), "", "is not a GeoJSON object")
    return document


def _feature(path: Path, pointer: str, raw: Any, number: int) -> Feature:
    if not isinstance(raw, dict) or raw.get("type") != "Feature":
        raise RulesError(str(path), pointer, "is not a GeoJSON Feature")
    try:
        stated = raw.get("properties") or {}
        properties = msgspec.convert({k: v for k, v in stated.items() if v is not None}, Properties)
    except (msgspec.ValidationError, AttributeError) as error:
        raise RulesError(str(path), f"{pointer}/properties", f"does not fit: {error}") from error
    key = next((str(k) for k in (properties.id, raw.get("id"), properties.name) if k not in (None, "")), None)
    name = properties.name if properties.name not in (None, "") else key
    default = f"{path.stem}-{number}"
    shape = _shape(path, f"{pointer}/geometry", raw.get("geometry"))
    return Feature(pointer, key or default, str(name or f"feature {number} of {path.name}"), properties, shape)


# --- geometry -----------------------------------------------------------------------------------


def _shape(path: Path, pointer: str, geometry: Any) -> BaseGeometry:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise RulesError(str(path), pointer, f"is {kind or 'missing'}: a region is a Polygon or a MultiPolygon")
    coordinates = geometry.get("coordinates")
    single = kind == "Polygon"
    polygons = [coordinates] if single else coordinates
    if not isinstance(polygons, list) or not polygons:
        raise RulesError(str(path), f"{pointer}/coordinates", "is empty: draw the region or drop the feature")
    places = (f"{pointer}/coordinates" + ("" if single else f"/{i}") for i in range(len(polygons)))
    parts = [_polygon(path, place, rings) for place, rings in zip(places, polygons, strict=True)]
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


def _polygon(path: Path, pointer: str, rings: Any) -> BaseGeometry:
    if not isinstance(rings, list) or not rings:
        raise RulesError(str(path), pointer, "is not a list of rings")
    outer, *holes = [_ring(path, f"{pointer}/{i}", ring) for i, ring in enumerate(rings)]
    polygon = shapely.Polygon(outer, holes)
    if not polygon.is_valid:
        why = shapely.is_valid_reason(polygon)
        raise RulesError(str(path), pointer, f"is no valid polygon ({why}): mend it in a GIS ('fix geometries')")
    return polygon


def _ring(path: Path, pointer: str, ring: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    try:
        points = np.array([[float(x), float(y)] for x, y, *_ in ring])
    except (TypeError, ValueError, OverflowError) as error:
        raise RulesError(str(path), pointer, "is not a list of positions [longitude, latitude]") from error
    if len(np.unique(points, axis=0)) < 3:
        raise RulesError(str(path), pointer, "has fewer than 3 distinct positions")
    if not (np.abs(points[:, 1]) <= 90).all():
        raise RulesError(str(path), pointer, "has a latitude beyond 90 degrees: write longitude first")
    if not (np.abs(points[:, 0]) <= 360).all():
        raise RulesError(str(path), pointer, "has a longitude beyond 360 degrees")
    jumps = np.abs(np.diff(points[:, 0]))
    if ((jumps > 180) & (jumps < 360)).any():
        raise RulesError(
            str(path),
            pointer,
            "has an edge over more than 180 degrees of longitude, which may go either way round: cut the polygon "
            "at the 180th meridian (RFC 7946 section 3.1.9) or write longitudes past it (181 for -179)",
        )
    return points


# --- regions ------------------------------------------------------------------------------------


def _region(path: Path, features: list[Feature]) -> Region:
    first, properties = features[0], features[0].properties
    covers: dict[str, BaseGeometry] = {}
    for feature in features:
        role = feature.properties.boundary or "area"
        if role in covers:
            raise RulesError(str(path), feature.pointer, f"id {feature.id!r} occurs twice: give each region its own")
        covers[role] = feature.shape
    _check_envelopes(path, first, covers)
    return Region(
        id=first.id,
        name=first.name,
        kind=properties.kind,
        source=properties.source or f"{path.name} (states no source)",
        country=properties.country,
        subdivision=properties.subdivision,
        accuracy_m=properties.accuracy_m,
        valid_from=properties.valid_from,
        valid_to=properties.valid_to,
        stated=properties.stated,
        **{role: shapely.to_wkb(shape) for role, shape in covers.items()},
    )


def _check_envelopes(path: Path, first: Feature, covers: dict[str, BaseGeometry]) -> None:
    """Refuse envelopes that cannot be both: one alone of an inner, or an inner that leaves the outer."""
    if "outer" not in covers and "area" not in covers:
        raise RulesError(str(path), first.pointer, f"{first.id!r} has an inner boundary and no outer one")
    if {"outer", "inner"} <= covers.keys() and not covers["outer"].covers(covers["inner"]):
        raise RulesError(str(path), first.pointer, f"the inner boundary of {first.id!r} leaves its outer one")
