"""What an order's screening asked of lists, owners and regions, and what it was answered.

A verdict is a pure function of its order, the day and the ruleset. Of the ruleset it sees the pack as a whole, and of
the large tables only the answers to its questions. So where the same questions get the same answers, and the pack is
the same, the verdict is the same: nothing has to be known of how lists, names and footprints decide it.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import zlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, cast

import msgspec
from msgspec import Struct, structs

from sarcheck.model import Candidate, Entry, Footprint, Order, Overlap, Query, Region
from sarcheck.ruleset import Ruleset
from sarcheck.screen import taken

if TYPE_CHECKING:
    from sarcheck.match import Index
    from sarcheck.ownership import Relation, Relations
    from sarcheck.regions import Asked, RegionIndex

LONGEST = 80
"""Characters of a text that may be a day, a time or an interval."""

DAYLESS = frozenset({bool, int, float, type(None)})
"""What states no day and holds nothing: most of what an order holds."""

ENDING = ".asked.ndjson.gz"
"""The ending of a shard's file of what was asked."""


class Seen(Struct, frozen=True, array_like=True):
    """An entry in an answer: of which list, and hashes of the entry and of how it was found."""

    list: str
    id: str
    entry: str
    how: str


class Search(Struct, frozen=True, array_like=True):
    """A party that was sought in the lists, and the entries that it resembled, in order."""

    query: Query
    floor: float
    person_floor: float
    found: tuple[Seen, ...]


class Address(Struct, frozen=True, array_like=True):
    """An address that was sought in the lists, and the entries that have it."""

    text: str
    found: tuple[Seen, ...]


class Owners(Struct, frozen=True, array_like=True):
    """Keys of parties whose owners were sought, one after the other, and hashes of all relations that were found, in
    the order in which the index holds them."""

    sought: tuple[tuple[str, ...], ...] = ()
    found: tuple[str, ...] = ()


class Under(Struct, frozen=True, array_like=True):
    """A footprint that was placed, and the regions near it, each with a hash of how it lies: those that it touches, or
    what the rules ask for (``near``)."""

    footprint: Footprint
    near: bool
    found: tuple[tuple[str, str], ...]


class Within(Struct, frozen=True, array_like=True):
    """Whether a region surely holds a footprint."""

    region: str
    footprint: Footprint
    held: bool


class Trace(Struct, frozen=True, kw_only=True):
    """An order, and all that its screening asked. ``days`` are those that order, products and answers state; ``taken``
    the last ones of its images; ``regions`` are hashes of what was asked of regions by name."""

    order: str
    sha256: str
    kind: Literal["archive", "tasking", "unreadable"]
    days: tuple[dt.date, ...] = ()
    taken: tuple[dt.date | None, ...] = ()
    searches: tuple[Search, ...] = ()
    addresses: tuple[Address, ...] = ()
    owners: Owners = Owners()
    under: tuple[Under, ...] = ()
    within: tuple[Within, ...] = ()
    regions: tuple[tuple[str, str], ...] = ()


def digest(value: Any) -> str:
    """Return a short hash of a value as it is written in JSON, sets and tables in order."""
    return hashlib.blake2b(msgspec.json.encode(value, order="deterministic"), digest_size=10).hexdigest()


def seen(found: Sequence[Candidate]) -> tuple[Seen, ...]:
    """Return an answer of a search as it is kept."""
    return tuple(Seen(c.entry.list, c.entry.id, digest(c.entry), digest(c)) for c in found)


def at_address(found: Sequence[tuple[Entry, str]]) -> tuple[Seen, ...]:
    """Return an answer of a search for an address as it is kept."""
    return tuple(Seen(entry.list, entry.id, digest(entry), text) for entry, text in found)


def lying(found: Sequence[Overlap]) -> tuple[tuple[str, str], ...]:
    """Return the regions of a footprint as they are kept."""
    return tuple((overlap.region, digest(overlap)) for overlap in found)


def related(found: dict[int, Relation]) -> tuple[str, ...]:
    """Return relations as they are kept: their numbers change with every list, their order counts."""
    return tuple(digest(relation) for _, relation in sorted(found.items()))


# --- recording ----------------------------------------------------------------------------------


class Tape:
    """Records what screenings ask of a ruleset. ``ruleset`` is the one to screen by; ``cut`` after each order."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset: Ruleset = _Heard(ruleset.remembering(), self)
        self._clear()

    def _clear(self) -> None:
        self.searches: dict[bytes, Search] = {}
        self.addresses: dict[str, Address] = {}
        self.sought: dict[tuple[str, ...], None] = {}
        self.relations: dict[int, Relation] = {}
        self.under: list[Under] = []
        self.within: list[Within] = []
        self.regions: dict[str, str] = {}
        self.days: set[dt.date] = set()

    def cut(self, order: Order, as_of: dt.date) -> Trace:
        """Return what was asked since the last cut, for the order that was screened in between."""
        document = order.document
        stated = (document, *((p.start, p.stop, p.processed) for one in order.products if (p := one.product)))
        trace = Trace(
            order=document.id,
            sha256=order.sha256,
            kind="tasking" if document.tasking else document.kind,
            days=tuple(sorted(self.days | days(stated) | days(list(self.relations.values())))),
            taken=taken(order, as_of),
            searches=tuple(self.searches.values()),
            addresses=tuple(self.addresses.values()),
            owners=Owners(tuple(self.sought), related(self.relations)),
            under=tuple(self.under),
            within=tuple(self.within),
            regions=tuple(sorted(self.regions.items())),
        )
        self._clear()
        return trace


class _Heard(Ruleset):
    """A ruleset whose tables are heard by a tape; what else it holds is compared as a whole."""

    def __init__(self, known: Ruleset, tape: Tape) -> None:
        lazy = ("regions", "entries", "owners")
        self.__dict__.update({name: value for name, value in known.__dict__.items() if name not in lazy})
        self._heard, self._tape = known, tape

    def remembering(self) -> Ruleset:
        """Return the ruleset: it remembers already."""
        return self

    def foresee(self, queries: Sequence[Query]) -> None:
        """Search for parties together, unheard: who of them counts is asked for again."""
        self._heard.foresee(queries)

    def sources(self, as_of: dt.date) -> Any:
        """Return the state of every list on a day, which is compared as a whole."""
        return self._heard.sources(as_of)

    def once(self, make: Any, *about: Any) -> Any:
        """Return what is made of the pack, which is compared as a whole."""
        return self._heard.once(make, *about)

    def about(self, make: Any, thing: Any) -> Any:
        """Return what is made of the pack and a thing of the order."""
        return self._heard.about(make, thing)

    @cached_property
    def entries(self) -> Index:
        """Return the index of denied parties, heard."""
        return cast("Index", _Entries(self._heard.entries, self._tape))

    @cached_property
    def owners(self) -> Relations:
        """Return what is known of owners, heard."""
        return cast("Relations", _Owners(self._heard.owners, self._tape))

    @cached_property
    def regions(self) -> RegionIndex:
        """Return the index of regions, heard."""
        return cast("RegionIndex", _Regions(self._heard.regions, self._tape))


class _Entries:
    """What screening may ask of the index of denied parties. What it has no method for cannot be asked unheard."""

    def __init__(self, index: Index, tape: Tape) -> None:
        self._index, self._tape = index, tape

    def search(self, query: Query, *, floor: float, person_floor: float = 0.0) -> tuple[Candidate, ...]:
        found = self._index.search(query, floor=floor, person_floor=person_floor)
        key = msgspec.msgpack.encode((query, floor, person_floor))
        self._tape.searches[key] = Search(query, floor, person_floor, seen(found))
        self._tape.days.update(_listed(candidate.entry for candidate in found))
        return found

    def reads(self, texts: Sequence[str]) -> bool:
        return self._index.reads(texts)

    def by_address(self, text: str) -> tuple[tuple[Entry, str], ...]:
        found = self._index.by_address(text)
        self._tape.addresses[text] = Address(text, at_address(found))
        self._tape.days.update(_listed(entry for entry, _ in found))
        return found


class _Owners:
    """What screening may ask of owners."""

    def __init__(self, owners: Relations, tape: Tape) -> None:
        self._owners, self._tape = owners, tape

    def nobody(self, sought: Sequence[tuple[str, ...]]) -> bool:
        none = self._owners.nobody(sought)
        if none:  # else each of them is asked for again
            self._tape.sought.update(dict.fromkeys(sought))
        return none

    def above(self, sought: tuple[str, ...]) -> dict[int, Relation]:
        found = self._owners.above(sought)
        self._tape.sought[sought] = None
        self._tape.relations.update(found)
        return found


class _Regions:
    """What screening may ask of regions; their ids and problems are compared as a whole."""

    def __init__(self, index: RegionIndex, tape: Tape) -> None:
        self._index, self._tape = index, tape
        self.ids, self.problems = index.ids, index.problems

    def overlaps(
        self, footprint: Footprint, *, within_km: float = 0.0, asked: Asked | None = None, apart: Asked | None = None
    ) -> tuple[Overlap, ...]:
        found = self._index.overlaps(footprint, within_km=within_km, asked=asked, apart=apart)
        self._tape.under.append(Under(footprint, asked is not None, lying(found)))
        return found

    def foresee(self, footprints: Sequence[Footprint], **near: Any) -> None:
        """Look at footprints together, unheard: whose of them counts is asked for again."""
        self._index.foresee(footprints, **near)

    def holds(self, region_id: str, footprint: Footprint) -> bool:
        held = self._index.holds(region_id, footprint)
        self._tape.within.append(Within(region_id, footprint, held))
        return held

    def region(self, region_id: str) -> Region:
        found = self._index.region(region_id)
        self._tape.regions[region_id] = digest(found)
        self._tape.days.update(day for day in (found.valid_from, found.valid_to) if day)
        return found


def _listed(entries: Iterator[Entry]) -> Iterator[dt.date]:
    return (day for entry in entries for day in (entry.listed, entry.delisted) if day)


def days(value: Any) -> set[dt.date]:
    """Return every day that a value states, in whatever it holds, times as their days."""
    found: set[dt.date] = set()
    waiting = [value]
    for one in waiting:
        kind = type(one)
        if kind is str:
            if not one[:1].isalpha() and len(one) <= LONGEST and one[:4].strip("./").isdecimal():
                found.update(_written(one))
        elif kind is list or kind is tuple:
            waiting += [inner for inner in one if type(inner) not in DAYLESS]
        elif kind is dict:
            waiting += [inner for inner in one.values() if type(inner) not in DAYLESS]
        elif isinstance(one, Struct):
            waiting += [inner for inner in structs.astuple(one) if type(inner) not in DAYLESS]
        elif isinstance(one, dt.date):
            found.add(one.date() if isinstance(one, dt.datetime) else one)
        elif isinstance(one, (set, frozenset)):
            waiting += one
    return found


def _written(text: str) -> Iterator[dt.date]:
    """Yield the days that a text of a day, a time or an interval states, in its own zone and in UTC."""
    for part in text.split("/"):
        try:
            found = msgspec.convert(part, dt.date if len(part) == len("2026-11-22") else dt.datetime)
        except msgspec.ValidationError:
            continue
        if not isinstance(found, dt.datetime):
            yield found
            continue
        yield found.date()
        if found.tzinfo:
            yield found.astimezone(dt.UTC).date()


# --- files --------------------------------------------------------------------------------------


def encode(code: str, traces: Sequence[Trace]) -> bytes:
    """Return traces as gzipped NDJSON under a line with the hash of the code that they were made by."""
    lines = b"".join(msgspec.json.encode(one) + b"\n" for one in (code, *traces))
    return gzip.compress(lines, compresslevel=1, mtime=0)


def decode(data: bytes, code: str) -> list[Trace] | None:
    """Return the traces of a shard; None for what is none, is damaged, or was made by other code."""
    decoder = msgspec.json.Decoder(Trace)
    try:
        first, *lines = gzip.decompress(data).splitlines()
        return [decoder.decode(line) for line in lines] if msgspec.json.decode(first) == code else None
    except (ValueError, OSError, EOFError, zlib.error, RecursionError):
        return None
