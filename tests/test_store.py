"""The compiled store: what is written comes back, and a damaged one is never believed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarcheck.errors import RulesError
from sarcheck.store import Store, write

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
    write(tmp_path / "b.store", SECTIONS)
    assert path.read_bytes() == (tmp_path / "b.store").read_bytes()


def test_a_missing_section_is_an_error(path: Path) -> None:
    with pytest.raises(RulesError, match="section names is missing"):
        Store(path)("names")


def test_nothing_is_left_when_writing_fails(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        write(tmp_path / "a.store", {"bad": np.array([object()])})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"not a store", b"SARCHECK-STORE-1\n" + b"\xff" * 40])
def test_a_foreign_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.store").write_bytes(content)
    with pytest.raises(RulesError):
        Store(tmp_path / "a.store")


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
