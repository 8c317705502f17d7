"""What COSMO-SkyMed and KOMPSAT-5 products state under the same keys, be they HDF5 attributes or XML elements.

Product layouts A5, A9 and B3: both ground segments have one maker. A product has its own keys, those of
each subswath and those of each image; a mosaic of all subswaths has one image.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sarcheck.model import TiePoint, TiePoints
from sarcheck.readers import _tracks
from sarcheck.readers import _values as v

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from sarcheck.model import Outline, StateVector
    from sarcheck.readers._product import Notes

MAX_SWATHS = 20
"""Subswaths of one product; ScanSAR of both sensors has six at most."""
_LEVELS = {"RAW": "L0", "SCS": "L1A", "SSC": "L1A", "DGM": "L1B", "MDG": "L1B", "GEC": "L1C", "GTC": "L1D"}
_COMPLEX = {"SCS": True, "SSC": True, "DGM": False, "MDG": False, "GEC": False, "GTC": False}
_PLATFORMS = {
    **{f"CSKS{i}": f"csk{i}" for i in range(1, 5)},
    **{f"SSAR{i}": f"csg{i}" for i in range(1, 5)},
    "KMPS5": "kompsat-5",
    "KMPS6": "kompsat-6",
}
_CONSTELLATIONS = {"CSK": "cosmo-skymed", "CSG": "cosmo-skymed-second-generation", "KMPS": "kompsat"}
_RING = ("Top Left", "Top Right", "Bottom Right", "Bottom Left")


class Section(NamedTuple):
    """The keys of one part of a product: ``get`` returns a key's text, "" where it is absent, ``path`` its place."""

    get: Callable[[str], str]
    path: Callable[[str], str]


class Sections(NamedTuple):
    """The parts of one product; ``images`` are those that state where on the ground an image lies."""

    source: str
    root: Section
    swaths: Sequence[Section]
    images: Sequence[Section]


def platform(text: str) -> str:
    """Return the key of a satellite that is named as these products do."""
    return _PLATFORMS.get(text.strip().upper()) or v.platform(text)


def constellation(text: str) -> str:
    """Return the family of satellites that a mission's short name stands for."""
    return _CONSTELLATIONS.get(text.strip().upper()) or v.platform(text)


def level(text: str) -> str | None:
    """Return the processing level of a product type such as SCS_B, None where the type is unknown."""
    return _LEVELS.get(text.strip().upper()[:3])


def is_complex(text: str) -> bool | None:
    """Tell whether a product type such as SCS_B has complex pixels, None where it tells nothing."""
    return _COMPLEX.get(text.strip().upper()[:3])


def version(text: str) -> str | None:
    """Return a software version, None for the dash that stands for a step that was not done."""
    return None if text.strip() in ("-", "NULL", "N/A") else v.word(text)


_ROOT: tuple[tuple[str, str, Callable[[str], Any], str | None], ...] = (
    ("platform", "Satellite ID", platform, None),
    ("constellation", "Mission ID", constellation, None),
    ("start", "Scene Sensing Start UTC", v.time, None),
    ("stop", "Scene Sensing Stop UTC", v.time, None),
    ("mode", "Acquisition Mode", v.upper, None),
    ("swaths", "Multi-Beam ID", v.words, None),
    ("product_type", "Product Type", v.upper, None),
    ("level", "Product Type", level, "from the product type"),
    ("complex", "Product Type", is_complex, "from the product type"),
    ("frequency_band", "Radar Frequency", v.band, "from the frequency"),
    ("look", "Look Side", v.look, None),
    ("pass_direction", "Orbit Direction", v.orbit_pass, None),
    ("orbit_number", "Orbit Number", v.count, None),
    ("resolution_range", "Ground Range Geometric Resolution", v.length, None),
    ("resolution_azimuth", "Azimuth Geometric Resolution", v.length, None),
    ("facility", "Processing Centre", v.word, None),
    ("receiving_station", "Acquisition Station ID", v.word, None),
    ("processed", "Product Generation UTC", v.time, None),
    *(("processor", f"L{step} Software Version", version, None) for step in ("1D", "1C", "1B", "1A", "0")),
)
_IMAGE = (
    ("spacing_range", "Column Spacing", v.length, max),
    ("spacing_azimuth", "Line Spacing", v.length, max),
    ("incidence_near", "Near Incidence Angle", v.angle, min),
    ("incidence_far", "Far Incidence Angle", v.angle, max),
)


def state(parts: Sections, notes: Notes) -> None:
    """Note what the keys of a product state."""
    for field, key, parse, derived in _ROOT:
        if stated := _get(parts.root, key, parts.source, notes):
            notes.state(field, stated, parse, parts.source, parts.root.path(key), derived)
    _state_channels(parts, notes)
    for field, key, parse, pick in _IMAGE:
        _state_extreme(parts, field, key, parse, pick, notes)


def _get(section: Section, key: str, source: str, notes: Notes) -> str:
    try:
        return section.get(key)
    except ValueError as error:
        notes.problem(f"{source}#{section.path(key)}", str(error))
        return ""


def _state_channels(parts: Sections, notes: Notes) -> None:
    """Note the channels of all subswaths; the second generation spells the key with a z."""
    for key in ("Polarisation", "Polarization"):
        stated = {text: swath for swath in parts.swaths if (text := _get(swath, key, parts.source, notes))}
        if stated:
            first = next(iter(stated.values()))
            derived = f"of {len(parts.swaths)} subswaths" if len(stated) > 1 else None
            notes.state("polarisations", " ".join(stated), v.polarisations, parts.source, first.path(key), derived)


def _state_extreme(
    parts: Sections, field: str, key: str, parse: Callable[[str], float], pick: Callable[..., Any], notes: Notes
) -> None:
    """Note the least or the greatest of a value that each image states."""
    texts = {text: image for image in parts.images if (text := _get(image, key, parts.source, notes))}
    readable = []
    for text in texts:
        try:
            readable.append((parse(text), text))
        except ValueError:
            notes.state(field, text, parse, parts.source, texts[text].path(key))
    if readable:
        _, text = pick(readable)
        derived = f"the {pick.__name__} of {len(parts.images)} images" if len(readable) > 1 else None
        notes.state(field, text, parse, parts.source, texts[text].path(key), derived)


def outlines(parts: Sections, notes: Notes) -> tuple[Outline, ...]:
    """Return the estimated outline of the scene, else that of each image."""
    for sections, prefix in (((parts.root,), "Estimated "), (parts.images, "")):
        found: list[Outline] = []
        for section in sections:
            keys = [f"{prefix}{corner} Geodetic Coordinates" for corner in _RING]
            texts = [_get(section, key, parts.source, notes) for key in keys]
            if all(texts):
                found += _ring(texts, parts.source, section.path(keys[0]), notes)
        if found:
            return tuple(found)
    return ()


def _ring(texts: Sequence[str], source: str, path: str, notes: Notes) -> tuple[Outline, ...]:
    try:
        corners = [_tracks.geodetic(text)[0] for text in texts]
    except ValueError as error:
        notes.problem(f"{source}#{path}", f"footprint: {error}")
        return ()
    return _tracks.ring(corners, source, path, notes)


def vectors(parts: Sections, notes: Notes) -> tuple[StateVector, ...]:
    """Return the Earth-fixed state vectors, none where positions or velocities are absent."""
    root, source = parts.root, parts.source
    keys = ("State Vectors Times", "ECEF Satellite Position", "ECEF Satellite Velocity")
    texts = [_get(root, key, source, notes) for key in keys]
    epoch = _epoch(parts)
    if not all(texts) or epoch is None:
        return ()
    try:
        seconds, positions, velocities = (_tracks.numbers(text) for text in texts)
        return _tracks.vectors([_tracks.after(epoch, second) for second in seconds], positions, velocities)
    except ValueError as error:
        notes.problem(f"{source}#{root.path(keys[0])}", f"state vectors: {error}")
        return ()


def _epoch(parts: Sections) -> dt.datetime | None:
    """Return the midnight from which times are counted, None where none is stated that can be read."""
    try:
        return v.instant(parts.root.get("Reference UTC"))
    except ValueError:
        return None


def ties(parts: Sections, notes: Notes) -> tuple[TiePoints, ...]:
    """Return the corners of each image with the zero-Doppler time and the range at which the radar saw them."""
    epoch = _epoch(parts)
    found: list[TiePoints] = []
    for image in parts.images if epoch else ():
        path = image.path("Zero Doppler Azimuth First Time")
        try:
            points = _corners(image, parts.root, epoch)
        except ValueError as error:
            notes.problem(f"{parts.source}#{path}", f"tie points: {error}")
            continue
        heights: _tracks.Heights = "none" if any(point.height is None for point in points) else "point"
        if points:
            found.append(TiePoints(points=points, heights=heights, source=parts.source, path=path))
    return tuple(found)


def _corners(image: Section, root: Section, epoch: dt.datetime | None) -> tuple[TiePoint, ...]:
    """Return the four corners as tie points, none where times, ranges or coordinates are absent."""
    azimuth = [image.get(f"Zero Doppler Azimuth {end} Time") for end in ("First", "Last")]
    distance = [image.get(f"Zero Doppler Range {end} Time") for end in ("First", "Last")]
    names = _named(image, root)
    if epoch is None or not all(azimuth) or not all(distance) or not names:
        return ()
    times = [_tracks.after(epoch, v.number(text)) for text in azimuth]
    ranges = [v.length(text) * _tracks.HALF_LIGHT for text in distance]
    angles = [_angle(image.get(f"{side} Incidence Angle")) for side in ("Near", "Far")]
    points = []
    for (late, far), name in names.items():
        (lon, lat), height = _tracks.geodetic(image.get(f"{name} Geodetic Coordinates"))
        points.append(
            TiePoint(
                time=times[late],
                longitude=lon,
                latitude=lat,
                height=height,
                slant_range=ranges[far],
                incidence=angles[far],
            )
        )
    return tuple(points)


def _named(image: Section, root: Section) -> dict[tuple[bool, bool], str]:
    """Return which corner is (late, far): stated as such, else by the order of lines and columns.

    An image on a map states them as such; one without either has no corner that the radar saw at a stated time.
    """
    names = {(late, far): _near_far(late, far) for late in (False, True) for far in (False, True)}
    if all(image.get(f"{name} Geodetic Coordinates") for name in names.values()):
        return names
    lines, columns = root.get("Lines Order").upper(), root.get("Columns Order").upper()
    if lines not in ("EARLY-LATE", "LATE-EARLY") or columns not in ("NEAR-FAR", "FAR-NEAR"):
        return {}
    named = {}
    for late, far in names:
        bottom, right = late == (lines == "EARLY-LATE"), far == (columns == "NEAR-FAR")
        named[late, far] = f"{'Bottom' if bottom else 'Top'} {'Right' if right else 'Left'}"
    return named if all(image.get(f"{name} Geodetic Coordinates") for name in named.values()) else {}


def _near_far(late: bool, far: bool) -> str:
    return f"{'Far' if far else 'Near'} {'Late' if late else 'Early'}"


def _angle(text: str) -> float | None:
    return v.angle(text) if text else None
