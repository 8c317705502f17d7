"""Parties as TOML: the pack's own, and the form in which users bring a list of their own.

One file is one list or a part of one; its keys are those of PartiesFile and Party below. Names come
primary first; ``aliases``, ``weak`` and ``former`` are further names; ``stated`` is the day on which the
publisher's list was read; ``whole`` says that the file holds all of it, so that a pack may carry a list that
no publisher's file does. Unknown keys are refused: a misspelt one would drop a fact in silence.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import msgspec

from sarcheck import tomlfile
from sarcheck.errors import RulesError
from sarcheck.lists._about import UNSTATED, About
from sarcheck.lists.identifiers import identifier
from sarcheck.model import Address, Entry, EntryType, Identifier, Link, Name, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

CountryCode = Callable[[str], "str | None"]

NAME = "parties"
SUFFIXES = (".toml",)
SCHEMA = "sarcheck.parties/1"
MAX_BYTES = 64 * 1024 * 1024


class Number(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An identifier of a party with the country that issued it."""

    scheme: str
    value: str
    country: str | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An address of a party."""

    text: str = ""
    country: str | None = None


class Tie(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ties a party to another, named as its own entry names itself or by entry id."""

    target: str
    type: str
    by: Literal["name", "id"] = "name"
    former: bool = False


class Party(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One denied party: ``id`` is the publisher's own where it has one."""

    id: str
    names: tuple[str, ...]
    type: EntryType = "unknown"
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    identifiers: dict[str, str] | tuple[Number, ...] = ()
    countries: tuple[str, ...] = ()
    addresses: tuple[Place, ...] = ()
    programs: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    citation: str | None = None
    listed: dt.date | None = None
    delisted: dt.date | None = None
    born: tuple[str, ...] = ()
    links: tuple[Tie, ...] = ()
    license_requirement: str = ""
    license_policy: str = ""
    remarks: str = ""
    address_only: bool = False


class PartiesFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of parties on one list."""

    schema: Literal["sarcheck.parties/1"]
    list: str
    title: str = ""
    source: str = ""
    stated: dt.date | None = None
    whole: bool = False
    party: tuple[Party, ...] = ()


def sniff(head: bytes, name: str) -> str | None:
    """Return "list" for a TOML file that states this schema."""
    del name
    stated = re.search(rb"^(?:\xef\xbb\xbf)?\s*schema\s*=\s*[\"']([^\"']*)[\"']", head, re.MULTILINE)
    return "list" if stated and stated[1] == SCHEMA.encode() else None


def family(head: bytes, name: str) -> str | None:
    """Return the list that the file says it is, None when its head does not say it."""
    del name
    stated = re.search(rb"^\s*list\s*=\s*[\"']([^\"']*)[\"']", head, re.MULTILINE)
    return stated[1].decode("utf-8", errors="replace") if stated else None


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the title that the file states, else the list's id, and whether it says that it is the whole list."""
    document = _load(files["list"])
    return About(document.title or list_id, gaps=None if document.whole else UNSTATED)


def carried(path: Path) -> Source | None:
    """Return the list that a pack's own file carries whole, as read on the day stated; None for a part of a list."""
    document = _load(path)
    if not document.whole:
        return None
    return Source(
        id=document.list,
        title=document.title or document.list,
        retrieved=document.stated,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        entries=len(document.party),
        format=NAME,
    )


def read(files: Mapping[str, Path], list_id: str, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the parties of the file under "list", in its order; their list is the one the file states.

    ``country_code`` turns a country's name or code into its code. Raise RulesError with a pointer for
    a file that is not of this form, an id used twice, a party without a name, an unknown country.
    """
    del list_id  # the file states it
    path = files["list"]
    document = _load(path)
    seen: set[str] = set()
    for i, party in enumerate(document.party):
        if party.id in seen:
            raise RulesError(str(path), f"/party/{i}/id", f"{party.id!r} is used twice")
        seen.add(party.id)
        yield _entry(party, document, country_code, path, f"/party/{i}")


def _load(path: Path) -> PartiesFile:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
    if size > MAX_BYTES:
        raise RulesError(str(path), "", f"is {size} bytes; a file of parties may have {MAX_BYTES}")
    document = tomlfile.converted(tomlfile.read(path), PartiesFile, path)
    if not document.party:
        raise RulesError(str(path), "/party", "holds no parties; an empty list would clear everybody")
    return document


def _entry(party: Party, document: PartiesFile, country_code: CountryCode, path: Path, pointer: str) -> Entry:
    def code(country: str, place: str) -> str:
        if known := country_code(country):
            return known
        raise RulesError(str(path), f"{pointer}/{place}", f"unknown country {country!r}; use its ISO 3166-1 code")

    addresses = tuple(
        Address(text=one.text, country=code(one.country, f"addresses/{i}/country") if one.country else None)
        for i, one in enumerate(party.addresses)
    )
    stated = (*(code(country, f"countries/{i}") for i, country in enumerate(party.countries)),)
    names = _names(party)
    if not names or not all(name.text.strip() for name in names):
        raise RulesError(str(path), f"{pointer}/names", "a party needs at least one name, and no name may be blank")
    return Entry(
        list=document.list,
        id=party.id,
        type=party.type,
        names=names,
        identifiers=_identifiers(party, code),
        addresses=addresses,
        countries=tuple(dict.fromkeys((*stated, *(a.country for a in addresses if a.country)))),
        programs=party.programs,
        measures=party.measures,
        citation=party.citation,
        listed=party.listed,
        delisted=party.delisted,
        born=party.born,
        links=tuple(Link(target=t.target, type=t.type, by=t.by, former=t.former) for t in party.links),
        license_requirement=party.license_requirement,
        license_policy=party.license_policy,
        remarks=party.remarks,
        address_only=party.address_only,
        stated=document.stated,
    )


def _names(party: Party) -> tuple[Name, ...]:
    """Return all names: the first primary one, other spellings of it, aliases, weak ones, former ones."""
    return (
        *(Name(text=text) for text in party.names),
        *(Name(text=text, kind="alias") for text in party.aliases),
        *(Name(text=text, kind="alias", strength="weak") for text in party.weak),
        *(Name(text=text, kind="former") for text in party.former),
    )


def _identifiers(party: Party, code: Callable[[str, str], str]) -> tuple[Identifier, ...]:
    """Return the numbers of a party; those of a plain table are of the party's only country, if it has one."""
    if isinstance(party.identifiers, dict):
        country = code(party.countries[0], "countries/0") if len(party.countries) == 1 else None
        return tuple(identifier(scheme, value, country) for scheme, value in party.identifiers.items())
    return tuple(
        identifier(one.scheme, one.value, code(one.country, f"identifiers/{i}/country") if one.country else None)
        for i, one in enumerate(party.identifiers)
    )
