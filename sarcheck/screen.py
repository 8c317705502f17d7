"""How an order becomes a verdict.

1. The rules that are in force on the day that each asks of are chosen: the day judged, that of the order, or that of
   an image (``asking.plan``).
2. ``evidence.gather`` collects the facts that they may ask for: who is in the chain and whom they resemble,
   what lies under the image, who really operates the satellite, where the data go, how old the lists are.
3. Each rule's check judges those facts, of images the ones taken while it was in force, and yields findings; rules
   that can find nothing in them are passed over (``Plan.heard``).
4. Those that a valid waiver sets aside are taken out (``waivers.settle``), and told apart.
5. Those that a license of the operator's register covers become notices (``licenses.settle``).
6. The verdict takes the worst of the others, and records what was examined and on which lists and rules.

Nothing here reads a clock, a file or the network: the same order, ruleset and day give the same verdict.
"""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from sarcheck import asking, evidence, licenses, stacitem, tool, waivers
from sarcheck.errors import RulesError
from sarcheck.evidence.days import days_of
from sarcheck.model import (
    BASIS_STATUSES,
    OUTCOMES,
    Finding,
    FindingOutcome,
    Order,
    OrderStamp,
    Outcome,
    Problem,
    Retention,
    Screened,
    Status,
    Traced,
    Verdict,
    holds_on,
    worst,
)
from sarcheck.platforms import identify
from sarcheck.ruleset import Ruleset, in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sarcheck.packs import Period

AHEAD = 128
"""Orders that are read ahead, so that their parties are sought together."""

STATUS_CODES: dict[Outcome, str] = {
    "clear": "accepted",
    "review": "held",
    "incomplete": "held",
    "license_required": "held",
    "deny": "rejected",
}
"""STAPI's order status for each outcome."""


def screen(order: Order, ruleset: Ruleset, as_of: dt.date) -> Verdict:
    """Judge an order by the rules, lists and platforms of a ruleset as they stood on a day.

    Pure: no clock, no network, no printing. Raise RulesError when a rule asks for a check that does not exist.
    """
    _trusted(ruleset)
    return _judged(order, ruleset, as_of)


def screen_many(orders: Iterable[Order], ruleset: Ruleset, as_of: dt.date) -> Iterator[Verdict]:
    """Yield the verdict of each order, the same as ``screen`` gives, in the order of the orders.

    Parties, footprints and lists that come again are looked up once, and the parties of some orders together; the
    orders are read as verdicts are asked for, so many ahead.
    """
    _trusted(ruleset)
    known = ruleset.remembering()
    return (_judged(order, known, as_of) for order in _foreseen(orders, known))


def _foreseen(orders: Iterable[Order], known: Ruleset) -> Iterator[Order]:
    """Yield orders whose parties have been sought, and areas made, together with those of the orders beside them.

    Where the orders end with an error, those before it are yielded first.
    """
    ahead, failed = iter(orders), list[Exception]()
    while not failed and (block := tuple(_taken(ahead, failed))):
        known.foresee([query for order in block for query in evidence.sought(order)])
        evidence.foresee(block, known)
        yield from block
    if failed:
        raise failed[0]


def _taken(ahead: Iterator[Order], failed: list[Exception]) -> Iterator[Order]:
    try:
        yield from islice(ahead, AHEAD)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is raised when its turn comes
        failed.append(error)


def _judged(order: Order, ruleset: Ruleset, as_of: dt.date) -> Verdict:
    """Return the verdict on an order by rules that are trusted."""
    plan = asking.plan(order, ruleset, as_of)
    facts = evidence.gather(order, ruleset, as_of, plan.rules)
    heard = plan.heard(facts)
    found = [finding for _, one, own in heard for finding in one.check(own, one.rule)]
    settled = waivers.settle(found, facts, ruleset)
    licensed = licenses.settle(settled.standing, facts, ruleset)
    findings = _ordered([*licensed.findings, *settled.notices, *licensed.notices])
    examined = plan.examined(facts, heard, _grades(licensed.findings))
    outcome = worst([*(finding.outcome for finding in findings), *["incomplete"] * (not order.document.parties)])
    return Verdict(
        outcome=outcome,
        as_of=as_of,
        order=OrderStamp(id=order.document.id, sha256=order.sha256),
        status=_status(outcome, findings, _beyond(len(settled.waived), ruleset)),
        findings=findings,
        jurisdictions=None if facts.binding is None else tuple(sorted(facts.binding)),
        regimes=plan.regimes(examined, heard),
        examined=examined,
        screened=tuple(_screened(party) for party in facts.chain),
        waived=settled.waived,
        dropped=ruleset.content.dropped,
        changed=ruleset.content.changed,
        problems=(*_problems(order), *ruleset.regions.problems),
        products=tuple(
            stacitem.to_item(ordered.product, identify(ordered.product, ruleset.platforms))
            for ordered in facts.order.products
            if ordered.product
        ),
        provenance=tuple(map(_traced, facts.provenance)),
        sources=facts.sources,
        rules=ruleset.stamp,
        tool=tool.stamp(ruleset.content.boundaries),
        retain_until=retention(ruleset, as_of, facts.binding, taken(order, as_of)),
    )


def _trusted(ruleset: Ruleset) -> None:
    """Refuse rules that ask for what does not exist."""
    for rule in ruleset.rules:
        if rule.check not in asking.CHECKS:
            message = f"there is no check {rule.check!r}; there are {', '.join(asking.CHECKS)}"
            raise RulesError(f"rule {rule.id}", "/check", message)
        try:
            msgspec.convert(rule.parameters, asking.CHECKS[rule.check].Parameters)
        except msgspec.ValidationError as error:
            raise RulesError(f"rule {rule.id}", "/parameters", str(error)) from error


def _ordered(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return findings the worst first, the surer fact and the better known law before the others, numbered."""
    severity = {outcome: -i for i, outcome in enumerate(("notice", *OUTCOMES))}
    ranked = sorted(
        findings,
        key=lambda f: (
            severity[f.outcome],
            -f.confidence,
            BASIS_STATUSES.index(f.basis.status),
            f.rule,
            f.pointer,
            f.message,
        ),
    )
    return tuple(msgspec.structs.replace(finding, id=f"f{i}") for i, finding in enumerate(ranked, 1))


def _status(outcome: Outcome, findings: tuple[Finding, ...], beyond: str) -> Status:
    deciding = [finding for finding in findings if finding.outcome == outcome]
    if outcome != "clear" and not deciding:
        return Status(status_code="held", reason_code="no-parties", reason_text="The order names no party to screen.")
    more = f" ({len(deciding) - 1} more of this grade)" if len(deciding) > 1 else ""
    return Status(
        status_code=STATUS_CODES[outcome],  # type: ignore[arg-type]
        reason_code=deciding[0].rule if deciding else "no-finding",
        reason_text=deciding[0].message + more
        if deciding
        else f"No rule in force found anything against this order{beyond}.",
    )


def _beyond(waived: int, ruleset: Ruleset) -> str:
    """Return what a clear verdict rests on besides the rules: waivers, and regimes that were not asked."""
    aside = f" beyond what waivers set aside ({waived})" if waived else ""
    regimes = ", ".join(one.regime for one in ruleset.content.dropped)
    return f"{aside}; not asked, as the rules folder drops it: {regimes}" if regimes else aside


def _screened(party: evidence.ChainParty) -> Screened:
    """Return who was held against the lists."""
    who = party.party
    return Screened(
        id=who.id,
        name=who.name,
        roles=who.roles,
        country=who.country,
        pointer=party.pointer,
        origin=party.origin,
        platform=party.platform,
    )


def _traced(one: evidence.Provenance) -> Traced:
    """Return the provenance of a product, or of the order, for the record."""
    return Traced(subject=one.subject, pointer=one.pointer, verification=one.verification, facts=one.facts)


def _grades(standing: Iterable[Finding]) -> dict[str, list[FindingOutcome]]:
    """Return the grades of findings, by rule."""
    grades: dict[str, list[FindingOutcome]] = {}
    for finding in standing:
        grades.setdefault(finding.rule, []).append(finding.outcome)
    return grades


def _problems(order: Order) -> tuple[Problem, ...]:
    """Return what could not be read, of the order and of its products, with pointers into the order."""
    found = list(order.problems)
    for ordered in order.products:
        found += ordered.problems
        for problem in ordered.product.problems if ordered.product else ():
            found.append(
                msgspec.structs.replace(
                    problem, message=f"{problem.pointer}: {problem.message}", pointer=ordered.pointer
                )
            )
    return tuple(found)


def taken(order: Order, as_of: dt.date) -> tuple[dt.date | None, ...]:
    """Return the last day on which each image of an order was or may be taken, None where it is not known."""
    return tuple(span.last for span in days_of(order, as_of).images.values())


def retention(
    ruleset: Ruleset, as_of: dt.date, binding: frozenset[str] | None, taken: Sequence[dt.date | None]
) -> Retention | None:
    """Return until when a record must be kept: the longest period of the regimes that bind on the day, and why.

    ``taken`` are the last days on which the images were taken, None where one is not known. A regime that the rules
    folder drops still wants its records kept.
    """
    periods = [
        (_years_after(since, period.years), f"{period.because}{doubt}{note}")
        for period in ruleset.once(_binding_periods, as_of, binding)
        for since, note in [_counted_from(period, as_of, taken)]
        for doubt in ["" if period.status == "verified" else f" ({period.status})"]
    ]
    if not periods:
        return None
    latest = max(day for day, _ in periods)
    return Retention(date=latest, because=tuple(sorted(why for day, why in periods if day == latest)))


def _binding_periods(ruleset: Ruleset, as_of: dt.date, binding: frozenset[str] | None) -> tuple[Period, ...]:
    """Return the periods of the regimes of which a rule binds on a day."""
    kept = {period.regime for period in ruleset.content.retention}
    asked = [rule for rule in ruleset.content.rules if rule.regime in kept]
    bound = {rule.regime for rule in asked if in_force(rule, as_of) and evidence.binds(rule, binding)}
    periods = (period for period in ruleset.content.retention if period.regime in bound)
    return tuple(period for period in periods if holds_on(period.since, None, as_of))


def _counted_from(period: Period, as_of: dt.date, taken: Sequence[dt.date | None]) -> tuple[dt.date, str]:
    """Return the day from which a period counts, and what is to be said of that day."""
    if period.clock != "acquisition":
        return as_of, ""
    known = [day for day in taken if day and day < dt.date.max]
    if known and len(known) == len(taken):
        return max(known), ""
    return max([as_of, *known]), ", counted from the day judged at least: when the image is taken is not known"


def _years_after(day: dt.date, years: int) -> dt.date:
    """Return the same day some years later; 29 February becomes 1 March, and time ends with the year 9999."""
    year = day.year + years
    if year > dt.MAXYEAR:
        return dt.date.max
    try:
        return day.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)
