"""What the sources of drawn regions share: the properties a region may state, the checks of its rings, envelopes.

A source gives its features one by one, a flaw in place of one that cannot be used. ``read`` of a source raises the
first flaw; the linter tells them all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sarcheck.errors import RulesError
from sarcheck.geo.ellipsoid import Array
from sarcheck.model import Region

MAX_BYTES = 256 * 1024 * 1024
MAX_ACCURACY_M = 200_000.0
MAX_FEATURES = 100_000
DATES = {"from": "valid_from", "to": "valid_to"}
"""Short names of properties."""

Rings = list[Array]


class Properties(msgspec.Struct, frozen=True, kw_only=True):
    """What a feature may say; other properties are its owner's own and are left alone."""

    id: str | int | None = None
    name: str | int | None = None
    kind: str = "user"
    source: str | None = None
    accuracy_m: Annotated[float, msgspec.Meta(ge=0.0, le=MAX_ACCURACY_M)] | None = None
    country: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")] | None = None
    subdivision: str | None = None
    boundary: Literal["outer", "inner"] | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    stated: dt.date | None = None


class Feature(NamedTuple):
    """A feature as read: where it stands, who it is, what it covers.

    ``blur_m`` is what making the shape adds to its accuracy; ``wound`` tells whether its rings run the way that its
    format wants.
    """

    pointer: str
    id: str
    name: str
    properties: Properties
    shape: BaseGeometry
    blur_m: float = 0.0
    wound: bool = True


Item = Feature | RulesError


def properties(path: Path, pointer: str, stated: Mapping[str, Any]) -> Properties:
    """Return what a feature states; raise RulesError where it does not fit, or states a day twice."""
    given = {key: value for key, value in stated.items() if value is not None and value != ""}
    for short, name in DATES.items():
        if short in given and name in given:
            raise RulesError(str(path), pointer, f"states both {short} and {name}: give one of them")
        if short in given:
            given[name] = given.pop(short)
    try:
        found = msgspec.convert(given, Properties)
    except msgspec.ValidationError as error:
        raise RulesError(str(path), pointer, f"does not fit: {error}") from error
    if found.valid_from and found.valid_to and found.valid_from > found.valid_to:
        raise RulesError(str(path), pointer, f"ends on {found.valid_to}, before it begins on {found.valid_from}")
    return found


def named(path: Path, stated: Properties, number: int, other: Any = None) -> tuple[str, str]:
    """Return a feature's id and name; one that states neither is called by its number in the file."""
    key = next((str(k) for k in (stated.id, other, stated.name) if k not in (None, "")), None)
    name = stated.name if stated.name not in (None, "") else key
    return key or f"{path.stem}-{number}", str(name or f"feature {number} of {path.name}")


# --- geometry -----------------------------------------------------------------------------------


def checked_ring(path: Path, pointer: str, ring: Any) -> Array:
    """Return the positions of a ring, (n, 2) in degrees; raise RulesError for one that bounds no area for sure."""
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


def checked_polygon(path: Path, pointer: str, rings: Rings) -> BaseGeometry:
    """Return the polygon of an outer ring and its holes; raise RulesError for an invalid one."""
    polygon = shapely.Polygon(rings[0], rings[1:])
    if not polygon.is_valid:
        why = shapely.is_valid_reason(polygon)
        raise RulesError(str(path), pointer, f"is no valid polygon ({why}): mend it in a GIS ('fix geometries')")
    return polygon


def checked_shape(path: Path, pointer: str, shape: BaseGeometry | None) -> tuple[BaseGeometry, bool]:
    """Return a geometry as a valid region, and whether its outer rings run counterclockwise; raise RulesError."""
    parts = polygons(path, pointer, shape)
    rings = [[checked_ring(path, pointer, ring) for ring in part] for part in parts]
    whole = [checked_polygon(path, pointer, part) for part in rings]
    return shapely.union_all(whole) if len(whole) > 1 else whole[0], all(map(well_wound, rings))


def polygons(path: Path, pointer: str, shape: BaseGeometry | None) -> list[Rings]:
    """Return the rings of each polygon of a geometry; raise RulesError for any other kind, or an empty one."""
    kind = "missing" if shape is None else shape.geom_type
    if kind not in ("Polygon", "MultiPolygon"):
        raise RulesError(str(path), pointer, f"is {kind}: a region is a Polygon or a MultiPolygon")
    parts = [part for part in shapely.get_parts(shape) if not part.is_empty]
    if not parts:
        raise RulesError(str(path), pointer, "is empty: draw the region or drop the feature")
    return [[shapely.get_coordinates(ring) for ring in (part.exterior, *part.interiors)] for part in parts]


def well_wound(rings: Rings) -> bool:
    """Tell whether an outer ring runs counterclockwise and its holes clockwise (RFC 7946 section 3.1.6)."""
    return all(shapely.is_ccw(shapely.LinearRing(ring)) == (i == 0) for i, ring in enumerate(rings))


# --- regions ------------------------------------------------------------------------------------


def read(path: Path, items: Iterable[Item]) -> Iterator[Region]:
    """Yield the regions of a file's features, envelopes joined; raise the first flaw."""
    found: dict[str, list[Feature]] = {}
    for item in items:
        if isinstance(item, RulesError):
            raise item
        found.setdefault(item.id, []).append(item)
    if not found:
        raise RulesError(str(path), "", "has no features: a region file that holds no region checks nothing")
    for features in found.values():
        yield region(path, features)


def region(path: Path, features: list[Feature]) -> Region:
    """Return the region that features of one id make; raise RulesError where they cannot be one."""
    first, stated = features[0], features[0].properties
    covers: dict[str, BaseGeometry] = {}
    for feature in features:
        role = feature.properties.boundary or "area"
        if feature.shape.is_empty:  # what is left of a sliver when it is brought to degrees
            raise RulesError(str(path), feature.pointer, "covers nothing: draw the region or drop the feature")
        if role in covers:
            raise RulesError(str(path), feature.pointer, f"id {feature.id!r} occurs twice: give each region its own")
        covers[role] = feature.shape
    _check_envelopes(path, first, covers)
    return Region(
        id=first.id,
        name=first.name,
        kind=stated.kind,
        source=stated.source or f"{path.name} (states no source)",
        country=stated.country,
        subdivision=stated.subdivision,
        accuracy_m=max((feature.properties.accuracy_m or 0.0) + feature.blur_m for feature in features),
        valid_from=stated.valid_from,
        valid_to=stated.valid_to,
        stated=stated.stated,
        **{role: shapely.to_wkb(shape) for role, shape in covers.items()},
    )


def _check_envelopes(path: Path, first: Feature, covers: dict[str, BaseGeometry]) -> None:
    """Refuse envelopes that cannot be both: one alone of an inner, or an inner that leaves the outer."""
    if "outer" not in covers and "area" not in covers:
        raise RulesError(str(path), first.pointer, f"{first.id!r} has an inner boundary and no outer one")
    if {"outer", "inner"} <= covers.keys() and not covers["outer"].covers(covers["inner"]):
        raise RulesError(str(path), first.pointer, f"the inner boundary of {first.id!r} leaves its outer one")
