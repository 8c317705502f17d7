"""What lies under the images: the footprint of each product, the order's own area, and the regions near them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sarcheck import geo
from sarcheck.errors import GeometryError
from sarcheck.evidence.facts import Area
from sarcheck.model import Order, Outline, Overlap, Point, Rule, Subject, holds_on

if TYPE_CHECKING:
    from sarcheck.ruleset import Ruleset

HALF_SIDE_DEG = 0.001
"""A point is looked up as a square of this half side (about 100 m)."""


def areas(order: Order, ruleset: Ruleset, as_of: dt.date, rules: tuple[Rule, ...]) -> Iterator[Area]:
    """Yield each outline of each product that was read, and the order's geometry, with the regions within the
    widest margin of the rules."""
    within = max((float(rule.parameters.get("margin_km", 0.0)) for rule in rules), default=0.0)
    for ordered in order.products:
        if ordered.product:
            subject = Subject(kind="product", id=ordered.ref.id)
            if not ordered.product.outlines:
                yield Area(subject=subject, pointer=ordered.pointer, footprint=None, problem="it states no footprint")
            for outline in ordered.product.outlines:
                yield _area(subject, ordered.pointer, outline, ruleset, as_of, within)
    if (geometry := order.document.geometry) is not None:
        yield _area(Subject(kind="footprint", id="geometry"), "/geometry", geometry, ruleset, as_of, within)


def around(point: Point, ruleset: Ruleset, as_of: dt.date) -> tuple[Overlap, ...]:
    """Return the regions at a point; raise GeometryError for one that is nowhere."""
    (x, y), d = point, HALF_SIDE_DEG
    footprint = geo.footprint([(x - d, y - d), (x + d, y - d), (x + d, y + d), (x - d, y + d)])
    return _valid(ruleset.regions.overlaps(footprint), ruleset, as_of)


def _valid(overlaps: tuple[Overlap, ...], ruleset: Ruleset, as_of: dt.date) -> tuple[Overlap, ...]:
    """Return the overlaps with regions that are valid on a day."""
    regions = ((overlap, ruleset.regions.region(overlap.region)) for overlap in overlaps)
    return tuple(overlap for overlap, region in regions if holds_on(region.valid_from, region.valid_to, as_of))


def _area(
    subject: Subject,
    pointer: str,
    shape: Outline | dict[str, Any],
    ruleset: Ruleset,
    as_of: dt.date,
    within: float,
) -> Area:
    try:
        if isinstance(shape, Outline):
            footprint = geo.footprint(shape.points, kind=shape.kind, columns=shape.columns)
        else:
            footprint = geo.from_geojson(shape)
    except GeometryError as error:
        return Area(subject=subject, pointer=pointer, footprint=None, problem=str(error))
    overlaps = _valid(ruleset.regions.overlaps(footprint, within_km=within), ruleset, as_of)
    return Area(subject=subject, pointer=pointer, footprint=footprint, overlaps=overlaps)
