"""Do a product's own numbers, and its order, speak for where it is said to come from?

Each provenance fact is the answer to one question: do the listed checksums agree, does the geometry close, does the
orbit number fit the time, was the image taken in the ordered interval, ... ``sarcheck inspect --provenance`` shows
them all. A rule names the facts that it grades. One that fails has the rule's outcome. One that could not be had has
``outcome_not_possible`` where the rule sets it, and is no finding where it does not. With ``formats`` only products
in these are graded: what genuine ones always state, and one does not, was taken out. What a reader knows from the
layout alone, never checked on a real product, carries a caveat.

Parameters: ``facts``, ``outcome_not_possible``, ``formats`` (readers' names).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from sarcheck.checks import _sieves
from sarcheck.checks._finding import finding
from sarcheck.evidence import Day, Evidence, Provenance
from sarcheck.model import Finding, FindingOutcome, ProvenanceFact, Rule

NAME = "provenance"
EXAMINES = "provenance"

LAYOUT_ONLY = "The reader of this format knows it from its layout and was never checked on a real product."
LESS_SURE = 0.5
"""Confidence in a fact of a format that was never checked on a real product."""


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule may set for this check."""

    facts: tuple[str, ...]
    outcome_not_possible: FindingOutcome | None = None
    formats: tuple[str, ...] | None = None


def sieve(rules: tuple[Rule, ...], _day: Day) -> _sieves.Sieve:
    """Return which rules may find anything: those on a fact that failed, or could not be had where they grade that."""
    failed = _sieves.table((rule.parameters["facts"], rule) for rule in rules)
    lacking = _sieves.table((r.parameters["facts"], r) for r in rules if r.parameters.get("outcome_not_possible"))

    def of(evidence: Evidence) -> set[str]:
        told = [(fact.check, fact.result) for one in evidence.provenance for fact in one.facts]
        return _sieves.looked_up(failed, (name for name, result in told if result == "fail")) | _sieves.looked_up(
            lacking, (name for name, result in told if result == "not_possible")
        )

    return of


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each of the rule's facts that failed, or could not be had where the rule grades that."""
    missing: FindingOutcome | None = rule.parameters.get("outcome_not_possible")
    formats = rule.parameters.get("formats")
    outcomes: dict[str, FindingOutcome | None] = {"fail": rule.outcome, "not_possible": missing, "pass": None}
    for one in evidence.provenance:
        if formats is not None and one.format not in formats:
            continue
        for fact in one.facts:
            if fact.check in rule.parameters["facts"] and (outcome := outcomes[fact.result]):
                yield _finding(one, fact, outcome, rule, evidence)


def examined(evidence: Evidence, rule: Rule) -> int:
    """Return of how many products, the order itself among them, any of the rule's facts could be had."""
    return sum(not had.isdisjoint(rule.parameters["facts"]) for had in evidence.once(_had))


def _had(evidence: Evidence) -> tuple[frozenset[str], ...]:
    """Return of each product, and of the order, which facts could be had."""
    told = ((fact.check for fact in one.facts if fact.result != "not_possible") for one in evidence.provenance)
    return tuple(map(frozenset, told))


def _finding(one: Provenance, fact: ProvenanceFact, outcome: FindingOutcome, rule: Rule, evidence: Evidence) -> Finding:
    unsure = one.verification == "layout only"
    return finding(
        rule,
        evidence,
        outcome=outcome,
        pointer=one.pointer,
        subject=one.subject,
        message=f"{one.subject.id}: {fact.message}.",
        confidence=LESS_SURE if unsure else 1.0,
        facts=(_told(fact),),
        caveats=(LAYOUT_ONLY,) if unsure else (),
    )


def _told(fact: ProvenanceFact) -> dict[str, Any]:
    where = {"source": fact.source, "path": fact.path} if fact.source else {}
    return {**fact.numbers, "kind": "provenance", "check": fact.check, "result": fact.result, **where}
