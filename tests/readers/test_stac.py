"""STAC Items of all ages: the seller's word."""

from __future__ import annotations

import copy
import datetime as dt
import json
import subprocess
import sys

import msgspec
import pytest

from sarcheck.errors import ProductError
from sarcheck.readers import read, read_item

ITEM = {
    "type": "Feature",
    "stac_version": "1.1.0",
    "id": "scene-1",
    "geometry": {"type": "Polygon", "coordinates": [[[30, 50, 7], [31, 50, 7], [31, 51, 7], [30, 51, 7], [30, 50, 7]]]},
    "bbox": [30, 50, 31, 51],
    "properties": {
        "datetime": "2022-10-03T04:30:01Z",
        "start_datetime": "2022-10-03T04:30:00Z",
        "end_datetime": "2022-10-03T04:30:05.5Z",
        "platform": "GAOFEN_3",
        "constellation": "Gaofen",
        "sar:instrument_mode": "FSII",
        "sar:frequency_band": "C",
        "sar:polarizations": ["VV", "VH"],
        "sar:product_type": "SLC",
        "sar:observation_direction": "left",
        "sar:resolution_range": 5,
        "sar:pixel_spacing_range": 2.25,
        "sat:orbit_state": "descending",
        "sat:absolute_orbit": 12345,
        "sat:relative_orbit": 12,
        "view:incidence_angle": 35.5,
        "processing:facility": "Station",
        "processing:software": {"Imager": "1.2"},
        "processing:datetime": "2022-10-03T06:00:00Z",
    },
    "links": [],
    "assets": {},
}


def changed(**properties):
    item = copy.deepcopy(ITEM)
    item["properties"].update({key.replace("__", ":"): value for key, value in properties.items()})
    return item


def test_every_field_of_a_present_item():
    product = read_item(ITEM, "/products/0/item")
    assert (product.id, product.href, product.format, product.evidence) == (
        "scene-1",
        "/products/0/item",
        "stac",
        "asserted",
    )
    assert (product.platform, product.constellation, product.mode) == ("gaofen-3", "gaofen", "FSII")
    assert product.start == dt.datetime(2022, 10, 3, 4, 30, tzinfo=dt.UTC)
    assert product.stop == dt.datetime(2022, 10, 3, 4, 30, 5, 500000, dt.UTC)
    assert (product.polarisations, product.product_type, product.complex) == (("VH", "VV"), "SLC", True)
    assert (product.look, product.pass_direction) == ("left", "descending")
    assert (product.orbit_number, product.relative_orbit) == (12345, 12)
    assert (product.resolution_range, product.spacing_range) == (5.0, 2.25)
    assert (product.incidence_near, product.incidence_far) == (35.5, 35.5)
    assert (product.facility, product.processor) == ("Station", "Imager 1.2")
    assert product.outlines[0].points[:2] == ((30.0, 50.0), (31.0, 50.0))
    assert product.problems == ()
    claim = next(claim for claim in product.claims if claim.field == "platform")
    assert (claim.stated, claim.path) == ("GAOFEN_3", "/properties/platform")


def test_the_names_of_earlier_versions():
    old = {
        "type": "Feature",
        "stac_version": "0.8.0",
        "id": "old",
        "geometry": None,
        "bbox": [170, -10, 0, -170, -5, 100],
        "properties": {
            "datetime": "2019-01-01T00:00:05Z",
            "dtr:start_datetime": "2019-01-01T00:00:00Z",
            "dtr:end_datetime": "2019-01-01T00:00:10Z",
            "sar:platform": "sentinel-1a",
            "sar:constellation": "sentinel-1",
            "sar:instrument_mode": "IW",
            "sar:frequency_band": "C",
            "sar:polarization": ["VV"],
            "sar:type": "GRD",
            "sar:resolution": [20, 22],
            "sar:pixel_spacing": [10, 11],
            "sar:looks": [5, 1, 4.4],
            "sar:pass_direction": "ascending",
            "sar:absolute_orbit": 25000,
        },
    }
    product = read_item(old, "x")
    assert (product.platform, product.polarisations, product.product_type) == ("sentinel-1a", ("VV",), "GRD")
    assert (product.resolution_range, product.resolution_azimuth) == (20.0, 22.0)
    assert (product.spacing_range, product.spacing_azimuth) == (10.0, 11.0)
    assert (product.pass_direction, product.orbit_number) == ("ascending", 25000)
    assert (product.start.second, product.stop.second) == (0, 10)
    assert product.outlines[0].points == ((170.0, -10.0), (190.0, -10.0), (190.0, -5.0), (170.0, -5.0))
    assert product.problems == ()


def test_an_item_without_the_sar_extension():
    bare = {"type": "Feature", "stac_version": "1.0.0", "id": "x", "geometry": None, "properties": {"datetime": None}}
    product = read_item(bare, "x")
    assert (product.platform, product.start, product.outlines, product.claims) == (None, None, (), ())


def test_one_time_is_start_and_stop():
    item = changed()
    del item["properties"]["start_datetime"], item["properties"]["end_datetime"]
    product = read_item(item, "x")
    assert product.start == product.stop == dt.datetime(2022, 10, 3, 4, 30, 1, tzinfo=dt.UTC)


def test_a_multipolygon_has_an_outline_for_each_part():
    item = changed()
    ring = ITEM["geometry"]["coordinates"]
    item["geometry"] = {"type": "MultiPolygon", "coordinates": [ring, ring]}
    assert [outline.path for outline in read_item(item, "x").outlines] == [
        "/geometry/coordinates/0/0",
        "/geometry/coordinates/1/0",
    ]


@pytest.mark.parametrize("wrap", [lambda folder: folder, lambda folder: folder / "a.json"])
def test_a_file_or_the_folder_that_holds_it(tmp_path, wrap):
    (tmp_path / "a.json").write_text(json.dumps(ITEM), encoding="utf-8")
    (tmp_path / "quicklook.png").write_bytes(b"x")
    product = read(wrap(tmp_path))
    assert product.platform == "gaofen-3"
    assert product.claims[0].source == "a.json"


def test_an_item_among_other_json_is_found(tmp_path):
    (tmp_path / "a_METADATA.json").write_text('{"vendor": "x"}', encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(ITEM), encoding="utf-8")
    assert read(tmp_path).platform == "gaofen-3"


def test_two_items_are_refused(tmp_path):
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(ITEM), encoding="utf-8")
    with pytest.raises(ProductError, match="2 STAC documents"):
        read(tmp_path)


def test_a_product_with_files_of_its_own_is_not_taken_at_the_sellers_word(safe):
    folder = safe()
    (folder / "item.json").write_text(json.dumps(ITEM), encoding="utf-8")
    product = read(folder)
    assert (product.platform, product.evidence) == ("sentinel-1a", "metadata")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"type": "FeatureCollection", "stac_version": "1.0.0", "features": []}', "name each of its Items"),
        ('{"type": "Collection", "stac_version": "1.0.0", "id": "c"}', "Collection or Catalog"),
        ('{"type": "Catalog", "stac_version": "1.0.0", "id": "c"}', "Collection or Catalog"),
        ('{"type": "Feature", "geometry": null, "properties": {}}', "stac_version"),
        ('{"type": "Feature", "stac_version": "1.0.0", "properties": []}', "properties"),
        ('{"type": "Feature", "stac_version": "1.0.0", "properties": {}', "not readable JSON"),
        ('{"type": "Feature", "stac_version": "1.0.0", "x": NaN}', "NaN"),
        ('{"type": "Feature", "stac_version": "1.0.0", "properties": {"platform": "a", "platform": "b"}}', "twice"),
        ('{"type": "Feature", "stac_version": "1.0.0", "x": ' + "[" * 100_000, "not readable JSON"),
        ('["stac_version"]', "not a JSON object"),
        ('{"stac_version": "1.0.0", "x": "\ud800"}'.encode("utf-8", "surrogatepass"), "not readable JSON"),
    ],
)
def test_documents_that_are_no_item_are_refused_in_words(tmp_path, text, words):
    data = text if isinstance(text, bytes) else text.encode()
    (tmp_path / "x.json").write_bytes(data)
    with pytest.raises(ProductError, match=words):
        read(tmp_path / "x.json")


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("platform", 7, None),
        ("platform", ["a", "b"], None),
        ("start_datetime", "0000-01-01T00:00:00Z", "start"),
        ("start_datetime", {"a": 1}, "start"),
        ("sar__polarizations", ["XX"], "polarisations"),
        ("sar__resolution_range", -1, "resolution_range"),
        ("sar__resolution_range", True, "resolution_range"),
        ("sar__frequency_band", "Z", "frequency_band"),
        ("sat__orbit_state", "sideways", "pass_direction"),
        ("sat__absolute_orbit", 1.5, "orbit_number"),
        ("view__incidence_angle", 1e308, "incidence_near"),
    ],
)
def test_values_of_the_wrong_kind_are_problems_at_their_pointer(key, value, field):
    product = read_item(changed(**{key: value}), "x")
    if field:
        assert any(p.message.startswith(field) for p in product.problems)
        assert all("/properties/" in p.pointer for p in product.problems)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [[[1], [2], [3]]]},
        {"type": "Polygon", "coordinates": [[["a", "b"]]]},
        {"type": "Polygon", "coordinates": [[[10**400, 1], [1, 1], [2, 2]]]},
        {"type": "Polygon", "coordinates": [[[float("nan"), 1], [1, 1], [2, 2]]]},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "Polygon"},
        "POLYGON ((1 2))",
        7,
    ],
)
def test_a_geometry_that_is_no_outline_is_a_problem(geometry):
    product = read_item({**ITEM, "geometry": geometry}, "x")
    assert product.outlines == ()
    assert [p.pointer for p in product.problems] == ["item#/geometry"]


def test_coordinates_that_are_no_place_are_kept_and_told():
    item = {**ITEM, "geometry": {"type": "Polygon", "coordinates": [[[65, 114], [71, 117], [70, 128], [65, 114]]]}}
    product = read_item(item, "x")
    assert product.outlines[0].points[0] == (65.0, 114.0)
    assert [p.code for p in product.problems] == ["implausible"]


def test_an_item_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr("sarcheck.readers._json.MAX_BYTES", 100)
    (tmp_path / "x.json").write_text(json.dumps(ITEM), encoding="utf-8")
    with pytest.raises(ProductError, match="too large"):
        read(tmp_path)


def test_lone_surrogates_and_control_characters_can_be_written_again():
    item = changed(platform="a\ud800b", sar__instrument_mode="\x1b[31m")
    item["id"] = "\ud800"
    item["geometry"] = {"type": "\x1b\ud800", "coordinates": []}
    product = read_item(item, "x")
    msgspec.json.encode(product)
    assert "\x1b" not in repr(product)
    assert not any("\x1b" in text for p in product.problems for text in (p.message, p.pointer))


def test_lxml_is_not_loaded_for_an_item(tmp_path):
    (tmp_path / "x.json").write_text(json.dumps(ITEM), encoding="utf-8")
    code = (
        "import sys, pathlib; from sarcheck.readers import read; "
        "read(pathlib.Path(sys.argv[1])); print('lxml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
