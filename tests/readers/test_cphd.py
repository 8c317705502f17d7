"""CPHD and CRSD: files with a text header, their XML alone, versions old and new."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import ProductError
from sarcheck.readers import read
from tests.readers.conftest import edited

CORNERS = "".join(
    f'<IACP index="{i}"><Lat>{lat}</Lat><Lon>{lon}</Lon></IACP>'
    for i, lat, lon in ((1, 51.1, 9.9), (2, 51.1, 10.1), (3, 50.9, 10.1), (4, 50.9, 9.9))
)
CPHD = f"""<CPHD xmlns="http://api.nsgreg.nga.mil/schema/cphd/1.1.0"><CollectionID><CollectorName>ICEYE-X7</CollectorName>
<CoreName>core-2</CoreName><RadarMode><ModeType>SPOTLIGHT</ModeType></RadarMode>
<Classification>UNCLASSIFIED</Classification><ReleaseInfo>LIMITED</ReleaseInfo></CollectionID>
<Global><Timeline><CollectionStart>2024-03-01T05:15:00Z</CollectionStart><TxTime1>0.1</TxTime1><TxTime2>3.5</TxTime2>
</Timeline><FxBand><FxMin>9.6E9</FxMin><FxMax>9.8E9</FxMax></FxBand></Global>
<SceneCoordinates><ImageAreaCornerPoints>{CORNERS}</ImageAreaCornerPoints></SceneCoordinates>
<Channel><Parameters><Polarization><TxPol>V</TxPol><RcvPol>V</RcvPol></Polarization></Parameters>
<Parameters><Polarization><TxPol>V</TxPol><RcvPol>H</RcvPol></Polarization></Parameters></Channel>
<ReferenceGeometry><Monostatic><ARPVel><X>1</X><Y>1</Y><Z>-7000</Z></ARPVel><SideOfTrack>R</SideOfTrack>
<IncidenceAngle>41.5</IncidenceAngle></Monostatic></ReferenceGeometry></CPHD>"""
CRSD = f"""<CRSDsar xmlns="http://api.nsgreg.nga.mil/schema/crsd/1.0"><ProductInfo><ProductName>p-3</ProductName>
<Classification>UNCLASSIFIED</Classification><CreationInfo><Application>Maker</Application>
<DateTime>2024-03-02T00:00:00Z</DateTime><Site>Strelsau</Site></CreationInfo></ProductInfo>
<SARInfo><RadarMode><ModeType>STRIPMAP</ModeType></RadarMode></SARInfo>
<TransmitInfo><SensorName>ICEYE-X7</SensorName></TransmitInfo><ReceiveInfo><SensorName>ICEYE-X7</SensorName></ReceiveInfo>
<Global><CollectionRefTime>2024-03-01T05:15:00Z</CollectionRefTime><Transmit><TxTime2>1.5</TxTime2><FxMin>9.6E9</FxMin>
</Transmit><Receive><RcvStartTime2>1.75</RcvStartTime2></Receive></Global>
<SceneCoordinates><ImageAreaCornerPoints>{CORNERS}</ImageAreaCornerPoints></SceneCoordinates>
<ReferenceGeometry><SARImage><ARPVel><Z>7000</Z></ARPVel><SideOfTrack>L</SideOfTrack>
<IncidenceAngle>38.5</IncidenceAngle></SARImage></ReferenceGeometry></CRSDsar>"""


def packed(xml, kind="CPHD/1.1.0", names=("XML_BLOCK_SIZE", "XML_BLOCK_BYTE_OFFSET"), **changes):
    """Return a file: text header, form feed, XML, and signal behind."""
    keys = {names[0]: len(xml), names[1]: 512, "CLASSIFICATION": "UNCLASSIFIED"} | changes
    head = f"{kind}\n" + "".join(f"{key} := {value}\n" for key, value in keys.items()) + "\f\n"
    return head.encode().ljust(512, b"\0") + xml.encode() + b"\f\n" + bytes(5000)


@pytest.fixture
def written(tmp_path):
    def write(data, name="signal.cphd"):
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        return tmp_path / name

    return write


def test_every_field_of_cphd_is_read(written):
    product = read(written(packed(CPHD)))
    assert (product.id, product.format, product.platform) == ("core-2", "cphd", "iceye-x7")
    assert product.stop - product.start == dt.timedelta(seconds=3.5)
    assert (product.mode, product.polarisations, product.look) == ("SPOTLIGHT", ("VH", "VV"), "right")
    assert (product.product_type, product.complex, product.frequency_band) == ("CPHD", None, "X")
    assert (product.incidence_near, product.pass_direction) == (41.5, "descending")
    assert (product.security, len(product.outlines[0].points)) == ("UNCLASSIFIED release LIMITED", 4)
    assert product.problems == ()


def test_every_field_of_crsd_is_read(written):
    product = read(written(packed(CRSD, "CRSD/1.0.0")))
    assert (product.id, product.format, product.platform) == ("p-3", "crsd", "iceye-x7")
    assert product.stop - product.start == dt.timedelta(seconds=1.75)
    assert (product.mode, product.look, product.product_type) == ("STRIPMAP", "left", "CRSDsar")
    assert (product.facility, product.pass_direction, product.incidence_far) == ("Strelsau", "ascending", 38.5)
    assert product.problems == ()


@pytest.mark.parametrize("xml", [CPHD, CRSD])
def test_the_xml_alone_says_the_same(written, xml):
    kind = "CPHD/1.1.0" if xml is CPHD else "CRSD/1.0.0"
    inside, alone = read(written(packed(xml, kind))), read(written(xml, "alone.xml"))
    assert [claim.value for claim in alone.claims] == [claim.value for claim in inside.claims]


def test_the_oldest_version_has_other_keys_and_paths(written):
    changes = {"CollectionID": "CollectionInfo", "<Timeline><CollectionStart>": "<CollectStart>"}
    changes |= {"</CollectionStart><TxTime1>0.1</TxTime1><TxTime2>3.5</TxTime2>\n</Timeline>": "</CollectStart>"}
    changes |= {"<FxBand>": "<CollectDuration>3.5</CollectDuration><FxBand>"}
    xml = edited(CPHD, changes)
    data = packed(xml, "CPHD/0.3", ("XML_DATA_SIZE", "XML_BYTE_OFFSET"))
    product = read(written(data))
    assert (product.platform, product.start.minute, product.mode) == ("iceye-x7", 15, "SPOTLIGHT")
    assert product.stop - product.start == dt.timedelta(seconds=3.5)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"XML_BLOCK_SIZE": 10**9}, "no part of a metadata file"),
        ({"XML_BLOCK_SIZE": "-5"}, "names no XML block"),
        ({"XML_BLOCK_BYTE_OFFSET": 10**12}, "cut short"),
        ({"XML_BLOCK_BYTE_OFFSET": "9" * 60}, "names no XML block"),
        ({"XML_BLOCK_BYTE_OFFSET": ""}, "names no XML block"),
        ({"XML_BLOCK_SIZE": 5}, "not well-formed"),
    ],
)
def test_blocks_that_cannot_be_are_refused(written, changes, words):
    with pytest.raises(ProductError, match=words):
        read(written(packed(CPHD, **changes)))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 200), piece=st.binary(min_size=1, max_size=20), cut=st.integers(0, 6500))
def test_any_damage_is_met_with_words(written, at, piece, cut):
    data = bytearray(packed(CPHD))
    data[at : at + len(piece)] = piece
    try:
        assert read(written(bytes(data[: len(data) - cut]))).claims
    except ProductError as error:
        assert error.message
