"""Findings that do not decide the verdict, told short: title, facts and law; each remedy is said once, after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.reports import evidence, findings
from sarcheck.reports.page import Line, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sarcheck.model import Finding

Group = list["Finding"]


def alike(groups: Iterable[Group]) -> list[Group]:
    """Join groups of one grade that rest on the same facts: several laws often look at one footprint."""
    joined: dict[tuple[str, ...], Group] = {}
    for group in groups:
        joined.setdefault((group[0].outcome, *facts(group)), []).extend(group)
    return list(joined.values())


def lines(number: int, group: Sequence[Finding], width: int) -> Iterator[Line]:
    """Yield a group: title and rule, facts, and laws; the laws of several rules each with its own."""
    rules = list(dict.fromkeys(finding.rule for finding in group))
    scored = any(map(_marks, group))
    own = f" [{rules[0] if scored else findings.rule(group)}]" if len(rules) == 1 else ""
    titles = " / ".join(dict.fromkeys(finding.title for finding in group))
    yield from findings.title(number, group[0].outcome, titles + own, width)
    for fact in facts(group):
        yield from findings.field("fact", fact, width)
    laws = ((*findings.law_of(finding), "" if own else f" [{finding.rule}]") for finding in group)
    for label, text, name in dict.fromkeys(laws):
        yield from findings.field(label, text + name, width)


def remedies(full: Sequence[Group], short: Sequence[Group], width: int) -> Iterator[Line]:
    """Yield what to do about groups that were told short, each advice once, after the numbers that it is for."""
    told = {finding.remedy: number for number, group in enumerate(full, 1) for finding in group}
    advice: dict[str, dict[int, None]] = {}
    for number, group in enumerate(short, len(full) + 1):
        for remedy in (finding.remedy for finding in group if finding.remedy):
            text = f"as for {told[remedy]}." if remedy in told else remedy
            advice.setdefault(text, {})[number] = None
    for text, numbers in advice.items():
        yield from paragraph(f"{', '.join(map(str, numbers))}: {text}", width, indent=2, label="-", hang=2)


def facts(group: Iterable[Finding]) -> list[str]:
    """Return what was found, each fact once; those that differ in one word are one."""
    return findings.folded(list(dict.fromkeys(map(_fact, group))))


def _fact(finding: Finding) -> str:
    """Return a match as whom it is about and what it hit, any other finding in its own words."""
    marks = _marks(finding)
    return f"{finding.subject.id}: {'; '.join(marks)}" if marks else finding.message


def _marks(finding: Finding) -> list[str]:
    return [mark for item in finding.evidence if (mark := evidence.mark(item))]
