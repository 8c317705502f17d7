"""Envisat's format: headers, data sets at their offsets, and files that lie about them."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import ProductError
from sarcheck.readers import read

MPH = """PRODUCT="ASA_APS_1PNXYZ20040301_051500_000000172024_00162_10472_0001.N1"
ACQUISITION_STATION="Zenda Station       "
PROC_CENTER="Strelsau"
PROC_TIME="02-MAR-2004 00:00:01.000000"
SOFTWARE_VER="ASAR/9.99     "
SENSING_START="01-MAR-2004 05:15:00.250000"
SENSING_STOP="01-MAR-2004 05:15:17.750000"
REL_ORBIT=+00162
ABS_ORBIT=+10472
STATE_VECTOR_TIME="01-MAR-2004 05:14:00.000000"
X_POSITION=+7000000.000<m>
Y_POSITION=+0000001.000<m>
Z_POSITION=+0000002.000<m>
X_VELOCITY=+0001.000000<m/s>
Y_VELOCITY=+0002.000000<m/s>
Z_VELOCITY=+7500.000000<m/s>
"""
SPH = """SPH_DESCRIPTOR="Made for a test"
FIRST_NEAR_LAT=+0051100000<10-6degN>
FIRST_NEAR_LONG=-0009900000<10-6degE>
FIRST_FAR_LAT=+0051200000<10-6degN>
FIRST_FAR_LONG=-0008900000<10-6degE>
LAST_NEAR_LAT=+0050100000<10-6degN>
LAST_NEAR_LONG=-0009900000<10-6degE>
LAST_FAR_LAT=+0050200000<10-6degN>
LAST_FAR_LONG=-0008900000<10-6degE>
SWATH="IS4"
PASS="DESCENDING"
SAMPLE_TYPE="COMPLEX "
MDS1_TX_RX_POLAR="H/H"
MDS2_TX_RX_POLAR="H/V"
RANGE_SPACING=+7.80000000E+00<m>
AZIMUTH_SPACING=+4.00000000E+00<m>
"""
DAY = (dt.datetime(2004, 3, 1, tzinfo=dt.UTC) - dt.datetime(2000, 1, 1, tzinfo=dt.UTC)).days


def moment(second):
    return struct.pack(">iII", DAY, 5 * 3600 + 15 * 60 + second, 250_000)


def line(second, lat):
    columns = range(11)
    return (
        moment(second),
        struct.pack(">11I", *columns)
        + struct.pack(">11f", *(5.5e6 + 1e4 * i for i in columns))
        + struct.pack(">11f", *(31.0 + 0.5 * i for i in columns))
        + struct.pack(">11i", *([lat] * 11))
        + struct.pack(">11i", *(-9_900_000 + 100_000 * i for i in columns)),
    )


def grid_record(first, last):
    (t0, tie0), (t1, tie1) = first, last
    return (t0 + bytes(13) + tie0).ljust(267, b"\0") + t1 + tie1 + bytes(22)


def main_record(height=120.5):
    vectors = b"".join(
        moment(i) + struct.pack(">6i", 700_000_000 + i, 100, 200, 100_000, 200_000, 750_000_000) for i in range(5)
    )
    return bytes(1541) + struct.pack(">f", height) + bytes(1765 - 1545) + vectors + bytes(64)


def made(mph=MPH, sph=SPH, main=None, grid=None, **offsets):
    """Return a file; ``offsets`` replace what the descriptors say: MAIN or GRID as (offset, count, size)."""
    main = main_record() if main is None else main
    grid = grid_record(line(0, 51_100_000), line(17, 50_100_000)) if grid is None else grid
    size = len(sph) + 2 * 280
    start = 1247 + size
    places = {"MAIN": (start, 1, len(main)), "GRID": (start + len(main), 1, len(grid))} | offsets
    names = {"MAIN": "MAIN PROCESSING PARAMS ADS", "GRID": "GEOLOCATION GRID ADS"}
    sets = ""
    for key, (offset, count, record) in places.items():
        text = f'DS_NAME="{names[key]:28}"\nDS_TYPE=A\nDS_OFFSET={offset:+021d}<bytes>\n'
        sets += (text + f"NUM_DSR={count:+011d}\nDSR_SIZE={record:+011d}<bytes>\n").ljust(280)
    head = (mph + f"SPH_SIZE={size:+011d}<bytes>\nNUM_DSD=+0000000002\n").ljust(1247)
    return (head + sph + sets).encode("latin-1") + main + grid


@pytest.fixture
def written(tmp_path):
    def write(data, name="image.N1"):
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return write


def test_every_field_is_read(written):
    product = read(written(made()))
    assert (product.format, product.platform, product.product_type) == ("envisat", "envisat", "APS")
    assert product.id == "ASA_APS_1PNXYZ20040301_051500_000000172024_00162_10472_0001"
    assert product.start == dt.datetime(2004, 3, 1, 5, 15, 0, 250_000, dt.UTC)
    assert product.stop == dt.datetime(2004, 3, 1, 5, 15, 17, 750_000, dt.UTC)
    assert (product.mode, product.swaths, product.polarisations) == ("IS4", ("IS4",), ("HH", "HV"))
    assert (product.level, product.complex, product.pass_direction) == ("L1", True, "descending")
    assert (product.orbit_number, product.relative_orbit) == (10472, 162)
    assert (product.spacing_range, product.spacing_azimuth) == (7.8, 4.0)
    assert (product.incidence_near, product.incidence_far) == (31.0, 36.0)
    assert (product.facility, product.receiving_station) == ("Strelsau", "Zenda Station")
    assert product.processed == dt.datetime(2004, 3, 2, 0, 0, 1, tzinfo=dt.UTC)
    assert product.outlines[0].points == ((-9.9, 51.1), (-8.9, 51.2), (-8.9, 50.2), (-9.9, 50.1))
    assert product.problems == ()


@pytest.mark.parametrize(("suffix", "key"), [("E1", "ers-1"), ("E2", "ers-2")])
def test_ers_in_this_format_is_told_by_the_suffix(written, suffix, key):
    mph = MPH.replace("ASA_APS", "SAR_IMS").replace(".N1", f".{suffix}")
    assert read(written(made(mph), "x.bin")).platform == key


def test_other_instruments_of_envisat_are_none_of_ours(written):
    with pytest.raises(ProductError, match="not a product"):
        read(written(made(MPH.replace("ASA_APS", "MER_RR_"))))


def test_the_orbit_is_that_of_the_processing(written):
    vectors = read(written(made())).state_vectors
    assert len(vectors) == 5
    assert vectors[1].position == (7_000_000.01, 1.0, 2.0)
    assert vectors[1].velocity == (1.0, 2.0, 7500.0)
    assert vectors[1].time == dt.datetime(2004, 3, 1, 5, 15, 1, 250_000, dt.UTC)


def test_without_it_the_header_has_one_vector(written):
    (vector,) = read(written(made(MAIN=(0, 0, 0)))).state_vectors
    assert vector.time.minute == 14


def test_the_grid_becomes_tie_points_at_the_mean_height(written):
    (ties,) = read(written(made())).ties
    assert (ties.heights, len(ties.points)) == ("mean", 22)
    first = ties.points[0]
    assert (first.longitude, first.latitude, first.height, first.incidence) == (-9.9, 51.1, 120.5, 31.0)
    assert first.slant_range == pytest.approx(5.5e-3 * 299_792_458 / 2)
    assert ties.points[-1].time == dt.datetime(2004, 3, 1, 5, 15, 17, 250_000, dt.UTC)


def test_a_height_that_cannot_be_is_none(written):
    (ties,) = read(written(made(main=main_record(height=1e20)))).ties
    assert (ties.heights, ties.points[0].height) == ("none", None)


def test_a_long_strip_has_no_more_ties_than_are_needed(written):
    record = grid_record(line(0, 51_100_000), line(17, 50_100_000))
    data = made(grid=record * 300)
    offset = len(data) - len(record) * 300
    assert len(read(written(made(grid=record * 300, GRID=(offset, 300, len(record))))).ties[0].points) == 21 * 11


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ((10**11, 1, 521), "cut short"),
        ((10**18, 1, 521), "cut short"),
        ((0, 10**9, 521), "were not read"),
        ((0, 1, 2**20), "were not read"),
        ((0, 1, 521), "geolocation grid"),
    ],
)
def test_offsets_that_cannot_be_are_told_of(written, place, words):
    product = read(written(made(GRID=place)))
    assert product.ties == ()
    assert any(words in problem.message for problem in product.problems)
    assert product.platform == "envisat"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("FIRST_NEAR_LAT=+0051100000", "FIRST_NEAR_LAT=+0400000000", "no place on Earth"),
        ("RANGE_SPACING=+7.8", "RANGE_SPACING=-7.8", "not a length"),
        ('PASS="DESCENDING"', 'PASS="SIDEWAYS  "', "neither ascending"),
    ],
)
def test_values_that_cannot_be_are_told_of(written, old, new, words):
    assert old in SPH
    assert any(words in problem.message for problem in read(written(made(sph=SPH.replace(old, new)))).problems)


@pytest.mark.parametrize("size", ["-5", "99999999999", "0", "x"])
def test_a_header_of_no_size_is_refused(written, size):
    data = made().replace(b"SPH_SIZE=+0000001", f"SPH_SIZE={size} ".encode().ljust(17)[:17], 1)
    with pytest.raises(ProductError, match="specific header"):
        read(written(data))


def test_a_file_cut_in_its_headers_is_refused(written):
    with pytest.raises(ProductError, match="cut short"):
        read(written(made()[:1500]))


def test_a_file_cut_behind_its_headers_tells_what_is_lacking(written):
    product = read(written(made()[:-600]))
    assert any("cut short" in problem.message for problem in product.problems)


def test_a_zip_is_read_at_its_offsets(written, tmp_path):
    path = written(made())
    with zipfile.ZipFile(tmp_path / "image.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, "image.N1")
    assert read(tmp_path / "image.zip").ties[0].points == read(path).ties[0].points


def test_a_second_product_beside_is_told_of(written, tmp_path):
    written(made()), written(made(), "other.N1")
    assert [(problem.pointer, problem.code) for problem in read(tmp_path).problems] == [("other.N1", "not-read")]


def test_raw_data_name_their_channel_elsewhere(written):
    sph = SPH.replace('MDS1_TX_RX_POLAR="H/H"', 'TX_RX_POLAR="V/V"').replace('"H/V"', '"   "')
    assert read(written(made(sph=sph))).polarisations == ("VV",)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 5000), piece=st.binary(min_size=1, max_size=40), cut=st.integers(0, 4000))
def test_any_damage_is_met_with_words(written, at, piece, cut):
    data = bytearray(made())
    data[at : at + len(piece)] = piece
    try:
        assert read(written(bytes(data[: len(data) - cut]))).claims
    except ProductError as error:
        assert error.message
