"""What the checks of end uses share: what an order says of its use, and of parties in the countries of a rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from sarcheck.evidence import Evidence, Place
from sarcheck.evidence.words import first_of
from sarcheck.model import Party, Subject

ORDER = Subject(kind="order", id="order")


class Use(NamedTuple):
    """What tells of an end use: where, of whom, in which words, and whether the order states it outright."""

    pointer: str
    subject: Subject
    told: str
    stated: bool


def users(evidence: Evidence, roles: Collection[str], countries: Collection[str]) -> tuple[Place, ...]:
    """Return the delivery and the parties of some roles that are in, or nationals of, some countries."""
    if evidence.codes.isdisjoint(countries):
        return ()
    return tuple(
        place
        for place in evidence.places
        if not set(roles).isdisjoint(place.roles)
        and not set(countries).isdisjoint({*(code for code, _ in place.countries), *place.nationalities})
    )


def uses(evidence: Evidence, there: tuple[Place, ...], parameters: Mapping[str, Any]) -> Iterator[Use]:
    """Yield what tells of the use that a rule asks about by its ``terms``, and by ``declared`` the military one.

    ``there`` are the places of those who use the data; nothing is told of nobody.
    """
    end_use = evidence.order.document.end_use
    terms = parameters.get("terms", ())
    if there and end_use:
        if parameters.get("declared") and end_use.military:
            yield Use("/end_use/military", ORDER, "The end use is stated to be military", stated=True)
        if term := first_of(terms, end_use.statement):
            yield Use("/end_use/statement", ORDER, f'The statement of end use names "{term}"', stated=True)
    parties = {f"/parties/{i}": party for i, party in enumerate(evidence.order.document.parties)}
    for place in there:
        if place.pointer in parties:
            yield from _of_party(parties[place.pointer], place, terms)


def _of_party(party: Party, place: Place, terms: Collection[str]) -> Iterator[Use]:
    told = [("name", party.name), ("sector", party.sector), *((f"aliases/{i}", a) for i, a in enumerate(party.aliases))]
    for field, text in told:
        if term := first_of(terms, text):
            kind = field.partition("/")[0]
            yield Use(
                f"{place.pointer}/{field}", place.subject, f'{place.who}: its {kind} names "{term}"', stated=False
            )
            return


def unstated(evidence: Evidence) -> bool:
    """Tell whether an order says nothing of the end use."""
    end_use = evidence.order.document.end_use
    return end_use is None or (end_use.military is None and not (end_use.statement or "").strip())


def where(there: tuple[Place, ...]) -> list[str]:
    """Return the countries of some places, sorted."""
    return sorted({code for place in there for code in (*(code for code, _ in place.countries), *place.nationalities)})
