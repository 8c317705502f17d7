"""Names of United States lists that hold more than a name: "A Co. (a.k.a. B Co.; C Co.)", and damaged ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from sarcheck.lists._text import script, spaced
from sarcheck.model import Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Kind = Literal["primary", "alias", "former"]

_LONGEST = 2000
"""Characters of a name that is taken apart; the longest published one has about 300."""

_MARK = re.compile(r"(?<!\w)(?:(?i:([afn])\.\s?k\.\s?a\b\.?)|([afn])ka\b|(?i:d/b/a\b))[,:]?\s*")
"""What begins a further name: a.k.a., f.k.a., n.k.a., aka, d/b/a."""
_REFERENCE = re.compile(r"\s*[(\[]\s*see\b[^()\[\]]*[)\]]", re.IGNORECASE)
_KIN = re.compile(r",?\s+and (?:any|its) (?:successor|sub-?unit|subsidiar)(?:y|ies|s)?\b.*", re.IGNORECASE)
_PART = re.compile(r"\bSubordinate institutions?\s*[-:\u2013\u2014]\s*(.+)", re.IGNORECASE)
_APOSTROPHE = re.compile(r"(?<=[^\W_]|\))\?(?=[^\W\d_A-Z])")
_ADDRESS = re.compile(r"address(?:es)?\s*(?:(?:no\.?|number|#)?\s*\d+\b|(?:only)?\W*$)\W*", re.IGNORECASE)


def names(primary: str, aliases: Iterable[str]) -> tuple[Name, ...]:
    """Return the names that a row states, the primary one first, further names within names apart.

    A name with ``?`` where the publisher lost a quote or a dash stays as published and gets an alias without the
    damage; a name that takes in a party's "successor, sub-unit or subsidiary" gets one without these words; a
    subordinate institution named behind its parent gets its own.
    """
    stated = [*_apart(primary, "primary"), *(pair for text in aliases for pair in _apart(text, "alias"))]
    kinds: dict[str, Kind] = {}
    for pair in stated:
        for text, kind in _variants(*pair):
            kinds.setdefault(text, kind)
    return tuple(_name(text, kind) for text, kind in kinds.items())


def is_address(text: str) -> bool:
    """Tell whether a row names an address only: "Address 1", "Address 2, Unit 5, Heron Road"."""
    return _ADDRESS.match(text) is not None


def without_label(text: str) -> str:
    """Return what follows "Address 1" in the name of an address-only row."""
    return _ADDRESS.sub("", text, count=1)


def _name(text: str, kind: Kind) -> Name:
    return Name(text=text, kind=kind, script=None if text.isascii() else script(text))


def _apart(text: str, kind: Kind) -> list[tuple[str, Kind]]:
    """Split "A (a.k.a. B; C)" or "A, f.k.a. B" into names and kinds; what follows the bracket is the name's own."""
    text = _REFERENCE.sub("", spaced(text)).removeprefix("and ").strip(" ,;")
    mark = _MARK.search(text) if len(text) <= _LONGEST else None
    if not mark:
        return [(text, kind)] if text else []
    head, inside = text[: mark.start()].rstrip(" ,;"), text[mark.end() :]
    if head.endswith(("(", "[")):
        inside, after = _enclosed(inside)
        head = f"{head[:-1]} {after}"
    other: Kind = "former" if (mark[1] or mark[2] or "a").casefold() == "f" else "alias"
    return [*_apart(head, kind), *(pair for part in _listed(inside) for pair in _apart(part, other))]


def _enclosed(text: str) -> tuple[str, str]:
    """Split text at the bracket that closes one opened before it."""
    depth = 1
    for i, c in enumerate(text):
        depth += (c in "([") - (c in ")]")
        if not depth:
            return text[:i], text[i + 1 :]
    return text, ""


def _listed(text: str) -> Iterator[str]:
    """Yield names joined by semicolons, or by commas where no part is but one word: "Heron Co., Ltd." is one name."""
    for piece in text.split(";"):
        parts = piece.split(",")
        yield from parts if all(len(part.split()) > 1 for part in parts) else [piece]


def _variants(text: str, kind: Kind) -> Iterator[tuple[str, Kind]]:
    other: Kind = "alias" if kind == "primary" else kind
    yield text, kind
    if "?" in text:
        yield _mended(text), other
    if bare := _KIN.sub("", text):
        yield bare, other
    if part := _PART.search(text):
        yield part[1], other


def _mended(text: str) -> str:
    """Return a name without lost characters: an apostrophe within a word ("Xi?an"), else a blank (quotes, dashes)."""
    return spaced(_APOSTROPHE.sub("'", text).replace("?", " ")) or text
