"""HDF5 of unknown origin: attributes and small datasets read by path, pixels never.

Links are not followed, neither inside the file nor out of it; datasets whose values lie in other files, or are
packed by a filter that is not part of HDF5, are refused; sizes are known before anything is read.
"""

from __future__ import annotations

import contextlib
import io
import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sarcheck.errors import ProductError
from sarcheck.readers._files import MAX_FILE, heads
from sarcheck.readers._heaps import Heaps
from sarcheck.readers._product import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from sarcheck.readers._files import Files
    from sarcheck.readers._product import Notes

MAX_VALUES = 200_000
"""Numbers or texts of one attribute or dataset; a grid of a real product has about half as many."""
MAX_TEXT = 2**20
"""Bytes of one text; outlines of real products have 50 kB."""
MAX_CHUNK = 2**18
"""Bytes of one packed piece of a dataset, which may unpack to a thousand times as much."""
MAX_CHUNKS = 1000
SIGNATURE = b"\x89HDF\r\n\x1a\n"
_OFFSETS = (0, 512, 1024)
"""Where the signature may lie: a user block of a power of two may precede it."""
_FILTERS = frozenset({1, 2, 3})
"""Deflate, shuffle and the checksum: those that are part of HDF5 itself."""
_BROKEN = (OSError, KeyError, RuntimeError, TypeError, ArithmeticError, MemoryError, AttributeError, SystemError)


class _UnreadableError(ValueError):
    """What the HDF5 library says of a damaged file."""


class Row(NamedTuple):
    """One row of a table of paths: which field a dataset "a/b" or an attribute "a/b@Name" states, and how."""

    field: str
    path: str
    parse: Callable[[str], Any]
    derived: str | None = None


class Tree:
    """An open HDF5 file: objects and texts by path, each looked up once."""

    def __init__(self, source: str, root: Any, heaps: Heaps) -> None:
        self.source, self._heaps = source, heaps
        self._known: dict[str, Any] = {"": root}
        self._texts: dict[str, str] = {}

    def node(self, path: str) -> Any:
        """Return the group or dataset at a path, None where there is none; raise ValueError for a link."""
        if path not in self._known:
            above, _, name = path.rpartition("/")
            self._known[path] = _child(self.node(above), name)
        return self._known[path]

    def children(self, path: str) -> list[str]:
        """Return the names in a group, none where there is no group."""
        node = self.node(path)
        if not _is_group(node):
            return []
        with _guarded():
            return [str(name) for name, _ in zip(node, range(MAX_VALUES), strict=False)]

    def values(self, path: str, layer: int | None = None) -> NDArray[Any] | None:
        """Return the values at a path, None where there are none; raise ValueError for what is no metadata.

        ``layer`` is an index into the first dimension of a dataset, of which only that is read.
        """
        place, mark, name = path.partition("@")
        node = self.node(place.strip())
        if node is None:
            return None
        with _guarded():
            return _attribute(node, name, self._heaps) if mark else _dataset(node, layer, self._heaps)

    def text(self, path: str) -> str:
        """Return the values at a path as text, joined by blanks; "" where there are none."""
        if path not in self._texts:
            values = self.values(path)
            words = [] if values is None else [_shown(value) for value in values.ravel().tolist()]
            self._texts[path] = " ".join(words).strip()
        return self._texts[path]

    def numbers(self, path: str, layer: int | None = None) -> NDArray[np.float64] | None:
        """Return the values at a path as finite numbers, None where there are none; raise ValueError for others."""
        values = self.values(path, layer)
        if values is None:
            return None
        if values.dtype.kind not in "iuf":
            raise ValueError("does not hold numbers")
        found = values.astype(np.float64)
        if not np.isfinite(found).all():
            raise ValueError("does not hold finite numbers")
        return found


def found(files: Files) -> list[str]:
    """Return the names of the files that begin as HDF5 does."""
    return [name for name, head in heads(files).items() if any(head.startswith(SIGNATURE, at) for at in _OFFSETS)]


@contextlib.contextmanager
def opened(files: Files, name: str) -> Iterator[Tree]:
    """Open an HDF5 file of a product; raise ProductError where it is damaged, or too large inside an archive."""
    import h5py

    path = files.local(name)
    with path.open("rb") if path else io.BytesIO(_unpacked(files, name)) as stream:
        try:
            file = h5py.File(path or stream, "r", locking=False)
            heaps = Heaps(stream, file.userblock_size)
        except (*_BROKEN, ValueError) as error:
            message = f"a damaged or truncated HDF5 file ({clean(str(error))}); fetch it again"
            raise ProductError(files.href, name, message) from None
        try:
            yield Tree(name, file, heaps)
        except _UnreadableError as error:
            raise ProductError(files.href, name, str(error)) from None
        finally:
            with contextlib.suppress(*_BROKEN, ValueError):
                file.close()


def _unpacked(files: Files, name: str) -> bytes:
    data = files.head(name, MAX_FILE + 1)
    if len(data) > MAX_FILE:
        message = (
            f"an HDF5 file larger than {MAX_FILE >> 20} MB inside an archive; unpack the archive and name its folder"
        )
        raise ProductError(files.href, name, message)
    return data


def refuse_damaged(files: Files) -> None:
    """Raise the ProductError of the first HDF5 file that cannot be opened."""
    for name in found(files):
        with opened(files, name):
            pass


def state(tree: Tree, rows: Iterable[Row], notes: Notes) -> None:
    """Note what a file states, by a table of paths; what is absent or empty states nothing."""
    for row in rows:
        try:
            stated = tree.text(row.path)
        except ValueError as error:
            notes.problem(f"{tree.source}#{row.path}", f"{row.field}: {error}")
            continue
        if stated:
            notes.state(row.field, stated, row.parse, tree.source, row.path, row.derived)


@contextlib.contextmanager
def _guarded() -> Iterator[None]:
    """Turn what the HDF5 library raises for a damaged file into a ValueError."""
    try:
        yield
    except _BROKEN as error:
        raise _UnreadableError(f"cannot be read from the HDF5 file: {clean(str(error))}") from None


def _is_group(node: Any) -> bool:
    import h5py

    return isinstance(node, h5py.Group)


def _child(node: Any, name: str) -> Any:
    import h5py

    if not _is_group(node):
        return None
    with _guarded():
        key = name.encode()
        if not name or not node.id.links.exists(key):
            return None
        if node.id.links.get_info(key).type != h5py.h5l.TYPE_HARD:
            raise ValueError("is a link to another place; sarcheck follows none")
        return node[name]


def _attribute(node: Any, name: str, heaps: Heaps) -> NDArray[Any] | None:
    import h5py

    key = name.encode()
    if not h5py.h5a.exists(node.id, key):
        return None
    held = h5py.h5a.open(node.id, key)
    kind, shape = held.get_type(), held.shape
    _limit(shape, kind.get_size())
    if kind.get_class() not in (h5py.h5t.INTEGER, h5py.h5t.FLOAT):
        if _is_variable(kind):
            heaps.check_all()
        return np.asarray(_plain(node.attrs[name]))
    values = np.empty(shape, dtype=np.int64 if kind.get_class() == h5py.h5t.INTEGER else np.float64)
    if values.size:
        held.read(values)
    return values


def _dataset(node: Any, layer: int | None, heaps: Heaps) -> NDArray[Any] | None:
    if _is_group(node):
        return None
    size, shape = node.dtype.itemsize, node.shape
    if layer is not None:
        if not shape or not 0 <= layer < shape[0]:
            raise ValueError(f"has no layer {layer}")
        shape = shape[1:]
    _limit(shape, size)
    if node.is_virtual or node.external:
        raise ValueError("takes its values from another file")
    _limit_packing(node, size)
    if _is_variable(node.id.get_type()):
        offset = None if node.chunks else node.id.get_offset()
        if offset is None:
            heaps.check_all()
        else:
            heaps.check_pointers(offset, math.prod(node.shape))
    return np.asarray(_plain(node[() if layer is None else layer]))


def _is_variable(kind: Any) -> bool:
    """Tell whether values are texts of variable length; raise ValueError for other values that lie elsewhere."""
    from h5py import h5t

    if kind.get_class() == h5t.STRING:
        return bool(kind.is_variable_str())
    if kind.get_class() not in (h5t.INTEGER, h5t.FLOAT, h5t.ENUM, h5t.BITFIELD):
        raise ValueError("is no number and no text")
    return False


def _limit_packing(node: Any, size: int) -> None:
    """Refuse filters that are not part of HDF5, and pieces that could unpack to more than memory holds."""
    listed = node.id.get_create_plist()
    used = {listed.get_filter(i)[0] for i in range(listed.get_nfilters())}
    if not used <= _FILTERS:
        raise ValueError("is packed by a filter that is not part of HDF5")
    if not node.chunks:
        return
    _limit(node.chunks, size)
    for i in range(min(node.id.get_num_chunks(), MAX_CHUNKS)) if used else ():
        if node.id.get_chunk_info(i).size > MAX_CHUNK:
            raise ValueError(f"has a packed piece larger than {MAX_CHUNK >> 10} kB")


def _limit(shape: tuple[int, ...] | None, size: int) -> None:
    """Refuse an empty dataspace and one that is too large; ``size`` is that of one value in bytes."""
    if shape is None:
        raise ValueError("holds nothing")
    count = math.prod(shape)
    if count > MAX_VALUES or size > MAX_TEXT or count * size > 8 * MAX_VALUES + MAX_TEXT:
        raise ValueError(f"holds more than {MAX_VALUES} values, too many for metadata")


def _plain(value: Any) -> Any:
    if isinstance(value, str | bytes) and len(value) > MAX_TEXT:
        raise ValueError("is too long a text for metadata")
    return value


def _shown(value: Any) -> str:
    """Return one value as text; numbers so that they are read back unchanged."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        return value.strip("\0 \t\r\n")
    return repr(value) if isinstance(value, bool | int | float) else ""
