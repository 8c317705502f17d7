"""The denied parties as arrays: what an index is built of."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec import Struct

from sarcheck.match import addresses, facts, retrieval, tables
from sarcheck.match.model import shipped
from sarcheck.match.scoring import FAMILY, weigh
from sarcheck.model import Entry
from sarcheck.names import ParsedName, readings
from sarcheck.packs import NameModel

__all__ = ["Spelling", "build", "digest"]

Arrays = dict[str, npt.NDArray[Any]]

COMMONEST = 0.35
"""The rarity of the most common token; one that no list has is 1."""


class Spelling(Struct, frozen=True, array_like=True):
    """A name as it reads and what its words weigh, once however many entries have it."""

    name: ParsedName
    weights: tuple[float, ...]


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
    names = [name for _, _, name, _, _ in found]
    rarity = _rarities(names)
    spelled = {name: place for place, name in enumerate(dict.fromkeys(names))}
    spellings = [Spelling(name, weigh(name, rarity.__getitem__)) for name in spelled]
    forms = {name: retrieval.form(name) for name in spelled}
    tokens = {token: place for place, token in enumerate(sorted(rarity, key=digest))}
    return {
        **retrieval.build([forms[name] for name in names], [i for i, *_ in found]),
        "name_records": np.array([(i, j, spelled[name], *told) for i, j, name, *told in found], np.int32).reshape(
            -1, 5
        ),
        **_table("token", ((digest(t), w) for t, w in rarity.items()), np.float32),
        **_table("identifier", _numbers(entries), np.int32),
        **_table("address", ((digest(k), i) for i, e in enumerate(entries) for k in addresses.keys(e)), np.int32),
        **_blob("spelling", spellings),
        **_columns("names", tables.laid_out(spellings, tokens.__getitem__)),
        **_columns("words", tables.marked(list(tokens))),
        **_blob("word", list(tokens)),
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


def _columns(name: str, table: tables.Names | tables.Words) -> Arrays:
    return {f"{name}_{column}": array for column, array in table._asdict().items()}


def _blob(name: str, records: Sequence[Struct | str]) -> Arrays:
    """Return records as MessagePack bytes, one after the other, with their offsets."""
    encoded = [msgspec.msgpack.encode(r) for r in records]
    offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    return {f"{name}_bytes": np.frombuffer(b"".join(encoded), dtype=np.uint8), f"{name}_offsets": offsets}
