"""Maps as data: scenes anywhere on Earth and of any size lie in the middle of their window, whole and to scale."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from sarcheck.model import Finding, Order, Product, Verdict
from sarcheck.regions import RegionIndex
from sarcheck.reports.charts import Atlas, Chart, charts
from sarcheck.reports.charts._net import bar, net
from sarcheck.reports.charts._plane import RADIUS_KM, Window, around, forward, inverse
from sarcheck.reports.html import _map

Make = Callable[..., Verdict]

PLACES: dict[str, tuple[list[list[float]], float]] = {
    "antimeridian": ([[178.5, -18.2], [-179.0, -18.2], [-179.0, -16.0], [178.5, -16.0], [178.5, -18.2]], 64_800),
    "pole": ([[10, 88.6], [100, 87.5], [-170, 86.5], [-80, 87.5], [10, 88.6]], 152_900),
    "south pole": ([[10, -84], [100, -82], [-170, -81], [-80, -83], [10, -84]], 1_407_600),
    "5 km": ([[33.52, 44.59], [33.58, 44.58], [33.59, 44.62], [33.53, 44.63], [33.52, 44.59]], 22),
    "500 km": ([[20.0, 52.0], [26.5, 53.0], [27.3, 49.0], [21.2, 48.0], [20.0, 52.0]], 206_600),
}


def drawn(geometry: list[list[float]], make_verdict: Make, make_order: Callable[..., Order], atlas: Atlas) -> Chart:
    order = make_order({"type": "Polygon", "coordinates": [geometry]})
    (chart,), notes = charts(make_verdict(products=()), order, atlas)
    assert notes == ()
    return chart


@pytest.mark.parametrize("place", PLACES)
def test_a_scene_anywhere_is_whole_and_in_the_middle(
    place: str, make_verdict: Make, make_order: Callable[..., Order], regions: RegionIndex
) -> None:
    ring, km2 = PLACES[place]
    chart = drawn(ring, make_verdict, make_order, Atlas(regions))
    (ground,) = chart.grounds
    west, south, east, north = ground.shape.bounds
    window = chart.window
    assert abs(west + east) < 0.05 * window.half_width
    assert abs(south + north) < 0.05 * window.half_width
    share = max((east - west) / (2 * window.half_width), (north - south) / (2 * window.half_height))
    assert 0.35 < share <= 0.51
    assert len(shapely.get_parts(ground.shape)) == 1
    assert ground.shape.area == pytest.approx(km2, rel=0.03)
    assert len(chart.net) >= 3
    assert 0.1 < chart.bar_km / (2 * window.half_width) <= 0.28


def test_a_country_across_the_antimeridian_has_no_seam(
    make_verdict: Make, make_order: Callable[..., Order], regions: RegionIndex
) -> None:
    ring = [[-30.0, 86.0], [60.0, 86.0], [150.0, 86.0], [-120.0, 86.0], [-30.0, 86.0]]
    chart = drawn(ring, make_verdict, make_order, Atlas(regions))
    assert chart.pole is not None
    cap = next(area for area in chart.areas if area.id == "XN")
    (part,) = shapely.get_parts(cap.shape)
    assert not part.interiors
    assert shapely.contains_xy(part, *chart.pole[:2])


def test_what_findings_are_about_is_shared_and_graded(
    make_verdict: Make,
    make_finding: Callable[..., Finding],
    make_order: Callable[..., Order],
    make_product: Callable[..., Product],
    regions: RegionIndex,
) -> None:
    item = {"kind": "region_overlap", "region": "XA-1", "relation": "inside"}
    verdict = make_verdict(findings=(make_finding(outcome="review", evidence=(item,)),))
    (chart,), _ = charts(verdict, make_order(products=(make_product(),)), Atlas(regions))
    grades = {area.id: (area.grade, area.overlap is not None) for area in chart.areas}
    assert grades == {"XA": ("", True), "XB": ("", True), "XA-1": ("review", True)}
    assert next(area.id for area in chart.touched) == "XA-1"
    square = next(area for area in chart.areas if area.id == "XA-1")
    assert chart.shared.area == pytest.approx(square.shape.area, rel=0.01)
    assert chart.overview is not None
    assert {area.id for area in chart.overview.areas} == {"XA", "XB"}
    drawing = _map.figures((chart,), (), "k")
    assert 'class="shared"' in drawing
    assert "OpenStreetMap contributors (ODbL)" in drawing
    assert "include the territorial sea" in drawing


def test_scenes_far_apart_have_maps_of_their_own(
    make_verdict: Make, make_order: Callable[..., Order], make_product: Callable[..., Product], regions: RegionIndex
) -> None:
    near, far = make_product(), make_product(id="far")
    points = tuple((x + 60.0, y) for x, y in far.outlines[0].points)
    outline = type(far.outlines[0])(points=points, kind="ring", source="s", path="/")
    order = make_order(products=(near, near, make_product(id="far", outlines=(outline,))))
    found, _ = charts(make_verdict(), order, Atlas(regions))
    assert [[ground.name for ground in chart.grounds] for chart in found] == [["scene", "scene"], ["far"]]


def test_what_cannot_be_drawn_is_said(make_verdict: Make, make_order: Callable[..., Order]) -> None:
    order = make_order({"type": "Polygon", "coordinates": [[[1, 1], [2, 2], [1, 1]]]})
    found, notes = charts(make_verdict(products=()), order, None)
    assert found == ()
    assert notes[0].startswith("area of the order: ")


# --- the plane ----------------------------------------------------------------------------------

longitudes, latitudes = st.floats(-180, 180), st.floats(-90, 90)


@given(longitudes, latitudes, longitudes, latitudes)
def test_distances_from_the_centre_are_true(lon0: float, lat0: float, lon: float, lat: float) -> None:
    plane = forward(np.array([[lon, lat]]), Window(lon0, lat0, 1, 1))[0]
    a, b = np.radians([[lon, lon0], [lat, lat0]])
    one, other = np.stack([np.cos(b) * np.cos(a), np.cos(b) * np.sin(a), np.sin(b)], axis=-1)
    angle = np.arctan2(np.linalg.norm(np.cross(one, other)), one @ other)
    assert np.hypot(*plane) == pytest.approx(RADIUS_KM * angle, abs=0.01)


@given(longitudes, st.floats(-89, 89), st.floats(-900, 900), st.floats(-900, 900))
def test_the_inverse_leads_back(lon0: float, lat0: float, x: float, y: float) -> None:
    window = Window(lon0, lat0, 1, 1)
    assert forward(np.array([inverse(np.array([x, y]), window)]), window)[0] == pytest.approx((x, y), abs=1e-3)


@given(longitudes, st.floats(-90, 90), st.floats(3, 2500))
def test_every_window_has_a_net_with_its_labels_inside_and_a_scale(lon: float, lat: float, half: float) -> None:
    window = Window(lon, lat, half, half * 0.72)
    marks = net(window)
    assert marks
    for mark in marks:
        assert abs(mark.x) <= half * 1.001
        assert abs(mark.y) <= half * 0.7201
    assert len({(mark.text, mark.edge, round(mark.x, 3), round(mark.y, 3)) for mark in marks}) == len(marks)
    assert str(bar(window)).strip("0.")[:1] in "125"


def test_the_middle_of_a_box_is_its_middle() -> None:
    points: Any = np.array(list(itertools.product((179.0, -179.0), (-1.0, 1.0))))
    longitude, latitude = around(points)
    assert abs(abs(longitude) - 180) < 1e-6
    assert latitude == pytest.approx(0, abs=1e-9)
