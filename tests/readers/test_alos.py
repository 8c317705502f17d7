"""ALOS, ALOS-2 and ALOS-4: summary, CEOS files, CARD4L, one by one and together."""

from __future__ import annotations

import datetime as dt
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import ProductError
from sarcheck.readers import read
from tests.readers import ceos
from tests.readers.conftest import edited

SUMMARY = """Odi_SceneId="ORDER0001-0002"
Odi_SiteDateTime="PROCESS:RURITANIA-AGENCY-SITE  20140910 010203"
Scs_SceneID="ALOS2012345670-140909"
Pds_ProductID="FBDL1.5GUD"
Pds_PixelSpacing="6.25"
Img_SceneStartDateTime="20140909 04:33:42.052"
Img_SceneEndDateTime="20140909 04:33:52.052"
Img_ImageSceneLeftTopLatitude="51.1"
Img_ImageSceneLeftTopLongitude="9.9"
Img_ImageSceneRightTopLatitude="51.2"
Img_ImageSceneRightTopLongitude="10.9"
Img_ImageSceneLeftBottomLatitude="50.1"
Img_ImageSceneLeftBottomLongitude="9.8"
Img_ImageSceneRightBottomLatitude="50.2"
Img_ImageSceneRightBottomLongitude="10.8"
Pdi_L15ProductFileName01="IMG-HH-ALOS2012345670-140909-FBDL1.5GUD.tif"
Pdi_L15ProductFileName02="IMG-HV-ALOS2012345670-140909-FBDL1.5GUD.tif"
Lbi_Satellite="ALOS2"
Lbi_ProcessLevel="1.5"
Lbi_ProcessFacility="SITE"
"""
DSS = {
    20: "ALOS2012345670-140909", 68: "20140909043347052", 116: f"{50.65:16.7f}", 132: f"{10.35:16.7f}", 396: "ALOS2",
    444: "    1234", 484: "  40.573", 1046: "SITE", 1062: "PROC    001.002", 1094: "             1.5",
    1534: "DESCEND", 1686: f"{6.25:16.7f}", 1702: f"{6.25:16.7f}",
}  # fmt: skip
RING = ((9.9, 51.1), (10.9, 51.2), (10.8, 50.2), (9.8, 50.1))
VOLUME = {112: "2014091001020300", 128: "RURITANIA", 140: "AGENCY", 148: "SITE"}
TEXT = {16: "PRODUCT:FBDL1.5GUD".ljust(40) + "PROCESS:".ljust(60) + "ORBIT :ALOS2012345670-140909"}
CARD = """<?xml version="1.0" encoding="utf-8"?>
<Product type="Normalised Radar Backscatter"><SourceAttributes acqID="1"><Satellite>ALOS2</Satellite>
<SourceDataAcquisitionTime><StartTime>2022-06-30T15:58:00.078Z</StartTime><EndTime>2022-06-30T15:58:56.442Z</EndTime>
</SourceDataAcquisitionTime><SourceDataAcquisitionParameters><RadarBand>L</RadarBand>
<ObservationMode>WWD</ObservationMode><Polarizations>HH HV</Polarizations><AntennaPointing>Right</AntennaPointing>
</SourceDataAcquisitionParameters><OrbitInformation><PassDirection>Ascending</PassDirection></OrbitInformation>
<SourceDataImageAttributes><IncAngleNearRange>45.1</IncAngleNearRange><IncAngleFarRange>60.5</IncAngleFarRange>
</SourceDataImageAttributes></SourceAttributes><CARD4LProductAttributes>
<ProductGeographicalExtent>Polygon ((9.9 51.1, 9.8 50.1, 10.8 50.2, 10.9 51.2, 9.9 51.1))</ProductGeographicalExtent>
</CARD4LProductAttributes></Product>"""


def leader(summary=None, places=None, **orbit):
    return ceos.leader(DSS | (summary or {}), ceos.corners(*RING) if places is None else places, ceos.orbit(**orbit))


@pytest.fixture
def alos(tmp_path):
    """Return a maker of folders: of the summary with changes, of CEOS files, or of both."""

    def make(summary=None, **files):
        if summary is not None:
            (tmp_path / "summary.txt").write_text(edited(SUMMARY, summary), encoding="utf-8")
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        return tmp_path

    return make


def test_a_summary_alone_is_read(alos):
    product = read(alos({}))
    assert (product.format, product.platform, product.verification) == ("alos", "alos-2", "verified")
    assert product.start == dt.datetime(2014, 9, 9, 4, 33, 42, 52_000, dt.UTC)
    assert (product.stop - product.start).total_seconds() == 10
    assert (product.mode, product.look, product.pass_direction) == ("FBD", "left", "descending")
    assert (product.polarisations, product.level, product.complex) == (("HH", "HV"), "L1.5", False)
    assert (product.orbit_number, product.spacing_range, product.frequency_band) == (1234, 6.25, "L")
    assert (product.facility, product.facility_country, product.order_id) == ("SITE", "RURITANIA", "ORDER0001-0002")
    assert product.processed == dt.datetime(2014, 9, 10, 1, 2, 3, tzinfo=dt.UTC)
    assert product.outlines[0].points == RING
    assert (product.ties, product.state_vectors, product.problems) == ((), (), ())


@pytest.mark.parametrize(
    ("stated", "mode", "pass_direction"),
    [("H1.5GUA", "FBS/FBD (H)", "ascending"), ("P1.1__D", "PLR (P)", "descending")],
)
def test_the_first_alos_names_modes_by_a_letter(alos, stated, mode, pass_direction):
    changes = {"FBDL1.5GUD": stated, '"ALOS2"': '"ALOS"', "ALOS2012345670-140909": "ALPSRP057160820"}
    product = read(alos(changes))
    assert (product.platform, product.mode, product.pass_direction) == ("alos", mode, pass_direction)
    assert (product.look, product.orbit_number, product.problems) == ("right", 5716, ())


def test_alos_4_is_known_from_its_layout_only(alos):
    product = read(alos({"ALOS2": "ALOS4"}))
    assert (product.platform, product.verification) == ("alos-4", "layout only")


def test_ceos_files_alone_are_read(alos):
    folder = alos(**{"x.1": leader(), "x.2": ceos.volume(VOLUME, TEXT), "IMG-HH-x": b"", "IMG-HV-x": b""})
    product = read(folder)
    assert (product.platform, product.mode, product.look, product.pass_direction) == (
        "alos-2", "FBD", "left", "descending",
    )  # fmt: skip
    assert product.start == product.stop == dt.datetime(2014, 9, 9, 4, 33, 47, 52_000, dt.UTC)
    assert (product.orbit_number, product.incidence_near, product.polarisations) == (1234, 40.573, ("HH", "HV"))
    assert (product.facility_country, product.processor) == ("RURITANIA", "PROC 001.002")
    assert product.outlines[0].points == RING
    assert product.problems == ()


def test_the_orbit_is_earth_fixed_and_in_metres(alos):
    vectors = read(alos(**{"x.1": leader(mm=True)})).state_vectors
    assert [vector.time.minute for vector in vectors] == [20, 21, 22, 23, 24]
    assert 7500 < sum(axis * axis for axis in vectors[0].velocity) ** 0.5 < 7700


def test_an_inertial_orbit_is_not_used_and_told_of(alos):
    product = read(alos(**{"x.1": leader(fixed=False)}))
    assert product.state_vectors == ()
    assert [(problem.code, "inertial" in problem.message) for problem in product.problems] == [("not-read", True)]


def test_the_scenes_centre_is_a_tie_point(alos):
    (ties,) = read(alos(**{"x.1": leader()})).ties
    (point,) = ties.points
    assert ties.heights == "none"
    assert (point.longitude, point.latitude, point.slant_range, point.cone) == (10.35, 50.65, None, 90.0)


def test_summary_and_ceos_that_disagree_are_told_of(alos):
    product = read(alos({}, **{"x.1": leader({444: "    9999"})}))
    assert [problem.code for problem in product.problems] == ["claims-disagree"]
    assert product.orbit_number == 1234


def test_card4l_is_read(tmp_path):
    (tmp_path / "any.name").write_text(CARD, encoding="utf-8")
    product = read(tmp_path / "any.name")
    assert (product.platform, product.mode, product.polarisations) == ("alos-2", "WWD", ("HH", "HV"))
    assert (product.incidence_near, product.incidence_far, product.complex) == (45.1, 60.5, False)
    assert product.outlines[0].points == ((9.9, 51.1), (9.8, 50.1), (10.8, 50.2), (10.9, 51.2), (9.9, 51.1))
    assert product.problems == ()


def test_a_zip_of_ceos_files_is_read(alos, tmp_path):
    folder = alos({}, **{"x.1": leader(), "x.2": ceos.volume(VOLUME, TEXT)})
    with zipfile.ZipFile(tmp_path.parent / "delivery.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"delivery/{path.name}")
    assert read(tmp_path.parent / "delivery.zip").claims[0].value == "alos-2"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({'LeftTopLatitude="51.1"': 'LeftTopLatitude="400"'}, "no place on Earth"),
        ({'LeftTopLatitude="51.1"': 'LeftTopLatitude="-51.1.1"'}, "footprint"),
        ({"20140909 04:33:42.052": "00000909 04:33:42.052"}, "not a plausible time"),
        ({"20140909 04:33:42.052": "99991231 23:59:59.999"}, "not a plausible time"),
        ({"FBDL1.5GUD": "FBDX1.5GUD"}, "not a product id"),
        ({'Pds_PixelSpacing="6.25"': 'Pds_PixelSpacing="-6.25"'}, "not a length"),
    ],
)
def test_values_that_cannot_be_are_told_of(alos, changes, words):
    product = read(alos(changes))
    assert any(words in problem.message for problem in product.problems), product.problems
    assert product.platform == "alos-2"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"at140": "9999"}, "9999 of them"),
        ({"at144": "9999"}, "year 9999"),
        ({"at144": "   0"}, "year 0"),
        ({"at148": "  13"}, "month"),
        ({"at160": "-1".rjust(22)}, "from second -1"),
        ({"at182": "0".rjust(22)}, "every 0 s"),
        ({"at386": "NaN".rjust(22)}, "not a finite number"),
        ({"at386": "1E999".rjust(22)}, "not a finite number"),
    ],
)
def test_orbits_that_cannot_be_are_told_of(alos, cells, words):
    product = read(alos(**{"x.1": leader(**cells)}))
    assert product.state_vectors == ()
    assert any(words in problem.message for problem in product.problems), product.problems


@pytest.mark.parametrize("length", [0, 5, 2**31, 2**32 - 1])
def test_record_lengths_that_cannot_be_end_the_reading(alos, length):
    data = bytearray(leader())
    data[720 + 8 : 720 + 12] = length.to_bytes(4, "big")
    with pytest.raises(ProductError, match="not a product"):
        read(alos(**{"x.1": bytes(data)}))


def test_the_centre_of_no_place_is_told_of(alos):
    product = read(alos(**{"x.1": leader({116: f"{400.0:16.7f}"})}))
    assert product.ties == ()
    assert any("scene centre" in problem.message for problem in product.problems)


def test_a_second_product_beside_is_told_of(alos):
    folder = alos({}, **{"other.txt": SUMMARY.encode(), "x.1": leader(), "x.2": leader()})
    (problem,) = read(folder).problems
    assert (problem.code, "summary.txt, x.2" in problem.message) == ("not-read", True)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.integers(0, 11_000), piece=st.binary(min_size=1, max_size=40), cut=st.integers(0, 9000), both=st.booleans()
)
def test_any_damage_is_met_with_words(alos, at, piece, cut, both):
    data = bytearray(leader())
    data[at : at + len(piece)] = piece
    try:
        assert read(alos({} if both else None, **{"x.1": bytes(data[: len(data) - cut])})).claims
    except ProductError as error:
        assert error.message
