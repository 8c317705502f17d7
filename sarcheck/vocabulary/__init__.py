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
    NUMBERS,
    PARTICLES,
    PERSON_PARTICLES,
    VESSEL_PREFIXES,
)
from sarcheck.vocabulary.letters import (
    CONFUSABLE_CYRILLIC,
    CONFUSABLE_GREEK,
    CONFUSABLE_OTHERS,
    CYRILLIC,
    HAN_READINGS,
    HANGUL_SURNAMES,
    LATIN,
)
from sarcheck.vocabulary.terms import BRANCHES, GENERIC, GLOSSES, HAN_GLOSSES, PLACES

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
    "GLOSSES",
    "HANGUL_SURNAMES",
    "HAN_FORMS",
    "HAN_GLOSSES",
    "HAN_READINGS",
    "HONORIFICS",
    "LATIN",
    "LEGAL_FORMS",
    "NUMBERS",
    "PARTICLES",
    "PERSON_PARTICLES",
    "PLACES",
    "VESSEL_PREFIXES",
]
