"""Regions written by hand in TOML: an outline in WKT, a band of latitudes, a circle, or circles around named points.

Each ``[[region]]`` has exactly one of ``wkt`` (longitude first), ``band`` (south, north), ``circle`` (longitude,
latitude, radius_km) and ``points`` (named points, each with its own or the row's ``radius_km``), and the properties of
a GeoJSON region; what stands above the rows counts for all of them that do not say otherwise. Each of ``points`` is a
region of its own, "ROW/POINT" if it has no id. A circle is exact: the error of the polygon that it is drawn as counts
into its accuracy, an outer boundary is drawn around it and an inner one within.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import numpy as np
import shapely
from msgspec import Meta, Struct
from shapely.geometry.base import BaseGeometry

from sarcheck import tomlfile
from sarcheck.errors import RulesError
from sarcheck.model import Region
from sarcheck.regions import _features
from sarcheck.regions._circles import circle
from sarcheck.regions._features import MAX_BYTES, MAX_FEATURES, Feature, Item

NAME = "TOML"
SUFFIX = ".toml"
SCHEMA = "sarcheck.regions/1"
NOT_OURS = "countries.toml"
FORMS = ("wkt", "band", "circle", "points")

Longitude = Annotated[float, Meta(ge=-360.0, le=360.0)]
Latitude = Annotated[float, Meta(ge=-90.0, le=90.0)]
Radius = Annotated[float, Meta(gt=0.0, le=5000.0)]
Accuracy = Annotated[float, Meta(ge=0.0, le=_features.MAX_ACCURACY_M)]
Text = Annotated[str, Meta(min_length=1)]
CountryCode = Annotated[str, Meta(pattern="^[A-Z]{2}$")]


class Band(Struct, frozen=True, forbid_unknown_fields=True):
    """All that lies between two latitudes."""

    south: Latitude
    north: Latitude


class Disc(Struct, frozen=True, forbid_unknown_fields=True):
    """All within a distance of a point."""

    longitude: Longitude
    latitude: Latitude
    radius_km: Radius


class Spot(Struct, frozen=True, forbid_unknown_fields=True):
    """A named point of a row; what it does not state is the row's."""

    name: Text
    longitude: Longitude
    latitude: Latitude
    id: Text | None = None
    radius_km: Radius | None = None
    source: Text | None = None
    accuracy_m: Accuracy | None = None


class Shared(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"since": "from", "until": "to"}):
    """What a row may state, and the head of the file for all of them."""

    kind: Text | None = None
    source: Text | None = None
    accuracy_m: Accuracy | None = None
    country: CountryCode | None = None
    subdivision: Text | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    stated: dt.date | None = None


class Row(Shared, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row: who the region is and what it covers."""

    id: Text
    name: Text | None = None
    boundary: Literal["outer", "inner"] | None = None
    wkt: str | None = None
    band: Band | None = None
    circle: Disc | None = None
    points: Annotated[tuple[Spot, ...], Meta(min_length=1)] | None = None
    radius_km: Radius | None = None


class Table(Shared, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file: its schema, what counts for all rows, and the rows."""

    schema: Literal["sarcheck.regions/1"]
    region: Annotated[tuple[dict[str, object], ...], Meta(min_length=1, max_length=MAX_FEATURES)]


def sniff(path: Path) -> bool:
    """Tell whether a file is TOML, and not the table of countries."""
    return path.suffix.lower() == SUFFIX and path.name != NOT_OURS


def read(path: Path) -> Iterator[Region]:
    """Yield the regions of a TOML file; raise RulesError with file, pointer and cure for the first flaw."""
    return _features.read(path, features(path))


def features(path: Path) -> Iterator[Item]:
    """Yield the regions of a TOML file, a flaw for each row that cannot be used; raise RulesError for a bad file."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
    if size > MAX_BYTES:
        raise RulesError(str(path), "", f"is larger than {MAX_BYTES >> 20} MiB: simplify or split it")
    table = tomlfile.converted(tomlfile.read(path), Table, path)
    for number, raw in enumerate(table.region):
        try:
            yield from _of_row(
                path, f"/region/{number}", tomlfile.converted(raw, Row, path, f"/region/{number}"), table
            )
        except RulesError as flaw:
            yield flaw


def _of_row(path: Path, pointer: str, row: Row, head: Shared) -> list[Feature]:
    given = [form for form in FORMS if getattr(row, form) is not None]
    if len(given) != 1:
        raise RulesError(str(path), pointer, f"has {' and '.join(given) or 'no form'}: give one of {', '.join(FORMS)}")
    if row.radius_km and row.points is None:
        raise RulesError(str(path), f"{pointer}/radius_km", "is for points: a circle states its own in the braces")
    if row.points is not None:
        return [_of_spot(path, f"{pointer}/points/{i}", spot, row, head) for i, spot in enumerate(row.points)]
    properties = _properties(path, pointer, row, head)
    name = row.name or row.id
    if row.circle:
        shape, blur_m = _disc(row.circle, row.boundary)
        return [Feature(pointer, row.id, name, properties, shape, blur_m)]
    if row.band:
        return [Feature(pointer, row.id, name, properties, _between(path, f"{pointer}/band", row.band))]
    area, wound = _features.checked_shape(path, f"{pointer}/wkt", _wkt(path, f"{pointer}/wkt", row.wkt or ""))
    return [Feature(pointer, row.id, name, properties, area, wound=wound)]


def _of_spot(path: Path, pointer: str, spot: Spot, row: Row, head: Shared) -> Feature:
    """Return the circle around a named point: a region of its own."""
    radius = spot.radius_km or row.radius_km
    if radius is None:
        raise RulesError(str(path), pointer, f"{spot.name!r} has no radius_km, nor has its row")
    own = {"source": spot.source or row.source, "accuracy_m": _first(spot.accuracy_m, row.accuracy_m)}
    properties = _properties(path, pointer, msgspec.structs.replace(row, **own), head)
    shape, blur_m = _disc(Disc(spot.longitude, spot.latitude, radius), row.boundary)
    name = f"{spot.name} ({row.name})" if row.name else spot.name
    return Feature(pointer, spot.id or f"{row.id}/{spot.name}", name, properties, shape, blur_m)


def _properties(path: Path, pointer: str, row: Row, head: Shared) -> _features.Properties:
    """Return the properties of a row: its own, else the file's."""
    stated = {name: _first(getattr(row, name), getattr(head, name)) for name in Shared.__struct_fields__}
    stated["from"], stated["to"] = stated.pop("since"), stated.pop("until")
    return _features.properties(path, pointer, stated | {"id": row.id, "boundary": row.boundary})


def _first(own: object, other: object) -> object:
    return other if own is None else own


# --- forms --------------------------------------------------------------------------------------


def _disc(disc: Disc, boundary: str | None) -> tuple[BaseGeometry, float]:
    """Return a circle's polygon and by how much it is off; an envelope's is drawn where it surely is one."""
    radius_m = disc.radius_km * 1000.0
    drawn = circle(disc.longitude, disc.latitude, radius_m)
    if boundary is None:
        return drawn.shape, drawn.off_m
    wider = 2 * drawn.off_m if boundary == "outer" else -2 * drawn.off_m
    return circle(disc.longitude, disc.latitude, radius_m + wider).shape, 0.0


def _between(path: Path, pointer: str, band: Band) -> BaseGeometry:
    if band.south >= band.north:
        raise RulesError(str(path), pointer, f"goes from {band.south} north to {band.north}: south must be the lesser")
    return shapely.box(-180.0, band.south, 180.0, band.north)


def _wkt(path: Path, pointer: str, text: str) -> BaseGeometry:
    if not text.lstrip().upper().startswith(("POLYGON", "MULTIPOLYGON")):
        raise RulesError(str(path), pointer, f"is {text.strip()[:20]!r}: write a POLYGON or a MULTIPOLYGON")
    try:
        with np.errstate(all="ignore"):  # coordinates that are no numbers are refused with their ring
            return shapely.force_2d(shapely.from_wkt(text))
    except shapely.errors.GEOSException as error:
        raise RulesError(str(path), pointer, f"is not valid WKT: {str(error)[:200]}") from error
