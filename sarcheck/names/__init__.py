"""Names as text: scripts, romanisation, tokens, legal forms, numerals. Pure; knows no party.

A name is read once into a ``ParsedName``. Two spellings of one name read the same as far as rules
can bring them; the rest is for ``sarcheck.match``.
"""

from __future__ import annotations

from sarcheck.names.asked import mentioned, others, parts
from sarcheck.names.reading import Kind, ParsedName, parse, readings, words_of
from sarcheck.names.scripts import Script, consonants, fold, romanise, skeleton

__all__ = [
    "Kind",
    "ParsedName",
    "Script",
    "consonants",
    "fold",
    "mentioned",
    "others",
    "parse",
    "parts",
    "readings",
    "romanise",
    "skeleton",
    "words_of",
]
