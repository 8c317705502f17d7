"""What RADARSAT-2's and RCM's product files have in common: product layouts A2 and A3."""

from __future__ import annotations

from itertools import count, pairwise
from typing import TYPE_CHECKING, NamedTuple

from sarcheck.model import Outline, Point, TiePoint, TiePoints
from sarcheck.readers import _grid, _ground, _ties, _vectors, _xml
from sarcheck.readers import _values as v
from sarcheck.readers._product import ABOUT, FROM_NAME, build, clean
from sarcheck.readers._xml import Row

if TYPE_CHECKING:
    import datetime as dt
    import re
    from collections.abc import Callable, Sequence

    from lxml import etree

    from sarcheck.model import FileRecord, Product, StateVector
    from sarcheck.readers._files import Files
    from sarcheck.readers._product import Notes
    from sarcheck.readers._xml import Document

_SOURCE, _RADAR = "sourceAttributes", "sourceAttributes/radarParameters"
_ORBIT = "sourceAttributes/orbitAndAttitude/orbitInformation"
_MADE = "imageGenerationParameters/generalProcessingInformation"
_SAR = "imageGenerationParameters/sarProcessingInformation"
_TIMES = (_SAR + "/zeroDopplerTimeFirstLine", _SAR + "/zeroDopplerTimeLastLine")
_VECTOR = ("timeStamp", "xPosition", "yPosition", "zPosition", "xVelocity", "yVelocity", "zVelocity")
_CORNERS = ("upperLeftCorner", "upperRightCorner", "lowerRightCorner", "lowerLeftCorner")
MAX_CONVERSIONS = 1000
"""Slant-to-ground conversions of one product; long ScanSAR products have some dozens."""
TIES_A_SIDE = 5
"""Tie points are chosen evenly, so many along each side of the grid."""

ROWS = (
    Row("platform", _SOURCE + "/satellite", v.platform),
    Row("swaths", _RADAR + "/beams", v.words),
    Row("polarisations", _MADE + "/polarizationsInProduct", v.polarisations),
    Row("polarisations", _RADAR + "/polarizations", v.polarisations),
    Row("product_type", _MADE + "/productType", v.upper),
    Row("frequency_band", _RADAR + "/radarCenterFrequency", v.band, derived="from the frequency"),
    Row("look", _RADAR + "/antennaPointing", v.look),
    Row("pass_direction", _ORBIT + "/passDirection", v.orbit_pass),
    Row("facility", _MADE + "/processingFacility", v.word),
    Row("receiving_station", _SOURCE + "/inputDatasetFacilityId", v.word),
    Row("processed", _MADE + "/processingTime", v.time),
    Row("processor", _MADE + "/softwareVersion", v.word),
)
_COMPLEX = v.choice({"Complex": True, "Magnitude Detected": False})


class Raster(NamedTuple):
    """How an image lies in time and range: where its attributes are, its lines and its samples a line."""

    path: str
    lines: str
    samples: str
    kind: str


class Form(NamedTuple):
    """What tells one mission's products from the other's: the format, where the image stands, how files are named."""

    format: str
    raster: Raster
    image: str
    name: re.Pattern[str]
    platform: Callable[[str], str]


def product(files: Files, document: Document, form: Form, notes: Notes, listed: tuple[FileRecord, ...] = ()) -> Product:
    """Return the product of what was noted, of what its name states, and of the geometry; ``listed`` are its files."""
    _state_name(files.name, form, notes)
    tied = grid(document, form.image, notes)
    named = files.name if form.name.match(files.name) else _xml.first(document.root, "productId")
    return build(
        notes,
        id=clean(named or files.name),
        href=files.href,
        format=form.format,
        evidence="metadata",
        outlines=outlines(document, tied, form.image, notes),
        state_vectors=state_vectors(document, notes),
        ties=ties(document, tied, form.raster, notes),
        files=listed,
    )


def _state_name(name: str, form: Form, notes: Notes) -> None:
    if match := form.name.match(name):
        notes.state("platform", match["platform"], form.platform, name, FROM_NAME)
        notes.state("start", match["start"], v.name_time, name, FROM_NAME, ABOUT)
        notes.state("order_id", match["order_id"], v.word, name, FROM_NAME)
        notes.state("polarisations", match["polarisations"], _channels, name, FROM_NAME)
        notes.state("product_type", match["product_type"], v.upper, name, FROM_NAME)


def _channels(text: str) -> list[str]:
    return v.polarisations(text.replace("_", " "))


def state(document: Document, raster: Raster, notes: Notes) -> None:
    """Note what both schemas state at the same places."""
    _xml.state(document, ROWS, notes)
    _state_mode(document, notes)
    state_times(document, _TIMES, notes)
    rows = (
        Row("complex", f"{raster.path}/{raster.kind}", _COMPLEX),
        Row("spacing_range", raster.path + "/sampledPixelSpacing", v.length),
        Row("spacing_azimuth", raster.path + "/sampledLineSpacing", v.length),
    )
    _xml.state(document, rows, notes)
    for node in _xml.each(document.root, _MADE + "/productType"):
        notes.state("level", _xml.text(node), lambda _: "L1", document.source, _xml.place(node), "an image is level 1")


def _state_mode(document: Document, notes: Notes) -> None:
    """Note the mode: the beam's mnemonic, with the type of acquisition that it belongs to."""
    mnemonic = _xml.first(document.root, _SOURCE + "/beamModeMnemonic")
    kind = _xml.first(document.root, _RADAR + "/acquisitionType")
    if stated := f"{mnemonic} ({kind})" if mnemonic and kind else mnemonic or kind:
        where = _SOURCE + "/beamModeMnemonic" if mnemonic else _RADAR + "/acquisitionType"
        note = f"with {_RADAR}/acquisitionType" if mnemonic and kind else None
        notes.state("mode", stated, v.word, document.source, where, note)


def state_times(document: Document, paths: Sequence[str], notes: Notes) -> bool:
    """Note start and stop: the earlier and the later of the first and the last line, which may run backwards.

    ``paths`` are those of the first and of the last line's time. Tells whether both are stated.
    """
    rows = [(node, _xml.text(node)) for path in paths for node in list(_xml.each(document.root, path))[:1]]
    if len(rows) != 2:
        return False
    backwards = _order(rows[1][1], rows[0][1])
    for field, (node, stated) in zip(("start", "stop"), reversed(rows) if backwards else rows, strict=True):
        note = "the image runs backwards in time" if backwards else None
        notes.state(field, stated, v.time, document.source, _xml.place(node), note)
    return True


def _order(one: str, other: str) -> bool:
    try:
        return v.instant(one) < v.instant(other)
    except ValueError:
        return False


def state_vectors(document: Document, notes: Notes) -> tuple[StateVector, ...]:
    """Return the state vectors in order of time."""
    return _vectors.each(document, _ORBIT + "/stateVector", _VECTOR, notes)


class Grid(NamedTuple):
    """The tie points as texts, row by row, each list as long as the others."""

    columns: int
    texts: dict[str, list[str]]
    path: str

    def __len__(self) -> int:
        return len(self.texts["line"])

    def point(self, index: int) -> Point:
        return _ground.point(self.texts["longitude"][index], self.texts["latitude"][index])


def grid(document: Document, parent: str, notes: Notes) -> Grid | None:
    """Return the tie points of a product, None where it has none or they make no grid."""
    path = parent + "/geographicInformation/geolocationGrid"
    node = next(_xml.each(document.root, path), None)
    if node is None:
        return None
    space = node.tag.rpartition("}")[0]
    tags = {name: f"{space}}}{name}" if space else name for name in _PARTS}
    texts = {name: [(found.text or "").strip() for found in node.iter(tag)] for name, tag in tags.items()}
    lines = texts["line"]
    columns = next((i for i, line in enumerate(lines) if line != lines[0]), len(lines))
    even = all(len(found) == len(lines) for found in texts.values())
    if not even or columns < 2 or len(lines) % columns or not 2 * columns <= len(lines) <= _grid.MAX_POINTS:
        notes.problem(
            f"{document.source}#{path}", f"geolocation grid: {len(lines)} tie points make no rows of {columns}"
        )
        return None
    return Grid(columns, texts, path + "/imageTiePoint")


_PARTS = ("line", "pixel", "latitude", "longitude", "height")


def outlines(document: Document, tied: Grid | None, parent: str, notes: Notes) -> tuple[Outline, ...]:
    """Return the outer ring of the tie points, else the corners of a map."""
    if tied:
        try:
            points = [tied.point(index) for index in _grid.outer(len(tied), tied.columns)]
        except ValueError as error:
            notes.problem(f"{document.source}#{tied.path}", f"geolocation grid: {error}")
            return ()
        return _ground.outline(document, points, "ring", tied.path, notes)
    path = parent + "/geographicInformation/mapProjection/positioningInformation"
    return _map_corners(document, path, notes)


def _map_corners(document: Document, path: str, notes: Notes) -> tuple[Outline, ...]:
    points = []
    for name in _CORNERS:
        for node in _xml.each(document.root, f"{path}/{name}/geodeticCoordinate"):
            try:
                points.append(_ground.of(node, "longitude", "latitude"))
            except ValueError as error:
                notes.problem(f"{document.source}#{path}/{name}", f"footprint: {error}")
    return _ground.outline(document, points, "ring", path, notes)


def ties(document: Document, tied: Grid | None, raster: Raster, notes: Notes) -> tuple[TiePoints, ...]:
    """Return tie points with the time of their line and the slant range of their pixel, where both can be told."""
    if tied is None:
        return ()
    try:
        scale = _scale(document, raster)
        points = [scale.tie(tied, index) for index in _spread(tied)] if scale else []
    except ValueError as error:
        notes.problem(f"{document.source}#{tied.path}", f"tie point: {error}")
        return ()
    if not points:
        return ()
    return (TiePoints(points=tuple(points), heights="point", source=document.source, path=tied.path),)


def _spread(tied: Grid) -> list[int]:
    """Return the indices of points spread over the grid, its corners among them."""
    rows = _even(len(tied) // tied.columns)
    return [row * tied.columns + column for row in rows for column in _even(tied.columns)]


def _even(size: int) -> list[int]:
    return sorted({round(i * (size - 1) / (TIES_A_SIDE - 1)) for i in range(TIES_A_SIDE)})


class _Conversion(NamedTuple):
    """Ground range to slant range, valid at a time: a polynomial of the distance from an origin, metres."""

    time: dt.datetime
    origin: float
    coefficients: tuple[float, ...]

    def slant(self, ground: float) -> float:
        return float(sum(c * (ground - self.origin) ** i for i, c in zip(count(), self.coefficients)))


class _Scale(NamedTuple):
    """An image's lines in time and its pixels in range."""

    first: dt.datetime
    last: dt.datetime
    lines: int
    samples: int
    spacing: float
    reversed: bool
    conversions: list[_Conversion]

    def tie(self, tied: Grid, index: int) -> TiePoint:
        line, pixel, height = (v.number(tied.texts[name][index]) for name in ("line", "pixel", "height"))
        if not (-self.lines <= line <= 2 * self.lines and -self.samples <= pixel <= 2 * self.samples):
            raise ValueError(f"line {line:g}, pixel {pixel:g} lies far outside the image")
        time = _ties.between(self.first, self.last, line / (self.lines - 1))
        ground = self.spacing * (self.samples - 1 - pixel if self.reversed else pixel)
        lon, lat = tied.point(index)
        return TiePoint(time, lon, lat, height, self._slant(time, ground))

    def _slant(self, time: dt.datetime, ground: float) -> float:
        """Return the slant range by the conversions before and after a time, weighted by how near they are."""
        for one, other in pairwise(self.conversions):
            if one.time <= time <= other.time and other.time > one.time:
                share = (time - one.time) / (other.time - one.time)
                return one.slant(ground) * (1 - share) + other.slant(ground) * share
        nearest = min(self.conversions, key=lambda conversion: abs(conversion.time - time))
        return nearest.slant(ground)


def _scale(document: Document, raster: Raster) -> _Scale | None:
    """Return how lines and pixels lie in time and range, None where the product does not tell."""
    root = document.root
    near = _near_edge(root)
    conversions = _conversions(root)
    first, last = (_xml.first(root, path) for path in _TIMES)
    spacing = _xml.first(root, raster.path + "/sampledPixelSpacing")
    lines, samples = (_sizes(root, path) for path in (raster.lines, raster.samples))
    if not (first and last and spacing and len(lines) == len(samples) == 1):
        return None
    if not conversions and near:
        conversions = [_Conversion(v.instant(first), 0.0, (v.length(near), 1.0))]
    if not conversions:
        return None
    if min(lines[0], samples[0]) < 2:
        raise ValueError(f"an image of {lines[0]} lines and {samples[0]} samples has no tie points")
    backwards = _xml.first(root, raster.path + "/pixelTimeOrdering").upper() == "DECREASING"
    return _Scale(v.instant(first), v.instant(last), lines[0], samples[0], v.length(spacing), backwards, conversions)


def _near_edge(root: etree._Element) -> str:
    """Return the slant range of the first pixel of an image that lies in slant range, as stated."""
    if _xml.first(root, _MADE + "/productType").upper() != "SLC":
        return ""
    return _xml.first(root, _SAR + "/slantRangeNearEdge") or _xml.first(
        root, "sceneAttributes/imageAttributes/slantRangeNearEdge"
    )


def _conversions(root: etree._Element) -> list[_Conversion]:
    found = []
    for node in list(_xml.each(root, "imageGenerationParameters/slantRangeToGroundRange"))[:MAX_CONVERSIONS]:
        numbers = tuple(v.number(text) for text in _xml.first(node, "groundToSlantRangeCoefficients").split()[:20])
        origin = v.number(_xml.first(node, "groundRangeOrigin"))
        found.append(_Conversion(v.instant(_xml.first(node, "zeroDopplerAzimuthTime")), origin, numbers))
    return sorted(found, key=lambda conversion: conversion.time)


def _sizes(root: etree._Element, path: str) -> Sequence[int]:
    return [v.count(_xml.text(node)) for node in _xml.each(root, path)]
