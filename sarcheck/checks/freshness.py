"""Are the lists that the verdict rests on present, whole and current?

Every list that a binding rule names must be loaded, whole, and no older on the day of the verdict than its source
allows. A list of unknown date counts as stale: nothing passes because nothing was checked. A list that is newer
than that day is noted; one that no rule names is of no use, and said to be.

Parameters: ``title_noted`` and ``remedy_newer``, what a notice says instead of the rule's own title and remedy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct, structs

from sarcheck.checks._finding import finding
from sarcheck.evidence import Evidence
from sarcheck.model import Finding, Rule, SourceStatus, Subject

NAME = "freshness"
EXAMINES = "required"

TOLD = {
    "missing": "has not been imported",
    "stale": "is too old to rely on",
    "partial": "is not whole",
}


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule may set for this check."""

    title_noted: str = ""
    remedy_newer: str = ""


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each list that binding rules need and that cannot be relied on, or that no rule uses."""
    if rule.asks != "today":
        yield from _judged(evidence, rule)
        return
    needed = tuple((source.id, rules) for source, rules in evidence.required)
    yield from evidence.shared.once((NAME, rule.id, evidence.binding, needed), lambda: tuple(_judged(evidence, rule)))


def _judged(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield the findings on lists: the same for all orders of a day for which the same lists are needed."""
    for name in evidence.unused:
        yield finding(
            rule,
            evidence,
            pointer="",
            subject=Subject(kind="list", id=name),
            message=f"The list {name} is loaded and no rule names it: nobody was held against it.",
        )
    for source, rules in evidence.required:
        if source.state == "current" and source.caveat:
            yield _noted(source, rule, evidence)
        if source.state != "current":
            yield finding(
                rule,
                evidence,
                pointer="",
                subject=Subject(kind="list", id=source.id),
                message=f"The list {source.id} {TOLD[source.state]}{_why(source)}.",
                facts=({"kind": "list_state", "list": source.id, "state": source.state, "rules": list(rules)},),
                caveats=(source.caveat,) if source.caveat and source.state != "stale" else (),
            )


def _why(source: SourceStatus) -> str:
    """Tell why a list is stale: it was fetched long ago, or it is an old copy, however lately that was fetched."""
    return f" ({source.caveat})" if source.state == "stale" and source.caveat else ""


def _noted(source: SourceStatus, rule: Rule, evidence: Evidence) -> Finding:
    """Return a notice on a list that may be relied on, in words of its own: nothing is missing or too old."""
    newer = _newer(source, evidence.as_of)
    found = finding(
        rule,
        evidence,
        outcome="notice",
        pointer="",
        subject=Subject(kind="list", id=source.id),
        message=f"The list {source.id} {newer}." if newer else f"The list {source.id}: {source.caveat}.",
    )
    return structs.replace(
        found,
        title=rule.parameters.get("title_noted") or rule.title,
        remedy=(rule.parameters.get("remedy_newer") if newer else "") or rule.remedy,
    )


def _newer(source: SourceStatus, as_of: dt.date) -> str:
    """Tell that a list in force is of a day after the one that is judged; nothing where it is not."""
    days = (("fetched", source.retrieved), ("published", source.published))
    told = next((f"was {how} on {day}" for how, day in days if day and day > as_of), "")
    return f"in force {told}, after the day judged: parties removed since are not in it" if told else ""
