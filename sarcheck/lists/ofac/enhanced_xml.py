"""OFAC's enhanced XML lists, SDN_ENHANCED.XML and CONS_ENHANCED.XML: one entity a party, every value written out.

Namespace: https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML. The fullest
of OFAC's forms: dates of listing, scripts, ties by number, each given once, on its subject's side.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sarcheck.errors import RulesError
from sarcheck.lists import _files
from sarcheck.lists._about import About
from sarcheck.lists._dates import day
from sarcheck.lists._text import distinct, script, script_named
from sarcheck.lists._xml import each, elements, root, text, texts
from sarcheck.lists.ofac import _lists
from sarcheck.lists.ofac._facts import Fact, Party, address, coded, entry, full_name
from sarcheck.lists.ofac._links import relation
from sarcheck.lists.ofac._lists import closing
from sarcheck.model import Address, Entry, Link, Name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from lxml.etree import _Element as Node

    CountryCode = Callable[[str], str | None]

NAME = "ofac-enhanced"
SUFFIXES = (".xml", ".zip")

_ENTITY = "sanctionsData/entities/entity"
_ABOUT = "sanctionsData/publicationInfo"
_VALUE = "sanctionsData/referenceValues/referenceValue"
_LISTS = b"</publicationInfo>"


def sniff(head: bytes, name: str) -> str | None:
    """Tell the format by its root element."""
    del name
    found = root(head) if b"<sanctionsData" in head else None
    return "list" if found and found.name == "sanctionsData" else None


def family(head: bytes, name: str) -> str | None:
    """Tell which list a file is of by the lists that it says it was made of, else by its name."""
    stated = head.partition(_LISTS)[0].decode("utf-8", errors="replace")
    words = (word for word in _lists.STATED if f">{word}<" in stated)
    return _lists.by_stated_names(words) or _lists.by_file_name(name)


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the list's title, and the day as of which its data are."""
    with closing(elements(files["list"], {_ABOUT})) as nodes:
        published = next((day(text(node, "dataAsOf")) for node in nodes), None)
    return About(_lists.TITLES.get(list_id, list_id), published)


def read(files: Mapping[str, Path], list_id: str, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the entries of a list in the file's order.

    ``files`` holds the file as "list"; ``country_code`` turns a country's English name or ISO code into its
    code. Raise RulesError naming file and entity for one without number or name, and for an empty list.
    """
    path = files["list"]
    frozen = _lists.CONSOLIDATED not in (list_id, family(*_files.head(path)))
    return _lists.checked(_entries(path, list_id, country_code, frozen), path)


def _entries(path: Path, list_id: str, country_code: CountryCode, frozen: bool) -> Iterator[Entry]:
    iso: dict[str, str] = {}
    code = coded(country_code, iso)
    with closing(elements(path, {_VALUE, _ENTITY})) as nodes:
        for node in nodes:
            if node.tag == "entity":
                yield entry(_party(node, path, list_id, code), list_id, code, frozen=frozen)
            elif text(node, "type") == "COUNTRY":
                iso[text(node, "value")] = text(node, "isoCode")


def _party(node: Node, path: Path, list_id: str, code: CountryCode) -> Party:
    uid = node.get("id", "")
    names = [_names(name) for name in sorted(each(node, "names/name"), key=_is_alias)]
    if not uid or not any(names):
        raise RulesError(str(path), f"entity {uid or f'at line {node.sourceline}'}", "has no id or no name")
    return Party(
        uid=uid,
        type=_lists.party_type(text(node, "generalInfo/entityType")),
        names=tuple(name for group in names for name in group),
        facts=tuple(_facts(node)),
        addresses=tuple(one for place in each(node, "addresses/address") for one in _addresses(place, code)),
        programs=texts(node, "sanctionsPrograms/sanctionsProgram"),
        links=tuple(_link(one, path, uid) for one in each(node, "relationships/relationship")),
        listed=_lists.listed(_days(node), list_id),
        citation="; ".join(distinct(texts(node, "legalAuthorities/legalAuthority"))),
        remarks=(text(node, "generalInfo/title"), text(node, "generalInfo/remarks")),
    )


def _days(node: Node) -> Iterator[tuple[str, dt.date]]:
    for one in each(node, "sanctionsLists/sanctionsList"):
        if published := day(one.get("datePublished", "")):
            yield text(one), published


def _is_alias(name: Node) -> bool:
    """Tell aliases from the primary name, which is to come first."""
    return text(name, "isPrimary") != "true"


def _names(node: Node) -> list[Name]:
    """Return a name in each of its scripts, the one that OFAC writes first in Latin letters."""
    kind = _lists.kind(text(node, "aliasType")) if _is_alias(node) else "primary"
    weak = text(node, "isLowQuality") == "true"
    written = sorted(each(node, "translations/translation"), key=_is_alias)
    pairs = ((_full_name(one), text(one, "script")) for one in written)
    return [
        Name(
            text=full,
            kind=kind,
            strength="weak" if weak else "strong",
            script=script_named(name_of_script) or script(full),
        )
        for full, name_of_script in pairs
        if full
    ]


def _full_name(node: Node) -> str:
    parts = ((text(part, "type"), text(part, "value")) for part in each(node, "nameParts/namePart"))
    return text(node, "formattedFullName") or full_name(parts)


def _facts(node: Node) -> Iterator[Fact]:
    for one in each(node, "features/feature"):
        head, value = text(one, "type"), text(one, "value") or text(one, "valueDate/fromDateBegin")
        yield Fact(head, value)
        if comment := text(one, "comments"):
            yield Fact("", f"{head} {value} {comment}")
    for one in each(node, "identityDocuments/identityDocument"):
        issuer = text(one, "issuingCountry") or text(one, "issuingLocation")
        head, number = text(one, "type"), text(one, "documentNumber")
        yield Fact(head, number, issuer, text(one, "issuingAuthority"))
        if text(one, "isValid") == "false":
            yield Fact("", f"Not valid: {head} {number}")


def _addresses(node: Node, code: CountryCode) -> Iterator[Address]:
    """Yield an address in each of its scripts."""
    for written in [*each(node, "translations/translation")] or [node]:
        parts = {text(one, "type"): text(one, "value") for one in each(written, "addressParts/addressPart")}
        if found := address(parts, text(node, "country"), code):
            yield found


def _link(node: Node, path: Path, uid: str) -> Link:
    related = node.find("relatedEntity")
    target = "" if related is None else related.get("entityId", "")
    if not target:
        raise RulesError(str(path), f"entity {uid}", "has a relationship without a related entity; download it again")
    return relation(text(node, "type"), target)
