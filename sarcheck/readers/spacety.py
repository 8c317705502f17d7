"""Products that imitate Sentinel-1's layout and are not Copernicus products: HISEA-1 and its kin.

Product layouts B1, known from public reader code, not from genuine files ("layout only"). Their
platform fields are unreliable: many name no satellite, or Sentinel-1. One that does name a satellite
gets that name; the others are unidentified, and never taken for Sentinel-1.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from sarcheck.errors import ProductError
from sarcheck.readers import _grid, _lookalike, _safe, _safe_ties, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import Notes, build

if TYPE_CHECKING:
    from sarcheck.model import Product
    from sarcheck.readers._files import Files
    from sarcheck.readers._xml import Document

NAME = "spacety"
_NO_SATELLITE = re.compile(
    r"(SENTINEL[-_ ]?1?|S1)([-_ ]?[A-Z])?|B[CX]\d*|SPACETY([-_ ]\w*)?"
    r"|((TY[-_ ]?)?MINI[-_ ]?SAR|C?[-_ ]?SAR|SATELLITE|UNKNOWN|UNDEFINED|NONE|NULL|N/?A)?[-_ 0]*",
    re.IGNORECASE,
)
"""Words found where a satellite's name belongs: the imitated mission, the maker, the file prefix."""


def sniff(files: Files) -> bool:
    """Tell whether a product has the layout of Sentinel-1 without being one of Copernicus."""
    judged = _lookalike.judge(files)
    return judged is not None and bool(judged.contrary)


def read(files: Files) -> Product:
    """Read a look-alike product; one that names no satellite carries an "unidentified-platform" problem."""
    judged = _lookalike.judge(files)
    if judged is None:
        raise ProductError(files.href, "", "no manifest and no annotation in the layout of Sentinel-1")
    parts, manifest = judged.parts, judged.manifest
    notes = Notes()
    documents = _safe.parse_annotations(parts, notes)
    if manifest:
        _state_family(manifest, notes)
        _safe.state_manifest(manifest, notes)
    _safe.state_missions(documents, _satellite, notes)
    _safe.state_annotations(documents, notes)
    _safe.state_derived(notes)
    _safe.state_name(parts.files.name, notes)
    _grid.incidence(documents, notes)
    if not any(claim.value for claim in notes.claims if claim.field == "platform"):
        _warn(judged.contrary, parts.manifest or parts.annotations[0], notes)
    stated = _grid.frames(manifest, notes) if manifest else ()
    grids = [ring for document in documents if (ring := _grid.grid(document, notes))]
    _grid.compare(stated, grids, notes)
    return build(
        notes,
        id=_safe.identifier(parts.files.name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        verification="layout only",
        outlines=stated or _grid.distinct(grids),
        state_vectors=_safe.state_vectors(documents, notes),
        ties=_safe_ties.ties(documents, notes),
        files=_safe.file_records(parts, manifest),
    )


def _satellite(text: str) -> str | None:
    return None if _NO_SATELLITE.fullmatch(text.strip()) else v.platform(text)


def _state_family(manifest: Document, notes: Notes) -> None:
    """Note the satellite of the manifest: its family, with its number where the family ends in none.

    A letter is no number: it imitates Sentinel-1's A to D.
    """
    number = _xml.first(manifest.root, "//platform/number")
    for node in islice(_xml.each(manifest.root, "//platform/familyName"), _safe.MAX_PLATFORMS):
        if family := _xml.text(node):
            lacking = number.isdecimal() and not family[-1].isdecimal()
            stated = f"{family}-{number}" if lacking else family
            notes.state("platform", stated, _satellite, manifest.source, _xml.place(node))


def _warn(contrary: tuple[str, ...], source: str, notes: Notes) -> None:
    message = (
        "Spacety-like, unidentified: laid out like Sentinel-1, but no Copernicus product "
        f"({'; '.join(contrary)}), and it names no satellite. Ask the supplier which satellite took it"
    )
    notes.problem(source, message, "unidentified-platform")
