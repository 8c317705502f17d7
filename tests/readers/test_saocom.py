"""SAOCOM: the XEMT, the parameter files, and both."""

from __future__ import annotations

import pytest

from sarcheck.readers import read
from tests.readers.documents import PRODUCTS, SAOCOM, SAOCOM_NAME, written

FILES = PRODUCTS["saocom"]
CHANNEL = f"{SAOCOM_NAME}/Data/slc-acqId1-a-vv.xml"


@pytest.fixture
def product(tmp_path):
    return read(written(tmp_path, FILES))


def test_what_the_product_states(product):
    assert (product.id, product.platform, product.constellation) == (SAOCOM_NAME, "saocom-1b", "saocom")
    assert (product.mode, product.polarisations) == ("SM", ("VH", "VV"))
    assert (product.product_type, product.level, product.complex) == ("SLC", "L1A", True)
    assert (product.look, product.pass_direction, product.frequency_band) == ("right", "ascending", "L")
    assert (product.facility, product.facility_country) == ("AG/F1", "Ruritania")
    assert (product.receiving_station, product.receiving_country) == ("AG/ST1", "AR")
    assert (product.processor, product.orbit_number) == ("SSP 1.0", None)
    assert (product.spacing_range, product.spacing_azimuth) == (1.5, 3.5)
    assert len(product.state_vectors) == 3


def test_parameter_files_alone(tmp_path):
    product = read(written(tmp_path, {"Data/a.xml": SAOCOM, "Data/b.xml": SAOCOM.replace("V/V", "V/H")}))
    assert (product.platform, product.mode, product.polarisations) == ("saocom-1b", "STRIPMAP", ("VH", "VV"))
    assert (product.start.second, product.stop.second) == (5, 15)
    assert (product.facility, product.receiving_station, product.level) == ("F1 SITE", "ST1", "L1A")
    assert product.processed.microsecond == 250_000
    assert (len(product.state_vectors), product.outlines, product.problems) == (3, (), ())


def test_a_geocoded_image_starts_with_its_acquisition_and_has_spacing_in_metres(tmp_path):
    changes = {
        "SLANT RANGE": "GEOCODED_TERRAIN",
        "FLOAT_COMPLEX": "FLOAT32",
        '<LinesStep unit="s">0.0005': '<LinesStep unit="m">-9.5',
        '<SamplesStep unit="s">1.0e-08': '<SamplesStep unit="m">9.25',
        '<LinesStart unit="Utc">06-MAY-2024 07:08:05.000000000000': '<LinesStart unit="m">7000000.0',
    }
    product = read(written(tmp_path, {"x.xml": SAOCOM}, changes))
    assert (product.start.second, product.stop) == (55, None)
    assert (product.product_type, product.level, product.complex) == ("GTC", "L1D", False)
    assert (product.spacing_range, product.spacing_azimuth) == (9.25, 9.5)


def test_corners_of_a_geocoded_image_are_latitude_first(tmp_path):
    corners = "".join(
        f"<{name}><Point><val>{lat}</val><val>{lon}</val><val>0</val></Point></{name}>"
        for name, lat, lon in (("NorthWest", 2, 8), ("NorthEast", 2, 9), ("SouthWest", 1, 8), ("SouthEast", 1, 9))
    )
    added = f"<GroundCornerPoints>{corners}</GroundCornerPoints></Channel>"
    product = read(written(tmp_path, {"x.xml": SAOCOM}, {"</Channel>": added}))
    assert product.outlines[0].points == ((8.0, 2.0), (9.0, 2.0), (9.0, 1.0), (8.0, 1.0))


def test_corners_are_tied_whatever_their_order(tmp_path, product):
    (ties,) = product.ties
    assert (ties.heights, len(ties.points)) == ("none", 4)
    vertex = "<vertex><lat>{}</lat><lon>{}</lon></vertex>"
    one, other = vertex.format("1.0", "8.0"), vertex.format("1.6", "8.3")
    swapped = written(tmp_path / "q", FILES, {one: "@", other: one})
    text = (swapped / f"{SAOCOM_NAME}.xemt").read_text(encoding="utf-8").replace("@", other)
    (swapped / f"{SAOCOM_NAME}.xemt").write_text(text, encoding="utf-8")
    assert set(read(swapped).ties[0].points) == set(ties.points)


def test_a_channel_that_names_another_satellite_is_told(tmp_path):
    files = FILES | {CHANNEL: SAOCOM.replace("SAO1B", "SAO1A")}
    product = read(written(tmp_path, files))
    assert product.platform == "saocom-1b"
    assert [problem.message.partition(":")[0] for problem in product.problems] == ["platform"]


def test_a_channel_that_cannot_be_read_is_told_and_the_others_speak(tmp_path):
    product = read(written(tmp_path, FILES | {CHANNEL: "<SAOCOM_XMLProduct>"}))
    assert [problem.pointer for problem in product.problems] == [CHANNEL]
    assert product.polarisations == ("VH", "VV")


def test_state_vectors_that_do_not_pair_are_told(tmp_path):
    product = read(written(tmp_path, {"x.xml": SAOCOM}, {"<pSV_m><val>7000000.0</val>": "<pSV_m>"}))
    assert product.state_vectors == ()
    assert "do not pair" in product.problems[0].message


def test_several_swaths_begin_with_the_earliest_and_end_with_the_latest(tmp_path):
    later = SAOCOM.replace("07:08:05.0", "07:08:06.0").replace("DS6", "DS7")
    product = read(written(tmp_path, {"Data/b.xml": SAOCOM, "Data/a.xml": later}))
    assert (product.start.second, product.stop.second, product.swaths) == (5, 16, ("DS7", "DS6"))


@pytest.mark.parametrize(
    "changes",
    [
        {"<LinesStart>06-MAY-2024 07:08:05.000000000000": "<LinesStart>7248839.38"},
        {"<SamplesStep>1.0e-08": "<SamplesStep>10.0"},
    ],
)
def test_images_that_lie_on_the_ground_have_no_ties_and_no_problem(tmp_path, changes):
    product = read(written(tmp_path, FILES, changes))
    assert (product.ties, product.problems) == ((), ())


def test_names_like_sentinel_1_deceive_nobody(product):
    assert product.format == "saocom"
