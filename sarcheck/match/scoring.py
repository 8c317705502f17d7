"""How alike two names are, told feature by feature and token by token."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from sarcheck.match.align import Alignment, align
from sarcheck.match.facts import country
from sarcheck.match.model import Model, default, ready
from sarcheck.model import Feature, Score
from sarcheck.names import Kind, ParsedName, readings
from sarcheck.packs import NameModel

__all__ = [
    "FAMILY",
    "Match",
    "Reading",
    "best",
    "explain",
    "holds",
    "is_near",
    "is_same",
    "logit",
    "qualified",
    "read",
    "score",
    "weigh",
]

FAMILY: dict[str, Kind] = {
    "person": "person",
    "company": "organization",
    "organization": "organization",
    "vessel": "vessel",
    "aircraft": "vessel",
    "unknown": "organization",
}
"""How each type of party has its name read."""

ROLE_WEIGHTS = {"name": 1.0, "generic": 0.3, "particle": 0.08, "place": 0.15, "patronymic": 0.25, "aside": 0.4}
"""What a token counts by its role, before rarity."""

PORT = 0.4
"""What words beside a vessel's name count on top of that: its port."""

LATER = 0.7
"""What distinctive words of an organisation's name count after the first: they tell branch or trade."""

ALMOST = 0.95
"""Names that are not the same tokens never score more than this."""

SAME, SAME_OTHER_ORDER, SAME_OTHER_FORM, SAME_SOUND = 1.0, 0.995, 0.98, 0.9
"""What names of equal tokens score: equal in order and form too; in one of these not; of two different
forms; written in Han characters that only read alike."""

SAME_BUT_NUMBER = 0.85
"""What names of equal tokens score at most when only one of them has a number."""

SPELLING = 0.88
"""Words at least so alike are one word but for a letter or its spelling."""

INNER_TOKENS, INNER_WEIGHT = 2, 0.8
"""Tokens and weight of a name that is recognised inside a longer one."""


class Reading(NamedTuple):
    """A name as read, with its token weights and whether it was given as another or former name."""

    name: ParsedName
    weights: tuple[float, ...]
    former: bool


class Match(NamedTuple):
    """The value of the best alignment of two names, before qualifiers."""

    value: float
    alignment: Alignment
    swapped: bool


def weigh(name: ParsedName, rarity: Callable[[str], float] | None = None) -> tuple[float, ...]:
    """Return each token's weight: its role and place times its rarity (0..1, all 1 without an index)."""
    first = name.roles.index("name") if name.kind == "organization" and "name" in name.roles else None
    return tuple(
        ROLE_WEIGHTS[role]
        if role not in ("name", "aside")
        else _own(token, role, name.kind, later=first is not None and place > first)
        * (rarity(token) if rarity else 1.0)
        for place, (token, role) in enumerate(zip(name.tokens, name.roles, strict=True))
    )


def _own(token: str, role: str, kind: Kind, *, later: bool) -> float:
    """Return what a distinctive word counts before its rarity: by length and by its place in the name."""
    if role == "aside":
        return ROLE_WEIGHTS[role] * (PORT if kind == "vessel" else 1.0)
    return ((0.4, 0.7)[len(token) - 1] if len(token) <= 2 else 1.0) * (LATER if later else 1.0)


def read(text: str, kind: Kind, rarity: Callable[[str], float] | None = None) -> tuple[Reading, ...]:
    """Return every name that a text states, weighed."""
    return tuple(Reading(name, weigh(name, rarity), former) for name, former in readings(text, kind))


def best(left: Iterable[Reading], right: Sequence[Reading], model: Model, least: float = 0.0) -> Match | None:
    """Return the best match among the names of two texts; two former names do not identify each other.

    A match that cannot reach ``least`` may be told as 0, which is quicker.
    """
    matches = (_match(a, b, model, least) for a in left for b in right if not (a.former and b.former))
    return max(matches, key=lambda m: m.value, default=None)


def _match(a: Reading, b: Reading, model: Model, least: float) -> Match:
    """Align two names in a fixed order of sides, so that the score does not depend on who asks."""
    swapped = b.name.tokens < a.name.tokens if a.name.tokens != b.name.tokens else _key(b) < _key(a)
    one, two = (b, a) if swapped else (a, b)
    alignment = align(one.name, one.weights, two.name, two.weights)
    return Match(_value(alignment, model, least), alignment, swapped)


def _key(reading: Reading) -> tuple[object, ...]:
    name = reading.name
    return name.tokens, name.numerals, name.form or "", name.roles, name.script, name.han, reading.weights


def _value(a: Alignment, model: Model, least: float) -> float:
    if is_same(a):
        return min(_same(a), 1.0 if a.left.numerals == a.right.numerals else SAME_BUT_NUMBER)
    if not a.pairs:
        return 0.0
    reached = model.logit(a, logit(least))
    return ALMOST / (1.0 + math.exp(-reached)) if reached is not None else 0.0


def logit(value: float) -> float:
    """Return the logit that a value of names not the same is made of."""
    share = value / ALMOST
    return math.log(share / (1.0 - share)) if 0.0 < share < 1.0 else math.copysign(math.inf, share - 0.5)


def is_same(a: Alignment) -> bool:
    """Tell whether two names have the same tokens, in any order and whatever their legal form, and no two numbers.

    A number that only one of them has tells them apart no more than a legal form would: anyone can append it.
    """
    if a.left_rest or a.right_rest:
        return False
    numbers = {a.left.numerals, a.right.numerals}
    return (len(numbers) == 1 or () in numbers) and sorted(a.left.tokens) == sorted(a.right.tokens)


def is_near(a: Alignment) -> bool:
    """Tell whether two names are the same word for word but for spelling, and none of them has a word more."""
    return bool(a.pairs) and not (a.left_rest or a.right_rest) and all(p.alike >= SPELLING for p in a.pairs)


def holds(match: Match) -> bool:
    """Tell whether the name asked for holds the other one whole, in any order, and that one is telling enough.

    Patronymics and particles may be left out on either side.
    """
    a = match.alignment
    outer, inner, weights = (a.right, a.left, a.left_weights) if match.swapped else (a.left, a.right, a.right_weights)
    if len(a.pairs) < INNER_TOKENS:
        return False
    within, sought = _said(outer), sorted(_said(inner))
    if len(sought) < INNER_TOKENS or sum(weights) < INNER_WEIGHT or "name" not in inner.roles:
        return False
    starts = range(len(within) - len(sought) + 1)
    return any(sorted(within[i : i + len(sought)]) == sought for i in starts)


def _said(name: ParsedName) -> list[str]:
    return [t for t, role in zip(name.tokens, name.roles, strict=True) if role not in ("patronymic", "particle")]


def _same(a: Alignment) -> float:
    if a.left.han and a.right.han and a.left.han != a.right.han:
        return SAME_SOUND
    forms = {a.left.form, a.right.form}
    if a.left.kind == "person" or (a.left.tokens == a.right.tokens and len(forms) == 1):
        return SAME
    return SAME_OTHER_FORM if len(forms - {None, "company"}) == 2 else SAME_OTHER_ORDER


def qualified(value: float, qualifiers: Sequence[Feature], floor: float = 0.0) -> float:
    """Return a score after facts beside the name: each closes a part of the gap to 1, or takes a part off.

    Facts against never take a score below ``floor`` that is there without them: they may be false. Only another
    kind of party does, where the names are not near: too many ships and firms bear persons' names.
    """
    lifted = _moved(value, [fact for fact in qualifiers if fact.weight > 0 or fact.name == "kind"])
    moved = _moved(value, qualifiers)
    return moved if lifted < floor else max(moved, floor)


def _moved(value: float, qualifiers: Iterable[Feature]) -> float:
    for fact in qualifiers:
        value += fact.value * fact.weight * ((1.0 - value) if fact.weight > 0 else value)
    return round(min(1.0, max(0.0, value)), 4)


def explain(match: Match, model: Model, qualifiers: tuple[Feature, ...] = (), floor: float = 0.0) -> Score:
    """Return a match as a score: each feature that counted, and the tokens side by side as the asker named them."""
    a = match.alignment
    told = tuple(
        Feature(name=row.name, value=round(value, 4), weight=weight)
        for row, weight, _ in model.steps[a.left.kind]
        if (value := row.measure(a))
    )
    name = (Feature(name="same_name", value=1.0, weight=1.0),) if is_same(a) else told
    value = qualified(match.value, qualifiers, floor)
    return Score(value=value, features=name + qualifiers, aligned=_side_by_side(match))


def _side_by_side(match: Match) -> tuple[tuple[str, str, float], ...]:
    a = match.alignment
    rows = [
        (" ".join(a.left.tokens[i] for i in p.left), " ".join(a.right.tokens[i] for i in p.right), round(p.alike, 4))
        for p in a.pairs
    ]
    rows += [(a.left.tokens[i], "", 0.0) for i in a.left_rest] + [("", a.right.tokens[i], 0.0) for i in a.right_rest]
    return tuple((y, x, s) if match.swapped else (x, y, s) for x, y, s in rows)


def score(
    query: str,
    candidate: str,
    *,
    kind: str,
    query_country: str | None = None,
    candidate_country: str | None = None,
    weight: Callable[[str], float] | None = None,
    model: NameModel | None = None,
) -> Score:
    """Return how alike two names are as names of a ``person``, ``company``, ``organization`` or ``vessel``.

    ``weight`` gives a token's rarity, 0..1; without it every distinctive token counts the same. ``model`` holds
    the weights, by default those of the pack that ships with sarcheck. Pure
    and symmetric. Only equal names reach 0.98 and above, whatever their legal form or, for persons, order.
    """
    family = FAMILY.get(kind, "organization")
    weights = ready(model) if model else default()
    match = best(read(query, family, weight), read(candidate, family, weight), weights)
    if match is None:
        return Score(value=0.0)
    fact = country((query_country or "",), (candidate_country or "",), weights)
    return explain(match, weights, (fact,) if fact else ())
