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
_INDENT, _LABEL = 4, 8

_DOUBTS = {
    "verified": "",
    "secondary": " [known from a secondary source]",
    "unverified": " [not verified at its source]",
    "unconfirmed": " [not confirmed to be in force]",
}

_ASKED = {"order": "the day of the order", "acquisition": "the day of the image"}

Fields = dict[tuple[str, str], None]
"""(label, text) in order, each once."""


def tag(outcome: str) -> Span:
    """Return an outcome as a word for people, in its colour."""
    return outcome.replace("_", " ").upper(), outcome


def counted(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each grade, the worst first."""
    counts = Counter(finding.outcome for finding in findings)
    return ", ".join(f"{counts[o]} {o.replace('_', ' ')}" for o in sorted(counts, key=_SEVERITY.__getitem__))


def decides(outcome: str, verdict: str) -> bool:
    """Tell whether a finding of an outcome is as bad as the verdict; a clear one has none that is."""
    return verdict in _SEVERITY and _SEVERITY[outcome] <= _SEVERITY[verdict]


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
    """Yield a group: its title and rule, each finding's fact and place, then law, remedy and caveats.

    ``explain`` adds the evidence, who is meant by a place, and how sure even a certain finding is.
    """
    yield from title(number, group[0].outcome, f"{group[0].title} [{rule(group, explain=explain)}]", width)
    own = [dict.fromkeys(_law_and_advice(finding)) for finding in group]
    shared: Fields = {each: None for each in own[0] if all(each in fields for fields in own)}
    if explain or any(len(fields) > len(shared) for fields in own):
        rest = [[each for each in fields if each not in shared] for fields in own]
        yield from _one_by_one(zip(group, rest, strict=True), width, explain=explain)
    else:
        for fact in folded(map(_placed, group)):
            yield from field("fact", fact, width)
    for label, text in shared:
        yield from field(label, text, width)


def _one_by_one(group: Iterable[tuple[Finding, list[tuple[str, str]]]], width: int, *, explain: bool) -> Iterator[Line]:
    """Yield each finding's fact and below it what it does not share with the others, once for each subject."""
    told: set[str] = set()
    for finding, fields in group:
        yield from field("fact", finding.message if explain else _placed(finding), width)
        if explain:
            yield from _evidence(finding, width)
            fields = [("where", _place_and_who(finding)), *fields]
        fresh = [(label, text) for label, text in fields if text and f"{finding.subject} {text}" not in told]
        told.update(f"{finding.subject} {text}" for _, text in fresh)
        for label, text in fresh:
            yield from field(label, text, width, under=True)


def folded(texts: Iterable[str]) -> list[str]:
    """Fold texts that differ in the same single word into one that holds all those words."""
    folds: list[tuple[list[str], int | None, list[str]]] = []
    for words in (text.split() for text in texts):
        for i, (head, place, others) in enumerate(folds):
            apart = [n for n, (a, b) in enumerate(zip(head, words, strict=False)) if a != b]
            if len(head) == len(words) and len(apart) == 1 and place in (None, apart[0]):
                folds[i] = (head, apart[0], [*others, words[apart[0]]])
                break
        else:
            folds.append((words, None, []))
    return [
        " ".join([*head[:place], " / ".join([head[place], *others]), *head[place + 1 :]])
        if place is not None
        else " ".join(head)
        for head, place, others in folds
    ]


def title(number: int, outcome: str, text: str, width: int) -> Iterator[Line]:
    """Yield the line that a group begins with."""
    yield from led([(f"{number:>2}. ", "faint"), tag(outcome), ("  ", "")], text, width, style="strong")


def field(label: str, text: str, width: int, *, under: bool = False) -> Iterator[Line]:
    """Yield a labelled text; ``under`` sets it in, below the fact that it belongs to."""
    yield from paragraph(text, width, indent=_INDENT + 2 * under, label=label, hang=max(_LABEL, len(label) + 1))


def _where(finding: Finding) -> str:
    """Return the place in the order; empty for a list, which is nothing that an order holds."""
    return "" if finding.subject.kind == "list" else finding.pointer or "/"


def _place_and_who(finding: Finding) -> str:
    kind, name = finding.subject.kind, finding.subject.id
    who = kind if name in (kind, "") else f"{kind} {name}"
    return f"{place} ({who})" if (place := _where(finding)) else ""


def _placed(finding: Finding) -> str:
    return f"{finding.message} [{place}]" if (place := _where(finding)) else finding.message


def _law_and_advice(finding: Finding) -> Iterator[tuple[str, str]]:
    yield law_of(finding)
    if finding.remedy:
        yield "next", finding.remedy
    for caveat in finding.caveats:
        yield "caveat", caveat


def law_of(finding: Finding) -> tuple[str, str]:
    """Return what a finding rests on, with its label; sarcheck makes no law."""
    if finding.authority == "sarcheck":
        return "basis", law(finding.basis)
    return "law", f"{finding.authority}, {law(finding.basis)}"


def rule(group: Sequence[Finding], *, explain: bool = False) -> str:
    """Return a group's rule, how sure it is where that is less than certain, and to explain its regime."""
    least, most = (f"{choose(finding.confidence for finding in group):.2f}" for choose in (min, max))
    sure = f", confidence {most if least == most else f'{least} to {most}'}"
    regime = f", {group[0].regime}" if explain else ""
    return f"{group[0].rule}{regime}{sure if explain or least != '1.00' else ''}"


def _evidence(finding: Finding, width: int) -> Iterator[Line]:
    for item in finding.evidence:
        if line := evidence.short(item):
            yield from field("evidence", line, width, under=True)
        yield from evidence.full(item, width, indent=_INDENT + _LABEL + 4)


def law(basis: Basis) -> str:
    """Return a legal basis in words: citation, when in force, the day asked of, and a mark where it is not verified."""
    since, until = basis.in_force_from, basis.in_force_to
    force = {
        (True, True): f"in force {since} to {until}",
        (True, False): f"in force since {since}",
        (False, True): f"in force until {until}",
        (False, False): "in force since a date not stated",
    }[since is not None, until is not None]
    asked = f", asked of {basis.on or 'a day not known'}, {_ASKED[basis.asks]}" if basis.asks in _ASKED else ""
    return f"{basis.citation}; {force}{asked}{_DOUBTS[basis.status]}"
