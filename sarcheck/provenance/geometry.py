"""What the state vectors say: of the points on the ground, of the outline, of the satellite, and of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sarcheck import orbit
from sarcheck.model import ProvenanceFact
from sarcheck.provenance import closure, gravity, outlines, plane, sides, times
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
    with np.errstate(all="ignore"):  # what a hostile product makes of numbers is NaN, and told as such
        return tuple(_facts(product, platforms))


def _facts(product: Product, platforms: PlatformTable) -> Iterator[ProvenanceFact]:
    limits, track = platforms.limits, orbit.track(product.state_vectors)
    if limits is None or track is None:
        reason = _lacking(product) if track is None else "the rules state no tolerances (provenance.toml)"
        for check, name in CHECKS.items():
            message = f"{name} cannot be checked: {reason}"
            yield ProvenanceFact(check=check, result="not_possible", message=message)
        return
    sight = seen(product, track, limits.closure)
    yield times.fact(product, track, sight, limits.closure)
    yield from closure.facts(product, sight, limits.closure)
    yield from sides.facts(product, track, sight, limits.closure)
    yield outlines.fact(product, track, sight, limits.closure)
    yield plane.fact(product, track, platforms)
    yield gravity.fact(track, limits.gravity)


def _lacking(product: Product) -> str:
    if product.evidence == "asserted":
        return "an item states no state vectors; only the product's own files have them"
    return "the product states no state vectors" + (" that can be used" if product.state_vectors else "")
