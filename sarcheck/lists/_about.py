"""What a set of list files says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt


class About(NamedTuple):
    """A list's title, the day that its files state, and what a readable set lacks, in words; None where it is whole."""

    title: str
    published: dt.date | None = None
    gaps: str | None = None
