"""Names as text: what is folded, what is romanised, and what is told apart."""

from __future__ import annotations

import time

import pytest

from sarcheck import vocabulary
from sarcheck.names import Kind, consonants, fold, others, parse, parts, readings, romanise, skeleton, words_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("АCME Lоgistics", "acme logistics"),  # Cyrillic А and о among Latin letters
        ("Αcme", "acme"),  # Greek capital alpha
        ("Нева Тpанс", "нева транс"),  # Latin p in a Cyrillic word
        ("Ас Ltd Company", "ac ltd company"),  # a word of look-alikes only, in a Latin name
        ("Москва", "москва"),
        ("ＡＣＭＥ　Ｃｏ", "acme co"),
        ("Ac\u200bme\u202e \ufeffLtd", "acme ltd"),
        ("𝓐𝓬𝓶𝓮", "acme"),
    ],
)
def test_look_alike_and_invisible_letters_are_folded(written: str, meant: str) -> None:
    assert fold(written) == meant


@pytest.mark.parametrize(
    ("text", "roman"),
    [
        ("хороший завод", "khoroshiy zavod"),
        ("łódź øre straße", "lodz ore strasse"),
        ("Ελλάς", "ellas"),
        ("山东", "shan dong"),
        ("김정희", "kim jeong hui"),
    ],
)
def test_other_scripts_are_romanised(text: str, roman: str) -> None:
    assert " ".join(romanise(fold(text)).split()) == roman


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("长江", "chang jiang"),
        ("长光", "chang guang"),
        ("银行", "yin hang"),
        ("重庆", "chong qing"),
        ("长河", "chang he"),
    ],
)
def test_han_readings_fit_names(name: str, reading: str) -> None:
    assert " ".join(romanise(name).split()) == reading


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("khoroshiy", "horoshii"),
        ("walter", "valter"),
        ("yuriy", "yuri"),
        ("abdullah", "abdula"),
        ("tchaikovsky", "chaikovski"),
    ],
)
def test_transliterations_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_consonants_are_what_an_abjad_writes() -> None:
    assert consonants("hassan") == consonants("hsn")


@pytest.mark.parametrize(
    ("text", "tokens", "form"),
    [
        ("Acme GmbH", ("acme",), "limited"),
        ("Acme, s. r. o.", ("acme",), "limited"),
        ("JOINT-STOCK COMPANY ACME", ("acme",), "stock"),
        ("АО «Нева»", ("neva",), "stock"),
        ("AKTSIONERNOE OBSHCHESTVO NEVA", ("neva",), "stock"),
        ("Obshchestvo s ogranichennoi otvetstvennostyu Neva", ("neva",), "limited"),
        ("青木有限公司", ("qing", "mu"), "limited"),
        ("QING MU YOU XIAN GONG SI", ("qing", "mu"), "limited"),
        ("Qingmu Youxian Gongsi", ("qingmu",), "limited"),
        ("株式会社アオキ", ("aoki",), "stock"),
        ("Acme S.A. de C.V.", ("acme",), "stock"),
        ("Acme Trading Co., Ltd.", ("acme", "trading"), "limited"),
        ("Public Joint-Stock Company Acme", ("acme",), "public"),
    ],
)
def test_the_legal_form_is_split_off(text: str, tokens: tuple[str, ...], form: str) -> None:
    read = parse(text, "organization")
    assert (read.tokens, read.form) == (tokens, form)


@pytest.mark.parametrize("text", ["AO", "Limited", "The Company", "有限公司"])
def test_a_name_of_nothing_but_a_form_stays_a_name(text: str) -> None:
    read = parse(text, "organization")
    assert read.tokens or readings(text, "organization") == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青木卫星技术", "Qing Mu Satellite Technology"),
        ("QING MU KONG JIAN KE JI YAN JIU YUAN", "青木空间科技研究院"),
        ("Научно-производственное предприятие Нева", "Research and Production Enterprise Neva"),
        ("NPO Neva", "Scientific Production Association Neva"),
        ("Gruppa Neva", "Neva Group"),
    ],
)
def test_generic_words_read_the_same_in_every_language(one: str, other: str) -> None:
    left, right = parse(one, "organization"), parse(other, "organization")
    assert sorted(left.tokens) == sorted(right.tokens)
    assert "generic" in left.roles


def test_places_titles_patronymics_and_brackets_are_told_apart() -> None:
    assert parse("北京青木", "organization").roles[0] == "place"
    assert parse("Acme (Baltic) Ltd", "organization").roles == ("name", "aside")
    assert parse("Dr. Ivan Petrovich Sidorov", "person").tokens == ("ivan", "petrovich", "sidorov")
    assert parse("Ivan Petrovich Sidorov", "person").roles == ("name", "patronymic", "name")


def test_a_persons_surname_before_the_comma_goes_last() -> None:
    assert parse("SIDOROV, Ivan", "person") == parse("Ivan Sidorov", "person")
    assert parse("Acme, Baltic", "organization").tokens == ("acme", "baltic")


@pytest.mark.parametrize(
    ("text", "numerals"),
    [
        ("Acme II", ("2",)),
        ("First Acme Bank", ("1",)),
        ("Acme 003", ("3",)),
        ("Brigade Forty-Four", ("44",)),
        ("Plant No. 7", ("7",)),
    ],
)
def test_numbers_are_read_however_they_are_written(text: str, numerals: tuple[str, ...]) -> None:
    assert parse(text, "organization").numerals == numerals


def test_a_ships_prefix_is_not_its_name() -> None:
    assert parse("M/V Silver Dawn", "vessel").tokens == parse("MV SILVER DAWN", "vessel").tokens
    assert parse("Silver Dawn No. 3", "vessel") == parse("SILVER DAWN 3", "vessel")


def test_a_former_name_is_a_name_of_its_own() -> None:
    (now, is_former), (then, was) = readings("Silver Dawn (ex Golden Dusk)", "vessel")
    assert (now.tokens, is_former) == (("silver", "dawn"), False)
    assert (then.tokens, was) == (("golden", "dusk"), True)


@pytest.mark.parametrize("text", ["", " ", "—", "\u202e\u200b", "()"])
def test_text_without_a_letter_is_no_name(text: str) -> None:
    assert readings(text, "organization") == ()


def test_a_cut_name_says_so() -> None:
    assert parse("acme " * 200, "organization").cut
    assert not parse("Acme", "organization").cut


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "a\u0301" * 5_000,
        "a" + "\u0301\u0323" * 5_000,
        "\u202e" * 10_000,
        "(" * 10_000,
        "a." * 5_000,
        "漢" * 10_000,
        "ﷺ" * 5_000,
    ],
)
@pytest.mark.parametrize("kind", ["person", "organization", "vessel"])
def test_a_hostile_name_is_read_within_limits(text: str, kind: str) -> None:
    read = readings(text, kind)  # type: ignore[arg-type]
    assert all(len(name.tokens) <= 24 for name, _ in read)


def test_words_of_any_text() -> None:
    assert words_of("Ул. Лесная, д. 5") == ("ul", "lesnaya", "d", "5")


def test_the_tables_are_in_their_own_alphabet() -> None:
    romanised = [*vocabulary.GENERIC, *vocabulary.GLOSSES, *(p for group in vocabulary.GLOSSES.values() for p in group)]
    assert [word for word in romanised if not word.isascii() or word != word.lower()] == []
    assert {p.replace(" ", "") for group in vocabulary.LEGAL_FORMS.values() for p in group} >= vocabulary.EDGE_FORMS


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"word{chr(97 + i % 26)}" for i in range(40)) + " Kestrel Vortex Limited",
        "漢" * 60 + "星云",
        "a" * 700 + " Kestrel Vortex",
    ],
)
def test_what_stands_behind_the_limit_of_a_name_is_read_as_well(text: str) -> None:
    read = parts(text)
    assert read[0] == text
    assert len(read) > 1
    last = text.split()[-1][-2:]
    assert any(part.endswith(last) and not parse(part, "organization").cut for part in read)


def test_a_name_of_usual_length_is_not_taken_apart() -> None:
    assert parts("Kestrel Vortex Limited") == ("Kestrel Vortex Limited",)


# --- names that are asked about -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Acme GmbH / Skyglass Ltd", "Skyglass Ltd"),
        ("Acme GmbH; Skyglass Ltd", "Skyglass Ltd"),
        ("Acme GmbH c/o Skyglass", "Skyglass"),
        ("Acme GmbH attn: Skyglass", "Skyglass"),
        ("Acme GmbH, Skyglass Moonstone", "Skyglass Moonstone"),
        ("Acme (Skyglass", "Skyglass"),
        ("SkyGlass", "Sky Glass"),
        ("PMCSkyglass", "PMC Skyglass"),
        ("5kyg1ass", "skygiass"),
        ("ǝuoʇs", "stone"),
        ("АСМЕ", "ACME"),
        ("SA turn Ltd", "SAturn Ltd"),
    ],
)
def test_what_else_a_text_may_be_read_as(text: str, other: str) -> None:
    assert other in others(text)


@pytest.mark.parametrize(
    "text",
    [
        "Skyglass Moonstone",
        "SIDOROV, Ivan Petrovich",
        "Skyglass, Inc.",
        "Institute of Space, Academy of Sciences",
        "Trading / Shipping Company",
        "Москва",
        "24 7 3",
        "",
    ],
)
def test_most_names_are_nothing_else(text: str) -> None:
    assert [o for o in others(text) if parse(o, "person").tokens != parse(text, "person").tokens] == []


@pytest.mark.parametrize("text", ["_" * 20_000, " " * 20_000, "a_" * 10_000, "ɐ" * 20_000, "a;" * 5_000, "a " * 10_000])
def test_hostile_texts_are_read_quickly(text: str) -> None:
    began = time.process_time()
    others(text)
    parts(text)
    assert time.process_time() - began < 5


def test_many_names_that_are_hardly_short_are_read_quickly() -> None:
    began = time.process_time()
    for number in range(200):
        parts(f"{'a' * 36}{number:04}")
    assert time.process_time() - began < 5


@pytest.mark.parametrize("padding", ["㌖" * 100, "ﷲ" * 160, "뷁" * 200, "1 " * 230, "ǆ" * 300, "a" * 500, "ii " * 150])
@pytest.mark.parametrize("form", ["{padding} {name}", "{name} {padding}", "{padding} {name} {padding}"])
def test_what_stands_beside_padding_is_a_part(padding: str, form: str) -> None:
    text = form.format(padding=padding, name="Skyglass Moonstone")
    assert "Skyglass Moonstone" in parts(text)


def test_a_name_that_grows_beyond_the_limit_says_so() -> None:
    assert parse("ﷲ" * 160 + " Skyglass", "organization").cut
    assert parse("1 " * 230 + "Skyglass", "organization").cut
    assert not parse("Skyglass" + "\u200b" * 300, "organization").cut


@pytest.mark.parametrize(
    ("spaced", "closed"),
    [
        ("S k y g l a s s", "skyglass"),
        ("S-k-y-g-l-a-s-s Ltd", "skyglass ltd"),
        ("S\u2800k\u2800y\u2800g\u2800l\u2800a\u2800s\u2800s", "skyglass"),
        ("A B C", "a b c"),
        ("J. R. R. R. Skyglass", "j. r. r. r. skyglass"),
    ],
)
def test_a_word_spaced_out_is_closed_up(spaced: str, closed: str) -> None:
    assert fold(spaced) == closed


@pytest.mark.parametrize(
    ("text", "kind", "tokens"),
    [
        ("山田太郎", "person", ("yamada", "taro")),
        ("青木工業株式会社", "organization", ("aoki", "industrial")),
        ("Γεώργιος Παπανδρέου", "person", ("georgios", "papandreou")),
        ("מגדל כחול בע״מ", "organization", ("mgdl", "khvl")),
        ("მწვანე შპს", "organization", ("mtsvane",)),
        ("Արմեն Սարգսյան", "person", ("armen", "sargsyan")),
        ("第十八星丸", "vessel", ("xing", "wan")),
        ("김영호", "person", ("kim", "yeong", "ho")),
    ],
)
def test_names_of_other_scripts_are_read(text: str, kind: Kind, tokens: tuple[str, ...]) -> None:
    assert tokens in {name.tokens for name, _ in readings(text, kind)}


def test_a_counted_ship_keeps_its_number() -> None:
    assert [parse(text, "vessel").numerals for text in ("第八星丸", "第十八星丸", "第二十星丸")] == [
        ("8",),
        ("18",),
        ("20",),
    ]
