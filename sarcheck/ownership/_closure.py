"""Who counts as owned by listed parties: a cascade over stakes, in each regime's own arithmetic.

A party is owned when the shares of those of its owners that are listed, or owned themselves, add up to the
threshold. Shares are not multiplied along a chain: 50 % of 50 % is owned, 25 % of 100 % is not (OFAC's FAQ 401).
The answer is the least set that is closed under this rule, so that parties which own each other are owned only
when somebody listed owns one of them. Shares are counted in whole billionths of a percent: 33.3 and 16.7 are 50.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from sarcheck.model import holds_on

__all__ = ["DEGREES", "Arithmetic", "Counted", "Degree", "Holding", "Stake", "closure", "path"]

WHOLE = 100 * 10**9
"""100 % in the unit in which shares are counted."""

Degree = Literal["owned", "unknown", "possible", "below"]
"""What is known: owned; owned if a share that nobody states is large enough; owned if someone who is only likely to be
the listed party, or to be meant, is; a listed or owned owner holds too little."""

DEGREES: tuple[Degree, ...] = ("owned", "unknown", "possible", "below")
"""Degrees of ownership, the worst first."""


class Stake(Struct, frozen=True, kw_only=True):
    """A part of one party that another holds, in percent; a share of None is not known.

    ``control`` says that the owner controls the owned party. ``sure`` is False where it is not certain who is meant.
    ``asserted`` marks what the parties themselves state: it counts against them and never for them.
    """

    owner: str
    owned: str
    share: float | None = None
    control: bool | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    source: str = ""
    sure: bool = True
    asserted: bool = False


class Arithmetic(NamedTuple):
    """How a regime counts: from which share on, whether owners add up, whether control alone is enough."""

    threshold: float
    operator: Literal[">=", ">"] = ">="
    aggregate: bool = True
    control: bool = False


class Counted(Struct, frozen=True, kw_only=True):
    """An owner that counts, with the share known of it, what it may hold beyond that, and who says so."""

    owner: str
    share: float
    unknown: bool
    control: bool
    sources: tuple[str, ...]


class Holding(Struct, frozen=True, kw_only=True):
    """What the listed hold of a party: how surely, by which owners, their shares together, and what may come on top.

    ``counted`` are those of its owners that were reached before it, the largest first: each listed, or held itself.
    """

    party: str
    degree: Degree
    counted: tuple[Counted, ...]
    total: float
    left: float


def closure(
    stakes: Iterable[Stake],
    listed: Iterable[str],
    day: dt.date,
    arithmetic: Arithmetic,
    maybe: Iterable[str] = (),
) -> dict[str, Holding]:
    """Return what listed parties hold on a day, by owned party; those that are listed themselves are not among them.

    ``maybe`` are parties that are likely to be listed. The order of stakes changes nothing. The work grows with the
    number of stakes, and without aggregation with that times the listed owners above a party.
    """
    held = [stake for stake in stakes if stake.owner != stake.owned and holds_on(stake.since, stake.until, day)]
    every = _Book(held)
    sure = every if all(stake.sure for stake in held) else _Book([stake for stake in held if stake.sure])
    certain, likely = frozenset(listed), frozenset(listed) | frozenset(maybe)
    found: dict[str, Holding] = {}
    degree: Degree
    for degree, book, roots, unknown in (
        ("owned", sure, certain, False),
        ("unknown", sure, certain, True),
        ("possible", every, likely, True),
    ):
        for spread in _spreads(book, roots & book.owned_by.keys(), arithmetic, unknown):
            for party in sorted(spread.levels.keys() - roots - found.keys()):
                found[party] = spread.holding(party, degree)
    return found | _below(every, likely | found.keys(), arithmetic)


def path(found: Mapping[str, Holding], party: str) -> tuple[str, ...]:
    """Return the way from a listed party down to a held one, by the largest of the owners that count at each step."""
    way = [party]
    while holding := found.get(way[-1]):
        way.append(holding.counted[0].owner)
    return tuple(reversed(way))


def _spreads(book: _Book, roots: frozenset[str], arithmetic: Arithmetic, unknown: bool) -> Iterator[_Spread]:
    """Yield the closure of all roots, or of each alone; a root that another one reaches adds nothing to that one's."""
    if arithmetic.aggregate:
        yield _Spread(book, roots, arithmetic, unknown)
        return
    covered: set[str] = set()
    for root in _downwards(book, roots):
        if root not in covered:
            spread = _Spread(book, (root,), arithmetic, unknown)
            covered |= spread.levels.keys()
            yield spread


def _downwards(book: _Book, roots: frozenset[str]) -> list[str]:
    """Return roots from the top down, as far as rings allow: those that others may reach come after them."""
    ended: list[str] = []
    seen: set[str] = set()
    for root in sorted(roots):
        waiting = [(root, False)]
        while waiting:
            party, done = waiting.pop()
            if done:
                ended.append(party)
            elif party not in seen:
                seen.add(party)
                waiting.append((party, True))
                waiting += [(owned, False) for owned in book.owned_by.get(party, ())]
    return [party for party in reversed(ended) if party in roots]


def _below(book: _Book, reached: frozenset[str], arithmetic: Arithmetic) -> dict[str, Holding]:
    """Return those of whom a listed or owned party holds too little, and those whom they own in their turn."""
    direct = {owned for owner in reached for owned in book.owned_by.get(owner, ())} - reached
    first = _Spread(book, reached, arithmetic, unknown=False, only=frozenset())
    found = {party: first.holding(party, "below") for party in sorted(direct)}
    under = _Spread(book, frozenset(direct), arithmetic, unknown=False)
    for party in sorted(under.levels.keys() - direct - reached):
        found[party] = under.holding(party, "below")
    return found


class _Share(NamedTuple):
    """What one party holds of another by all sources: the known part, whether there may be more, control."""

    known: int
    unknown: bool
    control: bool
    sources: tuple[str, ...]


class _Book:
    """Stakes as they count: one share for each pair of owner and owned."""

    def __init__(self, stakes: Sequence[Stake]) -> None:
        pairs: dict[tuple[str, str], list[Stake]] = defaultdict(list)
        for stake in stakes:
            pairs[stake.owner, stake.owned].append(stake)
        self.owners: dict[str, dict[str, _Share]] = defaultdict(dict)
        self.owned_by: dict[str, list[str]] = defaultdict(list)
        taken: dict[str, int] = defaultdict(int)
        for (owner, owned), some in sorted(pairs.items()):
            share, vouched = _share(some), _share([stake for stake in some if not stake.asserted])
            taken[owned] += vouched.known
            if share.known or share.unknown or share.control:
                self.owners[owned][owner] = share
                self.owned_by[owner].append(owned)
        self.left = {owned: max(0, WHOLE - taken[owned]) for owned in self.owners}


def _share(stakes: Sequence[Stake]) -> _Share:
    """Return a pair's share: stakes of one source add up, several sources give the larger.

    A share that one source does not know is known when another source that vouches for it states it.
    """
    known: dict[str, int] = defaultdict(int)
    blank = {stake.source for stake in stakes if stake.share is None}
    for stake in stakes:
        if stake.share is not None:
            known[stake.source] += min(WHOLE, round(stake.share * 10**9))
    vouched = {stake.source for stake in stakes if stake.share is not None and not stake.asserted} - blank
    return _Share(
        known=min(WHOLE, max(known.values(), default=0)),
        unknown=bool(blank) and not vouched,
        control=any(stake.control for stake in stakes),
        sources=tuple(sorted({stake.source for stake in stakes})),
    )


class _Spread:
    """The closure from some roots, with the round in which each party was reached; roots are reached in round 0."""

    def __init__(
        self,
        book: _Book,
        roots: Iterable[str],
        arithmetic: Arithmetic,
        unknown: bool,
        only: frozenset[str] | None = None,
    ) -> None:
        self._book, self._arithmetic, self._unknown = book, arithmetic, unknown
        self.levels = dict.fromkeys(sorted(roots), 0)
        self._sums: dict[str, int] = defaultdict(int)
        self._filled: set[str] = set()
        reached, level = list(self.levels), 0
        while reached and only is None:
            level += 1
            reached = self._next(reached)
            self.levels |= dict.fromkeys(reached, level)

    def _next(self, reached: Sequence[str]) -> list[str]:
        """Count what newly reached parties hold, and return whom that brings over the threshold."""
        controlled: set[str] = set()
        touched: set[str] = set()
        for owner in reached:
            for owned in self._book.owned_by.get(owner, ()):
                if owned not in self.levels:
                    share = self._book.owners[owned][owner]
                    touched.add(owned)
                    self._sums[owned] += share.known
                    if share.unknown:
                        self._filled.add(owned)
                    if share.control:
                        controlled.add(owned)
        return sorted(p for p in touched if (self._arithmetic.control and p in controlled) or self._is_enough(p))

    def _is_enough(self, party: str) -> bool:
        most = self._sums[party] + (self._book.left[party] if self._unknown and party in self._filled else 0)
        threshold = round(self._arithmetic.threshold * 10**9)
        return most >= threshold if self._arithmetic.operator == ">=" else most > threshold

    def holding(self, party: str, degree: Degree) -> Holding:
        """Return the owners by whom a party is reached: those that were reached before it."""
        level = self.levels.get(party)
        counted = [
            (owner, share)
            for owner, share in self._book.owners[party].items()
            if owner in self.levels and (level is None or self.levels[owner] < level)
        ]
        counted.sort(key=lambda one: (-one[1].known, one[0]))
        unknown = any(share.unknown for _, share in counted)
        return Holding(
            party=party,
            degree=degree,
            counted=tuple(
                Counted(
                    owner=owner,
                    share=share.known / 10**9,
                    unknown=share.unknown,
                    control=share.control,
                    sources=share.sources,
                )
                for owner, share in counted
            ),
            total=sum(share.known for _, share in counted) / 10**9,
            left=self._book.left[party] / 10**9 if unknown else 0.0,
        )
