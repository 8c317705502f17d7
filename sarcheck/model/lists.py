"""Denied parties as their lists state them, and the lists themselves."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

from sarcheck.model.base import EntryType


class Name(Struct, frozen=True, kw_only=True):
    """One name of an entry, as published."""

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


class Link(Struct, frozen=True, kw_only=True):
    """What a list says ties two parties together. ``target`` is a name or an entry id."""

    target: str
    type: str
    by: Literal["name", "id"] = "name"
    former: bool = False


class Entry(Struct, frozen=True, kw_only=True):
    """One denied party on one list. ``id`` is the publisher's own, else a stable key made of the
    row's own fields; ``stated`` is the day on which the pack read it, for the pack's own parties."""

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
    links: tuple[Link, ...] = ()
    remarks: str = ""
    address_only: bool = False
    stated: dt.date | None = None


class Source(Struct, frozen=True, kw_only=True):
    """A denied-party list as loaded: what it is, how old, and whether it may be relied on."""

    id: str
    title: str
    published: dt.date | None = None
    retrieved: dt.date | None = None
    sha256: str | None = None
    entries: int = 0
    format: str | None = None
    max_age_days: int | None = None
    partial: str | None = None
    problems: tuple[str, ...] = ()
    url: str = ""


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
