from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarcheck.reports.page import STYLES, amount, cells, clean, coloured, fit, pages, paragraph, plain, table, wrap

ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("\x1b[2J\x1b]0;title\x07", "\\u001b[2J\\u001b]0;title\\u0007"),
        ("evil\u202egpj.exe", "evil\\u202egpj.exe"),
        ("a\u2066b\u2069\u200f\u061c", "a\\u2066b\\u2069\\u200f\\u061c"),
        ("ze\u200bro\ufeff", "ze\\u200bro\\ufeff"),
        ("line\r\none\ttwo", "line  one two"),
        ("\x9b31m", "\\u009b31m"),
        ("\ud800", "\\ud800"),
        ("\u2028", "\\u2028"),
        ("\U000e0041", "\\U000e0041"),
        ("Терра Тех 天仪 é", "Терра Тех 天仪 é"),
    ],
)
def test_what_could_steer_or_deceive_is_shown(hostile: str, harmless: str) -> None:
    assert clean(hostile) == harmless


@given(st.text())
@settings(max_examples=50)
def test_clean_text_can_always_be_printed(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.encode("utf-8").decode() == cleaned
    assert not [c for c in cleaned if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}]


def test_cells_count_what_a_terminal_shows() -> None:
    assert cells("abc") == 3
    assert cells("天仪") == 4
    assert cells("e\u0301") == 1


@given(st.text(alphabet="ab cd天é-", max_size=80), st.integers(8, 40))
@settings(max_examples=50)
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert lines
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_paragraph_hangs_under_its_label() -> None:
    text = plain(paragraph("one two three four five six", 30, indent=2, label="fact", hang=8))
    assert text == "  fact    one two three four\n          five six\n"


def test_amounts_agree_with_their_number() -> None:
    told = [amount(1, "entry"), amount(2, "entry"), amount(0, "day"), amount(1, "day"), amount(3, "rule")]
    assert told == ["1 entry", "2 entries", "0 days", "1 day", "3 rules"]


def test_table_aligns_columns_and_wraps_the_last() -> None:
    rows = [[("a", ""), ("天仪", ""), ("x", "")], [("long", ""), ("b", ""), ("one two three four five six", "")]]
    assert plain(table(rows, 38)) == "  a     天仪  x\n  long  b     one two three four five\n              six\n"


def test_rows_too_wide_for_columns_are_paragraphs() -> None:
    rows = [[("x" * 30, ""), ("y", "")], [("a", ""), ("b", "")]]
    assert plain(table(rows, 40)) == f"  {'x' * 30} y\n  a b\n"


def test_table_of_nothing_is_nothing() -> None:
    assert plain(table([], 80)) == ""


def test_width_stays_within_what_can_be_laid_out() -> None:
    assert [fit(width) for width in (1, 80, 500)] == [60, 80, 120]


def test_colour_changes_no_word() -> None:
    lines = [[("DENY", "deny"), ("  [bold]not markup[/bold] :smile: 1.5 天仪", "")], [], [("x", "faint")]]
    painted = coloured(lines)
    assert ANSI.search(painted)
    assert ANSI.sub("", painted) == plain(lines)
    assert b"\x1b" not in pages(lines, colour=False)


@pytest.mark.parametrize("colour", [False, True])
def test_nothing_gets_out_unclean(colour: bool) -> None:
    assert b"\\u001b[2J\\u202e" in pages([[("\x1b[2J\u202e", "")]], colour=colour)


def test_every_style_can_be_painted() -> None:
    for style in STYLES:
        assert "word" in coloured([[("word", style)]])
