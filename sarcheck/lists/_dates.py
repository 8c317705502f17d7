"""Dates as publishers write them: whole, in part, about, or a span."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

Order = Literal["dmy", "mdy"]
"""Which of two numbers is the day where a date is written in figures: 08/10/2026."""

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ABOUT = re.compile(r"^(?:circa|approximately|approx\.?|about|around|ca?\b\.?)\s*", re.IGNORECASE)
_SPAN = re.compile(
    r"(?:(?:between|from)\s+)?(.+?)\s*(?:\bto\b|\band\b|/(?=\d{4}\b)|(?<=\d)\s*[-\u2013]\s*(?=\d{4}\b))\s*(.+)",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ]\d{2}:.*|[+-]\d{2}:\d{2}|Z)?")
_FIGURES = re.compile(r"(\d{1,2}|dd|mm)[./-](\d{1,2}|dd|mm)[./-](\d{4})(?: \d{2}:\d{2}.*)?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})")
_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?[ -])?(?:of )?([A-Za-z]{3,9})\.?,?[ -](\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


def day(text: str, order: Order = "dmy") -> dt.date | None:
    """Return a whole date, None for anything else."""
    year, month, number = _parts(text.strip(), order) or (0, 0, 0)
    return dt.date(year, month, number) if month and number else None


def edtf(text: str, order: Order = "dmy") -> str:
    """Return a date as EDTF: "1961-06-01", "1995-08", "1951~" for about, "1966/1967" for a span.

    What is not understood is returned as it is: nothing that a list states is lost.
    """
    plain = " ".join(text.split())
    about = "~" if _ABOUT.match(plain) else ""
    bare = _ABOUT.sub("", plain)
    if whole := _text(bare, order):
        return whole + about
    span = _SPAN.fullmatch(bare)
    ends = [_text(_ABOUT.sub("", end.strip()), order) for end in span.groups()] if span else []
    return "/".join(f"{end}{about}" for end in ends) if ends and all(ends) else plain


def _text(text: str, order: Order) -> str | None:
    parts = _parts(text, order)
    if parts is None:
        return None
    year, month, number = parts
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{number:02d}" if month and number else "")


def _parts(text: str, order: Order) -> tuple[int, int, int] | None:
    """Return (year, month, day), 0 for a part that is not stated; None for what is no date."""
    if found := _ISO.fullmatch(text):
        return _checked(found[1], found[2], found[3])
    if found := _YEAR_FIRST.fullmatch(text):
        return _checked(found[1], found[2], found[3])
    if found := _FIGURES.fullmatch(text):
        first, second = (found[1], found[2]) if order == "dmy" else (found[2], found[1])
        return _checked(found[3], second, first)
    if found := _WORDS.fullmatch(text):
        return _checked(found[3], _month(found[2]), found[1])
    if found := _MONTH_FIRST.fullmatch(text):
        return _checked(found[3], _month(found[1]), found[2])
    return None


def _month(word: str) -> str:
    """Return a month's number, "99" for a word that is no month nor its first letters."""
    short = "sep" if word.lower() == "sept" else word.lower()
    return next((str(i) for i, name in enumerate(_MONTHS, 1) if name.startswith(short)), "99")


def _checked(year: str, month: str | None, number: str | None) -> tuple[int, int, int] | None:
    """Return the parts as numbers; noughts and the letters dd and mm stand for parts that are not known."""
    y, m, d = (int(part) if part and part.isdigit() else 0 for part in (year, month, number))
    try:
        dt.date(y, m or 1, d or 1)
    except ValueError:
        return None
    return y, m, d if m else 0
