"""One order under another ruleset or on another day: whether its verdict stands, and what changed if not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from sarcheck import tool
from sarcheck.evidence.areas import near
from sarcheck.model import Finding, Outcome, Verdict
from sarcheck.names.scripts import plain
from sarcheck.rescreen.tape import Owners, Seen, Trace, at_address, digest, lying, related, seen
from sarcheck.screen import retention

if TYPE_CHECKING:
    from sarcheck.rescreen.base import Shift
    from sarcheck.ruleset import Ruleset


class Brief(Struct, frozen=True, order=True):
    """A finding as it is compared: its rule, grade, place and words."""

    rule: str
    outcome: str
    pointer: str
    message: str


class Earlier(Struct, frozen=True, kw_only=True):
    """An earlier verdict as far as changes are told: its outcome and its findings."""

    outcome: Outcome
    findings: tuple[Brief, ...] = ()


class Change(Struct, frozen=True, kw_only=True):
    """An order whose verdict is another: its outcomes, the findings that came and went, and why.

    ``before`` is null for an order that had no verdict.
    """

    order: str
    sha256: str
    before: Outcome | None
    after: Outcome
    appeared: tuple[Brief, ...]
    vanished: tuple[Brief, ...]
    because: tuple[str, ...]


def brief(verdict: Verdict) -> Earlier:
    """Return a verdict as it is compared."""
    return Earlier(outcome=verdict.outcome, findings=tuple(sorted(_brief(one) for one in verdict.findings)))


def _brief(finding: Finding) -> Brief:
    """Return a finding as it is compared; that a stale list is a day older is no change to an order."""
    state = next((str(item["state"]) for item in finding.evidence if item.get("kind") == "list_state"), "")
    message = f"The list {finding.subject.id} is {state}." if state else finding.message
    return Brief(finding.rule, finding.outcome, finding.pointer, message)


def change(before: Earlier | None, verdict: Verdict, because: Sequence[str]) -> Change | None:
    """Return what changed for an order, None where outcome and findings are the same."""
    after = brief(verdict)
    if before == after:
        return None
    old, new = set(before.findings if before else ()), set(after.findings)
    return Change(
        order=verdict.order.id,
        sha256=verdict.order.sha256,
        before=before.outcome if before else None,
        after=after.outcome,
        appeared=tuple(sorted(new - old)),
        vanished=tuple(sorted(old - new)),
        because=tuple(dict.fromkeys(because)),
    )


# --- whether a verdict stands -------------------------------------------------------------------


def doubts(trace: Trace, old: Verdict, moved: Shift, ruleset: Ruleset) -> Iterator[str]:
    """Yield why an order has to be screened anew; nothing where its verdict stands but for the day it states."""
    yield from _of_the_day(trace, old, moved)
    for party in old.screened:
        if (plain(party.name), party.country) in moved.decided:
            yield f'a waiver about "{party.name}" came, went or changed, or its days did'
    if "entries" in moved.tables:
        yield from _of_entries(trace, ruleset)
    if moved.tables & {"entries", "owners"} and _owners(trace.owners, ruleset) != trace.owners.found:
        yield "who owns the parties of the order is told otherwise"
    if "regions" in moved.tables:
        yield from _of_regions(trace, ruleset)


def _of_the_day(trace: Trace, old: Verdict, moved: Shift) -> Iterator[str]:
    if moved.first == moved.last:
        return
    if trace.kind == "tasking":
        yield "the time in which the image may be taken begins with the day judged"
    for day in trace.days:
        if moved.crosses(day):
            yield f"{day}, a day that the order, its products or a listed entry states, lies between the days judged"
    told = [replace(one, basis=replace(one.basis, on=None)) for one in _all(old)]
    if str(old.as_of).encode() in msgspec.json.encode((told, old.examined, old.problems)):
        yield f"the verdict tells of the day judged ({old.as_of})"


def _all(verdict: Verdict) -> tuple[Finding, ...]:
    return (*verdict.findings, *(one.finding for one in verdict.waived))


def _of_entries(trace: Trace, ruleset: Ruleset) -> Iterator[str]:
    for one in trace.searches:
        found = ruleset.entries.search(one.query, floor=one.floor, person_floor=one.person_floor)
        if (now := seen(found)) != one.found:
            names = {(c.entry.list, c.entry.id): c.entry.names[0].text for c in found if c.entry.names}
            yield from _differences(one.found, now, names, next(iter(one.query.names), "a party"))
    for asked in trace.addresses:
        at = ruleset.entries.by_address(asked.text)
        if (now := at_address(at)) != asked.found:
            names = {(entry.list, entry.id): entry.names[0].text for entry, _ in at if entry.names}
            yield from _differences(asked.found, now, names, f"the address {asked.text!r}")


def _differences(
    before: Sequence[Seen], after: Sequence[Seen], names: dict[tuple[str, str], str], who: str
) -> Iterator[str]:
    """Yield how two answers differ, entry by entry."""
    old, new = ({(one.list, one.id): one for one in side} for side in (before, after))
    for key in sorted(old.keys() | new.keys()):
        one, other, called = old.get(key), new.get(key), f" ({names[key]})" if key in names else ""
        told = f"{key[0]} {key[1]}{called}"
        if one is None or other is None:
            yield f"{told}: {'now' if one is None else 'no longer'} resembles {who}"
        elif one.entry != other.entry:
            yield f"{told}: the entry changed, which resembles {who}"
        elif one.how != other.how:
            yield f"{told}: resembles {who} to another degree, as the words of names became rarer or more common"
    if list(old) != list(new) and old.keys() == new.keys():
        yield f"the entries that resemble {who} are in another order"


def _owners(asked: Owners, ruleset: Ruleset) -> tuple[str, ...]:
    return related({place: one for keys in asked.sought for place, one in ruleset.owners.above(keys).items()})


def _of_regions(trace: Trace, ruleset: Ruleset) -> Iterator[str]:
    regions = ruleset.regions
    for one in trace.under:
        found = lying(regions.overlaps(one.footprint, **near(ruleset)) if one.near else regions.overlaps(one.footprint))
        for name in sorted({name for name, _ in {*found} ^ {*one.found}}):
            yield f"region {name}: lies otherwise to an area of the order"
    for asked in trace.within:
        if regions.holds(asked.region, asked.footprint) != asked.held:
            yield f"region {asked.region}: holds an area of the order, or no longer"
    known = set(regions.ids)
    for name, told in trace.regions:
        if name not in known or digest(regions.region(name)) != told:
            yield f"region {name}: what is known of it changed"


# --- a verdict that stands ----------------------------------------------------------------------


def carried(old: Verdict, trace: Trace, ruleset: Ruleset, as_of: dt.date) -> Verdict:
    """Return the verdict that a screening would give now, where nothing that decides it changed but the day.

    A day of law that is the day judged can be nothing else: no other day lies near it.
    """

    def moved(finding: Finding) -> Finding:
        if finding.basis.on != old.as_of or old.as_of == as_of:
            return finding
        return replace(finding, basis=replace(finding.basis, on=as_of))

    binding = None if old.jurisdictions is None else frozenset(old.jurisdictions)
    return replace(
        old,
        as_of=as_of,
        findings=tuple(moved(one) for one in old.findings),
        waived=tuple(replace(one, finding=moved(one.finding)) for one in old.waived),
        sources=ruleset.sources(as_of),
        rules=ruleset.stamp,
        tool=tool.stamp(ruleset.content.boundaries),
        retain_until=retention(ruleset, as_of, binding, trace.taken),
    )
