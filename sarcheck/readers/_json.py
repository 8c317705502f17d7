"""JSON of unknown origin: what parsers disagree about is refused, values are found by pointer."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sarcheck.errors import ProductError
from sarcheck.readers._files import heads
from sarcheck.readers._product import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sarcheck.readers._files import Files
    from sarcheck.readers._product import Notes

MAX_BYTES = 8 * 2**20
MAX_DOCUMENTS = 20
"""JSON files of one product that are looked into."""
MAX_DEPTH = 64
MAX_VALUES = 500_000
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class Row(NamedTuple):
    """One row of a table of pointers: which field a value states, and how to read it."""

    field: str
    pointer: str
    parse: Callable[[str], Any]
    derived: str | None = None


def found(files: Files, *marks: bytes) -> list[str]:
    """Return the names of the files that begin as a JSON object does and hold each of the marks."""
    objects = [
        name for name, head in heads(files).items() if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    ]
    return [name for name in objects[:MAX_DOCUMENTS] if _holds(files.head(name, MAX_BYTES), marks)]


def _holds(data: bytes, marks: Sequence[bytes]) -> bool:
    return all(mark in data for mark in marks)


def parse(files: Files, name: str) -> dict[str, Any]:
    """Return the object of a JSON file; raise ProductError for what no genuine product holds."""
    data = files.head(name, MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ProductError(files.href, name, f"larger than {MAX_BYTES >> 20} MB, too large for a metadata file")
    try:
        _measure(data)
        value = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=unique,
            parse_constant=refuse,
        )
    except (ValueError, RecursionError) as error:
        raise ProductError(files.href, name, f"not readable JSON: {clean(str(error))}") from None
    if not isinstance(value, dict):
        raise ProductError(files.href, name, "not a JSON object")
    return value


def _measure(data: bytes) -> None:
    """Refuse a document that nests too deep or holds too many values, told before it is parsed."""
    bare = data.replace(rb"\\", b"").replace(rb"\"", b"")
    outside = b"".join(bare.split(b'"', 4 * MAX_VALUES)[::2])
    brackets = outside.translate(bytes.maketrans(b"{}", b"[]"), _NOT_BRACKETS)
    if brackets.count(b"[") + outside.count(b",") > MAX_VALUES:
        raise ValueError(f"holds more than {MAX_VALUES} values")
    steps = np.where(np.frombuffer(brackets, dtype=np.uint8) == ord("["), 1, -1)
    if steps.size and np.cumsum(steps).max() > MAX_DEPTH:
        raise ValueError(f"nests deeper than {MAX_DEPTH} levels")


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of its pairs; raise ValueError where a key is stated twice."""
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise ValueError(f'"{clean(key)}" is stated twice in one object; readers would disagree about it')
        made[key] = value
    return made


def refuse(constant: str) -> float:
    """Refuse NaN and the infinities, which are no JSON."""
    raise ValueError(f"{constant} is no JSON number")


def number(value: Any) -> float:
    """Return a JSON number; raise ValueError for another value, and for one that overflows."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("is not a number")
    try:
        finite = float(value)
    except OverflowError:
        finite = math.inf
    if not math.isfinite(finite):
        raise ValueError("is too large for a number")
    return finite


def at(document: Any, pointer: str) -> Any:
    """Return the value at a JSON pointer, None where there is none."""
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(document, dict):
            document = document.get(key)
        elif isinstance(document, list) and key.isdecimal() and len(key) < 7 and int(key) < len(document):
            document = document[int(key)]
        else:
            return None
    return document


def text(value: Any) -> str:
    """Return a value as text: the words of a list joined by blanks; "" for an object and for null."""
    if isinstance(value, list):
        return " ".join(text(part) for part in value)
    if value is None or isinstance(value, dict):
        return ""
    return value.strip() if isinstance(value, str) else json.dumps(value)


def state(document: dict[str, Any], rows: Iterable[Row], source: str, notes: Notes) -> None:
    """Note what a document states, by a table of pointers; what is absent or null states nothing."""
    for row in rows:
        if stated := text(at(document, row.pointer)):
            notes.state(row.field, stated, row.parse, source, row.pointer, row.derived)
