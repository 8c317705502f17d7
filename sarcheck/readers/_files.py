"""One read-only view over a product's files, be they a folder, a zip archive or a single file.

A product comes from a stranger. Nothing outside it is ever opened, nothing in it may be larger than
the limits below, and every low-level error leaves as a ProductError that names the place.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from sarcheck.errors import ProductError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from typing import IO

    Opened = AbstractContextManager[tuple[int, IO[bytes]]]

MAX_FILE = 16 * 2**20
"""Bytes of one metadata file; the largest genuine one read measures 1.7 MB."""
MAX_TOTAL = 128 * 2**20
"""Bytes read from one product, all files together."""
MAX_DIGEST = 2**30
"""Bytes of one file that are read for its checksum, piece by piece; a larger one is not hashed here."""
MAX_DIGESTS = 4 * 2**30
"""Bytes read for checksums of one product, all files together."""
MAX_MEMBERS = 20_000
MAX_DEPTH = 12
MAX_PATH = 1024
_SINGLE_FILE_PRODUCTS = frozenset({"manifest.safe"})
"""Files that stand for the folder around them: whoever names one means the product."""


class Files(NamedTuple):
    """A product's files: ``names`` are sorted, relative to the product, with forward slashes."""

    href: str
    name: str
    names: tuple[str, ...]
    fetch: Callable[[str, int], bytes]
    prefix: str = ""
    stream: Callable[[str], Opened] | None = None
    """Opens a file to read it piece by piece: its size in bytes, and the stream."""

    def head(self, name: str, size: int) -> bytes:
        """Return the first ``size`` bytes of a file, or all of it where it is shorter."""
        return self.fetch(self.prefix + name, size)

    def read(self, name: str) -> bytes:
        """Return a whole file; raise ProductError where it is larger than MAX_FILE."""
        data = self.head(name, MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise ProductError(self.href, name, f"larger than {MAX_FILE >> 20} MB, too large for a metadata file")
        return data

    def below(self, folder: str) -> Files:
        """Return the view of a folder in this one; the empty string is this folder itself."""
        if not folder:
            return self
        prefix = folder + "/"
        inside = tuple(name[len(prefix) :] for name in self.names if name.startswith(prefix))
        return self._replace(name=PurePosixPath(folder).name, names=inside, prefix=self.prefix + prefix)


@contextlib.contextmanager
def opened(path: Path, href: str) -> Iterator[Files]:
    """Open a product for reading: a folder, a zip archive, or one metadata file."""
    try:
        kind = _mode(path)
        if path.name.lower() in _SINGLE_FILE_PRODUCTS and stat.S_ISREG(kind):
            path, kind = path.resolve().parent, stat.S_IFDIR
        if stat.S_ISDIR(kind):
            yield _folder(path, href)
        elif not stat.S_ISREG(kind):
            raise ProductError(href, "", "neither a folder nor a regular file")
        elif _is_zip(path):
            from sarcheck.readers._archive import archive

            with archive(path, href) as (names, fetch, stream):
                yield Files(href, path.stem, _checked(names, href), _budgeted(fetch, href), stream=stream)
        else:
            fetch = _budgeted(lambda _, size: _read(path, size), href)
            yield Files(href, path.name, (path.name,), fetch, stream=lambda _: _streamed(path))
    except FileNotFoundError:
        raise ProductError(href, "", "no such file or folder") from None
    except OSError as error:
        raise ProductError(href, "", f"cannot be read: {error.strerror or error}") from None


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except ValueError as error:
        raise OSError(str(error)) from None


def _is_zip(path: Path) -> bool:
    return _read(path, 4) in (b"PK\x03\x04", b"PK\x05\x06")


@contextlib.contextmanager
def _streamed(path: Path) -> Iterator[tuple[int, IO[bytes]]]:
    with path.open("rb") as stream:
        yield os.fstat(stream.fileno()).st_size, stream


def _read(path: Path, size: int) -> bytes:
    with path.open("rb") as stream:
        return stream.read(size)


def _folder(path: Path, href: str) -> Files:
    root = path.resolve()
    names = _checked(_walk(root, "", href), href)
    fetch = _budgeted(lambda name, size: _member(root, name, size, href), href)
    return Files(href, root.name, names, fetch, stream=lambda name: _streamed(root / name))


def _member(root: Path, name: str, size: int, href: str) -> bytes:
    try:
        return _read(root / name, size)
    except OSError as error:
        raise ProductError(href, name, f"cannot be read: {error.strerror or error}") from None


def _walk(root: Path, folder: str, href: str) -> Iterator[str]:
    """Yield the files of a folder tree; a link to a folder in the tree names no new file.

    A pipe, a device or a link to nothing under a name that a reader knows would hide what should be there.
    """
    if folder.count("/") > MAX_DEPTH:
        raise ProductError(href, folder, f"folders nested more than {MAX_DEPTH} deep")
    with os.scandir(root / folder) as entries:
        for entry in entries:
            name = folder + entry.name
            if entry.is_symlink():
                _refuse_escape(root, name, href)
                if entry.is_dir():
                    continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(root, name + "/", href)
            elif entry.is_file():
                yield name
            else:
                raise ProductError(href, name, "neither a folder nor a regular file; deliver the file itself")


def _refuse_escape(root: Path, name: str, href: str) -> None:
    try:
        target = (root / name).resolve()
    except RuntimeError:
        raise ProductError(href, name, "a symbolic link that leads to itself") from None
    if not target.is_relative_to(root):
        raise ProductError(href, name, "a symbolic link that leaves the product's folder; copy the file into it")


def _checked(names: Iterator[str], href: str) -> tuple[str, ...]:
    seen: set[str] = set()
    for name in names:
        if len(seen) >= MAX_MEMBERS:
            raise ProductError(
                href, "", f"holds more than {MAX_MEMBERS} files; name one product, not an archive of many"
            )
        if len(name) > MAX_PATH or not name.isprintable():
            raise ProductError(href, ascii(name[:80]), "a file name that is too long or holds control characters")
        if name in seen:
            raise ProductError(href, name, "listed twice under the same name; readers would disagree about it")
        seen.add(name)
    return tuple(sorted(seen))


def _budgeted(fetch: Callable[[str, int], bytes], href: str) -> Callable[[str, int], bytes]:
    spent = 0

    def guarded(name: str, size: int) -> bytes:
        nonlocal spent
        data = fetch(name, size)
        spent += len(data)
        if spent > MAX_TOTAL:
            raise ProductError(href, name, f"more than {MAX_TOTAL >> 20} MB of metadata in one product")
        return data

    return guarded
