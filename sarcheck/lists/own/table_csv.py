"""The user's own list as CSV: one party a row, under a header of the columns below.

``name`` is required; every other column may be absent, in any order and case. Columns that are not known are
refused: a misspelt one would drop a fact in silence. Several values of one cell are separated by ``|``, since
names hold commas and semicolons.

========================  ==========================================================================
id                        the party's key in the list, unique; without it, the name is the key
name                      the primary name; further spellings of it behind ``|``
type                      person, company, organization, vessel, aircraft or unknown
aliases                   further names
weak_aliases              names that never deny alone
former_names              names that the party no longer bears
countries                 ISO codes or English names
identifiers               ``scheme:value``, of a scheme of SCHEMES, with the country that issued it as
                          ``scheme:value@RU``
addresses                 free text, with its country as ``text@RU``
born                      dates of birth, founding or building
gender                    female or male
programs, measures        as the publisher calls the program; what the listing does
citation                  what lists the party: an annex, a notice
listed, delisted          first day on the list; first day on which it counts no more: 2024-06-25
license_requirement       the row's own, where a list of export control states one
license_policy            the row's own, likewise
links                     ``type:target``, by the target's name, or by its id as ``type:#id``; a tie that
                          holds no more is ``former type:target``
remarks                   anything else
list                      the id of the list, the same in every row; without it, the importer says it
========================  ==========================================================================

Cells are data, also those that a spreadsheet would take for a formula. Cells end at ``,``, ``;`` or a tab, as
the header shows; a line ``sep=;`` before it, as Excel writes it, is passed over. The text is UTF-8, with or
without a byte order mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from sarcheck.errors import RulesError
from sarcheck.lists import _files
from sarcheck.lists._about import UNSTATED, About
from sarcheck.lists._dates import day, edtf
from sarcheck.lists._rows import records, rows
from sarcheck.lists._text import distinct, script, spaced
from sarcheck.lists.identifiers import identifier
from sarcheck.lists.own import _header
from sarcheck.model import LINK_TYPES, Address, Entry, EntryType, Identifier, Link, Name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sarcheck.lists._rows import Record

T = TypeVar("T")
CountryCode = Callable[[str], "str | None"]

NAME = "own-csv"
SUFFIXES = (".csv", ".tsv", ".txt")
SCHEMES = (
    *("inn", "ogrn", "okpo", "kpp", "uscc", "lei", "imo", "imo_company", "mmsi", "vat", "tax", "registration", "swift"),
    *("isin", "duns", "passport", "national_id", "crypto", "call_sign"),
)
"""The schemes of identifiers, each in any usual spelling: a number under another name would never match."""
_NAMES: tuple[tuple[str, Literal["primary", "alias", "former"], Literal["strong", "weak"]], ...] = (
    ("name", "primary", "strong"),
    ("aliases", "alias", "strong"),
    ("weak_aliases", "alias", "weak"),
    ("former_names", "former", "strong"),
)
_TYPES: dict[str, EntryType] = {word: word for word in get_args(EntryType)}
_GENDERS: dict[str, Literal["female", "male"]] = {"female": "female", "male": "male"}
_SEPARATOR = "|"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHORTENED = re.compile(r"\d+(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
"""A long number as a spreadsheet shows it, its last digits lost."""
_LINK = re.compile(r"(former\s+)?(\w+)\s*:\s*(#?)\s*(.+)", re.DOTALL)


def sniff(head: bytes, name: str) -> str | None:
    """Return "list" for a header that has a name column and otherwise only columns of this form."""
    del name
    return "list" if _header.fault(_header.first_rows(head)[0]) is None else None


def family(head: bytes, name: str) -> str | None:
    """Return the list that the first row says it is of, None when it does not say it."""
    del name
    columns, cells = _header.first_rows(head)
    return dict(zip(map(str.casefold, columns), cells, strict=False)).get("list") or None


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the list's id as its title; such a file states no day, nor whether it is the whole list."""
    del files
    return About(list_id, gaps=UNSTATED)


def read(files: Mapping[str, Path], list_id: str, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the parties of the file under "list", in its order.

    ``country_code`` turns a country's name or code into its code. Raise RulesError naming file and line for a
    header with unknown columns, and for a row that has no name, a key used before, or a value that is not
    of its column's form.
    """
    path = files["list"]
    seen: dict[str, int] = {}
    stated = ""
    for row in _records(path):
        stated = stated if seen else row["list"]
        if row["list"] != stated:
            raise row.error(f"is of the list {row['list']!r}, the rows before it of {stated!r}; bring one list a file")
        entry = _entry(row, stated or list_id, country_code)
        if entry.id in seen:
            raise row.error(f"{entry.id!r} is also the key of line {seen[entry.id]}; give each party an id of its own")
        seen[entry.id] = row.line
        yield entry
    if not seen:
        raise RulesError(str(path), "", "holds no parties; an empty list would clear everybody")


class _Row:
    """A row whose columns are called as in COLUMNS, whatever the case in which its header writes them."""

    def __init__(self, record: Record, written: Mapping[str, str]) -> None:
        self._record, self._written = record, written
        self.line, self.error = record.line, record.error

    def __getitem__(self, column: str) -> str:
        """Return a cell, "" for a column that the file lacks."""
        return self._record[self._written.get(column, column)]


def _records(path: Path) -> Iterator[_Row]:
    delimiter, skip = _header.shape(_files.head(path)[0])
    written = {"name": "name"}
    for line, cells in islice(rows(path, delimiter=delimiter), skip, skip + 1):
        columns = "\n".join(map(str.strip, cells)).rstrip("\n").split("\n")
        if fault := _header.fault(columns):
            raise RulesError(str(path), f"line {line}", fault)
        written = {column.casefold(): column for column in columns}
    for record in records(path, tuple(written.values()), delimiter=delimiter, skip=skip):
        yield _Row(record, written)


def _entry(row: _Row, list_id: str, country_code: CountryCode) -> Entry:
    names = _names(row)
    if not _parts(row["name"]):
        raise row.error("has no name")
    addresses = tuple(_address(text, row, country_code) for text in _parts(row["addresses"]))
    countries = (_code(name, "countries", row, country_code) for name in _parts(row["countries"]))
    listed, delisted = _date("listed", row), _date("delisted", row)
    if listed and delisted and delisted <= listed:
        raise row.error("delisted is no later than listed: the party would never count")
    return Entry(
        list=list_id,
        id=row["id"] or spaced(row["name"]),
        type=_word("type", row, _TYPES) or "unknown",
        names=names,
        identifiers=distinct(_number(text, row, country_code) for text in _parts(row["identifiers"])),
        addresses=addresses,
        countries=distinct((*countries, *(address.country for address in addresses if address.country))),
        programs=_parts(row["programs"]),
        measures=_parts(row["measures"]),
        citation=row["citation"] or None,
        listed=listed,
        delisted=delisted,
        born=tuple(map(edtf, _parts(row["born"]))),
        gender=_word("gender", row, _GENDERS),
        license_requirement=row["license_requirement"],
        license_policy=row["license_policy"],
        links=distinct(_link(text, row) for text in _parts(row["links"])),
        remarks=row["remarks"],
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for text in cell.split(_SEPARATOR) if (part := text.strip()))


def _names(row: _Row) -> tuple[Name, ...]:
    return distinct(
        Name(text=spaced(text), kind=kind, strength=strength, script=script(text))
        for column, kind, strength in _NAMES
        for text in _spoken(column, row)
    )


def _spoken(column: str, row: _Row) -> tuple[str, ...]:
    """Return the names in a cell; refuse one by which nobody could be found."""
    found = _parts(row[column])
    if mute := [text for text in found if not any(map(str.isalnum, text))]:
        raise row.error(f"{mute[0]!r} in {column} has no letter: nobody would be found by it; give the name or nothing")
    return found


def _word(column: str, row: _Row, words: Mapping[str, T]) -> T | None:
    """Return one of a column's words, None for an empty cell."""
    text = row[column]
    if text and text not in words:
        raise row.error(f"{text!r} is no {column}; known: {', '.join(words)}")
    return words.get(text)


def _date(column: str, row: _Row) -> dt.date | None:
    text = row[column]
    found = day(text) if _DAY.fullmatch(text) else None
    if text and found is None:
        raise row.error(f"{text!r} is no day in {column}; write it as 2024-06-25")
    return found


def _code(name: str, column: str, row: _Row, country_code: CountryCode) -> str:
    if code := country_code(name):
        return code
    raise row.error(f"unknown country {name!r} in {column}; use its ISO 3166-1 code")


def _placed(text: str, column: str, row: _Row, country_code: CountryCode) -> tuple[str, str | None]:
    """Part "text@RU" into text and code."""
    value, sign, country = text.rpartition("@")
    return (value.strip(), _code(country.strip(), column, row, country_code)) if sign else (text, None)


def _address(text: str, row: _Row, country_code: CountryCode) -> Address:
    value, country = _placed(text, "addresses", row, country_code)
    return Address(text=spaced(value), country=country)


def _number(text: str, row: _Row, country_code: CountryCode) -> Identifier:
    scheme, _, rest = text.partition(":")
    value, country = _placed(rest.strip(), "identifiers", row, country_code)
    if _SHORTENED.fullmatch(value):
        raise row.error(f"{text!r} has lost digits in a spreadsheet; make its column text and enter the number again")
    found = identifier(scheme, value, country)
    if not scheme.strip() or not found.value:
        raise row.error(f"{text!r} is no identifier; write it as scheme:value, or scheme:value@RU")
    if found.scheme not in SCHEMES:
        known = f"known: {', '.join(SCHEMES)}"
        raise row.error(f"{scheme.strip()!r} is no scheme of identifiers; {known}; put another number into remarks")
    return found


def _link(text: str, row: _Row) -> Link:
    found = _LINK.fullmatch(text)
    if not found or found[2] not in LINK_TYPES:
        raise row.error(f"{text!r} is no link; write it as type:target, the type one of {', '.join(LINK_TYPES)}")
    by: Literal["name", "id"] = "id" if found[3] else "name"
    return Link(target=found[4], type=found[2], by=by, former=bool(found[1]))
