"""What a product's own numbers say of where it comes from: facts with their numbers, no judgement.

A module offers ``facts(product, platforms) -> Iterator[ProvenanceFact]``; each fact's ``check`` is the name of what
was asked, by which rules grade it. What cannot be asked of a product is "not_possible", with the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from sarcheck.provenance import agreement, alive, geometry, integrity, makers
from sarcheck.provenance._fact import answered, unanswered

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
    found = tuple(fact for module in PROVENANCE for fact in module.facts(product, platforms))
    return (*found, _placed(found))


def _placed(found: Iterable[ProvenanceFact]) -> ProvenanceFact:
    """Return whether where a product says that it lies could be held against its orbit at all."""
    if any(fact.result != "not_possible" for fact in found if fact.check in CLOSING):
        return answered("placed", True, "where the image lies was held against the orbit")
    return unanswered("placed", "nothing but its own word tells where the image lies: neither points nor outline close")


def closes(found: Iterable[ProvenanceFact]) -> bool:
    """Tell whether facts show that a product's geometry closes, in all that closure was asked of."""
    results = [(fact.check, fact.result) for fact in found if fact.check in CLOSING]
    return ("closure", "pass") in results and all(result != "fail" for _, result in results)


def leveled(product: Product, *, closes: bool) -> Product:
    """Return a product with the evidence level that its closure earns; a seller's word stays that."""
    return structs.replace(product, evidence="closed") if closes and product.evidence == "metadata" else product
