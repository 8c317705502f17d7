"""Numbers that identify a party, normalised so that two writings of one number compare equal.

Two identifiers name the same party when scheme and value are equal. A registration, tax, passport or
national identity number is unique in its country only: where both countries are known, they must
agree too.
"""

from __future__ import annotations

import unicodedata
from importlib import import_module
from typing import TYPE_CHECKING

from sarcheck.model import Identifier

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["identifier", "party_identifiers"]

_SPELLINGS = {
    "inn": ("inncode", "individualtaxpayernumber"),
    "ogrn": ("ogrncode", "ogrnip", "psrn", "primarystateregistrationnumber"),
    "okpo": ("okpocode", "governmentgazettenumber"),
    "kpp": ("kppcode",),
    "uscc": ("unifiedsocialcreditcode", "unifiedsocialcreditcodeuscc", "socialcreditcode", "uscccode"),
    "lei": ("leicode", "legalentityidentifier", "legalentitynumber"),
    "imo": ("imonumber", "imono", "vesselregistrationidentificationimo"),
    "imo_company": ("imocompany", "companynumberimo", "imocompanynumber"),
    "mmsi": ("mmsinumber",),
    "vat": ("vatnumber", "vatid", "vatno", "vatcode"),
    "tax": ("taxid", "taxidno", "taxidnumber", "taxnumber", "taxno", "taxcode", "tin", "taxpayerid"),
    "registration": (
        "registrationnumber",
        "registrationno",
        "registrationid",
        "businessregistrationnumber",
        "companynumber",
        "companyregistration",
        "companyregistrationnumber",
        "commercialregistrynumber",
        "chamberofcommercenumber",
        "tradelicenseno",
        "crn",
    ),
    "swift": ("bic", "swiftbic", "swiftcode", "biccode"),
    "isin": ("isincode",),
    "duns": ("dunsnumber",),
    "passport": ("passportnumber", "passportno"),
    "national_id": ("nationalid", "nationalidno", "nationalidnumber", "idnumber", "idcard"),
    "crypto": ("digitalcurrencyaddress", "cryptocurrencyaddress", "wallet", "walletaddress"),
    "call_sign": ("callsign", "vesselcallsign"),
}
_SCHEMES = {spelling: scheme for scheme, spellings in _SPELLINGS.items() for spelling in (*spellings, scheme)}

_LABELLED = ("inn", "ogrn", "okpo", "uscc", "imo", "mmsi", "duns")
"""Schemes whose values start with a digit, so that letters before one of them are its label."""

_EU = "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI"
_VAT_PREFIXES = frozenset(_EU.split(" "))


def identifier(scheme: str, value: str, country: str | None = None) -> Identifier:
    """Return a number as (scheme, value) in one normal form, with what its check digit says.

    ``scheme`` is taken in any case and usual spelling; ``country`` is the issuer's code. A tax or
    registration number that is a country's own well-known number is given that number's scheme.
    """
    slug = _slug(scheme)
    known = _SCHEMES.get(slug.replace("_", ""), slug)
    bare = _unlabelled(known, _plain(value))
    if known == "vat":
        bare = _prefixed(bare, country)
    special = _NATIONAL.get((known, country or ""))
    if special and special[1](bare):
        known = special[0]
    return Identifier(scheme=known, value=bare, valid=_valid(known, bare), country=country)


def party_identifiers(mapping: Mapping[str, str], country: str | None) -> tuple[Identifier, ...]:
    """Return an order's identifiers of a party in normal form; ``country`` is the party's own.

    A value whose check digit fails is kept and marked; an empty value states nothing.
    """
    if not mapping:
        return ()
    found = (identifier(scheme, value, country) for scheme, value in sorted(mapping.items()))
    return tuple(dict.fromkeys(one for one in found if one.value))


def _slug(text: str) -> str:
    kept = "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFKC", text).casefold())
    joined = "".join(kept.split())
    return joined if joined in _SCHEMES else "_".join(kept.split())


def _plain(text: str) -> str:
    """Return letters and digits only, upper case, digits of every script as 0 to 9."""
    kept = (c for c in unicodedata.normalize("NFKC", text) if c.isalnum())
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in kept).upper()


def _unlabelled(scheme: str, value: str) -> str:
    """Strip a label such as the IMO of "IMO 9826902", which no value of these schemes begins with."""
    if scheme not in _LABELLED:
        return value
    rest = value.removeprefix(scheme.upper()).removeprefix("CODE").removeprefix("NUMBER").removeprefix("NO")
    return rest if rest[:1].isdigit() else value


def _prefixed(value: str, country: str | None) -> str:
    """Put a VAT number's country before it, as the European Union writes it."""
    prefix = {"GR": "EL"}.get(country or "", country or "")
    if value.startswith("GR"):
        value = "EL" + value[2:]
    if prefix not in _VAT_PREFIXES or value.startswith(prefix):
        return value
    return prefix + value


# --- check digits -------------------------------------------------------------------------------


def _okpo(value: str) -> bool:
    """Check an OKPO: 8 or 10 digits, weights 1, 2, ... modulo 11, a second pass from 3 when that gives 10."""
    if len(value) not in (8, 10) or not (value.isascii() and value.isdigit()):
        return False
    *digits, check = map(int, value)
    for start in (0, 2):
        rest = sum(digit * ((place + start) % 10 + 1) for place, digit in enumerate(digits)) % 11
        if rest < 10:
            return rest == check
    return check == 0


def _stdnum(module: str) -> Callable[[str], bool]:
    """Return a check that imports its rules on first use: most orders carry one scheme or none."""
    return lambda value: bool(import_module(f"stdnum.{module}").is_valid(value))


_CHECKS: dict[str, Callable[[str], bool]] = {
    "inn": _stdnum("ru.inn"),
    "ogrn": _stdnum("ru.ogrn"),
    "okpo": _okpo,
    "uscc": _stdnum("cn.uscc"),
    "lei": _stdnum("lei"),
    "imo": _stdnum("imo"),
    "isin": _stdnum("isin"),
    "vat": _stdnum("eu.vat"),
}


def _valid(scheme: str, value: str) -> bool | None:
    """Return the check digit's answer; noughts alone are a placeholder, though some checks pass them."""
    if scheme not in _CHECKS or (scheme == "vat" and value[:2] not in _VAT_PREFIXES):
        return None
    return value.strip("0") != "" and _CHECKS[scheme](value)


def _digits(*lengths: int) -> Callable[[str], bool]:
    return lambda value: len(value) in lengths and value.isascii() and value.isdigit()


_NATIONAL: dict[tuple[str, str], tuple[str, Callable[[str], bool]]] = {
    ("tax", "RU"): ("inn", _digits(10, 12)),
    ("vat", "RU"): ("inn", _digits(10, 12)),
    ("registration", "RU"): ("ogrn", lambda value: len(value) in (13, 15) and bool(_valid("ogrn", value))),
    ("tax", "CN"): ("uscc", lambda value: bool(_valid("uscc", value))),
    ("registration", "CN"): ("uscc", lambda value: bool(_valid("uscc", value))),
}
"""Which general number of a country is which well-known one, when it has that one's shape."""
