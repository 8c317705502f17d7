"""Who owns the parties of the chain: what the order states, what listed parties' ties and the pack's files state.

The tree is followed upwards only, from the chain. Ends of relations that share an identifier or a name are one party,
unless their identifiers contradict each other: then it is possible, not sure, that they are. Whom only a source names
is looked up in the lists like any party.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sarcheck.evidence.chain import listed_on, query
from sarcheck.evidence.facts import SAME, ChainParty, Holder, Ownership
from sarcheck.model import Candidate, Identifier, Query
from sarcheck.ownership import End, Relation, Stake, keys

if TYPE_CHECKING:
    from sarcheck.ruleset import Ruleset

MAX_ENDS = 2_000
"""Sides of relations that are followed for one order; beyond, the tree is cut, and said to be."""

ORDER = "order"
"""The source of stakes that the order states."""

ONE_FOR_LIFE = frozenset({"inn", "lei", "ogrn", "uscc", "imo"})
"""Identifiers of which a party has one: two different ones are two parties."""


def ownership(chain: tuple[ChainParty, ...], ruleset: Ruleset, as_of: dt.date) -> Ownership:
    """Return who owns the parties of a chain; nothing where nobody is known to own any of them."""
    if _unowned(chain, ruleset):
        return Ownership()
    graph = _Graph()
    for party in chain:
        graph.add(_end(party), party)
    cut = graph.climb(ruleset)
    stakes = (*_stated(chain, graph), *graph.stakes())
    if not stakes:
        return Ownership(cut=cut)
    return Ownership(holders=tuple(_holders(graph, ruleset, as_of)), stakes=stakes, cut=cut)


def _unowned(chain: tuple[ChainParty, ...], ruleset: Ruleset) -> bool:
    """Tell whether nobody owns a party of a chain, and no two of them may be one: of most orders, without a graph."""
    if any(one.party.owners for one in chain):
        return False
    named = [keys(_end(one)) for one in chain]
    if len({key for own in named for key in own}) < sum(map(len, named)):
        return False
    return ruleset.owners.nobody([_sought(own, one) for own, one in zip(named, chain, strict=True)])


def _sought(named: tuple[str, ...], party: ChainParty) -> tuple[str, ...]:
    """Return the keys of a party of the chain, and those of the entries that it resembles."""
    return (*named, *(f"entry {one.entry.list} {one.entry.id}" for one in party.matches)) if party.matches else named


def _end(party: ChainParty) -> End:
    asked = query(party.party)
    return End(names=asked.names, identifiers=asked.identifiers)


def _stated(chain: tuple[ChainParty, ...], graph: _Graph) -> Iterator[Stake]:
    """Yield the stakes that the order states; whatever source it gives, they are the order's own word."""
    place = {one.party.id: i for i, one in enumerate(chain) if one.origin == "order"}
    for i, one in enumerate(chain):
        for owner in one.party.owners:
            if owner.party in place:
                yield Stake(
                    owner=graph.key(place[owner.party]),
                    owned=graph.key(i),
                    share=owner.share,
                    control=owner.control,
                    since=owner.since,
                    until=owner.until,
                    source=ORDER,
                    asserted=True,
                )


class _Graph:
    """The ends of relations, those that are one party joined, and what is known of their parts in each other."""

    def __init__(self) -> None:
        self.ends: list[End] = []
        self.parties: dict[int, ChainParty] = {}
        self._known: dict[End, int] = {}
        self._joined: list[int] = []
        self._by_key: dict[str, int] = {}
        self._relations: dict[int, tuple[int, int, Relation]] = {}
        self._doubles: dict[tuple[int, int], bool] = {}

    def add(self, end: End, party: ChainParty | None = None) -> int:
        """Return the number of an end, joined to those known already that it is."""
        if party is None and end in self._known:
            return self._known[end]
        number = len(self.ends)
        self.ends.append(end)
        self._joined.append(number)
        if party:
            self.parties[number] = party
        else:
            self._known[end] = number
        for key in keys(end):
            self._join(self._by_key.setdefault(key, number), number)
        return number

    def _join(self, first: int, second: int) -> None:
        """Make one party of two ends, or note that they may be: two parties of the chain stay two."""
        one, two = sorted((self.root(first), self.root(second)))
        if one == two:
            return
        differ = _differ(self.ends[first].identifiers, self.ends[second].identifiers)
        if differ or (one in self.parties and two in self.parties):
            self._doubles[one, two] = self._doubles.get((one, two), False) or not differ
        else:
            self._joined[two] = one

    def root(self, number: int) -> int:
        """Return the first of the ends that are the same party as one."""
        while self._joined[number] != number:
            number = self._joined[number]
        return number

    def key(self, number: int) -> str:
        """Return what stakes call the party of an end."""
        root = self.root(number)
        if party := self.parties.get(root):
            return f"{party.origin} {party.party.id}"
        entry = self.ends[root].entry
        return f"entry {entry[0]} {entry[1]}" if entry else f"named {root} {' / '.join(self.ends[root].names)}"

    def climb(self, ruleset: Ruleset) -> bool:
        """Follow the owners of every end upwards; return whether there were too many."""
        waiting = deque(range(len(self.ends)))
        limit = len(self.ends) + MAX_ENDS
        while waiting:
            number = waiting.popleft()
            for place, relation in ruleset.owners.above(self._sought(number)).items():
                if place in self._relations:
                    continue
                if len(self.ends) >= limit:
                    return True
                before = len(self.ends)
                self._relations[place] = (self.add(relation.owner), self.add(relation.owned), relation)
                waiting.extend(range(before, len(self.ends)))
        return False

    def _sought(self, number: int) -> tuple[str, ...]:
        """Return the keys of an end, and for a party of the chain those of the entries that it resembles."""
        named, party = keys(self.ends[number]), self.parties.get(number)
        return _sought(named, party) if party else named

    def stakes(self) -> Iterator[Stake]:
        """Yield the relations as stakes, and the ends that may be one party as holding each other whole."""
        for _, (owner, owned, relation) in sorted(self._relations.items()):
            yield Stake(
                owner=self.key(owner),
                owned=self.key(owned),
                share=relation.share,
                control=relation.control,
                since=relation.since,
                until=relation.until,
                source=relation.source,
                sure=relation.sure,
            )
        for (one, two), sure in sorted(self._doubles.items()):
            for owner, owned in ((one, two), (two, one)):
                yield Stake(
                    owner=self.key(owner), owned=self.key(owned), share=100.0, source=SAME, sure=sure, asserted=True
                )


def _differ(mine: tuple[Identifier, ...], theirs: tuple[Identifier, ...]) -> bool:
    """Tell whether two parties' identifiers contradict each other and none of them is shared."""
    ours, others = ({(one.scheme, one.value) for one in side} for side in (mine, theirs))
    schemes = {scheme for scheme, _ in ours} & {scheme for scheme, _ in others} & ONE_FOR_LIFE
    return bool(schemes) and ours.isdisjoint(others)


def _holders(graph: _Graph, ruleset: Ruleset, as_of: dt.date) -> Iterator[Holder]:
    """Yield each party of the graph once. Whom the order does not name is looked up, entries in other lists too."""
    members: dict[int, list[int]] = {}
    for number in range(len(graph.ends)):
        members.setdefault(graph.root(number), []).append(number)
    for root, numbers in members.items():
        ends = [graph.ends[number] for number in numbers]
        end, names = ends[0], tuple(dict.fromkeys(name for one in ends for name in one.names))
        party = graph.parties.get(root)
        yield Holder(
            key=graph.key(root),
            name=party.party.name if party else next(iter(names), "an owner whom the source does not name"),
            party=party,
            matches=party.matches if party else _matches(names, ends, ruleset, as_of),
            listed=end.entry,
            on_list=bool(end.entry) and _counts(end, as_of),
        )


def _counts(end: End, day: dt.date) -> bool:
    return (end.listed is None or end.listed <= day) and (end.delisted is None or day < end.delisted)


def _matches(names: tuple[str, ...], ends: list[End], ruleset: Ruleset, as_of: dt.date) -> tuple[Candidate, ...]:
    asked = Query(names=names, identifiers=tuple(dict.fromkeys(one for end in ends for one in end.identifiers)))
    found = ruleset.entries.search(asked, floor=ruleset.matching.review) if names else ()
    return tuple(candidate for candidate in found if listed_on(candidate.entry, as_of))
