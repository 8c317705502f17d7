"""What the two checks of listed parties share: how strong a match is, and how it is told.

A sure match with an entry that is not on its list on the day, no longer or not yet, is noted where the rule binds:
that it was seen, and why it does not count, belongs into the record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, structs

from sarcheck.checks._finding import finding, milder
from sarcheck.evidence import ChainParty, Evidence, binds
from sarcheck.model import Candidate, Entry, Finding, FindingOutcome, Rule, entry_version

ACRONYM = 5
"""Letters of a scheme that is an acronym (LEI, USCC); longer ones are words (registration)."""

SAME = "same_name"
"""The feature of names that are token for token the same."""

UNLISTED = "A match with an entry that is not on its list on the day"
RECORD = "Keep this in the record; nothing follows from the entry on the day judged."
"""The title and the remedy of a notice: those of the rule are for entries that count."""

DECISIVE = ("born", "identifier")
"""Facts that, when they differ, leave a name match for a person to judge."""


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule on listed parties may set: its lists, the grade of an owner, citations, a caveat, and whether
    a finding on an equal identifier can be waived. With ``programs`` only entries of one of these count."""

    lists: tuple[str, ...]
    programs: tuple[str, ...] = ()
    outcome_owner: FindingOutcome | None = None
    program_citations: dict[str, str] = {}
    caveat_archive: str = ""
    waivable_identifier: bool = False


def grade(candidate: Candidate, rule: Rule, thresholds: tuple[float, float]) -> FindingOutcome | None:
    """Return the grade of a candidate under a rule, None when it is too weak to report."""
    sure = is_sure(candidate, thresholds)
    return None if sure is None else rule.outcome if sure else milder(rule.outcome, "review")


def is_sure(candidate: Candidate, thresholds: tuple[float, float]) -> bool | None:
    """Tell whether a candidate is the party by a rule's own grade (True) or for review (False), None when too weak.

    An equal identifier settles it; one that is equal under another label or country is for review. A name alone
    carries the rule's grade from the upper threshold on; a weak alias does so only with a second fact; a differing
    birth date or number leaves it to review.
    """
    deny, review = thresholds
    if candidate.by == "identifier":
        return candidate.strength == "strong"
    if candidate.score.value < review:
        return None
    alone = candidate.strength == "weak" and not candidate.support
    return not (candidate.score.value < deny or alone or any(fact in DECISIVE for fact in candidate.against))


def findings(party: ChainParty, rule: Rule, evidence: Evidence, cap: FindingOutcome | None = None) -> Iterator[Finding]:
    """Yield one finding for each entry of the rule's lists that a party matches, no worse than ``cap``.

    Those that do not count on the day are notices.
    """
    yield from _noted(party, rule, evidence)
    cap = milder(cap or "deny", "review") if party.doubt else cap
    lists = rule.parameters.get("lists", ())
    for candidate in party.matches:
        outcome = grade(candidate, rule, evidence.thresholds)
        if candidate.entry.list not in lists or outcome is None or not _of_program(candidate.entry, rule):
            continue
        yield finding(
            rule,
            evidence,
            outcome=milder(outcome, cap) if cap else outcome,
            pointer=_pointer(party, candidate),
            subject=party.subject,
            message=f"{_told(party, candidate, evidence)}.",
            confidence=candidate.score.value,
            facts=(_evidence(candidate),),
            citation=_citation(candidate, rule),
            caveats=(*_caveats(candidate, rule, evidence), *((party.doubt,) if party.doubt else ())),
        )


def _noted(party: ChainParty, rule: Rule, evidence: Evidence) -> Iterator[Finding]:
    """Yield a notice for each entry of the rule's lists that would decide if it were on its list on the day."""
    for candidate in party.unlisted if binds(rule, evidence.binding) else ():
        entry, named = candidate.entry, rule.parameters.get("lists", ())
        if entry.list in named and _of_program(entry, rule) and is_sure(candidate, evidence.thresholds):
            found = finding(
                rule,
                evidence,
                outcome="notice",
                pointer=_pointer(party, candidate),
                subject=party.subject,
                message=f"{_told(party, candidate, evidence)}; {_span(candidate.entry, evidence.as_of)}.",
                confidence=candidate.score.value,
                facts=(_unlisted(candidate),),
                citation=_citation(candidate, rule),
            )
            yield structs.replace(found, title=UNLISTED, remedy=RECORD)


def _of_program(entry: Entry, rule: Rule) -> bool:
    """Tell whether an entry is of a program of the rule, which may name none; one that states no program counts."""
    programs = rule.parameters.get("programs", ())
    return not programs or not entry.programs or not set(programs).isdisjoint(entry.programs)


def _span(entry: Entry, as_of: dt.date) -> str:
    """Tell on which days an entry counts, the day judged not being one of them."""
    if entry.delisted and entry.delisted <= as_of:
        return f"the entry counted on days before {entry.delisted} and no longer does on {as_of}"
    return f"the entry counts from {entry.listed} and not yet on {as_of}"


def _unlisted(candidate: Candidate) -> dict[str, Any]:
    entry = candidate.entry
    return {
        "kind": "unlisted_match",
        "score": candidate.score.value,
        "list": entry.list,
        "entry": entry.id,
        "matched_name": candidate.matched,
        "listed": entry.listed.isoformat() if entry.listed else None,
        "delisted": entry.delisted.isoformat() if entry.delisted else None,
    }


def _pointer(party: ChainParty, candidate: Candidate) -> str:
    is_party = party.origin == "order" and not party.doubt
    return f"{party.pointer}/{_where(party, candidate)}" if is_party else party.pointer


def _where(party: ChainParty, candidate: Candidate) -> str:
    """Return the field of the party that matched."""
    if candidate.by == "identifier":
        return "identifiers"
    aliases = party.party.aliases
    return f"aliases/{aliases.index(candidate.query)}" if candidate.query in aliases else "name"


def _told(party: ChainParty, candidate: Candidate, evidence: Evidence) -> str:
    entry, who = candidate.entry, _who(party, candidate, evidence)
    primary = entry.names[0].text if entry.names else ""
    told = candidate.by == "name" and primary == candidate.matched
    also = f" ({primary})" if primary and not told else ""
    listed = f"{entry.list} {entry.id}{also}"
    if candidate.by == "identifier":
        scheme, _, value = candidate.score.features[0].detail.partition(" ")
        label = scheme.upper() if len(scheme) <= ACRONYM else scheme
        return f"{who} has the {label} {value} of {listed}{_facts(candidate)}"
    kind = "the weak alias" if candidate.strength == "weak" else "the name"
    same = any(feature.name == SAME for feature in candidate.score.features)
    equal = "bears" if party.origin in ("platform", "orbit") else "is"
    how = equal if same else f"resembles ({candidate.score.value:.2f})"
    return f"{who} {how} {kind} {candidate.matched} of {listed}{_facts(candidate)}"


def _who(party: ChainParty, candidate: Candidate, evidence: Evidence) -> str:
    """Return a party in words: an operator with the satellite and whether the order names it at all."""
    name = f'"{party.party.name}"'
    also = f', also "{candidate.query}",' if candidate.query in party.party.aliases else ""
    roles = ", ".join(party.party.roles)
    if party.origin == "platform":
        hidden = "" if _in_order(candidate, evidence) else ", whom the order does not name,"
        took = "is to take" if party.pointer == "/tasking" else "took"
        known_as = also.rstrip(",") + hidden if hidden else also
        return f"{name}{known_as} operates {party.platform}, which {took} the image, and"
    if party.origin == "orbit":
        return (
            f"{name}{also} operates {party.platform}, whose orbit fits the image though it claims another or none, and"
        )
    if party.origin == "product":
        return f"{name} ({roles} by the product's own metadata){also}"
    return f"{name} ({roles}){also}"


def _in_order(candidate: Candidate, evidence: Evidence) -> bool:
    """Tell whether a party that the order names matches the same entry."""
    key = (candidate.entry.list, candidate.entry.id)
    return any(key == (one.entry.list, one.entry.id) for party in evidence.parties for one in party.matches)


def _facts(candidate: Candidate) -> str:
    support = [fact for fact in candidate.support if fact != candidate.by]
    parts = [f"{fact} agrees" for fact in support] + [f"{fact} differs" for fact in candidate.against]
    return f"; {', '.join(parts)}" if parts else ""


def _evidence(candidate: Candidate) -> dict[str, Any]:
    entry = candidate.entry
    return {
        "kind": f"{candidate.by}_match",
        "score": candidate.score.value,
        "list": entry.list,
        "entry": entry.id,
        "entry_version": entry_version(entry),
        "query": candidate.query,
        "matched_name": candidate.matched,
        "strength": candidate.strength,
        "aligned": [list(pair) for pair in candidate.score.aligned],
        "features": [
            {"name": f.name, "value": f.value, "weight": f.weight, "detail": f.detail} for f in candidate.score.features
        ],
        "support": list(candidate.support),
        "against": list(candidate.against),
        "programs": list(entry.programs),
        "measures": list(entry.measures),
        **({"license_requirement": entry.license_requirement} if entry.license_requirement else {}),
        **({"license_policy": entry.license_policy} if entry.license_policy else {}),
        "listed": entry.listed.isoformat() if entry.listed else None,
        "record": "pack" if entry.stated else "list",
    }


def _citation(candidate: Candidate, rule: Rule) -> str:
    """Return the entry's own citation, else those of its programs, else the rule's."""
    known: dict[str, str] = rule.parameters.get("program_citations", {})
    of_programs = [known[program] for program in candidate.entry.programs if program in known]
    return candidate.entry.citation or "; ".join(dict.fromkeys(of_programs)) or rule.citation


def _caveats(candidate: Candidate, rule: Rule, evidence: Evidence) -> tuple[str, ...]:
    caveats = []
    if evidence.order.document.kind == "archive" and (text := rule.parameters.get("caveat_archive")):
        caveats.append(text)
    if requirement := candidate.entry.license_requirement:
        caveats.append(f"License requirement of the entry: {_sentence(requirement)}")
    if policy := candidate.entry.license_policy:
        caveats.append(f"License review policy of the entry: {_sentence(policy)}")
    if candidate.entry.stated:
        caveats.append(f"From the rules pack's own record, read on {candidate.entry.stated}; confirm it on the list.")
    if candidate.entry.listed is None:
        caveats.append("The list states no listing date: whether it was listed on an earlier day is not known.")
    return tuple(caveats)


def _sentence(text: str) -> str:
    """Return a publisher's words on one line, with an end."""
    return f"{' '.join(text.split()).rstrip('.')}."
