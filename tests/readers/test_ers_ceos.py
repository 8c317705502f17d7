"""ERS in CEOS format, and its kin, from their documented layout."""

from __future__ import annotations

import datetime as dt

import pytest

from sarcheck.errors import ProductError
from sarcheck.readers import read
from tests.readers import ceos

DSS = {
    20: "ORBIT 12345 FRAME 2583", 68: "19960615102013500", 396: "ERS2", 444: "   12345", 468: " 193.500",
    484: "  23.217", 500: f"{0.0566660:16.7f}", 1046: "SITE", 1062: "VMP     6.8",
    1110: "PRODUCT: SLC SINGLE LOOK COMPLEX",
    1686: f"{3.99:16.7f}", 1702: f"{7.9:16.7f}", 1814: "15-JUN-1996 10:20:05.500", 1862: "15-JUN-1996 10:20:21.500",
}  # fmt: skip
RING = ((9.9, 51.1), (10.9, 51.2), (10.8, 50.2), (9.8, 50.1))


@pytest.fixture
def ers(tmp_path):
    def make(summary=None, **orbit):
        data = ceos.leader(DSS | (summary or {}), ceos.corners(*RING), ceos.orbit(**orbit), length=1886)
        (tmp_path / "LEA_01.001").write_bytes(data)
        cells = {112: "1996070112000000", 128: "RURITANIA", 148: "SITE"}
        (tmp_path / "VDF_DAT.001").write_bytes(ceos.volume(cells, {}))
        return tmp_path

    return make


def test_every_field_is_read_and_marked_as_unverified(ers):
    product = read(ers(mm=True))
    assert (product.format, product.platform, product.verification) == ("ers_ceos", "ers-2", "layout only")
    assert product.start == dt.datetime(1996, 6, 15, 10, 20, 5, 500_000, dt.UTC)
    assert product.stop == dt.datetime(1996, 6, 15, 10, 20, 21, 500_000, dt.UTC)
    assert (product.orbit_number, product.pass_direction, product.look) == (12345, "descending", "right")
    assert (product.incidence_near, product.frequency_band, product.polarisations) == (23.217, "C", ("VV",))
    assert (product.spacing_azimuth, product.spacing_range, product.complex) == (3.99, 7.9, True)
    assert (product.facility, product.facility_country, product.processor) == ("SITE", "RURITANIA", "VMP 6.8")
    assert product.outlines[0].points == RING
    assert len(product.state_vectors) == 5
    assert product.problems == ()


@pytest.mark.parametrize(
    ("mission", "key", "channels"),
    [("ERS1", "ers-1", ("VV",)), ("RSAT-1", "radarsat-1", ("HH",)), ("JERS-1", "jers-1", ("HH",))],
)
def test_kin_of_ers_follow_the_same_records(ers, mission, key, channels):
    product = read(ers({396: mission.ljust(8)}))
    assert (product.platform, product.polarisations) == (key, channels)


def test_without_zero_doppler_times_the_centre_stands(ers):
    product = read(ers({1814: " " * 24, 1862: " " * 24}))
    assert product.start == product.stop == dt.datetime(1996, 6, 15, 10, 20, 13, 500_000, dt.UTC)


def test_an_unknown_mission_is_not_ours(ers):
    with pytest.raises(ProductError, match="not a product"):
        read(ers({396: "SEASAT "}))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({468: "  90.000"}, "neither north nor south"),
        ({484: " 123.456"}, "between 0 and 90"),
        ({500: f"{-1.0:16.7f}"}, "not a length"),
        ({1814: "15-XXX-1996 10:20:05.500"}, "not a time"),
        ({1814: "15-JUN-0000 10:20:05.500"}, "not a plausible time"),
    ],
)
def test_values_that_cannot_be_are_told_of(ers, cells, words):
    assert any(words in problem.message for problem in read(ers(cells)).problems)
