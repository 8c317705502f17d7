"""A comparison that is left out could not have mattered: bounds are never below what an alignment finds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarcheck.match import Index, build
from sarcheck.match.bounds import Side, likely, scaled
from sarcheck.match.model import default
from sarcheck.match.scoring import Reading, best, holds, logit, read
from sarcheck.match.tables import laid_out, marked
from sarcheck.model import Entry, EntryType, Name, Query
from sarcheck.names import Kind

KINDS: st.SearchStrategy[Kind] = st.sampled_from(["person", "organization", "vessel"])
WORDS = st.one_of(
    st.text("abdehikmorsz", min_size=1, max_size=7),
    st.sampled_from(
        "al bin de ivan john hans igor muhammad yusuf joseph sergey siarhei petrovich trading shipping company "
        "ltd gmbh ooo air 2 seven imo china iran moskva mv kharg charg khark qasem kassem abd abdul rahman "
        "北京 航天 محمد خليج Газпром Нева (ex alpha) ,".split(),
    ),
)


@st.composite
def _spellings(draw: st.DrawFn) -> tuple[str, str]:
    """Return a name and one that shares words with it, joined, cut, abbreviated, misspelt or as they are."""
    words = draw(st.lists(WORDS, min_size=1, max_size=5))
    other = list(words)
    for how in draw(
        st.lists(st.sampled_from(["drop", "join", "swap", "letters", "slip", "more", "initial"]), max_size=4)
    ):
        place = draw(st.integers(0, max(0, len(other) - 1)))
        if how == "drop":
            other = other[:place] + other[place + 1 :]
        elif how == "join":
            other[place : place + 2] = ["".join(other[place : place + 2])]
        elif how == "swap":
            other = other[place:] + other[:place]
        elif how == "letters":
            other = ["".join(word[0] for word in other), *other[place:]] if other else other
        elif how == "slip" and other:
            at = draw(st.integers(0, len(other[place])))
            other[place] = other[place][:at] + draw(st.sampled_from("aehko")) + other[place][at + 1 :]
        elif how == "more":
            other.insert(place, draw(WORDS))
        elif how == "initial" and other:
            other[place] = other[place][0]
    return " ".join(words), " ".join(other)


def _may_be(ours: Sequence[Reading], theirs: Sequence[Reading], least: float) -> list[bool]:
    """Return what the bound says of each pair of readings."""
    places: dict[str, int] = {}
    sides = []
    for readings in (ours, theirs):
        names = laid_out(readings, lambda token: places.setdefault(token, len(places)))
        sides.append(names)
    words = marked(list(places))
    one, other = (Side(names, words, list(places).__getitem__) for names in sides)
    rows = np.repeat(np.arange(len(ours)), len(theirs)), np.tile(np.arange(len(theirs)), len(ours))
    found = likely(one, other, np.arange(len(places)), rows, np.full(len(rows[0]), logit(least)), scaled(default()))
    return [bool(may) for may in found]


@settings(max_examples=400, deadline=None)
@given(_spellings(), KINDS, st.sampled_from([0.2, 0.45, 0.611, 0.65, 0.8]))
def test_names_that_a_bound_refuses_score_less(names: tuple[str, str], kind: Kind, least: float) -> None:
    ours, theirs = (read(text, kind) for text in names)
    pairs = [(a, b) for a in ours for b in theirs]
    for (a, b), may in zip(pairs, _may_be(ours, theirs, least), strict=True):
        if not may and (match := best([a], [b], default())):
            assert match.value < least
            assert not holds(match)


@pytest.mark.parametrize("kind", ["person", "organization", "vessel"])
def test_a_bound_refuses_names_that_share_nothing_telling(kind: Kind) -> None:
    ours, theirs = read("Borinka Logistics", kind), read("Zavodenka Trading", kind)
    assert _may_be(ours, theirs, 0.6) == [False]
    assert _may_be(ours, read("Borinca Logistic", kind), 0.6) == [True]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("KMTC", "Karbala Mokran Tehran Chabahar", "organization"),
        ("محمد خليج", "Muhammad Khalij", "person"),
        ("Rosko smos", "Roskosmos", "organization"),
        ("Ehud Ben Oren", "Benoren Ehud", "person"),
        ("Yusuf Karimi", "Joseph Karimi", "person"),
        ("Trading Neva", "Neva Trading", "vessel"),
        ("12", "12", "vessel"),
    ],
)
def test_a_bound_lets_pass_what_an_alignment_finds(one: str, other: str, kind: Kind) -> None:
    ours, theirs = read(one, kind), read(other, kind)
    match = best(ours, theirs, default())
    assert match
    assert any(_may_be(ours, theirs, match.value))


TYPES: st.SearchStrategy[EntryType] = st.sampled_from(["person", "company", "vessel", "unknown"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_spellings(), TYPES), min_size=1, max_size=8), st.sampled_from([0.0, 0.5, 0.65]))
def test_a_search_with_bounds_finds_what_one_without_finds(
    listed: list[tuple[tuple[str, str], EntryType]], floor: float
) -> None:
    entries = [
        Entry(list="x", id=str(i), type=kind, names=(Name(text=name),)) for i, ((name, _), kind) in enumerate(listed)
    ]
    index = Index(build(entries).__getitem__)
    queries = [Query(names=(other,), kind=kind, countries=("RU",)) for (_, other), kind in listed]
    together = index.search_many(queries, floor=floor)
    assert together == [index.search(query, floor=floor) for query in queries]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sarcheck.match.bounds.likely", lambda *args: np.ones(len(args[3][0]), dtype=np.bool_))
        assert index.search_many(queries, floor=floor) == together
