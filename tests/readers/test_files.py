"""Folders, archives and files from strangers: what is refused, and in which words."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from sarcheck.errors import ProductError
from sarcheck.readers import _archive, _files, read

STEM = "s1a-iw-grd-vv-20240301t051500-20240301t051525-052789-066389-001"


def refused(path, words):
    with pytest.raises(ProductError, match=words) as caught:
        read(path, href="p1")
    assert caught.value.href == "p1"
    return caught.value


def rewritten(archive, extra):
    """Add members, given as (name or ZipInfo, bytes), to an archive."""
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as file:
        for name, data in extra:
            file.writestr(name, data)
    return archive


def test_no_such_product(tmp_path):
    refused(tmp_path / "absent", "no such file")


def test_empty_folder(tmp_path):
    refused(tmp_path, "empty folder")


def test_unknown_content_is_described(tmp_path):
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8\xff")
    refused(tmp_path, r"not a product that sarcheck reads.*holiday\.jpg")
    refused(tmp_path / "holiday.jpg", "not a product")


def test_empty_file(tmp_path):
    (tmp_path / "manifest.safe").write_bytes(b"")
    refused(tmp_path, "not well-formed XML")


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    refused(tmp_path / "pipe", "neither a folder nor a regular file")


def test_a_symbolic_link_out_of_the_product(safe, tmp_path):
    folder = safe()
    (tmp_path / "secret.xml").write_text("<product/>", encoding="utf-8")
    (folder / "annotation" / "s1a-x.xml").symlink_to(tmp_path / "secret.xml")
    assert refused(folder, "symbolic link").pointer == "annotation/s1a-x.xml"


def test_a_symbolic_link_to_an_outer_folder(safe):
    folder = safe()
    (folder / "up").symlink_to("/", target_is_directory=True)
    refused(folder, "symbolic link")


@pytest.mark.parametrize("name", ["manifest.safe", f"annotation/{STEM}.xml", "annotation/more.xml"])
@pytest.mark.parametrize("put", [os.mkfifo, lambda path: path.symlink_to("absent")], ids=["pipe", "link to nothing"])
def test_what_hides_a_file_of_the_product_is_told(safe, name, put):
    folder = safe()
    (folder / name).unlink(missing_ok=True)
    put(folder / name)
    assert refused(folder, "neither a folder nor a regular file").pointer == name


def test_an_unreadable_manifest_is_told(safe, monkeypatch):
    folder = safe()
    unreadable(monkeypatch, "manifest.safe")
    assert refused(folder, "cannot be read: Permission denied").pointer == "manifest.safe"


def test_an_unreadable_annotation_is_told(safe, monkeypatch):
    folder = safe()
    unreadable(monkeypatch, f"{STEM}.xml")
    assert refused(folder, "cannot be read: Permission denied").pointer == f"annotation/{STEM}.xml"


def unreadable(monkeypatch, name):
    """Make every file of a name unreadable, also for the superuser."""

    def guarded(path, *args, **kwargs):
        if path.name == name:
            raise PermissionError(13, "Permission denied")
        return genuine(path, *args, **kwargs)

    genuine = Path.open
    monkeypatch.setattr(Path, "open", guarded)


def test_symbolic_links_inside_the_product_are_harmless(safe):
    folder = safe()
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    assert read(folder).platform == "sentinel-1a"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "a/../../evil.xml", "a\\..\\evil.xml", "C:/evil.xml"])
def test_a_zip_member_that_would_escape(safe, zipped, name):
    refused(rewritten(zipped(safe()), [(name, b"<a/>")]), "leave the product's folder")


def test_a_zip_with_a_symbolic_link(safe, zipped):
    link = zipfile.ZipInfo("link.xml")
    link.external_attr = 0o120777 << 16
    refused(rewritten(zipped(safe()), [(link, b"/etc/passwd")]), "symbolic link")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_that_lists_one_name_twice(safe, zipped):
    archive = zipped(safe())
    refused(rewritten(archive, [(archive.stem + ".SAFE/manifest.safe", b"<a/>")]), "listed twice")


def test_a_second_manifest_in_other_letters(safe, zipped):
    archive = zipped(safe())
    refused(rewritten(archive, [(archive.stem + ".SAFE/Manifest.SAFE", b"<a/>")]), "2 manifests")


def test_a_truncated_zip(safe, zipped):
    archive = zipped(safe())
    data = archive.read_bytes()
    for size in (5, 100, len(data) // 2, len(data) - 30, len(data) - 1):
        archive.write_bytes(data[:size])
        refused(archive, "damaged or truncated")


def test_damaged_members_are_told(safe, zipped):
    archive = zipped(safe())
    data = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as file:
        start = file.getinfo(archive.stem + ".SAFE/manifest.safe").header_offset
    data[start + 150 : start + 250] = b"\xff" * 100
    archive.write_bytes(data)
    refused(archive, "damaged")


def test_a_zip_bomb_is_not_unpacked(safe, zipped):
    folder = safe()
    (folder / "manifest.safe").write_bytes(b"<a>" + b" " * 8_000_000 + b"</a>")
    refused(zipped(folder), "zip bomb")


def test_an_encrypted_zip(safe, zipped):
    archive = zipped(safe())
    data = bytearray(archive.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(data)
    refused(archive, "encrypted")


def test_a_table_of_contents_that_would_fill_the_memory(safe, zipped, monkeypatch):
    monkeypatch.setattr(_archive, "MAX_DIRECTORY", 100)
    refused(zipped(safe()), "table of contents")


def test_a_file_too_large(safe, monkeypatch):
    monkeypatch.setattr(_files, "MAX_FILE", 1000)
    refused(safe(), "too large for a metadata file")


def test_a_product_too_large(safe, monkeypatch):
    monkeypatch.setattr(_files, "MAX_TOTAL", 1000)
    refused(safe(), "metadata in one product")


def test_too_many_files(safe, monkeypatch):
    monkeypatch.setattr(_files, "MAX_MEMBERS", 1)
    refused(safe(), "more than 1 files")


def test_folders_nested_too_deep(tmp_path):
    (tmp_path / "/".join("d" * 20)).mkdir(parents=True)
    refused(tmp_path, "nested")


def test_a_file_name_with_an_escape_sequence(safe):
    folder = safe()
    (folder / "a\x1b[31m.xml").write_text("<a/>", encoding="utf-8")
    assert "\x1b" not in str(refused(folder, "control characters"))


@pytest.mark.parametrize("packing", ["file", "folder", "stored", "deflated"])
def test_a_part_of_a_file_is_read_at_its_offset(tmp_path, packing):
    data = bytes(range(256)) * 2000
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "big.bin").write_bytes(data)
    path = {"file": tmp_path / "in" / "big.bin", "folder": tmp_path / "in"}.get(packing, tmp_path / "p.zip")
    if path.suffix == ".zip":
        method = zipfile.ZIP_STORED if packing == "stored" else zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(path, "w", method) as archive:
            archive.write(tmp_path / "in" / "big.bin", "big.bin")
    with _files.opened(path, "p1") as files:
        assert files.part("big.bin", 300_001, 7) == data[300_001:300_008]
        assert files.part("big.bin", len(data) - 2, 7) == data[-2:]
        assert files.part("big.bin", len(data) + 5, 7) == b""
        assert files.part("big.bin", 10**18, 7) == b""


@pytest.mark.parametrize(("offset", "size"), [(-1, 5), (0, -5), (0, _files.MAX_FILE + 1)])
def test_a_part_that_no_metadata_file_has_is_refused(tmp_path, offset, size):
    (tmp_path / "big.bin").write_bytes(bytes(100))
    with _files.opened(tmp_path, "p1") as files, pytest.raises(ProductError, match="no part of a metadata file"):
        files.part("big.bin", offset, size)


def test_parts_are_read_within_a_budget(tmp_path, monkeypatch):
    monkeypatch.setattr(_files, "MAX_TOTAL", 1000)
    (tmp_path / "big.bin").write_bytes(bytes(900))
    with _files.opened(tmp_path, "p1") as files, pytest.raises(ProductError, match="more than"):
        for _ in range(3):
            files.part("big.bin", 100, 800)


def test_what_lies_too_deep_in_a_zip_is_not_unpacked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(_archive, "MAX_SKIP", 1000)
    with zipfile.ZipFile(tmp_path / "p.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.bin", bytes(5000))
    with _files.opened(tmp_path / "p.zip", "p1") as files, pytest.raises(ProductError, match="unpack it first"):
        files.part("big.bin", 2000, 10)


def test_many_parts_of_a_zip_share_one_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(_archive, "MAX_SKIP", 5000)
    with zipfile.ZipFile(tmp_path / "p.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.bin", bytes(5000))
    with _files.opened(tmp_path / "p.zip", "p1") as files:
        assert [files.part("big.bin", 2000, 1) for _ in range(2)] == [b"\0", b"\0"]
        with pytest.raises(ProductError, match="unpack it first"):
            files.part("big.bin", 2000, 1)


def test_one_member_that_cannot_be_unpacked_hides_no_other(tmp_path):
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.writestr("a.bin", b"pixels", zipfile.ZIP_LZMA)
        archive.writestr("b.bin", b"words", zipfile.ZIP_STORED)
    with _files.opened(tmp_path / "p.zip", "p1") as files:
        assert _files.heads(files) == {"b.bin": b"words"}
    with zipfile.ZipFile(tmp_path / "q.zip", "w") as archive:
        archive.writestr("a.bin", b"pixels", zipfile.ZIP_LZMA)
    with _files.opened(tmp_path / "q.zip", "p1") as files, pytest.raises(ProductError, match="unusual method"):
        _files.heads(files)


def test_an_archive_that_cannot_seek_is_read_from_its_beginning_or_refused(tmp_path):
    (tmp_path / "big.bin").write_bytes(b"0123456789")
    with _files.opened(tmp_path, "p1") as files:
        plain = files._replace(seek=None)
        assert plain.part("big.bin", 3, 4) == b"3456"
        with pytest.raises(ProductError, match="unpack it first"):
            plain.part("big.bin", _files.MAX_FILE + 1, 4)


def test_a_folder_of_two_products_names_both(safe, tmp_path):
    outer = tmp_path / "delivery"
    for part in ("a/x", "b/y"):
        (outer / part).mkdir(parents=True)
    first = safe(name="ONE.SAFE")
    first.rename(outer / "a/x/ONE.SAFE")
    safe(name="TWO.SAFE").rename(outer / "b/y/TWO.SAFE")
    refused(outer, r"holds 2 manifests .*a/x.*b/y.*; name one product")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            b'<?xml version="1.0"?><!-- c --><x:report xmlns:x="urn:a">',
            "XML with the root report of the namespace urn:a",
        ),
        (b"\x89HDF\r\n\x1a\n", "HDF5 file"),
        (b"NITF02.10", "a NITF file"),
        (b"II*\0", "a TIFF file"),
        (b'{"a": 1}', "JSON"),
        (b"hello", "no file of a kind that carries metadata"),
    ],
)
def test_an_unknown_product_says_what_it_looks_like(tmp_path, data, words):
    (tmp_path / "thing.dat").write_bytes(data)
    error = refused(tmp_path, words)
    assert "tried spacety, sentinel1" in error.message or "damaged" in error.message


def test_the_first_bytes_of_a_file_are_read_once(tmp_path, monkeypatch):
    (tmp_path / "a.xml").write_bytes(b"<a>" + b" " * 20_000)
    asked = []
    genuine = _files._read
    monkeypatch.setattr(_files, "_read", lambda path, *span: asked.append(span[0]) or genuine(path, *span))
    with _files.opened(tmp_path, "p") as files:
        found = [files.head("a.xml", size) for size in (3, 4096, 100, 5000, 16_000, 20_003)]
    assert [len(data) for data in found] == [3, 4096, 100, 5000, 16_000, 20_003]
    assert asked == [_files.HEAD, 16 * 2**10, 20_003]


def test_a_folder_of_two_archives_names_both(safe, zipped, tmp_path):
    one = zipped(safe())
    folder = tmp_path / "two"
    folder.mkdir()
    for name in ("a.zip", "b.zip"):
        (folder / name).write_bytes(one.read_bytes())
    with pytest.raises(ProductError, match=r"holds no product but 2 archives \(a.zip, b.zip\); name one of them"):
        read(folder)
