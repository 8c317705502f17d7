"""The Remarks column of OFAC's delimited files: everything about a party that has no column of its own.

Grammar (data specification of 2023-09-25, and the published files): segments joined by "; ", a full
stop at the end, each segment a head and its value, "alt. " before a further value of the same head.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sarcheck.lists.identifiers import identifier
from sarcheck.model import Identifier, Name

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 1000
"""Where the main file cuts Remarks; the comments file continues them, often within a word."""

_HEADS = {
    "tax": (
        "Tax ID No.",
        "Fiscal Code",
        "Italian Fiscal Code",
        "Romanian Tax Registration",
        "Paraguayan tax identification number",
        "Numero Unico de Identificacao Tributaria (NUIT)",
        "NIT #",
        "RUC #",
        "RIF #",
        "RTN",
        "R.F.C.",
        "C.U.I.T.",
        "C.I.F.",
    ),
    "registration": (
        "Registration Number",
        "Registration ID",
        "Public Registration Number",
        "Business Registration Number",
        "Business Registration Document #",
        "Business Number",
        "Certificate of Incorporation Number",
        "Central Registration System Number",
        "Chamber of Commerce Number",
        "Istanbul Chamber of Comm. No.",
        "Commercial Registry Number",
        "Company Number",
        "UK Company Number",
        "C.R. No.",
        "Romanian C.R.",
        "Economic Register Number (CBLS)",
        "Enterprise Number",
        "File Number",
        "Folio Mercantil No.",
        "Matricula Mercantil No",
        "MSB Registration Number",
        "Organization Code",
        "Trade License No.",
        "License",
        "Vessel Registration Identification",
    ),
    "uscc": ("Unified Social Credit Code (USCC)", "United Social Credit Code Certificate (USCCC)"),
    "okpo": ("Government Gazette Number",),
    "vat": ("V.A.T. Number",),
    "lei": ("Legal Entity Number",),
    "swift": ("SWIFT/BIC",),
    "isin": ("ISIN", "Identification Number ISIN:"),
    "duns": ("D-U-N-S Number",),
    "bik": ("BIK (RU)",),
    "imo": ("Vessel Registration Identification IMO", "International Maritime Organization No."),
    "imo_company": ("Company Number IMO", "Identification Number IMO"),
    "mmsi": ("MMSI",),
    "call_sign": ("Vessel Call Sign",),
    "tail_number": ("Aircraft Tail Number",),
    "msn": (
        "Aircraft Manufacturer's Serial Number (MSN)",
        "Aircraft Construction Number (also called L/N or S/N or F/N)",
        "Aircraft Serial Identification",
    ),
    "passport": (
        "Passport",
        "Passport Booklet",
        "Diplomatic Passport",
        "Stateless Person Passport",
        "British National Overseas Passport",
    ),
    "national_id": (
        "National ID No.",
        "National Foreign ID Number",
        "Identification Number",
        "Turkish Identification Number",
        "UAE Identification",
        "Personal ID Card",
        "Bosnian Personal ID No.",
        "Moroccan Personal ID No.",
        "Kenyan ID No.",
        "Tazkira National ID Card",
        "Citizen's Card Number",
        "CNP (Personal Numerical Code)",
        "Numero de Identidad",
        "LE Number",
        "Cedula No.",
        "C.U.R.P.",
        "C.U.I.P.",
        "C.U.I.",
        "D.N.I.",
        "N.I.E.",
        "SSN",
    ),
}
_SCHEME_OF = {head: scheme for scheme, heads in _HEADS.items() for head in heads}

_LATER = r"(?:[Aa]lt\. )?"
_LONGEST_FIRST = "|".join(map(re.escape, sorted(_SCHEME_OF, key=len, reverse=True)))
_NUMBER = re.compile(rf"{_LATER}(?:Other |Previous )?({_LONGEST_FIRST})(?![A-Za-z]) *(.+)")
_WALLET = re.compile(rf"{_LATER}Digital Currency Address - \w+ (\w+)")
_WEAK = re.compile(rf"{_LATER}([afn])\.k\.a\. (['\"])(.*)\2\.?")
_COUNTRY = re.compile(rf"{_LATER}(?:nationality|citizen|(?:Other )?Vessel Flag) (.+)")
_BORN = re.compile(rf"{_LATER}(?:DOB|Organization Established Date) (.+)")
_LINK = re.compile(r"Linked To: (.+)")
_VALIDITY = re.compile(r",? *\b(?:issued|issue date|expires|expired|expire date)\b.*", re.IGNORECASE)
_ISSUER = re.compile(r" *\(([^()]*)\) *$")
_DATE = re.compile(r"(?:(\d{1,2}) )?(?:([A-Z][a-z]{2}) )?(\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Facts(NamedTuple):
    """What Remarks state; ``links`` are names as written, without the full stop that ends Remarks."""

    weak: tuple[Name, ...]
    identifiers: tuple[Identifier, ...]
    countries: tuple[str, ...]
    born: tuple[str, ...]
    links: tuple[str, ...]


def parse(remarks: str, country_code: Callable[[str], str | None], *, vessel: bool, cut: bool) -> Facts:
    """Read Remarks, already joined with their continuation; a value that was ``cut`` off is not one."""
    segments = remarks.strip().removesuffix(".").split("; ")
    if cut:
        segments.pop()
    whole = [segment.strip() for segment in segments]
    codes = (country_code(m[1]) for m in map(_COUNTRY.fullmatch, whole) if m)
    return Facts(
        weak=tuple(_weak(m) for m in map(_WEAK.fullmatch, whole) if m),
        identifiers=tuple(number for segment in whole for number in _numbers(segment, country_code, vessel)),
        countries=tuple(code for code in codes if code),
        born=tuple(edtf(m[1]) for m in map(_BORN.fullmatch, whole) if m),
        links=tuple(m[1] for m in map(_LINK.fullmatch, whole) if m),
    )


def _weak(found: re.Match[str]) -> Name:
    """Return a name in quotation marks, which is how these files mark a weak alias."""
    return Name(text=found[3], kind="former" if found[1] == "f" else "alias", strength="weak")


def _numbers(segment: str, country_code: Callable[[str], str | None], vessel: bool) -> tuple[Identifier, ...]:
    if wallet := _WALLET.fullmatch(segment):
        return (identifier("crypto", wallet[1]),)
    found = _NUMBER.fullmatch(segment)
    if not found:
        return ()
    scheme = _SCHEME_OF[found[1]]
    value, country = _issuer(_VALIDITY.sub("", found[2]), country_code)
    if scheme == "imo_company" and vessel:
        scheme = "imo"
    number = identifier(scheme, value, country)
    return (number,) if any(c.isdigit() for c in number.value) else ()


def _issuer(text: str, country_code: Callable[[str], str | None]) -> tuple[str, str | None]:
    """Split "HRA 738077 (Stuttgart) (Germany)" into the number and the code of the last place that has one."""
    country = None
    while (found := _ISSUER.search(text)) and found.start() > 0:
        country = country or country_code(found[1])
        text = text[: found.start()]
    return text.partition(", ")[0].rpartition(": ")[2].strip("# "), country


def edtf(text: str) -> str:
    """Return a date in words as EDTF: "1961-06-01", "1995-08", "1951~" for circa, "1966/1967" for a span."""
    about = "~" if text.startswith("circa ") else ""
    first, _, last = text.removeprefix("circa ").replace("-", " to ").partition(" to ")
    ends = [_iso(end) for end in (first, last) if end]
    return "/".join(end + about for end in ends if end) if all(ends) else text


def _iso(text: str) -> str | None:
    found = _DATE.fullmatch(text)
    if not found or (found[2] and found[2] not in _MONTHS) or (found[1] and not found[2]):
        return None
    month = f"-{_MONTHS.index(found[2]) + 1:02d}" if found[2] else ""
    return found[3] + month + (f"-{int(found[1]):02d}" if found[1] else "")
