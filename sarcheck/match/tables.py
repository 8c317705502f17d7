"""Names and their words in numbers, for bounds to be told of many at once."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, get_args

import numpy as np
import numpy.typing as npt

from sarcheck.match.arrays import Ints
from sarcheck.match.tokens import keys
from sarcheck.names import Kind, ParsedName, skeleton

__all__ = [
    "COMPANY",
    "END",
    "FORMLESS",
    "KINDS",
    "NAMED",
    "ONCE",
    "SAID",
    "Array",
    "Bits",
    "Flags",
    "Floats",
    "Names",
    "Words",
    "laid_out",
    "marked",
]

Array = npt.NDArray[Any]
Bits = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

KINDS: tuple[Kind, ...] = get_args(Kind)

TWICE = 32
"""Where the bits of letters that a word has twice begin; digits share theirs."""

ONCE = np.uint64((1 << TWICE) - 1)

NAMED, SAID, END = 1, 2, 4
"""Flags of a word in a name: it is telling, it counts where a name is held by another, it is the first or last one."""

FORMLESS, COMPANY = 0, 1
"""Codes of no legal form and of the one that is at odds with no other."""


class Words(NamedTuple):
    """Words in numbers, a row for each: the letters of the word and of its skeleton as bits, the lengths of both, the
    first letter, and its sound and given name, hashed."""

    letters: Bits
    bare: Bits
    size: Ints
    bare_size: Ints
    onset: Ints
    sound: Ints
    given: Ints


class Names(NamedTuple):
    """Names in numbers: where the words of each begin, which they are, what they weigh and their flags; and of each
    name its kind, whether an abjad writes it, its legal form, its numbers, hashed, and the bits of its initials."""

    offsets: Ints
    words: Ints
    weights: Floats
    flags: Ints
    kind: Ints
    abjad: Flags
    form: Ints
    numerals: Ints
    initials: Bits


class Weighed(Protocol):
    """A name as read, with what its words weigh."""

    @property
    def name(self) -> ParsedName: ...
    @property
    def weights(self) -> tuple[float, ...]: ...


def marked(words: Sequence[str]) -> Words:
    """Return words in numbers."""
    letters, bare, *rest = zip(*map(_marks, words), strict=True) if words else ((),) * len(Words._fields)
    bits = np.array([letters, bare], dtype=np.uint64)
    return Words(bits[0], bits[1], *(np.array(column, dtype=np.intp) for column in rest))


@lru_cache(maxsize=1 << 14)
def _marks(word: str) -> tuple[int, ...]:
    bare = skeleton(word)
    _, sound, given = keys(word)
    return _letters(word), _letters(bare), len(word), len(bare), ord(word[0]), _hash(sound), _hash(given)


def _letters(word: str) -> int:
    """Return a word's letters as bits: the first time that each occurs, and the second.

    A word becomes another one by as many edits at least as it has bits that the other lacks: an insertion, deletion or
    substitution takes one letter away and adds one, and an exchange of neighbours none.
    """
    once = twice = 0
    for letter in word:
        bit = 1 << (ord(letter) - ord("a") if letter >= "a" else ord("z") - ord("a") + 1 + int(letter) // 2)
        twice |= once & bit
        once |= bit
    return once | twice << TWICE


def _hash(text: str) -> int:
    return zlib.crc32(text.encode())


def laid_out(read: Iterable[Weighed], place: Callable[[str], int]) -> Names:
    """Return names in numbers, their words as the places that ``place`` gives them."""
    spelled = [(one.name, one.weights) for one in read]
    names = [name for name, _ in spelled]
    return Names(
        offsets=np.cumsum([0, *(len(name.tokens) for name in names)]),
        words=np.array([place(token) for name in names for token in name.tokens], dtype=np.intp),
        weights=np.array([weight for _, weights in spelled for weight in weights], dtype=np.float64),
        flags=np.array([flag for name in names for flag in _flags(name)], dtype=np.intp),
        kind=np.array([KINDS.index(name.kind) for name in names], dtype=np.intp),
        abjad=np.array([name.script == "abjad" for name in names], dtype=np.bool_),
        form=np.array([_form(name) for name in names], dtype=np.intp),
        numerals=np.array([_numerals(name) for name in names], dtype=np.intp),
        initials=np.array([_initials(name) for name in names], dtype=np.uint64),
    )


def _flags(name: ParsedName) -> list[int]:
    spoken = [i for i, role in enumerate(name.roles) if role != "particle"]
    ends = {spoken[0], spoken[-1]} if spoken else set()
    return [
        NAMED * (role in ("name", "aside")) + SAID * (role not in ("patronymic", "particle")) + END * (i in ends)
        for i, role in enumerate(name.roles)
    ]


def _form(name: ParsedName) -> int:
    if name.form in (None, "company"):
        return FORMLESS if name.form is None else COMPANY
    return _hash(name.form or "") + COMPANY + 1


def _numerals(name: ParsedName) -> int:
    return _hash(" ".join(name.numerals)) + 1 if name.numerals else 0


def _initials(name: ParsedName) -> int:
    return _letters("".join(token[0] for token in name.tokens) + (name.form or "")[:1]) & int(ONCE)
