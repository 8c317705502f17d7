"""Two names side by side: which tokens stand for each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sarcheck.match.tokens import LEAST, are_strangers, is_initial, likeness, similarity, unvowelled
from sarcheck.names import ParsedName, consonants

__all__ = [
    "MAX_RUN",
    "MIN_ACRONYM",
    "ONE_WORD",
    "RUN_LEAST",
    "RUN_SLACK",
    "SURE",
    "Alignment",
    "Pair",
    "align",
    "spoken",
]

SURE = 0.99
"""Pairs at least so alike are equal, in one token or several."""

RUN_LEAST, ONE_WORD, MAX_RUN = 0.79, 0.99, 4
"""How alike a run of tokens must be to one of the other side, what it counts then, and how long it may be."""

RUN_SLACK = 2
"""Letters by which a run and a word may differ in length."""

RUN_CONSONANTS = 4
"""Consonants of a run of tokens told by them alone, where a script writes no vowels: for persons only "abd"."""

SOUNDS_ALIKE = 0.9
"""How alike syllables and a foreign word of their consonants are."""

ACRONYM, MIN_ACRONYM = 0.9, 4
"""How surely an acronym stands for its words, and the letters it needs."""

Places = tuple[int, ...]
Likeness = Callable[[str, str], float]


class Pair(NamedTuple):
    """Tokens of the left name and of the right one that stand for each other."""

    left: Places
    right: Places
    alike: float


class Alignment(NamedTuple):
    """Two names with their token weights, the pairs found, and what is left over on both sides (indices)."""

    left: ParsedName
    right: ParsedName
    left_weights: tuple[float, ...]
    right_weights: tuple[float, ...]
    pairs: tuple[Pair, ...]
    left_rest: Places
    right_rest: Places

    def weight(self, pair: Pair) -> float:
        """Return what a pair weighs: the mean of its two sides."""
        left = sum(self.left_weights[i] for i in pair.left)
        return (left + sum(self.right_weights[j] for j in pair.right)) / 2


def align(
    left: ParsedName, left_weights: tuple[float, ...], right: ParsedName, right_weights: tuple[float, ...]
) -> Alignment:
    """Pair the tokens of two names, surest and heaviest pairs first, each token once."""
    found, free_a, free_b = _equal(left.tokens, right.tokens)
    for candidates in (_runs, _alike, _acronyms):
        if not (free_a and free_b):
            break
        options = candidates(left, right, free_a, free_b)
        if len(options) > 1:
            options.sort(key=lambda pair: (-_gain(pair, left_weights, right_weights), pair))
        for pair in options:
            if free_a.issuperset(pair.left) and free_b.issuperset(pair.right):
                found.append(pair)
                free_a.difference_update(pair.left)
                free_b.difference_update(pair.right)
    rest_a, rest_b = tuple(sorted(free_a)), tuple(sorted(free_b))
    return Alignment(left, right, left_weights, right_weights, tuple(sorted(found)), rest_a, rest_b)


def _gain(pair: Pair, left: tuple[float, ...], right: tuple[float, ...]) -> float:
    return pair.alike * (sum(left[i] for i in pair.left) + sum(right[i] for i in pair.right))


def _equal(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[list[Pair], set[int], set[int]]:
    """Pair equal tokens, of several equal ones the nearest in place, and return what is left."""
    free_a, free_b = set(range(len(left))), set(range(len(right)))
    shared = set(left).intersection(right)
    if not shared:
        return [], free_a, free_b
    options = [(i, j) for i, x in enumerate(left) if x in shared for j, y in enumerate(right) if x == y]
    if len(options) > len(shared):
        options.sort(key=lambda place: (abs(place[0] - place[1]), place))
    found = []
    for i, j in options:
        if i in free_a and j in free_b:
            found.append(Pair((i,), (j,), 1.0))
            free_a.remove(i)
            free_b.remove(j)
    return found, free_a, free_b


# --- runs of tokens that are one on the other side ------------------------------------------------


def _runs(left: ParsedName, right: ParsedName, free_a: set[int], free_b: set[int]) -> list[Pair]:
    found = []
    if len(free_a) > 1 and _may_run(left, right, free_a, free_b):
        found = [Pair(run, (j,), s) for run, j, s in _run_pairs(left, right, free_a, free_b)]
    if len(free_b) > 1 and _may_run(right, left, free_b, free_a):
        found += [Pair((i,), run, s) for run, i, s in _run_pairs(right, left, free_b, free_a)]
    return found


def _may_run(many: ParsedName, one: ParsedName, free_many: set[int], free_one: set[int]) -> bool:
    """Tell whether a word is long enough for the shortest run; consonants alone tell nothing of its length."""
    if _is_half_abjad(many, one):
        return True
    sizes = [len(many.tokens[i]) + len(many.tokens[i + 1]) for i in free_many if i + 1 in free_many]
    return bool(sizes) and max([len(one.tokens[j]) for j in free_one]) + RUN_SLACK >= min(sizes)


def _run_pairs(
    many: ParsedName, one: ParsedName, free_many: set[int], free_one: set[int]
) -> Iterator[tuple[Places, int, float]]:
    likeness = _run_likeness(many, one)
    singles = [(j, one.tokens[j]) for j in sorted(free_one) if len(one.tokens[j]) > 1]
    longest = sum(map(len, many.tokens))
    if likeness not in (_bare, _servant):  # every other likeness wants equal first letters and like length
        onsets = {many.tokens[i][0] for i in free_many}
        singles = [(j, word) for j, word in singles if word[0] in onsets]
        longest = max([len(word) for _, word in singles], default=0) + RUN_SLACK
    for run, joined in _joined(many, free_many, longest) if singles else ():
        for j, word in singles:
            alike = likeness(joined, word)
            if alike >= RUN_LEAST:
                yield run, j, alike * ONE_WORD


def _run_likeness(many: ParsedName, one: ParsedName) -> Likeness:
    """Return how joined tokens of one name are compared with a token of another, by their scripts."""
    if _is_half_abjad(many, one):
        return _servant if many.kind == "person" else _bare
    return spoken if many.kind != "person" and many.script == "han" != one.script else _written


def _is_half_abjad(one: ParsedName, other: ParsedName) -> bool:
    return (one.script == "abjad") != (other.script == "abjad")


def _bare(joined: str, word: str) -> float:
    return unvowelled(joined, word, RUN_CONSONANTS)


def _servant(joined: str, word: str) -> float:
    return unvowelled(joined, word, RUN_CONSONANTS - 1) if joined.startswith(("bd", "abd")) else 0.0


def _written(joined: str, word: str) -> float:
    near = word[0] == joined[0] and abs(len(word) - len(joined)) <= RUN_SLACK
    return similarity(joined, word) if near else 0.0


def spoken(syllables: str, word: str) -> float:
    """Compare Han syllables with a foreign word that may only sound like them: by consonants at the least."""
    alike = _written(syllables, word)
    sounds = alike and consonants(syllables) == consonants(word)
    return max(alike, SOUNDS_ALIKE) if sounds else alike


def _joined(name: ParsedName, free: set[int], longest: int) -> Iterator[tuple[Places, str]]:
    """Yield runs of two and more free neighbours of four letters up to ``longest``, joined; a surname also first."""
    tokens, is_person = name.tokens, name.kind == "person"
    for start in sorted(free):
        joined, end = tokens[start], start + 1
        while end in free and end - start < MAX_RUN:
            joined, last, end = joined + tokens[end], tokens[end], end + 1
            if len(joined) > longest:
                break
            if len(joined) > 3:
                run = tuple(range(start, end))
                yield run, joined
                if is_person:
                    yield run, last + joined[: -len(last)]


# --- single tokens, and acronyms ------------------------------------------------------------------


def _alike(left: ParsedName, right: ParsedName, free_a: set[int], free_b: set[int]) -> list[Pair]:
    is_person, abjad = left.kind == "person", _is_half_abjad(left, right)
    others = [(j, right.tokens[j]) for j in free_b]
    found = []
    for i in free_a:
        x = left.tokens[i]
        for j, y in others:
            if not (abjad or (is_person and is_initial(x, y))) and are_strangers(x, y):
                continue
            alike = likeness(x, y, is_person=is_person)
            if abjad and alike < SURE:
                alike = max(alike, unvowelled(x, y))
            if alike >= LEAST:
                found.append(Pair((i,), (j,), alike))
    return found


def _acronyms(left: ParsedName, right: ParsedName, free_a: set[int], free_b: set[int]) -> list[Pair]:
    """Return tokens that are the initials of the other name's free tokens: of organisations, four letters or more."""
    if left.kind == "person":
        return []
    found = [Pair((i,), run, ACRONYM) for i, run in _spelled(left.tokens, right, free_a, free_b)]
    return found + [Pair(run, (j,), ACRONYM) for j, run in _spelled(right.tokens, left, free_b, free_a)]


def _spelled(
    tokens: tuple[str, ...], other: ParsedName, free: set[int], free_other: set[int]
) -> Iterator[tuple[int, Places]]:
    # Beside other words that are paired already, three letters are telling enough.
    least = MIN_ACRONYM if len(free) == len(tokens) else MIN_ACRONYM - 1
    if len(free_other) >= least:
        places = tuple(j for j in sorted(free_other) if other.roles[j] != "particle")
        initials = "".join(other.tokens[j][0] for j in places)
        for i in sorted(free):
            start = initials.find(tokens[i]) if len(tokens[i]) >= least else -1
            if start >= 0:
                yield i, places[start : start + len(tokens[i])]
            elif len(places) >= least and tokens[i] == initials + (other.form or " ")[0]:
                yield i, places
