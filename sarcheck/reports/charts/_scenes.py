"""What an order and its products cover: from the order as taken in, else from what the verdict keeps of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from sarcheck import geo
from sarcheck.errors import GeometryError
from sarcheck.geo.ellipsoid import Array, ecef

if TYPE_CHECKING:
    from sarcheck.model import Footprint, Order, Outline, Verdict

APART_KM = 400.0
"""Scenes that lie farther apart than this and a few times their size are drawn on maps of their own."""
APART_SIZES = 3.0
METRES = 1000.0


class Scene(NamedTuple):
    """What a product or the order itself covers: its name, what it is, and its footprints."""

    name: str
    role: Literal["image", "order"]
    footprints: tuple[Footprint, ...]


def scenes(verdict: Verdict, order: Order | None) -> tuple[tuple[Scene, ...], tuple[str, ...]]:
    """Return what can be drawn, and in words what cannot."""
    found, lacking = [], []
    for name, role, footprints, problem in _stated(verdict, order):
        if footprints:
            found.append(Scene(name, role, footprints))
        if problem:
            lacking.append(f"{name}: {problem}")
    return tuple(found), tuple(lacking)


Stated = tuple[str, Literal["image", "order"], "tuple[Footprint, ...]", str]


def _stated(verdict: Verdict, order: Order | None) -> Iterator[Stated]:
    if order is None:
        for item in verdict.products:
            yield str(item.get("id") or "product"), "image", *_made([item["geometry"]] if item.get("geometry") else [])
        return
    for ordered in order.products:
        if product := ordered.product:
            yield product.id, "image", *_made(product.outlines)
        else:
            yield ordered.ref.id, "image", (), "it could not be read"
    if (area := order.document.geometry) is not None:
        yield "area of the order", "order", *_made([area])


def _made(shapes: Sequence[Outline | dict[str, Any]]) -> tuple[tuple[Footprint, ...], str]:
    """Return the footprints of outlines or GeoJSON geometries, and why one cannot be made, or that there is none."""
    found, problem = [], "" if shapes else "it states no outline"
    for shape in shapes:
        try:
            if isinstance(shape, dict):
                found.append(geo.from_geojson(shape))
            else:
                found.append(geo.footprint(shape.points, kind=shape.kind, columns=shape.columns))
        except GeometryError as error:
            problem = str(error)
    return tuple(found), problem


def points_of(scenes: Sequence[Scene]) -> Array:
    """Return the corners of scenes, shape (n, 2)."""
    return np.array([point for scene in scenes for f in scene.footprints for ring in f.rings for point in ring])


def clusters(scenes: Sequence[Scene]) -> list[list[Scene]]:
    """Return scenes in groups that make one map each, in order."""
    groups: list[list[Scene]] = []
    for scene in scenes:
        near = next((group for group in groups if _near(scene, group)), None)
        if near is None:
            groups.append([scene])
        else:
            near.append(scene)
    return groups


def _near(scene: Scene, group: Sequence[Scene]) -> bool:
    """Tell whether a scene and a group fit on one map without becoming specks."""
    one, other = ecef(points_of([scene])), ecef(points_of(group))
    sizes = [float(np.linalg.norm(p - p.mean(axis=0), axis=-1).max()) for p in (one, other)]
    apart = float(np.linalg.norm(one.mean(axis=0) - other.mean(axis=0)))
    return apart < APART_SIZES * max(sizes) + APART_KM * METRES
