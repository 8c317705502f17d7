"""Bytes into JSON values, guarded: what JSON parsers disagree about is refused, for an order could hide in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate
from math import isfinite
from typing import Any, NamedTuple

import msgspec

from sarcheck.errors import OrderError
from sarcheck.orders._text import Trouble, capped, child, shown

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_VALUES", "decode"]

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 64
MAX_VALUES = 1_000_000
INTEGERS = range(-(2**63), 2**63)
"""Integers past 64 bits are read differently by different parsers."""

WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0")
"""How UTF-16 and UTF-32 texts begin: a byte order mark, or the zero byte of a wide "{"."""

DIGITS = bytes.maketrans(b"123456789", b"000000000")
LONG = b"0" * len(str(INTEGERS[-1]))
"""Digits, written as noughts, that may make an integer past 64 bits."""

NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with a key that it has twice."""


class _Bad(NamedTuple):
    """A number that is none, and why."""

    why: str


def decode(data: bytes, source: str) -> tuple[dict[str, Any], list[Trouble]]:
    """Return the JSON object in ``data``, and what in it must be refused, each with its JSON pointer (RFC 6901).

    What is refused has a stand-in in the object, so that the rest can be checked in the same run.
    Raises OrderError where there is no JSON object to go on with.
    """
    refusal = _size(data) or _encoding(data) or _extent(bare := _unquoted(data))
    if refusal:
        raise OrderError([("", refusal)], source)
    if (plain := _unsuspicious(data, bare)) is not None:
        return plain, []
    odd: list[object] = []
    try:
        tree = json.loads(data.removeprefix(b"\xef\xbb\xbf").decode(), **_hooks(odd))
    except json.JSONDecodeError as error:
        raise OrderError([("", _syntax(error))], source) from None
    if not isinstance(tree, (dict, _Pairs)):
        raise OrderError([("", "an order is one JSON object: { ... }")], source)
    if isinstance(tree, dict) and not odd and rb"\u" not in data:  # only an escape writes half a character
        return tree, []
    found: list[Trouble] = []
    return _object(tree, "", found), capped(dict.fromkeys(found))


def _hooks(odd: list[object]) -> dict[str, Any]:
    """Return the hooks of a JSON parser that keep what must be refused as it is, and note in ``odd`` that they did."""

    def noted(value: Any) -> Any:
        if isinstance(value, (_Pairs, _Bad)):
            odd.append(value)
        return value

    return {
        "object_pairs_hook": lambda pairs: noted(_keyed(pairs)),
        "parse_constant": lambda name: noted(_Bad(f"{name} is not a number in JSON; write a number or leave it out")),
        "parse_float": lambda text: noted(_float(text)),
        "parse_int": lambda text: noted(_int(text)),
    }


def _keyed(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Pairs:
    """Return an object by its keys, unless two of them are the same."""
    tree = dict(pairs)
    return tree if len(tree) == len(pairs) else _Pairs(pairs)


def _size(data: bytes) -> str | None:
    """Say that the document is too large or has nothing in it."""
    if len(data) > MAX_BYTES:
        return f"is larger than {MAX_BYTES >> 20} MiB; put product metadata in files beside the order"
    return None if data.strip() else "is empty"


def _encoding(data: bytes) -> str | None:
    """Say that the document is not UTF-8."""
    if data.startswith(WIDE) or data[1:2] == b"\0":
        return "is written in UTF-16 or UTF-32; save it as UTF-8"
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return f"is not UTF-8 in line {line} (byte {error.start}); save it as UTF-8"
    return None


class _Bare(NamedTuple):
    """A document without its strings, and how many quotes stood in it."""

    text: bytes
    quotes: int


def _unquoted(data: bytes) -> _Bare:
    """Return what of a document stands outside strings: of a text cut at its quotes, every other piece."""
    whole = data.replace(rb"\\", b"").replace(rb"\"", b"") if b"\\" in data else data
    pieces = whole.split(b'"')
    return _Bare(b"".join(pieces[::2]), len(pieces) - 1)


def _extent(bare: _Bare) -> str | None:
    """Say that the document nests too deep or holds too many values, told without parsing it."""
    if bare.quotes > 4 * MAX_VALUES:  # two around each key and each value
        return f"holds more than {MAX_VALUES:,} values; split the order"
    brackets = bare.text.translate(bytes.maketrans(b"{}", b"[]"), NOT_BRACKETS)
    opened = brackets.count(b"[")
    if opened + bare.text.count(b",") > MAX_VALUES:
        return f"holds more than {MAX_VALUES:,} values; split the order"
    if opened <= MAX_DEPTH:
        return None
    if any(depth > MAX_DEPTH for depth in accumulate(1 if byte == ord("[") else -1 for byte in brackets)):
        return f"nests deeper than {MAX_DEPTH} levels"
    return None


def _unsuspicious(data: bytes, bare: _Bare) -> dict[str, Any] | None:
    """Return the JSON object of a document in which nothing can be odd, as of most; None where that is to be seen.

    It is parsed by a faster parser, which refuses numbers that are none and keeps the last value of a key: no key
    stands twice in a document with as many members as colons.
    """
    if rb"\u" in data or LONG in bare.text.translate(DIGITS):
        return None
    try:
        tree = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError):
        return None
    return tree if isinstance(tree, dict) and _members((tree,)) == bare.text.count(b":") else None


def _members(values: Iterable[Any]) -> int:
    """Return how many keys the objects in some values have together."""
    count = 0
    for one in values:
        if type(one) is dict:
            count += len(one) + _members(one.values())
        elif type(one) is list:
            count += _members(one)
    return count


def _syntax(error: json.JSONDecodeError) -> str:
    """Say in one line where the document stops being JSON."""
    place = f"is not JSON at line {error.lineno}, column {error.colno}"
    if error.msg.startswith("Unterminated") or not error.doc[error.pos :].strip():
        return f"{place}: the text ends too early; is the file complete?"
    if error.msg == "Extra data":
        return f"{place}: there is text after the end of the object"
    return f"{place}: {error.msg[:1].lower()}{error.msg[1:]}"


def _float(text: str) -> float | _Bad:
    value = float(text)
    return value if isfinite(value) else _Bad(f"{shown(text)} is too large for a number")


def _int(text: str) -> int | _Bad:
    # The length goes first: turning a million digits into a number takes for ever.
    short = len(text) <= len(str(INTEGERS.start))
    return int(text) if short and int(text) in INTEGERS else _Bad(f"{shown(text)} does not fit in 64 bits")


def _plain(value: Any, path: str, found: list[Trouble]) -> Any:
    """Return ``value`` with objects as dicts, and note what must be refused."""
    if isinstance(value, (dict, _Pairs)):
        return _object(value, path, found)
    if isinstance(value, list):
        return [_plain(item, f"{path}/{index}", found) for index, item in enumerate(value)]
    if isinstance(value, _Bad):
        found.append((path, value.why))
        return 1  # passes the limits of every number in an order, so nothing is reported twice
    return _whole(value, path, found) if isinstance(value, str) else value


def _object(given: dict[str, Any] | _Pairs, path: str, found: list[Trouble]) -> dict[str, Any]:
    """Return an object of which each key keeps its first value, and note the duplicates."""
    pairs = list(given.items()) if isinstance(given, dict) else given
    counts = Counter(key for key, _ in pairs)
    found.extend(
        (child(path, key), f"duplicate key: written {count} times; keep one")
        for key, count in counts.items()
        if count > 1
    )
    tree: dict[str, Any] = {}
    for key, value in pairs:
        place = child(path, key)
        plain = _plain(value, place, found)
        tree.setdefault(_whole(key, place, found), plain)
    return tree


def _whole(text: str, path: str, found: list[Trouble]) -> str:
    r"""Return ``text`` without lone surrogates (``"\ud800"``), and note that it had one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        found.append((path, "holds half a character (a lone surrogate); write the whole character"))
        return text.encode("utf-8", "replace").decode()
    return text
