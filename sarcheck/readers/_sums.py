"""Lists of checksums that come with a delivery: one line a file, "digest *name", as sha256sum writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.readers import _integrity
from sarcheck.readers._files import heads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sarcheck.model import FileRecord
    from sarcheck.readers._files import Files
    from sarcheck.readers._product import Notes

MAX_LINES = 1000
_LINE = re.compile(rb"([0-9a-fA-F]{64}) [ *]([^\r\n/\\]{1,255})\r?")


def records(files: Files, notes: Notes) -> tuple[FileRecord, ...]:
    """Return a record of each file that a delivery's list of SHA-256 digests names, and of each that is there unlisted.

    Without such a list there is none.
    """
    lists = [name for name, head in heads(files).items() if _LINE.match(head)]
    listed = sorted(one for name in lists for one in _listed(files, name, notes))
    return _integrity.records(files, listed, own=lists)


def _listed(files: Files, name: str, notes: Notes) -> Iterator[_integrity.Listed]:
    for i, line in enumerate(files.read(name).splitlines()):
        match = _LINE.fullmatch(line)
        if i >= MAX_LINES or (line.strip() and not match):
            notes.problem(f"{name}#line {i + 1}", "not a line of a list of checksums; the rest was not read")
            return
        if match:
            yield _integrity.Listed(match[2].decode("utf-8", "replace"), "sha256", match[1].decode("ascii"))
