"""One input through one parser, and what must not come of it.

Allowed is a result, or an error that the parser declares. Everything else is a finding: another exception, too long a
time, too much memory, a file opened outside the places that the program may use, a file written or a connection made.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import sysconfig
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import sarcheck

SECONDS = 5.0
"""Of processor time for one input, without instrumentation."""
MEGABYTES = 1000
"""By which one input may raise the memory of the process."""

ROOT = Path(__file__).resolve().parents[2]
_OURS = (sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), Path(sarcheck.__file__).parent, ROOT)
_SYSTEMS = ("/proc/", "/usr/share/", "/usr/lib/", "/etc/localtime", "/dev/null", "/dev/urandom", "/etc/ssl/", "/sys/")
_READABLE = (*dict.fromkeys(map(os.path.realpath, _OURS)), *_SYSTEMS)
"""Where a program reads its own code and data."""
_CHANGES = {
    **dict.fromkeys(("os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.truncate", "os.utime"), 1),
    **dict.fromkeys(("os.rename", "os.link", "os.symlink", "shutil.copyfile", "shutil.move"), 2),
}
"""Audit events that change files, and how many of their arguments are paths."""
_NEVER = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.sendto",
    "subprocess.Popen",
    "os.system",
    "os.exec",
)


class Target(NamedTuple):
    """A parser: how an input goes through it in a folder, what it starts from, and which errors it declares."""

    name: str
    run: Callable[[bytes, Path], object]
    starts: Callable[[], Iterable[bytes]]
    allowed: tuple[type[Exception], ...]
    parsers: str
    """What it covers, in words."""


class FindingError(Exception):
    """What no input may bring about."""


class Watch:
    """Looks at what the interpreter does while an input is read. Hooks cannot be taken out, so there is one.

    ``own`` is where may be written and read, ``roots`` where else may be read.
    """

    def __init__(self) -> None:
        self.armed = False
        self.seen: list[str] = []
        self.own: tuple[str, ...] = ()
        self.roots: tuple[str, ...] = ()

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.armed:
            return
        if event == "open":
            self._opened(args[0], args[1], args[2])
        elif event in _CHANGES:
            for path in args[: _CHANGES[event]]:
                if not self._inside(path, self.own):
                    self.seen.append(f"{event} {path!r}")
        elif event in _NEVER and args[0] != "uname":  # h5py asks for the machine's kind when it is imported
            self.seen.append(f"{event} {args!r}"[:300])

    def _opened(self, path: Any, mode: Any, flags: Any) -> None:
        if isinstance(path, int) or path is None:
            return
        writes = bool((flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)) or bool(
            isinstance(mode, str) and set(mode) & set("wax+")
        )
        places = self.own if writes else (*self.own, *self.roots, *_READABLE)
        if not self._inside(path, places):
            self.seen.append(f"{'write' if writes else 'read'} {path!r}")

    @staticmethod
    def _inside(path: Any, places: tuple[str, ...]) -> bool:
        if isinstance(path, int):
            return True
        name = os.fsdecode(path)
        return name == "/dev/null" or os.path.realpath(name).startswith(places)


_watch = Watch()
_hooked: list[Watch] = []
"""A hook slows all that the interpreter does, so it is set when it is first needed."""


class Room:
    """A folder of its own for what a target needs, and another for each input."""

    def __init__(self) -> None:
        base = "/dev/shm" if Path("/dev/shm").is_dir() else None
        self.folder = Path(os.path.realpath(tempfile.mkdtemp(prefix="fuzz-", dir=base)))
        self.inside = self.folder / "in"
        cache = Path(os.environ.setdefault("SARCHECK_CACHE", str(self.folder / "cache")))
        if not _hooked:
            sys.addaudithook(_watch)
            _hooked.append(_watch)
        _watch.own = (str(self.folder), os.path.realpath(cache))

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def _memory() -> int:
    """Return the most memory that the process had so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def tried(target: Target, data: bytes, room: Room, seconds: float = SECONDS) -> str:
    """Put an input through a target; return "read" or the error that it declared. Raise FindingError."""
    shutil.rmtree(room.inside, ignore_errors=True)
    room.inside.mkdir()
    before, started = _memory(), time.process_time()
    _watch.seen.clear()
    _watch.armed = True
    try:
        target.run(data, room.inside)
        became = "read"
    except target.allowed as error:
        became = type(error).__name__
        if not str(error).strip():
            raise FindingError(f"{became} without a word") from error
    finally:
        _watch.armed = False
    spent = time.process_time() - started
    if _watch.seen:
        raise FindingError("; ".join(dict.fromkeys(_watch.seen)))
    if spent > seconds:
        raise FindingError(f"took {spent:.1f} s of processor time")
    if (grown := _memory() - before) > MEGABYTES:
        raise FindingError(f"took {grown} MB more memory")
    return became


def place_of(error: BaseException) -> str:
    """Return what an error is and the last places of the package in its trace: what tells one crash from another."""
    frames = traceback.extract_tb(error.__traceback__)
    package = str(Path(sarcheck.__file__).parent)
    ours = [f"{Path(frame.filename).name}:{frame.name}" for frame in frames if frame.filename.startswith(package)][-3:]
    said = str(error)[:60] if isinstance(error, FindingError) else ""
    return f"{type(error).__name__} {said} {' > '.join(ours)}".replace("  ", " ").strip()
