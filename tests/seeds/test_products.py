"""Synthetic products are judged from their own files alone: orbit, geometry and package must hold together."""

from __future__ import annotations

import binascii
import datetime as dt
import hashlib
import itertools
import json
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest
from lxml import etree

from sarcheck import readers
from seeds import products
from seeds.products.fleet import FLEET

if TYPE_CHECKING:
    from pathlib import Path

LIGHT, MU, EARTH_RATE = 299792458.0, 3.986004418e14, 7.292115e-5
SECOND = dt.timedelta(seconds=1)

RHINE = {
    "layout": "sentinel1", "platform": "S1A", "after": dt.date(2021, 7, 15), "centre": [6.95, 50.55],
    "pass": "descending", "polarisations": ["VV", "VH"],
}  # fmt: skip
DNIPRO = {
    "layout": "sentinel1", "platform": "sentinel-1b", "after": dt.date(2021, 10, 1), "centre": [33.4, 46.8],
    "pass": "ascending", "product_type": "SLC", "height_m": 60.0,
}  # fmt: skip
CHACO = {
    "layout": "sentinel1", "platform": "S1B", "after": dt.date(2021, 10, 1), "centre": [-60.4, -26.8],
    "pass": "ascending", "mode": "SM", "package": "zip",
}  # fmt: skip
DONETS = {"layout": "spacety", "after": dt.date(2022, 10, 3), "centre": [38.0, 48.6], "pass": "descending"}
SPOT = DONETS | {"pass": "ascending", "mode": "SP", "state_platform": False, "package": "zip"}
SOUTH = DONETS | {"centre": [-70.6, -33.4], "mode": "NS"}
GAOFEN = {
    "layout": "stac", "id": "GF3_FSI_TEST", "platform": "gaofen-3", "mode": "FSI", "after": dt.date(2022, 10, 3),
    "centre": [38.0, 48.6], "pass": "ascending", "orbit_number": 32000, "facility": {"name": "Miyun"},
    "processed": dt.datetime(2022, 10, 4, 1, 2, 3, tzinfo=dt.UTC), "resolution_m": 5.0,
}  # fmt: skip

SAFE = {"rhine": RHINE, "dnipro": DNIPRO, "chaco": CHACO, "donets": DONETS, "spot": SPOT, "south": SOUTH}
PLANES = {  # inclination (deg), local time of the ascending node (h) and its spread, semi-major axis (km)
    "sentinel1": (98.18, 18.02, 0.08, 7071.0),
    "spacety": (97.45, 0.02, 0.01, 6890.0),
}


class Annotation(NamedTuple):
    """What the tests read of an annotation file."""

    root: Any
    times: list[dt.datetime]
    positions: Any
    velocities: Any
    points: list[Any]

    def state(self, moment: dt.datetime) -> tuple[Any, Any]:
        """Return position and velocity by the cubic Hermite polynomial between the vectors around a time."""
        k = max(i for i, time in enumerate(self.times[:-1]) if time <= moment)
        h = (self.times[k + 1] - self.times[k]) / SECOND
        s = (moment - self.times[k]) / SECOND / h
        p0, p1, v0, v1 = *self.positions[k : k + 2], *self.velocities[k : k + 2]
        position = (
            (2 * s**3 - 3 * s**2 + 1) * p0
            + (s**3 - 2 * s**2 + s) * h * v0
            + (3 * s**2 - 2 * s**3) * p1
            + (s**3 - s**2) * h * v1
        )
        velocity = (6 * s**2 - 6 * s) / h * (p0 - p1) + (3 * s**2 - 4 * s + 1) * v0 + (3 * s**2 - 2 * s) * v1
        return position, velocity


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """Return the files of every SAFE sample by path, the product's name first."""
    folder = tmp_path_factory.mktemp("made")
    return {name: files(products.write(spec, folder)) for name, spec in SAFE.items()}


def files(path: Path) -> dict[str, bytes]:
    if path.is_dir():
        found = {
            f"{path.name}/{p.relative_to(path).as_posix()}": p.read_bytes() for p in path.rglob("*") if p.is_file()
        }
        return dict(sorted(found.items()))
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest(contents: dict[str, bytes]) -> Any:
    return etree.fromstring(next(data for name, data in contents.items() if name.endswith("/manifest.safe")))


def annotations(contents: dict[str, bytes]) -> list[Annotation]:
    found = []
    for name, data in contents.items():
        if "/annotation/" not in name:
            continue
        root = etree.fromstring(data)
        orbits = root.findall(".//orbitList/orbit")
        vectors = [
            np.array([[float(orbit.findtext(f"{kind}/{axis}")) for axis in "xyz"] for orbit in orbits])
            for kind in ("position", "velocity")
        ]
        points = root.findall(".//geolocationGridPoint")
        found.append(Annotation(root, [instant(orbit.findtext("time")) for orbit in orbits], *vectors, points))
    return found


def instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def on_ellipsoid(lon: float, lat: float, height: float) -> Any:
    lam, phi, e2 = np.radians(lon), np.radians(lat), 6.69437999014e-3
    n = 6378137.0 / np.sqrt(1 - e2 * np.sin(phi) ** 2)
    x, y = (n + height) * np.cos(phi) * np.cos(lam), (n + height) * np.cos(phi) * np.sin(lam)
    return np.array([x, y, (n * (1 - e2) + height) * np.sin(phi)])


def ground(point: Any) -> Any:
    return on_ellipsoid(*(float(point.findtext(key)) for key in ("longitude", "latitude", "height")))


def footprint(contents: dict[str, bytes]) -> list[tuple[float, float]]:
    text = manifest(contents).findtext(".//{*}footPrint/{*}coordinates")
    return [tuple(float(v) for v in pair.split(",")) for pair in text.split()]


@pytest.mark.parametrize("name", SAFE)
def test_grid_closes_on_the_state_vectors(name: str, made: dict[str, dict[str, bytes]]) -> None:
    for annotation in annotations(made[name]):
        assert len(annotation.points) >= 12
        for point in annotation.points:
            position, velocity = annotation.state(instant(point.findtext("azimuthTime")))
            sight = ground(point) - position
            slant_range = LIGHT / 2 * float(point.findtext("slantRangeTime"))
            assert abs(sight @ velocity) / np.linalg.norm(velocity) < 0.1
            assert abs(np.linalg.norm(sight) - slant_range) < 0.1
            assert sight @ np.cross(velocity, position) > 0, "not on the right"
            up = ground(point) / np.array([6378137.0**2, 6378137.0**2, 6356752.314**2])
            cosine = -(sight @ up) / np.linalg.norm(sight) / np.linalg.norm(up)
            assert np.degrees(np.arccos(cosine)) == pytest.approx(float(point.findtext("incidenceAngle")), abs=1e-3)


@pytest.mark.parametrize("name", SAFE)
def test_lines_and_pixels_place_the_grid(name: str, made: dict[str, dict[str, bytes]]) -> None:
    for annotation in annotations(made[name]):
        image = annotation.root.find("imageAnnotation/imageInformation")
        first, interval = (
            instant(image.findtext("productFirstLineUtcTime")),
            float(image.findtext("azimuthTimeInterval")),
        )
        near, spacing = float(image.findtext("slantRangeTime")) * LIGHT / 2, float(image.findtext("rangePixelSpacing"))
        coefficients = annotation.root.findtext(".//grsrCoefficients")
        for point in annotation.points:
            line, pixel = int(point.findtext("line")), int(point.findtext("pixel"))
            assert abs((instant(point.findtext("azimuthTime")) - first) / SECOND - line * interval) < 1e-5
            assert line < int(image.findtext("numberOfLines")) and pixel < int(image.findtext("numberOfSamples"))
            told = near + pixel * spacing
            if coefficients:
                told = np.polynomial.Polynomial([float(text) for text in coefficients.split()])(pixel * spacing)
            assert float(point.findtext("slantRangeTime")) * LIGHT / 2 == pytest.approx(told, abs=6.0)
        assert int(annotation.points[-1].findtext("line")) == int(image.findtext("numberOfLines")) - 1


@pytest.mark.parametrize("name", SAFE)
def test_velocities_are_the_positions_rates_and_speeds_are_real(name: str, made: dict[str, dict[str, bytes]]) -> None:
    spec = SAFE[name]
    inclination, _, _, axis = PLANES[spec["layout"]]
    for annotation in annotations(made[name]):
        p, v = annotation.positions, annotation.velocities
        step = (annotation.times[1] - annotation.times[0]) / SECOND
        assert {(b - a) / SECOND for a, b in zip(annotation.times, annotation.times[1:], strict=False)} == {step}
        rate = (-p[4:] + 8 * p[3:-1] - 8 * p[1:-3] + p[:-4]) / (12 * step)
        assert np.abs(rate - v[2:-2]).max() < 1e-3
        inertial = v + np.cross([0.0, 0.0, EARTH_RATE], p)
        radius, momentum = np.linalg.norm(p, axis=1), np.cross(p, inertial)
        tilt = np.degrees(np.arccos(momentum[:, 2] / np.linalg.norm(momentum, axis=1)))
        semi_major = 1 / (2 / radius - (inertial**2).sum(axis=1) / MU) / 1e3
        assert tilt == pytest.approx(inclination, abs=0.02)
        assert semi_major == pytest.approx(axis, abs=12.0)
        assert len(set(np.round(radius))) > 3, "an exactly circular orbit is no orbit"
        assert {bool(z > 0) for z in v[:, 2]} == {spec["pass"] == "ascending"}
        assert annotation.root.findtext(".//pass").lower() == spec["pass"]


@pytest.mark.parametrize("name", SAFE)
def test_node_time_and_local_time_are_the_platforms(name: str, made: dict[str, dict[str, bytes]]) -> None:
    """The orbital plane, back at the equator, has the platform's local time; and the node is where the file says."""
    _, local_time, spread, _ = PLANES[SAFE[name]["layout"]]
    annotation = annotations(made[name])[0]
    p, v, moment = annotation.positions[0], annotation.velocities[0], annotation.times[0]
    momentum = np.cross(p, v + np.cross([0.0, 0.0, EARTH_RATE], p))
    node = np.degrees(
        np.arctan2(momentum[0], -momentum[1])
    )  # its longitude if the Earth stood still at the vector's time
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    hours = ((moment - midnight) / SECOND / 3600 + node / 15 - local_time + 12) % 24 - 12
    assert abs(hours) < spread + 0.01
    stated = instant(manifest(made[name]).findtext(".//{*}ascendingNodeTime"))
    argument = np.arctan2(p[2] / np.sin(np.radians(PLANES[SAFE[name]["layout"]][0])), p @ _across(momentum))
    motion = np.linalg.norm(momentum) / (p @ p)
    assert abs((moment - stated) / SECOND - argument % (2 * np.pi) / motion) < 15


def _across(momentum: Any) -> Any:
    towards_node = np.array([-momentum[1], momentum[0], 0.0])
    return towards_node / np.linalg.norm(towards_node)


@pytest.mark.parametrize("name", SAFE)
def test_footprint_is_the_grids_and_around_the_centre(name: str, made: dict[str, dict[str, bytes]]) -> None:
    corners = footprint(made[name])
    points = [ground(point) for annotation in annotations(made[name]) for point in annotation.points]
    height = float(annotations(made[name])[0].points[0].findtext("height"))
    for lat, lon in corners:
        assert min(np.linalg.norm(on_ellipsoid(lon, lat, height) - point) for point in points) < 100.0
    annotation = annotations(made[name])[0]
    start, stop = (instant(annotation.root.findtext(f"adsHeader/{key}")) for key in ("startTime", "stopTime"))
    position, velocity = annotation.state(start + (stop - start) / 2)
    centre = on_ellipsoid(*SAFE[name]["centre"], height)
    assert abs((centre - position) @ velocity) / np.linalg.norm(velocity) < 1.0
    ring = np.array([on_ellipsoid(lon, lat, height) for lat, lon in corners])
    assert np.linalg.norm(ring.mean(axis=0) - centre) < 0.03 * np.linalg.norm(ring[0] - ring[2])
    turns = np.cross(np.roll(ring, -1, axis=0) - ring, np.roll(ring, -2, axis=0) - np.roll(ring, -1, axis=0)) @ centre
    assert (turns < 0).all(), "last near, last far, first far, first near of a right look run clockwise"


@pytest.mark.parametrize("name", SAFE)
def test_manifest_lists_every_file_with_its_size_and_checksum(name: str, made: dict[str, dict[str, bytes]]) -> None:
    contents = made[name]
    product = next(iter(contents)).split("/")[0]
    listed = set()
    for stream in manifest(contents).iterfind(".//byteStream"):
        path = stream.find("fileLocation").get("href").removeprefix("./")
        data = contents[f"{product}/{path}"]
        assert int(stream.get("size")) == len(data)
        assert stream.findtext("checksum[@checksumName='MD5']") == hashlib.md5(data).hexdigest()
        listed.add(path)
    assert listed == {path.split("/", 1)[1] for path in contents} - {"manifest.safe"}
    pointers = {node.get("dataObjectID") for node in manifest(contents).iterfind(".//dataObjectPointer")}
    assert pointers == {node.get("ID") for node in manifest(contents).iterfind(".//dataObject")}
    assert all(data.endswith(b"\n") for path, data in contents.items() if not path.endswith(".tiff"))


def test_sentinel_1_name_carries_what_the_files_say(made: dict[str, dict[str, bytes]]) -> None:
    for name in ("rhine", "dnipro", "chaco"):
        product = next(iter(made[name])).split("/")[0]
        header = annotations(made[name])[0].root.find("adsHeader")
        start = instant(header.findtext("startTime"))
        number, take = (int(header.findtext(key)) for key in ("absoluteOrbitNumber", "missionDataTakeId"))
        safe = made[name][f"{product}/manifest.safe"]
        assert product.startswith(f"{header.findtext('missionId')}_")
        assert f"_{start:%Y%m%dT%H%M%S}_" in product
        assert product.endswith(f"_{number:06d}_{take:06X}_{binascii.crc_hqx(safe, 0xFFFF):04X}.SAFE")
        first = {"S1A": 73, "S1B": 27}[header.findtext("missionId")]
        assert int(manifest(made[name]).findtext(".//{*}relativeOrbitNumber")) == (number - first) % 175 + 1


def test_sentinel_1_passes_follow_the_published_revolutions() -> None:
    """Ascending nodes of published products, years from the one that the series is counted from."""
    published = {
        ("sentinel-1a", 12717): "2016-08-22T18:24:52.513706",
        ("sentinel-1a", 42768): "2022-04-14T09:46:57.033303",
        ("sentinel-1b", 12959): "2018-10-01T12:22:20.886615",
    }
    for (platform, number), node in published.items():
        series = FLEET[platform].series
        assert series and series.number(instant(node)) == number
        assert abs(series.at(number) - instant(node)) < 31 * SECOND


def test_spacety_states_its_platform_only_where_asked(made: dict[str, dict[str, bytes]]) -> None:
    assert manifest(made["donets"]).findtext(".//{*}platform/{*}familyName") == "HISEA-1"
    assert manifest(made["spot"]).find(".//{*}familyName") is None
    everything = b"".join(made["spot"].values()).lower()
    assert b"hisea" not in everything and b"spacety" not in everything and b">sentinel-1<" not in everything
    assert next(iter(made["donets"])).startswith("BC1_SM_SLC_1SSV_20221003T")


@pytest.mark.parametrize("name", SAFE)
def test_same_spec_same_bytes_and_a_start_that_is_a_pass(name: str, tmp_path: Path) -> None:
    spec = SAFE[name]
    path = products.write(spec, tmp_path / "a")
    start = instant(annotations(files(path))[0].root.findtext("adsHeader/startTime"))
    exact = {key: value for key, value in spec.items() if key != "after"} | {"start": start}
    again = products.write(exact, tmp_path / "b")
    assert again.name == path.name
    if path.is_file():
        assert again.read_bytes() == path.read_bytes()
    assert files(again) == files(path)


@pytest.mark.parametrize("name", SAFE)
def test_the_reader_reads_it_whole(name: str, tmp_path: Path) -> None:
    spec = SAFE[name]
    product = readers.read(products.write(spec, tmp_path))
    expected = {"unidentified-platform"} if name == "spot" else set()
    assert {problem.code for problem in product.problems} == expected
    assert product.format == spec["layout"]
    assert product.pass_direction == spec["pass"]
    assert set(product.polarisations) == set(spec.get("polarisations", ["VV"]))
    assert product.outlines and product.state_vectors and product.frequency_band == "C"
    assert product.platform == {"r": "sentinel-1a", "d": "sentinel-1b", "c": "sentinel-1b"}.get(
        name[0] if spec["layout"] == "sentinel1" else "", None if name == "spot" else "hisea-1"
    )


def test_stac_item_is_an_item_and_lies_around_its_centre(tmp_path: Path) -> None:
    made = products.item(GAOFEN)
    path = products.write(GAOFEN, tmp_path)
    assert path.name == "GF3_FSI_TEST.json" and path.read_bytes().endswith(b"}\n")
    assert json.loads(path.read_text(encoding="utf-8")) == made
    ring, properties = made["geometry"]["coordinates"][0], made["properties"]
    assert (made["type"], made["stac_version"], made["links"], made["assets"]) == ("Feature", "1.1.0", [], {})
    assert ring[0] == ring[-1] and len(ring) == 5
    assert made["bbox"] == [
        min(p[0] for p in ring),
        min(p[1] for p in ring),
        max(p[0] for p in ring),
        max(p[1] for p in ring),
    ]
    assert sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) > 0, "not counter-clockwise"
    assert np.mean(ring[:4], axis=0) == pytest.approx(GAOFEN["centre"], abs=0.005)
    assert properties["start_datetime"] < properties["end_datetime"] and properties["datetime"].endswith("Z")
    assert properties["sat:orbit_state"] == "ascending" and properties["view:incidence_angle"] == 35.0
    assert properties["processing:facility"] == "Miyun" and properties["sat:absolute_orbit"] == 32000
    node = dt.datetime.fromisoformat(properties["sat:anx_datetime"])
    assert 0 < (dt.datetime.fromisoformat(properties["start_datetime"]) - node) / SECOND < 5990
    product = readers.read(path)
    assert not product.problems and product.platform == "gaofen-3" and product.outlines


def test_stac_item_of_a_platform_with_an_orbit_of_its_own() -> None:
    spec = GAOFEN | {"platform": "x-1", "orbit": {"altitude_km": 570, "inclination_deg": 97.7}}
    del spec["after"]
    made = products.item(
        spec | {"start": dt.datetime(2023, 1, 2, 3, 4, 5, tzinfo=dt.UTC), "properties": {"title": "T"}}
    )
    assert made["properties"]["start_datetime"] == "2023-01-02T03:04:05.000000Z"
    assert made["properties"]["title"] == "T"


EARLY = {key: value for key, value in DONETS.items() if key != "after"} | {"start": dt.datetime(2022, 10, 3, 4, 30)}


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (EARLY, r"does not pass there at 2022-10-03T04:30:00Z; its next pass starts 2022-10-03T09:4"),
        ({key: value for key, value in DONETS.items() if key != "after"}, "give either start"),
        (DONETS | {"start": dt.datetime(2022, 10, 3, 9, 48)}, "give either start"),
        (RHINE | {"centre": [10.0, 88.9]}, "beyond the reach"),
        (DONETS | {"look": "left"}, "only a right look"),
        (DONETS | {"layout": "envisat"}, "no such layout: envisat"),
        (DONETS | {"package": "tar"}, "no such package: tar"),
        (GAOFEN | {"platform": "x-1"}, "needs orbit.altitude_km"),
        (GAOFEN | {"platform": "x-1", "orbit": {"altitude_km": 570, "inclination_deg": 97.7}}, "give start"),
    ],
)
def test_what_cannot_be_is_refused(spec: dict[str, Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=message):
        products.write(spec, tmp_path)


def test_a_length_gives_the_duration_and_a_swath_its_name(tmp_path: Path) -> None:
    path = products.write(DONETS | {"length_km": 70.0, "swath": "SM2", "number": "1", "family_name": "HISEA"}, tmp_path)
    corners = [on_ellipsoid(lon, lat, 120.0) for lat, lon in footprint(files(path))]
    assert np.linalg.norm(corners[0] - corners[3]) == pytest.approx(70e3, rel=0.01)
    assert np.linalg.norm(corners[0] - corners[1]) == pytest.approx(20e3, rel=0.01)
    assert [p.name[:15] for p in (path / "annotation").iterdir()] == ["bc1-sm2-slc-vv-"]
    assert readers.read(path).platform == "hisea-1"
