"""What stands around the parties of an OpenSanctions export: sanctions, papers, addresses and ties."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sarcheck.errors import RulesError
from sarcheck.lists._text import distinct, spaced
from sarcheck.lists.opensanctions.lines import Item, items
from sarcheck.model import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class Tie(NamedTuple):
    """How an entity between two parties reads from either: "source <forth> target", "target <back> source"."""

    source: str
    forth: str
    target: str
    back: str


TIES = {
    "Ownership": Tie("owner", "owns", "asset", "owned_by"),
    "Control": Tie("controller", "owns_or_controls", "controlled", "owned_or_controlled_by"),
    "Directorship": Tie("director", "leader_of", "organization", "led_by"),
    "Membership": Tie("member", "participates_in", "organization", "linked_to"),
    "Employment": Tie("employee", "linked_to", "employer", "linked_to"),
    "Representation": Tie("agent", "acts_for", "client", "linked_to"),
    "Family": Tie("person", "family_of", "relative", "family_of"),
    "Associate": Tie("person", "associate_of", "associate", "associate_of"),
    "Succession": Tie("predecessor", "linked_to", "successor", "linked_to"),
    "UnknownLink": Tie("subject", "linked_to", "object", "linked_to"),
}
_OWN = {
    "owner": ("vessel_owner", "owned_by"),
    "operator": ("operated_by", "operated_by"),
    "parent": ("subsidiary_of", "subsidiary_of"),
    "holder": ("property_of", "property_of"),
    "issuer": ("linked_to", "linked_to"),
}
"""Properties of a party itself that name another one: the tie of a vessel, and that of anything else."""
_HOLDERS = {"Sanction": "entity", "Identification": "holder", "Passport": "holder"}
_ADDRESS = ("street", "street2", "poBox", "postalCode", "city", "region", "state")
_WORDS = ("role", "relationship", "ownershipType", "controlType", "status")
_FORMER = re.compile(r"\b(?:former|ex|inactive|ceased|terminated|ended|previous|dissolved)\b", re.IGNORECASE)
_SANCTIONED = re.compile(r"sanction|export|debarment|asset\.frozen")
"""Topics of a party that is listed itself, also where an export does not mark it as a target."""


class Around(NamedTuple):
    """The ids of the listed parties; what is said of each, packed; addresses by id; names of all others by id."""

    parties: set[str]
    said: dict[str, list[bytes]]
    addresses: dict[str, tuple[str, str]]
    captions: dict[str, str]

    def of(self, party: str, schemas: Iterable[str]) -> list[Item]:
        """Return what is said of a party by entities of some schemas, in the file's order."""
        found = (msgspec.msgpack.decode(packed, type=Item) for packed in self.said.get(party, ()))
        return [item for item in found if item.schema in schemas]


def gather(path: Path) -> Around:
    """Read an export for what stands around its parties; refuse an id that occurs twice, and an empty list."""
    around = Around(set(), {}, {}, {})
    for line, item in items(path, strictly=True):
        if item.id in around.captions or item.id in around.addresses:
            raise RulesError(str(path), f"line {line}", f"id {item.id!r} is used twice; download the file again")
        if item.schema == "Address":
            around.addresses[item.id] = _address(item)
        elif holders := _holders(item):
            packed = msgspec.msgpack.encode(Item(item.id, item.schema, properties=item.properties))
            for holder in holders:
                around.said.setdefault(holder, []).append(packed)
        else:
            around.captions[item.id] = item.caption or next(iter(item.of("name")), item.id)
            if item.target or any(_SANCTIONED.match(topic) for topic in item.of("topics")):
                around.parties.add(item.id)
    for stranger in around.said.keys() - around.parties:
        del around.said[stranger]
    if not around.parties:
        raise RulesError(str(path), "", "holds no parties; an empty list would clear everybody: download it again")
    return around


def links(item: Item, around: Around) -> tuple[Link, ...]:
    """Return a party's ties to others: those that it names itself, and those that entities between them state."""
    own = (
        _link(other, kinds[item.schema != "Vessel"], around, name)
        for name, kinds in _OWN.items()
        for other in item.of(name)
    )
    return distinct((*own, *_between(item.id, around)))


def _between(party: str, around: Around) -> Iterator[Link]:
    for said in around.of(party, TIES):
        tie = TIES[said.schema]
        former = any(_FORMER.search(word) for word in said.of(*_WORDS))
        stated = _stated(said)
        sources, targets = said.of(tie.source), said.of(tie.target)
        if party in sources:
            yield from (_link(other, tie.forth, around, stated, former) for other in targets if other != party)
        if party in targets:
            yield from (_link(other, tie.back, around, stated, former) for other in sources if other != party)


def _stated(said: Item) -> str:
    """Return a tie in words: "Ownership, 55%, until 2020-01-01". Whether it still holds is for the reader of dates."""
    share = (text if text.endswith("%") else f"{text}%" for text in said.of("percentage"))
    since = (f"from {text}" for text in said.of("startDate"))
    until = (f"until {text}" for text in said.of("endDate"))
    return ", ".join((said.schema, *map(spaced, said.of(*_WORDS)), *share, *since, *until))


def _link(other: str, kind: str, around: Around, stated: str, former: bool = False) -> Link:
    """Return a tie, by id to a listed party, by name to one that the file only mentions."""
    caption = None if other in around.parties else around.captions.get(other)
    if caption is None:
        return Link(target=other, type=kind, by="id", stated=stated, former=former)
    return Link(target=caption, type=kind, stated=stated, former=former)


def _holders(item: Item) -> tuple[str, ...]:
    """Return the parties that an entity says something of, () for an entity that stands for itself."""
    tie = TIES.get(item.schema)
    return distinct(item.of(tie.source, tie.target) if tie else item.of(_HOLDERS.get(item.schema, "")))


def _address(item: Item) -> tuple[str, str]:
    """Return an address in one line, and its country as the file writes it."""
    whole = next(iter(item.of("full")), "") or ", ".join(item.of(*_ADDRESS))
    return spaced(whole), next(iter(item.of("country")), "")
