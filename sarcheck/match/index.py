"""The denied parties as an index: arrays to build and to open, and the search in them."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple, get_args

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec import Struct

from sarcheck.match import addresses, facts, retrieval
from sarcheck.match.model import Model, ready, shipped
from sarcheck.match.scoring import FAMILY, Match, Reading, best, explain, holds, is_near, read, weigh
from sarcheck.model import Candidate, Entry, Feature, Query, Score
from sarcheck.names import Kind, ParsedName, others, readings
from sarcheck.packs import NameModel

__all__ = ["Index", "build"]

Arrays = dict[str, npt.NDArray[Any]]
Get = Callable[[str], npt.NDArray[Any]]

RETRIEVED = 36
"""Entries whose names are scored for one name of a query; those that tie with the last one come on top."""

WEAK = 0.9
"""What a weak alias counts against a strong name of the same entry when the best one is chosen."""

RESEMBLING = 0.9
"""The score of a number that is equal but for its label: likely, and never certain."""

OTHER, CONTAINED = 0.92, 0.7
"""What a name counts that stands beside the party's own or is disguised, and a listed name in a longer one."""

REMEMBERED, NOBODY = 2_000, 1_000_000
"""Answers that a batch remembers: those that name somebody, and those that name nobody, of 100 bytes each."""

ROUNDED = 5e-5
"""What the rounding of a score can add to it."""

COMMONEST = 0.35
"""The rarity of the most common token; one that no list has is 1."""


class NameRecord(Struct, frozen=True, array_like=True):
    """An indexed name: its entry, its place there, and how it reads."""

    entry: int
    place: int
    name: ParsedName
    weights: tuple[float, ...]
    former: bool
    weak: bool


_ENTRY = msgspec.msgpack.Decoder(Entry)
_NAME = msgspec.msgpack.Decoder(NameRecord)


def digest(text: str) -> int:
    """Return a stable 64-bit number for a text."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def build(entries: Sequence[Entry], model: NameModel | None = None) -> Arrays:
    """Return the index of entries as arrays: names, trigrams, token rarity, identifiers, addresses, records."""
    found = [
        (i, j, name, former, listed.strength == "weak")
        for i, entry in enumerate(entries)
        for j, listed in enumerate(entry.names)
        for name, former in readings(listed.text, FAMILY[entry.type])
    ]
    rarity = _rarities(name for _, _, name, _, _ in found)
    records = [
        NameRecord(i, j, name, weigh(name, rarity.__getitem__), former, weak) for i, j, name, former, weak in found
    ]
    return {
        **retrieval.build([retrieval.form(r.name) for r in records], [r.entry for r in records]),
        **_table("token", ((digest(t), w) for t, w in sorted(rarity.items())), np.float32),
        **_table("identifier", _numbers(entries), np.int32),
        **_table("address", ((digest(k), i) for i, e in enumerate(entries) for k in addresses.keys(e)), np.int32),
        **_blob("name", records),
        **_blob("entry", entries),
        "match_model": np.frombuffer(msgspec.msgpack.encode(model or shipped()), dtype=np.uint8),
    }


def _numbers(entries: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Yield every key that finds an entry by one of its numbers, whatever stands round the number."""
    for i, entry in enumerate(entries):
        for theirs in entry.identifiers:
            yield from ((digest(key), i) for key in {theirs.value, *facts.cores(theirs.value)})


def _rarities(names: Iterable[ParsedName]) -> dict[str, float]:
    """Return each token's rarity: 1 for one that occurs once, down to ``COMMONEST``."""
    counts = Counter(t for name in names for t in set(name.tokens))
    most = math.log(max(counts.values(), default=1) + 1)
    return {t: round(1.0 - (1.0 - COMMONEST) * math.log(n) / most, 4) for t, n in counts.items()}


def _table(name: str, rows: Iterable[tuple[int, float]], dtype: type[np.generic]) -> Arrays:
    """Return sorted 64-bit keys and their values."""
    ordered = sorted(set(rows))
    keys, values = np.array([k for k, _ in ordered], dtype=np.uint64), np.array([v for _, v in ordered], dtype=dtype)
    return {f"{name}_keys": keys, f"{name}_values": values}


def _blob(name: str, records: Sequence[Struct]) -> Arrays:
    """Return records as MessagePack bytes, one after the other, with their offsets."""
    encoded = [msgspec.msgpack.encode(r) for r in records]
    offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    return {f"{name}_bytes": np.frombuffer(b"".join(encoded), dtype=np.uint8), f"{name}_offsets": offsets}


class Index:
    """Denied parties, searched by identifier, name and address. Holds no state but its arrays."""

    def __init__(self, get: Get) -> None:
        self._get = get
        self._trigrams = retrieval.Trigrams(get)

    @cached_property
    def model(self) -> Model:
        """Return the weights of the score that the index was built with."""
        return ready(msgspec.msgpack.decode(self._get("match_model").data, type=NameModel))

    def __len__(self) -> int:
        return len(self._get("entry_offsets")) - 1

    def entries(self) -> Iterator[Entry]:
        """Return every entry in the order of the build."""
        return (self._entry(i) for i in range(len(self)))

    def _entry(self, place: int) -> Entry:
        offsets = self._get("entry_offsets")
        return _ENTRY.decode(self._get("entry_bytes")[offsets[place] : offsets[place + 1]].data)

    def _names(self, places: npt.NDArray[np.intp]) -> Iterator[NameRecord]:
        offsets, written = self._get("name_offsets"), self._get("name_bytes").data
        ends = zip(offsets[places].tolist(), offsets[places + 1].tolist(), strict=True)
        return (_NAME.decode(written[start:end]) for start, end in ends)

    def _values(self, table: str, key: int) -> list[float]:
        keys = self._get(f"{table}_keys")
        low, high = np.searchsorted(keys, np.uint64(key), "left"), np.searchsorted(keys, np.uint64(key), "right")
        return [v.item() for v in self._get(f"{table}_values")[low:high]]

    def rarity(self, token: str) -> float:
        """Return how rare a token is among the listed names, 0..1; 1 for one that no list has."""
        keys, key = self._get("token_keys"), digest(token)
        place = keys.searchsorted(np.uint64(key))
        return self._get("token_values").item(place) if place < len(keys) and keys.item(place) == key else 1.0

    def by_address(self, text: str) -> tuple[tuple[Entry, str], ...]:
        """Return the entries whose listed address is the given one or stands in it, with that address."""
        found = sorted({int(i) for key in addresses.lookups(text) for i in self._values("address", digest(key))})
        entries = (self._entry(i) for i in found)
        return tuple((e, a.text) for e in entries for a in e.addresses if addresses.stands_in(a, text))

    def search(
        self, query: Query, *, floor: float, person_floor: float = 0.0, limit: int | None = None
    ) -> tuple[Candidate, ...]:
        """Return the entries that may be the party, best first: by equal identifier, then the likely ones.

        Likely is a name from ``floor`` up, a listed person's from ``person_floor`` up where that is higher, and a
        number equal but for its label. Facts against a party never take it below its floor: what an order says may
        only make its own screening stricter. Whether the party is a person, the list says and not the order.
        """
        person_floor = max(floor, person_floor)
        certain = self._by_identifier(query)
        hits = self._hits(query, floor)
        named = {i: self._named(query, hit, floor, person_floor) for i, hit in hits.items() if i not in certain}
        likely = self._by_resembling_identifier(query) | {i: c for i, c in named.items() if c}
        others = [candidate for i, candidate in likely.items() if i not in certain]
        ranked = sorted(others, key=lambda c: (-c.score.value, c.entry.list, c.entry.id))
        return (*(c for _, c in sorted(certain.items())), *ranked)[:limit]

    def reads(self, texts: Sequence[str]) -> bool:
        """Tell whether any of some names holds letters that can be compared."""
        return any(readings(text, "organization") for text in texts)

    def _by_identifier(self, query: Query) -> dict[int, Candidate]:
        found: dict[int, Candidate] = {}
        for mine in query.identifiers:
            for i in map(int, self._values("identifier", digest(mine.value))):
                entry = self._entry(i)
                if i not in found and any(facts.same_identifier(mine, theirs) for theirs in entry.identifiers):
                    found[i] = _identified(entry, query, self.model, f"{mine.scheme} {mine.value}")
        return found

    def _by_resembling_identifier(self, query: Query) -> dict[int, Candidate]:
        found: dict[int, Candidate] = {}
        for mine in query.identifiers:
            near = {int(i) for key in facts.lookups(mine.value) for i in self._values("identifier", digest(key))}
            for i in sorted(near - found.keys()):
                entry = self._entry(i)
                theirs = facts.resembling(mine, entry)
                if theirs:
                    told = f"{mine.scheme} {mine.value} ({theirs.scheme} {theirs.value})"
                    found[i] = _identified(entry, query, self.model, told, RESEMBLING)
        return found

    def _hits(self, query: Query, floor: float) -> dict[int, Hit]:
        """Return the best hit of each entry whose score could still reach the floor."""
        reach = _reach(query, floor, self.model)
        best_of: dict[int, Hit] = {}
        for text, sure in _asked(query):
            for hit in self._matches(text, sure, reach):
                known = best_of.get(hit.record.entry)
                if known is None or hit.rank(floor) > known.rank(floor):
                    best_of[hit.record.entry] = hit
        return best_of

    def _matches(self, text: str, sure: float, reach: float) -> Iterator[Hit]:
        """Yield the indexed names nearest to a text, each scored as its own kind of name.

        The text is looked up as every kind, as the party's stated one may be wrong.
        """
        rarity = cache(self.rarity)
        read_as = {kind: read(text, kind, rarity) for kind in get_args(Kind)}
        forms = dict.fromkeys(retrieval.form(r.name) for named in read_as.values() for r in named)
        known: dict[tuple[ParsedName, bool], Match | None] = {}
        for record in self._names(self._trigrams.nearest(forms, RETRIEVED)):
            key = record.name, record.former
            if key not in known:
                reading = Reading(record.name, record.weights, record.former)
                known[key] = best(read_as[record.name.kind], (reading,), self.model, reach)
            if match := known[key]:
                value = (max(match.value, CONTAINED) if holds(match) else match.value) * sure
                if value >= reach:
                    yield Hit(record, match._replace(value=value), text)

    def _named(self, query: Query, hit: Hit, floor: float, person_floor: float) -> Candidate | None:
        """Return the candidate of a hit, None where its score stays below the floor of its entry's type."""
        entry = self._entry(hit.record.entry)
        floor = person_floor if entry.type == "person" else floor
        beside = facts.beside(query, entry, self.model, same_name=is_near(hit.match.alignment) or holds(hit.match))
        listed = entry.names[hit.record.place]
        score = explain(hit.match, self.model, beside, floor)
        if score.value < floor:
            return None
        return Candidate(
            entry=entry,
            by="name",
            query=hit.text,
            matched=listed.text,
            strength=listed.strength,
            score=score,
            support=_telling(beside, 1),
            against=_telling(beside, -1),
        )


class Remembering(Index):
    """An index that does not seek what it was asked before; the answers are the same. For many orders of one batch."""

    def __init__(self, index: Index) -> None:
        super().__init__(index._get)
        self._found: dict[bytes, tuple[Candidate, ...]] = {}
        self._nobody: set[bytes] = set()
        self._read: set[int] = set()

    def reads(self, texts: Sequence[str]) -> bool:
        """Tell what ``Index.reads`` tells."""
        key = digest("\0".join(texts))
        if key in self._read:
            return True
        found = super().reads(texts)
        if found:
            if len(self._read) >= NOBODY:
                self._read = set()
            self._read.add(key)
        return found

    def search(
        self, query: Query, *, floor: float, person_floor: float = 0.0, limit: int | None = None
    ) -> tuple[Candidate, ...]:
        """Return what ``Index.search`` finds."""
        key = hashlib.blake2b(msgspec.msgpack.encode((query, floor, person_floor, limit)), digest_size=32).digest()
        if key in self._nobody:
            return ()
        found = self._found.get(key)
        if found is None:
            found = super().search(query, floor=floor, person_floor=person_floor, limit=limit)
            self._remember(key, found)
        return found

    def _remember(self, key: bytes, found: tuple[Candidate, ...]) -> None:
        if not found:
            if len(self._nobody) >= NOBODY:
                self._nobody = set()
            self._nobody.add(key)
            return
        if len(self._found) >= REMEMBERED:
            self._found = {}
        self._found[key] = found


def _reach(query: Query, floor: float, model: Model) -> float:
    """Return the least score of a name that the facts which a query states could still lift to the floor."""
    stated = {"country": query.countries, "born": query.born, "gender": query.gender}
    liftable = {fact: model.agrees[fact] for fact, said in stated.items() if said}
    return 1.0 - (1.0 - floor + ROUNDED) / (1.0 - facts.lift(model._replace(agrees=liftable)))


def _asked(query: Query) -> list[tuple[str, float]]:
    """Return every text to look up, each once, with how surely it is a name of the party."""
    asked = {other: OTHER for text in query.names for other in others(text)}
    return list((asked | dict.fromkeys(query.names, 1.0)).items())


class Hit(NamedTuple):
    """An indexed name that matches a name of the query."""

    record: NameRecord
    match: Match
    text: str

    def rank(self, floor: float) -> tuple[bool, float]:
        """Return what the hit counts among those of its entry: one from the floor up first, then a strong name."""
        return self.match.value >= floor, self.match.value * (WEAK if self.record.weak else 1.0)


def _identified(entry: Entry, query: Query, model: Model, detail: str, value: float = 1.0) -> Candidate:
    """Return a candidate whom an identifier settles or suggests; facts that differ are told, and change nothing."""
    beside = facts.beside(query, entry, model, same_name=True)
    equal = Feature(name="identifier", value=1.0, weight=value, detail=detail)
    return Candidate(
        entry=entry,
        by="identifier",
        query=query.names[0] if query.names else detail,
        matched=entry.names[0].text if entry.names else "",
        strength="strong" if value == 1.0 else "weak",
        score=Score(value=value, features=(equal,)),
        support=_telling(beside, 1),
        against=_telling(beside, -1),
    )


def _telling(beside: tuple[Feature, ...], sign: int) -> tuple[str, ...]:
    return tuple(f.name for f in beside if f.weight * sign > 0)
