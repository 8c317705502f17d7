"""A run over all parts: the same bytes whoever does it and however it is cut, and what is done stays done."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sarcheck
from sarcheck import batch, load_order, load_rules, screen
from sarcheck.batch import engines, shards, storage, summary
from sarcheck.batch import parts as cut
from sarcheck.batch.shards import RECORD, Done, Job
from sarcheck.errors import RulesError, SarcheckError
from sarcheck.intake import Products
from sarcheck.model import Order
from sarcheck.screen import screen_many
from tests import tiny
from tests.batch.conftest import MakeJob, document, documents, ndjson, run, verdicts
from tests.builders import AS_OF

REPO = Path(sarcheck.__file__).parents[1]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process do the work of the local engine."""

    def local(job: Job, parts: Iterator[cut.Part], *, jobs: int, anew: bool = False) -> Iterator[Done]:
        return (shards.work(job, part, anew=anew) for part in parts)

    monkeypatch.setattr(engines, "local", local)


def made(job: Job) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in Path(job.out).glob(f"[0-9]*.{job.form}")}


# --- what comes out -------------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
def test_verdicts_are_those_of_screen_and_an_unreadable_order_is_an_incomplete_row(
    tmp_path: Path, job: MakeJob, rules: Path
) -> None:
    given, ruleset = documents(23), load_rules(rules)
    place = ndjson(tmp_path / "in.ndjson", given)
    total = run(place, job(), shard=4)
    found = verdicts(job())
    for number, (document_, verdict) in enumerate(zip(given, found, strict=True), 1):
        if number % 5:
            assert verdict == msgspec.json.encode(screen(load_order(document_), ruleset, AS_OF))
        else:
            told = json.loads(verdict)
            assert (told["outcome"], told["order"]["id"]) == ("incomplete", f"in.ndjson:{number}")
            assert "is not JSON" in told["problems"][0]["message"]
    assert total.unreadable == 4
    assert total.orders == 23
    assert total.outcomes == Counter(json.loads(one)["outcome"] for one in found)
    assert sum(total.regimes["R-US"].values()) == 19
    assert json.loads(Path(job().out, "summary.json").read_bytes())["orders"] == 23


@pytest.mark.usefixtures("here")
def test_forms_hold_the_same_documents(tmp_path: Path, job: MakeJob) -> None:
    import pyarrow as pa
    from pyarrow.parquet import read_table, write_table

    lines = documents(11)
    write_table(pa.table({"order": pa.array(lines, pa.binary())}), tmp_path / "in.parquet", row_group_size=3)
    place = ndjson(tmp_path / "in.ndjson", lines)
    run(place, job("a"), shard=3)
    run(str(tmp_path / "in.parquet"), job("b", form="parquet"), shard=3)
    a, b = verdicts(job("a")), verdicts(job("b", form="parquet"))
    assert [x.replace(b"in.ndjson", b"in.parquet") for x in a] == b
    rows = read_table(Path(job("b").out, "000000.parquet")).to_pylist()
    assert [row["outcome"] for row in rows] == [json.loads(one)["outcome"] for one in b[:3]]
    assert batch.form_of(str(tmp_path / "in.parquet")) == "parquet"
    assert batch.form_of(place) == batch.form_of(str(tmp_path)) == "ndjson"


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(jobs=st.integers(1, 4), size=st.integers(1, 40))
def test_bytes_are_the_same_for_any_number_of_workers_and_any_size(
    tmp_path_factory: pytest.TempPathFactory, rules: Path, jobs: int, size: int
) -> None:
    folder = tmp_path_factory.mktemp("any")
    place = ndjson(folder / "in.ndjson", documents(30))
    sha256 = load_rules(rules).stamp.sha256
    one = Job(rules=str(rules), ruleset=sha256, as_of=AS_OF, out=str(folder / "out"), form="ndjson")
    run(place, one, shard=size, jobs=jobs)
    ruleset = load_rules(rules)
    taken = [order for part in cut.parts(place, 100) for order in cut.read(part)]
    part = cut.Part(number=0, kind="lines", place=place)
    orders = [shards._order(order, part, one, Products()) for order in taken]
    expected = [
        screen(order, ruleset, AS_OF) if isinstance(order, Order) else shards.unreadable(source, order, ruleset, AS_OF)
        for order, source in zip(orders, taken, strict=True)
    ]
    assert verdicts(one) == [msgspec.json.encode(verdict) for verdict in expected]


def test_many_are_judged_as_each_alone(rules: Path) -> None:
    ruleset = load_rules(rules)
    orders = [load_order(document(i % 7)) for i in range(20)]
    assert list(screen_many(orders, ruleset, AS_OF)) == [screen(order, ruleset, AS_OF) for order in orders]


def test_one_ruleset_serves_many_threads_and_asyncio(rules: Path) -> None:
    ruleset = load_rules(rules)
    known = ruleset.remembering()
    order = load_order(document(1))
    expected = msgspec.json.encode(screen(order, ruleset, AS_OF))
    barrier = threading.Barrier(8)

    def judge(i: int) -> bytes:
        barrier.wait(30)
        return msgspec.json.encode(screen(order, known if i % 2 else ruleset, AS_OF))

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(judge, range(8))) == {expected}

    async def all_of_them() -> list[Any]:
        return await asyncio.gather(*(asyncio.to_thread(screen, order, ruleset, AS_OF) for _ in range(4)))

    assert {msgspec.json.encode(verdict) for verdict in asyncio.run(all_of_them())} == {expected}


# --- resuming -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
def test_what_is_done_is_not_done_again(tmp_path: Path, job: MakeJob) -> None:
    lines = documents(12)
    place = ndjson(tmp_path / "in.ndjson", lines)
    first = run(place, job(), shard=3)
    before = made(job())
    assert run(place, job(), shard=3) == first
    assert made(job()) == before
    lines[7] = document(99)
    run(ndjson(tmp_path / "in.ndjson", lines), job(), shard=3)
    after = made(job())
    assert {name for name in before if before[name] != after[name]} == {"000002.ndjson"}
    run(place, job(), shard=3, resume=False)
    assert all(after[name] != now for name, now in made(job()).items())


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("harm", ["cut", "gone", "record", "garbled"])
def test_a_shard_that_is_not_whole_is_made_anew(tmp_path: Path, job: MakeJob, harm: str) -> None:
    place = ndjson(tmp_path / "in.ndjson", documents(6))
    run(place, job(), shard=2)
    expected = verdicts(job())
    shard, record = (Path(job().out, f"000001{ending}") for ending in (".ndjson", RECORD))
    if harm == "cut":
        shard.write_bytes(shard.read_bytes()[:-20])
    elif harm == "garbled":
        record.write_bytes(record.read_bytes()[:-20])
    else:
        (shard if harm == "gone" else record).unlink()
    with pytest.raises((SarcheckError, msgspec.DecodeError)):
        summary.add_up(job(), 3)
    run(place, job(), shard=2)
    assert verdicts(job()) == expected


@pytest.mark.usefixtures("here")
def test_other_rules_or_another_day_make_all_anew(tmp_path: Path, job: MakeJob) -> None:
    place = ndjson(tmp_path / "in.ndjson", documents(6))
    run(place, job(), shard=3)
    before = made(job())
    run(place, job(as_of=AS_OF + dt.timedelta(days=1)), shard=3)
    after = made(job())
    assert all(before[name] != after[name] for name in before)
    other = tiny.write(tmp_path / "other", matching="deny = 0.91\nreview = 0.75\nreview_person = 0.75\n")
    run(place, job(rules=other), shard=3)
    assert all(after[name] != now for name, now in made(job()).items())


@pytest.mark.usefixtures("here")
def test_rules_that_change_under_a_run_stop_it(tmp_path: Path, job: MakeJob) -> None:
    place = ndjson(tmp_path / "in.ndjson", documents(3))
    changed = msgspec.structs.replace(job(), ruleset="0" * 64)
    with pytest.raises(RulesError, match="not those that the run began with"):
        run(place, changed)


@pytest.mark.usefixtures("here")
def test_fewer_parts_leave_no_shard_of_before(tmp_path: Path, job: MakeJob) -> None:
    place = ndjson(tmp_path / "in.ndjson", documents(12))
    run(place, job(), shard=2)
    Path(job().out, ".000001.ndjson.77.part").write_bytes(b"half")
    total = run(place, job(), shard=6)
    assert total.shards == 2
    assert sorted(made(job())) == ["000000.ndjson", "000001.ndjson"]
    assert len(verdicts(job())) == 12
    assert not list(Path(job().out).glob(".*"))


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("where", ["beside", "root", "lines"])
def test_a_changed_product_file_makes_its_shard_anew(tmp_path: Path, job: MakeJob, where: str) -> None:
    folder = tmp_path / "in"
    for i in range(4):
        (folder / str(i)).mkdir(parents=True)
        linked = document(i, products=[{"id": "p1", "href": f"scene-{i}"}])
        (folder / str(i) / "order.json").write_bytes(linked)
    base = folder / "2" if where == "beside" else tmp_path / "root" if where == "root" else folder
    product = base / "scene-2" / "annotation" / "one.xml"
    product.parent.mkdir(parents=True)
    product.write_bytes(b"<one/>")
    lines = [(folder / str(i) / "order.json").read_bytes() for i in range(4)]
    place = ndjson(folder / "all.ndjson", lines) if where == "lines" else str(folder)
    task = job(roots=(str(tmp_path / "root"),))
    run(place, task, shard=1)
    before = made(task)
    product.write_bytes(b"<another/>")
    run(place, task, shard=1)
    after = made(task)
    assert {name for name in before if before[name] != after[name]} == {"000002.ndjson"}


@pytest.mark.usefixtures("here")
def test_memory_does_not_grow_with_the_input(tmp_path: Path, job: MakeJob) -> None:
    """Held at once are a shard's orders and verdicts, whatever lies before and after."""

    def most(count: int) -> int:
        place = ndjson(tmp_path / f"{count}.ndjson", [document(0)] * count)
        tracemalloc.start()
        try:
            run(place, job(str(count)), shard=20)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    most(40)
    assert most(200) < 1.5 * most(60)


# --- engines --------------------------------------------------------------------------------------


def test_a_killed_worker_loses_nothing(tmp_path: Path, job: MakeJob) -> None:
    place = ndjson(tmp_path / "in.ndjson", documents(40))
    run(place, job("whole"), shard=2, jobs=2)
    killed: list[int] = []

    def kill(_done: Done) -> None:
        children = [int(pid) for pid in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()]
        workers = [pid for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        if workers and not killed:
            killed.append(workers[0])
            os.kill(workers[0], signal.SIGKILL)

    total = run(place, job(), shard=2, jobs=2, told=kill)
    assert killed
    assert total.orders == 40
    assert verdicts(job()) == verdicts(job("whole"))


def _dies(job: Job, part: cut.Part, *, anew: bool = False) -> Done:
    if part.number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return shards.work(job, part, anew=anew)


def test_a_part_that_kills_every_worker_is_an_error_that_names_it(
    tmp_path: Path, job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "work", _dies)
    place = ndjson(tmp_path / "in.ndjson", documents(6))
    with pytest.raises(engines.WorkerError, match=r"orders from number 3 on is killed, 3 times"):
        run(place, job(), shard=2, jobs=2)
    assert "000000.ndjson" in made(job())


@contextlib.contextmanager
def cluster(workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and workers on loopback, each a process."""
    pytest.importorskip("distributed")
    started: list[subprocess.Popen[bytes]] = []
    environment = os.environ | {"PYTHONPATH": str(REPO)}

    def start(what: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments, "--host", "127.0.0.1"]
        silent = subprocess.DEVNULL
        started.append(subprocess.Popen([*command, "--no-dashboard"], stdout=silent, stderr=silent, env=environment))
        return started[-1]

    import socket
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        start("scheduler", "--port", address.rpartition(":")[2])
        local = ["--nthreads", "1", "--no-nanny", "--local-directory", folder]
        alive = [start("worker", address, *local) for _ in range(workers)]
        try:
            yield address, alive
        finally:
            for process in reversed(started):
                process.kill()
                process.wait()


def test_a_dask_cluster_writes_the_same_bytes_though_a_worker_dies(tmp_path: Path, job: MakeJob) -> None:
    place = ndjson(tmp_path / "in.ndjson", documents(30))
    run(place, job("local"), shard=2, jobs=1)
    with cluster(2) as (address, workers):

        def kill(_done: Done) -> None:
            workers[0].kill()

        total = run(place, job("dask"), shard=2, scheduler=address, told=kill)
    assert total.orders == 30
    assert verdicts(job("dask")) == verdicts(job("local"))
    assert [d.sha256 for d in summary.records(job("dask").out)] == [d.sha256 for d in summary.records(job("local").out)]


def test_a_scheduler_that_is_not_there_is_an_error(tmp_path: Path, job: MakeJob) -> None:
    dask = pytest.importorskip("dask")
    place = ndjson(tmp_path / "in.ndjson", documents(3))
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(SarcheckError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1"),
    ):
        run(place, job(), scheduler="tcp://127.0.0.1:1")


def _started(place: str, out: Path, rules: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "sarcheck", "batch", place, str(out), "-r", str(rules)]
    options = ["--as-of", AS_OF.isoformat(), "--jobs", "2", "--shard", "5"]
    environment = os.environ | {"PYTHONPATH": str(REPO)}
    pipe = subprocess.PIPE
    return subprocess.Popen([*command, *options], env=environment, stdout=pipe, stderr=pipe, start_new_session=True)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_whole_shards_and_no_worker_and_goes_on(
    tmp_path: Path, job: MakeJob, rules: Path, how: signal.Signals
) -> None:
    place = ndjson(tmp_path / "in.ndjson", [document(i) for i in range(800)])
    out = tmp_path / "out"
    process = _started(place, out, rules)
    while process.poll() is None and len(list(out.glob(f"*{RECORD}"))) < 2:
        time.sleep(0.02)
    if how == signal.SIGINT:
        os.killpg(process.pid, how)  # as a terminal does: the workers hear of it too
    else:
        process.kill()
    _, said = process.communicate(timeout=60)
    assert process.returncode not in (0, 10, 11, 12, 13)
    assert b"Traceback" not in said
    until = time.monotonic() + 30
    while time.monotonic() < until and _in_session(process.pid):
        time.sleep(0.1)
    assert not _in_session(process.pid)
    left = made(job())
    for done in summary.records(str(out)):
        data = storage.read(str(out / done.file))
        assert data is not None
        assert (len(data), data.count(b"\n")) == (done.bytes, done.orders)
    assert 0 < len(summary.records(str(out))) < 160
    again = _started(place, out, rules)
    again.communicate(timeout=300)
    kept = [name for name, when in made(job()).items() if left.get(name) == when]
    assert kept
    run(place, job("whole"), shard=5)
    assert verdicts(job()) == verdicts(job("whole"))


def _in_session(session: int) -> list[int]:
    """Return the processes of a session that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(int(path.parent.name))
    return found


# --- storage --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
def test_shards_go_wherever_fsspec_reaches(tmp_path: Path, job: MakeJob) -> None:
    fsspec = pytest.importorskip("fsspec")
    lines = documents(7)
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/in/all.ndjson", b"\n".join(lines))
    there = job(out="memory://batch/out")
    total = run("memory://in/all.ndjson", there, shard=3)
    run(ndjson(tmp_path / "all.ndjson", lines), job("here"), shard=3)
    assert total.orders == 7
    for done in summary.records(job("here").out):
        assert memory.cat_file(f"/batch/out/{done.file}") == Path(job("here").out, done.file).read_bytes()
    again = run("memory://in/all.ndjson", there, shard=3)
    assert again == total


def test_a_file_that_cannot_be_written_whole_is_not_there(tmp_path: Path) -> None:
    def lines() -> Iterator[bytes]:
        yield b"one\n"
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        storage.write_lines(str(tmp_path / "a"), lines())
    assert list(tmp_path.iterdir()) == []
