"""A chart as SVG with overview, legend and attribution; colours are the page's, so that it suits light and dark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import shapely

from sarcheck.reports.charts import ATTRIBUTION, SEA_NOTE, Area, Chart, Mark, Overview
from sarcheck.reports.html._marks import chip
from sarcheck.reports.html._tags import Markup, cut, el, join, name
from sarcheck.reports.page import cells

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from sarcheck.reports.charts._plane import Window

WIDE, HIGH = 720.0, 518.4
SMALL, FONT, SMALL_FONT = 280.0, 13.0, 11.0
LETTER = 0.58
"""The mean width of a letter, of its height."""
NAMES_OVERVIEW = 6
EDGE = 5.0


class _Paper:
    """Where kilometres of a window fall on the drawing."""

    def __init__(self, window: Window, width: float) -> None:
        self.window, self.width = window, width
        self.height = width * window.half_height / window.half_width
        self.scale = width / (2 * window.half_width)

    def at(self, x: float, y: float) -> tuple[float, float]:
        return round((x + self.window.half_width) * self.scale, 1), round((self.window.half_height - y) * self.scale, 1)

    def path(self, shape: BaseGeometry) -> str:
        """Return a shape as the data of a path, a tenth of a pixel fine."""
        lines = []
        for part in shapely.get_parts(shape):
            rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
            lines += [self._line(ring, closed=part.geom_type == "Polygon") for ring in rings]
        return "".join(lines)

    def _line(self, ring: BaseGeometry, *, closed: bool) -> str:
        points = [self.at(x, y) for x, y in shapely.get_coordinates(ring).tolist()]
        kept = [point for i, point in enumerate(points) if not i or point != points[i - 1]]
        told = "L".join(f"{x:g} {y:g}" for x, y in kept[: -1 if closed else None])
        return f"M{told}{'Z' if closed else ''}"


def figures(charts: Sequence[Chart], notes: Sequence[str], key: str) -> Markup:
    """Return the maps of an order, and what could not be drawn; ``key`` keeps the ids of several orders apart."""
    drawn = [_figure(chart, f"{key}-map{number}") for number, chart in enumerate(charts, 1)]
    told = el("p", "Not drawn: ", "; ".join(notes), ".", class_="small faint") if notes else None
    return join(drawn or el("p", "There is no outline to draw."), told)


def _figure(chart: Chart, key: str) -> Markup:
    side = el("div", _overview(chart.overview, chart, f"{key}-o") if chart.overview else None, _legend(chart))
    source = f"{ATTRIBUTION} {SEA_NOTE} " if chart.areas else ""
    how = "Azimuthal equidistant projection round the middle of the scene; north is up there."
    return el(
        "figure", el("div", _svg(chart, key), side, class_="map"), el("figcaption", source, how), class_="mapfigure"
    )


def _svg(chart: Chart, key: str) -> Markup:
    paper = _Paper(chart.window, WIDE)
    return el(
        "svg",
        el("title", _title(chart), id=f"{key}-t"),
        el("desc", _described(chart), id=f"{key}-d"),
        el("defs", _hatch(key)),
        el("rect", class_="sea", width=f"{paper.width:g}", height=f"{paper.height:g}"),
        [_land(area, paper) for area in chart.areas if area.kind == "country"],
        [el("path", class_="net", d=paper.path(mark.shape)) for mark in chart.net],
        [_outlined(area, paper) for area in chart.areas if area.kind != "country"],
        _grounds(chart, paper, "image"),
        el("path", class_="shared", fill=f"url(#{key}-h)", d=paper.path(chart.shared))
        if not chart.shared.is_empty
        else None,
        _grounds(chart, paper, "order"),
        [_label(mark, paper) for mark in chart.net],
        _names(chart, paper),
        _pole(chart, paper),
        _bar(chart, paper),
        class_="chart",
        viewBox=f"0 0 {paper.width:g} {paper.height:g}",
        role="img",
        aria_labelledby=f"{key}-t {key}-d",
    )


def _hatch(key: str) -> Markup:
    line = el("path", d="M0 8 8 0", class_="hatch")
    return el("pattern", line, id=f"{key}-h", width="8", height="8", patternUnits="userSpaceOnUse")


def _land(area: Area, paper: _Paper) -> Markup:
    class_ = "land here" if area.overlap else "land"
    return el("path", el("title", area.name), class_=class_, d=paper.path(area.shape))


def _outlined(area: Area, paper: _Paper) -> Markup:
    """Return a region's outline without the edges of the window that cut it."""
    window = paper.window
    inner = shapely.buffer(window.frame, -window.fine, join_style="mitre")
    line = shapely.intersection(shapely.boundary(area.shape), inner)
    return el("path", el("title", area.name), class_="region", d=paper.path(line))


def _grounds(chart: Chart, paper: _Paper, role: str) -> Iterator[Markup]:
    for ground in (ground for ground in chart.grounds if ground.role == role):
        class_ = "asked" if ground.role == "order" else "ground"
        yield el("path", el("title", cut(ground.name, 160)), class_=class_, d=paper.path(ground.shape))


# --- words on the map ---------------------------------------------------------------------------


def _label(mark: Mark, paper: _Paper) -> Markup:
    x, y = paper.at(mark.x, mark.y)
    anchor, dx, dy = {
        "left": ("start", EDGE, -4.0),
        "right": ("end", -EDGE, -4.0),
        "bottom": ("start", 4.0, -EDGE),
        "top": ("start", 4.0, SMALL_FONT + 2),
        "inside": ("middle", 0.0, -4.0),
    }[mark.edge]
    return _written(
        mark.text, min(x + dx, paper.width - 45.0) if anchor == "start" else x + dx, y + dy, SMALL_FONT, anchor
    )


def _written(words: str, x: float, y: float, size: float, anchor: str = "middle", weight: str | None = None) -> Markup:
    where = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font_size": f"{size:g}", "text_anchor": anchor, "font_weight": weight}
    return el("text", words, class_="halo", **where)


def _names(chart: Chart, paper: _Paper) -> Iterator[Markup]:
    """Yield names of areas and scenes where there is room, the touched areas' first; none upon another."""
    taken: list[BaseGeometry] = []
    for ground in chart.grounds:
        west, _, east, north = ground.shape.bounds
        x, y = paper.at((west + east) / 2, north)
        words = str(ground.name) if cells(str(ground.name)) <= 34 else ("image" if ground.role == "image" else "order")
        yield from _put(words, x, max(y - 7.0, 16.0), FONT, taken, paper, weight="600")
    for area in sorted(chart.areas, key=lambda area: (area.overlap is None, area.kind != "country")):
        if area.label:
            x, y = paper.at(*area.label[:2])
            least = 0.0 if area.overlap else 0.3
            if 2 * area.label[2] * paper.scale > least * LETTER * FONT * cells(area.name):
                yield from _put(area.name, x, y + FONT / 3, FONT, taken, paper)


def _put(
    words: str, x: float, y: float, size: float, taken: list[BaseGeometry], paper: _Paper, weight: str | None = None
) -> Iterator[Markup]:
    half = LETTER * size * cells(words) / 2
    x = min(max(x, half + EDGE), paper.width - half - EDGE)
    box = shapely.box(x - half, y - size, x + half, y + 3)
    for _ in range(6):
        if not any(box.intersects(other) for other in taken):
            taken.append(box)
            yield _written(words, x, y, size, weight=weight)
            return
        y += size + 3
        box = shapely.box(x - half, y - size, x + half, y + 3)
        if y > paper.height - 24:
            return


def _pole(chart: Chart, paper: _Paper) -> Markup | None:
    if chart.pole is None:
        return None
    x, y = paper.at(*chart.pole[:2])
    dot = el("circle", cx=f"{x:g}", cy=f"{y:g}", r="3", fill="currentColor")
    return join(dot, _written(chart.pole[2], x + 8, y + 4, SMALL_FONT, "start"))


def _bar(chart: Chart, paper: _Paper) -> Markup:
    long = chart.bar_km * paper.scale
    right, y = paper.width - 16.0, paper.height - 26.0
    back = el(
        "rect", x=f"{right - long - 10:.1f}", y=f"{y - 22:.1f}", width=f"{long + 20:.1f}", height="34", rx="4",
        fill="var(--paper)", fill_opacity=".85",
    )  # fmt: skip
    line = el("path", class_="bar", d=f"M{right - long:.1f} {y - 5:.1f}v5h{long:.1f}v-5")
    return join(back, line, _written(f"{chart.bar_km:g} km", right - long / 2, y - 8, SMALL_FONT))


# --- beside the map -----------------------------------------------------------------------------


def _overview(overview: Overview, chart: Chart, key: str) -> Markup:
    paper = _Paper(overview.window, SMALL)
    half = overview.window
    share = chart.window.half_width / half.half_width
    side = max(share * SMALL, 7.0), max(share * paper.height, 7.0)
    (x, y), met = paper.at(0, 0), {area.id for area in chart.touched}
    lands = [
        el("path", class_="land here" if area.id in met else "land", d=paper.path(area.shape))
        for area in overview.areas
    ]
    frame = el(
        "rect", class_="frame", x=f"{x - side[0] / 2:.1f}", y=f"{y - side[1] / 2:.1f}", width=f"{side[0]:.1f}",
        height=f"{side[1]:.1f}",
    )  # fmt: skip
    words = f"Overview, {2 * half.half_width:,.0f} km wide; the frame is the map"
    return el(
        "svg",
        el("title", words, id=f"{key}-t"),
        el("rect", class_="sea", width=f"{SMALL:g}", height=f"{paper.height:.1f}"),
        lands,
        [el("path", class_="net", d=paper.path(mark.shape)) for mark in overview.net],
        _largest(overview, paper, (x, y)),
        frame,
        viewBox=f"0 0 {SMALL:g} {paper.height:.1f}",
        role="img",
        aria_labelledby=f"{key}-t",
    )


def _largest(overview: Overview, paper: _Paper, centre: tuple[float, float]) -> Iterator[Markup]:
    """Yield the names of the largest countries of an overview, none upon another or upon the frame."""
    taken: list[BaseGeometry] = [shapely.box(centre[0] - 12, centre[1] - 12, centre[0] + 12, centre[1] + 12)]
    named = [area for area in overview.areas if area.label]
    for area in sorted(named, key=lambda area: (-area.shape.area, area.id))[:NAMES_OVERVIEW]:
        x, y = paper.at(*area.label[:2])  # type: ignore[index]
        half = LETTER * SMALL_FONT * cells(area.name) / 2
        box = shapely.box(x - half, y - SMALL_FONT, x + half, y + 3)
        inside = half + 2 < x < paper.width - half - 2
        if inside and not any(box.intersects(other) for other in taken):
            taken.append(box)
            yield _written(area.name, x, y + 3, SMALL_FONT)


def _legend(chart: Chart) -> Markup:
    items = [
        _entry(el("rect", class_="asked" if g.role == "order" else "ground", x="1", y="1", width="22", height="12"),
               name(g.name), f", {g.km2:,.0f} km²")
        for g in chart.grounds[:6]
    ]  # fmt: skip
    more = len(chart.grounds) - 6
    items += [el("li", f"and {more} more scenes")] if more > 0 else []
    items += [_touched(area) for area in chart.touched]
    return el("ul", items, class_="legend")


def _touched(area: Area) -> Markup:
    overlap = area.overlap
    if overlap is None:
        return Markup("")
    class_ = "land here" if area.kind == "country" else "region"
    share = f"{overlap.overlap_share:.0%}" if overlap.overlap_share >= 0.01 else f"{overlap.overlap_share:.2%}"
    how = "within the boundary's inaccuracy of" if overlap.relation == "border" else "in"
    told = f" {overlap.overlap_km2:,.0f} km² ({share}) {how} it"
    mark = el("rect", class_=class_, x="1", y="1", width="22", height="12")
    return _entry(mark, name(area.name), told, join(" ", chip(area.grade)) if area.grade else None)


def _entry(mark: Markup, *words: object) -> Markup:
    return el("li", el("svg", mark, viewBox="0 0 24 14", aria_hidden="true"), el("span", *words))


def _title(chart: Chart) -> str:
    return f"Map of {', '.join(cut(ground.name, 80) for ground in chart.grounds[:3])}"


def _described(chart: Chart) -> str:
    lon, lat = chart.window.longitude, chart.window.latitude
    where = f"{abs(lat):.1f}° {'N' if lat >= 0 else 'S'}, {abs(lon):.1f}° {'E' if lon >= 0 else 'W'}"
    touched = "; ".join(
        f"{area.name} ({area.overlap.relation}, {area.overlap.overlap_km2:,.0f} km²)"
        for area in chart.touched
        if area.overlap
    )
    return f"{2 * chart.window.half_width:,.0f} km wide round {where}. Touches {touched or 'no known region'}."
