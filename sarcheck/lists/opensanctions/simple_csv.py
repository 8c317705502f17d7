"""OpenSanctions' simplified CSV, targets.simple.csv: one merged party a row.

Source: OpenSanctions, "Simplified tabular format" and its exporter (zavod/exporters/simplecsv.py). A cell with
several values is a line of CSV of its own, with ``;`` between them and quotation marks around a value that
holds one; cells that do not read so are parted at every ``;``. Editions differ in columns: older ones have no
program_ids and no last_change.

The export does not mark weak aliases: all count as strong, which is the side of safety. ``first_seen`` is the
day on which OpenSanctions saw the party, not that of its listing, and the text of ``sanctions`` does not say
which of its dates is which: ``listed`` and ``delisted`` stay open, and every row counts. Identifiers have no
type: one whose shape and check digit are unmistakable gets it, any other is of scheme "unknown" and only
resembles.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.errors import RulesError
from sarcheck.lists._about import About
from sarcheck.lists._dates import edtf
from sarcheck.lists._rows import records
from sarcheck.lists._text import distinct, script, spaced
from sarcheck.lists.identifiers import identifier
from sarcheck.lists.opensanctions import _schemata as common
from sarcheck.model import Address, Entry, Identifier, Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sarcheck.lists._rows import Record
    from sarcheck.lists.opensanctions._schemata import CountryCode

NAME = "opensanctions-csv"
SUFFIXES = (".csv",)

_COLUMNS = (
    *("id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers", "sanctions"),
    *("phones", "emails", "dataset", "first_seen", "last_seen"),
)
"""What every edition has."""
_REMARKS = {
    "sanctions": "Sanctions",
    "dataset": "Data sets",
    "phones": "Phones",
    "emails": "Emails",
    "first_seen": "First seen by OpenSanctions",
    "last_change": "Last changed there",
}
_SHAPES = {
    "uscc": re.compile(r"[0-9A-Z]{18}"),
    "lei": re.compile(r"[0-9A-Z]{20}"),
    "isin": re.compile(r"[A-Z]{2}[0-9A-Z]{9}[0-9]"),
    "ogrn": re.compile(r"[0-9]{13}|[0-9]{15}"),
    "inn": re.compile(r"[0-9]{10}|[0-9]{12}"),
    "imo": re.compile(r"IMO ?[0-9]{7}"),
}
"""Shapes of numbers; each counts only with its check digit."""
_BARE_IMO = re.compile(r"[0-9]{7}")
_RUSSIAN = ("inn", "ogrn")
"""One foreign number in ten passes their check: they are believed only of a party of that country, or of none."""


def sniff(head: bytes, name: str) -> str | None:
    """Return "list" for a header with the export's columns."""
    del name
    first = head.decode("utf-8-sig", errors="replace").partition("\n")[0]
    columns = [cell.strip().strip('"') for cell in first.split(",")]
    return "list" if set(_COLUMNS) <= set(columns) else None


def family(head: bytes, name: str) -> str | None:
    """Return the list's id: the header is the publisher's own."""
    return common.LIST if sniff(head, name) else None


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the title; the rows' days are not that of the export."""
    del files, list_id
    return About(common.TITLE)


def read(files: Mapping[str, Path], list_id: str, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the parties of the file under "list", in its order.

    ``country_code`` turns a code into the one used here. Raise RulesError naming file and line for a row without a
    name or an id, and for an id used twice.
    """
    path = files["list"]
    seen: set[str] = set()
    for row in records(path, _COLUMNS):
        entry = _entry(row, list_id, country_code)
        if entry.id in seen:
            raise row.error(f"id {entry.id!r} is used twice; download the file again")
        seen.add(entry.id)
        yield entry
    if not seen:
        raise RulesError(str(path), "", "holds no parties; an empty list would clear everybody: download it again")


def _entry(row: Record, list_id: str, country_code: CountryCode) -> Entry:
    if not row["id"] or not spaced(row["name"]):
        raise row.error("has no id" if not row["id"] else f"{row['id']} has no name")
    codes, strange = common.countries(_values(row["countries"]), country_code)
    remarks = [f"{label}: {text}" for column, label in _REMARKS.items() if (text := _text(row[column]))]
    if strange:
        remarks.append(f"Countries: {', '.join(strange)}")
    return Entry(
        list=list_id,
        id=row["id"],
        type=common.entry_type(row["schema"]),
        names=_names(row),
        identifiers=distinct(_number(text, row["schema"], codes) for text in _values(row["identifiers"])),
        addresses=tuple(Address(text=spaced(text)) for text in _values(row["addresses"])),
        countries=codes,
        programs=_values(row["program_ids"]),
        measures=("restriction",),
        born=tuple(map(edtf, _values(row["birth_date"]))),
        remarks="; ".join(remarks),
    )


def _names(row: Record) -> tuple[Name, ...]:
    first = spaced(row["name"])
    others = (text for value in _values(row["aliases"]) if (text := spaced(value)) != first)
    return distinct((Name(text=first, script=script(first)), *(_alias(text) for text in others)))


def _alias(text: str) -> Name:
    return Name(text=text, kind="alias", script=script(text))


def _values(cell: str) -> tuple[str, ...]:
    """Return the values of a cell; one that is no line of CSV is parted at every separator."""
    import csv

    cell = " ".join(cell.splitlines())  # the publisher does not quote a value for its line breaks
    try:
        found = next(csv.reader([cell], delimiter=";", strict=True), []) if '"' in cell else cell.split(";")
    except csv.Error:
        found = cell.split(";")
    return distinct(value for text in found if (value := text.strip()))


def _text(cell: str) -> str:
    return "; ".join(map(spaced, _values(cell)))


def _number(text: str, schema: str, countries: tuple[str, ...]) -> Identifier:
    """Return a number under the scheme whose shape and check digit it has, else under none."""
    if schema == "Vessel" and _BARE_IMO.fullmatch(text) and (found := identifier("imo", text)).valid:
        return found
    for scheme, shape in _SHAPES.items():
        foreign = scheme in _RUSSIAN and countries and "RU" not in countries
        if not foreign and shape.fullmatch(text) and (found := identifier(scheme, text)).valid:
            return found
    return identifier("unknown", text, countries[0] if len(countries) == 1 else None)
