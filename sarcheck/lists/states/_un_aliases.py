"""Alias cells of the United Nations' list, some of which hold several names or one in two scripts.

Names are parted by semicolons and by letters, "A b) B", also within brackets behind the name in its own script:
"X (A; B)". A name whose brackets hold it in another script, "A (X)" or "A (original script: X)", is two.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.lists._text import distinct, script, spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CELL = 2000
"""Characters of a cell that is taken apart; the longest published one has 400."""
_LISTED = re.compile(r"([^;]*)\(([^()]*(?:\([^()]*\)[^()]*)*;.*)\)\W*", re.DOTALL)
_LETTERED = re.compile(r"(?:^|\s)[a-z]\)\s+")
_NOTE = re.compile(r"\s*(?:\((?:original script|previously listed as)\)|- sub-unit name)")
_SCRIPTS = re.compile(r"(.+?)\s*\((?:original script:\s*)?(.+)\)\W*")


def names(cell: str) -> tuple[str, ...]:
    """Return the names of an alias cell; one at least where the cell holds any letter."""
    if len(cell) > MAX_CELL:
        return (cell,)
    listed = _LISTED.fullmatch(cell)
    parts = (listed[1], *listed[2].split(";")) if listed else _LETTERED.split(cell)
    return distinct(name for part in parts for piece in _outside(part) for name in _scripts(piece) if name)


def _outside(text: str) -> tuple[str, ...]:
    """Split at semicolons, but not where brackets would be torn."""
    parts = text.split(";")
    return tuple(parts) if all(part.count("(") == part.count(")") for part in parts) else (text,)


def _scripts(piece: str) -> Iterator[str]:
    """Yield a name, or two where brackets hold it in another script."""
    plain = spaced(_NOTE.sub("", piece)).strip(" ,")
    pair = _SCRIPTS.fullmatch(plain)
    writings = {script(text) for text in pair.groups()} if pair else set()
    if pair and len(writings) == 2 and {"Latn"} < writings and None not in writings:
        yield from (text.strip() for text in pair.groups())
    else:
        yield plain
