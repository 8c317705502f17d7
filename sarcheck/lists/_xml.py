"""XML lists of any size: streamed one party at a time, without document types, entities, network or surprises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sarcheck.errors import RulesError
from sarcheck.lists._files import opened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from lxml.etree import _Element as Node

MAX_DEPTH = 40
"""Nested elements; the deepest published list nests 14."""
_SAFELY: dict[str, Any] = {
    "resolve_entities": False,
    "load_dtd": False,
    "dtd_validation": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
MAX_NODES = 250_000
"""Elements within one that is yielded whole; the largest published one has some thousands."""
MAX_PROLOGUE = 1024 * 1024
"""Bytes before the root element; an internal document type could otherwise fill the memory there."""
_FEED = 64 * 1024
_SIP = 512


class Root(NamedTuple):
    """The root element of a file: its local name, its namespace ("" for none), its attributes by local name."""

    name: str
    namespace: str
    attributes: dict[str, str]


def root(head: bytes) -> Root | None:
    """Return the root element of what a file begins with, None when it is not XML."""
    from lxml import etree

    parser = etree.XMLPullParser(("start",), **_SAFELY)
    found: Any = None
    try:  # in sips: what is wrong further down is told when the file is read
        for start in range(0, len(head), _SIP):
            parser.feed(head[start : start + _SIP])
            if found := next(iter(parser.read_events()), None):
                break
    except etree.XMLSyntaxError:
        return None
    if found is None:
        return None
    attributes = {_local(key): value for key, value in found[1].attrib.items()}
    return Root(_local(found[1].tag), found[1].tag.rpartition("}")[0][1:], attributes)


def elements(path: Path, paths: Collection[str]) -> Iterator[Node]:
    """Yield the elements at the given paths of local names ("list/party"), whole, in the file's order.

    Tags within are without namespaces. An element is emptied when the next one is asked for, so that
    memory stays bounded. Raise RulesError for what is not well-formed, is too deep, or declares a document type.
    """
    from lxml import etree

    parser = etree.XMLPullParser(("start", "end"), **_SAFELY)
    way = _Way(path, paths)
    with opened(path) as stream:
        try:
            while data := stream.read(_FEED):
                parser.feed(data)
                for fault in parser.feed_error_log.filter_from_fatals():  # feed does not raise for all of them
                    raise _malformed(path, fault.line, fault.message)
                yield from way.wanted(parser.read_events())
                way.refuse_prologue(len(data))
            parser.close()
        except etree.XMLSyntaxError as error:
            raise _malformed(path, error.lineno, error.msg) from error


def _malformed(path: Path, line: int | None, message: str | None) -> RulesError:
    told = " ".join((message or "").split())
    return RulesError(str(path), f"line {line}" if line else "", f"is not well-formed XML: {told}; download it again")


class _Way:
    """The way from the root to where the parser is, by local names."""

    def __init__(self, path: Path, paths: Collection[str]) -> None:
        self._path, self._paths = path, paths
        self._steps: list[str] = []
        self._inside, self._depth = "", 0
        self._nodes, self._before = 0, 0

    def wanted(self, events: Iterator[Any]) -> Iterator[Node]:
        """Yield the elements that end at a wanted path, and empty every other one."""
        for event, node in events:
            if event == "start":
                self._enter(node)
                continue
            try:
                node.tag = self._steps[-1]
            except ValueError as error:  # behind a prefix that is never declared may stand what is no name
                raise _malformed(self._path, node.sourceline, str(error)) from error
            if self._inside and len(self._steps) == self._depth:
                yield node
                self._inside = ""
            if not self._inside:
                _forget(node)
            self._steps.pop()

    def refuse_prologue(self, size: int) -> None:
        """Refuse a file whose root element does not come, after ``size`` more bytes."""
        self._before = self._before + size if not self._nodes else 0
        if self._before > MAX_PROLOGUE:
            raise RulesError(str(self._path), "", f"has no element in its first {MAX_PROLOGUE} bytes")

    def _enter(self, node: Any) -> None:
        """Note an element that begins; refuse a document type at the first, depth and number at any."""
        steps = self._steps
        if not steps and ((document := node.getroottree().docinfo).internalDTD is not None or document.doctype):
            message = "declares a document type; no publisher's list does, and entities are refused"
            raise RulesError(str(self._path), "", message)
        if len(steps) >= MAX_DEPTH:
            raise RulesError(str(self._path), "/".join(steps), f"elements are nested more than {MAX_DEPTH} deep")
        steps.append(_local(node.tag))
        self._nodes = self._nodes + 1 if self._inside else 1
        if self._nodes > MAX_NODES:
            raise RulesError(str(self._path), self._inside, f"holds more than {MAX_NODES} elements")
        if not self._inside and (whole := "/".join(steps)) in self._paths:
            self._inside, self._depth = whole, len(steps)


def _local(tag: str) -> str:
    """Return a name without its namespace, or without a prefix that is never declared."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _forget(node: Any) -> None:
    """Empty an element and drop those before it: only the way to the next one stays in memory."""
    node.clear(keep_tail=False)
    while (before := node.getprevious()) is not None:
        node.getparent().remove(before)


def each(node: Node, path: str) -> Iterator[Node]:
    """Yield the elements at a path "a/b" below a node."""
    return node.iterfind(path)


def text(node: Node, path: str = "") -> str:
    """Return the text of the first element at a path, white space collapsed; "" where there is none."""
    found = node.find(path) if path else node
    return "" if found is None or not found.text else " ".join(found.text.split())


def texts(node: Node, path: str) -> tuple[str, ...]:
    """Return the texts of all elements at a path, without empty ones."""
    return tuple(value for found in node.iterfind(path) if (value := text(found)))
