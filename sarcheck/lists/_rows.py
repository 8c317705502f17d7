"""Rows of delimited files from anywhere: bounded, decoded strictly, every row with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.errors import RulesError
from sarcheck.lists._files import opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MAX_LINE = 1024 * 1024
"""One line of a list; the longest published ones are about 20 kB."""
MAX_ROW = 4 * MAX_LINE
"""One row, whose quoted cells may hold line breaks: a quotation mark that is never closed takes the rest of a file."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Record:
    """One row under a header: cells by column name, stripped, with the line that the row ends on."""

    __slots__ = ("_cells", "_columns", "_file", "line")

    def __init__(self, file: str, line: int, columns: dict[str, int], cells: list[str]) -> None:
        self._file, self.line, self._columns, self._cells = file, line, columns, cells

    def __getitem__(self, column: str) -> str:
        """Return a cell; "" for a column that this edition of the file lacks."""
        place = self._columns.get(column)
        return "" if place is None or place >= len(self._cells) else self._cells[place].strip()

    def error(self, message: str) -> RulesError:
        """Return an error that names the row."""
        return RulesError(self._file, f"line {self.line}", message)


def rows(path: Path, *, delimiter: str = ",", encoding: str = "utf-8") -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, cells) of a file with CSV quoting; end marks and blank lines are left out.

    Cells are as written, not stripped. Raise RulesError that names file and line for anything else.
    """
    import csv

    lines = _Lines(path, encoding)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if cells:
                yield lines.number, cells
            lines.begin_row()
    except csv.Error as error:
        since = "" if lines.row == lines.number else f" in the row that begins on line {lines.row}"
        raise RulesError(str(path), f"line {lines.number}", f"is not valid CSV: {error}{since}") from error


def records(
    path: Path, required: Sequence[str], *, delimiter: str = ",", encoding: str = "utf-8", skip: int = 0
) -> Iterator[Record]:
    """Yield the rows below a header that is the first row after ``skip`` others; rows of empty cells are left out.

    Raise RulesError when the header lacks a required column or names one twice, and for a row that has
    more cells than the header, or fewer: cells of it would be read under wrong names.
    """
    columns: dict[str, int] = {}
    header: list[str] = []
    for count, (line, cells) in enumerate(rows(path, delimiter=delimiter, encoding=encoding)):
        if count < skip:
            continue
        if count == skip:
            header = _trimmed(cells)
            columns = _columns(path, line, header, required)
            continue
        cells = _trimmed(cells, len(header))
        if not any(map(str.strip, cells)):
            continue
        if len(cells) != len(header):
            message = f"has {len(cells)} cells, the header {len(header)}; download the file again, unopened"
            raise RulesError(str(path), f"line {line}", message)
        yield Record(str(path), line, columns, cells)
    if not header:
        raise RulesError(str(path), "", "has no header row; download it again")


def _columns(path: Path, line: int, header: list[str], required: Sequence[str]) -> dict[str, int]:
    columns = {name.strip(): place for place, name in reversed([*enumerate(header)])}
    if lacking := [name for name in required if name not in columns]:
        raise RulesError(str(path), f"line {line}", f"the header lacks the columns {', '.join(lacking)}")
    twice = sorted(name for name in required if [n.strip() for n in header].count(name) > 1)
    if twice:
        raise RulesError(str(path), f"line {line}", f"the header names {', '.join(twice)} twice")
    return columns


def _trimmed(cells: list[str], width: int = 0) -> list[str]:
    """Leave out empty cells past a width: some publishers end every line with a delimiter."""
    filled = len(cells)
    while filled > width and not cells[filled - 1].strip():
        filled -= 1
    return cells[:filled]


class _Lines:
    """The decoded lines of a file, with the number of the last one given out and that of the first one of its row."""

    def __init__(self, path: Path, encoding: str) -> None:
        self.path, self.encoding = path, encoding
        self.number, self.row, self._size = 0, 1, 0

    def __iter__(self) -> Iterator[str]:
        with opened(self.path) as stream:
            while line := stream.readline(MAX_LINE + 1):
                self.number += 1
                self._size += len(line)
                if self._size > MAX_ROW:
                    message = f"begins a row of more than {MAX_ROW} bytes; a quotation mark in it may not be closed"
                    raise RulesError(str(self.path), f"line {self.row}", message)
                yield self._text(line)

    def begin_row(self) -> None:
        """Note that the row is whole: the next line begins another one."""
        self.row, self._size = self.number + 1, 0

    def _text(self, line: bytes) -> str:
        place = f"line {self.number}"
        if len(line) > MAX_LINE:
            raise RulesError(str(self.path), place, f"is longer than {MAX_LINE} bytes; this is not a list")
        if self.number == 1 and line.startswith(_UTF_16):
            raise RulesError(str(self.path), place, "is UTF-16; save the file as UTF-8")
        if b"\0" in line:
            raise RulesError(str(self.path), place, "holds a NUL byte; this is not a text file")
        try:
            text = line.removeprefix(b"\xef\xbb\xbf" if self.number == 1 else b"").decode(self.encoding)
        except UnicodeDecodeError as error:
            message = f"is not {self.encoding.upper()}; download the file again, unopened"
            raise RulesError(str(self.path), place, message) from error
        return text.rstrip("\x1a")  # Ctrl-Z, which ends files of the DOS age
