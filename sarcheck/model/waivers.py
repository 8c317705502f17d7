"""Human decisions that a finding is a false positive or resolved, and which state of an entry they were made on."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, field, structs

from sarcheck.model.base import PartyType
from sarcheck.model.lists import Entry

Text = Annotated[str, Meta(pattern=r"\S")]
"""A text that says something."""

FileName = Annotated[str, Meta(pattern=r"^[^\s./\\][^/\\\x00-\x1f]*$")]
"""What names a file in a folder, and leads nowhere else."""

DIGITS = 16
"""Hexadecimal digits of an entry's version."""


class WaivedParty(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom a waiver is about, in the words of an order; never by the id that an order gives a party."""

    name: Text
    country: Annotated[str, Meta(pattern="^[A-Z]{2}$")]
    identifiers: dict[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    type: PartyType | None = None
    born: dt.date | None = None
    residence: str | None = None
    nationalities: tuple[str, ...] = ()
    address: str | None = None


class WaivedEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The listed entry that the party is not, as ``entry_version`` told it when that was decided."""

    list: Text
    id: Text
    version: Annotated[str, Meta(pattern=f"^[0-9a-f]{{{DIGITS}}}$")]


class WaiverSignature(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An approver's signature on a waiver: by whom, the id of the key, and the signature, both hexadecimal."""

    by: Text
    key: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    signature: Annotated[str, Meta(pattern="^[0-9a-f]{128}$")]


class Waiver(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision that a rule's finding on a party and an entry does not stand, by whom, why, and for how long.

    It counts from the day ``from`` to the day ``expires``, both included. Each of ``signatures`` is on all of it but
    the approvers and the signatures themselves, with the name of who signs.
    """

    id: FileName
    rule: Text
    party: WaivedParty
    entry: WaivedEntry
    approvers: tuple[str, ...]
    reason: Text
    since: dt.date = field(name="from")
    expires: dt.date
    signatures: tuple[WaiverSignature, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a waiver that ends before it begins."""
        if self.expires < self.since:
            raise ValueError(f"expires on {self.expires}, before it begins on {self.since}")


def entry_version(entry: Entry) -> str:
    """Return a short hash of everything that a list says of a party: any change to it gives another.

    What follows from other entries (which ones a link may mean) and the day on which the pack read it are no part
    of it. Blank fields are left out, so that a field that entries gain later changes no hash.
    """
    links = tuple(structs.replace(link, resolved=()) for link in entry.links)
    told = said(msgspec.to_builtins(structs.replace(entry, links=links, stated=None)))
    return hashlib.sha256(msgspec.json.encode(told, order="deterministic")).hexdigest()[:DIGITS]


def said(value: Any) -> Any:
    """Return plain data without fields that hold nothing."""
    if isinstance(value, dict):
        return {key: said(inner) for key, inner in value.items() if inner}
    return [said(inner) for inner in value] if isinstance(value, (list, tuple)) else value
