"""What the guard refuses before an order is looked at as an order."""

from __future__ import annotations

import contextlib
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarcheck.errors import OrderError
from sarcheck.orders import _json
from sarcheck.orders._json import MAX_BYTES, MAX_DEPTH, MAX_VALUES, decode


def refusal(data: bytes) -> str:
    """Return the one line of a document that is no JSON object at all."""
    with pytest.raises(OrderError) as error:
        decode(data, "o.json")
    assert error.value.pointer == ""
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "o.json: is empty"),
        (b" \n\t ", "is empty"),
        (b"[]", "one JSON object"),
        (b'"order"', "one JSON object"),
        (b"NaN", "one JSON object"),
        (b'{\n  "id": "a",\n  "kind"', "line 3, column 9: the text ends too early"),
        (b'{"id": "a', "line 1, column 8: the text ends too early"),
        (b'{"id" "a"}', "line 1, column 7: expecting ':' delimiter"),
        (b"{'id': 'a'}", "line 1, column 2"),
        (b'{"id": "a\nb"}', "line 1, column 10: invalid control character"),
        (b"{} {}", "line 1, column 4: there is text after the end"),
        (b"not json", "line 1, column 1: expecting value"),
        (b'{"a": "\xff"}', "not UTF-8 in line 1 (byte 7)"),
        (b'\n{"a": "\xed\xa0\x80"}', "not UTF-8 in line 2"),
        ("{}".encode("utf-16"), "UTF-16 or UTF-32; save it as UTF-8"),
        ("{}".encode("utf-16-le"), "UTF-16 or UTF-32"),
        ("{}".encode("utf-16-be"), "UTF-16 or UTF-32"),
        ("{}".encode("utf-32"), "UTF-16 or UTF-32"),
        ("{}".encode("utf-32-be"), "UTF-16 or UTF-32"),
    ],
)
def test_what_is_no_json_object_is_refused_in_one_line(data: bytes, text: str) -> None:
    assert text in refusal(data)


def test_a_utf8_byte_order_mark_is_no_obstacle() -> None:
    assert decode('\ufeff{"a": "й"}'.encode(), "o") == ({"a": "й"}, [])


@pytest.mark.parametrize("opener", [b"[", b'{"a":', b'[{"a":'])
def test_deep_nesting_is_told_before_it_is_parsed(opener: bytes) -> None:
    assert "nests deeper than 64 levels" in refusal(b'{"a": ' + opener * 100_000)


def test_depth_is_counted_to_the_level() -> None:
    nested = b'{"a":' + b"[" * (MAX_DEPTH - 1) + b"]" * (MAX_DEPTH - 1) + b"}"
    assert decode(nested, "o")[1] == []
    assert "nests deeper" in refusal(b'{"a":' + nested + b"}")


def test_brackets_and_quotes_in_strings_are_not_nesting() -> None:
    text = r'{"a": "' + "[" * 200 + r'\"[\\\"[", "b\\": [{}], "c": "' + "[" * 200 + '"}'
    tree, problems = decode(text.encode(), "o")
    assert problems == []
    assert tree["b\\"] == [{}]


def test_size_and_number_of_values_are_limited() -> None:
    assert "larger than 16 MiB" in refusal(b" " * (MAX_BYTES + 1))
    assert "more than 1,000,000 values" in refusal(b'{"a": [' + b"0," * MAX_VALUES + b"0]}")
    assert "more than 1,000,000 values" in refusal(b'{"a": [' + b"[]," * MAX_VALUES + b"0]}")
    assert "more than 1,000,000 values" in refusal(b'{"a": ' + b'"' * (4 * MAX_VALUES + 2))


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": ' + b"9" * 4_000_000 + b"}",
        b'{"a": ' + b'"\\' * 1_500_000,
        b'{"a": "' + b'\\"' * 4_000_000,
        b"]" * 4_000_000,
    ],
    ids=["digits", "backslashes", "escaped quotes", "closing brackets"],
)
def test_hostile_text_costs_little(data: bytes) -> None:
    with contextlib.suppress(OrderError):
        assert decode(data, "o")[1]


def test_every_duplicate_key_is_told_with_its_pointer_and_keeps_its_first_value() -> None:
    tree, problems = decode(
        b'{"id": 1, "id": 2, "p": [{"a/b": 1, "a\\u002fb": 2, "a/b": 3}], "x": {"~": 0, "~": 0}}', "o"
    )
    assert problems == [
        ("/id", "duplicate key: written 2 times; keep one"),
        ("/p/0/a~1b", "duplicate key: written 3 times; keep one"),
        ("/x/~0", "duplicate key: written 2 times; keep one"),
    ]
    assert tree == {"id": 1, "p": [{"a/b": 1}], "x": {"~": 0}}


def test_a_duplicate_inside_a_value_that_is_itself_thrown_away_is_told() -> None:
    _, problems = decode(b'{"a": {}, "a": {"b": 1, "b": 2}}', "o")
    assert [pointer for pointer, _ in problems] == ["/a", "/a/b"]


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 400, "-" + "9" * 20, str(2**63)]
)
def test_numbers_that_are_none_are_refused_where_they_stand(number: str) -> None:
    _, problems = decode(f'{{"a": [0, {number}]}}'.encode(), "o")
    assert [pointer for pointer, _ in problems] == ["/a/1"]
    assert len(problems[0][1]) < 120


@pytest.mark.parametrize("number", [0, -0.5, 1e308, 2**63 - 1, -(2**63)])
def test_numbers_within_the_limits_are_kept(number: float) -> None:
    assert decode(f'{{"a": {number}}}'.encode(), "o") == ({"a": number}, [])


def test_lone_surrogates_are_refused_in_values_and_keys() -> None:
    tree, problems = decode(rb'{"a": ["\ud800", "\ud83d\ude00"], "\udfff": 1}', "o")
    assert [pointer for pointer, _ in problems] == ["/a/0", r"/\udfff"]
    assert tree["a"][1] == "\N{GRINNING FACE}"
    str(tree).encode()


def test_pointers_are_safe_to_print() -> None:
    hostile = rb'"\u001b[31m\u000a\u202e"'
    _, problems = decode(b'{"' + b"k" * 5_000 + b'": NaN, ' + hostile + b": NaN}", "o")
    assert len(problems) == 2
    assert all(pointer.isprintable() and len(pointer) < 100 for pointer, _ in problems)


def test_the_number_of_problems_is_capped() -> None:
    _, problems = decode(b'{"a": [' + b"NaN," * 5_000 + b"0]}", "o")
    assert len(problems) == 1_001
    assert "more than 1,000 problems" in problems[-1][1]


ODD = (
    *(
        '"',
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\\",
        "\\u0041",
        "1e999",
        "-0",
        "01",
        "1.",
        "NaN",
        "Infinity",
        "null",
        "\t",
        " ",
    ),
    *("\x01", "\x7f", "\ufeff", "12345678901234567890", '"a":1,', '"d":0,', "9223372036854775808", "1E+5", "é", "//"),
)


def told(data: bytes) -> str:
    try:
        return repr(decode(data, "o.json"))
    except OrderError as error:
        return repr(error.problems)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3), st.sampled_from(ODD)), max_size=3))
@settings(max_examples=400)
def test_the_faster_parser_reads_and_refuses_what_the_other_does(edits: list[tuple[int, int, str]]) -> None:
    text = '{"a":[1,2.5,{"b":"x y","c":null}],"d":true,"e":{"f":-1e3}}'
    for at, cut, put in edits:
        text = text[:at] + put + text[at + cut :]
    fast = told(text.encode())
    with mock.patch.object(_json, "_unsuspicious", return_value=None):
        assert told(text.encode()) == fast


def test_most_documents_are_read_by_the_faster_parser() -> None:
    data = b'{"a": [1, 2.5, {"b": "1:2 \\" }"}], "c": {}}'
    assert _json._unsuspicious(data, _json._unquoted(data)) == {"a": [1, 2.5, {"b": '1:2 " }'}], "c": {}}


@pytest.mark.parametrize(
    "data", [b'{"a":1,"a":1}', b'{"b":{"a":1,"a":1}}', b'{"a":9223372036854775808}', b'{"a":"\\u0041"}']
)
def test_what_may_be_odd_is_left_to_the_other_parser(data: bytes) -> None:
    assert _json._unsuspicious(data, _json._unquoted(data)) is None
