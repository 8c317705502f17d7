"""Frozen linguistic tables for names: scripts, legal forms, generic terms. No party's own name is in them.

A phrase is written in lower case, romanised; ``sarcheck.names`` compares phrases without blanks
and by their skeleton, so "joint stock company" covers "JOINT-STOCK COMPANY" and one row of pinyin
covers every way to space it.
"""

from __future__ import annotations

from sarcheck.vocabulary.forms import (
    BESIDE,
    EDGE_FORMS,
    FORMER,
    HAN_FORMS,
    HONORIFICS,
    LEGAL_FORMS,
    NATIVE_FORMS,
    NUMBERS,
    PARTICLES,
    PERSON_PARTICLES,
    VESSEL_PREFIXES,
)
from sarcheck.vocabulary.given import GIVEN, JAPANESE, JAPANESE_FORMS
from sarcheck.vocabulary.letters import (
    CONFUSABLE_CYRILLIC,
    CONFUSABLE_GREEK,
    CONFUSABLE_OTHERS,
    CYRILLIC,
    GREEK,
    HAN_READINGS,
    HAN_TRADITIONAL,
    HANGUL_SURNAMES,
    HEBREW,
    LATIN,
    LIKE_HANDWRITING,
)
from sarcheck.vocabulary.places import BRANCHES, NATIONS, PLACES
from sarcheck.vocabulary.terms import GENERIC, GLOSSES, HAN_GLOSSES

__all__ = [
    "BESIDE",
    "BRANCHES",
    "CONFUSABLE_CYRILLIC",
    "CONFUSABLE_GREEK",
    "CONFUSABLE_OTHERS",
    "CYRILLIC",
    "EDGE_FORMS",
    "FORMER",
    "GENERIC",
    "GIVEN",
    "GLOSSES",
    "GREEK",
    "HANGUL_SURNAMES",
    "HAN_FORMS",
    "HAN_GLOSSES",
    "HAN_READINGS",
    "HAN_TRADITIONAL",
    "HEBREW",
    "HONORIFICS",
    "JAPANESE",
    "JAPANESE_FORMS",
    "LATIN",
    "LEGAL_FORMS",
    "LIKE_HANDWRITING",
    "NATIONS",
    "NATIVE_FORMS",
    "NUMBERS",
    "PARTICLES",
    "PERSON_PARTICLES",
    "PLACES",
    "VESSEL_PREFIXES",
]
