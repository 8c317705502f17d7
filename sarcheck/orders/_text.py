"""How places and values of an order are written in messages: one line, safe on a terminal."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MAX_PROBLEMS", "Trouble", "capped", "child", "near", "shown"]

Trouble = tuple[str, str]
"""(JSON pointer, message): one thing wrong with an order."""

MAX_SHOWN = 60
"""Characters of a key or a value that a message repeats."""

MAX_PROBLEMS = 1_000
"""Problems told of one document; a document with more has one kind of problem many times."""


def capped(found: Iterable[Trouble]) -> list[Trouble]:
    """Return the first MAX_PROBLEMS of what was found, and whether there is more."""
    told = list(islice(found, MAX_PROBLEMS + 1))
    if len(told) > MAX_PROBLEMS:
        told[MAX_PROBLEMS:] = [("", f"has more than {MAX_PROBLEMS:,} problems; the others are not shown")]
    return told


def child(path: str, key: str | int) -> str:
    """Return the JSON pointer (RFC 6901) of ``key`` under ``path``."""
    if isinstance(key, int):
        return f"{path}/{key}"
    return f"{path}/{_clean(key).replace('~', '~0').replace('/', '~1')}"


def shown(value: object) -> str:
    """Return a value as a message quotes it."""
    return f'"{_clean(str(value))}"'


def near(word: str, known: tuple[str, ...]) -> str:
    """Return '; did you mean "..."?' where a known word is close, else nothing."""
    import difflib

    close = difflib.get_close_matches(word[:MAX_SHOWN].lower(), known, n=1)
    return f'; did you mean "{close[0]}"?' if close else ""


def _clean(text: str) -> str:
    """Return ``text`` clipped, with invisible and control characters as JSON escapes."""
    if len(text) <= MAX_SHOWN and text.isprintable():
        return text
    clipped = text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in clipped)
