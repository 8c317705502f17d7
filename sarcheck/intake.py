"""An order and its products, from disk, into an Order. What cannot be opened is a problem in it, with the reason.

An order is a stranger's text: a path in it is followed only inside the order's own folder and the roots that the
user names, symbolic links resolved, and only to folders and regular files. The resolved path is what is opened. Who can
swap files in those folders while sarcheck runs is not guarded against.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sarcheck import orders
from sarcheck.errors import OrderError, ProductError
from sarcheck.kept import Kept
from sarcheck.model import Order, OrderedProduct, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sarcheck.model import Product, ProductRef

__all__ = ["Products", "Source", "load_order", "sha256_of"]

Source = str | Path | bytes | Mapping[str, Any]
"""A document: the path of its file, its bytes, or decoded JSON."""

REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://|file:")
"""A URL. One letter and a colon is a drive, not a scheme."""

NON_BLOCKING = getattr(os, "O_NONBLOCK", 0)
SHARED = 64
"""Products that are kept for orders that name the same ones."""

MAX_FILES = 100_000
"""Files of a product folder that is hashed."""


class _RefusalError(Exception):
    """A product that is not opened: the problem's code, its message, and which member of the product it is about."""

    def __init__(self, code: str, message: str, member: str = "/href") -> None:
        self.code, self.message, self.member = code, message, member
        super().__init__(code, message)


def load_order(
    source: Source,
    *,
    parties: Source | None = None,
    roots: Sequence[Path] = (),
    name: str = "order",
    hashed: bool = False,
    products: Products | None = None,
) -> Order:
    """Return an order with its products, read from a file, from the bytes of one, or from decoded JSON.

    Paths of products are relative to the order's folder, then to each of ``roots``; bytes and decoded JSON have no
    folder. ``name`` is what messages call an order that has no path. ``parties`` adds what the order does not state
    (its chain, which no ordering API carries) as a native order in part; products that it names may lie beside it.
    ``Order.sha256`` is that of the exact bytes; of decoded JSON, that of its text with sorted keys, no blanks, and
    ASCII only; with parties, that of the lines ``order NUL sha256 LF`` and ``parties NUL sha256 LF``. ``hashed`` asks
    for the SHA-256 of every product, also where the order states none. Orders with the same ``products`` share
    those that several of them name. Raises OrderError.
    """
    data, name, folders = _opened(source, name)
    chain = _opened(parties, "parties") if parties is not None else None
    taken = orders.take(data, name, orders.Parties(chain.data, chain.name) if chain else None)
    beside = chain.folders if chain and "products" in taken.added else ()
    refs = taken.document.products
    on_disk = any(ref.href is not None for ref in refs)
    bases = tuple(_real(folder) for folder in (*folders, *beside, *roots)) if on_disk else ()
    shared = products or Products()
    return Order(
        document=taken.document,
        sha256=hash_of(data, chain and chain.data),
        raw=data,
        raw_parties=chain and chain.data,
        products=tuple(_take(ref, f"/products/{i}", bases, shared, hashed=hashed) for i, ref in enumerate(refs)),
        problems=taken.problems,
        source=name,
    )


class _Opened(NamedTuple):
    """A document as bytes, what messages call it, and the folder that it lies in, if any."""

    data: bytes
    name: str
    folders: tuple[Path, ...]


def _opened(source: Source, name: str) -> _Opened:
    if isinstance(source, (str, Path)):
        return _Opened(_read(Path(source)), str(source), (Path(source).parent,))
    return _Opened(source if isinstance(source, bytes) else _written(source, name), name, ())


def hash_of(order: bytes, parties: bytes | None = None) -> str:
    """Return the SHA-256 of an order's exact bytes, and those of its parties file, as ``load_order`` defines it."""
    if parties is None:
        return hashlib.sha256(order).hexdigest()
    return hash_of(f"order\0{hash_of(order)}\nparties\0{hash_of(parties)}\n".encode())


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, or of a folder as an order states it, in lower-case hexadecimal.

    A folder's is that of the lines ``relative/path NUL sha256 LF`` of all its files, sorted as bytes. Raises OSError,
    also for a folder with links or special files in it: what they stand for may change unseen.
    """
    if not path.is_dir():
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    names = ((file.relative_to(path).as_posix(), file) for file in _files(path))
    lines = (os.fsencode(f"{name}\0{sha256_of(file)}\n") for name, file in names)
    return hashlib.sha256(b"".join(sorted(lines))).hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    pending, count = [folder], 0
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                count += 1
                if count > MAX_FILES:
                    raise OSError(f"holds more than {MAX_FILES:,} files")
                if entry.is_dir(follow_symlinks=False):
                    pending.append(Path(entry.path))
                elif entry.is_file(follow_symlinks=False):
                    yield Path(entry.path)
                else:
                    raise OSError(f"{entry.name} is a link or a special file; put the file itself there")


def _read(path: Path) -> bytes:
    """Return the bytes of an order file; never wait for one, never read a file that is too large."""
    try:
        state = path.stat()
        if refusal := _unfit(state):
            raise OrderError([("", refusal)], str(path))
        with open(path, "rb", opener=lambda file, flags: os.open(file, flags | NON_BLOCKING)) as stream:
            return stream.read(orders.MAX_BYTES + 1)
    except FileNotFoundError:
        raise OrderError([("", "no such file")], str(path)) from None
    except (OSError, ValueError) as error:
        raise OrderError([("", f"cannot be read: {_reason(error)}")], str(path)) from None


def _unfit(state: os.stat_result) -> str | None:
    """Say why a file cannot be an order, before it is opened."""
    if stat.S_ISDIR(state.st_mode):
        return "is a folder; name the order.json in it"
    if not stat.S_ISREG(state.st_mode):
        return "is not a regular file; hand a stream over as -"
    if state.st_size > orders.MAX_BYTES:
        return f"is larger than {orders.MAX_BYTES >> 20} MiB; put product metadata in files beside the order"
    return None


def _written(tree: Mapping[str, Any], name: str) -> bytes:
    """Return decoded JSON as text. NaN is written as NaN, for the guard to find (msgspec would write null)."""
    try:
        return json.dumps(dict(tree), sort_keys=True, separators=(",", ":")).encode()
    except RecursionError:
        raise OrderError([("", "nests too deep")], name) from None
    except (TypeError, ValueError) as error:
        raise OrderError([("", f"is not JSON data: {error}")], name) from None


class Products:
    """Products that were read lately, for orders that name the same ones: each is read once.

    Only for as long as their files stay as they are, such as for the orders of one shard.
    """

    def __init__(self) -> None:
        self._read: Kept[tuple[Path, str], Product] = Kept(SHARED)

    def read(self, path: Path, href: str) -> Product:
        """Return the product at a path, which an order calls ``href``. Raises ProductError."""
        from sarcheck.readers import read

        return self._read.once((path, href), lambda: read(path, href=href))


def _take(ref: ProductRef, pointer: str, bases: Sequence[Path], products: Products, *, hashed: bool) -> OrderedProduct:
    """Return a product as read, or without it the problem that kept it from being read."""
    try:
        if ref.href is None:
            return OrderedProduct(ref=ref, pointer=pointer, product=_read_item(ref, pointer))
        path = _locate(ref.href, bases)
        product = products.read(path, ref.href)
    except ProductError as error:
        problem = Problem(pointer=pointer, message=str(error))
        return OrderedProduct(ref=ref, pointer=pointer, product=None, problems=(problem,))
    except _RefusalError as refusal:
        problem = Problem(pointer=pointer + refusal.member, message=refusal.message, code=refusal.code)
        return OrderedProduct(ref=ref, pointer=pointer, product=None, problems=(problem,))
    sha256, problems = _hashed(ref, pointer, path, always=hashed)
    return OrderedProduct(ref=ref, pointer=pointer, product=product, sha256=sha256, problems=problems)


def _read_item(ref: ProductRef, pointer: str) -> Product:
    from sarcheck.readers import read_item

    return read_item(ref.item or {}, href=f"#{pointer}/item")


def _locate(href: str, bases: Sequence[Path]) -> Path:
    """Return the real path behind ``href``, in the first folder that has it. Raises _RefusalError."""
    if REMOTE.match(href):
        raise _RefusalError("remote", f"{href} is not opened: deliver the product's files and write their path")
    places = [_real(base / href) for base in bases]
    inside = [place for place in places if any(place.is_relative_to(base) for base in bases)]
    for place in inside:
        try:
            mode = place.stat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise _RefusalError("unreadable", f"{href} cannot be opened: {_reason(error)}") from None
        if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
            raise _RefusalError("special-file", f"{href} is neither a folder nor a regular file")
        return place
    if len(inside) < len(places) or not bases:
        cure = "move it there, or allow its folder (--root)"
        raise _RefusalError("outside-roots", f"{href} is not inside the order's folder or an allowed root; {cure}")
    raise _RefusalError("missing", f"{href}: no such file or folder")


def _hashed(ref: ProductRef, pointer: str, path: Path, *, always: bool) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the product's SHA-256 where the order states one (hashing pixels is slow), and what is wrong with it.

    One that is asked for ``always`` and that the order does not state is not missed where it cannot be had.
    """
    if ref.sha256 is None and not always:
        return None, ()
    try:
        sha256 = sha256_of(path)
    except OSError as error:
        if ref.sha256 is None:
            return None, ()
        message, code = f"{ref.href} cannot be hashed: {_reason(error)}", "sha256-unchecked"
        return None, (Problem(pointer=f"{pointer}/sha256", message=message, code=code),)
    if ref.sha256 is None or sha256 == ref.sha256.lower():
        return sha256, ()
    message = f"{ref.href} is not the product that was ordered: its SHA-256 is {sha256}"
    return sha256, (Problem(pointer=f"{pointer}/sha256", message=message, code="sha256-mismatch"),)


def _real(path: Path) -> Path:
    """Return ``path`` with links and ``..`` resolved; unlike Path.resolve, also where links run in a circle."""
    return Path(os.path.realpath(path))


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
