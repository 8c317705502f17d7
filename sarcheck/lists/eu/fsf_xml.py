"""The EU's Financial Sanctions Files as XML, version 1.1: everybody whose assets the EU freezes.

Source: European Commission, Financial Sanctions Files, schema http://eu.europa.ec/fpi/fsd/export. Parties that
annexes name for export control or other measures only are not in these files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.errors import RulesError
from sarcheck.lists import _dates, _files, _xml
from sarcheck.lists._about import About
from sarcheck.lists._text import spaced
from sarcheck.lists.eu import _fsf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from lxml.etree import _Element as Node

    from sarcheck.model import Entry

NAME = "eu-fsf-xml"
SUFFIXES = (".xml",)

_NAMESPACE = "http://eu.europa.ec/fpi/fsd/export"
_ENTITY = "export/sanctionEntity"


def sniff(head: bytes, name: str) -> str | None:
    """Return "list" for a file whose root element is the publisher's export."""
    del name
    root = _xml.root(head)
    return "list" if root and (root.name, root.namespace) == ("export", _NAMESPACE) else None


def family(head: bytes, name: str) -> str | None:
    """Return the list that these files are of: their namespace says it."""
    del head, name
    return _fsf.LIST


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the title, and the day on which the file was generated."""
    del list_id
    root = _xml.root(_files.head(files["list"])[0])
    return About(_fsf.TITLE, _dates.day(root.attributes.get("generationDate", "")) if root else None)


def read(files: Mapping[str, Path], list_id: str, country_code: Callable[[str], str | None]) -> Iterator[Entry]:
    """Yield the entities of the file under "list", in its order.

    ``country_code`` turns a country's code or English name into its code. Raise RulesError naming file and
    entity for one without id or name, and for a file without entities.
    """
    path = files["list"]
    unique = _fsf.entry_ids()
    count = 0
    for count, node in enumerate(_xml.elements(path, (_ENTITY,)), start=1):
        own = _part(node)
        place = f"sanctionEntity[{count}]"
        if not (own.get("euReferenceNumber") or own.get("logicalId")):
            raise RulesError(str(path), place, "has neither reference number nor logical id; download the file again")
        entry = _fsf.entry(_entity(node, own), unique(own), list_id, country_code)
        if not entry.names:
            raise RulesError(str(path), place, f"{entry.id} has no name; download the file again")
        yield entry
    if not count:
        raise RulesError(str(path), "", "holds no parties; an empty list would clear everybody: download it again")


def _entity(node: Node, own: dict[str, str]) -> _fsf.Entity:
    subject = node.find("subjectType")
    acts = (*_xml.each(node, "regulation"), *_xml.each(node, "*/regulationSummary"))
    return _fsf.Entity(
        own=own,
        subject="" if subject is None else subject.get("code") or subject.get("classificationCode") or "",
        regulations=_parts(node, "regulation"),
        names=_parts(node, "nameAlias"),
        citizenships=_parts(node, "citizenship"),
        births=_parts(node, "birthdate"),
        numbers=_parts(node, "identification"),
        addresses=_parts(node, "address"),
        cited=[act.get("publicationDate") or "" for act in acts],
    )


def _parts(node: Node, name: str) -> list[dict[str, str]]:
    return [_part(child) for child in _xml.each(node, name)]


def _part(node: Node) -> dict[str, str]:
    """Return an element's attributes, spaced and without blank ones, and its remarks."""
    stated = {str(key): text for key, value in node.attrib.items() if (text := spaced(str(value)))}
    remarks = _xml.texts(node, "remark")
    return stated | {"remark": "; ".join(remarks)} if remarks else stated
