"""Who stands between the satellite and the end user: the parties that the order names, and the operators that
the products reveal whatever it names. Each is looked up in the lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import structs

from sarcheck import names
from sarcheck.evidence.facts import ChainParty, Imaging, Origin
from sarcheck.lists.identifiers import party_identifiers
from sarcheck.model import Entry, Operator, Order, Party, Query, Subject
from sarcheck.platforms import PlatformTable, claimed

if TYPE_CHECKING:
    from sarcheck.ruleset import Ruleset


def parties(order: Order, ruleset: Ruleset, as_of: dt.date) -> Iterator[ChainParty]:
    """Yield everyone whom the order names: its parties, and the ground station of its delivery."""
    owners = {owner.party for party in order.document.parties for owner in party.owners}
    for i, party in enumerate(order.document.parties):
        found = screened(party, f"/parties/{i}", "order", ruleset, as_of)
        yield structs.replace(found, owns=True) if party.id in owners else found
    if station := _station(order):
        yield screened(station, "/delivery/ground_station", "delivery", ruleset, as_of)


def sought(order: Order) -> tuple[Query, ...]:
    """Return what to look for in the lists for everyone whom the order names."""
    station = _station(order)
    return tuple(query(party) for party in (*order.document.parties, *([station] if station else [])))


def _station(order: Order) -> Party | None:
    delivery = order.document.delivery
    if not (delivery and delivery.ground_station):
        return None
    return Party(id="ground_station", roles=("ground_station",), name=delivery.ground_station)


def operators(imaging: tuple[Imaging, ...], ruleset: Ruleset, as_of: dt.date) -> Iterator[ChainParty]:
    """Yield each operator of a claimed platform once, as a party that nobody in the order need have named."""
    seen: set[str] = set()
    for facts in imaging:
        for key, operator, _ in facts.operators:
            if operator.id not in seen:
                seen.add(operator.id)
                found = screened(as_party(operator), facts.pointer, "platform", ruleset, as_of)
                yield structs.replace(found, platform=key)


def imaging(order: Order, ruleset: Ruleset, as_of: dt.date) -> Iterator[Imaging]:
    """Yield the platforms of each product that was read, and of a tasking."""
    table = ruleset.platforms
    for ordered in order.products:
        if product := ordered.product:
            subject = Subject(kind="product", id=ordered.ref.id)
            blank = Imaging(
                subject=subject,
                pointer=ordered.pointer,
                format=product.format,
                stated=product.platform,
                platforms=claimed(product, table),
                operators=(),
            )
            yield _operated(blank, product.start.date() if product.start else None, table)
    if tasking := order.document.tasking:
        blank = Imaging(
            subject=Subject(kind="order", id="tasking"),
            pointer="/tasking",
            format="tasking",
            stated=tasking.platform,
            platforms=table.keys(tasking.platform),
            operators=(),
        )
        yield _operated(blank, as_of, table)


def _operated(blank: Imaging, day: dt.date | None, table: PlatformTable) -> Imaging:
    """Return an imaging with who operated its platforms on a day, and which of them did not fly."""
    known = [platform for key in blank.platforms if (platform := table.platform(key))]
    finest = [platform.finest_m for platform in known if platform.finest_m is not None]
    return structs.replace(
        blank,
        finest_m=min(finest) if finest and len(finest) == len(known) else None,
        operators=tuple((p.key, operator, operation) for p in known for operator, operation in table.operators(p, day)),
        grounded=tuple(p.key for p in known if day and not table.flies(p, day)),
    )


def query(party: Party) -> Query:
    """Return what to look for in the lists for a party: all its names, countries and numbers."""
    stated = (party.country, party.residence, *party.nationalities)
    return Query(
        names=tuple([part for name in (party.name, *party.aliases) for part in names.parts(name)]),
        kind=party.type or "unknown",
        countries=tuple(dict.fromkeys(filter(None, stated))),
        born=party.born,
        identifiers=party_identifiers(party.identifiers, party.country),
    )


def listed_on(entry: Entry, day: dt.date) -> bool:
    """Tell whether an entry is on its list on a day; unknown dates count as listed."""
    return (entry.listed is None or entry.listed <= day) and (entry.delisted is None or day < entry.delisted)


def screened(party: Party, pointer: str, origin: Origin, ruleset: Ruleset, as_of: dt.date) -> ChainParty:
    """Return a party with the entries that it resembles."""
    asked = query(party)
    found = ruleset.entries.search(asked, floor=ruleset.matching.review, person_floor=ruleset.matching.review_person)
    matches = tuple([candidate for candidate in found if listed_on(candidate.entry, as_of)])
    return ChainParty(
        party=party,
        pointer=pointer,
        origin=origin,
        matches=matches,
        unlisted=tuple([candidate for candidate in found if not listed_on(candidate.entry, as_of)]),
        readable=ruleset.entries.reads(tuple(filter(_has_letters, asked.names))),
    )


def _has_letters(name: str) -> bool:
    """Tell whether a name has a letter or digit of its own: pictures are romanised to words that nobody goes by."""
    return name[:1].isalnum() or any(letter.isalnum() for letter in name)


def as_party(operator: Operator) -> Party:
    """Return an operator as a party of the chain."""
    return Party(
        id=operator.id,
        roles=("operator",),
        name=operator.name,
        aliases=operator.aliases,
        type="organization",
        country=operator.country,
        identifiers=operator.identifiers,
    )
