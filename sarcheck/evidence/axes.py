"""Which way round the order's own coordinates are: longitude first, as they must be, or exchanged.

What was photographed decides: an area that meets one of its products in one order of the axes only is written in that
order. Without such proof the order's own words are heard: its delivery's country or subdivision, or the name of a
region in its statement of end use. Where neither tells, the area is also looked at with its axes exchanged, and what it
then touches of the regions that rules ask about, and does not touch as written, is a fact for ``axis_order``. The area
is never turned round: it is judged as written whatever is found here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sarcheck import geo
from sarcheck.evidence.facts import Axes, Exchange
from sarcheck.geo.planes import Piece, copies, lay_out, touches
from sarcheck.model import Footprint, Order, Overlap, Rule

BOX_DEG, BOX_LATITUDE, BOX_REACH_DEG = 5.0, 89.0, 1.0
"""Corners this near each other, this far from the poles: their outline leaves their box by less than the reach.

A geodesic does not leave the longitudes of its ends, and between two points of one parallel, 5 degrees apart, it rises
by L^2 tan(latitude) / 8R, where L is 556 km times the cosine: by 0.03 degrees at most, at 45. No pole lies within.
"""

if TYPE_CHECKING:
    from collections.abc import Callable

    Ask = Callable[[Footprint], tuple[Overlap, ...]]


def exchange(
    order: Order, given: Footprint, products: Sequence[Footprint], ask: Ask, rules: tuple[Rule, ...]
) -> Exchange | None:  # fmt: skip
    """Return what speaks against the order of an area's axes, None where nothing does.

    ``ask`` finds the regions that a footprint touches.
    """
    if "swapped" in given.flags:
        return None
    same = any(given.rings == product.rings for product in products)
    if same and _far_exchanged(given, products):
        return None
    images = [piece for product in products for piece in lay_out(product.rings)]
    as_written = same or _met(given, images)
    if as_written and _far_exchanged(given, products):
        return None
    other = geo.swapped(given)
    if other is None:
        return None
    met = as_written, _met(other, images)
    if met == (True, False):
        return None
    here, there = ask(given), ask(other)
    axes, witness = _by_word(order, here, there) if met != (False, True) else ("contradicted", "products")
    known = {overlap.region for overlap in here}
    more = tuple(overlap for overlap in there if overlap.region not in known and _asked(overlap, rules))
    return Exchange(axes=axes, witness=witness, overlaps=more) if more or axes == "contradicted" else None


def _by_word(order: Order, here: tuple[Overlap, ...], there: tuple[Overlap, ...]) -> tuple[Axes, str]:
    """Return what the order's own words say of its axes, and which of them: those of the delivery first."""
    for heard, witness in ((_delivered, "delivery"), (_stated, "statement")):
        as_written, exchanged = (any(heard(order, overlap) for overlap in touched) for touched in (here, there))
        if as_written != exchanged:
            return ("confirmed" if as_written else "contradicted"), witness
    return "open", ""


def _delivered(order: Order, overlap: Overlap) -> bool:
    """Tell whether a region is the country or the subdivision that the data go to."""
    delivery = order.document.delivery
    codes = {delivery.country, delivery.subdivision} - {None} if delivery else set()
    return not codes.isdisjoint({overlap.region, overlap.subdivision, _country(overlap)})


def _country(overlap: Overlap) -> str | None:
    return overlap.country if overlap.kind == "country" else None


def _stated(order: Order, overlap: Overlap) -> bool:
    """Tell whether the statement of end use names a region."""
    end_use = order.document.end_use
    words = " ".join((end_use.statement if end_use and end_use.statement else "").casefold().split())
    name = " ".join(overlap.name.casefold().split())
    at = words.find(name)
    while at >= 0:
        around = words[at - 1 : at] + words[at + len(name) : at + len(name) + 1]
        if not any(letter.isalnum() for letter in around):
            return True
        at = words.find(name, at + 1)
    return False


def _asked(overlap: Overlap, rules: Collection[Rule]) -> bool:
    """Tell whether a rule asks about a region."""
    return any(
        overlap.region in regions_of(rule)
        or ("other_kinds" in rule.parameters and overlap.kind not in rule.parameters["other_kinds"])
        for rule in rules
    )


def regions_of(rule: Rule) -> frozenset[str]:
    """Return the regions that a rule names: in each parameter that ends so, also in rows, as of a dated annex."""
    return frozenset(_named(rule.parameters))


def _named(parameters: Mapping[str, Any]) -> Iterator[str]:
    for key, value in parameters.items():
        if key.endswith("regions"):
            yield from value
        elif isinstance(value, Mapping):
            yield from _named(value)
        elif isinstance(value, Sequence):
            yield from (name for row in value if isinstance(row, Mapping) for name in _named(row))


# --- footprints ---------------------------------------------------------------------------------


def _far_exchanged(given: Footprint, products: Sequence[Footprint]) -> bool:
    """Tell whether an area with its axes exchanged lies nowhere, or is surely far from all products by boxes: most are.

    What is left open here is looked at on the ground.
    """
    south, north, west, east = _box([given])  # exchanged: longitudes are latitudes
    if max(-south, north) > 90:
        return True
    lefts = _box(products)
    reach = BOX_REACH_DEG
    plain = max(east - west, north - south, lefts[1] - lefts[0], lefts[3] - lefts[2]) <= BOX_DEG
    level = max(abs(value) for value in (south, north, lefts[2], lefts[3])) <= BOX_LATITUDE
    apart_up = south - reach > lefts[3] or north + reach < lefts[2]
    apart_along = all(west + turn - reach > lefts[1] or east + turn + reach < lefts[0] for turn in (-360, 0, 360))
    return plain and level and (apart_up or apart_along)


def _box(footprints: Sequence[Footprint]) -> tuple[float, float, float, float]:
    """Return the least and the most longitude, the least and the most latitude of corners."""
    xs, ys = zip(*(point for one in footprints for ring in one.rings for point in ring), strict=True)
    return min(xs), max(xs), min(ys), max(ys)


def _met(area: Footprint, images: Sequence[Piece]) -> bool:
    """Tell whether an area shares a point with what was photographed."""
    return bool(images) and any(_meet(piece, image) for piece in lay_out(area.rings) for image in images)


def _meet(a: Piece, b: Piece) -> bool:
    if a.pole and b.pole:
        return a.pole == b.pole and touches(a.shape, b.shape)
    flat, piece = (b, a) if a.pole else (a, b)
    return any(touches(piece.shape, copy) for copy in copies(flat.shape, piece))
