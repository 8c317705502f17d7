"""What people decide on a finding: that it is none, that it stands, that others must see it, that a license is there.

A decision never edits a verdict. That a finding is a false positive becomes a waiver, which later verdicts heed and
show; any other decision is kept and changes nothing. Each approver signs for himself, or is marked as unauthenticated.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import Struct, structs

from sarcheck import evidence, waivers
from sarcheck.model import OrderStamp, Subject, WaivedParty, Waiver, WaiverSignature
from sarcheck.model.waivers import said
from sarcheck.names.scripts import plain

if TYPE_CHECKING:
    from sarcheck.evidence import ChainParty
    from sarcheck.model import Finding, Order, Verdict
    from sarcheck.ruleset import Ruleset

Kind = Literal["false_positive", "confirmed", "escalated", "license_obtained"]
KINDS: tuple[Kind, ...] = ("false_positive", "confirmed", "escalated", "license_obtained")
EXPIRING: tuple[Kind, ...] = ("false_positive", "license_obtained")
"""Decisions that hold for a time only."""

WAIVER_TYPE, DECISION_TYPE = "application/vnd.sarcheck.waiver+json", "application/vnd.sarcheck.decision+json"
"""What approvers sign: the waiver where the decision makes one, else the decision."""


class Approval(Struct, frozen=True, kw_only=True):
    """Who decided; the id of the key and the signature are None for one who did not sign: unauthenticated."""

    by: str
    key: str | None = None
    signature: str | None = None


class Decision(Struct, frozen=True, kw_only=True):
    """A decision on one finding of one verdict: what, why, since and until when, by whom.

    ``record`` is the verdict's in the journal, where it has one. ``needs`` is how many must approve.
    """

    schema: Literal["sarcheck.decision/1"] = "sarcheck.decision/1"
    kind: Kind
    order: OrderStamp
    judged: dt.date
    record: int | None
    finding: str
    rule: str
    subject: Subject
    message: str
    reason: str
    since: dt.date
    expires: dt.date | None
    license: str | None = None
    waiver: Waiver | None = None
    needs: int = 1
    approvals: tuple[Approval, ...] = ()

    @property
    def missing(self) -> int:
        """Return how many more must approve before it counts."""
        return max(0, self.needs - len({plain(one.by) for one in self.approvals}))

    @property
    def unauthenticated(self) -> tuple[str, ...]:
        """Return who approved without a signature."""
        return tuple(one.by for one in self.approvals if one.signature is None)


class Terms(Struct, frozen=True, kw_only=True):
    """What an officer states: the kind of decision, why, since and until when, and the license if that is it."""

    kind: Kind
    reason: str
    since: dt.date
    expires: dt.date | None = None
    license: str | None = None


def drafted(verdict: Verdict, finding: Finding, terms: Terms, record: int | None, waiver: Waiver | None) -> Decision:
    """Return a decision that nobody has approved yet; ``waiver`` is what a false positive becomes."""
    return Decision(
        kind=terms.kind,
        order=verdict.order,
        judged=verdict.as_of,
        record=record,
        finding=finding.id,
        rule=finding.rule,
        subject=finding.subject,
        message=finding.message,
        reason=terms.reason,
        since=terms.since,
        expires=terms.expires,
        license=terms.license,
        waiver=waiver,
        needs=waivers.APPROVERS.get(finding.outcome, 1) if waiver else 1,
    )


def waiver_for(
    name: str, finding: Finding, verdict: Verdict, order: Order, terms: Terms, ruleset: Ruleset
) -> Waiver | str:
    """Return the waiver that sets a finding aside; where none can, return why."""
    facts = evidence.gather(order, ruleset, verdict.as_of, ())
    one, entry = waivers.about(finding, facts.chain), waivers.entry_of(finding)
    if one is None or entry is None:
        return "it is not about a party and one entry of a list; what is missing or out of date is to be mended"
    if terms.expires is None or one.party.country is None:
        return "it needs a last day" if one.party.country else "without a country nobody can be told from a namesake"
    rule = next((rule for rule in ruleset.content.rules if rule.id == finding.rule), None)
    made = Waiver(
        id=name,
        rule=finding.rule,
        party=_party(one, finding),
        entry=entry,
        approvers=(),
        reason=terms.reason,
        since=terms.since,
        expires=terms.expires,
    )
    why = waivers.objections(made, finding, one, rule)
    return "; ".join(text for code, text in why.items() if code != "approvers") or made


def _party(one: ChainParty, finding: Finding) -> WaivedParty:
    """Return a party as a waiver describes it: all that speaks for or against a match, the address if it matched."""
    party = one.party
    by_address = any(item.get("kind") == "address_match" for item in finding.evidence)
    return WaivedParty(
        name=party.name,
        country=party.country or "",
        identifiers=party.identifiers,
        aliases=party.aliases,
        type=party.type,
        born=party.born,
        residence=party.residence,
        nationalities=party.nationalities,
        address=party.address if by_address else None,
    )


# --- approvals ----------------------------------------------------------------------------------


def payload(decision: Decision, by: str) -> tuple[bytes, str]:
    """Return what an approver signs and its type."""
    if decision.waiver:
        return waiver_payload(decision.waiver, by), WAIVER_TYPE
    core = said(msgspec.to_builtins(structs.replace(decision, approvals=())))
    return msgspec.json.encode({"by": by, "decision": core}, order="sorted"), DECISION_TYPE


def waiver_payload(waiver: Waiver, by: str) -> bytes:
    """Return what an approver of a waiver signs: all that it says but who approved it, and the own name.

    Blank fields are left out, so that a field that waivers gain later breaks no signature.
    """
    core = said(msgspec.to_builtins(structs.replace(waiver, approvers=(), signatures=())))
    return msgspec.json.encode({"by": by, "waiver": core}, order="sorted")


def approved(decision: Decision, approval: Approval) -> Decision | str:
    """Return a decision with one more approval, its waiver likewise; where that cannot be, return why."""
    if plain(approval.by) in {plain(one.by) for one in decision.approvals}:
        return f"{approval.by} has approved it already"
    if approval.key and approval.key in {one.key for one in decision.approvals}:
        return f"key {approval.key[:16]} has signed it already: each approver signs with an own key"
    waiver = _signed(decision.waiver, approval) if decision.waiver else None
    return structs.replace(decision, approvals=(*decision.approvals, approval), waiver=waiver)


def _signed(waiver: Waiver, approval: Approval) -> Waiver:
    signatures = waiver.signatures
    if approval.key and approval.signature:
        signature = WaiverSignature(by=approval.by, key=approval.key, signature=approval.signature)
        signatures = (*signatures, signature)
    return structs.replace(waiver, approvers=(*waiver.approvers, approval.by), signatures=signatures)


# --- the waiver's file --------------------------------------------------------------------------


def waiver_text(waiver: Waiver) -> str:
    """Return a waiver as the TOML file that it is kept in."""
    fields = msgspec.to_builtins(waiver, builtin_types=(dt.date,))
    party, entry, signatures = (fields.pop(name) for name in ("party", "entry", "signatures"))
    tables = [("", fields), ("[party]", party), ("[entry]", entry), *(("[[signatures]]", one) for one in signatures)]
    return "\n".join("\n".join(_lines(head, table)) + "\n" for head, table in tables)


def _lines(head: str, table: Mapping[str, Any]) -> Iterator[str]:
    if head:
        yield head
    for key, value in table.items():
        if value not in (None, [], {}, ()):
            yield f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    """Write a value as TOML, whose strings are JSON's but for the DEL character."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_value(key)} = {_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, dt.date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
