"""Gaofen-3: codes of polarisation, units of the series, texts that stand for nothing."""

from __future__ import annotations

import pytest

from sarcheck.readers import read
from tests.readers.documents import GF3_NAME, PRODUCTS, written

FILES = PRODUCTS["gaofen3"]


@pytest.fixture
def product(tmp_path):
    return read(written(tmp_path, FILES))


def test_what_the_product_states(product):
    assert (product.id, product.platform, product.mode) == (GF3_NAME, "gaofen-3-02", "QPSI")
    assert (product.product_type, product.level, product.complex) == ("SLC", "L1A", True)
    assert (product.look, product.pass_direction, product.frequency_band) == ("right", "ascending", "C")
    assert (product.orbit_number, product.receiving_station) == (4321, "KAS")
    assert (product.spacing_range, product.resolution_azimuth) == (2.25, 8.0)
    assert (product.incidence_near, product.incidence_far) == (35.5, 37.5)
    assert len(product.state_vectors) == 3


@pytest.mark.parametrize(
    ("code", "channels"),
    [("AHV", "HH HV VH VV"), ("DH", "HH HV"), ("DV", "VH VV"), ("HHHV", "HH HV"), ("VV", "VV"), ("HH/HV", "HH HV")],
)
def test_polarisation_codes(tmp_path, code, channels):
    files = {"x.meta.xml": FILES[f"{GF3_NAME}.meta.xml"]}
    product = read(written(tmp_path, files, {"<productPolar>AHV": f"<productPolar>{code}"}))
    assert product.polarisations == tuple(channels.split())


def test_the_only_site_named_stands_for_the_facility_and_says_so(product):
    (claim,) = [claim for claim in product.claims if claim.field == "facility"]
    assert (claim.value, claim.derived) == ("KAS", "the only site that the file names")


def test_null_states_nothing(tmp_path):
    product = read(written(tmp_path, FILES, {"<Station>KAS": "<Station>NULL", "<DEM>75.0": "<DEM>NULL"}))
    assert (product.facility, product.problems) == (None, ())
    assert (product.ties[0].heights, product.ties[0].points[0].height) == ("none", None)


def test_corners_are_paired_with_times_and_ranges_by_the_orbit(product):
    (ties,) = product.ties
    seen = {(p.longitude, p.latitude): (p.time.second, p.slant_range, p.height) for p in ties.points}
    early = {key: value for key, value in seen.items() if value[0] == 5}
    assert set(early) == {(8.1, 1.0), (8.0, 1.5)}
    assert sorted(value[1] for value in early.values()) == [900_000.0, 940_000.0]
    assert {value[2] for value in seen.values()} == {75.0}


def test_of_several_beams_no_far_range_is_derived(tmp_path):
    changes = {"<imagingMode>": '<waveParams num="3"/><imagingMode>'}
    (ties,) = read(written(tmp_path, FILES, changes)).ties
    assert sorted(str(point.slant_range) for point in ties.points) == ["900000.0", "900000.0", "None", "None"]


def test_other_satellites_of_this_layout_are_left_to_other_readers(tmp_path):
    folder = written(tmp_path, FILES, {"<satellite>GF3B": "<satellite>ZY3"})
    with pytest.raises(Exception, match="root product"):
        read(folder)
