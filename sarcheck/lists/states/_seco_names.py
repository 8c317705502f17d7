"""Names of the Swiss list: parts in an order, each with its spellings in other languages and scripts."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Literal

from sarcheck.lists import _xml
from sarcheck.lists._text import distinct, script, spaced
from sarcheck.model import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Node

Kind = Literal["primary", "alias", "former"]
Spelling = tuple[str, str]
"""The language and script that a spelling is marked with."""

MAX_SPELLINGS = 256
"""Whole names made of the spellings of one name; beyond it, one part at a time is spelt otherwise."""
_KINDS: dict[str, Kind] = {"primary-name": "primary", "alias": "alias", "formerly-known-as": "former"}
_TITLE = "title"


def names(subject: Node) -> tuple[Name, ...]:
    """Return all names of an individual, entity or object: the primary one of its main identity first.

    The primary name of another identity is an alias; so is every spelling variant.
    """
    identities = list(_xml.each(subject, "identity"))
    main = next((each for each in identities if each.get("main") == "true"), next(iter(identities), None))
    found = [name for identity in identities for name in _of(identity, main=identity is main)]
    ordered = sorted(found, key=lambda name: name.kind != "primary")  # stable: else in the file's order
    unique = {name.text: name for name in reversed(ordered)}
    return tuple(unique[text] for text in distinct(name.text for name in ordered))


def titles(subject: Node) -> tuple[str, ...]:
    """Return the titles that stand among the parts of the names."""
    parts = _xml.each(subject, f"identity/name/name-part[@name-part-type='{_TITLE}']")
    return distinct(text for part in parts if (text := _xml.text(part, "value")))


def _of(identity: Node, *, main: bool) -> Iterator[Name]:
    for node in _xml.each(identity, "name"):
        kind = _KINDS.get(node.get("name-type") or "", "alias")
        strength: Literal["weak", "strong"] = "weak" if node.get("quality") == "low" else "strong"
        for count, (text, code) in enumerate(_spelt(node)):
            own: Kind = "alias" if kind == "primary" and (count or not main) else kind
            yield Name(text=text, kind=own, strength=strength, script=code or script(text))


def _spelt(node: Node) -> Iterator[tuple[str, str | None]]:
    """Yield the whole name, then its other spellings with the script that they are marked with."""
    parts = sorted(_xml.each(node, "name-part"), key=_order)
    told = [part for part in parts if part.get("name-part-type") != _TITLE] or parts
    plain = [_xml.text(part, "value") for part in told]
    if whole := _joined(plain):
        yield whole, None
    variants = [_variants(part) for part in told]
    for spelling in distinct(key for part in variants for key in part):
        choices = [part.get(spelling) or [text] for part, text in zip(variants, plain, strict=True)]
        for texts in _combined(choices, plain):
            if whole := _joined(texts):
                yield whole, spelling[1].capitalize() or None


def _order(part: Node) -> int:
    order = part.get("order") or ""
    return int(order) if order.isascii() and order.isdigit() and len(order) < 10 else 0


def _variants(part: Node) -> dict[Spelling, list[str]]:
    found: dict[Spelling, list[str]] = {}
    for node in _xml.each(part, "spelling-variant"):
        if text := _xml.text(node):
            found.setdefault((node.get("lang") or "", node.get("script") or ""), []).append(text)
    return found


def _combined(choices: list[list[str]], plain: list[str]) -> Iterator[tuple[str, ...]]:
    count = 1
    for choice in choices:
        count *= len(choice)
    if count <= MAX_SPELLINGS:
        yield from product(*choices)
        return
    for place, choice in enumerate(choices):
        yield from ((*plain[:place], text, *plain[place + 1 :]) for text in choice)


def _joined(texts: tuple[str, ...] | list[str]) -> str:
    return spaced(" ".join(text for text in texts if text))
