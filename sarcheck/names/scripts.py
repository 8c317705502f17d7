"""Letters: invisible and look-alike ones folded, other scripts romanised, spellings brought to a skeleton."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from sarcheck import vocabulary as words

__all__ = [
    "HAN",
    "MAX_CHARS",
    "SIGNS",
    "Script",
    "as_latin",
    "consonants",
    "fold",
    "in_japanese",
    "loosely",
    "normal",
    "plain",
    "romanise",
    "script_of",
    "simplified",
    "skeleton",
    "straight",
]

Script = Literal["latin", "cyrillic", "han", "abjad", "other"]
"""The script a name is written in, as far as it matters: Han gives syllables, an abjad no vowels."""

MAX_CHARS = 600
"""Characters of a name that are read; the rest of a longer one is cut, and said to be."""

INVISIBLE = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
"""Unicode categories that no reader sees: format, bidirectional and control characters, unassigned ones."""

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
SIGNS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3]+")
_ABJAD = re.compile(r"[\u0590-\u06ff]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_GREEK = re.compile(r"[\u0370-\u03ff]")
_LATIN = re.compile(r"[A-Za-z]")
_HEBREW = re.compile(r"[\u0590-\u05ff]")
_KANA = re.compile(r"[\u3040-\u30ff\u31f0-\u31ff]")
_MARKS = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_SPACED_OUT = re.compile(r"(?<![^\W_])[^\W\d_](?=([ \-_.·]))(?:\1[^\W\d_]){3,}(?![^\W_])")
"""Four and more single letters with the same sign between them all: a word spaced out."""

_STORM = re.compile(f"({_MARKS}{{2}}){_MARKS}+")

_TURNED_ROUND = re.compile("\u202e([^\u202c]*)\u202c?")

_LETTERS = str.maketrans(words.CYRILLIC | words.LATIN)
_SIMPLIFIED = str.maketrans(words.HAN_TRADITIONAL)
_LOOK_ALIKES = str.maketrans(words.CONFUSABLE_OTHERS)
_TO_LATIN = str.maketrans(words.CONFUSABLE_CYRILLIC | words.CONFUSABLE_GREEK)
_LOOSELY_LATIN = str.maketrans(words.LIKE_HANDWRITING | words.CONFUSABLE_CYRILLIC)
_TO_CYRILLIC = str.maketrans({latin: c for c, latin in reversed(words.CONFUSABLE_CYRILLIC.items())})

_SPELLINGS = {
    "shch": "sh", "tsch": "ch", "sch": "sh", "tch": "ch", "dzh": "j", "kh": "h", "ph": "f", "gh": "g", "dh": "d",
    "th": "t", "zh": "j", "dj": "j", "ck": "k", "cz": "ch", "ch": "ch", "tz": "s", "ts": "s", "ou": "u", "oo": "u",
    "ee": "i", "iy": "i", "yi": "i", "ij": "i", "ii": "i", "yy": "i", "ie": "e", "x": "ks", "q": "k", "w": "v",
    "y": "i", "c": "k", "z": "s",
}  # fmt: skip
_SPELLING = re.compile("|".join(_SPELLINGS))
_GREEK_PAIR = re.compile("|".join(words.GREEK))
_HEBREW_LETTERS = str.maketrans(words.HEBREW)
_JAPANESE = re.compile("|".join(sorted(words.JAPANESE, key=lambda term: (-len(term), term))))
_SHORT = str.maketrans("wyzq", "visk")
_DOUBLED = re.compile(r"(.)\1+")
_BREATHED = re.compile(r"(?<=[aeiou])h$")
_VOWELS = str.maketrans("", "", "aeiouywv")


@lru_cache(maxsize=512)
def fold(text: str) -> str:
    """Return text in lower case, NFKC, without invisible characters, look-alike letters brought to one script."""
    plain = normal(text[: 8 * MAX_CHARS])[:MAX_CHARS]
    return (_unmixed(plain) if _is_foreign(plain) else plain).lower()


def normal(text: str) -> str:
    """Return text of any length in NFKC, without invisible characters, spaced-out words closed up."""
    if text.isascii() and text.isprintable():
        return _SPACED_OUT.sub(_closed_up, text)
    seen = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in INVISIBLE)
    # More than two marks on a letter are noise, and normalising a run of them costs the square of its length.
    plain = unicodedata.normalize("NFKC", _STORM.sub(r"\1", seen)).translate(_LOOK_ALIKES)
    return _SPACED_OUT.sub(_closed_up, plain)


def plain(text: str) -> str:
    """Return a text without what only writing adds to it: case, blanks, invisible characters, forms of letters."""
    return " ".join(normal(text).casefold().split())


def _closed_up(spaced: re.Match[str]) -> str:
    return spaced.group().replace(spaced.group(1), "")


def _is_foreign(text: str) -> bool:
    return not text.isascii() and bool(_CYRILLIC.search(text) or _GREEK.search(text))


def _unmixed(name: str) -> str:
    """Bring each word of two scripts to one, then a mostly Latin name to Latin if only look-alikes are left in it."""
    words_in_one = re.sub(r"\S+", lambda m: _one_script(m.group()), name)
    latin = words_in_one.translate(_TO_LATIN)
    foreign = len(_CYRILLIC.findall(words_in_one)) + len(_GREEK.findall(words_in_one))
    return latin if not _is_foreign(latin) and len(_LATIN.findall(words_in_one)) > foreign else words_in_one


def as_latin(text: str) -> str:
    """Return text in Latin letters if nothing else in it but look-alikes is Cyrillic or Greek, else as it is."""
    latin = text.translate(_TO_LATIN) if _is_foreign(text) else text
    return text if _is_foreign(latin) else latin


def loosely(text: str) -> str:
    """Return text of two scripts, or of one whose letters all look like the other's, in the one that it imitates.

    Letters that look alike in some type only count too, so that this is but one more way to read a name.
    """
    if _CYRILLIC.search(text) and _LATIN.search(text):
        latin = text.translate(_LOOSELY_LATIN)
        if not _CYRILLIC.search(latin):
            return latin
    cyrillic = text.translate(_TO_CYRILLIC)
    return text if _LATIN.search(cyrillic) else cyrillic


def simplified(text: str) -> str:
    """Return text with traditional Han characters written as the simplified ones that lists have."""
    return text.translate(_SIMPLIFIED)


def straight(text: str) -> str:
    """Return text in the order in which it is seen, where a sign turns the order of its letters round."""
    return _TURNED_ROUND.sub(lambda m: m.group(1)[::-1], text)


def _one_script(word: str) -> str:
    """Return a word of mixed scripts in the script of the letters that have no look-alike."""
    if not (_LATIN.search(word) and _is_foreign(word)):
        return word
    latin = word.translate(_TO_LATIN)
    return word.translate(_TO_CYRILLIC) if _CYRILLIC.search(latin) else latin


def script_of(folded: str) -> Script:
    """Return the script of a folded name: the rarest one that occurs in it."""
    if folded.isascii():
        return "latin"
    found: tuple[tuple[re.Pattern[str], Script], ...] = ((HAN, "han"), (_ABJAD, "abjad"), (_CYRILLIC, "cyrillic"))
    return next((name for pattern, name in found if pattern.search(folded)), "other")


def romanise(folded: str) -> str:
    """Return folded text in ASCII: Cyrillic by the table, Han as pinyin syllables, other scripts by anyascii."""
    if folded.isascii():
        return folded
    text = HAN.sub(lambda m: f" {_pinyin(m.group())} ", folded)
    text = _HANGUL.sub(lambda m: f" {_korean(m.group())} ", text).translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    if _GREEK.search(plain):
        plain = _GREEK_PAIR.sub(lambda m: words.GREEK[m.group()], plain)
    if _HEBREW.search(plain):
        plain = plain.translate(_HEBREW_LETTERS)
    return plain.translate(_LETTERS) if plain.translate(_LETTERS).isascii() else _any(plain)


def in_japanese(text: str) -> str | None:
    """Return text with its kanji read in Japanese, where kana, a Japanese legal form or known readings say so."""
    runs = HAN.findall(text)
    if not runs:
        return None
    stated = _KANA.search(text) or any(form in text for form in words.JAPANESE_FORMS)
    if not stated and any(len(run) < 3 or _JAPANESE.sub("", run) for run in runs):
        return None
    read = _JAPANESE.sub(lambda m: f" {words.JAPANESE[m.group()]} ", text)
    return read if read != text else None


def _any(text: str) -> str:
    # anyascii costs 30 ms to import, pypinyin 280: only names that need them pay.
    from anyascii import anyascii

    return str(anyascii(text)).lower()


@lru_cache(maxsize=4096)
def _pinyin(run: str) -> str:
    from pypinyin import lazy_pinyin

    read = lazy_pinyin(run)
    # Where a phrase gave a character another reading than it has alone, the phrase knows better than the table.
    fitting = (words.HAN_READINGS.get(c, r) if lazy_pinyin(c) == [r] else r for c, r in zip(run, read, strict=True))
    return " ".join(fitting).replace("ü", "u").replace("v", "u")


def _korean(run: str) -> str:
    from anyascii import anyascii

    surname = words.HANGUL_SURNAMES.get(run[0]) if len(run) in (2, 3) else None
    rest = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", str(anyascii(run[1:] if surname else run)))
    return f"{surname or ''} {rest}".strip().lower()


@lru_cache(maxsize=65536)
def skeleton(token: str) -> str:
    """Return a romanised token without what transliterations disagree about (kh/h, w/v, iy/y/i, doubled letters)."""
    if len(token) < 3:
        return token.translate(_SHORT)
    return _BREATHED.sub("", _DOUBLED.sub(r"\1", _SPELLING.sub(lambda m: _SPELLINGS[m.group()], token)))


@lru_cache(maxsize=16384)
def consonants(token: str) -> str:
    """Return a token's consonants: all that scripts which write no vowels have of it."""
    return skeleton(token).translate(_VOWELS).rstrip("h")
