"""Words in what an order says: folded like names, so that look-alike letters and invisible characters hide none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from sarcheck import names
from sarcheck.names.scripts import normal

WORD = re.compile(r"\w+")

PIECE = 400
"""Characters of a word that are folded at once, well under what folding reads."""

UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""Letters of scripts that put no blanks between words."""


@lru_cache(maxsize=256)
def words(text: str) -> str:
    """Return the words of a text, folded like names (look-alike letters, invisible characters, words spaced out), one
    blank between."""
    pieces = (word[i : i + PIECE] for word in normal(text).split() for i in range(0, len(word), PIECE))
    return " ".join(WORD.findall(" ".join(names.fold(piece) for piece in pieces)))


def first_of(terms: Iterable[str], text: str | None) -> str | None:
    """Return the first of some terms that a text holds as whole words, inside others where a script has no blanks."""
    if not text:
        return None
    said, sought = f" {words(text)} ", tuple(terms)
    first, unspaced = _sought(sought)
    if first.isdisjoint(said.split()) and (said.isascii() or not unspaced):
        return None
    return next((term for term in sought if _form(term) in said), None)


@lru_cache(maxsize=256)
def _sought(terms: tuple[str, ...]) -> tuple[frozenset[str], bool]:
    """Return the first words of terms, without one of which a text holds none of them, and whether some of them are of
    scripts without blanks."""
    forms = [_form(term) for term in terms]
    spaced = [form.split() for form in forms if form.startswith(" ")]
    return frozenset(form[0] for form in spaced if form), len(spaced) < len(forms)


@lru_cache(maxsize=4096)
def _form(term: str) -> str:
    form = words(term)
    return form if UNSPACED.search(form) else f" {form} "
