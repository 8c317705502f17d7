"""KOMPSAT-5: the ``_Aux.xml`` that comes with every product, of one subswath or several.

Product layout A9. The keys are those of COSMO-SkyMed without blanks; HDF5 products of KOMPSAT-5 have them
with blanks and are read as such.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.readers import _skymed, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._files import heads, only
from sarcheck.readers._product import Notes, build, clean
from sarcheck.readers._roots import root_name
from sarcheck.readers._skymed import Section, Sections

if TYPE_CHECKING:
    from lxml import etree

    from sarcheck.model import Product
    from sarcheck.readers._files import Files
    from sarcheck.readers._xml import Document

NAME = "kompsat5"
_ROOT = "Auxiliary"
_MARK, _EARLY = b"KMPS", 2**16
"""What the satellite's name begins with, and within how many bytes of the file."""


_NAME = re.compile(r"K5_(?P<start>\d{14})_\d{6}_\d{5}_[AD]_")


def sniff(files: Files) -> bool:
    """Tell whether there is an auxiliary file of KOMPSAT-5."""
    return bool(_found(files))


def _found(files: Files) -> list[str]:
    named = [name for name, head in heads(files).items() if root_name(head) == _ROOT]
    return [name for name in named if _MARK in files.head(name, _EARLY)]


def read(files: Files) -> Product:
    """Read the auxiliary file of a KOMPSAT-5 product."""
    document = _xml.parse(files, only(files, _found(files)))
    notes = Notes()
    parts = _sections(document)
    _skymed.state(parts, notes)
    notes.name((files.name, *files.names), _NAME, {"start": v.name_time})
    outlines = _skymed.outlines(parts, notes)
    return build(
        notes,
        id=_identifier(parts.root.get("Product Filename"), files.name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        outlines=outlines,
        state_vectors=_skymed.vectors(parts, notes),
        ties=_skymed.ties(parts, notes),
    )


def _identifier(stated: str, name: str) -> str:
    return clean(stated.removesuffix(".h5")) or name


def _sections(document: Document) -> Sections:
    """Return the keys of the product, its subswaths and its images; one image of all subswaths comes alone."""
    root = next(_xml.each(document.root, "Root"), document.root)
    swaths = list(_xml.each(root, "SubSwaths/SubSwath"))[: _skymed.MAX_SWATHS]
    images = list(_xml.each(root, "MBI"))[:1] or [image for swath in swaths for image in _xml.each(swath, "SBI")]
    return Sections(document.source, _section(root), [_section(node) for node in swaths], [*map(_section, images)])


def _section(node: etree._Element) -> Section:
    place = _xml.place(node)
    return Section(lambda key: _xml.first(node, _tag(key)), lambda key: f"{place}/{_tag(key)}" if place else _tag(key))


def _tag(key: str) -> str:
    return key.replace(" ", "").replace("-", "")
