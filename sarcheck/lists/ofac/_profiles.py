"""A party of OFAC's advanced format: its names, documents and features, read with the file's reference values."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from sarcheck.lists._text import script
from sarcheck.lists._xml import each, text
from sarcheck.lists.ofac import _lists
from sarcheck.lists.ofac._facts import Fact, Party, full_name
from sarcheck.model import Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element as Node

    from sarcheck.lists.ofac._references import References
    from sarcheck.model import Address

_ADDRESS = "Location"
"""The feature that is an address; with other features a location is the value."""


class Location(NamedTuple):
    """A location: its country's name as OFAC has it, and the address in each writing."""

    country: str
    addresses: tuple[Address, ...]


def party(
    node: Node, references: References, documents: Mapping[str, Sequence[Fact]], locations: Mapping[str, Location]
) -> Party:
    """Read a DistinctParty; ``documents`` are by identity, ``locations`` by id."""
    uid = node.get("FixedRef", "")
    place = f"DistinctParty {uid}"
    profiles = [*each(node, "Profile")]
    identities = [identity for profile in profiles for identity in each(profile, "Identity")]
    kinds = [references.party_type(one.get("PartySubTypeID", ""), place) for one in profiles]
    names = [name for identity in identities for name in _names(identity, references, place)]
    features = [feature for profile in profiles for feature in each(profile, "Feature")]
    numbers = [fact for identity in identities for fact in documents.get(identity.get("ID", ""), ())]
    return Party(
        uid=uid,
        type=_lists.party_type(kinds[0] if kinds else ""),
        names=tuple(sorted(names, key=_rank)),
        facts=[*numbers, *(fact for one in features for fact in _facts(one, references, locations, place))],
        addresses=tuple(one for feature in features for one in _addresses(feature, references, locations, place)),
        remarks=(text(node, "Comment"),),
    )


def _rank(name: Name) -> tuple[bool, bool]:
    """Put the primary name first, in Latin letters before other scripts; the rest stays in the file's order."""
    return name.kind != "primary", name.kind == "primary" and name.script != "Latn"


def _names(identity: Node, references: References, place: str) -> Iterator[Name]:
    """Yield each writing of each alias as a name; what kind a part of it is, its group tells."""
    groups = {
        group.get("ID"): references.named("NamePartType", group.get("NamePartTypeID"), place)
        for group in each(identity, "NamePartGroups/MasterNamePartGroup/NamePartGroup")
    }
    for alias in each(identity, "Alias"):
        word = references.named("AliasType", alias.get("AliasTypeID"), place)
        primary = alias.get("Primary") == "true"
        for written in each(alias, "DocumentedName"):
            values = [*each(written, "DocumentedNamePart/NamePartValue")]
            full = full_name((groups.get(value.get("NamePartGroupID"), ""), text(value)) for value in values)
            if full:
                yield Name(
                    text=full,
                    kind="primary" if primary else _lists.kind(word),
                    strength="weak" if alias.get("LowQuality") == "true" else "strong",
                    script=references.script(values[0].get("ScriptID"), place) or script(full),
                )


def _facts(feature: Node, references: References, locations: Mapping[str, Location], place: str) -> Iterator[Fact]:
    head = references.named("FeatureType", feature.get("FeatureTypeID"), place)
    for version in each(feature, "FeatureVersion"):
        where = _locations(version, references, locations, place)
        values = [*_details(version, references, place), *(_land(one) for one in where if head != _ADDRESS)]
        for value in values:
            yield Fact(head, value)
        if comment := text(version, "Comment"):
            yield Fact("", f"{head} {' '.join(values)} {comment}")


def _details(version: Node, references: References, place: str) -> Iterator[str]:
    for span in each(version, "DatePeriod"):
        yield period(span)
    for detail in each(version, "VersionDetail"):
        if value := text(detail) or references.named("DetailReference", detail.get("DetailReferenceID"), place):
            yield value


def _locations(version: Node, references: References, locations: Mapping[str, Location], place: str) -> list[Location]:
    ids = [one.get("LocationID", "") for one in each(version, "VersionLocation")]
    if lost := [id_ for id_ in ids if id_ not in locations]:
        raise references.unknown("Location", lost[0], place)
    return [locations[id_] for id_ in ids]


def _land(location: Location) -> str:
    """Return what a location says as a value: a country's name where it is no more than that."""
    written = [one.text for one in location.addresses if one.text]
    return written[0] if written else location.country


def _addresses(
    feature: Node, references: References, locations: Mapping[str, Location], place: str
) -> Iterator[Address]:
    if references.named("FeatureType", feature.get("FeatureTypeID"), place) == _ADDRESS:
        for version in each(feature, "FeatureVersion"):
            for location in _locations(version, references, locations, place):
                yield from location.addresses


def period(node: Node) -> str:
    """Return a DatePeriod in EDTF: its first and last day, shortened to years or months that they fill."""
    first, last = _day(node, "Start/From"), _day(node, "End/To")
    if not first or not last:
        return ""
    about = "~" if any(end.get("Approximate") == "true" for end in (*each(node, "Start"), *each(node, "End"))) else ""
    digits = 4 if _fills_years(first, last) else 7 if _fills_months(first, last) else 10
    ends = dict.fromkeys(day.isoformat()[:digits] + about for day in (first, last))
    return "/".join(ends)


def _fills_years(first: dt.date, last: dt.date) -> bool:
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


def _fills_months(first: dt.date, last: dt.date) -> bool:
    return first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1] and first != last


def _day(node: Node, path: str) -> dt.date | None:
    found = node.find(path)
    return None if found is None else date(found)


def date(node: Node) -> dt.date | None:
    """Return a date of Year, Month and Day; None for what is none."""
    try:
        year, month, day = (int(text(node, part)) for part in ("Year", "Month", "Day"))
        return dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None
