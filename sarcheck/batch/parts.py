"""Orders in bulk -> parts of a bounded number of orders: what one worker reads, screens and writes as one shard.

An input is a folder of ``order.json`` (nested, each beside its products), NDJSON (also gzip), or Parquet with a column
of order documents. A part tells where its orders lie; only what cannot be read from the middle (gzip, oversized row
groups) is carried in it.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from msgspec import Struct

from sarcheck.batch import storage
from sarcheck.errors import OrderError
from sarcheck.orders import MAX_BYTES

if TYPE_CHECKING:
    from typing import IO, Any

_Row = TypeVar("_Row")

ORDER_FILE = "order.json"
"""The name of an order in a folder, also as an ending: ``2022-0147.order.json``."""

COLUMN = "order"
"""The column of a Parquet file that holds order documents as JSON, text or binary."""

CHUNK = 1 << 22
OVERSIZED = 4
"""A row group of more parts than this is read once, by who makes the parts, not once for each of them."""

MAX_TREE = 100_000
"""Files below an order's folder whose sizes and dates are looked at, to see whether they changed."""


class Part(Struct, frozen=True, kw_only=True):
    """Some orders of an input.

    ``start`` and ``stop`` are bytes of a file or rows of a table's row ``group``; ``first`` is the number of the first
    order as messages tell it, from 1; ``names`` are files below ``place``; ``lines`` are the orders themselves.
    """

    number: int
    kind: Literal["files", "bytes", "rows", "lines"]
    place: str
    first: int = 1
    start: int = 0
    stop: int = 0
    group: int = 0
    names: tuple[str, ...] = ()
    lines: tuple[bytes, ...] = ()


class Taken(NamedTuple):
    """One order of a part: what messages call it, its bytes or else its path, and the folder its products lie in."""

    name: str
    data: bytes | None
    path: Path | None


def parts(place: str, size: int) -> Iterator[Part]:
    """Yield the parts of an input, each of at most ``size`` orders. Raises OrderError for what is no input."""
    if not storage.is_remote(place) and Path(place).is_dir():
        return _of_folder(Path(place), size)
    with storage.reading(place) as stream:
        head = stream.read(4)
    if head[:2] == b"\x1f\x8b":
        return _of_lines(place, _unzipped(place), size)
    return _of_table(place, size) if head == b"PAR1" else _of_text(place, size)


def read(part: Part) -> list[Taken]:
    """Return the orders of a part. Raises OrderError where the input is no longer what it was."""
    label = storage.name(part.place)
    if part.kind == "files":
        return [Taken(name, None, Path(part.place, name)) for name in part.names]
    if part.kind == "lines":
        lines: Iterable[bytes] = part.lines
    elif part.kind == "rows":
        lines = _rows(part)
    else:
        with storage.reading(part.place) as stream:
            stream.seek(part.start)
            lines = stream.read(part.stop - part.start).split(b"\n")
    numbered = enumerate(lines, part.first)
    return [Taken(f"{label}:{number}", line, None) for number, line in numbered if line.strip()]


def fingerprint(part: Part, taken: Sequence[Taken]) -> str:
    """Return a SHA-256 over the orders of a part: their bytes; of files, names, sizes and dates of what lies there."""
    whole = hashlib.sha256(f"{part.kind == 'files'} {part.first}\n".encode())
    for order in taken:
        whole.update(f"{order.name}\0".encode())
        for piece in _stated(order):
            whole.update(piece)
        whole.update(b"\n")
    return whole.hexdigest()


def _stated(order: Taken) -> Iterator[bytes]:
    if order.data is not None:
        yield hashlib.sha256(order.data).digest()
    elif order.path is not None:
        for folder, _, names in islice(os.walk(order.path.parent), MAX_TREE):
            for name in sorted(names):
                file = Path(folder, name)
                state = file.lstat()
                yield f"{file.relative_to(order.path.parent)} {state.st_size} {state.st_mtime_ns}\n".encode()


# --- a folder -----------------------------------------------------------------------------------


def _of_folder(folder: Path, size: int) -> Iterator[Part]:
    names = (str(path.relative_to(folder)) for path in _orders_below(folder))
    found = _numbered(names, size)
    for number, (first, some) in enumerate(found):
        yield Part(number=number, kind="files", place=str(folder), first=first, names=tuple(some))


def _orders_below(folder: Path) -> Iterator[Path]:
    """Yield the orders of a folder tree, sorted; links to folders are not followed."""
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.is_dir(follow_symlinks=False):
            yield from _orders_below(Path(entry.path))
        elif entry.name == ORDER_FILE or entry.name.endswith(f".{ORDER_FILE}"):
            yield Path(entry.path)


def _numbered(rows: Iterable[_Row], size: int) -> Iterator[tuple[int, list[_Row]]]:
    """Yield rows by ``size``, each time with the number of the first, from 1."""
    first, rest = 1, iter(rows)
    while some := list(islice(rest, size)):
        yield first, some
        first += len(some)


# --- lines --------------------------------------------------------------------------------------


def _of_text(place: str, size: int) -> Iterator[Part]:
    """Yield parts of a text file by the bytes at which lines end."""
    number, first, start, lines, at = 0, 1, 0, 0, 0
    with storage.reading(place) as stream:
        while chunk := stream.read(CHUNK):
            found = chunk.find(b"\n")
            while found >= 0:
                lines += 1
                if lines == size:
                    end = at + found + 1
                    yield Part(number=number, kind="bytes", place=place, first=first, start=start, stop=end)
                    number, first, start, lines = number + 1, first + size, end, 0
                found = chunk.find(b"\n", found + 1)
            at += len(chunk)
    if start < at:
        yield Part(number=number, kind="bytes", place=place, first=first, start=start, stop=at)


def _of_lines(place: str, lines: Iterable[bytes], size: int) -> Iterator[Part]:
    for number, (first, some) in enumerate(_numbered(lines, size)):
        yield Part(number=number, kind="lines", place=place, first=first, lines=tuple(some))


def _unzipped(place: str) -> Iterator[bytes]:
    """Yield the lines of a gzip file; one that is longer than an order may be is cut, and will be refused as such."""
    try:
        with storage.reading(place) as stream, gzip.GzipFile(fileobj=stream) as text:
            yield from _lines(text)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise OrderError([("", f"is damaged, or not whole: {error}")], place) from None


def _lines(text: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while line := text.readline(MAX_BYTES + 2):
        whole = line
        while not whole.endswith(b"\n") and (whole := text.readline(CHUNK)):
            pass
        yield line.removesuffix(b"\n")


# --- Parquet ------------------------------------------------------------------------------------


def _of_table(place: str, size: int) -> Iterator[Part]:
    """Yield parts of a Parquet file that lie in one row group each."""
    number, first = 0, 1
    with storage.reading(place) as stream:
        table = _table(place, stream)
        for group in range(table.num_row_groups):
            rows = table.metadata.row_group(group).num_rows
            if rows > size * OVERSIZED:
                for batch in table.iter_batches(batch_size=size, row_groups=[group], columns=[COLUMN]):
                    lines = tuple(_documents(batch.column(0)))
                    yield Part(number=number, kind="lines", place=place, first=first, lines=lines)
                    number, first = number + 1, first + len(lines)
                continue
            for start in range(0, rows, size):
                stop = min(start + size, rows)
                yield Part(number=number, kind="rows", place=place, first=first, start=start, stop=stop, group=group)
                number, first = number + 1, first + stop - start


def _rows(part: Part) -> list[bytes]:
    with storage.reading(part.place) as stream:
        column = _table(part.place, stream).read_row_group(part.group, columns=[COLUMN]).column(0)
        return _documents(column.slice(part.start, part.stop - part.start))


def _documents(column: object) -> list[bytes]:
    """Return a column's texts as bytes; a row without one is an order that cannot be read."""
    texts = column.to_pylist()  # type: ignore[attr-defined]
    return [text if isinstance(text, bytes) else (text or "null").encode() for text in texts]


def _table(place: str, stream: IO[bytes]) -> Any:
    try:
        from pyarrow import ArrowInvalid
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise OrderError([("", "is Parquet: pip install 'sarcheck[parquet]'")], place) from None
    try:
        table = ParquetFile(stream)
    except (ArrowInvalid, OSError) as error:
        raise OrderError([("", f"is not a whole Parquet file: {error}")], place) from None
    if COLUMN not in table.schema_arrow.names:
        listed = ", ".join(table.schema_arrow.names[:8])
        cure = f"has no column {COLUMN!r} with order documents as JSON text; it has {listed}"
        raise OrderError([("", cure)], place)
    return table
