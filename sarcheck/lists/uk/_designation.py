"""Designations of the United Kingdom, gathered from whichever file states them, as entries.

The UK Sanctions List as csv repeats a designation in a row for every combination of its names, addresses and
numbers; as XML it nests them. Both, and the asset freeze targets that OFSI published, are first gathered into
the same fields, so that one party comes out alike whatever file it was in.
Source: FCDO, "UK Sanctions List: change to the list's format" (2022-02-17); OFSI, consolidated list format guide.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from sarcheck.lists._dates import day, edtf
from sarcheck.lists._numbers import labelled, stated
from sarcheck.lists._text import distinct, script, script_named, spaced
from sarcheck.model import Address, Entry, EntryType, Identifier, Link, Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CountryCode = Callable[[str], "str | None"]
Facts = dict[str, dict[tuple[str, ...], None]]
"""What is known of one designation: field -> the distinct groups of cells that were stated for it, in order."""

LIST = "uk-sl"
EMPTY = "holds no parties; an empty list would clear everybody: download it again"

_NAMES = ("names", "scripts")
_NOTHING = frozenset({"n/a", "na", "unknown", "none", "not applicable", "-"})
_NUMBERED = re.compile(r"\(\d{1,2}\)\s*")
_TYPES: dict[str, EntryType] = {"individual": "person", "entity": "organization", "ship": "vessel"}
_FORMER = re.compile(r"\b(?:former|formerly|f\.?k\.?a)\b", re.IGNORECASE)
_PRIMARY = ("primary name", "prime alias")
_MEASURES = (
    ("asset_freeze", r"asset.?freeze"),
    ("travel_ban", r"travel"),
    ("arms_embargo", r"arms"),
    ("correspondent_account", r"correspondent|sterling|processing"),
    ("services", r"trust|internet|professional|business services"),
    ("transport", r"ship|aircraft|port\b|flag|deflag|transport|vessel|charter|crew"),
    ("trade", r"trade|export|import"),
    ("investment", r"invest"),
    ("financial", r"financ|loan|securit"),
)
"""What a listing does, by how words of what the list says was imposed begin; the first that fits."""
_LINKS = (
    ("subsidiary", "parent_of", False, "Subsidiaries"),
    ("parent", "subsidiary_of", False, "Parent company"),
    ("owner", "operated_by", False, "Current owner/operator (s)"),
    ("former_owner", "operated_by", True, "Previous owner/operator (s)"),
)
_REMARKS = {
    "title": "Title",
    "position": "Position",
    "birthplace": "Place of birth",
    "entity_type": "Type of entity",
    "ship_type": "Type of ship",
    "tonnage": "Tonnage of ship",
    "length": "Length of ship",
    "hull": "Hull identification number (HIN)",
    "former_flag": "Previous flags",
    "phone": "Phone number",
    "website": "Website",
    "email": "Email address",
    "un": "UN reference",
    "ofsi": "OFSI Group ID",
    "source": "Designation source",
    "other": "",
    "reasons": "UK Statement of Reasons",
}


def add(facts: Facts, field: str, cells: Iterable[str]) -> None:
    """Add a group of cells to a field, once; a group that says nothing is not added."""
    group = tuple(spaced(cell) for cell in cells)
    if field not in _NAMES:
        group = tuple("" if cell.casefold() in _NOTHING else cell for cell in group)
    if any(group):
        facts.setdefault(field, {})[group] = None


def texts(facts: Facts, field: str) -> tuple[str, ...]:
    """Return what a field says, group by group; the items of a numbered cell, "(1) ... (2) ...", apart."""
    joined = (", ".join(cell for cell in group if cell) for group in facts.get(field, ()))
    return distinct(piece for text in joined for piece in _items(text))


def named(facts: Facts) -> bool:
    """Tell whether a designation states any name."""
    return any(any(group[:6]) for group in facts.get("names", ())) or any(g[0] for g in facts.get("scripts", ()))


def entry(key: str, facts: Facts, list_id: str, country_code: CountryCode, measures: tuple[str, ...] = ()) -> Entry:
    """Return the designation of that id as an entry; ``measures`` are those of a file that does not state any."""
    kind = _type(facts)
    addresses = distinct(_address(group, country_code) for group in facts.get("addresses", ()))
    nations = {text: country_code(text) for field in ("nationality", "flag") for text in texts(facts, field)}
    countries = distinct(code for code in (*nations.values(), *(a.country for a in addresses)) if code)
    unplaced = tuple(f"Nationality: {text}" for text, code in nations.items() if not code)
    regimes = texts(facts, "regime")
    days = sorted(found for text in texts(facts, "listed") if (found := day(text)))
    return Entry(
        list=list_id,
        id=key,
        type=kind,
        names=distinct(sorted(_names(facts), key=lambda name: name.kind != "primary")),
        identifiers=distinct(_identifiers(facts, kind, addresses, country_code)),
        addresses=addresses,
        countries=countries,
        programs=regimes,
        measures=measures or _measures(facts),
        citation="; ".join(regimes) or None,
        listed=days[0] if days else None,
        born=distinct(edtf(text) for field in ("born", "built") for text in texts(facts, field)),
        gender=_gender(facts),
        links=distinct(_links(facts)),
        remarks="; ".join((*unplaced, *_remarks(facts))),
    )


def _items(text: str) -> list[str]:
    if not text.startswith("(1)"):
        return [text]
    return [piece for part in _NUMBERED.split(text) if (piece := part.strip(" ;,"))]


def _type(facts: Facts) -> EntryType:
    """Return the kind of party; an entity is a company only where the list says so."""
    kind = _TYPES.get(next(iter(texts(facts, "kind")), "").casefold(), "unknown")
    says_company = any(re.search(r"\bcompany\b", text, re.IGNORECASE) for text in texts(facts, "entity_type"))
    return "company" if kind == "organization" and says_company else kind


def _names(facts: Facts) -> Iterator[Name]:
    """Yield names, given names first; one in another script belongs to no one Latin name, so it is an alias."""
    for *parts, family, kind, quality in facts.get("names", ()):
        if text := " ".join(part for part in (*parts, family) if part):
            strength: Literal["weak", "strong"] = "weak" if quality.casefold().startswith("low") else "strong"
            yield Name(text=text, kind=_kind(kind), strength=strength, script=script(text))
    for text, writing, _ in facts.get("scripts", ()):
        if text:
            yield Name(text=text, kind="alias", script=script_named(writing) or script(text))


def _kind(text: str) -> Literal["primary", "alias", "former"]:
    if text.casefold() in _PRIMARY:
        return "primary"
    return "former" if _FORMER.search(text) else "alias"


def _address(group: tuple[str, ...], country_code: CountryCode) -> Address:
    """Return an address; the country's name stays in the text only when it has no code."""
    *lines, country = group
    code = country_code(country) if country else None
    parts = (*lines, "" if code else country)
    return Address(text=", ".join(part for part in parts if part), country=code)


def _identifiers(
    facts: Facts, kind: EntryType, addresses: tuple[Address, ...], country_code: CountryCode
) -> Iterator[Identifier]:
    places = distinct(a.country for a in addresses if a.country)
    home = places[0] if len(places) == 1 else None
    for text in texts(facts, "registration"):
        yield from labelled(text, "registration", home)
    for text in texts(facts, "imo"):
        yield from labelled(text, "imo", None)
    for scheme in ("passport", "national_id"):
        for number, details in facts.get(scheme, ()):
            issuer = _issuer(details or number, country_code)
            for text in _items(number or details):
                yield from labelled(text, scheme, issuer)
    for text in texts(facts, "other"):
        # a ship named in the text of another party is not that party
        yield from (one for one in stated(text, None) if one.scheme != "imo" or kind == "vessel")


def _issuer(text: str, country_code: CountryCode) -> str | None:
    """Return the country that a number's details name: "Iran", "Iran number. Issued 2009".

    Two letters name none: the "No" of "No. 123" is not the code of a country.
    """
    pieces = (part.strip() for part in re.split(r"[,;.()]|\bnumber\b|\bissued (?:in|by)\b|\bpassport\b", text))
    return next((code for piece in pieces if len(piece) > 2 and (code := country_code(piece))), None)


def _measures(facts: Facts) -> tuple[str, ...]:
    imposed = (part.strip() for text in texts(facts, "imposed") for part in text.split("|"))
    return distinct(_measure(text.casefold()) for text in imposed if text) or ("restriction",)


def _measure(text: str) -> str:
    return next((measure for measure, words in _MEASURES if re.search(rf"\b(?:{words})", text)), "restriction")


def _gender(facts: Facts) -> Literal["female", "male"] | None:
    stated_ones = [text.casefold() for text in texts(facts, "gender")]
    if len(stated_ones) != 1:
        return None
    return "female" if stated_ones[0] == "female" else "male" if stated_ones[0] == "male" else None


def _links(facts: Facts) -> Iterator[Link]:
    """Yield ties by name; a comma does not part names here: too many company names hold one."""
    for field, kind, former, column in _LINKS:
        for text in texts(facts, field):
            for target in (part.strip() for part in re.split(r"[;|]", text)):
                if target:
                    yield Link(target=target, type=kind, former=former, stated=column)


def _remarks(facts: Facts) -> Iterator[str]:
    for field, label in _REMARKS.items():
        for text in texts(facts, field):
            yield f"{label}: {text}" if label else text
    for scheme, label in (("passport", "Passport"), ("national_id", "National identifier")):
        for number, details in facts.get(scheme, ()):
            if details:
                yield f"{label}: {number} {details}".replace("  ", " ")
