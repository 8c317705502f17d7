"""Text for people: outside data made harmless, wrapped by terminal cells, plain or in colour.

A line is a list of spans, (text, style); a style is a word of STYLES and never carries meaning
alone: the words say the same. Nothing here knows what a verdict is.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Span = tuple[str, str]
Line = list[Span]

STYLES = {
    "clear": "bold green",
    "notice": "cyan",
    "review": "bold yellow",
    "incomplete": "bold magenta",
    "license_required": "bold dark_orange3",
    "deny": "bold white on red",
    "head": "bold",
    "strong": "bold",
    "faint": "dim",
    "": "",
}

NARROWEST, WIDEST = 60, 120
"""Text narrower than this cannot be laid out; wider than this is hard to read."""

NARROWEST_COLUMN = 20

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_BLANKS = str.maketrans("\t\n\r", "   ")


def fit(width: int) -> int:
    """Return a terminal's width within what text can be laid out in."""
    return min(max(width, NARROWEST), WIDEST)


def clean(text: object) -> str:
    """Return text in which no character can steer a terminal, reverse what is read, or hide.

    Controls, escapes, direction marks, zero-width characters, lone surrogates and unassigned code points
    are shown as ``\\uXXXX``; line ends and tabs become blanks.
    """
    blanked = str(text).translate(_BLANKS)
    if blanked.isascii() and blanked.isprintable():
        return blanked
    return "".join(_escaped(c) if unicodedata.category(c) in _HIDDEN else c for c in blanked)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def cells(text: str) -> int:
    """Return how many terminal cells a text takes: East Asian wide characters take two, marks none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def amount(number: int, thing: str) -> str:
    """Return a number of things in words: 1 entry, 2 entries."""
    plural = f"{thing[:-1]}ies" if thing.endswith("y") and thing != "day" else f"{thing}s"
    return f"{number} {thing if number == 1 else plural}"


def padded(text: str, width: int) -> str:
    """Return a text filled with blanks to a number of cells."""
    return text + " " * max(0, width - cells(text))


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most ``width`` cells; at least one line.

    Lines break at blanks. A word that fits on no line (a path, a hash, a script without blanks) starts
    where the text before it ends, and is cut, after a slash where it has one.
    """
    lines, current = [], ""
    for word in text.split():
        joined = f"{current} {word}" if current else word
        if cells(joined) > width and cells(word) <= width:
            lines.append(current)
            joined = word
        while cells(joined) > width:
            head, joined = _cut(joined, width)
            lines.append(head)
        current = joined
    return [*lines, current] if current or not lines else lines


def _cut(text: str, width: int) -> tuple[str, str]:
    """Return the beginning of a text that fills a line, and the rest."""
    end = taken = 0
    while end < len(text) and taken + cells(text[end]) <= width:
        taken += cells(text[end])
        end += 1
    slash = text.rfind("/", 0, end) + 1
    end = slash if slash > end // 2 else end
    return text[:end].rstrip(), text[end:].lstrip()


def paragraph(
    text: object, width: int, *, indent: int = 0, label: str = "", hang: int = 0, style: str = ""
) -> Iterator[Line]:
    """Yield a text as lines: an indent, a label that fills ``hang`` cells on the first, the text beside it."""
    body = wrap(clean(text), max(width - indent - hang, NARROWEST_COLUMN))
    for number, piece in enumerate(body):
        lead = " " * indent + padded(clean(label) if number == 0 else "", hang)
        yield [(lead, "faint"), (piece, style)]


def led(lead: Line, text: object, width: int, *, style: str = "") -> Iterator[Line]:
    """Yield a text as lines beside spans that lead it; the lines after the first hang under it."""
    hang = sum(cells(piece) for piece, _ in lead)
    for line in paragraph(text, width - hang, style=style):
        yield [*lead, *line]
        lead = [(" " * hang, "")]


def table(rows: Iterable[Iterable[Span]], width: int, *, indent: int = 2, gap: int = 2) -> Iterator[Line]:
    """Yield rows in columns as wide as their widest cell; the last column is wrapped under itself.

    Rows whose front columns leave it no room are paragraphs.
    """
    cleaned = [[(clean(text), style) for text, style in row] for row in rows]
    if not cleaned:
        return
    widths = [max(cells(text) for text, _ in column) for column in zip(*(row[:-1] for row in cleaned), strict=True)]
    start = indent + sum(widths) + gap * len(widths)
    if start > width - NARROWEST_COLUMN:
        for row in cleaned:
            yield from paragraph("  ".join(text for text, _ in row), width, indent=indent, style=row[-1][1])
        return
    for *front, (last, style) in cleaned:
        lead = [(padded(text, w) + " " * gap, s) for (text, s), w in zip(front, widths, strict=True)]
        first, *more = wrap(last, width - start)
        yield [(" " * indent, ""), *lead, (first, style)]
        for piece in more:
            yield [(" " * start, ""), (piece, style)]


def plain(lines: Iterable[Line]) -> str:
    """Return lines as plain text, no blanks at line ends, with a final line end."""
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)


def coloured(lines: Iterable[Line]) -> str:
    """Return lines as text with the colour codes of an ANSI terminal."""
    from rich.console import Console
    from rich.text import Text

    console = Console(force_terminal=True, color_system="standard", highlight=False, width=2 * WIDEST)
    with console.capture() as capture:
        for line in lines:
            text = Text(end="\n", no_wrap=True)
            for piece, style in line:
                text.append(piece, STYLES[style])
            text.rstrip()
            console.print(text, soft_wrap=True)
    return capture.get()


def pages(lines: Iterable[Line], *, colour: bool) -> bytes:
    """Return lines as UTF-8 bytes, in colour or plain; every span is made harmless on its way out."""
    harmless = [[(clean(text), style) for text, style in line] for line in lines]
    return (coloured(harmless) if colour else plain(harmless)).encode()
