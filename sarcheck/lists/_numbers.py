"""Identifying numbers in text: with the label before or behind them, or known by their check digit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.lists._text import distinct, spaced
from sarcheck.lists.identifiers import identifier

if TYPE_CHECKING:
    from sarcheck.model import Identifier

_LABELS = {
    "uscc": r"USCC|Unified Social Credit Code|Unified Social Credit Identifier|统一社会信用代码",
    "inn": r"INN|ИНН|Taxpayer Identification Number \(INN\)",
    "ogrn": r"OGRN(?:IP)?|ОГРН|PSRN|Primary State Registration Number",
    "kpp": r"KPP|КПП",
    "okpo": r"OKPO|ОКПО|Government Gazette Number",
    "unp": r"UNP|УНП",
    "imo": r"IMO(?: number| no\.?)?",
    "mmsi": r"MMSI",
    "lei": r"LEI|Legal Entity Identifier",
    "swift": r"SWIFT(?:/BIC)?|BIC",
    "bik": r"BIK|БИК",
    "vat": r"VAT(?: number| no\.?)?",
    "duns": r"D-?U-?N-?S(?: number)?",
    "passport": r"passport(?: number| no\.?)?",
    "national_id": r"national (?:ID|identification)(?: number| no\.?| card)?",
    "tax": r"(?:tax|TIN)(?: ID| identification| registration)?(?: number| no\.?| code)?",
    "registration": r"(?:company |business |commercial )?registration(?: number| no\.?| ID)?",
}
_ANY = "|".join(f"(?P<{scheme}>{words})" for scheme, words in _LABELS.items())
_VALUE = r"[A-Z0-9](?:[A-Za-z0-9./-]|(?<=[A-Z0-9]) (?=[0-9])){0,62}[A-Za-z0-9]"
_BEFORE = re.compile(
    rf"(?<![^\W_])(?i:{_ANY})(?![A-Za-z]) ?(?:\([^()]{{0,40}}\) ?)?[:：.#№]{{0,3}} ?(?P<value>{_VALUE})"
)
_BEHIND = re.compile(rf"(?<![A-Za-z0-9])(?P<value>{_VALUE}) ?\( ?(?i:{_ANY}) ?\)")
"""Every repetition has a bound, and white space is one blank: the texts may be hostile."""
_PIECES = re.compile(r"[;,|\n；，、]")


_WORDS = ("registration", "tax", "passport", "national_id")
"""Labels that are also words of running text: "registration 2014" states no number."""


def labelled(text: str, scheme: str, country: str | None) -> tuple[Identifier, ...]:
    """Return the numbers of a cell that holds nothing else: "USCC: 9111..., INN 7722...", "914301... (USCC)".

    A number without a label is of ``scheme``. What holds no digit is no number.
    """
    found = [one for piece in _PIECES.split(text) if piece.strip() for one in _piece(spaced(piece), scheme, country)]
    return distinct(one for one in found if any(c.isdigit() for c in one.value))


def stated(text: str, country: str | None) -> tuple[Identifier, ...]:
    """Return the numbers in running text that carry a label."""
    found = (one for one in _all(spaced(text), country) if one.scheme not in _WORDS or len(one.value) > len("2014"))
    return distinct(one for one in found if any(c.isdigit() for c in one.value))


def _piece(piece: str, scheme: str, country: str | None) -> list[Identifier]:
    return _all(piece, country) or [identifier(scheme, piece.partition("(")[0].strip(), country)]


def _all(text: str, country: str | None) -> list[Identifier]:
    return [_one(found, country) for pattern in (_BEHIND, _BEFORE) for found in pattern.finditer(text)][:64]


def _one(found: re.Match[str], country: str | None) -> Identifier:
    scheme = next(name for name in _LABELS if found[name])
    return identifier(scheme, found["value"], country)
