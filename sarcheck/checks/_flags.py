"""What each red flag looks at. A flag is a function of the evidence and the rule's parameters; it yields signs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from sarcheck.checks._images import Image, images
from sarcheck.checks._uses import ORDER, unstated
from sarcheck.evidence import Evidence, Place
from sarcheck.evidence.words import first_of, words
from sarcheck.model import Delivery, Operator, Party, Role, Subject

if TYPE_CHECKING:
    from sarcheck.checks.red_flag import Flag, Parameters

RECEIVING: frozenset[Role] = frozenset({"customer", "ultimate_consignee", "end_user", "data_recipient"})
"""Roles of those to whom data go in the end."""

BETWEEN: frozenset[Role] = frozenset({"supplier", "reseller", "intermediate_consignee", "processor"})
"""Roles of those who stand between the operator and the customer."""

SELLING: frozenset[Role] = frozenset({"supplier", "reseller"})


class Sign(NamedTuple):
    """What raises a flag: pointer, subject, and what is so in words."""

    pointer: str
    subject: Subject
    message: str


Signs = Iterator[Sign]


def _parties(evidence: Evidence, roles: frozenset[Role] | tuple[Role, ...]) -> Iterator[tuple[str, Party]]:
    for pointer, party, own in evidence.once(_with_roles):
        if not own.isdisjoint(roles):
            yield pointer, party


def _with_roles(evidence: Evidence) -> tuple[tuple[str, Party, frozenset[Role]], ...]:
    parties = enumerate(evidence.order.document.parties)
    return tuple((f"/parties/{i}", party, frozenset(party.roles)) for i, party in parties)


def _sign(pointer: str, party: Party, message: str) -> Sign:
    return Sign(pointer, Subject(kind="party", id=party.id), f'"{party.name}" ({", ".join(party.roles)}) {message}.')


def _codes(evidence: Evidence, roles: frozenset[Role]) -> set[str]:
    """Return the countries of the parties of some roles."""
    known = evidence.once(_codes_of_roles)
    return set().union(*(known[role] for role in roles if role in known))


def _codes_of_roles(evidence: Evidence) -> dict[Role | Literal["delivery"], set[str]]:
    found: dict[Role | Literal["delivery"], set[str]] = {}
    for place in evidence.places:
        for role in place.roles:
            found.setdefault(role, set()).update(code for code, _ in place.countries)
    return found


# --- the end use --------------------------------------------------------------------------------


def _end_use_missing(evidence: Evidence, parameters: Parameters) -> Signs:
    del parameters
    if unstated(evidence):
        yield Sign("/end_use", ORDER, "The order does not say what the data are for.")


def _military_unsaid(evidence: Evidence, parameters: Parameters) -> Signs:
    end_use = evidence.order.document.end_use
    term = first_of(parameters.terms, end_use.statement) if end_use else None
    if term and end_use and not end_use.military:
        message = f'The statement of end use names "{term}", and the end use is not stated to be military.'
        yield Sign("/end_use/statement", ORDER, message)


# --- who the parties are ------------------------------------------------------------------------


def _incorporated_after(evidence: Evidence, parameters: Parameters) -> Signs:
    excepted = evidence.countries(
        {"except_countries": parameters.except_countries, "except_groups": parameters.except_groups},
        codes="except_countries",
        groups="except_groups",
    )
    for pointer, party in _parties(evidence, parameters.applies_to):
        late = party.incorporated and parameters.after and party.incorporated > parameters.after
        if late and party.country not in excepted:
            message = f"was incorporated on {party.incorporated}, after {parameters.after}"
            yield _sign(f"{pointer}/incorporated", party, message)


def _recently_incorporated(evidence: Evidence, parameters: Parameters) -> Signs:
    created = evidence.order.document.created
    day = min(created.date(), evidence.as_of) if created else evidence.as_of  # its own word may not make it older
    least = dt.timedelta(days=parameters.days or 0)
    for pointer, party in _parties(evidence, parameters.applies_to):
        if party.incorporated and day - party.incorporated < least:
            message = f"was incorporated on {party.incorporated}, less than {parameters.days} days before the order"
            yield _sign(f"{pointer}/incorporated", party, message)


def _terms_in_name(evidence: Evidence, parameters: Parameters) -> Signs:
    for pointer, party in _parties(evidence, parameters.applies_to):
        for field, text in (("name", party.name), ("sector", party.sector)):
            if term := first_of(parameters.terms, text):
                yield _sign(f"{pointer}/{field}", party, f'names "{term}" in its {field}')


def _terms_in_address(evidence: Evidence, parameters: Parameters) -> Signs:
    for pointer, party in _parties(evidence, parameters.applies_to):
        term = first_of(parameters.terms, party.address) if party.type != "person" else None
        if term:
            yield _sign(f"{pointer}/address", party, f'has "{term}" in its address')


# --- where they are and where data go -----------------------------------------------------------


def _payer_elsewhere(evidence: Evidence, parameters: Parameters) -> Signs:
    del parameters
    there = _codes(evidence, RECEIVING)
    for pointer, party in _parties(evidence, ("payer",)):
        if party.country and there and party.country not in there:
            yield _sign(f"{pointer}/country", party, f"pays from {party.country}, where nobody who gets the data is")


def _delivery_elsewhere(evidence: Evidence, parameters: Parameters) -> Signs:
    del parameters
    delivery, there = evidence.order.document.delivery, _codes(evidence, RECEIVING)
    if delivery and delivery.country and there and delivery.country not in there:
        message = f"The data go to {delivery.country}; those who get them are in {', '.join(sorted(there))}."
        yield Sign("/delivery/country", Subject(kind="delivery", id="delivery"), message)


def _transit(evidence: Evidence, parameters: Parameters) -> Signs:
    countries = evidence.countries({"countries": parameters.countries, "groups": parameters.groups})
    ends = _codes(evidence, frozenset({"end_user", "ultimate_consignee"}))
    for pointer, party in _parties(evidence, (*BETWEEN, "customer")):
        if party.country in countries and ends and party.country not in ends:
            message = f"is in {party.country}, through which goods are diverted; the end user is in {_some(ends)}"
            yield _sign(f"{pointer}/country", party, message)


def _many_countries(evidence: Evidence, parameters: Parameters) -> Signs:
    countries = _codes(evidence, BETWEEN | RECEIVING)
    if parameters.most and len(countries) > parameters.most:
        yield Sign("/parties", ORDER, f"The order passes through {len(countries)} countries: {_some(countries)}.")


def _subdivision_elsewhere(evidence: Evidence, parameters: Parameters) -> Signs:
    del parameters
    for place in evidence.places:
        stated = {code for code, field in place.countries if field != "subdivision"}
        yield from _subdivision(place, stated)
        for named in place.named:
            if stated and not named.ascribed:
                message = f"{place.who} is said to be in {_some(stated)} and names {named.name} in its address."
                yield Sign(f"{place.pointer}/address", place.subject, message)


def _subdivision(place: Place, stated: set[str]) -> Signs:
    of_subdivision = (place.subdivision or "").partition("-")[0]
    if of_subdivision and stated and of_subdivision not in stated:
        message = f"{place.who} is said to be in {_some(stated)} and in {place.subdivision}."
        yield Sign(f"{place.pointer}/subdivision", place.subject, message)


def _some(codes: set[str]) -> str:
    return ", ".join(sorted(codes))


# --- the images ---------------------------------------------------------------------------------


def _fine_for_sector(evidence: Evidence, parameters: Parameters) -> Signs:
    limit = parameters.finer_than or 0.0
    fine = [image for image in images(evidence) if image.finer_than(limit, inclusive=False)]
    for pointer, party in _parties(evidence, ("customer", "end_user")) if fine else ():
        if term := first_of(parameters.terms, party.sector):
            message = f'is in the sector "{term}" and orders images of {fine[0].finest} m'
            yield _sign(f"{pointer}/sector", party, message)


def _fresh_and_fine(evidence: Evidence, parameters: Parameters) -> Signs:
    delivery, limit = evidence.order.document.delivery, parameters.finer_than or 0.0
    for image in images(evidence) if delivery and delivery.at else ():
        age = (delivery.at.date() - image.last).days if delivery and delivery.at and image.last else None
        telling = image.complex or image.finer_than(limit, inclusive=True)
        if age is not None and telling and 0 <= age < (parameters.days or 0):
            fine = "keeps the phase" if image.complex else f"has a resolution of {image.finest} m"
            message = f"{image.name} {fine} and is delivered {age} days after it is taken."
            yield Sign(image.pointer, image.subject, message)


def _station(evidence: Evidence, parameters: Parameters) -> Signs:
    countries = evidence.countries({"countries": parameters.countries, "groups": parameters.groups})
    for image in images(evidence):
        for did, place, country in _stations(image):
            term = first_of(parameters.stations, place)
            if term or country in countries:
                at = ", ".join(filter(None, (place, country)))
                yield Sign(image.pointer, image.subject, f"{image.name} was {did} at {at}.")


def _stations(image: Image) -> Iterator[tuple[str, str | None, str | None]]:
    if product := image.product:
        yield "received", product.receiving_station, product.receiving_country
        yield "processed", product.facility, product.facility_country


def _supplier_unrelated(evidence: Evidence, parameters: Parameters) -> Signs:
    """Yield each seller who is a stranger to all operators of an image; only its name counts, aliases are cheap."""
    for pointer, party in _parties(evidence, SELLING):
        strange = {o.name for i in images(evidence) if _is_strange(party, i, evidence, parameters) for o in i.operators}
        if strange:
            who = ", ".join(sorted(strange))
            message = f"sells data of satellites of {who} and is no distributor of theirs in the operator profile"
            yield _sign(pointer, party, message)


def _is_strange(party: Party, image: Image, evidence: Evidence, parameters: Parameters) -> bool:
    if any(operator.id in parameters.open_operators for operator in image.operators):
        return False
    return words(party.name) not in {words(name) for one in image.operators for name in _names(one, evidence)}


def _names(operator: Operator, evidence: Evidence) -> tuple[str, ...]:
    return (operator.name, *operator.aliases, *evidence.distributors.get(operator.id, ()))


def _anyone(told: Callable[[Party], object]) -> Callable[[Evidence], bool]:
    return lambda evidence: any(told(party) for party in evidence.order.document.parties)


def _delivered(told: Callable[[Delivery], object]) -> Callable[[Evidence], bool]:
    return lambda evidence: bool((delivery := evidence.order.document.delivery) and told(delivery))


def _is_made_somewhere(evidence: Evidence) -> bool:
    products = (ordered.product for ordered in evidence.order.products if ordered.product)
    return any(p.receiving_station or p.receiving_country or p.facility or p.facility_country for p in products)


RESTS_ON: dict[Flag, Callable[[Evidence], bool]] = {
    "incorporated_after": _anyone(lambda party: party.incorporated),
    "recently_incorporated": _anyone(lambda party: party.incorporated),
    "payer_elsewhere": _anyone(lambda party: "payer" in party.roles),
    "delivery_elsewhere": _delivered(lambda delivery: delivery.country),
    "subdivision_elsewhere": lambda evidence: any(place.subdivision or place.named for place in evidence.places),
    "terms_in_address": _anyone(lambda party: party.address),
    "fine_for_sector": _anyone(lambda party: party.sector),
    "fresh_and_fine": _delivered(lambda delivery: delivery.at),
    "station": _is_made_somewhere,
}
"""What an order must state for a flag to be raised at all; the other flags look at what every order states."""

FLAGS: dict[Flag, Callable[[Evidence, Parameters], Signs]] = {
    "end_use_missing": _end_use_missing,
    "military_unsaid": _military_unsaid,
    "incorporated_after": _incorporated_after,
    "recently_incorporated": _recently_incorporated,
    "payer_elsewhere": _payer_elsewhere,
    "delivery_elsewhere": _delivery_elsewhere,
    "transit": _transit,
    "many_countries": _many_countries,
    "subdivision_elsewhere": _subdivision_elsewhere,
    "terms_in_name": _terms_in_name,
    "terms_in_address": _terms_in_address,
    "fine_for_sector": _fine_for_sector,
    "fresh_and_fine": _fresh_and_fine,
    "station": _station,
    "supplier_unrelated": _supplier_unrelated,
}
