"""HDF5 of strangers: links, foreign values, endless heaps, blocks before the file, and damage of every kind."""

from __future__ import annotations

import random
import struct
import zipfile

import h5py
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import ProductError
from sarcheck.readers import _files, _hdf5, read
from tests.readers import telespazio
from tests.readers.test_capella import DOCUMENT
from tests.readers.test_iceye import hdf5 as iceye
from tests.readers.test_iceye import tags, tiff, xml
from tests.readers.test_nisar import granule


def asked(path, question):
    with _files.opened(path, "x") as files, _hdf5.opened(files, path.name) as tree:
        return question(tree)


def written(tmp_path, **nodes):
    path = tmp_path / "x.h5"
    with h5py.File(path, "w") as file:
        for name, value in nodes.items():
            file[name] = value
    return path


def test_texts_and_numbers_come_back_as_written(tmp_path):
    path = written(tmp_path, a=np.bytes_("  two  words "), b="text", c=0.1, d=[[1, 2], [3, 4]], e=np.float32(0.5))
    assert [asked(path, lambda tree, name=name: tree.text(name)) for name in "abcde"] == [
        "two  words", "text", "0.1", "1 2 3 4", "0.5",
    ]  # fmt: skip
    assert asked(path, lambda tree: tree.numbers("d", 1).tolist()) == [3.0, 4.0]
    assert asked(path, lambda tree: (tree.text("gone"), tree.text("gone/deep@at"), tree.children("a"))) == ("", "", [])


@pytest.mark.parametrize("link", [h5py.SoftLink("/loop"), h5py.SoftLink("/a"), h5py.ExternalLink("/etc/passwd", "/")])
def test_links_are_refused(tmp_path, link):
    path = written(tmp_path, a=1.0, loop=link)
    with pytest.raises(ValueError, match="link"):
        asked(path, lambda tree: tree.text("loop"))


def test_a_group_that_holds_itself_ends(tmp_path):
    path = written(tmp_path, a=1.0)
    with h5py.File(path, "a") as file:
        file["ring"] = file["/"]
    assert asked(path, lambda tree: tree.text("ring/ring/ring/a")) == "1.0"


def test_values_that_are_no_metadata_are_refused(tmp_path):
    kind = np.dtype([("x", "f8")])
    path = written(tmp_path, pair=np.zeros(3, dtype=kind), many=np.zeros(300_000), bad=[1.0, np.nan], words="x")
    with h5py.File(path, "a") as file:
        file["empty"] = h5py.Empty("f8")
        file["ref"] = file.ref
        file.create_dataset("ragged", (2,), dtype=h5py.vlen_dtype("i4"))
        layout = h5py.VirtualLayout(shape=(3,), dtype="f8")
        layout[:] = h5py.VirtualSource(str(tmp_path / "other.h5"), "a", shape=(3,))
        file.create_virtual_dataset("virtual", layout)
        file.create_dataset("odd", data=np.zeros(10), chunks=(5,), compression="lzf")
    for name in ("pair", "many", "empty", "ref", "ragged", "virtual", "odd"):
        with pytest.raises(ValueError, match=r"no number|too many|nothing|another file|filter"):
            asked(path, lambda tree, name=name: tree.text(name))
    for name in ("bad", "words"):
        with pytest.raises(ValueError, match="numbers"):
            asked(path, lambda tree, name=name: tree.numbers(name))


def test_a_block_of_the_user_may_come_first(tmp_path):
    path = tmp_path / "x.h5"
    with h5py.File(path, "w", userblock_size=512) as file:
        file["a"] = "text"
        file.attrs["Mission ID"] = "CSK"
        file.attrs["Satellite ID"] = "CSKS4"
    assert asked(path, lambda tree: tree.text("a")) == "text"
    assert read(path).platform == "csk4"


def endless(path):
    """Make the first object of each heap one of no index and no size, which the HDF5 library reads for ever."""
    data = bytearray(path.read_bytes())
    at = data.find(b"GCOL")
    assert at > 0
    while at > 0:
        data[at + 16 : at + 32] = bytes(16)
        at = data.find(b"GCOL", at + 4)
    path.write_bytes(data)


@pytest.mark.parametrize("as_attribute", [True, False])
def test_a_heap_without_end_is_refused_before_it_is_read(tmp_path, as_attribute):
    path = written(tmp_path, text="held in a heap")
    with h5py.File(path, "a") as file:
        file.attrs["text"] = "held in a heap"
    endless(path)
    with pytest.raises(ValueError, match="damaged heap"):
        asked(path, lambda tree: tree.text("@text" if as_attribute else "text"))


def test_texts_in_the_heap_of_a_large_file_are_read_only_where_it_is_told(tmp_path, monkeypatch):
    path = written(tmp_path, text="held in a heap")
    with h5py.File(path, "a") as file:
        file.attrs["text"] = "held in a heap"
    monkeypatch.setattr("sarcheck.readers._heaps.MAX_SCANNED", 1000)
    assert asked(path, lambda tree: tree.text("text")) == "held in a heap"
    with pytest.raises(ValueError, match="larger than"):
        asked(path, lambda tree: tree.text("@text"))


def test_the_signature_of_a_heap_among_pixels_does_no_harm(tmp_path, monkeypatch):
    monkeypatch.setattr("sarcheck.readers._heaps._PIECE", 7)
    path = written(tmp_path, pixels=np.frombuffer(b"GCOLGCOL" * 8, dtype="u1"))
    with h5py.File(path, "a") as file:
        file.attrs["text"] = "held in a heap"
    assert asked(path, lambda tree: tree.text("@text")) == "held in a heap"
    endless(path)
    with pytest.raises(ValueError, match="damaged heap"):
        asked(path, lambda tree: tree.text("@text"))


def test_a_large_file_in_an_archive_is_refused_with_the_cure(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.write(telespazio.hdf5(tmp_path / "x.h5"), "x.h5")
    assert read(tmp_path / "x.zip").platform == "csk1"
    monkeypatch.setattr("sarcheck.readers._hdf5.MAX_FILE", 1000)
    with pytest.raises(ProductError, match="unpack the archive"):
        read(tmp_path / "x.zip")


def test_a_pointer_out_of_the_file_is_refused(tmp_path):
    path = written(tmp_path, text="held in a heap")
    data = bytearray(path.read_bytes())
    at = data.find(struct.pack("<IQ", 14, data.find(b"GCOL")))
    assert at > 0
    data[at + 4 : at + 12] = struct.pack("<Q", 2**40)
    path.write_bytes(data)
    with pytest.raises(ValueError, match="past the end"):
        asked(path, lambda tree: tree.text("text"))


# --- damaged files --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    """Return the bytes of synthetic products, one of each form."""
    import json

    folder = tmp_path_factory.mktemp("made")
    files = [
        telespazio.hdf5(folder / "fixed.h5"),
        telespazio.hdf5(folder / "variable.h5", fixed=False),
        iceye(folder / "iceye.h5"),
        granule(folder / "nisar.h5"),
    ]
    texts = [xml(), telespazio.aux_xml(images=2), telespazio.SHEET, json.dumps(DOCUMENT)]
    return [*(file.read_bytes() for file in files), tiff(tags()), *(text.encode() for text in texts)]


def damaged(data, seed):
    """Return a file with bytes changed, runs of ones and zeros, or its end cut."""
    chance, data = random.Random(seed), bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 64))):
        at, kind = chance.randrange(len(data)), chance.randrange(5)
        if kind < 3:
            data[at] = chance.randrange(256)
        elif kind == 3:
            data[at : at + 8] = bytes([chance.choice((0, 255))]) * 8
        elif chance.random() < 0.1:
            del data[max(at, 64) :]
    return bytes(data)


@settings(max_examples=300, deadline=5000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), pick=st.integers(0, 8))
def test_a_damaged_file_is_read_or_refused(originals, tmp_path, seed, pick):
    path = tmp_path / "x.bin"
    path.write_bytes(damaged(originals[pick], seed))
    try:
        product = read(path)
    except ProductError as error:
        assert (error.href, bool(error.message)) == (str(path), True)
    else:
        assert all(-360 <= lon <= 360 and abs(lat) <= 90 for o in product.outlines for lon, lat in o.points)
