"""Is the end use, or an end user, one that a law names for certain countries?

Parties with a role of ``applies_to`` (and the delivery, where it names that) in the rule's countries are looked at. A
use that the order states, by a term of the rule in its statement or as military (``declared``), has the rule's
outcome. A party whose name or sector holds a term has ``outcome_named``. Where an order for these countries says
nothing of its use, that is ``outcome_unstated``.

Parameters: ``applies_to``, ``countries``, ``groups`` (of countries), ``terms``, ``declared``, ``outcome_named``,
``outcome_unstated``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from sarcheck.checks import _sieves
from sarcheck.checks._finding import finding
from sarcheck.checks._uses import ORDER, unstated, users, uses, where
from sarcheck.evidence import Day, Evidence, Place
from sarcheck.model import Finding, FindingOutcome, Role, Rule

NAME = "end_use"
EXAMINES = "places"


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule may set for this check."""

    applies_to: tuple[Role | Literal["delivery"], ...]
    terms: tuple[str, ...]
    countries: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    declared: bool = False
    outcome_named: FindingOutcome = "review"
    outcome_unstated: FindingOutcome = "incomplete"


def sieve(rules: tuple[Rule, ...], day: Day) -> _sieves.Sieve:
    """Return which rules may find anything: those on a country of the order."""
    return _sieves.lying(rules, day)


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each thing that tells of such a use, or one where nothing is told."""
    parameters = rule.parameters
    there = users(evidence, parameters["applies_to"], evidence.countries(parameters))
    facts = ({"kind": "end_use", "countries": where(there)},)
    if there and unstated(evidence):
        yield finding(
            rule,
            evidence,
            outcome=parameters.get("outcome_unstated", "incomplete"),
            pointer="/end_use",
            subject=ORDER,
            message=f"{_user(there)}; the order does not say what the data are for.",
            facts=facts,
        )
    for use in uses(evidence, there, parameters):
        yield finding(
            rule,
            evidence,
            outcome=None if use.stated else parameters.get("outcome_named", "review"),
            pointer=use.pointer,
            subject=use.subject,
            message=f"{use.told}; {_user(there)}.",
            facts=facts,
        )


def _user(there: tuple[Place, ...]) -> str:
    """Return who, of those in the rule's countries, is named first, with where."""
    return f"{there[0].who} is in {', '.join(where(there[:1]))}"
