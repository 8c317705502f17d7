"""What the state vectors say: of the points on the ground, of the outline, of the satellite, and of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sarcheck import orbit
from sarcheck.model import ProvenanceFact
from sarcheck.provenance import closure, gravity, outlines, plane, sides, times
from sarcheck.provenance._fact import unanswered
from sarcheck.provenance._seen import seen

if TYPE_CHECKING:
    from sarcheck.model import Product
    from sarcheck.platforms import PlatformTable

CHECKS = {
    times.CHECK: "The time of the state vectors",
    closure.CHECK: "Closure",
    **sides.CHECKS,
    outlines.CHECK: "The outline's place on the orbit",
    plane.CHECK: "The orbit's plane",
    gravity.CHECK: "Whether the orbit is made up",
}
"""What is asked, by its name, and how it is called in a sentence."""


def facts(product: Product, platforms: PlatformTable) -> tuple[ProvenanceFact, ...]:
    """Return all that follows from a product's state vectors, or why nothing does."""
    if not product.state_vectors:
        return _unflown(_lacking(product), closure.nowhere(product))
    with np.errstate(all="ignore"):  # what a hostile product makes of numbers is NaN, and told as such
        return tuple(_facts(product, platforms))


def _facts(product: Product, platforms: PlatformTable) -> Iterator[ProvenanceFact]:
    placeless = closure.nowhere(product)
    limits, track = platforms.limits, orbit.track(product.state_vectors)
    if limits is None or track is None:
        reason = _lacking(product) if track is None else "the rules state no tolerances (provenance.toml)"
        yield from _unflown(reason, placeless)
        return
    sight = seen(product, track, limits.closure)
    yield times.fact(product, track, sight, limits.closure)
    yield from (placeless,) if placeless else closure.facts(product, sight, limits.closure)
    yield from sides.facts(product, track, sight, limits.closure)
    yield outlines.fact(product, track, sight, limits.closure)
    yield plane.fact(product, track, platforms)
    yield gravity.fact(track, limits.gravity)


def _unflown(reason: str, placeless: ProvenanceFact | None) -> tuple[ProvenanceFact, ...]:
    """Return that nothing can be checked by state vectors, and why; but points that are no places are told."""
    missing = (unanswered(check, f"{name} cannot be checked: {reason}") for check, name in CHECKS.items())
    return tuple(placeless if placeless and one.check == closure.CHECK else one for one in missing)


def _lacking(product: Product) -> str:
    if product.evidence == "asserted":
        return "an item states no state vectors; only the product's own files have them"
    return "the product states no state vectors" + (" that can be used" if product.state_vectors else "")
