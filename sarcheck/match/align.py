"""Two names side by side: which tokens stand for each other, and how alike they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sarcheck.names import ParsedName, consonants, skeleton

__all__ = ["Alignment", "Pair", "align", "similarity"]

LEAST, RUN_LEAST = 0.66, 0.79
"""Tokens, and runs of them, that are less alike do not stand for each other."""

SOUNDS_ALIKE, SAME_CONSONANTS, SAME_SKELETON, OTHER_VOWELS, INITIAL = 0.85, 0.93, 0.95, 0.8, 0.72
"""How alike are: syllables and a foreign word of their consonants, a word and its unvowelled spelling, two
transliterations, near words that differ in vowels only, a name and its initial."""

NEAR, TELLING = 0.62, 3
"""How alike words must be, and of how many consonants, for their vowels to be forgiven."""

OUT_OF_PLACE = 0.001
"""What each place apart takes off equal tokens, so that of two the nearer one is chosen."""

ONE_WORD = 0.99
"""What a run of tokens counts that is one token on the other side."""

ACRONYM, MIN_ACRONYM = 0.8, 4
"""How surely an acronym stands for its words, and the letters it needs."""

MAX_RUN = 4
"""How many tokens may be written as one."""


class Pair(NamedTuple):
    """Tokens of the left name and of the right one that stand for each other."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    alike: float


class Alignment(NamedTuple):
    """Two names with their token weights, the pairs found, and what is left over on both sides (indices)."""

    left: ParsedName
    right: ParsedName
    left_weights: tuple[float, ...]
    right_weights: tuple[float, ...]
    pairs: tuple[Pair, ...]
    left_rest: tuple[int, ...]
    right_rest: tuple[int, ...]


def align(
    left: ParsedName, left_weights: tuple[float, ...], right: ParsedName, right_weights: tuple[float, ...]
) -> Alignment:
    """Pair the tokens of two names, surest and heaviest pairs first, each token once."""
    found: list[Pair] = []
    free_a, free_b = set(range(len(left.tokens))), set(range(len(right.tokens)))
    for candidates in (_equal, _runs, _alike, _acronyms):
        if not (free_a and free_b):
            break
        ranked = [(-_gain(p, left_weights, right_weights), p) for p in candidates(left, right, free_a, free_b)]
        for _, pair in sorted(ranked):
            if free_a.issuperset(pair.left) and free_b.issuperset(pair.right):
                found.append(pair)
                free_a.difference_update(pair.left)
                free_b.difference_update(pair.right)
    return Alignment(
        left, right, left_weights, right_weights, tuple(sorted(found)), tuple(sorted(free_a)), tuple(sorted(free_b))
    )


def _gain(pair: Pair, left: tuple[float, ...], right: tuple[float, ...]) -> float:
    return pair.alike * (sum(left[i] for i in pair.left) + sum(right[i] for i in pair.right))


def _equal(left: ParsedName, right: ParsedName, free_a: set[int], free_b: set[int]) -> list[Pair]:
    same = ((i, j) for i in free_a for j in free_b if left.tokens[i] == right.tokens[j])
    return [Pair((i,), (j,), 1.0 - OUT_OF_PLACE * abs(i - j)) for i, j in same]


def _runs(left: ParsedName, right: ParsedName, free_a: set[int], free_b: set[int]) -> list[Pair]:
    """Return runs of tokens on one side that are one token on the other."""
    forward = [Pair(run, (j,), s) for run, j, s in _run_pairs(left, right, free_a, free_b)]
    return forward + [Pair((j,), run, s) for run, j, s in _run_pairs(right, left, free_b, free_a)]


def _run_pairs(
    many: ParsedName, one: ParsedName, free_many: set[int], free_one: set[int]
) -> list[tuple[tuple[int, ...], int, float]]:
    likeness = _run_likeness(many, one)
    out = []
    for run, joined in _joined(many, free_many):
        for j in free_one:
            alike = likeness(joined, one.tokens[j])
            if alike >= RUN_LEAST:
                out.append((run, j, alike * ONE_WORD))
    return out


def _run_likeness(many: ParsedName, one: ParsedName) -> Callable[[str, str], float]:
    """Return how joined tokens of one name are compared with a token of another, by their scripts."""
    if _is_half_abjad(many, one):
        return _unvowelled
    return _spoken if many.kind != "person" and many.script == "han" != one.script else _written


def _is_half_abjad(one: ParsedName, other: ParsedName) -> bool:
    return (one.script == "abjad") != (other.script == "abjad")


def _written(joined: str, word: str) -> float:
    return similarity(joined, word) if word[0] == joined[0] and abs(len(word) - len(joined)) <= 2 else 0.0


def _joined(name: ParsedName, free: set[int]) -> Iterator[tuple[tuple[int, ...], str]]:
    """Yield every run of two and more free neighbours of at least four letters, joined; a surname also first."""
    for start in sorted(free):
        for end in range(start + 2, min(start + MAX_RUN, len(name.tokens)) + 1):
            run = tuple(range(start, end))
            if end - 1 not in free:
                break
            joined = "".join(name.tokens[start:end])
            if len(joined) > 3:
                yield run, joined
                if name.kind == "person":
                    yield run, name.tokens[end - 1] + joined[: -len(name.tokens[end - 1])]


def _spoken(syllables: str, word: str) -> float:
    """Compare Han syllables with a foreign word that may only sound like them: by consonants at the least."""
    alike = _written(syllables, word)
    sounds = alike and consonants(syllables) == consonants(word)
    return max(alike, SOUNDS_ALIKE) if sounds else alike


def _alike(left: ParsedName, right: ParsedName, free_a: set[int], free_b: set[int]) -> list[Pair]:
    initials = left.kind == "person"
    abjad = _is_half_abjad(left, right)
    options = []
    for i in free_a:
        for j in free_b:
            x, y = left.tokens[i], right.tokens[j]
            alike = _initial(x, y) if initials and (len(x) == 1 or len(y) == 1) else similarity(x, y)
            if abjad:
                alike = max(alike, _unvowelled(x, y))
            if alike >= LEAST:
                options.append(Pair((i,), (j,), alike))
    return options


def _acronyms(left: ParsedName, right: ParsedName, free_a: set[int], free_b: set[int]) -> list[Pair]:
    """Return tokens that are the initials of the other name's free tokens: of organisations, four letters or more."""
    if left.kind == "person":
        return []
    forward = [Pair((i,), run, ACRONYM) for i, run in _spelled(left.tokens, right, free_a, free_b)]
    return forward + [Pair(run, (j,), ACRONYM) for j, run in _spelled(right.tokens, left, free_b, free_a)]


def _spelled(
    tokens: tuple[str, ...], other: ParsedName, free: set[int], free_other: set[int]
) -> list[tuple[int, tuple[int, ...]]]:
    run = tuple(j for j in sorted(free_other) if other.roles[j] != "particle")
    initials = "".join(other.tokens[j][0] for j in run)
    spelled = (initials, initials + (other.form or " ")[0])
    # Beside other words that are paired already, three letters are telling enough.
    least = MIN_ACRONYM if len(free) == len(tokens) else MIN_ACRONYM - 1
    return [(i, run) for i in free if len(run) >= least and tokens[i] in spelled]


def _initial(x: str, y: str) -> float:
    return INITIAL if x[0] == y[0] else 0.0


def _unvowelled(x: str, y: str) -> float:
    """Compare consonants, where one side's script writes no vowels."""
    a, b = consonants(x), consonants(y)
    return SAME_CONSONANTS if len(a) > 1 and a == b else 0.0


def similarity(x: str, y: str) -> float:
    """Return how alike two tokens are, 0..1: edits over letters, forgiving what transliterations disagree about."""
    if x == y:
        return 1.0
    from rapidfuzz.distance import OSA

    raw = OSA.normalized_similarity(x, y)
    if min(len(x), len(y)) < 3:
        return raw if raw >= LEAST else 0.0
    sx, sy = skeleton(x), skeleton(y)
    if sx == sy:
        return max(raw, SAME_SKELETON)
    bare = OSA.normalized_similarity(sx, sy)
    alike = max(raw, (raw + bare) / 2)
    if NEAR <= alike < OTHER_VOWELS and len(consonants(x)) >= TELLING and consonants(x) == consonants(y):
        return OTHER_VOWELS
    return float(alike)
