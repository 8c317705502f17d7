"""Delimited files from anywhere: every row with its line, every fault with its reason."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import RulesError
from sarcheck.lists import _rows


def rows(tmp_path: Path, data: bytes, **how: Any) -> list[tuple[int, list[str]]]:
    (tmp_path / "a.csv").write_bytes(data)
    return list(_rows.rows(tmp_path / "a.csv", **how))


def records(tmp_path: Path, data: bytes, *required: str, **how: Any) -> list[_rows.Record]:
    (tmp_path / "a.csv").write_bytes(data)
    return list(_rows.records(tmp_path / "a.csv", required, **how))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a,b\r\n1,2\r\n", [(1, ["a", "b"]), (2, ["1", "2"])]),
        (b"\xef\xbb\xbfa,b\n", [(1, ["a", "b"])]),
        (b"a\n\n\r\nb", [(1, ["a"]), (4, ["b"])]),
        (b'a,"x\ny"\nb,c\n', [(2, ["a", "x\ny"]), (3, ["b", "c"])]),
        (b'"a ""b"" c",d\n', [(1, ['a "b" c', "d"])]),
        (b"a,b\n\x1a", [(1, ["a", "b"])]),
        (b" a , b \n", [(1, [" a ", " b "])]),
        (b"", []),
    ],
)
def test_rows_carry_the_line_that_they_end_on(
    tmp_path: Path, data: bytes, expected: list[tuple[int, list[str]]]
) -> None:
    assert rows(tmp_path, data) == expected


def test_delimiters_and_encodings(tmp_path: Path) -> None:
    assert rows(tmp_path, b"a;b,c\n", delimiter=";") == [(1, ["a", "b,c"])]
    assert rows(tmp_path, "Müller\n".encode("cp1252"), encoding="cp1252") == [(1, ["Müller"])]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a\nb\0\n", r"line 2.*NUL byte"),
        ("a,b\n".encode("utf-16"), "line 1.*is UTF-16; save the file as UTF-8"),
        (b"a\n\xff\n", r"line 2.*is not UTF-8"),
        (b'a\n"b"c\n', r"line 2.*not valid CSV"),
        (b'a\n"b\nc\n', r"line 3.*not valid CSV.*row that begins on line 2"),
        (b"a\rb\n", r"line 1.*not valid CSV"),
        (b"a" * (_rows.MAX_LINE + 1), r"line 1.*longer than"),
        (b'"' + b"x" * 200_000 + b'"', r"line 1.*field larger than"),
    ],
)
def test_what_is_no_row_is_named_with_its_line(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(RulesError, match=message):
        rows(tmp_path, data)


def test_a_quotation_that_never_closes_does_not_take_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_rows, "MAX_ROW", 1000)
    with pytest.raises(RulesError, match=r"line 2.*begins a row of more than 1000 bytes"):
        rows(tmp_path, b"a\n" + b'"x\n",' * 300)


def test_rows_of_any_number_are_not_one_long_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_rows, "MAX_ROW", 10)
    assert len(rows(tmp_path, b"12345\n\n" * 9)) == 9


def test_a_record_is_read_by_column_name(tmp_path: Path) -> None:
    first, second = records(tmp_path, b" id ,name,,\n 1 ,Heron,,\n2,Egret\n", "id")
    assert (first["id"], first["name"], first["absent"], first.line) == ("1", "Heron", "", 2)
    assert str(second.error("is odd")).endswith("a.csv (line 3): is odd")


def test_rows_of_empty_cells_are_left_out(tmp_path: Path) -> None:
    assert [one["id"] for one in records(tmp_path, b"id,name\n,,,,\n1,A\n,\n", "id")] == ["1"]


def test_rows_before_the_header_are_skipped(tmp_path: Path) -> None:
    (only,) = records(tmp_path, b"Last Updated,2026\nid\n7\n", "id", skip=1)
    assert only["id"] == "7"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"name\nA\n", "line 1.*lacks the columns id"),
        (b"id,id\n1,2\n", "names id twice"),
        (b"id,name\n1\n", "line 2.*has 1 cells, the header 2"),
        (b"id,name\n1,A,x\n", "line 2.*has 3 cells"),
        (b"", "no header row"),
        (b"\n\n", "no header row"),
    ],
)
def test_rows_that_do_not_fit_their_header_are_refused(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(RulesError, match=message):
        records(tmp_path, data, "id")


CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\x1a\r\n\ufeff"), max_size=8)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=1, max_size=4).filter(any), max_size=5), st.sampled_from(",;\t"))
def test_what_is_written_is_read_again(tmp_path: Path, table: list[list[str]], delimiter: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    found = rows(tmp_path, text.getvalue().encode(), delimiter=delimiter)
    assert [cells for _, cells in found] == table
