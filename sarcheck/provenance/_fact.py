"""How facts are stated: what was asked, its answer, the numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sarcheck.model import ProvenanceFact
from sarcheck.platforms import identify

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sarcheck.model import Platform, Product
    from sarcheck.platforms import PlatformTable

Place = tuple[str, str]
"""The file and the path in it that a fact is about."""

NOWHERE: Place = ("", "")

SHOWN = 3
"""Names that a message lists before it counts the rest."""


def answered(
    check: str, good: bool, message: str, *, at: Place = NOWHERE, numbers: Mapping[str, Any] | None = None
) -> ProvenanceFact:
    """Return a fact that passes or fails."""
    return _fact(check, "pass" if good else "fail", message, at, numbers)


def unanswered(
    check: str, why: str, *, at: Place = NOWHERE, numbers: Mapping[str, Any] | None = None
) -> ProvenanceFact:
    """Return a fact that could not be had, with the reason."""
    return _fact(check, "not_possible", why, at, numbers) if numbers else _unanswered(check, why, at)


@lru_cache(maxsize=1 << 10)
def _unanswered(check: str, why: str, at: Place) -> ProvenanceFact:
    """Return a fact without numbers: the same one for most products of a kind, as most facts of an item are."""
    return _fact(check, "not_possible", why, at, None)


def _fact(check: str, result: Any, message: str, at: Place, numbers: Mapping[str, Any] | None) -> ProvenanceFact:
    source, path = at
    return ProvenanceFact(
        check=check, result=result, message=message, source=source, path=path, numbers=dict(numbers or {})
    )


def named(names: list[str]) -> str:
    """Return the first names of a list, and how many more there are."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def platform_of(product: Product, platforms: PlatformTable) -> Platform | None:
    """Return the one platform of the table that a product names, None where it names none or several."""
    return platforms.platform(identify(product, platforms))


def place(product: Product, field: str) -> Place:
    """Return the place that a field's value was read from."""
    for claim in product.claims:
        if claim.field == field and claim.value is not None:
            return claim.source, claim.path
    return NOWHERE
