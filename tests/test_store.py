"""The compiled store: what is written comes back, and a damaged one is never believed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarcheck.errors import RulesError
from sarcheck.store import Store, _file, _hashes, _kept, hashes, kept, write

SECTIONS = {
    "text": np.frombuffer(b"denied parties", np.uint8),
    "grid": np.arange(12, dtype="<f8").reshape(3, 4),
    "empty": np.empty(0, dtype="<i4"),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write(tmp_path / "a.store", SECTIONS)
    return tmp_path / "a.store"


def test_sections_come_back(path: Path) -> None:
    store = Store(path)
    for name, array in SECTIONS.items():
        assert store(name).dtype == array.dtype
        np.testing.assert_array_equal(store(name), array)


def test_sections_cannot_be_changed(path: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        Store(path)("grid")[0, 0] = 1.0


def test_same_sections_same_bytes(path: Path, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "a.store", SECTIONS)
    assert path.read_bytes() == (tmp_path / "elsewhere" / "a.store").read_bytes()


def test_a_missing_section_is_an_error(path: Path) -> None:
    with pytest.raises(RulesError, match="section names is missing"):
        Store(path)("names")


def test_nothing_is_left_when_writing_fails(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        write(tmp_path / "a.store", {"bad": np.array([object()])})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "cannot be opened"),
        (b"not a store", "not a store of this version"),
        (b"SARCHECK-STORE-1\n" + b"\xff" * 40, "not a store of this version"),
        (_file.MAGIC, "header is damaged"),
        (_file.MAGIC + b"\xff" * 40, "header is damaged"),
    ],
)
def test_a_foreign_file_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "a.store").write_bytes(content)
    with pytest.raises(RulesError, match=why):
        Store(tmp_path / "a.store")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="cannot be opened"):
        Store(tmp_path)


def test_a_store_under_another_name_is_refused(path: Path) -> None:
    path.rename(path.with_name("b.store"))
    with pytest.raises(RulesError, match="it was made as a"):
        Store(path.with_name("b.store"))


def test_a_store_of_the_other_byte_order_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.byteorder", "big")
    with pytest.raises(RulesError, match="little-endian"):
        Store(path)


def forged(path: Path, header: object, body: bytes = b"") -> Path:
    """Write a store whose header is intact but says what none of this version would."""
    raw = msgspec.msgpack.encode(header)
    whole = _file.MAGIC + len(raw).to_bytes(8, "little") + _file._digest(raw) + raw
    path.write_bytes(whole.ljust(_file._aligned(len(whole)), b"\0") + body)
    return path


def test_a_header_of_another_shape_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="not of this version"):
        Store(forged(tmp_path / "a.store", ["a.store", "little"]))


@pytest.mark.parametrize(
    ("dtype", "shape", "why"), [("|O", (1,), "numbers"), ("<f8", (3,), "shape"), ("x", (8,), "shape")]
)
def test_a_section_of_another_shape_is_refused(tmp_path: Path, dtype: str, shape: tuple[int, ...], why: str) -> None:
    body = bytes(8)
    section = ["odd", dtype, shape, 0, len(body), hashlib.blake2b(body, digest_size=16).digest()]
    store = Store(forged(tmp_path / "a.store", ["a.store", "little", [section]], body))
    with pytest.raises(RulesError, match=why):
        store("odd")


def test_a_cut_store_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    for length in range(0, len(whole) - 64, 16):
        path.write_bytes(whole[:length])
        with pytest.raises(RulesError):
            [Store(path)(name) for name in SECTIONS]


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_any_flipped_bit_is_found(tmp_path_factory: pytest.TempPathFactory, place: int, bit: int) -> None:
    path = tmp_path_factory.mktemp("flip") / "a.store"
    write(path, SECTIONS)
    whole = bytearray(path.read_bytes())
    place %= len(whole)
    whole[place] ^= 1 << bit
    path.write_bytes(whole)
    try:
        store = Store(path)
        same = all(np.array_equal(store(name), array) for name, array in SECTIONS.items())
    except RulesError:
        return
    assert same, "a flipped bit changed a section unseen"


# --- kept in a cache ----------------------------------------------------------------------------


class Builder:
    """Builds the sections, and counts how often it was asked to."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, np.ndarray]:
        self.times += 1
        return SECTIONS


def whole(sections: Callable[[str], np.ndarray]) -> bool:
    return all(np.array_equal(sections(name), array) for name, array in SECTIONS.items())


@pytest.fixture
def build() -> Builder:
    return Builder()


def test_a_kept_store_is_built_once(tmp_path: Path, build: Builder) -> None:
    assert whole(kept(tmp_path, "rules-1", build))
    assert whole(kept(tmp_path, "rules-1", build))
    assert build.times == 1


def replaced_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "somebody's").write_text("work")


HARMS: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-70]),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "older version": lambda path: path.write_bytes(b"SARCHECK-STORE-1\n" + path.read_bytes()[17:]),
    "another's": lambda path: path.with_name("rules-2.store").replace(path),
    "folder": replaced_by_a_folder,
    "broken link": lambda path: (path.unlink(), path.symlink_to("nowhere")),
    "section": lambda path: path.write_bytes(path.read_bytes().replace(b"denied", b"danied")),
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_harmed_store_is_made_anew(tmp_path: Path, build: Builder, harm: str) -> None:
    kept(tmp_path, "rules-1", build)
    write(tmp_path / "rules-2.store", {**SECTIONS, "text": np.zeros(3)})
    HARMS[harm](tmp_path / "rules-1.store")
    assert whole(kept(tmp_path, "rules-1", build))
    assert build.times == 2
    assert whole(Store(tmp_path / "rules-1.store"))


def test_a_folder_in_the_way_is_not_lost(tmp_path: Path, build: Builder) -> None:
    (tmp_path / "rules-1.store").mkdir()
    (tmp_path / "rules-1.store" / "note").write_text("mine")
    assert whole(kept(tmp_path, "rules-1", build))
    assert [path.read_text() for path in tmp_path.glob("*.aside/note")] == ["mine"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is unreadable for root")
def test_an_unreadable_store_is_made_anew(tmp_path: Path, build: Builder) -> None:
    kept(tmp_path, "rules-1", build)
    (tmp_path / "rules-1.store").chmod(0)
    assert whole(kept(tmp_path, "rules-1", build))


def damage(path: Path) -> None:
    """Change a section in place, as a failing disk would: under those who have the store open."""
    with path.open("r+b") as stream:
        stream.seek(path.read_bytes().index(b"denied"))
        stream.write(b"danied")


def test_damage_after_opening_is_healed_once(tmp_path: Path, build: Builder) -> None:
    sections = kept(tmp_path, "rules-1", build)
    damage(tmp_path / "rules-1.store")
    assert whole(sections)
    assert build.times == 2


def test_damage_that_comes_back_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, build: Builder) -> None:
    def failing(path: Path, sections: dict[str, np.ndarray]) -> None:
        write(path, sections)
        damage(path)

    monkeypatch.setattr(_kept, "write", failing)
    sections = kept(tmp_path, "rules-1", build)
    for _ in range(2):
        with pytest.raises(RulesError, match="section text is damaged"):
            sections("text")
    assert build.times == 2


def test_without_a_place_the_sections_stay_in_memory(tmp_path: Path, build: Builder) -> None:
    (tmp_path / "cache").write_text("in the way")
    assert whole(kept(tmp_path / "cache", "rules-1", build))


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, build: Builder) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert whole(kept(tmp_path, "rules-1", build))
    assert list(tmp_path.iterdir()) == []


def test_only_the_last_used_stores_are_kept(tmp_path: Path, build: Builder) -> None:
    opened = kept(tmp_path, "rules-0", build)
    for number in range(_kept.KEPT + 3):
        kept(tmp_path, f"rules-{number}", build)
        os.utime(tmp_path / f"rules-{number}.store", ns=(number, number))
    os.utime(tmp_path / "rules-3.store", ns=(10**6, 3))
    (tmp_path / "countries-1.store").write_text("another kind")
    (tmp_path / "notes.txt").write_text("not ours")
    kept(tmp_path, "rules-new", build)
    left = {path.name for path in tmp_path.iterdir()}
    assert {"countries-1.store", "notes.txt", "rules-3.store", "rules-new.store"} <= left
    assert len(left) == _kept.KEPT + 2
    assert "rules-0.store" not in left
    assert whole(opened), "a removed store is still there for those who have it open"


def test_half_written_stores_are_swept_when_nobody_can_be_writing_them(tmp_path: Path, build: Builder) -> None:
    for name, age in (("rules-1.storeabc.part", 2 * _kept.ABANDONED_NS), ("rules-2.storeabc.part", 0)):
        (tmp_path / name).write_bytes(b"half")
        changed = (tmp_path / name).stat().st_mtime_ns - age
        os.utime(tmp_path / name, ns=(changed, changed))
    kept(tmp_path, "rules-3", build)
    assert {path.name for path in tmp_path.iterdir()} == {"rules-2.storeabc.part", "rules-3.store"}


# --- remembered hashes --------------------------------------------------------------------------


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Return a large file that was last touched long before any hash of it is taken."""
    path = tmp_path / "large.xml"
    path.write_bytes(b"<list/>".ljust(_hashes.LARGE))
    return path


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that are read to be hashed."""
    read: list[str] = []
    plain = _hashes._sha256
    monkeypatch.setattr(_hashes, "_sha256", lambda path: (read.append(path.name), plain(path))[1])
    return read


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every file seem settled."""
    monkeypatch.setattr(_hashes, "TICK_NS", -(10**12))


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.usefixtures("later")
def test_a_settled_large_file_is_read_once(tmp_path: Path, large: Path, reads: list[str]) -> None:
    small = tmp_path / "small.toml"
    small.write_text("a = 1")
    for _ in range(2):
        assert hashes([large, small], tmp_path / "c" / "hashes-1.store") == [sha256(large), sha256(small)]
    assert reads == ["large.xml", "small.toml", "small.toml"]
    hashes([large], tmp_path / "c" / "hashes-1.store", anew=True)
    assert reads[3:] == ["large.xml"]


def test_a_file_touched_just_now_is_not_remembered(tmp_path: Path, large: Path, reads: list[str]) -> None:
    for _ in range(2):
        hashes([large], tmp_path / "hashes-1.store")
    assert reads == ["large.xml"] * 2


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("change", ["in place, times put back", "replaced, times put back", "grown"])
def test_any_change_of_a_remembered_file_is_seen(tmp_path: Path, large: Path, change: str) -> None:
    before, state = hashes([large], tmp_path / "hashes-1.store"), large.stat()
    other = b"<tsil/>".ljust(_hashes.LARGE + (change == "grown"))
    if change.startswith("replaced"):
        (tmp_path / "new").write_bytes(other)
        (tmp_path / "new").replace(large)
    else:
        with large.open("r+b") as stream:
            stream.write(other)
    if change.endswith("back"):
        os.utime(large, ns=(state.st_atime_ns, state.st_mtime_ns))
    after = hashes([large], tmp_path / "hashes-1.store")
    assert after == [sha256(large)] != before


@pytest.mark.usefixtures("later")
def test_a_damaged_memory_is_none(tmp_path: Path, large: Path, reads: list[str]) -> None:
    index = tmp_path / "hashes-1.store"
    hashes([large], index)
    index.write_bytes(index.read_bytes().replace(b"large", b"Large"))
    write(tmp_path / "hashes-2.store", {"hashes": np.frombuffer(b"\xc1", np.uint8)})
    for memory in ("hashes-1.store", "hashes-2.store"):
        assert hashes([large], tmp_path / memory) == [sha256(large)]
    assert len(reads) == 3


def test_without_a_place_files_are_read_each_time(tmp_path: Path, large: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    assert hashes([large], tmp_path / "cache" / "hashes-1.store") == [sha256(large)]


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="cannot be read"):
        hashes([tmp_path / "gone.xml"], tmp_path / "hashes-1.store")
