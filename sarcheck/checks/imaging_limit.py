"""Does an image fall under a limit on imagery: of an area, finer than a resolution, by satellites of certain countries?

Each condition that the rule sets must hold: the image touches one of the ``regions`` (or of ``optional_regions``,
which only the user can supply); it is ``finer_than`` so many metres in its best direction (with ``inclusive``, as
fine or finer); its satellite's operator is of one of ``operator_countries``, or, where ``by_profile``, the law binds
whoever runs sarcheck; and the data go to one of ``delivered_to``. A resolution that is not stated, and a region that
is not known, are ``incomplete``, never silent. At a border that is not known well enough it is ``outcome_border``.

Parameters: ``regions``, ``optional_regions``, ``finer_than``, ``inclusive``, ``operator_countries``,
``except_operators``, ``by_profile``, ``delivered_to``, ``receivers``, ``outcome_border``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from msgspec import Meta, Struct

from sarcheck.checks import _sieves
from sarcheck.checks._finding import finding, milder
from sarcheck.checks._images import Image, images
from sarcheck.evidence import Day, Evidence, binds
from sarcheck.model import Finding, FindingOutcome, Overlap, Role, Rule, Subject

NAME = "imaging_limit"
EXAMINES = "imaging"


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule may set for this check."""

    regions: tuple[str, ...] = ()
    optional_regions: tuple[str, ...] = ()
    finer_than: Annotated[float, Meta(gt=0.0)] | None = None
    inclusive: bool = False
    operator_countries: tuple[str, ...] = ()
    except_operators: tuple[str, ...] = ()
    by_profile: bool = False
    delivered_to: tuple[str, ...] = ()
    receivers: tuple[Role | Literal["delivery"], ...] = ()
    outcome_border: FindingOutcome = "review"


def sieve(rules: tuple[Rule, ...], day: Day) -> _sieves.Sieve:
    """Return which rules may find anything: those that hold near an image, or anywhere or on a region that is not
    known, for its satellite's operator or whoever runs it."""
    by_region = _sieves.table((_regions(rule), rule) for rule in rules)
    anywhere = _sieves.ids(
        r for r in rules if not _regions(r) or not day.regions.issuperset(r.parameters.get("regions", ()))
    )
    by_operator = _sieves.table((rule.parameters.get("operator_countries", ()), rule) for rule in rules)
    whoever = _sieves.ids(
        r for r in rules if not r.parameters.get("operator_countries") or r.parameters.get("by_profile")
    )

    def of(evidence: Evidence) -> Iterable[str]:
        near = (overlap.region for area in evidence.areas for overlap in area.overlaps)
        operators = (o.country for one in evidence.imaging for _, o, _ in one.operators if o.country)
        there = anywhere.union(_sieves.looked_up(by_region, near))
        return there & whoever.union(_sieves.looked_up(by_operator, operators))

    return of


def _regions(rule: Rule) -> tuple[str, ...]:
    return (*rule.parameters.get("regions", ()), *rule.parameters.get("optional_regions", ()))


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each image that falls under the limit, or of which that cannot be told."""
    parameters = rule.parameters
    regions = _regions(rule)
    for image in images(evidence):
        if not _acts(image, rule, evidence) or not _delivered(rule, evidence):
            continue
        if unknown := sorted(set(parameters.get("regions", ())) - evidence.regions):
            why = f"the outline of {', '.join(unknown)} is not known"
            yield _finding(rule, evidence, image, "incomplete", why)
            continue
        overlap = image.touched(regions)
        if not regions or overlap:
            yield from _judged(rule, evidence, image, overlap)


def _acts(image: Image, rule: Rule, evidence: Evidence) -> bool:
    """Tell whether the limit reaches those who make the image or sell it."""
    countries = set(rule.parameters.get("operator_countries", ()))
    by_profile = bool(rule.parameters.get("by_profile")) and binds(rule, evidence.binding)
    if not {operator.id for operator in image.operators}.isdisjoint(rule.parameters.get("except_operators", ())):
        return False
    return not countries or by_profile or any(operator.country in countries for operator in image.operators)


def _delivered(rule: Rule, evidence: Evidence) -> bool:
    """Tell whether the data go to where the limit holds."""
    countries, roles = set(rule.parameters.get("delivered_to", ())), set(rule.parameters.get("receivers", ()))
    reached = (place for place in evidence.places if roles & set(place.roles))
    return not countries or any(countries & {code for code, _ in place.countries} for place in reached)


def _judged(rule: Rule, evidence: Evidence, image: Image, overlap: Overlap | None) -> Iterator[Finding]:
    limit: float | None = rule.parameters.get("finer_than")
    finer = limit is None or image.finer_than(limit, inclusive=rule.parameters.get("inclusive", False))
    area = f" and touches {overlap.name}" if overlap else ""
    if finer is None:
        yield _finding(
            rule, evidence, image, "incomplete", f"its resolution is not stated{area}; the limit is {limit} m"
        )
    elif finer:
        border = overlap is not None and overlap.relation == "border"
        outcome = milder(rule.outcome, rule.parameters.get("outcome_border", "review")) if border else rule.outcome
        fine = f" has a resolution of {image.finest} m, the limit being {limit} m," if limit else ""
        yield _finding(rule, evidence, image, outcome, f"{fine}{area}{_whose(image)}".strip(" ,").removeprefix("and "))


def _whose(image: Image) -> str:
    names = sorted({f"{operator.name} ({operator.country})" for operator in image.operators})
    return f"; its satellite is operated by {', '.join(names)}" if names else ""


def _finding(rule: Rule, evidence: Evidence, image: Image, outcome: FindingOutcome, what: str) -> Finding:
    return finding(
        rule,
        evidence,
        outcome=outcome,
        pointer=image.pointer,
        subject=Subject(kind=image.subject.kind, id=image.subject.id),
        message=f"{image.name}: {what}." if outcome == "incomplete" else f"{image.name} {what}.",
        facts=({"kind": "image", "resolution_m": image.finest, "operators": [o.id for o in image.operators]},),
    )
