"""Sentinel-1: SAFE folders and archives, the manifest alone, the layout of public buckets.

Product layouts A1. Content decides: products that imitate Copernicus are left to the next reader.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from sarcheck.errors import ProductError
from sarcheck.readers import _geojson, _grid, _layout, _lookalike, _safe, _safe_ties, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import FROM_NAME, Notes, build, clean

if TYPE_CHECKING:
    from sarcheck.model import Outline, Product
    from sarcheck.readers._files import Files
    from sarcheck.readers._xml import Document

NAME = "sentinel1"


def sniff(files: Files) -> bool:
    """Tell whether a product is a Copernicus Sentinel-1 product."""
    judged = _lookalike.judge(files)
    return judged is not None and not judged.contrary


def read(files: Files) -> Product:
    """Read a Sentinel-1 product of level 0, 1 or 2, as much of it as is there."""
    judged = _lookalike.judge(files)
    if judged is None:
        raise ProductError(files.href, "", "no manifest and no annotation of a Sentinel-1 product")
    parts, manifest = judged.parts, judged.manifest
    notes = Notes()
    if manifest:
        _state_satellite(manifest, notes)
        _safe.state_manifest(manifest, notes)
    info = _safe.state_info(parts, notes)
    if isinstance(mission := info.get("missionId"), str):
        notes.state("platform", mission, v.platform, _layout.INFO, "/missionId")
    documents = _safe.parse_annotations(parts, notes)
    _safe.state_missions(documents, v.platform, notes)
    _safe.state_annotations(documents, notes)
    _safe.state_derived(notes)
    _state_known(parts.manifest or (documents[0].source if documents else parts.files.name), notes)
    named = _safe.state_name(parts.files.name, notes)
    if named:
        notes.state("platform", named["platform"], v.platform, parts.files.name, FROM_NAME)
    _grid.incidence(documents, notes)
    return build(
        notes,
        id=clean(info["id"]) if isinstance(info.get("id"), str) else _safe.identifier(parts.files.name),
        href=files.href,
        format=NAME,
        evidence="metadata",
        constellation="sentinel-1",
        outlines=_outlines(manifest, parts.info, info, documents, notes),
        state_vectors=_safe.state_vectors(documents, notes),
        ties=_safe_ties.ties(documents, notes),
        files=_safe.file_records(parts, manifest),
    )


def _state_satellite(manifest: Document, notes: Notes) -> None:
    """Note the satellite, and the level that the manifest's version names; only it tells raw data."""
    family = _xml.first(manifest.root, "//platform/familyName")
    for node in islice(_xml.each(manifest.root, "//platform/number"), _safe.MAX_PLATFORMS):
        notes.state("platform", f"{family} {_xml.text(node)}", v.platform, manifest.source, _xml.place(node))
    version = manifest.root.get("version", "")
    if match := re.search(r"/level-(\d)/", version):
        notes.state("level", version, lambda _: f"L{match[1]}", manifest.source, "@version")
        if match[1] == "0":
            notes.state("product_type", version, lambda _: "RAW", manifest.source, "@version", "level 0 is raw data")


def _state_known(source: str, notes: Notes) -> None:
    """Note what is true of every Sentinel-1 image and so is not stated by it."""
    notes.state("look", "", lambda _: "right", source, "", "Sentinel-1 always looks right")
    notes.state("frequency_band", "", lambda _: "C", source, "", "Sentinel-1 carries a C-band radar only")


def _outlines(
    manifest: Document | None, info_file: str | None, info: dict[str, Any], documents: list[Document], notes: Notes
) -> tuple[Outline, ...]:
    """Return the stated frames, else the bucket's footprint, else the outer rings of the grids."""
    stated = _grid.frames(manifest, notes) if manifest else ()
    if not stated and info_file and info.get("footprint"):
        stated = _geojson.outlines(info["footprint"], info_file, "/footprint", notes)
    grids = [ring for document in documents if (ring := _grid.grid(document, notes))]
    _grid.compare(stated, grids, notes)
    return stated or _grid.distinct(grids)
