"""What a rules pack holds beside its large tables, as typed values."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct, field

from sarcheck.model import (
    BasisStatus,
    ChangedRule,
    DroppedRegime,
    Facility,
    FindingOutcome,
    Operator,
    OperatorProfile,
    Platform,
    ProvenanceLimits,
    Rule,
    Source,
    Waiver,
)
from sarcheck.model.waivers import Text

LAYOUT = {
    "pack.toml": "the pack's name, version, retention periods, what a jurisdiction implies, what is changed or dropped",
    "sources.toml": "the lists that rules may name, how old each may be, and where they are fetched",
    "platforms.toml": "satellites and who operates them",
    "facilities.toml": "ground stations and processing centres that products name",
    "countries.toml": "country codes, names and time zones",
    "groups.toml": "groups of countries that laws name together, with dates",
    "places.toml": "place names that tell an embargoed area",
    "provenance.toml": "how far a product may be from where physics puts it",
    "matching.toml": "from which score a name is a match, and what the score is made of",
    "operator.toml": "who runs sarcheck: the operator profile",
    "regimes": "rules, one TOML file each",
    "regions": "sensitive regions",
    "parties": "parties that the pack itself carries",
    "ownership": "who owns whom, as registers and other sources state it",
    "lists": "publishers' lists as imported",
    "waivers": "decisions that a finding does not stand, one TOML file each",
}
"""What a rules folder may hold. Anything else is refused: a misspelt file must not pass unread."""

SHAPEFILE = ("shp", "shx", "dbf", "prj", "cpg")
"""The files that make a Shapefile."""

FOLDERS = {
    "regimes": ("regimes/*.toml", "regimes/*/*.toml"),
    "regions": tuple(f"regions/*.{form}" for form in ("geojson", "json", "toml", "gpkg", *SHAPEFILE)),
    "parties": ("parties/*.toml",),
    "ownership": ("ownership/*.csv", "ownership/*.json", "ownership/*.jsonl"),
    "lists": ("lists/*/*",),
    "waivers": ("waivers/*.toml",),
}
"""What each folder of a rules folder may hold."""


Share = Annotated[float, Meta(gt=0.0, le=1.0)]


class PlaceGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Place names and postal codes that tell a subdivision, whatever country is written beside them."""

    id: str
    subdivision: str
    countries: tuple[str, ...]
    names: tuple[str, ...]
    postal_prefixes: tuple[str, ...] = ()
    source: str = ""


class CountryGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Countries that a law names together, by a name that rules may use: one row for each interval."""

    group: str
    title: str
    countries: tuple[str, ...]
    source: str
    status: BasisStatus
    since: dt.date | None = field(name="from", default=None)
    until: dt.date | None = field(name="to", default=None)


class Period(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long a regime wants records kept, counted from ``clock``: "as_of" or "acquisition"."""

    regime: str
    years: int
    because: str
    since: dt.date | None = field(name="from", default=None)
    clock: str = "as_of"
    status: str = "verified"


class OrderPatterns(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When orders of a batch make a pattern that a person should look at.

    Areas are put into cells of ``cell_deg`` degrees; one with a side longer than ``small_deg`` is no small one. From
    ``customers`` of one area, ``sellers`` to one end user, or ``split`` areas of one customer, each ordered within
    ``split_days`` days of the one before, it is a pattern.
    """

    cell_deg: Annotated[float, Meta(gt=0, le=10)]
    small_deg: Annotated[float, Meta(gt=0, le=90)]
    customers: Annotated[int, Meta(ge=2)]
    sellers: Annotated[int, Meta(ge=2)]
    split: Annotated[int, Meta(ge=2)]
    split_days: Annotated[int, Meta(ge=0)]


class Change(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another grade for a rule of the pack that a rules folder extends, and why."""

    rule: Text
    reason: Text
    outcome: FindingOutcome | None = None
    outcome_elsewhere: FindingOutcome | None = None


class Drop(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A regime that a rules folder leaves out, and why."""

    regime: Text
    reason: Text


class Weights(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the features of a kind of name weigh in the logit of its score, and the logit of nothing in common."""

    bias: float
    features: dict[str, float]


class NameModel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The weights of a name's features by kind of name, and how far facts beside a name may move its score.

    ``agrees`` is the part of the gap to 1 that an equal fact closes, ``differs`` the part of a score that a
    different one takes off. ``sha256`` is that of all the other values, so that none is changed unnoticed;
    ``pairs_sha256`` that of the labelled pairs which the weights were fitted to.
    """

    person: Weights
    organization: Weights
    vessel: Weights
    agrees: dict[str, float]
    differs: dict[str, float]
    sha256: str
    pairs_sha256: str = ""


class Matching(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From which score a name match is of the grade deny or review, and what the score is made of.

    Persons share names more than firms do: a listed person's is for review from ``review_person`` up.
    A pack without a ``model`` of its own has the default pack's.
    """

    deny: Share
    review: Share
    review_person: Share
    model: NameModel | None = None


class Download(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of a feed: the publisher's address, and the name to keep it by if not the address's last part."""

    url: str
    name: str = ""


class Feed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``sarcheck rules update`` fetches: a publisher's files, which make one list or carry several.

    ``id`` is that of the list, or of the publication that carries ``lists``. ``max_bytes`` and ``max_shrink``
    take the place of the pack's own where a feed needs others.
    """

    id: str
    files: tuple[Download, ...]
    lists: tuple[str, ...] = ()
    max_bytes: int | None = None
    max_shrink: Share | None = None
    note: str = ""


class UpdatePolicy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How lists are fetched: seconds a server may stay silent and a file may take, tries, pauses, sizes.

    ``max_shrink`` is the share of its entries that a list may lose before it is refused.
    """

    silence_s: float
    total_s: float
    tries: int
    pause_s: float
    max_redirects: int
    max_bytes: int
    max_shrink: Share


class Pack(Struct, frozen=True, kw_only=True):
    """A ruleset without its large tables: the first section of a store.

    ``countries`` holds every country code that there is; ``boundaries`` tells what data and table the
    countries' outlines are made of. ``rules`` hold those of dropped regimes too. Without ``provenance`` no product's
    geometry can be judged.
    """

    name: str
    version: str
    jurisdictions: dict[str, tuple[str, ...]]
    retention: tuple[Period, ...]
    matching: Matching
    rules: tuple[Rule, ...]
    waivers: tuple[Waiver, ...]
    sources: tuple[Source, ...]
    feeds: tuple[Feed, ...]
    platforms: tuple[Platform, ...]
    operators: tuple[Operator, ...]
    provenance: ProvenanceLimits | None
    facilities: tuple[Facility, ...]
    places: tuple[PlaceGroup, ...]
    profile: OperatorProfile
    countries: frozenset[str]
    boundaries: str
    groups: tuple[CountryGroup, ...] = ()
    dropped: tuple[DroppedRegime, ...] = ()
    changed: tuple[ChangedRule, ...] = ()
    patterns: OrderPatterns | None = None

    @property
    def known_jurisdictions(self) -> frozenset[str]:
        """Return every code that a profile or an order may name: countries, and what they imply."""
        implied = (code for codes in self.jurisdictions.values() for code in codes)
        return self.countries.union(self.jurisdictions, implied)
