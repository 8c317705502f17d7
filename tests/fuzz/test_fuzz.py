"""Every parser of outside input on what it starts from, on damage to that, and on what once brought it down."""

from __future__ import annotations

import random
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sarcheck import lists, readers
from sarcheck.errors import ProductError
from tests.fuzz import kept, targets
from tests.fuzz.harness import SECONDS, FindingError, Room, Target, tried
from tests.fuzz.mutate import files_of, mutated, packed

DAMAGED = 25
"""Damaged inputs of each target, the same in every run."""
SLOW = 30.0
"""Seconds of processor time, where machines are busy; what is slow for a reason of its own takes longer still."""


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    targets.ruleset()
    made = Room()
    yield made
    made.close()


@pytest.mark.parametrize("target", targets.TARGETS, ids=lambda target: target.name)
def test_what_a_target_starts_from_is_read(target: Target, room: Room) -> None:
    became = [tried(target, data, room, SLOW) for data in target.starts()]
    assert became.count("read") >= min(len(became), 2) or target.name == "attest"


@pytest.mark.parametrize("target", targets.TARGETS, ids=lambda target: target.name)
def test_what_is_damaged_is_read_or_refused(target: Target, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "THOROUGH", False)
    chance, seeds = random.Random(target.name), tuple(target.starts())
    for _ in range(DAMAGED):
        tried(target, mutated(chance.choice(seeds), seeds, chance), room, SLOW)


@pytest.mark.parametrize("one", kept.kept(), ids=lambda one: f"{one.target}: {one.was}")
def test_what_once_brought_a_parser_down_does_not(one: kept.Kept, room: Room) -> None:
    tried(targets.BY_NAME[one.target], one.data, room, SECONDS)


def test_every_reader_and_list_format_has_something_to_start_from(tmp_path: Path) -> None:
    met: set[str] = set()
    for target in targets.TARGETS:
        for number, data in enumerate(target.starts()):
            folder = tmp_path / target.name / str(number)
            folder.mkdir(parents=True)
            if target.run is targets.listed:
                met |= {found.format.NAME for found in lists.recognise(targets.laid(data, folder, "list"), "x")}
            elif target.allowed == (ProductError,):
                targets.laid(data, folder, "x.zip")
                with suppress(ProductError):
                    met.add(readers.read(folder).format)
    assert {*(one.NAME for one in lists.LISTS), *(one.name for one in (*readers.READERS, readers.ITEM))} - met == set()


def test_an_input_of_several_files_comes_back_and_stays_in_its_folder() -> None:
    files = {"a/b.xml": b"<a/>", "c": b"\0\n"}
    assert files_of(packed(files)) == files
    assert files_of(packed({"../../x": b"1", "/etc/y": b"2", "a\0": b""})) == {"x": b"1", "etc/y": b"2", "a": b"\0"}
    assert files_of(b"bare", "one") == {"one": b"bare"}


# --- the watch itself: each of these must be a finding ------------------------------------------


def reads_outside(data: bytes, folder: Path) -> None:
    Path("/etc/hostname").open().close()


def writes_outside(data: bytes, folder: Path) -> None:
    (Path(__file__).parents[2] / "fuzz-was-here").touch()


def removes_outside(data: bytes, folder: Path) -> None:
    (Path(__file__).parents[2] / "fuzz-was-not-here").unlink(missing_ok=True)


def connects(data: bytes, folder: Path) -> None:
    with socket.socket() as one:
        one.settimeout(0.01)
        try:
            one.connect(("127.0.0.1", 9))
        except OSError:
            return


def spends(data: bytes, folder: Path) -> None:
    sum(range(10_000_000))


def says_nothing(data: bytes, folder: Path) -> None:
    raise LookupError


@pytest.mark.parametrize("run", [reads_outside, writes_outside, removes_outside, connects, spends, says_nothing])
def test_what_must_not_be_done_is_found(run: Callable[[bytes, Path], None], room: Room) -> None:
    target = Target("x", run, lambda: (), (LookupError,), "")
    try:
        with pytest.raises(FindingError):
            tried(target, b"", room, 0.01)
    finally:
        (Path(__file__).parents[2] / "fuzz-was-here").unlink(missing_ok=True)


def test_an_undeclared_error_is_not_caught(room: Room) -> None:
    def run(data: bytes, folder: Path) -> None:
        raise KeyError("undeclared")

    with pytest.raises(KeyError):
        tried(Target("x", run, lambda: (), (ValueError,), ""), b"", room)


def test_an_input_may_use_its_own_folder(room: Room) -> None:
    def run(data: bytes, folder: Path) -> None:
        (folder / "a").write_bytes(data)
        (folder / "a").replace(folder / "b")
        assert (folder / "b").read_bytes() == data

    assert tried(Target("x", run, lambda: (), (), ""), b"1", room) == "read"
