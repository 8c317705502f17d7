"""What the sieves of checks share: tables from what an order may hold to the rules that look for it.

A sieve is made once for the rules of a check on a day. It may name rules that find nothing, and must name all that do.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from sarcheck.evidence import Day, Evidence, countries_of
from sarcheck.model import Rule

if TYPE_CHECKING:
    from sarcheck.evidence import ChainParty

Sieve = Callable[[Evidence], Iterable[str]]
Table = Mapping[str, frozenset[str]]


def table(pairs: Iterable[tuple[Iterable[str], Rule]]) -> Table:
    """Return, by each key, the ids of the rules that have it."""
    found: dict[str, set[str]] = {}
    for keys, rule in pairs:
        for key in keys:
            found.setdefault(key, set()).add(rule.id)
    return {key: frozenset(ids) for key, ids in found.items()}


def looked_up(known: Table, keys: Iterable[str]) -> set[str]:
    """Return the rules that have any of some keys."""
    found: set[str] = set()
    for key in keys:
        found.update(known.get(key, ()))
    return found


def ids(rules: Iterable[Rule]) -> frozenset[str]:
    """Return the ids of rules."""
    return frozenset(rule.id for rule in rules)


def resembling(rules: Collection[Rule], among: Callable[[Evidence], Iterable[ChainParty]]) -> Sieve:
    """Return a sieve of rules that look at parties who resemble an entry of their lists."""
    by_list = table((rule.parameters.get("lists", ()), rule) for rule in rules)

    def of(evidence: Evidence) -> Iterable[str]:
        matched = [one for one in among(evidence) if one.matches or one.unlisted]
        return looked_up(by_list, (c.entry.list for one in matched for c in (*one.matches, *one.unlisted)))

    return of


def lying(rules: Collection[Rule], day: Day) -> Sieve:
    """Return a sieve of rules that look at places in, and nationals of, their countries."""
    by_code = table((countries_of(day.groups, rule.parameters), rule) for rule in rules)
    return lambda evidence: looked_up(by_code, evidence.codes)


def lying_or_listed(rules: Collection[Rule], day: Day) -> Sieve:
    """Return a sieve of rules that look at places in their countries and at parties who resemble a listed one."""
    by_code, every = lying(rules, day), ids(rules)
    return lambda evidence: every if any(party.matches for party in evidence.chain) else by_code(evidence)
