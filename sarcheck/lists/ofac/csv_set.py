"""OFAC's delimited lists: a main file, aliases, addresses and overlong Remarks, joined by number.

Source: OFAC, SDN data specification of 2023-09-25 (dat_spec.txt). The SDN list (sdn.csv, alt.csv,
add.csv, sdn_comments.csv) and the consolidated list (cons_prim.csv, cons_alt.csv, cons_add.csv,
cons_comments.csv) have one layout. Weak aliases are not in the alias file: Remarks hold them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from sarcheck.lists._about import About
from sarcheck.lists._text import distinct
from sarcheck.lists.identifiers import identifier
from sarcheck.lists.ofac import _heads, _lists, _remarks, _set
from sarcheck.lists.ofac._lists import CONSOLIDATED, SDN, TITLES
from sarcheck.model import Address, Entry, Link, Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

CountryCode = Callable[[str], "str | None"]

NAME = "ofac-csv"
SUFFIXES = (".csv",)

_LISTS = {"sdn": SDN, "alt": SDN, "add": SDN, "cons": CONSOLIDATED}
"""Which list a file is of, by the first word of the publisher's file name."""
_ALIASES = ("aka", "fka", "nka")


def sniff(head: bytes, name: str) -> str | None:
    """Tell a file's role in its set by its columns: "primary", "alias", "address" or "comments"."""
    import csv

    text = head.decode("utf-8-sig", errors="replace")
    try:
        first = next((cells for cells in csv.reader(text.splitlines()) if cells), [""])
    except csv.Error:
        return None
    role = next((role for role, width in _set.COLUMNS.items() if width == len(first)), None)
    if first[0].casefold() == "ent_num":
        return role
    typical = {
        "primary": _set.NULL in text,
        "alias": role == "alias" and first[2] in _ALIASES,
        "address": _set.NULL in text,
        "comments": "comments" in name.casefold(),
    }
    return role if role and typical[role] and first[0].isdecimal() else None


def family(head: bytes, name: str) -> str | None:
    """Tell which list a file is of by the publisher's file name, the only place that says it; else None."""
    del head
    found = re.match(r"(sdn|alt|add|cons)(?![a-z])", name.casefold())
    return _LISTS[found[1]] if found else None


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return what a set says of itself; these files state no day."""
    return About(TITLES.get(list_id, list_id), gaps=_set.gaps(files))


def read(files: Mapping[str, Path], list_id: str, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the entries of a set, in the order of its main file.

    ``files`` maps roles to paths, "primary" among them; ``country_code`` turns a country's English
    name into its code. Raise RulesError naming file and line for a malformed row, and for files that
    are not of one date.
    """
    joined = _set.join(files)
    names = frozenset(joined.names.values())
    frozen = CONSOLIDATED not in (list_id, family(b"", joined.primary.name))
    for cells in _set.parties(joined.primary):
        yield _entry(cells, joined, names, list_id, country_code, frozen)


def _entry(
    cells: list[str],
    joined: _set.Joined,
    names: frozenset[str],
    list_id: str,
    country_code: CountryCode,
    frozen: bool,
) -> Entry:
    number, name, kind, programs, position, call_sign, vessel_type, _, _, flag, owner, remarks = cells
    entry_type = _lists.TYPES.get(kind.casefold(), "unknown")
    remarks += (joined.comments or {}).get(number, "")
    cut = _set.is_cut(cells, joined)
    facts = _remarks.parse(remarks, country_code, vessel=entry_type == "vessel", cut=cut)
    aliases = (_alias(row) for row in joined.aliases.get(number, ()) if row[3])
    addresses = tuple(_address(row, country_code) for row in joined.addresses.get(number, ()) if any(row[2:]))
    stated = (*facts.countries, country_code(flag) if flag else None, *(a.country for a in addresses))
    countries = distinct(code for code in stated if code)
    own_numbers = (identifier("call_sign", call_sign),) if call_sign else ()
    own_links = (Link(target=owner, type="vessel_owner", stated="Vessel Owner"),) if owner else ()
    tags = tuple(tag for part in programs.split("] [") if (tag := part.strip("[] ")))
    return Entry(
        list=list_id,
        id=number,
        type=entry_type,
        names=distinct((Name(text=name), *aliases, *facts.weak)),
        identifiers=distinct(_heads.settled((*own_numbers, *facts.identifiers), countries)),
        addresses=addresses,
        countries=countries,
        programs=tags,
        measures=_lists.measures(tags, frozen=frozen),
        born=distinct(facts.born),
        gender=facts.gender,
        links=distinct((*own_links, *facts.ties, *(_link(target, names) for target in facts.links))),
        remarks="; ".join(text for text in (position, vessel_type, remarks.strip()) if text),
    )


def _alias(row: list[str]) -> Name:
    return Name(text=row[3], kind=_lists.kind(row[2]))


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
