"""What a product's own numbers say of where it comes from: facts with their numbers, no judgement.

A module offers ``facts(product, platforms) -> Iterator[ProvenanceFact]``; each fact's ``check`` is the name of what
was asked, by which rules grade it. What cannot be asked of a product is "not_possible", with the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.provenance import geometry

if TYPE_CHECKING:
    from types import ModuleType

    from sarcheck.model import Product, ProvenanceFact
    from sarcheck.platforms import PlatformTable

PROVENANCE: tuple[ModuleType, ...] = (geometry,)
"""The modules that state facts, in the order in which they are told."""


def facts(product: Product, platforms: PlatformTable) -> tuple[ProvenanceFact, ...]:
    """Return every provenance fact of a product."""
    return tuple(fact for module in PROVENANCE for fact in module.facts(product, platforms))
