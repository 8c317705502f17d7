"""The SAFE package: an XFDU manifest over a product's files, and the folder or archive that holds them."""

from __future__ import annotations

import hashlib
import struct
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from seeds.products.annotation import Identity, Sensor, annotate, image
from seeds.products.markup import Content, document, time
from seeds.products.scene import Scene, Spec, outline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

_SAFE = "http://www.esa.int/safe/sentinel-1.0"
NAMESPACES = {
    "xfdu": "urn:ccsds:schema:xfdu:1",
    "gml": "http://www.opengis.net/gml",
    "safe": _SAFE,
    "s1": f"{_SAFE}/sentinel-1",
    "s1sarl1": f"{_SAFE}/sentinel-1/sar/level-1",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date an archive can hold


@dataclass(frozen=True)
class File:
    """One file of a product: its path inside, its bytes, what it is, and the id that the manifest gives it."""

    path: str
    data: bytes
    schema: str
    id: str


@dataclass(frozen=True)
class Orbit:
    """The orbit reference of a manifest."""

    number: int
    relative: int
    cycle: int


def contents(
    scene: Scene,
    sensor: Sensor,
    identity: Identity,
    swaths: Sequence[str],
    channels: Sequence[str],
    stem: Callable[[str, str, int], str],
) -> list[File]:
    """Return every file but the manifest: annotation and measurement of each swath and channel, and the overlay.

    Swaths share the scene's width evenly; ``stem`` names an image by its swath, channel and number.
    """
    files: list[File] = []
    edges = np.linspace(-scene.width / 2, scene.width / 2, len(swaths) + 1)
    for swath, (left, right) in zip(swaths, pairwise(edges), strict=True):
        picture = image(scene, sensor, swath, float(left), float(right))
        for channel in channels:
            number = len(files) // 2 + 1
            name = stem(swath, channel, number).lower()
            plain = name.replace("-", "")
            data = annotate(scene, sensor, picture, identity, channel, number)
            files.append(File(f"annotation/{name}.xml", data, "s1Level1ProductSchema", f"product{plain}"))
            files.append(File(f"measurement/{name}.tiff", _tiff(), "s1Level1MeasurementSchema", plain))
    overlay = _overlay(outline(scene))
    return [*files, File("preview/map-overlay.kml", overlay, "s1Level1MapOverlaySchema", "mapoverlay")]


def channel_code(channels: Sequence[str]) -> str:
    """Return the two letters of product names: single or dual, and the polarisation sent."""
    return ("D" if len(channels) > 1 else "S") + channels[0][0]


def facility(spec: Spec) -> Content:
    """Return the facility that processed a product, as far as the spec states it, with its software."""
    attributes = {f"@{key}": value for key, value in spec.get("facility", {}).items()}
    return attributes | {"safe:software": {f"@{key}": value for key, value in spec["software"].items()}}


def metadata(scene: Scene, orbit: Orbit, *, processing: Content, platform: Content, general: Content) -> list[Content]:
    """Return the metadata objects of a manifest, what the layout itself words and what the scene settles."""
    return [
        _wrapped("processing", "PDI", {"safe:processing": processing}),
        _wrapped("platform", "DMD", {"safe:platform": platform}),
        _orbit_reference(scene, orbit),
        _wrapped("generalProductInformation", "DMD", {"s1sarl1:standAloneProductInformation": general}),
        _period(scene),
        _frame_set(outline(scene)),
    ]


def _wrapped(name: str, kind: str, content: Content) -> Content:
    """Return a metadata object that holds its metadata itself."""
    return {
        "@ID": name,
        "@classification": "PROVENANCE" if kind == "PDI" else "DESCRIPTION",
        "@category": kind,
        "metadataWrap": {"@mimeType": "text/xml", "@vocabularyName": "SAFE", "xmlData": content},
    }


def _period(scene: Scene) -> Content:
    """Return the acquisition period, also in milliseconds since the ascending node."""
    since = [(moment - scene.node_time).total_seconds() * 1e3 for moment in (scene.start, scene.stop)]
    content = {
        "safe:startTime": time(scene.start),
        "safe:stopTime": time(scene.stop),
        "safe:extension": {
            "s1:timeANX": {"s1:startTimeANX": f"{since[0]:.6e}", "s1:stopTimeANX": f"{since[1]:.6e}"},
        },
    }
    return _wrapped("acquisitionPeriod", "DMD", {"safe:acquisitionPeriod": content})


def _orbit_reference(scene: Scene, orbit: Orbit) -> Content:
    """Return the orbit reference: numbers, pass and ascending node."""
    content = {
        "safe:orbitNumber": [{"@type": end, "#": orbit.number} for end in ("start", "stop")],
        "safe:relativeOrbitNumber": [{"@type": end, "#": orbit.relative} for end in ("start", "stop")],
        "safe:cycleNumber": orbit.cycle,
        "safe:phaseIdentifier": 1,
        "safe:extension": {
            "s1:orbitProperties": {
                "s1:pass": "ASCENDING" if scene.middle[5] > 0 else "DESCENDING",
                "s1:ascendingNodeTime": time(scene.node_time),
            },
        },
    }
    return _wrapped("measurementOrbitReference", "DMD", {"safe:orbitReference": content})


def _frame_set(corners: Sequence[tuple[float, float]]) -> Content:
    """Return the footprint: latitude first, four corners, not closed."""
    content = {
        "safe:frame": {
            "safe:footPrint": {
                "@srsName": "http://www.opengis.net/gml/srs/epsg.xml#4326",
                "gml:coordinates": " ".join(f"{lat:.6f},{lon:.6f}" for lon, lat in corners),
            },
        },
    }
    return _wrapped("measurementFrameSet", "DMD", {"safe:frameSet": content})


def manifest(version: str, title: str, metadata: Sequence[Content], files: Sequence[File]) -> bytes:
    """Return ``manifest.safe``: the package map, the metadata, and every file with its size and MD5."""
    described = [str(one["@ID"]) for one in metadata if one["@category"] == "DMD"]
    content = {
        "@version": version,
        "informationPackageMap": {
            "xfdu:contentUnit": {
                "@unitType": "SAFE Archive Information Package",
                "@textInfo": title,
                "@dmdID": " ".join(described),
                "@pdiID": "processing",
                "xfdu:contentUnit": [_unit(file) for file in files],
            },
        },
        "metadataSection": {"metadataObject": list(metadata)},
        "dataObjectSection": {"dataObject": [_data_object(file) for file in files]},
    }
    return document("xfdu:XFDU", content, NAMESPACES)


def _unit(file: File) -> Content:
    kind = "Measurement Data Unit" if file.path.startswith("measurement/") else "Metadata Unit"
    return {"@unitType": kind, "@repID": file.schema, "dataObjectPointer": {"@dataObjectID": file.id}}


def _data_object(file: File) -> Content:
    media = "application/octet-stream" if file.path.startswith("measurement/") else "text/xml"
    return {
        "@ID": file.id,
        "@repID": file.schema,
        "byteStream": {
            "@mimeType": media,
            "@size": len(file.data),
            "fileLocation": {"@locatorType": "URL", "@href": f"./{file.path}"},
            "checksum": {
                "@checksumName": "MD5",
                "#": hashlib.md5(file.data, usedforsecurity=False).hexdigest(),
            },
        },
    }


def _overlay(corners: Sequence[tuple[float, float]]) -> bytes:
    """Return the map overlay: the quick look's place on the ground."""
    spaces = {"kml": "http://www.opengis.net/kml/2.2", "gx": "http://www.google.com/kml/ext/2.2"}
    ground = {
        "kml:name": "Map Overlay",
        "gx:LatLonQuad": {"kml:coordinates": " ".join(f"{lon:.6f},{lat:.6f}" for lon, lat in corners)},
    }
    return document("kml:kml", {"kml:Document": {"kml:GroundOverlay": ground}}, spaces)


def _tiff() -> bytes:
    """Return a TIFF image of one black 16-bit pixel, the stand-in for a measurement."""
    tags = [(256, 1), (257, 1), (258, 16), (259, 1), (262, 1), (273, 134), (277, 1), (278, 1), (279, 2), (339, 1)]
    entries = b"".join(struct.pack("<HHII", tag, 3, 1, value) for tag, value in tags)
    return struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + entries + struct.pack("<IH", 0, 0)


def pack(name: str, manifest: bytes, files: Sequence[File], folder: Path, package: str) -> Path:
    """Write the product ``name`` as a folder or as an archive and return its path.

    Archives are stored, not compressed: compressors differ from one machine to the next.
    """
    inside = {"manifest.safe": manifest} | {file.path: file.data for file in files}
    if package == "zip":
        return _archive(name, inside, folder)
    if package != "folder":
        raise ValueError(f"no such package: {package}")
    for place, data in inside.items():
        path = folder / name / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / name


def _archive(name: str, inside: Mapping[str, bytes], folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name.removesuffix('.SAFE')}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for place in sorted(inside):
            info = zipfile.ZipInfo(f"{name}/{place}", _EPOCH)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, inside[place])
    return target
