"""The Remarks column of OFAC's delimited files: everything about a party that has no column of its own.

Grammar (data specification of 2023-09-25, and the published files): segments joined by "; ", a full
stop at the end, each segment a head and its value, "alt. " before a further value of the same head.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from sarcheck.lists._dates import edtf
from sarcheck.lists.ofac import _heads
from sarcheck.lists.ofac._heads import LATER
from sarcheck.model import Identifier, Link, Name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LIMIT = 1000
"""Where the main file cuts Remarks; the comments file continues them, often within a word."""


def _headed(heads: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"{LATER}({'|'.join(map(re.escape, heads))}) (.+)")


_WEAK = re.compile(rf"{LATER}([afn])\.k\.a\. (['\"])(.*)\2\.?")
_COUNTRY, _BORN, _TIE = _headed(_heads.COUNTRIES), _headed(_heads.BORN), _headed(_heads.LINKS)
_GENDER = re.compile(r"Gender (Male|Female)", re.IGNORECASE)
_LINK = re.compile(r"Linked To: (.+)")


class Facts(NamedTuple):
    """What Remarks state; ``links`` are names as written, without the full stop that ends Remarks."""

    weak: tuple[Name, ...]
    identifiers: tuple[Identifier, ...]
    countries: tuple[str, ...]
    born: tuple[str, ...]
    gender: Literal["female", "male"] | None
    ties: tuple[Link, ...]
    links: tuple[str, ...]


def parse(remarks: str, country_code: Callable[[str], str | None], *, vessel: bool, cut: bool) -> Facts:
    """Read Remarks, already joined with their continuation; a value that was ``cut`` off is not one."""
    segments = remarks.strip().removesuffix(".").split("; ")
    if cut:
        segments.pop()
    whole = [segment.strip() for segment in segments]
    codes = (country_code(m[2]) for m in map(_COUNTRY.fullmatch, whole) if m)
    numbers = (_heads.number(segment, country_code, vessel=vessel) for segment in whole)
    return Facts(
        weak=tuple(_weak(m) for m in map(_WEAK.fullmatch, whole) if m),
        identifiers=tuple(one for one in numbers if one),
        countries=tuple(code for code in codes if code),
        born=tuple(edtf(m[2]) for m in map(_BORN.fullmatch, whole) if m),
        gender=next((_heads.GENDERS[m[1].casefold()] for m in map(_GENDER.fullmatch, whole) if m), None),
        ties=tuple(_tie(m) for m in map(_TIE.fullmatch, whole) if m),
        links=tuple(m[1] for m in map(_LINK.fullmatch, whole) if m),
    )


def _weak(found: re.Match[str]) -> Name:
    """Return a name in quotation marks, which is how these files mark a weak alias."""
    return Name(text=found[3], kind="former" if found[1] == "f" else "alias", strength="weak")


def _tie(found: re.Match[str]) -> Link:
    return Link(target=found[2], type=_heads.LINKS[found[1]], stated=found[1])
