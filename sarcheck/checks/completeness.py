"""Does the order hold what a verdict needs?

One need a rule: ``end_user`` (someone has that role), ``country`` (the delivery, customers, consignees and end users
say where they are, in codes of countries that exist), ``product`` (an archive order has products and every one
could be read), ``evidence`` (at least one is known from its own files, not only from the seller's word),
``own_files`` (each one is), ``footprint`` (every area can be placed on the ground, and its coordinates are in
order), ``operator`` (every image's platform flew that day and its operator is known), ``platform`` (a tasking
names one, for a time to come), ``unproblematic`` (nothing about the order or its products contradicts itself or
was refused).

Parameters: ``needs``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from sarcheck.checks._finding import finding
from sarcheck.evidence import Evidence
from sarcheck.model import Finding, Rule, Subject
from sarcheck.orders import interval

NAME = "completeness"
EXAMINES = "orders"

Need = Literal[
    "end_user", "country", "product", "evidence", "own_files", "footprint", "operator", "platform", "unproblematic"
]
Gap = tuple[str, Subject, str]
"""(JSON pointer, subject, what is missing)."""

PLACED = frozenset({"customer", "end_user", "ultimate_consignee", "intermediate_consignee", "data_recipient"})
ORDER = Subject(kind="order", id="order")

EXCHANGED = frozenset({"swapped", "swap_suspect"})
"""Flags of a footprint whose coordinates may be in the wrong order."""


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule may set for this check."""

    needs: tuple[Need, ...]


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each thing that the rule needs and the order lacks."""
    for need in rule.parameters["needs"]:
        for pointer, subject, message in NEEDS[need](evidence):
            yield finding(rule, evidence, pointer=pointer, subject=subject, message=message)


def _end_user(evidence: Evidence) -> Iterator[Gap]:
    if not any("end_user" in party.roles for party in evidence.order.document.parties):
        yield "/parties", ORDER, "No party has the role end_user: who will use the data is not known."


def _country(evidence: Evidence) -> Iterator[Gap]:
    for place in evidence.places:
        if not place.countries and ("delivery" in place.roles or not PLACED.isdisjoint(place.roles)):
            yield place.pointer, place.subject, f"{place.who} states no country."
        for code in place.unknown:
            yield place.pointer, place.subject, f"{place.who} states {code}, which is no country's code."
    if evidence.order.document.delivery is None:
        yield "/delivery", ORDER, "The order does not say where the data go."


def _product(evidence: Evidence) -> Iterator[Gap]:
    order = evidence.order
    if order.document.kind == "archive" and not order.products:
        yield "/products", ORDER, "An archive order without products: there is no image to check."
    for ordered in order.products:
        if ordered.product is None:
            why = "; ".join(problem.message for problem in ordered.problems) or "it could not be opened"
            yield ordered.pointer, Subject(kind="product", id=ordered.ref.id), f"{ordered.ref.id} was not read: {why}"


def _own_files(evidence: Evidence) -> Iterator[Gap]:
    for ordered in evidence.order.products:
        if ordered.product and ordered.product.evidence == "asserted":
            message = f"{ordered.ref.id} is known only from the seller's word (a STAC Item)."
            yield ordered.pointer, Subject(kind="product", id=ordered.ref.id), message


def _evidence(evidence: Evidence) -> Iterator[Gap]:
    products = [ordered.product for ordered in evidence.order.products if ordered.product]
    if products and all(product.evidence == "asserted" for product in products):
        yield "/products", ORDER, "Every product is known only from the seller's word (an asserted STAC Item)."


def _footprint(evidence: Evidence) -> Iterator[Gap]:
    for area in evidence.areas:
        if area.footprint is None:
            yield area.pointer, area.subject, f"{area.subject.id} cannot be placed on the ground: {area.problem}"
        elif not EXCHANGED.isdisjoint(area.footprint.flags):
            yield area.pointer, area.subject, f"{area.subject.id} seems to give latitude before longitude."
    for place in evidence.places:
        if place.problem:
            yield f"{place.pointer}/location", place.subject, f"{place.who}: {place.problem}"
    if not evidence.areas:
        yield "", ORDER, "The order has no footprint: neither a readable product nor a geometry."


def _operator(evidence: Evidence) -> Iterator[Gap]:
    for imaging in evidence.imaging:
        if not imaging.operators:
            named = f"its platform {imaging.stated!r} is not in the table" if imaging.stated else "it names no platform"
            yield imaging.pointer, imaging.subject, f"Who operates {imaging.subject.id} is not known: {named}."
        for key in imaging.grounded:
            yield imaging.pointer, imaging.subject, f"{key} did not fly on the day of {imaging.subject.id}."


def _platform(evidence: Evidence) -> Iterator[Gap]:
    document = evidence.order.document
    if document.kind == "tasking" and not (document.tasking and document.tasking.platform):
        yield "/tasking/platform", ORDER, "A tasking order must name the platform that is to take the image."
    stop = interval(document.datetime)[1] if document.kind == "tasking" and document.datetime else None
    if stop and stop.date() < evidence.as_of:
        yield "/datetime", ORDER, "A tasking order asks for a time that has passed: is it one for archive images?"


def _unproblematic(evidence: Evidence) -> Iterator[Gap]:
    for party in evidence.parties:
        if not party.readable:
            yield party.pointer, party.subject, f'The name "{party.party.name}" holds nothing that can be compared.'
    for i, code in evidence.unknown_jurisdictions:
        yield f"/jurisdictions/{i}", ORDER, f"{code} is no jurisdiction that the rules know."
    for problem in evidence.order.problems:
        yield problem.pointer, ORDER, problem.message
    for ordered in evidence.order.products:
        subject = Subject(kind="product", id=ordered.ref.id)
        if ordered.product is not None:
            for problem in (*ordered.problems, *ordered.product.problems):
                yield ordered.pointer, subject, f"{ordered.ref.id}: {problem.message}"


NEEDS: dict[Need, Callable[[Evidence], Iterator[Gap]]] = {
    "end_user": _end_user,
    "country": _country,
    "product": _product,
    "evidence": _evidence,
    "own_files": _own_files,
    "footprint": _footprint,
    "operator": _operator,
    "platform": _platform,
    "unproblematic": _unproblematic,
}
