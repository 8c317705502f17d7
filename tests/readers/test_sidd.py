"""SIDD: detected images, versions that put the same things in different places."""

from __future__ import annotations

import datetime as dt

import pytest

from sarcheck.readers import _polynomials, read
from tests.readers.conftest import edited
from tests.readers.nitf import nitf

POLY = "".join(
    f'<si:{axis}><si:Coef exponent1="0">{p}</si:Coef><si:Coef exponent1="1">{v}</si:Coef></si:{axis}>'
    for axis, p, v in (("X", 7e6, 100), ("Y", 0, 50), ("Z", 1e5, -7500))
)
CORNERS = "".join(
    f'<ICP index="{i}"><si:Lat>{lat}</si:Lat><si:Lon>{lon}</si:Lon></ICP>'
    for i, lat, lon in (("1:FRFC", 51.1, 9.9), ("2:FRLC", 51.1, 10.1), ("3:LRLC", 50.9, 10.1), ("4:LRFC", 50.9, 9.9))
)
XML = f"""<SIDD xmlns="urn:SIDD:2.0.0" xmlns:si="urn:SICommon:1.0" xmlns:ism="urn:us:gov:ic:ism:13"><ProductCreation>
<ProcessorInformation><Application>Maker</Application><ProcessingDateTime>2024-03-02T00:00:00Z</ProcessingDateTime>
<Site>Strelsau</Site></ProcessorInformation>
<Classification ism:classification="U" ism:ownerProducer="USA"/><ProductName>unknown</ProductName></ProductCreation>
<GeoData><ImageCorners>{CORNERS}</ImageCorners></GeoData>
<Measurement><PlaneProjection><SampleSpacing><si:Row>0.7</si:Row><si:Col>0.6</si:Col></SampleSpacing></PlaneProjection>
<ARPPoly>{POLY}</ARPPoly></Measurement>
<ExploitationFeatures><Collection identifier="core-1"><Information><SensorName>TSX-1</SensorName>
<RadarMode><si:ModeType>SPOTLIGHT</si:ModeType></RadarMode>
<CollectionDateTime>2024-03-01T05:15:00Z</CollectionDateTime><CollectionDuration>3.5</CollectionDuration></Information>
<Geometry><Graze>30.0</Graze></Geometry></Collection>
<Product><Resolution><si:Row>1.1</si:Row><si:Col>1.2</si:Col></Resolution><Polarization>
<TxPolarizationProc>H</TxPolarizationProc><RcvPolarizationProc>V</RcvPolarizationProc></Polarization></Product>
</ExploitationFeatures></SIDD>"""


@pytest.fixture
def sidd(tmp_path):
    def make(changes=None, more=()):
        data = edited(XML, changes or {}).encode()
        (tmp_path / "image.ntf").write_bytes(nitf(data, *more))
        return tmp_path / "image.ntf"

    return make


def test_every_field_is_read(sidd):
    product = read(sidd())
    assert (product.id, product.format, product.platform) == ("core-1", "sidd", "terrasar-x")
    assert product.stop - product.start == dt.timedelta(seconds=3.5)
    assert (product.mode, product.polarisations, product.pass_direction) == ("SPOTLIGHT", ("HV",), "descending")
    assert (product.product_type, product.complex, product.incidence_near) == ("SIDD", False, 60.0)
    assert (product.spacing_range, product.spacing_azimuth) == (0.7, 0.6)
    assert (product.resolution_range, product.resolution_azimuth) == (1.1, 1.2)
    assert (product.facility, product.security) == ("Strelsau", "classification=U ownerProducer=USA")
    assert len(product.state_vectors) == 5
    assert product.outlines[0].points[0] == (9.9, 51.1)
    assert product.problems == ()


def test_the_first_version_has_its_footprint_elsewhere(sidd):
    vertices = CORNERS.replace("ICP", "Vertex")
    place = f"<GeographicAndTarget><GeographicCoverage><Footprint>{vertices}</Footprint></GeographicCoverage>"
    changes = {f"<GeoData><ImageCorners>{CORNERS}</ImageCorners></GeoData>": place + "</GeographicAndTarget>"}
    assert read(sidd(changes)).outlines[0].points == read(sidd()).outlines[0].points


def test_a_file_that_also_holds_the_complex_source_is_sidd(sidd):
    assert read(sidd(more=(b'<SICD xmlns="urn:SICD:1.3.0"/>',))).format == "sidd"


def test_every_image_of_a_file_has_its_outline(sidd):
    second = edited(XML, {">51.1<": ">52.1<"}).encode()
    assert len(read(sidd(more=(second,))).outlines) == 2


POINT = (
    "<ReferencePoint><si:ECEF><si:X>4191860.331</si:X><si:Y>901641.404</si:Y><si:Z>4706688.748</si:Z></si:ECEF>"
    '</ReferencePoint><TimeCOAPoly><si:Coef exponent1="0" exponent2="0">1.5</si:Coef></TimeCOAPoly><SampleSpacing>'
)
ANGLE = "<Graze>30.0</Graze><DopplerConeAngle>80.5</DopplerConeAngle>"


def test_the_reference_point_is_a_tie_point_where_the_angle_is_stated(sidd):
    (ties,) = read(sidd({"<SampleSpacing>": POINT, "<Graze>30.0</Graze>": ANGLE})).ties
    (point,) = ties.points
    assert (ties.heights, point.cone, point.slant_range) == ("point", 80.5, None)
    assert (point.longitude, point.latitude) == pytest.approx((12.1389939, 47.8584004), abs=1e-6)
    assert point.height == pytest.approx(488.03, abs=0.05)
    assert point.time == dt.datetime(2024, 3, 1, 5, 15, 1, 500_000, dt.UTC)
    assert read(sidd({"<SampleSpacing>": POINT})).ties == ()


@pytest.mark.parametrize("stated", [("4191860.331", "1.0"), ("80.5", "280.5"), (">1.5<", ">1e9<")])
def test_a_reference_point_that_cannot_be_is_told_of(sidd, stated):
    point, angle = POINT.replace(*stated), ANGLE.replace(*stated)
    product = read(sidd({"<SampleSpacing>": point, "<Graze>30.0</Graze>": angle}))
    assert product.ties == ()
    assert any("reference point" in problem.message for problem in product.problems)


@pytest.mark.parametrize(
    ("point", "place"),
    [((6378137.0, 0, 0), (0, 0, 0)), ((0, 0, 6356752.314245), (0, 90, 0)), ((0, -6378637.0, 0), (-90, 0, 500))],
)
def test_earth_fixed_points_become_places(point, place):
    assert _polynomials.geodetic(*point) == pytest.approx(place, abs=1e-6)


def test_a_latitude_that_cannot_be_is_told_of(sidd):
    product = read(sidd({">51.1<": ">-451.1<"}))
    assert product.outlines == ()
    assert any("no place on Earth" in problem.message for problem in product.problems)
