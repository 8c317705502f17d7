"""StriX, from its documented layout."""

from __future__ import annotations

import datetime as dt

import pytest

from sarcheck.errors import ProductError
from sarcheck.readers import read
from tests.readers.conftest import edited

VECTORS = "".join(
    f"<stateVector><timeUTC>2024-03-01T05:1{i}:00Z</timeUTC><posX>7000000</posX><posY>{i}</posY><posZ>0</posZ>"
    "<velX>0</velX><velY>1</velY><velZ>7500</velZ></stateVector>"
    for i in (2, 1)
)
XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<sar:EarthObservation xmlns:sar="http://www.opengis.net/sar/2.1" xmlns:eop="http://www.opengis.net/eop/2.1"
 xmlns:gml="http://www.opengis.net/gml/3.2">
<gml:beginPosition>2024-03-01T05:15:00Z</gml:beginPosition><gml:endPosition>2024-03-01T05:15:08Z</gml:endPosition>
<eop:Platform><eop:shortName>StriX</eop:shortName><eop:serialIdentifier>3</eop:serialIdentifier></eop:Platform>
<eop:operationalMode>SM</eop:operationalMode><eop:orbitDirection>DESCENDING</eop:orbitDirection>
<sar:polarisationChannels>VV</sar:polarisationChannels><sar:antennaLookDirection>LEFT</sar:antennaLookDirection>
<sar:minimumIncidenceAngle>30.5</sar:minimumIncidenceAngle><sar:maximumIncidenceAngle>32.5</sar:maximumIncidenceAngle>
<gml:posList>51.1 9.9 51.2 10.9 50.2 10.8 50.1 9.8 51.1 9.9</gml:posList>
<sar:rangePixelSpacing>1.5</sar:rangePixelSpacing><sar:azimuthPixelSpacing>1.6</sar:azimuthPixelSpacing>
<list>{VECTORS}</list></sar:EarthObservation>"""


@pytest.fixture
def strix(tmp_path):
    def make(changes=None):
        (tmp_path / "PAR-x.xml").write_text(edited(XML, changes or {}), encoding="utf-8")
        (tmp_path / "IMG-VV-x.tif").write_bytes(b"II*\0")
        return tmp_path

    return make


def test_every_field_is_read_and_marked_as_unverified(strix):
    product = read(strix())
    assert (product.format, product.platform, product.verification) == ("strix", "strix-3", "layout only")
    assert product.stop - product.start == dt.timedelta(seconds=8)
    assert (product.mode, product.polarisations, product.look) == ("SM", ("VV",), "left")
    assert (product.pass_direction, product.spacing_range, product.spacing_azimuth) == ("descending", 1.5, 1.6)
    assert (product.incidence_near, product.incidence_far) == (30.5, 32.5)
    assert product.outlines[0].points[1] == (10.9, 51.2)
    assert [vector.time.minute for vector in product.state_vectors] == [11, 12]
    assert product.problems == ()


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({">StriX<": ">STRIX-2<", ">3<": "><"}, "strix-2"),
        ({">3<": ">STRIX4<"}, "strix-4"),
        ({">3<": ">alpha<"}, "strix-alpha"),
    ],
)
def test_the_satellite_is_named_in_several_ways(strix, changes, key):
    assert read(strix(changes)).platform == key


def test_another_makers_profile_is_not_ours(strix):
    with pytest.raises(ProductError, match="not a product"):
        read(strix({">StriX<": ">Rover<"}))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"51.1 9.9 51.2": "400 9.9 51.2"}, "no place on Earth"),
        ({"51.1 9.9 51.2": "9.9 51.2"}, "make no outline"),
        ({"<velZ>7500": "<velZ>fast"}, "state vector"),
    ],
)
def test_values_that_cannot_be_are_told_of(strix, changes, words):
    assert any(words in problem.message for problem in read(strix(changes)).problems)
