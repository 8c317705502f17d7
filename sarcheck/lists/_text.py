"""Small things that every list needs done to its texts."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T", bound=Hashable)

_SCRIPTS = (
    ("Jpan", re.compile(r"[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")),
    ("Hang", re.compile(r"[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")),
    ("Hani", re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")),
    ("Cyrl", re.compile(r"[\u0400-\u052f]")),
    ("Arab", re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")),
    ("Hebr", re.compile(r"[\u0590-\u05ff]")),
    ("Grek", re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")),
    ("Geor", re.compile(r"[\u10a0-\u10ff]")),
    ("Armn", re.compile(r"[\u0530-\u058f]")),
    ("Deva", re.compile(r"[\u0900-\u097f]")),
    ("Thai", re.compile(r"[\u0e00-\u0e7f]")),
    ("Mymr", re.compile(r"[\u1000-\u109f]")),
    ("Beng", re.compile(r"[\u0980-\u09ff]")),
    ("Taml", re.compile(r"[\u0b80-\u0bff]")),
    ("Laoo", re.compile(r"[\u0e80-\u0eff]")),
    ("Khmr", re.compile(r"[\u1780-\u17ff]")),
    ("Ethi", re.compile(r"[\u1200-\u139f]")),
    ("Latn", re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\uff21-\uff5a]")),
)
"""ISO 15924 codes with the letters that tell them, the rarer script first: a foreign name may hold Latin words."""

_NAMED = {
    "latin": "Latn",
    "cyrillic": "Cyrl",
    "arabic": "Arab",
    "chinese simplified": "Hans",
    "chinese traditional": "Hant",
    "chinese": "Hani",
    "han": "Hani",
    "japanese": "Jpan",
    "korean": "Kore",
    "hangul": "Hang",
    "hebrew": "Hebr",
    "greek": "Grek",
    "georgian": "Geor",
    "armenian": "Armn",
    "devanagari": "Deva",
    "burmese": "Mymr",
    "thai": "Thai",
}


def distinct(items: Iterable[T]) -> tuple[T, ...]:
    """Return items each once, in the order of their first occurrence."""
    return tuple(dict.fromkeys(items))


def spaced(text: str) -> str:
    """Return text with every run of white space, no-break spaces and line breaks too, as one blank."""
    return " ".join(text.split())


def script(text: str) -> str | None:
    """Return the ISO 15924 code of a text's letters, the rarer one of several; None without a letter known here."""
    if text.isascii():
        return "Latn" if any(c.isalpha() for c in text) else None
    return next((code for code, letters in _SCRIPTS if letters.search(text)), None)


def script_named(name: str) -> str | None:
    """Return the ISO 15924 code of a script that a publisher names in English, None for an unknown one."""
    return _NAMED.get(spaced(name.replace("-", " ").replace("(", " ").replace(")", " ")).casefold())
