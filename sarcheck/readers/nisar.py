"""NISAR: HDF5 granules of levels 0 to 2, of the L-band and the S-band radar.

Product layouts A15. The layout was verified on files that the mission simulated, not on a flight product
("layout only"). The group of an image is SLC in old files and RSLC in new ones.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from sarcheck.errors import ProductError
from sarcheck.model import TiePoint, TiePoints
from sarcheck.readers import _files, _hdf5, _tracks
from sarcheck.readers import _values as v
from sarcheck.readers._grid import checked
from sarcheck.readers._hdf5 import Row, Tree
from sarcheck.readers._product import Notes, build, clean

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

    from sarcheck.model import Outline, Product, StateVector
    from sarcheck.readers._files import Files

NAME = "nisar"
_RADARS = {"LSAR": "L", "SSAR": "S"}
MAX_GROUPS = 10
MAX_OUTLINE = 10_000
"""Points of a bounding polygon; the mission's have a few dozen."""
_LEVELS = {"RRSD": "L0", "L0B": "L0", "SLC": "L1", "RSLC": "L1", "RIFG": "L1", "RUNW": "L1", "ROFF": "L1"}
_LEVELS |= {"GSLC": "L2", "GCOV": "L2", "GUNW": "L2", "GOFF": "L2", "SME2": "L3"}
_COMPLEX = {"SLC": True, "RSLC": True, "GSLC": True, "GCOV": False, "GUNW": False, "RUNW": False, "SME2": False}
_POLYGON = re.compile(r"\s*POLYGON\s*Z?\s*\(\(([^()]*)\)", re.IGNORECASE)


def _mission(text: str) -> str | None:
    """Return the satellite of a mission's name, None for a number, which simulations write."""
    return None if text.strip().isdecimal() else v.platform(text)


def _level(text: str) -> str | None:
    return _LEVELS.get(text.upper())


def _complex(text: str) -> bool | None:
    return _COMPLEX.get(text.upper())


def _identification(radar: str) -> tuple[Row, ...]:
    base = f"science/{radar}/identification/"
    reference = "the reference scene of two"
    return (
        Row("platform", base + "missionId", _mission),
        Row("platform", base + "platformName", _mission),
        Row("start", base + "zeroDopplerStartTime", v.time),
        Row("stop", base + "zeroDopplerEndTime", v.time),
        Row("start", base + "referenceZeroDopplerStartTime", v.time, reference),
        Row("stop", base + "referenceZeroDopplerEndTime", v.time, reference),
        Row("product_type", base + "productType", v.upper),
        Row("level", base + "productLevel", v.upper),
        Row("level", base + "productType", _level, "from the product type"),
        Row("complex", base + "productType", _complex, "from the product type"),
        Row("look", base + "lookDirection", v.look),
        Row("pass_direction", base + "orbitPassDirection", v.orbit_pass),
        Row("orbit_number", base + "absoluteOrbitNumber", v.count),
        Row("orbit_number", base + "referenceAbsoluteOrbitNumber", v.count, reference),
        Row("relative_orbit", base + "trackNumber", v.count),
        Row("facility", base + "processingCenter", v.word),
        Row("processed", base + "processingDateTime", v.time),
    )


def _image_rows(group: str) -> tuple[Row, ...]:
    """Return the rows of a product's own group, those of radar geometry and those of maps."""
    rows: list[Row] = []
    for part in ("swaths", "grids"):
        for frequency in ("frequencyA", "frequencyB"):
            base = f"{group}/{part}/{frequency}/"
            rows += [
                Row("polarisations", base + "listOfPolarizations", v.polarisations),
                Row("frequency_band", base + "acquiredCenterFrequency", v.band, "from the frequency"),
                Row("frequency_band", base + "centerFrequency", v.band, "from the frequency"),
                Row("spacing_range", base + "slantRangeSpacing", v.length),
                Row("spacing_azimuth", base + "sceneCenterAlongTrackSpacing", v.length),
                Row("spacing_range", base + "xCoordinateSpacing", _size),
                Row("spacing_azimuth", base + "yCoordinateSpacing", _size),
            ]
    rows.append(Row("processor", f"{group}/metadata/processingInformation/algorithms/softwareVersion", v.word))
    rows.append(Row("processor", f"{group}/metadata/processingInformation/algorithms/ISCEVersion", v.word))
    return tuple(rows)


def _size(text: str) -> float:
    """Return the spacing of a map's pixels; that of northing is written with its sign."""
    return v.length(text.lstrip("-"))


def sniff(files: Files) -> bool:
    """Tell whether there is an HDF5 file with the identification of a NISAR granule."""
    return bool(_found(files))


def _found(files: Files) -> list[str]:
    return [name for name in _hdf5.found(files) if _is_ours(files, name)]


def _is_ours(files: Files, name: str) -> bool:
    return files.keep("granule", name, lambda: _has_identification(files, name))


def _has_identification(files: Files, name: str) -> bool:
    try:
        with _hdf5.opened(files, name) as tree:
            return _radar(tree) is not None
    except (ProductError, ValueError):
        return False


def _radar(tree: Tree) -> str | None:
    names = (radar for radar in _RADARS if tree.node(f"science/{radar}/identification") is not None)
    return next(names, None)


def read(files: Files) -> Product:
    """Read one NISAR granule."""
    name = _files.only(files, _found(files), "granules")
    notes = Notes()
    with _hdf5.opened(files, name) as tree:
        try:
            return _read(files, tree, notes)
        except ValueError as error:
            raise ProductError(files.href, name, clean(str(error))) from None


def _read(files: Files, tree: Tree, notes: Notes) -> Product:
    radar = _radar(tree) or ""
    _hdf5.state(tree, (Row("platform", "@mission_name", _mission), *_identification(radar)), notes)
    groups = [name for name in tree.children(f"science/{radar}")[:MAX_GROUPS] if name != "identification"]
    paths = [f"science/{radar}/{name}" for name in groups]
    for path in paths:
        _hdf5.state(tree, _image_rows(path), notes)
    notes.state("constellation", "", lambda _: "nisar", tree.source, "", "the format is of NISAR only")
    letter = _RADARS[radar]
    notes.state("frequency_band", radar, lambda _: letter, tree.source, f"science/{radar}", "from the radar's group")
    vectors = _first(tree, paths, _vectors, notes)
    ties = _first(tree, paths, _ties, notes)
    return build(
        notes,
        id=clean(_text(tree, f"science/{radar}/identification/granuleId")) or files.name.removesuffix(".h5"),
        href=files.href,
        format=NAME,
        evidence="metadata",
        verification="layout only",
        outlines=_outlines(tree, f"science/{radar}/identification/boundingPolygon", notes),
        state_vectors=vectors,
        ties=ties,
    )


def _text(tree: Tree, path: str) -> str:
    try:
        return tree.text(path)
    except ValueError:
        return ""


def _first(tree: Tree, paths: list[str], read: Any, notes: Notes) -> Any:
    """Return what the first group of a granule that has any yields; what cannot be read is a problem."""
    for path in paths:
        try:
            if found := read(tree, path, notes):
                return found
        except ValueError as error:
            notes.problem(f"{tree.source}#{path}", str(error))
    return ()


def _outlines(tree: Tree, path: str, notes: Notes) -> tuple[Outline, ...]:
    """Return the bounding polygon, "POLYGON ((longitude latitude height, ...))" in degrees."""
    try:
        if not (stated := tree.text(path)):
            return ()
        match = _POLYGON.match(stated)
        points = [_point(text) for text in match[1].split(",", MAX_OUTLINE)] if match else []
    except ValueError as error:
        notes.problem(f"{tree.source}#{path}", f"footprint: {error}")
        return ()
    return _tracks.ring(points, tree.source, path, notes)


def _point(text: str) -> tuple[float, float]:
    found = _tracks.numbers(text)
    if len(found) not in (2, 3):
        raise ValueError(f'"{text[:60]}" is not a longitude and a latitude')
    return checked(found[0], found[1])


def _vectors(tree: Tree, group: str, _: Notes) -> tuple[StateVector, ...]:
    """Return the orbit's state vectors; those of level 0 stand with the telemetry."""
    for base in (f"{group}/metadata/orbit", f"{group}/telemetry/orbit", f"{group}/lowRateTelemetry/orbit"):
        parts = [tree.numbers(f"{base}/{name}") for name in ("time", "position", "velocity")]
        if any(part is None for part in parts):
            continue
        seconds, positions, velocities = (part.ravel().tolist() for part in parts if part is not None)
        epoch = _epoch(tree, f"{base}/time")
        return _tracks.vectors([_tracks.after(epoch, second) for second in seconds], positions, velocities)
    return ()


def _epoch(tree: Tree, path: str) -> dt.datetime:
    """Return the time that a dataset's unit, "seconds since ...", counts from."""
    unit = tree.text(f"{path}@units")
    if not unit.startswith("seconds since "):
        raise ValueError(f'"{unit[:60]}" is no unit of time')
    return v.instant(unit.removeprefix("seconds since "))


def _ties(tree: Tree, group: str, notes: Notes) -> tuple[TiePoints, ...]:
    """Return corners and middle of the geolocation grid's layer nearest to the ellipsoid, and state its incidence."""
    base = f"{group}/metadata/geolocationGrid"
    heights = tree.numbers(f"{base}/heightAboveEllipsoid")
    if heights is None or heights.ndim != 1 or not heights.size:
        return ()
    layer = int(np.argmin(np.abs(heights)))
    incidence = tree.numbers(f"{base}/incidenceAngle", layer)
    _state_incidence(incidence, tree.source, f"{base}/incidenceAngle", float(heights[layer]), notes)
    if tree.text(f"{base}/epsg") not in ("4326", "4979"):
        return ()
    grids = [tree.numbers(f"{base}/coordinate{axis}", layer) for axis in "XY"]
    axes = [tree.numbers(f"{base}/{name}") for name in ("zeroDopplerTime", "slantRange")]
    if any(part is None for part in (*grids, *axes)):
        return ()
    x, y, seconds, distance = (part for part in (*grids, *axes) if part is not None)
    if x.shape != y.shape or x.shape != (seconds.size, distance.size) or not x.size:
        raise ValueError("geolocation grid: its shape is not that of its times and ranges")
    epoch = _epoch(tree, f"{base}/zeroDopplerTime")
    points = []
    for i, j in _sampled(*x.shape):
        lon, lat = checked(float(x[i, j]), float(y[i, j]))
        points.append(
            TiePoint(
                time=_tracks.after(epoch, float(seconds.flat[i])),
                longitude=lon,
                latitude=lat,
                height=float(heights[layer]),
                slant_range=float(distance.flat[j]),
                incidence=_at(incidence, i, j),
            )
        )
    return (TiePoints(points=tuple(points), heights="point", source=tree.source, path=base),)


def _sampled(rows: int, columns: int) -> list[tuple[int, int]]:
    """Return the corners and the middle of a grid, each once."""
    places = [(i, j) for i in (0, rows - 1) for j in (0, columns - 1)]
    return list(dict.fromkeys((*places, (rows // 2, columns // 2))))


def _at(grid: NDArray[np.float64] | None, row: int, column: int) -> float | None:
    if grid is None or grid.ndim != 2 or row >= grid.shape[0] or column >= grid.shape[1]:
        return None
    value = float(grid[row, column])
    return value if 0 <= value <= 90 else None


def _state_incidence(grid: NDArray[np.float64] | None, source: str, path: str, height: float, notes: Notes) -> None:
    if grid is None or not grid.size:
        return
    for field, value in (("incidence_near", grid.min()), ("incidence_far", grid.max())):
        notes.state(field, repr(float(value)), v.angle, source, path, f"of the grid at a height of {height:g} m")
