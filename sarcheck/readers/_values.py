"""Texts of metadata files as values: each function returns JSON data or raises ValueError."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

FIRST_YEAR, LAST_YEAR = 1970, 2100
"""No civil radar flew before; a time outside is a placeholder or a damaged field."""
_TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[T _](\d\d):?(\d\d):?(\d\d)(?:\.(\d{1,12}))?\s*(Z|UTC|[+-]\d\d:?\d\d)?", re.ASCII
)
_MONTH_TIME = re.compile(r"(\d{1,2})-([A-Z]{3})-(\d{4})[T ](.+)", re.ASCII | re.IGNORECASE)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_PASSES = {"ASC": "ascending", "DES": "descending", "DEC": "descending", "A": "ascending", "D": "descending"}
_LOOKS = {"R": "right", "RIGHT": "right", "L": "left", "LEFT": "left"}
_SENTINEL_1 = re.compile(r"(?:SENTINEL[-_ ]?1|S1)[-_ ]?([A-D])", re.IGNORECASE)
_CHANNEL = re.compile(r"[HVRLC][HVX]|[RL][RL]|CH|CV")
_BANDS = (
    (0.2e9, 1e9, "P"),
    (1e9, 2e9, "L"),
    (2e9, 4e9, "S"),
    (4e9, 8e9, "C"),
    (8e9, 12e9, "X"),
    (12e9, 18e9, "Ku"),
    (18e9, 27e9, "K"),
    (27e9, 40e9, "Ka"),
)
"""Letter bands, limits in hertz (IEEE Std 521; P as radar remote sensing uses it)."""
_LETTERS = {letter.upper(): letter for _, _, letter in _BANDS}


def instant(text: str) -> dt.datetime:
    """Return a UTC time; a zone may be absent, which the formats here define as UTC."""
    return _common(text) or _any_form(text.strip())


def _common(text: str) -> dt.datetime | None:
    """Return a time of the commonest form, "2024-03-01T05:15:00.25Z" or without its end, ten times as fast."""
    marks = text[4:5] + text[7:8] + text[10:11] + text[13:14] + text[16:17]
    if marks != "--T::" or text[19:20] not in (".", "Z", "") or not 19 <= len(text) <= 32 or not text.isascii():
        return None
    try:
        value = dt.datetime.fromisoformat(text if text[-1] == "Z" else text + "Z")
    except ValueError:
        return None
    return value if FIRST_YEAR <= value.year <= LAST_YEAR else None


def _any_form(text: str) -> dt.datetime:
    match = _TIME.fullmatch(text)
    if not match:
        raise ValueError("is not a time")
    *parts, fraction, zone = match.groups()
    year, month, day, hour, minute, second = map(int, parts)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"is not a plausible time: its year is outside {FIRST_YEAR} to {LAST_YEAR}")
    leap = second == 60
    micro = int(fraction.ljust(6, "0")[:6]) if fraction else 0
    try:
        value = dt.datetime(year, month, day, hour, minute, 59 if leap else second, micro, dt.UTC)
    except ValueError as error:
        raise ValueError(f"is not a time: {error}") from None
    if leap:
        value += dt.timedelta(seconds=1)
    return value if zone in (None, "Z", "UTC") else value - _offset(zone)


def _offset(zone: str) -> dt.timedelta:
    size = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return -size if zone[0] == "-" else size


def time(text: str) -> str:
    """Return a UTC time in RFC 3339, with microseconds where it has them."""
    return instant(text).isoformat().replace("+00:00", "Z")


def name_time(text: str) -> str:
    """Return the UTC time that a name states as YYYYMMDD and HHMMSS, with or without a character between them."""
    return time(f"{text[:8]}T{text[-6:]}")


def name_day(text: str) -> str:
    """Return the noon of a day that a name states as YYYYMMDD."""
    return time(f"{text}T120000")


def month_time(text: str) -> str:
    """Return a UTC time of the form "14-NOV-2021 22:17:23.058780018675" in RFC 3339."""
    match = _MONTH_TIME.fullmatch(text.strip())
    if not match or match[2].upper() not in _MONTHS:
        raise ValueError("is not a time")
    return time(f"{match[3]}-{1 + _MONTHS.index(match[2].upper()):02}-{int(match[1]):02}T{match[4]}")


def number(text: str) -> float:
    """Return a finite number."""
    if not _NUMBER.fullmatch(text) or not math.isfinite(value := float(text)):
        raise ValueError("is not a finite number")
    return value


def length(text: str) -> float:
    """Return a length in metres, above zero."""
    if (value := number(text)) <= 0:
        raise ValueError("is not a length above zero")
    return value


def angle(text: str) -> float:
    """Return an incidence angle in degrees, 0 to 90."""
    if not 0 <= (value := number(text)) <= 90:
        raise ValueError("is not an angle between 0 and 90 degrees")
    return value


def count(text: str) -> int:
    """Return an orbit number: an integer from 0 up. Several sensors write 0 for unknown."""
    value = number(text)
    if not value.is_integer() or not 0 <= value < 10_000_000:
        raise ValueError("is not an orbit number")
    return int(value)


def word(text: str) -> str:
    """Return a text as it is, runs of blanks made one."""
    return " ".join(text.split())


def upper(text: str) -> str:
    """Return a text in upper case, runs of blanks made one."""
    return word(text).upper()


def words(text: str) -> list[str]:
    """Return the distinct words of a text, upper case, in the order of their first mention."""
    return list(dict.fromkeys(text.upper().split()))


def polarisations(text: str) -> list[str]:
    """Return the polarisation channels of a text such as "VV VH", "HH/HV" or "V/V", sorted."""
    parts = re.findall(r"[A-Z]+", re.sub(r"\b([HV])/([HV])\b", r"\1\2", text.upper()))
    if not parts or not all(_CHANNEL.fullmatch(part) for part in parts):
        raise ValueError("does not name polarisations")
    return sorted(set(parts))


def orbit_pass(text: str) -> str:
    """Return "ascending" or "descending"."""
    key = text.strip().upper()
    found = _PASSES.get(key) or _PASSES.get(key[:3])
    if not found:
        raise ValueError("is neither ascending nor descending")
    return found


def look(text: str) -> str:
    """Return "left" or "right"."""
    if not (found := _LOOKS.get(text.strip().upper())):
        raise ValueError("is neither left nor right")
    return found


def platform(text: str) -> str:
    """Return a satellite's name as a key: lower case, hyphens for blanks; Sentinel-1 in its one form."""
    match = _SENTINEL_1.fullmatch(text.strip())
    return f"sentinel-1{match[1].lower()}" if match else re.sub(r"[\s_]+", "-", text.strip().lower())


def band(text: str) -> str:
    """Return the letter of the frequency band, from a frequency in hertz."""
    frequency = number(text)
    for low, high, letter in _BANDS:
        if low <= frequency < high:
            return letter
    raise ValueError("is not a radar frequency in hertz")


def band_letter(text: str) -> str:
    """Return the letter of a frequency band that is stated as such."""
    if not (found := _LETTERS.get(text.strip().upper())):
        raise ValueError("is not the letter of a radar band")
    return found


def choice(answers: Mapping[str, Any]) -> Callable[[str], Any]:
    """Return a reader of one of several words, in any case."""
    known = {word.upper(): answer for word, answer in answers.items()}

    def parse(text: str) -> Any:
        if (key := upper(text)) not in known:
            raise ValueError(f"is none of {', '.join(answers)}")
        return known[key]

    return parse


def known_platform(keys: Mapping[str, str]) -> Callable[[str], str]:
    """Return a reader of satellites' names that knows some by their keys; others keep theirs, as text."""
    return lambda text: keys.get(upper(text)) or platform(text)


def extreme(stated: Sequence[str], pick: Callable[..., str]) -> str:
    """Return the least or the greatest number of some texts; where one is no number it is that one, to be told."""
    for text in stated:
        try:
            number(text)
        except ValueError:
            return text
    return pick(stated, key=float)
