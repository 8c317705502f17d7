"""Ways to damage an input so that what comes of it is still looked at: by its form, not by its bytes alone.

A file of an input is changed as what it is: a value of JSON, a cell of a table, an element of XML, an attribute of
HDF5, a member of an archive that is packed anew. Bytes are changed too, so that checksums and lengths lie.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from typing import Any

MARK = b"\n\x00\x00--file--\x00"
"""Stands before each file of an input that has several: the name, a NUL, the bytes."""
MOST = 200_000
"""Bytes of an input. What the limits say of larger ones is tested by itself."""

WORDS = (
    *(
        "",
        " ",
        "0",
        "-0",
        "-1",
        "1",
        "7",
        "400",
        "-400",
        "1e308",
        "-1e308",
        "1e999",
        "1e-320",
        "NaN",
        "Infinity",
        "1,5",
    ),
    *("255", "256", "65535", "65536", "2147483647", "2147483648", "4294967295", "9223372036854775808", "9" * 40),
    *("9" * 5000, "0x10", "1_000", "+5", "٣", "²", "Ⅷ", "½", "true", "null", "None", "inf", "-inf", "nan", "[]", "{}"),
    *("0000-00-00T00:00:00", "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:60Z", "0001-01-01T00:00:00+14:00"),
    *(
        "2024-02-30",
        "2024-03-01",
        "31-FEB-2024 25:61:61",
        "29-FEB-2023",
        "01/13/2024",
        "20240301051500",
        "1900",
        "10000",
    ),
    *("0001-01-01", "9999-12-31", "2024-13-01", "00000000", "99999999", "24:00:00", "24.000000"),
    *("\x00", "\u202e", "\ufeff", "\ud7ff", "é" * 50, "<x/>", "&lt;", "&#0;", "]]>", "1,2 3", "1 2 3 4", "a" * 3000),
    *("..", "../../../etc/passwd", "/etc/passwd", "C:\\x", "file:///etc/passwd", "http://127.0.0.1:9/x", "%s%n", "~"),
    *(
        "POLYGON((0 0,1 0,1 1,0 0))",
        "POLYGON((0 0))",
        "POINT(1e400 91)",
        "POLYGON EMPTY",
        "180 90 -180 -90",
        "en",
        "XX",
    ),
    *('"', "'", ";", ",", "|", "\t", "\r", "\n", "\\", "\\u0000", "\\ud800", "#", "=", "@", "[", "]", "{", "}", "-0- "),
)
VALUES: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1.5,
        1e308,
        -1e308,
        10**30,
        2**63,
        2**64,
        -(2**63) - 1,
        5e-324,
        [],
        {},
        [[]],
        {"": None},
    ),
    *([0] * 50, [[[[[[[[]]]]]]]], {"type": "Feature"}, ["a"] * 30, float("nan"), float("inf")),
)
_RUN = re.compile(rb"[0-9]+")
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
_ATTRIBUTE = re.compile(r'(?<==")[^"<>]*(?=")')
_ELEMENT = re.compile(r"<([\w:.-]+)[^<>]*?(?:/>|>[^<]*</\1>)")
_ASSIGNED = re.compile(r"(?m)(?<=[=:])[^\n;,]*")
_QUOTED = re.compile(r'(?<=")[^"\n]+(?=")')
_NUMBER = re.compile(r"(?<![\w.])[-+]?\d[\d.:-]*")
_CELL = re.compile(r'"[^"\n]*"|[^,;\t\n"]+')

Chance = random.Random


def packed(files: dict[str, bytes]) -> bytes:
    """Return several files as one input."""
    return b"".join(MARK + name.encode() + b"\x00" + data for name, data in files.items())


def files_of(data: bytes, alone: str = "x") -> dict[str, bytes]:
    """Return the files of an input; one without marks is a file by itself. Names stay within their folder."""
    if MARK not in data:
        return {alone: data}
    found: dict[str, bytes] = {}
    for piece in data.split(MARK)[1:]:
        head, mark, content = piece.partition(b"\x00")
        name = "".join(
            sign for sign in head.decode("utf-8", "replace") if sign.isprintable() and sign not in '\\:*?"<>|'
        )
        steps = [step[:80] for step in name.split("/") if step not in ("", ".", "..")][:8]
        if mark and steps:
            found["/".join(steps)] = content
    return found


def mutated(
    data: bytes, others: tuple[bytes, ...], chance: Chance, native: Callable[[bytes], bytes] | None = None
) -> bytes:
    """Return an input changed in one file or in a few places; ``native`` is the fuzzer's own way to change bytes."""
    if MARK not in data:
        return _file(data, others, chance, native)[:MOST]
    files = files_of(data)
    if not files:
        return native(data) if native else b""
    name = chance.choice(sorted(files))
    kind = chance.random()
    if kind < 0.02 and len(files) > 1:
        del files[name]
    elif kind < 0.04:
        files[chance.choice(("copy-" + name.rpartition("/")[2], "deeper/" + name, name + ".xml", name.upper()))] = (
            files[name]
        )
    elif kind < 0.06 and others:
        files |= dict([chance.choice(sorted(files_of(chance.choice(others)).items()) or [(name, b"")])])
    else:
        alike = [
            other
            for seed in others
            for key, other in files_of(seed).items()
            if key.rpartition(".")[2] == name.rpartition(".")[2]
        ]
        files[name] = _file(files[name], tuple(alike[:20]), chance, native)
    return packed(files)[:MOST]


def _file(data: bytes, others: tuple[bytes, ...], chance: Chance, native: Callable[[bytes], bytes] | None) -> bytes:
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        data = _once(data, others, chance, native)
    return data


def _once(data: bytes, others: tuple[bytes, ...], chance: Chance, native: Callable[[bytes], bytes] | None) -> bytes:
    if native and chance.random() < (0.03 if data[:1] in (b"{", b"[", b"<") else 0.15):
        return native(data)
    if chance.random() < 0.85:
        for begins, change in (
            (b"\x89HDF", hdf5),
            (b"PK\x03\x04", archive),
            (b"\x1f\x8b", squeezed),
        ):
            if data.startswith(begins):
                return change(data, chance)
        head = data[:3000].lstrip(b"\xef\xbb\xbf \r\n\t")
        if head[:1] in (b"{", b"[") and (found := document(data, chance)) is not None:
            return found
        if b"\0" not in data[:3000] or head.startswith(b"<"):
            return text(data, others, chance)
    return binary(data, others, chance)


def binary(data: bytes, others: tuple[bytes, ...], chance: Chance) -> bytes:
    """Change bytes, runs of digits in their width, binary numbers; cut, repeat, move."""
    changed = bytearray(data or b"\0")
    at, kind = chance.randrange(len(changed)), chance.randrange(9)
    size = chance.choice((1, 2, 4, 8, 30, 300))
    if kind == 0:
        changed[at] = chance.randrange(256)
    elif kind == 1:
        changed[at : at + size] = bytes([chance.choice((0, 0x20, 0x39, 0x7F, 0x80, 0xFF))]) * min(
            size, len(changed) - at
        )
    elif kind in (2, 3):
        runs = [match.span() for match in _RUN.finditer(bytes(changed))]
        if runs:
            start, end = chance.choice(runs)
            width = end - start
            wanted = chance.choice(
                ("9" * width, "0" * width, "-" + "9" * width, "1e999", str(chance.randrange(10 ** min(width, 9))))
            )
            changed[start:end] = wanted.rjust(width)[:width].encode()
    elif kind == 4:
        number = chance.choice((0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FF80000, 0x7FF00000, 12, len(data)))
        changed[at : at + 4] = (number & 0xFFFFFFFF).to_bytes(4, chance.choice(("big", "little")))
    elif kind == 5:
        del changed[at : at + size]
    elif kind == 6:
        changed[at:at] = changed[at : at + size] * chance.choice((1, 2, 20))
    elif kind == 7 and others:
        other = chance.choice(others) or b"\0"
        start = chance.randrange(len(other))
        changed[at : at + size] = other[start : start + size]
    elif chance.random() < 0.2:
        del changed[at:]
    return bytes(changed[:MOST])


def text(data: bytes, others: tuple[bytes, ...], chance: Chance) -> bytes:
    """Exchange a value of XML, TOML, CSV or lines; drop, repeat, move or rename an element or a line."""
    said = data.decode("utf-8", "surrogateescape")
    kind = chance.random()
    if kind < 0.5:
        patterns = (_TEXT, _ATTRIBUTE) if "<" in said[:300] else (_QUOTED, _QUOTED, _NUMBER, _CELL, _ASSIGNED)
        spots = list(chance.choice(patterns).finditer(said)) or list(_CELL.finditer(said))
        if spots:
            spot = chance.choice(spots)
            new = _other(spot[0], [other.decode("utf-8", "surrogateescape") for other in others], chance)
            said = said[: spot.start()] + new + said[spot.end() :]
    elif kind < 0.7:
        spots = list((_ELEMENT if "<" in said[:300] else re.compile(r"[^\n]*\n")).finditer(said))
        if spots:
            spot = chance.choice(spots)
            times = chance.choice((0, 0, 2, 3, 50))
            said = said[: spot.start()] + (spot[0] * times)[:20_000] + said[spot.end() :]
    elif kind < 0.8:
        spots = list(re.finditer(r"[A-Za-z_]\w+", said))
        if spots:
            spot, other = chance.choice(spots), chance.choice(spots)
            said = (
                said[: spot.start()]
                + chance.choice((other[0], spot[0].upper(), spot[0][:-1], "x"))
                + said[spot.end() :]
            )
    elif kind < 0.9 and said:
        start, end = sorted(chance.randrange(len(said)) for _ in range(2))
        end = min(end, start + 2000)
        piece, to = said[start:end], chance.randrange(len(said))
        said = chance.choice(
            (said[:start] + said[end:], said[:to] + piece + said[to:], said[:end] + piece * 3 + said[end:])
        )
    else:
        at = chance.randrange(len(said) + 1)
        said = said[:at] + chance.choice(WORDS) + said[at + chance.choice((0, 1)) :]
    return said.encode("utf-8", "surrogateescape" if chance.random() < 0.9 else "replace")


def _other(now: str, others: list[str], chance: Chance) -> str:
    """Return another value: a bad one, a number near the one that stood there, or a piece of another input."""
    kind = chance.random()
    if kind < 0.7:
        return chance.choice(WORDS)
    if kind < 0.85:
        return re.sub(r"\d", lambda _: str(chance.randrange(10)), now, count=chance.choice((1, 0)))
    if kind < 0.95 and others:
        spots = _TEXT.findall(chance.choice(others)) or _CELL.findall(chance.choice(others)) or [""]
        return str(chance.choice(spots))
    return now * chance.choice((2, 10, 100))


def document(data: bytes, chance: Chance) -> bytes | None:
    """Change a value of JSON, or a line of it; None where it is none."""
    lines = data.split(b"\n")
    if len(lines) > 1 and lines[0].endswith(b"}") and chance.random() < 0.9:
        at = chance.randrange(len(lines))
        changed = document(lines[at], chance)
        lines[at] = lines[at] if changed is None else changed
        return b"\n".join(lines)
    try:
        tree = json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return None
    places: list[tuple[Any, Any]] = []
    pending = [tree]
    while pending and len(places) < 20_000:
        node = pending.pop()
        keys = node.keys() if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
        places += [(node, key) for key in keys]
        pending += [node[key] for key in keys]
    if not places:
        return None
    node, key = chance.choice(places)
    value, kind = node[key], chance.random()
    if kind < 0.15:
        node[key] = chance.choice(VALUES)
    elif kind < 0.5 and isinstance(value, str):
        node[key] = chance.choice(
            (chance.choice(WORDS), _other(value, [], chance), value[: len(value) // 2] + chance.choice(WORDS))
        )
    elif kind < 0.5 and isinstance(value, int | float) and not isinstance(value, bool):
        node[key] = chance.choice((-value, value * 1e6, value + 180, value / 2, 0, 100, 1e-300, str(value), [value]))
    elif kind < 0.65:
        other, there = chance.choice(places)
        try:
            node[key] = json.loads(json.dumps(other[there]))
        except (KeyError, IndexError, ValueError, RecursionError):
            return None
    elif kind < 0.75:
        del node[key]
    elif kind < 0.93:
        if isinstance(node, list):
            node[key:key] = [value] * chance.choice((1, 2, 40))
        else:
            node[
                chance.choice((*(key for _, key in places[:50] if isinstance(key, str)), "x", key + "x", key.upper()))
            ] = value
    else:
        node[key] = {"a": value} if chance.random() < 0.5 else [value]
    try:
        changed_text = json.dumps(tree, ensure_ascii=chance.random() < 0.5)
    except (ValueError, RecursionError):
        return None
    if chance.random() < 0.05:
        changed_text = changed_text.replace('":', f'": 1, {chance.choice(("", " "))}"id":', 1)
    return changed_text.encode("utf-8", "surrogatepass")


def archive(data: bytes, chance: Chance) -> bytes:
    """Change a member of a zip and pack it anew, or its table of contents; as bytes where it cannot be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            members = [(info, old.read(info)) for info in old.infolist() if info.file_size < MOST]
    except Exception:  # noqa: BLE001  what is damaged already is changed as bytes
        return binary(data, (), chance)
    if not members or chance.random() < 0.3:
        return binary(data, (), chance)
    at = chance.randrange(len(members))
    info, content = members[at]
    kind = chance.random()
    if kind < 0.8:
        members[at] = (info, _once(content, (), chance, None))
    elif kind < 0.9:
        del members[at]
    else:
        other = zipfile.ZipInfo(
            chance.choice(("../" + info.filename, "/" + info.filename, "a/" * 30 + "b", info.filename + "\x01"))
        )
        members.append((other, content))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as new:
        for info, content in members:
            new.writestr(info.filename, content)
    return stream.getvalue()


def squeezed(data: bytes, chance: Chance) -> bytes:
    """Change what a gzip file holds and pack it anew, or its bytes."""
    try:
        content = gzip.decompress(data)
    except Exception:  # noqa: BLE001  what is damaged already is changed as bytes
        return binary(data, (), chance)
    if len(content) > MOST * 10 or chance.random() < 0.2:
        return binary(data, (), chance)
    return gzip.compress(_once(content, (), chance, None), 1, mtime=0)


def hdf5(data: bytes, chance: Chance) -> bytes:
    """Change an attribute or a small dataset of an HDF5 file, take it out, or change the file's bytes."""
    import h5py
    import numpy as np

    if chance.random() < 0.35:
        return binary(data, (), chance)
    stream = io.BytesIO(data)
    try:
        with h5py.File(stream, "r+") as file:
            places: list[tuple[str, str | None]] = []
            pending = [""]
            while pending and len(places) < 500:
                path = pending.pop()
                node = file[path or "/"]
                places += [(path, name) for name in node.attrs]
                if isinstance(node, h5py.Group):
                    pending += [f"{path}/{name}" for name in node]
                else:
                    places.append((path, None))
            path, name = chance.choice(places)
            node = file[path or "/"]
            old = node.attrs[name] if name else None
            new: Any = chance.choice(
                (
                    *WORDS,
                    *(0, -1, 1e308, 1e300, float("nan"), float("inf"), 10**18),
                    *([], [1.0] * 3, [[1.0, 2.0]] * 3, ["a", "b"]),
                )
            )
            if isinstance(old, np.ndarray) and old.dtype.kind in "iuf" and chance.random() < 0.5:
                new = old.copy()
                new.ravel()[chance.randrange(max(new.size, 1)) - 1 :] = chance.choice((0, -1, 1e6, 9e15))
            new = new.replace("\0", " ") if isinstance(new, str) else new
            new = np.bytes_(new.encode()) if isinstance(new, str) and chance.random() < 0.7 else new
            if name:
                del node.attrs[name]
                if chance.random() < 0.8:
                    node.attrs[name] = new
            elif path:
                kind = chance.random()
                if kind < 0.3 and node.dtype.kind in "iuf" and 0 < node.size < 100_000:
                    values = np.asarray(node[()])
                    values.ravel()[chance.randrange(values.size) :] = chance.choice((0, -1, 100, 1, 2))
                    node[...] = values
                else:
                    del file[path]
                    if kind < 0.75:
                        file[path] = new
                    elif kind < 0.85:
                        file[path] = chance.choice(
                            (h5py.SoftLink("/"), h5py.ExternalLink("/etc/passwd", "/"), h5py.SoftLink(path))
                        )
    except Exception:  # noqa: BLE001  what is damaged already is changed as bytes
        return binary(data, (), chance)
    return stream.getvalue()
