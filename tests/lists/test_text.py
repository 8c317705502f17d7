"""White space and scripts."""

from __future__ import annotations

import pytest

from sarcheck.lists._text import distinct, script, script_named, spaced


def test_items_keep_their_first_place() -> None:
    assert distinct("abcab") == ("a", "b", "c")


def test_white_space_of_every_kind_is_one_blank() -> None:
    assert spaced("\u00a0 a\r\n\t b\u3000c\u2009") == "a b c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Heron Ltd", "Latn"),
        ("Nguyễn", "Latn"),
        ("Ḩāmid", "Latn"),
        ("Łódź", "Latn"),
        ("ＨＥＲＯＮ", "Latn"),
        ("Цапля Ltd", "Cyrl"),
        ("苍鹭 Co.", "Hani"),
        ("𠮷", "Hani"),
        ("サギ株式会社", "Jpan"),
        ("ｻｷﾞ", "Jpan"),
        ("주식회사", "Hang"),
        ("مالك الحزين", "Arab"),
        ("אנפה", "Hebr"),
        ("Ερωδιός", "Grek"),
        ("ყანჩა", "Geor"),
        ("Առագիլ", "Armn"),
        ("बगुला", "Deva"),
        ("বক", "Beng"),
        ("นกกระสา", "Thai"),
        ("ကြိုးကြာ", "Mymr"),
        ("កុក", "Khmr"),
        ("1234", None),
        ("", None),
        ("×÷・", None),
        ("Heron\ufeff", "Latn"),
    ],
)
def test_letters_tell_their_script(text: str, expected: str | None) -> None:
    assert script(text) == expected


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Latin", "Latn"),
        ("Chinese Simplified", "Hans"),
        ("chinese (traditional)", "Hant"),
        ("Chinese-Simplified", "Hans"),
        ("CYRILLIC", "Cyrl"),
        ("Klingon", None),
        ("", None),
    ],
)
def test_scripts_that_publishers_name(name: str, code: str | None) -> None:
    assert script_named(name) == code
