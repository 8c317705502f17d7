from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from sarcheck.errors import RulesError
from sarcheck.model import Region
from sarcheck.regions import geojson, read_file

SQUARE = [[30.0, 46.0], [36.0, 46.0], [36.0, 50.0], [30.0, 50.0], [30.0, 46.0]]
INNER = [[31.0, 47.0], [35.0, 47.0], [35.0, 49.0], [31.0, 49.0], [31.0, 47.0]]


def feature(ring: list[list[float]] = SQUARE, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def written(folder: Path, *features: Any) -> Path:
    path = folder / "mine.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def only(path: Path) -> Region:
    (region,) = geojson.read(path)
    return region


def test_all_that_a_region_may_say(tmp_path: Path) -> None:
    region = only(
        written(
            tmp_path,
            feature(
                id="X-1", name="Zone", kind="sensitive", source="Ministry", accuracy_m=250, country="UA",
                subdivision="X", valid_from="2022-02-24", valid_to="2023-01-01", stated="2022-03-01", population=5,
                boundary=None,
            ),
        )
    )  # fmt: skip
    assert region.area is not None
    assert shapely.from_wkb(region.area).equals(shapely.Polygon(SQUARE))
    assert (region.id, region.name, region.kind, region.source) == ("X-1", "Zone", "sensitive", "Ministry")
    assert (region.accuracy_m, region.country, region.subdivision) == (250.0, "UA", "X")
    assert region.valid_from == dt.date(2022, 2, 24)
    assert region.valid_to == dt.date(2023, 1, 1)
    assert region.stated == dt.date(2022, 3, 1)


def test_a_bare_file_says_what_it_lacks(tmp_path: Path) -> None:
    first, second = geojson.read(written(tmp_path, feature(), feature(INNER)))
    assert (first.id, first.name, first.kind) == ("mine-0", "feature 0 of mine.geojson", "user")
    assert first.source == "mine.geojson (states no source)"
    assert second.id == "mine-1"


def test_the_id_may_stand_beside_the_properties_or_be_the_name(tmp_path: Path) -> None:
    assert only(written(tmp_path, feature() | {"id": 7})).id == "7"
    assert only(written(tmp_path, feature(name="Zone"))).id == "Zone"


@pytest.mark.parametrize("wrap", [lambda f: f, lambda f: f["geometry"]])
def test_a_feature_or_a_geometry_alone_is_a_region(tmp_path: Path, wrap: Any) -> None:
    path = tmp_path / "one.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(wrap(feature())).encode())
    assert only(path).area is not None


def test_envelopes_of_one_id_are_joined(tmp_path: Path) -> None:
    outer, inner = feature(id="E", name="N", boundary="outer"), feature(INNER, id="E", name="N", boundary="inner")
    region = only(written(tmp_path, inner, outer))
    assert region.area is None
    assert region.outer is not None
    assert region.inner is not None
    assert shapely.from_wkb(region.outer).covers(shapely.from_wkb(region.inner))


def test_parts_that_meet_are_joined_and_heights_dropped(tmp_path: Path) -> None:
    halves = [[[[0, 0, 5], [1, 0, 5], [1, 1, 5], [0, 1, 5], [0, 0, 5]]], [[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]]]
    shape = only(written(tmp_path, feature() | {"geometry": {"type": "MultiPolygon", "coordinates": halves}})).area
    assert shape is not None
    assert shapely.from_wkb(shape).equals(shapely.box(0, 0, 2, 1))


def ring(*points: list[float]) -> dict[str, Any]:
    return feature(list(points))


def geometry(value: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": value}


@pytest.mark.parametrize(
    ("features", "pointer", "says"),
    [
        ([], "/features", "no features"),
        ([7], "/features/0", "no|not"),
        ([feature(), {"type": "Polygon"}], "/features/1", "Feature"),
        ([geometry(None)], "/features/0/geometry", "missing"),
        ([geometry({"type": "Point", "coordinates": [1, 2]})], "/features/0/geometry", "Polygon"),
        ([geometry({"type": "Polygon", "coordinates": []})], "/features/0/geometry/coordinates", "rings"),
        ([geometry({"type": "MultiPolygon", "coordinates": []})], "/features/0/geometry/coordinates", "empty"),
        (
            [geometry({"type": "MultiPolygon", "coordinates": [[7]]})],
            "/features/0/geometry/coordinates/0/0",
            "positions",
        ),
        ([ring([0, 0], [1, 1])], "/features/0/geometry/coordinates/0", "3 distinct"),
        ([ring([0, 0], [1, "x"], [1, 1], [0, 0])], "/features/0/geometry/coordinates/0", "positions"),
        ([ring([10**400, 0], [1, 0], [1, 1])], "/features/0/geometry/coordinates/0", "positions"),
        ([ring([50, 130], [51, 130], [51, 131], [50, 130])], "/features/0/geometry/coordinates/0", "longitude first"),
        ([ring([500, 0], [501, 0], [501, 1], [500, 0])], "/features/0/geometry/coordinates/0", "360"),
        ([ring([179, 0], [-179, 0], [-179, 1], [179, 1], [179, 0])], "/features/0/geometry/coordinates/0", "180th"),
        ([ring([0, 0], [1, 1], [1, 0], [0, 1], [0, 0])], "/features/0/geometry/coordinates", "fix geometries"),
        ([ring([0, 0], [1, 0], [2, 0], [0, 0])], "/features/0/geometry/coordinates", "valid"),
        ([feature(id="a"), feature(id="a")], "/features/1", "twice"),
        ([feature(id="a", boundary="inner")], "/features/0", "no outer"),
        ([feature(INNER, id="a", boundary="outer"), feature(id="a", boundary="inner")], "/features/0", "leaves"),
        ([feature(accuracy_m=-1)], "/features/0/properties", "accuracy_m"),
        ([feature(accuracy_m="far")], "/features/0/properties", "accuracy_m"),
        ([feature(valid_from="soon")], "/features/0/properties", "valid_from"),
        ([feature(boundary="middle")], "/features/0/properties", "boundary"),
        ([feature(country="Ruritania")], "/features/0/properties", "country"),
        ([feature() | {"properties": [1]}], "/features/0/properties", "fit"),
    ],
)
def test_flaws_name_their_place_and_cure(tmp_path: Path, features: list[Any], pointer: str, says: str) -> None:
    path = written(tmp_path, *features)
    with pytest.raises(RulesError, match=says) as caught:
        list(geojson.read(path))
    assert caught.value.file == str(path)
    assert caught.value.pointer == pointer


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"7", b'{"type": "Nothing"}', b"\xff\xfe\x00", b'{"type":' * 5000, b"[" * 100_000]
)
def test_hostile_bytes_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bad.geojson"
    path.write_bytes(data)
    with pytest.raises(RulesError):
        list(geojson.read(path))


def test_unreadable_and_foreign_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="cannot be read"):
        list(geojson.read(tmp_path / "absent.geojson"))
    foreign = tmp_path / "areas.kml"
    foreign.write_bytes(b"<kml></kml>")
    with pytest.raises(RulesError, match="convert it to GeoJSON"):
        read_file(foreign)
    with pytest.raises(RulesError, match="cannot be read"):
        read_file(tmp_path / "absent.txt")


def test_geojson_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    path = tmp_path / "areas"
    path.write_text('\n {"type": "FeatureCollection", "features": []}')
    assert geojson.sniff(path)
