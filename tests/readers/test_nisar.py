"""NISAR: granules of radar geometry and of maps, on synthetic files."""

from __future__ import annotations

import datetime as dt

import h5py
import numpy as np
import pytest

from sarcheck.errors import ProductError
from sarcheck.readers import read

IDENTIFICATION = {
    "missionId": "NISAR",
    "granuleId": "NISAR_L1_PR_RSLC_TEST",
    "productType": "RSLC",
    "productLevel": "L1",
    "lookDirection": "Left",
    "orbitPassDirection": "Ascending",
    "absoluteOrbitNumber": 1234,
    "trackNumber": 42,
    "zeroDopplerStartTime": "2026-03-01T05:15:00.000000000",
    "zeroDopplerEndTime": "2026-03-01T05:15:30.000000000",
    "processingCenter": "Strelsau",
    "processingDateTime": "2026-03-02T00:00:00",
    "boundingPolygon": "POLYGON ((10 50 0,11 50.1 5e-1,11.1 51.0 0,10.1 50.9 -2E-9,10 50 0))",
}
EPOCH = b"seconds since 2026-03-01 00:00:00.000000000"
HEIGHTS = [-500.0, 0.0, 500.0]


def granule(path, changes=None, group="RSLC", radar="LSAR", grid=True, extra=None):
    with h5py.File(path, "w") as file:
        base = f"science/{radar}/"
        for key, value in (IDENTIFICATION | (changes or {})).items():
            if value is not None:
                file[f"{base}identification/{key}"] = np.bytes_(value) if isinstance(value, str) else value
        own = base + group
        for key, value in ({} if extra is None else extra).items():
            file[f"{own}/{key}"] = value
        if group.startswith("G"):
            file[f"{own}/grids/frequencyA/listOfPolarizations"] = np.array([b"HH", b"HV"])
            file[f"{own}/grids/frequencyA/xCoordinateSpacing"] = 10.0
            file[f"{own}/grids/frequencyA/yCoordinateSpacing"] = -5.0
        else:
            file[f"{own}/swaths/frequencyA/listOfPolarizations"] = np.array([b"HH", b"HV"])
            file[f"{own}/swaths/frequencyA/acquiredCenterFrequency"] = 1.257e9
            file[f"{own}/swaths/frequencyA/slantRangeSpacing"] = 6.25
            file[f"{own}/swaths/frequencyA/sceneCenterAlongTrackSpacing"] = 4.5
            file.create_dataset(f"{own}/swaths/frequencyA/HH", shape=(100_000, 100_000), dtype="c8", chunks=(512, 512))
        file[f"{own}/metadata/orbit/time"] = np.array([18890.0, 18900.0, 18910.0])
        file[f"{own}/metadata/orbit/time"].attrs["units"] = EPOCH
        file[f"{own}/metadata/orbit/position"] = np.array([[6e6 + i, 2e6, 3e6] for i in range(3)])
        file[f"{own}/metadata/orbit/velocity"] = np.array([[1e3, 2e3, -7e3 + i] for i in range(3)])
        if grid:
            _grid(file, f"{own}/metadata/geolocationGrid/")
    return path


def _grid(file, base):
    rows, columns = np.arange(4.0), np.arange(5.0)
    lon = 10 + 0.1 * columns[None, None, :] + 0.01 * np.zeros((3, 4, 5))
    lat = 50 + 0.1 * rows[None, :, None] + np.zeros((3, 4, 5))
    file[base + "coordinateX"], file[base + "coordinateY"] = lon, lat
    file.create_dataset(
        base + "incidenceAngle", data=30 + lon - 10 + np.zeros((3, 4, 5)), compression="gzip", shuffle=True
    )
    file[base + "heightAboveEllipsoid"] = HEIGHTS
    file[base + "epsg"] = 4326
    file[base + "zeroDopplerTime"] = 18900.0 + rows
    file[base + "zeroDopplerTime"].attrs["units"] = EPOCH
    file[base + "slantRange"] = 9e5 + 1000 * columns


@pytest.mark.parametrize("group", ["RSLC", "SLC"])
def test_a_granule_states_what_it_is(tmp_path, group):
    product = read(granule(tmp_path / "renamed", group=group))
    assert (product.format, product.verification, product.evidence) == ("nisar", "layout only", "metadata")
    assert (product.id, product.platform, product.constellation) == ("NISAR_L1_PR_RSLC_TEST", "nisar", "nisar")
    assert (product.product_type, product.level, product.complex) == ("RSLC", "L1", True)
    assert (product.look, product.pass_direction, product.polarisations) == ("left", "ascending", ("HH", "HV"))
    assert (product.orbit_number, product.relative_orbit, product.frequency_band) == (1234, 42, "L")
    assert (product.spacing_range, product.spacing_azimuth) == (6.25, 4.5)
    assert (product.facility, product.processed) == ("Strelsau", dt.datetime(2026, 3, 2, tzinfo=dt.UTC))
    assert product.outlines[0].points == ((10, 50), (11, 50.1), (11.1, 51.0), (10.1, 50.9), (10, 50))
    assert product.state_vectors[1].time == dt.datetime(2026, 3, 1, 5, 15, tzinfo=dt.UTC)
    assert product.state_vectors[2].position == (6e6 + 2, 2e6, 3e6)
    assert product.problems == ()


def test_corners_and_middle_of_the_layer_at_the_ellipsoid_are_tied(tmp_path):
    product = read(granule(tmp_path / "x.h5"))
    (ties,) = product.ties
    assert (len(ties.points), ties.heights, {point.height for point in ties.points}) == (5, "point", {0.0})
    last = ties.points[3]
    assert (last.time.second, last.slant_range) == (3, 904000.0)
    assert (round(last.longitude, 6), round(last.latitude, 6), round(last.incidence, 6)) == (10.4, 50.3, 30.4)
    assert (product.incidence_near, round(product.incidence_far, 6)) == (30.0, 30.4)
    derived = {claim.field: claim.derived for claim in product.claims if claim.field.startswith("incidence")}
    assert set(derived.values()) == {"of the grid at a height of 0 m"}


def test_a_map_has_spacings_and_no_ties(tmp_path):
    product = read(granule(tmp_path / "x.h5", {"productType": "GSLC", "productLevel": "L2"}, "GSLC", grid=False))
    assert (product.spacing_range, product.spacing_azimuth, product.level) == (10.0, 5.0, "L2")
    assert (product.ties, len(product.state_vectors), product.complex) == ((), 3, True)


def test_the_s_band_radar_has_its_own_group(tmp_path):
    product = read(granule(tmp_path / "x.h5", radar="SSAR", extra={"swaths/frequencyB/acquiredCenterFrequency": 3.2e9}))
    assert product.platform == "nisar"
    assert any(claim.field == "frequency_band" and claim.value == "S" for claim in product.claims)


def test_an_interferogram_is_dated_by_its_reference(tmp_path):
    changes = {"zeroDopplerStartTime": None, "zeroDopplerEndTime": None, "productType": "RIFG"}
    changes |= {"referenceZeroDopplerStartTime": "2026-03-01T05:15:00", "productLevel": None}
    product = read(granule(tmp_path / "x.h5", changes, "RIFG"))
    assert (product.start, product.stop, product.level) == (dt.datetime(2026, 3, 1, 5, 15, tzinfo=dt.UTC), None, "L1")
    assert "the reference scene of two" in {claim.derived for claim in product.claims}


def test_a_number_is_no_mission(tmp_path):
    assert read(granule(tmp_path / "x.h5", {"missionId": "10"})).platform is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"boundingPolygon": "POLYGON ((10 400,11 50,12 51))"}, "outlines"),
        ({"boundingPolygon": "POINT (1 2)"}, "outlines"),
        ({"boundingPolygon": "POLYGON ((" * 100_000}, "outlines"),
        ({"zeroDopplerStartTime": "9999-12-31T00:00:00"}, "start"),
        ({"lookDirection": 7}, "look"),
        ({"absoluteOrbitNumber": np.zeros((100, 100))}, "orbit_number"),
    ],
)
def test_absurd_values_are_absent_and_told(tmp_path, changes, field):
    product = read(granule(tmp_path / "x.h5", changes))
    assert not getattr(product, field)
    assert product.problems


def test_a_grid_of_another_shape_is_a_problem(tmp_path):
    path = granule(tmp_path / "x.h5")
    with h5py.File(path, "a") as file:
        del file["science/LSAR/RSLC/metadata/geolocationGrid/slantRange"]
        file["science/LSAR/RSLC/metadata/geolocationGrid/slantRange"] = np.zeros(3)
    product = read(path)
    assert product.ties == ()
    assert any("shape" in problem.message for problem in product.problems)


@pytest.mark.parametrize("name", ["time", "position"])
def test_gigabytes_in_place_of_a_short_list_are_not_read(tmp_path, name):
    path = granule(tmp_path / "x.h5")
    with h5py.File(path, "a") as file:
        orbit = file["science/LSAR/RSLC/metadata/orbit"]
        del orbit[name]
        orbit.create_dataset(name, shape=(2**33,), dtype="f8", chunks=(2**16,), fillvalue=0.0)
    product = read(path)
    assert product.state_vectors == ()
    assert any("too many for metadata" in problem.message for problem in product.problems)


def test_a_bomb_is_not_unpacked(tmp_path):
    path = granule(tmp_path / "x.h5")
    with h5py.File(path, "a") as file:
        grid = file["science/LSAR/RSLC/metadata/geolocationGrid"]
        del grid["slantRange"]
        packed = grid.create_dataset("slantRange", shape=(5,), dtype="f8", chunks=(5,), compression="gzip")
        packed.id.write_direct_chunk((0,), bytes(2**19))
    assert any("packed piece" in problem.message for problem in read(path).problems)


def test_values_in_another_file_are_refused(tmp_path):
    path = granule(tmp_path / "x.h5")
    (tmp_path / "secret").write_bytes(bytes(80))
    with h5py.File(path, "a") as file:
        orbit = file["science/LSAR/RSLC/metadata/orbit"]
        units = orbit["time"].attrs["units"]
        del orbit["time"]
        outside = [(str(tmp_path / "secret"), 0, 24)]
        orbit.create_dataset("time", shape=(3,), dtype="f8", external=outside).attrs["units"] = units
    product = read(path)
    assert product.state_vectors == ()
    assert any("another file" in problem.message for problem in product.problems)


def test_two_granules_are_not_one_product(tmp_path):
    granule(tmp_path / "a.h5")
    granule(tmp_path / "b.h5")
    with pytest.raises(ProductError, match="holds 2 granules"):
        read(tmp_path)
