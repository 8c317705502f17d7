"""OpenSanctions' entities.ftm.json: parties, and what is said of them as entities of their own, joined by id.

Source: OpenSanctions, "FollowTheMoney-based JSON format"; FollowTheMoney, its schemata. Entries are the
entities that the export marks as targets or whose topics say that they are listed; others only lend their names
to ties. The file is read twice, since what is said of a party may stand before or behind it.

A party merges many lists, and no value says which of them stated it: ``listed`` is the earliest day of listing
if every sanction states one, ``delisted`` follows the latest end if every sanction has one. ``first_seen`` is
OpenSanctions' own day. A tie with an end date is not ``former``, as only the day of the verdict could tell:
``stated`` carries the dates.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from sarcheck.errors import RulesError
from sarcheck.lists._about import About
from sarcheck.lists._dates import day, edtf
from sarcheck.lists._text import distinct, script, spaced
from sarcheck.lists.identifiers import identifier
from sarcheck.lists.opensanctions import _schemata as common
from sarcheck.lists.opensanctions._around import gather, links
from sarcheck.lists.opensanctions.lines import items
from sarcheck.model import Address, Entry, Identifier, Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sarcheck.lists.opensanctions._around import Around
    from sarcheck.lists.opensanctions._schemata import CountryCode
    from sarcheck.lists.opensanctions.lines import Item

NAME = "opensanctions-ftm"
SUFFIXES = (".json", ".jsonl", ".ndjson")

_NUMBERS = {
    "innCode": "inn",
    "ogrnCode": "ogrn",
    "okpoCode": "okpo",
    "kppCode": "kpp",
    "bikCode": "bik",
    "uscCode": "uscc",
    "leiCode": "lei",
    "isin": "isin",
    "isinCode": "isin",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "callSign": "call_sign",
    "vatCode": "vat",
    "taxNumber": "tax",
    "registrationNumber": "registration",
    "idNumber": "national_id",
    "passportNumber": "passport",
    "socialSecurityNumber": "ssn",
    "swiftBic": "swift",
    "dunsCode": "duns",
    "uniqueEntityId": "uei",
    "cageCode": "cage",
    "npiCode": "npi",
    "licenseNumber": "license",
    "serialNumber": "serial",
    "publicKey": "crypto",
    "wikidataId": "wikidata",
}
_NAMES: tuple[tuple[str, Literal["primary", "alias", "former"], Literal["strong", "weak"]], ...] = (
    ("name", "primary", "strong"),
    ("alias", "alias", "strong"),
    ("abbreviation", "alias", "strong"),
    ("weakAlias", "alias", "weak"),
    ("previousName", "former", "strong"),
    ("pastNames", "former", "strong"),
)
_COUNTRIES = ("country", "mainCountry", "jurisdiction", "nationality", "citizenship", "flag")
_BORN = ("birthDate", "incorporationDate", "buildDate")
_GENDERS: dict[tuple[str, ...], Literal["female", "male"]] = {("female",): "female", ("male",): "male"}
_MEASURES = {
    "export.control": "export_control",
    "export.risk": "trade",
    "debarment": "debarment",
    "asset.frozen": "asset_freeze",
    "asset freeze": "asset_freeze",
    "asset freezing": "asset_freeze",
    "travel ban": "travel_ban",
    "arms embargo": "arms_embargo",
}
"""What a listing does, by topic or by the scope that a sanction states."""
_DATED = ("sanction", "export", "debarment", "asset")
"""Topics that come and go with a party's sanctions; any other keeps it on the list whatever their dates."""
_SANCTION = ("authority", "authorityId", "unscId", "status", "provisions", "reason", "duration", "sourceUrl")
_REMARKS = {
    "position": "Position",
    "title": "Title",
    "birthPlace": "Place of birth",
    "deathDate": "Died",
    "dissolutionDate": "Dissolved",
    "legalForm": "Legal form",
    "sector": "Sector",
    "notes": "Notes",
    "summary": "Summary",
    "topics": "Topics",
    "website": "Website",
    "email": "Email",
    "phone": "Phone",
}


def sniff(head: bytes, name: str) -> str | None:
    """Return "list" for lines of JSON objects with a schema and properties."""
    del name
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    return (
        "list" if first[:1] == b"{" and all(key in first for key in (b'"schema"', b'"properties"', b'"id"')) else None
    )


def family(head: bytes, name: str) -> str | None:
    """Return the list's id where the first entity names its data sets and referents, as only this export does."""
    return common.LIST if sniff(head, name) and b'"datasets"' in head and b'"referents"' in head else None


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the title; the days in the file are those of its entities."""
    del files, list_id
    return About(common.TITLE)


def read(files: Mapping[str, Path], list_id: str, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the listed parties of the file under "list", in its order.

    ``country_code`` turns a code into the one used here. Raise RulesError naming file and line for a line that is no
    entity, an id used twice, a party without a name.
    """
    path = files["list"]
    around = gather(path)
    for line, item in items(path, strictly=False):
        if item.id in around.parties:
            names = _names(item)
            if not names:
                raise RulesError(str(path), f"line {line}", f"{item.id} has no name")
            yield _entry(item, names, around, list_id, country_code)


def _entry(item: Item, names: tuple[Name, ...], around: Around, list_id: str, country_code: CountryCode) -> Entry:
    codes, strange = common.countries(item.of(*_COUNTRIES), country_code)
    sanctions = around.of(item.id, ("Sanction",))
    addresses = _addresses(item, around, country_code)
    dated = all(topic.startswith(_DATED) for topic in item.of("topics"))
    return Entry(
        list=list_id,
        id=item.id,
        type=common.entry_type(item.schema),
        names=names,
        identifiers=_identifiers(item, codes, around, country_code),
        addresses=addresses,
        countries=distinct((*codes, *(address.country for address in addresses if address.country))),
        programs=distinct((*_all(sanctions, "programId", "program"), *item.of("programId", "program"))),
        measures=_measures((*item.of("topics"), *_all(sanctions, "provisions"))),
        listed=_listed(sanctions) if dated else None,
        delisted=_delisted(sanctions) if dated else None,
        born=distinct(map(edtf, item.of(*_BORN))),
        gender=_GENDERS.get(distinct(item.of("gender"))),
        links=links(item, around),
        remarks=_remarks(item, sanctions, strange),
    )


def _all(sanctions: Iterable[Item], *names: str) -> tuple[str, ...]:
    return tuple(spaced(value) for sanction in sanctions for value in sanction.of(*names))


def _names(item: Item) -> tuple[Name, ...]:
    """Return all names, the one first under which the export shows the party; a caption stands in for none."""
    found = [
        Name(text=text, kind=kind, strength=strength, script=script(text))
        for prop, kind, strength in _NAMES
        if prop in item.properties
        for text in map(spaced, item.of(prop))
    ]
    caption = spaced(item.caption)
    nameless = caption.replace(" ", "").casefold() == item.schema.casefold()  # the word for its kind
    if caption and not nameless and not any(name.text == caption for name in found):
        found.append(Name(text=caption, script=script(caption)))
    return distinct(sorted(found, key=lambda name: name.text != caption or name.kind != "primary"))


def _identifiers(
    item: Item, countries: tuple[str, ...], around: Around, country_code: CountryCode
) -> tuple[Identifier, ...]:
    """Return a party's numbers; those of its own are of its only country, a paper's of the one that issued it."""
    country = countries[0] if len(countries) == 1 else None
    own = (
        identifier("imo_company" if prop == "imoNumber" and item.schema != "Vessel" else scheme, value, country)
        for prop, scheme in _NUMBERS.items()
        if prop in item.properties
        for value in item.of(prop)
    )
    papers = (
        identifier(_paper(paper), value, next(map(country_code, paper.of("country")), None))
        for paper in around.of(item.id, ("Identification", "Passport"))
        for value in distinct(paper.of("number", "passportNumber"))
    )
    return distinct(one for one in (*own, *papers) if one.value)


def _paper(paper: Item) -> str:
    kind = " ".join(paper.of("type")).casefold()
    return "passport" if paper.schema == "Passport" or "passport" in kind else "national_id"


def _addresses(item: Item, around: Around, country_code: CountryCode) -> tuple[Address, ...]:
    """Return addresses: entities with their country first, then texts that repeat none of them."""
    known = [around.addresses[key] for key in item.of("addressEntity") if key in around.addresses]
    texts = {text for text, _ in known}
    bare = [(text, "") for text in map(spaced, item.of("address")) if text not in texts]
    return distinct(Address(text=text, country=country_code(code) if code else None) for text, code in (*known, *bare))


def _measures(words: Iterable[str]) -> tuple[str, ...]:
    known = (_MEASURES.get(word.casefold().rstrip("s")) or _MEASURES.get(word.casefold()) for word in words)
    return distinct(measure for measure in known if measure) or ("restriction",)


def _listed(sanctions: Iterable[Item]) -> dt.date | None:
    """Return the earliest day of listing; None when a sanction states no whole day, for it may be the earliest."""
    days = [[day(text) for text in one.of("listingDate") or one.of("startDate")] for one in sanctions]
    if not days or not all(group and all(group) for group in days):
        return None
    return min(found for group in days for found in group if found)


def _delisted(sanctions: Iterable[Item]) -> dt.date | None:
    """Return the day after the last sanction ends; None when one has no end, or none that is a whole day."""
    days = [[day(text) for text in one.of("endDate")] for one in sanctions]
    if not days or not all(group and all(group) for group in days):
        return None
    last = max(found for group in days for found in group if found)
    return last + dt.timedelta(days=1) if last < dt.date.max else None


def _remarks(item: Item, sanctions: Iterable[Item], strange: tuple[str, ...]) -> str:
    told = [f"{label}: {', '.join(values)}" for prop, label in _REMARKS.items() if (values := item.of(prop))]
    told += [f"Sanction: {text}" for one in sanctions if (text := ", ".join(one.of(*_SANCTION)))]
    further = {"Countries": strange, "Data sets": item.datasets, "Merged from": item.referents}
    told += [f"{label}: {', '.join(values)}" for label, values in further.items() if values]
    return "; ".join(map(spaced, told))
