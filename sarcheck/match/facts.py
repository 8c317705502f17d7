"""Facts beside the name: countries, dates of birth, identifiers, kinds. Each speaks for or against, within bounds."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sarcheck.match.model import Model
from sarcheck.model import Entry, Feature, Identifier, Query

__all__ = ["beside", "cores", "country", "lift", "lookups", "resembling", "same_identifier"]

UNIQUE_SCHEMES = frozenset({"imo", "inn", "lei", "ogrn", "okpo", "uscc"})
"""Schemes under which a party has one number for life: two different numbers are two parties."""

NATIONAL_SCHEMES = frozenset({"registration", "vat"})
"""Schemes under which a party has one number in each country."""

UNSPECIFIC_SCHEMES = frozenset({"registration", "tax", "id", "business_registration", "company_number"})
"""Labels that publishers put on any register's number: equal values are compared across them."""

LEAST_DIGITS = 5
LEAST_CORE, LEAST_EDGE, MAX_EDGE = 6, 8, 32
"""Characters of a number that is recognised under another label, and of one at an edge of a longer number."""

BIRTH_SLACK = 2
"""Years by which dates of birth may be apart without telling two persons apart."""


def lift(model: Model) -> float:
    """Return the most of the gap to 1 that facts beside a name can close; an equal identifier needs no name."""
    return 1.0 - math.prod(1.0 - value for fact, value in model.agrees.items() if fact != "identifier")


def country(ours: Iterable[str], theirs: Iterable[str], model: Model) -> Feature | None:
    """Return what two parties' countries say: one is shared, none is, or one side's are unknown (None)."""
    here, there = sorted({c.upper() for c in ours if c}), sorted({c.upper() for c in theirs if c})
    if not here or not there:
        return None
    shared = sorted(set(here) & set(there))
    return _fact(model, "country", bool(shared), ", ".join(shared) or f"{', '.join(here)} / {', '.join(there)}")


def beside(query: Query, entry: Entry, model: Model, *, same_name: bool) -> tuple[Feature, ...]:
    """Return every fact beside the name that query and entry both state.

    That one is a person and the other is not weighs against names that are merely alike; an equal
    name under another kind is as likely a mistake, or meant to mislead.
    """
    theirs = (*entry.countries, *(a.country for a in entry.addresses if a.country))
    found = (
        country(query.countries, theirs, model),
        _born(query.born, entry.born, model),
        _gender(query, entry, model),
        _identifiers(query, entry, model),
        None if same_name else _kind(query, entry, model),
    )
    return tuple(f for f in found if f)


def _fact(model: Model, name: str, agrees: bool, detail: str) -> Feature:
    return Feature(name=name, value=1.0, weight=(model.agrees if agrees else model.differs)[name], detail=detail)


def same_identifier(mine: Identifier, theirs: Identifier) -> bool:
    """Tell whether two identifiers are one: equal values of one scheme, or of a scheme and an unspecific label.

    Registers of two countries give equal numbers to different parties, so theirs must not be known to differ.
    """
    schemes = {mine.scheme, theirs.scheme}
    if mine.value != theirs.value or not _is_telling(mine.value):
        return False
    local = schemes & (UNSPECIFIC_SCHEMES | NATIONAL_SCHEMES)
    abroad = mine.country and theirs.country and mine.country != theirs.country
    return not (local and abroad) and (len(schemes) == 1 or bool(schemes & UNSPECIFIC_SCHEMES))


def resembling(mine: Identifier, entry: Entry) -> Identifier | None:
    """Return the entry's number that is equal to one's own but for its label, its country or what is written round it.

    Who writes a number may label it as they like, so such a number is for a person to judge.
    """
    sought = set(lookups(mine.value))
    return next((theirs for theirs in entry.identifiers if not sought.isdisjoint(cores(theirs.value))), None)


def cores(value: str) -> tuple[str, ...]:
    """Return what of a number stays when prefixes such as a country's letters go: itself and its runs of digits."""
    found = dict.fromkeys((value, *re.findall(r"\d+", value)))
    return tuple(core for core in found if len(core) >= LEAST_CORE and _is_telling(core))


@lru_cache(maxsize=1024)
def lookups(value: str) -> tuple[str, ...]:
    """Return a number's cores and their edges: two numbers written as one, such as INN/KPP, hold both."""
    found = cores(value)
    sizes = [(core, size) for core in found for size in range(LEAST_EDGE, min(len(core), MAX_EDGE + 1))]
    edges = [edge for core, size in sizes for edge in (core[:size], core[-size:])]
    return tuple(dict.fromkeys((*found, *(edge for edge in edges if _is_telling(edge)))))


def _is_telling(value: str) -> bool:
    """Tell whether a value can identify anyone: not a placeholder of few or equal characters."""
    return len(value) >= LEAST_DIGITS and len(set(value)) > 1


def _identifiers(query: Query, entry: Entry, model: Model) -> Feature | None:
    pairs = [(m, t) for m in query.identifiers for t in entry.identifiers]
    same = next((m for m, t in pairs if same_identifier(m, t)), None)
    if same:
        return _fact(model, "identifier", True, f"{same.scheme} {same.value}")
    if any(resembling(m, entry) for m in query.identifiers):
        return None
    other = next(((m, t) for m, t in pairs if _are_exclusive(m, t)), None)
    if other is None:
        return None
    return _fact(model, "identifier", False, f"{other[0].scheme} {other[0].value} / {other[1].value}")


def _are_exclusive(mine: Identifier, theirs: Identifier) -> bool:
    if mine.scheme != theirs.scheme or mine.valid is False or theirs.valid is False or mine.value == theirs.value:
        return False
    national = mine.scheme in NATIONAL_SCHEMES and mine.country is not None and mine.country == theirs.country
    return mine.scheme in UNIQUE_SCHEMES or national


def _gender(query: Query, entry: Entry, model: Model) -> Feature | None:
    if query.gender is None or entry.gender is None:
        return None
    return _fact(model, "gender", query.gender == entry.gender, f"{query.gender} / {entry.gender}")


def _born(mine: dt.date | None, listed: tuple[str, ...], model: Model) -> Feature | None:
    if mine is None or not listed:
        return None
    detail = f"{mine.isoformat()} / {', '.join(listed)}"
    if any(_same_day(mine, text) for text in listed):
        return _fact(model, "born", True, detail)
    years = list(_years(listed))
    apart = all(not low - BIRTH_SLACK <= mine.year <= high + BIRTH_SLACK for low, high in years)
    return _fact(model, "born", False, detail) if years and apart else None


def _same_day(mine: dt.date, text: str) -> bool:
    """Tell whether a date, or a year alone, is the day or year of birth."""
    return text.strip() in (mine.isoformat(), mine.isoformat()[:7], str(mine.year))


def _years(listed: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield first and last year of each stated date or range."""
    for text in listed:
        found = [int(y) for y in re.findall(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)", text)]
        if found:
            yield min(found), max(found)


def _kind(query: Query, entry: Entry, model: Model) -> Feature | None:
    """Return a fact against where one is a person or a ship and the other surely is not."""
    groups = {"company": "organization", "aircraft": "vessel"}
    mine, theirs = groups.get(query.kind, query.kind), groups.get(entry.type, entry.type)
    if mine == theirs or "unknown" in (mine, theirs):
        return None
    return _fact(model, "kind", False, f"{query.kind} / {entry.type}")
