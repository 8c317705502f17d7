"""RCM: compact polarisation, markings, and images that run backwards."""

from __future__ import annotations

import datetime as dt

import pytest

from sarcheck.readers import read
from tests.readers.documents import PRODUCTS, written

FILES = PRODUCTS["rcm"]
START = dt.datetime(2024, 5, 6, 7, 8, 5, tzinfo=dt.UTC)


@pytest.fixture
def product(tmp_path):
    return read(written(tmp_path, FILES))


def test_what_the_product_states(product):
    assert (product.platform, product.constellation, product.mode) == ("rcm-1", "rcm", "SC50MA (Medium Resolution 50m)")
    assert product.swaths == ("50MA1", "50MA2")
    assert (product.product_type, product.level, product.complex) == ("GRD", "L1", False)
    assert (product.incidence_near, product.incidence_far) == (31.5, 39.5)
    assert (product.spacing_range, product.spacing_azimuth) == (20.0, 25.0)


def test_compact_polarisation_is_never_taken_for_linear(product):
    assert product.polarisations == ("CH", "CV")


def test_a_marking_is_read_with_what_it_asks_for(product):
    assert product.security == "Unclassified; special handling required; Ask first"


def test_a_marking_without_handling(tmp_path):
    changes = {
        "<specialHandlingRequired>true</specialHandlingRequired>": "",
        "<specialHandlingInstructions>Ask first</specialHandlingInstructions>": "",
    }
    assert read(written(tmp_path, FILES, changes)).security == "Unclassified"


def test_an_image_that_runs_backwards_starts_at_its_last_line(product):
    assert (product.start, product.stop) == (START, START + dt.timedelta(seconds=10))
    assert all(claim.derived for claim in product.claims if claim.field in ("start", "stop"))


def test_both_orders_of_lines_and_pixels_are_followed(product):
    (ties,) = product.ties
    first, last = ties.points[0], ties.points[-1]
    assert (first.time, last.time) == (START + dt.timedelta(seconds=10), START)
    assert last.slant_range == pytest.approx(9.0e5)
    assert first.slant_range == pytest.approx(9.0e5 + 0.5 * 6000 + 1e-6 * 6000**2)


def test_several_images_have_no_common_scale(tmp_path):
    more = (
        "<imageAttributes><numLines>9</numLines><samplesPerLine>9</samplesPerLine><incAngNearRng>29.5</incAngNearRng>"
    )
    more += "<incAngFarRng>44.5</incAngFarRng></imageAttributes></sceneAttributes>"
    product = read(written(tmp_path, FILES, {"</sceneAttributes>": more}))
    assert (product.ties, product.problems) == ((), ())
    assert (product.incidence_near, product.incidence_far) == (29.5, 44.5)


def test_incidence_comes_from_the_calibration_where_the_product_has_none(tmp_path):
    changes = {
        '<incAngNearRng units="deg">31.5</incAngNearRng>': "",
        '<incAngFarRng units="deg">39.5</incAngFarRng>': "",
    }
    folder = written(tmp_path, FILES, changes)
    angles = "".join(f'<angles units="deg">{angle}</angles>' for angle in (33.5, 30.5, 37.5))
    target = folder / "metadata/calibration/incidenceAngles.xml"
    target.parent.mkdir()
    target.write_text(f'<incidenceAngles xmlns="rcmGsProductSchema">{angles}</incidenceAngles>', encoding="utf-8")
    product = read(folder)
    assert (product.incidence_near, product.incidence_far) == (30.5, 37.5)
    target.write_text("<incidenceAngles", encoding="utf-8")
    assert [problem.pointer for problem in read(folder).problems][:1] == ["calibration/incidenceAngles.xml"]


def test_the_product_file_alone_and_its_folder_alone(tmp_path):
    folder = written(tmp_path, FILES)
    assert read(folder / "metadata").platform == "rcm-1"
    assert read(folder / "metadata/product.xml").platform == "rcm-1"


def test_a_name_that_claims_linear_polarisation_is_told(tmp_path):
    product = read(written(tmp_path / "RCM1_OK1_PK2_1_SC50MA_20240506_070805_HH_HV_GRD", FILES))
    assert (product.order_id, product.polarisations) == ("OK1", ("CH", "CV"))
    assert [problem.message.partition(":")[0] for problem in product.problems] == ["polarisations"]
