"""The reference values of OFAC's advanced format: what the ids in a file mean, as that file says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.errors import RulesError
from sarcheck.lists._text import script_named
from sarcheck.lists._xml import text

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element as Node

_USUAL = {
    "AliasType": {"1400": "A.K.A.", "1401": "F.K.A.", "1402": "N.K.A.", "1403": "Name"},
    "PartyType": {"1": "Individual", "2": "Entity", "4": "Transport"},
    "NamePartType": {"1520": "Last Name", "1521": "First Name", "1525": "Entity Name", "1526": "Vessel Name"},
    "RelationType": {
        "1555": "Associate Of",
        "15001": "Providing support to",
        "15002": "Acting for or on behalf of",
        "15003": "Owned or Controlled By",
        "15004": "Family member of",
        "91422": "playing a significant role in",
        "91725": "Leader or official of",
        "91900": "Principal Executive Officer",
        "92019": "Owns, controls, or operates",
        "92122": "Property in the interest of",
    },
}
"""What OFAC has long used ids for, where a file leaves out the values themselves."""


class References:
    """Reference values by set and id; ``iso`` holds countries' codes by name."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, dict[str, str]] = {name: dict(values) for name, values in _USUAL.items()}
        self._type_of_subtype: dict[str, str] = {}
        self._country_of_area: dict[str, str] = {}
        self.iso: dict[str, str] = {}

    def add(self, sets: Node) -> None:
        """Take in the file's own ReferenceValueSets, which count before the usual ones."""
        for value in sets.iterfind("*/*"):
            id_ = value.get("ID", "")
            self._values.setdefault(value.tag, {})[id_] = text(value)
            if value.tag == "PartySubType":
                self._type_of_subtype[id_] = value.get("PartyTypeID", "")
            elif value.tag == "AreaCode":
                self._country_of_area[id_] = value.get("CountryID", "")
            elif value.tag == "Country" and value.get("ISO2"):
                self.iso[text(value)] = value.get("ISO2", "")

    def named(self, kind: str, id_: str | None, place: str) -> str:
        """Return a value by set ("AliasType") and id, "" for no id; raise RulesError for an id without a value."""
        if not id_:
            return ""
        known = self._values.get(kind, {}).get(id_)
        if known is None:
            raise self.unknown(kind, id_, place)
        return known

    def unknown(self, kind: str, id_: str, place: str) -> RulesError:
        """Return the error for an id that the file uses and does not explain."""
        return RulesError(str(self._path), place, f"uses {kind} {id_}, which the file lacks: download it again")

    def party_type(self, subtype: str, place: str) -> str:
        """Return "vessel", "aircraft", "individual" or "entity": a subtype named Unknown leaves it to its type."""
        name = self.named("PartySubType", subtype, place)
        if name.casefold() == "unknown":
            name = self.named("PartyType", self._type_of_subtype[subtype], place)
        return name.casefold()

    def country(self, location: Node, place: str) -> str:
        """Return the name of a location's country, "" where it states none."""
        for tag, attribute in (("LocationCountry", "CountryID"), ("LocationAreaCode", "AreaCodeID")):
            if (node := location.find(tag)) is not None and (id_ := node.get(attribute)):
                land = self._country_of_area.get(id_, id_) if tag == "LocationAreaCode" else id_
                return self.named("Country", land, place)
        return ""

    def script(self, id_: str | None, place: str) -> str | None:
        """Return the ISO 15924 code of a script by its id."""
        return script_named(self.named("Script", id_, place))
