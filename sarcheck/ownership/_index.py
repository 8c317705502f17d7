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

NAMES = 1 << 18
"""Names whose readings are remembered, in 300 bytes each: customers come again, and reading one is slow."""


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
    numbers = [f"number {one.scheme} {one.value}" for one in end.identifiers]
    plain = [f"name {name}" for text in end.names for name in _plain(text).splitlines()]
    return tuple(dict.fromkeys((*numbers, *plain)))


@lru_cache(maxsize=NAMES)
def _plain(text: str) -> str:
    """Return a name as it is compared, a line for each way to read it: its words in any order, without a legal form."""
    read = (name for kind in get_args(names.Kind) for name, _ in names.readings(text, kind))
    return "\n".join(dict.fromkeys(" ".join((*sorted(name.tokens), *name.numerals)) for name in read))


def build(relations: Iterable[Relation]) -> dict[str, npt.NDArray[Any]]:
    """Return relations as the arrays of a store."""
    every = list(relations)
    sought = [(key, i) for i, one in enumerate(every) for key in keys(one.owned)]
    table = sorted(set(zip(_digests([key for key, _ in sought]).tolist(), (i for _, i in sought), strict=True)))
    encoded = [msgspec.msgpack.encode(one) for one in every]
    return {
        "owned_keys": np.array([key for key, _ in table], dtype=np.uint64),
        "owned_values": np.array([i for _, i in table], dtype=np.int32),
        "owner_bytes": np.frombuffer(b"".join(encoded), dtype=np.uint8),
        "owner_offsets": np.cumsum([0, *map(len, encoded)], dtype=np.int64),
    }


def _digests(texts: Sequence[str]) -> npt.NDArray[np.uint64]:
    """Return a stable 64-bit number for each of some texts."""
    each = [hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest() for text in texts]
    return np.frombuffer(b"".join(each), dtype="<u8").astype(np.uint64, copy=False)


class Relations:
    """The relations of a ruleset, asked who owns a party."""

    def __init__(self, get: Get) -> None:
        self._get = get

    def __len__(self) -> int:
        return len(self._get("owner_offsets")) - 1

    def nobody(self, sought: Sequence[Sequence[str]]) -> bool:
        """Tell whether ``above`` finds nothing for any of some parties, as for most: at once, in one look."""
        if not len(self) or not len(table := self._get("owned_keys")):
            return True
        numbers = _digests([key for own in sought for key in own])
        return not (table.take(table.searchsorted(numbers), mode="clip") == numbers).any()

    def above(self, sought: Sequence[str]) -> dict[int, Relation]:
        """Return the relations in which a party of any of these keys is the owned one, by their number."""
        if not len(self):
            return {}
        table, values = self._get("owned_keys"), self._get("owned_values")
        numbers = _digests(sought)
        lows, highs = table.searchsorted(numbers, "left"), table.searchsorted(numbers, "right")
        (held,) = (lows < highs).nonzero()
        found = {int(i) for one in held.tolist() for i in values[lows[one] : highs[one]]}
        return {i: self._relation(i) for i in sorted(found)}

    def _relation(self, place: int) -> Relation:
        offsets = self._get("owner_offsets")
        return _RELATION.decode(self._get("owner_bytes")[offsets[place] : offsets[place + 1]].data)
