"""Packed files: what is opened, what is bounded, and what is refused with a reason."""

from __future__ import annotations

import contextlib
import gzip
import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import RulesError
from sarcheck.lists import _files

TEXT = b"id,name\r\n1,Heron\r\n" * 50


def archive(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return packed.getvalue()


def encrypted() -> bytes:
    """Return an archive whose member says that it is encrypted."""
    data = bytearray(archive({"a.csv": TEXT}))
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.index(magic) + place
        data[start : start + 2] = struct.pack("<H", 1)
    return bytes(data)


def content(path: Path, data: bytes) -> bytes:
    path.write_bytes(data)
    with _files.opened(path) as stream:
        return stream.read()


@pytest.mark.parametrize(
    ("name", "data", "inner"),
    [
        ("list.csv", TEXT, "list.csv"),
        ("list.csv.gz", gzip.compress(TEXT), "list.csv"),
        ("LIST.CSV.GZ", gzip.compress(TEXT), "LIST.CSV"),
        ("list.csv.gz", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:]), "list.csv"),
        ("list.zip", archive({"in/a.csv": TEXT}), "a.csv"),
        ("list.zip", archive({"..\\a.csv": TEXT}), "a.csv"),
        ("list.zip", archive({"a.csv": TEXT, "__MACOSX/._a.csv": b"x"}), "a.csv"),
        ("list.zip", archive({"in/": b"", "in/a.csv": TEXT}, zipfile.ZIP_STORED), "a.csv"),
    ],
)
def test_what_is_packed_is_unpacked(tmp_path: Path, name: str, data: bytes, inner: str) -> None:
    assert content(tmp_path / name, data) == TEXT
    assert _files.head(tmp_path / name) == (TEXT, inner)


def test_an_office_document_is_no_archive(tmp_path: Path) -> None:
    book = archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"})
    assert content(tmp_path / "a.xlsx", book) == book
    assert _files.head(tmp_path / "a.xlsx")[1] == "a.xlsx"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (archive({"a.csv": TEXT, "b.csv": TEXT}), "holds 2 files"),
        (archive({}), "holds 0 files"),
        (archive({"a.csv": TEXT}, zipfile.ZIP_LZMA), "packed in a way"),
        (archive({"a.csv": TEXT}, zipfile.ZIP_BZIP2), "packed in a way"),
        (encrypted(), "cannot be unpacked: .*encrypted"),
        (archive({"a.csv": TEXT})[:-30], "cannot be unpacked"),
        (b"PK\x03\x04", "cannot be unpacked"),
        (gzip.compress(TEXT)[:-9], "cannot be unpacked"),
        (gzip.compress(TEXT) + b"more", "cannot be unpacked"),
        (b"\x1f\x8bnonsense", "cannot be unpacked"),
    ],
)
def test_a_broken_archive_is_named(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(RulesError, match=message) as caught:
        content(tmp_path / "list.zip", data)
    assert caught.value.file == str(tmp_path / "list.zip")


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: archive({"a.csv": data}), bytes])
@pytest.mark.parametrize("read", ["read", "chunks", "readline", "lines"])
def test_a_small_archive_of_a_large_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: type[bytes], read: str
) -> None:
    monkeypatch.setattr(_files, "MAX_BYTES", 100_000)
    path = tmp_path / "bomb"
    path.write_bytes(pack(b"\n" * 100_001 if read == "lines" else b"a" * 100_001))
    size = 1000 if read == "chunks" else -1
    with _files.opened(path) as stream, pytest.raises(RulesError, match="larger than 100000 bytes"):
        while stream.read(size) if read in ("read", "chunks") else stream.readline():
            pass


def test_the_largest_file_allowed_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_files, "MAX_BYTES", len(TEXT))
    assert content(tmp_path / "a.gz", gzip.compress(TEXT)) == TEXT


@pytest.mark.parametrize("name", ["none.csv", ".", "a\0b"])
def test_what_is_no_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(RulesError, match="cannot be"):
        _files.head(tmp_path / name)


def test_what_fails_while_a_file_is_open_is_not_the_files_fault(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(TEXT)
    with pytest.raises(RecursionError), _files.opened(tmp_path / "a"):
        raise RecursionError


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(archive({"a.csv": TEXT})) - 1), st.integers(0, 255))
def test_any_changed_byte_gives_the_content_or_an_error(tmp_path: Path, place: int, byte: int) -> None:
    data = bytearray(archive({"a.csv": TEXT}))
    data[place] = byte
    with contextlib.suppress(RulesError):
        assert content(tmp_path / "a.zip", bytes(data)) in (TEXT, bytes(data))
