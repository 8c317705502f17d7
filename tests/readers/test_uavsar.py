"""UAVSAR annotations: two passes or one, and lines that are no statements."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import ProductError
from sarcheck.readers import read
from tests.readers.conftest import edited

ANN = """; UAVSAR RPI Metadata file for zenda_1_2
; search for parameters/value rather than placement in file
UAVSAR RPI Annotation File Version Number      (-)    = 2.2
Slant Range Data Azimuth Spacing               (m)    = 7.2
Slant Range Data Range Spacing                 (m)    = 4.99       ; beside the flight
Approximate Upper Left Latitude                (deg)  = 51.1       ; approximate
Approximate Upper Left Longitude               (deg)  = 9.9
Approximate Upper Right Latitude               (deg)  = 51.2
Approximate Upper Right Longitude              (deg)  = 10.9
Approximate Lower Left Latitude                (deg)  = 50.1
Approximate Lower Left Longitude               (deg)  = 9.8
Approximate Lower Right Latitude               (deg)  = 50.2
Approximate Lower Right Longitude              (deg)  = 10.8
Acquisition Mode                               (&)    = PolSAR
Radar Look Direction                           (&)    = Left
Average Look Angle in Near Range               (deg)  = 21.5
Average Look Angle in Far Range                (deg)  = 65.5
Center Wavelength                              (cm)   = 23.84
Start Time of Acquisition for Pass 1           (&)    = 31-Aug-2017 17:55:51 UTC
Stop Time of Acquisition for Pass 1            (&)    = 31-Aug-2017 18:07:35 UTC
Start Time of Acquisition for Pass 2           (&)    = 1-Sep-2017 16:19:37 UTC
Stop Time of Acquisition for Pass 2            (&)    = 1-Sep-2017 16:30:21 UTC
Processing Mode                                (&)    = RPI
Processor Version Number                       (&)    = N/A
Polarization                                   (&)    = HH
Date of Processing                             (&)    = 11-Sep-2017
"""


@pytest.fixture
def ann(tmp_path):
    def make(changes=None, name="zenda.ann"):
        (tmp_path / name).write_text(edited(ANN, changes or {}), encoding="latin-1")
        return tmp_path / name

    return make


def test_every_field_is_read(ann):
    product = read(ann())
    assert (product.id, product.format, product.platform) == ("zenda_1_2", "uavsar", "uavsar")
    assert product.start == dt.datetime(2017, 8, 31, 17, 55, 51, tzinfo=dt.UTC)
    assert product.stop == dt.datetime(2017, 9, 1, 16, 30, 21, tzinfo=dt.UTC)
    assert (product.mode, product.polarisations, product.look) == ("PolSAR", ("HH",), "left")
    assert (product.product_type, product.frequency_band, product.processor) == ("RPI", "L", None)
    assert (product.spacing_range, product.spacing_azimuth) == (4.99, 7.2)
    assert (product.incidence_near, product.incidence_far) == (21.5, 65.5)
    assert product.outlines[0].points == ((9.9, 51.1), (10.9, 51.2), (10.8, 50.2), (9.8, 50.1))
    assert product.problems == ()


def test_a_look_angle_is_not_passed_off_as_stated_incidence(ann):
    claims = [claim for claim in read(ann()).claims if claim.field.startswith("incidence")]
    assert all("look angle" in claim.derived for claim in claims)


def test_one_pass_has_simpler_keys(ann):
    changes = {" for Pass 1 ": " ", "for Pass 2": "for nothing", "RPI Metadata": "PolSAR Metadata"}
    product = read(ann(changes))
    assert (product.start.day, product.stop) == (31, dt.datetime(2017, 8, 31, 18, 7, 35, tzinfo=dt.UTC))


def test_another_text_is_not_ours(tmp_path):
    (tmp_path / "notes.ann").write_text("; notes\nkey (&) = value\n", encoding="utf-8")
    with pytest.raises(ProductError, match="not a product"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"= 51.1 ": "= 400 "}, "no place on Earth"),
        ({"= Left": "= Upwards"}, "neither left nor right"),
        ({"31-Aug-2017 17:55:51": "31-Aug-0000 17:55:51"}, "not a plausible time"),
        ({"31-Aug-2017 17:55:51": "31-Aug-9999 17:55:51"}, "not a plausible time"),
        ({"= 7.2": "= -7.2"}, "not a length"),
        ({"= 23.84": "= 1e999"}, "not a finite number"),
    ],
)
def test_values_that_cannot_be_are_told_of(ann, changes, words):
    product = read(ann(changes))
    assert any(words in problem.message for problem in product.problems), product.problems


def test_a_huge_annotation_is_refused(ann):
    with pytest.raises(ProductError, match="too large"):
        read(ann({"= PolSAR": "= PolSAR" + "\n; filler" * 200_000}))


def test_without_a_polarisation_the_files_tell_the_channels(ann):
    files = "slcHH (&) = a.slc ; x\nslcHV (&) = b.slc\nmlcVVVV (&) = c.mlc\n"
    product = read(ann({"Polarization                                   (&)    = HH\n": files}))
    assert product.polarisations == ("HH", "HV", "VV")


def test_a_second_annotation_is_told_of(ann, tmp_path):
    ann(name="a.ann"), ann(name="b.ann")
    assert [problem.code for problem in read(tmp_path).problems] == ["not-read"]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 2200), piece=st.text(max_size=30), cut=st.integers(0, 2200))
def test_any_damage_is_met_with_words(ann, tmp_path, at, piece, cut):
    text = ANN[:at] + piece + ANN[at + len(piece) :]
    (tmp_path / "x.ann").write_text(text[: len(text) - cut], encoding="utf-8")
    try:
        assert read(tmp_path / "x.ann").claims
    except ProductError as error:
        assert error.message
