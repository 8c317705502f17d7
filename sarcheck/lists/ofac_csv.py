"""OFAC's delimited lists: a main file, aliases, addresses and overlong Remarks, joined by number.

Source: OFAC, SDN data specification of 2023-09-25 (dat_spec.txt). The SDN list (sdn.csv, alt.csv,
add.csv, sdn_comments.csv) and the consolidated list (cons_prim.csv, cons_alt.csv, cons_add.csv,
cons_comments.csv) have one layout. Weak aliases are not in the alias file: Remarks hold them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Literal, TypeVar

from sarcheck.lists import _ofac_remarks, _ofac_set
from sarcheck.lists.identifiers import identifier
from sarcheck.model import Address, Entry, EntryType, Link, Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

T = TypeVar("T", bound=Hashable)
CountryCode = Callable[[str], "str | None"]

NAME = "ofac-csv"
SUFFIX = ".csv"

_SDN, _CONSOLIDATED = "us-sdn", "us-cons"
_LISTS = {"sdn": _SDN, "alt": _SDN, "add": _SDN, "cons": _CONSOLIDATED}
"""Which list a file is of, by the first word of the publisher's file name."""
_TITLES = {
    _SDN: "Specially Designated Nationals and Blocked Persons List",
    _CONSOLIDATED: "Consolidated Sanctions List (non-SDN)",
}
_TYPES: dict[str, EntryType] = {
    "": "organization",
    "entity": "organization",
    "individual": "person",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
_KINDS: dict[str, Literal["alias", "former"]] = {"aka": "alias", "fka": "former", "nka": "alias"}
_MEASURES = {"EO13662": "sectoral", "EO14024": "sectoral", "CMIC-EO13959": "securities"}
"""What a consolidated program does, by the end of its tag; each other one restricts in its own way."""


def sniff(head: bytes, name: str) -> str | None:
    """Tell a file's role in its set by its columns: "primary", "alias", "address" or "comments"."""
    import csv

    text = head.decode("utf-8-sig", errors="replace")
    try:
        first = next((cells for cells in csv.reader(text.splitlines()) if cells), [""])
    except csv.Error:
        return None
    role = next((role for role, width in _ofac_set.COLUMNS.items() if width == len(first)), None)
    if first[0].casefold() == "ent_num":
        return role
    typical = {
        "primary": _ofac_set.NULL in text,
        "alias": role == "alias" and first[2] in _KINDS,
        "address": _ofac_set.NULL in text,
        "comments": "comments" in name.casefold(),
    }
    return role if role and typical[role] and first[0].isdecimal() else None


def family(head: bytes, name: str) -> str | None:
    """Tell which list a file is of by the publisher's file name, the only place that says it; else None."""
    del head
    found = re.match(r"(sdn|alt|add|cons)(?![a-z])", name.casefold())
    return _LISTS[found[1]] if found else None


def title(files: Mapping[str, Path], list_id: str) -> str:
    """Return the title of a list."""
    del files
    return _TITLES.get(list_id, list_id)


def gaps(files: Mapping[str, Path]) -> str | None:
    """Say what a readable set lacks, in words; None when it is whole."""
    return _ofac_set.gaps(files)


def read(files: Mapping[str, Path], list_id: str, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the entries of a set, in the order of its main file.

    ``files`` maps roles to paths, "primary" among them; ``country_code`` turns a country's English
    name into its code. Raise RulesError naming file and line for a malformed row, and for files that
    are not of one date.
    """
    joined = _ofac_set.join(files)
    names = frozenset(joined.names.values())
    frozen = _CONSOLIDATED not in (list_id, family(b"", joined.primary.name))
    for cells in _ofac_set.parties(joined.primary):
        yield _entry(cells, joined, names, list_id, country_code, frozen)


def _entry(
    cells: list[str],
    joined: _ofac_set.Joined,
    names: frozenset[str],
    list_id: str,
    country_code: CountryCode,
    frozen: bool,
) -> Entry:
    number, name, kind, programs, position, call_sign, vessel_type, _, _, flag, owner, remarks = cells
    entry_type = _TYPES.get(kind.casefold(), "unknown")
    remarks += (joined.comments or {}).get(number, "")
    cut = _ofac_set.is_cut(cells, joined)
    facts = _ofac_remarks.parse(remarks, country_code, vessel=entry_type == "vessel", cut=cut)
    aliases = (_alias(row) for row in joined.aliases.get(number, ()) if row[3])
    addresses = tuple(_address(row, country_code) for row in joined.addresses.get(number, ()) if any(row[2:]))
    countries = (*facts.countries, country_code(flag) if flag else None, *(a.country for a in addresses))
    own_numbers = (identifier("call_sign", call_sign),) if call_sign else ()
    own_links = (Link(target=owner, type="vessel_owner"),) if owner else ()
    tags = tuple(tag for part in programs.split("] [") if (tag := part.strip("[] ")))
    return Entry(
        list=list_id,
        id=number,
        type=entry_type,
        names=_distinct((Name(text=name), *aliases, *facts.weak)),
        identifiers=_distinct((*own_numbers, *facts.identifiers)),
        addresses=addresses,
        countries=_distinct(code for code in countries if code),
        programs=tags,
        measures=("asset_freeze",) if frozen else _measures(tags),
        born=_distinct(facts.born),
        links=_distinct((*own_links, *(_link(target, names) for target in facts.links))),
        remarks="; ".join(text for text in (position, vessel_type, remarks.strip()) if text),
    )


def _alias(row: list[str]) -> Name:
    return Name(text=row[3], kind=_KINDS.get(row[2].casefold(), "alias"))


def _address(row: list[str], country_code: CountryCode) -> Address:
    """Return an address; the country's name stays in the text only when it has no code."""
    street, city, country = row[2:5]
    code = country_code(country.removeprefix("Region: ")) if country else None
    parts = (street, city, "" if code else country, row[5])
    return Address(text=", ".join(part for part in parts if part), country=code)


def _link(target: str, names: frozenset[str]) -> Link:
    """Name the linked party as its own entry does: the full stop of a name may also have ended Remarks."""
    whole = f"{target}."
    return Link(target=whole if target not in names and whole in names else target, type="linked_to")


def _measures(tags: tuple[str, ...]) -> tuple[str, ...]:
    known = (next((m for end, m in _MEASURES.items() if tag.endswith(end)), "restriction") for tag in tags)
    return _distinct(known) or ("restriction",)


def _distinct(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
