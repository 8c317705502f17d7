"""Is imagery of an area withheld, by a vendor or at somebody's request?

A hold names the area, the first day of acquisition that it covers (which may lie before the day on which it was made
known: then it reaches orders that were cleared in between) and how long images are held: so many ``days`` after they
are taken, ``until`` a day, or without an end. An image of an unknown day of acquisition is ``incomplete``. With
``operator_countries`` or ``operators`` only satellites of these count. Where everyone who receives the data is among
``exceptions``, the hold is a notice: who they are rests on the order's word. A region that is not known is
``incomplete``; one of ``optional_regions`` need not be there.

Parameters: ``regions``, ``optional_regions``, ``imaged_from``, ``imaged_to``, ``days``, ``until``, ``announced``,
``requested_by``, ``operators`` (keys of the table of platforms), ``operator_countries``, ``exceptions``
(``recipients``: names; ``identifiers``: scheme and value; ``roles`` that do not count as receiving),
``outcome_border``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any

from msgspec import Meta, Struct

from sarcheck.checks._finding import finding, milder
from sarcheck.checks._images import Image, images
from sarcheck.evidence import Evidence
from sarcheck.evidence.words import words
from sarcheck.model import Finding, FindingOutcome, Overlap, Party, Role, Rule, Subject

NAME = "hold"
EXAMINES = "imaging"

RECEIVING: frozenset[Role] = frozenset(
    {
        "customer",
        "intermediate_consignee",
        "ultimate_consignee",
        "end_user",
        "data_recipient",
        "processor",
        "ground_station",
    }
)
"""Roles of those to whom data go."""


class Exceptions(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a hold does not keep from the data."""

    recipients: tuple[str, ...] = ()
    identifiers: dict[str, str] = {}
    roles: tuple[Role, ...] = ()


class Parameters(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a rule may set for this check."""

    imaged_from: dt.date
    regions: tuple[str, ...] = ()
    optional_regions: tuple[str, ...] = ()
    imaged_to: dt.date | None = None
    days: Annotated[int, Meta(ge=1)] | None = None
    until: dt.date | None = None
    announced: dt.date | None = None
    requested_by: str = ""
    operators: tuple[str, ...] = ()
    operator_countries: tuple[str, ...] = ()
    exceptions: Exceptions = Exceptions()
    outcome_border: FindingOutcome = "review"


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each image that is held, or of which that cannot be told."""
    hold = rule.typed(Parameters)
    for image in images(evidence):
        if not _counts(image, hold):
            continue
        if unknown := sorted(set(hold.regions) - evidence.regions):
            message = f"{image.name}: the outline of {', '.join(unknown)}, which is held, is not known."
            yield _finding(rule, evidence, image, "incomplete", message, hold)
        elif overlap := image.touched((*hold.regions, *hold.optional_regions)):
            yield from _held(rule, evidence, image, overlap, hold)


def _counts(image: Image, hold: Parameters) -> bool:
    """Tell whether the hold is on images of this satellite."""
    named = bool(hold.operators or hold.operator_countries)
    return not named or any(o.id in hold.operators or o.country in hold.operator_countries for o in image.operators)


def _held(rule: Rule, evidence: Evidence, image: Image, overlap: Overlap, hold: Parameters) -> Iterator[Finding]:
    if image.first is None:
        message = f"{image.name} touches {overlap.name}, which is held, and says not when it was taken."
        yield _finding(rule, evidence, image, "incomplete", message, hold)
        return
    if not _covers(image, hold) or _released(image, hold, evidence.as_of):
        return
    outcome = milder(rule.outcome, hold.outcome_border) if overlap.relation == "border" else rule.outcome
    excepted = _all_excepted(evidence, hold.exceptions)
    message = f"{image.name}{_taken(image)} touches {overlap.name}, {_terms(hold)}"
    if excepted:
        outcome, message = "notice", f"{message}; everyone who receives it is excepted, by the order's own word"
    yield _finding(rule, evidence, image, outcome, f"{message}.", hold)


def _covers(image: Image, hold: Parameters) -> bool:
    """Tell whether the days on which an image is taken meet those that a hold covers."""
    last = image.last or dt.date.max
    return last >= hold.imaged_from and (hold.imaged_to is None or (image.first or last) <= hold.imaged_to)


def _released(image: Image, hold: Parameters, as_of: dt.date) -> bool:
    """Tell whether the hold on an image is over on a day."""
    if hold.until and hold.until < as_of:
        return True
    return hold.days is not None and image.last is not None and (as_of - image.last).days >= hold.days


def _taken(image: Image) -> str:
    return f", taken on {image.first}," if image.product else ""


def _terms(hold: Parameters) -> str:
    """Tell a hold: what is held since which acquisition, for how long, by whose request, made known when."""
    length = f"for {hold.days} days after it is taken" if hold.days else "without an end"
    length = f"until {hold.until}" if hold.until else length
    asked = f" at the request of {hold.requested_by}" if hold.requested_by else ""
    known = f", as made known on {hold.announced}" if hold.announced else ""
    return f"of which imagery taken from {hold.imaged_from} on is held {length}{asked}{known}"


def _all_excepted(evidence: Evidence, exceptions: Exceptions) -> bool:
    """Tell whether everyone who receives the data is excepted, and somebody receives them."""
    roles = RECEIVING.difference(exceptions.roles)
    receiving = [party for party in evidence.order.document.parties if roles.intersection(party.roles)]
    return bool(receiving) and all(_is_excepted(party, exceptions) for party in receiving)


def _is_excepted(party: Party, exceptions: Exceptions) -> bool:
    named = words(party.name) in {words(name) for name in exceptions.recipients}
    known = {(scheme.casefold(), value) for scheme, value in exceptions.identifiers.items()}
    return named or any((scheme.casefold(), value) in known for scheme, value in party.identifiers.items())


def _finding(
    rule: Rule, evidence: Evidence, image: Image, outcome: FindingOutcome, message: str, hold: Parameters
) -> Finding:
    facts: dict[str, Any] = {
        "kind": "hold",
        "imaged_from": hold.imaged_from.isoformat(),
        "announced": hold.announced.isoformat() if hold.announced else None,
        "acquired": image.first.isoformat() if image.first and image.product else None,
    }
    subject = Subject(kind=image.subject.kind, id=image.subject.id)
    pointer = image.pointer
    return finding(rule, evidence, outcome=outcome, pointer=pointer, subject=subject, message=message, facts=(facts,))
