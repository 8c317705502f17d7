"""Which rules an order is asked, which of these may find anything in it, and what each came to.

In most orders most rules find nothing, and for whole groups of them that shows at a glance: nobody resembles an entry
of a list, no country of the order is in a table. A check's ``sieve`` looks once for all of its rules. A rule that it
leaves out has judged the order like any other: it would have found nothing, and is told among those examined.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sarcheck import checks, evidence
from sarcheck.errors import RulesError
from sarcheck.evidence.days import Days, Span, days_of
from sarcheck.kept import Kept
from sarcheck.model import Examined, Rule, worst

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sarcheck.evidence import Evidence
    from sarcheck.model import Finding, FindingOutcome, Order, Outcome, Path
    from sarcheck.ruleset import Ruleset

CHECKS = {module.NAME: module for module in checks.CHECKS}
"""The checks by name."""

GUARDS = (checks.completeness.NAME, checks.freshness.NAME)
"""Checks without which nothing may be judged: nothing passes because nothing was checked."""

PLANS, DAYS, ALIKE = 1 << 8, 1 << 12, 1 << 8
"""Plans of a day that are kept, days of orders by which they are known, and numbers of subjects for which a plan keeps
what rules that find nothing come to: orders of one size share them."""


class Asked(NamedTuple):
    """A rule that may be in force, its check's functions, and what of its result the day alone decides.

    ``examines`` is the attribute of the facts that holds its subjects, which ``subjects`` counts where it is given;
    ``unreliable``: of a list that cannot be relied on it has not shown that anything is clear.
    """

    rule: Rule
    check: Callable[[Evidence, Rule], Iterator[Finding]]
    examines: str
    subjects: Callable[[Evidence, Rule], int] | None
    paths: Callable[[Evidence, Rule], tuple[Path, ...]] | None
    unreliable: tuple[FindingOutcome, ...]

    def examined(self, facts: Evidence, outcomes: Sequence[FindingOutcome]) -> Examined:
        """Return what the rule came to by the grades of its findings, and by which ways."""
        ways = self.paths(facts, self.rule) if self.paths and evidence.binds(self.rule, facts.binding) else ()
        subjects = self.subjects(facts, self.rule) if self.subjects else len(getattr(facts, self.examines))
        all_told = (*outcomes, *self.unreliable)
        return _told(self.rule.id, subjects, worst(all_told) if all_told else "clear", ways)


class Heard(NamedTuple):
    """A rule that may find something in an order: its place among those asked, and the facts that it may judge."""

    place: int
    asked: Asked
    facts: Evidence


class Plan:
    """The rules that are in force on the days of an order, with what holds of all orders that are asked them.

    It is shared by orders and threads; what it keeps is the same whoever makes it.
    """

    def __init__(self, asked: tuple[Asked, ...], day: evidence.Day) -> None:
        self.asked = asked
        self.rules = tuple(one.rule for one in asked)
        self._places = {rule.id: place for place, rule in enumerate(self.rules)}
        sieves = dict(_sieves(self.rules, day))
        self._sieves = tuple(sieves.values())
        self._always = frozenset(
            place
            for place, rule in enumerate(self.rules)
            if rule.check not in sieves or rule.asks == "acquisition"  # of other facts than the sieve sees
        )
        self._gaps = tuple(i for i, rule in enumerate(self.rules) if rule.check == checks.completeness.NAME)
        self._examines = tuple(dict.fromkeys(one.examines for one in asked))
        self._counting = tuple(one for one in asked if one.subjects)
        self._clear: Kept[tuple[int, ...], tuple[Examined, ...]] = Kept(ALIKE)
        self._regimes = _by_regime((one.rule, worst(one.unreliable)) for one in asked)

    def heard(self, facts: Evidence) -> tuple[Heard, ...]:
        """Return the rules that may find something, in the order of the rules."""
        places: Iterable[int] = range(len(self.asked))
        if not facts.validity:  # else rules differ in the regions that they may judge
            places = sorted(self._always.union(self._places[name] for sieve in self._sieves for name in sieve(facts)))
        asked = ((place, self.asked[place]) for place in places)
        return tuple(Heard(place, one, evidence.narrowed(facts, one.rule)) for place, one in asked)

    def examined(
        self, facts: Evidence, heard: Sequence[Heard], grades: Mapping[str, Sequence[FindingOutcome]]
    ) -> tuple[Examined, ...]:
        """Return what each rule came to, by the grades of its findings."""
        told = list(self._silent(facts))
        for place, one, own in heard:
            outcomes = grades.get(one.rule.id, ())
            if outcomes or one.paths or own is not facts:
                told[place] = one.examined(own, outcomes)
        return tuple(told)

    def regimes(self, examined: Sequence[Examined], heard: Sequence[Heard]) -> dict[str, Outcome]:
        """Return what each regime makes of an order; none is clear on an order in which something is missing."""
        told = _by_regime(((one.rule, examined[place].outcome) for place, one, _ in heard), self._regimes)
        gap = worst([examined[place].outcome for place in self._gaps])
        return {regime: _worse(outcome, gap) for regime, outcome in told.items()}

    def _silent(self, facts: Evidence) -> tuple[Examined, ...]:
        """Return what rules come to that find nothing in facts of so many subjects."""
        numbers = (
            *(len(getattr(facts, name)) for name in self._examines),
            *(one.subjects(facts, one.rule) for one in self._counting if one.subjects),
        )
        return self._clear.once(
            numbers, lambda: tuple(one._replace(paths=None).examined(facts, ()) for one in self.asked)
        )


def plan(order: Order, ruleset: Ruleset, as_of: dt.date) -> Plan:
    """Return the rules that are in force on the day that each asks of. Raises RulesError where what is missing would
    pass."""
    days, of_day = days_of(order, as_of), ruleset.once(_of_day, as_of)
    key = days.created, frozenset(days.images.values())
    known = of_day.known.get(key)
    if known is None:
        off = tuple(place for place, rule in of_day.unsure if evidence.answer(rule.asks, rule.in_force, days) is None)
        known = of_day.plans.get(off) or _plan(of_day, off, ruleset.stamp.pack, evidence.day(ruleset, as_of))
        of_day.plans.keep({off: known})
        of_day.known.keep({key: known})
    return known


class _Day(NamedTuple):
    """Rules that may be in force on a day, those of which the order decides whether, and the plans that were made: by
    which of these are not in force, and by the days of orders."""

    may: tuple[Asked, ...]
    unsure: tuple[tuple[int, Rule], ...]
    plans: Kept[tuple[int, ...], Plan]
    known: Kept[tuple[dt.date | None, frozenset[Span]], Plan]


def _plan(of_day: _Day, off: tuple[int, ...], pack: str, day: evidence.Day) -> Plan:
    asked = tuple(one for place, one in enumerate(of_day.may) if place not in off)
    if lacking := sorted(set(GUARDS).difference(one.rule.check for one in asked)):
        message = f"no rule in force has the check {', '.join(lacking)}: what is missing would pass"
        raise RulesError(pack, "", message)
    return Plan(asked, day)


def _of_day(ruleset: Ruleset, as_of: dt.date) -> _Day:
    today = Days(today=as_of, created=None, images={})
    doubtful = {source.id for source in ruleset.sources(as_of) if source.state != "current"}
    may = tuple(
        _asked(rule, doubtful)
        for rule in ruleset.rules
        if rule.asks != "today" or evidence.answer(rule.asks, rule.in_force, today)
    )
    unsure = tuple((place, one.rule) for place, one in enumerate(may) if one.rule.asks != "today")
    return _Day(may, unsure, Kept(PLANS), Kept(DAYS))


def _asked(rule: Rule, doubtful: set[str]) -> Asked:
    check = CHECKS[rule.check]
    return Asked(
        rule=rule,
        check=check.check,
        examines=check.EXAMINES,
        subjects=getattr(check, "examined", None),
        paths=getattr(check, "paths", None),
        unreliable=() if doubtful.isdisjoint(rule.parameters.get("lists", ())) else ("incomplete",),
    )


def _told(rule: str, subjects: int, outcome: Outcome, ways: tuple[Path, ...]) -> Examined:
    return (
        Examined(rule=rule, subjects=subjects, outcome=outcome, paths=ways) if ways else _alike(rule, subjects, outcome)
    )


@lru_cache(maxsize=1 << 13)
def _alike(rule: str, subjects: int, outcome: Outcome) -> Examined:
    """Return what many orders tell of a rule, as one value that they share."""
    return Examined(rule=rule, subjects=subjects, outcome=outcome)


def _sieves(rules: Iterable[Rule], day: evidence.Day) -> Iterator[tuple[str, Callable[[Evidence], Iterable[str]]]]:
    """Yield the checks that have a sieve, each with the one for its rules."""
    grouped: dict[str, list[Rule]] = {}
    for rule in rules:
        grouped.setdefault(rule.check, []).append(rule)
    for name, of_check in grouped.items():
        if sieve := getattr(CHECKS[name], "sieve", None):
            yield name, sieve(tuple(of_check), day)


def _by_regime(told: Iterable[tuple[Rule, Outcome]], known: Mapping[str, Outcome] | None = None) -> dict[str, Outcome]:
    """Return the worst outcome of each regime, sorted; of ``known`` ones the order stays."""
    found = dict(known or {})
    for rule, outcome in told:
        found[rule.regime] = _worse(found.get(rule.regime, "clear"), outcome)
    return found if known else dict(sorted(found.items()))


@lru_cache(maxsize=64)
def _worse(one: Outcome, other: Outcome) -> Outcome:
    return worst((one, other))
