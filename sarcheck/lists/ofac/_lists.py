"""What all of OFAC's files share: the two lists, their words for types and names, and what a listing does."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Literal, TypeVar

from sarcheck.errors import RulesError
from sarcheck.lists._text import distinct

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from sarcheck.model import Entry, EntryType

T = TypeVar("T")

SDN, CONSOLIDATED = "us-sdn", "us-cons"
TITLES = {
    SDN: "Specially Designated Nationals and Blocked Persons List",
    CONSOLIDATED: "Consolidated Sanctions List (non-SDN)",
}
STATED = {"SDN List": SDN, "Consolidated List": CONSOLIDATED}
"""OFAC's own words for the two lists within its files; the parts of the second have names of their own."""
TYPES: dict[str, EntryType] = {
    "": "organization",
    "entity": "organization",
    "individual": "person",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
_FILE = re.compile(r"(?<![a-z])(non[-_ ]?sdn|cons(?:olidated)?|sdn)(?![a-z])")
_MEASURES = {"EO13662": "sectoral", "EO14024": "sectoral", "CMIC-EO13959": "securities"}
"""What a consolidated program does, by the end of its tag; each other one restricts in its own way."""


def by_file_name(name: str) -> str | None:
    """Return the list that a file's name tells: "SDN_ADVANCED.XML", "consolidated (1).xml"."""
    found = _FILE.search(name.casefold())
    return (SDN if found[1] == "sdn" else CONSOLIDATED) if found else None


def agreed(by_name: str | None, by_content: str | None) -> str | None:
    """Return the list that a file's name or content tells, None where they tell two: one would replace the other."""
    told = {found for found in (by_name, by_content) if found}
    return told.pop() if len(told) == 1 else None


def by_stated_names(names: Iterable[str]) -> str | None:
    """Return the one list that OFAC's words for lists tell, None for neither or both."""
    known = distinct(STATED[name] for name in names if name in STATED)
    return known[0] if len(known) == 1 else None


def party_type(word: str) -> EntryType:
    """Return a party's type by OFAC's word; only the delimited files mean an entity by no word."""
    return TYPES.get(word.casefold(), "unknown") if word else "unknown"


def kind(word: str) -> Literal["primary", "alias", "former"]:
    """Return the kind of a name from OFAC's "a.k.a.", "F.K.A.", "nka"; a name of no known kind is an alias."""
    return "former" if word[:1].casefold() == "f" else "alias"


def measures(tags: tuple[str, ...], *, frozen: bool) -> tuple[str, ...]:
    """Return what a listing does: the SDN list freezes, each consolidated program has a measure of its own."""
    if frozen:
        return ("asset_freeze",)
    known = (next((m for end, m in _MEASURES.items() if tag.endswith(end)), "restriction") for tag in tags)
    return distinct(known) or ("restriction",)


def listed(days: Iterable[tuple[str, dt.date]], list_id: str) -> dt.date | None:
    """Return the first day on a list from (OFAC's word for the list, day), of any list where this one has none."""
    known = [*days]
    own = [day for name, day in known if STATED.get(name) == list_id]
    return min(own or [day for _, day in known], default=None)


def checked(entries: Iterator[Entry], path: Path) -> Iterator[Entry]:
    """Yield entries; a number used twice and a file without a party are errors."""
    seen: set[str] = set()
    with closing(entries):
        for entry in entries:
            if entry.id in seen:
                raise RulesError(str(path), f"entry {entry.id}", f"number {entry.id} is used twice")
            seen.add(entry.id)
            yield entry
    if not seen:
        raise RulesError(str(path), "", "holds no parties; an empty list would clear everybody: download it again")


@contextlib.contextmanager
def closing(items: Iterator[T]) -> Iterator[Iterator[T]]:
    """Close what yields items from a file as soon as it is left, by an error too: the file would stay open."""
    try:
        yield items
    finally:
        if isinstance(items, Generator):
            items.close()
