"""Entries of the EU's Financial Sanctions Files: the same from the XML and from the CSV form.

Both forms are first turned into ``Entity``: attributes by the names of the XML schema (xmlFullSanctionsList_1_1),
an element's ``remark`` children under "remark". Choices that the publisher leaves to the reader:

- the id is the EU reference number, else the logical id; the second entity of a number has its logical id behind it;
- no name is flagged as primary: it is the first strong one in the language of the act, else the first strong one;
- ``listed`` is the designation date; an entity without one counts from the earliest act that it cites anywhere,
  since the act on the entity itself is the latest amendment;
- a number known to be false or revoked by its issuer is a remark: whoever holds it need not be the party;
- dates in other calendars are remarks: a year 1378 would speak against the right person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from sarcheck.lists import _dates
from sarcheck.lists._numbers import labelled, stated
from sarcheck.lists._text import distinct, script
from sarcheck.lists.identifiers import identifier
from sarcheck.model import Address, Entry, EntryType, Identifier, Name

if TYPE_CHECKING:
    import datetime as dt

CountryCode = Callable[[str], "str | None"]
Part = Mapping[str, str]
"""The attributes of one element; what is absent or blank is not in it."""

LIST = "eu-fsf"
TITLE = "EU consolidated list of persons, groups and entities subject to financial sanctions"

_TYPES: dict[str, EntryType] = {"person": "person", "p": "person", "enterprise": "organization", "e": "organization"}
_GENDERS: dict[str, Literal["male", "female"]] = {"m": "male", "male": "male", "f": "female", "female": "female"}
_SCHEMES = {
    "id": "national_id",
    "swiftbic": "swift",
    "regnumber": "registration",
    "fiscalcode": "tax",
    "taxid": "tax",
    "tradelic": "trade_license",
    "birthcert": "birth_certificate",
    "nationcert": "nationality_certificate",
    "travelcardid": "travel_card",
    "electionid": "election_id",
    "residentperm": "residence_permit",
    "drivinglicence": "driving_licence",
    "nrn": "national_registration",
}
"""The publisher's codes for numbers; a code that is not here is the scheme itself (passport, imo, ssn, other ...)."""
_UNKNOWN_COUNTRY = ("", "00", "unknown")
_LOW = re.compile(r"\blow?\s+quality", re.IGNORECASE)


class Entity(NamedTuple):
    """One sanctioned entity as the files state it: its own attributes, and those of its parts in their order."""

    own: Part
    subject: str
    regulations: Sequence[Part]
    names: Sequence[Part]
    citizenships: Sequence[Part]
    births: Sequence[Part]
    numbers: Sequence[Part]
    addresses: Sequence[Part]
    cited: Sequence[str]
    """Publication dates of the acts on the entity and on its parts."""


def entry(entity: Entity, entry_id: str, list_id: str, country_code: CountryCode) -> Entry:
    """Return an entity as an entry; its names are empty when it states none."""
    addresses = tuple(_address(part, country_code) for part in entity.addresses)
    citizenships = [_country(part, country_code) for part in entity.citizenships]
    countries = distinct(code for code in (*citizenships, *(a.country for a in addresses)) if code)
    own_country = countries[0] if len(countries) == 1 else None
    numbers = [one for part in entity.numbers if not _void(part) for one in _numbers(part, country_code)]
    genders = (_GENDERS.get(part.get("gender", "").casefold()) for part in entity.names)
    return Entry(
        list=list_id,
        id=entry_id,
        type=_TYPES.get(entity.subject.casefold(), "unknown"),
        names=_names(entity.names),
        identifiers=distinct((*numbers, *stated(entity.own.get("remark", ""), own_country))),
        addresses=distinct(a for a in addresses if a.text or a.country),
        countries=countries,
        programs=distinct(part["programme"] for part in entity.regulations if "programme" in part),
        measures=("asset_freeze",),
        citation=next((part["numberTitle"] for part in entity.regulations if "numberTitle" in part), None),
        listed=_listed(entity),
        born=distinct(text for part in entity.births if (text := _born(part))),
        gender=next((gender for gender in genders if gender), None),
        remarks="; ".join(distinct(_remarks(entity, country_code))),
    )


def entry_ids() -> Callable[[Part], str]:
    """Return a function that gives each entity its id, unique among those it has given out."""
    given: set[str] = set()

    def unique(own: Part) -> str:
        logical = own.get("logicalId", "")
        found = own.get("euReferenceNumber") or logical
        if found in given:
            found = f"{found}/{logical}"
        repeats = 2
        whole = found
        while whole in given:  # the same entity again: its second part may not replace the first
            whole = f"{found}/{repeats}"
            repeats += 1
        given.add(whole)
        return whole

    return unique


def _names(parts: Sequence[Part]) -> tuple[Name, ...]:
    """Return the names, the primary one first; a name without any text states nothing."""
    found = [(part, text) for part in parts if (text := _whole(part))]
    strong = [pair for pair in found if not _weak(pair[0])]
    own = [pair for pair in strong if _in_language_of_act(pair[0])]
    first = next(iter((*own, *strong, *found)), None)
    if first is None:
        return ()
    ordered = (first, *(pair for pair in found if pair is not first))
    texts = {text for _, text in strong}
    return tuple(
        Name(
            text=text,
            kind="primary" if text == first[1] else "alias",
            strength="strong" if text in texts else "weak",
            script=script(text),
        )
        for text in distinct(text for _, text in ordered)
    )


def _in_language_of_act(part: Part) -> bool:
    return part.get("nameLanguage", "").casefold() in ("", part.get("regulationLanguage", "en").casefold())


def _whole(part: Part) -> str:
    pieces = (part.get(key, "") for key in ("firstName", "middleName", "lastName"))
    return part.get("wholeName") or " ".join(piece for piece in pieces if piece)


def _weak(part: Part) -> bool:
    """Tell a weak name by its flag, or by the remark of those taken over from the UN ("Low quality alias")."""
    return part.get("strong", "true").casefold() == "false" or bool(_LOW.search(part.get("remark", "")))


def _country(part: Part, country_code: CountryCode) -> str | None:
    stated_as = (part.get("countryIso2Code", ""), part.get("countryDescription", ""))
    known = (country_code(text) for text in stated_as if text.casefold() not in _UNKNOWN_COUNTRY)
    return next((code for code in known if code), None)


def _place(part: Part, country_code: CountryCode) -> str:
    """Return a place in words; the country's name stays in it only when it has no code."""
    box = f"P.O. Box {part['poBox']}" if "poBox" in part else ""
    town = " ".join(part[key] for key in ("zipCode", "city") if part.get(key, "-") != "-")
    name = part.get("countryDescription", "")
    country = "" if _country(part, country_code) or name.casefold() in _UNKNOWN_COUNTRY else name
    pieces = (part.get("street", ""), box, part.get("place", ""), town, part.get("region", ""), country)
    return ", ".join(piece for piece in pieces if piece and piece != "-")


def _address(part: Part, country_code: CountryCode) -> Address:
    return Address(text=_place(part, country_code), country=_country(part, country_code))


def _void(part: Part) -> bool:
    return any(part.get(flag, "").casefold() == "true" for flag in ("knownFalse", "revokedByIssuer"))


def _numbers(part: Part, country_code: CountryCode) -> Iterable[Identifier]:
    """Return a document's number, and its Latin form where that is another one."""
    code = part.get("identificationTypeCode", "other").casefold()
    country, scheme = _country(part, country_code), _SCHEMES.get(code, code)
    texts = [part[key] for key in ("number", "latinNumber") if key in part]
    if scheme == "swift":  # a bank's code needs no digit
        return distinct(identifier(scheme, text, country) for text in texts)
    return distinct(one for text in texts for one in labelled(text, scheme, country))


def _born(part: Part) -> str:
    """Return a date of birth as EDTF, "" where none is stated or it is not of this calendar."""
    if part.get("calendarType", "GREGORIAN").upper() != "GREGORIAN":
        return ""
    about = "~" if part.get("circa", "").casefold() == "true" else ""
    if day := _dates.day(part.get("birthdate", "")):
        return day.isoformat() + about
    if "yearRangeFrom" in part and "yearRangeTo" in part:
        return "/".join(_dates.edtf(part[key]) + about for key in ("yearRangeFrom", "yearRangeTo"))
    text = _partial(part) or part.get("birthdate") or part.get("yearRangeFrom") or part.get("yearRangeTo") or ""
    return _dates.edtf(text) + about if text else ""


def _partial(part: Part) -> str:
    """Return "1965", "1965-12" or "1965-12-01"; the files write noughts for a month or day that is not known."""
    text = part.get("year", "").zfill(4) if part.get("year", "0").strip("0") else ""
    for key in ("monthOfYear", "dayOfMonth"):
        if not text or not part.get(key, "0").strip("0"):
            break
        text += f"-{part[key].zfill(2)}"
    return text


def _listed(entity: Entity) -> dt.date | None:
    if designated := _dates.day(entity.own.get("designationDate", "")):
        return designated
    return min((day for text in entity.cited if (day := _dates.day(text))), default=None)


def _remarks(entity: Entity, country_code: CountryCode) -> Iterable[str]:
    """Yield what the entity states beyond the fields of an entry, in the file's order."""
    yield from (entity.own[key] for key in ("designationDetails", "remark") if key in entity.own)
    if "unitedNationId" in entity.own:
        yield f"UN reference {entity.own['unitedNationId']}"
    for part in entity.names:
        yield from (part[key] for key in ("title", "function", "remark") if key in part)
    for part in entity.births:
        if part.get("calendarType", "GREGORIAN").upper() != "GREGORIAN":
            yield f"born {part.get('birthdate') or _partial(part)} ({part['calendarType'].lower()} calendar)"
        if place := ", ".join(t for t in (_place(part, country_code), _country(part, country_code)) if t):
            yield f"born in {place}"
        yield from (part[key] for key in ("remark",) if key in part)
    for part in entity.numbers:
        if _void(part):
            yield f"{part.get('identificationTypeCode', 'number')} {part.get('number', '')} is false or revoked"
        yield from (part[key] for key in ("remark",) if key in part)
    yield from (part["remark"] for part in (*entity.citizenships, *entity.addresses) if "remark" in part)
