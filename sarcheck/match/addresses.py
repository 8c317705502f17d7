"""Addresses as keys: a listed address is found when it is the given one or stands in it, word for word."""

from __future__ import annotations

from collections.abc import Iterator

from sarcheck.model import Address, Entry
from sarcheck.names import words_of

__all__ = ["keys", "lookups", "stands_in"]

LEAST_WORDS = 4
"""An address of fewer words (a town, a street) points at too many to mean anyone."""

PIECE = 300
"""Characters of an address that are read at once, well under what names are cut to: none of it goes unread."""

_SHORT = {
    "st": "street", "str": "street", "ul": "street", "ulitsa": "street", "rd": "road", "ave": "avenue", "av": "avenue",
    "blvd": "boulevard", "bldg": "building", "fl": "floor", "flr": "floor", "rm": "room", "kom": "room",
    "apt": "apartment", "n": "north", "s": "south", "e": "east", "w": "west", "prospekt": "pr", "dom": "d",
}  # fmt: skip
_DROPPED = frozenset("no number the of and".split())


def _words(text: str) -> tuple[str, ...]:
    words = (word for piece in _pieces(text) for word in words_of(piece))
    return tuple(_SHORT.get(word, word) for word in words if word not in _DROPPED)


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces that end between words, where there are words."""
    piece = ""
    for word in text.split():
        if len(piece) + len(word) > PIECE and piece:
            yield piece
            piece = ""
        piece = f"{piece} {word}" if piece else word
        while len(piece) > PIECE:
            yield piece[:PIECE]
            piece = piece[PIECE:]
    if piece:
        yield piece


def keys(entry: Entry) -> tuple[str, ...]:
    """Return the lookup key of each of an entry's addresses that is long enough: its first words."""
    found = (_words(a.text) for a in entry.addresses)
    return tuple(sorted({" ".join(w[:LEAST_WORDS]) for w in found if len(w) >= LEAST_WORDS}))


def lookups(text: str) -> Iterator[str]:
    """Yield every key that an address containing a listed one would have."""
    given = _words(text)
    return (" ".join(given[i : i + LEAST_WORDS]) for i in range(len(given) - LEAST_WORDS + 1))


def stands_in(listed: Address, text: str) -> bool:
    """Tell whether a listed address is the given one or a run of its words, whatever country is written beside it."""
    want, given = _words(listed.text), _words(text)
    starts = range(len(given) - len(want) + 1)
    return len(want) >= LEAST_WORDS and any(given[i : i + len(want)] == want for i in starts)
