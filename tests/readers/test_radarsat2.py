"""RADARSAT-2: what its product file states, and where its tie points were seen."""

from __future__ import annotations

import datetime as dt

import pytest

from sarcheck.readers import read
from tests.readers.documents import CONVERSION, PRODUCTS, TIES, written

FILES = PRODUCTS["radarsat2"]
START = dt.datetime(2024, 5, 6, 7, 8, 5, tzinfo=dt.UTC)


@pytest.fixture
def product(tmp_path):
    return read(written(tmp_path, FILES))


def test_what_the_product_states(product):
    assert (product.id, product.platform, product.mode) == ("PDS_1", "radarsat-2", "W1 (Wide)")
    assert (product.start, product.stop) == (START, START + dt.timedelta(seconds=10))
    assert (product.polarisations, product.swaths) == (("HH", "HV"), ("W1",))
    assert (product.product_type, product.level, product.complex) == ("SGF", "L1", False)
    assert (product.look, product.pass_direction, product.frequency_band) == ("left", "ascending", "C")
    assert (product.spacing_range, product.spacing_azimuth) == (100.0, 50.0)
    assert (product.incidence_near, product.incidence_far) == (30.5, 38.5)
    assert (product.facility, product.receiving_station, product.processor) == ("Works", "STAT", "P 1")
    assert (product.orbit_number, product.order_id, product.security) == (None, None, None)


def test_the_ring_of_the_tie_points_is_the_outline(product):
    (outline,) = product.outlines
    assert (outline.kind, len(outline.points)) == ("ring", 10)
    assert outline.points[0] == (8.0, 1.0)
    assert outline.points[3] == pytest.approx((8.3, 1.06))
    assert outline.points[5] == pytest.approx((8.26, 1.26))
    assert outline.points[-1] == pytest.approx((7.98, 1.1))


def test_tie_points_have_the_time_of_their_line_and_the_range_of_their_pixel(product):
    (ties,) = product.ties
    assert (ties.heights, len(ties.points)) == ("point", 12)
    first, last = ties.points[0], ties.points[-1]
    assert (first.time, first.height, first.slant_range) == (START, 50.0, 9.0e5)
    assert last.time == START + dt.timedelta(seconds=10)
    assert last.slant_range == pytest.approx(9.2e5 + 0.5 * 30_000 + 1e-6 * 30_000**2)


def test_between_two_conversions_the_range_is_weighted(product):
    (ties,) = product.ties
    middle = next(point for point in ties.points if point.time == START + dt.timedelta(seconds=5))
    assert middle.slant_range == pytest.approx(9.1e5)


def test_a_slant_range_image_needs_no_conversion(tmp_path):
    text = FILES["product.xml"].replace("SGF", "SLC")
    for time, near in (("05", "9.0e+05"), ("15", "9.2e+05")):
        text = text.replace(CONVERSION.format(f"2024-05-06T07:08:{time}.000000Z", near), "")
    assert "slantRangeToGroundRange" not in text
    (ties,) = read(written(tmp_path, {"product.xml": text})).ties
    assert ties.points[1].slant_range == pytest.approx(9.0e5 + 100 * 100.0)


def test_without_any_range_nothing_is_tied(tmp_path):
    text = FILES["product.xml"]
    for time, near in (("05", "9.0e+05"), ("15", "9.2e+05")):
        text = text.replace(CONVERSION.format(f"2024-05-06T07:08:{time}.000000Z", near), "")
    product = read(written(tmp_path, {"product.xml": text}))
    assert (product.ties, product.problems) == ((), ())


@pytest.mark.parametrize(
    "broken", [TIES[: TIES.index("</imageTiePoint>") + 16], TIES.replace("<latitude>1.06</latitude>", "")]
)
def test_tie_points_that_make_no_grid_are_told(tmp_path, broken):
    product = read(written(tmp_path, FILES, {TIES: broken}))
    assert (product.outlines, product.ties) == ((), ())
    assert "make no rows" in product.problems[0].message


def test_a_tie_point_far_outside_the_image_is_told(tmp_path):
    product = read(written(tmp_path, FILES, {"<numberOfLines>1001": "<numberOfLines>101"}))
    assert "far outside the image" in product.problems[0].message
    assert product.ties == ()


def test_corners_of_a_map_are_read_where_there_are_no_tie_points(tmp_path):
    corners = "".join(
        f"<{name}><geodeticCoordinate><latitude>{lat}</latitude><longitude>{lon}</longitude></geodeticCoordinate></{name}>"
        for name, lat, lon in (
            ("upperLeftCorner", 1.5, 8.0),
            ("upperRightCorner", 1.5, 8.4),
            ("lowerRightCorner", 1.0, 8.4),
            ("lowerLeftCorner", 1.0, 8.0),
        )
    )
    grid = f"<geolocationGrid>{TIES}</geolocationGrid>"
    mapped = f"<mapProjection><positioningInformation>{corners}</positioningInformation></mapProjection>"
    product = read(written(tmp_path, FILES, {grid: mapped}))
    assert product.outlines[0].points == ((8.0, 1.5), (8.4, 1.5), (8.4, 1.0), (8.0, 1.0))
    assert (product.ties, product.problems) == ((), ())


def test_what_the_folders_name_states_is_compared(tmp_path):
    folder = tmp_path / "RS2_OK1_PK2_DK3_W1_20240506_070805_HH_HV_SGF"
    product = read(written(folder, FILES))
    assert (product.id, product.order_id, product.problems) == (folder.name, "OK1", ())
    other = read(written(tmp_path / "RS2_OK1_PK2_DK3_W1_20240506_070805_VV_SLC", FILES))
    assert [problem.message.partition(":")[0] for problem in other.problems] == ["polarisations", "product_type"]
