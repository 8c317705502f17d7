"""How long an entry of a United States list counts: from its first day, through its last one."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sarcheck.lists._dates import Order, day


class Term(NamedTuple):
    """The first day on the list, the first day off it, and dates that could not be read, in words."""

    listed: dt.date | None
    delisted: dt.date | None
    notes: tuple[str, ...]


def term(start: str, end: str, order: Order = "dmy") -> Term:
    """Return the term of an entry from its dates as written; it counts through its last day.

    A last day that cannot be read does not end the entry: it counts on, and the note says why.
    """
    first, last = day(start, order), day(end, order)
    unread = (("start", start, first), ("end", end, last))
    notes = tuple(f"{word} date as published: {text}" for word, text, found in unread if text and not found)
    return Term(first, last + dt.timedelta(days=1) if last and last < dt.date.max else None, notes)
