"""What may have been meant by a word that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable


def near(word: str, known: Iterable[str], *, most: int = 1) -> list[str]:
    """Return the known words that are closest to a word, at most so many, the closest first; capitals do not count."""
    from difflib import get_close_matches

    by_small = {one.casefold(): one for one in sorted(known)}
    return [by_small[one] for one in get_close_matches(word.casefold(), list(by_small), n=most)]


def meant(word: str, known: Iterable[str], *, most: int = 1) -> str:
    """Return the question whether a known word was meant, to be put behind an error; nothing where none is close."""
    found = near(word, known, most=most)
    return f"; did you mean {' or '.join(found)}?" if found else ""


class Choice(click.Choice[str]):
    """A choice of words; a misspelt one is answered with the one that is closest."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the chosen word. Raise click.BadParameter with all choices, and what may have been meant."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            words = [str(choice) for choice in self.choices]
            text = f"{value!r} is none of {', '.join(words)}{meant(str(value), words)}"
            raise click.BadParameter(text, ctx, param) from None
