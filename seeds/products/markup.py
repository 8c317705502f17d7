"""XML from nested tables: the few lines that the manifest and the annotations are written with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    import datetime as dt

Content = Mapping[str, Any]
"""Element name -> text, a table of child elements, or a list of either for repeated elements. In a table
"@name" is an attribute and "#" the element's own text; a prefixed name is looked up in the namespaces."""


def document(name: str, content: Content, namespaces: Mapping[str, str] | None = None) -> bytes:
    """Return an XML file: UTF-8, indented, ending in a newline."""
    spaces = dict(namespaces or {})
    root = etree.Element(_qualified(name, spaces), nsmap=spaces)
    _fill(root, content, spaces)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _qualified(name: str, spaces: Mapping[str, str]) -> str:
    prefix, colon, local = name.partition(":")
    return f"{{{spaces[prefix]}}}{local}" if colon else name


def _fill(parent: Any, content: Content, spaces: Mapping[str, str]) -> None:
    for name, value in content.items():
        if name == "#":
            parent.text = str(value)
        elif name.startswith("@"):
            parent.set(name[1:], str(value))
        else:
            for one in value if isinstance(value, list) else [value]:
                child = etree.SubElement(parent, _qualified(name, spaces))
                _fill(child, one if isinstance(one, Mapping) else {"#": one}, spaces)


def counted(name: str, entries: Sequence[Any]) -> Content:
    """Return the content of a list element that states how many entries it has."""
    return {"@count": len(entries), name: list(entries)}


def science(number: float) -> str:
    """Return a number as annotations write it; ten digits are a tenth of a millimetre or better everywhere."""
    return f"{float(number):.9e}"


def polynomial(coefficients: Iterable[float]) -> Content:
    """Return the content of a polynomial, constant term first."""
    texts = [science(coefficient) for coefficient in coefficients]
    return {"@count": len(texts), "#": " ".join(texts)}


def time(moment: dt.datetime) -> str:
    """Return a UTC time to the microsecond, without a zone, as SAFE files write it."""
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds")


def compact(moment: dt.datetime) -> str:
    """Return a UTC time to the second as file names carry it."""
    return f"{moment:%Y%m%dT%H%M%S}"
