"""Numbers with labels, in cells of their own and in running text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarcheck.lists._numbers import labelled, stated
from sarcheck.model import Identifier

USCC, INN, OGRN = "91110000600037341L", "7707083893", "1027700132195"


def pairs(found: tuple[Identifier, ...]) -> list[tuple[str, str]]:
    return [(one.scheme, one.value) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"USCC: {USCC}, INN {INN}", [("uscc", USCC), ("inn", INN)]),
        (f"{USCC} (USCC)", [("uscc", USCC)]),
        (f"{INN} (INN); {OGRN} ( ОГРН )", [("inn", INN), ("ogrn", OGRN)]),
        (f"INN:{INN}\nOGRN:{OGRN}|KPP 770701001", [("inn", INN), ("ogrn", OGRN), ("kpp", "770701001")]),
        (f"ИНН {INN}；统一社会信用代码：{USCC}", [("inn", INN), ("uscc", USCC)]),
        (f"Taxpayer Identification Number (INN) {INN}", [("inn", INN)]),
        ("IMO9074729", [("imo", "9074729")]),
        ("IMO number: 9074729", [("imo", "9074729")]),
        ("12-34 (Harbour)", [("registration", "1234")]),
        ("430193000093452", [("registration", "430193000093452")]),
        ("none; n/a", []),
        ("", []),
        (" ; , ", []),
        (f"INN {INN}, INN {INN}", [("inn", INN)]),
        (f"INN{' ' * 30}{INN}", [("inn", INN)]),
    ],
)
def test_a_cell_of_numbers(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(labelled(text, "registration", "LU")) == expected


def test_check_digit_and_country_are_told() -> None:
    assert labelled(f"INN {INN}", "tax", "RU") == (Identifier(scheme="inn", value=INN, valid=True, country="RU"),)
    assert labelled(INN, "tax", "RU")[0].scheme == "inn"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"The heron (INN: {INN}) lives by the harbour since 2014.", [("inn", INN)]),
        (f"Heron, {INN} (INN), and Egret, OGRN {OGRN}.", [("inn", INN), ("ogrn", OGRN)]),
        ("Passport number AB123456 (Ruritania)", [("passport", "AB123456")]),
        ("It beginning 1234567 and swimming 12", []),
        ("1234567890 without a label", []),
        ("registration in Harbour", []),
        ("Registration 2014 was refused", []),
    ],
)
def test_running_text_gives_only_what_is_labelled(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(stated(text, None)) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("A" * 200_000, "INN" + " " * 200_000 + "x", "INN (" * 40_000),
        *("1 " * 100_000, "INN:" * 50_000, ";" * 200_000),
    ],
    ids=str.split("word blanks brackets digits labels pieces"),
)
def test_hostile_texts_take_no_time(text: str) -> None:
    stated(text, None)
    labelled(text, "registration", None)


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_any_text_gives_numbers_that_hold_a_digit(text: str) -> None:
    for one in (*labelled(text, "registration", None), *stated(text, None)):
        assert any(c.isdigit() for c in one.value)
