"""Files held against the list that a product brings: what is altered, absent, added, too large, or no file at all."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarcheck.errors import ProductError
from sarcheck.model import FileRecord
from sarcheck.readers import _files, _integrity, _safe, read
from sarcheck.readers._integrity import Listed, records, sha256_lines


def md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def recorded(path: Path, *listed: Listed, own: tuple[str, ...] = ()) -> dict[str, FileRecord]:
    with _files.opened(path, "p1") as files:
        return {record.name: record for record in records(files, listed, own=own)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a file of metadata and one of pixels."""
    product = tmp_path / "p"
    product.mkdir()
    (product / "a.xml").write_bytes(b"<a/>")
    (product / "b.tiff").write_bytes(b"pixels" * 1000)
    return product


def packed(folder: Path) -> Path:
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    return path


@pytest.mark.parametrize("form", [lambda folder: folder, packed], ids=["folder", "zip"])
def test_a_listed_file_is_hashed_in_folders_and_archives(folder: Path, form) -> None:
    pixels = b"pixels" * 1000
    found = recorded(
        form(folder),
        Listed("./a.xml", "md5", md5(b"<a/>").upper(), 4),
        Listed("b.tiff", "sha256", hashlib.sha256(pixels).hexdigest(), len(pixels)),
        Listed("c.xml", "md5", "0" * 32, 1),
    )
    assert found["a.xml"] == FileRecord(
        name="a.xml", listed=True, present=True, role="metadata", algorithm="md5",
        stated=md5(b"<a/>"), found=md5(b"<a/>"), size=4, stated_size=4,
    )  # fmt: skip
    assert (found["b.tiff"].role, found["b.tiff"].found) == ("pixels", hashlib.sha256(pixels).hexdigest())
    assert (found["c.xml"].present, found["c.xml"].found) == (False, None)


def test_a_file_of_another_size_is_not_read(folder: Path) -> None:
    record = recorded(folder, Listed("a.xml", "md5", md5(b"<a/>"), 5))["a.xml"]
    assert (record.size, record.stated_size, record.found) == (4, 5, None)


@pytest.mark.parametrize("limit", ["MAX_DIGEST", "MAX_DIGESTS"])
def test_what_is_too_large_is_not_hashed(folder: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(_integrity, limit, 100)
    monkeypatch.setattr(_integrity._Budget, "left", min(_integrity.MAX_DIGESTS, _integrity._Budget.left))
    pixels = Listed("b.tiff", "md5", "0" * 32)
    found = recorded(folder, Listed("a.xml", "md5", md5(b"<a/>")), pixels)
    assert found["a.xml"].found == md5(b"<a/>")
    assert (found["b.tiff"].found, found["b.tiff"].size) == (None, 6000)


def test_unlisted_files_are_recorded_and_litter_is_not(folder: Path) -> None:
    (folder / "evil.xml").touch()
    for name in (".DS_Store", "Thumbs.db", "README.txt", "p.SAFE-report-20210122T173157.pdf", "list.sec"):
        (folder / name).touch()
    found = recorded(folder, Listed("a.xml", "md5", ""), Listed("b.tiff", "md5", ""), own=("list.sec",))
    assert [name for name, record in found.items() if not record.listed] == ["evil.xml"]


def test_without_a_list_there_is_no_record(folder: Path) -> None:
    assert recorded(folder) == {}


def test_a_list_cannot_lead_out_of_the_product(folder: Path) -> None:
    (folder.parent / "secret.xml").write_bytes(b"secret")
    found = recorded(folder, Listed("../secret.xml", "md5", md5(b"secret")), Listed("/etc/passwd", "md5", "0" * 32))
    assert [record.present for record in found.values() if record.listed] == [False, False]


def test_an_unknown_algorithm_is_not_hashed(folder: Path) -> None:
    assert recorded(folder, Listed("a.xml", "", "abc"))["a.xml"].found is None


def test_a_damaged_archive_says_so(folder: Path) -> None:
    path = packed(folder)
    data = bytearray(path.read_bytes())
    at = data.index(b"<a/>"[:0] + b"a.xml") + 5
    data[at] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(ProductError, match="damaged"):
        recorded(path, Listed("a.xml", "md5", md5(b"<a/>")))


def test_lines_of_sha256sum_are_read() -> None:
    digest = "a" * 64
    text = f"{digest} *x y.h5\n\n{digest.upper()}  z.xml\nnot a line\n"
    assert [(one.name, one.stated) for one in sha256_lines(text)] == [("x y.h5", digest), ("z.xml", digest.upper())]


@given(st.text(max_size=200))
def test_no_text_breaks_the_lines(text: str) -> None:
    assert all(one.algorithm == "sha256" and one.name for one in sha256_lines(text))


def test_a_manifest_without_checksums_lists_its_files_all_the_same(safe) -> None:
    product = read(safe())
    listed = [record for record in product.files if record.listed and record.algorithm != "crc16"]
    assert [(record.present, record.stated) for record in listed] == [(True, None)]


def test_the_name_of_a_product_states_the_checksum_of_its_manifest(safe) -> None:
    (record,) = [record for record in read(safe()).files if record.algorithm == "crc16"]
    assert record.stated == "0a1b"
    assert record.found is not None and len(record.found) == 4


@pytest.mark.parametrize(
    ("there", "found"),
    [
        ("annotation/iw1-vh.xml", True),
        ("annotation/iw1-slc-vh.xml", True),
        ("annotation/iw1-vh-004.xml", True),
        ("annotation/iw2-vh.xml", False),
        ("iw1-vh.xml", False),
    ],
)
def test_files_of_public_buckets_are_the_listed_ones_under_shorter_names(there: str, found: bool) -> None:
    listed = "annotation/s1a-iw1-slc-vh-20210615t050457-20210615t050522-038346-048680-004.xml"
    assert (_safe._as_there(listed, (there,)) == there) == found
    assert _safe._as_there(listed, (there, listed)) == listed


def test_kinds_keep_their_place_in_shorter_names() -> None:
    listed = "annotation/calibration/noise-s1a-iw-grd-vv-20150222t170725-20150222t170750-004739-005dd8-001.xml"
    assert (
        _safe._as_there(listed, ("annotation/calibration/noise-iw-vv.xml",)) == "annotation/calibration/noise-iw-vv.xml"
    )
