"""Points as products and orders state them -> a valid Footprint, or GeometryError: never a guess that reads as clear.

Corner lists are not rings, latitude may come first, rings may cross themselves, the 180th meridian or a pole.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import shapely

from sarcheck.errors import GeometryError
from sarcheck.geo.ellipsoid import AXES, Array, dot, ecef, following, lift, lonlat
from sarcheck.geo.plain import plain
from sarcheck.geo.planes import KEPT, lay_out
from sarcheck.kept import Kept
from sarcheck.model import Footprint, Point

Kind = Literal["ring", "corners", "grid"]
RawPoint = Sequence[float | None] | None

MAX_POINTS = 100_000
MAX_RINGS = 1_000
MIN_AREA_KM2 = 1e-6
MIN_ROUNDNESS = 1e-8
"""Area over the square of the perimeter: less is a line (a strip of 5 by 300 km has 4e-3)."""
PLACEHOLDER_DEG = 10.0
"""A point at exactly (0, 0) with no other so near stands for a missing one."""
PLAIN_POINTS, PLAIN_DEG = 10, 8.0
"""Footprints of no more points and degrees are made ahead, many together."""
HORIZON = 0.1
"""The cosine of how far a footprint may reach from its middle: well within a hemisphere."""
MIN_ALONG, MAX_ALONG = 0.9, 0.95
"""Cosines: steps along a line of a grid go one way; its two ways are not one."""
FLAGS = ("reordered", "made_valid", "outer_ring", "swapped", "swap_suspect")


def footprint(
    points: Sequence[RawPoint], *, kind: Kind = "corners", columns: int | None = None, centre: Point | None = None
) -> Footprint:
    """Build a footprint from points (longitude, latitude) as stated; a third value is ignored.

    "ring" is an outline in order, "corners" an unordered handful (or a grid that does not say its columns, where
    its steps show them), "grid" a row-major grid of ``columns`` points a row. An independent scene ``centre`` that
    fits only the exchanged axes gives the flag "swap_suspect". Raises GeometryError when the points make no area.
    """
    if kind == "grid":
        points = _rim(points, columns)
    elif kind == "corners":
        corners = list(dict.fromkeys(_pair(point) for point in points))
        if columns := _columns(corners):
            return _built([_rim(corners, columns)], centre, ["outer_ring"])
        points = corners
    return _built([points], centre)


def from_geojson(geometry: dict[str, Any], *, centre: Point | None = None) -> Footprint:
    """Build a footprint from a GeoJSON Polygon, MultiPolygon, or MultiPoint (a list of corners), edges geodesic.

    Holes are filled (flag "outer_ring"): a footprint may only err by covering more.
    """
    if not isinstance(geometry, dict):
        raise GeometryError("a footprint is a GeoJSON geometry")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon", "MultiPoint"):
        raise GeometryError(f"a footprint is a Polygon, MultiPolygon or MultiPoint, not {kind!r}")
    if not isinstance(coordinates, list | tuple) or not coordinates:
        raise GeometryError(f"the {kind} has no coordinates")
    if kind == "MultiPoint":
        return footprint(coordinates, kind="corners", centre=centre)
    polygons = [coordinates] if kind == "Polygon" else list(coordinates)
    if not all(isinstance(polygon, list | tuple) and polygon for polygon in polygons):
        raise GeometryError(f"the {kind} has an empty polygon")
    holes = ["outer_ring"] if any(len(polygon) > 1 for polygon in polygons) else []
    return _built([polygon[0] for polygon in polygons], centre, holes)


def swapped(given: Footprint) -> Footprint | None:
    """Return the footprint with its axes exchanged, None where that makes none.

    Where nothing confirms the order of the axes, a caller may look at both.
    """
    exchanged = [[(y, x) for x, y in ring] for ring in given.rings]
    if any(abs(y) > 90 for ring in exchanged for _, y in ring):
        return None
    try:
        return _built(exchanged, None, given.flags)
    except GeometryError:
        return None


def foresee(shapes: Iterable[Sequence[RawPoint]]) -> list[Footprint]:
    """Return the plain ones among small footprints that will be asked for, made together and kept: most are plain.

    What is no footprint, or takes more thought, is passed over, and made when it is asked for. Raises nothing.
    """
    rings = dict.fromkeys(ring for shape in shapes if 3 <= len(shape) <= PLAIN_POINTS for ring in _stated(shape))
    found = plain([ring for ring in rings if ring not in _FORESEEN and _small(ring)][:KEPT])
    _FORESEEN.keep({one.rings[0]: one for one in found})
    return [one for ring in rings if (one := _FORESEEN.get(ring))]


_FORESEEN: Kept[tuple[Point, ...], Footprint] = Kept(KEPT)


def _stated(shape: Sequence[RawPoint]) -> Iterator[tuple[Point, ...]]:
    with contextlib.suppress(GeometryError):
        yield tuple(_distinct([_pair(point) for point in shape]))


def _small(ring: tuple[Point, ...]) -> bool:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    small = max(xs) - min(xs) <= PLAIN_DEG and max(ys) - min(ys) <= PLAIN_DEG
    return small and max(map(abs, xs)) <= 180.0 and max(map(abs, ys)) <= 90.0


# --- cleaning -----------------------------------------------------------------------------------


def _built(lines: Sequence[Sequence[RawPoint]], centre: Point | None, flags: Iterable[str] = ()) -> Footprint:
    if len(lines) > MAX_RINGS or sum(_length(line) for line in lines) > MAX_POINTS:
        raise GeometryError(f"more than {MAX_RINGS} rings or {MAX_POINTS} points: give a simpler outline")
    found = set(flags)
    clean = [_distinct([_pair(point) for point in line]) for line in lines]
    if len(clean) == 1 and centre is None and not found and (known := _FORESEEN.get(tuple(clean[0]))):
        return known
    if _latitudes_first(clean):
        clean = [[(y, x) for x, y in line] for line in clean]
        found.add("swapped")
    rings: list[tuple[Point, ...]] = []
    for line in clean:
        repaired, how = _repaired(tuple((_normal(x), y) for x, y in line))
        rings += repaired
        found |= how
    if centre is not None and _fits_only_swapped(rings, centre):
        found.add("swap_suspect")
    area = sum(piece.shape.area for piece in lay_out(tuple(rings))) / 1e6
    _refuse_lines(rings, area)
    return Footprint(rings=tuple(rings), area_km2=area, flags=tuple(flag for flag in FLAGS if flag in found))


def _length(line: object) -> int:
    if not isinstance(line, list | tuple):
        raise GeometryError("a ring is not a list of points")
    return len(line)


def _pair(point: RawPoint) -> Point:
    """Return the first two values of a point; refuse what is not two finite numbers."""
    if isinstance(point, list | tuple) and len(point) == 2:  # nearly all are: two plain numbers, asked no more
        x, y = point
        if type(x) is type(y) is float and math.isfinite(x) and math.isfinite(y):
            return x, y
    if not isinstance(point, Sequence) or isinstance(point, str) or len(point) < 2:
        raise GeometryError("non-finite coordinate: a point is missing or has fewer than two numbers")
    return _number(point[0]), _number(point[1])


def _number(value: object) -> float:
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        with contextlib.suppress(OverflowError):
            number = float(value)
            if math.isfinite(number):
                return number
    raise GeometryError(f"non-finite coordinate: {str(value)[:40]} is no number of degrees")


def _distinct(line: list[Point]) -> list[Point]:
    """Drop repeated neighbours and the closing point; refuse placeholders and what cannot bound an area."""
    if (0.0, 0.0) in line:
        _refuse_placeholders(line)
    distinct = len(set(line))
    if distinct < 3:
        raise GeometryError("fewer than 3 distinct corners")
    if distinct < len(line) - (line[0] == line[-1]):
        line = [point for point, before in zip(line, [None, *line], strict=False) if point != before]
    return line[:-1] if line[0] == line[-1] else line


def _refuse_placeholders(line: list[Point]) -> None:
    if all(point == (0.0, 0.0) for point in line):
        raise GeometryError("placeholder coordinates (0, 0): the footprint is missing")
    if not any(0 < max(abs(x), abs(y)) <= PLACEHOLDER_DEG for x, y in line):
        raise GeometryError("placeholder coordinates (0, 0) among the corners: a point is missing")


def _latitudes_first(lines: list[list[Point]]) -> bool:
    """Tell whether only the exchanged axes are possible; refuse when neither order is."""
    xs, ys = ([point[i] for line in lines for point in line] for i in (0, 1))

    def possible(longitudes: list[float], latitudes: list[float]) -> bool:
        return max(map(abs, longitudes)) <= 360 and max(map(abs, latitudes)) <= 90

    if possible(xs, ys):
        return False
    if possible(ys, xs):
        return True
    raise GeometryError("no axis order gives valid latitudes: they lie within 90 degrees")


def _normal(longitude: float) -> float:
    """Return a longitude within 180 degrees; one that is keeps its bits."""
    return longitude if -180.0 <= longitude <= 180.0 else (longitude + 180.0) % 360.0 - 180.0


def _columns(points: Sequence[Point]) -> int | None:
    """Return the columns of points that can only be a row-major grid of at least 3 by 3: all steps along the rows go
    one way, all steps down the columns another."""
    found = [c for c in range(3, len(points) // 3 + 1) if len(points) % c == 0 and _is_grid(np.array(points), c)]
    return found[0] if len(found) == 1 else None


def _is_grid(points: Array, columns: int) -> bool:
    grid = points.reshape(-1, columns, 2)
    across, down = _heading(np.diff(grid, axis=1), grid), _heading(np.diff(grid, axis=0), grid)
    return across is not None and down is not None and abs(float(across @ down)) < MAX_ALONG


def _heading(steps: Array, grid: Array) -> Array | None:
    """Return the common direction of steps in degrees, None where one of them goes another way."""
    wrapped = np.stack([(steps[..., 0] + 180.0) % 360.0 - 180.0, steps[..., 1]], axis=-1)
    local = wrapped * [max(math.cos(math.radians(float(np.abs(grid[..., 1]).max()))), 0.05), 1.0]
    length = np.linalg.norm(local, axis=-1, keepdims=True)
    if not (length > 0).all():
        return None
    units = (local / length).reshape(-1, 2)
    mean = units.mean(axis=0) / max(float(np.linalg.norm(units.mean(axis=0))), 1e-12)
    return mean if bool((units @ mean > MIN_ALONG).all()) else None


def _rim(points: Sequence[RawPoint], columns: int | None) -> list[RawPoint]:
    """Return the outer ring of a row-major grid."""
    if not columns or columns < 2 or len(points) < 2 * columns or len(points) % columns:
        raise GeometryError(f"{len(points)} points are no grid of {columns} columns and at least 2 rows")
    rows = [points[start : start + columns] for start in range(0, len(points), columns)]
    sides = [row[-1] for row in rows[1:-1]], [row[0] for row in rows[-2:0:-1]]
    return [*rows[0], *sides[0], *reversed(rows[-1]), *sides[1]]


# --- repair -------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _repaired(line: tuple[Point, ...]) -> tuple[tuple[tuple[Point, ...], ...], frozenset[str]]:
    """Return the valid rings that a line makes, and what was done to it.

    The plane is gnomonic round the middle: great circles are straight in it, so that a ring that crosses
    itself on the ground does so here. Four corners are put in order; a longer line keeps its even-odd lobes.
    """
    xyz = ecef(np.asarray(line))
    middle = xyz.mean(axis=0)
    axes = _tangents(middle)
    height = xyz @ axes[2]
    if (height <= HORIZON * np.sqrt(dot(xyz, xyz))).any():
        raise GeometryError("it covers more than a hemisphere: give smaller areas")
    if (dot(xyz, following(xyz)) < 0).any():
        raise GeometryError("an edge goes over more than a quarter of the Earth: give points between its ends")
    plane = xyz @ axes[:2].T / height[:, None]
    polygon = shapely.Polygon(plane)
    if polygon.is_valid:
        return (line,), frozenset()
    if len(line) == 4:
        order = np.argsort(np.arctan2(*(plane - plane.mean(axis=0)).T[::-1]), kind="stable")
        if shapely.Polygon(plane[order]).is_valid:
            return (tuple(line[i] for i in order),), frozenset({"reordered"})
    parts = shapely.get_parts(shapely.make_valid(polygon))
    lobes = [shapely.get_coordinates(part.exterior)[:-1] for part in parts if part.geom_type == "Polygon"]
    if not lobes:
        raise GeometryError("degenerate: zero area, the corners lie on one line")
    return tuple(tuple(_unprojected(lobe, axes)) for lobe in lobes), frozenset({"made_valid"})


def _tangents(middle: Array) -> Array:
    """Return the plane at the middle as two unit vectors and its normal, right-handed, shape (3, 3)."""
    length = math.hypot(*middle.tolist())
    if length < 1.0:
        raise GeometryError("it goes round the Earth: give smaller areas")
    x, y, z = (middle / length).tolist()
    least = min(range(3), key=lambda i: abs((x, y, z)[i]))
    across = ((0.0, -z, y), (z, 0.0, -x), (-y, x, 0.0))[least]
    a, b, c = (value / math.hypot(*across) for value in across)
    return np.array([(a, b, c), (y * c - z * b, z * a - x * c, x * b - y * a), (x, y, z)])


def _unprojected(plane: Array, axes: Array) -> list[Point]:
    rays = np.column_stack([plane, np.ones(len(plane))]) @ axes
    return [(float(x), float(y)) for x, y in lonlat(lift(np.zeros_like(rays), rays * AXES[0]))]


# --- judging ------------------------------------------------------------------------------------


def _fits_only_swapped(rings: list[tuple[Point, ...]], centre: Point) -> bool:
    corners = ecef(np.asarray([point for ring in rings for point in ring]))
    middle = corners.mean(axis=0)
    reach = np.linalg.norm(corners - middle, axis=-1).max()
    given, exchanged = (np.linalg.norm(ecef(np.asarray(c)) - middle) <= reach for c in (centre, centre[::-1]))
    return bool(exchanged and not given)


def _refuse_lines(rings: list[tuple[Point, ...]], area_km2: float) -> None:
    corners = [ecef(np.asarray(ring)) for ring in rings]
    edges = [following(line) - line for line in corners]
    perimeter = sum(float(np.sqrt(dot(line, line)).sum()) for line in edges) / 1000.0
    if area_km2 < MIN_AREA_KM2 or area_km2 < MIN_ROUNDNESS * perimeter**2:
        raise GeometryError("degenerate: zero area, the corners lie on one line")
