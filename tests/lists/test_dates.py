"""Dates as publishers write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarcheck.lists._dates import Order, day, edtf


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1961-06-01", "1961-06-01"),
        ("1961-06", "1961-06"),
        ("1961", "1961"),
        ("2015-04-07-04:00", "2015-04-07"),
        ("2015-04-07Z", "2015-04-07"),
        ("2015-04-07T12:00:00.5+02:00", "2015-04-07"),
        ("1960-01-01 00:00:00", "1960-01-01"),
        ("1966/10/5", "1966-10-05"),
        ("01/06/1961", "1961-06-01"),
        ("1.6.1961", "1961-06-01"),
        ("00/00/1961", "1961"),
        ("00/06/1961", "1961-06"),
        ("dd/mm/1966", "1966"),
        ("01 Jun 1961", "1961-06-01"),
        ("1st of June, 1961", "1961-06-01"),
        ("June 1, 1961", "1961-06-01"),
        ("Sept. 1961", "1961-09"),
        ("01-JUN-1961", "1961-06-01"),
        ("circa 1951", "1951~"),
        ("ca 1951", "1951~"),
        ("c. Jun 1951", "1951-06~"),
        ("Approximately 1955- 1958", "1955~/1958~"),
        ("between 1966 and 1967", "1966/1967"),
        ("from 1 Jan 1966 to Mar 1967", "1966-01-01/1967-03"),
        ("1966/1967", "1966/1967"),
        ("1966\u20131967", "1966/1967"),
    ],
)
def test_what_is_understood_is_edtf(text: str, expected: str) -> None:
    assert edtf(text) == expected
    assert edtf(f"  {text}\n") == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "unknown", "1961-13-01", "31/02/1961", "30 Feb 1961", "Junk 1961", "Marsh 1961", "1 Mayor 1990", "0000"),
        *("1/2/61", "mid 1970s", "1951~", "12345", "California 1951", "1966/67", "in 1966 or 1967"),
    ],
)
def test_what_is_not_understood_stays_as_it_is(text: str) -> None:
    assert edtf(text) == text
    assert day(text) is None


@pytest.mark.parametrize("text", ["1961", "1961-06", "Jun 1961", "00/06/1961", "circa 1961-06-01", "1961/1962"])
def test_a_date_in_part_is_no_day(text: str) -> None:
    assert day(text) is None


def test_the_order_of_figures_is_the_publishers() -> None:
    assert day("08/10/2026") == dt.date(2026, 10, 8)
    assert day("08/10/2026", "mdy") == dt.date(2026, 8, 10)
    assert day("25/12/2026", "mdy") is None
    assert edtf("mm/dd/1966", "mdy") == "1966"


@settings(max_examples=50)
@given(st.dates(dt.date(1000, 1, 1)), st.sampled_from(["dmy", "mdy"]))
def test_a_day_is_read_in_every_writing(date: dt.date, order: Order) -> None:
    figures = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
    for writing in ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%B %d, %Y", figures, figures.replace("/", ".")):
        text = date.strftime(writing)
        assert day(text, order) == date
        assert edtf(text, order) == date.isoformat()


@settings(max_examples=50)
@given(st.text(max_size=30) | st.from_regex(r"[0-9/. -]{4,20}", fullmatch=True))
def test_any_text_gives_a_text_that_stays(text: str) -> None:
    once = edtf(text)
    assert edtf(once) == once


def test_long_texts_take_no_time() -> None:
    assert day("1" * 100_000) is None
    assert edtf("1 - " * 20_000) != ""
