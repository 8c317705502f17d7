"""The UK Sanctions List as XML: Designations/Designation, without namespace.

Source: the published file and the elements that it uses; they say what the columns of the csv say.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from sarcheck.errors import RulesError
from sarcheck.lists._about import About
from sarcheck.lists._dates import day
from sarcheck.lists._xml import each, elements, root, text
from sarcheck.lists.uk import _designation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lxml.etree import _Element as Node

    from sarcheck.model import Entry

NAME = "uk-sl-xml"
SUFFIXES = (".xml",)

_PARTY, _GENERATED = "Designations/Designation", "Designations/DateGenerated"
_PERSON, _ENTITY, _SHIP = "IndividualDetails/Individual/", "EntityDetails/Entity/", "ShipDetails/Ship/"
_OWN = ("",)
_PATHS: dict[str, tuple[str, tuple[str, ...]]] = {
    "ofsi": ("OFSIGroupID", _OWN),
    "un": ("UNReferenceNumber", _OWN),
    "kind": ("IndividualEntityShip", _OWN),
    "names": ("Names/Name", (*(f"Name{i}" for i in range(1, 7)), "NameType", "AliasStrength")),
    "scripts": (
        "NonLatinNames/NonLatinName",
        ("NameNonLatinScript", "NonLatinScriptType", "NonLatinScriptLanguage"),
    ),
    "title": ("Titles/Title", _OWN),
    "regime": ("RegimeName", _OWN),
    "source": ("DesignationSource", _OWN),
    "imposed": ("SanctionsImposed", _OWN),
    "other": ("OtherInformation", _OWN),
    "reasons": ("UKStatementofReasons", _OWN),
    "addresses": (
        "Addresses/Address",
        (*(f"AddressLine{i}" for i in range(1, 7)), "AddressPostalCode", "AddressCountry"),
    ),
    "phone": ("PhoneNumbers/PhoneNumber", _OWN),
    "website": ("Websites/Website", _OWN),
    "email": ("EmailAddresses/EmailAddress", _OWN),
    "listed": ("DateDesignated", _OWN),
    "born": (f"{_PERSON}DOBs/DOB", _OWN),
    "nationality": (f"{_PERSON}Nationalities/Nationality", _OWN),
    "national_id": (
        f"{_PERSON}NationalIdentifierDetails/NationalIdentifier",
        ("NationalIdentifierNumber", "NationalIdentifierAdditionalInformation"),
    ),
    "passport": (f"{_PERSON}PassportDetails/Passport", ("PassportNumber", "PassportAdditionalInformation")),
    "position": (f"{_PERSON}Positions/Position", _OWN),
    "gender": (f"{_PERSON}Genders/Gender", _OWN),
    "birthplace": (f"{_PERSON}BirthDetails/Location", ("TownOfBirth", "CountryOfBirth")),
    "entity_type": (f"{_ENTITY}TypeOfEntities/TypeOfEntity", _OWN),
    "subsidiary": (f"{_ENTITY}Subsidiaries/Subsidiary", _OWN),
    "parent": (f"{_ENTITY}ParentCompanies/ParentCompany", _OWN),
    "registration": (f"{_ENTITY}BusinessRegistrationNumbers/BusinessRegistrationNumber", _OWN),
    "imo": (f"{_SHIP}IMONumbers/IMONumber", _OWN),
    "owner": (f"{_SHIP}CurrentOwnerOperators/CurrentOwnerOperator", _OWN),
    "former_owner": (f"{_SHIP}PreviousOwnerOperators/PreviousOwnerOperator", _OWN),
    "flag": (f"{_SHIP}CurrentBelievedFlagOfShips/CurrentBelievedFlagOfShip", _OWN),
    "former_flag": (f"{_SHIP}PreviousFlags/PreviousFlag", _OWN),
    "ship_type": (f"{_SHIP}TypeOfShipDetails/TypeOfShip", _OWN),
    "tonnage": (f"{_SHIP}TonnageOfShipDetails/TonnageOfShip", _OWN),
    "length": (f"{_SHIP}LengthOfShipDetails/LengthOfShip", _OWN),
    "built": (f"{_SHIP}YearsBuilt/YearBuilt", _OWN),
    "hull": (f"{_SHIP}HullIdentificationNumbers/HullIdentificationNumber", _OWN),
}


def sniff(head: bytes, name: str) -> str | None:
    """Return "list" for a file whose root element is this list's."""
    del name
    found = root(head)
    return "list" if found and found.name == "Designations" else None


def family(head: bytes, name: str) -> str | None:
    """Return the one list that is published in this form."""
    del head, name
    return _designation.LIST


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the list's title and the day on which the file was generated."""
    del list_id
    first = next(elements(files["list"], (_GENERATED, _PARTY)), None)
    stated = "" if first is None or first.tag != "DateGenerated" else text(first)
    return About("UK Sanctions List", day(stated.partition("T")[0]))


def read(files: Mapping[str, Path], list_id: str, country_code: _designation.CountryCode) -> Iterator[Entry]:
    """Yield the designations of the file under "list", in its order.

    Raise RulesError naming file and designation for one without id or name.
    """
    path = files["list"]
    seen: Counter[str] = Counter()
    for place, node in enumerate(elements(path, (_PARTY,)), 1):
        key, facts = text(node, "UniqueID"), _gathered(node)
        pointer = f"Designation[{place}]"
        if not key:
            raise RulesError(str(path), f"{pointer}/UniqueID", "is missing")
        if not _designation.named(facts):
            raise RulesError(str(path), f"{pointer}/Names", f"{key} has no name")
        seen[key] += 1
        # the first one is given out already: what a second one adds is an entry beside it
        yield _designation.entry(key if seen[key] == 1 else f"{key}#{seen[key]}", facts, list_id, country_code)
    if not seen:
        raise RulesError(str(path), "", _designation.EMPTY)


def _gathered(node: Node) -> _designation.Facts:
    facts: _designation.Facts = {}
    for field, (path, children) in _PATHS.items():
        for found in each(node, path):
            _designation.add(facts, field, (text(found, child) for child in children))
    if "imposed" not in facts:
        _designation.add(facts, "imposed", ("|".join(_indicated(node)),))
    return facts


def _indicated(node: Node) -> Iterator[str]:
    """Yield what indicators say was imposed, "TravelBan" as "Travel Ban"."""
    for found in each(node, "SanctionsImposedIndicators/*"):
        if text(found).casefold() in ("true", "1", "yes"):
            yield re.sub(r"(?<=[a-z])(?=[A-Z])", " ", str(found.tag))
