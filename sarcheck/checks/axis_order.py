"""Does the order give its area longitude first, as it must?

Swapped coordinates name another place on Earth. A latitude beyond 90 degrees shows them, and ``completeness`` reports
it; else the footprints of the order's products tell, and where there are none or they tell nothing, the delivery's
country or a region that the statement of end use names. An area that fits these only with its axes exchanged is
*contradicted*: by products it has ``outcome_products``, by the order's own words the rule's outcome. Where nothing
tells, the area is looked at both ways: if it touches a region that a rule asks about only when exchanged, the finding
has the rule's outcome. Where only the order's own words speak for the area as written, such a finding has
``outcome_word``: an order may not talk a region away. The area itself is judged as it is written.

Parameters: ``outcome_products``, ``outcome_word``.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sarcheck.checks._finding import finding
from sarcheck.evidence import Area, Evidence, Exchange
from sarcheck.model import Finding, FindingOutcome, Rule

NAME = "axis_order"
EXAMINES = "areas"

WITNESSES = {
    "products": "the footprints of its products",
    "delivery": "the place of its delivery",
    "statement": "its statement of end use",
}
"""What tells the order of the axes, in words."""


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule may set for this check."""

    outcome_products: FindingOutcome = "incomplete"
    outcome_word: FindingOutcome = "notice"


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each area whose coordinates may be in the wrong order."""
    for area in evidence.areas:
        if area.exchange:
            yield finding(
                rule,
                evidence,
                outcome=_outcome(area.exchange, rule),
                pointer=area.pointer,
                subject=area.subject,
                message=_message(area.exchange),
                facts=(_facts(area, area.exchange),),
            )


def _outcome(exchange: Exchange, rule: Rule) -> FindingOutcome:
    if exchange.axes == "confirmed":
        return rule.parameters.get("outcome_word", "notice")  # type: ignore[no-any-return]
    if exchange.witness == "products":
        return rule.parameters.get("outcome_products", "incomplete")  # type: ignore[no-any-return]
    return rule.outcome


def _message(exchange: Exchange) -> str:
    names = ", ".join(overlap.name for overlap in exchange.overlaps)
    touched = f"exchanged, it touches {names}, which it does not as written" if names else ""
    if exchange.axes == "contradicted":
        more = f"; {touched}" if touched else ""
        return f"The order's area fits {WITNESSES[exchange.witness]} only with latitude and longitude exchanged{more}."
    if exchange.axes == "confirmed":
        return f"Only {WITNESSES[exchange.witness]} tells that the order's area is longitude first; {touched}."
    return f"Nothing tells whether the order's area is longitude first; {touched}."


def _facts(area: Area, exchange: Exchange) -> dict[str, object]:
    return {
        "kind": "axis_order",
        "axes": exchange.axes,
        "witness": exchange.witness,
        "regions_if_exchanged": [
            {"region": o.region, "relation": o.relation, "overlap_share": o.overlap_share} for o in exchange.overlaps
        ],
        "footprint_km2": round(area.footprint.area_km2, 3) if area.footprint else None,
    }
