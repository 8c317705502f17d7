"""Annexes of EU acts as tables: one row a designation, in the columns of OpenSanctions' Official Journal files.

Source: opensanctions, datasets/eu/journal_sanctions/data/FORMAT.md. A file holds the annexes of one framework act,
and they differ in what they do: the measure decides which list a row is on. The files of all acts are one
publication and make one set; files of amendments hold only what one act changed. A table with some of the columns
is read too, where it has name, annex and measure or CELEX number; without CELEX or measure the list is the one
that the user names.

Ids are act, annex and record; where the annex prints no number, act, annex and name. The same record for a
person and for an entity, which the format allows, has the schema behind it.

Not verified on a whole file: the layout is the format's specification and published pages of two acts' files.
"""

from __future__ import annotations

import re
from itertools import chain, count, islice
from typing import TYPE_CHECKING, Literal

from sarcheck.errors import RulesError
from sarcheck.lists import _dates
from sarcheck.lists._about import About
from sarcheck.lists._rows import Record, records, rows
from sarcheck.lists._text import distinct, spaced
from sarcheck.lists.eu import _spellings
from sarcheck.lists.eu._cells import numbers, values
from sarcheck.model import Address, Entry, EntryType, Name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from sarcheck.model import Identifier

    CountryCode = Callable[[str], "str | None"]

NAME = "eu-journal"
SUFFIXES = (".csv",)

_CARRIER = "eu-journal"
_FREEZE, _OTHER = "eu-fsf", "eu-oj"
_LISTS = {("32014R0833", "IV", "export control"): "eu-833-iv"}
"""Annexes that are a list of their own, by act, annex and measure."""
_MEASURES = {
    "asset freeze": "asset_freeze",
    "financial block": "asset_freeze",
    "export control": "export_control",
    "transportation restrictions": "transport",
    "financial restrictions": "financial",
    "services ban": "services",
    "investment ban": "investment",
    "travel ban": "travel_ban",
    "arms embargo": "arms_embargo",
    "arms export restrictions": "arms_embargo",
    "restrictions on goods": "trade",
}
"""The transcription's words for what an annex does; any other one is a restriction."""
_TYPES: dict[str, EntryType] = {
    "person": "person",
    "company": "company",
    "legalentity": "organization",
    "organization": "organization",
    "publicbody": "organization",
    "vessel": "vessel",
    "airplane": "aircraft",
}
_GENDERS: dict[str, Literal["male", "female"]] = {"male": "male", "m": "male", "female": "female", "f": "female"}
_COUNTRIES = ("nationality", "jurisdiction", "flag", "country")
_REMARKS = ("position", "legalForm", "sector", "birthPlace", "fatherName", "motherName", "reason", "notes")
_NAMED_ACTS = 3
"""How many acts a set's title names; beyond it, it counts them."""
_CELEX = re.compile(r"[03](\d{4})([RD])(\d{4})")
_ACTS = {"R": "Regulation", "D": "Decision"}


def sniff(head: bytes, name: str) -> str | None:
    """Return the act that a file with the transcription's columns is of: several acts' files make one set.

    An act may list nobody; then the publisher's file name tells it. "list" is the role of a file without an act.
    """
    columns, first = _top(head)
    if not ({"name", "annex"} <= set(columns) and {"measure", "celex", "amendedCelex"} & set(columns)):
        return None
    cells = dict(zip(columns, first, strict=False))
    stated = cells.get("amendmentCelex") or cells.get("celex") or name
    return _celex(stated) if _CELEX.search(stated.upper()) else "list"


def family(head: bytes, name: str) -> str | None:
    """Return the publication that carries several lists, None where no column tells a row's list."""
    del name
    columns = set(_top(head)[0])
    return _CARRIER if "measure" in columns and columns & {"celex", "amendedCelex"} else None


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return what a set says of itself: its acts, no day, and which lists are not whole.

    Asset freezes stand in dozens of acts, so that no set of files is known to hold them all.
    """
    del list_id
    acts = f"EU acts: {', '.join(sorted(files))}" if len(files) <= _NAMED_ACTS else f"{len(files)} EU acts"
    headers = [next((cells for _, cells in rows(path)), []) for path in files.values()]
    changed = any("amendmentCelex" in (cell.strip() for cell in header) for header in headers)
    few = "holds the annexes of single acts: import the Commission's own file of all asset freezes"
    gaps = "holds only what amending acts changed" if changed else None
    return About(f"Annexes of {acts}", gaps=gaps, gaps_of={_FREEZE: few})


def read(files: Mapping[str, Path], list_id: str, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the designations of a set of files, act by act, each in its file's order.

    ``list_id`` is the list of every row, unless it is the publication: then each row's measure tells its list.
    ``country_code`` turns a country's name into its code. Raise RulesError naming file and line for a row
    without a name, or without what would tell its list, and for a set without rows: one act may list nobody.
    """
    given: set[tuple[str, str]] = set()
    for _, path in sorted(files.items()):
        for record in records(path, ("name", "annex")):
            yield _unique(_entry(record, list_id, country_code), record["schema"], given)
    if not given:
        path = min(files.values())
        raise RulesError(str(path), "", "holds no parties; an empty list would clear everybody: download it again")


def _top(head: bytes) -> tuple[list[str], list[str]]:
    """Return the header and the first row of what a file begins with."""
    import csv

    lines = head.decode("utf-8-sig", errors="replace").splitlines()
    try:
        found = [[cell.strip() for cell in cells] for cells in islice(csv.reader(lines), 2)]
    except csv.Error:
        found = []
    header, first = (*found, [], [])[:2]
    return header, first


def _entry(record: Record, list_id: str, country_code: CountryCode) -> Entry:
    act, annex = _celex(record["celex"] or record["amendedCelex"]), record["annex"]
    names = _names(record, country_code)
    if not record["name"] or not names:
        raise record.error("states no name; every row of an annex names a party")
    addresses = tuple(_address(text, country_code) for text in values(record, "address"))
    stated = [(text, _country(text, country_code)) for column in _COUNTRIES for text in values(record, column)]
    countries = distinct(code for code in (*(code for _, code in stated), *(a.country for a in addresses)) if code)
    born = (*values(record, "birthDate"), *values(record, "incorporationDate"))
    return Entry(
        list=_list(record, act, annex) if list_id == _CARRIER else list_id,
        id="/".join(part for part in (act, annex, record["recordId"] or spaced(record["name"])) if part),
        type=_TYPES.get(record["schema"].casefold(), "unknown"),
        names=names,
        identifiers=_identifiers(record, countries[0] if len(countries) == 1 else None),
        addresses=distinct(addresses),
        countries=countries,
        programs=(record["programKey"],) if record["programKey"] else (),
        measures=(_MEASURES.get(record["measure"].casefold(), "restriction"),),
        citation=_citation(act, annex, record["amendmentCelex"]),
        listed=_dates.day(record["startDate"]),
        born=distinct(_dates.edtf(text) for text in born),
        gender=_GENDERS.get(record["gender"].casefold()),
        remarks="; ".join(_remarks(record, names, [text for text, code in stated if not code])),
    )


def _celex(text: str) -> str:
    """Return a framework act's number in its one form: "32014R0833" for "02014R0833-20260717" too."""
    found = _CELEX.search(text.upper())
    return f"3{found[1]}{found[2]}{found[3]}" if found else text


def _list(record: Record, act: str, annex: str) -> str:
    """Return the list of a row of the publication; what does not tell it is an error, or the row would count less."""
    measure = record["measure"].casefold()
    if not measure:
        raise record.error("states no measure, which tells what the annex does; add it, or name the list with --list")
    if not _CELEX.fullmatch(act):
        message = f"has no CELEX number such as 32014R0833 but {act!r}; add it, or name the list with --list"
        raise record.error(message)
    if _MEASURES.get(measure) == "asset_freeze":
        return _FREEZE
    part = annex.upper().removeprefix("ANNEX").strip().partition(".")[0]
    if measure not in _MEASURES and any((act, part) == known[:2] for known in _LISTS):
        raise record.error(f"unknown measure {record['measure']!r}; known are {', '.join(sorted(_MEASURES))}")
    return _LISTS.get((act, part, measure), _OTHER)


def _unique(entry: Entry, schema: str, given: set[tuple[str, str]]) -> Entry:
    """Return an entry under an id of its own: by schema, then by a count."""
    import msgspec

    kind = f"/{schema.lower()}" if schema else ""
    suffixes = chain(("", kind), (f"{kind}/{number}" for number in count(2)))
    found = next(suffix for suffix in suffixes if (entry.list, entry.id + suffix) not in given)
    given.add((entry.list, entry.id + found))
    return msgspec.structs.replace(entry, id=entry.id + found) if found else entry


def _names(record: Record, country_code: CountryCode) -> tuple[Name, ...]:
    found = list(_spellings.names(record["name"], "primary", "strong", country_code))
    for column, kind, strength in _spellings.COLUMNS:
        for text in values(record, column):
            found += _spellings.names(text, kind, strength, country_code)
    first = {name.text: name for name in reversed(found)}
    return tuple(first[text] for text in distinct(name.text for name in found))


def _address(text: str, country_code: CountryCode) -> Address:
    """Return an address with the country that one of its last two parts names; a box number may stand behind it."""
    codes = (_country(part, country_code) for part in reversed(text.split(",")[-2:]))
    return Address(text=text, country=next((code for code in codes if code), None))


def _country(text: str, country_code: CountryCode) -> str | None:
    """Return the code of a country as acts print it: with a printer's apostrophe, or a full stop at the end."""
    plain = text.replace("\u2019", "'").strip(" .")
    return country_code(plain) if plain else None


def _identifiers(record: Record, country: str | None) -> tuple[Identifier, ...]:
    return distinct(number for number in numbers(record, country))


def _citation(act: str, annex: str, amendment: str) -> str | None:
    parts = (_act(act), f"Annex {annex}" if annex else "", f"as amended by {_act(amendment)}" if amendment else "")
    return ", ".join(part for part in parts if part) or None


def _act(celex: str) -> str:
    """Return "Regulation 833/2014" for 32014R0833; from 2015 on the year comes first."""
    found = _CELEX.fullmatch(celex)
    if found is None:
        return celex
    year, number = found[1], found[3].lstrip("0")
    return f"{_ACTS[found[2]]} " + (f"{number}/{year}" if int(year) < 2015 else f"{year}/{number}")


def _remarks(record: Record, names: tuple[Name, ...], unknown_countries: list[str]) -> Iterator[str]:
    if (printed := spaced(record["name"])) not in {name.text for name in names}:
        yield f"printed as {printed}"
    yield from (text for column in _REMARKS if (text := spaced(record[column])))
    yield from unknown_countries
