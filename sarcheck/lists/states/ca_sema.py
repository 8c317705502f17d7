"""Canada's consolidated autonomous sanctions list (SEMA and JVCFOA regulations): sema-lmes.xml.

The list has no ids: an entry is known by the regulations' country, schedule and item, which are numbered anew
when the regulations are amended. The country is that of the regulations, not of the party: it becomes the
program, and the entry has no country of its own. Names may be given in English and French with a slash.
Fields were renamed over the years, and are in two languages in the newest files ("Country-Pays"): their English
names tell them.
Source: the published file, data-set/record; Global Affairs Canada.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sarcheck.errors import RulesError
from sarcheck.lists import _files
from sarcheck.lists._about import About
from sarcheck.lists._dates import day, edtf
from sarcheck.lists._text import distinct, script, spaced
from sarcheck.lists._xml import elements, root, text
from sarcheck.lists.identifiers import identifier
from sarcheck.lists.states._ca_aliases import aliases
from sarcheck.model import Entry, EntryType, Name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from lxml.etree import _Element as Node

NAME = "ca-sema-xml"
SUFFIXES = (".xml",)

_LIST = "ca-sema"
_MARKS = (b"<record", b"<Country", b"<DateOfListing")
_RENAMED = {
    "Entity": "EntityOrShip",
    "DateOfBirth": "DateOfBirthOrShipBuildDate",
    "Title": "TitleOrShip",
    "TitleOrShipType": "TitleOrShip",
    "Alias": "Aliases",
}
_SHIP = re.compile(r"tanker|cargo|ship|vessel|carrier|barge|tug|yacht", re.IGNORECASE)
_SERIAL = re.compile(r"[1-6]\d{4}")
_EPOCH = dt.date(1899, 12, 30)
"""The day before which a spreadsheet counts none; the number of days since it is what some dates were left as."""


def sniff(head: bytes, name: str) -> str | None:
    """Return "list" for a file of records with this list's fields."""
    del name
    return "list" if root(head) and all(mark in head for mark in _MARKS) else None


def family(head: bytes, name: str) -> str | None:
    """Return the one list that is published in this form."""
    del head, name
    return _LIST


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the list's title; the file states no day."""
    del files, list_id
    return About("Consolidated Canadian Autonomous Sanctions List")


def read(files: Mapping[str, Path], list_id: str, country_code: Callable[[str], str | None]) -> Iterator[Entry]:
    """Yield the records of the file under "list", in its order; raise RulesError for one without name or country."""
    del country_code  # the file names no country of a party
    path = files["list"]
    top = root(_files.head(path)[0])
    seen: Counter[str] = Counter()
    for place, node in enumerate(elements(path, (f"{top.name if top else 'data-set'}/record",)), 1):
        fields = _fields(node)
        program, names = _program(fields), _names(fields)
        if not program or not names:
            lacks = "name" if program else "Country"
            raise RulesError(str(path), f"record[{place}]", f"has no {lacks}; download the file again")
        key = "|".join((program, re.sub(r"\s*,\s*", ", ", fields["Schedule"]), fields["Item"]))
        seen[key] += 1
        # regulations of one country may use a number in two instruments: the later record keeps the number too
        yield _entry(fields, list_id, key if seen[key] == 1 else f"{key}#{seen[key]}", names)
    if not seen:
        raise RulesError(str(path), "", "holds no parties; an empty list would clear everybody: download it again")


def _fields(node: Node) -> defaultdict[str, str]:
    """Return a record's fields by their English name of today."""
    found: defaultdict[str, str] = defaultdict(str)
    for child in node:
        tag = str(child.tag).partition("-")[0]
        if value := text(child):  # an edition may hold an old and a new element of one meaning, one of them empty
            found[_RENAMED.get(tag, tag)] = value
    return found


def _entry(fields: Mapping[str, str], list_id: str, key: str, names: tuple[Name, ...]) -> Entry:
    found, parted = aliases(fields["Aliases"], person=bool(fields["LastName"]))
    imo = fields["ShipIMONumber"]
    numbered = any(c.isdigit() for c in imo)
    remarks = (
        fields["TitleOrShip"],
        f"ShipIMONumber: {imo}" if imo and not numbered else "",
        f"Aliases: {fields['Aliases']}" if parted else "",
    )
    born = re.split(r"\s+or\s+", fields["DateOfBirthOrShipBuildDate"], flags=re.IGNORECASE)
    return Entry(
        list=list_id,
        id=key,
        type=_type(fields),
        names=distinct((*names, *found)),
        identifiers=(identifier("imo", imo),) if numbered else (),
        programs=(_program(fields),),
        measures=("asset_freeze",),
        listed=day(fields["DateOfListing"]),
        born=distinct(_date(part) for part in born if part),
        remarks="; ".join(remark for remark in remarks if remark),
    )


def _program(fields: Mapping[str, str]) -> str:
    """Return the English name of the regulations' country or subject: "Russia" of "Russia / Russie"."""
    return re.split(r"\s[/|]\s", fields["Country"])[0].strip()


def _type(fields: Mapping[str, str]) -> EntryType:
    """Return the kind of party; only a ship has a number or, in the field of a person's title, a kind of ship."""
    if fields["LastName"]:
        return "person"
    return "vessel" if fields["ShipIMONumber"] or _SHIP.search(fields["TitleOrShip"]) else "organization"


def _names(fields: Mapping[str, str]) -> tuple[Name, ...]:
    """Return the name, given names first, and the English and the French one where a slash joins them."""
    person = " ".join(part for part in (fields["GivenName"], fields["LastName"]) if part)
    whole = fields["EntityOrShip"] or person
    halves = [half.strip() for half in whole.split("/")]
    bilingual = len(halves) == 2 and not person and all(" " in half for half in halves)
    texts = (whole, *halves) if bilingual else (whole,)
    return tuple(Name(text=t, kind="alias" if i else "primary", script=script(t)) for i, t in enumerate(texts) if t)


def _date(text: str) -> str:
    """Return a date as EDTF; five figures are the days that a spreadsheet counts."""
    plain = spaced(text)
    if _SERIAL.fullmatch(plain):
        return (_EPOCH + dt.timedelta(days=int(plain))).isoformat()
    return edtf(plain)
