"""Tar archives from strangers, plain and packed: what is read, and what is refused."""

from __future__ import annotations

import gzip
import io
import tarfile

import pytest

from sarcheck.errors import ProductError
from sarcheck.readers import _files, _tar, read


def packed(folder, ending=".tar", extra=(), kind=tarfile.PAX_FORMAT):
    """Pack a folder, the folder's own name inside it; ``extra`` are TarInfo and bytes."""
    target = folder.with_name(folder.stem + ending)
    with tarfile.open(target, "w:gz" if ending.endswith("gz") else "w", format=kind) as archive:
        archive.add(folder, "./" + folder.name)
        for member, data in extra:
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return target


def refused(path, words):
    with pytest.raises(ProductError, match=words) as caught:
        read(path, href="p1")
    assert caught.value.href == "p1"


def member(name, kind=tarfile.REGTYPE, link=""):
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, link
    return made


@pytest.mark.parametrize("ending", [".tar", ".tar.gz", ".tgz"])
def test_a_tar_reads_as_its_folder(safe, ending):
    folder = safe()
    archive = packed(folder, ending)
    first, second = read(folder, href="p"), read(archive, href="p")
    assert first == second


def test_a_renamed_tar_is_told_by_its_bytes(safe):
    archive = packed(safe(), ".tgz")
    assert read(archive.rename(archive.with_name("delivery.bin"))).platform == "sentinel-1a"


def test_a_tar_alone_in_a_folder(safe, tmp_path):
    outer = tmp_path / "delivery"
    outer.mkdir()
    archive = packed(safe(), ".tar.gz")
    archive.rename(outer / archive.name)
    assert read(outer).platform == "sentinel-1a"


@pytest.mark.parametrize("ending", [".tar", ".tgz"])
def test_files_that_are_not_kept_are_read_as_well(safe, ending, monkeypatch):
    monkeypatch.setattr(_tar, "MAX_KEPT", 100)
    monkeypatch.setattr(_tar, "KEPT_WHOLE", 60)
    folder = safe()
    assert read(packed(folder, ending), href="p") == read(folder, href="p")


@pytest.mark.parametrize("ending", [".tar", ".tgz"])
@pytest.mark.parametrize("kept", [100, 2**20])
def test_a_part_of_a_member_is_read_from_where_it_lies(safe, ending, kept, monkeypatch):
    monkeypatch.setattr(_tar, "MAX_KEPT", kept)
    folder = safe()
    data = (folder / "manifest.safe").read_bytes()
    with _files.opened(packed(folder, ending), "p") as files:
        name = f"{folder.name}/manifest.safe"
        assert files.part(name, 500, 50) == data[500:550]
        assert files.part(name, 100, 50) == data[100:150]
        assert files.part(name, len(data) - 5, 50) == data[-5:]
        assert files.part(name, len(data) + 5, 50) == b""


@pytest.mark.parametrize("ending", [".tar", ".tgz", ".zip", ".SAFE"])
def test_a_member_is_opened_as_a_stream(safe, zipped, ending):
    folder = safe()
    path = {".zip": zipped, ".SAFE": lambda folder: folder.parent}.get(ending, lambda folder: packed(folder, ending))
    data = (folder / "manifest.safe").read_bytes()
    with _files.opened(path(folder), "p") as files, files.stream(f"{folder.name}/manifest.safe") as (size, stream):
        pieces = iter(lambda: stream.read(100), b"")
        assert (size, b"".join(pieces)) == (len(data), data)


def test_going_back_and_forth_in_a_packed_tar_has_an_end(safe, monkeypatch):
    monkeypatch.setattr(_tar, "MAX_KEPT", 0)
    monkeypatch.setattr(_tar, "MAX_SKIP", 50_000)
    folder = safe()
    with _files.opened(packed(folder, ".tgz"), "p") as files, pytest.raises(ProductError, match="too deep in a packed"):
        for _ in range(100):
            files.part(f"{folder.name}/manifest.safe", 0, 10)


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "a/../../evil.xml", "a\\..\\evil.xml", "C:/evil.xml"])
@pytest.mark.parametrize("ending", [".tar", ".tgz"])
def test_a_member_that_would_escape(safe, name, ending):
    refused(packed(safe(), ending, [(member(name), b"<a/>")]), "leave the product's folder")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_a_link(safe, kind):
    refused(packed(safe(), extra=[(member("l.xml", kind, "/etc/passwd"), b"")]), "a link inside a tar")


@pytest.mark.parametrize("kind", [tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.GNUTYPE_SPARSE])
def test_a_device_a_pipe_or_a_file_with_holes(safe, kind):
    refused(packed(safe(), extra=[(member("d.xml", kind), b"")]), "neither a folder nor a regular file|damaged")


def test_one_name_twice(safe):
    folder = safe()
    refused(packed(folder, extra=[(member(folder.name + "/manifest.safe"), b"<a/>")]), "listed twice")


@pytest.mark.parametrize("ending", [".tar", ".tgz"])
def test_a_truncated_tar(safe, ending):
    archive = packed(safe(), ending)
    data = archive.read_bytes()
    for size in (600, len(data) // 3, len(data) // 2):
        archive.write_bytes(data[:size])
        refused(archive, "damaged or truncated")


@pytest.mark.parametrize("kind", [tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT])
def test_a_damaged_header_hides_nothing(safe, kind):
    archive = packed(safe(), kind=kind)
    data = bytearray(archive.read_bytes())
    place = data.rindex(b"manifest.safe")
    data[place] ^= 0xFF
    archive.write_bytes(data)
    refused(archive, "damaged")


def test_gzip_that_holds_no_tar(tmp_path):
    path = tmp_path / "a.xml.gz"
    path.write_bytes(gzip.compress(b"<product/>" * 100))
    refused(path, "damaged or truncated tar archive")


def test_a_bomb_is_not_unpacked(safe):
    archive = packed(safe(), ".tgz", [(member("bomb.dat"), bytes(400 * 2**20))])
    assert archive.stat().st_size < 2**20
    refused(archive, "tar bomb")


def test_a_header_that_would_fill_the_memory(tmp_path):
    path = tmp_path / "a.tar"
    name = member("././@LongLink", tarfile.GNUTYPE_LONGNAME)
    name.size = 2**33
    path.write_bytes(name.tobuf(tarfile.GNU_FORMAT) + bytes(2**16))
    refused(path, "too large for any genuine archive")


def test_too_many_members(safe, monkeypatch):
    monkeypatch.setattr(_tar, "MAX_MEMBERS", 1)
    refused(packed(safe()), "more than 1 files")
