"""Orders in bulk -> parts of a bounded number of orders: what one worker reads, screens and writes as one shard.

An input is a folder of ``order.json`` (nested, each beside its products), NDJSON (also gzip), or Parquet with a column
of order documents. A part tells where its orders lie; only what cannot be read from the middle (gzip, oversized row
groups) is carried in it.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from sarcheck.batch import storage
from sarcheck.errors import OrderError
from sarcheck.model import NOT_JSON
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

MAX_PART = 1 << 26
"""Bytes of a part of lines: one that would hold more has fewer orders."""

TEXTS = ("string", "large_string", "string_view", "binary", "large_binary", "binary_view")
"""The Arrow types that order documents may have."""


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


def count(place: str) -> int | None:
    """Return how many orders an input has where that can be told without reading it, else None."""
    if not storage.is_remote(place) and Path(place).is_dir():
        return sum(1 for _ in _orders_below(Path(place)))
    with storage.reading(place) as stream:
        return int(_table(place, stream).metadata.num_rows) if stream.read(4) == b"PAR1" else None


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
            lines = list(_lines(stream, part.stop - part.start))
    numbered = enumerate(lines, part.first)
    return [Taken(f"{label}:{number}", line, None) for number, line in numbered if line.strip()]


def fingerprint(part: Part, taken: Sequence[Taken], roots: Sequence[Path]) -> str:
    """Return a SHA-256 over the orders of a part: their bytes, and names, sizes and dates of their products' files.

    ``roots`` are the folders that products may lie in, besides the folder of an order that has one.
    """
    whole = hashlib.sha256(f"{part.first}\n".encode())
    for order in taken:
        data = order.data if order.data is not None else text_of(order.path)
        whole.update(f"{order.name}\0".encode() + hashlib.sha256(data).digest())
        for folder in [order.path.parent, *roots] if order.path else roots:
            for href in _hrefs(data):
                for state in _states(Path(os.path.normpath(folder / href))):
                    whole.update(state.encode("utf-8", "surrogateescape"))
        whole.update(b"\n")
    return whole.hexdigest()


def text_of(path: Path | None) -> bytes:
    """Return what there is of an order file, as much as one may have."""
    try:
        if path is None or not path.is_file():
            return b""
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES)
    except OSError:
        return b""


class _Linked(Struct):
    """A product of an order, as far as it tells a path."""

    href: str | None = None


class _Products(Struct):
    """An order, as far as it tells its products."""

    products: list[_Linked] | None = None


_HREFS = msgspec.json.Decoder(_Products)


def _hrefs(data: bytes) -> tuple[str, ...]:
    """Return the paths of an order's products; none of an order that cannot be read, for whose verdict none is."""
    if b"href" not in data and b"\\" not in data:  # a key may be written with escapes
        return ()
    try:
        found = (product.href for product in _HREFS.decode(data.removeprefix(b"\xef\xbb\xbf")).products or ())
        return tuple(href for href in found if href and "\0" not in href)
    except NOT_JSON:
        return ()


def _states(path: Path) -> Iterator[str]:
    """Yield the size and the date of every file of a product; of a single file, of those beside it too."""
    if path.is_file():
        yield _state(path)
        path = path.parent
    for folder, folders, names in os.walk(path, onerror=None):
        folders.sort()
        yield from (_state(Path(folder, name)) for name in sorted(names))


def _state(path: Path) -> str:
    try:
        state = path.stat()
    except OSError:
        return f"{path} -\n"
    return f"{path} {state.st_size} {state.st_mtime_ns}\n"


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
    number, first, start, lines, end = 0, 1, 0, 0, 0
    for end in _line_ends(place):
        lines += 1
        if lines == size or end - start >= MAX_PART:
            yield Part(number=number, kind="bytes", place=place, first=first, start=start, stop=end)
            number, first, start, lines = number + 1, first + lines, end, 0
    if start < end:
        yield Part(number=number, kind="bytes", place=place, first=first, start=start, stop=end)


def _line_ends(place: str) -> Iterator[int]:
    """Yield after how many bytes each line of a file ends, the last one with or without a line feed."""
    at = last = 0
    with storage.reading(place) as stream:
        while chunk := stream.read(CHUNK):
            found = chunk.find(b"\n")
            while found >= 0:
                last = at + found + 1
                yield last
                found = chunk.find(b"\n", found + 1)
            at += len(chunk)
    if at > last:
        yield at


def _of_lines(place: str, lines: Iterable[bytes], size: int) -> Iterator[Part]:
    """Yield parts that carry their lines, of a bounded number of bytes."""
    number, first, some, held = 0, 1, list[bytes](), 0
    for line in lines:
        some.append(line)
        held += len(line)
        if len(some) == size or held >= MAX_PART:
            yield Part(number=number, kind="lines", place=place, first=first, lines=tuple(some))
            number, first, some, held = number + 1, first + len(some), [], 0
    if some:
        yield Part(number=number, kind="lines", place=place, first=first, lines=tuple(some))


def _unzipped(place: str) -> Iterator[bytes]:
    """Yield the lines of a gzip file. Raises OrderError for one that is damaged."""
    try:
        with storage.reading(place) as stream, gzip.GzipFile(fileobj=stream) as text:
            yield from _lines(text)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise OrderError([("", f"is damaged, or not whole: {error}")], place) from None


def _lines(text: IO[bytes] | gzip.GzipFile, most: int | None = None) -> Iterator[bytes]:
    """Yield the lines of the next ``most`` bytes; one longer than an order may be is cut, and will be refused."""
    read = 0
    while (most is None or read < most) and (line := text.readline(MAX_BYTES + 2)):
        read, piece = read + len(line), line
        while not piece.endswith(b"\n") and (piece := text.readline(CHUNK)):
            read += len(piece)
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
                for some in _numbered(_streamed(place, table, group, size), size):
                    yield Part(number=number, kind="lines", place=place, first=first, lines=tuple(some[1]))
                    number, first = number + 1, first + len(some[1])
                continue
            for start in range(0, rows, size):
                stop = min(start + size, rows)
                yield Part(number=number, kind="rows", place=place, first=first, start=start, stop=stop, group=group)
                number, first = number + 1, first + stop - start


def _streamed(place: str, table: Any, group: int, size: int) -> Iterator[bytes]:
    """Yield the documents of a row group that is too large to be held."""
    with _damage_told(place):
        for batch in table.iter_batches(batch_size=size, row_groups=[group], columns=[COLUMN]):
            yield from _documents(batch.column(0))


def _rows(part: Part) -> list[bytes]:
    with storage.reading(part.place) as stream:
        table = _table(part.place, stream)
        with _damage_told(part.place):
            column = table.read_row_group(part.group, columns=[COLUMN]).column(0)
        return _documents(column.slice(part.start, part.stop - part.start))


def _documents(column: object) -> list[bytes]:
    """Return a column's texts as bytes; a row without one is an order that cannot be read."""
    texts = column.to_pylist()  # type: ignore[attr-defined]
    found = [text.encode() if isinstance(text, str) else text for text in texts]
    return [text if text and text.strip() else b"null" for text in found]


@contextlib.contextmanager
def _damage_told(place: str) -> Iterator[None]:
    """Say what is damaged in a Parquet file that is otherwise whole."""
    from pyarrow import ArrowException

    try:
        yield
    except (ArrowException, OSError) as error:
        raise OrderError([("", f"is damaged: {error}")], place) from None


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
    if (kind := str(table.schema_arrow.field(COLUMN).type)) not in TEXTS:
        raise OrderError([("", f"its column {COLUMN!r} is {kind}; write each order as JSON text")], place)
    return table
