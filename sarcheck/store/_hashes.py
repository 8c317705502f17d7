"""The sha256 of files, remembered for large ones between starts, as git's index remembers them.

A remembered hash counts while size, device, inode, and the times of the file's and the inode's last change are
what they were. A file that was touched shortly before it was hashed is not remembered: it might change again
within one tick of the file system's clock and look the same. Only the notice of a change can get lost here,
never its effect: whoever compiles reads and hashes every file anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from sarcheck.errors import RulesError
from sarcheck.model import NOT_JSON
from sarcheck.store._file import Store, write
from sarcheck.store._kept import sweep

LARGE = 1024 * 1024
"""Files of this size and above are remembered; smaller ones are read each time."""

TICK_NS = 3 * 10**9
"""More than the longest tick of a file system's clock, which is 2 seconds."""

SECTION = "hashes"


class _State(NamedTuple):
    """What tells that a file was touched."""

    size: int
    device: int
    inode: int
    changed_ns: int
    inode_changed_ns: int


_Known = dict[str, tuple[_State, str]]
"""State and sha256 of files by path."""


def hashes(files: Sequence[Path], index: Path, *, anew: bool = False) -> list[str]:
    """Return the sha256 of each file; raise RulesError that names one which cannot be read.

    ``index`` is the store in which those of large files are remembered; ``anew`` reads them all the same.
    """
    states = {path: _state(path) for path in files}
    large = [path for path in files if states[path].size >= LARGE]
    before = _remembered(index) if large and not anew else {}
    known = {p: before[str(p)] for p in large if str(p) in before and before[str(p)][0] == states[p]}
    if len(known) == len(large):
        return [known[path][1] if path in known else _sha256(path) for path in files]
    now = _now(index.parent)  # before any file is read: what is touched from here on is not remembered
    found = {path: known[path][1] if path in known else _sha256(path) for path in files}
    settled = [p for p in large if max(states[p].changed_ns, states[p].inode_changed_ns) < now - TICK_NS]
    _remember(index, {str(p): (states[p], found[p]) for p in settled})
    return [found[path] for path in files]


def _state(path: Path) -> _State:
    try:
        found = path.stat()
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
    return _State(found.st_size, found.st_dev, found.st_ino, found.st_mtime_ns, found.st_ctime_ns)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error


def _now(folder: Path) -> int:
    """Return the file system's time, 0 where nothing can be written: then nothing is remembered either."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            return os.fstat(file.fileno()).st_mtime_ns
    except OSError:
        return 0


def _remembered(index: Path) -> _Known:
    try:
        return msgspec.msgpack.decode(Store(index)(SECTION).tobytes(), type=_Known)
    except (RulesError, *NOT_JSON):
        return {}


def _remember(index: Path, known: _Known) -> None:
    """Keep the hashes for the next start; without a place to keep them it reads the files again."""
    if known:
        with contextlib.suppress(OSError):
            write(index, {SECTION: np.frombuffer(msgspec.msgpack.encode(known), np.uint8)})
            sweep(index)
