"""Footprints, regions, and how one lies to the other."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from sarcheck.model.base import Point, Relation


class Footprint(Struct, frozen=True, kw_only=True):
    """The acquisition's outline on the ground: one or more rings of geodesic edges, longitude first.

    Rings are open (first point not repeated) and valid in their local plane. ``flags`` tell what
    was mended or is suspect: "reordered", "made_valid", "swapped", "swap_suspect", "outer_ring".
    """

    rings: tuple[tuple[Point, ...], ...]
    area_km2: float
    flags: tuple[str, ...] = ()


class Region(Struct, frozen=True, kw_only=True):
    """A named area with a legal or practical reason. Geometries are WKB in longitude/latitude.

    Either ``area`` with ``accuracy_m`` (how far its boundary may be off), or an ``outer`` boundary
    that surely holds the region and an ``inner`` one that surely lies in it; ``area`` may join them.
    """

    id: str
    name: str
    kind: str
    source: str
    country: str | None = None
    subdivision: str | None = None
    area: bytes | None = None
    outer: bytes | None = None
    inner: bytes | None = None
    accuracy_m: float = 0.0
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    stated: dt.date | None = None


class Overlap(Struct, frozen=True, kw_only=True):
    """How a footprint lies to a region. "border" means: within the boundary's own inaccuracy.

    For a region known only by envelopes the overlap is that with the outer one, an upper bound.
    """

    region: str
    name: str
    kind: str
    relation: Relation
    overlap_km2: float
    overlap_share: float
    distance_km: float
    country: str | None = None
    subdivision: str | None = None
