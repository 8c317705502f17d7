"""How long an entry of a United States list counts: from its first day, through its last one."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from sarcheck.lists._dates import Order, day

_NOTICE = re.compile(r"\b(\d{2,3}) F\.? ?R\.? (\d{1,3}(?:,\d{3})+|\d+)")
_VOLUME_0 = 1935
"""Volume 1 of the Federal Register is that of 1936."""


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


def first_day(start: dt.date | None, citation: str) -> dt.date | None:
    """Return a stated start as the first day on the list; None where it may be that of a later notice.

    An entry that several notices amended states the day of one of them. The oldest volume tells the year of the
    first; with two of one year it is not known which. Unknown counts as listed: a day too late would clear whoever
    was on the list before.
    """
    notices = set(_NOTICE.findall(citation))
    years = sorted(int(volume) + _VOLUME_0 for volume, _ in notices)
    if start is None or (years and years[0] < start.year):
        return None
    return start if years.count(start.year) <= 1 else None
