"""Capella: the extended metadata JSON of its SLC, GEC, GEO and other products.

Product layouts A12. The file states no corners: they are derived from the image's map grid, or from its centre
and size, else taken from a STAC Item beside it.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import structs

from sarcheck.errors import ProductError
from sarcheck.model import TiePoint, TiePoints
from sarcheck.readers import _files, _geojson, _json, _tracks
from sarcheck.readers import _values as v
from sarcheck.readers._grid import checked
from sarcheck.readers._json import Row
from sarcheck.readers._product import Notes, build

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sarcheck.model import Outline, Point, Product, StateVector
    from sarcheck.readers._files import Files

NAME = "capella"
_MARKS = (b'"collect"', b'"state_vectors"', b'"image_geometry"')
_COMPLEX = {"SLC": True, "SICD": True, "CPHD": True, "GEC": False, "GEO": False, "SIDD": False}
_CODE = re.compile(r'AUTHORITY\["EPSG",\s*"?(\d{4,5})"?\]\]\s*\Z')
_MAX_SIDE = 2e6
"""Metres; no image is longer."""
_MAX_RANGE, _MAX_SPEED = 1e7, 2e4
_ONE_ANGLE = "at the scene's centre"


def _level(text: str) -> str | None:
    return "L1" if text.upper() in _COMPLEX and text.upper() != "CPHD" else None


def _complex(text: str) -> bool | None:
    return _COMPLEX.get(text.upper())


def _family(text: str) -> str:
    return v.platform(text).partition("-")[0]


_ROWS = (
    Row("platform", "/collect/platform", v.platform),
    Row("constellation", "/collect/platform", _family, "the satellite's family name"),
    Row("start", "/collect/start_timestamp", v.time),
    Row("stop", "/collect/stop_timestamp", v.time),
    Row("mode", "/collect/mode", v.word),
    Row("product_type", "/product_type", v.upper),
    Row("level", "/product_type", _level, "from the product type"),
    Row("complex", "/product_type", _complex, "from the product type"),
    Row("frequency_band", "/collect/radar/center_frequency", v.band, "from the frequency"),
    Row("look", "/collect/radar/pointing", v.look),
    Row("pass_direction", "/collect/state/direction", v.orbit_pass),
    Row("resolution_range", "/collect/image/ground_range_resolution", v.length),
    Row("resolution_azimuth", "/collect/image/azimuth_resolution", v.length),
    Row("spacing_range", "/collect/image/pixel_spacing_column", v.length),
    Row("spacing_azimuth", "/collect/image/pixel_spacing_row", v.length),
    Row("incidence_near", "/collect/image/center_pixel/incidence_angle", v.angle, _ONE_ANGLE),
    Row("incidence_far", "/collect/image/center_pixel/incidence_angle", v.angle, _ONE_ANGLE),
    Row("facility", "/processing_deployment", v.word),
    Row("processed", "/processing_time", v.time),
    Row("processor", "/software_version", v.word),
)


_NAME = re.compile(
    r"CAPELLA_(?P<platform>C\d\d)_[A-Z]{2}_(?P<product_type>[A-Z]{3,4})_[HV]{2}_(?P<start>\d{14})_(?P<stop>\d{14})"
)
_NAMED = {
    "platform": lambda text: f"capella-{int(text[1:])}",
    "product_type": v.upper,
    "start": v.name_time,
    "stop": v.name_time,
}


def sniff(files: Files) -> bool:
    """Tell whether there is an extended metadata file of Capella."""
    return bool(_json.found(files, *_MARKS))


def read(files: Files) -> Product:
    """Read the extended metadata of a Capella product."""
    source = _files.only(files, _json.found(files, *_MARKS))
    document = _json.parse(files, source)
    notes = Notes()
    _json.state(document, _ROWS, source, notes)
    _state_channels(document, source, notes)
    notes.name((files.name, source.rpartition("/")[2]), _NAME, _NAMED)
    vectors = _vectors(document, source, notes)
    image = _json.at(document, "/collect/image")
    outlines = _derived(image, vectors, source, notes) or _stated(files, notes)
    return build(
        notes,
        id=re.sub(r"(_extended)?(\.(json|zip))+$", "", source.rpartition("/")[2]),
        href=files.href,
        format=NAME,
        evidence="metadata",
        outlines=outlines,
        state_vectors=vectors,
        ties=_ties(document.get("collect"), source, notes),
    )


def _state_channels(document: dict[str, Any], source: str, notes: Notes) -> None:
    """Note the channels: what was sent with each that was received."""
    sent, received = (
        _json.text(_json.at(document, f"/collect/radar/{way}_polarization")) for way in ("transmit", "receive")
    )
    if sent and received:
        stated = " ".join(one + other for one in sent.split() for other in received.split())
        notes.state(
            "polarisations", stated, v.polarisations, source, "/collect/radar/receive_polarization",
            "the channel sent and the one received",
        )  # fmt: skip


def _vectors(document: dict[str, Any], source: str, notes: Notes) -> tuple[StateVector, ...]:
    pointer = "/collect/state/state_vectors"
    rows = _json.at(document, pointer)
    frame = _json.text(_json.at(document, "/collect/state/coordinate_system/type"))
    if not rows:
        return ()
    try:
        if frame.lower() not in ("", "ecef"):
            raise ValueError(f'"{frame}" is no Earth-fixed frame')
        if not isinstance(rows, list) or len(rows) > _tracks.MAX_VECTORS or not all(isinstance(x, dict) for x in rows):
            raise ValueError(f"is no list of up to {_tracks.MAX_VECTORS}")
        times = [v.instant(_json.text(row.get("time"))) for row in rows]
        parts = [[x for row in rows for x in _triple(row.get(key))] for key in ("position", "velocity")]
        return _tracks.vectors(times, *parts)
    except ValueError as error:
        notes.problem(f"{source}#{pointer}", f"state vectors: {error}")
        return ()


def _triple(value: Any) -> list[float]:
    if not isinstance(value, list) or len(value) != 3:
        raise ValueError("is not three numbers")
    return [_json.number(part) for part in value]


# --- the ground ---------------------------------------------------------------------------------


def _derived(image: Any, vectors: Sequence[StateVector], source: str, notes: Notes) -> tuple[Outline, ...]:
    """Return the outline that an image's own geometry gives, and say what it was derived from."""
    on_map = _json.text(_json.at(image, "/image_geometry/type")) == "geotransform"
    path = "/collect/image/image_geometry" if on_map else "/collect/image/center_pixel"
    try:
        points = _map_corners(image) if on_map else _plane_corners(image, vectors)
        corners = [checked(lon, lat) for lon, lat in points]
    except ValueError as error:
        notes.problem(f"{source}#{path}", f"footprint: {error}; no outline could be derived", "not-derived")
        return ()
    derived = "the corners of the image's map grid" if on_map else "the image's centre, its size and the line of sight"
    notes.state("outlines", _json.text(_json.at(image, "/image_geometry/type")), lambda _: None, source, path, derived)
    return _tracks.ring(corners, source, path, notes)


def _map_corners(image: Any) -> list[Point]:
    """Return the corners of a map grid, by GDAL's six numbers and the code of its projection."""
    six = _json.at(image, "/image_geometry/geotransform")
    if not isinstance(six, list) or len(six) != 6:
        raise ValueError("a geotransform has six numbers")
    left, dx, skew, top, tilt, dy = (_json.number(part) for part in six)
    rows, columns = (_json.number(_json.at(image, f"/{key}")) for key in ("rows", "columns"))
    places = [(0.0, 0.0), (columns, 0.0), (columns, rows), (0.0, rows)]
    xs = [left + c * dx + r * skew for c, r in places]
    ys = [top + c * tilt + r * dy for c, r in places]
    match = _CODE.search(_json.text(_json.at(image, "/image_geometry/coordinate_system/wkt")))
    if not match:
        raise ValueError("names no coordinate system by its EPSG code")
    if match[1] == "4326":
        return list(zip(xs, ys, strict=True))
    lons, lats = _projection(int(match[1])).transform(xs, ys)
    if not np.isfinite([lons, lats]).all():
        raise ValueError("the grid lies outside its projection")
    return [(float(lon), float(lat)) for lon, lat in zip(lons, lats, strict=True)]


@functools.lru_cache(maxsize=32)
def _projection(code: int) -> Any:
    """Return the transformer to longitude and latitude from UTM or UPS, which Capella's maps are in."""
    import pyproj

    if not (32601 <= code <= 32661 or 32701 <= code <= 32761 or code in (5041, 5042)):
        raise ValueError(f"EPSG:{code} is no projection of this format")
    return pyproj.Transformer.from_crs(code, 4326, always_xy=True)


def _plane_corners(image: Any, vectors: Sequence[StateVector]) -> list[Point]:
    """Return the corners of an image in radar geometry, taken as a rectangle on the plane that touches its centre."""
    centre = np.array(_triple(_json.at(image, "/center_pixel/target_position")))
    sides = [_json.number(_json.at(image, f"/{key}")) for key in ("length", "width")]
    if not all(0 < side < _MAX_SIDE for side in sides):
        raise ValueError(f"{sides[0]:g} m by {sides[1]:g} m is no size of an image")
    along, across = _axes(centre, _sight(image, centre, vectors))
    half = [along * sides[0] / 2, across * sides[1] / 2]
    corners = [centre + a * half[0] + b * half[1] for a, b in ((-1, -1), (-1, 1), (1, 1), (1, -1))]
    return [_tracks.place(tuple(corner))[:2] for corner in corners]


def _sight(image: Any, centre: NDArray[np.float64], vectors: Sequence[StateVector]) -> NDArray[np.float64]:
    """Return the line of sight from the platform, at the centre's time, to the centre."""
    time = v.instant(_json.text(_json.at(image, "/center_pixel/center_time")))
    if not vectors:
        raise ValueError("no state vectors to look from")
    nearest = min(vectors, key=lambda vector: abs(vector.time - time))
    seconds = (time - nearest.time).total_seconds()
    if abs(seconds) > 60:
        raise ValueError("no state vector within a minute of the image")
    platform = np.array(nearest.position) + seconds * np.array(nearest.velocity)
    return np.asarray(centre - platform)


def _axes(centre: NDArray[np.float64], sight: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the unit vectors along the track and across it, on the ground."""
    lon, lat, _ = _tracks.place(tuple(centre))
    lon, lat = np.radians([lon, lat])
    up = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    across = sight - (sight @ up) * up
    if (size := float(np.linalg.norm(across))) < 1.0:
        raise ValueError("the platform stands above the scene")
    across = across / size
    return np.cross(up, across), across


def _stated(files: Files, notes: Notes) -> tuple[Outline, ...]:
    """Return the outline of the one STAC Item beside the product."""
    names = _json.found(files, b'"stac_version"', b'"geometry"')
    if len(names) != 1:
        return ()
    try:
        return _geojson.outlines(_json.parse(files, names[0]).get("geometry"), names[0], "/geometry", notes)
    except ProductError as error:
        notes.problem(names[0], error.message)
        return ()


# --- tie points ---------------------------------------------------------------------------------


def _ties(collect: Any, source: str, notes: Notes) -> tuple[TiePoints, ...]:
    """Return the middle of the image as the radar saw it: one point."""
    kind = _json.text(_json.at(collect, "/image/image_geometry/type"))
    path = "/collect/image/" + ("image_geometry" if kind in ("pfa", "slant_plane") else "center_pixel")
    if _json.at(collect, "/image/center_pixel/target_position") is None:
        return ()
    try:
        point = {"pfa": _of_aperture, "slant_plane": _of_lines}.get(kind, _of_centre)(collect)
    except ValueError as error:
        notes.problem(f"{source}#{path}", f"tie points: {error}")
        return ()
    # A map is laid on one height, that of its terrain model's mean or of the scene's top.
    heights: _tracks.Heights = "mean" if kind == "geotransform" else "point"
    return (TiePoints(points=(point,), heights=heights, source=source, path=path),)


def _of_centre(collect: Any) -> TiePoint:
    """Return the image's centre at its time and squint; from how far it was seen is not stated."""
    lon, lat, height = _tracks.place(_triple(_json.at(collect, "/image/center_pixel/target_position")))
    squint = _json.at(collect, "/image/center_pixel/squint_angle")
    incidence = _json.text(_json.at(collect, "/image/center_pixel/incidence_angle"))
    return TiePoint(
        time=v.instant(_json.text(_json.at(collect, "/image/center_pixel/center_time"))),
        longitude=lon,
        latitude=lat,
        height=height,
        incidence=v.angle(incidence) if incidence else None,
        cone=90.0 - _json.number(squint) if squint is not None else 90.0,
    )


def _of_lines(collect: Any) -> TiePoint:
    """Return the centre at the zero-Doppler time of the middle line and the range of the middle sample."""
    centre, grid = _of_centre(collect), _json.at(collect, "/image/image_geometry")
    if any(_numbers(_json.at(grid, "/doppler_centroid_polynomial/coefficients"))):
        return centre
    rows, columns = (_json.number(_json.at(collect, f"/image/{key}")) for key in ("rows", "columns"))
    first, step = (_json.number(_json.at(grid, f"/{key}")) for key in ("range_to_first_sample", "delta_range_sample"))
    start = v.instant(_json.text(_json.at(grid, "/first_line_time")))
    time = _tracks.after(start, _json.number(_json.at(grid, "/delta_line_time")) * rows / 2)
    return structs.replace(centre, time=time, slant_range=first + step * columns / 2, cone=90.0)


def _of_aperture(collect: Any) -> TiePoint:
    """Return the scene's reference point as the stated centre of the aperture saw it, apart from the state vectors."""
    centre, grid = _of_centre(collect), _json.at(collect, "/image/image_geometry")
    target = _triple(_json.at(grid, "/scene_reference_point_ecef"))
    at, moving = (
        np.array(_triple(_json.at(grid, f"/center_of_aperture/{kind}antenna_reference_point")))
        for kind in ("", "velocity_")
    )
    sight = np.array(target) - at
    distance, speed = float(np.linalg.norm(sight)), float(np.linalg.norm(moving))
    if not (0 < distance < _MAX_RANGE and 0 < speed < _MAX_SPEED):
        raise ValueError("the centre of the aperture is no place of a satellite")
    start = v.instant(_json.text(_json.at(collect, "/start_timestamp")))
    lon, lat, height = _tracks.place(target)
    return structs.replace(
        centre,
        time=_tracks.after(start, _json.number(_json.at(grid, "/center_of_aperture/time"))),
        longitude=lon,
        latitude=lat,
        height=height,
        slant_range=distance,
        cone=float(np.degrees(np.arccos(np.clip(sight @ moving / distance / speed, -1, 1)))),
    )


def _numbers(value: Any) -> list[float]:
    """Return all numbers of nested lists."""
    return [n for part in value for n in _numbers(part)] if isinstance(value, list) else [_json.number(value)]
