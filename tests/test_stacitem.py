"""Products told as STAC Items."""

from __future__ import annotations

import datetime as dt
import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarcheck.model import Claim, Outline, Problem, Product
from sarcheck.stacitem import to_collection, to_item
from tests.stac import faults

START = dt.datetime(2024, 3, 1, 5, 15, 0, 250000, dt.UTC)
RING = ((10.0, 50.0), (8.0, 50.2), (8.3, 51.2), (10.4, 51.0))


def product(points=RING, kind="ring", columns=None, **fields):
    outline = Outline(points=tuple(points), kind=kind, source="manifest.safe", path="frame", columns=columns)
    known = {"id": "p", "href": "p/x", "format": "sentinel1", "evidence": "metadata", "outlines": (outline,)}
    return Product(**{**known, **fields})


FULL = product(
    platform="sentinel-1a",
    constellation="sentinel-1",
    start=START,
    stop=START + dt.timedelta(seconds=25),
    mode="IW",
    polarisations=("VH", "VV"),
    product_type="GRD",
    level="L1",
    frequency_band="C",
    look="right",
    pass_direction="descending",
    orbit_number=52789,
    relative_orbit=117,
    spacing_range=10.000000049,
    incidence_near=30.0,
    incidence_far=46.0,
    facility="Ground Segment X",
    processor="Sentinel-1 IPF 003.71",
    processed=START,
    claims=(Claim(field="platform", value="sentinel-1a", stated="S1A", source="a.xml", path="missionId"),),
    problems=(Problem(pointer="a", message="b", code="c"),),
)


def test_every_known_field_has_its_word():
    item = to_item(FULL)
    properties = item["properties"]
    assert {key: properties[key] for key in properties if not key.startswith(("sarcheck:", "proj:"))} == {
        "datetime": None,
        "start_datetime": "2024-03-01T05:15:00.250000Z",
        "end_datetime": "2024-03-01T05:15:25.250000Z",
        "platform": "sentinel-1a",
        "constellation": "sentinel-1",
        "sar:instrument_mode": "IW",
        "sar:frequency_band": "C",
        "sar:polarizations": ["VH", "VV"],
        "sar:product_type": "GRD",
        "sar:observation_direction": "right",
        "sar:pixel_spacing_range": 10.0,
        "sat:orbit_state": "descending",
        "sat:absolute_orbit": 52789,
        "sat:relative_orbit": 117,
        "view:incidence_angle": 38.0,
        "processing:level": "L1",
        "processing:facility": "Ground Segment X",
        "processing:software": {"Sentinel-1 IPF": "003.71"},
        "processing:datetime": "2024-03-01T05:15:00.250000Z",
    }
    assert properties["sarcheck:evidence"] == "metadata"
    assert properties["sarcheck:verification"] == "verified"
    assert properties["sarcheck:claims"] == [
        {"field": "platform", "value": "sentinel-1a", "stated": "S1A", "source": "a.xml", "path": "missionId"}
    ]
    assert properties["sarcheck:problems"] == [{"pointer": "a", "message": "b", "code": "c"}]
    names = [url.split("/")[3] for url in item["stac_extensions"]]
    assert names == ["sar", "sat", "view", "projection", "processing"]
    assert (item["type"], item["stac_version"], item["links"]) == ("Feature", "1.1.0", [])
    json.dumps(item, allow_nan=False)


def test_the_key_that_is_known_wins():
    assert to_item(product(platform="ty-minisar-01"), "hisea-1")["properties"]["platform"] == "hisea-1"


def test_compact_polarisation_is_told_as_such():
    item = to_item(product(start=START, mode="IW", polarisations=("CH", "CV")))
    assert item["properties"]["sar:polarizations"] == ["CH", "CV"]
    assert faults(item) == []


def test_a_word_that_the_schema_does_not_know_stands_in_the_claims_alone():
    item = to_item(product(start=START, mode="IW", polarisations=("HH", "HX")))
    assert "sar:polarizations" not in item["properties"]
    assert faults(item) == []


def test_a_product_that_states_every_field_is_a_valid_item():
    assert faults(to_item(FULL)) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"sar:polarizations": ["XX"]}, "sar/v1.3.0"),
        ({"sar:no_such_field": 1}, "sar/v1.3.0"),
        ({"sat:orbit_state": "up"}, "sat/v1.1.0"),
        ({"view:incidence_angle": 91}, "view/v1.1.0"),
        ({"proj:code": 4326}, "projection/v2.0.0"),
        ({"proj:projjson": {}}, "projection/v2.0.0"),
        ({"processing:software": {"x": 1}}, "processing/v1.2.0"),
        ({"datetime": "today"}, "item.json"),
        ({"eo:cloud_cover": 1}, "eo: is not named"),
    ],
)
def test_the_schemas_find_what_is_wrong(change, expected):
    item = to_item(FULL)
    item["properties"] |= change
    assert any(expected in fault for fault in faults(item))


@pytest.mark.parametrize(
    ("start", "stop", "expected"),
    [(START, None, "2024-03-01T05:15:00.250000Z"), (None, START, "2024-03-01T05:15:00.250000Z"), (None, None, None)],
)
def test_one_time_is_the_datetime(start, stop, expected):
    properties = to_item(product(start=start, stop=stop))["properties"]
    assert properties["datetime"] == expected
    assert "start_datetime" not in properties


def test_a_ring_is_closed_and_anticlockwise():
    item = to_item(product())
    assert item["geometry"] == {
        "type": "Polygon",
        "coordinates": [[[10.4, 51.0], [8.3, 51.2], [8.0, 50.2], [10.0, 50.0], [10.4, 51.0]]],
    }
    assert item["bbox"] == [8.0, 50.0, 10.4, 51.2]
    assert item["properties"]["proj:centroid"] == {"lat": 50.6, "lon": 9.2}


def area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) / 2


@pytest.mark.parametrize("kind", ["corners", "ring"])
def test_four_corners_in_any_order_make_the_same_area(kind):
    square = [(0, 0), (0, 1), (1, 0), (1, 1)]
    (ring,) = to_item(product(square, kind))["geometry"]["coordinates"]
    assert area(ring) == pytest.approx(1.0)


def test_the_rim_of_a_grid():
    points = [(x, -y) for y in range(4) for x in range(3)]
    (ring,) = to_item(product(points, "grid", 3))["geometry"]["coordinates"]
    assert area(ring) == pytest.approx(6.0)
    assert len(ring) == 11


def test_a_ring_across_the_antimeridian_is_cut():
    item = to_item(product([(179, 10), (-179, 10), (-179, 12), (179, 12)]))
    assert item["geometry"]["type"] == "MultiPolygon"
    assert [area(part[0]) for part in item["geometry"]["coordinates"]] == [pytest.approx(2.0)] * 2
    assert item["bbox"] == [179.0, 10.0, -179.0, 12.0]


def test_several_outlines_make_a_multipolygon():
    one = product().outlines[0]
    item = to_item(product(outlines=(one, one)))
    assert len(item["geometry"]["coordinates"]) == 2


@pytest.mark.parametrize(
    "points",
    [
        [(0, 0), (1, 1)],
        [(0, 0), (1, 1), (2, 2)],
        [(65, 114), (71, 117), (70, 128)],
        [(0, 80), (90, 70), (180, 80), (-90, 75)],
        [(0, 0), (2, 2), (2, 0), (0, 2), (1, 3)],
        [(float("nan"), 0), (1, 0), (1, 1)],
    ],
)
def test_points_that_make_no_simple_ring_make_no_geometry(points):
    item = to_item(product(points))
    assert item["geometry"] is None
    assert "bbox" not in item


def test_no_outline_no_geometry():
    assert to_item(product(outlines=()))["geometry"] is None


def test_radar_geometry_is_in_no_reference_system():
    assert to_item(product(complex=True))["properties"]["proj:code"] is None
    assert "proj:code" not in to_item(product(complex=False))["properties"]


def test_a_collection_holds_its_items():
    items = [to_item(FULL), to_item(product())]
    assert to_collection(items) == {"type": "FeatureCollection", "features": items}


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.floats(-540, 540), st.floats(-90, 90)), min_size=0, max_size=12),
    st.sampled_from(["ring", "corners", "grid"]),
    st.one_of(st.none(), st.integers(0, 5)),
)
def test_any_points_make_a_valid_geometry_or_none(points, kind, columns):
    item = to_item(product(points, kind, columns))
    json.dumps(item, allow_nan=False)
    if (geometry := item["geometry"]) is None:
        return
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for (ring,) in polygons:
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in ring)
