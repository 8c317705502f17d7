"""Which findings a human decision sets aside, and which decisions are without effect.

A waiver is for one rule, one state of one listed entry, and one party as it was described when somebody decided.
A fact that an order adds to that description (another number, an alias, a date of birth) makes it another party:
it may be the fact that the decision lacked. Only findings on listed parties can be waived, one of the grade
``deny`` by two approvers, and one on an identifier only where its rule says so.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import structs

from sarcheck import checks
from sarcheck.lists.identifiers import party_identifiers
from sarcheck.model import (
    Basis,
    Entry,
    Finding,
    Party,
    Rule,
    Subject,
    Waived,
    WaivedEntry,
    WaivedParty,
    Waiver,
    entry_version,
)
from sarcheck.names.scripts import plain

if TYPE_CHECKING:
    from sarcheck.evidence import ChainParty, Evidence
    from sarcheck.ruleset import Ruleset

NAME = "waiver"
"""What a finding on a waiver without effect gives as its rule."""

WAIVABLE = tuple(
    check.NAME for check in (checks.listed_party, checks.listed_operator, checks.listed_address, checks.owned_by_listed)
)
"""The checks whose findings can be waived: what is missing or out of date is to be mended, not decided."""

APPROVERS = {"deny": 2}
"""How many approvers a finding of a grade needs; of any other grade, one."""

Faults = dict[str, str]
"""Why a waiver has no effect: codes, each with what is so in words."""


class Settled(NamedTuple):
    """Findings that stand, those that are waived, and a notice for each waiver that was of no effect."""

    standing: tuple[Finding, ...]
    waived: tuple[Waived, ...]
    notices: tuple[Finding, ...]


def settle(found: Sequence[Finding], facts: Evidence, ruleset: Ruleset) -> Settled:
    """Part an order's findings by the waivers that concern its parties."""
    if not ruleset.content.waivers:
        return Settled(tuple(found), (), ())
    near = _near(ruleset.content.waivers, facts.chain)
    rules = ruleset.once(_by_id)
    pairs = [pair for of_subject in near.values() for pair in of_subject]
    astray = {w.id: (w, one, why) for w, one in reversed(pairs) if (why := _astray(w, rules.get(w.rule)))}
    standing, waived = list[Finding](), list[Waived]()
    notices = [_notice(*each, rules) for each in astray.values()]
    for finding in found:
        about = [
            (w, one) for w, one in near.get(finding.subject, ()) if w.id not in astray and _is_about(w, one, finding)
        ]
        judged = [(w, one, _faults(w, one.party, finding, rules[finding.rule], facts.as_of)) for w, one in about]
        if valid := next((w for w, _, why in judged if not why), None):
            waived.append(_waived(valid, finding, f"w{len(waived) + 1}"))
        else:
            standing.append(finding)
            notices += [_notice(*each, rules) for each in judged]
    return Settled(tuple(standing), tuple(waived), tuple(notices))


def _by_id(ruleset: Ruleset) -> dict[str, Rule]:
    return {rule.id: rule for rule in ruleset.content.rules}


def doubts(waivers: Sequence[Waiver], rules: Sequence[Rule], entries: Iterable[Entry]) -> Iterator[tuple[Waiver, str]]:
    """Yield each waiver that can have no effect on any order, with why: no such rule or entry, or the entry changed."""
    wanted = {(waiver.entry.list, waiver.entry.id) for waiver in waivers}
    listed = {key: entry for entry in entries if (key := (entry.list, entry.id)) in wanted}
    known = {rule.id: rule for rule in rules}
    for waiver in waivers:
        entry = listed.get((waiver.entry.list, waiver.entry.id))
        why = _astray(waiver, known.get(waiver.rule))
        if entry is None:
            why["entry_gone"] = "no list holds the entry any more"
        elif (version := entry_version(entry)) != waiver.entry.version:
            why["entry_changed"] = _changed(waiver, version)
        if why:
            yield waiver, "; ".join(why.values())


def about(finding: Finding, chain: Iterable[ChainParty]) -> ChainParty | None:
    """Return the party of a chain that a finding is on."""
    here = (one for one in chain if one.subject == finding.subject)
    return next((one for one in here if f"{finding.pointer}/".startswith(f"{one.pointer}/")), None)


def entry_of(finding: Finding) -> WaivedEntry | None:
    """Return the entry that a finding rests on, as a waiver names it; None where it rests on none, or on several."""
    match = _match(finding)
    return WaivedEntry(list=match["list"], id=match["entry"], version=match["entry_version"]) if match else None


def objections(waiver: Waiver, finding: Finding, one: ChainParty, rule: Rule | None) -> Faults:
    """Return why a waiver would not set a finding aside that it was written for."""
    return _astray(waiver, rule) or (_faults(waiver, one.party, finding, rule, waiver.since) if rule else {})


def unsigned(waiver: Waiver) -> tuple[str, ...]:
    """Return the approvers of whom a waiver holds no signature."""
    signed = {plain(signature.by) for signature in waiver.signatures}
    return tuple(name for name in waiver.approvers if plain(name) not in signed)


# --- what a waiver is about ---------------------------------------------------------------------


def _near(waivers: Sequence[Waiver], chain: Sequence[ChainParty]) -> dict[Subject, list[tuple[Waiver, ChainParty]]]:
    """Return, by subject, the waivers that are about a party of its name and country."""
    by_name: dict[tuple[str, str | None], list[Waiver]] = defaultdict(list)
    for waiver in waivers:
        by_name[_name(waiver.party)].append(waiver)
    near: dict[Subject, list[tuple[Waiver, ChainParty]]] = defaultdict(list)
    for one in chain if by_name else ():
        for waiver in by_name.get(_name(one.party), ()):
            near[one.subject].append((waiver, one))
    return near


def _name(party: Party | WaivedParty) -> tuple[str, str | None]:
    return plain(party.name), party.country


def _is_about(waiver: Waiver, one: ChainParty, finding: Finding) -> bool:
    """Tell whether a finding is on the rule, party and entry of a waiver; two of one id are told apart by place."""
    here = f"{finding.pointer}/".startswith(f"{one.pointer}/")
    match, entry = _match(finding), waiver.entry
    same = (waiver.rule, entry.list, entry.id) == (finding.rule, match.get("list"), match.get("entry"))
    return same and here


def _match(finding: Finding) -> Mapping[str, Any]:
    """Return what a finding tells of the entry that it rests on; nothing where it rests on none, or on several."""
    told = [item for item in finding.evidence if "entry_version" in item]
    return told[0] if len(told) == 1 else {}


def _differing(waived: WaivedParty, party: Party, by: str) -> list[str]:
    """Return the fields in which a party is not the one that was decided on.

    What speaks for or against a match must be the same on both sides, stated or not; of aliases there may be
    fewer. An address matters where it is what matched.
    """
    mine, theirs = _who(party), _who(waived)
    apart = [field for field in mine if mine[field] != theirs[field]]
    if not {plain(name) for name in party.aliases} <= {plain(name) for name in waived.aliases}:
        apart.append("aliases")
    if waived.type and waived.type != party.type:
        apart.append("type")
    if (waived.address or by == "address_match") and plain(waived.address or "") != plain(party.address or ""):
        apart.append("address")
    return apart


def _who(party: Party | WaivedParty) -> dict[str, object]:
    numbers = party_identifiers(party.identifiers, party.country)
    return {
        "identifiers": {(number.scheme, number.value) for number in numbers},
        "born": party.born,
        "residence": party.residence,
        "nationalities": set(party.nationalities),
    }


# --- why it has no effect -----------------------------------------------------------------------


def _astray(waiver: Waiver, rule: Rule | None) -> Faults:
    """Return what is wrong with a waiver whatever was found."""
    if rule is None:
        return {"rule_unknown": f"there is no rule {waiver.rule}"}
    if rule.check not in WAIVABLE:
        return {"rule_not_waivable": f"findings of {rule.id} cannot be waived"}
    return {}


def _faults(waiver: Waiver, party: Party, finding: Finding, rule: Rule, as_of: dt.date) -> Faults:
    """Return why a waiver does not set a finding aside that it is about; nothing where it does."""
    match, given = _match(finding), {plain(name) for name in waiver.approvers} - {""}
    apart = _differing(waiver.party, party, match["kind"])
    needed = APPROVERS.get(finding.outcome, 1)
    by_number = match["kind"] == "identifier_match" and rule.parameters.get("waivable_identifier") is not True
    judged = {
        "expired": (waiver.expires < as_of, f"it expired on {waiver.expires}"),
        "not_yet_valid": (as_of < waiver.since, f"it begins on {waiver.since}"),
        "entry_changed": (match["entry_version"] != waiver.entry.version, _changed(waiver, match["entry_version"])),
        "party_differs": (bool(apart), f"the party is not as it was decided on: {', '.join(apart)}"),
        "approvers": (
            len(given) < needed,
            f"a finding of the grade {finding.outcome} needs {needed} of different approvers, it has {len(given)}",
        ),
        "identifier": (by_number, "an identifier matched, and the rule does not let that be waived"),
    }
    return {code: text for code, (holds, text) in judged.items() if holds}


def _changed(waiver: Waiver, version: str) -> str:
    return f"the entry has changed: it was decided on version {waiver.entry.version}, which is now {version}"


# --- what is told -------------------------------------------------------------------------------


def _waived(waiver: Waiver, finding: Finding, name: str) -> Waived:
    return Waived(
        waiver=waiver.id,
        approvers=waiver.approvers,
        unauthenticated=unsigned(waiver),
        reason=waiver.reason,
        since=waiver.since,
        expires=waiver.expires,
        finding=structs.replace(finding, id=name),
    )


def _notice(waiver: Waiver, one: ChainParty, why: Faults, rules: Mapping[str, Rule]) -> Finding:
    """Return a notice that a waiver which concerns a party of the order had no effect, and why."""
    entry, rule = waiver.entry, rules.get(waiver.rule)
    about = f'"{one.party.name}" and {entry.list} {entry.id} under {waiver.rule}'
    return Finding(
        id="",
        rule=NAME,
        regime=rule.regime if rule else "",
        authority="sarcheck",
        outcome="notice",
        confidence=1.0,
        title="Waiver without effect",
        pointer=one.pointer,
        subject=one.subject,
        message=f"Waiver {waiver.id} for {about} has no effect: {'; '.join(why.values())}.",
        remedy="Decide anew on what the finding says now and write a waiver for it, or remove this one.",
        basis=Basis(
            citation=f"waivers/{waiver.id}.toml",
            in_force_from=waiver.since,
            in_force_to=waiver.expires,
            status="verified",
        ),
        evidence=({"kind": NAME, "waiver": waiver.id, "faults": list(why)},),
    )
