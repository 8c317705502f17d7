"""Countries as regions: the time zones of tzfpy, put together by the table ``countries.toml``.

The zones are OpenStreetMap data under the ODbL, territorial sea included. They are read at run time and never
copied. What the table says of a country is checked when it is read: a country whose zones are missing, whose
sentinel points lie elsewhere or whose area is off is not yielded but reported, so that it can never shrink unseen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sarcheck import tomlfile
from sarcheck.errors import RulesError
from sarcheck.geo.planes import mended, unroll
from sarcheck.model import Problem, Region

NAME = "countries by time zone"
LIBRARY = "tzfpy"
ACCURACY_M = 4000.0
"""How far the zones' land borders may be off, by comparison with other maps."""
SEA = "Etc/"
"""Zones of this prefix are open sea."""


class Sentinel(msgspec.Struct, frozen=True, array_like=True):
    """A place that must lie in its country."""

    name: str
    longitude: float
    latitude: float


class Country(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of the table: a country's code, names in any spelling, time zones, and what its outline must hold."""

    code: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]
    name: str
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    area_km2: tuple[float, float] | None = None
    sentinels: tuple[Sentinel, ...] = ()


def sniff(path: Path) -> bool:
    """Tell whether a file is a table of countries, by its name."""
    return path.name == "countries.toml"


def read(path: Path) -> Iterator[Region | Problem]:
    """Yield each country of the table as a region, or a problem in its place; raise RulesError for a bad table."""
    countries = _table(path)
    try:
        import tzfpy
    except ImportError:
        yield Problem(
            pointer=path.name, message=f"no country is known by its outline: install {LIBRARY}", code="missing"
        )
        return
    release = _release()
    known = {zone for zone in tzfpy.timezonenames() if not zone.startswith(SEA)}
    for zone in sorted(known - {zone for country in countries for zone in country.zones}):
        yield Problem(
            pointer=path.name, message=f"{zone} of {release} belongs to no country of the table", code="boundary"
        )
    for country in countries:
        if country.zones:
            yield _region(country, known, release)


def key(path: Path) -> str:
    """Return what the outlines are made of, as a short hash: the table and the release of the boundary data."""
    try:
        table = path.read_bytes()
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
    return hashlib.sha256(_release().encode() + b"\n" + table).hexdigest()[:32]


def _release() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{LIBRARY} {version(LIBRARY)}"
    except PackageNotFoundError:
        return f"no {LIBRARY}"


def _table(path: Path) -> tuple[Country, ...]:
    rows = tomlfile.read(path).get("country", [])
    countries = tomlfile.converted(rows, tuple[Country, ...], path, "/country")
    seen: dict[str, str] = {}
    for i, country in enumerate(countries):
        for claim in (country.code, *country.zones):
            if claim in seen:
                raise RulesError(str(path), f"/country/{i}", f"{claim} occurs twice: it is already in {seen[claim]}")
            seen[claim] = country.code
    return countries


# --- outlines -----------------------------------------------------------------------------------


def _region(country: Country, known: set[str], release: str) -> Region | Problem:
    lacking = sorted(set(country.zones) - known)
    if lacking:
        return _problem(country, f"{release} lacks its time zones {', '.join(lacking)}")
    shape = shapely.union_all([part for zone in country.zones for part in _parts(zone)])
    if wrong := _wrong(country, shape):
        return _problem(country, f"its outline in {release} {wrong}")
    return Region(
        id=country.code,
        name=country.name,
        kind="country",
        country=country.code,
        source=f"(c) OpenStreetMap contributors, ODbL, through {release}",
        area=shapely.to_wkb(shape),
        accuracy_m=ACCURACY_M,
    )


def _problem(country: Country, message: str) -> Problem:
    return Problem(
        pointer=f"countries.toml {country.code}",
        message=f"{country.name} has no outline: {message}; correct the table or install a release that fits it",
        code="boundary",
    )


def _parts(zone: str) -> list[BaseGeometry]:
    import tzfpy

    (feature,) = msgspec.json.decode(tzfpy.get_tz_polygon_geojson(zone))["features"]
    polygons = feature["geometry"]["coordinates"]
    return [mended(shapely.Polygon(np.array(outer), [np.array(hole) for hole in holes])) for outer, *holes in polygons]


def _wrong(country: Country, shape: BaseGeometry) -> str:
    outside = [s.name for s in country.sentinels if not shapely.intersects_xy(shape, s.longitude, s.latitude)]
    if outside:
        return f"does not hold {', '.join(outside)}"
    if country.area_km2:
        least, most = country.area_km2
        area = unroll(shape).area / 1e6
        if not least <= area <= most:
            return f"covers {area:,.0f} km2, not {least:,.0f} to {most:,.0f}"
    return ""
