"""The UK Sanctions List as csv: a first line "Report Date: 08-Oct-2026", a header, a row for each combination.

Source: the header of the published file, 58 columns, unchanged from February 2022 but for the column of the
kind of party, "Individual, Entity, Ship" before "Designation Type". A party that is taken off the list is taken
out of the file: there is no column for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.errors import RulesError
from sarcheck.lists._about import About
from sarcheck.lists._dates import day
from sarcheck.lists._rows import records, rows
from sarcheck.lists.uk import _designation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sarcheck.lists._rows import Record
    from sarcheck.model import Entry

NAME = "uk-sl-csv"
SUFFIXES = (".csv",)

_REPORTED = "Report Date:"
_REQUIRED = ("Unique ID", "Name 6", "Name type", "Regime Name", "Sanctions Imposed", "Date Designated")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "ofsi": ("OFSI Group ID",),
    "un": ("UN Reference Number",),
    "names": (*(f"Name {i}" for i in range(1, 7)), "Name type", "Alias strength"),
    "scripts": ("Name non-latin script", "Non-latin script type", "Non-latin script language"),
    "title": ("Title",),
    "regime": ("Regime Name",),
    "source": ("Designation source",),
    "imposed": ("Sanctions Imposed",),
    "other": ("Other Information",),
    "reasons": ("UK Statement of Reasons",),
    "addresses": (*(f"Address Line {i}" for i in range(1, 7)), "Address Postal Code", "Address Country"),
    "phone": ("Phone number",),
    "website": ("Website",),
    "email": ("Email address",),
    "listed": ("Date Designated",),
    "born": ("D.O.B",),
    "nationality": ("Nationality(/ies)",),
    "national_id": ("National Identifier number", "National Identifier additional information"),
    "passport": ("Passport number", "Passport additional information"),
    "position": ("Position",),
    "gender": ("Gender",),
    "birthplace": ("Town of birth", "Country of birth"),
    "entity_type": ("Type of entity",),
    "subsidiary": ("Subsidiaries",),
    "parent": ("Parent company",),
    "registration": ("Business registration number (s)",),
    "imo": ("IMO number",),
    "owner": ("Current owner/operator (s)",),
    "former_owner": ("Previous owner/operator (s)",),
    "flag": ("Current believed flag of ship",),
    "former_flag": ("Previous flags",),
    "ship_type": ("Type of ship",),
    "tonnage": ("Tonnage of ship",),
    "length": ("Length of ship",),
    "built": ("Year Built",),
    "hull": ("Hull identification number (HIN)",),
}


def sniff(head: bytes, name: str) -> str | None:
    """Return "list" for a file whose header, on the first line or below the report's date, is this list's."""
    del name
    lines = head.decode("utf-8-sig", errors="replace").splitlines()[:3]
    found = any(all(column in line for column in ("Unique ID", "Name 6", "Name type")) for line in lines)
    return "list" if found else None


def family(head: bytes, name: str) -> str | None:
    """Return the one list that is published in this form."""
    del head, name
    return _designation.LIST


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the list's title and the day of its report."""
    del list_id
    first = _first(files["list"])
    return About("UK Sanctions List", day(first.removeprefix(_REPORTED)) if first.startswith(_REPORTED) else None)


def read(files: Mapping[str, Path], list_id: str, country_code: _designation.CountryCode) -> Iterator[Entry]:
    """Yield the designations of the file under "list", in the order in which they first occur.

    The rows of one need not be adjacent, so that all are gathered first: memory is bounded by the list itself.
    Raise RulesError naming file and line for a row without id, and a designation without a name.
    """
    path = files["list"]
    skip = int(_first(path).startswith(_REPORTED))
    gathered: dict[str, tuple[Record, _designation.Facts]] = {}
    for record in records(path, _REQUIRED, skip=skip):
        if not record["Unique ID"]:
            raise record.error("has no Unique ID")
        _gather(gathered.setdefault(record["Unique ID"], (record, {}))[1], record)
    if not gathered:
        raise RulesError(str(path), "", _designation.EMPTY)
    for key, (record, facts) in gathered.items():
        if not _designation.named(facts):
            raise record.error(f"{key} has no name")
        yield _designation.entry(key, facts, list_id, country_code)


def _first(path: Path) -> str:
    """Return the first cell of a file; a date with a comma in it is no form that was ever published."""
    return next((cells[0].strip() for _, cells in rows(path)), "")


def _gather(facts: _designation.Facts, record: Record) -> None:
    for field, columns in _COLUMNS.items():
        _designation.add(facts, field, (record[column] for column in columns))
    _designation.add(facts, "kind", (record["Designation Type"] or record["Individual, Entity, Ship"],))
