"""Is the satellite's real operator on a denied-party list?

The operator comes from the platform that the product itself claims and the pack's table of platforms, whatever
the order says, and is screened like any other party. A product that claims several platforms brings the operators
of all of them, and one whose orbit fits another platform than it claims, or that claims none that is known, brings that
one's operators, whose matches are for review.

Parameters: as for ``listed_party``.
"""

from __future__ import annotations

from collections.abc import Iterator

from sarcheck.checks import _listed, _sieves
from sarcheck.evidence import Day, Evidence
from sarcheck.model import Finding, Rule

NAME = "listed_operator"
Parameters = _listed.Parameters
EXAMINES = "operators"


def sieve(rules: tuple[Rule, ...], _day: Day) -> _sieves.Sieve:
    """Return which rules may find anything: those with a list on which somebody resembles an entry."""
    return _sieves.resembling(rules, lambda evidence: evidence.operators)


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each listed entry that an operator of a claimed platform matches."""
    for operator in evidence.operators:
        yield from _listed.findings(operator, rule, evidence, "review" if operator.origin == "orbit" else None)
