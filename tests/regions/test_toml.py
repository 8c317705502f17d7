"""Regions written by hand: WKT, bands, circles, points; exact at their borders, refused where they are not clear."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import shapely
from pyproj import Geod

from sarcheck import geo
from sarcheck.errors import RulesError
from sarcheck.model import Region
from sarcheck.regions import RegionIndex, build, read_file, toml

GEOD = Geod(ellps="WGS84")
HEAD = 'schema = "sarcheck.regions/1"\n'
SQUARE = "POLYGON((30 46, 36 46, 36 50, 30 50, 30 46))"


def written(folder: Path, text: str, head: str = HEAD) -> Path:
    path = folder / "mine.toml"
    path.write_text(head + text, encoding="utf-8")
    return path


def regions(folder: Path, text: str) -> list[Region]:
    return [region for region in read_file(written(folder, text)) if isinstance(region, Region)]


def relation(folder: Path, text: str, lon: float, lat: float, half_m: float) -> str:
    """Return how a small square lies to the one region of a text."""
    corners = [GEOD.fwd(lon, lat, azimuth, half_m)[:2] for azimuth in (45, 135, 225, 315)]
    index = RegionIndex(build(read_file(written(folder, text))).__getitem__)
    (found,) = index.relations(geo.footprint(corners))
    return found.relation


def test_all_that_a_row_may_say_and_what_the_file_says_for_all(tmp_path: Path) -> None:
    head = 'kind = "base"\nsource = "Ministry"\nstated = 2026-01-01\naccuracy_m = 50\n'
    one, two = regions(
        tmp_path,
        head + f'[[region]]\nid = "a"\nwkt = "{SQUARE}"\n[[region]]\nid = "b"\nname = "B"\nkind = "zone"\n'
        f'source = "Me"\naccuracy_m = 0\n'
        f'country = "UA"\nsubdivision = "UA-14"\nfrom = 2022-02-24\nto = 2023-01-01\nwkt = "{SQUARE}"\n',
    )
    assert (one.id, one.name, one.kind, one.source, one.accuracy_m) == ("a", "a", "base", "Ministry", 50.0)
    assert one.stated == dt.date(2026, 1, 1)
    assert (two.name, two.kind, two.source, two.accuracy_m) == ("B", "zone", "Me", 0.0)
    assert (two.country, two.subdivision) == ("UA", "UA-14")
    assert (two.valid_from, two.valid_to) == (dt.date(2022, 2, 24), dt.date(2023, 1, 1))
    assert two.area is not None
    assert shapely.from_wkb(two.area).equals(shapely.box(30, 46, 36, 50))


def test_a_band_goes_round_the_earth_and_over_its_pole(tmp_path: Path) -> None:
    band = '[[region]]\nid = "south"\nband = { south = -90, north = -60 }\n'
    for lon, lat, expected in ((0, -90, "inside"), (180, -60.5, "inside"), (-70, -59.9, "outside")):
        assert relation(tmp_path, band, lon, lat, 1000.0) == expected
    blurred = band + "accuracy_m = 20000\n"
    assert relation(tmp_path, blurred, 180, -60.1, 1000.0) == "border"
    assert relation(tmp_path, blurred, 180, -61, 1000.0) == "inside"


@pytest.mark.parametrize(("lon", "lat"), [(20.0, 50.0), (180.0, 66.0), (0.0, 90.0), (60.0, -89.99)])
def test_a_circle_is_exact_to_a_metre(tmp_path: Path, lon: float, lat: float) -> None:
    text = f'[[region]]\nid = "c"\ncircle = {{ longitude = {lon}, latitude = {lat}, radius_km = 10 }}\n'
    for metres, expected in ((9_989.0, "inside"), (10_012.0, "outside"), (0.0, "inside")):
        x, y, _ = GEOD.fwd(lon, lat, 77.0, metres)
        assert relation(tmp_path, text, x, y, 10.0) == expected


@pytest.mark.parametrize(("lon", "lat"), [(20.0, 50.0), (180.0, 66.0)])
@pytest.mark.parametrize(
    ("metres", "expected"), [(10_400.0, "border"), (10_620.0, "outside"), (9_600.0, "border"), (9_370.0, "inside")]
)
def test_a_circle_has_its_own_accuracy_too(
    tmp_path: Path, lon: float, lat: float, metres: float, expected: str
) -> None:
    circle = f"circle = {{ longitude = {lon}, latitude = {lat}, radius_km = 10 }}"
    x, y, _ = GEOD.fwd(lon, lat, 77.0, metres)
    assert relation(tmp_path, f'[[region]]\nid = "c"\naccuracy_m = 500\n{circle}\n', x, y, 10.0) == expected


def test_envelopes_of_circles_hold_and_lie_within_the_true_ones(tmp_path: Path) -> None:
    row = '[[region]]\nid = "c"\nboundary = "{}"\ncircle = {{ longitude = 179.9, latitude = 60, radius_km = {} }}\n'
    (region,) = regions(tmp_path, row.format("outer", 10) + row.format("inner", 8))
    assert region.area is None
    assert region.outer is not None
    assert region.inner is not None
    outer, inner = shapely.from_wkb(region.outer), shapely.from_wkb(region.inner)
    for azimuth in range(0, 360, 5):
        x, y, _ = GEOD.fwd(179.9, 60, azimuth + 0.3, 10_000)
        assert shapely.intersects_xy(outer, x, y)
        x, y, _ = GEOD.fwd(179.9, 60, azimuth + 0.3, 8_000)
        assert not shapely.intersects_xy(inner, x, y)


def test_each_named_point_is_a_region_of_its_own(tmp_path: Path) -> None:
    one, two = regions(
        tmp_path,
        '[[region]]\nid = "bases"\nname = "Air bases"\nradius_km = 3\nsource = "S"\naccuracy_m = 7\npoints = [\n'
        '{ name = "Alpha", longitude = 1, latitude = 2 },\n'
        '{ name = "Bravo", id = "B-2", longitude = 3, latitude = 4, radius_km = 9, source = "T",'
        " accuracy_m = 0 },\n]\n",
    )
    assert (one.id, one.name, one.source) == ("bases/Alpha", "Alpha (Air bases)", "S")
    assert 7.0 < one.accuracy_m < 8.0
    assert (two.id, two.name, two.source) == ("B-2", "Bravo (Air bases)", "T")
    assert two.area is not None
    assert 0.0 < two.accuracy_m < 1.0
    west = shapely.from_wkb(two.area).bounds[0]
    assert GEOD.inv(west, 4, 3, 4)[2] == pytest.approx(9000, abs=1)


def test_wkt_drops_heights_and_goes_past_180_degrees(tmp_path: Path) -> None:
    text = '[[region]]\nid = "a"\nwkt = "MULTIPOLYGON Z (((179 0 5, 181 0 5, 181 1 5, 179 1 5, 179 0 5)))"\n'
    assert relation(tmp_path, text, -179.5, 0.5, 1000.0) == "inside"
    assert relation(tmp_path, text, 178.9, 0.5, 1000.0) == "outside"


ROW = '[[region]]\nid = "a"\n'


@pytest.mark.parametrize(
    ("text", "pointer", "says"),
    [
        ("", "", "region"),
        ("region = []\n", "/region", "length"),
        ("other = 1\n" + ROW, "", "other"),
        (ROW, "/region/0", "no form"),
        (ROW + 'wkt = "POLYGON EMPTY"\nband = { south = 1, north = 2 }\n', "/region/0", "wkt and band"),
        (ROW + 'wkt = "POLYGON EMPTY"\n', "/region/0/wkt", "empty"),
        (ROW + 'wkt = "POINT(1 2)"\n', "/region/0/wkt", "POLYGON"),
        (ROW + 'wkt = "POLYGON((1 2, 3"\n', "/region/0/wkt", "not valid WKT"),
        (ROW + 'wkt = "POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))"\n', "/region/0/wkt", "fix geometries"),
        (ROW + 'wkt = "POLYGON((50 130, 51 130, 51 131, 50 130))"\n', "/region/0/wkt", "longitude first"),
        (ROW + 'wkt = "POLYGON((179 0, -179 0, -179 1, 179 0))"\n', "/region/0/wkt", "180th"),
        (ROW + 'wkt = "POLYGON((0 0, 1 0, nan 1, 0 0))"\n', "/region/0/wkt", "."),
        (ROW + "band = { south = 2, north = 1 }\n", "/region/0/band", "lesser"),
        (ROW + "band = { south = -91, north = 1 }\n", "/region/0/band/south", "90"),
        (ROW + "circle = { longitude = 0, latitude = 0, radius_km = 0 }\n", "/region/0/circle/radius_km", "> 0"),
        (ROW + "circle = { longitude = 0, latitude = 0, radius_km = 6000 }\n", "/region/0/circle/radius_km", "5000"),
        (ROW + "circle = { longitude = 0, latitude = 95, radius_km = 1 }\n", "/region/0/circle/latitude", "90"),
        (ROW + "circle = { longitude = nan, latitude = 5, radius_km = 1 }\n", "/region/0/circle/longitude", "."),
        (ROW + "radius_km = 5\nband = { south = 1, north = 2 }\n", "/region/0/radius_km", "points"),
        (ROW + 'points = [{ name = "x", longitude = 1, latitude = 2 }]\n', "/region/0/points/0", "radius_km"),
        (ROW + "points = []\n", "/region/0/points", "length"),
        (ROW + "acuracy_m = 5\nband = { south = 1, north = 2 }\n", "/region/0", "acuracy_m"),
        (
            ROW + "from = 2023-01-01\nto = 2022-01-01\nband = { south = 1, north = 2 }\n",
            "/region/0",
            "before it begins",
        ),
        (ROW + 'country = "Ruritania"\nband = { south = 1, north = 2 }\n', "/region/0/country", "country|regex"),
        (ROW + "band = { south = 1, north = 2 }\n" + ROW + "band = { south = 1, north = 2 }\n", "/region/1", "twice"),
        (ROW + 'boundary = "inner"\nband = { south = 1, north = 2 }\n', "/region/0", "no outer"),
    ],
)
def test_flaws_name_their_place_and_cure(tmp_path: Path, text: str, pointer: str, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(RulesError, match=says) as caught:
        list(toml.read(path))
    assert caught.value.file == str(path)
    assert caught.value.pointer == pointer


@pytest.mark.parametrize("data", [b"", b"[", b"\xff\xfe", b'schema = "sarcheck.parties/1"', b"a = " + b"[" * 50_000])
def test_hostile_bytes_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(data)
    with pytest.raises(RulesError):
        read_file(path)
    with pytest.raises(RulesError, match="cannot be read"):
        list(toml.read(tmp_path / "absent.toml"))


def test_the_table_of_countries_is_no_file_of_regions(tmp_path: Path) -> None:
    assert not toml.sniff(tmp_path / "countries.toml")
