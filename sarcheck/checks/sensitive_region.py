"""Does a footprint lie in, or near the border of, a sensitive region?

Each product's footprint and the order's own area are held against the regions that the rule names. "inside" means
that it surely reaches into the region and has the rule's outcome; "border" means that the boundary is not known well
enough to tell and has ``outcome_border``; within ``margin_km`` outside it has ``outcome_margin``. An area that cannot
be determined is never clear: ``completeness`` reports it. A region that is not known makes the verdict incomplete,
unless it is one that only the user can supply.

Parameters: ``regions`` (ids), ``optional_regions`` (ids of those that need not be there) or ``other_kinds`` (every
region whose kind is not among these), ``outcome_border``, ``margin_km``, ``outcome_margin``.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sarcheck.checks import _sieves
from sarcheck.checks._finding import finding
from sarcheck.evidence import Area, Day, Evidence
from sarcheck.model import Finding, FindingOutcome, Overlap, Rule, Subject

NAME = "sensitive_region"
EXAMINES = "areas"


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule may set for this check."""

    regions: tuple[str, ...] = ()
    optional_regions: tuple[str, ...] = ()
    other_kinds: tuple[str, ...] | None = None
    outcome_border: FindingOutcome = "review"
    margin_km: float = 0.0
    outcome_margin: FindingOutcome = "review"


def sieve(rules: tuple[Rule, ...], day: Day) -> _sieves.Sieve:
    """Return which rules may find anything: those on a region near an area, or on one that is not known."""
    named = ((rule.parameters.get(key, ()), rule) for rule in rules for key in ("regions", "optional_regions"))
    by_region, unknown = _sieves.table(named), _sieves.ids(rule for rule in rules if _unknown(rule, day.regions))
    others = [(rule.id, rule.parameters["other_kinds"]) for rule in rules if "other_kinds" in rule.parameters]

    def of(evidence: Evidence) -> set[str]:
        near = [overlap for area in evidence.areas for overlap in area.overlaps]
        apart = {name for name, kinds in others if any(overlap.kind not in kinds for overlap in near)}
        return _sieves.looked_up(by_region, (overlap.region for overlap in near)) | unknown | apart

    return of


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each region of the rule that an area touches or comes too near to, or that is not known."""
    for region in _unknown(rule, evidence.regions):
        yield finding(
            rule,
            evidence,
            outcome="incomplete",
            pointer="",
            subject=Subject(kind="order", id="order"),
            message=f"The region {region} is not known: no file of the rules folder and no boundary data hold it.",
        )
    for area in evidence.areas:
        for overlap in area.overlaps:
            outcome = _outcome(overlap, rule)
            if outcome:
                yield finding(
                    rule,
                    evidence,
                    outcome=outcome,
                    pointer=area.pointer,
                    subject=area.subject,
                    message=_message(area, overlap),
                    facts=(_facts(area, overlap),),
                )


def _unknown(rule: Rule, known: frozenset[str]) -> list[str]:
    """Return the regions of a rule that are not known."""
    return sorted(set(rule.parameters.get("regions", ())) - known)


def _outcome(overlap: Overlap, rule: Rule) -> FindingOutcome | None:
    parameters = rule.parameters
    other = "other_kinds" in parameters and overlap.kind not in parameters["other_kinds"]
    named = (*parameters.get("regions", ()), *parameters.get("optional_regions", ()))
    if overlap.region not in named and not other:
        return None
    if overlap.relation == "inside":
        return rule.outcome
    if overlap.relation == "border":
        return parameters.get("outcome_border", "review")  # type: ignore[no-any-return]
    if overlap.distance_km <= float(parameters.get("margin_km", 0.0)):
        return parameters.get("outcome_margin", "review")  # type: ignore[no-any-return]
    return None


def _message(area: Area, overlap: Overlap) -> str:
    what = "The order's area" if area.subject.kind == "footprint" else f"The footprint of {area.subject.id}"
    if overlap.relation == "inside":
        share = f"{overlap.overlap_share:.0%}" if overlap.overlap_share >= 0.01 else "less than 1%"
        return f"{what} reaches into {overlap.name}: {overlap.overlap_km2:,.0f} km2, {share} of it."
    if overlap.relation == "border":
        return f"{what} touches the border of {overlap.name}, closer than that border is known."
    return f"{what} comes within {overlap.distance_km:,.1f} km of {overlap.name}."


def _facts(area: Area, overlap: Overlap) -> dict[str, object]:
    return {
        "kind": "region_overlap",
        "region": overlap.region,
        "relation": overlap.relation,
        "overlap_km2": overlap.overlap_km2,
        "overlap_share": overlap.overlap_share,
        "distance_km": overlap.distance_km,
        "footprint_km2": round(area.footprint.area_km2, 3) if area.footprint else None,
    }
