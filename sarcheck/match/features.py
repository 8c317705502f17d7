"""What speaks for and against two names being one: pure features of an alignment, and their weights.

Every feature is symmetric and lies in 0..1. The weights are those of a logistic model, so that a
feature's contribution to the score is value times weight; "for" is never negative and "against"
never positive, which keeps the score monotone: a name that gains a foreign token only loses.

The weights were fitted with these signs to labelled pairs of names and to unlike names that
retrieval brought up, then rounded. Set by judgement instead, where the fit found nothing or would
weigh too much: "unnamed", "numeral_missing", "forms_differ" and "reordered", the organisations' "onsets_differ", and
their bias, raised so that one threshold fits persons and organisations.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from sarcheck.match.align import Alignment, similarity
from sarcheck.names import ParsedName, skeleton

__all__ = ["BIAS", "FEATURES", "Row"]

TRADE = 2.0
"""Matched weight of generic words so many that together they name a party."""

MUCH = 3.0
"""Matched weight of three distinctive tokens is all the evidence a name can give."""


SURE, LIGHT = 0.99, 0.35
"""Pairs at least so alike are equal; lighter ones are generic words, whose slips tell nothing."""


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
    return min(1.0, sum(p.alike * _pair_weight(a, p.left, p.right) for p in a.pairs) / MUCH)


def _pair_weight(a: Alignment, left: tuple[int, ...], right: tuple[int, ...]) -> float:
    return (sum(a.left_weights[i] for i in left) + sum(a.right_weights[i] for i in right)) / 2


def whole(a: Alignment) -> float:
    """Return how alike the names are without blanks."""
    return similarity("".join(a.left.tokens), "".join(a.right.tokens)) if a.left.tokens and a.right.tokens else 0.0


def replaced(a: Alignment) -> float:
    """Return the weight of the heaviest token of each name that the other lacks, the lighter of the two."""
    if _has_patronymic(a.left, a.left_rest) and _has_patronymic(a.right, a.right_rest):
        return 1.0
    return min(1.0, min(_heaviest(a)))


def _has_patronymic(name: ParsedName, rest: tuple[int, ...]) -> bool:
    return any(name.roles[i] == "patronymic" for i in rest)


def missing(a: Alignment) -> float:
    """Return the weight of the heaviest token that the other name lacks."""
    return min(1.0, max(_heaviest(a)))


def _heaviest(a: Alignment) -> tuple[float, float]:
    left = max((a.left_weights[i] for i in a.left_rest), default=0.0)
    return left, max((a.right_weights[i] for i in a.right_rest), default=0.0)


def slips(a: Alignment) -> float:
    """Return how far the worst of the paired distinctive tokens are from equal."""
    worst = (1 - p.alike for p in a.pairs if p.alike < SURE and _pair_weight(a, p.left, p.right) > LIGHT)
    return min(1.0, 2 * max(worst, default=0.0))


def onsets_differ(a: Alignment) -> float:
    """Return 1 where paired distinctive words begin differently, which slips and transliterations seldom do."""
    pairs = (
        (a.left.tokens[p.left[0]], a.right.tokens[p.right[0]])
        for p in a.pairs
        if p.alike < SURE and _pair_weight(a, p.left, p.right) > LIGHT
    )
    return float(any(len(x) > 1 < len(y) and skeleton(x)[0] != skeleton(y)[0] for x, y in pairs))


def unnamed(a: Alignment) -> float:
    """Return 1 where only generic words are shared, less the more they are: they tell the trade, not the party."""
    if any(a.left.roles[i] in ("name", "aside") for p in a.pairs for i in p.left):
        return 0.0
    return max(0.0, 1.0 - sum(_pair_weight(a, p.left, p.right) for p in a.pairs) / TRADE)


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


def reordered(a: Alignment) -> float:
    """Return the share of neighbouring pairs whose order is the other way round."""
    places = [p.right[0] for p in a.pairs]
    return sum(x > y for x, y in pairwise(places)) / (len(places) - 1) if len(places) > 1 else 0.0


class Row(NamedTuple):
    """A feature with its weights for persons and for organisations; vessels weigh like organisations."""

    name: str
    measure: Callable[[Alignment], float]
    person: float
    organization: float

    def weight(self, kind: str) -> float:
        """Return the weight for a kind of name."""
        return self.person if kind == "person" else self.organization


FEATURES: tuple[Row, ...] = (
    Row("covered", covered, 3.5, 1.0),
    Row("contained", contained, 0.1, 0.9),
    Row("evidence", evidence, 1.7, 2.4),
    Row("whole", whole, 1.2, 0.3),
    Row("replaced", replaced, -3.4, -2.6),
    Row("missing", missing, -1.7, -0.5),
    Row("slips", slips, -2.2, -1.2),
    Row("onsets_differ", onsets_differ, -1.0, -0.4),
    Row("unnamed", unnamed, -1.0, -1.0),
    Row("numerals_differ", numerals_differ, 0.0, -4.0),
    Row("numeral_missing", numeral_missing, 0.0, -1.0),
    Row("forms_differ", forms_differ, 0.0, -1.1),
    Row("reordered", reordered, 0.0, -0.1),
)
"""The features in the order in which a score tells them."""

BIAS = {"person": -1.5, "organization": -0.6, "vessel": -0.6}
"""The logit of names that share nothing telling, by kind of name."""
