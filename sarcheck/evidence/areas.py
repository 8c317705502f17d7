"""What lies under the images: the footprint of each product, the order's own area, and the regions near them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from msgspec import structs

from sarcheck import geo
from sarcheck.errors import GeometryError
from sarcheck.evidence.axes import exchange, regions_of
from sarcheck.evidence.facts import Area, Exchange
from sarcheck.model import Footprint, Interval, Order, Outline, Overlap, Point, Rule, Subject, holds_on
from sarcheck.regions.index import Asked

if TYPE_CHECKING:
    from sarcheck.ruleset import Ruleset

HALF_SIDE_DEG = 0.001
"""A point is looked up as a square of this half side in degrees of latitude (about 100 m)."""


def areas(order: Order, ruleset: Ruleset, as_of: dt.date, rules: tuple[Rule, ...]) -> Iterator[Area]:
    """Yield each outline of each product that was read, and the order's geometry, with the regions that rules ask
    about, whenever these count: those that it touches or that lie within the widest margin of rules."""
    placed: list[Footprint] = []
    for ordered in order.products:
        if ordered.product:
            subject = Subject(kind="product", id=ordered.ref.id)
            if not ordered.product.outlines:
                yield Area(subject=subject, pointer=ordered.pointer, footprint=None, problem="it states no footprint")
            for outline in ordered.product.outlines:
                area = _area(subject, ordered.pointer, outline, ruleset)
                placed += [area.footprint] if area.footprint else []
                yield area
    if (geometry := order.document.geometry) is not None:
        area = _area(Subject(kind="footprint", id="geometry"), "/geometry", geometry, ruleset)
        yield structs.replace(area, exchange=_exchange(area, order, placed, ruleset, as_of, rules))


def outlined(order: Order) -> Iterator[Sequence[Any]]:
    """Yield the outlines whose footprints will be asked for, as stated: of products, and of the order's own area."""
    for ordered in order.products:
        yield from (one.points for one in (ordered.product.outlines if ordered.product else ()) if one.kind != "grid")
    geometry = order.document.geometry
    if geometry and geometry["type"] == "Polygon":
        yield geometry["coordinates"][0]


def foresee(orders: Iterable[Order], ruleset: Ruleset) -> None:
    """Make the plain footprints of orders together, and look together at which of them nothing is near."""
    footprints = geo.foresee(outline for order in orders for outline in outlined(order))
    if footprints:
        ruleset.regions.foresee(footprints, **near(ruleset))


def validity(areas: Iterable[Area], ruleset: Ruleset) -> dict[str, Interval]:
    """Return from when until when the regions near some areas count, those that do not always."""
    ids = {overlap.region for area in areas for overlap in area.overlaps}
    regions = (ruleset.regions.region(name) for name in sorted(ids))
    return {r.id: Interval(since=r.valid_from, until=r.valid_to) for r in regions if r.valid_from or r.valid_to}


def _exchange(
    area: Area, order: Order, products: list[Footprint], ruleset: Ruleset, as_of: dt.date, rules: tuple[Rule, ...]
) -> Exchange | None:
    """Return what speaks against the order of the axes of the order's own area."""
    if area.footprint is None:
        return None

    def ask(footprint: Footprint) -> tuple[Overlap, ...]:
        return _valid(ruleset.regions.overlaps(footprint), ruleset, as_of)

    return exchange(order, area.footprint, products, ask, rules)


def around(point: Point, ruleset: Ruleset, as_of: dt.date) -> tuple[Overlap, ...]:
    """Return the regions at a point; raise GeometryError for one that is nowhere."""
    (x, y), d = point, HALF_SIDE_DEG
    y = max(2 * d - 90.0, min(y, 90.0 - 2 * d))  # beyond a pole, corners would be read as having exchanged axes
    wide = d / math.cos(math.radians(y))
    footprint = geo.footprint([(x - wide, y - d), (x + wide, y - d), (x + wide, y + d), (x - wide, y + d)])
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
) -> Area:
    try:
        if isinstance(shape, Outline):
            footprint = geo.footprint(shape.points, kind=shape.kind, columns=shape.columns)
        else:
            footprint = geo.from_geojson(shape)
    except GeometryError as error:
        return Area(subject=subject, pointer=pointer, footprint=None, problem=str(error))
    overlaps = ruleset.regions.overlaps(footprint, **near(ruleset))
    return Area(subject=subject, pointer=pointer, footprint=footprint, overlaps=overlaps)


class Near(TypedDict):
    """How far round an area regions are looked for, which ones, and which of these also where it is apart from them."""

    within_km: float
    asked: Asked
    apart: Asked


def near(ruleset: Ruleset) -> Near:
    """Return what the rules of a ruleset, in force or not, ask of the regions round an area."""
    return ruleset.once(_near)


def _near(ruleset: Ruleset) -> Near:
    distant = [rule for rule in ruleset.rules if "margin_km" in rule.parameters]
    within = max((float(rule.parameters["margin_km"]) for rule in distant), default=0.0)
    return Near(within_km=within, asked=_asked(ruleset.rules), apart=_asked(distant))


def _asked(rules: Iterable[Rule]) -> Asked:
    every = tuple(rules)
    others = (rule.parameters["other_kinds"] for rule in every if "other_kinds" in rule.parameters)
    return Asked(frozenset().union(*map(regions_of, every)), tuple(sorted(map(frozenset, others), key=sorted)))
