"""How a check states a finding: the rule's words, the grade where the rule applies, the law's interval."""

from __future__ import annotations

from typing import Any

from sarcheck.evidence import Evidence, answer, binds
from sarcheck.model import Basis, Finding, FindingOutcome, Rule, Subject, severity


def milder(first: FindingOutcome, second: FindingOutcome) -> FindingOutcome:
    """Return the milder of two grades; a notice is the mildest."""
    return min(first, second, key=severity)


def finding(
    rule: Rule,
    evidence: Evidence,
    *,
    pointer: str,
    subject: Subject,
    message: str,
    outcome: FindingOutcome | None = None,
    confidence: float = 1.0,
    facts: tuple[dict[str, Any], ...] = (),
    citation: str | None = None,
    caveats: tuple[str, ...] = (),
) -> Finding:
    """Build a finding of a rule, at the rule's grade or a given one, capped where its regime does not bind."""
    asked = answer(rule.asks, rule.in_force, evidence.days, subject)
    if asked is None:
        raise ValueError(f"{rule.id} is not in force for {subject.kind} {subject.id} on the day that it asks of")
    interval = asked.interval
    grade = outcome or rule.outcome
    own = (rule.caveat,) if rule.caveat else ()
    if not binds(rule, evidence.binding):
        grade = milder(grade, rule.outcome_elsewhere or "notice")
        own = (*own, f"{rule.regime} does not bind by the operator profile; reported as it bears on others.")
    return Finding(
        id="",
        rule=rule.id,
        regime=rule.regime,
        authority=rule.authority,
        outcome=grade,
        confidence=round(confidence, 4),
        title=rule.title,
        pointer=pointer,
        subject=subject,
        message=message,
        remedy=rule.remedy,
        basis=Basis(
            citation=citation or rule.citation,
            in_force_from=interval.since,
            in_force_to=interval.until,
            status=interval.status,
            asks=rule.asks,
            on=asked.on,
        ),
        evidence=facts,
        caveats=(*own, *asked.caveats, *caveats),
    )
