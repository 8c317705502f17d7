"""TerraSAR-X, TanDEM-X and PAZ."""

from __future__ import annotations

import datetime as dt

import pytest

from sarcheck.readers import read
from tests.readers.documents import PRODUCTS, TSX_NAME, written

FILES = PRODUCTS["terrasarx"]


@pytest.fixture
def product(tmp_path):
    return read(written(tmp_path, FILES))


def test_what_the_product_states(product):
    assert (product.id, product.platform, product.mode, product.product_type) == (TSX_NAME, "terrasar-x", "ST", "SSC")
    assert (product.start.second, product.stop.second, product.processed.day) == (5, 15, 7)
    assert (product.polarisations, product.swaths) == (("HH", "VV"), ("SPOT_042",))
    assert (product.level, product.complex, product.frequency_band) == ("L1B", True, "X")
    assert (product.look, product.pass_direction) == ("right", "ascending")
    assert (product.orbit_number, product.relative_orbit) == (93000, 12)
    assert (product.resolution_range, product.resolution_azimuth) == (1.25, 0.25)
    assert (product.incidence_near, product.incidence_far) == (30.0, 33.5)
    assert (product.facility, product.receiving_station, product.processor) == ("Strelsau Works", "XYZ", "TMSP 9.9")
    assert (product.order_id, product.customer) == ("order-17", None)


def test_spacing_in_seconds_is_read_where_it_is_stated_in_metres(product):
    assert (product.spacing_range, product.spacing_azimuth) == (0.25, 0.125)
    (claim,) = [claim for claim in product.claims if claim.field == "spacing_range"]
    assert claim.path.endswith("projectedSpacingRange/slantRange")


def test_spacing_of_the_raster_in_metres(tmp_path):
    changes = {'units="s">1.5e-09': 'units="m">1.5', 'units="s">2.5e-04': 'units="m">2.5'}
    product = read(written(tmp_path, FILES, changes))
    assert (product.spacing_range, product.spacing_azimuth) == (1.5, 2.5)


def test_corners_are_no_ring_and_each_has_its_time_and_range(product):
    (outline,) = product.outlines
    assert (outline.kind, outline.points[0]) == ("corners", (8.0, 1.0))
    (ties,) = product.ties
    assert (ties.heights, len(ties.points)) == ("mean", 4)
    point = ties.points[1]
    assert (point.longitude, point.latitude, point.height, point.incidence) == (8.3, 1.1, 120.5, 33.0)
    assert point.slant_range == pytest.approx(4.2e-3 / 2 * 299_792_458)
    assert point.time == dt.datetime(2024, 5, 6, 7, 8, 5, tzinfo=dt.UTC)


def test_without_a_height_none_is_said(tmp_path):
    changes = {"<sceneAverageHeight>120.5</sceneAverageHeight>": ""}
    (ties,) = read(written(tmp_path, FILES, changes)).ties
    assert (ties.heights, ties.points[0].height) == ("none", None)


@pytest.mark.parametrize(
    ("mission", "key", "verification"),
    [("TDX-1", "tandem-x", "verified"), ("PAZ-1", "paz", "layout only"), ("XYZ-1", "xyz-1", "layout only")],
)
def test_other_satellites_of_the_schema(tmp_path, mission, key, verification):
    files = {"renamed.xml": FILES[f"{TSX_NAME}.xml"]}
    product = read(written(tmp_path, files, {"TSX-1": mission}))
    assert (product.platform, product.verification) == (key, verification)


def test_a_name_that_says_otherwise_is_told(tmp_path):
    name = TSX_NAME.replace("TSX1", "TDX1").replace("20240506T070805", "20240509T070805")
    product = read(written(tmp_path, {f"{name}.xml": FILES[f"{TSX_NAME}.xml"]}))
    assert sorted(problem.message.partition(":")[0] for problem in product.problems) == ["platform", "start"]


def test_two_missions_in_one_file_are_told(tmp_path):
    product = read(written(tmp_path, FILES, {"<missionInfo><mission>TSX-1": "<missionInfo><mission>TDX-1"}))
    assert product.platform == "tandem-x"
    assert "claims-disagree" in {problem.code for problem in product.problems}
