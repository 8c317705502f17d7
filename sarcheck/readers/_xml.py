"""XML of unknown origin: parsed without document types, entities, network or surprise sizes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from sarcheck.errors import ProductError
from sarcheck.readers._product import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from lxml import etree

    from sarcheck.readers._files import Files
    from sarcheck.readers._product import Notes

MAX_DEPTH = 64
"""Nested elements; the deepest genuine manifest read, with its processing history, nests 14."""
MAX_TAGS = 250_000
"""Tags of one file: each costs a hundred bytes of memory; the largest genuine files have 15 000."""
_TOO_DEEP = f"boolean({'/*' * (MAX_DEPTH + 1)})"
_SAFELY: dict[str, Any] = {
    "resolve_entities": False,
    "load_dtd": False,
    "dtd_validation": False,
    "no_network": True,
    "huge_tree": False,
}
_HEAD = 16 * 2**10
_PROLOG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?>(?:<\?.*?\?>|<!--.*?-->|<![A-Z][^>\[]*+(?:\[.*?\]\s*+)?>)\s*+)*+<(?:([\w.-]++):)?([\w.-]++)([^>]*)",
    re.DOTALL,
)
"""What stands before the root element, and its first tag; atomic, so that no head is searched for long."""
_SPACE = rb"""\bxmlns%s\s*=\s*["']([^"']*)["']"""


class Document(NamedTuple):
    """A parsed XML file, where it was found, and about how large it is in memory."""

    source: str
    root: etree._Element
    tags: int


class Root(NamedTuple):
    """The name and the namespace of a root element, as the first bytes of a file tell them."""

    name: str
    namespace: str


class Row(NamedTuple):
    """One row of a table of paths: which field an element or attribute states, and how to read it.

    ``path`` is "a/b" below the root, "//a/b" anywhere, "a/b @c" an attribute; namespaces are ignored.
    ``many`` joins the texts of all elements that the path finds with blanks.
    """

    field: str
    path: str
    parse: Callable[[str], Any]
    many: bool = False
    derived: str | None = None


def root(files: Files, name: str) -> Root | None:
    """Return the root element of a file, None for what is not XML; of UTF-16 files it is not told."""
    return files.keep("root", name, lambda: _root(files.head(name, _HEAD)))


def _root(head: bytes) -> Root | None:
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or not (match := _PROLOG.match(head)):
        return None
    prefix, name, rest = match.groups()
    space = re.search(_SPACE % (b":" + re.escape(prefix) if prefix else b""), rest)
    return Root(name.decode("ascii", "replace"), space[1].decode("utf-8", "replace") if space else "")


def parse(files: Files, name: str) -> Document:
    """Parse an XML file of a product, once; raise ProductError for what no genuine product holds."""
    return files.keep("xml", name, lambda: parsed(files, name, files.read(name)))


def parsed(files: Files, name: str, data: bytes) -> Document:
    """Parse the XML in a file of a product, where it is the whole or a part of it; raise ProductError like parse."""
    from lxml import etree

    if (tags := data.count(b"<")) > MAX_TAGS:
        raise ProductError(files.href, name, f"has more than {MAX_TAGS} tags, too many for a metadata file")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ProductError(
            files.href, name, "declares a document type; no genuine product does, and entities are refused"
        )
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFELY, **_without_asides(data)))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ProductError(files.href, name, f"not well-formed XML: {clean(str(error))}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ProductError(
            files.href, name, "declares a document type; no genuine product does, and entities are refused"
        )
    if root.xpath(_TOO_DEEP):
        raise ProductError(files.href, name, f"elements nested more than {MAX_DEPTH} deep")
    return Document(name, root, tags)


def _without_asides(data: bytes) -> dict[str, Any]:
    """Return the options that leave out comments and instructions; where there are none, parsing takes half as long."""
    return {"remove_comments": True, "remove_pis": True} if b"<!--" in data or data.find(b"<?", 5) >= 0 else {}


def head(files: Files, name: str, element: str) -> dict[str, str]:
    """Return the texts in one early element, from a file's first kilobytes.

    They are none for what is not XML: this is for telling formats apart, not for reading them.
    """
    return files.keep("head of " + element, name, lambda: _early(files.head(name, _HEAD), element))


def _early(data: bytes, element: str) -> dict[str, str]:
    from lxml import etree

    if element.encode() not in data:
        return {}
    parser = etree.XMLPullParser(("end",), tag="{*}" + element, **_SAFELY)
    try:
        parser.feed(data)
        events: Iterator[Any] = parser.read_events()
        for _, node in events:
            return {local(child): text(child) for child in node}
    except etree.XMLSyntaxError:
        return {}
    return {}


def early(files: Files, name: str, element: str) -> str:
    """Return the text of the first element of a name that stands in a file's first kilobytes, "" where none does."""
    pattern = rb"<(?:[\w.-]+:)?%s(?:\s[^>]*)?>([^<]*)</" % re.escape(element.encode())
    match = re.search(pattern, files.head(name, _HEAD))
    return match[1].decode("utf-8", "replace").strip() if match else ""


def local(node: Any) -> str:
    """Return an element's name without its namespace; "" for comments and instructions."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def text(node: etree._Element) -> str:
    """Return an element's own text, trimmed."""
    return (node.text or "").strip()


def each(node: etree._Element, path: str) -> Iterator[etree._Element]:
    """Yield the elements at a path: "a/b" below the node, "//a/b" anywhere below it."""
    steps = "/".join("{*}" + step for step in path.lstrip("/").split("/"))
    return node.iterfind(".//" + steps if path.startswith("//") else steps)


def first(node: etree._Element, path: str) -> str:
    """Return the text of the first element at a path, "" where there is none."""
    return next((text(found) for found in each(node, path)), "")


def place(node: etree._Element) -> str:
    """Return an element's path from the root by local names, numbered where a name repeats."""
    steps = []
    while (parent := node.getparent()) is not None:
        number = 1 + sum(1 for _ in node.itersiblings(node.tag, preceding=True))
        alone = number == 1 and next(node.itersiblings(node.tag), None) is None
        steps.append(local(node) if alone else f"{local(node)}[{number}]")
        node = parent
    return "/".join(reversed(steps))


def state(document: Document, rows: Iterable[Row], notes: Notes, absent: Collection[str] = ("",)) -> None:
    """Note what a document states, by a table of paths; an element that is absent states nothing.

    ``absent`` are the texts by which a format says that it has no value.
    """
    for row in rows:
        path, _, attribute = row.path.partition(" @")
        found = [
            (value, node) for node in each(document.root, path) if (value := _value(node, attribute)) not in absent
        ]
        if found:
            stated = " ".join(value for value, _ in found) if row.many else found[0][0]
            where = place(found[0][1]) + (f"@{attribute}" if attribute else "")
            notes.state(row.field, stated, row.parse, document.source, where, row.derived)


def _value(node: etree._Element, attribute: str) -> str:
    return (node.get(attribute) or "").strip() if attribute else text(node)
