"""Findings in words. Those of one rule and grade are one block: their facts one by one, what they share said once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sarcheck.model import OUTCOMES
from sarcheck.reports import evidence
from sarcheck.reports.page import Line, Span, led, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sarcheck.model import Basis, Finding

_SEVERITY = {outcome: rank for rank, outcome in enumerate((*reversed(OUTCOMES[1:]), "notice"))}
_INDENT, _LABEL = 4, 10

_DOUBTS = {
    "verified": "",
    "secondary": " [known from a secondary source]",
    "unverified": " [not verified at its source]",
    "unconfirmed": " [not confirmed to be in force]",
}

Fields = dict[tuple[str, str], None]
"""(label, text) in order, each once."""


def tag(outcome: str) -> Span:
    """Return an outcome as a word for people, in its colour."""
    return outcome.replace("_", " ").upper(), outcome


def counted(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each grade, the worst first."""
    counts = Counter(finding.outcome for finding in findings)
    return ", ".join(f"{counts[o]} {o.replace('_', ' ')}" for o in sorted(counts, key=_SEVERITY.__getitem__))


def merged(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Return findings grouped by rule and grade, the worst first; in a group those of one subject together."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.outcome), []).append(finding)
    for group in groups.values():
        subjects = [finding.subject for finding in group]
        group.sort(key=lambda finding: subjects.index(finding.subject))
    return sorted(groups.values(), key=lambda group: _SEVERITY[group[0].outcome])


def lines(number: int, group: Sequence[Finding], width: int, *, explain: bool) -> Iterator[Line]:
    """Yield a group: its title, each finding's fact, place and evidence, then law, remedy and caveats."""
    head = group[0]
    yield from led([(f"{number:>2}. ", "faint"), tag(head.outcome), ("  ", "")], head.title, width, style="strong")
    own = [dict.fromkeys(_law_and_advice(finding)) for finding in group]
    shared: Fields = {field: None for field in own[0] if all(field in fields for fields in own)}
    told: set[str] = set()
    for finding, fields in zip(group, own, strict=True):
        yield from _field("fact", finding.message, width)
        beside = [("where", _where(finding)), *(field for field in fields if field not in shared)]
        fresh = [(label, text) for label, text in beside if text and f"{finding.subject} {text}" not in told]
        told.update(f"{finding.subject} {text}" for _, text in fresh)
        yield from _evidence(finding, width, explain=explain)
        for label, text in fresh:
            yield from _field(label, text, width, under=True)
    for label, text in (*shared, ("rule", _rule(group))):
        yield from _field(label, text, width)


def _field(label: str, text: str, width: int, *, under: bool = False) -> Iterator[Line]:
    """Yield a labelled text; ``under`` sets it in, below the fact that it belongs to."""
    yield from paragraph(text, width, indent=_INDENT + 2 * under, label=label, hang=_LABEL)


def _where(finding: Finding) -> str:
    """Return the place in the order; empty for a list, which is nothing that an order holds."""
    kind, name = finding.subject.kind, finding.subject.id
    if kind == "list":
        return ""
    return f"{finding.pointer or '/'} ({kind if name in (kind, '') else f'{kind} {name}'})"


def _law_and_advice(finding: Finding) -> Iterator[tuple[str, str]]:
    yield "law", f"{finding.authority}, {law(finding.basis)}"
    if finding.remedy:
        yield "next", finding.remedy
    for caveat in finding.caveats:
        yield "caveat", caveat


def _rule(group: Sequence[Finding]) -> str:
    least, most = (f"{choose(finding.confidence for finding in group):.2f}" for choose in (min, max))
    return f"{group[0].rule} ({group[0].regime}), confidence {most if least == most else f'{least} to {most}'}"


def _evidence(finding: Finding, width: int, *, explain: bool) -> Iterator[Line]:
    for item in finding.evidence:
        if line := evidence.short(item):
            yield from _field("evidence", line, width, under=True)
        if explain:
            yield from evidence.full(item, width, indent=_INDENT + _LABEL + 4)


def law(basis: Basis) -> str:
    """Return a legal basis in words: citation, when in force, and a mark where it is not verified."""
    since, until = basis.in_force_from, basis.in_force_to
    force = {
        (True, True): f"in force {since} to {until}",
        (True, False): f"in force since {since}",
        (False, True): f"in force until {until}",
        (False, False): "in force on an unstated date",
    }[since is not None, until is not None]
    return f"{basis.citation}; {force}{_DOUBTS[basis.status]}"
