"""Is a party of the order, or one that a product names, on a denied-party list?

Every party that the order names, and everyone whom a product names as having received, processed or ordered it, is
looked up by identifier and by name, whatever its role. An equal identifier
or a strong name has the rule's outcome; a weaker likeness, or a weak alias without a second fact (country, birth
date, identifier), is for review. A party that is in the chain only as another's owner is reported at
``outcome_owner``: what ownership means differs by regime. A sure match with an entry that is no longer on its list, or
not yet, is noted where the rule binds.

Parameters: ``lists``, ``outcome_owner``, ``program_citations``, ``caveat_archive``, ``waivable_identifier``.
"""

from __future__ import annotations

from collections.abc import Iterator

from sarcheck.checks import _listed, _sieves
from sarcheck.evidence import Day, Evidence
from sarcheck.model import Finding, Rule

NAME = "listed_party"
Parameters = _listed.Parameters
EXAMINES = "named"


def sieve(rules: tuple[Rule, ...], _day: Day) -> _sieves.Sieve:
    """Return which rules may find anything: those with a list on which somebody resembles an entry."""
    return _sieves.resembling(rules, lambda evidence: evidence.named)


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each listed entry that a party of the order or of a product matches."""
    for party in evidence.named:
        only_owner = party.owns and set(party.party.roles) == {"owner"}
        yield from _listed.findings(party, rule, evidence, rule.parameters.get("outcome_owner") if only_owner else None)
