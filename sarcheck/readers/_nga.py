"""What SICD, SIDD, CPHD and CRSD have in common: the family of XML that NGA's standards define.

Their XML stands in a NITF extension, behind a file header of its own, or alone. One table of paths serves all
versions: an element that a version does not have states nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from sarcheck.errors import ProductError
from sarcheck.model import Outline
from sarcheck.readers import _files, _grid, _nitf, _xml
from sarcheck.readers import _values as v

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sarcheck.readers._files import Files
    from sarcheck.readers._product import Notes
    from sarcheck.readers._xml import Document

_SIDES = {"RHC": "R", "LHC": "L", "H": "H", "V": "V", "X": "X", "Y": "Y"}
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(SICD|SIDD|CPHD|CRSD)(?:sar|tx|rcv)?[\s>/]")
_KEYED = re.compile(rb"([A-Z_]+) := ([^\n]*)\n")


def found(files: Files, root: str) -> str | None:
    """Return the first file that holds a kind of XML: bare, in a NITF file, or behind a text header of its own."""
    return next((name for name, roots in _kinds(files).items() if root in roots), None)


def note_others(files: Files, root: str, notes: Notes) -> None:
    """Note a problem where a folder holds more files of a kind than the one that is read: channels, swaths, dates."""
    _, *others = (name for name, roots in _kinds(files).items() if root in roots)
    notes.unread(others, f"{root} files")


def _kinds(files: Files) -> dict[str, tuple[str, ...]]:
    """Return the kinds of XML that each file holds; three readers ask for them in turn."""
    return files.keep("kinds", "", lambda: _kinds_by_name(files))


def _kinds_by_name(files: Files) -> dict[str, tuple[str, ...]]:
    return {name: kinds for name, head in _files.heads(files).items() if (kinds := _kinds_of(files, name, head))}


def _kinds_of(files: Files, name: str, head: bytes) -> tuple[str, ...]:
    if head.startswith(_nitf.MAGIC):
        return _in_nitf(files, name)
    if match := re.match(rb"(CPHD|CRSD)/\d", head):
        return (match[1].decode(),)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith(b"<"):
        return ()
    match = _ROOT.match(re.sub(rb"<[?].*?[?]>|<!--.*?-->", b"", text, flags=re.DOTALL).lstrip())
    return (match[1].decode(),) if match else ()


def _in_nitf(files: Files, name: str) -> tuple[str, ...]:
    """Return the kinds of XML in a NITF file; one that is damaged is what its title says, and its reader complains."""
    try:
        header = _nitf.header(files, name) or b""
        starts = [_nitf.start(files, part) for part in _nitf.extensions(files, name, header)]
    except ProductError:
        title = re.match(rb"SICD|SIDD", files.head(name, 60)[39:])
        return (title[0].decode(),) if title else ()
    return tuple(match[1].decode() for start in starts if (match := _ROOT.search(start)))


def documents(files: Files, name: str, root: str, notes: Notes) -> Iterator[Document]:
    """Yield the XML documents of a kind in a file; note what the file around them states."""
    head = files.head(name, _files.HEAD)
    if head.startswith(_nitf.MAGIC):
        header = _nitf.header(files, name) or b""
        for source, data in _nitf.xml(files, name, header, (root.encode(),)):
            yield _xml.parsed(files, source, data)
        _nitf.state_header(header, name, notes)
    elif head.startswith(root.encode() + b"/"):
        yield _xml.parsed(files, f"{name}#XML", _keyed(files, name, head))
    else:
        yield _xml.parse(files, name)


def _keyed(files: Files, name: str, head: bytes) -> bytes:
    """Return the XML block that the text header of a CPHD or CRSD file points to."""
    keys = dict(_KEYED.findall(head.partition(b"\f")[0]))
    size = keys.get(b"XML_BLOCK_SIZE") or keys.get(b"XML_DATA_SIZE") or b""
    offset = keys.get(b"XML_BLOCK_BYTE_OFFSET") or keys.get(b"XML_BYTE_OFFSET") or b""
    if not (size.strip().isdigit() and offset.strip().isdigit()) or len(size + offset) > 40:
        raise ProductError(files.href, name, "a file header that names no XML block")
    data = files.part(name, int(offset), int(size))
    if len(data) < int(size):
        raise ProductError(files.href, name, "cut short in its XML block; fetch the file again")
    return data


def channel(text: str) -> list[str]:
    """Return the channel of "transmitted:received", R and L for the circular senses."""
    sides = [_SIDES.get(side.strip()) for side in text.upper().split(":")]
    if len(sides) != 2 or None in sides:
        raise ValueError("does not name a polarisation channel")
    return v.polarisations("".join(side or "" for side in sides))


def channels(text: str) -> list[str]:
    """Return the channels of several "transmitted:received" pairs, sorted."""
    return sorted({one for pair in text.split() for one in channel(pair)})


def state_mode(document: Document, path: str, notes: Notes) -> None:
    """Note the mode: its type, and the maker's own name for it behind."""
    node = next(_xml.each(document.root, path), None)
    if node is not None:
        stated = " ".join(text for text in (_xml.first(node, "ModeType"), _xml.first(node, "ModeID")) if text)
        if stated:
            notes.state("mode", stated, v.word, document.source, _xml.place(node))


def state_stop(document: Document, start: str, seconds: tuple[str, ...], notes: Notes) -> tuple[dt.datetime, float]:
    """Note the stop, the start plus the greatest of some stated seconds; return the start and the seconds.

    Raises ValueError where either is not stated or not readable.
    """
    texts = [(text, path) for path in seconds for node in _xml.each(document.root, path) if (text := _xml.text(node))]
    begin = v.instant(_xml.first(document.root, start))
    longest, text, path = max((v.number(text), text, path) for text, path in texts)
    if not 0 <= longest < 86_400:
        raise ValueError(f"{longest:g} s is no duration of a collect")
    stop = begin + dt.timedelta(seconds=longest)
    shown = stop.isoformat().replace("+00:00", "Z")
    notes.state("stop", text, lambda _: shown, document.source, path, f"the start of the collect plus {text} s")
    return begin, longest


def after(start: dt.datetime, seconds: float) -> dt.datetime:
    """Return a time some seconds into a collect."""
    if not -86_400 < seconds < 86_400:
        raise ValueError(f"{seconds:g} s lie outside any collect")
    return start + dt.timedelta(seconds=seconds)


def cone(text: str) -> float:
    """Return a Doppler cone angle in degrees."""
    if not 0 < (angle := v.number(text)) < 180:
        raise ValueError(f"{angle:g} degrees is no Doppler cone angle")
    return angle


def state_pass(document: Document, path: str, notes: Notes) -> None:
    """Note the pass by the sign of a velocity's northward component."""
    text = _xml.first(document.root, path)
    if text:
        notes.state("pass_direction", text, _northward, document.source, path, "from the velocity's Z component")


def _northward(text: str) -> str:
    speed = v.number(text)
    if abs(speed) < 1.0:
        raise ValueError("goes neither north nor south")
    return "ascending" if speed > 0 else "descending"


def state_graze(document: Document, path: str, notes: Notes) -> None:
    """Note the incidence at the scene's centre where only the grazing angle is stated."""
    if text := _xml.first(document.root, path):
        for field in ("incidence_near", "incidence_far"):
            derived = "90 degrees less the grazing angle at the scene's centre"
            notes.state(field, text, _from_graze, document.source, path, derived)


def _from_graze(text: str) -> float:
    return 90.0 - v.angle(text)


def state_security(document: Document, path: str, notes: Notes) -> None:
    """Note a marking: the element's text, its attributes as ISM defines them, and the release beside it."""
    for node in _xml.each(document.root, path):
        marks = ("classification", "ownerProducer", "releasableTo", "disseminationControls", "SCIcontrols")
        named = {str(key).rpartition("}")[2]: str(value) for key, value in node.attrib.items()}
        words = [_xml.text(node), *(f"{key}={named[key]}" for key in marks if named.get(key))]
        parent = node.getparent()
        release = _xml.first(parent, "ReleaseInfo") if parent is not None else ""
        stated = " ".join([word for word in words if word] + ([f"release {release}"] if release else []))
        if stated:
            notes.state("security", stated, v.word, document.source, _xml.place(node))
            return


def compare_security(notes: Notes) -> None:
    """Note a problem where two markings of a product begin with different letters."""
    marks = [claim for claim in notes.claims if claim.field == "security" and claim.value]
    letters = {claim.stated.removeprefix("classification=")[:1].upper(): claim for claim in marks}
    if len(letters) > 1:
        one, other = list(letters.values())[:2]
        message = f'security: {one.source} states "{one.stated}", {other.source} ({other.path}) "{other.stated}"'
        notes.problem(f"{other.source}#{other.path}", message, "claims-disagree")


def corners(document: Document, path: str, notes: Notes) -> tuple[Outline, ...]:
    """Return the ring of corner points, in the order of their index, (longitude, latitude)."""
    nodes = sorted(_xml.each(document.root, path), key=lambda node: node.get("index") or "")
    if not nodes:
        return ()
    try:
        if not 3 <= len(nodes) <= 9:
            raise ValueError(f"{len(nodes)} corner points")
        points = tuple(_grid.checked(v.number(_xml.first(n, "Lon")), v.number(_xml.first(n, "Lat"))) for n in nodes)
    except ValueError as error:
        notes.problem(f"{document.source}#{path}", f"footprint: {error}")
        return ()
    return (Outline(points=points, kind="ring", source=document.source, path=path),)


def known(field: str, value: Any, why: str, document: Document, notes: Notes) -> None:
    """Note what is true of every product of a standard, and so not stated by it."""
    notes.state(field, document.root.tag.rpartition("}")[2], lambda _: value, document.source, "", why)
