"""What the files of an ICEYE product state, whatever their form: texts by key, with their places.

XML, GeoTIFF tags and HDF5 datasets have the same keys, in lower or upper case; the JSON of 2025 and its GeoTIFF
have those of STAC and "iceye:" ones.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from sarcheck.errors import ProductError
from sarcheck.readers import _hdf5, _json, _tiff, _xml
from sarcheck.readers._files import MAX_FILE, heads
from sarcheck.readers._roots import root_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sarcheck.readers._files import Files

_MARKS = {"satellite_name", "orbit_processing_level", "zerodoppler_start_utc"}
"""Keys that no other maker's products have together."""
_COG = ("iceye:zero_doppler_start_datetime", "iceye:processing_mode", "iceye:filename", "iceye:image_id")
_WRAPPING = re.compile(r"[\[\]()'\"]|,(?=\s*\))")
"""Brackets and quotes in which GeoTIFF tags print lists, and texts of one element."""
_VECTOR = "Orbit_State_Vectors/orbit_vector"
VECTOR_KEYS = {
    "state_vector_time_utc": "time",
    **{f"{kind}{axis}": f"{kind}{axis.upper()}" for kind in ("pos", "vel") for axis in "xyz"},
}
_NESTED = {
    "grsr_coefficients": "GRSR_Coefficients/coefficient/value",
    "grsr_ground_range_origin": "GRSR_Coefficients/ground_range_origin",
}
"""Keys that XML nests, by the names that GeoTIFF and HDF5 give them."""
MAX_DATASETS = 500
"""Datasets of an HDF5 file that are looked at; a product has about ninety."""


class Form(NamedTuple):
    """What one file states: texts by key with their places, how sure the layout is, and why keys could not be read."""

    source: str
    texts: Mapping[str, str]
    places: Mapping[str, str]
    verified: bool
    document: Mapping[str, Any] = {}
    faults: Mapping[str, str] = {}


def bare(text: str) -> str:
    """Return a text without the brackets and quotes around it and around its parts."""
    return _WRAPPING.sub(" ", text).strip()


def forms(files: Files, errors: list[ProductError]) -> Iterator[Form]:
    """Yield what each file of an ICEYE product states, in the order in which they are believed.

    A file that cannot be read is noted in ``errors``: it may be another product's.
    """
    for loader, names in (
        (_from_xml, [name for name, head in heads(files).items() if _is_xml(files, name, head)]),
        (_from_tiff, [name for name, head in heads(files).items() if _tiff.is_tiff(head)]),
        (_from_hdf5, _hdf5.found(files)),
        (_from_json, _json.found(files, b'"iceye:')),
    ):
        for name in names:
            try:
                form = loader(files, name)
            except ProductError as error:
                errors.append(error)
                continue
            if form:
                yield form


def _is_ours(texts: Mapping[str, str]) -> bool:
    return texts.keys() >= _MARKS or any(key in texts for key in _COG)


def sniff(files: Files) -> bool:
    """Tell whether a file states what ICEYE products do; XML is told without being parsed."""
    return (
        any(_is_xml(files, name, head) for name, head in heads(files).items())
        or next(forms(files, []), None) is not None
    )


def _is_xml(files: Files, name: str, head: bytes) -> bool:
    return root_name(head) == "Metadata" and all(f"<{mark}>".encode() in files.head(name, MAX_FILE) for mark in _MARKS)


def _from_xml(files: Files, name: str) -> Form | None:
    document = _xml.parse(files, name)
    texts = {_xml.local(node): _xml.text(node) for node in document.root}
    places = {key: key for key in texts}
    for key, path in _NESTED.items():
        found = [_xml.text(node) for node in _xml.each(document.root, path)]
        if found:
            texts[key], places[key] = " ".join(found), path
    vectors = [{_xml.local(part): _xml.text(part) for part in node} for node in _xml.each(document.root, _VECTOR)]
    for key, name_inside in VECTOR_KEYS.items() if vectors else ():
        texts[key] = " ".join(vector.get(name_inside, "") for vector in vectors)
        places[key] = f"{_VECTOR}/{name_inside}"
    return Form(name, texts, places, verified=True) if _is_ours(texts) else None


def _from_tiff(files: Files, name: str) -> Form | None:
    items = _tiff.metadata(files, name)
    texts = {key.lower(): text for key, text in items.items()}
    places = {key.lower(): key for key in items}
    return Form(name, texts, places, verified=not _modern(texts)) if _is_ours(texts) else None


def _modern(texts: Mapping[str, str]) -> bool:
    return any(key in texts for key in _COG)


def _from_hdf5(files: Files, name: str) -> Form | None:
    """Return the small datasets at the root of an HDF5 file; the large ones are pixels."""
    texts, places, faults = {}, {}, {}
    with _hdf5.opened(files, name) as tree:
        names = tree.children("")[:MAX_DATASETS]
        if not {key.lower() for key in names} >= _MARKS:
            return None
        for key in names:
            places[key.lower()] = key
            try:
                texts[key.lower()] = tree.text(key)
            except ValueError as error:
                faults[key.lower()] = str(error)
    return Form(name, texts, places, verified=False, faults=faults)


def _from_json(files: Files, name: str) -> Form | None:
    document = _json.parse(files, name)
    inside = document.get("properties")
    properties = inside if isinstance(inside, dict) else document
    under = "/properties/" if properties is inside else "/"
    texts = {key: _json.text(value) for key, value in properties.items()}
    places = {key: under + key for key in texts}
    software = properties.get("processing:software")
    if isinstance(software, dict):
        texts["processing:software.processor"] = _json.text(software.get("processor"))
        places["processing:software.processor"] = under + "processing:software/processor"
    return Form(name, texts, places, verified=False, document=document) if _is_ours(texts) else None
