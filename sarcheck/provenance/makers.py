"""Who received and processed the data, as the product says? Facts "processor", "ground_station".

A code like NSG is no name: the table of facilities tells which station it is and who runs it. A code that the table
lacks stays unknown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sarcheck.platforms import claimed
from sarcheck.provenance._fact import answered, named, unanswered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sarcheck.model import Claim, Facility, Product, ProvenanceFact
    from sarcheck.platforms import PlatformTable

ROLES = (("processor", "facility"), ("ground_station", "receiving_station"))
"""Roles in the chain, and the fields of a product that name who has them."""

WORD = re.compile(r"[^\W\d_]+")
LEAST_LETTERS = 5
"""Letters of a word that may be a name; a shorter one alone is a code or an acronym, which many share."""
LONG_LETTERS = 10
"""Letters from which one word alone is as telling as several."""


class Maker(NamedTuple):
    """Someone whom a product names: the role, what it says, and the facility that this is, None if not known."""

    role: str
    claim: Claim
    facility: Facility | None


def makers(product: Product, platforms: PlatformTable) -> Iterator[Maker]:
    """Yield everyone whom a product names as having made it, each text once for each role."""
    series = {platform.series for key in claimed(product, platforms) if (platform := platforms.platform(key))}
    for role, field in ROLES:
        told: set[str] = set()
        for claim in product.claims:
            if claim.field == field and claim.value and claim.stated.casefold() not in told:
                told.add(claim.stated.casefold())
                yield Maker(role, claim, platforms.facility(claim.stated, series))


def is_name(text: str) -> bool:
    """Tell whether a text has letters enough to be a name rather than a code."""
    return max((len(word) for word in WORD.findall(text)), default=0) >= LEAST_LETTERS


def is_telling(text: str) -> bool:
    """Tell whether a likeness to a name means something: one short word alone (a town, a country) is like many."""
    words = [len(word) for word in WORD.findall(text)]
    return sum(letters >= 3 for letters in words) > 1 or max(words, default=0) >= LONG_LETTERS


def facts(product: Product, platforms: PlatformTable) -> Iterator[ProvenanceFact]:
    """Yield for each role who has it, or that nobody knows."""
    found = list(makers(product, platforms))
    for role, _ in ROLES:
        own = [maker for maker in found if maker.role == role]
        yield _fact(role, own)


def _fact(role: str, own: list[Maker]) -> ProvenanceFact:
    if not own:
        return unanswered(role, f"the product names no {role.replace('_', ' ')}")
    where = (own[0].claim.source, own[0].claim.path)
    known = [maker for maker in own if maker.facility]
    named_only = [maker.claim.stated for maker in own if not maker.facility and is_name(maker.claim.stated)]
    codes = [maker.claim.stated for maker in own if not maker.facility and not is_name(maker.claim.stated)]
    numbers = {"stated": [maker.claim.stated for maker in own], "unknown": codes}
    told = [*dict.fromkeys(_told(maker.facility) for maker in known if maker.facility), *named_only]
    more = f"; not known is {named(codes)}" if codes else ""
    if not told:
        return unanswered(
            role, f"{named(codes)} is no facility that the table of facilities knows", at=where, numbers=numbers
        )
    return answered(role, True, f"{named(told)}{more}", at=where, numbers=numbers)


def _told(facility: Facility) -> str:
    parts = (facility.place, facility.organisation, facility.country)
    return f"{facility.id} ({', '.join(part for part in parts if part)})"
