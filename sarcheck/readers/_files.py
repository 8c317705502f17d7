"""One read-only view over a product's files, be they a folder, an archive or a single file.

A product comes from a stranger. Nothing outside it is ever opened, nothing in it may be larger than
the limits below, and every low-level error leaves as a ProductError that names the place.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sarcheck.errors import ProductError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
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
MAX_OFFSET = 2**50
"""Bytes; no file is so long, and file systems refuse to look there."""
MAX_LOOKED_AT, HEAD = 100, 4096
"""Files of one product whose first bytes are looked at, to tell what they are by content."""
FIRST = (HEAD, 16 * 2**10)
"""Bytes at a file's start that are read once and kept, as several readers ask for them: of any file, of likely ones."""
MAX_MEMBERS = 20_000
MAX_DEPTH = 12
MAX_PATH = 1024
T = TypeVar("T")
_PACKED = (".zip", ".tar", ".tar.gz", ".tgz")
_SINGLE_FILE_PRODUCTS = frozenset({"manifest.safe"})
"""Files that stand for the folder around them: whoever names one means the product."""


class Files(NamedTuple):
    """A product's files: ``names`` are sorted, relative to the product, with forward slashes.

    ``kept`` is what readers have made of them already: several readers ask for the same file.
    """

    href: str
    name: str
    names: tuple[str, ...]
    fetch: Callable[[str, int], bytes]
    prefix: str = ""
    kept: dict[tuple[str, str], Any] | None = None
    seek: Callable[[str, int, int], bytes] | None = None
    where: Callable[[str], Path] | None = None
    stream: Callable[[str], Opened] | None = None
    """Opens a file to read it piece by piece: its size in bytes, and the stream."""

    def head(self, name: str, size: int) -> bytes:
        """Return the first ``size`` bytes of a file, or all of it where it is shorter."""
        enough = next((most for most in FIRST if size <= most), None)
        if enough is None:
            return self.fetch(self.prefix + name, size)
        if longest := (self.kept or {}).get((f"first {FIRST[-1]}", self.prefix + name)):
            return bytes(longest[:size])
        return self.keep(f"first {enough}", name, lambda: self.fetch(self.prefix + name, enough))[:size]

    def part(self, name: str, offset: int, size: int) -> bytes:
        """Return ``size`` bytes of a file of any length from an offset on, fewer where it ends before.

        Raises ProductError for an offset before the file, and for more than MAX_FILE bytes.
        """
        if offset < 0 or not 0 <= size <= MAX_FILE:
            raise ProductError(self.href, name, f"{size} bytes at offset {offset} are no part of a metadata file")
        if offset > MAX_OFFSET:
            return b""
        if self.seek:
            return self.seek(self.prefix + name, offset, size)
        if offset > MAX_FILE:
            raise ProductError(self.href, name, "its metadata lie too deep in an archive of this kind; unpack it first")
        return self.head(name, offset + size)[offset:]

    def local(self, name: str) -> Path | None:
        """Return where a file lies on the disk, None where it is packed in an archive."""
        return self.where(self.prefix + name) if self.where else None

    def read(self, name: str) -> bytes:
        """Return a whole file; raise ProductError where it is larger than MAX_FILE."""
        data = self.head(name, MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise ProductError(self.href, name, f"larger than {MAX_FILE >> 20} MB, too large for a metadata file")
        return data

    def keep(self, kind: str, name: str, make: Callable[[], T]) -> T:
        """Return what is made of a file, made once however often it is asked for."""
        if self.kept is None:
            return make()
        key = (kind, self.prefix + name)
        if key not in self.kept:
            self.kept[key] = make()
        found: T = self.kept[key]
        return found

    def folders(self, depth: int) -> tuple[str, ...]:
        """Return the folders that lie ``depth`` levels down; at 0 it is this one, the empty string."""
        paths = (name.split("/")[:-1] for name in self.names)
        return tuple(sorted({"/".join(path[:depth]) for path in paths if len(path) >= depth}))

    def below(self, folder: str) -> Files:
        """Return the view of a folder in this one; the empty string is this folder itself."""
        if not folder:
            return self
        prefix = folder + "/"
        inside = tuple(name[len(prefix) :] for name in self.names if name.startswith(prefix))
        return self._replace(name=PurePosixPath(folder).name, names=inside, prefix=self.prefix + prefix)


def starts(files: Files) -> bytes | None:
    """Return the names and the first kilobytes of all files, in lower case, to look for words in.

    None where there are more than MAX_LOOKED_AT of them, or one cannot be read.
    """
    if len(files.names) > MAX_LOOKED_AT:
        return None
    try:
        return b"\n".join((name.encode() + b"\n" + files.head(name, FIRST[-1])).lower() for name in files.names)
    except ProductError:
        return None


def heads(files: Files) -> dict[str, bytes]:
    """Return the first bytes of the files that lie in this very folder; several readers ask for them in turn.

    A file that cannot be read tells nothing here; raises ProductError where none can.
    """
    return files.keep("heads", "", lambda: _heads(files))


def _heads(files: Files) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    refused: ProductError | None = None
    for name in [name for name in files.names if "/" not in name][:MAX_LOOKED_AT]:
        try:
            found[name] = files.head(name, HEAD)
        except ProductError as error:
            refused = refused or error
    if refused and not found:
        raise refused
    return found


def only(files: Files, names: Sequence[str], what: str = "products") -> str:
    """Return the one name there is, of a metadata file say; raise ProductError where there is none, or several."""
    if len(names) != 1:
        raise several(files, names, what)
    return names[0]


def several(files: Files, names: Sequence[str], what: str = "products") -> ProductError:
    """Return the error of a place that holds more, or fewer, than the one thing that is read."""
    listed = ", ".join(names[:3])
    return ProductError(files.href, "", f"holds {len(names)} {what} ({listed}); name one of them")


@contextlib.contextmanager
def opened(path: Path, href: str) -> Iterator[Files]:
    """Open a product for reading: a folder, a zip or tar archive, or one metadata file."""
    try:
        kind = _mode(path)
        if path.name.lower() in _SINGLE_FILE_PRODUCTS and stat.S_ISREG(kind):
            path, kind = path.resolve().parent, stat.S_IFDIR
        if stat.S_ISDIR(kind):
            yield _folder(path, href)
        elif not stat.S_ISREG(kind):
            raise ProductError(href, "", "neither a folder nor a regular file")
        elif packed := _packing(path):
            with packed(path, href) as (names, fetch, seek, stream):
                name, listed = unpacked_name(path.name), _checked(names, href)
                whole, pieces = _budgeted(fetch, href), _budgeted(seek, href)
                yield Files(href, name, listed, whole, kept={}, seek=pieces, stream=stream)
        else:
            whole = _budgeted(lambda _, size: _read(path, size), href)
            pieces = _budgeted(lambda _, offset, size: _read(path, size, offset), href)
            names = (path.name,)
            alone = Files(href, path.name, names, whole, kept={}, seek=pieces, where=lambda _: path)
            yield alone._replace(stream=lambda _: _streamed(path))
    except FileNotFoundError:
        raise ProductError(href, "", "no such file or folder") from None
    except OSError as error:
        raise ProductError(href, "", f"cannot be read: {error.strerror or error}") from None


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except ValueError as error:
        raise OSError(str(error)) from None


def is_archive(name: str) -> bool:
    """Tell whether a file is named as one that holds files."""
    return name.lower().endswith(_PACKED)


def unpacked_name(name: str) -> str:
    """Return the name of an archive without the ending of its packing."""
    return next((name[: -len(ending)] for ending in _PACKED if name.lower().endswith(ending)), Path(name).stem)


def _packing(path: Path) -> Callable[[Path, str], Any] | None:
    """Return what opens an archive, told by its first bytes; None for any other file."""
    head = _read(path, 512)
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        from sarcheck.readers._archive import archive

        return archive
    if head[:2] == b"\x1f\x8b" or head[257:262] == b"ustar" or path.name.lower().endswith(".tar"):
        from sarcheck.readers._tar import archive as tar

        return tar
    return None


@contextlib.contextmanager
def _streamed(path: Path) -> Iterator[tuple[int, IO[bytes]]]:
    with path.open("rb") as stream:
        yield os.fstat(stream.fileno()).st_size, stream


def _read(path: Path, size: int, offset: int = 0) -> bytes:
    with path.open("rb") as stream:
        if offset:
            stream.seek(offset)
        return stream.read(size)


def _folder(path: Path, href: str) -> Files:
    root = path.resolve()
    names = _checked(_walk(root, "", href), href)
    whole = _budgeted(lambda name, size: _member(root, name, size, href), href)
    pieces = _budgeted(lambda name, offset, size: _member(root, name, size, href, offset), href)
    found = Files(href, root.name, names, whole, kept={}, seek=pieces, where=lambda name: root / name)
    return found._replace(stream=lambda name: _streamed(root / name))


def _member(root: Path, name: str, size: int, href: str, offset: int = 0) -> bytes:
    try:
        return _read(root / name, size, offset)
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


def _budgeted(fetch: Callable[..., bytes], href: str) -> Callable[..., bytes]:
    spent = 0

    def guarded(name: str, *span: int) -> bytes:
        nonlocal spent
        data = fetch(name, *span)
        spent += len(data)
        if spent > MAX_TOTAL:
            raise ProductError(href, name, f"more than {MAX_TOTAL >> 20} MB of metadata in one product")
        return data

    return guarded
