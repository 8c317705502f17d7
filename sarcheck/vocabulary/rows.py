"""How the tables are written: one term a row, its phrases after a colon."""

from __future__ import annotations

__all__ = ["inverted", "table"]


def table(text: str) -> dict[str, tuple[str, ...]]:
    """Return "term: phrase, phrase" rows, continued on indented lines, as a mapping."""
    rows = (row.partition(":") for row in text.replace("\n    ", " ").strip().splitlines())
    return {term: tuple(p.strip() for p in phrases.split(",") if p.strip()) for term, _, phrases in rows}


def inverted(text: str) -> dict[str, str]:
    """Return the same rows the other way round: phrase to term."""
    return {phrase: term for term, phrases in table(text).items() for phrase in phrases}
