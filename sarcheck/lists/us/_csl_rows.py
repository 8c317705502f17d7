"""Rows of the Consolidated Screening List, alike from its csv and its json."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from sarcheck.errors import RulesError
from sarcheck.lists._files import opened
from sarcheck.lists._rows import records
from sarcheck.lists._text import spaced
from sarcheck.lists.ofac._facts import Fact
from sarcheck.model import NOT_JSON, Address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    CountryCode = Callable[[str], "str | None"]

REQUIRED = ("source", "name", "alt_names", "addresses")
_OPTIONAL = (
    *("_id", "id", "entity_number", "type", "programs", "title", "federal_register_notice", "start_date", "end_date"),
    *("standard_order", "license_requirement", "license_policy", "call_sign", "vessel_type", "gross_tonnage"),
    *("gross_registered_tonnage", "vessel_flag", "vessel_owner", "remarks", "citizenships", "dates_of_birth"),
    *("nationalities", "places_of_birth", "ids"),
)
_JOINED = re.compile(r";(?:\s+|$)")
_CODE = re.compile(r"[A-Z]{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Row(NamedTuple):
    """One row: the file, its place there, its cells; of json they may be text, numbers, lists or objects."""

    file: str
    place: str
    cells: Mapping[str, Any]

    def text(self, *keys: str) -> str:
        """Return the first cell under one of the keys that holds anything, as one line; lists joined by "; "."""
        for key in keys:
            cell = self.cells.get(key)
            if found := spaced(cell) if isinstance(cell, str) else "; ".join(_texts(cell)) if cell else "":
                return found
        return ""

    def several(self, key: str) -> tuple[str, ...]:
        """Return the values of a cell that may hold several, joined in one text or as a list."""
        cell = self.cells.get(key)
        return tuple(part for text in _texts(cell) for part in joined(text)) if cell else ()

    def error(self, message: str) -> RulesError:
        """Return an error that names the row."""
        return RulesError(self.file, self.place, message)


class _Document(msgspec.Struct, frozen=True):
    """The json form: each row stays undecoded until its turn, so that memory stays near the file's size."""

    results: list[msgspec.Raw]
    total: int | None = None


def is_json(path: Path) -> bool:
    """Tell the json form by its first character."""
    with opened(path) as stream:
        return stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a list in either form; raise RulesError that names file and place."""
    if is_json(path):
        yield from _of_json(path)
        return
    for record in records(path, REQUIRED):
        cells = {key: cell for key in (*REQUIRED, *_OPTIONAL) if (cell := record[key])}
        yield Row(str(path), f"line {record.line}", cells)


def missing(path: Path) -> int:
    """Return how many rows a file says that there are beyond those that it holds: an answer of pages holds one."""
    if not is_json(path):
        return 0
    document = _document(path)
    return max(0, (document.total or 0) - len(document.results))


def joined(text: str) -> tuple[str, ...]:
    """Split values that are joined by "; "; an "and" before the last one is no part of it."""
    return tuple(part for piece in _JOINED.split(text) if (part := piece.strip().removeprefix("and ").strip()))


def addresses(row: Row, country_code: CountryCode) -> tuple[Address, ...]:
    """Return a row's addresses: text with the country's code at its end, or objects of street, city and country."""
    cell = row.cells.get("addresses") or []
    found: list[Address] = []
    for item in cell if isinstance(cell, list) else (cell,):
        found += _fields(item, country_code) if isinstance(item, dict) else _ended(_line(item), country_code)
    return tuple(found)


def facts(row: Row) -> Iterator[Fact]:
    """Yield a row's identifiers and traits: "RU, 7722429553, Tax ID No." as text, or objects of type and number."""
    cell = row.cells.get("ids") or []
    for item in cell if isinstance(cell, list) else (cell,):
        if isinstance(item, dict):
            number, country = _line(item.get("number")), _line(item.get("country"))
            days = (("issued", _line(item.get("issue_date"))), ("expires", _line(item.get("expiration_date"))))
            detail = " ".join(f"{word} {day}" for word, day in days if day)
            yield Fact(_line(item.get("type")), number, country, detail=detail)
        else:
            yield from map(_fact, joined(_line(item)))


# --- one cell -----------------------------------------------------------------------------------


def _fact(text: str) -> Fact:
    """Read "value, type" or "country, expiry, issue, value, type"; of one day alone it is not known which it is."""
    *parts, head = text.split(", ")
    country = parts.pop(0) if len(parts) > 1 and _CODE.fullmatch(parts[0]) else ""
    days = []
    while len(parts) > 1 and _DAY.fullmatch(parts[0]):
        days.append(parts.pop(0))
    detail = f"issued {days[1]} expires {days[0]}" if len(days) > 1 else "".join(f"of {day}" for day in days)
    return Fact(head, ", ".join(parts), country, detail=detail)


def _ended(text: str, country_code: CountryCode) -> Iterator[Address]:
    """Yield addresses that end in a country: its code in capitals, in a few rows its name."""
    for part in joined(text):
        street, _, last = part.rpartition(",")
        known = len(last.strip()) > len("RU") or _CODE.fullmatch(last.strip())
        code = country_code(last.strip()) if known else None
        yield Address(text=street.strip() if code else part, country=code)


def _fields(item: Mapping[str, Any], country_code: CountryCode) -> Iterator[Address]:
    """Yield the addresses of an object: its street may hold several, of which the last has the city."""
    country = _line(item.get("country"))
    code = country_code(country) if country else None
    *before, street = joined(_line(item.get("address"))) or ("",)
    yield from (Address(text=text, country=code) for text in before)
    keys = ("city", "state", "state_or_province", "postal_code")
    parts = (street, *(_line(item.get(key)) for key in keys), "" if code else country)
    text = ", ".join(part for part in parts if part)
    if text or code:
        yield Address(text=text, country=code)


def _texts(cell: object) -> tuple[str, ...]:
    """Return a cell's texts; of the older json an object such as {"code": "EL", "full_name": "Entity List"}."""
    if isinstance(cell, dict):
        name, code = _line(cell.get("full_name")), _line(cell.get("code"))
        cell = f"{name} ({code})" if code and f"({code})" not in name else name
    items = cell if isinstance(cell, list) else (cell,)
    return tuple(text for item in items if (text := _line(item)))


def _line(value: object) -> str:
    return spaced(str(value)) if isinstance(value, str | int | float) else ""


# --- the json form ------------------------------------------------------------------------------


def _of_json(path: Path) -> Iterator[Row]:
    decoder = msgspec.json.Decoder(dict[str, Any])
    for i, raw in enumerate(_document(path).results):
        place = f"/results/{i}"
        try:
            cells = decoder.decode(raw)
        except NOT_JSON as error:
            raise RulesError(str(path), place, f"cannot be read: {error}") from error
        yield Row(str(path), place, cells)


def _document(path: Path) -> _Document:
    with opened(path) as stream:
        data = stream.read().removeprefix(b"\xef\xbb\xbf")
    try:
        return msgspec.json.decode(data, type=_Document)
    except NOT_JSON as error:
        raise RulesError(str(path), "", f"is not the json of this list: {error}; download it again") from error
