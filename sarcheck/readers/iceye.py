"""ICEYE: the XML of a product, the tags of its GeoTIFF, its HDF5 file, and the JSON form of 2025.

Product layouts A7. XML, HDF5 and GeoTIFF state the same keys, in lower or upper case; the files of 2025 state
those of STAC and its own "iceye:" ones. HDF5 and the form of 2025 are known from documents only ("layout only").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sarcheck.errors import ProductError
from sarcheck.model import TiePoint, TiePoints
from sarcheck.readers import _files, _geojson, _iceye, _tracks
from sarcheck.readers import _values as v
from sarcheck.readers._grid import checked
from sarcheck.readers._iceye import Form, bare
from sarcheck.readers._product import Notes, build, clean

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from sarcheck.model import Outline, Point, Product, StateVector
    from sarcheck.readers._files import Files

NAME = "iceye"
sniff = _iceye.sniff
_CORNERS = ("first_near", "first_far", "last_far", "last_near")
"""In the order of the ring: along the first line, and back along the last."""
_MAX_RANGE = 1e7
"""Metres; a satellite sees no farther."""
_COMPLEX = {"SLC": True, "SSC": True, "GRD": False, "QLK": False, "AMP": False, "CPX": True}


def maker(text: str) -> str | None:
    """Return whose processor a version such as ICEYE_P_1.22 names, None where it names nobody."""
    name, mark, _ = text.partition("_")
    return name if mark and name.isalpha() else None


def level(text: str) -> str | None:
    """Return the level of a product level such as GRD, None for an unknown one."""
    return "L1" if is_complex(text) is not None else None


def is_complex(text: str) -> bool | None:
    """Tell whether a product level such as SLC or "SLC-COG" has complex pixels, None where it tells nothing."""
    return _COMPLEX.get(text.strip().upper().partition("-")[0])


_CLASSIC: tuple[tuple[str, str, Callable[[str], Any], str | None], ...] = (
    ("platform", "satellite_name", v.platform, None),
    ("start", "acquisition_start_utc", v.time, None),
    ("stop", "acquisition_end_utc", v.time, None),
    ("mode", "acquisition_mode", v.word, None),
    ("polarisations", "polarization", v.polarisations, None),
    ("product_type", "product_level", v.upper, None),
    ("level", "product_level", level, "from the product type"),
    ("complex", "product_level", is_complex, "from the product type"),
    ("frequency_band", "carrier_frequency", v.band, "from the frequency"),
    ("look", "look_side", v.look, None),
    ("pass_direction", "orbit_direction", v.orbit_pass, None),
    ("orbit_number", "orbit_absolute_number", v.count, None),
    ("spacing_range", "range_spacing", v.length, None),
    ("spacing_range", "slant_range_spacing", v.length, None),
    ("spacing_azimuth", "azimuth_spacing", v.length, None),
    ("spacing_azimuth", "azimuth_ground_spacing", v.length, None),
    ("incidence_near", "incidence_near", v.angle, None),
    ("incidence_far", "incidence_far", v.angle, None),
    ("processed", "processing_time", v.time, None),
    ("processor", "processor_version", v.word, None),
    ("facility", "processor_version", maker, "whose processor it is"),
)
_MODERN: tuple[tuple[str, str, Callable[[str], Any], str | None], ...] = (
    ("platform", "platform", v.platform, None),
    ("start", "start_datetime", v.time, None),
    ("stop", "end_datetime", v.time, None),
    ("mode", "sar:instrument_mode", v.word, None),
    ("polarisations", "sar:polarizations", v.polarisations, None),
    ("product_type", "sar:product_type", v.upper, None),
    ("level", "sar:product_type", level, "from the product type"),
    ("complex", "sar:product_type", is_complex, "from the product type"),
    ("frequency_band", "sar:frequency_band", v.band_letter, None),
    ("frequency_band", "sar:center_frequency", v.band, "from the frequency"),
    ("look", "sar:observation_direction", v.look, None),
    ("pass_direction", "sat:orbit_state", v.orbit_pass, None),
    ("orbit_number", "sat:absolute_orbit", v.count, None),
    ("resolution_range", "sar:resolution_range", v.length, None),
    ("resolution_azimuth", "sar:resolution_azimuth", v.length, None),
    ("spacing_range", "sar:pixel_spacing_range", v.length, None),
    ("spacing_azimuth", "sar:pixel_spacing_azimuth", v.length, None),
    ("incidence_near", "iceye:incidence_angle_near", v.angle, None),
    ("incidence_far", "iceye:incidence_angle_far", v.angle, None),
    ("incidence_near", "view:incidence_angle", v.angle, "one angle for the whole scene"),
    ("incidence_far", "view:incidence_angle", v.angle, "one angle for the whole scene"),
    ("processed", "iceye:processing_end_datetime", v.time, None),
    ("processed", "created", v.time, "when the file was made"),
    ("processor", "processing:software.processor", v.word, None),
    ("facility", "processing:facility", v.word, None),
)
_READ = frozenset(key for _, key, _, _ in (*_CLASSIC, *_MODERN)) | set(_iceye.VECTOR_KEYS)
"""Keys whose loss is worth telling."""


_NAME = re.compile(r"ICEYE(?:_(?P<platform>X\d+))?(?:_[A-Z]+)+_\d+_(?P<start>\d{8}T\d{6})")
_NAMED = {"platform": lambda text: f"iceye-{text.lower()}", "start": v.name_time}


def read(files: Files) -> Product:
    """Read an ICEYE product from each of its files; the XML speaks first, then GeoTIFF, HDF5 and JSON."""
    notes = Notes()
    errors: list[ProductError] = []
    forms = list(_iceye.forms(files, errors))
    if not forms:
        raise errors[0] if errors else ProductError(files.href, "", "no metadata of an ICEYE product")
    for error in errors:
        notes.problem(error.pointer, error.message)
    _refuse_many(forms, files)
    for form in forms:
        for key, message in form.faults.items():
            if key in _READ:
                notes.problem(f"{form.source}#{form.places[key]}", message)
        for field, key, parse, derived in (*_CLASSIC, *_MODERN):
            if stated := form.texts.get(key, ""):
                notes.state(field, stated, _unwrapped(parse), form.source, form.places[key], derived)
    notes.name((files.name, *(form.source.rpartition("/")[2] for form in forms)), _NAME, _NAMED)
    first = forms[0]
    notes.state("constellation", "", lambda _: "iceye", first.source, "", "the format is of ICEYE's satellites only")
    found = [(_outlines(form, notes), _vectors(form, notes), _ties(form, notes)) for form in forms]
    outlines, vectors, ties = (next((part for part in parts if part), ()) for parts in zip(*found, strict=True))
    return build(
        notes,
        id=_identifier(first) or files.name,
        href=files.href,
        format=NAME,
        evidence="metadata",
        verification="verified" if first.verified else "layout only",
        outlines=outlines,
        state_vectors=vectors,
        ties=ties,
    )


def _unwrapped(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: parse(bare(text))


def _identifier(form: Form) -> str:
    stated = form.texts.get("product_name") or form.texts.get("iceye:filename", "").rpartition(".")[0]
    return clean(bare(stated))


def _refuse_many(forms: Sequence[Form], files: Files) -> None:
    """Refuse a folder of several products; the files of one have one start."""
    starts = {form.texts.get("acquisition_start_utc") or form.texts.get("start_datetime", "") for form in forms}
    whole = {start[:19] for start in starts}
    if len(whole) > 1:
        raise _files.several(files, sorted(whole), "acquisitions")


# --- geometry -----------------------------------------------------------------------------------


def _outlines(form: Form, notes: Notes) -> tuple[Outline, ...]:
    """Return the ring of the four corners, else the JSON's geometry."""
    texts = [form.texts.get(f"coord_{corner}", "") for corner in _CORNERS]
    if not all(texts):
        if form.document.get("geometry") is not None:
            return _geojson.outlines(form.document["geometry"], form.source, "/geometry", notes)
        return ()
    path = form.places["coord_first_near"]
    try:
        corners = [_corner(text)[1] for text in texts]
    except ValueError as error:
        notes.problem(f"{form.source}#{path}", f"footprint: {error}")
        return ()
    return _tracks.ring(corners, form.source, path, notes)


def _corner(text: str) -> tuple[float, Point]:
    """Return the column and the place of a text "column row latitude longitude"."""
    found = _tracks.numbers(bare(text))
    if len(found) != 4:
        raise ValueError(f'"{text[:60]}" is not a column, a row, a latitude and a longitude')
    return found[0], checked(found[3], found[2])


def _vectors(form: Form, notes: Notes) -> tuple[StateVector, ...]:
    keys = [f"{kind}{axis}" for kind in ("pos", "vel") for axis in "xyz"]
    texts = [form.texts.get(key, "") for key in ("state_vector_time_utc", *keys)]
    if not all(texts):
        return ()
    try:
        times = [v.instant(word) for word in bare(texts[0]).split()]
        axes = [_tracks.numbers(text) for text in texts[1:]]
        if any(len(axis) != len(times) for axis in axes):
            raise ValueError(f"{len(times)} times and {[len(axis) for axis in axes]} coordinates do not match")
        return _tracks.vectors(
            times,
            [value for place in zip(*axes[:3], strict=True) for value in place],
            [value for place in zip(*axes[3:], strict=True) for value in place],
        )
    except ValueError as error:
        notes.problem(f"{form.source}#{form.places['state_vector_time_utc']}", f"state vectors: {error}")
        return ()


def _ties(form: Form, notes: Notes) -> tuple[TiePoints, ...]:
    """Return the four corners with their zero-Doppler times and ranges, at the scene's mean height."""
    texts = {corner: form.texts.get(f"coord_{corner}", "") for corner in _CORNERS}
    ends = [form.texts.get(f"zerodoppler_{end}_utc", "") for end in ("start", "end")]
    if not all(texts.values()) or not all(ends):
        return ()
    path = form.places["coord_first_near"]
    try:
        times = [v.instant(end) for end in ends]
        height = form.texts.get("avg_scene_height", "")
        points = [
            _tie(form, corner, text, times, v.number(height) if height else None) for corner, text in texts.items()
        ]
    except ValueError as error:
        notes.problem(f"{form.source}#{path}", f"tie points: {error}")
        return ()
    heights: _tracks.Heights = "mean" if height else "none"
    return (TiePoints(points=tuple(points), heights=heights, source=form.source, path=path),)


def _tie(form: Form, corner: str, text: str, times: Sequence[dt.datetime], height: float | None) -> TiePoint:
    (lon, lat) = _corner(text)[1]
    incidence = form.texts.get("incidence_far" if corner.endswith("far") else "incidence_near", "")
    return TiePoint(
        time=times[corner.startswith("last")],
        longitude=lon,
        latitude=lat,
        height=height,
        slant_range=_range(form, corner.endswith("far")),
        incidence=v.angle(incidence) if incidence else None,
    )


def _range(form: Form, far: bool) -> float | None:
    """Return the slant range of the near or the far edge, None where the file does not tell.

    Columns are counted between the stated corners: a file whose pixels were taken out has fewer.
    """
    near, other = (_corner(form.texts[f"coord_first_{edge}"])[0] for edge in ("near", "far"))
    columns = abs(other - near) if far else 0.0
    if coefficients := form.texts.get("grsr_coefficients", ""):
        ground = columns * v.length(form.texts.get("range_spacing", ""))
        ground -= v.number(form.texts.get("grsr_ground_range_origin", "") or "0")
        value = 0.0
        for coefficient in reversed(_tracks.numbers(bare(coefficients))):
            value = value * ground + coefficient
    elif spacing := form.texts.get("slant_range_spacing", ""):
        value = v.length(form.texts.get("slant_range_to_first_pixel", "")) + columns * v.length(spacing)
    else:
        return None
    if not 0 < value < _MAX_RANGE:
        raise ValueError(f"{value:g} m is no slant range")
    return value
