"""What stands within a target of the Swiss list: places, documents, dates of birth, relations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sarcheck.lists import _dates, _xml
from sarcheck.lists._numbers import labelled
from sarcheck.model import Address, Identifier, Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Node

CountryCode = Callable[[str], "str | None"]

_SCHEMES = {"passport": "passport", "diplomatic-passport": "passport", "id-card": "national_id"}
"""The publisher's kinds of documents; a kind that is not here is the scheme itself."""
_RELATIONS = {
    "owned-by": "owned_by",
    "controlled-by": "owned_or_controlled_by",
    "subsidiary-of": "subsidiary_of",
    "parent-of": "parent_of",
    "managed-by": "led_by",
    "related-to": "linked_to",
}
_KIN = frozenset(("parent-of", "child-of", "sibling-of", "spouse-of", "relative-of"))
"""Relations that are ties of blood or marriage when a person has them."""


def place(node: Node, country_code: CountryCode) -> Address:
    """Return a place; the country's name stays in the text only when it has no code."""
    code = country(node, country_code)
    parts = (_xml.text(node, "location"), _xml.text(node, "area"), "" if code else _xml.text(node, "country"))
    return Address(text=", ".join(part for part in parts if part), country=code)


def address(node: Node, places: Mapping[str, Address], country_code: CountryCode) -> Address:
    """Return an address: its own lines, then those of the place that it refers to."""
    own, town = place(node, country_code), places.get(node.get("place-id") or "", Address())
    box = f"P.O. Box {_xml.text(node, 'p-o-box')}" if _xml.text(node, "p-o-box") else ""
    lines = (_xml.text(node, "c-o"), _xml.text(node, "address-details"), box, _xml.text(node, "zip-code"))
    text = ", ".join(part for part in (*lines, own.text, town.text, _xml.text(node, "remarks")) if part)
    return Address(text=text, country=own.country or town.country)


def country(node: Node, country_code: CountryCode) -> str | None:
    """Return the code of the country that an element names, None for an unknown one."""
    found = node.find("country")
    if found is None:
        return None
    return country_code(found.get("iso-code") or "") or country_code(_xml.text(found))


def documents(subject: Node, country_code: CountryCode) -> Iterator[Identifier]:
    """Yield the numbers of a target's documents, with the country that issued them."""
    for node in _xml.each(subject, "identity/identification-document"):
        issuer = node.find("issuer")
        code = "" if issuer is None else issuer.get("code") or ""
        issued_in = country_code(code) or country_code(_xml.text(node, "issuer"))
        kind = (node.get("document-type") or "other").casefold()
        yield from labelled(_xml.text(node, "number"), _SCHEMES.get(kind, kind.replace("-", "_")), issued_in)


def born(node: Node) -> str:
    """Return a date of birth as EDTF, as much of it as is stated; "" for one of another calendar.

    A date of low quality is an approximate one.
    """
    if (node.get("calendar") or "Gregorian").casefold() != "gregorian":
        return ""
    text = written(node)
    return _dates.edtf(text) + ("~" if node.get("quality") == "low" else "") if text else ""


def birth_remarks(subject: Node, places: Mapping[str, Address], country_code: CountryCode) -> Iterator[str]:
    """Yield places of birth, and dates of birth in other calendars, in words."""
    for node in _xml.each(subject, "identity/day-month-year"):
        if written(node) and not born(node):
            yield f"born {written(node)} ({node.get('calendar')} calendar)"
    for node in _xml.each(subject, "identity/place-of-birth"):
        found = address(node, places, country_code)
        if text := ", ".join(part for part in (found.text, found.country) if part):
            yield f"born in {text}"


def written(node: Node) -> str:
    """Return the figures of a date from the year on: "1980", "1980-03" or "1980-03-23"."""
    figures: list[str] = []
    for key, width in (("year", 4), ("month", 2), ("day", 2)):
        value = (node.get(key) or "").strip()
        if not value.strip("0"):
            break
        figures.append(value.zfill(width))
    return "-".join(figures)


def link(node: Node, *, person: bool) -> Link:
    """Return a relation of a target, which is a person or not, to another one by number."""
    stated = node.get("relation-type") or "related-to"
    kind = stated.casefold()
    known = "family_of" if person and kind in _KIN else _RELATIONS.get(kind, kind.replace("-", "_"))
    return Link(target=node.get("target-id") or "", type=known, by="id", stated=stated)
