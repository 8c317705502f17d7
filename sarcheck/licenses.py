"""Which findings a license of the operator's register covers, and why the others are not covered.

Only a finding of the grade ``license_required`` can be covered; it becomes a notice that cites the license. The
register is the operator profile's: an order can name a license, and that makes none. A license fits when it is for the
finding's rule, for everyone who gets the data and the party that the finding is on, for an area that surely holds every
footprint of the order, and counts on the day of the verdict and on that of delivery.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from sarcheck.checks.completeness import PLACED
from sarcheck.evidence.identity import is_party
from sarcheck.model import Basis, Finding, License, Party, Role, Subject
from sarcheck.names.scripts import plain

if TYPE_CHECKING:
    from sarcheck.evidence import Evidence
    from sarcheck.regions import RegionIndex
    from sarcheck.ruleset import Ruleset

NAME = "license"
"""What a finding on a license that the register lacks gives as its rule."""

GRADE = "license_required"
"""The only grade that a license makes milder."""

HANDLING: frozenset[Role] = frozenset({"processor", "ground_station"})
"""Roles of those who get the data on their way; one that the operator profile recognises needs no license."""

Faults = dict[str, str]
"""Why a license does not cover a finding: codes, each with what is so in words."""


class Licensed(NamedTuple):
    """The findings, those that a license covers as notices, and a notice for each license that the register lacks."""

    findings: tuple[Finding, ...]
    notices: tuple[Finding, ...]


def settle(standing: Sequence[Finding], facts: Evidence, ruleset: Ruleset) -> Licensed:
    """Hold an order's findings against the register of licenses."""
    held, known = ruleset.profile.licenses, {one.id for one in ruleset.profile.licenses}
    named = enumerate(facts.order.document.licenses)
    notices = tuple(_absent(i, name) for i, name in named if name not in known)
    if not held or all(finding.outcome != GRADE for finding in standing):
        return Licensed(tuple(standing), notices)
    of_order = {one.id: _faults_of_order(one, facts, ruleset.regions) for one in held}
    return Licensed(tuple(_judged(finding, held, of_order, facts) for finding in standing), notices)


def _judged(finding: Finding, held: Sequence[License], of_order: dict[str, Faults], facts: Evidence) -> Finding:
    """Return a finding as a notice if a license covers it, else with why those that might do not."""
    if finding.outcome != GRADE:
        return finding
    named = facts.order.document.licenses
    judged = [(one, of_order[one.id] | _faults(one, finding, facts)) for one in held]
    if fitting := next((one for one, why in judged if not why), None):
        return _covered(finding, fitting)
    near = [(one, why) for one, why in judged if finding.rule in one.rules or one.id in named]
    told = tuple(f"License {one.id} does not cover this: {'; '.join(why.values())}." for one, why in near)
    items = tuple({"kind": NAME, "license": one.id, "faults": list(why)} for one, why in near)
    return structs.replace(finding, caveats=(*finding.caveats, *told), evidence=(*finding.evidence, *items))


# --- why it does not fit ------------------------------------------------------------------------


def _faults_of_order(one: License, facts: Evidence, regions: RegionIndex) -> Faults:
    """Return why a license does not fit an order, whatever was found."""
    delivery = facts.order.document.delivery
    served = delivery.at.date() if delivery and delivery.at else facts.as_of
    days = sorted({facts.as_of, served})
    found: Faults = {}
    if late := [day for day in days if one.until < day]:
        found["expired"] = f"it ended on {one.until}, before {late[0]}"
    if early := [day for day in days if day < one.since]:
        found["not_yet_valid"] = f"it begins on {one.since}, after {early[0]}"
    if outside := list(_outside(one, facts, regions)):
        found["area"] = f"not surely within {', '.join(one.areas)}: {', '.join(dict.fromkeys(outside))}"
    if unknown := sorted(set(one.areas) - facts.regions if outside else ()):
        found["area_unknown"] = f"no source draws the region {', '.join(unknown)}"
    return found


def _outside(one: License, facts: Evidence, regions: RegionIndex) -> Iterator[str]:
    """Yield each area of an order that no region of a license surely holds whole."""
    if one.areas == "*":
        return
    known = [name for name in one.areas if name in facts.regions]
    if not facts.areas:
        yield "the order, which has no footprint"
    for area in facts.areas:
        footprint = area.footprint
        if footprint is None or not any(regions.holds(name, footprint) for name in known):
            yield area.subject.id


def _faults(one: License, finding: Finding, facts: Evidence) -> Faults:
    """Return why a license does not fit a finding, beside what does not fit the order."""
    found: Faults = {}
    if finding.rule not in one.rules:
        found["rule"] = f"it is for {', '.join(one.rules)}"
    if one.parties != "*":
        parties = one.parties
        others = [p.name for p in _concerned(finding, facts) if not any(is_party(known, p) for known in parties)]
        if others:
            found["party"] = f"it is not for {', '.join(dict.fromkeys(others))}"
    return found


def _concerned(finding: Finding, facts: Evidence) -> Iterator[Party]:
    """Yield everyone who gets the data, and the party that a finding is on."""
    document = facts.order.document
    for party in document.parties:
        handles = not HANDLING.isdisjoint(party.roles) and not _is_allied(party.name, facts)
        if handles or not PLACED.isdisjoint(party.roles):
            yield party
    station = document.delivery.ground_station if document.delivery else None
    if station and not _is_allied(station, facts):
        yield Party(id="ground_station", roles=("ground_station",), name=station)
    if finding.subject.kind == "party":
        yield from (one.party for one in facts.chain if one.subject == finding.subject)


def _is_allied(name: str, facts: Evidence) -> bool:
    """Tell whether the operator profile recognises a ground segment of this name."""
    return any(one.kind == "ground-segment" and plain(one.name) == plain(name) for one in facts.recognised)


# --- what is told -------------------------------------------------------------------------------


def _covered(finding: Finding, one: License) -> Finding:
    """Return a finding as a notice that cites the license."""
    cited = f"License {one.id} of {one.authority} covers this, {one.since} to {one.until}; without it {GRADE}."
    return structs.replace(
        finding,
        outcome="notice",
        remedy=f"Cite license {one.id} in the file and keep to its conditions.",
        message=f"{finding.message} {cited}",
        caveats=(*finding.caveats, *([one.note] if one.note else [])),
        evidence=(
            *finding.evidence,
            {
                "kind": NAME,
                "license": one.id,
                "authority": one.authority,
                "from": one.since.isoformat(),
                "to": one.until.isoformat(),
                "was": GRADE,
            },
        ),
    )


def _absent(place: int, name: str) -> Finding:
    """Return a notice that an order relies on a license that the register lacks."""
    return Finding(
        id="",
        rule=NAME,
        regime="",
        authority="sarcheck",
        outcome="notice",
        confidence=1.0,
        title="License that the register lacks",
        pointer=f"/licenses/{place}",
        subject=Subject(kind="order", id="order"),
        message=f"The order names license {name}, which the operator's register lacks: it has no effect.",
        remedy="If you hold it, enter it in operator.toml with its rules, parties, areas and dates.",
        basis=Basis(citation="operator.toml", in_force_from=None, in_force_to=None, status="verified"),
        evidence=({"kind": NAME, "license": name, "faults": ["not_held"]},),
    )
