"""The cascade of ownership: each regime's arithmetic on the same trees, and what must hold for any tree."""

from __future__ import annotations

import datetime as dt
import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarcheck.model import Entry, Identifier, Link, Name
from sarcheck.ownership import Arithmetic, End, Relation, Relations, Stake, build, closure, from_links, keys, path

DAY = dt.date(2026, 11, 22)
OFAC = Arithmetic(50.0, ">=", aggregate=True, control=False)
EU = Arithmetic(50.0, ">=", aggregate=True, control=True)
EU_BEFORE = Arithmetic(50.0, ">", aggregate=True, control=True)
UK = Arithmetic(50.0, ">", aggregate=False, control=True)

L, M = "listed", "listed too"


def stake(owner: str, owned: str, share: float | None = None, **more: object) -> Stake:
    return Stake(**{"owner": owner, "owned": owned, "share": share, "source": "register"} | more)  # type: ignore[arg-type]


def degrees(stakes: list[Stake], arithmetic: Arithmetic, maybe: tuple[str, ...] = ()) -> dict[str, str]:
    return {key: found.degree for key, found in closure(stakes, {L, M}, DAY, arithmetic, maybe).items()}


@pytest.mark.parametrize(
    ("name", "stakes", "ofac", "eu", "eu_before", "uk"),
    [
        ("half", [stake(L, "a", 50)], "owned", "owned", "below", "below"),
        ("more than half", [stake(L, "a", 50.01)], "owned", "owned", "owned", "owned"),
        ("just under half", [stake(L, "a", 49.999999)], "below", "below", "below", "below"),
        ("two listed owners", [stake(L, "a", 26), stake(M, "a", 25)], "owned", "owned", "owned", "below"),
        ("two that make half", [stake(L, "a", 25.1), stake(M, "a", 24.9)], "owned", "owned", "below", "below"),
        # FAQ 401: X owns 50 % of A, A owns 50 % of B; B is owned, though 50 % of 50 % is 25 %
        ("half of half", [stake(L, "m", 50), stake("m", "a", 50)], "owned", "owned", None, None),
        # FAQ 401: X owns 50 % of A and 10 % of B, A owns 40 % of B
        (
            "through one and beside it",
            [stake(L, "m", 50), stake("m", "a", 40), stake(L, "a", 10)],
            "owned",
            "owned",
            "below",
            "below",
        ),
        # FAQ 401: X owns 50 % of A and of B, which own 25 % of C each
        (
            "through two",
            [stake(L, "m", 50), stake(L, "n", 50), stake("m", "a", 25), stake("n", "a", 25)],
            "owned",
            "owned",
            None,
            None,
        ),
        # FAQ 401: X owns 25 % of A and of B, which own 50 % of C each: C is not owned
        (
            "a quarter of what owns all",
            [stake(L, "m", 25), stake(L, "n", 25), stake("m", "a", 50), stake("n", "a", 50)],
            "below",
            "below",
            "below",
            "below",
        ),
        ("a quarter of the whole owner", [stake(L, "m", 25), stake("m", "a", 100)], "below", "below", "below", "below"),
        (
            "two roots in the UK, one behind both",
            [stake(L, "m", 60), stake(L, "a", 20), stake("m", "a", 40)],
            "owned",
            "owned",
            "owned",
            "owned",
        ),
        ("control alone", [stake(L, "a", 10, control=True)], "below", "owned", "owned", "owned"),
        (
            "control of a share that is unknown",
            [stake(L, "a", None, control=True)],
            "unknown",
            "owned",
            "owned",
            "owned",
        ),
        ("an unknown share", [stake(L, "a", None)], "unknown", "unknown", "unknown", "unknown"),
        ("unknown, others hold most", [stake(L, "a", None), stake("x", "a", 60)], "below", "below", "below", "below"),
        (
            "unknown, others hold half",
            [stake(L, "a", None), stake("x", "a", 50)],
            "unknown",
            "unknown",
            "below",
            "below",
        ),
        (
            "unknown beside known",
            [stake(L, "a", 30), stake(M, "a", None), stake("x", "a", 40)],
            "unknown",
            "unknown",
            "unknown",
            "below",
        ),
        ("not listed", [stake("x", "a", 100)], None, None, None, None),
        ("nothing held", [stake(L, "a", 0)], None, None, None, None),
    ],
)
def test_each_regime_counts_in_its_own_way(
    name: str, stakes: list[Stake], ofac: str | None, eu: str | None, eu_before: str | None, uk: str | None
) -> None:
    found = [degrees(stakes, one).get("a") for one in (OFAC, EU, EU_BEFORE, UK)]
    assert found == [ofac, eu, eu_before, uk], name


def test_shares_of_one_source_add_up_and_of_several_give_the_larger() -> None:
    split = [stake(L, "a", 30), stake(L, "a", 20)]
    assert degrees(split, OFAC) == {"a": "owned"}
    assert degrees([stake(L, "a", 30), stake(L, "a", 20, source="another")], OFAC) == {"a": "below"}
    assert degrees([stake(L, "a", 30), stake(L, "a", 60, source="another")], OFAC) == {"a": "owned"}


def test_shares_over_the_whole_are_the_whole() -> None:
    (found,) = closure([stake(L, "a", 80), stake(L, "a", 80)], {L}, DAY, OFAC).values()
    assert found.total == 100.0


def test_stakes_hold_on_their_days() -> None:
    past, future = stake(L, "a", 60, until=DAY - dt.timedelta(1)), stake(L, "a", 60, since=DAY + dt.timedelta(1))
    assert degrees([past, future], OFAC) == {}
    assert degrees([stake(L, "a", 60, since=DAY, until=DAY)], OFAC) == {"a": "owned"}


def test_a_known_share_of_a_source_that_vouches_settles_an_unknown_one() -> None:
    unknown = stake(L, "a", None, source="list")
    assert degrees([unknown, stake(L, "a", 20)], OFAC) == {"a": "below"}
    assert degrees([unknown, stake(L, "a", 20, asserted=True)], OFAC) == {"a": "unknown"}


def test_what_an_order_states_takes_nothing_from_an_unknown_share() -> None:
    unknown = stake(L, "a", None, source="list")
    assert degrees([unknown, stake("x", "a", 100)], OFAC) == {"a": "below"}
    assert degrees([unknown, stake("x", "a", 100, asserted=True)], OFAC) == {"a": "unknown"}


def test_who_is_only_likely_makes_ownership_possible() -> None:
    assert degrees([stake("x", "a", 60)], OFAC, maybe=("x",)) == {"a": "possible"}
    assert degrees([stake(L, "a", 60, sure=False)], OFAC) == {"a": "possible"}
    assert degrees([stake(L, "a", 60), stake("x", "a", 40)], OFAC, maybe=("a", "x")) == {"a": "owned"}


def test_cycles_hold_up_nobody_who_is_not_held() -> None:
    ring = [stake("a", "b", 60), stake("b", "a", 60), stake("a", "a", 100)]
    assert degrees(ring, OFAC) == {}
    assert degrees([*ring, stake(L, "a", 30)], OFAC)["a"] == "below"
    found = closure([*ring, stake(L, "a", 50)], {L}, DAY, OFAC)
    assert {key: one.degree for key, one in found.items()} == {"a": "owned", "b": "owned"}
    assert [one.owner for one in found["a"].counted] == [L]
    assert path(found, "b") == (L, "a", "b")


def test_what_a_party_holds_of_itself_takes_nothing_from_an_unknown_share() -> None:
    assert degrees([stake(L, "a", None), stake("a", "a", 100)], OFAC) == {"a": "unknown"}


def test_a_finding_can_tell_every_step() -> None:
    stakes = [stake("m", "a", 50.5, source="one"), stake(L, "m", 26), stake(M, "m", 25)]
    found = closure(stakes, {L, M}, DAY, OFAC)
    assert path(found, "a") == (L, "m", "a")
    assert [(one.owner, one.share, one.sources) for one in found["m"].counted] == [
        (L, 26.0, ("register",)),
        (M, 25.0, ("register",)),
    ]
    assert found["m"].total == 51.0


def test_a_hundred_thousand_parties_are_bounded_work() -> None:
    chain = [stake(f"p{i}", f"p{i + 1}", 60) for i in range(20_000)]
    star = [stake(L, f"q{i}", 50) for i in range(80_000)]
    begun = time.process_time()
    found = closure([*chain, *star], {L, "p0"}, DAY, OFAC)
    assert len(found) == 100_000
    assert time.process_time() - begun < 20


def test_many_listed_owners_that_count_alone_are_bounded_work() -> None:
    names = [f"p{i:04d}" for i in range(3_000)]
    for up in (names, names[::-1]):
        chain = [stake(one, other, 60) for one, other in itertools.pairwise(up)]
        begun = time.process_time()
        assert len(closure(chain, names[::2], DAY, UK)) >= 1_499
        assert time.process_time() - begun < 5


# --- any tree -----------------------------------------------------------------------------------

PARTIES = ["a", "b", "c", "d", "e", L, M]
SHARES = st.sampled_from([None, 0.0, 10.0, 24.9, 25.0, 25.1, 50.0, 60.0, 100.0])
STAKES = st.builds(
    stake,
    owner=st.sampled_from(PARTIES),
    owned=st.sampled_from(PARTIES),
    share=SHARES,
    control=st.sampled_from([None, True, False]),
    source=st.sampled_from(["register", "list"]),
    sure=st.booleans(),
)
TREES = st.lists(STAKES, max_size=14)
REGIMES = st.sampled_from([OFAC, EU, EU_BEFORE, UK])
ORDER = ("owned", "unknown", "possible", "below", None)


@given(TREES, REGIMES, st.randoms(use_true_random=False))
def test_the_order_of_stakes_changes_nothing(stakes: list[Stake], regime: Arithmetic, random: object) -> None:
    other = list(stakes)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert closure(stakes, {L, M}, DAY, regime, {"e"}) == closure(other, {L, M}, DAY, regime, {"e"})


@given(TREES, STAKES, REGIMES)
def test_another_stake_never_frees_a_party_that_is_owned(stakes: list[Stake], more: Stake, regime: Arithmetic) -> None:
    before = {party for party, degree in degrees(stakes, regime).items() if degree == "owned"}
    after = {party for party, degree in degrees([*stakes, more], regime).items() if degree == "owned"}
    assert before <= after


@given(TREES, STAKES, REGIMES)
def test_what_an_order_adds_makes_nothing_milder(stakes: list[Stake], more: Stake, regime: Arithmetic) -> None:
    stated = Stake(
        owner=more.owner, owned=more.owned, share=more.share, control=more.control, source="order", asserted=True
    )
    before, after = degrees(stakes, regime), degrees([*stakes, stated], regime)
    assert all(ORDER.index(after.get(party)) <= ORDER.index(degree) for party, degree in before.items())


@given(TREES)
def test_adding_up_finds_at_least_what_each_alone_does(stakes: list[Stake]) -> None:
    alone, together = degrees(stakes, UK), degrees(stakes, UK._replace(aggregate=True))
    assert alone.keys() <= together.keys()
    assert all(ORDER.index(together[party]) <= ORDER.index(degree) for party, degree in alone.items())


@given(TREES, REGIMES)
def test_every_path_ends_at_a_listed_party(stakes: list[Stake], regime: Arithmetic) -> None:
    found = closure(stakes, {L, M}, DAY, regime, {"e"})
    assert not found.keys() & {L, M}
    for party, holding in found.items():
        way = path(found, party)
        assert way[-1] == party
        assert way[0] in {L, M, "e"}
        assert len(way) == len(set(way))
        assert holding.counted


# --- the index ----------------------------------------------------------------------------------


def end(*names: str, **more: object) -> End:
    return End(names=names, **more)  # type: ignore[arg-type]


def test_relations_are_found_by_number_by_name_and_by_entry() -> None:
    number = Identifier(scheme="lei", value="529900EXAMPLE0000000")
    relations = [
        Relation(owner=end("Up Ltd"), owned=end("Vymysel Beispill S.A."), share=60.0),
        Relation(owner=end("Up Ltd"), owned=end("Quite Another", identifiers=(number,)), share=30.0),
        Relation(owner=end("Up Ltd"), owned=end("E", entry=("a-list", "1"))),
    ]
    arrays = build(relations)
    index = Relations(arrays.__getitem__)
    assert len(index) == 3
    assert list(index.above(keys(end("BEISPILL VYMYSEL")))) == [0]
    assert index.above(keys(end("No One", identifiers=(number,))))[1].share == 30.0
    assert list(index.above(("entry a-list 1",))) == [2]
    assert index.above(keys(end("E"))) == {}


def test_equal_rows_are_two_stakes() -> None:
    row = Relation(owner=end("Up"), owned=end("Down"), share=30.0, source="register")
    assert len(Relations(build([row, row]).__getitem__)) == 2


@pytest.mark.parametrize("relations", [[], [Relation(owner=end("Up Ltd"), owned=End(names=()))]])
def test_an_index_in_which_nobody_can_be_found_knows_nobody(relations: list[Relation]) -> None:
    index = Relations(build(relations).__getitem__)
    assert index.nobody([("name x",), ()])
    assert index.above(("name x",)) == {}


@pytest.mark.parametrize(("sought", "owned"), [("name x", False), ("name down", True), ("name zzz", False)])
def test_that_nobody_owns_any_of_some_is_told_at_once(sought: str, owned: bool) -> None:
    index = Relations(build([Relation(owner=end("Up Ltd"), owned=end("Down"))]).__getitem__)
    assert index.nobody([("name a",), (sought, "name b")]) is not owned
    assert bool(index.above((sought,))) is owned


def listed_entry(number: str, *links: Link) -> Entry:
    return Entry(list="a-list", id=number, type="company", names=(Name(text=f"ENTRY {number}"),), links=links)


def test_ties_of_listed_parties_are_relations() -> None:
    entries = [
        listed_entry("1", Link(target="2", type="owned_by", by="id", resolved=(("a-list", "2"),))),
        listed_entry("2", Link(target="Unlisted Daughter", type="owns_or_controls")),
        listed_entry("3", Link(target="X", type="owned_by", resolved=(("a-list", "1"), ("a-list", "2")))),
        listed_entry("4", Link(target="Former Daughter", type="owns", former=True)),
        listed_entry("5", Link(target="Friend", type="linked_to"), Link(target="99", type="owns", by="id")),
    ]
    found = [(one.owner.names[0], one.owned.names[0], one.control, one.sure) for one in from_links(entries)]
    assert found == [
        ("ENTRY 2", "ENTRY 1", None, True),
        ("ENTRY 2", "Unlisted Daughter", True, True),
        ("ENTRY 1", "ENTRY 3", None, False),
        ("ENTRY 2", "ENTRY 3", None, False),
    ]


def test_nobody_owns_whom_no_relation_names() -> None:
    row = Relation(owner=end("Omega Ltd"), owned=end("Gamma Mapping Ltd"), share=70.0)
    index = Relations(build([row]).__getitem__)
    known, unknown = keys(end("Gamma Mapping Limited")), keys(end("Alpha Mapping Ltd"))
    assert index.above(known)
    assert not index.nobody([unknown, known])
    assert index.nobody([unknown])
    assert index.nobody([])
    assert Relations(build([]).__getitem__).nobody([known])
