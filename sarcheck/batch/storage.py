"""Files of a batch, on this machine or wherever fsspec reaches: read, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from sarcheck.errors import OrderError

PART = ".part"
"""The ending of a file that is being written."""

_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_remote(place: str) -> bool:
    """Tell whether a place is a URL for fsspec; one letter and a colon is a drive."""
    return bool(_REMOTE.match(place))


def name(place: str) -> str:
    """Return the last part of a place, which means the same on every machine."""
    return place.rstrip("/").rpartition("/")[2] or place


def join(folder: str, file: str) -> str:
    """Return the place of a file in a folder."""
    return f"{folder.rstrip('/')}/{file}"


@contextlib.contextmanager
def reading(place: str) -> Iterator[IO[bytes]]:
    """Open a place for reading bytes. Raises OrderError where there is nothing to read."""
    try:
        stream = _fsspec(place).open(place, "rb") if is_remote(place) else Path(place).open("rb")  # noqa: SIM115
    except OSError as error:
        raise OrderError([("", f"cannot be read: {error.strerror or error}")], place) from None
    with stream:
        yield stream


def read(place: str) -> bytes | None:
    """Return the bytes of a place, None where there is none."""
    try:
        if is_remote(place):
            return bytes(_fsspec(place).cat_file(place))
        return Path(place).read_bytes()
    except FileNotFoundError:
        return None


def size(place: str) -> int | None:
    """Return how many bytes a place holds, None where there is none."""
    try:
        return int(_fsspec(place).size(place)) if is_remote(place) else Path(place).stat().st_size
    except FileNotFoundError:
        return None


@contextlib.contextmanager
def unchanged(place: str) -> Iterator[None]:
    """Raise OrderError in the end where a file is no longer what it was in the beginning: orders may be lost in it."""
    before = _state(place)
    yield
    if _state(place) != before:
        cure = "was changed while it was read; leave it alone and run again: what is done of orders that stayed stands"
        raise OrderError([("", cure)], place)


def _state(place: str) -> tuple[object, ...]:
    """Return what tells that a file was changed; nothing of what is no regular file."""
    if is_remote(place):
        found = _fsspec(place).info(place) if _fsspec(place).exists(place) else {}
        return tuple(found.get(key) for key in ("size", "ETag", "mtime"))
    try:
        state = Path(place).stat()
    except OSError:
        return ()
    return (state.st_size, state.st_mtime_ns, state.st_ino) if stat.S_ISREG(state.st_mode) else ()


def write(place: str, data: bytes) -> None:
    """Write a file so that it is there whole or not at all. Raises OSError."""
    if is_remote(place):
        _fsspec(place).pipe_file(place, data)  # an object store puts an object whole
        return
    with _whole(place) as stream:
        stream.write(data)


@contextlib.contextmanager
def _whole(place: str) -> Iterator[IO[bytes]]:
    """Open a file to write it under a temporary name beside it, and give it its own once the disk has it."""
    path = Path(place)
    temporary = path.with_name(f".{path.name}.{os.getpid()}{PART}")
    try:
        with temporary.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno and not error.filename:
            raise OSError(error.errno, error.strerror, place) from error  # a full disk does not tell which file
        raise


def write_lines(place: str, lines: Iterable[bytes]) -> None:
    """Write a file of any number of lines so that it is there whole or not at all. Raises OSError."""
    if not is_remote(place):
        with _whole(place) as stream:
            stream.writelines(lines)
        return
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "lines")
        with whole.open("wb") as stream:
            stream.writelines(lines)
        _fsspec(place).put_file(str(whole), place)


def sweep(folder: str) -> None:
    """Remove files that were being written when whoever wrote them was killed."""
    for left in [] if is_remote(folder) else Path(folder).glob(f".*{PART}"):
        left.unlink(missing_ok=True)


def make_folder(place: str) -> None:
    """Make a folder and those above it. Raises OSError."""
    if is_remote(place):
        _fsspec(place).makedirs(place, exist_ok=True)
    else:
        Path(place).mkdir(parents=True, exist_ok=True)


def listed(folder: str, ending: str) -> list[str]:
    """Return the names of the files of a folder that end in a text, sorted; none where there is no folder."""
    try:
        if is_remote(folder):
            names = [name(found) for found in _fsspec(folder).ls(folder, detail=False)]
        else:
            names = [path.name for path in Path(folder).iterdir()]
    except FileNotFoundError:
        return []
    return sorted(found for found in names if found.endswith(ending) and not found.startswith("."))


def remove(place: str) -> None:
    """Remove a file that may be there."""
    if is_remote(place):
        with contextlib.suppress(FileNotFoundError):
            _fsspec(place).rm_file(place)
    else:
        Path(place).unlink(missing_ok=True)


def _fsspec(place: str) -> Any:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise OrderError(
            [("", "is a URL: pip install 'sarcheck[dask]' brings fsspec, which reads it")], place
        ) from None
    return url_to_fs(place)[0]
