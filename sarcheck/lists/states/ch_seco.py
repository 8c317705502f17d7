"""The Swiss sanctions list of the State Secretariat for Economic Affairs (SECO), as XML.

Source: SECO, swiss-sanctions-list. Sanctions programmes and places stand apart from the targets, which refer to
them by number. De-listed targets stay in the file: the first modification of a target is its latest, and tells.
Earlier versions of a target are nested in its modifications under the same names of elements, and are not read.
``listed`` is the first day of all listings: a target that was de-listed and listed again counts throughout.

Verified on a shortened file: places, documents and relations are read as the published schema and public code
have them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from sarcheck.errors import RulesError
from sarcheck.lists import _dates, _files, _xml
from sarcheck.lists._about import About
from sarcheck.lists._numbers import stated
from sarcheck.lists._text import distinct
from sarcheck.lists.states import _seco_names, _seco_parts
from sarcheck.model import Address, Entry, EntryType, Identifier

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lxml.etree import _Element as Node

CountryCode = Callable[[str], "str | None"]

NAME = "ch-seco-xml"
SUFFIXES = (".xml",)

_LIST, _ROOT = "ch-seco", "swiss-sanctions-list"
_TARGET, _PROGRAM, _PLACE = f"{_ROOT}/target", f"{_ROOT}/sanctions-program", f"{_ROOT}/place"
_TYPES: dict[str, EntryType] = {
    "individual": "person",
    "entity": "organization",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
"""Types by element; an object's by its object-type."""
_MEASURES = (
    ("asset_freeze", r"financ\w* sanctions|freez|funds|economic resources"),
    ("travel_ban", r"travel|entry|transit"),
    ("securities", r"capital market|securities"),
    ("arms_embargo", r"arms|military (?:goods|equipment)"),
    ("export_control", r"dual.use|export"),
    ("transport", r"vessel|ship|aircraft|aviation"),
    ("services", r"services"),
    ("trade", r"\btrade|goods"),
)
"""What a sanctions set does, by the words of its English title; a title with none of them restricts."""
_ENGLISH = ("eng", "", None)


class _Set(NamedTuple):
    """A set of measures: its programme, the ordinance, and the articles that it stands for."""

    program: str
    ordinance: str
    title: str


class _Shared(NamedTuple):
    """What targets refer to by number."""

    sets: dict[str, _Set]
    places: dict[str, Address]


class _Fault(NamedTuple):
    """A target of a file, to say what is wrong with it."""

    path: Path
    place: str

    def __call__(self, message: str) -> RulesError:
        """Return an error that names file and target."""
        return RulesError(str(self.path), self.place, f"{message}; download the file again")


def sniff(head: bytes, name: str) -> str | None:
    """Return "list" for a file whose root element is the publisher's."""
    del name
    root = _xml.root(head)
    return "list" if root and root.name == _ROOT else None


def family(head: bytes, name: str) -> str | None:
    """Return the list that these files are of: their root element says it."""
    del head, name
    return _LIST


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the title and the day that the file states, and that a file of changes is no whole list."""
    del list_id
    root = _xml.root(_files.head(files["list"])[0])
    attributes = root.attributes if root else {}
    kind = attributes.get("list-type", "whole-list")
    gaps = None if kind == "whole-list" else f"is a {kind}, not the whole list"
    return About("Swiss sanctions list (SECO)", _dates.day(attributes.get("date", "")), gaps)


def read(files: Mapping[str, Path], list_id: str, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the targets of the file under "list", de-listed ones too, in its order.

    ``country_code`` turns a country's code or English name into its code. Raise RulesError naming file and
    target for one without number, name or subject, and for a file without targets.
    """
    path = files["list"]
    shared = _shared(path, country_code)
    seen: set[str] = set()
    for count, target in enumerate(_xml.elements(path, (_TARGET,)), start=1):
        ssid = target.get("ssid") or ""
        fault = _Fault(path, f"target[{count}]" + (f"/@ssid={ssid}" if ssid else ""))
        if not ssid:
            raise fault("has no number")
        # Numbers are the publisher's keys; should one stand on two targets, neither may hide the other.
        entry_id = ssid if ssid not in seen else f"{ssid}/{count}"
        seen.add(ssid)
        yield _entry(target, entry_id, list_id, shared, country_code, fault)
    if not seen:
        raise RulesError(str(path), "", "holds no parties; an empty list would clear everybody: download it again")


def _shared(path: Path, country_code: CountryCode) -> _Shared:
    """Read programmes and places; they may stand behind the targets, so the file is read twice."""
    found = _Shared({}, {})
    for node in _xml.elements(path, (_PROGRAM, _PLACE)):
        if node.tag == "place":
            found.places[node.get("ssid") or ""] = _seco_parts.place(node, country_code)
            continue
        program, ordinance = _english(node, "program-key"), _english(node, "program-name")
        for one in sorted(_xml.each(node, "sanctions-set"), key=lambda each: each.get("lang") not in _ENGLISH):
            found.sets.setdefault(one.get("ssid") or "", _Set(program or ordinance, ordinance, _xml.text(one)))
    return found


def _english(node: Node, name: str) -> str:
    """Return a text in English, else in the first language that it is in."""
    nodes = sorted(_xml.each(node, name), key=lambda each: each.get("lang") not in _ENGLISH)
    return next((text for each in nodes if (text := _xml.text(each))), "")


def _entry(
    target: Node, entry_id: str, list_id: str, shared: _Shared, country_code: CountryCode, fault: _Fault
) -> Entry:
    subject = next(
        (node for kind in ("individual", "entity", "object") if (node := target.find(kind)) is not None), None
    )
    if subject is None:
        raise fault("is neither individual, entity nor object")
    names = _seco_names.names(subject)
    if not names:
        raise fault("has no name")
    sets = [shared.sets.get(number, _Set(f"sanctions set {number}", "", "")) for number in _set_ids(target)]
    addresses = distinct(
        _seco_parts.address(node, shared.places, country_code) for node in _xml.each(subject, "identity/address")
    )
    nationalities = [_seco_parts.country(node, country_code) for node in _xml.each(subject, "identity/nationality")]
    countries = distinct(code for code in (*nationalities, *(a.country for a in addresses)) if code)
    other = _other(subject)
    listed, delisted = _days(target, fault)
    sex = (subject.get("sex") or "").casefold()
    return Entry(
        list=list_id,
        id=entry_id,
        type=_TYPES.get(subject.get("object-type") or str(subject.tag), "unknown"),
        names=names,
        identifiers=distinct((*_seco_parts.documents(subject, country_code), *_stated(other, countries))),
        addresses=tuple(a for a in addresses if a.text or a.country),
        countries=countries,
        programs=distinct(one.program for one in sets if one.program),
        measures=distinct(measure for one in sets for measure in _measures(one.title)) or ("restriction",),
        citation="; ".join(distinct(", ".join(part for part in one[1:] if part) for one in sets)) or None,
        listed=listed,
        delisted=delisted,
        born=distinct(
            text for node in _xml.each(subject, "identity/day-month-year") if (text := _seco_parts.born(node))
        ),
        gender="male" if sex == "male" else "female" if sex == "female" else None,
        links=distinct(
            _seco_parts.link(node, person=subject.tag == "individual")
            for node in _xml.each(subject, "relation")
            if node.get("target-id")
        ),
        remarks="; ".join(distinct(_remarks(target, subject, shared, country_code))),
    )


def _set_ids(target: Node) -> tuple[str, ...]:
    """Return the numbers of a target's sanctions sets: elements now, an attribute in earlier files."""
    return distinct((*_xml.texts(target, "sanctions-set-id"), *(target.get("sanctions-set-id") or "").split()))


def _measures(title: str) -> tuple[str, ...]:
    return tuple(measure for measure, words in _MEASURES if re.search(words, title, re.IGNORECASE)) or ("restriction",)


def _days(target: Node, fault: _Fault) -> tuple[dt.date | None, dt.date | None]:
    """Return the first day on the list, and the first one off it for a target that was taken off."""
    changes = [(node.get("modification-type"), _effective(node)) for node in _xml.each(target, "modification")]
    listed = min((day for kind, day in changes if kind == "listed" and day), default=None)
    if not changes or changes[0][0] != "de-listed":
        return listed, None
    if changes[0][1] is None:
        raise fault("is de-listed without a date")
    return listed, changes[0][1]


def _effective(node: Node) -> dt.date | None:
    stated_days = (node.get(f"{kind}-date") or "" for kind in ("effective", "publication", "enactment"))
    return next((day for text in stated_days if (day := _dates.day(text))), None)


def _stated(texts: tuple[str, ...], countries: tuple[str, ...]) -> Iterator[Identifier]:
    country = countries[0] if len(countries) == 1 else None
    return (one for text in texts for one in stated(text, country))


def _other(subject: Node) -> tuple[str, ...]:
    """Return what is told in words, and the attributes that have no element of their own as "name: value"."""
    nodes = (node for node in _xml.each(subject, "generic-attribute") if _xml.text(node))
    generic = (f"{node.get('name') or 'attribute'}: {_xml.text(node)}" for node in nodes)
    return (*_xml.texts(subject, "other-information"), *generic)


def _remarks(target: Node, subject: Node, shared: _Shared, country_code: CountryCode) -> Iterator[str]:
    yield from _seco_names.titles(subject)
    yield from _xml.texts(subject, "justification")
    yield from _other(subject)
    yield from _seco_parts.birth_remarks(subject, shared.places, country_code)
    yield from (f"foreign identifier {text}" for text in _xml.texts(target, "foreign-identifier"))
