"""What is known of owners, as arrays: found by the owned party's entry, its identifiers, or its name."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, get_args

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec import Struct

from sarcheck import names
from sarcheck.model import EntryRef, Identifier

__all__ = ["End", "Relation", "Relations", "build", "keys"]

Get = Callable[[str], npt.NDArray[Any]]


class End(Struct, frozen=True, kw_only=True):
    """One side of a relation: a party by names, best first, and identifiers, or a listed entry with the days of its
    listing; one without names is a party that the source does not tell."""

    names: tuple[str, ...]
    identifiers: tuple[Identifier, ...] = ()
    entry: EntryRef | None = None
    listed: dt.date | None = None
    delisted: dt.date | None = None


class Relation(Struct, frozen=True, kw_only=True):
    """What a source says of a part that one party has in another; see ``Stake`` for share, control and ``sure``."""

    owner: End
    owned: End
    share: float | None = None
    control: bool | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    source: str = ""
    sure: bool = True


_RELATION = msgspec.msgpack.Decoder(Relation)


def keys(end: End) -> tuple[str, ...]:
    """Return what finds a party: its entry alone where it is one, else its identifiers and its name."""
    if end.entry:
        return (f"entry {end.entry[0]} {end.entry[1]}",)
    numbers = (f"number {one.scheme} {one.value}" for one in end.identifiers)
    return tuple(dict.fromkeys((*numbers, *(f"name {name}" for text in end.names for name in _plain(text)))))


@lru_cache(maxsize=1 << 14)
def _plain(text: str) -> tuple[str, ...]:
    """Return a name as it is compared, once for each way to read it: its words in any order, without a legal form."""
    read = (name for kind in get_args(names.Kind) for name, _ in names.readings(text, kind))
    return tuple(dict.fromkeys(" ".join((*sorted(name.tokens), *name.numerals)) for name in read))


def build(relations: Iterable[Relation]) -> dict[str, npt.NDArray[Any]]:
    """Return relations as the arrays of a store."""
    every = list(relations)
    table = sorted({(_digest(key), i) for i, one in enumerate(every) for key in keys(one.owned)})
    encoded = [msgspec.msgpack.encode(one) for one in every]
    return {
        "owned_keys": np.array([key for key, _ in table], dtype=np.uint64),
        "owned_values": np.array([i for _, i in table], dtype=np.int32),
        "owner_bytes": np.frombuffer(b"".join(encoded), dtype=np.uint8),
        "owner_offsets": np.cumsum([0, *map(len, encoded)], dtype=np.int64),
    }


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


class Relations:
    """The relations of a ruleset, asked who owns a party."""

    def __init__(self, get: Get) -> None:
        self._get = get

    def __len__(self) -> int:
        return len(self._get("owner_offsets")) - 1

    def above(self, sought: Sequence[str]) -> dict[int, Relation]:
        """Return the relations in which a party of any of these keys is the owned one, by their number."""
        if not len(self):
            return {}
        table, values = self._get("owned_keys"), self._get("owned_values")
        numbers = np.array([_digest(key) for key in sought], dtype=np.uint64)
        lows, highs = table.searchsorted(numbers, "left"), table.searchsorted(numbers, "right")
        (held,) = (lows < highs).nonzero()
        found = {int(i) for one in held.tolist() for i in values[lows[one] : highs[one]]}
        return {i: self._relation(i) for i in sorted(found)}

    def _relation(self, place: int) -> Relation:
        offsets = self._get("owner_offsets")
        return _RELATION.decode(self._get("owner_bytes")[offsets[place] : offsets[place + 1]].data)
