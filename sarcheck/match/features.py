"""What speaks for and against two names being one: pure features of an alignment.

Every feature is symmetric and lies in 0..1. A model (``match.model``) weighs them: what speaks for never has a
negative weight and what speaks against never a positive one, which keeps the score monotone: a name that gains a
foreign token only loses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from sarcheck.match.align import SURE, Alignment, Pair
from sarcheck.match.tokens import INITIAL, LEAST, are_other_syllables, similarity
from sarcheck.names import ParsedName, skeleton

__all__ = ["FEATURES", "Row"]

TRADE = 2.0
"""Matched weight of generic words so many that together they name a party."""

MUCH = 3.0
"""Matched weight of three distinctive tokens is all the evidence a name can give."""

LIGHT = 0.35
"""Lighter pairs are generic words, whose slips tell nothing."""


def covered(a: Alignment) -> float:
    """Return the share of the less covered name that the other one matches."""
    return min(_shares(a))


def contained(a: Alignment) -> float:
    """Return the share of the more covered name that the other one matches."""
    return max(_shares(a))


def _shares(a: Alignment) -> tuple[float, float]:
    left = sum(p.alike * a.left_weights[i] for p in a.pairs for i in p.left)
    right = sum(p.alike * a.right_weights[i] for p in a.pairs for i in p.right)
    return left / (sum(a.left_weights) or 1.0), right / (sum(a.right_weights) or 1.0)


def evidence(a: Alignment) -> float:
    """Return how much distinctive text the names share."""
    return min(1.0, sum(p.alike * a.weight(p) for p in a.pairs) / MUCH)


def scant(a: Alignment) -> float:
    """Return how far what the names share falls short of one distinctive word, as it was written."""
    return max(0.0, 1.0 - sum(a.weight(p) for p in a.pairs if p.alike >= SAME_WORD))


def uncovered(a: Alignment) -> float:
    """Return how far even the name that is covered better falls short of two thirds."""
    return max(0.0, 1.0 - 1.5 * contained(a))


def certain(a: Alignment) -> float:
    """Return how much distinctive text the names share letter by letter."""
    return min(1.0, sum(a.weight(p) for p in a.pairs if p.alike >= SURE) / MUCH)


def whole(a: Alignment) -> float:
    """Return how alike the names are without blanks."""
    return similarity("".join(a.left.tokens), "".join(a.right.tokens)) if a.left.tokens and a.right.tokens else 0.0


def ends_agree(a: Alignment) -> float:
    """Return 1 where first and last word of both persons' names are paired: what comes between is often left out."""
    if a.left.kind != "person" or len(a.pairs) < 2:
        return 0.0
    return float(_has_ends(a.left, a.left_rest) and _has_ends(a.right, a.right_rest))


def _has_ends(name: ParsedName, rest: tuple[int, ...]) -> bool:
    said = [i for i, role in enumerate(name.roles) if role != "particle"]
    return len(said) > 1 and said[0] not in rest and said[-1] not in rest


def replaced(a: Alignment) -> float:
    """Return the weight of the heaviest token of each name that the other lacks, the lighter of the two."""
    return min(1.0, min(_heaviest(a)))


def missing(a: Alignment) -> float:
    """Return the weight of the heaviest token that the other name lacks."""
    return min(1.0, max(_heaviest(a)))


def _heaviest(a: Alignment) -> tuple[float, float]:
    left = max((a.left_weights[i] for i in a.left_rest), default=0.0)
    return left, max((a.right_weights[i] for i in a.right_rest), default=0.0)


def fathers_differ(a: Alignment) -> float:
    """Return 1 where both names have a patronymic and these do not stand for each other."""
    return float(_has(a.left, a.left_rest, "patronymic") and _has(a.right, a.right_rest, "patronymic"))


def trades_differ(a: Alignment) -> float:
    """Return 1 where both names have generic words that the other lacks: another trade is another firm."""
    return float(_has(a.left, a.left_rest, "generic") and _has(a.right, a.right_rest, "generic"))


def trade_missing(a: Alignment) -> float:
    """Return 1 where only one name has generic words that the other lacks."""
    return float(_has(a.left, a.left_rest, "generic") != _has(a.right, a.right_rest, "generic"))


def places_differ(a: Alignment) -> float:
    """Return 1 where both names have a place that the other lacks: a firm elsewhere."""
    return float(_has(a.left, a.left_rest, "place") and _has(a.right, a.right_rest, "place"))


def place_missing(a: Alignment) -> float:
    """Return 1 where only one name has a place that the other lacks: its branch, or more of the same name."""
    return float(_has(a.left, a.left_rest, "place") != _has(a.right, a.right_rest, "place"))


def _has(name: ParsedName, rest: tuple[int, ...], role: str) -> bool:
    return any(name.roles[i] == role for i in rest)


def slips(a: Alignment) -> float:
    """Return how far the worst of the paired distinctive tokens are from equal."""
    return min(1.0, 2 * max((1 - p.alike for p in _unsure(a)), default=0.0))


def far(a: Alignment) -> float:
    """Return how far the worst of the paired distinctive tokens are beyond what a slip of the pen explains."""
    worst = min((p.alike for p in _unsure(a)), default=1.0)
    return min(1.0, max(0.0, SLIP - worst) / (SLIP - LEAST))


def unsupported(a: Alignment) -> float:
    """Return how far paired distinctive tokens are from equal where none is equal beside them."""
    return 0.0 if any(p.alike >= SURE and a.weight(p) > LIGHT for p in a.pairs) else slips(a)


def onsets_differ(a: Alignment) -> float:
    """Return 1 where paired distinctive words begin differently, which slips and transliterations seldom do."""
    words = [(a.left.tokens[p.left[0]], a.right.tokens[p.right[0]]) for p in _unsure(a) if p.alike < SAME_WORD]
    return float(any(len(x) > 1 < len(y) and skeleton(x)[0] != skeleton(y)[0] for x, y in words))


SLIP = 0.8
"""Pairs less alike differ in more than one letter of five."""

SAME_WORD = 0.9
"""Pairs at least so alike are one word by sound or as a given name, whatever it begins with."""


def syllables_differ(a: Alignment) -> float:
    """Return 1 where paired words are different Chinese syllables: no slip, but another word."""
    single = (p for p in _unsure(a) if len(p.left) == len(p.right) == 1)
    return float(any(are_other_syllables(a.left.tokens[p.left[0]], a.right.tokens[p.right[0]]) for p in single))


def signs_differ(a: Alignment) -> float:
    """Return how far two names apart are in Han or Hangul signs that may only sound alike."""
    one, other = a.left.han, a.right.han
    return min(1.0, 2 - 2 * similarity(one, other)) if one and other and one != other else 0.0


def initials(a: Alignment) -> float:
    """Return 1 where an initial stands for a name."""
    return float(any(p.alike == INITIAL for p in a.pairs))


def _unsure(a: Alignment) -> Iterator[Pair]:
    return (p for p in a.pairs if p.alike < SURE and a.weight(p) > LIGHT)


def unnamed(a: Alignment) -> float:
    """Return 1 where only generic words are shared, less the more they are: they tell the trade, not the party."""
    if any(a.left.roles[i] in ("name", "aside") for p in a.pairs for i in p.left):
        return 0.0
    return max(0.0, 1.0 - sum(a.weight(p) for p in a.pairs) / TRADE)


def numerals_agree(a: Alignment) -> float:
    """Return 1 where both names have the same numbers."""
    return float(bool(a.left.numerals) and a.left.numerals == a.right.numerals)


def numerals_differ(a: Alignment) -> float:
    """Return 1 where both names have numbers and these are not the same."""
    left, right = a.left.numerals, a.right.numerals
    return float(bool(left and right and left != right))


def numeral_missing(a: Alignment) -> float:
    """Return 1 where only one of the names has a number."""
    return float(bool(a.left.numerals) != bool(a.right.numerals))


def forms_differ(a: Alignment) -> float:
    """Return 1 where both names state a legal form and these are not of one class."""
    forms = {a.left.form, a.right.form}
    return float(len(forms - {None, "company"}) == 2)


def form_missing(a: Alignment) -> float:
    """Return 1 where only one of the names states a legal form."""
    return float((a.left.form is None) != (a.right.form is None))


def reordered(a: Alignment) -> float:
    """Return the share of neighbouring pairs whose order is the other way round."""
    places = [p.right[0] for p in a.pairs]
    return sum(x > y for x, y in pairwise(places)) / (len(places) - 1) if len(places) > 1 else 0.0


class Row(NamedTuple):
    """A feature, and whether it speaks for (1) or against (-1)."""

    name: str
    measure: Callable[[Alignment], float]
    sign: int


FEATURES: tuple[Row, ...] = (
    Row("covered", covered, 1),
    Row("contained", contained, 1),
    Row("replaced", replaced, -1),
    Row("missing", missing, -1),
    Row("evidence", evidence, 1),
    Row("certain", certain, 1),
    Row("ends_agree", ends_agree, 1),
    Row("numerals_agree", numerals_agree, 1),
    Row("whole", whole, 1),
    Row("scant", scant, -1),
    Row("uncovered", uncovered, -1),
    Row("fathers_differ", fathers_differ, -1),
    Row("trades_differ", trades_differ, -1),
    Row("trade_missing", trade_missing, -1),
    Row("places_differ", places_differ, -1),
    Row("place_missing", place_missing, -1),
    Row("slips", slips, -1),
    Row("far", far, -1),
    Row("unsupported", unsupported, -1),
    Row("onsets_differ", onsets_differ, -1),
    Row("syllables_differ", syllables_differ, -1),
    Row("signs_differ", signs_differ, -1),
    Row("initials", initials, -1),
    Row("unnamed", unnamed, -1),
    Row("numerals_differ", numerals_differ, -1),
    Row("numeral_missing", numeral_missing, -1),
    Row("forms_differ", forms_differ, -1),
    Row("form_missing", form_missing, -1),
    Row("reordered", reordered, -1),
)
"""The features in the order in which a score measures and tells them: the most telling first."""
