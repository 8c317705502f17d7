"""What both exports of OpenSanctions share: its kinds of entity, its country codes, and what a topic does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sarcheck.lists._text import distinct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sarcheck.model import EntryType

CountryCode = Callable[[str], "str | None"]

LIST = "opensanctions"
TITLE = "OpenSanctions export"

_TYPES: dict[str, EntryType] = {
    "Person": "person",
    "Company": "company",
    "Organization": "organization",
    "PublicBody": "organization",
    "LegalEntity": "unknown",
    "Vessel": "vessel",
    "Airplane": "aircraft",
}
"""LegalEntity is what OpenSanctions calls a party of which it does not know whether it is a person."""


def entry_type(schema: str) -> EntryType:
    """Return the type of an entity; a wallet, a security or a position is of none that is known here."""
    return _TYPES.get(schema, "unknown")


def countries(codes: Iterable[str], country_code: CountryCode) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes of countries, and those that stand for none of today: "suhh", "eu".

    A part of a country ("ua-cri") is of that country.
    """
    known: list[str] = []
    strange: list[str] = []
    for code in distinct(codes):
        found = country_code(code) or country_code(code.partition("-")[0])
        (known if found else strange).append(found or code)
    return distinct(known), tuple(strange)
