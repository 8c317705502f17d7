"""What a batch costs: orders a second from Parquet to Parquet, memory of all processes, resuming, both engines.

    python benchmarks/batch.py [--lists FOLDER] [--orders N ...] [--jobs N] [--engines local dask]
                               [--products FOLDER] [--with-products N] [--no-kill]

Synthetic orders (``benchmarks/orders.py``) are screened against everything that compiles from ``--lists``, imported as
fetched on the day judged, as a night job's lists are. Each run is the command line in a process of its own. Memory is
what all its processes have together, shared pages counted once (PSS), looked at every half second; CPU is that of all
of them. Of several numbers of orders the ratio of the rates is shown: 1 is linear. ``--products`` holds real products:
orders that each state one of their metadata folders are screened too, and the time is told by step.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import lists, orders  # noqa: E402  the project is found first

AS_OF = "2026-11-22"
POLL_S = 0.5
RATE, PEAK_MB, SECOND_RUN, DASK = 1_500, 1_500, 0.02, 2.0
"""The goals: orders a second, MB, share of the first run, times of the local engine."""
READERS = ("sentinel-1", "terrasar-x")
TICKS = os.sysconf("SC_CLK_TCK")


class Took(NamedTuple):
    """What a run took: seconds by the clock and of CPU, the most MB, and its exit code."""

    wall: float
    cpu: float
    peak_mb: float
    code: int


def main() -> None:
    """Print every measurement that was asked for."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rules = folder / "rules"
        count = lists.imported(lists.sets(asked.lists), rules, dt.date.fromisoformat(AS_OF))
        if not count:
            raise SystemExit(f"{asked.lists}: no list in it compiles; name a folder of lists (--lists)")
        began = time.perf_counter()
        subprocess.run([*_sarcheck(), "rules", "status", "-r", str(rules)], capture_output=True, check=False)
        print(f"{count} lists; compiled in {time.perf_counter() - began:.0f} s; {asked.jobs} processes\n")
        rates = [_measured(folder, rules, number, asked) for number in asked.orders]
        if len(rates) > 1:
            print(f"rate of {asked.orders[-1]:,} against {asked.orders[0]:,} orders: {rates[-1] / rates[0]:.2f} of it")
        if asked.products:
            _with_products(folder, rules, asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = Path(os.environ.get("SARCHECK_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--lists", type=Path, default=shared / "data" / "lists")
    parser.add_argument("--orders", type=int, nargs="+", default=[10_000])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--engines", nargs="+", default=["local", "dask"], choices=["local", "dask"])
    parser.add_argument("--products", type=Path)
    parser.add_argument("--with-products", type=int, default=2_000)
    parser.add_argument("--no-kill", action="store_true")
    return parser.parse_args()


def _measured(folder: Path, rules: Path, number: int, asked: argparse.Namespace) -> float:
    """Print what so many orders take; return the orders a second of the local engine."""
    given = folder / f"orders-{number}.parquet"
    orders.write_parquet(given, number)
    out = folder / f"out-{number}"
    first = _run(given, out, rules, asked.jobs)
    _told(f"{number:,} orders, local", first, number)
    again = _run(given, out, rules, asked.jobs)
    print(f"  second run: {again.wall:.1f} s, {again.wall / first.wall:.1%} of the first (goal {SECOND_RUN:.0%})")
    if not asked.no_kill:
        _killed(given, out, rules, asked.jobs)
    if "dask" in asked.engines:
        with _cluster(folder, asked.jobs) as (address, pids):
            spread = _run(given, folder / "dask", rules, asked.jobs, ["--engine", "dask", "--scheduler", address], pids)
        _told(f"{number:,} orders, dask", spread, number)
        same = _digest(folder / "dask") == _digest(out)
        print(f"  {spread.wall / first.wall:.2f} times of local (goal {DASK:.0f}); the same bytes: {same}")
    print()
    return number / first.wall


def _killed(given: Path, whole: Path, rules: Path, jobs: int) -> None:
    """Kill a run with signal 9 when half of its shards are there, go on, and compare."""
    out = given.with_suffix(".killed")
    half = len(list(whole.glob("*.done.json"))) // 2
    process = _started(given, out, rules, jobs)
    while process.poll() is None and len(list(out.glob("*.done.json"))) < half:
        time.sleep(POLL_S)
    process.kill()
    process.wait()
    left = len(list(out.glob("*.done.json")))
    rest = _run(given, out, rules, jobs)
    same = _digest(out) == _digest(whole)
    print(f"  kill -9 after {left} shards of {2 * half}; went on for {rest.wall:.1f} s; the same bytes: {same}")


def _told(title: str, took: Took, number: int) -> None:
    rate, each = f"{number / took.wall:.0f} orders/s (goal {RATE:,})", f"{took.cpu / number * 1e3:.1f} ms CPU an order"
    peak = f"peak {took.peak_mb:.0f} MB (goal {PEAK_MB:,})"
    print(f"{title}: {took.wall:.1f} s, {rate}, {each}, {peak}, exit {took.code}")


# --- processes ----------------------------------------------------------------------------------


def _sarcheck() -> list[str]:
    return [sys.executable, "-m", "sarcheck"]


def _started(given: Path, out: Path, rules: Path, jobs: int, more: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    command = [*_sarcheck(), "batch", str(given), str(out), "-r", str(rules), "--as-of", AS_OF, "--jobs", str(jobs)]
    return subprocess.Popen([*command, *more], stdout=subprocess.DEVNULL, env=_environment())


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def _run(given: Path, out: Path, rules: Path, jobs: int, more: Sequence[str] = (), others: Sequence[int] = ()) -> Took:
    """Run a batch; ``others`` are processes that work for it though it did not start them."""
    before = sum(_cpu(pid) for pid in others)
    began = time.perf_counter()
    process = _started(given, out, rules, jobs, more)
    peak, used = 0.0, dict[int, float]()
    while process.poll() is None:
        pids = [*_family(process.pid), *others]
        peak = max(peak, sum(_pss_mb(pid) for pid in pids))
        used |= {pid: max(used.get(pid, 0.0), _cpu(pid)) for pid in pids}
        time.sleep(POLL_S)
    return Took(time.perf_counter() - began, sum(used.values()) - before, peak, process.returncode)


def _family(pid: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield pid
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield from _family(int(child))


def _pss_mb(pid: int) -> float:
    with contextlib.suppress(OSError, StopIteration):
        return next(lists.kilobytes(f"/proc/{pid}/smaps_rollup", "Pss")) / 1024
    return 0.0


def _cpu(pid: int) -> float:
    """Return the seconds of CPU that a process has used."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    return 0.0


@contextlib.contextmanager
def _cluster(folder: Path, jobs: int) -> Iterator[tuple[str, list[int]]]:
    """Start a Dask scheduler and workers on loopback; yield the address and the processes."""
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    here = ["--host", "127.0.0.1", "--no-dashboard"]
    started = [_dask("scheduler", "--port", "0", "--scheduler-file", str(file), *here)]
    while not file.exists() or not file.read_text().strip():
        time.sleep(POLL_S)
    address = json.loads(file.read_text())["address"]
    started += [_dask("worker", address, "--nthreads", "1", "--no-nanny", *here) for _ in range(jobs)]
    try:
        yield address, [process.pid for process in started]
    finally:
        for process in reversed(started):
            process.send_signal(signal.SIGTERM)
            process.wait()


def _dask(what: str, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments]
    silent = subprocess.DEVNULL
    return subprocess.Popen(command, stdout=silent, stderr=silent, env=_environment(), cwd=tempfile.gettempdir())


def _digest(out: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(out.glob("[0-9]*.parquet")):
        whole.update(path.read_bytes())
    return whole.hexdigest()


# --- real products ------------------------------------------------------------------------------


def _with_products(folder: Path, rules: Path, asked: argparse.Namespace) -> None:
    """Print what orders with real metadata folders take, and where the time goes."""
    real = _real(asked.products)
    if not real:
        print(f"{asked.products}: no Sentinel-1 or TerraSAR-X product in it")
        return
    number, given = asked.with_products, folder / "products.ndjson"
    chance = random.Random(3)
    with given.open("w", encoding="utf-8") as stream:
        for i in range(number):
            href = str(real[i % len(real)].relative_to(asked.products))
            stream.write(json.dumps(orders.order(i, chance) | {"products": [{"id": "p1", "href": href}]}) + "\n")
    took = _run(given, folder / "products", rules, asked.jobs, ["--root", str(asked.products)])
    _told(f"{number:,} orders with one of {len(real)} real products each", took, number)
    _steps(given, rules, asked.products)


def _real(folder: Path) -> list[Path]:
    from sarcheck import ProductError, read_product

    found = []
    for path in sorted(path for place in READERS for path in folder.glob(f"{place}*/*") if path.is_dir()):
        with contextlib.suppress(ProductError):
            read_product(path)
            found.append(path)
    return found


def _steps(given: Path, rules: Path, root: Path, sample: int = 100) -> None:
    """Print the milliseconds of each step of some orders, in this process."""
    import msgspec

    from sarcheck import load_order, load_rules
    from sarcheck.screen import screen_many

    lines = given.read_bytes().splitlines()[: sample + 1]
    bare = [msgspec.json.encode(json.loads(line) | {"products": []}) for line in lines]
    loaded = load_rules(rules)
    list(screen_many([load_order(lines[0], roots=[root])], loaded, dt.date.fromisoformat(AS_OF)))
    clock = [time.process_time()]
    for line in bare[1:]:
        load_order(line)
    clock.append(time.process_time())
    ready = [load_order(line, roots=[root]) for line in lines[1:]]
    clock.append(time.process_time())
    verdicts = list(screen_many(ready, loaded, dt.date.fromisoformat(AS_OF)))
    clock.append(time.process_time())
    for verdict in verdicts:
        msgspec.json.encode(verdict)
    clock.append(time.process_time())
    parse, both, judge, write = (1e3 * (after - before) / sample for before, after in pairwise(clock))
    told = f"order {parse:.1f}, product {both - parse:.1f}, screening {judge:.1f}, JSON {write:.1f}"
    print(f"  ms of CPU an order: {told}")


if __name__ == "__main__":
    main()
