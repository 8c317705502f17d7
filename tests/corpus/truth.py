"""The table of the true values of real products, and what a product as read says otherwise."""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
from itertools import pairwise

import pytest

NUMBERS = {
    "res_range_m": "resolution_range",
    "res_azimuth_m": "resolution_azimuth",
    "spacing_range_m": "spacing_range",
    "spacing_azimuth_m": "spacing_azimuth",
    "orbit_number": "orbit_number",
    "incidence_near_deg": "incidence_near",
}
TEXTS = {"platform_key": "platform", "mode": "mode", "look": "look", "pass": "pass_direction"}
TIMES = {"start_utc": "start", "stop_utc": "stop", "processing_time": "processed"}


def rows(shared, wanted):
    with (shared / "data/products/manifest.csv").open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if wanted(row)]


def corners(points):
    return {(round(lon, 5), round(lat, 5)) for lon, lat in points}


def stated_corners(text):
    found = json.loads(text)
    rings = found if isinstance(found[0][0], list) else [found]
    return {point for ring in rings for point in corners([position[:2] for position in ring])}


def surrounds(product, row):
    """Tell whether an outline of more points has the stated corners, within ten metres, and goes no further."""
    stated, points = json.loads(row["footprint_lonlat"]), [p for outline in product.outlines for p in outline.points]
    if not points or isinstance(stated[0][0], list):
        return False
    missed = [corner for corner in stated if min(metres(corner, point) for point in points) > 10]
    beyond = [point for point in points if min(from_edge(point, *edge) for edge in pairwise(stated)) > 1000]
    return not missed and not beyond


def metres(one, other):
    east = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return 111_320 * math.hypot(east, one[1] - other[1])


def from_edge(point, start, end):
    """Return how far a point lies from an edge, in metres."""
    steps = (i / 200 for i in range(201))
    return min(metres(point, [a + (b - a) * step for a, b in zip(start, end, strict=True)]) for step in steps)


def differences(product, row):
    """Yield what a product says otherwise than its row of the table."""
    for column, field in TEXTS.items():
        if row[column] and getattr(product, field) != row[column]:
            yield f"{field}: {getattr(product, field)} is not {row[column]}"
    for column, field in NUMBERS.items():
        if row[column] and getattr(product, field) != pytest.approx(float(row[column]), rel=1e-6):
            yield f"{field}: {getattr(product, field)} is not {row[column]}"
    for column, field in TIMES.items():
        if row[column] and getattr(product, field) != dt.datetime.fromisoformat(row[column]):
            yield f"{field}: {getattr(product, field)} is not {row[column]}"
    if row["polarisations"] and set(product.polarisations) != set(row["polarisations"].split()):
        yield f"polarisations: {product.polarisations}"
    if row["facility"] and (product.facility or "none") not in row["facility"]:
        yield f"facility: {product.facility}"
    if row["footprint_lonlat"].startswith("["):
        points = [point for outline in product.outlines for point in outline.points]
        if corners(points) != stated_corners(row["footprint_lonlat"]) and not surrounds(product, row):
            yield "footprint"
    elif "polygons" in row["footprint_lonlat"] and len(product.outlines) != int(row["footprint_lonlat"].split()[0]):
        yield f"{len(product.outlines)} outlines"
