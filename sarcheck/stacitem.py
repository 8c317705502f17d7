"""A Product as a STAC Item: what sarcheck read, in the words of the sar, sat, view, proj and processing extensions.

An extension is named where the Item uses it, and only values that its schema knows are written: a word that it
has none for, such as an unusual channel, stands in the claims alone. sar 1.3 has compact polarisation, CH and CV, and
requires no field; older versions did not. The geometry is for display and search, screening never reads it back.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from sarcheck.model import Claim, Outline, Point, Product

STAC_VERSION = "1.1.0"
_SCHEMA = "https://stac-extensions.github.io/{}/schema.json"
_EXTENSIONS = {
    "sar": _SCHEMA.format("sar/v1.3.0"),
    "sat": _SCHEMA.format("sat/v1.1.0"),
    "view": _SCHEMA.format("view/v1.1.0"),
    "proj": _SCHEMA.format("projection/v2.0.0"),
    "processing": _SCHEMA.format("processing/v1.2.0"),
}
"""The extensions by the prefix of their fields; tests/schemas/ pins their schemas."""
_CHANNELS = frozenset({"HH", "HV", "VH", "VV", "LH", "LV", "RH", "RV", "CH", "CV"})
DEGREES, METRES = 7, 6
"""Decimals of degrees (1 cm on the ground) and of lengths in metres."""
_MAX_CROSSING_TEST = 64
Ring = list[tuple[float, float]]


def to_item(product: Product, platform: str | None = None) -> dict[str, Any]:
    """Return a product as a STAC 1.1 Item of plain JSON values; ``platform`` is its key where it is known.

    Points that make no simple ring give a null geometry and no bbox.
    """
    rings = _rings(product.outlines)
    properties = {**_common(product, platform), **_sar(product), **_sat(product), **_processing(product)}
    properties |= _proj(product, rings)
    item: dict[str, Any] = {
        "type": "Feature",
        "stac_version": STAC_VERSION,
        "stac_extensions": _extensions(properties),
        "id": product.id,
        "geometry": _geometry(rings),
        "properties": properties | _own(product),
        "links": [],
        "assets": {},
    }
    if rings:
        item["bbox"] = _bbox(rings)
    if product.href and product.evidence != "asserted":
        item["assets"]["product"] = {"href": product.href, "roles": ["metadata"]}
    return item


def to_collection(items: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return several Items as a GeoJSON FeatureCollection."""
    return {"type": "FeatureCollection", "features": list(items)}


# --- properties ---------------------------------------------------------------------------------


def _known(**properties: Any) -> dict[str, Any]:
    """Return the properties that have a value, the first underscore of their names a colon."""
    return {key.replace("_", ":", 1): value for key, value in properties.items() if value not in (None, [], "")}


def _common(product: Product, platform: str | None) -> dict[str, Any]:
    start, stop = product.start, product.stop
    times = {"datetime": _rfc3339(start or stop)}
    if start and stop:
        times = {"datetime": None, "start_datetime": _rfc3339(start), "end_datetime": _rfc3339(stop)}
    named = {"platform": platform or product.platform, "constellation": product.constellation}
    return times | {key: value for key, value in named.items() if value}


def _rfc3339(time: dt.datetime | None) -> str | None:
    return time.isoformat().replace("+00:00", "Z") if time else None


def _sar(product: Product) -> dict[str, Any]:
    return _known(
        sar_instrument_mode=product.mode,
        sar_frequency_band=product.frequency_band,
        sar_polarizations=list(product.polarisations) if _CHANNELS.issuperset(product.polarisations) else [],
        sar_product_type=product.product_type,
        sar_observation_direction=product.look,
        sar_resolution_range=_rounded(product.resolution_range, METRES),
        sar_resolution_azimuth=_rounded(product.resolution_azimuth, METRES),
        sar_pixel_spacing_range=_rounded(product.spacing_range, METRES),
        sar_pixel_spacing_azimuth=_rounded(product.spacing_azimuth, METRES),
    )


def _sat(product: Product) -> dict[str, Any]:
    angles = [angle for angle in (product.incidence_near, product.incidence_far) if angle is not None]
    return _known(
        sat_orbit_state=product.pass_direction,
        sat_absolute_orbit=product.orbit_number or None,
        sat_relative_orbit=product.relative_orbit or None,
        view_incidence_angle=_rounded(sum(angles) / len(angles), DEGREES) if angles else None,
    )


def _processing(product: Product) -> dict[str, Any]:
    name, _, version = (product.processor or "").rpartition(" ")
    versioned = name and any(character.isdigit() for character in version)
    software = {name: version} if versioned else {product.processor: ""}
    return _known(
        processing_level=product.level,
        processing_facility=product.facility,
        processing_software=software if product.processor else None,
        processing_datetime=_rfc3339(product.processed),
    )


def _proj(product: Product, rings: list[Ring]) -> dict[str, Any]:
    """Return the centre, and a null code where the image is in radar geometry, that is, in no CRS."""
    found: dict[str, Any] = {"proj:code": None} if product.complex or product.level == "L0" else {}
    if rings:
        west, south, east, north = _extent(rings)
        centre = {"lat": round((south + north) / 2, DEGREES), "lon": _wrapped((west + east) / 2)}
        found["proj:centroid"] = centre
    return found


def _own(product: Product) -> dict[str, Any]:
    return {
        "sarcheck:format": product.format,
        "sarcheck:evidence": product.evidence,
        "sarcheck:verification": product.verification,
        "sarcheck:claims": [_claim(claim) for claim in product.claims],
        "sarcheck:problems": [
            {"pointer": problem.pointer, "message": problem.message, "code": problem.code}
            for problem in product.problems
        ],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    told = {"field": claim.field, "value": claim.value, "stated": claim.stated}
    told |= {"source": claim.source, "path": claim.path}
    return told | ({"derived": claim.derived} if claim.derived else {})


def _extensions(properties: dict[str, Any]) -> list[str]:
    """Name the extensions in use."""
    prefixes = {key.partition(":")[0] for key in properties if ":" in key}
    return [url for prefix, url in _EXTENSIONS.items() if prefix in prefixes]


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


# --- geometry -----------------------------------------------------------------------------------


def _rings(outlines: Sequence[Outline]) -> list[Ring]:
    """Return each outline as an open, simple, anticlockwise ring; none at all where one cannot be made.

    Longitudes are unwrapped: a ring across the antimeridian goes on past 180 degrees.
    """
    rings: list[Ring] = []
    for outline in outlines:
        if (ring := _ring(outline)) is None:
            return []
        rings.append(ring)
    return rings


def _ring(outline: Outline) -> Ring | None:
    points = list(dict.fromkeys(_boundary(outline)))
    if len(points) < 3 or not all(abs(lon) <= 540 and abs(lat) <= 90 for lon, lat in points):
        return None
    ring = _unwrapped(points)
    if abs(ring[-1][0] - ring[0][0]) > 180:
        return None
    if outline.kind == "corners" or (len(ring) == 4 and _crosses(ring)):
        ring = _around_centre(ring)
    if len(ring) <= _MAX_CROSSING_TEST and _crosses(ring):
        return None
    area = _area(ring)
    return None if area == 0 else ring if area > 0 else ring[::-1]


def _boundary(outline: Outline) -> Sequence[Point]:
    points, columns = outline.points, outline.columns
    if outline.kind != "grid" or not columns or columns < 2 or len(points) < columns or len(points) % columns:
        return points
    rows = [points[i : i + columns] for i in range(0, len(points), columns)]
    right, left = [row[-1] for row in rows[1:-1]], [row[0] for row in rows[1:-1]]
    return (*rows[0], *right, *reversed(rows[-1]), *reversed(left))


def _unwrapped(points: list[Point]) -> Ring:
    ring = [points[0]]
    for lon, lat in points[1:]:
        before = ring[-1][0]
        ring.append((before + (lon - before + 180.0) % 360.0 - 180.0, lat))
    shift = 360.0 * math.floor((min(lon for lon, _ in ring) + 180.0) / 360.0)
    return [(lon - shift, lat) for lon, lat in ring]


def _around_centre(ring: Ring) -> Ring:
    x, y = (sum(values) / len(ring) for values in zip(*ring, strict=True))
    return sorted(ring, key=lambda point: math.atan2(point[1] - y, point[0] - x))


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def _crosses(ring: Ring) -> bool:
    edges = list(zip(ring, ring[1:] + ring[:1], strict=True))
    for i, (a, b) in enumerate(edges):
        for c, d in edges[i + 2 :]:
            if _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0:
                return True
    return False


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _geometry(rings: list[Ring]) -> dict[str, Any] | None:
    polygons = [[_closed(part)] for ring in rings for part in _cut(ring)]
    if not polygons:
        return None
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _cut(ring: Ring) -> list[Ring]:
    """Cut a ring at the antimeridian, as RFC 7946 section 3.1.9 asks."""
    if max(lon for lon, _ in ring) <= 180:
        return [ring]
    west, east = _clip(ring, 1.0), _clip(ring, -1.0)
    return [part for part in (west, [(lon - 360.0, lat) for lon, lat in east]) if len(part) >= 3]


def _clip(ring: Ring, side: float) -> Ring:
    """Keep the part of a ring west (side 1) or east (side -1) of 180 degrees."""
    kept: Ring = []
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        inside_a, inside_b = side * (180.0 - a[0]) >= 0, side * (180.0 - b[0]) >= 0
        if inside_a:
            kept.append(a)
        if inside_a != inside_b:
            share = (180.0 - a[0]) / (b[0] - a[0])
            kept.append((180.0, a[1] + share * (b[1] - a[1])))
    return kept


def _closed(ring: Ring) -> list[list[float]]:
    return [[round(lon, DEGREES), round(lat, DEGREES)] for lon, lat in [*ring, ring[0]]]


def _extent(rings: list[Ring]) -> tuple[float, float, float, float]:
    """Return west, south, east, north over all rings, east past 180 where they cross the antimeridian."""
    points = [point for ring in rings for point in ring]
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return min(lons), min(lats), max(lons), max(lats)


def _bbox(rings: list[Ring]) -> list[float]:
    west, south, east, north = _extent(rings)
    south, north = round(south, DEGREES), round(north, DEGREES)
    if east - west >= 360:
        return [-180.0, south, 180.0, north]
    return [round(west, DEGREES), south, _wrapped(east), north]


def _wrapped(lon: float) -> float:
    return round(lon - 360.0 if lon > 180 else lon, DEGREES)
