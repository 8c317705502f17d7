"""What a product's own numbers say of where it comes from: facts with their numbers, no judgement.

A module offers ``facts(product, platforms) -> Iterator[ProvenanceFact]``; each fact's ``check`` is the name of what
was asked, by which rules grade it. What cannot be asked of a product is "not_possible", with the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from sarcheck.provenance import agreement, alive, geometry, integrity, makers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from sarcheck.model import Product, ProvenanceFact
    from sarcheck.platforms import PlatformTable

PROVENANCE: tuple[ModuleType, ...] = (integrity, geometry, alive, agreement, makers)
"""The modules that state facts, in the order in which they are told."""


CLOSING = frozenset({"closure", "outline_closure"})
"""The facts by which a product's geometry closes."""


def facts(product: Product, platforms: PlatformTable) -> tuple[ProvenanceFact, ...]:
    """Return every provenance fact of a product."""
    return tuple(fact for module in PROVENANCE for fact in module.facts(product, platforms))


def closes(found: Iterable[ProvenanceFact]) -> bool:
    """Tell whether facts show that a product's geometry closes, in all that closure was asked of."""
    results = {fact.result for fact in found if fact.check in CLOSING}
    return "pass" in results and "fail" not in results


def leveled(product: Product, *, closes: bool) -> Product:
    """Return a product with the evidence level that its closure earns; a seller's word stays that."""
    return structs.replace(product, evidence="closed") if closes and product.evidence == "metadata" else product
