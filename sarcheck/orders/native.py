"""sarcheck's own order documents, ``sarcheck.order/1``.

Types come from model.py; what types cannot say is in CHECKS, one line a field. A check sees only values of the right
type, so that every trouble is told once.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import inspect
from msgspec.structs import replace

from sarcheck.model import Delivery, OrderDocument, Owner, Party, ProductRef, Tasking
from sarcheck.orders import _checks as check
from sarcheck.orders._draft import Draft
from sarcheck.orders._shape import Checks, Walk, walk_of
from sarcheck.orders._text import Trouble, capped, child, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_NAMES", "NAME", "PATTERNS", "SCHEMA", "document", "draft", "recognises", "wrong"]

NAME = "native"
SCHEMA = "sarcheck.order/1"

MAX_NAMES = 10_000
"""Names of one order, aliases included: each is held against every list."""

PATTERNS: dict[tuple[type, str], str] = {
    (Party, "country"): check.COUNTRY,
    (Party, "residence"): check.COUNTRY,
    (Party, "subdivision"): check.SUBDIVISION,
    (ProductRef, "sha256"): check.SHA256,
    (Delivery, "country"): check.COUNTRY,
    (Delivery, "subdivision"): check.SUBDIVISION,
}
"""Texts with a pattern, by struct and field."""

CURES = {
    check.COUNTRY: 'a country code; write the two letters of ISO 3166-1, like "DE"',
    check.SUBDIVISION: 'a subdivision code; write ISO 3166-2, like "DE-BY"',
    check.SHA256: "a SHA-256; write 64 hexadecimal digits",
}


def recognises(tree: dict[str, Any]) -> bool:
    """Tell a native order, also one that forgot its ``schema``, by what only native orders have."""
    return "schema" in tree or "parties" in tree


def draft(tree: dict[str, Any], data: bytes) -> Draft:  # noqa: ARG001 - a dialect's signature
    """Return a native order as what it is."""
    return Draft(members=tree)


def wrong(tree: dict[str, Any]) -> list[Trouble]:
    """Return all that is wrong with an order, each with its JSON pointer."""
    return capped(chain(_walk()(tree, ""), _document(tree)))


def document(tree: dict[str, Any]) -> OrderDocument:
    """Return the order that a tree holds in which nothing is wrong."""
    document = msgspec.convert(tree, OrderDocument)
    delivery = document.delivery and replace(document.delivery, at=_utc(document.delivery.at))
    return replace(document, created=_utc(document.created), delivery=delivery)


def _utc(time: dt.datetime | None) -> dt.datetime | None:
    return time and time.astimezone(dt.UTC)


@cache
def _walk() -> Walk:
    return walk_of(inspect.type_info(OrderDocument), CHECKS)


def _document(tree: dict[str, Any]) -> Iterator[Trouble]:
    """Check what holds between the parts of an order."""
    for part in ("parties", "products"):
        yield from _unique(tree, part)
    yield from _owners(tree)
    names = sum(1 + len(party["aliases"]) if _is(list, party, "aliases") else 1 for _, party in _rows(tree, "parties"))
    if names > MAX_NAMES:
        yield "/parties", f"have {names:,} names, more than {MAX_NAMES:,}; split the order"
    if tree.get("kind") == "tasking" and tree.get("tasking") is None:
        yield "/tasking", 'is missing; a tasking order says what to take, or is kind "archive"'
    if tree.get("kind") == "archive" and tree.get("tasking") is not None:
        yield "/tasking", 'leave it out, or write kind "tasking"'


def _unique(tree: dict[str, Any], part: str) -> Iterator[Trouble]:
    seen: Counter[str] = Counter()
    rows = [(path, row) for path, row in _rows(tree, part) if _is(str, row, "id")]
    if len({row["id"] for _, row in rows}) < len(rows):
        for path, row in rows:
            seen[row["id"]] += 1
            if seen[row["id"]] > 1:
                yield child(path, "id"), f"{shown(row['id'])} is taken; every id of {part} is used once"


def _owners(tree: dict[str, Any]) -> Iterator[Trouble]:
    """Check that owners are parties of the order: an owner who is only named would not be screened."""
    known = {row["id"] for _, row in _rows(tree, "parties") if _is(str, row, "id")}
    for path, party in _rows(tree, "parties"):
        for place, owner in _rows(party, "owners", path):
            if _is(str, owner, "party") and owner["party"] not in known:
                yield child(place, "party"), f"{shown(owner['party'])} is no party of this order; add it to parties"


def _rows(tree: dict[str, Any], key: str, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the objects of a list, with their pointers; what is none has been told already."""
    rows, place = tree.get(key), f"{path}/{key}"
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict):
            yield f"{place}/{index}", row


def _is(kind: type, row: dict[str, Any], key: str) -> bool:
    return isinstance(row.get(key), kind)


def _product(value: dict[str, Any], path: str) -> Iterator[Trouble]:
    """Check that a product is known in one way: two could tell different stories."""
    if (value.get("href") is None) == (value.get("item") is None):
        yield path, "must have either href (a path) or item (a STAC Item)"
    elif value.get("item") is not None and value.get("sha256") is not None:
        yield child(path, "sha256"), "is the hash of a file; leave it out beside item"


ID = check.line(200, "an id")

CHECKS: Checks = {
    **{place: check.code(pattern, CURES[pattern]) for place, pattern in PATTERNS.items()},
    (OrderDocument, "id"): ID,
    (OrderDocument, "created"): check.instant,
    (OrderDocument, "datetime"): check.span,
    (OrderDocument, "geometry"): check.geometry,
    (OrderDocument, "jurisdictions"): check.each(check.code(check.COUNTRY, 'a code of two letters, like "LU" or "EU"')),
    (OrderDocument, "parties"): check.not_empty,
    (Party, "id"): ID,
    (Party, "roles"): check.not_empty,
    (Party, "name"): check.name,
    (Party, "aliases"): check.each(check.name),
    (Party, "nationalities"): check.each(check.code(check.COUNTRY, CURES[check.COUNTRY])),
    (Owner, "share"): check.between(0, 100, "a share in percent, 0 to 100"),
    (Owner, ""): check.period,
    (ProductRef, "id"): ID,
    (ProductRef, "href"): check.line(1_024, "a path"),
    (ProductRef, ""): _product,
    (Tasking, "resolution_m"): check.between(1e-3, 1e5, "a resolution in metres"),
    (Delivery, "location"): check.location,
    (Delivery, "at"): check.instant,
}
