"""Order + Ruleset -> Evidence: who is in the chain and whom they resemble, what lies under the image,
where the data go, which platform and operator stand behind each product. Facts only, no judgement."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from sarcheck import geo, names, platforms
from sarcheck.errors import GeometryError
from sarcheck.lists.identifiers import party_identifiers
from sarcheck.model import (
    Candidate,
    Entry,
    Footprint,
    Operation,
    Operator,
    Order,
    Outline,
    Overlap,
    Party,
    Point,
    Query,
    Role,
    Rule,
    SourceStatus,
    Subject,
)

if TYPE_CHECKING:
    from sarcheck.packs import PlaceGroup
    from sarcheck.ruleset import Ruleset

LOCATION_HALF_SIDE_DEG = 0.001
"""A delivery point is looked up as a square of this half side (about 100 m)."""

WORD = re.compile(r"\w+")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""Letters of scripts that put no blanks between words."""

NEVER = r"(?!)"
"""A pattern that matches nothing."""


class ChainParty(Struct, frozen=True, kw_only=True):
    """A party of the chain with the entries that it resembles. ``origin`` tells who named it."""

    party: Party
    pointer: str
    origin: Literal["order", "platform"]
    matches: tuple[Candidate, ...]
    addresses: tuple[tuple[Entry, str], ...]
    platform: str = ""

    @property
    def subject(self) -> Subject:
        """Return the party as a finding names it."""
        return Subject(kind="party", id=self.party.id)


class Imaging(Struct, frozen=True, kw_only=True):
    """The platforms that a product claims, or a tasking asks for, and who operates them that day."""

    subject: Subject
    pointer: str
    format: str
    stated: str | None
    platforms: tuple[str, ...]
    operators: tuple[tuple[str, Operator, Operation], ...]


class Area(Struct, frozen=True, kw_only=True):
    """A footprint of a product or of the order itself, and the regions near it."""

    subject: Subject
    pointer: str
    footprint: Footprint | None
    overlaps: tuple[Overlap, ...] = ()
    problem: str = ""


class NamedPlace(Struct, frozen=True, kw_only=True):
    """A known place name or postal code in an address. ``ascribed`` tells whether the place may be said to
    lie in a country that is stated beside it, or none is stated."""

    group: str
    name: str
    subdivision: str
    ascribed: bool


class Place(Struct, frozen=True, kw_only=True):
    """The country, subdivision and place names stated for a delivery or a party; ``unknown`` are stated codes
    that are no country's; ``regions`` are those around a stated point."""

    subject: Subject
    pointer: str
    roles: tuple[Role | Literal["delivery"], ...]
    countries: tuple[str, ...]
    unknown: tuple[str, ...]
    subdivision: str | None
    named: tuple[NamedPlace, ...]
    regions: tuple[Overlap, ...] = ()


class Evidence(Struct, frozen=True, kw_only=True):
    """Everything that the checks judge. ``binding`` is None where every jurisdiction binds; ``required`` are
    the lists that binding rules need, each with those rules' ids; ``regions`` are the ids of all known regions."""

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
    regions: frozenset[str]
    thresholds: tuple[float, float]

    @property
    def orders(self) -> tuple[Order, ...]:
        """Return the order itself as the one subject of what is asked of it as a whole."""
        return (self.order,)


def gather(order: Order, ruleset: Ruleset, as_of: dt.date, rules: tuple[Rule, ...]) -> Evidence:
    """Collect the facts of an order that the given rules may ask for."""
    binding = ruleset.binding(order.document.jurisdictions)
    imaging = tuple(_imaging(order, ruleset, as_of))
    sources = ruleset.sources(as_of)
    matching = ruleset.matching
    return Evidence(
        as_of=as_of,
        order=order,
        binding=binding,
        parties=tuple(
            _screened(party, f"/parties/{i}", "order", ruleset, as_of) for i, party in enumerate(order.document.parties)
        ),
        operators=tuple(_operators(imaging, ruleset, as_of)),
        imaging=imaging,
        areas=tuple(_areas(order, ruleset, _widest_margin(rules))),
        places=tuple(_places(order, ruleset)),
        required=_required(rules, binding, sources),
        sources=sources,
        regions=frozenset(ruleset.regions.ids),
        thresholds=(matching.deny, matching.review),
    )


def binds(rule: Rule, binding: frozenset[str] | None) -> bool:
    """Tell whether a rule's regime binds: it names no jurisdiction, or one of those that bind."""
    return not rule.jurisdictions or binding is None or not binding.isdisjoint(rule.jurisdictions)


# --- parties ------------------------------------------------------------------------------------


def query(party: Party) -> Query:
    """Return what to look for in the lists for a party: all its names, countries and numbers."""
    stated = (party.country, party.residence, *party.nationalities)
    return Query(
        names=tuple(part for name in (party.name, *party.aliases) for part in names.parts(name)),
        kind=party.type or "unknown",
        countries=tuple(dict.fromkeys(code for code in stated if code)),
        born=party.born,
        identifiers=party_identifiers(party.identifiers, party.country),
    )


def _screened(
    party: Party,
    pointer: str,
    origin: Literal["order", "platform"],
    ruleset: Ruleset,
    as_of: dt.date,
    platform: str = "",
) -> ChainParty:
    matching = ruleset.matching
    found = ruleset.entries.search(query(party), floor=matching.review, limit=matching.candidates)
    near = ruleset.entries.by_address(party.address) if party.address else ()
    return ChainParty(
        party=party,
        pointer=pointer,
        origin=origin,
        matches=tuple(candidate for candidate in found if listed_on(candidate.entry, as_of)),
        addresses=tuple((entry, address) for entry, address in near if listed_on(entry, as_of)),
        platform=platform,
    )


def listed_on(entry: Entry, day: dt.date) -> bool:
    """Tell whether an entry is on its list on a day; unknown dates count as listed."""
    return (entry.listed is None or entry.listed <= day) and (entry.delisted is None or day < entry.delisted)


# --- platforms and their operators --------------------------------------------------------------


def _imaging(order: Order, ruleset: Ruleset, as_of: dt.date) -> Iterator[Imaging]:
    table = ruleset.platforms
    for ordered in order.products:
        if product := ordered.product:
            subject = Subject(kind="product", id=ordered.ref.id)
            day = product.start.date() if product.start else None
            keys = platforms.claimed(product, table)
            yield _operated(subject, ordered.pointer, product.format, product.platform, keys, day, table)
    tasking = order.document.tasking
    if tasking:
        keys = table.keys(tasking.platform)
        subject = Subject(kind="order", id="tasking")
        yield _operated(subject, "/tasking", "tasking", tasking.platform, keys, as_of, table)


def _operated(
    subject: Subject,
    pointer: str,
    kind: str,
    stated: str | None,
    keys: tuple[str, ...],
    day: dt.date | None,
    table: platforms.PlatformTable,
) -> Imaging:
    operators = tuple(
        (key, operator, operation)
        for key in keys
        if (platform := table.platform(key))
        for operator, operation in table.operators(platform, day)
    )
    return Imaging(subject=subject, pointer=pointer, format=kind, stated=stated, platforms=keys, operators=operators)


def _operators(imaging: tuple[Imaging, ...], ruleset: Ruleset, as_of: dt.date) -> Iterator[ChainParty]:
    """Yield each operator of a claimed platform once, as a party that nobody in the order need have named."""
    seen: set[str] = set()
    for facts in imaging:
        for key, operator, _ in facts.operators:
            if operator.id not in seen:
                seen.add(operator.id)
                yield _screened(_as_party(operator), facts.pointer, "platform", ruleset, as_of, key)


def _as_party(operator: Operator) -> Party:
    return Party(
        id=operator.id,
        roles=("operator",),
        name=operator.name,
        aliases=operator.aliases,
        type="organization",
        country=operator.country,
        identifiers=operator.identifiers,
    )


# --- areas --------------------------------------------------------------------------------------


def _widest_margin(rules: tuple[Rule, ...]) -> float:
    return max((float(rule.parameters.get("margin_km", 0.0)) for rule in rules), default=0.0)


def _areas(order: Order, ruleset: Ruleset, within_km: float) -> Iterator[Area]:
    for ordered in order.products:
        if ordered.product:
            subject = Subject(kind="product", id=ordered.ref.id)
            outlines = ordered.product.outlines
            if not outlines:
                yield Area(subject=subject, pointer=ordered.pointer, footprint=None, problem="it states no footprint")
            for outline in outlines:
                yield _area(subject, ordered.pointer, outline, ruleset, within_km)
    if (geometry := order.document.geometry) is not None:
        subject = Subject(kind="footprint", id="geometry")
        yield _area(subject, "/geometry", geometry, ruleset, within_km)


def _area(subject: Subject, pointer: str, shape: Outline | dict[str, object], ruleset: Ruleset, within: float) -> Area:
    try:
        if isinstance(shape, Outline):
            footprint = geo.footprint(shape.points, kind=shape.kind, columns=shape.columns)
        else:
            footprint = geo.from_geojson(shape)
    except GeometryError as error:
        return Area(subject=subject, pointer=pointer, footprint=None, problem=str(error))
    overlaps = ruleset.regions.overlaps(footprint, within_km=within)
    return Area(subject=subject, pointer=pointer, footprint=footprint, overlaps=overlaps)


# --- places -------------------------------------------------------------------------------------


def _places(order: Order, ruleset: Ruleset) -> Iterator[Place]:
    if delivery := order.document.delivery:
        stated = tuple(country for country in (delivery.country,) if country)
        yield Place(
            subject=Subject(kind="delivery", id="delivery"),
            pointer="/delivery",
            roles=("delivery",),
            countries=stated,
            unknown=_unknown(stated, ruleset),
            subdivision=delivery.subdivision,
            named=_named(f"{delivery.address or ''} {delivery.ground_station or ''}", stated, ruleset),
            regions=_around(delivery.location, ruleset) if delivery.location else (),
        )
    for i, party in enumerate(order.document.parties):
        countries = tuple(dict.fromkeys(code for code in (party.country, party.residence) if code))
        yield Place(
            subject=Subject(kind="party", id=party.id),
            pointer=f"/parties/{i}",
            roles=party.roles,
            countries=countries,
            unknown=_unknown(countries, ruleset),
            subdivision=party.subdivision,
            named=_named(party.address or "", countries, ruleset),
        )


def _unknown(codes: tuple[str, ...], ruleset: Ruleset) -> tuple[str, ...]:
    return tuple(code for code in codes if code not in ruleset.content.countries)


def _around(point: Point, ruleset: Ruleset) -> tuple[Overlap, ...]:
    x, y = point
    d = LOCATION_HALF_SIDE_DEG
    corners = [(x - d, y - d), (x + d, y - d), (x + d, y + d), (x - d, y + d)]
    try:
        return ruleset.regions.overlaps(geo.footprint(corners))
    except GeometryError:
        return ()


def _words(text: str) -> str:
    """Return the words of a text, folded like names (look-alike letters, invisible characters), one blank between."""
    return " ".join(WORD.findall(" ".join(names.fold(word) for word in text.split())))


def _named(text: str, countries: tuple[str, ...], ruleset: Ruleset) -> tuple[NamedPlace, ...]:
    """Return the known places that a text names, one for each group. A postal code tells a place only under a
    country of the group: other countries write codes of the same form."""
    words = _words(text)
    found = []
    for group in ruleset.content.places if words else ():
        ascribed = not countries or not set(countries).isdisjoint(group.countries)
        place, code = _patterns(group)
        if hit := place.search(words) or (code.search(words) if ascribed else None):
            name = next((name for name in group.names if _words(name) == hit.group()), hit.group())
            found.append(NamedPlace(group=group.id, name=name, subdivision=group.subdivision, ascribed=ascribed))
    return tuple(found)


@lru_cache(maxsize=256)
def _patterns(group: PlaceGroup) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a group's names, as whole words but in scripts without blanks, and its postal codes."""
    folded = sorted({_words(name) for name in group.names})
    spaced = "|".join(re.escape(name) for name in folded if not UNSPACED.search(name))
    unspaced = "".join(f"|{re.escape(name)}" for name in folded if UNSPACED.search(name))
    codes = "|".join(re.escape(prefix).replace("X", r"\d") for prefix in group.postal_prefixes)
    return re.compile(rf"\b(?:{spaced or NEVER})\b{unspaced}"), re.compile(rf"\b(?:{codes or NEVER})\b")


# --- lists --------------------------------------------------------------------------------------


def _required(
    rules: tuple[Rule, ...], binding: frozenset[str] | None, sources: tuple[SourceStatus, ...]
) -> tuple[tuple[SourceStatus, tuple[str, ...]], ...]:
    """Return the lists that binding rules rest on, each with those rules' ids."""
    needed: dict[str, list[str]] = {}
    for rule in rules:
        if binds(rule, binding):
            for name in rule.parameters.get("lists", ()):
                needed.setdefault(name, []).append(rule.id)
    return tuple((source, tuple(needed[source.id])) for source in sources if source.id in needed)
