"""The heads under which OFAC states a fact: "Tax ID No.", "DOB", "Vessel Flag", ...

All of OFAC's files use the same words, whether the head is the first part of a segment of Remarks, the type of
an identity document or the type of a feature. Each word's meaning stands here once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from sarcheck.lists.identifiers import identifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sarcheck.model import Identifier

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
        "N.I.F.",
        "RFC",
        "RSIN",
        "US FEIN",
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
        "Tourism License No.",
        "Afghan Money Service Provider License Number",
        "License",
        "Permit Number",
        "SRE Permit No.",
        "Branch Unit Number",
        "C.I.N.",
        "Dubai Chamber of Commerce Membership No.",
        "Registered Charity No.",
        "Registration Certificate Number (Dubai)",
        "Vessel Registration Identification",
    ),
    "uscc": ("Unified Social Credit Code (USCC)", "United Social Credit Code Certificate (USCCC)"),
    "ogrn": ("Russian State Individual Business Registration Number Pattern (OGRNIP)",),
    "okpo": ("Government Gazette Number",),
    "vat": ("V.A.T. Number",),
    "lei": ("Legal Entity Number",),
    "swift": ("SWIFT/BIC",),
    "isin": ("ISIN", "Identification Number ISIN:"),
    "giin": ("Global Intermediary Identification Number",),
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
        "Travel Document Number",
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
        "I.F.E.",
        "SSN",
        "Birth Certificate Number",
        "Cartilla de Servicio Militar Nacional",
        "Credencial electoral",
        "Electoral Registry No.",
        "Immigration No.",
        "Military Registration Number",
        "Public Security and Immigration No.",
        "Refugee ID Card",
        "Residency Number",
        "Romanian Permanent Resident",
        "Seafarer's Identification Document",
        "Stateless Person ID Card",
        "VisaNumberID",
    ),
    "driving_licence": ("Driver's License No.",),
    "pilot_licence": ("Pilot License Number",),
}
_SCHEME_OF = {head: scheme for scheme, heads in _HEADS.items() for head in heads}
AUTHORITIES = {"INN": "inn", "OGRN": "ogrn", "KPP": "kpp", "OKPO": "okpo"}
"""Numbers that an issuing authority's name tells more exactly than the head does."""

BORN = ("DOB", "Birthdate", "Organization Established Date", "Aircraft Manufacture Date", "Vessel Year of Build")
COUNTRIES = (
    *("nationality", "citizen", "Nationality Country", "Citizenship Country"),
    *("Nationality of Registration", "Registration Country", "Vessel Flag", "Other Vessel Flag"),
)
"""Heads of countries that a party is of; a "Former Vessel Flag" is none."""
LINKS = {"Vessel Owner": "vessel_owner", "Aircraft Operator": "operated_by"}
"""Heads whose value names another party, and the tie to it."""

GENDERS: dict[str, Literal["female", "male"]] = {"female": "female", "male": "male"}
_LETTERS = {"swift": re.compile(r"[A-Z]{8}(?:[A-Z]{3})?"), "call_sign": re.compile(r"[A-Z]{4,6}")}
"""Schemes whose values may be without a digit, with the shape of those that are."""

LATER = r"(?:[Aa]lt\. )?"
_LONGEST_FIRST = "|".join(map(re.escape, sorted(_SCHEME_OF, key=len, reverse=True)))
_NUMBER = re.compile(rf"{LATER}(?:Other |Previous )?({_LONGEST_FIRST})(?![A-Za-z]) *(.+)")
_WALLET = re.compile(rf"{LATER}Digital Currency Address - \w+ (\w+)")
_VALIDITY = re.compile(r",? *\b(?:issued|issue date|expires|expired|expire date)\b.*", re.IGNORECASE)
_ISSUER = re.compile(r" *\(([^()]*)\) *$")


def number(
    text: str,
    country_code: Callable[[str], str | None],
    *,
    vessel: bool,
    country: str | None = None,
    authority: str = "",
) -> Identifier | None:
    """Read a head and its number, "Tax ID No. 7707083893 (Russia)"; None for a head that states no number.

    ``country`` is the issuer's code and ``authority`` its name where the file states them apart.
    """
    if wallet := _WALLET.fullmatch(text):
        return identifier("crypto", wallet[1])
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    scheme = AUTHORITIES.get(authority, _SCHEME_OF[found[1]])
    value, stated = _issuer(_VALIDITY.sub("", found[2]), country_code)
    if scheme == "imo_company" and vessel:
        scheme = "imo"
    one = identifier(scheme, value, country or stated)
    return one if any(c.isdigit() for c in one.value) or _is_code(scheme, value) else None


def _is_code(scheme: str, value: str) -> bool:
    """Tell a code of letters alone from words such as "issued in Amman"."""
    return scheme in _LETTERS and bool(_LETTERS[scheme].fullmatch(value))


def settled(numbers: Iterable[Identifier], countries: tuple[str, ...]) -> tuple[Identifier, ...]:
    """Return numbers, each without an issuer taken as the well-known one of the party's only country.

    OFAC often leaves the issuer out ("Tax ID No. 7707083893"); only a right check digit tells it.
    """
    if len(countries) != 1:
        return tuple(numbers)
    return tuple(one if one.country else _of_country(one, countries[0]) for one in numbers)


def _of_country(one: Identifier, country: str) -> Identifier:
    likely = identifier(one.scheme, one.value, country)
    return likely if likely.scheme != one.scheme and likely.valid else one


def _issuer(text: str, country_code: Callable[[str], str | None]) -> tuple[str, str | None]:
    """Split "HRA 738077 (Stuttgart) (Germany)" into the number and the code of the last place that has one."""
    country = None
    while (found := _ISSUER.search(text)) and found.start() > 0:
        country = country or country_code(found[1])
        text = text[: found.start()]
    return text.partition(", ")[0].rpartition(": ")[2].strip("# "), country
