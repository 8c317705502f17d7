"""A command line that meets a fault: in a process of its own, with real streams, limits and signals."""

from __future__ import annotations

import contextlib
import ctypes
import datetime as dt
import faulthandler
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sarcheck.importing import import_lists
from seeds import toml
from tests import tiny

DAY = dt.date(2026, 11, 21)
"""The day on which the list was fetched."""

AS_OF = ("--as-of", "2026-11-22")
PATTERNS = """
[patterns]
cell_deg = 0.1
small_deg = 0.5
customers = 3
sellers = 3
split = 3
split_days = 14
"""
UPDATE = """
[update]
silence_s = 60.0
total_s = 60.0
tries = 1
pause_s = 0.0
max_redirects = 0
max_bytes = 1000000
max_shrink = 0.9
"""

ROOT = Path(__file__).parents[2]
LONGEST = 120.0
"""Seconds that a command may take, however busy the machine is."""

Fault = Callable[[], None]


class Ended(NamedTuple):
    """How a command ended: its exit code, minus the signal where one ended it, and what it wrote."""

    code: int
    out: bytes
    err: str


def pack(folder: Path, *names: str) -> Path:
    """Write the tiny pack with one list in force, of the day and of some names; what it judges is clear or deny."""
    needs = tiny.FILES["regimes/house/needs.toml"].replace('["end_user"]', '["end_user", "product"]')
    sources = tiny.FILES["sources.toml"].replace("max_age_days = 7", "max_age_days = 20")
    head = tiny.FILES["pack.toml"] + PATTERNS
    tiny.write(folder, pack=head, sources=sources + UPDATE, regimes__house__needs=needs)
    (folder / "parties" / "a-list.toml").unlink()
    import_lists([party_list(folder.parent / "files", *names)], folder, country_code=str, published=DAY, retrieved=DAY)
    return folder


def party_list(folder: Path, *names: str) -> Path:
    """Write the list's file, as one that its publisher sends."""
    folder.mkdir(exist_ok=True)
    rows = [
        {"id": str(77 + i), "type": "company", "names": [name], "countries": ["CN"], "listed": dt.date(2023, 1, 26)}
        for i, name in enumerate(("ORBITAL IMAGING ZVEZDA COMPANY", *names))
    ]
    head = {"schema": "sarcheck.parties/1", "list": "a-list", "title": "A list", "source": "made up", "whole": True}
    path = folder / "a-list.toml"
    path.write_text(toml.dumps({**head, "party": rows}), encoding="utf-8")
    return path


def warm(rules: Path, document: Path) -> None:
    """Compile the rules and import what commands need, so that a forked one begins at once."""
    import importlib

    from click.testing import CliRunner

    from sarcheck.cli import VERBS, cli

    for verb in VERBS:
        importlib.import_module(f"sarcheck.cli.{verb.name}")
    assert CliRunner().invoke(cli, [str(document), "-r", str(rules), *AS_OF]).exit_code == 13


def order(kind: str, **fields: Any) -> bytes:
    """Return an order that is ``clear``, or ``deny`` for the satellite's listed operator."""
    document = tiny.order(**fields)
    if kind == "clear":
        document["products"][0]["item"]["properties"]["platform"] = "sat-9"
    return json.dumps(document).encode()


def ran(
    *arguments: str | Path, fault: Fault | None = None, stdout: int | None = None, **environment: str | None
) -> Ended:
    """Run the command line in a forked process, a fault put in place before; ``stdout`` may be another than a file.

    A variable that is None is taken out of the environment.
    """
    ours, theirs = os.pipe()  # messages are short, and a limit on files must not cut them
    with tempfile.TemporaryFile() as out, os.fdopen(ours, "rb") as err:
        child = os.fork()
        if not child:
            _child([str(one) for one in arguments], stdout or out.fileno(), theirs, fault, environment)
        os.close(theirs)
        status = _awaited(child)
        out.seek(0)
        ended = Ended(os.waitstatus_to_exitcode(status), out.read(), err.read().decode("utf-8", "replace"))
    assert "Traceback" not in ended.err, ended.err
    return ended


def _child(arguments: list[str], out: int, err: int, fault: Fault | None, environment: dict[str, str | None]) -> None:
    code = 99
    faulthandler.disable()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite in the background has it ignored
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w", closefd=False)), "utf-8")
        sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), "utf-8", write_through=True)
        for name, value in environment.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        sys.argv = ["sarcheck", *arguments]
        from sarcheck.cli import main

        if fault:
            fault()
        main()
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:  # noqa: BLE001 - whatever it is, the parent process reads of it
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
        os._exit(code)


def _awaited(child: int) -> int:
    """Return the status of a process once it has ended."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise AssertionError(f"still at work after {LONGEST:g} s")


# --- faults -------------------------------------------------------------------------------------


def room(size: int) -> Fault:
    """Let no file grow beyond a size: as a disk that fills up, with EFBIG in the place of ENOSPC."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def together(*faults: Fault) -> Fault:
    """Return several faults as one."""

    def all_of_them() -> None:
        for fault in faults:
            fault()

    return all_of_them


def here() -> None:
    """Let a batch do its work in the process that gives it out."""
    from sarcheck.batch import engines, shards

    engines.local = lambda job, parts, *, jobs, anew=False: (  # type: ignore[assignment]
        shards.work(job, part, anew=anew) for part in parts
    )


def forked() -> None:
    """Let the workers of a batch be forks, which meet the fault that is in place."""
    import multiprocessing

    from sarcheck.batch import engines

    engines.get_context = lambda _: multiprocessing.get_context("fork")  # type: ignore[assignment]


def nobody() -> None:
    """Become a user without rights, where one has all."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)


def heeding() -> None:
    """Make root heed the rights of files, as all others do: without CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        head, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        assert libc.capget(head, sets) == 0
        for i in (0, 1, 2):  # effective, permitted, inheritable
            sets[i] &= ~0b110
        assert libc.capset(head, sets) == 0


@contextlib.contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """Mount a file system in memory of a size; skip where that is not allowed."""
    place.mkdir(exist_ok=True)
    mount = shutil.which("mount")
    if os.geteuid() or not mount or _called(mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)):
        pytest.skip("mounting a small file system needs root on Linux")
    try:
        yield place
    finally:
        _called("umount", "-l", str(place))


def read_only(place: Path) -> None:
    """Make a mounted file system read-only."""
    if _called("mount", "-o", "remount,ro", str(place)):
        pytest.skip("this mount cannot be made read-only")


def _called(*command: str) -> int:
    return subprocess.run(command, capture_output=True, check=False).returncode
