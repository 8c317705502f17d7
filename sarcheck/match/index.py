"""The denied parties as an index: the search in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from sarcheck.match import addresses, bounds, facts, retrieval, tables
from sarcheck.match.arrays import Ints, distinct, offsets, spread
from sarcheck.match.building import Spelling, digest
from sarcheck.match.model import Model, ready
from sarcheck.match.scoring import Match, Reading, best, explain, holds, is_near, logit, read
from sarcheck.model import Candidate, Entry, Feature, Query, Score
from sarcheck.names import Kind, others, readings
from sarcheck.packs import NameModel

__all__ = ["Index", "Remembering"]

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

TOGETHER = 256
"""Queries that are searched for together."""

TOKENS = 1 << 14
"""Tokens that are remembered: where those asked for are among the listed ones, and how these are written."""

ROUNDED = 5e-5
"""What the rounding of a score can add to it."""


class Record(NamedTuple):
    """A listed name: its entry, its place there, its spelling, and whether it is a former or a weak one."""

    entry: int
    place: int
    spelling: int
    former: bool
    weak: bool


_ENTRY = msgspec.msgpack.Decoder(Entry)
_SPELLING = msgspec.msgpack.Decoder(Spelling)
_WORD = msgspec.msgpack.Decoder(str)

Readings = dict[Kind, tuple[Reading, ...]]


class Index:
    """Denied parties, searched by identifier, name and address. Holds no state but its arrays."""

    def __init__(self, get: Get) -> None:
        self._get = get
        self._trigrams = retrieval.Trigrams(get)
        self._known_place = lru_cache(maxsize=TOKENS)(self._place)
        self._known_word = lru_cache(maxsize=TOKENS)(self._word)

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
        return _ENTRY.decode(self._written("entry", place))

    def _record(self, place: int) -> Record:
        entry, listed, spelling, former, weak = self._get("name_records")[place].tolist()
        return Record(entry, listed, spelling, bool(former), bool(weak))

    def _spelling(self, place: int) -> Spelling:
        return _SPELLING.decode(self._written("spelling", place))

    def _word(self, place: int) -> str:
        return _WORD.decode(self._written("word", place))

    def _written(self, blob: str, place: int) -> memoryview:
        ends = self._get(f"{blob}_offsets")
        return self._get(f"{blob}_bytes")[ends[place] : ends[place + 1]].data

    @cached_property
    def _scales(self) -> bounds.Scales:
        return bounds.scaled(self.model)

    @cached_property
    def _listed(self) -> bounds.Side:
        """Return the listed names in numbers."""
        names = tables.Names(*(self._get(f"names_{column}") for column in tables.Names._fields))
        words = tables.Words(*(self._get(f"words_{column}") for column in tables.Words._fields))
        return bounds.Side(names, words, self._known_word)

    def _values(self, table: str, key: int) -> list[float]:
        keys = self._get(f"{table}_keys")
        low, high = np.searchsorted(keys, np.uint64(key), "left"), np.searchsorted(keys, np.uint64(key), "right")
        return [v.item() for v in self._get(f"{table}_values")[low:high]]

    def rarity(self, token: str) -> float:
        """Return how rare a token is among the listed names, 0..1; 1 for one that no list has."""
        place = self._known_place(token)
        return self._get("token_values").item(place) if place >= 0 else 1.0

    def _place(self, token: str) -> int:
        """Return the place of a token among those of the listed names, -1 for one that none has."""
        keys, key = self._get("token_keys"), digest(token)
        place = int(keys.searchsorted(np.uint64(key)))
        return place if place < len(keys) and keys.item(place) == key else -1

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
        return self.search_many((query,), floor=floor, person_floor=person_floor, limit=limit)[0]

    def search_many(
        self, queries: Sequence[Query], *, floor: float, person_floor: float = 0.0, limit: int | None = None
    ) -> list[tuple[Candidate, ...]]:
        """Return what ``search`` finds for each of some queries, which costs less than one after the other."""
        found: list[tuple[Candidate, ...]] = []
        for start in range(0, len(queries), TOGETHER):
            block = queries[start : start + TOGETHER]
            for query, hits in zip(block, self._hits(block, floor), strict=True):
                found.append(self._ranked(query, hits, floor, max(floor, person_floor))[:limit])
        return found

    def _ranked(self, query: Query, hits: dict[int, Hit], floor: float, person_floor: float) -> tuple[Candidate, ...]:
        certain = self._by_identifier(query)
        named = {i: self._named(query, hit, floor, person_floor) for i, hit in hits.items() if i not in certain}
        likely = self._by_resembling_identifier(query) | {i: c for i, c in named.items() if c}
        others = [candidate for i, candidate in likely.items() if i not in certain]
        ranked = sorted(others, key=lambda c: (-c.score.value, c.entry.list, c.entry.id))
        return (*(c for _, c in sorted(certain.items())), *ranked)

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

    def _hits(self, queries: Sequence[Query], floor: float) -> list[dict[int, Hit]]:
        """Return the best hit of each entry whose score could still reach the floor, for each query."""
        best_of: list[dict[int, Hit]] = [{} for _ in queries]
        asked = [
            one for place, query in enumerate(queries) for one in _asked(place, query, _reach(query, floor, self.model))
        ]
        for one, hit in self._matches(asked):
            found = best_of[one.query]
            known = found.get(hit.record.entry)
            if known is None or hit.rank(floor) > known.rank(floor):
                found[hit.record.entry] = hit
        return best_of

    def _matches(self, asked: Sequence[Asked]) -> Iterator[tuple[Asked, Hit]]:
        """Yield the indexed names nearest to each text that reach what it must, each scored as its own kind of name.

        The text is looked up as every kind, as the party's stated one may be wrong.
        """
        read_as = [{kind: read(one.text, kind, self.rarity) for kind in tables.KINDS} for one in asked]
        forms = [
            tuple(dict.fromkeys(retrieval.form(reading.name) for named in by.values() for reading in named))
            for by in read_as
        ]
        near = self._trigrams.nearest_many(forms, RETRIEVED)
        known: dict[tuple[int, int, bool], Match | None] = {}
        for place, name in self._worth_aligning(asked, read_as, *near):
            one, record = asked[place], self._record(name)
            key = place, record.spelling, record.former
            if key not in known:
                spelling = self._spelling(record.spelling)
                reading = Reading(spelling.name, spelling.weights, record.former)
                known[key] = best(read_as[place][spelling.name.kind], (reading,), self.model, one.reach)
            if match := known[key]:
                value = (max(match.value, CONTAINED) if holds(match) else match.value) * one.sure
                if value >= one.reach:
                    yield one, Hit(record, match._replace(value=value), one.text)

    def _worth_aligning(
        self, asked: Sequence[Asked], read_as: Sequence[Readings], asker: Ints, names: Ints
    ) -> list[tuple[int, int]]:
        """Return the place of a text and a name near to it for each that may reach what it must, in their order."""
        listed, kinds = self._listed, len(tables.KINDS)
        # A spelling that many entries have is looked at once.
        pairs = asker * len(listed.names.kind) + self._get("name_records")[names, 2]
        single = distinct(pairs)
        text, spelling = single // len(listed.names.kind), single % len(listed.names.kind)
        readings = [
            (i * kinds + k, r) for i, by in enumerate(read_as) for k, kind in enumerate(tables.KINDS) for r in by[kind]
        ]
        groups = offsets(np.bincount([group for group, _ in readings], minlength=kinds * len(asked)))
        pair, mine = spread(groups, text * kinds + listed.names.kind[spelling])
        least = np.array([logit(one.reach) for one in asked])[text[pair]]
        places: dict[str, int] = {}
        laid_out = tables.laid_out(
            [reading for _, reading in readings], lambda token: places.setdefault(token, len(places))
        )
        tokens = list(places)
        ours = bounds.Side(laid_out, tables.marked(tokens), tokens.__getitem__)
        known = np.array([self._known_place(token) for token in tokens], dtype=np.intp)
        likely = bounds.likely(ours, listed, known, (mine, spelling[pair]), least, self._scales)
        worth = np.bincount(pair, likely, len(single)) > 0
        kept = worth[np.searchsorted(single, pairs)]
        return list(zip(asker[kept].tolist(), names[kept].tolist(), strict=True))

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
        self._nowhere: set[bytes] = set()

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
        known = self._recall(_key(query, floor, person_floor, limit))
        if known is not None:
            return known
        return super().search(query, floor=floor, person_floor=person_floor, limit=limit)

    def by_address(self, text: str) -> tuple[tuple[Entry, str], ...]:
        """Return what ``Index.by_address`` finds; addresses that no list has are remembered."""
        key = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=32).digest()
        if key in self._nowhere:
            return ()
        found = super().by_address(text)
        if not found:
            if len(self._nowhere) >= NOBODY:
                self._nowhere = set()
            self._nowhere.add(key)
        return found

    def search_many(
        self, queries: Sequence[Query], *, floor: float, person_floor: float = 0.0, limit: int | None = None
    ) -> list[tuple[Candidate, ...]]:
        """Return what ``Index.search_many`` finds; what is not remembered is sought together."""
        keys = [_key(query, floor, person_floor, limit) for query in queries]
        told = {key: self._recall(key) for key in keys}
        fresh = {key: query for key, query in zip(keys, queries, strict=True) if told[key] is None}
        sought = super().search_many(tuple(fresh.values()), floor=floor, person_floor=person_floor, limit=limit)
        for key, found in zip(fresh, sought, strict=True):
            told[key] = found
            self._remember(key, found)
        return [told[key] or () for key in keys]

    def _recall(self, key: bytes) -> tuple[Candidate, ...] | None:
        return () if key in self._nobody else self._found.get(key)

    def _remember(self, key: bytes, found: tuple[Candidate, ...]) -> None:
        if not found:
            if len(self._nobody) >= NOBODY:
                self._nobody = set()
            self._nobody.add(key)
            return
        if len(self._found) >= REMEMBERED:
            self._found = {}
        self._found[key] = found


def _key(query: Query, floor: float, person_floor: float, limit: int | None) -> bytes:
    asked = msgspec.msgpack.encode((query, floor, person_floor, limit))
    return hashlib.blake2b(asked, digest_size=32).digest()


def _reach(query: Query, floor: float, model: Model) -> float:
    """Return the least score of a name that the facts which a query states could still lift to the floor."""
    stated = {"country": query.countries, "born": query.born, "gender": query.gender}
    liftable = {fact: model.agrees[fact] for fact, said in stated.items() if said}
    return 1.0 - (1.0 - floor + ROUNDED) / (1.0 - facts.lift(model._replace(agrees=liftable)))


class Asked(NamedTuple):
    """A text to look up: for which query, how surely it is a name of the party, and the least score that counts."""

    query: int
    text: str
    sure: float
    reach: float


def _asked(place: int, query: Query, reach: float) -> list[Asked]:
    """Return every text to look up for a query, each once."""
    asked = {other: OTHER for text in query.names for other in others(text)}
    return [Asked(place, text, sure, reach) for text, sure in (asked | dict.fromkeys(query.names, 1.0)).items()]


class Hit(NamedTuple):
    """An indexed name that matches a name of the query."""

    record: Record
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
