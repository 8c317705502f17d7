"""The maps of verdicts as one PNG, through matplotlib: an extra, ``pip install 'sarcheck[png]'``."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from sarcheck.errors import SarcheckError
from sarcheck.reports.charts import ATTRIBUTION, SEA_NOTE, Atlas, Chart, charts
from sarcheck.reports.page import clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path
    from shapely.geometry.base import BaseGeometry

    from sarcheck.model import Order, Verdict
    from sarcheck.regions import RegionIndex

NAME = "png"

MOST = 12
"""Maps on one picture."""
WIDE, HIGH, DPI = 8.0, 6.4, 150
"""Inches of one map, and dots an inch."""
SEA, LAND, HERE, BORDER, NET, IMAGE, FLAGGED = (
    "#e3edf5",
    "#f7f4ec",
    "#ebe3c8",
    "#9a9280",
    "#b4c4d1",
    "#0b5394",
    "#9b1c24",
)
LONGEST = 70


def lacking() -> str:
    """Return what to install where matplotlib is not there, else nothing."""
    return "" if find_spec("matplotlib") else "needs matplotlib, which is not installed: pip install 'sarcheck[png]'"


def render(
    verdicts: Sequence[Verdict],
    *,
    orders: Sequence[Order | None] = (),
    regions: RegionIndex | None = None,
    **_options: Any,
) -> bytes:
    """Return the maps, one below the other. Raise SarcheckError without matplotlib, without an outline, or for more
    maps than a picture can hold."""
    if problem := lacking():
        raise SarcheckError(f"png: {problem}")
    atlas = Atlas(regions) if regions is not None else None
    known = orders or [None] * len(verdicts)
    drawn = [
        (verdict, chart)
        for verdict, order in zip(verdicts, known, strict=True)
        for chart in charts(verdict, order, atlas)[0]
    ]
    if not drawn:
        raise SarcheckError("png: no order has an outline that could be drawn")
    if len(drawn) > MOST:
        raise SarcheckError(f"png: {len(drawn)} maps are too many for one picture ({MOST}): use html or geojson")
    return _picture(drawn, whole=atlas is not None)


def _picture(drawn: Sequence[tuple[Verdict, Chart]], *, whole: bool) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDE, HIGH * len(drawn)), dpi=DPI)
    FigureCanvasAgg(figure)
    for number, (verdict, chart) in enumerate(drawn):
        axes = figure.add_axes((0.04, 1 - (number + 0.93) / len(drawn), 0.92, 0.86 / len(drawn)))
        _map(axes, chart)
        title = (
            f"{verdict.outcome.replace('_', ' ').upper()}: order {clean(verdict.order.id)[:LONGEST]}, {verdict.as_of}"
        )
        axes.set_title(title, fontsize=10, fontweight="bold", loc="left", parse_math=False)
        if whole:
            axes.text(0, -0.02, f"{ATTRIBUTION}\n{SEA_NOTE}", transform=axes.transAxes, fontsize=6, va="top")
    page = io.BytesIO()
    figure.savefig(page, format="png", metadata={"Software": None})
    return page.getvalue()


def _map(axes: Axes, chart: Chart) -> None:
    window = chart.window
    axes.set_xlim(-window.half_width, window.half_width)
    axes.set_ylim(-window.half_height, window.half_height)
    axes.set_aspect("equal")
    axes.set_facecolor(SEA)
    axes.set_xticks([])
    axes.set_yticks([])
    for area in chart.areas:
        if area.kind == "country":
            _fill(axes, area.shape, facecolor=HERE if area.overlap else LAND, edgecolor=BORDER, linewidth=0.5)
        else:
            _fill(axes, area.shape, facecolor="none", edgecolor=FLAGGED, linewidth=0.9, linestyle="--")
    for mark in chart.net:
        _lines(axes, mark.shape)
        axes.annotate(mark.text, (mark.x, mark.y), fontsize=6, xytext=(3, 3), textcoords="offset points", clip_on=True)
    for ground in chart.grounds:
        asked = ground.role == "order"
        style = {"edgecolor": "black", "linestyle": ":"} if asked else {"edgecolor": IMAGE, "linestyle": "-"}
        _fill(axes, ground.shape, facecolor="none", linewidth=1.5, **style)
    _fill(axes, chart.shared, facecolor="none", edgecolor=FLAGGED, hatch="////", linewidth=0)
    for area in chart.areas:
        if area.label:
            axes.text(*area.label[:2], clean(area.name), fontsize=7, ha="center", clip_on=True, parse_math=False)
    right, low = window.half_width * 0.95, -window.half_height * 0.92
    axes.plot([right - chart.bar_km, right], [low, low], color="black", linewidth=2)
    axes.text(right - chart.bar_km / 2, low, f"{chart.bar_km:g} km", fontsize=7, ha="center", va="bottom")


def _fill(axes: Axes, shape: BaseGeometry, **style: Any) -> None:
    from matplotlib.patches import PathPatch

    if not shape.is_empty:
        axes.add_patch(PathPatch(_path(shape), **style))


def _path(shape: BaseGeometry) -> Path:
    """Return the rings of polygons as one path, holes included."""
    from matplotlib.path import Path

    rings = [
        ring
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    points, codes = [], []
    for ring in rings:
        line = shapely.get_coordinates(ring)
        points.append(line)
        codes += [Path.MOVETO, *[Path.LINETO] * (len(line) - 2), Path.CLOSEPOLY]
    return Path(np.concatenate(points), codes) if points else Path(np.empty((0, 2)))


def _lines(axes: Axes, shape: BaseGeometry) -> None:
    for part in shapely.get_parts(shape):
        if part.geom_type == "LineString":
            axes.plot(*shapely.get_coordinates(part).T, color=NET, linewidth=0.6)
