"""What a SAR product states of itself, and an order taken in with its products."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from msgspec import Struct

from sarcheck.model.base import EvidenceLevel, Point, Problem
from sarcheck.model.orders import OrderDocument, ProductRef


class Claim(Struct, frozen=True, kw_only=True):
    """One value that a product states about itself, with the place it was read from.

    ``field`` is an attribute name of Product; ``value`` is JSON data as normalised; ``stated`` is
    the text as written; ``source`` is the file, relative to the product; ``path`` is the element
    path, JSON pointer or "name" for a value taken from a file's name; ``derived`` says what a
    value was computed from, where it was not stated.
    """

    field: str
    value: Any
    stated: str
    source: str
    path: str
    derived: str | None = None


class Outline(Struct, frozen=True, kw_only=True):
    """Points that outline the ground a product covers, as the product states them.

    ``kind``: "ring" is an ordered outline, "corners" an unordered handful of corner points,
    "grid" is a row-major geolocation grid of ``columns`` points a row.
    """

    points: tuple[Point, ...]
    kind: Literal["ring", "corners", "grid"]
    source: str
    path: str
    columns: int | None = None


class StateVector(Struct, frozen=True, array_like=True):
    """A platform's Earth-fixed position (m) and velocity (m/s) at a time."""

    time: dt.datetime
    position: tuple[float, float, float]
    velocity: tuple[float, float, float]


class TiePoint(Struct, frozen=True, array_like=True):
    """A point on the ground as a product places it, and where the radar saw it.

    ``time`` is when the radar saw it, ``slant_range`` the one-way distance in metres (None where only the time is
    stated), ``height`` metres above the WGS 84 ellipsoid (None where none is stated), ``incidence`` degrees, and
    ``cone`` the angle in degrees between the platform's Earth-fixed velocity and the line of sight: 90 is zero Doppler.
    """

    time: dt.datetime
    longitude: float
    latitude: float
    height: float | None = None
    slant_range: float | None = None
    incidence: float | None = None
    cone: float = 90.0


class TiePoints(Struct, frozen=True, kw_only=True):
    """Points of a product that its state vectors must lead to again.

    ``heights``: "point" where each point has its own, "mean" where one height stands for all, "none" where none is
    stated.
    """

    points: tuple[TiePoint, ...]
    heights: Literal["point", "mean", "none"]
    source: str
    path: str


class FileRecord(Struct, frozen=True, kw_only=True):
    """A file that a product lists, or holds unlisted, and its checksum as stated and as found.

    ``role`` tells metadata from pixels: deliveries without pixels are common. ``stated`` and ``found`` are lower-case
    hexadecimal digests by ``algorithm``; ``found`` is None for what is absent or was too large to read. Sizes are in
    bytes, as found and as stated. "crc16" is a list's own checksum, which the product's name states.
    """

    name: str
    listed: bool
    present: bool
    role: Literal["metadata", "pixels", "other"] = "other"
    algorithm: Literal["md5", "sha256", "crc16", ""] = ""
    stated: str | None = None
    found: str | None = None
    size: int | None = None
    stated_size: int | None = None


class ProvenanceFact(Struct, frozen=True, kw_only=True):
    """One answer about where a product comes from, with its numbers; no judgement.

    ``check`` is the name of what was asked ("closure", "orbit_plane", ...); "not_possible" says in ``message`` why.
    ``source`` and ``path`` are the place in the product; ``numbers`` hold what was measured, its limits and units.
    """

    check: str
    result: Literal["pass", "fail", "not_possible"]
    message: str
    source: str = ""
    path: str = ""
    numbers: dict[str, Any] = {}


class Product(Struct, frozen=True, kw_only=True):
    """One SAR product as read from its own metadata. What is not stated is None, never guessed.

    ``platform`` is the key of the table of platforms where the reader knows it, else what was stated,
    in lower case; the claims keep what was written. Resolutions and spacings are in metres on the
    ground (range) unless the claim's path says otherwise, angles in degrees. ``security`` is a marking or a
    restriction as written; ``order_id`` and ``customer`` are those of the vendor's own order.
    """

    id: str
    href: str
    format: str
    evidence: EvidenceLevel
    verification: Literal["verified", "layout only"] = "verified"
    platform: str | None = None
    constellation: str | None = None
    start: dt.datetime | None = None
    stop: dt.datetime | None = None
    mode: str | None = None
    swaths: tuple[str, ...] = ()
    polarisations: tuple[str, ...] = ()
    product_type: str | None = None
    level: str | None = None
    complex: bool | None = None
    frequency_band: str | None = None
    look: Literal["left", "right"] | None = None
    pass_direction: Literal["ascending", "descending"] | None = None
    orbit_number: int | None = None
    relative_orbit: int | None = None
    resolution_range: float | None = None
    resolution_azimuth: float | None = None
    spacing_range: float | None = None
    spacing_azimuth: float | None = None
    incidence_near: float | None = None
    incidence_far: float | None = None
    facility: str | None = None
    facility_country: str | None = None
    receiving_station: str | None = None
    receiving_country: str | None = None
    processed: dt.datetime | None = None
    processor: str | None = None
    order_id: str | None = None
    customer: str | None = None
    customer_country: str | None = None
    security: str | None = None
    outlines: tuple[Outline, ...] = ()
    state_vectors: tuple[StateVector, ...] = ()
    ties: tuple[TiePoints, ...] = ()
    files: tuple[FileRecord, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()


class OrderedProduct(Struct, frozen=True, kw_only=True):
    """A product reference of an order with what was found behind it."""

    ref: ProductRef
    pointer: str
    product: Product | None
    sha256: str | None = None
    problems: tuple[Problem, ...] = ()


class Order(Struct, frozen=True, kw_only=True):
    """An order taken in: the document, the exact bytes of it (``raw``) and of a parties file, their hash, and its
    products as read."""

    document: OrderDocument
    sha256: str
    raw: bytes = b""
    raw_parties: bytes | None = None
    products: tuple[OrderedProduct, ...] = ()
    problems: tuple[Problem, ...] = ()
    source: str = "order"
