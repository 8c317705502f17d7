"""Lists of checksums that come with a delivery: one line a file, "digest *name", as sha256sum writes them."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Literal

from sarcheck.errors import ProductError
from sarcheck.model import FileRecord
from sarcheck.readers._files import MAX_FILE, heads

if TYPE_CHECKING:
    from sarcheck.readers._files import Files
    from sarcheck.readers._product import Notes

MAX_LINES = 1000
_LINE = re.compile(rb"([0-9a-fA-F]{64}) [ *]([^\r\n/\\]{1,255})\r?")
_PIXELS = (".h5", ".tif", ".tiff", ".raw")
_METADATA = (".xml", ".json")


def records(files: Files, notes: Notes) -> tuple[FileRecord, ...]:
    """Return a record of each file that a delivery's list of SHA-256 digests names; none without such a list."""
    lists = [name for name, head in heads(files).items() if _LINE.match(head)]
    found: dict[str, FileRecord] = {}
    for name in lists:
        folder = name.rpartition("/")[0]
        for i, line in enumerate(files.read(name).splitlines()):
            match = _LINE.fullmatch(line)
            if i >= MAX_LINES or (line.strip() and not match):
                notes.problem(f"{name}#line {i + 1}", "not a line of a list of checksums; the rest was not read")
                break
            if match:
                stated = match[1].decode("ascii").lower()
                listed = match[2].decode("utf-8", "replace")
                path = f"{folder}/{listed}" if folder else listed
                found.setdefault(path, _record(files, path, stated))
    return tuple(found[path] for path in sorted(found))


def _record(files: Files, path: str, stated: str) -> FileRecord:
    present = path in files.names
    found, size = _digest(files, path) if present else (None, None)
    return FileRecord(
        name=path,
        listed=True,
        present=present,
        role=_role(path),
        algorithm="sha256",
        stated=stated,
        found=found,
        size=size,
    )


def _digest(files: Files, path: str) -> tuple[str | None, int | None]:
    """Return the digest and size of a file; None for both where it is too large to read here."""
    try:
        data = files.head(path, MAX_FILE + 1)
    except ProductError:
        return None, None
    return (hashlib.sha256(data).hexdigest(), len(data)) if len(data) <= MAX_FILE else (None, None)


def _role(path: str) -> Literal["metadata", "pixels", "other"]:
    name = path.lower()
    return "pixels" if name.endswith(_PIXELS) else "metadata" if name.endswith(_METADATA) else "other"
