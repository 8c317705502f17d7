"""Order + Ruleset -> Evidence: who is in the chain and whom they resemble, what lies under the image,
where the data go, which platform and operator stand behind each product. Facts only, no judgement."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from sarcheck.evidence import areas, chain, identity, mentioned, origins, owners, places
from sarcheck.evidence.areas import foresee
from sarcheck.evidence.chain import sought
from sarcheck.evidence.days import Answer, Days, answer
from sarcheck.evidence.facts import (
    SAME,
    Area,
    ChainParty,
    Evidence,
    Exchange,
    Holder,
    Imaging,
    NamedPlace,
    Ownership,
    Place,
    Provenance,
    Shared,
    Standing,
    countries_of,
    shared,
)
from sarcheck.model import Interval, Order, Overlap, Recognised, Rule, SourceStatus, Subject, holds_on

if TYPE_CHECKING:
    from sarcheck.ruleset import Ruleset

__all__ = [
    "SAME",
    "Answer",
    "Area",
    "ChainParty",
    "Day",
    "Days",
    "Evidence",
    "Exchange",
    "Holder",
    "Imaging",
    "NamedPlace",
    "Ownership",
    "Place",
    "Provenance",
    "Standing",
    "answer",
    "binds",
    "countries_of",
    "day",
    "foresee",
    "gather",
    "narrowed",
    "sought",
]


def gather(order: Order, ruleset: Ruleset, as_of: dt.date, rules: tuple[Rule, ...]) -> Evidence:
    """Collect the facts of an order that the given rules may ask for."""
    binding = ruleset.binding(order.document.jurisdictions)
    imaging = tuple(chain.imaging(order, ruleset, as_of))
    of_day = day(ruleset, as_of)
    known = ruleset.content.known_jurisdictions
    parties = tuple(chain.parties(order, ruleset, as_of))
    under = tuple(areas.areas(order, ruleset, as_of, rules))
    provenance = tuple(origins.provenance(order, under, ruleset, as_of))
    operators = tuple(chain.operators(imaging, ruleset, as_of))
    operators = (*operators, *origins.fitting(provenance, operators, order, ruleset, as_of))
    makers = tuple(origins.makers(order, operators, ruleset, as_of))
    return Evidence(
        as_of=as_of,
        order=origins.closed(order, provenance),
        binding=binding,
        parties=(*parties, *mentioned.mentioned(order, ruleset, as_of)),
        operators=operators,
        imaging=imaging,
        areas=under,
        validity=areas.validity(under, ruleset),
        places=tuple(places.places(order, ruleset, as_of)),
        required=ruleset.once(_required, tuple(rule.id for rule in rules), binding, as_of),
        sources=of_day.sources,
        unused=of_day.unused,
        regions=of_day.regions,
        recognised=of_day.recognised,
        standings=tuple(identity.standings(order, ruleset.profile.recognised, as_of)),
        ownership=owners.ownership((*parties, *operators, *makers), ruleset, as_of),
        makers=makers,
        provenance=provenance,
        thresholds=(ruleset.matching.deny, ruleset.matching.review),
        unknown_jurisdictions=tuple(
            (i, code) for i, code in enumerate(order.document.jurisdictions) if code not in known
        ),
        groups=of_day.groups,
        distributors=ruleset.profile.distributors,
        shared=of_day.shared,
    )


class Day(NamedTuple):
    """The facts of a day that are the same for all orders."""

    sources: tuple[SourceStatus, ...]
    unused: tuple[str, ...]
    regions: frozenset[str]
    recognised: tuple[Recognised, ...]
    groups: dict[str, frozenset[str]]
    shared: Shared


def day(ruleset: Ruleset, as_of: dt.date) -> Day:
    """Return the facts of a day, which all orders that are judged on it share."""
    return ruleset.once(_day, as_of)


def _day(ruleset: Ruleset, as_of: dt.date) -> Day:
    sources, content = ruleset.sources(as_of), ruleset.content
    rows = (row for row in content.groups if holds_on(row.since, row.until, as_of))
    return Day(
        sources=sources,
        unused=_unused(content.rules, sources),
        regions=frozenset(ruleset.regions.ids),
        recognised=tuple(one for one in ruleset.profile.recognised if identity.counts(one, as_of)),
        groups={row.group: frozenset(row.countries) for row in rows},
        shared=shared(),
    )


def narrowed(facts: Evidence, rule: Rule) -> Evidence:
    """Return the facts that a rule may judge: of images taken while it was in force, where it asks of that day, and
    with the regions that count on the day that it asks of."""
    if rule.asks != "acquisition" and not facts.validity:
        return facts
    days = facts.days
    images = {
        image for image in days.images if rule.asks != "acquisition" or answer(rule.asks, rule.in_force, days, image)
    }
    if not facts.validity and facts.once(_taken_by_claimed) and len(images) == len(days.images):
        return facts
    imaging = tuple(one for one in facts.imaging if one.subject in images)
    operated = {operator.id for one in imaging for _, operator, _ in one.operators}
    products = tuple(one for one in facts.order.products if Subject(kind="product", id=one.ref.id) in images)
    return structs.replace(
        facts,
        order=structs.replace(facts.order, products=products),
        imaging=imaging,
        operators=tuple(one for one in facts.operators if one.party.id in operated),
        areas=tuple(
            structs.replace(area, overlaps=_counting(area, rule, facts, days))
            for area in facts.areas
            if area.subject.kind != "product" or area.subject in images
        ),
    )


def _taken_by_claimed(facts: Evidence) -> bool:
    """Tell whether the operators are those of all platforms that the images claim, and no others."""
    return {one.party.id for one in facts.operators} <= {o.id for one in facts.imaging for _, o, _ in one.operators}


def _counting(area: Area, rule: Rule, facts: Evidence, days: Days) -> tuple[Overlap, ...]:
    """Return the overlaps of an area with regions that count on the day that a rule asks of."""
    always = (Interval(),)
    valid = ((overlap, facts.validity.get(overlap.region)) for overlap in area.overlaps)
    return tuple(o for o, when in valid if answer(rule.asks, (when,) if when else always, days, area.subject))


def binds(rule: Rule, binding: frozenset[str] | None) -> bool:
    """Tell whether a rule's regime binds: it names no jurisdiction, or one of those that bind."""
    return not rule.jurisdictions or binding is None or not binding.isdisjoint(rule.jurisdictions)


def _unused(rules: tuple[Rule, ...], sources: tuple[SourceStatus, ...]) -> tuple[str, ...]:
    """Return the loaded lists that no rule of the pack names, in force or not."""
    named = {name for rule in rules for name in rule.parameters.get("lists", ())}
    return tuple(source.id for source in sources if source.entries and source.id not in named)


def _required(
    ruleset: Ruleset, ids: tuple[str, ...], binding: frozenset[str] | None, as_of: dt.date
) -> tuple[tuple[SourceStatus, tuple[str, ...]], ...]:
    """Return the lists that binding ones among some rules rest on, each with those rules' ids."""
    needed: dict[str, list[str]] = {}
    rules = {rule.id: rule for rule in ruleset.rules}
    for rule in map(rules.__getitem__, ids):
        if binds(rule, binding):
            for name in rule.parameters.get("lists", ()):
                needed.setdefault(name, []).append(rule.id)
    return tuple((source, tuple(needed[source.id])) for source in ruleset.sources(as_of) if source.id in needed)
