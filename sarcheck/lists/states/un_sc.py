"""The United Nations Security Council's consolidated list: CONSOLIDATED_LIST, without namespace.

An entry is known by its permanent reference number, "CDi.001", as officers and the Council's own documents
know it; DATAID stands in for a missing one. An alias without quality is a strong one: nothing says it is weak.
The file does not state measures. By the resolutions behind each list type, the assets of all are frozen and
persons may not travel, with the exceptions of the tables below.
Source: the published file and its schema, https://www.un.org/sc/resources/sc-sanctions.xsd.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from sarcheck.errors import RulesError
from sarcheck.lists import _files
from sarcheck.lists._about import About
from sarcheck.lists._dates import day, edtf
from sarcheck.lists._numbers import stated
from sarcheck.lists._text import distinct, script
from sarcheck.lists._xml import each, elements, root, text, texts
from sarcheck.lists.identifiers import identifier
from sarcheck.lists.states._un_aliases import names as alias_names
from sarcheck.model import Address, Entry, Identifier, Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lxml.etree import _Element as Node

CountryCode = Callable[[str], "str | None"]

NAME = "un-sc-xml"
SUFFIXES = (".xml",)

_LIST, _ROOT = "un-sc", "CONSOLIDATED_LIST"
_PERSONS, _ENTITIES = f"{_ROOT}/INDIVIDUALS/INDIVIDUAL", f"{_ROOT}/ENTITIES/ENTITY"
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_PLACE_PARTS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE")
_ARMS = frozenset({"Al-Qaida", "Taliban"})
"""List types whose parties are under an arms embargo of their own: resolutions 2368 (2017) and 2255 (2015)."""
_TRAVEL_ONLY = frozenset({"GB"})
"""Resolution 2048 (2012) bans travel and freezes nothing."""
_FREEZE_ONLY = frozenset({"Iraq"})
"""Resolution 1483 (2003) freezes and bans no travel."""
_NUMBER_SCHEMES = frozenset({"swift", "lei", "registration", "tax", "vat", "inn", "ogrn", "uscc", "duns"})
"""Numbers in the comments on an entity that are its own; a passport or a ship's number there is another's."""
_PASSPORT = re.compile(r"pass(?:e)?port|pasaporte", re.IGNORECASE)
_NATIONAL = re.compile(r"national|identi|fiscal|social security|\bid\b", re.IGNORECASE)


def sniff(head: bytes, name: str) -> str | None:
    """Return "list" for a file whose root element is this list's."""
    del name
    found = root(head)
    return "list" if found and found.name == _ROOT else None


def family(head: bytes, name: str) -> str | None:
    """Return the one list that is published in this form."""
    del head, name
    return _LIST


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the list's title and the day on which the file was generated."""
    del list_id
    found = root(_files.head(files["list"])[0])
    stated_day = found.attributes.get("dateGenerated", "") if found else ""
    return About("United Nations Security Council Consolidated List", day(stated_day))


def read(files: Mapping[str, Path], list_id: str, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the individuals, then the entities of the file under "list".

    Raise RulesError naming file and element for one without name, or without reference number and DATAID.
    """
    path = files["list"]
    seen: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for node in elements(path, (_PERSONS, _ENTITIES)):
        kind = str(node.tag)
        count[kind] += 1
        pointer, number = f"{kind}[{count[kind]}]", text(node, "DATAID")
        key = text(node, "REFERENCE_NUMBER") or number
        if not key:
            raise RulesError(str(path), pointer, "has neither REFERENCE_NUMBER nor DATAID")
        if not any(text(node, part) for part in (*_NAME_PARTS, "NAME_ORIGINAL_SCRIPT")):
            raise RulesError(str(path), pointer, f"{key} has no name")
        seen[key] += 1
        # a reference number is permanent and one party's: a second record under it may be another's by mistake
        yield _entry(node, list_id, key if seen[key] == 1 else f"{key}#{seen[key]}", country_code)
    if not seen:
        raise RulesError(str(path), "", "holds no parties; an empty list would clear everybody: download it again")


def _entry(node: Node, list_id: str, key: str, country_code: CountryCode) -> Entry:
    kind = str(node.tag)
    person = kind == "INDIVIDUAL"
    program = text(node, "UN_LIST_TYPE")
    addresses = distinct(
        one for found in each(node, f"{kind}_ADDRESS") if (one := _address(found, country_code)) != Address()
    )
    nations = texts(node, "NATIONALITY/VALUE")
    codes = (*(country_code(nation) for nation in nations), *(address.country for address in addresses))
    unplaced = tuple(f"Nationality: {nation}" for nation in nations if not country_code(nation))
    return Entry(
        list=list_id,
        id=key,
        type="person" if person else "organization",
        names=distinct(_names(node)),
        identifiers=distinct(_documents(node, country_code) if person else _numbers(node)),
        addresses=addresses,
        countries=distinct(code for code in codes if code),
        programs=(program,) if program else (),
        measures=_measures(program, person=person),
        listed=day(text(node, "LISTED_ON")),
        delisted=day(text(node, "DELISTED_ON")),
        born=distinct(_born(node)),
        gender=_gender(text(node, "GENDER")),
        remarks="; ".join((*unplaced, *_remarks(node))),
    )


def _names(node: Node) -> Iterator[Name]:
    """Yield the name as joined from its parts, in its original script, and the aliases; empty ones are none."""
    if whole := " ".join(part for tag in _NAME_PARTS if (part := text(node, tag))):
        yield Name(text=whole, script=script(whole))
        parts = alias_names(whole)
        if len(parts) > 1:  # one record in the field of one name: it is kept as published, and taken apart
            yield from (Name(text=part, kind="alias", script=script(part)) for part in parts)
    if original := text(node, "NAME_ORIGINAL_SCRIPT"):
        yield Name(text=original, script=script(original))
    for found in each(node, f"{node.tag}_ALIAS"):
        cell, quality = text(found, "ALIAS_NAME"), text(found, "QUALITY").casefold()
        former = quality.startswith("f") or "previously listed as" in cell
        for one in alias_names(cell):
            yield Name(
                text=one,
                kind="former" if former else "alias",
                strength="weak" if quality == "low" else "strong",
                script=script(one),
            )


def _address(node: Node, country_code: CountryCode) -> Address:
    """Return an address; the country's name stays in the text only when it has no code."""
    country = text(node, "COUNTRY")
    code = country_code(country) if country else None
    parts = (*(text(node, tag) for tag in _PLACE_PARTS), "" if code else country)
    return Address(text=", ".join(part for part in parts if part), country=code)


def _documents(node: Node, country_code: CountryCode) -> Iterator[Identifier]:
    for found in each(node, "INDIVIDUAL_DOCUMENT"):
        kind = text(found, "TYPE_OF_DOCUMENT") or text(found, "TYPE_OF_DOCUMENT2")
        scheme = "passport" if _PASSPORT.search(kind) else "national_id" if _NATIONAL.search(kind) else "document"
        issuer = text(found, "ISSUING_COUNTRY") or text(found, "COUNTRY_OF_ISSUE")
        for part in re.split(r"[;,]", text(found, "NUMBER")):
            value = _bare(part)
            if any(c.isdigit() for c in value):
                yield identifier(scheme, value, country_code(issuer) if issuer else None)


def _bare(number: str) -> str:
    """Return a document's number without the words around it: "Libya B/002210", "563210184 (Expires 2018)"."""
    before = number.partition("(")[0]
    words = (before if any(c.isdigit() for c in before) else number).split()
    return " ".join(word for word in words if any(c.isdigit() for c in word) or (len(word) < 3 and word.isupper()))


def _numbers(node: Node) -> Iterator[Identifier]:
    return (one for one in stated(text(node, "COMMENTS1"), None) if one.scheme in _NUMBER_SCHEMES)


def _measures(program: str, *, person: bool) -> tuple[str, ...]:
    freeze = () if program in _TRAVEL_ONLY else ("asset_freeze",)
    travel = ("travel_ban",) if (person and program not in _FREEZE_ONLY) or not freeze else ()
    return (*freeze, *travel, *(("arms_embargo",) if program in _ARMS else ()))


def _born(node: Node) -> Iterator[str]:
    """Yield dates of birth in EDTF, those stated for aliases too; a note counts where there is nothing else."""
    for found in each(node, "INDIVIDUAL_DATE_OF_BIRTH"):
        about_ = "~" if text(found, "TYPE_OF_DATE").casefold().startswith("approx") else ""
        ends = [end for tag in ("FROM_YEAR", "TO_YEAR") if (end := text(found, tag))]
        whole = "/".join(ends) or text(found, "DATE") or text(found, "YEAR") or text(found, "NOTE")
        if whole:
            plain = edtf(whole)
            yield plain + about_ if re.fullmatch(r"[\d-]+", plain) else plain
    for alias in texts(node, "INDIVIDUAL_ALIAS/DATE_OF_BIRTH"):
        yield edtf(alias)


def _gender(stated_one: str) -> Literal["female", "male"] | None:
    plain = stated_one.casefold()
    return "female" if plain == "female" else "male" if plain == "male" else None


def _remarks(node: Node) -> Iterator[str]:
    for label, path in (("Title", "TITLE/VALUE"), ("Designation", "DESIGNATION/VALUE")):
        yield from (f"{label}: {value}" for value in texts(node, path))
    for found in each(node, "INDIVIDUAL_PLACE_OF_BIRTH"):
        if place := ", ".join(part for tag in (*_PLACE_PARTS, "COUNTRY") if (part := text(found, tag))):
            yield f"Place of birth: {place}"
    for path, label in ((f"{node.tag}_ADDRESS", "Address"), ("INDIVIDUAL_DOCUMENT", "Document")):
        yield from (f"{label}: {note}" for note in texts(node, f"{path}/NOTE"))
    yield from texts(node, "COMMENTS1")
