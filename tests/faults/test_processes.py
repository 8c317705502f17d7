"""Processes that are killed, interrupted or out of memory: the run says what is unfinished, and goes on from there."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sarcheck import journal
from tests.faults.conftest import ALL, Site, Verdicts
from tests.faults.world import AS_OF, Fault, forked, here, nobody, ran, together


def meets(order: str, what: str) -> Fault:
    """Let the screening of one order meet a fault."""

    def fault() -> None:
        module = importlib.import_module("sarcheck.screen")
        judged = module._judged

        def then(given: object, *rest: object) -> object:
            if given.document.id == order:  # type: ignore[attr-defined]
                if what == "memory":
                    raise MemoryError
                if what == "depth":
                    raise RecursionError("maximum recursion depth exceeded")
                if what == "defect":
                    raise KeyError("x")
                os.kill(os.getpid(), getattr(signal, what))
            return judged(given, *rest)

        module._judged = then

    return fault


TOLD = {
    "memory": "whoever screens the orders from number 5 on is killed, 3 times now, or runs out of memory",
    "SIGKILL": "whoever screens the orders from number 5 on is killed, 3 times now",
    "depth": "internal error in the orders from number 5 on: RecursionError",
    "defect": "internal error in the orders from number 5 on: KeyError",
}


@pytest.mark.parametrize("what", list(TOLD))
def test_an_order_that_no_worker_survives_stops_the_run(site: Site, what: str, verdicts: Verdicts) -> None:
    out = site.folder / "out"
    command = ["batch", site.lines, out, "-r", site.rules, *AS_OF, "--shard", "2", "--jobs", "2"]
    ended = ran(*command, fault=together(forked, meets("O-5", what)))
    assert ended.code == 1
    assert f"{site.lines}: {TOLD[what]}" in ended.err
    found = verdicts(out)
    assert found.items() <= ALL.items()
    assert "O-5" not in found
    assert not (out / "summary.json").exists()
    ended = ran(*command, fault=here)
    assert ended.code == 13
    assert verdicts(out) == ALL


def test_a_worker_that_was_out_of_memory_once_loses_nothing(site: Site, verdicts: Verdicts) -> None:
    """Its part is given out again, alone."""
    mark = site.folder / "met"

    def fault() -> None:
        module = importlib.import_module("sarcheck.screen")
        judged = module._judged

        def then(given: object, *rest: object) -> object:
            if given.document.id == "O-5" and not mark.exists():  # type: ignore[attr-defined]
                mark.touch()
                raise MemoryError
            return judged(given, *rest)

        module._judged = then

    out = site.folder / "out"
    command = ["batch", site.lines, out, "-r", site.rules, *AS_OF, "--shard", "2", "--jobs", "2"]
    assert ran(*command, fault=together(forked, fault)).code == 13
    assert mark.exists()
    assert verdicts(out) == ALL
    assert json.loads((out / "summary.json").read_bytes())["orders"] == 8


@pytest.mark.parametrize("what", list(TOLD))
def test_a_rescreening_whose_worker_dies_says_of_which_orders(site: Site, what: str) -> None:
    out, anew = site.folder / "out", site.folder / "anew"
    rules = ["-r", site.rules, "--shard", "2"]
    assert ran("batch", site.lines, out, *rules, "--as-of", "2026-11-22", fault=here).code == 13
    (out / "asked.json").unlink()
    command = ["rescreen", site.lines, out, "--out", anew, *rules, "--as-of", "2026-11-23", "--jobs", "2"]
    ended = ran(*command, fault=together(forked, meets("O-5", what)))
    assert ended.code == 1
    assert TOLD[what] in ended.err
    assert not (anew / "summary.json").exists()


def test_workers_of_a_rescreening_tell_in_the_order_of_the_orders(site: Site) -> None:
    out = site.folder / "out"
    rules = ["-r", site.rules, "--shard", "1"]
    assert ran("batch", site.lines, out, *rules, "--as-of", "2026-12-23", fault=here).code == 13
    command = ["rescreen", site.lines, out, *rules, *AS_OF, "-f", "json"]
    alone = ran(*command, "--jobs", "1")
    assert alone.code == 13
    assert len(alone.out.splitlines()) > 6
    assert ran(*command, "--jobs", "3", fault=forked).out == alone.out


@pytest.mark.parametrize(
    ("what", "code"), [("memory", 1), ("depth", 1), ("SIGINT", 130), ("SIGTERM", -15), ("SIGKILL", -9)]
)
def test_a_screening_that_is_ended_leaves_no_verdict(site: Site, what: str, code: int) -> None:
    report, book = site.folder / "v.json", site.folder / "book.db"
    targets = ["-f", f"json={report}", "-f", "text", "--journal", book]
    ended = ran(site.clear, site.deny, "-r", site.rules, *AS_OF, *targets, fault=meets("DENY", what))
    assert ended.code == code
    assert ended.out == b""
    assert not report.exists()
    assert not book.exists()
    if what == "memory":
        assert "out of memory; give it more memory" in ended.err


@pytest.mark.parametrize("what", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_batch_that_is_ended_goes_on_where_it_was(site: Site, what: str, verdicts: Verdicts) -> None:
    out = site.folder / "out"
    command = ["batch", site.lines, out, "-r", site.rules, *AS_OF, "--shard", "2"]
    ended = ran(*command, fault=together(here, meets("O-5", what)))
    assert ended.code in (130, -signal.SIGTERM, -signal.SIGKILL)
    assert verdicts(out).keys() == {"O-0", "O-1", "O-2", "O-3"}
    assert not (out / "summary.json").exists()
    before = {path.name: path.stat().st_mtime_ns for path in out.glob("*.done.json")}
    assert ran(*command, fault=here).code == 13
    assert before.items() < {path.name: path.stat().st_mtime_ns for path in out.glob("*.done.json")}.items()
    assert verdicts(out) == ALL
    assert not list(out.glob(".*"))


@pytest.mark.parametrize("what", ["SIGTERM", "SIGKILL"])
def test_an_import_that_is_ended_leaves_one_whole_list(site: Site, what: str) -> None:
    """At the worst moment: the former version has left its place, the new one has not taken it."""
    from tests.faults import world

    def fault() -> None:
        from sarcheck.importing import _shelf

        rename = Path.rename

        def then(self: Path, target: Path) -> Path:
            moved = rename(self, target)
            if _shelf.PREVIOUS in str(target):
                os.kill(os.getpid(), getattr(signal, what))
            return moved

        Path.rename = then  # type: ignore[method-assign]

    more = world.party_list(site.folder / "new", "ANOTHER COMPANY")
    command = ["rules", "import", more, "-r", site.rules, "--retrieved", "2026-11-22"]
    assert ran(*command, fault=fault).code == -getattr(signal, what)
    assert ran(site.deny, "-r", site.rules, *AS_OF).code == 13
    assert ran(*command).code == 0
    assert sorted(path.name for path in (site.rules / "lists").iterdir()) == [".previous", "a-list"]


@pytest.mark.skipif(sys.platform != "linux", reason="the limit counts otherwise elsewhere")
def test_no_further_process_may_be_started(site: Site, verdicts: Verdicts) -> None:
    def fault() -> None:
        wanted = ("multiprocessing.synchronize", "multiprocessing.queues", "multiprocessing.popen_fork")
        for name in (*wanted, "concurrent.futures.process", "sarcheck.reports.tally"):
            importlib.import_module(name)  # whoever has no rights may not be able to
        nobody()
        resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))

    out = site.folder / "out"
    out.mkdir(mode=0o777)
    out.chmod(0o777)
    ended = ran("batch", site.lines, out, "-r", site.rules, *AS_OF, "--jobs", "2", fault=together(forked, fault))
    assert ended.code == 1
    assert "internal error" not in ended.err
    assert "--jobs" in ended.err
    assert verdicts(out) == {}


def test_a_reader_that_has_gone_away_changes_no_exit_code(site: Site) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    book = site.folder / "book.db"
    try:
        ended = ran(site.deny, "-r", site.rules, *AS_OF, "--journal", book, stdout=theirs)
    finally:
        os.close(theirs)
    assert ended.code == 13
    assert journal.verify(book).count == 1


@pytest.mark.parametrize("how", ["closed", "cancelled", "silent"])
def test_a_dask_scheduler_that_goes_away_stops_the_run(site: Site, how: str, verdicts: Verdicts) -> None:
    """The first shard is done; then the connection is closed, futures are cancelled, or simply none comes any more."""
    distributed = pytest.importorskip("distributed")
    from distributed.comm import CommClosedError

    errors = {"closed": CommClosedError("Stream is closed"), "cancelled": distributed.CancelledError("work-1")}

    class Future:
        def __init__(self, do: Callable[[], Any]) -> None:
            self.result = do

    class Client(contextlib.nullcontext[None]):
        loop = None

        def __enter__(self) -> None:
            return None

        def nthreads(self) -> dict[str, int]:
            return {"worker": 1}

        def submit(self, do: Callable[..., Any], *arguments: Any, **_options: Any) -> Future:
            return Future(lambda: do(*arguments))

    def lost() -> None:
        raise errors[how]

    class Completed(list[Future]):
        def __init__(self, futures: list[Future], loop: object) -> None:
            super().__init__([futures[0], *([] if how == "silent" else [Future(lost)])])

        def add(self, _future: Future) -> None:
            """Take it, and never tell of it."""

    def fault() -> None:
        from sarcheck.batch import engines

        engines._client = lambda _: (Client(), Completed)  # type: ignore[assignment]

    out = site.folder / "out"
    command = ["batch", site.lines, out, "-r", site.rules, *AS_OF, "--shard", "1"]
    ended = ran(*command, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", fault=fault)
    assert ended.code == 1
    assert "the Dask scheduler at tcp://127.0.0.1:1 went away" in ended.err
    assert verdicts(out) == {"O-0": "clear"}
    assert not (out / "summary.json").exists()
    assert ran(*command, fault=here).code == 13
    assert verdicts(out) == ALL
