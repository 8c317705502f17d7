"""The Denied Persons List of the Bureau of Industry and Security as dpl.txt: quoted cells between tabs.

Source: the published file's header. It has no ids, and expired orders stay in it: the day of the verdict decides.
An order counts through its last day; one without a last day has no end.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from sarcheck.errors import RulesError
from sarcheck.lists._about import About
from sarcheck.lists._rows import records
from sarcheck.lists._text import distinct, spaced
from sarcheck.lists.us import _csl_names
from sarcheck.lists.us._csl_terms import term
from sarcheck.model import Address, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sarcheck.lists._rows import Record

CountryCode = Callable[[str], "str | None"]

NAME = "us-dpl-txt"
SUFFIXES = (".txt", ".tsv")

_LIST = "us-dpl"
_REQUIRED = ("Name", "Effective_Date", "Expiration_Date", "FR_Citation")
_ENCODING = "cp1252"
_KEY = 16
"""Hexadecimal digits of a row's key."""


def sniff(head: bytes, name: str) -> str | None:
    """Return "list" for a file whose first line names the columns of this list, between tabs."""
    del name
    header = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].decode(_ENCODING, errors="replace")
    columns = {column.strip(' "\r') for column in header.split("\t")}
    return "list" if columns.issuperset(_REQUIRED) else None


def family(head: bytes, name: str) -> str | None:
    """Return the id of the only list that has this format."""
    del head, name
    return _LIST


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the list's title; the file states no day of its own."""
    del files, list_id
    return About("BIS Denied Persons List")


def read(files: Mapping[str, Path], list_id: str, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the orders of the file under "list", in its order; one that names several addresses is a row for each.

    ``country_code`` turns a country's code into the one used here. Raise RulesError naming file and line for a
    malformed row, and for a file without rows.
    """
    path = files["list"]
    used: Counter[str] = Counter()
    for record in records(path, _REQUIRED, delimiter="\t", encoding=_ENCODING):
        key = _key(record)
        used[key] += 1
        # An order's further rows have its name, day and citation; only their place in the file tells them apart.
        yield _entry(record, list_id, f"{key}-{used[key]}" if used[key] > 1 else key, country_code)
    if not used:
        raise RulesError(str(path), "", "holds no parties; an empty list would clear everybody: download it again")


def _key(record: Record) -> str:
    """Return a key of the fields that stay the same while an order lasts: name, first day, citation."""
    own = (spaced(record[column]) for column in ("Name", "Effective_Date", "FR_Citation"))
    return hashlib.sha256("\n".join(own).encode()).hexdigest()[:_KEY]


def _entry(record: Record, list_id: str, key: str, country_code: CountryCode) -> Entry:
    names = _csl_names.names(record["Name"], ())
    if not names:
        raise record.error("has no name; the list may be cut: download it again")
    lasts = term(record["Effective_Date"], record["Expiration_Date"], "mdy")
    address = _address(record, country_code)
    return Entry(
        list=list_id,
        id=key,
        type="unknown",
        names=names,
        addresses=(address,) if address else (),
        countries=distinct(code for code in (address.country if address else None,) if code),
        measures=("denied_persons",),
        citation=spaced(record["FR_Citation"]) or None,
        listed=lasts.listed,
        delisted=lasts.delisted,
        remarks="; ".join(text for text in (*_remarks(record), *lasts.notes) if text),
    )


def _remarks(record: Record) -> Iterator[str]:
    yield spaced(record["Action"])
    if order := record["Standard_Order"]:
        yield f"Standard order: {order.upper()}"
    if day := record["Last_Update"]:
        yield f"Last update: {day}"


def _address(record: Record, country_code: CountryCode) -> Address | None:
    """Return the address, None where nothing is stated; a country without a code stays in the text."""
    country = record["Country"]
    code = country_code(country) if country else None
    columns = ("Street_Address", "City", "State", "Postal_Code")
    text = ", ".join(part for part in (*(spaced(record[c]) for c in columns), "" if code else country) if part)
    return Address(text=text, country=code) if text or code else None
