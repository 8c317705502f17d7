"""What a lawyer asks of the rules of a ruleset: is each cited, dated, of a known standing, with something to do next?

Also whether it can ever bite, what it names that is not there, and which rules a folder has otherwise than its pack.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from sarcheck.checks import CHECKS
from sarcheck.model import Fault, Rule

if TYPE_CHECKING:
    from sarcheck.amending import Defined
    from sarcheck.ruleset import Ruleset

RULES, LAW = "rules", "law"
"""The topics: what a rule lacks, and whose law is not verified at its source."""

MODULES = {module.NAME: module for module in CHECKS}
REACHES = {
    "sensitive_region": ("regions", "other_kinds"),
    "country": ("countries", "subdivisions", "places"),
    "listed_party": ("lists",),
    "listed_operator": ("lists",),
    "listed_address": ("lists",),
    "owned_by_listed": ("lists",),
    "unidentified_platform": ("formats",),
    "completeness": ("needs",),
}
"""The parameters of which a check needs at least one to find anything."""


def faults(ruleset: Ruleset, files: Mapping[str, Sequence[Defined]]) -> Iterator[Fault]:
    """Yield what each rule lacks, then what the folder changed, then the law that is not verified.

    ``files`` are the rules as their files define them: only these tell whether a status was stated.
    """
    known = frozenset(ruleset.regions.ids)
    for rule in ruleset.content.rules:
        for kind, message in (*_texts(rule), *_intervals(rule), *_status(files.get(rule.id, ())), *_reach(rule, known)):
            yield Fault(topic=RULES, kind=kind, where=rule.id, message=message, details={"rule": rule.id})
    yield from _periods(ruleset)
    yield from _amendments(ruleset)
    yield from _doubtful(ruleset.content.rules)


def _texts(rule: Rule) -> Iterator[tuple[str, str]]:
    for field in ("title", "authority", "citation", "remedy"):
        if not getattr(rule, field).strip():
            yield f"no-{field}", f"states no {field}"


def _intervals(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a rule's days: none, ends before it begins, two at once."""
    if not rule.in_force:
        yield "no-interval", "is never in force: it states no interval"
    for one in rule.in_force:
        if one.since and one.until and one.until < one.since:
            yield "never", f"ends on {one.until}, before it begins on {one.since}"
    for one, other in itertools.combinations(rule.in_force, 2):
        first, last = sorted((one, other), key=lambda each: each.since.toordinal() if each.since else 0)
        if first.until is None or last.since is None or last.since <= first.until:
            yield "overlap", f"has two intervals that hold {last.since or 'the earliest days'}: the first stated counts"


def _status(versions: Sequence[Defined]) -> Iterator[tuple[str, str]]:
    if versions and not versions[-1].stated:
        yield "no-status", "has an interval that does not state how it is known (status); it counts as verified"


def _reach(rule: Rule, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield why a rule can find nothing, and the regions that it names and nothing holds."""
    module = MODULES.get(rule.check)
    if module is None:
        yield "no-check", f"asks for the check {rule.check}, which does not exist"
        return
    try:
        msgspec.convert(rule.parameters, module.Parameters)
    except msgspec.ValidationError as error:
        yield "parameters", str(error)
    if (one_of := REACHES.get(rule.check)) and not any(_states(rule.parameters, name) for name in one_of):
        yield "unreachable", f"can find nothing: it states none of {', '.join(one_of)}"
    if missing := sorted(set(rule.parameters.get("regions", ())) - known):
        yield "no-region", f"names regions that nothing holds: {', '.join(missing)}"


def _states(parameters: dict[str, Any], name: str) -> bool:
    return (name == "other_kinds" and name in parameters) or bool(parameters.get(name))


def _periods(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield the retention periods of regimes that no rule is of: they never count."""
    regimes = {rule.regime for rule in ruleset.content.rules}
    for period in ruleset.content.retention:
        if period.regime not in regimes:
            message = f"no rule is of the regime of this retention period ({period.because}): it never counts"
            yield Fault(topic=RULES, kind="no-regime", where=period.regime, message=message)


def _amendments(ruleset: Ruleset) -> Iterator[Fault]:
    """Yield what the folder made of its pack: no lack, but what a reader must know."""
    for one in ruleset.content.dropped:
        message = f"dropped with {len(one.rules)} rules: {one.reason}"
        yield Fault(topic=RULES, kind="dropped", where=one.regime, message=message)
    for rule in ruleset.content.changed:
        graded = f"{rule.before} -> {rule.after}" if rule.before != rule.after else f"{', '.join(rule.fields)} differ"
        message = f"{rule.how} ({graded}): {rule.reason or 'a file of the folder has this id'}"
        yield Fault(topic=RULES, kind="milder" if rule.milder else "override", where=rule.rule, message=message)


def _doubtful(rules: Iterable[Rule]) -> Iterator[Fault]:
    for rule in rules:
        for one in rule.in_force:
            if one.status != "verified":
                days = f"{one.since or '..'} to {one.until or '..'}"
                details = {"rule": rule.id, "from": one.since, "to": one.until}
                yield Fault(
                    topic=LAW, kind=one.status, where=rule.id, message=f"{days}; {rule.citation}", details=details
                )
