"""Elements of HTML and SVG. Whatever is not Markup already is text from outside: it is made harmless and escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from sarcheck.reports.page import clean

LONGEST = 600
"""Characters of a text that are shown; the JSON report has the whole."""

_VOID = frozenset({"br", "col", "hr", "input", "link", "meta"})


class Markup(str):
    """Text that is HTML already, made by ``el``."""

    __slots__ = ()


def text(value: object, limit: int = LONGEST) -> Markup:
    """Return a value as escaped text; what is longer than a limit is cut, and says so."""
    return Markup(escape(cut(value, limit), quote=True))


def cut(value: object, limit: int = LONGEST) -> str:
    """Return a value as harmless plain text of at most about so many characters."""
    whole = clean(value)
    return whole if len(whole) <= limit else f"{whole[:limit]} [cut: {len(whole):,} characters]"


def el(name: str, /, *children: object, **attributes: Any) -> Markup:
    """Return an element. Attributes are written with - for _, without a last _; None and False leave one out."""
    told = "".join(_attribute(key, value) for key, value in attributes.items() if value not in (None, False))
    if name in _VOID:
        return Markup(f"<{name}{told}>")
    return Markup(f"<{name}{told}>{join(*children)}</{name}>")


def join(*children: object) -> Markup:
    """Return children one after the other; lists are laid flat, None is nothing."""
    parts = []
    for child in children:
        if isinstance(child, Markup):
            parts.append(str(child))
        elif isinstance(child, (list, tuple)) or hasattr(child, "__next__"):
            parts.append(str(join(*child)))  # type: ignore[misc]
        elif child is not None:
            parts.append(str(text(child)))
    return Markup("".join(parts))


def _attribute(key: str, value: Any) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{text(value, 100_000)}"'


def name(value: object) -> Markup:
    """Return a name from outside, kept apart in its own direction of writing."""
    return el("bdi", text(value, 160))


def rows(head: Sequence[str], body: Sequence[Sequence[object]], *, caption: str = "", class_: str = "") -> Markup:
    """Return a table with a heading row; the first cell of each row names it."""
    if not body:
        return Markup("")
    top = el("thead", el("tr", [el("th", cell, scope="col") for cell in head])) if head else None
    lines = [el("tr", el("th", row[0], scope="row"), [el("td", cell) for cell in row[1:]]) for row in body]
    title = el("caption", caption) if caption else None
    return el("div", el("table", title, top, el("tbody", lines)), class_=f"scroll {class_}".strip())
