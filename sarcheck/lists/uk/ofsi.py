"""The UK's asset freeze targets as OFSI published them until January 2026: ConList.csv.

The first line is "Last Updated,27/04/2020", the second the header: 29 columns until 2022, 36 after. Rows are
grouped by Group ID, which is the id; the UK Sanctions List's own id stands in Other Information. Older files
are in Windows' Western character set, newer ones in UTF-8.
Source: OFSI, consolidated list format guide (2022).
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from sarcheck.errors import RulesError
from sarcheck.lists._about import About
from sarcheck.lists._dates import day
from sarcheck.lists._files import HEAD, opened
from sarcheck.lists._rows import records, rows
from sarcheck.lists.uk import _designation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sarcheck.lists._rows import Record
    from sarcheck.model import Entry

NAME = "uk-ofsi-csv"
SUFFIXES = (".csv",)

_UPDATED = "Last Updated"
_REQUIRED = ("Name 6", "Group Type", "Alias Type", "Regime", "Group ID")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "names": (*(f"Name {i}" for i in range(1, 7)), "Alias Type", "Alias Quality"),
    "scripts": ("Name Non-Latin Script", "Non-Latin Script Type", "Non-Latin Script Language"),
    "title": ("Title",),
    "regime": ("Regime",),
    "kind": ("Group Type",),
    "addresses": (*(f"Address {i}" for i in range(1, 7)), "Post/Zip Code", "Country"),
    "listed": ("Listed On",),
    "born": ("DOB",),
    "nationality": ("Nationality",),
    "passport": ("Passport Number", "Passport Details"),
    "position": ("Position",),
    "birthplace": ("Town of Birth", "Country of Birth"),
}
_NATIONAL = (
    ("NI Number", "National Identification Number"),
    ("NI Details", "National Identification Details"),
)
_LABEL = re.compile(r"\(([A-Z][\w /-]{1,50}(?:\([a-z]{1,3}\))?)\):")
_REASONS = "UK Statement of Reasons"
"""The one label whose text speaks of other parties, and of their numbers."""
_LABELLED = {
    "subsidiar": "subsidiary",
    "parent": "parent",
    "current owner": "owner",
    "previous owner": "former_owner",
    "business reg": "registration",
    "imo": "imo",
    "gender": "gender",
    "type of entity": "entity_type",
    "flag": "flag",
    "current believed flag": "flag",
    "year built": "built",
}
"""Labels of Other Information, "(IMO number):9826902", by how they begin, and the field that they state."""


def sniff(head: bytes, name: str) -> str | None:
    """Return "list" for a file whose header is this list's."""
    del name
    lines = head.decode("utf-8", errors="replace").splitlines()[:3]
    found = any(all(column in line for column in ("Group ID", "Name 6", "Alias Type")) for line in lines)
    return "list" if found else None


def family(head: bytes, name: str) -> str | None:
    """Return the list of which this file states the asset freezes."""
    del head, name
    return _designation.LIST


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the title, the day of the last update, and that a file of asset freezes is not the whole list."""
    del list_id
    first = _first(files["list"])
    published = day(first[1]) if first[0] == _UPDATED and len(first) > 1 else None
    gap = "OFSI's file states asset freezes only and is no longer published: take the UK Sanctions List itself"
    return About("OFSI Consolidated List of Asset Freeze Targets", published, gap)


def read(files: Mapping[str, Path], list_id: str, country_code: _designation.CountryCode) -> Iterator[Entry]:
    """Yield the targets of the file under "list", in the order in which they first occur.

    Raise RulesError naming file and line for a row without Group ID, and a target without a name.
    """
    path = files["list"]
    skip = int(_first(path)[0] == _UPDATED)
    gathered: dict[str, tuple[Record, _designation.Facts]] = {}
    for record in records(path, _REQUIRED, skip=skip, encoding=_encoding(path)):
        if not record["Group ID"]:
            raise record.error("has no Group ID")
        _gather(gathered.setdefault(record["Group ID"], (record, {}))[1], record)
    if not gathered:
        raise RulesError(str(path), "", _designation.EMPTY)
    for key, (record, facts) in gathered.items():
        if not _designation.named(facts):
            raise record.error(f"group {key} has no name")
        yield _designation.entry(key, facts, list_id, country_code, ("asset_freeze",))


def _first(path: Path) -> list[str]:
    """Return the first row, stripped."""
    return [cell.strip() for cell in next((cells for _, cells in rows(path, encoding=_encoding(path))), [""])]


def _encoding(path: Path) -> str:
    """Return the character set of a file: UTF-8 where all of it is that, else the older one."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(path) as stream:
        try:
            while data := stream.read(HEAD):
                decoder.decode(data)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _gather(facts: _designation.Facts, record: Record) -> None:
    for field, columns in _COLUMNS.items():
        _designation.add(facts, field, (record[column] for column in columns))
    _designation.add(
        facts, "national_id", (next((t for c in columns if (t := record[c])), "") for columns in _NATIONAL)
    )
    head, *parts = _LABEL.split(record["Other Information"])
    other = [head]
    for label, value in zip(parts[::2], parts[1::2], strict=True):
        if label == _REASONS:
            _designation.add(facts, "reasons", (value,))
            continue
        other.append(f"({label}):{value}")
        if field := next((field for start, field in _LABELLED.items() if label.casefold().startswith(start)), ""):
            _designation.add(facts, field, (value.strip(" .;"),))
    _designation.add(facts, "other", ("".join(other),))
