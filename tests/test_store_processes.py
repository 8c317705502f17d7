"""Stores and processes: many at once, one killed while it writes, a full disk, a store removed under its reader."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sarcheck.ruleset import load
from sarcheck.store import _kept
from tests import tiny

ROOT = Path(__file__).resolve().parents[1]
LOAD = """
import json, sys
from pathlib import Path
from sarcheck.ruleset import load
ruleset = load(Path(sys.argv[1]), cache=Path(sys.argv[2]))
print(json.dumps([ruleset.stamp.sha256, [e.id for e in ruleset.entries.entries()], len(ruleset.regions.ids)]))
"""
STUCK = "import os, time\nos.fsync = lambda handle: (print('writing', flush=True), time.sleep(60))\n"
FULL = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
SLOW = """
import sys
from pathlib import Path
from sarcheck.ruleset import load
ruleset = load(Path(sys.argv[1]), cache=Path(sys.argv[2]))
print('open', flush=True)
sys.stdin.readline()
print([e.id for e in ruleset.entries.entries()], len(ruleset.regions.ids))
"""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


def started(program: str, pack: Path, cache: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, str(pack), str(cache)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return tiny.write(tmp_path / "pack")


def test_processes_that_compile_at_once_agree(pack: Path, tmp_path: Path) -> None:
    running = [started(LOAD, pack, tmp_path / "cache") for _ in range(4)]
    told = [json.loads(process.communicate(timeout=60)[0]) for process in running]
    assert all(one == told[0] for one in told)
    assert told[0][1] == ["77"]
    assert sorted(path.name.partition("-")[0] for path in (tmp_path / "cache").iterdir()) == ["countries", "rules"]


def test_a_process_killed_while_it_writes_does_no_harm(pack: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    with started(STUCK + LOAD, pack, cache) as process:
        assert process.stdout and process.stdout.readline() == "writing\n"
        process.send_signal(signal.SIGKILL)
    (left,) = cache.iterdir()
    assert left.suffix == ".part"
    assert [entry.id for entry in load(pack, cache=cache).entries.entries()] == ["77"]
    assert left.exists(), "somebody might still be writing it"
    long_ago = left.stat().st_mtime_ns - 2 * _kept.ABANDONED_NS
    os.utime(left, ns=(long_ago, long_ago))
    with (pack / "matching.toml").open("a") as stream:
        stream.write("\n")
    load(pack, cache=cache)
    assert not left.exists()


def test_a_full_disk_keeps_the_ruleset_in_memory(pack: Path, tmp_path: Path) -> None:
    with started(FULL + LOAD, pack, tmp_path / "cache") as process:
        told = json.loads(process.communicate(timeout=60)[0])
    assert told[1] == ["77"]
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_store_may_be_removed_under_a_reader(pack: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    with started(SLOW, pack, cache) as process:
        assert process.stdout and process.stdout.readline() == "open\n"
        for path in cache.iterdir():
            path.unlink()
        assert process.communicate("go\n", timeout=60)[0].startswith("['77']")
