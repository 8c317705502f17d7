"""Do data, or a party, go to or sit in an embargoed country or area?

The delivery, and every party with one of the roles of ``applies_to``, is held against country codes, subdivision
codes, and place names and postal codes in the address: an embargoed town is found whatever country is written beside
it. A place name under a country to which the place may be ascribed has ``outcome_place``; under any other (a street
of that name, say) it has ``outcome_place_elsewhere``. A delivery point is held against the regions themselves, and
against regions of the rules folder that need not be there.

Parameters: ``applies_to`` ("delivery" and roles), ``countries``, ``groups`` (of countries), ``subdivisions``,
``places`` (group ids), ``optional_regions`` (ids), ``outcome_place``, ``outcome_place_elsewhere``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from sarcheck.checks import _sieves
from sarcheck.checks._finding import finding, milder
from sarcheck.evidence import Day, Evidence, Place, countries_of
from sarcheck.model import Finding, FindingOutcome, Role, Rule

NAME = "country"
EXAMINES = "places"


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule may set for this check."""

    applies_to: tuple[Role | Literal["delivery"], ...]
    countries: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    subdivisions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    optional_regions: tuple[str, ...] = ()
    outcome_place: FindingOutcome = "review"
    outcome_place_elsewhere: FindingOutcome = "review"


def sieve(rules: tuple[Rule, ...], day: Day) -> _sieves.Sieve:
    """Return which rules may find anything: those on a code of the order, and all where a point or a name tells it."""
    by_code = _sieves.table(
        ((*countries_of(day.groups, rule.parameters), *rule.parameters.get("subdivisions", ())), rule) for rule in rules
    )
    every = _sieves.ids(rules)
    return lambda evidence: every if evidence.located else _sieves.looked_up(by_code, evidence.codes)


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each delivery or party in a country or area of the rule."""
    applies, countries = set(rule.parameters["applies_to"]), evidence.countries(rule.parameters)
    for place in evidence.places:
        if not applies.isdisjoint(place.roles):
            for outcome, where, message in _hits(place, rule, countries, evidence):
                yield finding(
                    rule,
                    evidence,
                    outcome=outcome,
                    pointer=f"{place.pointer}{where}",
                    subject=place.subject,
                    message=f"{place.who} {message}.",
                    facts=(_facts(place),),
                )


def _facts(place: Place) -> dict[str, object]:
    return {
        "kind": "place",
        "countries": [code for code, _ in place.countries],
        "subdivision": place.subdivision,
        "named": [named.name for named in place.named],
    }


def _hits(
    place: Place, rule: Rule, countries: frozenset[str], evidence: Evidence
) -> Iterator[tuple[FindingOutcome, str, str]]:
    """Yield (grade, pointer suffix, what is so) for each way in which a place meets the rule, once each."""
    subdivisions = rule.parameters.get("subdivisions", ())
    for code, field in place.countries:
        if code in countries:
            yield rule.outcome, f"/{field}", f"is in {code}"
    for code in place.nationalities:
        if code in countries:
            yield milder(rule.outcome, "review"), "/nationalities", f"is a national of {code}"
    if place.subdivision in subdivisions:
        yield rule.outcome, "/subdivision", f"is in {place.subdivision}"
    yield from _located(place, rule, {*countries, *subdivisions})
    for code in sorted(countries - evidence.regions) if place.point else ():
        yield "incomplete", "/location", f"is at a point that cannot be held against {code}, whose outline is not known"
    yield from _named(place, rule)


def _located(place: Place, rule: Rule, codes: set[str]) -> Iterator[tuple[FindingOutcome, str, str]]:
    for overlap in place.regions:
        named = overlap.region in rule.parameters.get("optional_regions", ())
        if named or codes & {overlap.country, *(overlap.subdivision or "").split("+")}:
            grade = rule.outcome if overlap.relation == "inside" else milder(rule.outcome, "review")
            yield grade, "/location", f"is at a point of {overlap.name}"


def _named(place: Place, rule: Rule) -> Iterator[tuple[FindingOutcome, str, str]]:
    parameters = rule.parameters
    for named in place.named:
        if named.group in parameters.get("places", ()):
            key = "outcome_place" if named.ascribed else "outcome_place_elsewhere"
            yield parameters.get(key, "review"), "/address", f"names {named.name}, a place in {named.subdivision}"
