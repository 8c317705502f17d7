"""where with many inputs at once, corners as typed, maps; rules lint; region files of every form in a rules folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from click.testing import Result

from sarcheck import exitcodes
from tests import tiny

Run = Callable[..., Result]

TOML = """schema = "sarcheck.regions/1"
source = "made up"
stated = 2026-01-01
accuracy_m = 100
[[region]]
id = "near"
wkt = "POLYGON((9 49, 12 49, 12 52, 9 52, 9 49))"
[[region]]
id = "far"
circle = { longitude = 30, latitude = 50, radius_km = 10 }
"""
CORNERS = "10,50 11,50; 11,51  10,51"


@pytest.fixture
def regions(tmp_path: Path) -> Path:
    path = tmp_path / "regions.toml"
    path.write_text(TOML, encoding="utf-8")
    return path


def collection(*rings: list[list[float]], **more: object) -> str:
    shapes = [{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [r]}} for r in rings]
    shapes[0] |= more
    return json.dumps({"type": "FeatureCollection", "features": shapes})


def square(x: float, y: float) -> list[list[float]]:
    return [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]


def test_each_feature_of_a_collection_is_asked_about(run: Run, regions: Path) -> None:
    result = run(
        "where", "-", "--regions", regions, "-f", "json", stdin=collection(square(10, 50), square(40, 0), id="one")
    )
    answers = json.loads(result.stdout)
    assert [answer["input"] for answer in answers] == ["-#one", "-#1"]
    assert [answer["regions"][0]["relation"] for answer in answers] == ["inside", "outside"]
    assert result.exit_code == 0


def test_one_bad_feature_does_not_hide_the_others(run: Run, regions: Path) -> None:
    result = run("where", "-", "--regions", regions, "-f", "json", stdin=collection([[0, 0]], square(10, 50)))
    assert result.exit_code == exitcodes.INCOMPLETE
    bad, good = json.loads(result.stdout)
    assert (bad["footprint_km2"], bad["problems"][0]["code"]) == (None, "undetermined")
    assert good["regions"][0]["relation"] == "inside"


@pytest.mark.parametrize("corners", [CORNERS, "[[10,50],[11,51],[11,50],[10,51]]"])
def test_corners_are_typed_or_a_bare_list(run: Run, regions: Path, corners: str) -> None:
    result = run("where", CORNERS if corners is CORNERS else "-", "--regions", regions, "-f", "json", stdin=corners)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["footprint_km2"] == pytest.approx(7892, abs=1)


def test_corners_south_and_west_follow_two_dashes(run: Run, regions: Path) -> None:
    result = run("where", "--regions", regions, "-f", "json", "--", "-10,-50 -11,-50 -11,-51 -10,-51")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["footprint_km2"] == pytest.approx(7892, abs=1)


@pytest.mark.parametrize("corners", ["10,50", "1.2.3,4 1,2 3,4", "10,50 11,50"])
def test_corners_that_are_none_are_never_clear(run: Run, regions: Path, corners: str) -> None:
    assert run("where", corners, "--regions", regions).exit_code in (exitcodes.INCOMPLETE, exitcodes.NO_INPUT)


def test_exchanged_axes_are_told_and_never_clear(run: Run, regions: Path) -> None:
    result = run("where", "50,110 51,110 51,111 50,111", "--regions", regions)
    assert result.exit_code == exitcodes.INCOMPLETE
    assert "latitude and longitude were exchanged" in result.stdout


def test_a_map_holds_footprints_regions_and_overlaps(run: Run, regions: Path) -> None:
    result = run("where", CORNERS, "8.5,50 9.5,50 9.5,51 8.5,51", "--regions", regions, "-f", "geojson")
    found = json.loads(result.stdout)["features"]
    assert [f["properties"]["role"] for f in found] == ["region", "footprint", "overlap", "footprint", "overlap"]
    region, _, _, _, half = (shapely.geometry.shape(f["geometry"]) for f in found)
    assert (
        region.equals(shapely.box(9, 49, 12, 52)) or region.symmetric_difference(shapely.box(9, 49, 12, 52)).area < 1e-6
    )
    assert half.bounds[0] == pytest.approx(9, abs=1e-6)
    assert found[4]["properties"]["overlap_share"] == pytest.approx(0.5, abs=0.01)


def test_a_map_of_the_rules_regions_is_whole_countries(run: Run, tmp_path: Path) -> None:
    pack = tiny.write(tmp_path / "pack")
    result = run("where", "14.2,35.8 14.6,35.8 14.6,36.1 14.2,36.1", "-r", pack, "-f", "geojson")
    malta = next(f for f in json.loads(result.stdout)["features"] if f["properties"]["role"] == "region")
    assert malta["properties"]["id"] == "MT"
    assert shapely.intersects_xy(shapely.geometry.shape(malta["geometry"]), 14.51, 35.9)


# --- a rules folder -----------------------------------------------------------------------------


def test_a_rules_folder_holds_regions_of_every_form(run: Run, tmp_path: Path) -> None:
    import numpy as np

    raw = pytest.importorskip("pyogrio.raw")
    pack = tiny.write(tmp_path / "pack", regions__mine=TOML)
    box = np.array([shapely.to_wkb(shapely.box(10, 50, 10.5, 50.5))], dtype=object)
    for name, driver in (("a.gpkg", "GPKG"), ("b.shp", "ESRI Shapefile")):
        column = np.array([driver], dtype=object)
        raw.write(
            str(pack / "regions" / name), box, [column], ["id"], geometry_type="Polygon", crs="EPSG:4326", driver=driver
        )
    answer = json.loads(run("where", CORNERS, "-r", pack, "-f", "json").stdout)
    assert {"near", "square", "GPKG", "ESRI Shapefile"} <= {region["id"] for region in answer["regions"]}


def test_lint_tells_regions_and_links(run: Run, tmp_path: Path) -> None:
    pack = tiny.write(tmp_path / "pack", regions__mine=TOML.replace("stated = 2026-01-01", "to = 2026-01-01"))
    result = run("rules", "lint", "-r", pack, "--as-of", "2026-01-02", "-f", "json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    kinds = [(fault["kind"], fault.get("region")) for fault in answer["faults"] if fault["topic"] == "regions"]
    assert kinds[:4] == [("expired", "near"), ("expired", "far"), ("undated", "square"), ("no-accuracy", "square")]
    assert answer["links"] == 0
    assert "REGIONS" in run("rules", "lint", "-r", pack).stdout


def test_lint_tells_what_keeps_the_rules_from_loading(run: Run, tmp_path: Path) -> None:
    broken = TOML + '[[region]]\nid = "x"\nband = { south = 5, north = 1 }\n[[region]]\nid = "y"\n'
    pack = tiny.write(tmp_path / "pack", regions__mine=broken)
    result = run("rules", "lint", "-r", pack, "-f", "json")
    assert result.exit_code == exitcodes.NO_RULES
    answer = json.loads(result.stdout)
    assert answer["links"] is None
    assert [f["where"].partition(" ")[2] for f in answer["faults"] if f["kind"] == "invalid"] == [
        "(/region/2/band)", "(/region/3)",
    ]  # fmt: skip
    assert run("where", CORNERS, "-r", pack).exit_code == exitcodes.NO_RULES


def test_lint_still_fails_for_what_it_does_not_tell(run: Run, tmp_path: Path) -> None:
    pack = tiny.write(tmp_path / "pack", matching="deny = 7\n")
    assert run("rules", "lint", "-r", pack).exit_code == exitcodes.NO_RULES
