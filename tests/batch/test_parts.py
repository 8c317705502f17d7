"""An input in parts: every order once, in order, however it is stored and cut; nothing is dropped in silence."""

from __future__ import annotations

import gzip
import pickle
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow.parquet import write_table

from sarcheck.batch import parts
from sarcheck.batch.parts import Taken
from sarcheck.errors import OrderError, RulesError
from tests.batch.conftest import ndjson

LINES = [b'{"n": %d}' % i for i in range(23)]


def taken(place: Path | str, size: int) -> list[Taken]:
    found = list(parts.parts(str(place), size))
    assert [part.number for part in found] == list(range(len(found)))
    read = [parts.read(part) for part in found]
    assert all(len(orders) <= size for orders in read)
    return [order for orders in read for order in orders]


def table(path: Path, rows: list[object], group: int, kind: pa.DataType | None = None) -> Path:
    write_table(pa.table({"order": pa.array(rows, kind or pa.binary())}), path, row_group_size=group)
    return path


@pytest.mark.parametrize("size", [1, 4, 23, 100])
def test_lines_of_text_and_of_gzip(tmp_path: Path, size: int) -> None:
    text = b"\n".join(LINES)
    (tmp_path / "a.ndjson").write_bytes(text)
    (tmp_path / "a.ndjson.gz").write_bytes(gzip.compress(text))
    for name in ("a.ndjson", "a.ndjson.gz"):
        found = taken(tmp_path / name, size)
        assert [order.data for order in found] == LINES
        assert [order.name for order in found] == [f"{name}:{i}" for i in range(1, 24)]


def test_blank_lines_are_no_orders_but_count_as_lines(tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").write_bytes(b'\n{"n": 1}\r\n\n  \n{"n": 2}')
    found = taken(tmp_path / "a.ndjson", 2)
    assert [order.name for order in found] == ["a.ndjson:2", "a.ndjson:5"]


@pytest.mark.parametrize("group", [3, 23])
@pytest.mark.parametrize("size", [1, 4, 100])
def test_rows_of_parquet_in_small_and_oversized_row_groups(tmp_path: Path, group: int, size: int) -> None:
    found = taken(table(tmp_path / "a.parquet", LINES, group), size)
    assert [order.data for order in found] == LINES
    assert [order.name for order in found] == [f"a.parquet:{i}" for i in range(1, 24)]


def test_a_row_without_an_order_is_one_that_cannot_be_read(tmp_path: Path) -> None:
    for size in (1, 9):
        found = taken(table(tmp_path / "a.parquet", ["{}", None, "", "  ", "{}"], 5, pa.string()), size)
        assert [order.data for order in found] == [b"{}", b"null", b"null", b"null", b"{}"]


def test_a_table_that_holds_no_orders_is_refused_with_the_cure(tmp_path: Path) -> None:
    write_table(pa.table({"other": ["{}"]}), tmp_path / "a.parquet")
    with pytest.raises(OrderError, match="has no column 'order'"):
        list(parts.parts(str(tmp_path / "a.parquet"), 10))
    with pytest.raises(OrderError, match="write each order as JSON text"):
        list(parts.parts(str(table(tmp_path / "b.parquet", [1, 2], 5, pa.int64())), 10))


@pytest.mark.parametrize("at", [0.2, 0.9])
def test_damaged_files_are_errors(tmp_path: Path, at: float) -> None:
    text = b"\n".join(b'{"n": "%d"}' % (i * 7919) for i in range(5_000))
    whole = gzip.compress(text)
    (tmp_path / "a.gz").write_bytes(whole[: int(len(whole) * at)])
    with pytest.raises(OrderError, match="damaged, or not whole"):
        taken(tmp_path / "a.gz", 100)
    path = table(tmp_path / "a.parquet", text.split(b"\n"), 5_000)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * at)])
    with pytest.raises(OrderError, match="not a whole Parquet file"):
        taken(path, 100)


def test_a_damaged_page_is_an_error(tmp_path: Path) -> None:
    path = table(tmp_path / "a.parquet", LINES * 50, 5_000)
    data = bytearray(path.read_bytes())
    data[20:120] = b"\xff" * 100
    path.write_bytes(data)
    for size in (10_000, 10):
        with pytest.raises(OrderError, match="damaged"):
            taken(path, size)


def test_orders_of_a_folder_lie_anywhere_below_it(tmp_path: Path) -> None:
    for name in ("b/order.json", "a/deep/order.json", "a/x.order.json", "a/other.json", "c/order.json.bak"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"{}")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert [order.name for order in taken(tmp_path, 2)] == ["a/deep/order.json", "a/x.order.json", "b/order.json"]
    assert parts.count(str(tmp_path)) == 3


def test_orders_are_counted_where_that_is_cheap(tmp_path: Path) -> None:
    assert parts.count(str(table(tmp_path / "a.parquet", LINES, 5))) == 23
    assert parts.count(ndjson(tmp_path / "a.ndjson", LINES)) is None


def test_a_part_is_bounded_in_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MAX_PART", 25)
    for name, written in (("a.ndjson", b"\n".join(LINES)), ("a.gz", gzip.compress(b"\n".join(LINES)))):
        (tmp_path / name).write_bytes(written)
        assert max(len(parts.read(part)) for part in parts.parts(str(tmp_path / name), 100)) <= 4
        assert [order.data for order in taken(tmp_path / name, 100)] == LINES


def test_a_line_longer_than_an_order_is_cut_and_the_next_one_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MAX_BYTES", 10)
    monkeypatch.setattr(parts, "CHUNK", 7)
    lines = [b"1", b"x" * 100, b"2", b"y" * 50]
    for name, written in (("a.ndjson", b"\n".join(lines)), ("a.gz", gzip.compress(b"\n".join(lines)))):
        (tmp_path / name).write_bytes(written)
        for size in (1, 3, 10):
            assert [order.data for order in taken(tmp_path / name, size)] == [b"1", b"x" * 12, b"2", b"y" * 12]


@given(st.lists(st.binary(max_size=6).filter(lambda line: b"\n" not in line), max_size=30), st.integers(1, 40))
def test_no_line_is_lost_however_a_text_is_cut(lines: list[bytes], size: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        place = ndjson(Path(folder, "a"), [b"{" + line for line in lines])
        assert [order.data for order in taken(place, size)] == [b"{" + line for line in lines]


@pytest.mark.parametrize("name", ["none.ndjson", "none.parquet"])
def test_what_is_not_there_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(OrderError, match="cannot be read"):
        list(parts.parts(str(tmp_path / name), 5))


def test_errors_come_whole_out_of_another_process() -> None:
    for error in (OrderError([("/id", "is missing")], "a.ndjson:3"), RulesError("rules", "/x", "are others")):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again)) == (type(error), str(error))
