"""Rows of comma-separated files from anywhere: bounded, decoded strictly, every row with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.errors import RulesError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES = 512 * 1024 * 1024
"""The largest published list is about 130 MB."""
MAX_LINE = 1024 * 1024
"""One line of a list; the longest published ones are about 20 kB."""


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, cells) of a UTF-8 file with CSV quoting; end marks and blank lines are left out.

    Cells are as written, not stripped. Raise RulesError that names file and line for anything else.
    """
    import csv

    lines = _Lines(path)
    reader = csv.reader(lines, strict=True)
    try:
        for cells in reader:
            if cells:
                yield lines.number, cells
    except csv.Error as error:
        raise RulesError(str(path), f"line {lines.number}", f"is not valid CSV: {error}") from error


class _Lines:
    """The decoded lines of a file, with the number of the last one given out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        try:
            if (size := self.path.stat().st_size) > MAX_BYTES:
                raise RulesError(str(self.path), "", f"is {size} bytes; a list may have {MAX_BYTES}")
            with self.path.open("rb") as stream:
                while line := stream.readline(MAX_LINE + 1):
                    self.number += 1
                    yield self._text(line)
        except OSError as error:
            raise RulesError(str(self.path), "", f"cannot be read: {error.strerror}") from error

    def _text(self, line: bytes) -> str:
        place = f"line {self.number}"
        if len(line) > MAX_LINE:
            raise RulesError(str(self.path), place, f"is longer than {MAX_LINE} bytes; this is not a list")
        if b"\0" in line:
            raise RulesError(str(self.path), place, "holds a NUL byte; this is not a text file")
        try:
            text = line.decode("utf-8-sig" if self.number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise RulesError(str(self.path), place, "is not UTF-8; download the file again, unopened") from error
        return text.rstrip("\x1a")  # Ctrl-Z, which ends files of the DOS age
