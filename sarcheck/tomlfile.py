"""TOML files read and converted to types, with errors that name the file and the place in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from sarcheck.errors import RulesError

T = TypeVar("T")
_WORDS = {
    "array": "a list in brackets",
    "object": "a table",
    "str": "text in quotation marks",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "date": "a day without quotation marks",
    "datetime": "a day with its time",
    "null": "nothing",
}
"""What msgspec calls the types that a file may hold, in plain words."""


def read(path: Path) -> dict[str, Any]:
    """Read a TOML file; raise RulesError that names it when it is not one."""
    import tomllib  # what is compiled already is read without it

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a ValueError of its own
        raise RulesError(str(path), "", f"is not valid TOML: {error}") from error


def converted(value: Any, kind: type[T], path: Path, pointer: str = "") -> T:
    """Convert TOML data to a type; raise RulesError with file and pointer when it does not fit."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        where = pointer + place.rstrip("`").replace("[", "/").replace("]", "").replace(".", "/")
        raise RulesError(str(path), where, _plain(message)) from error


def _plain(message: str) -> str:
    """Return what msgspec says of types in the words of who writes TOML: "Expected `array | null`, got `str`"."""
    return re.sub(r"`([a-z]+)( \| null)?`", lambda found: _WORDS.get(found[1], found[0]), message)
