"""Two words of names side by side: how alike they are, by letters, by sound, and as given names."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from sarcheck import vocabulary as words
from sarcheck.names import consonants, skeleton

__all__ = [
    "INITIAL",
    "LEAST",
    "NEAR",
    "SAME_SKELETON",
    "are_other_syllables",
    "are_strangers",
    "is_initial",
    "keys",
    "likeness",
    "similarity",
    "unvowelled",
]

LEAST = 0.66
"""Tokens that are less alike do not stand for each other."""

FAR = 0.32
"""Words less alike by their letters stay below ``LEAST``, the mean with their skeletons, even where these agree."""

SAME_CONSONANTS, SAME_SKELETON, SAME_GIVEN, SAME_SOUND, OTHER_VOWELS, INITIAL = 0.93, 0.95, 0.97, 0.9, 0.8, 0.72
"""How alike are: a word and its unvowelled spelling, two transliterations, a given name in two languages, words that
sound alike in Slavic tongues, near words that differ in vowels only, a name and its initial."""

LIKELY_CONSONANTS = 0.75
"""What two equal consonants count; three count as other vowels do."""

SHORT, SHORT_LEAST = 3, 0.7
"""Letters of a short word, and how alike it must be: in three letters another one is another word, unless two
are only exchanged."""

NEAR, TELLING = 0.58, 3
"""How alike words must be, and of how many consonants, for their vowels to be forgiven."""

_SOUNDS = {
    "shch": "s", "tsch": "c", "sch": "s", "tch": "c", "dzh": "j", "kh": "g", "sh": "s", "zh": "s", "ch": "c",
    "h": "g", "w": "v", "q": "k", "x": "ks", "z": "s", "ts": "t", "dz": "d", "d": "d",
}  # fmt: skip
_SOUND = re.compile("|".join(_SOUNDS))
_BELARUSIAN = re.compile(r"^u(?=[lv])|(?:[aoe]u|[aoe]w|[oae]v|[oe]ff?)(?=[^aeiouy]|$)")
_VOWELS = re.compile(r"[aeoy]*[aeo][aeoy]*|(?<=[^aeiou])[iyj]+(?=[aeo])[aeo]+|[iyj]+[aeo]+")
_CLOSE = re.compile(r"[iyj]+")
_DOUBLED = re.compile(r"(.)\1+")

_INITIALS, _MEDIALS = "(?:zh|ch|sh|hs|ts|[bpmfdtnlgkhjqxrzcsyw])", "(?:[iuv]?(?:ang?|eng?|ong|ing?|un|ao|ai|ei|ou|er)"
_SYLLABLES = re.compile(f"(?:{_INITIALS}?{_MEDIALS}|{_INITIALS}(?:[aeiouv]|i[aeu]|u[aoei]|ve))(?:)){{1,4}}")
_LABIALS = str.maketrans("pg", "bj")


@lru_cache(maxsize=1 << 15)
def similarity(x: str, y: str) -> float:
    """Return how alike two tokens are, 0..1: edits over letters, forgiving what transliterations disagree about."""
    if x == y:
        return 1.0
    few, many = sorted((len(x), len(y)))
    if few < NEAR * many:
        return 0.0
    near = _letters()
    raw = near(x, y)
    sx, sy = skeleton(x), skeleton(y)
    if sx == sy and few > 1:
        return max(raw, SAME_SKELETON if many > SHORT else OTHER_VOWELS)
    if few <= SHORT:
        return raw if raw > SHORT_LEAST or (few > 2 and sorted(x) == sorted(y)) else 0.0
    bare = near(sx, sy)
    alike = max(raw, (raw + bare) / 2)
    vowels = NEAR <= alike < OTHER_VOWELS and len(consonants(x)) >= TELLING and consonants(x) == consonants(y)
    if vowels and not are_other_syllables(x, y):
        return OTHER_VOWELS
    return alike


@lru_cache(maxsize=1)
def _letters() -> Callable[[str, str], float]:
    # rapidfuzz costs 15 ms to import: only who compares names pays.
    from rapidfuzz.distance import OSA

    return OSA.normalized_similarity


@lru_cache(maxsize=1 << 15)
def personal(x: str, y: str) -> float:
    """Return how alike two words of persons' names are: also by sound, and as one given name in two languages."""
    alike = similarity(x, y)
    if alike >= SAME_GIVEN:
        return alike
    given = words.GIVEN.get(x)
    if given is not None and given == words.GIVEN.get(y):
        return SAME_GIVEN
    if (
        alike < SAME_SOUND
        and min(len(x), len(y)) > TELLING
        and keys(x)[1] == keys(y)[1]
        and not are_other_syllables(x, y)
    ):
        return SAME_SOUND
    return alike


def are_strangers(x: str, y: str) -> bool:
    """Tell whether two words are sure to be less alike than ``LEAST``, by letters or as names: true of most that are.

    Costs a tenth of what likeness does.
    """
    if _letters()(x, y) >= FAR:
        return False
    ours, theirs = keys(x), keys(y)
    return ours[0] != theirs[0] and ours[1] != theirs[1] and ours[2] != theirs[2]


@lru_cache(maxsize=1 << 15)
def keys(word: str) -> tuple[str, str, str]:
    """Return a word's consonants, its sound and its given name: words that are alike but not by letters share one."""
    return consonants(word), _sound(word), words.GIVEN.get(word, word)


def _sound(word: str) -> str:
    """Return a word as Slavic tongues would agree on it: three vowels, g for h, v where Belarusian has u."""
    level = _SOUND.sub(lambda m: _SOUNDS[m.group()], _BELARUSIAN.sub("av", word) if word[0] != "u" else "v" + word[1:])
    return _DOUBLED.sub(r"\1", _CLOSE.sub("i", _VOWELS.sub("a", level)))


def unvowelled(x: str, y: str, least: int = 2) -> float:
    """Compare consonants, where one side's script writes no vowels, nor some consonants apart."""
    a, b = _bare(x), _bare(y)
    if a != b or len(a) < least:
        return 0.0
    return (LIKELY_CONSONANTS, OTHER_VOWELS, SAME_CONSONANTS)[min(len(a), 4) - 2]


@lru_cache(maxsize=1 << 14)
def _bare(word: str) -> str:
    """Return a word's consonants, of pairs that Arabic has one letter for only one."""
    return _DOUBLED.sub(r"\1", consonants(word).translate(_LABIALS))


def likeness(x: str, y: str, *, is_person: bool) -> float:
    """Return how alike two words of names are; of persons' names also by sound, as given names and as an initial."""
    if is_person and is_initial(x, y):
        return INITIAL if x[0] == y[0] else 0.0
    return personal(x, y) if is_person else similarity(x, y)


def is_initial(x: str, y: str) -> bool:
    """Tell whether one of two words of a person's name is but a letter."""
    return len(x) == 1 or len(y) == 1


def are_other_syllables(x: str, y: str) -> bool:
    """Tell whether two different words are both Chinese syllables: there a letter tells two words apart."""
    return x != y and bool(_SYLLABLES.fullmatch(x) and _SYLLABLES.fullmatch(y)) and skeleton(x) != skeleton(y)
