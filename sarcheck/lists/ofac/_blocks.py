"""The blocks of OFAC's advanced format, joined: parties with their locations, documents, relations and listings."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sarcheck.errors import RulesError
from sarcheck.lists._text import distinct
from sarcheck.lists._xml import each, text
from sarcheck.lists.ofac import _lists, _profiles
from sarcheck.lists.ofac._facts import Fact, Party, address, coded
from sarcheck.lists.ofac._links import relation, reverse
from sarcheck.lists.ofac._profiles import Location, date, period
from sarcheck.lists.ofac._references import References

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lxml.etree import _Element as Node

    from sarcheck.model import Link

_REFERENCES = "Sanctions/ReferenceValueSets"
_FRAUDULENT = "Fraudulent"
PATHS = (
    _REFERENCES,
    "Sanctions/Locations/Location",
    "Sanctions/IDRegDocuments/IDRegDocument",
    "Sanctions/DistinctParties/DistinctParty",
    "Sanctions/ProfileRelationships/ProfileRelationship",
    "Sanctions/SanctionsEntries/SanctionsEntry",
)
"""The elements that ``Blocks.add`` takes, in the order in which the format has them."""


class _Listing(NamedTuple):
    days: list[tuple[str, dt.date]]
    programs: list[str]
    bases: list[str]


class Blocks:
    """Tables by id, filled one element after another; ``parties`` joins them when the last has come."""

    def __init__(self, path: Path, country_code: Callable[[str], str | None]) -> None:
        self._path = path
        self._references = References(path)
        self.country_code = coded(country_code, self._references.iso)
        self._locations: dict[str, Location] = {}
        self._documents: dict[str, list[Fact]] = defaultdict(list)
        self._parties: list[Party] = []
        self._uids: dict[str, str] = {}
        self._relations: list[tuple[str, str, Link]] = []
        self._listings: dict[str, _Listing] = defaultdict(lambda: _Listing([], [], []))

    def add(self, node: Node) -> None:
        """Take in one element of PATHS; raise RulesError for an id that the file does not explain."""
        if node.tag == "ReferenceValueSets":
            self._references.add(node)
        elif node.tag == "Location":
            self._locations[node.get("ID", "")] = self._location(node)
        elif node.tag == "IDRegDocument":
            self._documents[node.get("IdentityID", "")] += self._document(node)
        elif node.tag == "DistinctParty":
            self._add_party(node)
        elif node.tag == "ProfileRelationship":
            self._relations.append(self._relation(node))
        else:
            self._add_listing(node)

    def parties(self, list_id: str) -> Iterator[Party]:
        """Yield the parties in the file's order, as of one list."""
        listings = {self._uid(profile): listing for profile, listing in self._listings.items()}
        links = self._links()
        for party in self._parties:
            listing = listings.get(party.uid, _Listing([], [], []))
            yield party._replace(
                programs=distinct(listing.programs),
                links=tuple(links[party.uid]),
                listed=_lists.listed(listing.days, list_id),
                citation="; ".join(distinct(listing.bases)),
            )

    def _uid(self, profile: str) -> str:
        """Return the number of the party that a listing is of."""
        if profile not in self._uids:
            message = f"is of profile {profile}, which the file does not hold: download it again"
            raise RulesError(str(self._path), "SanctionsEntries", message)
        return self._uids[profile]

    def _links(self) -> dict[str, list[Link]]:
        """Return the ties by party: the one that a relation is from has it, else the one that it points to.

        A party of the other list is known by its profile's id, which is its number too.
        """
        links: dict[str, list[Link]] = defaultdict(list)
        for source, target, link in self._relations:
            if source in self._uids:
                links[self._uids[source]].append(link)
            elif target in self._uids:
                links[self._uids[target]].append(reverse(link, source))
        return links

    def _add_party(self, node: Node) -> None:
        uid = node.get("FixedRef", "")
        place = f"DistinctParty {uid or f'at line {node.sourceline}'}"
        party = _profiles.party(node, self._references, self._documents, self._locations)
        if not uid or not party.names:
            raise RulesError(str(self._path), place, "has no number or no name")
        self._parties.append(party)
        self._uids.update((profile.get("ID", ""), uid) for profile in each(node, "Profile"))

    def _location(self, node: Node) -> Location:
        place = f"Location {node.get('ID')}"
        country = self._references.country(node, place)
        parts: list[tuple[str, list[str]]] = []
        for part in each(node, "LocationPart"):
            values = sorted(each(part, "LocationPartValue"), key=_is_secondary)
            kind = self._references.named("LocPartType", part.get("LocPartTypeID"), place)
            parts.append((kind, [text(value, "Value") for value in values]))
        versions = max((len(values) for _, values in parts), default=0) or 1
        written = (address(_version(parts, i), country, self.country_code) for i in range(versions))
        return Location(country, tuple(one for one in written if one))

    def _document(self, node: Node) -> Iterator[Fact]:
        place = f"IDRegDocument {node.get('ID')}"
        head = self._references.named("IDRegDocType", node.get("IDRegDocTypeID"), place)
        country = self._references.named("Country", node.get("IssuedBy-CountryID"), place)
        if not country and (issued_in := self._locations.get(node.get("IssuedIn-LocationID", ""))):
            country = issued_in.country
        number = text(node, "IDRegistrationNo")
        days = (
            f"{self._references.named('IDRegDocDateType', day.get('IDRegDocDateTypeID'), place)} {period(one)}"
            for day in each(node, "DocumentDate")
            for one in each(day, "DatePeriod")
        )
        yield Fact(head, number, country, text(node, "IssuingAuthority"), " ".join(days))
        if self._references.named("Validity", node.get("ValidityID"), place) == _FRAUDULENT:
            yield Fact("", f"{_FRAUDULENT}: {head} {number}")

    def _relation(self, node: Node) -> tuple[str, str, Link]:
        place = f"ProfileRelationship {node.get('ID')}"
        source, target = node.get("From-ProfileID", ""), node.get("To-ProfileID", "")
        if not source or not target:
            raise RulesError(str(self._path), place, "names one party only: download the file again")
        stated = self._references.named("RelationType", node.get("RelationTypeID"), place)
        former = node.get("Former") == "true"
        return source, target, relation(stated, self._uids.get(target, target), former=former)

    def _add_listing(self, node: Node) -> None:
        place = f"SanctionsEntry {node.get('ID')}"
        listing = self._listings[node.get("ProfileID", "")]
        name = self._references.named("List", node.get("ListID"), place)
        for event in each(node, "EntryEvent"):
            listing.bases.append(self._references.named("LegalBasis", event.get("LegalBasisID"), place))
            if (when := event.find("Date")) is not None and (day := date(when)):
                listing.days.append((name, day))
        for measure in each(node, "SanctionsMeasure"):
            if self._references.named("SanctionsType", measure.get("SanctionsTypeID"), place) == "Program":
                listing.programs.append(text(measure, "Comment"))


def _is_secondary(value: Node) -> bool:
    return value.get("Primary") != "true"


def _version(parts: list[tuple[str, list[str]]], i: int) -> dict[str, str]:
    """Return the parts that a location has in its i-th writing: the first is OFAC's main one, others other scripts."""
    return {kind: values[i] for kind, values in parts if i < len(values)}
