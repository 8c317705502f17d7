"""Where the products come from: their provenance facts, and who made them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from msgspec import structs

from sarcheck import provenance as facts_of
from sarcheck.evidence.chain import as_party, screened
from sarcheck.evidence.facts import Area, ChainParty, Provenance
from sarcheck.model import Candidate, Order, OrderedProduct, Party, Product, ProvenanceFact, Role, Subject
from sarcheck.platforms import claimed
from sarcheck.provenance import makers as made
from sarcheck.provenance import ordered as against_order

if TYPE_CHECKING:
    from sarcheck.ruleset import Ruleset

FITS = "fits"
"""The number of a fact that names the platforms whose orbit a product's fits, though it claims another or none."""

UNSURE = "That {text} is a facility of {name} is general knowledge and was not read at a source."


def provenance(order: Order, areas: Sequence[Area], ruleset: Ruleset, as_of: dt.date) -> Iterator[Provenance]:
    """Yield the provenance of each product that was read, its order's wishes included, and of the order itself."""
    area = next((one.footprint for one in areas if one.pointer == "/geometry"), None)
    for ordered in order.products:
        if product := ordered.product:
            images = [one.footprint for one in areas if one.pointer == ordered.pointer and one.footprint]
            held = against_order.facts(order, ordered, area, images, ruleset.platforms, ruleset.matching.review, as_of)
            yield Provenance(
                subject=Subject(kind="product", id=ordered.ref.id),
                pointer=ordered.pointer,
                verification=product.verification,
                format=product.format,
                facts=(*ruleset.about(_stated, product), *held),
            )
    if order.products:
        whole = tuple(against_order.whole(order))
        subject = Subject(kind="order", id="order")
        yield Provenance(subject=subject, pointer="/products", verification="verified", facts=whole)


def _stated(ruleset: Ruleset, product: Product) -> tuple[ProvenanceFact, ...]:
    return facts_of.facts(product, ruleset.platforms)


def closed(order: Order, found: Sequence[Provenance]) -> Order:
    """Return the order with the evidence level of those products raised whose geometry closes."""
    closes = {one.pointer for one in found if facts_of.closes(one.facts)}
    return structs.replace(order, products=tuple(_raised(one, one.pointer in closes) for one in order.products))


def _raised(ordered: OrderedProduct, closes: bool) -> OrderedProduct:
    product = ordered.product
    return ordered if product is None else structs.replace(ordered, product=facts_of.leveled(product, closes=closes))


def fitting(
    found: Sequence[Provenance], operators: Sequence[ChainParty], order: Order, ruleset: Ruleset, as_of: dt.date
) -> Iterator[ChainParty]:
    """Yield the operators of platforms whose orbit a product fits though it claims another or none, each once."""
    seen = {operator.party.id for operator in operators}
    products = {one.pointer: one.product for one in order.products if one.product}
    for one in (one for one in found if one.pointer in products):
        product = products[one.pointer]
        day = product.start.date() if product.start else None
        nameless = not claimed(product, ruleset.platforms)
        for key in _fitted(one.facts, nameless=nameless):
            platform = ruleset.platforms.platform(key)
            for operator, _ in ruleset.platforms.operators(platform, day) if platform else ():
                if operator.id not in seen:
                    seen.add(operator.id)
                    party = screened(as_party(operator), one.pointer, "orbit", ruleset, as_of)
                    yield structs.replace(party, platform=key)


def _fitted(facts: Sequence[ProvenanceFact], *, nameless: bool) -> Iterator[str]:
    """Yield the keys of the platforms that facts say the orbit fits: those that failed, and of a product that names no
    known platform also those that could not be held against one."""
    for fact in facts:
        counts = fact.result == "fail" or (nameless and fact.result == "not_possible")
        keys = fact.numbers.get(FITS) if counts else None
        yield from (keys,) if isinstance(keys, str) else keys or ()


def makers(order: Order, operators: Sequence[ChainParty], ruleset: Ruleset, as_of: dt.date) -> Iterator[ChainParty]:
    """Yield whom the products name as having received, processed or ordered them, each once for each role.

    A code that no facility of the table has is no name to look for; the provenance facts tell of it. Operators, who
    often process their own images, are in the chain already.
    """
    seen: set[tuple[str, str]] = set()
    known = {operator.party.name.casefold() for operator in operators}
    for ordered in order.products:
        for party, doubt in _named(ordered.product, ruleset) if ordered.product else ():
            key = (party.roles[0], party.name.casefold())
            if key not in seen and party.name.casefold() not in known:
                seen.add(key)
                found = screened(party, ordered.pointer, "product", ruleset, as_of)
                yield structs.replace(found, doubt=doubt, matches=_meant(found, ruleset.matching.deny))


def _meant(found: ChainParty, least: float) -> tuple[Candidate, ...]:
    """Return the matches of someone whom a product names; one short word has to be the name itself."""
    if made.is_telling(found.party.name):
        return found.matches
    return tuple(one for one in found.matches if one.by == "identifier" or one.score.value >= least)


def _named(product: Product, ruleset: Ruleset) -> Iterator[tuple[Party, str]]:
    for maker in made.makers(product, ruleset.platforms):
        role, facility, text = cast("Role", maker.role), maker.facility, maker.claim.stated
        if facility and facility.organisation:
            unsure = facility.status not in ("verified", "secondary")
            doubt = UNSURE.format(text=text, name=facility.organisation) if unsure else ""
            yield (
                Party(
                    id=f"{role}:{facility.id}",
                    roles=(role,),
                    name=facility.organisation,
                    aliases=facility.aliases,
                    type="organization",
                    country=facility.country,
                ),
                doubt,
            )
        elif facility is None and made.is_name(text):
            yield Party(id=f"{role}:{text}", roles=(role,), name=text, type="organization"), ""
    if product.customer and made.is_name(product.customer):
        country = product.customer_country if product.customer_country in ruleset.content.countries else None
        yield Party(id="customer:product", roles=("customer",), name=product.customer, country=country), ""
