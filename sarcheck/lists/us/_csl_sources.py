"""The lists that the Consolidated Screening List carries, by the words of its "source" field."""

from __future__ import annotations

import re
from typing import NamedTuple

FAMILY = "us-csl"
TREASURY = ("us-sdn", "us-cons")
"""Lists whose rows carry OFAC's own number, the same in all of OFAC's files."""


class Carried(NamedTuple):
    """A list by its id here, and what being on it does."""

    list: str
    measure: str


_SOURCES = {
    ("EL", "entity list"): Carried("us-el", "export_control"),
    ("MEU", "military end user"): Carried("us-meu", "military_end_user"),
    ("UVL", "unverified list"): Carried("us-uvl", "unverified"),
    ("DPL", "denied persons"): Carried("us-dpl", "denied_persons"),
    ("ISN", "nonproliferation sanctions"): Carried("us-isn", "nonproliferation"),
    ("ACN", "nonproliferation sanctions"): Carried("us-isn", "nonproliferation"),
    ("DTC", "itar debarred"): Carried("us-dtc", "debarment"),
    ("AECA", "aeca debarred"): Carried("us-dtc", "debarment"),
    ("SDN", "specially designated nationals"): Carried("us-sdn", "asset_freeze"),
    ("SSI", "sectoral sanctions identifications"): Carried("us-cons", "sectoral"),
    ("CMIC", "chinese military-industrial complex"): Carried("us-cons", "securities"),
    ("CAP", "capta"): Carried("us-cons", "correspondent_account"),
    ("CAPTA", "correspondent account"): Carried("us-cons", "correspondent_account"),
    ("561", "part 561"): Carried("us-cons", "correspondent_account"),
    ("MBS", "menu-based sanctions"): Carried("us-cons", "restriction"),
    ("FSE", "foreign sanctions evaders"): Carried("us-cons", "restriction"),
    ("PLC", "palestinian legislative council"): Carried("us-cons", "restriction"),
    ("ISA", "iranian sanctions act"): Carried("us-cons", "restriction"),
    ("13599", "executive order 13599"): Carried("us-cons", "restriction"),
}
"""By abbreviation and by the words of the name. The State Department's bureau was ISN and became ACN."""
_BY_ABBREVIATION = {short: carried for (short, _), carried in _SOURCES.items()}
_UNKNOWN = Carried(FAMILY, "restriction")


def carried(source: str) -> Carried:
    """Return the list of a source such as "Entity List (EL) - Bureau of Industry and Security".

    The abbreviation decides ("NS-MBS List" is MBS), else the name; one that neither tells is of no list but the
    publication's own: its rows are kept there.
    """
    for short in (*re.findall(r"\(([^()]*)\)", source), source):
        bare = short.strip().upper().removesuffix(" LIST").removeprefix("NS-")
        if bare in _BY_ABBREVIATION:
            return _BY_ABBREVIATION[bare]
    plain = source.casefold().replace("non-proliferation", "nonproliferation")
    return next((found for (_, words), found in _SOURCES.items() if words in plain), _UNKNOWN)
