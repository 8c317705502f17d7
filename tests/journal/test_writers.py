"""Writers that are killed, that write at once, and that run out of room: nothing acknowledged is lost.

A kill ends the program, not the machine: that a commit outlives a power cut is SQLite's promise (synchronous=EXTRA) and
the disk's, and no test here shows it. SARCHECK_KILLS sets how often the first test kills.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from sarcheck import journal
from sarcheck.errors import JournalError
from tests.journal.conftest import NOW, draft

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks and signals")

KILLS = int(os.environ.get("SARCHECK_KILLS", "25"))
FORK = multiprocessing.get_context("fork")


def run(work: Callable[..., None], *arguments: object) -> multiprocessing.process.BaseProcess:
    process = FORK.Process(target=work, args=arguments)
    process.start()
    return process


def write(path: Path, seed: int, told: Connection, count: int = 1_000_000) -> None:
    """Append records, and tell each receipt after the append has returned."""
    sizes = random.Random(seed)
    for _ in range(count):
        drafts = [draft(sizes.randrange(1000), sizes.choice((10, 3_000, 90_000))) for _ in range(sizes.randint(1, 3))]
        receipt = journal.append(path, drafts, NOW)
        told.send((receipt.count, receipt.head))


def heard(pipe: Connection) -> list[tuple[int, str]]:
    """Return all that a writer told before it ended."""
    receipts = []
    try:
        while pipe.poll(0):
            receipts.append(pipe.recv())
    except EOFError:
        pass
    return receipts


def test_nothing_acknowledged_is_lost_when_writers_are_killed(path: Path) -> None:
    chance = random.Random(11)
    acknowledged: dict[int, str] = {}
    for kill in range(KILLS):
        ours, theirs = FORK.Pipe()
        writer = run(write, path, kill, theirs)
        theirs.close()
        time.sleep(chance.uniform(0.005, 0.12))
        assert writer.pid
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        acknowledged |= dict(heard(ours))
        if path.exists() and path.stat().st_size:
            assert journal.verify(path).faults == ()
    assert len(acknowledged) > KILLS / 4
    with journal.reading(path) as held:
        hashes = {record.seq: record.hash for record in held.records()}
    assert {seq: hashes.get(seq) for seq in acknowledged} == acknowledged


def test_four_writers_at_once_lose_nothing_and_break_nothing(path: Path) -> None:
    pipes = [FORK.Pipe(duplex=False) for _ in range(4)]
    writers = [run(write, path, seed, theirs, 15) for seed, (_, theirs) in enumerate(pipes)]
    for writer in writers:
        writer.join(120)
        assert writer.exitcode == 0
    acknowledged = [receipt for ours, _ in pipes for receipt in heard(ours)]
    assert len(acknowledged) == len(dict(acknowledged)) == 60
    found = journal.verify(path, *max(acknowledged)[::-1])
    assert found.faults == ()
    with journal.reading(path) as held:
        hashes = {record.seq: record.hash for record in held.records()}
    assert all(hashes[seq] == head for seq, head in acknowledged)


def _write_in_little_room(path: Path, limit: int) -> None:
    """End with 0 when an append fails for want of room, as an error that says so."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        for number in range(1000):
            journal.append(path, [draft(number, 50_000)], NOW)
    except JournalError as error:
        os._exit(0 if "nothing was recorded" in str(error) else 3)
    os._exit(4)


def test_a_full_disk_is_an_error_and_loses_nothing(path: Path) -> None:
    before = journal.append(path, [draft(1, 50_000)], NOW)
    for more in (10_000, 70_000, 200_000, 333_333):
        writer = run(_write_in_little_room, path, path.stat().st_size + more)
        writer.join(60)
        assert writer.exitcode == 0
        assert journal.verify(path, before.head, before.count).faults == ()
    after = journal.append(path, [draft(2)], NOW)
    assert journal.verify(path, after.head, after.count).faults == ()


def test_a_writer_waits_for_another_and_gives_up_with_an_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal._file, "PATIENCE", 0.2)  # type: ignore[attr-defined]
    before = journal.append(path, [draft()], NOW)
    with (
        journal._file.writing(path),  # type: ignore[attr-defined]
        pytest.raises(JournalError, match="locked; nothing was recorded"),
    ):
        journal.append(path, [draft()], NOW)
    assert journal.verify(path, before.head, before.count).faults == ()


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="nothing was recorded"):
        journal.append(tmp_path / "none" / "journal.db", [draft()], NOW)
