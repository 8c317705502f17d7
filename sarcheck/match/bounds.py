"""What two names can score at most, by tables of their words: only names that may be alike enough are aligned.

Of each word its letters are known as bits, those of its skeleton, and keys of its sound. What is told from them is
never less than what an alignment finds, so that leaving a comparison out changes no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from sarcheck.match.align import MAX_RUN, MIN_ACRONYM, ONE_WORD, RUN_LEAST, RUN_SLACK, SURE, spoken
from sarcheck.match.arrays import Ints, offsets, spread
from sarcheck.match.features import FEATURES, MUCH, SAME_WORD, TRADE, Row
from sarcheck.match.model import Model
from sarcheck.match.tables import (
    COMPANY,
    END,
    FORMLESS,
    KINDS,
    NAMED,
    ONCE,
    SAID,
    Array,
    Bits,
    Flags,
    Floats,
    Names,
    Words,
)
from sarcheck.match.tokens import LEAST, NEAR, likeness

__all__ = ["Scales", "Side", "likely", "scaled"]

PERSON = KINDS.index("person")

CELLS = 1 << 18
"""Pairs of words looked at together: what bounds the memory that it takes."""

SLACK = 1e-6
"""What rounding may take off a bound."""


class Scales(NamedTuple):
    """What features weigh, by kind of name, and the bias."""

    bias: Floats
    features: tuple[tuple[Row, Floats], ...]


class Side(NamedTuple):
    """Names in numbers, the words that they are made of, and how to read one of these."""

    names: Names
    words: Words
    text: Callable[[int], str]


def likely(ours: Side, theirs: Side, listed: Ints, rows: tuple[Ints, Ints], least: Floats, scales: Scales) -> Flags:
    """Tell of pairs of names, one of ours and one of theirs of its kind, which may be one name or reach a logit.

    ``listed`` has the place of each of our words among theirs, -1 for none. False is sure: such a pair scores less
    than its logit and neither name holds the other.
    """
    mine, other = rows
    found: Flags = ours.names.abjad[mine] != theirs.names.abjad[other]  # by consonants alone much may be alike
    told = np.flatnonzero(~found)
    for part in _portions(told, _sizes(ours.names)[mine[told]] * _sizes(theirs.names)[other[told]]):
        found[part] = _may_reach(ours, theirs, listed, (mine[part], other[part]), least[part], scales)
    return found


def _sizes(names: Names) -> Ints:
    return np.diff(names.offsets)


def _portions(rows: Ints, cells: Ints) -> Iterator[Ints]:
    """Split rows so that each part has about ``CELLS`` pairs of words."""
    portion = np.cumsum(cells) // CELLS
    yield from np.split(rows, np.flatnonzero(np.diff(portion)) + 1)


class Half(NamedTuple):
    """One side of some pairs of names, its words one after the other: the pair of each, and the word."""

    pair: Ints
    word: Ints
    words: Words
    weights: Floats
    flags: Ints
    read: Callable[[int], str]

    def text(self, place: int) -> str:
        """Return a word as it is written."""
        return self.read(int(self.word[place]))

    def sums(self, values: Array, pairs: int) -> Floats:
        """Return the sum over the words of each pair."""
        return np.bincount(self.pair, values, pairs).astype(np.float64, copy=False)

    def beyond(self, step: int) -> Ints:
        """Return the length of the word so many places after each one of the same name, 0 where there is none."""
        size, length = self.words.size, len(self.pair)
        there = np.clip(np.arange(length) + step, 0, max(0, length - 1))
        inside = (np.arange(length) + step == there) & (self.pair[there] == self.pair)
        return np.where(inside, size[there], 0)


def _half(side: Side, chosen: Ints) -> Half:
    names = side.names
    pair, place = spread(names.offsets, chosen)
    words = names.words[place]
    columns: Iterator[Any] = (column[words] for column in side.words)
    marks = Words(*columns)
    return Half(pair, words, marks, names.weights[place], names.flags[place], side.text)


def _may_reach(ours: Side, theirs: Side, listed: Ints, rows: tuple[Ints, Ints], least: Floats, scales: Scales) -> Flags:
    """Tell what ``likely`` tells, of pairs of names that are both or neither written in an abjad."""
    count = len(least)
    left, right = _half(ours, rows[0]), _half(theirs, rows[1])
    ends = offsets(np.bincount(right.pair, minlength=count))
    cells = spread(ends, left.pair)
    kind = theirs.names.kind[rows[1]]
    persons = kind == PERSON
    one, other = np.zeros(len(left.pair)), np.zeros(len(right.pair))
    same = listed[left.word][cells[0]] == right.word[cells[1]]
    one[cells[0][same]] = other[cells[1][same]] = 1.0
    held = right.sums((right.flags & SAID > 0) & (other == 0.0), count) == 0
    near = np.flatnonzero(_are_near(left, right, cells, persons) & ~same)
    for i, j in zip(cells[0][near].tolist(), cells[1][near].tolist(), strict=True):
        alike = likeness(left.text(i), right.text(j), is_person=bool(persons[left.pair[i]]))
        if alike >= LEAST:
            one[i], other[j] = max(one[i], alike), max(other[j], alike)
    _count_runs(right, left, (cells[1], cells[0]), persons, other, one)
    _count_runs(left, right, cells, persons, one, other)
    most = _most(ours.names, theirs.names, rows, (left, right), (one, other))
    reached = _weighed(scales, kind, most) >= least - SLACK
    may: Flags = held | reached | _may_abbreviate(ours.names, theirs.names, rows, left, right, persons)
    return may


def _are_near(left: Half, right: Half, cells: tuple[Ints, Ints], persons: Flags) -> Flags:
    """Tell which pairs of words may be alike, by their letters or, in persons' names, by sound, meaning or initial.

    ``similarity`` is 0 for lengths far apart, else at most the mean of what edits leave of both the words and their
    skeletons, or of the words alone; it forgives vowels from ``NEAR`` up, and anything where the skeletons are equal.
    """
    i, j = cells
    a, b = left.words, right.words
    sizes = a.size[i], b.size[j]
    many = np.maximum(*sizes)
    raw = 1.0 - _edits(a.letters[i], b.letters[j]) / many
    bare = 1.0 - _edits(a.bare[i], b.bare[j]) / np.maximum(np.maximum(a.bare_size[i], b.bare_size[j]), 1)
    near = (np.maximum(raw, (raw + bare) / 2) >= NEAR - SLACK) | (bare == 1.0)
    near &= np.minimum(*sizes) >= NEAR * many - SLACK
    personal = (a.sound[i] == b.sound[j]) | (a.given[i] == b.given[j])
    personal |= (np.minimum(*sizes) == 1) & (a.onset[i] == b.onset[j])
    found: Flags = near | (personal & persons[left.pair[i]])
    return found


def _edits(x: Bits, y: Bits) -> Ints:
    """Return how many edits two words are apart at least."""
    edits: Ints = np.maximum(np.bitwise_count(x & ~y), np.bitwise_count(y & ~x))
    return edits


def _count_runs(
    many: Half, single: Half, cells: tuple[Ints, Ints], persons: Flags, joined: Floats, word: Floats
) -> None:
    """Count words that may be one word of the other side when joined, and that word, as alike as such can be.

    A run begins as the word does and is about as long; of a person's name its last word may come first.
    """
    person = persons[many.pair]
    size, after, before = many.words.size, many.beyond(1), np.where(person, many.beyond(-1), 0)
    shortest = size + np.where((before > 0) & ((after == 0) | (before < after)), before, after)
    i, j = cells
    may = (many.words.onset[i] == single.words.onset[j]) & (shortest[i] > size[i])
    found = np.flatnonzero(may & (shortest[i] <= single.words.size[j] + RUN_SLACK))
    for at, to in zip(i[found].tolist(), j[found].tolist(), strict=True):
        for run, last in _runs_at(many, at, int(single.words.size[to]), is_person=bool(person[at])):
            alike = ONE_WORD * spoken(last + "".join(map(many.text, run)), single.text(to))
            if alike >= ONE_WORD * RUN_LEAST:
                word[to] = max(word[to], alike)
                whole = slice(min(at, run.start), max(at + 1, run.stop))
                joined[whole] = np.maximum(joined[whole], alike)


def _runs_at(half: Half, place: int, length: int, *, is_person: bool) -> Iterator[tuple[range, str]]:
    """Yield words from one on that make about a length, and of a person's name those before the one, with it."""
    pair, size = half.pair, half.words.size
    for step in (1, -1) if is_person else (1,):
        written, end = size[place], place + step
        while 0 <= end < len(pair) and pair[end] == pair[place] and abs(end - place) < MAX_RUN:
            written += size[end]
            if written > length + RUN_SLACK:
                break
            if written >= length - RUN_SLACK:
                yield (range(place, end + 1), "") if step > 0 else (range(end, place), half.text(place))
            end += step


def _may_abbreviate(
    ours: Names, theirs: Names, rows: tuple[Ints, Ints], left: Half, right: Half, persons: Flags
) -> Flags:
    """Tell where a word of three letters or more may be the initials of the other name, and of its legal form."""
    found = np.zeros(len(persons), dtype=np.bool_)
    for half, others, chosen in ((left, theirs, rows[1]), (right, ours, rows[0])):
        initials, longest = others.initials[chosen][half.pair], _sizes(others)[chosen][half.pair] + 1
        made = (half.words.letters & ONCE & ~initials) == 0
        made &= (half.words.size >= MIN_ACRONYM - 1) & (half.words.size <= longest)
        found[half.pair[made]] = True
    return found & ~persons


def _most(
    ours: Names,
    theirs: Names,
    rows: tuple[Ints, Ints],
    halves: tuple[Half, Half],
    alike: tuple[Floats, Floats],
) -> dict[str, Array]:
    """Return of each pair of names what a feature that speaks for them is at most, and one against them at least.

    ``alike`` has of each word how alike to it any pair is that it may be in: a word of 0 is surely left over.
    """
    count = len(rows[0])
    sides = list(zip(halves, alike, strict=True))
    full = [half.sums(half.weights * share, count) for half, share in sides]
    shares = [part / _or_one(half.sums(half.weights, count)) for part, (half, _) in zip(full, sides, strict=True)]
    paired = [half.sums(half.weights * (share > 0), count) for half, share in sides]
    words = [half.sums(half.weights * (share >= SAME_WORD), count) for half, share in sides]
    sure = [half.sums(half.weights * (share >= SURE), count) for half, share in sides]
    heaviest = [_heaviest(half, share, count) for half, share in sides]
    named = sum(half.sums((share > 0) & (half.flags & NAMED > 0), count) for half, share in sides)
    lost = sum(half.sums((share == 0) & (half.flags & END > 0), count) for half, share in sides)
    numbers = ours.numerals[rows[0]], theirs.numerals[rows[1]]
    forms = ours.form[rows[0]], theirs.form[rows[1]]
    return {
        "covered": np.minimum(*shares),
        "contained": np.maximum(*shares),
        "uncovered": np.maximum(0.0, 1.0 - 1.5 * np.maximum(*shares)),
        "evidence": np.minimum(1.0, sum(full) / 2 / MUCH),
        "certain": np.minimum(1.0, sum(sure) / 2 / MUCH),
        "scant": np.maximum(0.0, 1.0 - sum(words) / 2),
        "replaced": np.minimum(1.0, np.minimum(*heaviest)),
        "missing": np.minimum(1.0, np.maximum(*heaviest)),
        "unnamed": np.where(named > 0, 0.0, np.maximum(0.0, 1.0 - sum(paired) / 2 / TRADE)),
        "ends_agree": lost == 0,
        "numerals_agree": (numbers[0] == numbers[1]) & (numbers[0] > 0),
        "numerals_differ": (numbers[0] != numbers[1]) & (np.minimum(*numbers) > 0),
        "numeral_missing": (numbers[0] > 0) != (numbers[1] > 0),
        "forms_differ": (forms[0] != forms[1]) & (np.minimum(*forms) > COMPANY),
        "form_missing": (forms[0] == FORMLESS) != (forms[1] == FORMLESS),
    }


def _or_one(total: Floats) -> Floats:
    return np.where(total > 0, total, 1.0)


def _heaviest(half: Half, alike: Floats, count: int) -> Floats:
    """Return the weight of the heaviest word of each pair that is surely left over."""
    found = np.zeros(count)
    np.maximum.at(found, half.pair, half.weights * (alike == 0))
    return found


def scaled(model: Model) -> Scales:
    """Return the weights of a model by feature."""
    weights = {kind: {step.row.name: step.weight for step in model.steps[kind]} for kind in KINDS}
    return Scales(
        np.array([model.bias[kind] for kind in KINDS]),
        tuple((row, np.array([weights[kind].get(row.name, 0.0) for kind in KINDS])) for row in FEATURES),
    )


def _weighed(scales: Scales, kind: Ints, most: dict[str, Array]) -> Floats:
    """Return the logit of what features are at most: one that nothing is known of counts whole if it speaks for."""
    found = scales.bias[kind]
    for row, weights in scales.features:
        found = found + weights[kind] * most.get(row.name, float(row.sign > 0))
    return found
