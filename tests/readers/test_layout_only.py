"""Formats of which no genuine product was read: NovaSAR, EOS-04, RISAT-1, LuTan-1, BIOMASS."""

from __future__ import annotations

import pytest

from sarcheck.readers import read
from tests.readers.documents import PRODUCTS, written


def product(tmp_path, format_, changes=None):
    return read(written(tmp_path, PRODUCTS[format_], changes))


def test_novasar(tmp_path):
    found = product(tmp_path, "novasar")
    assert (found.id, found.platform, found.mode) == ("NovaSAR_01_1", "novasar-1", "Stripmap_6m")
    assert (found.start.second, found.stop.second) == (5, 15)
    assert (found.product_type, found.complex, found.frequency_band) == ("GRD", False, "S")
    assert (found.incidence_near, found.incidence_far) == (30.0, 35.0)
    assert (found.pass_direction, found.look, found.spacing_range) == ("descending", "right", 2.5)
    assert len(found.state_vectors) == 3


def test_novasar_without_line_times_starts_with_its_raw_data(tmp_path):
    found = product(tmp_path, "novasar", {"ZeroDopplerTimeFirstLine": "A", "ZeroDopplerTimeLastLine": "B"})
    assert (found.start.second, found.stop) == (1, None)


def test_eos04(tmp_path):
    found = product(tmp_path, "eos04")
    assert (found.id, found.platform, found.mode) == ("E04_1", "eos-04", "SCANSAR")
    assert (found.polarisations, found.swaths) == (("VH", "VV"), ("B1", "B2"))
    assert (found.product_type, found.complex, found.spacing_range) == ("GROUND RANGE", False, 18.0)
    assert found.outlines[0].points[:2] == ((8.0, 1.0), (8.4, 1.1))
    assert len(found.state_vectors) == 3


@pytest.mark.parametrize("text", ["Polygon((8.0 1.0, 8.4))", "Point(8 1)", "Polygon((a b, c d, e f))"])
def test_eos04_geometry_that_is_none_is_told(tmp_path, text):
    found = product(tmp_path, "eos04", {"Polygon((8.0 1.0, 8.4 1.1, 8.3 1.6, 7.9 1.5, 8.0 1.0))": text})
    assert found.outlines == ()
    assert found.problems[0].message.startswith("footprint")


def test_risat1(tmp_path):
    found = product(tmp_path, "risat1")
    assert (found.platform, found.mode, found.polarisations) == ("risat-1", "FRS1", ("RH", "RV"))
    assert (found.start.second, found.orbit_number, found.pass_direction) == (5, 1234, "descending")
    assert (found.spacing_range, found.facility, len(found.outlines[0].points)) == (2.25, "WORKS", 4)


def test_risat1_corner_nowhere_on_earth_is_told(tmp_path):
    found = product(tmp_path, "risat1", {"ProdULLat= 1.5": "ProdULLat= 400"})
    assert "no place on Earth" in found.problems[0].message


def test_lutan1(tmp_path):
    found = product(tmp_path, "lutan1")
    assert (found.platform, found.mode, found.polarisations) == ("lutan-1-01a", "STRIP1", ("HH",))
    assert (found.spacing_range, found.spacing_azimuth, found.frequency_band) == (1.75, 2.0, "L")
    assert (found.receiving_station, found.orbit_number) == ("KRN", 12345)
    assert len(found.ties[0].points) == 4


def test_biomass(tmp_path):
    found = product(tmp_path, "biomass")
    assert (found.platform, found.mode, found.swaths) == ("biomass", "SM", ("S1",))
    assert (found.start.second, found.stop.second, found.orbit_number) == (5, 15, 777)
    assert (found.look, found.facility, found.frequency_band) == ("left", "Works", "P")
    assert (found.polarisations, found.complex) == (("HH", "HV"), True)
    assert (len(found.state_vectors), len(found.outlines[0].points)) == (3, 4)


def test_biomass_without_its_other_files(tmp_path):
    files = {"a.xml": PRODUCTS["biomass"]["annotation/bio_s1_annot.xml"]}
    found = read(written(tmp_path, files) / "a.xml")
    assert (found.platform, found.look, found.state_vectors) == ("biomass", None, ())
