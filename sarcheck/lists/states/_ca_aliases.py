"""Aliases of Canada's list, which parts them by semicolons, by commas, by "or", or by the name of a language.

A semicolon always parts two names. A comma or an "or" parts them unless
* it stands in brackets or quotation marks;
* what follows, or what precedes, is nothing but a legal form: "Heron Space Co., Ltd", "Цапля, ООО";
* what follows begins with a small letter, and so continues a name: "Ministry of culture, sport and tourism";
* an alternative to it would be one word of a person's name;
* it is the only one, with one word before it and several after: a person's surname and given names.
Where a comma parted names, one word alone of a person's is a weak alias: it may be half a name. Where there
are just two parts, the unparted text is a weak alias too: it may be one name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.lists._text import distinct, script, spaced
from sarcheck.model import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

_LANGUAGES = re.compile(
    r"[,;]?\s*\b(?:Arabic|Armenian|Belarusian|Belarussian|Burmese|Chinese|English|Farsi|French|Georgian|Hebrew|"
    r"Persian|Russian|Spanish|Ukrainian)\s*:\s*"
)
_FORMS = frozenset(
    "ag ano ao co company corp corporation fsue gmbh gup hk inc jsc lc limited llc llp ltd mk nao ngo oao ojsc ooo pao"
    " pjsc plc pte pty sa sal sao sarl srl spa zao ано ао гуп зао ип мк нао оао ооо пао сао фгуп"
    " акционерноеобщество некоммерческоепартнерство".split()
)
"""Legal forms as they stand alone behind a comma, without stops and blanks, in small letters."""
_NUMERAL = re.compile(r"[ivx]+|jr|sr|\d+")
_OPEN, _CLOSE = "([«“", ")]»”"
_OR = re.compile(r"\s+or\s+")
_LEADING = re.compile(r"^(?:or|and)\s+")


def aliases(cell: str, *, person: bool) -> tuple[tuple[Name, ...], bool]:
    """Return the names of a cell, and whether a comma parted any, so that the cell is worth keeping as it is."""
    marked = _LANGUAGES.sub(";", spaced(cell))
    found: list[Name] = []
    parted = False
    for part in filter(None, (spaced(part).strip(" ,;") for part in marked.split(";"))):
        pieces = _joined(_pieces(part, person=person), person=person)
        parted = parted or len(pieces) > 1
        found += _names(part, pieces, person=person)
    return distinct(found), parted


def _names(part: str, pieces: list[str], *, person: bool) -> Iterator[Name]:
    if len(pieces) == 1:
        yield _name(part)
        return
    for piece in pieces:
        yield _name(piece, weak=person and " " not in piece)
    if len(pieces) == 2:
        yield _name(part, weak=True)


def _name(text: str, *, weak: bool = False) -> Name:
    return Name(text=text, kind="alias", strength="weak" if weak else "strong", script=script(text))


def _pieces(text: str, *, person: bool) -> list[str]:
    """Split at commas and "or" outside brackets and paired quotation marks."""
    depth, start = 0, 0
    pieces: list[str] = []
    for place, letter in enumerate(text):
        depth = max(0, depth + (letter in _OPEN) - (letter in _CLOSE))
        if letter == "," and not depth:
            pieces.append(text[start:place])
            start = place + 1
    pieces.append(text[start:])
    whole = [piece.strip(" ,") for piece in pieces]
    return [part for i, piece in enumerate(whole) for part in _alternatives(piece, first=not i, person=person) if part]


def _alternatives(piece: str, *, first: bool, person: bool) -> list[str]:
    """Split at "or", unless what it parts is half a name: one word of a person's, or a bare legal form."""
    bare = _LEADING.sub("", piece)
    parts = [part.strip() for part in _OR.split(bare)]
    half = any(map(_is_form, parts if first else parts[1:])) or (person and any(" " not in part for part in parts))
    return [bare] if half or any(letter in piece for letter in _OPEN) else parts


def _joined(pieces: list[str], *, person: bool) -> list[str]:
    """Put together again what no comma parted."""
    if person and len(pieces) == 2 and " " not in pieces[0] and " " in pieces[1]:
        return [", ".join(pieces)]
    joined: list[str] = []
    for piece in pieces:
        if joined and (_continues(piece) or _is_form(joined[-1])):
            joined[-1] = f"{joined[-1]}, {piece}"
        else:
            joined.append(piece)
    return joined


def _continues(piece: str) -> bool:
    return piece[:1].islower() or _is_form(piece) or bool(_NUMERAL.fullmatch(piece.casefold().strip(".")))


def _is_form(piece: str) -> bool:
    return "".join(c for c in piece.casefold() if c.isalnum()) in _FORMS
