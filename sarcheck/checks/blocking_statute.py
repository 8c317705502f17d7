"""Does one law forbid to follow another that bites on this order?

Some laws forbid those whom they bind to comply with measures of another state. Where the rule binds, and the
delivery, a party with one of the roles of ``applies_to``, or a match with an entry of one of the ``programs`` falls
under such a measure, that is told: whoever refuses because of it may need an authorisation. It changes no outcome.

Parameters: ``applies_to``, ``countries``, ``groups``, ``listed_on`` (lists, looked at where they are loaded),
``programs``, ``measures`` (the measures, in words).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from sarcheck.checks import _sieves
from sarcheck.checks._finding import finding
from sarcheck.checks._listed import is_sure
from sarcheck.checks._uses import users
from sarcheck.evidence import Day, Evidence, binds
from sarcheck.model import Finding, Role, Rule, Subject

NAME = "blocking_statute"
EXAMINES = "chain"


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule may set for this check."""

    measures: str
    applies_to: tuple[Role | Literal["delivery"], ...]
    countries: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    listed_on: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()


def sieve(rules: tuple[Rule, ...], day: Day) -> _sieves.Sieve:
    """Return which rules may find anything: those on a country of the order, and all where anybody is on a list."""
    return _sieves.lying_or_listed(rules, day)


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a notice for each place and party that such a measure bites on, where the rule binds."""
    if not binds(rule, evidence.binding):
        return
    parameters = rule.parameters
    for place in users(evidence, parameters["applies_to"], evidence.countries(parameters)):
        yield _finding(rule, evidence, place.pointer, place.subject, place.who)
    for party in evidence.chain:
        sure = (c.entry for c in party.matches if is_sure(c, evidence.thresholds))
        if any(_bites(entry.list, entry.programs, rule) for entry in sure):
            yield _finding(rule, evidence, party.pointer, party.subject, f'"{party.party.name}"')


def _bites(name: str, programs: tuple[str, ...], rule: Rule) -> bool:
    given = rule.parameters
    return name in given.get("listed_on", ()) and not set(programs).isdisjoint(given.get("programs", ()))


def _finding(rule: Rule, evidence: Evidence, pointer: str, subject: Subject, who: str) -> Finding:
    measures = rule.parameters["measures"]
    message = f"{who} falls under {measures}; to refuse because of these alone may be forbidden here."
    return finding(rule, evidence, pointer=pointer, subject=subject, message=message)
