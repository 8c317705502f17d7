"""Regions in vector files of a GIS, read by GDAL through pyogrio (the extra ``[vector]``), brought to WGS 84 by PROJ.

A layer's columns are the properties of a GeoJSON region, in capitals or not; ``subdivisio`` is what a Shapefile leaves
of a longer name. Edges are straight in the file's own coordinates: they are drawn by short pieces, and by how far these
may be off, and the datum with them, the accuracy grows.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sarcheck.errors import RulesError
from sarcheck.geo.distance import point_distance_km
from sarcheck.geo.ellipsoid import Array, unwrapped
from sarcheck.geo.globe import on_globe
from sarcheck.regions import _features
from sarcheck.regions._features import MAX_FEATURES, Feature, Item, Rings

if TYPE_CHECKING:
    from pyproj import CRS, Transformer

WGS84 = "OGC:CRS84"
UNDEFINED = "undefined"
"""How the names of the coordinate systems begin that a GeoPackage has for "none"."""
STEP_M, STEP_DEG = 1000.0, 0.1
"""The longest pieces of an edge, in a plane and on an ellipsoid."""
MAX_POINTS = 10_000_000
UNKNOWN_M = 100.0
"""What is taken for a change of datum of unknown accuracy."""
SPARE = 1.1
"""By how much more the pieces may be off than half-way along them."""
SHORTENED = {"subdivisio": "subdivision"}


BROKEN = (RuntimeError, ValueError, OSError, MemoryError, NameError, shapely.errors.GEOSException)
"""What reading a damaged file raises; a coordinate system that is no text is an UnboundLocalError of pyogrio's own."""


class Layer(NamedTuple):
    """A layer of a file: its coordinate system, and what its features state and cover."""

    name: str
    crs: str | None
    numbers: list[int]
    stated: list[dict[str, Any]]
    shapes: list[BaseGeometry | None]


def features(path: Path, data: bytes | Path) -> Iterator[Item]:
    """Yield the features of all layers of a file, given as its bytes or its path; raise RulesError."""
    count = 0
    for layer in _layers(path, data):
        ground = _Ground(path, layer)
        for number, stated, shape in zip(layer.numbers, layer.stated, layer.shapes, strict=True):
            try:
                yield _feature(path, f"{layer.name}/{number}", stated, shape, ground, count)
            except RulesError as flaw:
                yield flaw
            count += 1


def _feature(
    path: Path, pointer: str, stated: dict[str, Any], shape: BaseGeometry | None, ground: _Ground, number: int
) -> Feature:
    properties = _features.properties(path, pointer, stated)
    key, name = _features.named(path, properties, number)
    area, blur_m = ground.placed(pointer, shape)
    return Feature(pointer, key, name, properties, area, blur_m)


# --- the file -----------------------------------------------------------------------------------


def _layers(path: Path, data: bytes | Path) -> list[Layer]:
    try:
        import pyogrio
    except ImportError as error:
        message = "needs pyogrio: pip install 'sarcheck[vector]', or convert it to GeoJSON"
        raise RulesError(str(path), "", message) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL's, on suffixes and the like; what it cannot read is an error
            return [
                _layer(path, data, str(name)) for name, geometry in pyogrio.list_layers(data) if geometry is not None
            ]
    except BROKEN as error:
        raise RulesError(str(path), "", f"cannot be read as a vector file: {str(error)[:200]}") from error


def _layer(path: Path, data: bytes | Path, name: str) -> Layer:
    from pyogrio import raw

    meta, numbers, wkb, columns = raw.read(
        data, layer=name, force_2d=True, return_fids=True, datetime_as_string=True, max_features=MAX_FEATURES + 1
    )
    if len(wkb) > MAX_FEATURES:
        raise RulesError(str(path), name, f"has more than {MAX_FEATURES} features: simplify or split it")
    keys = [SHORTENED.get(key := str(field).lower(), key) for field in meta["fields"]]
    rows = zip(*columns, strict=True) if len(columns) else ([] for _ in wkb)
    return Layer(
        name=name,
        crs=meta["crs"],
        numbers=[int(number) for number in numbers],
        stated=[{key: _plain(value) for key, value in zip(keys, row, strict=True)} for row in rows],
        shapes=shapely.from_wkb(wkb).tolist(),
    )


def _plain(value: Any) -> Any:
    """Return a column's value as JSON would hold it; a number that is none is None, a whole one an integer."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return None if np.isnan(value) else int(value) if value.is_integer() else value
    return value.strip() if isinstance(value, str) else value


# --- the ground ---------------------------------------------------------------------------------


class _Ground:
    """Brings the shapes of a layer to longitude and latitude on WGS 84."""

    def __init__(self, path: Path, layer: Layer) -> None:
        from pyproj import CRS
        from pyproj.exceptions import ProjError

        self._path = path
        if not layer.crs:
            raise RulesError(str(path), layer.name, "states no coordinate system: assign the one that it is drawn in")
        try:
            crs = CRS.from_user_input(layer.crs)
            self._named(crs, layer)
            self._same = crs.equals(CRS.from_user_input(WGS84), ignore_axis_order=True)
            self._to = self._way(crs, layer)
        except ProjError as error:
            message = f"has a coordinate system that leads to no place on WGS 84: {str(error)[:200]}"
            raise RulesError(str(path), layer.name, message) from error
        known = self._to.accuracy >= 0
        self._datum_m = 0.0 if self._same else float(self._to.accuracy) if known else UNKNOWN_M
        unit = crs.axis_info[0].unit_conversion_factor if crs.axis_info else 1.0
        self._geographic = crs.is_geographic
        self._step = (np.radians(STEP_DEG) if self._geographic else STEP_M) / unit
        self._check_length(layer)

    def _named(self, crs: CRS, layer: Layer) -> None:
        if crs.name.lower().startswith(UNDEFINED):
            message = "has an undefined coordinate system: assign the one that it is drawn in"
            raise RulesError(str(self._path), layer.name, message)

    def _check_length(self, layer: Layer) -> None:
        drawn = [shape for shape in layer.shapes if shape is not None]
        with np.errstate(all="ignore"):  # a length beyond all numbers is too long
            pieces = float(shapely.length(drawn).sum()) / self._step
        points = float(shapely.get_num_coordinates(drawn).sum()) + 2 * pieces
        if not (self._same or points <= MAX_POINTS):
            message = f"is too large: more than {MAX_POINTS} points; is its coordinate system the right one?"
            raise RulesError(str(self._path), layer.name, message)

    def _way(self, crs: CRS, layer: Layer) -> Transformer:
        """Return the most exact change of coordinates that PROJ has for where a layer lies."""
        from pyproj import Transformer
        from pyproj.transformer import AreaOfInterest, TransformerGroup

        way = Transformer.from_crs(crs, WGS84, always_xy=True, allow_ballpark=False)
        drawn = [shape for shape in layer.shapes if shape is not None and not shape.is_empty]
        if self._same or not drawn or not np.isfinite(bounds := shapely.total_bounds(drawn)).all():
            return way
        here = AreaOfInterest(*way.transform_bounds(*bounds.tolist()))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a better grid that is not installed: the accuracy of the next counts
            group = TransformerGroup(crs, WGS84, always_xy=True, area_of_interest=here, allow_ballpark=False)
        return group.transformers[0] if group.transformers else way

    def placed(self, pointer: str, shape: BaseGeometry | None) -> tuple[BaseGeometry, float]:
        """Return a shape in longitude and latitude, and by how many metres it may be off for that."""
        parts = _features.polygons(self._path, pointer, shape)
        if self._same or self._geographic:
            parts = [[_features.checked_ring(self._path, pointer, ring) for ring in part] for part in parts]
        whole = [_features.checked_polygon(self._path, pointer, part) for part in parts]
        if self._same:
            return shapely.union_all(whole), 0.0
        laid = [self._part(pointer, part) for part in parts]
        return shapely.union_all([area for area, _ in laid]), max(blur_m for _, blur_m in laid) + self._datum_m

    def _part(self, pointer: str, rings: Rings) -> tuple[BaseGeometry, float]:
        lines = [self._line(pointer, ring) for ring in rings]
        outer, *holes = [on_globe(line) for line, _ in lines]
        return shapely.difference(outer, shapely.union_all(holes)), max(blur_m for _, blur_m in lines)

    def _line(self, pointer: str, ring: Array) -> tuple[Array, float]:
        """Return a ring as points in degrees, and by how much the pieces between them may be off in metres."""
        fine = shapely.get_coordinates(shapely.segmentize(shapely.LineString(ring), self._step))
        if (fine[0] == fine[-1]).all():
            fine = fine[:-1]
        points, halfway = self._moved(pointer, fine), self._moved(pointer, (fine + np.roll(fine, -1, axis=0)) / 2)
        line = unwrapped(np.concatenate([points, points[:1]]))
        chords = (line[:-1] + line[1:]) / 2
        return points, float(point_distance_km(chords, halfway).max()) * 1000.0 * SPARE

    def _moved(self, pointer: str, points: Array) -> Array:
        from pyproj.exceptions import ProjError

        try:
            moved = np.stack(self._to.transform(points[:, 0], points[:, 1], errcheck=True), axis=-1)
        except ProjError as error:
            raise RulesError(str(self._path), pointer, f"leads to no place on WGS 84: {str(error)[:200]}") from error
        if not np.isfinite(moved).all():
            raise RulesError(str(self._path), pointer, "leads to no place on WGS 84: is its coordinate system right?")
        return moved
