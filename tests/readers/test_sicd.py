"""SICD: in NITF, alone, damaged, and made to deceive."""

from __future__ import annotations

import datetime as dt
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import ProductError
from sarcheck.readers import read
from tests.readers.conftest import edited
from tests.readers.nitf import nitf

POLY = "".join(
    f'<{axis} order1="2"><Coef exponent1="0">{p}</Coef><Coef exponent1="1">{v}</Coef>'
    f'<Coef exponent1="2">{a}</Coef></{axis}>'
    for axis, p, v, a in (("X", 7e6, 100, -4), ("Y", 0, 50, 0), ("Z", 1e5, 7500, -0.05))
)
XML = f"""<SICD xmlns="urn:SICD:1.3.0">
<CollectionInfo><CollectorName>UMBRA_05</CollectorName><CoreName>core-1</CoreName><CollectType>MONOSTATIC</CollectType>
<RadarMode><ModeType>SPOTLIGHT</ModeType><ModeID>SX</ModeID></RadarMode><Classification>UNCLASSIFIED</Classification>
</CollectionInfo><ImageCreation><Application>Maker 1.0</Application><DateTime>2024-03-01T06:00:00Z</DateTime>
<Site>Strelsau</Site></ImageCreation>
<GeoData><SCP><LLH><Lat>51.0</Lat><Lon>10.0</Lon><HAE>120.5</HAE></LLH></SCP><ImageCorners>
<ICP index="2:FRLC"><Lat>51.1</Lat><Lon>10.1</Lon></ICP><ICP index="1:FRFC"><Lat>51.1</Lat><Lon>9.9</Lon></ICP>
<ICP index="3:LRLC"><Lat>50.9</Lat><Lon>10.1</Lon></ICP><ICP index="4:LRFC"><Lat>50.9</Lat><Lon>9.9</Lon></ICP>
</ImageCorners></GeoData>
<Grid><Row><SS>0.4</SS><ImpRespWid>0.5</ImpRespWid></Row><Col><SS>0.3</SS><ImpRespWid>0.6</ImpRespWid></Col></Grid>
<Timeline><CollectStart>2024-03-01T05:15:00.500000Z</CollectStart><CollectDuration>4.0</CollectDuration></Timeline>
<Position><ARPPoly>{POLY}</ARPPoly></Position>
<RadarCollection><TxFrequency><Min>9.5E9</Min><Max>9.8E9</Max></TxFrequency></RadarCollection>
<ImageFormation><TxRcvPolarizationProc>RHC:V</TxRcvPolarizationProc></ImageFormation>
<SCPCOA><SCPTime>2.0</SCPTime><ARPVel><Z>7499.0</Z></ARPVel><SideOfTrack>L</SideOfTrack>
<SlantRange>650000.0</SlantRange><DopplerConeAng>85.0</DopplerConeAng><GrazeAng>55.0</GrazeAng>
<IncidenceAng>35.5</IncidenceAng></SCPCOA></SICD>"""


@pytest.fixture
def sicd(tmp_path):
    """Return a maker of files: the XML with changes, in NITF or bare."""

    def make(changes=None, bare=False, name="image.ntf", **keywords):
        data = edited(XML, changes or {}).encode()
        (tmp_path / name).write_bytes(data if bare else nitf(data, **keywords))
        return tmp_path / name

    return make


def test_every_field_is_read(sicd):
    product = read(sicd())
    assert (product.id, product.format, product.platform) == ("core-1", "sicd", "umbra-05")
    assert product.start == dt.datetime(2024, 3, 1, 5, 15, 0, 500000, dt.UTC)
    assert product.stop == product.start + dt.timedelta(seconds=4)
    assert (product.mode, product.polarisations, product.look) == ("SPOTLIGHT SX", ("RV",), "left")
    assert (product.product_type, product.complex, product.frequency_band) == ("SICD", True, "X")
    assert (product.resolution_range, product.resolution_azimuth) == (0.5, 0.6)
    assert (product.spacing_range, product.spacing_azimuth) == (0.4, 0.3)
    assert (product.incidence_near, product.incidence_far, product.pass_direction) == (35.5, 35.5, "ascending")
    assert (product.facility, product.processor, product.security) == ("Strelsau", "Maker 1.0", "UNCLASSIFIED")
    assert product.outlines[0].points == ((9.9, 51.1), (10.1, 51.1), (10.1, 50.9), (9.9, 50.9))
    assert product.problems == ()


def test_the_orbit_is_the_polynomial_over_the_collect(sicd):
    vectors = read(sicd()).state_vectors
    assert (vectors[0].time, vectors[-1].time) == (read(sicd()).start, read(sicd()).stop)
    assert vectors[-1].position == pytest.approx((7e6 + 400 - 64, 200.0, 1e5 + 30000 - 0.8))
    assert vectors[-1].velocity == pytest.approx((100 - 32, 50.0, 7500 - 0.4))


def test_the_centre_is_a_tie_point(sicd):
    (ties,) = read(sicd()).ties
    (point,) = ties.points
    assert ties.heights == "point"
    assert (point.longitude, point.latitude, point.height) == (10.0, 51.0, 120.5)
    assert (point.slant_range, point.cone, point.incidence) == (650000.0, 85.0, 35.5)
    assert point.time == dt.datetime(2024, 3, 1, 5, 15, 2, 500000, dt.UTC)


def test_xml_alone_says_the_same_but_for_the_file_around_it(sicd):
    inside, alone = read(sicd()), read(sicd(bare=True, name="x.dat"))
    assert alone.outlines[0].points == inside.outlines[0].points
    assert {claim.field for claim in inside.claims if claim.path.startswith("NITF")} == {"security", "facility"}
    assert not any(claim.path.startswith("NITF") for claim in alone.claims)


def test_a_marking_that_the_xml_does_not_repeat_is_told(sicd):
    product = read(sicd(marking="S"))
    assert [problem.code for problem in product.problems] == ["claims-disagree"]
    assert {claim.stated for claim in product.claims if claim.field == "security"} == {"UNCLASSIFIED", "S"}


def test_a_release_restriction_is_part_of_the_marking(sicd):
    product = read(sicd(marking="U".ljust(16) + "USA, CAN"))
    assert "U REL USA, CAN" in {claim.stated for claim in product.claims if claim.field == "security"}


def test_an_old_version_without_incidence_has_it_from_the_grazing_angle(sicd):
    product = read(sicd({"<IncidenceAng>35.5</IncidenceAng>": "", "urn:SICD:1.3.0": "urn:SICD:0.4.0"}))
    assert (product.incidence_near, product.ties[0].points[0].incidence) == (35.0, None)
    assert next(claim for claim in product.claims if claim.field == "incidence_near").derived


def test_without_a_polynomial_the_one_vector_stands(sicd):
    pos = "".join(f"<{axis}>{value}</{axis}>" for axis, value in (("X", 7e6), ("Y", 1.0), ("Z", 2.0)))
    vel = "<X>1.0</X><Y>2.0</Y><Z>7499.0</Z>"
    changes = {f"<Position><ARPPoly>{POLY}</ARPPoly></Position>": ""}
    changes["<ARPVel><Z>7499.0</Z></ARPVel>"] = f"<ARPPos>{pos}</ARPPos><ARPVel>{vel}</ARPVel>"
    (vector,) = read(sicd(changes)).state_vectors
    assert (vector.position, vector.velocity) == ((7e6, 1.0, 2.0), (1.0, 2.0, 7499.0))


@pytest.mark.parametrize(
    ("stated", "read_as"),
    [("H:H", ("HH",)), ("V:H", ("VH",)), ("LHC:H", ("LH",)), ("OTHER", ()), ("H:UNKNOWN", ()), ("V", ())],
)
def test_polarisations_are_sent_and_received(sicd, stated, read_as):
    assert read(sicd({"RHC:V": stated})).polarisations == read_as


def test_a_relative_frequency_names_no_band(sicd):
    changes = {"<RadarCollection>": "<RadarCollection><RefFreqIndex>1</RefFreqIndex>"}
    assert read(sicd(changes)).frequency_band is None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("TSX-1", "terrasar-x"), ("TDX1", "tandem-x"), ("PAZ-1", "paz"), ("CSKS2", "csk2"), ("SSAR1", "csg1"),
        ("RADARSAT-2", "radarsat-2"), ("RCM-1", "rcm-1"), ("ALOS2", "alos-2"), ("ICEYE-X7", "iceye-x7"),
        ("capella-14", "capella-14"), ("Umbra-04", "umbra-04"), ("STRIX3", "strix-3"), ("KOMPSAT-5", "kompsat-5"),
        ("Rover 9", "rover-9"),
    ],
)  # fmt: skip
def test_satellites_get_their_keys(sicd, name, key):
    assert read(sicd({"UMBRA_05": name})).platform == key


def test_more_files_of_the_kind_are_told_of(sicd, tmp_path):
    sicd(name="a.ntf"), sicd({"RHC:V": "H:H"}, name="b.ntf")
    product = read(tmp_path)
    assert [(problem.pointer, problem.code) for problem in product.problems] == [("b.ntf", "not-read")]


def test_a_product_behind_pixels_in_a_zip(sicd, tmp_path):
    path = sicd(pixels=3_000_000)
    with zipfile.ZipFile(tmp_path / "delivery.zip", "w", zipfile.ZIP_STORED) as archive:
        archive.write(path, "delivery/image.ntf")
    assert read(tmp_path / "delivery.zip").platform == "umbra-05"


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ({"HL": "999999", "title": "SICD: x"}, "no NITF header"),
        ({"HL": "00x000", "title": "SICD: x"}, "no number"),
        ({"LD": "999999999", "title": "SICD: x"}, "too large"),
        ({"LD": "000099999", "title": "SICD: x"}, "cut short"),
        ({"LD": "-00000001", "title": "SICD: x"}, "no number"),
    ],
)
def test_lengths_that_cannot_be_are_refused(sicd, keywords, words):
    with pytest.raises(ProductError, match=words):
        read(sicd(**keywords))


def test_a_segment_of_more_than_a_megabyte_is_read_whole(sicd):
    assert read(sicd({"<GeoData>": "<GeoData>" + " " * 2**20})).outlines[0].points[0] == (9.9, 51.1)


def test_a_file_cut_in_its_xml_is_refused(sicd):
    path = sicd(title="SICD: x")
    path.write_bytes(path.read_bytes()[:-900])
    with pytest.raises(ProductError, match="cut short"):
        read(path)


def test_entities_in_a_segment_are_refused(sicd):
    bomb = '<!DOCTYPE SICD [<!ENTITY a "aaaa">]><SICD xmlns="urn:SICD:1.3.0">'
    with pytest.raises(ProductError, match="document type"):
        read(sicd({'<SICD xmlns="urn:SICD:1.3.0">': bomb}))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"<Lat>51.1</Lat><Lon>10.1</Lon>": "<Lat>400</Lat><Lon>10.1</Lon>"}, "footprint: latitude 400"),
        ({"2024-03-01T05:15:00.500000Z": "0000-03-01T05:15:00Z"}, "not a plausible time"),
        ({"2024-03-01T05:15:00.500000Z": "9999-12-31T23:59:59Z"}, "not a plausible time"),
        ({"<CollectDuration>4.0": "<CollectDuration>-4.0"}, "no duration"),
        ({"<CollectDuration>4.0": "<CollectDuration>1e300"}, "no duration"),
        ({'exponent1="2"': 'exponent1="99999"'}, "a term of order"),
        ({">7500<": ">1e999<"}, "finite"),
        ({"<SlantRange>650000.0": "<SlantRange>-1"}, "above zero"),
        ({"<SCPTime>2.0": "<SCPTime>1e30"}, "outside any collect"),
        ({"<DopplerConeAng>85.0": "<DopplerConeAng>270"}, "cone angle"),
        ({"<SS>0.4": "<SS>0"}, "above zero"),
    ],
)
def test_values_that_cannot_be_are_told_of_and_left_out(sicd, changes, message):
    product = read(sicd(changes))
    assert any(message in problem.message for problem in product.problems), product.problems
    assert product.platform == "umbra-05"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 400), piece=st.binary(min_size=1, max_size=30), cut=st.integers(0, 4000))
def test_any_damage_is_met_with_words(sicd, at, piece, cut):
    path = sicd(title="SICD: x")
    data = bytearray(path.read_bytes())
    data[at : at + len(piece)] = piece
    path.write_bytes(bytes(data[: len(data) - cut] if cut > 100 else data))
    try:
        assert read(path).claims
    except ProductError as error:
        assert error.message


def test_two_products_in_two_folders_are_refused(sicd, tmp_path):
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    sicd(name="a/x.ntf"), sicd(name="b/x.ntf")
    with pytest.raises(ProductError, match="holds 2 products"):
        read(tmp_path)
