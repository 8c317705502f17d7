"""Maps as data: what is drawn where, in kilometres round the middle of the scenes. How it looks is the reports' own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from sarcheck.geo.globe import drawn
from sarcheck.model import severity
from sarcheck.reports.charts._net import Mark, bar, net, pole_of
from sarcheck.reports.charts._plane import Window, around, forward, laid
from sarcheck.reports.charts._scenes import Scene, clusters, points_of, scenes

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from sarcheck.model import Footprint, Order, Overlap, Verdict
    from sarcheck.regions import RegionIndex

__all__ = ["ATTRIBUTION", "Area", "Atlas", "Chart", "Ground", "Mark", "Overview", "charts", "scenes"]

ATTRIBUTION = "Country outlines: © OpenStreetMap contributors (ODbL), through tzfpy."
SEA_NOTE = "Country outlines include the territorial sea; outlines are simplified for the eye, the numbers are not."
MAPS = 4
"""At most so many maps of one order."""
FILL = 0.5
"""The share of the window that the scenes take, each way."""
LEAST_KM = 6.0
"""The least half width of a window."""
RATIO = 0.72
"""Height over width of a window."""
OVERVIEW, LEAST_OVERVIEW_KM, MOST_OVERVIEW_KM = 9.0, 900.0, 3500.0
"""How much wider than the window the overview is, and its least and greatest half width."""
OVERVIEW_DOTS = 320.0
NEAREST_KM = 0.1
"""What is smaller bears no name."""


class Area(NamedTuple):
    """A country or region as seen in the window: ``grade`` is the outcome of findings on it, empty for none."""

    id: str
    name: str
    kind: str
    shape: BaseGeometry
    grade: str
    overlap: Overlap | None
    label: tuple[float, float, float] | None
    """Where its name may stand, and the radius of the circle that is free there, in kilometres."""


class Ground(NamedTuple):
    """What a product or the order covers, in the plane."""

    name: str
    role: str
    shape: BaseGeometry
    km2: float


class Overview(NamedTuple):
    """A wider window, its countries, and where the chart lies in it."""

    window: Window
    areas: tuple[Area, ...]
    net: tuple[Mark, ...]


class Chart(NamedTuple):
    """One map: window, areas with countries first, scenes, what flagged areas and images share, net and scale."""

    window: Window
    areas: tuple[Area, ...]
    grounds: tuple[Ground, ...]
    shared: BaseGeometry
    net: tuple[Mark, ...]
    bar_km: float
    pole: tuple[float, float, str] | None
    overview: Overview | None
    notes: tuple[str, ...]

    @property
    def touched(self) -> tuple[Area, ...]:
        """Return the areas that the scenes touch, those with findings first."""
        met = [area for area in self.areas if area.overlap]
        return tuple(sorted(met, key=lambda area: (-severity(area.grade) if area.grade else 9, area.id)))  # type: ignore[arg-type]


class Atlas:
    """Regions with the outlines that were asked for, kept for the next map."""

    def __init__(self, regions: RegionIndex) -> None:
        self.regions = regions
        self._shapes: dict[str, BaseGeometry] = {}

    def shape(self, region: str) -> BaseGeometry:
        """Return a region's outline in longitude and latitude."""
        if region not in self._shapes:
            self._shapes[region] = self.regions.shape(region)
        return self._shapes[region]


def charts(verdict: Verdict, order: Order | None, atlas: Atlas | None) -> tuple[tuple[Chart, ...], tuple[str, ...]]:
    """Return the maps of an order, and in words what cannot be drawn; without an atlas there are no countries."""
    found, lacking = scenes(verdict, order)
    groups = clusters(found)
    notes = list(lacking)
    if len(groups) > MAPS:
        notes.append(f"{len(groups) - MAPS} further groups of scenes are not drawn; the GeoJSON report has them all")
    if order is None and verdict.products:
        notes.append("drawn from the verdict alone: the area of the order is not shown")
    if atlas is None and groups:
        notes.append("drawn without the rules folder: countries and regions are not shown")
    grades = _grades(verdict)
    return tuple(_chart(group, grades, atlas) for group in groups[:MAPS]), tuple(notes)


def _grades(verdict: Verdict) -> dict[str, str]:
    """Return the regions that findings are about, with the worst outcome of each."""
    found: dict[str, str] = {}
    for finding in verdict.findings:
        for item in finding.evidence:
            if item.get("kind") == "region_overlap" and item.get("relation") != "outside":
                region = str(item.get("region"))
                before = found.get(region, "notice")
                found[region] = max(before, finding.outcome, key=severity)  # type: ignore[arg-type]
    return found


def _chart(group: Sequence[Scene], grades: dict[str, str], atlas: Atlas | None) -> Chart:
    window = _window(points_of(group))
    grounds = tuple(_ground(scene, window) for scene in group)
    areas = tuple(_areas(group, grounds, window, grades, atlas)) if atlas else ()
    flagged = [area.shape for area in areas if area.grade and area.overlap]
    images = shapely.union_all([g.shape for g in grounds if g.role == "image"] or [g.shape for g in grounds])
    shared = shapely.intersection(images, shapely.union_all(flagged)) if flagged else shapely.Polygon()
    overview = _overview(group, window, atlas) if atlas else None
    return Chart(window, areas, grounds, shared, net(window), bar(window), pole_of(window), overview, ())


def _window(points: np.ndarray) -> Window:
    """Return the window in which points take about half of the width or height."""
    longitude, latitude = around(points)
    plane = np.abs(forward(points, Window(longitude, latitude, 1.0, 1.0)))
    half = max(float(plane[:, 0].max()) / FILL, float(plane[:, 1].max()) / FILL / RATIO, LEAST_KM)
    return Window(longitude, latitude, half, half * RATIO)


def _ground(scene: Scene, window: Window) -> Ground:
    shapes = [laid(drawn(footprint), window) for footprint in scene.footprints]
    km2 = sum(footprint.area_km2 for footprint in scene.footprints)
    return Ground(scene.name, scene.role, shapely.union_all(shapes), km2)


def _areas(
    group: Sequence[Scene], grounds: Sequence[Ground], window: Window, grades: dict[str, str], atlas: Atlas
) -> Iterator[Area]:
    """Yield the countries in the window, then the other regions that are touched."""
    footprints = [footprint for scene in group for footprint in scene.footprints]
    met = _overlaps(footprints, atlas)
    covered = shapely.union_all([ground.shape for ground in grounds])
    ids = {
        name for footprint in footprints[:1] for name in atlas.regions.near(footprint, 2 * window.reach)
    } | met.keys()
    records = [atlas.regions.region(name) for name in sorted(ids)]
    wanted = [r for r in records if r.kind == "country" or r.id in met or r.id in grades]
    for record in sorted(wanted, key=lambda record: (record.kind != "country", record.id)):
        shape = laid(atlas.shape(record.id), window)
        if not shape.is_empty:
            grade = grades.get(record.id, "") if record.id in met else ""
            label = _label(shape, covered)
            yield Area(record.id, record.name, record.kind, shape, grade, met.get(record.id), label)


def _overlaps(footprints: Sequence[Footprint], atlas: Atlas) -> dict[str, Overlap]:
    """Return the regions that footprints touch, each with its greatest overlap."""
    met: dict[str, Overlap] = {}
    for footprint in footprints:
        for overlap in atlas.regions.overlaps(footprint):
            if overlap.region not in met or overlap.overlap_km2 > met[overlap.region].overlap_km2:
                met[overlap.region] = overlap
    return met


def _label(shape: BaseGeometry, covered: BaseGeometry) -> tuple[float, float, float] | None:
    """Return the middle and radius of the widest free circle of a shape, beside what is covered where it can be."""
    free = shapely.difference(shape, covered)
    inside = max(
        shapely.get_parts(free if not free.is_empty else shape), key=lambda part: float(part.area), default=None
    )
    if inside is None or inside.area < NEAREST_KM**2:
        return None
    radius = shapely.maximum_inscribed_circle(inside, tolerance=max(inside.length / 400, 1e-3))
    (x, y), _ = shapely.get_coordinates(radius).tolist()
    return x, y, float(radius.length)


def _overview(group: Sequence[Scene], window: Window, atlas: Atlas) -> Overview:
    half = min(max(OVERVIEW * window.half_width, LEAST_OVERVIEW_KM), MOST_OVERVIEW_KM)
    wide = Window(window.longitude, window.latitude, half, half * RATIO, OVERVIEW_DOTS)
    names: set[str] = set()
    for footprint in group[0].footprints[:1]:
        names.update(atlas.regions.near(footprint, wide.reach))
    records = [atlas.regions.region(name) for name in sorted(names)]
    areas = []
    for record in (record for record in records if record.kind == "country"):
        shape = laid(atlas.shape(record.id), wide)
        if not shape.is_empty:
            areas.append(Area(record.id, record.name, record.kind, shape, "", None, _label(shape, shapely.Polygon())))
    return Overview(wide, tuple(areas), net(wide))
