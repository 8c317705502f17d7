"""Stores kept in a cache folder: opened when whole, made anew when not, swept when there are many.

A cache never decides an answer. Whatever is wrong with a store in it, the store is made anew from its
sources; where none can be kept (read-only or full disk) the sections stay in memory.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from sarcheck.errors import RulesError
from sarcheck.store._file import Sections, Store, write

Build = Callable[[], Mapping[str, np.ndarray]]

SUFFIX = ".store"
KEPT = 16
"""How many stores of one kind a cache keeps: the last used."""

ABANDONED_NS = 3600 * 10**9
"""How much older than a finished store a half-written one is when nobody can be writing it any more."""


def kept(folder: Path, name: str, build: Build) -> Sections:
    """Return the sections of a store kept under a name that says all it was made of, ``<kind>-<hash>``.

    It is built when it is missing, damaged or not what its name says; a section found damaged on first use
    has it built once more. Raise RulesError when a fresh one is damaged again, and what ``build`` raises.
    """
    path = folder / f"{name}{SUFFIX}"
    sections: Sections
    try:
        sections = Store(path)
    except RulesError:
        sections = _made(path, build)
    return _Healing(sections, path, build)


def _made(path: Path, build: Build) -> Sections:
    """Build a store and open it as written; stay in memory where it cannot be written."""
    sections = build()
    try:
        _make_way(path)
        write(path, sections)
    except OSError:
        return sections.__getitem__
    sweep(path)
    return Store(path)


def _make_way(path: Path) -> None:
    """Move a folder that stands in a store's place aside: it is not ours to delete, and no file can replace it."""
    if path.is_dir():
        path.rename(tempfile.mkdtemp(dir=path.parent, prefix=path.name, suffix=".aside"))


class _Healing:
    """Sections of a store, which is made anew the first time that one of them is found damaged."""

    def __init__(self, sections: Sections, path: Path, build: Build) -> None:
        self._sections, self._path, self._build = sections, path, build
        self._healed = False
        self._lock = threading.Lock()

    def __call__(self, name: str) -> np.ndarray:
        try:
            return self._sections(name)
        except RulesError:
            with self._lock:
                if not self._healed:
                    self._sections, self._healed = _made(self._path, self._build), True
            return self._sections(name)


def sweep(fresh: Path) -> None:
    """Remove the longest unused stores of a fresh one's kind, and what killed processes left half-written.

    Whoever has a removed store open keeps it. Ages are taken against the fresh store, by the file system's times.
    """
    kind = fresh.name.partition("-")[0]
    stores, parts = [_found(fresh.parent, f"{kind}-*{end}") for end in (SUFFIX, f"{SUFFIX}*.part")]
    now = stores.get(fresh, 0)
    old = sorted(stores.keys() - {fresh}, key=lambda path: (stores[path], path.name))[: -(KEPT - 1)]
    for path in [*old, *(part for part, used in parts.items() if used < now - ABANDONED_NS)]:
        with contextlib.suppress(OSError):
            path.unlink()


def _found(folder: Path, pattern: str) -> dict[Path, int]:
    """Return the files that fit a pattern, with the time of their last use."""
    found: dict[Path, int] = {}
    for path in folder.glob(pattern):
        with contextlib.suppress(OSError):
            found[path] = _last_used(path.stat())
    return found


def _last_used(state: os.stat_result) -> int:
    return max(state.st_mtime_ns, state.st_atime_ns)
