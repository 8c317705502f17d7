"""Australia's consolidated list: regulation8_consolidated.xlsx, one sheet, a row for each name.

A party's primary name is in row 2, say, and its other names are in rows 2a, 2b, 2b1: the number is the party's
id. Columns are told by their headers; Alias Strength, IMO Number and one column for each measure came in 2025.
Control Date is the day of the last change to an entry, not that of listing: rows listed in 2001 carry 2014. The
first day on the list is the earliest date in Listing Information, unless that is of a later listing or an
amendment; then it is not known.
Source: the published file; Department of Foreign Affairs and Trade.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from zipfile import ZipFile

from sarcheck.errors import RulesError
from sarcheck.lists._about import About
from sarcheck.lists._dates import day, edtf
from sarcheck.lists._numbers import labelled, stated
from sarcheck.lists._text import distinct, script, spaced
from sarcheck.lists.states import _au_workbook
from sarcheck.model import Address, Entry, EntryType, Identifier, Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

CountryCode = Callable[[str], "str | None"]

NAME = "au-dfat-xlsx"
SUFFIXES = (".xlsx",)

_LIST = "au-dfat"
_ZIP, _PART = b"PK\x03\x04", b"xl/"
_REFERENCE, _PARTY = "Reference", "Name of Individual or Entity"
_REQUIRED = (_REFERENCE, _PARTY, "Type", "Name Type", "Committees")
_LOOKED_INTO = 8 * 1024 * 1024
"""How large a workbook may unpack for a sniff to look into it."""
_METHODS = (0, 8)
_BETWEEN = re.compile(rb"(?:<[^>]*>|\s|\xc2\xa0|\0)+")
"""What may stand between the letters of a cell: tags, blanks, the noughts of UTF-16."""
_HEADER_ROWS = 10
"""Within which the header stands; above it there may be a title."""
_NUMBER = re.compile(r"(\d+)(?:\.0)?[a-z]{0,3}\d*", re.IGNORECASE)
_TYPES: dict[str, EntryType] = {"individual": "person", "entity": "organization", "vessel": "vessel", "ship": "vessel"}
_MEASURES = {
    "Targeted Financial Sanction": "asset_freeze",
    "Travel Ban": "travel_ban",
    "Arms Embargo": "arms_embargo",
    "Maritime Restriction": "transport",
}
_YES = frozenset({"true", "yes", "y", "1", "x"})
_LETTERED = re.compile(r"(?:^|[\s;,])[a-z]{1,2}\)\s*")
_PARTED = re.compile(r"[;\n]|>>|\([^)]*\)|\bor\b|\balt DOB:|,(?=\s*\d+/)|(?<=/\d{4})\s+(?=\d+/)", re.IGNORECASE)
"""What stands between two dates of birth; a remark in brackets does."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AGAIN = re.compile(r"\b(?:last(?:ly)? listed|re-?listed|amended|updated)\b", re.IGNORECASE)
_NEAR = 60
"""Characters before a date in which words tell what it is of."""
_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.? \d{4}\b|\b\d{1,2}/\d{1,2}/\d{4}\b|\b\d{4}-\d\d-\d\d\b")
_REMARKS = ("Place of Birth", "Additional Information", "Instrument of Designation", "Control Date")


class _Row(NamedTuple):
    """One row: its number in the sheet, and its cells as text by column; "NA" and empty cells are ""."""

    number: int
    cells: dict[str, str]


def sniff(head: bytes, name: str) -> str | None:
    """Return "list" for a workbook that may be this one.

    What a large one holds cannot be told by its packed head, its header row tells it later; a small one is whole
    in its head, and is another one where it does not name the column of parties.
    """
    del name
    return "list" if head.startswith(_ZIP) and _PART in head and _names_parties(head) else None


def _names_parties(packed: bytes) -> bool:
    """Tell whether a workbook may hold the column of parties; one that is too large, cut off or broken may."""
    try:
        with ZipFile(io.BytesIO(packed)) as archive:
            parts = archive.infolist()
            small = sum(part.file_size for part in parts) <= _LOOKED_INTO
            if not small or any(part.compress_type not in _METHODS for part in parts):
                return True
            wanted = _PARTY.replace(" ", "").encode()
            return any(wanted in _BETWEEN.sub(b"", archive.read(part)) for part in parts)
    except _au_workbook.BROKEN:
        return True


def family(head: bytes, name: str) -> str | None:
    """Return the one list that is published as a workbook."""
    del head, name
    return _LIST


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the list's title; the file states no day."""
    del files, list_id
    return About("Consolidated List of persons and entities subject to targeted financial sanctions (Australia)")


def read(files: Mapping[str, Path], list_id: str, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the parties of the file under "list", in the order of their first rows.

    The rows of one need not be adjacent, so that all are gathered first. Raise RulesError naming file and row
    for a row without reference or name, and for a workbook that is another one.
    """
    path = files["list"]
    parties: dict[str, list[_Row]] = {}
    for row in _rows(path):
        found = _NUMBER.fullmatch(row.cells[_REFERENCE])
        if not found:
            message = f"Reference {row.cells[_REFERENCE]!r} is no number with or without letters"
            raise RulesError(str(path), f"row {row.number}", message)
        if not row.cells[_PARTY]:
            raise RulesError(str(path), f"row {row.number}", "has no name")
        parties.setdefault(found[1], []).append(row)
    if not parties:
        raise RulesError(str(path), "", "holds no parties; an empty list would clear everybody: download it again")
    for key, rows in parties.items():
        yield _entry(key, rows, list_id, country_code)


def _rows(path: Path) -> Iterator[_Row]:
    """Yield the rows below the header, cells as text."""
    header: dict[str, int] = {}
    for number, cells in _au_workbook.rows(path):
        if header:
            row = {column: _text(cells[place]) if place < len(cells) else "" for column, place in header.items()}
            if any(row.values()):
                yield _Row(number, row)
        elif any(_text(cell) == _REFERENCE for cell in cells) or number >= _HEADER_ROWS:
            header = {name: place for place, cell in reversed([*enumerate(cells)]) if (name := _text(cell))}
            if lacking := [column for column in _REQUIRED if column not in header]:
                message = f"lacks the columns {', '.join(lacking)}; is it Australia's consolidated list?"
                raise RulesError(str(path), f"row {number}", message)


def _text(cell: Any) -> str:
    """Return a cell as text; dates as ISO 8601, no-break spaces as blanks, "NA" as nothing."""
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    plain = "" if cell is None else "\n".join(filter(None, map(spaced, str(cell).splitlines())))
    return "" if plain.casefold() in ("na", "n/a") else plain


def _entry(key: str, rows: list[_Row], list_id: str, country_code: CountryCode) -> Entry:
    kind = _TYPES.get(_first(rows, "Type").casefold(), "unknown")
    addresses = distinct(_address(part, country_code) for text in _all(rows, "Address") for part in _parts(text))
    citizens = distinct(part for text in _all(rows, "Citizenship") for part in _citizenships(text))
    codes = {part: country_code(part) for part in citizens}
    unplaced = tuple(f"Citizenship: {part}" for part in citizens if not codes[part])
    listed = _listed(_all(rows, "Listing Information"))
    other = (f"{column}: {spaced(text)}" for column in _REMARKS for text in _all(rows, column))
    return Entry(
        list=list_id,
        id=key,
        type=kind,
        names=distinct(sorted(map(_name, rows), key=lambda name: name.kind != "primary")),
        identifiers=distinct(_identifiers(rows, kind)),
        addresses=addresses,
        countries=distinct(code for code in (*codes.values(), *(a.country for a in addresses)) if code),
        programs=_all(rows, "Committees"),
        measures=_measures(rows),
        citation="; ".join(spaced(text) for text in _all(rows, "Listing Information")) or None,
        listed=listed,
        born=distinct(edtf(text) for cell in _all(rows, "Date of Birth") for text in _dates(cell)),
        remarks="; ".join((*unplaced, *other)),
    )


def _all(rows: list[_Row], column: str) -> tuple[str, ...]:
    """Return what the rows of a party state in a column, each text once; nothing where the file lacks it."""
    return distinct(text for row in rows if (text := row.cells.get(column, "")))


def _first(rows: list[_Row], column: str) -> str:
    return next(iter(_all(rows, column)), "")


def _name(row: _Row) -> Name:
    text, stated_kind = spaced(row.cells[_PARTY]), row.cells["Name Type"].casefold()
    kind: Literal["primary", "alias", "former"] = "primary" if stated_kind.startswith("primary") else "alias"
    if stated_kind.startswith(("former", "previous", "f.k.a", "fka")):
        kind = "former"
    weak = row.cells.get("Alias Strength", "").casefold().startswith(("weak", "low"))
    return Name(text=text, kind=kind, strength="weak" if weak else "strong", script=script(text))


def _identifiers(rows: list[_Row], kind: EntryType) -> Iterator[Identifier]:
    for column in ("IMO Number", "IMO"):
        for text in _all(rows, column):
            yield from labelled(text, "imo", None)
    for text in _all(rows, "Additional Information"):
        # a ship named in the text of another party is not that party
        yield from (one for one in stated(text, None) if one.scheme != "imo" or kind == "vessel")


def _measures(rows: list[_Row]) -> tuple[str, ...]:
    """Return what the columns of measures say; where the file has none, the list is one of frozen assets."""
    if not any(column in rows[0].cells for column in _MEASURES):
        return ("asset_freeze",)
    said = (m for column, m in _MEASURES.items() if any(t.casefold() in _YES for t in _all(rows, column)))
    return tuple(said) or ("restriction",)


def _parts(text: str) -> tuple[str, ...]:
    """Return the items of a cell that letters number: "a) Minsk b) Brest"."""
    return distinct(part for piece in _LETTERED.split(text) if (part := spaced(piece).strip(" ;,")))


def _citizenships(text: str) -> Iterator[str]:
    for part in _parts(text):
        yield from (piece.strip() for piece in re.split(r"[;,/]|\band\b", part) if piece.strip())


def _address(text: str, country_code: CountryCode) -> Address:
    """Return an address; its last part is taken out as the country where it has a code and no remark behind it.

    Two letters name no country here: the "CA" behind a town is not its code.
    """
    rest, _, last = text.rpartition(",")
    country, remark, _ = last.strip(" .").partition(" (")
    code = country_code(country) if len(country) > 2 else None
    return Address(text=rest.strip() if code and not remark else text, country=code)


def _dates(text: str) -> Iterator[str]:
    for part in _LETTERED.split(text):
        yield from (piece for one in _PARTED.split(part) if (piece := spaced(one).strip(" ,.")))


def _listed(texts: Iterable[str]) -> dt.date | None:
    """Return the first day on the list: the earliest date, unless it is that of a later listing or of an amendment.

    Where the earliest date that can be read is such a one, or a year before it is named, the first day is not known.
    """
    whole = "; ".join(texts)
    days = sorted((found, match.start()) for match in _DAY.finditer(whole) if (found := day(match.group())))
    years = [int(year) for year in _YEAR.findall(whole)]
    if not days or min(years, default=days[0][0].year) < days[0][0].year:
        return None
    first, place = days[0]
    return None if _AGAIN.search(whole, max(0, place - _NEAR), place) else first
