"""The facts that checks judge, as frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping
from functools import cached_property, lru_cache
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct

from sarcheck.evidence.days import Days, days_of
from sarcheck.kept import Kept
from sarcheck.model import (
    Candidate,
    Entry,
    EntryRef,
    Footprint,
    Interval,
    Operation,
    Operator,
    Order,
    Overlap,
    Party,
    ProvenanceFact,
    Recognised,
    Role,
    Rule,
    SourceStatus,
    Subject,
)
from sarcheck.ownership import Stake

_Made = TypeVar("_Made")

Origin = Literal["order", "delivery", "platform", "product", "orbit"]
"""Who named a party: the order's parties, its delivery, the platform that a product claims, the product itself, or the
platform whose orbit the product's fits though it claims another."""


SHARED = 1 << 10
"""Things that are kept for the orders of a day."""

SAME = "the same party"
"""The source of a stake that says that two names or records are one party."""


class ChainParty(Struct, frozen=True, kw_only=True):
    """A party of the chain with the entries that it resembles. ``unlisted`` are those that are not on their lists
    on the day, no longer or not yet; ``owns``: another party names it as owner; ``readable``: its names hold letters
    that can be compared; ``doubt``: why it is not sure that the party is meant at all."""

    party: Party
    pointer: str
    origin: Origin
    matches: tuple[Candidate, ...]
    unlisted: tuple[Candidate, ...] = ()
    owns: bool = False
    readable: bool = True
    platform: str = ""
    doubt: str = ""

    @property
    def subject(self) -> Subject:
        """Return the party as a finding names it."""
        return Subject(kind="party", id=self.party.id)


class Imaging(Struct, frozen=True, kw_only=True):
    """The platforms that a product claims, or a tasking asks for, and who operates them that day.

    ``grounded`` are those of them that did not fly on the day; ``finest_m`` is the finest resolution that any of them
    can produce, None where that is not known of all.
    """

    subject: Subject
    pointer: str
    format: str
    stated: str | None
    platforms: tuple[str, ...]
    operators: tuple[tuple[str, Operator, Operation], ...]
    grounded: tuple[str, ...] = ()
    finest_m: float | None = None


Axes = Literal["confirmed", "contradicted", "open"]
"""What is known of the order of an area's axes."""


class Exchange(Struct, frozen=True, kw_only=True):
    """What speaks against the order of an area's axes: who tells ("products", "delivery", "statement", "" for nobody),
    and the regions that rules ask about which it touches only with its axes exchanged."""

    axes: Axes
    witness: str
    overlaps: tuple[Overlap, ...]


class Area(Struct, frozen=True, kw_only=True):
    """A footprint of a product or of the order itself, and the regions near it."""

    subject: Subject
    pointer: str
    footprint: Footprint | None
    overlaps: tuple[Overlap, ...] = ()
    problem: str = ""
    exchange: Exchange | None = None


class NamedPlace(Struct, frozen=True, kw_only=True):
    """A known place name or postal code in an address. ``ascribed`` tells whether the place may be said to
    lie in a country that is stated beside it, or none is stated."""

    group: str
    name: str
    subdivision: str
    ascribed: bool


class Place(Struct, frozen=True, kw_only=True):
    """Where a delivery goes or a party is: place names, address, and countries, each with the field that tells it
    (a subdivision tells one too).

    ``unknown`` are stated codes that are no country's; ``regions`` are those around a stated ``point``, and
    ``problem`` says why they could not be told; ``addresses`` are listed ones that the stated one is or holds.
    """

    subject: Subject
    who: str
    pointer: str
    roles: tuple[Role | Literal["delivery"], ...]
    countries: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    subdivision: str | None
    named: tuple[NamedPlace, ...]
    nationalities: tuple[str, ...] = ()
    point: bool = False
    problem: str = ""
    regions: tuple[Overlap, ...] = ()
    addresses: tuple[tuple[Entry, str], ...] = ()


class Standing(Struct, frozen=True, kw_only=True):
    """That a party of the order is one whom the operator profile recognises, and whether that counts on the day."""

    pointer: str
    recognised: Recognised
    counts: bool


class Holder(Struct, frozen=True, kw_only=True):
    """Someone who owns or is owned: a party of the chain, a listed entry, or someone whom only a source names.

    ``key`` is what stakes call it; ``matches`` are the entries that it resembles; ``listed`` is the entry that it is by
    its own publisher's word, with whether that counts on the day.
    """

    key: str
    name: str
    party: ChainParty | None = None
    matches: tuple[Candidate, ...] = ()
    listed: EntryRef | None = None
    on_list: bool = False


class Ownership(Struct, frozen=True, kw_only=True):
    """Who owns the parties of the chain, as far up as sources tell, and whether the tree was cut as too large."""

    holders: tuple[Holder, ...] = ()
    stakes: tuple[Stake, ...] = ()
    cut: bool = False


class Provenance(Struct, frozen=True, kw_only=True):
    """What a product's own numbers, and its order, say of where it comes from."""

    subject: Subject
    pointer: str
    verification: Literal["verified", "layout only"]
    facts: tuple[ProvenanceFact, ...]
    format: str = ""


Shared = Kept[tuple[Hashable, ...], Any]
"""What orders that are judged by one ruleset on one day have in common, made once for all of them."""


def shared() -> Shared:
    """Return a memory for the orders of a day."""
    return Kept(SHARED)


class Evidence(Struct, frozen=True, kw_only=True, dict=True):
    """Everything that the checks judge. ``binding`` is None where every jurisdiction binds; ``required`` are
    the lists that binding rules need, each with those rules' ids; ``unused`` are lists that no rule names;
    ``regions`` are the ids of all known regions; ``groups`` are the countries of each group on the day;
    ``distributors`` are the names of those who may sell an operator's data, by the operator profile; ``validity`` is
    from when until when the regions near an area count, where they do not always; ``recognised`` are those whose
    standing by the operator profile counts on the day, and ``standings`` those of the order's parties.

    ``operators`` are also those of platforms whose orbit a product's fits; ``makers`` are whom products name."""

    as_of: dt.date
    order: Order
    binding: frozenset[str] | None
    parties: tuple[ChainParty, ...]
    operators: tuple[ChainParty, ...]
    imaging: tuple[Imaging, ...]
    areas: tuple[Area, ...]
    places: tuple[Place, ...]
    required: tuple[tuple[SourceStatus, tuple[str, ...]], ...]
    sources: tuple[SourceStatus, ...]
    unused: tuple[str, ...]
    regions: frozenset[str]
    thresholds: tuple[float, float]
    unknown_jurisdictions: tuple[tuple[int, str], ...] = ()
    ownership: Ownership = Ownership()
    groups: dict[str, frozenset[str]] = {}
    distributors: dict[str, tuple[str, ...]] = {}
    validity: dict[str, Interval] = {}
    recognised: tuple[Recognised, ...] = ()
    standings: tuple[Standing, ...] = ()
    makers: tuple[ChainParty, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    shared: Shared = msgspec.field(default_factory=shared)

    def countries(
        self, parameters: Mapping[str, Any], *, codes: str = "countries", groups: str = "groups"
    ) -> frozenset[str]:
        """Return the countries that a rule names, by code and as members of groups on the day."""
        return countries_of(self.groups, parameters, codes=codes, groups=groups)

    def once(self, make: Callable[..., _Made], *about: Rule) -> _Made:
        """Return what a function makes of these facts, and of a rule where one is given, made once for all who ask."""
        made: dict[tuple[object, ...], Any] = self.__dict__.setdefault("made", {})
        key = (make, *(rule.id for rule in about))
        if key not in made:
            made[key] = make(self, *about)
        return made[key]  # type: ignore[no-any-return]

    @cached_property
    def days(self) -> Days:
        """Return the days that rules may ask of."""
        return days_of(self.order, self.as_of)

    @cached_property
    def codes(self) -> frozenset[str]:
        """Return the codes of all countries and subdivisions in which the delivery and the parties are, or which they
        are nationals of: a rule on places that names none of them has only points and addresses to look at."""
        told = ((*(code for code, _ in one.countries), *one.nationalities, one.subdivision) for one in self.places)
        return frozenset(code for codes in told for code in codes if code)

    @cached_property
    def everywhere(self) -> frozenset[str] | None:
        """Return the countries in which the delivery and the parties are, None where one of them states none."""
        if not all(place.countries for place in self.places):
            return None
        return frozenset(code for place in self.places for code, _ in place.countries)

    @cached_property
    def located(self) -> bool:
        """Tell whether a place is told by a point, or by its name in an address."""
        return any(place.point or place.named or place.regions for place in self.places)

    @cached_property
    def named(self) -> tuple[ChainParty, ...]:
        """Return everyone whom the order or a product names."""
        return (*self.parties, *self.makers)

    @cached_property
    def chain(self) -> tuple[ChainParty, ...]:
        """Return everyone in the chain: whom the order or a product names, and operators of claimed platforms."""
        return (*self.parties, *self.operators, *self.makers)

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        """Return the order itself as the one subject of what is asked of it as a whole."""
        return (self.order,)


def countries_of(
    of_groups: Mapping[str, frozenset[str]],
    parameters: Mapping[str, Any],
    *,
    codes: str = "countries",
    groups: str = "groups",
) -> frozenset[str]:
    """Return the countries that a rule names, by code and as members of some groups."""
    members = tuple(of_groups.get(name, frozenset()) for name in parameters.get(groups, ()))
    return _united(tuple(parameters.get(codes, ())), members)


@lru_cache(maxsize=1 << 12)
def _united(codes: tuple[str, ...], members: tuple[frozenset[str], ...]) -> frozenset[str]:
    """Return codes and members of groups together: rules ask for the same ones with every order."""
    return frozenset(codes).union(*members)
