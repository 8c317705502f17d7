"""The ties of listed parties that are ownership or control, as relations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sarcheck.model import Entry, EntryRef, Link
from sarcheck.ownership._index import End, Relation

__all__ = ["from_links"]

TIES: dict[str, tuple[bool, bool | None]] = {
    "owned_by": (False, None),
    "owned_or_controlled_by": (False, True),
    "subsidiary_of": (False, True),
    "owns": (True, None),
    "interest_in": (True, None),
    "owns_or_controls": (True, True),
    "parent_of": (True, True),
}
"""Types of links that are ownership: whether who carries the link is the owner, and whether it tells of control.

None of them tells a share."""


def from_links(entries: Iterable[Entry]) -> Iterator[Relation]:
    """Yield what the links of resolved entries say of owners; a tie that holds no more says nothing.

    A target that is no entry stands under its name; one that may be several entries is not sure to be any of them.
    """
    whole = list(entries)
    ends = {(entry.list, entry.id): _end(entry) for entry in whole}
    for entry in whole:
        for link in entry.links:
            if link.type in TIES and not link.former:
                yield from _relations(entry, link, ends)


def _end(entry: Entry) -> End:
    names = (entry.names[0].text,) if entry.names else (entry.id,)
    return End(names=names, entry=(entry.list, entry.id), listed=entry.listed, delisted=entry.delisted)


def _relations(entry: Entry, link: Link, ends: dict[EntryRef, End]) -> Iterator[Relation]:
    carries, control = TIES[link.type]
    mine = ends[entry.list, entry.id]
    named = () if link.by == "id" else (End(names=(link.target,)),)
    for other in tuple(ends[ref] for ref in link.resolved) or named:
        owner, owned = (mine, other) if carries else (other, mine)
        sure = len(link.resolved) < 2
        yield Relation(owner=owner, owned=owned, control=control, source=entry.list, sure=sure)
