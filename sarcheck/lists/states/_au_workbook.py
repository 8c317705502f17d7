"""The first sheet of a workbook, checked before anything parses it: a few kilobytes may unpack to any size."""

from __future__ import annotations

import io
import struct
import zlib
from importlib import import_module
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from sarcheck.errors import RulesError
from sarcheck.lists._files import opened

if TYPE_CHECKING:
    from pathlib import Path
    from zipfile import ZipInfo

MAX_PACKED = 32 * 1024 * 1024
MAX_UNPACKED = 128 * 1024 * 1024
"""Of all parts of a workbook; the published one has 6.6 MB."""
MAX_PARTS = 1000
MAX_COLUMNS = 64
_CHUNK = 1024 * 1024
_DECLARED = b"<!doctype"
BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, struct.error)
"""What a torn or unreadable ZIP raises."""

_MALFORMED = (*BROKEN, AttributeError, IndexError, KeyError, OverflowError, SyntaxError, TypeError)
"""What openpyxl is known to raise for parts that are missing, or are not what the format says."""


def rows(path: Path) -> list[tuple[int, tuple[Any, ...]]]:
    """Return (row number, cells) of a workbook's first sheet, without empty rows.

    Raise RulesError for a workbook that is broken, too large, or declares a document type, and when the extra
    that reads workbooks is not installed.
    """
    with opened(path) as stream:
        packed = stream.read(MAX_PACKED + 1)
    if len(packed) > MAX_PACKED:
        raise RulesError(str(path), "", f"is larger than {MAX_PACKED} bytes, which no list is")
    _check(packed, path)
    try:
        openpyxl: Any = import_module("openpyxl")
    except ImportError as error:
        message = "is a workbook, which needs an extra: pip install 'sarcheck[xlsx]'"
        raise RulesError(str(path), "", message) from error
    try:
        return _cells(openpyxl, packed)
    except _MALFORMED as error:
        raise RulesError(str(path), "", f"is not a readable workbook: {error}; download it again") from error


def _cells(openpyxl: Any, packed: bytes) -> list[tuple[int, tuple[Any, ...]]]:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and print settings, which nobody reads here
        book = openpyxl.load_workbook(io.BytesIO(packed), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the sheet says of its own size may be wrong
        numbered = enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1)
        return [(number, cells) for number, cells in numbered if any(cell is not None for cell in cells)]


def _check(packed: bytes, path: Path) -> None:
    """Refuse what is no archive, too large unpacked, or declares a document type, whose entities could do harm."""
    try:
        with ZipFile(io.BytesIO(packed)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise RulesError(str(path), "", f"unpacks to more than {MAX_UNPACKED} bytes, which no list does")
            for part in parts:
                _check_part(archive, part, path)
    except BROKEN as error:
        raise RulesError(str(path), "", f"cannot be unpacked: {error}; download it again") from error


def _check_part(archive: ZipFile, part: ZipInfo, path: Path) -> None:
    before = b""
    with archive.open(part) as stream:
        while data := stream.read(_CHUNK):
            plain = before + data.replace(b"\0", b"").lower()  # UTF-16 hides letters between noughts
            if _DECLARED in plain:
                raise RulesError(str(path), part.filename, "declares a document type; no publisher's list does")
            before = plain[-len(_DECLARED) :]
