"""Beneficial ownership data (BODS 0.4): statements as one JSON list, or one a line.

Statements of entities and persons give names and identifiers; relationship statements tie an interested party to a
subject. Each interest of shareholding or voting rights is a stake of its share; of a range the least is known and the
rest is not. Any other interest is a stake of unknown share, with control where its type says so. A closed record says
nothing, a party that is not specified is an owner without a name, and a reference to a record that is not in the
file is an error. Of several statements on one record the last one in the file counts.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sarcheck.errors import RulesError
from sarcheck.lists._files import opened
from sarcheck.lists.identifiers import identifier
from sarcheck.model import Identifier
from sarcheck.ownership import End, Relation

CountryCode = Callable[[str], "str | None"]

MAX_LINE = 16 * 1024 * 1024
"""Bytes of one statement on a line of its own."""

SHARES = frozenset({"shareholding", "votingRights"})
"""Types of interest whose share counts as one of the party (BODS 0.4 codelist interestType)."""

CONTROLS = frozenset(
    {"appointmentOfBoard", "otherInfluenceOrControl", "controlViaCompanyRulesOrArticles", "controlByLegalFramework"}
)
"""Types of interest that are control."""

Statement = dict[str, Any]


def read(path: Path, country_code: CountryCode) -> Iterator[Relation]:
    """Yield the stakes of a file; raise RulesError that names file and statement for one that cannot be read."""
    records = dict(_records(path))
    for place, statement in records.values():
        if statement["recordType"] == "relationship" and statement.get("recordStatus") != "closed":
            try:
                yield from _relations(statement, records, path.name, country_code)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise RulesError(str(path), place, f"is no statement of BODS 0.4: {error!r}") from error


def _records(path: Path) -> Iterator[tuple[str, tuple[str, Statement]]]:
    """Yield each statement by the id of its record, with its place; a later one takes the place of an earlier one."""
    for place, statement in _statements(path):
        if not isinstance(statement, dict) or not isinstance(statement.get("recordDetails"), dict):
            raise RulesError(str(path), place, "is no statement of BODS 0.4: it has no recordDetails")
        if not isinstance(name := statement.get("recordId"), str):
            raise RulesError(str(path), place, "is no statement of BODS 0.4: it has no recordId")
        if statement.get("recordType") not in ("entity", "person", "relationship"):
            raise RulesError(str(path), place, "has no recordType of entity, person or relationship")
        yield name, (place, statement)


def _statements(path: Path) -> Iterator[tuple[str, Any]]:
    with opened(path) as stream:
        if path.suffix == ".json":
            found = _parsed(stream.read(), path, "")
            yield from ((f"/{i}", one) for i, one in enumerate(found if isinstance(found, list) else [found]))
            return
        number = 0
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            if len(line) > MAX_LINE:
                raise RulesError(str(path), f"line {number}", f"is longer than {MAX_LINE} bytes")
            if line.strip():
                yield f"line {number}", _parsed(line, path, f"line {number}")


def _parsed(text: bytes, path: Path, place: str) -> Any:
    try:
        return json.loads(text.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise RulesError(str(path), place, f"is not valid JSON: {error}") from error


def _relations(
    statement: Statement, records: dict[str, tuple[str, Statement]], file: str, country_code: CountryCode
) -> Iterator[Relation]:
    details = statement["recordDetails"]
    owner, owned = (_end(details[side], records, country_code) for side in ("interestedParty", "subject"))
    for interest in details.get("interests") or [{}]:
        kind = interest.get("type")
        for share in _shares(interest.get("share") or {}) if kind in SHARES else (None,):
            yield Relation(
                owner=owner,
                owned=owned,
                share=share,
                control=True if kind in CONTROLS else None,
                since=_day(interest.get("startDate")),
                until=_day(interest.get("endDate")),
                source=f"{file} {kind}" if kind in SHARES else file,
            )


def _end(party: Any, records: dict[str, tuple[str, Statement]], country_code: CountryCode) -> End:
    """Return a party by the id of its record; one that is not specified, or of whom no name is told, has none."""
    if isinstance(party, dict):
        return End(names=())
    if party not in records:
        raise ValueError(f"record {party!r} is not in the file")
    details = records[party][1]["recordDetails"]
    stated = (
        details.get("name"),
        *details.get("alternateNames", ()),
        *(n["fullName"] for n in details.get("names", ())),
    )
    names = tuple(dict.fromkeys(" ".join(name.split()) for name in stated if name))
    place = (details.get("jurisdiction") or details.get("incorporatedInJurisdiction") or {}).get("code")
    code = country_code(place) if place else None
    numbers = (_number(one, code) for one in details.get("identifiers") or ())
    return End(names=names, identifiers=tuple(number for number in numbers if number.value))


def _number(stated: Statement, country: str | None) -> Identifier:
    """Return an identifier; its scheme is an org-id list, as GB-COH or XI-LEI, whose last part names the register."""
    scheme = str(stated.get("scheme") or stated.get("schemeName") or "registration")
    prefix, _, register = scheme.partition("-")
    known = "lei" if "LEI" in scheme.upper() else "registration"
    return identifier(known, str(stated.get("id") or ""), (prefix if register and prefix != "XI" else None) or country)


def _shares(stated: Statement) -> tuple[float | None, ...]:
    """Return the share in percent; of a range its least, and None for what may come on top."""
    for key, value in stated.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
            raise ValueError(f"{key} {value!r} is no share in percent")
    if "exact" in stated:
        return (float(stated["exact"]),)
    least = float(max(stated.get("minimum", 0.0), stated.get("exclusiveMinimum", 0.0)))
    return (least,) if stated.get("maximum") == least else (least, None)


def _day(text: str | None) -> dt.date | None:
    """Return a whole date; a year or a month alone bounds nothing."""
    return dt.date.fromisoformat(text[:10]) if text and len(text) >= 10 else None
