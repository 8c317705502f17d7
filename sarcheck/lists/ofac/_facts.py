"""An entry put together from what OFAC's XML files state, each fact as a head and its value.

The three XML formats differ in shape and agree in words; the delimited files put the same facts into Remarks.
One way of reading them makes one party come out alike, whichever file brought it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from sarcheck.lists._dates import edtf
from sarcheck.lists._text import distinct
from sarcheck.lists.ofac import _heads, _lists
from sarcheck.model import Address, Entry, Identifier, Link, Name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sarcheck.model import EntryType

    CountryCode = Callable[[str], str | None]

_FAMILY = ("Last Name", "Patronymic", "Matronymic", "Maiden Name", "Entity Name", "Vessel Name", "Aircraft Name")
_GIVEN = ("First Name", "Middle Name", "Nickname")
_NOWHERE = "undetermined"
"""OFAC's word for a country that it does not know."""


class Fact(NamedTuple):
    """A head and its value as stated; a note has no head.

    For a number also its issuer's country and name, and ``detail``, the days of its document in words.
    """

    head: str
    value: str
    country: str = ""
    authority: str = ""
    detail: str = ""


class Party(NamedTuple):
    """What a file states of one party, before it is read."""

    uid: str
    type: EntryType
    names: tuple[Name, ...]
    facts: Sequence[Fact] = ()
    addresses: tuple[Address, ...] = ()
    programs: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    listed: dt.date | None = None
    citation: str = ""
    remarks: tuple[str, ...] = ()


class _Read(NamedTuple):
    identifiers: list[Identifier]
    countries: list[str]
    born: list[str]
    genders: list[Literal["female", "male"]]
    links: list[Link]
    notes: list[str]


def entry(party: Party, list_id: str, country_code: CountryCode, *, frozen: bool) -> Entry:
    """Return the entry of a party on a list, one of ``frozen`` assets or not; the names' first is the one to print."""
    read = _Read([], [], [], [], [], [])
    for fact in party.facts:
        _take(fact, read, country_code, vessel=party.type == "vessel")
    countries = distinct((*read.countries, *(a.country for a in party.addresses if a.country)))
    return Entry(
        list=list_id,
        id=party.uid,
        type=party.type,
        names=distinct(party.names),
        identifiers=distinct(_heads.settled(read.identifiers, countries)),
        addresses=distinct(party.addresses),
        countries=countries,
        programs=distinct(party.programs),
        measures=_lists.measures(distinct(party.programs), frozen=frozen),
        citation=party.citation or None,
        listed=party.listed,
        born=distinct(read.born),
        gender=read.genders[0] if read.genders else None,
        links=distinct((*read.links, *party.links)),
        remarks="; ".join(text for text in (*party.remarks, *read.notes) if text),
    )


def _take(fact: Fact, read: _Read, country_code: CountryCode, *, vessel: bool) -> None:
    """Put a fact where it belongs; what has no place of its own is a note, so that nothing is lost."""
    head, value = fact.head.replace("\u2019", "'"), fact.value
    text = f"{head} {value}".strip()
    if not value:
        return
    if head in _heads.COUNTRIES and (code := country_code(value)):
        read.countries.append(code)
    elif head in _heads.BORN:
        read.born.append(edtf(value))
    elif head == "Gender" and (gender := _heads.GENDERS.get(value.casefold())):
        read.genders.append(gender)
    elif head in _heads.LINKS:
        read.links.append(Link(target=value, type=_heads.LINKS[head], stated=head))
    elif head and (number := _number(text, fact, country_code, vessel=vessel)):
        read.identifiers.append(number)
        read.notes.extend(f"{text} {beside}" for beside in _beside(fact))
    else:
        read.notes.append(text)


def _beside(fact: Fact) -> list[str]:
    """Return what is stated of a number besides it: who issued it, unless that told its scheme, and when."""
    issuer = "" if fact.authority in _heads.AUTHORITIES else fact.authority
    return [part for part in (issuer and f"issued by {issuer}", fact.detail) if part]


def _number(text: str, fact: Fact, country_code: CountryCode, *, vessel: bool) -> Identifier | None:
    country = country_code(fact.country) if fact.country else None
    return _heads.number(text, country_code, vessel=vessel, country=country, authority=fact.authority)


def full_name(parts: Iterable[tuple[str, str]]) -> str:
    """Return a name from (kind of part, part) as OFAC prints it: "FAMILY, Given Middle", entities in capitals."""
    known = [*parts]
    family = [text.upper() for word in _FAMILY for kind, text in known if kind == word]
    given = [text for word in _GIVEN for kind, text in known if kind == word]
    rest = [text for kind, text in known if kind not in _FAMILY and kind not in _GIVEN]
    return ", ".join(" ".join(group) for group in (family, [*given, *rest]) if group)


def address(parts: Mapping[str, str], country: str, country_code: CountryCode) -> Address | None:
    """Return an address of parts by OFAC's words as the delimited files write it, None when nothing is stated.

    A country without a code stays in the text, and a region stands for a country where none is stated.
    """
    street = [parts.get(word, "") for word in ("ADDRESS1", "ADDRESS2", "ADDRESS3")]
    city = ", ".join(part for word in ("CITY", "STATE/PROVINCE") if (part := parts.get(word)))
    place = f"{city} {parts.get('POSTAL CODE', '')}".strip()
    land = "" if country == _NOWHERE else country.removeprefix("Region: ")
    region = parts.get("REGION", "") if land else ""
    land = land or parts.get("REGION", "")
    code = country_code(land) if land else None
    text = ", ".join(part for part in (*street, place, region, "" if code else land) if part)
    return Address(text=text, country=code) if text or code else None


def coded(country_code: CountryCode, iso: Mapping[str, str]) -> CountryCode:
    """Return a look-up of countries by OFAC's names, else by the ISO code that the file itself gives a name."""

    @cache
    def code(name: str) -> str | None:
        return country_code(name) or (country_code(iso[name]) if iso.get(name) else None)

    return code
