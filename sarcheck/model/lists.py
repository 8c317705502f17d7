"""Denied parties as their lists state them, and the lists themselves."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

from sarcheck.model.base import EntryType


class Name(Struct, frozen=True, kw_only=True):
    """One name of an entry, as published; ``script`` is its ISO 15924 code (Latn, Cyrl, Hans, ...), None unknown."""

    text: str
    kind: Literal["primary", "alias", "former"] = "primary"
    strength: Literal["strong", "weak"] = "strong"
    script: str | None = None


class Identifier(Struct, frozen=True, kw_only=True):
    """A number that identifies a party: scheme in lower case (inn, ogrn, uscc, lei, imo, vat,
    registration, ...), the value without labels, blanks and dots, upper case; ``valid`` is the
    check digit's answer, None where the scheme has none."""

    scheme: str
    value: str
    valid: bool | None = None
    country: str | None = None


class Address(Struct, frozen=True, kw_only=True):
    """An address of an entry: free text, and the country as a code where it could be told."""

    text: str = ""
    country: str | None = None


EntryRef = tuple[str, str]
"""An entry of a list: (list id, entry id)."""

LINK_TYPES = (
    *("owned_by", "owns", "owned_or_controlled_by", "owns_or_controls", "subsidiary_of", "parent_of"),
    *("acts_for", "supports", "leader_of", "led_by", "participates_in", "property_of", "vessel_owner", "operated_by"),
    *("family_of", "associate_of", "linked_to"),
)
"""What a link says, read from the entry that carries it: "entry <type> target". A tie without a type of its
own is ``linked_to``, which is not ownership; a publisher's own word that fits none is kept as it is, in
snake case."""


class Link(Struct, frozen=True, kw_only=True):
    """What a list says ties its party to another: "entry <type> target" (LINK_TYPES).

    ``target`` is a name or an entry id, as published, ``by`` tells which; ``stated`` is the publisher's own
    word for the tie; a ``former`` tie holds no more. ``resolved`` are the entries that the target may be:
    none, one, or several where a name is not unique.
    """

    target: str
    type: str
    by: Literal["name", "id"] = "name"
    former: bool = False
    stated: str = ""
    resolved: tuple[EntryRef, ...] = ()


class Entry(Struct, frozen=True, kw_only=True):
    """One denied party on one list.

    ``id`` is the publisher's own, else a stable key made of the row's own fields. ``listed`` is the first day
    on the list, ``delisted`` the first day on which it counts no more. ``born`` holds dates of birth, founding
    or building in EDTF. ``license_requirement`` and ``license_policy`` are the row's own, where lists of export
    control state them. ``stated`` is the day on which the pack read it, for the pack's own parties.
    """

    list: str
    id: str
    type: EntryType
    names: tuple[Name, ...]
    identifiers: tuple[Identifier, ...] = ()
    addresses: tuple[Address, ...] = ()
    countries: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    citation: str | None = None
    listed: dt.date | None = None
    delisted: dt.date | None = None
    born: tuple[str, ...] = ()
    gender: Literal["female", "male"] | None = None
    license_requirement: str = ""
    license_policy: str = ""
    links: tuple[Link, ...] = ()
    remarks: str = ""
    address_only: bool = False
    stated: dt.date | None = None


class Source(Struct, frozen=True, kw_only=True):
    """A denied-party list as loaded: what it is, how old, and whether it may be relied on.

    ``carrier`` is the publication that brought it, where that is not the list's own: one file of a
    publisher may carry several lists. A list that is ``optional`` may be absent; if it is loaded, it counts.
    ``recorded`` is the day on which it was imported or fetched, by the clock of the machine that did it.
    """

    id: str
    title: str
    published: dt.date | None = None
    retrieved: dt.date | None = None
    recorded: dt.date | None = None
    sha256: str | None = None
    entries: int = 0
    format: str | None = None
    max_age_days: int | None = None
    max_published_days: int | None = None
    partial: str | None = None
    problems: tuple[str, ...] = ()
    url: str = ""
    carrier: str | None = None
    optional: bool = False


class SourceStatus(Struct, frozen=True, kw_only=True):
    """A list's state on a day, as a verdict reports it."""

    id: str
    published: dt.date | None
    retrieved: dt.date | None
    sha256: str | None
    entries: int
    age_days: int | None
    state: Literal["current", "stale", "missing", "partial"]
    caveat: str | None = None
