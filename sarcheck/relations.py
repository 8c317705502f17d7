"""What ties listed parties together: the links of entries, resolved to the entries that they mean.

A link names its target by the id of an entry or by a name. Ids are looked up in the list itself, then in the
other lists of the same regime, whose publisher gives ids of one kind. Names are looked up the same way, as
primary names first and then as any name, with and without a full stop at the end: the stop that ends a remark
may also be the name's own. Nothing is dropped: a link without an entry, or with several, is a fault that
``faults`` tells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec import structs

from sarcheck.model import Entry, EntryRef, Link

__all__ = ["Fault", "faults", "resolved"]

Key = tuple[str, str]
"""(list id or regime, what is looked up)."""


class Fault(NamedTuple):
    """A link that means no entry, or that may mean several."""

    entry: Entry
    link: Link
    kind: Literal["unresolved", "ambiguous"]


def resolved(entries: Iterable[Entry], regimes: Mapping[str, str]) -> list[Entry]:
    """Return the entries with every link resolved; ``regimes`` tells each list's regime, "" for one that has none."""
    whole = list(entries)
    tables = _Tables(whole, regimes)
    return [_linked(entry, tables) if entry.links else entry for entry in whole]


def faults(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Yield the links of resolved entries that mean no entry or several."""
    for entry in entries:
        for link in entry.links:
            if len(link.resolved) != 1:
                yield Fault(entry, link, "ambiguous" if link.resolved else "unresolved")


def _linked(entry: Entry, tables: _Tables) -> Entry:
    links = tuple(structs.replace(link, resolved=tables.find(entry, link)) for link in entry.links)
    return structs.replace(entry, links=links)


class _Tables:
    """Entries by id, by primary name and by any name, each within a list and within a regime.

    Only what some link asks for is kept: few entries are the target of one.
    """

    def __init__(self, entries: Sequence[Entry], regimes: Mapping[str, str]) -> None:
        self._regimes = regimes
        links = [link for entry in entries for link in entry.links]
        self._wanted_ids = {link.target for link in links if link.by == "id"}
        self._wanted_names = {_plain(link.target) for link in links if link.by == "name"}
        self._ids: dict[Key, list[EntryRef]] = defaultdict(list)
        self._primary: dict[Key, list[EntryRef]] = defaultdict(list)
        self._any: dict[Key, list[EntryRef]] = defaultdict(list)
        for entry in entries:
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        kinds: dict[str, bool] = {}
        for name in entry.names:
            if (plain := _plain(name.text)) in self._wanted_names:
                kinds[plain] = kinds.get(plain, False) or name.kind == "primary"
        ref = entry.list, entry.id
        for scope in self._scopes(entry.list) if kinds or entry.id in self._wanted_ids else ():
            self._ids[scope, entry.id].append(ref)
            for plain, primary in kinds.items():
                self._any[scope, plain].append(ref)
                if primary:
                    self._primary[scope, plain].append(ref)

    def _scopes(self, list_id: str) -> tuple[str, ...]:
        regime = self._regimes.get(list_id, "")
        return (f"list {list_id}", f"regime {regime}") if regime else (f"list {list_id}",)

    def find(self, entry: Entry, link: Link) -> tuple[EntryRef, ...]:
        """Return the entries that a link may mean, from the narrowest place that has any."""
        if link.by == "id":
            tables, wanted = [self._ids], link.target
        else:
            tables, wanted = [self._primary, self._any], _plain(link.target)
        for scope in self._scopes(entry.list):
            for table in tables:
                if found := table.get((scope, wanted)):
                    return tuple(dict.fromkeys(found))
        return ()


def _plain(name: str) -> str:
    """Return a name as it is compared: letter case, spacing and a full stop at the end tell nothing apart."""
    return " ".join(name.casefold().split()).removesuffix(".").rstrip()
