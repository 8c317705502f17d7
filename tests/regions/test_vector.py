"""GeoPackages and Shapefiles: columns, coordinate systems, the 180th meridian, poles, and files that are none."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod, Transformer

from sarcheck.errors import RulesError
from sarcheck.model import Region
from sarcheck.regions import files, read_file, shapefile

raw = pytest.importorskip("pyogrio.raw")

GEOD = Geod(ellps="WGS84")
BOX = shapely.box(30, 46, 36, 50)
UTM = shapely.box(300_000, 5_000_000, 400_000, 5_100_000)
FORMS = {".gpkg": "GPKG", ".shp": "ESRI Shapefile"}


def written(
    path: Path, *shapes: shapely.Geometry | None, crs: str = "EPSG:4326", geometry_type: str = "Polygon",
    layer: str | None = None, append: bool = False, **columns: Any,
) -> Path:  # fmt: skip
    wkb = np.array([None if shape is None else shapely.to_wkb(shape) for shape in shapes], dtype=object)
    data = [np.array(values, dtype=object if isinstance(values[0], str) else None) for values in columns.values()]
    raw.write(
        str(path), wkb, field_data=data, fields=list(columns), geometry_type=geometry_type, crs=crs,
        driver=FORMS[path.suffix], layer=layer, append=append,
    )  # fmt: skip
    return path


def only(path: Path) -> Region:
    (region,) = read_file(path)
    assert isinstance(region, Region)
    return region


def area(region: Region) -> shapely.Geometry:
    assert region.area is not None
    return shapely.from_wkb(region.area)


@pytest.mark.parametrize("suffix", FORMS)
def test_columns_are_what_a_region_states(tmp_path: Path, suffix: str) -> None:
    day = np.array(["2022-02-24"], "datetime64[D]")
    path = written(
        tmp_path / f"a{suffix}", BOX, ID=[7], NAME=["Zone"], kind=["sensitive"], source=["Ministry"],
        accuracy_m=[250.0], country=["UA"], subdivisio=["UA-14"], valid_to=np.array(["2023-01-01"], "datetime64[D]"),
        population=[5], **{"from": day},
    )  # fmt: skip
    region = only(path)
    assert (region.id, region.name, region.kind, region.source) == ("7", "Zone", "sensitive", "Ministry")
    assert (region.accuracy_m, region.country, region.subdivision) == (250.0, "UA", "UA-14")
    assert (region.valid_from, region.valid_to) == (dt.date(2022, 2, 24), dt.date(2023, 1, 1))
    assert area(region).equals(BOX)


@pytest.mark.parametrize("suffix", FORMS)
def test_a_bare_file_says_what_it_lacks_and_empty_columns_state_nothing(tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path / f"a{suffix}", BOX, shapely.box(0, 0, 1, 1), accuracy_m=[np.nan, 3.0], name=["", "N"])
    one, two = read_file(path)
    assert isinstance(one, Region)
    assert isinstance(two, Region)
    assert (one.id, one.source, one.accuracy_m) == ("a-0", f"a{suffix} (states no source)", 0.0)
    assert (two.id, two.accuracy_m) == ("N", 3.0)


def test_every_layer_is_read_and_envelopes_are_joined(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gpkg", BOX, layer="one", id=["E"], boundary=["outer"])
    written(path, shapely.box(31, 47, 32, 48), layer="two", append=True, id=["E"], boundary=["inner"])
    region = only(path)
    assert (region.area, region.outer is None, region.inner is None) == (None, False, False)


@pytest.mark.parametrize("suffix", FORMS)
def test_a_plane_is_brought_to_wgs_84_with_its_straight_edges(tmp_path: Path, suffix: str) -> None:
    region = only(written(tmp_path / f"a{suffix}", UTM, crs="EPSG:32636", accuracy_m=[10.0]))
    back = Transformer.from_crs("OGC:CRS84", "EPSG:32636", always_xy=True)
    x, y = back.transform(*shapely.get_coordinates(area(region)).T)
    distance = shapely.distance(UTM.exterior, shapely.points(x, y))
    assert distance.max() < 0.01
    assert shapely.get_num_coordinates(area(region)) > 400
    assert 10.0 < region.accuracy_m < 10.1


def test_a_plane_across_180_degrees_is_cut_there(tmp_path: Path) -> None:
    region = only(written(tmp_path / "a.gpkg", shapely.box(2.9e6, 0, 4e6, 1e6), crs="EPSG:3832"))
    shape = area(region)
    assert shape.bounds[::2] == (-180.0, 180.0)
    assert shapely.intersects_xy(shape, 179.9, 5)
    assert shapely.intersects_xy(shape, -179.9, 5)
    assert not shapely.intersects_xy(shape, 0, 5)


@pytest.mark.parametrize(("crs", "pole"), [("EPSG:3413", 90.0), ("EPSG:3031", -90.0)])
def test_a_plane_round_a_pole_keeps_its_pole_and_its_hole(tmp_path: Path, crs: str, pole: float) -> None:
    square = shapely.box(-3e5, -3e5, 2e5, 2e5)
    ring = shapely.Polygon(square.exterior, [shapely.box(-5e4, -5e4, 5e4, 5e4).exterior])
    whole = only(written(tmp_path / "a.gpkg", square, crs=crs))
    holed = only(written(tmp_path / "b.gpkg", ring, crs=crs))
    assert shapely.intersects_xy(area(whole), 12.0, 0.9999 * pole)
    assert not shapely.intersects_xy(area(holed), 12.0, 0.9999 * pole)
    assert shapely.intersects_xy(area(holed), 12.0, pole - np.copysign(1.0, pole))


def test_a_change_of_datum_counts_into_the_accuracy(tmp_path: Path) -> None:
    region = only(written(tmp_path / "a.gpkg", BOX, crs="EPSG:4284", accuracy_m=[1.0]))
    assert region.accuracy_m > 2.0
    assert not area(region).equals(BOX)
    assert GEOD.inv(30, 46, *area(region).bounds[:2])[2] < 500


# --- flaws --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "columns", "pointer", "says"),
    [
        (None, {}, "a/1", "missing"),
        (shapely.Polygon(), {}, "a/1", "empty"),
        (shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), {}, "a/1", "fix geometries"),
        (shapely.box(0, 80, 1, 91), {}, "a/1", "longitude first"),
        (shapely.box(-179, 0, 179, 1), {}, "a/1", "180th"),
        (shapely.box(0, 0, 1e300, 1), {}, "a/1", "360"),
        (BOX, {"accuracy_m": [-1.0]}, "a/1", "accuracy_m"),
        (BOX, {"country": ["Ruritania"]}, "a/1", "country"),
        (BOX, {"valid_to": ["soon"]}, "a/1", "valid_to"),
        (BOX, {"id": ["a"], "boundary": ["inner"]}, "a/1", "no outer"),
    ],
)
def test_flaws_name_layer_feature_and_cure(
    tmp_path: Path, shape: Any, columns: dict[str, Any], pointer: str, says: str
) -> None:
    path = written(tmp_path / "a.gpkg", shape, **columns)
    with pytest.raises(RulesError, match=says) as caught:
        read_file(path)
    assert (caught.value.file, caught.value.pointer) == (str(path), pointer)


def test_lines_are_no_regions_and_no_features_check_nothing(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="is LineString"):
        read_file(written(tmp_path / "a.gpkg", shapely.LineString([(0, 0), (1, 1)]), geometry_type="LineString"))
    with pytest.raises(RulesError, match="no features"):
        read_file(written(tmp_path / "b.gpkg"))


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("suffix", FORMS)
def test_without_a_coordinate_system_nobody_knows_where(tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path / f"a{suffix}", BOX, crs=None)  # type: ignore[arg-type]
    with pytest.raises(RulesError, match=r"coordinate system|\.prj"):
        read_file(path)


def test_coordinates_that_lead_nowhere_are_refused_at_once(tmp_path: Path) -> None:
    for shape in (shapely.box(0, 0, 1e300, 1), shapely.box(1e12, 1e12, 1e12 + 10, 1e12 + 10)):
        with pytest.raises(RulesError, match=r"too large|no place"):
            read_file(written(tmp_path / "a.gpkg", shape, crs="EPSG:32636"))


@pytest.mark.parametrize(
    "data",
    [b"", b"SQLite format 3\x00", b"<OGRVRTDataSource/>", b"SQLite format 3\x00" + b"\0" * 52 + b"GPKG" + b"\0" * 500],
)
def test_what_only_calls_itself_so_is_refused(tmp_path: Path, data: bytes) -> None:
    for suffix in FORMS:
        path = tmp_path / f"bad{suffix}"
        path.write_bytes(data)
        with pytest.raises(RulesError):
            read_file(path)
        with pytest.raises(RulesError, match="cannot be read"):
            read_file(tmp_path / f"absent{suffix}")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
@pytest.mark.parametrize("suffix", FORMS)
def test_a_damaged_file_is_refused_or_read_whole(tmp_path: Path, suffix: str, share: float) -> None:
    path = written(tmp_path / f"a{suffix}", *[shapely.box(x, 0, x + 0.5, 1) for x in range(90)], id=list(range(90)))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    try:
        found = read_file(path)
    except RulesError:
        return
    assert len(found) == 90


def test_a_shapefile_is_all_of_its_files(tmp_path: Path) -> None:
    path = written(tmp_path / "a.shp", BOX, id=["x"])
    assert files(tmp_path) == [path]
    assert {part.suffix for part in shapefile.beside(path)} == {".shx", ".dbf", ".prj", ".cpg"}
    for suffix in (".prj", ".dbf", ".shx"):
        part = path.with_suffix(suffix)
        data = part.read_bytes()
        part.unlink()
        with pytest.raises(RulesError, match=suffix):
            read_file(path)
        part.write_bytes(data)
    path.unlink()
    with pytest.raises(RulesError, match="bring all"):
        files(tmp_path)


def test_a_missing_extra_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.gpkg", BOX)
    monkeypatch.setitem(sys.modules, "pyogrio", None)
    with pytest.raises(RulesError, match=r"pip install 'sarcheck\[vector\]'"):
        read_file(path)


def test_nothing_is_written_beside_a_geopackage(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gpkg", BOX)
    before = path.read_bytes()
    read_file(path)
    assert [found.name for found in tmp_path.iterdir()] == ["a.gpkg"]
    assert path.read_bytes() == before


@pytest.mark.parametrize("suffix", FORMS)
def test_a_file_that_leads_to_others_is_never_followed(tmp_path: Path, suffix: str) -> None:
    other = written(tmp_path / "other.gpkg", BOX)
    path = tmp_path / f"a{suffix}"
    layer = f'<OGRVRTLayer name="other"><SrcDataSource>{other}</SrcDataSource></OGRVRTLayer>'
    path.write_text(f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>")
    with pytest.raises(RulesError, match="lacks the mark"):
        read_file(path)
