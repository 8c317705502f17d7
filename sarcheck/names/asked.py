"""A name that is asked about, which may be long, disguised or several names in one; those of lists are not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import get_args

from sarcheck import vocabulary as words
from sarcheck.names.reading import MAX_TOKENS, Kind, is_form, parse
from sarcheck.names.scripts import as_latin, loosely, normal, straight

__all__ = ["mentioned", "others", "parts"]

MAX_WORD = 40
"""Letters of a word; a longer one is padding, or hides words in it."""

WINDOWS = (12, 4, 2, 1)
"""Words that are read together, of a name too long to be read whole."""

EXPANDED = 4
"""Words into which one word may be translated, at most."""

FEW = MAX_TOKENS // EXPANDED
"""Words of a short name: translated, they are no more than are read."""

_SHORT = re.compile(rf"(?:[A-Za-z]++[ .,()'/-]*+){{1,{FEW}}}")  # never gives back: words part in one way only
_BETWEEN = re.compile(r"[\s,;:/|()\[\]{}<>\"«»„“”_+=*~•·]+")
_BESIDE = re.compile(
    r"\s[-–—/+&]+\s|[;|•\n()\[\]{}]+|(?<![^\W_])(?:" + "|".join(map(re.escape, words.BESIDE)) + r")(?![^\W_])[\s.:]*",
    re.I,
)
_APART = re.compile(r"[,:!?\"«»„“”/@]+|\.(?=\s|$|\w{2,})")
_JOINED = re.compile(r"[\s_-]+")
_WORDS_RUN_TOGETHER = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SIGNED_WORD = re.compile(r"[\w@$]+")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_LIKE_LETTERS = re.compile("[0134578@$]")
_DIGITS = str.maketrans("0134578@$", "oieastbas")
_TURNED = str.maketrans("ɐɔǝɟƃɥᴉıɾʞɯɹʇʌʍʎbdnpqu", "acefghiijkmrtvwyqpudbn")
_TURNED_LETTER = re.compile("[ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ]")


def parts(text: str) -> tuple[str, ...]:
    """Return a name as it is and, where it is too long to be read whole, also its parts, overlapping by half.

    What stands behind a limit is thus read too, as a name of its own, and so is what hides in a long row of words.
    """
    return (text,) if _is_short(text) else _parts(text)


def _is_short(text: str) -> bool:
    """Tell of a few plain words that they need not be read to know that they are not long, however they are read."""
    return len(text) <= MAX_WORD and _SHORT.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def _parts(text: str) -> tuple[str, ...]:
    if not _is_long(text):
        return (text,)
    pieces = [piece for word in _BETWEEN.split(normal(text)) for piece in _pieces(word)]
    windows = (pieces[i : i + size] for size in WINDOWS for i in range(0, len(pieces), max(1, size // 2)))
    return tuple(dict.fromkeys((text, *map(" ".join, windows))))


def _pieces(word: str) -> list[str]:
    """Return a word, or overlapping pieces of one that no name is likely to hold."""
    size = MAX_WORD if word.isascii() else MAX_TOKENS
    return [word[i : i + size] for i in range(0, max(1, len(word) - size // 2), size // 2)] if word else []


def _is_long(text: str) -> bool:
    read = [parse(text, kind) for kind in get_args(Kind)]
    return any(name.cut or any(len(token) > MAX_WORD for token in name.tokens) for name in read)


def others(text: str) -> tuple[str, ...]:
    """Return what else a text may be read as: names beside its own, and its own where it is disguised.

    Disguises are words run together or apart, digits and turned letters for letters, words wholly of look-alike
    letters, and signs that show letters in another order than they stand. Empty for most names.
    """
    plain, turned = normal(text), straight(text)
    seen = plain if turned == text else normal(turned)
    read: tuple[Callable[[str], str], ...] = (_spaced, _undigited, _unturned, as_latin, loosely, _closed)
    found = dict.fromkeys(other for disguise in read if (other := disguise(plain)) != plain)
    found |= {} if seen == plain else {seen: None}
    return tuple(dict.fromkeys((*_beside(plain), *found)))


def _beside(text: str) -> Iterator[str]:
    """Yield each of the names between signs and phrases that part two parties."""
    stated = [part.strip(" ,") for part in _BESIDE.split(text)]
    if len(stated) > 1:
        yield from (part for part in stated if _names_someone(part))
    for part in stated:
        first, *rest = [piece.strip() for piece in part.split(",")]
        # A comma parts a surname from first names too, and a firm from its legal form.
        if rest and _is_whole(first):
            yield from (piece for piece in (first, *rest) if _is_whole(piece))


def mentioned(text: str) -> tuple[str, ...]:
    """Return what in an address, a statement or a network address may be the name of a party: whole names without
    digits, between signs and phrases that part them."""
    pieces = (piece.strip() for part in _BESIDE.split(normal(text)) for piece in _APART.split(part))
    spaced = (" ".join(_JOINED.split(piece)) for piece in pieces if not any(c.isdigit() for c in piece))
    return tuple(dict.fromkeys(piece for piece in spaced if _is_whole(piece)))


def _names_someone(text: str) -> bool:
    return "name" in parse(text, "organization").roles


def _is_whole(text: str) -> bool:
    """Tell whether a text is a name of several words or with a legal form, and not of generic words only."""
    name = parse(text, "organization")
    return "name" in name.roles and (len(name.tokens) > 1 or name.form is not None)


def _spaced(text: str) -> str:
    return _WORDS_RUN_TOGETHER.sub(" ", text)


def _undigited(text: str) -> str:
    """Write letters for the digits and signs in a word of letters that look like them."""
    if not _LIKE_LETTERS.search(text):
        return text
    return _SIGNED_WORD.sub(lambda m: m.group().translate(_DIGITS) if _LETTERS.search(m.group()) else m.group(), text)


def _unturned(text: str) -> str:
    """Turn words round that are written upside down."""
    if text.isascii():
        return text
    return _SIGNED_WORD.sub(lambda m: _upright(m.group()), text)


def _upright(word: str) -> str:
    is_turned = len(_TURNED_LETTER.findall(word)) > 1
    return word.lower().translate(_TURNED)[::-1] if is_turned else word


def _closed(text: str) -> str:
    """Join a first word that looks like a legal form to the second."""
    first, _, rest = text.partition(" ")
    return first + rest.lstrip() if rest and is_form(first) else text
