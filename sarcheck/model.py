"""The values that cross module borders, all frozen. DESIGN: words are the field's standard terms.

Coordinates are (longitude, latitude) in degrees on WGS 84; lengths in metres unless a name ends in
``_km`` or ``_km2``; times are timezone-aware UTC; countries are ISO 3166-1 alpha-2 codes and
subdivisions ISO 3166-2 codes, upper case.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from msgspec import Struct, field

# --- outcomes -----------------------------------------------------------------------------------

Outcome = Literal["clear", "review", "incomplete", "license_required", "deny"]
FindingOutcome = Literal["notice", "review", "incomplete", "license_required", "deny"]

OUTCOMES: tuple[Outcome, ...] = ("clear", "review", "incomplete", "license_required", "deny")
"""The ladder of outcomes, mildest first. A verdict takes the worst of its findings."""

Role = Literal[
    "operator",
    "ground_station",
    "processor",
    "supplier",
    "reseller",
    "customer",
    "intermediate_consignee",
    "ultimate_consignee",
    "end_user",
    "data_recipient",
    "payer",
    "owner",
]
PartyType = Literal["person", "company", "organization", "vessel"]
EntryType = Literal["person", "company", "organization", "vessel", "aircraft", "unknown"]
EvidenceLevel = Literal["asserted", "metadata", "closed"]
Relation = Literal["inside", "border", "outside"]
BasisStatus = Literal["verified", "secondary", "unverified", "unconfirmed"]
"""How a legal fact is known: read at its source; read in a secondary source; general knowledge;
read, but whether it is in force today could not be confirmed."""

BASIS_STATUSES: tuple[BasisStatus, ...] = ("verified", "secondary", "unconfirmed", "unverified")
"""How a legal fact may be known, the best first."""

Point = tuple[float, float]
"""(longitude, latitude) in degrees."""


class Problem(Struct, frozen=True, kw_only=True):
    """Something that could not be read or done, as a value: where, what, and the cure if known."""

    pointer: str
    message: str
    code: str = "unreadable"


# --- order documents ----------------------------------------------------------------------------


class Owner(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who owns a party, as the order states it: another party's id, a share in percent, dates."""

    party: str
    share: float | None = None
    control: bool | None = None
    since: dt.date | None = field(name="from", default=None)
    until: dt.date | None = field(name="to", default=None)
    source: str | None = None


class Party(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person or organisation in the chain, with its roles."""

    id: str
    roles: tuple[Role, ...]
    name: str
    type: PartyType | None = None
    country: str | None = None
    subdivision: str | None = None
    residence: str | None = None
    identifiers: dict[str, str] = field(default_factory=dict)
    address: str | None = None
    us_person: bool | None = None
    aliases: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    born: dt.date | None = None
    incorporated: dt.date | None = None
    sector: str | None = None
    owners: tuple[Owner, ...] = ()


class ProductRef(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A product as an order names it: a path (href) or an inline STAC Item, and its hash."""

    id: str
    href: str | None = None
    item: dict[str, Any] | None = None
    sha256: str | None = None


class Tasking(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a tasking order asks a satellite to do."""

    platform: str | None = None
    mode: str | None = None
    resolution_m: float | None = None
    product_type: str | None = None


class Delivery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where and when the data go."""

    country: str | None = None
    subdivision: str | None = None
    address: str | None = None
    location: Point | None = None
    endpoint: str | None = None
    ground_station: str | None = None
    at: dt.datetime | None = None


class EndUse(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the data are for, as the customer states it."""

    statement: str | None = None
    military: bool | None = None


class OrderDocument(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An order.json as written (DESIGN section 4). The order is the suspect's own statement."""

    schema: Literal["sarcheck.order/1"]
    id: str
    kind: Literal["archive", "tasking"]
    parties: tuple[Party, ...]
    created: dt.datetime | None = None
    jurisdictions: tuple[str, ...] = ()
    datetime: str | None = None
    geometry: dict[str, Any] | None = None
    products: tuple[ProductRef, ...] = ()
    tasking: Tasking | None = None
    delivery: Delivery | None = None
    end_use: EndUse | None = None
    licenses: tuple[str, ...] = ()
    extensions: dict[str, Any] = field(default_factory=dict)


# --- products -----------------------------------------------------------------------------------


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


class Product(Struct, frozen=True, kw_only=True):
    """One SAR product as read from its own metadata. What is not stated is None, never guessed.

    ``platform`` is the key of DESIGN section 9 where the reader knows it, else what was stated,
    in lower case; the claims keep what was written. Resolutions and spacings are in metres on the
    ground (range) unless the claim's path says otherwise, angles in degrees.
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
    processed: dt.datetime | None = None
    processor: str | None = None
    outlines: tuple[Outline, ...] = ()
    state_vectors: tuple[StateVector, ...] = ()
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
    """An order taken in: the document, the hash of its bytes, and its products as read."""

    document: OrderDocument
    sha256: str
    products: tuple[OrderedProduct, ...] = ()
    problems: tuple[Problem, ...] = ()
    source: str = "order"


# --- footprints and regions ---------------------------------------------------------------------


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


# --- lists --------------------------------------------------------------------------------------


class Name(Struct, frozen=True, kw_only=True):
    """One name of an entry, as published."""

    text: str
    kind: Literal["primary", "alias", "former"] = "primary"
    strength: Literal["strong", "weak"] = "strong"
    script: str | None = None


class Identifier(Struct, frozen=True, kw_only=True):
    """A number that identifies a party: scheme in lower case (inn, ogrn, uscc, lei, imo, vat,
    registration, ...), the value without labels, blanks and dots, upper case; ``valid`` is the
    check digit's answer, None where the scheme has none."""

    scheme: str
    value: str
    valid: bool | None = None
    country: str | None = None


class Address(Struct, frozen=True, kw_only=True):
    """An address of an entry: free text, and the country as a code where it could be told."""

    text: str = ""
    country: str | None = None


class Link(Struct, frozen=True, kw_only=True):
    """What a list says ties two parties together. ``target`` is a name or an entry id."""

    target: str
    type: str
    by: Literal["name", "id"] = "name"
    former: bool = False


class Entry(Struct, frozen=True, kw_only=True):
    """One denied party on one list. ``id`` is the publisher's own, else a stable key made of the
    row's own fields; ``stated`` is the day on which the pack read it, for the pack's own parties."""

    list: str
    id: str
    type: EntryType
    names: tuple[Name, ...]
    identifiers: tuple[Identifier, ...] = ()
    addresses: tuple[Address, ...] = ()
    countries: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    citation: str | None = None
    listed: dt.date | None = None
    delisted: dt.date | None = None
    born: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    remarks: str = ""
    address_only: bool = False
    stated: dt.date | None = None


class Source(Struct, frozen=True, kw_only=True):
    """A denied-party list as loaded: what it is, how old, and whether it may be relied on."""

    id: str
    title: str
    published: dt.date | None = None
    retrieved: dt.date | None = None
    sha256: str | None = None
    entries: int = 0
    format: str | None = None
    max_age_days: int | None = None
    partial: str | None = None
    problems: tuple[str, ...] = ()
    url: str = ""


class SourceStatus(Struct, frozen=True, kw_only=True):
    """A list's state on a day, as a verdict reports it."""

    id: str
    published: dt.date | None
    retrieved: dt.date | None
    sha256: str | None
    entries: int
    age_days: int | None
    state: Literal["current", "stale", "missing", "partial"]
    caveat: str | None = None


# --- matching -----------------------------------------------------------------------------------


class Feature(Struct, frozen=True, kw_only=True):
    """One reason for a score: a pure feature's value, its weight, and what it saw."""

    name: str
    value: float
    weight: float
    detail: str = ""


class Score(Struct, frozen=True, kw_only=True):
    """How alike two names are: ``value`` in 0..1, the features it is made of, tokens side by side."""

    value: float
    features: tuple[Feature, ...] = ()
    aligned: tuple[tuple[str, str, float], ...] = ()


class Query(Struct, frozen=True, kw_only=True):
    """Whom to look for. ``names`` are all names of one party, in any script, best first."""

    names: tuple[str, ...]
    kind: EntryType = "unknown"
    countries: tuple[str, ...] = ()
    born: dt.date | None = None
    identifiers: tuple[Identifier, ...] = ()


class Candidate(Struct, frozen=True, kw_only=True):
    """An entry that may be the party. ``by`` tells whether an identifier or a name found it;
    ``strength`` is that of the matched name; ``query`` is the name of the party that matched."""

    entry: Entry
    by: Literal["identifier", "name"]
    query: str
    matched: str
    strength: Literal["strong", "weak"]
    score: Score
    support: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


# --- platforms and profile ----------------------------------------------------------------------


class Operator(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A legal entity that operates satellites."""

    id: str
    name: str
    country: str | None = None
    aliases: tuple[str, ...] = ()
    identifiers: dict[str, str] = field(default_factory=dict)
    source: str = ""


class Operation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That an operator runs a platform in an interval; unknown dates stay unknown."""

    operator: str
    since: dt.date | None = field(name="from", default=None)
    until: dt.date | None = field(name="to", default=None)
    status: BasisStatus = "unverified"


class Platform(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A satellite: its key, the names that products give it, who runs it, when it flew."""

    key: str
    names: tuple[str, ...] = ()
    series: str = ""
    band: str | None = None
    operators: tuple[Operation, ...] = ()
    norad: int | None = None
    cospar: str | None = None
    launched: dt.date | None = None
    ended: dt.date | None = None
    source: str = ""
    note: str = ""


class License(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A license that the operator of sarcheck holds."""

    id: str
    rules: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    since: dt.date | None = field(name="from", default=None)
    until: dt.date | None = field(name="to", default=None)
    note: str = ""


class OperatorProfile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who runs sarcheck. Without a profile every regime binds (``jurisdictions`` is None)."""

    name: str = ""
    jurisdictions: tuple[str, ...] | None = None
    licenses: tuple[License, ...] = ()
    recipients: tuple[str, ...] = ()
    distributors: dict[str, tuple[str, ...]] = field(default_factory=dict)


# --- rules, findings, verdict -------------------------------------------------------------------


class Interval(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a rule is in force, inclusive at both ends, and how that is known."""

    since: dt.date | None = field(name="from", default=None)
    until: dt.date | None = field(name="to", default=None)
    status: BasisStatus = "verified"


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One testable provision of a regime, as data (DESIGN section 6)."""

    id: str
    title: str
    regime: str
    authority: str
    check: str
    outcome: FindingOutcome
    citation: str
    remedy: str
    in_force: tuple[Interval, ...]
    jurisdictions: tuple[str, ...] = ()
    outcome_elsewhere: FindingOutcome | None = None
    url: str = ""
    caveat: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)


class Subject(Struct, frozen=True, kw_only=True):
    """What a finding is about."""

    kind: Literal["party", "product", "footprint", "delivery", "list", "order"]
    id: str


class Basis(Struct, frozen=True, kw_only=True):
    """The law behind a finding."""

    citation: str
    in_force_from: dt.date | None
    in_force_to: dt.date | None
    status: BasisStatus


class Finding(Struct, frozen=True, kw_only=True):
    """A rule that bit: which rule, which fact, where in the input, which law, how sure, what next."""

    id: str
    rule: str
    regime: str
    authority: str
    outcome: FindingOutcome
    confidence: float
    title: str
    pointer: str
    subject: Subject
    message: str
    remedy: str
    basis: Basis
    evidence: tuple[dict[str, Any], ...] = ()
    caveats: tuple[str, ...] = ()


class Screened(Struct, frozen=True, kw_only=True):
    """A party that was held against the lists: who named it, and for an operator, of which platform."""

    id: str
    name: str
    roles: tuple[Role, ...]
    country: str | None
    pointer: str
    origin: Literal["order", "delivery", "platform"]
    platform: str = ""


class Examined(Struct, frozen=True, kw_only=True):
    """That a rule was applied, to how many subjects, and its worst outcome."""

    rule: str
    subjects: int
    outcome: Outcome


class OrderStamp(Struct, frozen=True, kw_only=True):
    """Which order was judged."""

    id: str
    sha256: str


class Status(Struct, frozen=True, kw_only=True):
    """The verdict in the words of an order API (STAPI)."""

    status_code: Literal["accepted", "held", "rejected"]
    reason_code: str
    reason_text: str


class PackStamp(Struct, frozen=True, kw_only=True):
    """Which rules judged."""

    pack: str
    version: str
    sha256: str


class ToolStamp(Struct, frozen=True, kw_only=True):
    """Which sarcheck judged, on which numeric libraries and boundary data."""

    name: str
    version: str
    libraries: dict[str, str] = field(default_factory=dict)


class Retention(Struct, frozen=True, kw_only=True):
    """Until when the record must be kept, and why."""

    date: dt.date
    because: tuple[str, ...]


class Verdict(Struct, frozen=True, kw_only=True):
    """The order's outcome, its findings, what was examined, and the exact inputs (DESIGN section 5).

    ``regimes`` tells each regime's own answer, also of those that do not bind; one that rests on a list
    which is missing or too old is "incomplete". ``jurisdictions`` are those that bind, null where all do.
    """

    schema: Literal["sarcheck.verdict/1"] = "sarcheck.verdict/1"
    outcome: Outcome
    as_of: dt.date
    order: OrderStamp
    status: Status
    findings: tuple[Finding, ...]
    jurisdictions: tuple[str, ...] | None = None
    regimes: dict[str, Outcome]
    examined: tuple[Examined, ...]
    screened: tuple[Screened, ...] = ()
    waived: tuple[dict[str, Any], ...] = ()
    problems: tuple[Problem, ...] = ()
    products: tuple[dict[str, Any], ...] = ()
    sources: tuple[SourceStatus, ...] = ()
    rules: PackStamp
    tool: ToolStamp
    retain_until: Retention | None = None


def worst(outcomes: Any) -> Outcome:
    """Return the worst of several outcomes; a notice changes nothing, and none at all is clear."""
    return max((o for o in outcomes if o != "notice"), key=OUTCOMES.index, default="clear")
