"""Who stands between the satellite and the end user, as a graph: parties, what lists say of them, who owns whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from sarcheck.model import severity

if TYPE_CHECKING:
    from sarcheck.model import Finding, Order, Screened, Verdict

COLUMNS: tuple[tuple[str, frozenset[str]], ...] = (
    ("Satellite and ground", frozenset({"operator", "ground_station", "processor"})),
    ("Seller", frozenset({"supplier", "reseller"})),
    ("Buyer", frozenset({"customer", "payer", "intermediate_consignee"})),
    ("Receiver", frozenset({"ultimate_consignee", "end_user", "data_recipient"})),
)
"""The way of the data, and the roles that stand at each stage of it."""
RECEIVER = len(COLUMNS) - 1
OWNER = -1
"""The column of who is there only as an owner."""


class Node(Struct, frozen=True, kw_only=True):
    """A party: its stage, whether only a product revealed it, the entries that it meets, and the worst outcome."""

    id: str
    name: str
    what: str
    country: str
    column: int
    revealed: bool = False
    marks: tuple[str, ...] = ()
    grade: str = ""


class Tie(Struct, frozen=True, kw_only=True):
    """That a party owns or controls another: ids of both, and how much, in words."""

    owner: str
    owned: str
    words: str


class Chain(Struct, frozen=True, kw_only=True):
    """The graph of an order's parties."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]


def chain(verdict: Verdict, order: Order | None) -> Chain:
    """Return the parties of a verdict with the ties that the order states or findings rest on."""
    nodes = {f"{party.origin} {party.id}": _node(party, verdict) for party in verdict.screened}
    by_name: dict[str, str] = {}
    for key, node in nodes.items():
        by_name.setdefault(node.name.casefold(), key)
    ties: dict[tuple[str, str], Tie] = {}
    for tie in _stated(order):
        if {tie.owner, tie.owned} <= nodes.keys():
            ties[tie.owner, tie.owned] = tie
    for owner, owned, words, mark in _found(verdict.findings):
        for name in (owner, owned):
            if name.casefold() not in by_name:
                key = by_name[name.casefold()] = f"owner {name}"
                nodes[key] = Node(id=key, name=name, what="owner", country="", column=OWNER)
        above, below = by_name[owner.casefold()], by_name[owned.casefold()]
        ties.setdefault((above, below), Tie(owner=above, owned=below, words=words))
        if mark and not nodes[above].marks:
            nodes[above] = structs.replace(nodes[above], marks=(mark,), grade=nodes[above].grade or "review")
    return Chain(nodes=tuple(structs.replace(node, id=key) for key, node in nodes.items()), ties=tuple(ties.values()))


def _node(party: Screened, verdict: Verdict) -> Node:
    own = [f for f in verdict.findings if f.subject.kind == "party" and f.subject.id == party.id]
    own = [finding for finding in own if party.origin != "order" or finding.pointer.startswith(party.pointer)]
    met: dict[str, str] = {}
    for finding in own:
        for item in finding.evidence:
            if item.get("kind") in ("name_match", "identifier_match"):
                entry = f"{item.get('list')} {item.get('entry')}"
                met[entry] = max(met.get(entry, "notice"), finding.outcome, key=severity)  # type: ignore[arg-type]
    grade = max((finding.outcome for finding in own), key=severity, default="")
    ranked = sorted(met, key=lambda entry: -severity(met[entry]))  # type: ignore[arg-type]
    return Node(
        id=party.id,
        name=party.name,
        what=role(party),
        country=party.country or "",
        column=_column(party),
        revealed=party.origin in ("platform", "product", "orbit"),
        marks=tuple(ranked),
        grade=grade,
    )


def role(party: Screened) -> str:
    """Return what a party does in the order, in words."""
    if party.origin == "platform":
        return f"operates {party.platform}"
    if party.origin == "orbit":
        return f"may operate: orbit of {party.platform}"
    told = ", ".join(party.roles).replace("_", " ")
    return f"{told} (named by the product)" if party.origin == "product" else told or party.origin


def _column(party: Screened) -> int:
    if party.origin in ("platform", "orbit"):
        return 0
    if set(party.roles) == {"owner"}:
        return OWNER
    return next((i for i, (_, roles) in enumerate(COLUMNS) if roles.intersection(party.roles)), RECEIVER)


def _stated(order: Order | None) -> Iterator[Tie]:
    """Yield the ties that an order states."""
    for party in order.document.parties if order else ():
        for owner in party.owners:
            share = "share not stated" if owner.share is None else f"{owner.share:g} %"
            days = f", {owner.since or '..'} to {owner.until or '..'}" if owner.until else ""
            words = f"{share}{', control' if owner.control else ''}{days}"
            yield Tie(owner=f"order {owner.party}", owned=f"order {party.id}", words=words)


def _found(findings: tuple[Finding, ...]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the owner, the owned, how much in words, and the owner's entry, of the ties that findings rest on."""
    for finding in findings:
        for item in finding.evidence:
            for row in item.get("owners", ()) if item.get("kind") == "ownership" else ():
                share = row.get("share")
                known = "share not known" if share is None else f"{share:g} %"
                words = f"{known}{' and more' if row.get('unknown_share') and share else ''}"
                words += ", control" if row.get("control") else ""
                yield str(row.get("owner")), str(row.get("of")), words, str(row.get("listed") or "")
