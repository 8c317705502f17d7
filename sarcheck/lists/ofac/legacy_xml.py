"""OFAC's plain XML lists, SDN.XML and CONSOLIDATED.XML: one sdnEntry a party, everything within it.

Namespaces: http://tempuri.org/sdnList.xsd until 2024, then
https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML; the elements are the same. Each
alias says whether it is weak. No date of listing, no script, ties by name only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.errors import RulesError
from sarcheck.lists import _files
from sarcheck.lists._about import About
from sarcheck.lists._dates import day
from sarcheck.lists._xml import each, elements, root, text, texts
from sarcheck.lists.ofac import _lists
from sarcheck.lists.ofac._facts import Fact, Party, address, coded, entry
from sarcheck.lists.ofac._links import linked_to
from sarcheck.lists.ofac._lists import closing
from sarcheck.model import Address, Entry, Name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from lxml.etree import _Element as Node

    CountryCode = Callable[[str], str | None]

NAME = "ofac-xml"
SUFFIXES = (".xml",)

_ENTRY = "sdnList/sdnEntry"
_ABOUT = "sdnList/publshInformation"
_ADDRESS = {
    "address1": "ADDRESS1",
    "address2": "ADDRESS2",
    "address3": "ADDRESS3",
    "city": "CITY",
    "stateOrProvince": "STATE/PROVINCE",
    "postalCode": "POSTAL CODE",
}
_DAYS = (("issued", "issueDate"), ("expires", "expirationDate"))
_FIELDS = (
    ("DOB", "dateOfBirthList/dateOfBirthItem/dateOfBirth"),
    ("POB", "placeOfBirthList/placeOfBirthItem/placeOfBirth"),
    ("nationality", "nationalityList/nationality/country"),
    ("citizen", "citizenshipList/citizenship/country"),
    ("Vessel Call Sign", "vesselInfo/callSign"),
    ("Vessel Flag", "vesselInfo/vesselFlag"),
    ("Vessel Owner", "vesselInfo/vesselOwner"),
    ("Vessel Tonnage", "vesselInfo/tonnage"),
    ("Vessel Gross Registered Tonnage", "vesselInfo/grossRegisteredTonnage"),
)
_CONSOLIDATED_TAGS = re.compile(r"NS-PLC|561-Related|FSE-\w+|CMIC-EO13959|UKRAINE-EO13662|CAATSA - RUSSIA")
"""Programs that each of the first entries of the consolidated list has one of, and hardly one of the other."""
_ENTRIES = re.compile(r"<sdnEntry>(.*?)</sdnEntry>", re.DOTALL)
_PROGRAMS = re.compile(r"<program>\s*([^<]*?)\s*</program>")


def sniff(head: bytes, name: str) -> str | None:
    """Tell the format by its root element, whatever its namespace."""
    del name
    found = root(head) if b"<sdnList" in head else None
    return "list" if found and found.name == "sdnList" else None


def family(head: bytes, name: str) -> str | None:
    """Tell which list a file is of by its name and the programs of its first entries; None where they disagree."""
    return _lists.agreed(_lists.by_file_name(name), _by_programs(head.decode("utf-8", errors="replace")))


def _by_programs(head: str) -> str | None:
    firsts = [any(map(_CONSOLIDATED_TAGS.fullmatch, _PROGRAMS.findall(one))) for one in _ENTRIES.findall(head)]
    if firsts and all(firsts):
        return _lists.CONSOLIDATED
    return _lists.SDN if len(firsts) > 1 and not any(firsts) else None  # one entry without such a tag proves little


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the list's title and day, and whether it holds as many records as it states."""
    published, stated, held = None, "", 0
    with closing(elements(files["list"], {_ABOUT, _ENTRY})) as nodes:
        for node in nodes:
            if node.tag == "sdnEntry":
                held += 1
            else:
                published, stated = day(text(node, "Publish_Date"), "mdy"), text(node, "Record_Count")
    whole = stated in ("", str(held))
    gaps = None if whole else f"it states {stated} records and holds {held}: download it again"
    return About(_lists.TITLES.get(list_id, list_id), published, gaps)


def read(files: Mapping[str, Path], list_id: str, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the entries of a list in the file's order.

    ``files`` holds the file as "list"; ``country_code`` turns a country's English name into its code. Raise
    RulesError naming file and entry for one without number or name, and for an empty list.
    """
    path = files["list"]
    frozen = _lists.CONSOLIDATED not in (list_id, family(*_files.head(path)))
    return _lists.checked(_entries(path, list_id, coded(country_code, {}), frozen), path)


def _entries(path: Path, list_id: str, code: CountryCode, frozen: bool) -> Iterator[Entry]:
    with closing(elements(path, {_ENTRY})) as nodes:
        for node in nodes:
            yield entry(_party(node, path, code), list_id, code, frozen=frozen)


def _party(node: Node, path: Path, code: CountryCode) -> Party:
    uid, name = text(node, "uid"), _name(node)
    if not uid or not name:
        raise RulesError(str(path), f"sdnEntry {uid or f'at line {node.sourceline}'}", "has no uid or no name")
    remarks = text(node, "remarks")
    aliases = (_alias(aka) for aka in each(node, "akaList/aka"))
    addresses = (_address(one, code) for one in each(node, "addressList/address"))
    return Party(
        uid=uid,
        type=_lists.party_type(text(node, "sdnType")),
        names=(Name(text=name), *(alias for alias in aliases if alias.text)),
        facts=tuple(_facts(node)),
        addresses=tuple(one for one in addresses if one),
        programs=texts(node, "programList/program"),
        links=tuple(linked_to(remarks)),
        remarks=(text(node, "title"), text(node, "vesselInfo/vesselType"), remarks),
    )


def _name(node: Node) -> str:
    """Return "LASTNAME, Given Names", as the delimited files have it."""
    return ", ".join(part for part in (text(node, "lastName"), text(node, "firstName")) if part)


def _alias(aka: Node) -> Name:
    weak = text(aka, "category").casefold() == "weak"
    return Name(text=_name(aka), kind=_lists.kind(text(aka, "type")), strength="weak" if weak else "strong")


def _address(node: Node, code: CountryCode) -> Address | None:
    return address({word: text(node, part) for part, word in _ADDRESS.items()}, text(node, "country"), code)


def _facts(node: Node) -> Iterator[Fact]:
    """Yield what stands in fields of its own as well as idList, which also holds what is no number."""
    for one in each(node, "idList/id"):
        days = (f"{word} {day_}" for word, part in _DAYS if (day_ := text(one, part)))
        yield Fact(text(one, "idType"), text(one, "idNumber"), text(one, "idCountry"), detail=" ".join(days))
    for head, path in _FIELDS:
        for value in texts(node, path):
            yield Fact(head, value)
