"""Are the lists that the verdict rests on present, whole and current?

Every list that a binding rule names must be loaded, whole, and no older on the day of the verdict than its source
allows. A list of unknown date counts as stale: nothing passes because nothing was checked. A list that is newer
than that day is noted; one that no rule names is of no use, and said to be.

Parameters: none.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

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
    """A rule sets nothing for this check."""


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each list that binding rules need and that cannot be relied on, or that no rule uses."""
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
            yield finding(
                rule,
                evidence,
                outcome="notice",
                pointer="",
                subject=Subject(kind="list", id=source.id),
                message=f"The list {source.id}: {source.caveat}.",
            )
        if source.state != "current":
            yield finding(
                rule,
                evidence,
                pointer="",
                subject=Subject(kind="list", id=source.id),
                message=f"The list {source.id} {TOLD[source.state]}{_age(source)}.",
                facts=({"kind": "list_state", "list": source.id, "state": source.state, "rules": list(rules)},),
                caveats=(source.caveat,) if source.caveat else (),
            )


def _age(source: SourceStatus) -> str:
    if source.state != "stale":
        return ""
    return f": {source.age_days} days" if source.age_days is not None else ": its date is not known"
