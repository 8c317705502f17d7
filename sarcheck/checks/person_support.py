"""Does a person of a country take part in what its law forbids that person to support, wherever the goods come from?

Two things must meet. First such a person: whoever runs sarcheck, where the rule's jurisdictions bind by the operator
profile; a party that the order says is one (``stated``), or with a country, residence or nationality of
``person_countries``; the operator of a satellite. Second an end user on one of the ``lists``, or an end use or end
user that the rule's ``terms`` name in its countries. A sure end user or a stated use has the rule's outcome; a
likeness or a mere term in a name has ``outcome_named``. Where the use is there and nobody is known to be such a
person, what is not known is ``outcome_unknown``; where the order denies it of everyone in it, that is the order's own
word, and for review.

Parameters: ``person_countries``, ``stated``, ``applies_to``, ``lists``, ``countries``, ``groups``, ``terms``,
``outcome_named``, ``outcome_unknown``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from sarcheck.checks import _sieves
from sarcheck.checks._finding import finding, milder
from sarcheck.checks._listed import is_sure
from sarcheck.checks._uses import Use, users, uses
from sarcheck.evidence import Day, Evidence, binds
from sarcheck.model import Finding, FindingOutcome, Role, Rule

NAME = "person_support"
EXAMINES = "chain"


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule may set for this check."""

    person_countries: tuple[str, ...]
    applies_to: tuple[Role | Literal["delivery"], ...]
    terms: tuple[str, ...]
    stated: bool = False
    lists: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    outcome_named: FindingOutcome = "review"
    outcome_unknown: FindingOutcome = "incomplete"


def sieve(rules: tuple[Rule, ...], day: Day) -> _sieves.Sieve:
    """Return which rules may find anything: those on a country of the order, and all where anybody is on a list."""
    return _sieves.lying_or_listed(rules, day)


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each such end user or end use, with who supports it."""
    found = (*_listed(evidence, rule), *_used(evidence, rule))
    persons = tuple(_persons(evidence, rule)) if found else ()
    for use in found:
        grade = rule.outcome if use.stated else rule.parameters.get("outcome_named", "review")
        outcome, who = _graded(grade, persons, rule, evidence)
        yield finding(
            rule,
            evidence,
            outcome=outcome,
            pointer=use.pointer,
            subject=use.subject,
            message=f"{use.told}; {who}.",
            facts=({"kind": "person_support", "persons": list(persons)},),
        )


def _graded(
    grade: FindingOutcome, persons: tuple[str, ...], rule: Rule, evidence: Evidence
) -> tuple[FindingOutcome, str]:
    """Return the grade of such a use by who is known to take part, and that in words."""
    if persons:
        return grade, "; ".join(persons)
    if rule.parameters.get("stated") and all(p.us_person is False for p in evidence.order.document.parties):
        return milder(grade, "review"), "the order says of every party that it is no such person"
    unknown = rule.parameters.get("outcome_unknown", "incomplete")
    return milder(grade, unknown), "whether such a person takes part is not known"


def _listed(evidence: Evidence, rule: Rule) -> Iterator[Use]:
    """Yield each party of the chain that is, or may be, an end user of the rule's lists."""
    for party in evidence.chain:
        for candidate in party.matches:
            sure = is_sure(candidate, evidence.thresholds)
            if candidate.entry.list in rule.parameters.get("lists", ()) and sure is not None:
                entry = f"{candidate.entry.list} {candidate.entry.id}"
                yield Use(party.pointer, party.subject, f'"{party.party.name}" resembles {entry}', stated=sure)


def _used(evidence: Evidence, rule: Rule) -> Iterator[Use]:
    there = users(evidence, rule.parameters["applies_to"], evidence.countries(rule.parameters))
    return uses(evidence, there, rule.parameters)


def _persons(evidence: Evidence, rule: Rule) -> Iterator[str]:
    """Yield who in the chain is such a person, and by what."""
    countries = set(rule.parameters["person_countries"])
    if binds(rule, evidence.binding):
        yield "the law binds whoever runs this check"
    for party in (one.party for one in evidence.chain):
        codes = countries & {party.country, party.residence, *party.nationalities}
        if rule.parameters.get("stated") and party.us_person:
            yield f'"{party.name}" is stated to be a person of {", ".join(sorted(countries))}'
        elif codes:
            yield f'"{party.name}" is of {", ".join(sorted(codes))}'
