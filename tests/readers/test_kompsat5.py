"""KOMPSAT-5: auxiliary files of one subswath and of several, on synthetic products."""

from __future__ import annotations

import pytest

from sarcheck.errors import ProductError
from sarcheck.readers import read
from tests.readers import telespazio as make


def test_an_auxiliary_file_states_what_attributes_do(tmp_path):
    (tmp_path / "renamed.txt").write_text(make.aux_xml())
    product = read(tmp_path / "renamed.txt")
    assert (product.format, product.verification, product.platform) == ("kompsat5", "verified", "kompsat-5")
    assert (product.mode, product.polarisations, product.product_type) == ("HIMAGE", ("HV",), "GTC_B")
    assert (product.level, product.complex, product.look) == ("L1D", False, "right")
    assert (product.orbit_number, product.spacing_range, product.incidence_far) == (12345, 1.25, 33.5)
    assert product.outlines[0].points == make.RING
    assert len(product.state_vectors) == 4
    assert product.problems == ()
    places = {claim.field: claim.path for claim in product.claims}
    assert (places["platform"], places["incidence_near"]) == (
        "Root/SatelliteID",
        "Root/SubSwaths/SubSwath/SBI/NearIncidenceAngle",
    )


def test_near_and_early_corners_are_tied_to_the_first_time_and_range(tmp_path):
    (tmp_path / "x.xml").write_text(make.aux_xml({"Lines Order": "NORTHING-SOUTHING"}))
    (ties,) = read(tmp_path).ties
    first = min(ties.points, key=lambda point: (point.time, point.slant_range))
    assert (first.longitude, first.latitude, first.height, ties.heights) == (26.0, 40.0, 10.0, "point")


def test_each_subswath_has_its_outline_and_a_mosaic_has_one(tmp_path):
    (tmp_path / "x.xml").write_text(make.aux_xml(images=3))
    assert [outline.points[0][0] for outline in read(tmp_path).outlines] == [26.0, 26.5, 27.0]
    assert len(read(tmp_path).ties) == 3
    (tmp_path / "x.xml").write_text(make.aux_xml(images=3, mosaic=True))
    product = read(tmp_path)
    assert (len(product.outlines), len(product.ties), product.polarisations) == (1, 1, ("HV",))


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("State Vectors Times", "1, 2, x", "state_vectors"),
        ("State Vectors Times", "1, 2", "state_vectors"),
        ("ECEF Satellite Velocity", "1e999", "state_vectors"),
        ("Scene Sensing Start UTC", "0000-00-00 00:00:00", "start"),
        ("Azimuth Geometric Resolution", "-1.#IND", "resolution_azimuth"),
    ],
)
def test_absurd_values_are_absent_and_told(tmp_path, key, value, field):
    (tmp_path / "x.xml").write_text(make.aux_xml({key: value}))
    product = read(tmp_path)
    assert not getattr(product, field)
    assert product.problems


def test_two_auxiliary_files_are_two_products(tmp_path):
    for name in ("a.xml", "b.xml"):
        (tmp_path / name).write_text(make.aux_xml())
    with pytest.raises(ProductError, match="holds 2 products"):
        read(tmp_path)
