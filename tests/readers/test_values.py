"""Texts as values."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarcheck.readers import _values as v


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021-03-26T01:24:37.907641", "2021-03-26T01:24:37.907641Z"),
        ("2021-03-26T01:24:37Z", "2021-03-26T01:24:37Z"),
        ("2021-03-26 01:24:37.5", "2021-03-26T01:24:37.500000Z"),
        ("2021-03-26_01:24:37.123456789", "2021-03-26T01:24:37.123456Z"),
        ("20210326T012437", "2021-03-26T01:24:37Z"),
        ("2021-03-26T01:24:37+02:00", "2021-03-25T23:24:37Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
    ],
)
def test_times(text, value):
    assert v.time(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000-01-01T00:00:00",
        "9999-12-31T23:59:59",
        "2021-02-30T00:00:00",
        "2021-01-01",
        "2021-01-01T25:00:00",
        "２０２１-01-01T00:00:00",
    ],
)
def test_what_is_no_time(text):
    with pytest.raises(ValueError, match="time"):
        v.time(text)


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e999", "1_000", "0x10", "", "1,5", "٣"])
def test_what_is_no_number(text):
    with pytest.raises(ValueError, match="number"):
        v.number(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("VV VH", ["VH", "VV"]), ("HH/HV", ["HH", "HV"]), ("V/V", ["VV"]), ("hh", ["HH"]), ("H/H H/V", ["HH", "HV"])],
)
def test_polarisations(text, value):
    assert v.polarisations(text) == value


@pytest.mark.parametrize("text", ["", "XY", "dual"])
def test_what_names_no_polarisation(text):
    with pytest.raises(ValueError, match="polarisations"):
        v.polarisations(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("S1A", "sentinel-1a"),
        ("SENTINEL-1 B", "sentinel-1b"),
        ("Sentinel-1C", "sentinel-1c"),
        ("sentinel-1d", "sentinel-1d"),
        ("UMBRA_04", "umbra-04"),
        ("Gaofen 3", "gaofen-3"),
        ("S1E", "s1e"),
    ],
)
def test_platforms(text, key):
    assert v.platform(text) == key


@pytest.mark.parametrize(("text", "letter"), [("5.405e9", "C"), ("9.65e9", "X"), ("1.2365e9", "L"), ("5.4e9", "C")])
def test_bands(text, letter):
    assert v.band(text) == letter


@settings(max_examples=50)
@given(
    st.text(max_size=40),
    st.sampled_from([v.time, v.number, v.count, v.angle, v.length, v.polarisations, v.band, v.look]),
)
def test_any_text_is_a_value_or_a_value_error(text, parse):
    with contextlib.suppress(ValueError):
        assert parse(text) is not None


@given(st.from_regex(r"(19|20|2[0-9])\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-6]\d:[0-6]\d(\.\d{0,9})?[Z+]?", fullmatch=True))
def test_the_quick_way_to_a_time_is_as_strict_as_the_slow_one(text):
    quick = v._common(text)
    try:
        slow = v._any_form(text)
    except ValueError:
        slow = None
    assert quick in (slow, None)
    assert quick == slow or not text.isascii() or ":60" in text


@pytest.mark.parametrize("text", ["2024-03-01T05:15:00.25", "2024-03-01T05:15:00.25Z", "2024-03-01T05:15:00Z"])
def test_common_times_are_read_the_quick_way(text):
    assert v._common(text) == v.instant(text) == v._any_form(text)


@pytest.mark.parametrize(
    "text",
    [
        *("2024-03-01T05:15", "2024-03-01T05:15:00,5Z", "2024-W09-5T05:15:00Z", "2024-03-01T05:15:00.5+01:00"),
        *("\u0662024-03-01T05:15:00Z", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z", "2024-02-30T00:00:00Z", ""),
    ],
)
def test_other_times_are_left_to_the_slow_way(text):
    assert v._common(text) is None
