"""The Consolidated Screening List: lists of the Departments of Commerce, State and the Treasury in one file.

Source: International Trade Administration, consolidated.csv (29 columns) and consolidated.json
(``{"results": [...]}``; the older one names a source by code and full name). A row's source tells its list.
Weak aliases of the Treasury stand among the others without a mark, so every alias counts as a strong one; OFAC's
own files keep them apart. Rows of Commerce and State tell neither persons from companies nor an identifier.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import structs

from sarcheck.errors import RulesError
from sarcheck.lists._about import About
from sarcheck.lists._dates import day
from sarcheck.lists.merging import merged
from sarcheck.lists.ofac import _facts, _links, _lists
from sarcheck.lists.us import _csl_names, _csl_rows, _csl_sources
from sarcheck.lists.us._csl_terms import first_day, term
from sarcheck.model import Address, Entry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sarcheck.lists.ofac._facts import Fact
    from sarcheck.lists.us._csl_rows import Row

CountryCode = Callable[[str], "str | None"]

NAME = "us-csl"
SUFFIXES = (".csv", ".json")

_TRAITS = {
    "nationalities": "nationality",
    "citizenships": "citizen",
    "country": "nationality",
    "dates_of_birth": "DOB",
    "places_of_birth": "POB",
}
_VESSEL = {
    "vessel_flag": "Vessel Flag",
    "call_sign": "Vessel Call Sign",
    "vessel_owner": "Vessel Owner",
    "vessel_type": "Vessel Type",
    "gross_tonnage": "Gross Tonnage",
    "gross_registered_tonnage": "Gross Registered Tonnage",
}
"""Columns by the heads under which OFAC's other files state the same."""
_LISTED = "Listing Date"
_KEY = 16
"""Hexadecimal digits of a key made of a row's own fields."""


def sniff(head: bytes, name: str) -> str | None:
    """Return "list" for the csv by its header, for the json by its envelope and keys."""
    del name
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{"):
        keys = (b'"results"', b'"source"', b'"alt_names"')
        return "list" if all(key in text for key in keys) else None
    header = text.partition(b"\n")[0].decode("utf-8", errors="replace")
    columns = {column.strip(' "\r') for column in header.split(",")}
    return "list" if columns.issuperset((*_csl_rows.REQUIRED, "license_requirement")) else None


def family(head: bytes, name: str) -> str | None:
    """Return the id of the publication, which carries several lists."""
    del head, name
    return _csl_sources.FAMILY


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return what the file says of itself: no day, and in json perhaps that it is a part."""
    del list_id
    lacking = _csl_rows.missing(files["list"])
    return About("Consolidated Screening List", gaps=f"{lacking} rows of the stated total" if lacking else None)


def read(files: Mapping[str, Path], list_id: str, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the entries of the file under "list"; each one's list is the one that its row's source names.

    A party that has several rows on one list is one entry, at the place of its last row: OFAC's number stands once
    for each part of the consolidated list. ``country_code`` turns a country's name or code into its code. Raise
    RulesError naming file and place for a malformed row, and for a file without rows.
    """
    del list_id  # the rows state it
    path = files["list"]
    left = Counter(map(_key, _csl_rows.rows(path)))
    if not left:
        raise RulesError(str(path), "", "holds no parties; an empty list would clear everybody: download it again")
    code = _facts.coded(country_code, {})
    begun: dict[tuple[str, str], Entry] = {}
    for row in _csl_rows.rows(path):
        key = _key(row)
        entry = _entry(row, *key, code)
        left[key] -= 1
        if key in begun:
            entry = merged(begun.pop(key), entry)
        if left[key]:
            begun[key] = entry
        else:
            yield entry


def _key(row: Row) -> tuple[str, str]:
    """Return a row's list and id: OFAC's number, the publisher's id, else a key of the row's own fields."""
    source = row.text("source")
    if not source:
        raise row.error("does not say of which list it is: its source is empty")
    on = _csl_sources.carried(source).list
    number = row.text("entity_number") if on in _csl_sources.TREASURY else ""
    if stated := number or row.text("_id", "id"):
        return on, stated
    own = [row.text(key) for key in ("source", "name", "federal_register_notice", "start_date")]
    own.append(repr(row.cells.get("addresses")))
    return on, hashlib.sha256("\n".join(own).encode()).hexdigest()[:_KEY]


def _entry(row: Row, on: str, key: str, country_code: CountryCode) -> Entry:
    source = row.text("source")
    stated, kind = row.text("name"), row.text("type").casefold()
    facts = [*_stated(row)]
    lasts = term(row.text("start_date"), row.text("end_date", "expiration_date"))
    places, address_only = _csl_rows.addresses(row, country_code), on == "us-el" and _csl_names.is_address(stated)
    entry = _facts.entry(
        _facts.Party(
            uid=key,
            type=_lists.TYPES.get(kind, "unknown") if kind else "unknown",
            names=_csl_names.names("" if address_only else stated, row.several("alt_names")),
            facts=facts,
            addresses=_only(stated, places) if address_only else places,
            programs=row.several("programs"),
            links=(*_links.linked_to(row.text("remarks")),),
            listed=first_day(lasts.listed, row.text("federal_register_notice")) or _listing_day(facts),
            citation=row.text("federal_register_notice"),
            remarks=(*_remarks(row, on, source), *lasts.notes, stated if address_only else ""),
        ),
        on,
        country_code,
        frozen=False,
    )
    if not entry.names and not address_only:
        raise row.error("has no name; the list may be cut: download it again")
    return structs.replace(
        entry,
        measures=(_csl_sources.carried(source).measure,),
        delisted=lasts.delisted,
        license_requirement=row.text("license_requirement"),
        license_policy=row.text("license_policy"),
        address_only=address_only,
    )


def _stated(row: Row) -> Iterator[Fact]:
    for column, head in _TRAITS.items():
        yield from (_facts.Fact(head, value) for value in row.several(column))
    yield from (_facts.Fact(head, value) for column, head in _VESSEL.items() if (value := row.text(column)))
    yield from _csl_rows.facts(row)


def _listing_day(facts: Iterable[Fact]) -> dt.date | None:
    """Return the first day of a Treasury row's "Listing Date (...)", of which it may have one for each directive."""
    return min((found for head, value, *_ in facts if head.startswith(_LISTED) and (found := day(value))), default=None)


def _remarks(row: Row, on: str, source: str) -> Iterator[str]:
    """Yield what has no place of its own; a row of a list in parts, or of none known here, says its source."""
    yield from (row.text("title"), row.text("remarks"))
    if order := row.text("standard_order"):
        yield f"Standard order: {order}"
    if on in (_csl_sources.FAMILY, "us-cons"):
        yield f"Source: {source}"


def _only(stated: str, places: tuple[Address, ...]) -> tuple[Address, ...]:
    """Return the addresses of an address-only row: its own, else the words of its name."""
    text = _csl_names.without_label(stated)
    return places or ((Address(text=text),) if text else ())
