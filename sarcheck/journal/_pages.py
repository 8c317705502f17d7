"""Every byte of a journal's file accounted for, without SQLite: what no query would show must be blank.

The layout is that of https://www.sqlite.org/fileformat2.html. A journal only grows at its end, so its pages hold cells
side by side, no free pages and no fragments; between a page's pointers and its cells there are zeros. Only where SQLite
parted a page that leads to others, full after thousands of them, does it leave what nobody reads: ``unread`` counts it.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from sarcheck.journal._file import APPLICATION, FORMAT, MAGIC, PAGE, SCHEMA

HEADER = 100
INTERIOR, LEAF = 0x05, 0x0D
LOCK_PAGE = 0x40000000 // PAGE + 1
"""The page where SQLite takes its locks, never written."""

DEEPEST = 20
LARGEST_LOCAL = PAGE - 35
SMALLEST_LOCAL = (PAGE - 12) * 32 // 255 - 23


class PageError(Exception):
    """A page that is not as SQLite writes it in a journal: its number and what is wrong."""

    def __init__(self, page: int, message: str) -> None:
        self.page = page
        super().__init__(f"page {page} of the file: {message}")


class _Cell(NamedTuple):
    end: int
    row: int
    child: int


class Pages(NamedTuple):
    """What is wrong with a file, and how many bytes hold leavings of SQLite that nothing reads or vouches for."""

    faults: tuple[str, ...]
    unread: int


def checked(data: bytes, engines: frozenset[int]) -> Pages:
    """Return what is wrong with a journal's file: its header, its pages, and those that nothing leads to.

    ``engines`` are the versions of SQLite that its records name.
    """
    try:
        walk = _Walk(data, _head(data, engines))
        for root in (1, *(root for _, root, _ in SCHEMA)):
            walk.tree(root)
        walk.nothing_left()
    except PageError as error:
        return Pages((str(error),), 0)
    return Pages((), walk.unread)


def _head(data: bytes, engines: frozenset[int]) -> int:
    """Return the number of pages that the header states; raise PageError for a header that no journal has."""
    if len(data) < PAGE or len(data) % PAGE:
        raise PageError(1, f"the file's length, {len(data)} bytes, is no whole number of pages")
    fixed = MAGIC + struct.pack(">H", PAGE if PAGE < 65536 else 1) + bytes((1, 1, 0, 64, 32, 32))
    if data[:24] != fixed:
        raise PageError(1, "the header does not begin as that of a journal")
    # Pages, first free page, free pages, version and form of the schema, cache, vacuum, encoding, ours, vacuum, ours.
    wanted = (len(data) // PAGE, 0, 0, len(SCHEMA), 4, 0, 0, 1, FORMAT, 0, APPLICATION)
    changes, *fields = struct.unpack(">12I", data[24:72])
    if tuple(fields) != wanted:
        raise PageError(1, "the header's fields are not those of a journal of this length")
    valid, engine = struct.unpack(">2I", data[92:HEADER])
    if any(data[72:92]) or valid != changes:
        raise PageError(1, "the header's counters do not agree")
    if engines and engine not in engines:
        raise PageError(1, f"the header names a version of SQLite ({engine}) that no record was written with")
    return wanted[0]


class _Walk:
    """Trees of one file, each of whose pages is met once."""

    def __init__(self, data: bytes, pages: int) -> None:
        self.data, self.pages = data, pages
        self.met: set[int] = set()
        self.unread = 0

    def page(self, number: int, source: int) -> bytes:
        """Return a page that is met for the first time."""
        if not 1 <= number <= self.pages or number in self.met or number == LOCK_PAGE:
            raise PageError(source, f"leads to page {number}, which is not there or is led to twice")
        self.met.add(number)
        return self.data[(number - 1) * PAGE : number * PAGE]

    def tree(self, number: int, source: int = 1, above: int = 0, depth: int = 0) -> int:
        """Check a tree of rows that follow row ``above``; return its last row."""
        page = self.page(number, source)
        base = HEADER if number == 1 else 0
        kind, free, count, start, fragments = struct.unpack(">BHHHB", page[base : base + 8])
        if kind not in (INTERIOR, LEAF) or free or fragments or depth > DEEPEST:
            raise PageError(number, "is no page of a table without gaps")
        pointers = base + (12 if kind == INTERIOR else 8)
        places = [place for (place,) in struct.iter_unpack(">H", page[pointers : pointers + 2 * count])]
        if len(places) < count or (start or PAGE) != min(places, default=PAGE):
            raise PageError(number, "does not begin where its header says")
        parted = kind == INTERIOR and depth > 0  # SQLite blanks a root that it parts, and no other page
        self._blank(number, page[pointers + 2 * count : start or PAGE], parted=parted)
        read = self._inner if kind == INTERIOR else self._row
        cells = [read(number, page, place) for place in places]
        _tiled(number, places, [cell.end for cell in cells])
        for cell in cells:
            last = self.tree(cell.child, number, above, depth + 1) if cell.child else above + 1
            if cell.row != last:
                raise PageError(number, f"holds row {cell.row} where row {last} belongs")
            above = last
        if kind == INTERIOR:
            return self.tree(struct.unpack(">I", page[base + 8 : base + 12])[0], number, above, depth + 1)
        return above

    def _blank(self, number: int, between: bytes, *, parted: bool) -> None:
        """Check the space between a page's pointers and its cells; in one that SQLite may have parted, count it."""
        if parted:
            self.unread += len(between)
        elif any(between):
            raise PageError(number, "holds something where nothing is stored")

    def _inner(self, number: int, page: bytes, place: int) -> _Cell:
        row, end = _varint(number, page, place + 4)
        child = int.from_bytes(page[place : place + 4])
        if not child:
            raise PageError(number, "leads to no page")
        return _Cell(end, row, child)

    def _row(self, number: int, page: bytes, place: int) -> _Cell:
        size, end = _varint(number, page, place)
        row, end = _varint(number, page, end)
        if number != 1 and any(page[end + 1 : end + 2]):
            raise PageError(number, f"row {row} states its number twice")  # the column that stands for the row's number
        if size <= LARGEST_LOCAL:
            return _Cell(end + size, row, 0)
        local = SMALLEST_LOCAL + (size - SMALLEST_LOCAL) % (PAGE - 4)
        local = local if local <= LARGEST_LOCAL else SMALLEST_LOCAL
        end += local
        self._chain(number, int.from_bytes(page[end : end + 4]), size - local)
        return _Cell(end + 4, row, 0)

    def _chain(self, source: int, number: int, left: int) -> None:
        """Check the further pages of a row that is too long for one."""
        while left > 0:
            page = self.page(number, source)
            source, number = number, int.from_bytes(page[:4])
            if any(page[4 + left :]):
                raise PageError(source, "holds something behind the end of its row")
            left -= PAGE - 4
        if number:
            raise PageError(source, "leads on where its row has ended")

    def nothing_left(self) -> None:
        """Raise PageError for a page that nothing leads to; the lock page is one, and blank."""
        for number in range(1, self.pages + 1):
            if number in self.met:
                continue
            if number != LOCK_PAGE or any(self.data[(number - 1) * PAGE : number * PAGE]):
                raise PageError(number, "belongs to no table")


def _tiled(number: int, places: list[int], ends: list[int]) -> None:
    """Raise PageError where the cells of a page do not lie side by side up to its end."""
    spans = sorted(zip(places, ends, strict=True))
    if any(end != begin for (_, end), (begin, _) in zip(spans, [*spans[1:], (PAGE, 0)], strict=True)):
        raise PageError(number, "has cells that do not lie side by side")


def _varint(number: int, page: bytes, place: int) -> tuple[int, int]:
    """Return a number of SQLite's variable length and where it ends."""
    value = 0
    for i, byte in enumerate(page[place : place + 8]):
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + i + 1
    raise PageError(number, "holds a length or row number that none has")
