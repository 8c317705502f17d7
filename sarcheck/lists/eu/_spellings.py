"""Names as the annexes of EU acts print them: several spellings, and several scripts, in one text.

A printed name is taken apart only where it sets the other spelling off itself; two scripts without a bracket or
dash between them stay one name (the OOO of a Russian company is not a name of its own):

- ``A B (a.k.a. C, D) E``: C and D stand for the word before the bracket;
- ``A B (C D, E F)`` at the end: each piece is a name. Without "a.k.a." it is a weak one unless it shares a word
  with the name, since it may be an acronym or a town; a country's name, or words in small letters, are none;
- ``A B (other script)`` and ``A B - other script`` at the end: the other script is a name of its own;
- ``A (other script) B``: a given name only, so no name of its own.

The printed text comes first and keeps its kind, unless it mixes scripts: then its Latin part does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from sarcheck.lists._text import script, spaced
from sarcheck.model import Name
from sarcheck.names.reading import is_form

if TYPE_CHECKING:
    from collections.abc import Iterator

CountryCode = Callable[[str], "str | None"]
Kind = Literal["primary", "alias", "former"]
Strength = Literal["strong", "weak"]

_ARTEFACTS = frozenset(("Text of image", "Chinese:", "Korean:"))
"""What transcribing pictures and their captions leaves behind as an alias."""
COLUMNS: tuple[tuple[str, Kind, Strength], ...] = (
    ("alias", "alias", "strong"),
    ("weakAlias", "alias", "weak"),
    ("previousName", "former", "strong"),
)
"""Columns of further names."""
_KNOWN_AS = r"(?:also known as|alias|a\.?\s?k\.?\s?a\b\.?:?|formerly known as|formerly|f\.?\s?k\.?\s?a\b\.?:?)\s*"
_LABEL = re.compile(rf"^{_KNOWN_AS}", re.IGNORECASE)
_FORMER = re.compile(r"^f(?:ormerly|\.?\s?k\.?\s?a)", re.IGNORECASE)
_WITHIN = re.compile(rf"(?P<word>[^\s()]+)\s+\({_KNOWN_AS}(?P<others>[^()]+)\)(?=\s+\S)", re.IGNORECASE)
_SET_OFF = re.compile(r"\(|\s[-\u2013\u2014/]\s")
_BRACKET = re.compile(r"(?P<before>\S.*?)\s*\((?P<apart>[^()]+)\)")
_DASH = re.compile(r"(?P<before>\S.*?)\s+[-\u2013\u2014/]\s+(?P<apart>\S[^()]*)")
_INSERTED = re.compile(r"\s*\((?P<apart>[^()]+)\)(?=\s+\S)")
_PIECES = re.compile(r"\s*[,;]\s*|\s+or\s+")
_UNSPACED = frozenset(("Hani", "Jpan", "Hang"))
"""Scripts in which a whole name is one word."""


def names(printed: str, kind: Kind, strength: Strength, country_code: CountryCode) -> tuple[Name, ...]:
    """Return the names in one printed name; none for an artefact of transcription."""
    text = spaced(printed)
    if text in _ARTEFACTS:
        return ()
    if not _SET_OFF.search(text):
        return (Name(text=text, kind=kind, strength=strength, script=script(text)),)
    rest, apart = _peeled(text)
    base = _INSERTED.sub(_without_foreign, _WITHIN.sub(lambda found: found["word"], rest))
    mixed = script(base) == "Latn" and script(text) != "Latn"
    first = Name(text=base if mixed else text, kind=kind, strength=strength, script=script(base if mixed else text))
    further = [
        Name(text=base, kind="alias"),
        *_within(rest),
        *(n for one in apart for n in _apart(one, base, country_code)),
    ]
    unique = {name.text: name for name in reversed((first, *further))}
    return tuple(
        Name(text=n.text, kind=n.kind, strength=strength if n.strength == "strong" else "weak", script=script(n.text))
        for n in (unique[text] for text in dict.fromkeys(name.text for name in (first, *further)))
    )


def _peeled(text: str) -> tuple[str, list[str]]:
    """Return a name without what is set off at its end, and what was, in reading order."""
    apart: list[str] = []
    while found := _BRACKET.fullmatch(text) or _other_script(_DASH.fullmatch(text)):
        text = found["before"]
        apart.insert(0, found["apart"])
    return text, apart


def _other_script(found: re.Match[str] | None) -> re.Match[str] | None:
    return found if found and script(found["apart"]) != script(found["before"]) else None


def _without_foreign(found: re.Match[str]) -> str:
    return found[0] if script(found["apart"]) in ("Latn", None) else ""


def _within(rest: str) -> Iterator[Name]:
    """Yield the name with each other spelling of one of its words in that word's place."""
    for found in _WITHIN.finditer(rest):
        for other in filter(None, _PIECES.split(found["others"])):
            whole = f"{rest[: found.start()]}{other}{rest[found.end() :]}"
            yield Name(text=_WITHIN.sub(lambda each: each["word"], whole), kind="alias")


def _apart(text: str, base: str, country_code: CountryCode) -> Iterator[Name]:
    """Yield the names in what was set off from a name."""
    label = _LABEL.match(text)
    kind: Kind = "former" if _FORMER.match(text) else "alias"
    for piece in _pieces(text[label.end() :] if label else text):
        if country_code(piece) or is_form(piece) or not (label or piece[0].isupper() or not piece[0].isascii()):
            continue
        yield Name(text=piece, kind=kind, strength="strong" if label or _whole(piece, base) else "weak")


def _pieces(text: str) -> list[str]:
    """Return the names that commas divide: the comma before a legal form ("Heron Co., Ltd.") divides none."""
    found: list[str] = []
    for piece in filter(None, _PIECES.split(text)):
        if found and is_form(piece):
            found[-1] += f", {piece}"
        else:
            found.append(piece)
    return found


def _whole(piece: str, base: str) -> bool:
    """Tell whether a piece is a whole name: it shares a word with the name, or writes it in another script."""
    code = script(piece)
    if code != script(base):
        return code in _UNSPACED or " " in piece
    own, other = (({word for word in text.casefold().split() if len(word) > 2}) for text in (piece, base))
    return not own.isdisjoint(other)
