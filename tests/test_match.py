"""A party against the denied parties: scores that can be told, and an index that finds and explains."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import msgspec
import numpy as np
import pytest

from sarcheck.errors import RulesError
from sarcheck.match import Index, Remembering, build, checked, score
from sarcheck.match.facts import same_identifier
from sarcheck.match.model import shipped
from sarcheck.match.retrieval import Trigrams
from sarcheck.match.retrieval import build as build_trigrams
from sarcheck.model import Address, Entry, Identifier, Name, Query

ENTRIES = (
    Entry(
        list="test-list",
        id="1",
        type="organization",
        names=(
            Name(text="QING MU KONG JIAN KE JI YOU XIAN GONG SI"),
            Name(text="SKYGLASS CO. LTD", kind="alias"),
            Name(text="MORNING LARK", kind="alias", strength="weak"),
        ),
        identifiers=(Identifier(scheme="uscc", value="914301003206989977", country="CN"),),
        addresses=(Address(text="Room 445, 9th Floor, No. 18 Pine Street, Springfield", country="CN"),),
        countries=("CN",),
    ),
    Entry(
        list="test-list",
        id="2",
        type="person",
        names=(Name(text="SIDOROV, Ivan Petrovich"),),
        countries=("EE",),
        born=("1961-06-01",),
    ),
    Entry(list="test-list", id="3", type="organization", names=(Name(text="JOINT STOCK COMPANY NEVA TEKH"),)),
    Entry(list="test-list", id="4", type="vessel", names=(Name(text="SILVER DAWN 3"),)),
    Entry(list="test-list", id="5", type="organization", names=(Name(text="GENERAL TRADING COMPANY"),)),
    Entry(list="test-list", id="6", type="organization", names=(Name(text="MOONSTONE LIGHTHOUSE S.A."),)),
    Entry(list="test-list", id="7", type="organization", names=(Name(text="PACTA TEKC"),)),
    Entry(list="test-list", id="8", type="organization", names=(Name(text="PELICAN HERON ORION TANAGER"),)),
    Entry(list="test-list", id="9", type="organization", names=(Name(text="SPACTA TEXOMA"),)),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(build(ENTRIES).__getitem__)


def found(index: Index, name: str, kind: str = "company", **facts: object) -> list[tuple[str, float]]:
    query = Query(names=(name,), kind=kind, **facts)  # type: ignore[arg-type]
    return [(c.entry.id, c.score.value) for c in index.search(query, floor=0.6)]


# --- score --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "candidate", "kind"),
    [
        ("Skyglass", "SKYGLASS CO. LTD", "company"),
        ("Нева Тех", "JOINT STOCK COMPANY NEVA TEKH", "company"),
        ("青木空间科技有限公司", "QING MU KONG JIAN KE JI YOU XIAN GONG SI", "company"),
        ("Qingmu Space Technology", "青木空间科技有限公司", "company"),
        ("Sidorov Ivan", "SIDOROV, Ivan Petrovich", "person"),
        ("Иван Петрович Сидоров", "SIDOROV, Ivan Petrovich", "person"),
        ("I. Sidorov", "Ivan Sidorov", "person"),
        ("MV Silver Dawn-3", "SILVER DAWN 3", "vessel"),
        ("Golden Dusk", "Silver Dawn (ex Golden Dusk)", "vessel"),
        ("SkyGlasss", "Skyglass", "company"),
        ("SkyGlass Aero Space", "Skyglass Aerospace", "company"),
        ("حسن صالح", "Hassan Saleh", "person"),
        ("عبد الله صالح", "Abdullah Saleh", "person"),
        ("贝达航天", "Buda Aerospace", "company"),
        ("QMST", "Qing Mu Satellite Technology", "company"),
        ("Skyglass Institute, NAS", "Skyglass Institute, Northern Academy of Science", "company"),
    ],
)
def test_one_name_in_two_spellings_is_a_match(query: str, candidate: str, kind: str) -> None:
    assert score(query, candidate, kind=kind).value >= 0.7


@pytest.mark.parametrize(
    ("query", "candidate", "kind"),
    [
        ("Skyglass Trading", "Moonstone Trading", "company"),
        ("Neva Technik GmbH", "JOINT STOCK COMPANY NEVA TEKH", "company"),
        ("Acme Leasing 3 Ltd", "Acme Leasing 6 Ltd", "company"),
        ("General Trading Company", "General Shipping Company", "company"),
        ("Silver Dawn 3", "Silver Dawn 5", "vessel"),
        ("Ivan Petrovich Sidorov", "Ivan Borisovich Sidorov", "person"),
        ("Maria Sidorova", "Ivan Sidorov", "person"),
        ("Orion Tanager (ex Blue Heron)", "Red Pelican (ex Blue Heron)", "vessel"),
        ("", "Skyglass", "company"),
    ],
)
def test_two_names_are_not_one(query: str, candidate: str, kind: str) -> None:
    assert score(query, candidate, kind=kind).value < 0.65


@pytest.mark.parametrize("text", ["{} 2", "{} II", "2017 {}", "{}24", "{} (1)", "1 1 1 {}", "{} No. 7", "Second {}"])
@pytest.mark.parametrize("kind", ["company", "vessel"])
@pytest.mark.parametrize("name", ["Skyglass", "Skyglass Moonstone"])
def test_a_number_on_one_side_leaves_an_equal_name_for_review(text: str, kind: str, name: str) -> None:
    assert 0.65 <= score(text.format(name), name, kind=kind).value < 0.94
    assert score(text.format(name), f"{name} 99", kind=kind).value < 0.65


def test_only_equal_names_reach_the_top() -> None:
    assert score("Skyglass Ltd", "SKYGLASS LTD.", kind="company").value == 1.0
    assert score("Skyglass Ltd", "Skyglass AG", kind="company").value == 0.98
    assert score("Skyglas", "Skyglass", kind="company").value < 0.98


def test_han_names_that_only_sound_alike_are_not_the_same() -> None:
    assert score("李石", "李石", kind="person").value == 1.0
    assert score("李石", "李市", kind="person").value == 0.9


def test_who_asks_makes_no_difference_where_pairs_compete() -> None:
    one, other = "skyglasa ivana sky glass", "skyglas ann"
    assert score(one, other, kind="company").value == score(other, one, kind="company").value


def test_the_score_is_told_token_by_token() -> None:
    told = score("Skyglas Aerospace", "Skyglass Aero Space Nord", kind="company")
    assert ("aerospace", "aerospace", 1.0) in told.aligned or ("aerospace", "aero space", 0.99) in told.aligned
    assert ("", "nord", 0.0) in told.aligned
    assert {"contained", "evidence", "unsupported"} <= {f.name for f in told.features}
    turned = score("Skyglass Aero Space Nord", "Skyglas Aerospace", kind="company")
    assert {(y, x, s) for x, y, s in turned.aligned} == set(told.aligned)


def test_a_country_moves_the_score_within_bounds() -> None:
    plain = score("Skyglas", "Skyglass", kind="company").value
    same = score("Skyglas", "Skyglass", kind="company", query_country="CN", candidate_country="cn").value
    other = score("Skyglas", "Skyglass", kind="company", query_country="CN", candidate_country="LU").value
    assert plain < same < 0.98
    assert 0.9 * plain < other < plain


def test_rarity_decides_what_a_shared_word_is_worth() -> None:
    common = score(
        "Baltic Skyglass", "Baltic Moonstone", kind="company", weight=lambda t: 0.3 if t == "baltic" else 1.0
    )
    rare = score("Baltic Skyglass", "Baltic Moonstone", kind="company", weight=lambda t: 1.0 if t == "baltic" else 0.3)
    assert common.value < rare.value


# --- index --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("青木空间科技有限公司", "1"),
        ("青木空间", "1"),
        ("Qingmu Space Technology Co., Ltd.", "1"),
        ("Skyglass", "1"),
        ("SKY GLASS", "1"),
        ("Нева Тех", "3"),
        ("АО «НЕВА ТЕХ»", "3"),
    ],
)
def test_a_listed_name_is_found_in_any_script(index: Index, name: str, entry: str) -> None:
    assert found(index, name)[0][0] == entry


def test_generic_words_alone_find_nobody(index: Index) -> None:
    assert found(index, "International Space Technology Company") == []


def test_names_of_one_party_are_tried_together(index: Index) -> None:
    (hit,) = index.search(Query(names=("Unlisted Name", "Skyglass"), kind="company"), floor=0.6)
    assert (hit.query, hit.matched, hit.by, hit.strength) == ("Skyglass", "SKYGLASS CO. LTD", "name", "strong")


def test_a_weak_alias_is_told_as_weak(index: Index) -> None:
    (hit,) = index.search(Query(names=("Morning Lark",), kind="company"), floor=0.6)
    assert (hit.matched, hit.strength, hit.score.value) == ("MORNING LARK", "weak", 1.0)


def test_a_strong_name_nearly_equal_goes_before_an_equal_weak_alias() -> None:
    names = (Name(text="SIDOROVICH, Miljojko"), Name(text="SIDOROVICH, Milojko", kind="alias", strength="weak"))
    index = Index(build((Entry(list="l", id="1", type="person", names=names),)).__getitem__)
    (hit,) = index.search(Query(names=("SIDOROVICH, Milojko",), kind="person"), floor=0.6)
    assert (hit.matched, hit.strength) == ("SIDOROVICH, Miljojko", "strong")


def test_nobody_below_the_floor(index: Index) -> None:
    query = Query(names=("Skyglasz",), kind="company")
    (hit,) = index.search(query, floor=0.3)
    assert index.search(query, floor=hit.score.value)[0] == hit
    assert index.search(query, floor=hit.score.value + 0.001) == ()


FALSE_FACTS = (
    {"identifiers": (Identifier(scheme="uscc", value="91110108661572276L"),)},
    {"countries": ("LU",)},
    {"born": dt.date(1990, 1, 1)},
    {"countries": ("LU",), "born": dt.date(1990, 1, 1), "identifiers": (Identifier(scheme="inn", value="500100732"),)},
)


@pytest.mark.parametrize("kind", ["company", "person", "vessel", "aircraft", "organization", "unknown"])
@pytest.mark.parametrize("facts", FALSE_FACTS)
@pytest.mark.parametrize(
    "name", ["Skyglass Co. Ltd", "Skyglasz", "Ivan Sidorov", "Ivan Sidorow Petrovich", "Silver Dawn 3"]
)
def test_false_facts_take_no_name_below_the_floor(index: Index, name: str, facts: dict[str, object], kind: str) -> None:
    plain = index.search(Query(names=(name,), kind=kind), floor=0.65)
    told = index.search(Query(names=(name,), kind=kind, **facts), floor=0.65)  # type: ignore[arg-type]
    assert plain
    assert {c.entry.id for c in told} >= {c.entry.id for c in plain}
    assert all(c.score.value >= 0.65 for c in told)


def test_a_false_fact_does_not_undo_what_a_true_one_lifted(index: Index) -> None:
    def values(floor: float, **facts: object) -> list[float]:
        query = Query(names=("Sidor Ivan",), kind="person", **facts)  # type: ignore[arg-type]
        return [c.score.value for c in index.search(query, floor=floor) if c.entry.id == "2"]

    (plain,) = values(0.0)
    floor = plain + 0.01
    assert values(floor) == []
    assert len(values(floor, countries=("EE",))) == 1
    assert values(floor, countries=("EE",), born=dt.date(1990, 1, 1)) == [floor]


@pytest.mark.parametrize("fact", [{"countries": ("EE",)}, {"born": dt.date(1961, 6, 1)}, {"gender": "male"}])
def test_each_fact_that_agrees_lifts_a_name_over_the_floor(fact: dict[str, object]) -> None:
    listed = Entry(
        list="l",
        id="1",
        type="person",
        names=(Name(text="Ivan Sidorov"),),
        countries=("EE",),
        born=("1961-06-01",),
        gender="male",
    )
    index = Index(build((listed,)).__getitem__)
    (plain,) = index.search(Query(names=("Sidor Ivan",), kind="person"), floor=0.1)
    floor = plain.score.value + 0.0002
    assert index.search(Query(names=("Sidor Ivan",), kind="person"), floor=floor) == ()
    (lifted,) = index.search(Query(names=("Sidor Ivan",), kind="person", **fact), floor=floor)  # type: ignore[arg-type]
    assert lifted.score.value > floor


def test_a_weak_alias_above_the_floor_goes_before_a_strong_name_below_it() -> None:
    names = (Name(text="SIDOROVICH, Miljojko"), Name(text="SIDOROVICH, Milojko", kind="alias", strength="weak"))
    index = Index(build((Entry(list="l", id="1", type="person", names=names),)).__getitem__)
    strong = score("SIDOROVICH, Milojko", names[0].text, kind="person").value
    (hit,) = index.search(Query(names=("SIDOROVICH, Milojko",), kind="person"), floor=strong + 0.01)
    assert (hit.matched, hit.strength, hit.score.value) == ("SIDOROVICH, Milojko", "weak", 1.0)


def test_an_equal_identifier_settles_it(index: Index) -> None:
    number = Identifier(scheme="uscc", value="914301003206989977")
    (hit,) = index.search(Query(names=("Harmless Ltd",), countries=("LU",), identifiers=(number,)), floor=0.6)
    assert (hit.entry.id, hit.by, hit.score.value) == ("1", "identifier", 1.0)
    assert (hit.support, hit.against) == (("identifier",), ("country",))
    assert hit.score.features[0].detail == "uscc 914301003206989977"


def test_a_register_number_meets_its_scheme(index: Index) -> None:
    number = Identifier(scheme="registration", value="914301003206989977")
    assert [c.by for c in index.search(Query(names=("X",), identifiers=(number,)), floor=0.6)] == ["identifier"]


@pytest.mark.parametrize(
    ("scheme", "value", "country"),
    [
        ("tax", "914301003206989977", "LU"),
        ("registration", "914301003206989977", "LU"),
        ("inn", "914301003206989977", None),
        ("vat", "CN914301003206989977", "LU"),
        ("steuernummer", "914301003206989977", None),
        ("registration", "USCC914301003206989977", None),
        ("uscc", "914301003206989977123456789", "CN"),
        ("uscc", "123456789914301003206989977", "CN"),
    ],
)
def test_an_equal_number_under_another_label_is_likely(
    index: Index, scheme: str, value: str, country: str | None
) -> None:
    number = Identifier(scheme=scheme, value=value, country=country)
    (hit,) = index.search(Query(names=("Harmless",), countries=("LU",), identifiers=(number,)), floor=0.65)
    assert (hit.entry.id, hit.by, hit.strength) == ("1", "identifier", "weak")
    assert hit.against == ("country",)
    assert 0.65 <= hit.score.value < 0.94
    (named,) = index.search(Query(names=("Skyglass Co. Ltd",), identifiers=(number,)), floor=0.65)
    assert (named.by, named.strength, named.score.value, named.against) == ("name", "strong", 1.0, ())


@pytest.mark.parametrize("value", ["914301003206989978", "9143", "143010032069", "X", "", "\u0661" * 9])
def test_another_number_under_another_label_is_nobodys(index: Index, value: str) -> None:
    number = Identifier(scheme="tax", value=value)
    assert index.search(Query(names=("Harmless",), identifiers=(number,)), floor=0.65) == ()


def test_a_hostile_number_is_answered(index: Index) -> None:
    numbers = tuple(Identifier(scheme="tax", value=f"{i}x1234567" * 900) for i in range(10))
    assert index.search(Query(names=("Harmless",), identifiers=numbers), floor=0.65) == ()


@pytest.mark.parametrize("value", ["0", "0000000000", "1234"])
def test_a_placeholder_identifies_nobody(value: str) -> None:
    number = Identifier(scheme="inn", value=value)
    entry = Entry(list="l", id="1", type="company", names=(Name(text="Skyglass"),), identifiers=(number,))
    index = Index(build((entry,)).__getitem__)
    assert index.search(Query(names=("Moonstone",), identifiers=(number,)), floor=0.6) == ()


def test_a_different_identifier_counts_strongly_against(index: Index) -> None:
    other = Identifier(scheme="uscc", value="91110108661572276L")
    (hit,) = index.search(Query(names=("Skyglass Co. Ltd",), kind="company", identifiers=(other,)), floor=0.4)
    assert hit.against == ("identifier",)
    assert hit.score.value <= 0.5


def test_second_facts_support_or_speak_against(index: Index) -> None:
    def hit(born: dt.date, country: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        query = Query(names=("Ivan Sidorov",), kind="person", born=born, countries=(country,))
        (only,) = index.search(query, floor=0.4)
        return only.support, only.against

    assert hit(dt.date(1961, 6, 1), "EE") == (("country", "born"), ())
    assert hit(dt.date(1985, 1, 1), "LU") == ((), ("country", "born"))
    assert hit(dt.date(1962, 1, 1), "EE") == (("country",), ())


@pytest.mark.parametrize(
    ("listed", "verdict"), [("1961", "support"), ("circa 1960", ""), ("1970 to 1972", "against"), ("unknown", "")]
)
def test_partial_dates_of_birth(listed: str, verdict: str) -> None:
    entry = Entry(list="l", id="1", type="person", names=(Name(text="Ivan Sidorov"),), born=(listed,))
    (hit,) = Index(build((entry,)).__getitem__).search(
        Query(names=("Ivan Sidorov",), kind="person", born=dt.date(1961, 6, 1)), floor=0.4
    )
    assert (hit.support, hit.against) == (
        ("born",) if verdict == "support" else (),
        ("born",) if verdict == "against" else (),
    )


def test_an_equal_name_under_another_kind_stays_found(index: Index) -> None:
    (hit,) = index.search(Query(names=("Skyglass Co. Ltd",), kind="person"), floor=0.6)
    assert hit.score.value >= 0.98
    assert hit.against == ()
    (near,) = index.search(Query(names=("Skyglasz",), kind="person"), floor=0.3)
    assert near.against == ()
    (less,) = index.search(Query(names=("Moonstone",), kind="person"), floor=0.3)
    assert less.against == ("kind",)


def test_best_first_down_to_the_floor_and_up_to_the_limit(index: Index) -> None:
    hits = index.search(Query(names=("Skyglass", "Neva Tekh", "Sidorov Ivan Petrovich")), floor=0.0, limit=50)
    values = [c.score.value for c in hits]
    assert values == sorted(values, reverse=True)
    assert len({c.entry.id for c in hits}) == len(hits)
    assert len(index.search(Query(names=("Skyglass", "Neva Tekh")), floor=0.0, limit=1)) == 1
    assert all(c.score.value >= 0.9 for c in index.search(Query(names=("Skyglass", "Neva Tec")), floor=0.9))


def test_without_a_limit_nobody_is_left_out() -> None:
    entries = [
        Entry(list=f"list-{i % 3}", id=str(i), type="organization", names=(Name(text="SKYGLASS CO. LTD"),))
        for i in range(150)
    ]
    index = Index(build(entries).__getitem__)
    assert len(index.search(Query(names=("Skyglass",)), floor=0.65)) == 150
    assert len(index.search(Query(names=("Skyglass",)), floor=0.65, limit=7)) == 7


def test_neither_many_spellings_nor_many_lists_crowd_others_out() -> None:
    spellings = [(f" skyglass {letter}{letter} ", 0) for letter in "abcdefghijklmnop"]
    lists = [(" skyglass lamp ", entry) for entry in range(1, 9)]
    forms, entries = zip(*spellings, *lists, (" skyglass lam zq ", 9), (" heron ", 10), strict=True)
    trigrams = Trigrams(build_trigrams(forms, entries).__getitem__)
    assert {entries[i] for i in trigrams.nearest([" skyglass "], 3)} == set(range(10))
    assert {entries[i] for i in trigrams.nearest([" skyglass "], 2)} == set(range(9))


def test_the_index_holds_every_entry_as_it_was(index: Index) -> None:
    assert len(index) == len(ENTRIES)
    assert tuple(index.entries()) == ENTRIES


def test_an_empty_index_finds_nothing() -> None:
    index = Index(build(()).__getitem__)
    assert len(index) == 0
    assert index.search(Query(names=("Skyglass",)), floor=0.5) == ()
    assert index.by_address("Room 445, 9th Floor, No. 18 Pine Street, Springfield") == ()


def test_building_twice_gives_the_same_bytes() -> None:
    one, two = build(ENTRIES), build(ENTRIES)
    assert list(one) == list(two)
    assert all(np.array_equal(one[k], two[k]) and one[k].dtype == two[k].dtype for k in one)
    assert all(a.dtype != object and a.ndim in (1, 2) for a in one.values())


def test_opening_an_index_reads_nothing() -> None:
    def refuse(name: str) -> np.ndarray:
        raise AssertionError(f"{name} was read")

    Index(refuse)


def test_threads_share_an_index(index: Index) -> None:
    query = Query(names=("青木空间科技有限公司", "Skyglass", "Ivan Sidorov"))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: index.search(query, floor=0.5), range(24)))
    assert all(a == answers[0] for a in answers)


@pytest.mark.parametrize("text", ["a" * 10_000, "ab " * 5_000, "\u202e" * 9_999, "漢" * 10_000, "a\u0301" * 9_000])
def test_a_hostile_query_is_answered(index: Index, text: str) -> None:
    assert index.search(Query(names=(text,)), floor=0.5) == ()


# --- names hidden in names ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Beispiel GmbH, {}",
        "Beispiel, {}",
        "Beispiel GmbH vormals {}",
        "Beispiel GmbH d/b/a {}",
        "Beispiel GmbH t/a {}",
        "Beispiel GmbH trading as {}",
        "Beispiel GmbH, attn: {}",
        "Beispiel GmbH c/o {}",
        "Beispiel Imaging Ltd on behalf of {}",
        "Beispiel GmbH i.A. {}",
        "Beispiel GmbH / {}",
        "Beispiel GmbH; {}",
        "Beispiel GmbH - {}",
        "Beispiel GmbH ({}",
        "Beispiel Verwaltung GmbH {}",
        "{} / Beispiel GmbH",
        "{}, Beispiel GmbH",
        "{} c/o Beispiel GmbH",
    ],
)
@pytest.mark.parametrize("kind", ["company", "person"])
def test_a_listed_name_beside_another_is_found(index: Index, text: str, kind: str) -> None:
    assert "6" in dict(found(index, text.format("Moonstone Lighthouse S.A."), kind))
    assert "2" in dict(found(index, text.format("Ivan Sidorov"), kind))


def test_a_name_beside_another_is_likely_and_no_more(index: Index) -> None:
    assert 0.65 <= dict(found(index, "Beispiel GmbH / Moonstone Lighthouse S.A."))["6"] < 0.94
    assert dict(found(index, "Beispiel GmbH d/b/a Moonstone Lighthouse S.A."))["6"] == 1.0


def test_a_listed_name_is_found_in_a_longer_one(index: Index) -> None:
    assert "8" in dict(found(index, "New Pelican Heron Orion Tanager Works"))


@pytest.mark.parametrize(
    "name",
    [
        "M o o n s t o n e Lighthouse",
        "M-o-o-n-s-t-o-n-e Lighthouse",
        "M_o_o_n_s_t_o_n_e Lighthouse",
        "M·o·o·n·s·t·o·n·e Lighthouse",
        "M\u2800o\u2800o\u2800n\u2800s\u2800t\u2800o\u2800n\u2800e Lighthouse",
        "M\u3164oonst\u3164one Lighthouse",
        "MoonstoneLighthouse",
        "MOONSTONELIGHTHOUSE",
        "M00nstone Lighth0use",
        "Moon$tone L1ghthouse",
        "МООNSТОNЕ Lighthouse",
        "ᎷOOᏁSᎢOᏁᎬ Lighthouse",
        "ꓟꓳꓳꓠꓢꓔꓳꓠꓰ ꓡighthouse",
        "ⲘⲞⲞⲚSⲦⲞⲚⲈ Lighthouse",
        "ǝuoʇsuooɯ Lighthouse",
        "Moon stone Lighthouse",
    ],
)
def test_a_disguised_name_is_found(index: Index, name: str) -> None:
    assert "6" in dict(found(index, name))


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("РАСТА ТЕКС", "7"),
        ("5pacta Texoma", "9"),
        ("Spa cta Texoma", "9"),
        ("IvanSidorov", "2"),
        ("SIDOROVIVANPETROVICH", "2"),
        ("S i d o r o v Ivan", "2"),
    ],
)
def test_a_disguised_short_name_is_found(index: Index, name: str, entry: str) -> None:
    assert entry in dict(found(index, name))


# --- addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        "Room 445, 9th Floor, No. 18 Pine Street, Springfield",
        "Attn. Ms Li, Rm. 445, 9th Fl., 18 Pine St., Springfield 10001",
        "Building Block " * 300 + "Room 445, 9th Floor, No. 18 Pine Street, Springfield",
        "x" * 5000 + " Room 445, 9th Floor, No. 18 Pine Street, Springfield",
    ],
)
def test_a_listed_address_is_found_in_the_given_one(index: Index, given: str) -> None:
    ((entry, listed),) = index.by_address(given)
    assert (entry.id, listed) == ("1", ENTRIES[0].addresses[0].text)


@pytest.mark.parametrize(
    "given",
    [
        "Room 446, 9th Floor, No. 18 Pine Street, Springfield",
        "Room 445, 9th Floor, No. 19 Pine Street, Springfield",
        "Springfield",
        "",
    ],
)
def test_another_address_is_not_found(index: Index, given: str) -> None:
    assert index.by_address(given) == ()


def test_numbers_of_two_countries_registers_are_two_numbers() -> None:
    listed = Identifier(scheme="registration", value="123456", country="CN")
    for country, same in (("CN", True), (None, True), ("LU", False)):
        mine = Identifier(scheme="registration", value="123456", country=country)
        assert same_identifier(mine, listed) == same
    assert same_identifier(
        Identifier(scheme="lei", value="123456", country="LU"), msgspec.structs.replace(listed, scheme="lei")
    )


# --- weights --------------------------------------------------------------------------------------


def test_the_shipped_weights_are_the_ones_that_their_hash_says() -> None:
    assert checked(shipped(), "matching.toml") == shipped()


@pytest.mark.parametrize("value", [0.5, float("nan")])
def test_a_changed_weight_is_refused(value: float) -> None:
    person = shipped().person
    changed = msgspec.structs.replace(person, features=person.features | {"slips": value})
    with pytest.raises(RulesError, match="sign is wrong"):
        checked(msgspec.structs.replace(shipped(), person=changed), "matching.toml")
    moved = msgspec.structs.replace(person, bias=person.bias + 0.01)
    with pytest.raises(RulesError, match="is not that of the values"):
        checked(msgspec.structs.replace(shipped(), person=moved), "matching.toml")


def test_an_index_that_remembers_finds_what_each_search_finds(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [Query(names=(name,)) for name in ("Skyglass", "Ivan Sidorov", "Nobody", "Skyglass", "Nobody")]
    queries = [
        (q, floor) for q in (*asked, msgspec.structs.replace(asked[0], countries=("RU",))) for floor in (0.6, 0.99)
    ]
    found = [index.search(q, floor=floor) for q, floor in queries]
    remembering = Remembering(index)
    assert [remembering.search(q, floor=floor) for q, floor in queries] == found
    monkeypatch.setattr(Index, "_hits", lambda _self, block, _floor: [pytest.fail("sought again") for _ in block])
    assert [remembering.search(q, floor=floor) for q, floor in queries] == found
    assert remembering.search_many([q for q, _ in queries[::2]], floor=0.6) == found[::2]


def test_an_index_forgets_before_it_grows_without_bound(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sarcheck.match.index.REMEMBERED", 2)
    monkeypatch.setattr("sarcheck.match.index.NOBODY", 2)
    remembering = Remembering(index)
    queries = [Query(names=(f"{name} {i}",)) for i in range(6) for name in ("Skyglass", "Nobody")]
    assert [remembering.search(q, floor=0.6) for q in queries] == [index.search(q, floor=0.6) for q in queries]
    assert len(remembering._found) <= 2
    assert len(remembering._nobody) <= 2


@pytest.mark.parametrize(
    ("one", "other"),
    [("Siarhei Balyakau", "Sergey Beliakov"), ("Dzmitry Dunka", "Dmitry Dunko"), ("Mohammed Saleh", "Muhamad Salih")],
)
def test_a_given_name_in_another_language_is_the_same(one: str, other: str) -> None:
    assert score(one, other, kind="person").value >= 0.8


@pytest.mark.parametrize("name", ["MoonstoneLighthouse 1", "Moonstone Lighthous S.A. 2"])
def test_a_double_disguise_under_a_wrong_kind_reaches_review(index: Index, name: str) -> None:
    assert dict(found(index, name, "person"))["6"] >= 0.65


def test_addresses_that_no_list_has_are_remembered_and_few(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sarcheck.match.index.NOBODY", 2)
    remembering = Remembering(index)
    listed = next(a.text for e in index.entries() for a in e.addresses if index.by_address(a.text))
    for text in ("1 Main Street", "2 Main Street", "3 Main Street", "1 Main Street", listed, listed):
        assert remembering.by_address(text) == index.by_address(text)
    assert 0 < len(remembering._nowhere) <= 2
    with monkeypatch.context() as patched:
        patched.setattr(Index, "by_address", None)
        assert remembering.by_address("1 Main Street") == ()
