"""Capella: extended metadata of radar geometry and of maps, on synthetic documents."""

from __future__ import annotations

import copy
import datetime as dt
import json

import pyproj
import pytest

from sarcheck.errors import ProductError
from sarcheck.readers import read

WKT = 'PROJCS["WGS 84 / UTM zone 33N",UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","32633"]]'
DOCUMENT = {
    "product_type": "SLC",
    "processing_time": "2024-03-02T00:00:00.5Z",
    "processing_deployment": "trial",
    "software_version": "9.9.9",
    "collect": {
        "start_timestamp": "2024-03-01T05:15:00.000000000Z",
        "stop_timestamp": "2024-03-01T05:15:10.000000000Z",
        "platform": "capella-99",
        "mode": "stripmap",
        "radar": {
            "center_frequency": 9.65e9,
            "pointing": "right",
            "transmit_polarization": "H",
            "receive_polarization": "V",
        },
        "state": {
            "direction": "ascending",
            "coordinate_system": {"type": "ecef"},
            # over the equator at 0 degrees east, going north; the scene lies 300 km to the east
            "state_vectors": [
                {
                    "time": f"2024-03-01T05:15:0{i}Z",
                    "position": [6.9e6, 0.0, 7600.0 * i],
                    "velocity": [0.0, 0.0, 7600.0],
                }
                for i in range(10)
            ],
        },
        "image": {
            "rows": 10_000,
            "columns": 4000,
            "length": 20_000.0,
            "width": 8000.0,
            "pixel_spacing_row": 2.0,
            "pixel_spacing_column": 2.5,
            "ground_range_resolution": 3.0,
            "azimuth_resolution": 3.5,
            "center_pixel": {
                "incidence_angle": 31.5,
                "squint_angle": 0.25,
                "target_position": [6371081.4, 300_000.0, 38_000.0],
                "center_time": "2024-03-01T05:15:05.000000000Z",
            },
            "image_geometry": {
                "type": "slant_plane",
                "doppler_centroid_polynomial": {"coefficients": [[0.0, 0.0], [0.0, 0.0]]},
                "first_line_time": "2024-03-01T05:15:03.000000000Z",
                "delta_line_time": 0.0004,
                "range_to_first_sample": 600_000.0,
                "delta_range_sample": 1.5,
            },
        },
    },
}
MAP = {
    "type": "geotransform",
    "geotransform": [500_000.0, 2.0, 0, 5_500_000.0, 0, -2.0],
    "coordinate_system": {"wkt": WKT},
}
PFA = {
    "type": "pfa",
    "scene_reference_point_ecef": [6371081.4, 300_000.0, 38_000.0],
    "center_of_aperture": {
        "time": 5.125,
        "antenna_reference_point": [6.9e6, 0.0, 38_000.0],
        "velocity_antenna_reference_point": [0.0, 0.0, 7600.0],
    },
}


def changed(**changes):
    """Return the document with values changed at "a.b.c"; None takes the key out."""
    document = copy.deepcopy(DOCUMENT)
    for path, value in changes.items():
        *above, key = path.split("__")
        place = document
        for step in above:
            place = place[step]
        if value is None:
            del place[key]
        else:
            place[key] = value
    return document


def written(tmp_path, name="x_extended.json", **changes):
    (tmp_path / name).write_text(json.dumps(changed(**changes)))
    return tmp_path


def test_the_extended_metadata_states_what_the_product_is(tmp_path):
    product = read(written(tmp_path))
    assert (product.format, product.verification, product.id) == ("capella", "verified", "x")
    assert (product.platform, product.constellation, product.mode) == ("capella-99", "capella", "stripmap")
    assert (product.product_type, product.level, product.complex) == ("SLC", "L1", True)
    assert (product.polarisations, product.look, product.pass_direction) == (("HV",), "right", "ascending")
    assert (product.resolution_range, product.resolution_azimuth) == (3.0, 3.5)
    assert (product.spacing_range, product.spacing_azimuth) == (2.5, 2.0)
    assert (product.incidence_near, product.incidence_far, product.frequency_band) == (31.5, 31.5, "X")
    assert (product.facility, product.processor) == ("trial", "9.9.9")
    assert len(product.state_vectors) == 10
    assert product.problems == ()


def test_the_outline_in_radar_geometry_is_a_rectangle_around_the_centre(tmp_path):
    product = read(written(tmp_path))
    lons, lats = zip(*product.outlines[0].points, strict=True)
    assert max(lats) - min(lats) == pytest.approx(20_000 / 110_574, rel=0.03)
    assert max(lons) - min(lons) == pytest.approx(8000 / 111_320, rel=0.05)
    assert sum(lats) / 4 == pytest.approx(0.344, abs=0.002)
    (claim,) = [claim for claim in product.claims if claim.field == "outlines"]
    assert claim.derived == "the image's centre, its size and the line of sight"


def test_the_outline_of_a_map_is_that_of_its_grid(tmp_path):
    points = read(written(tmp_path, collect__image__image_geometry=MAP)).outlines[0].points
    west, north = points[0]
    assert (west, round(north, 3)) == (pytest.approx(15.0), 49.653)  # the zone's central meridian
    assert [round(lon - west, 3) for lon, _ in points] == [0.0, 0.111, 0.11, 0.0]
    assert round(north - points[2][1], 3) == 0.18


def test_the_middle_line_and_sample_tie_a_zero_doppler_image(tmp_path):
    (ties,) = read(written(tmp_path)).ties
    (point,) = ties.points
    assert (point.time, point.slant_range) == (dt.datetime(2024, 3, 1, 5, 15, 5, tzinfo=dt.UTC), 603_000.0)
    assert (point.cone, point.incidence, ties.heights) == (90.0, 31.5, "point")
    place = pyproj.Transformer.from_crs(4978, 4979, always_xy=True).transform(6371081.4, 300_000.0, 38_000.0)
    assert (point.longitude, point.latitude, point.height) == pytest.approx(place, abs=1e-6)


def test_an_image_off_zero_doppler_is_tied_by_its_squint(tmp_path):
    coefficients = {"coefficients": [[0.0, 0.1]]}
    path = "collect__image__image_geometry__doppler_centroid_polynomial"
    (point,) = read(written(tmp_path, **{path: coefficients})).ties[0].points
    assert (point.cone, point.slant_range) == (89.75, None)


def test_the_centre_of_the_aperture_ties_a_polar_image(tmp_path):
    (point,) = read(written(tmp_path, collect__image__image_geometry=PFA)).ties[0].points
    assert point.time == dt.datetime(2024, 3, 1, 5, 15, 5, 125000, tzinfo=dt.UTC)
    assert point.slant_range == pytest.approx(608_076, abs=1000)
    assert point.cone == pytest.approx(90.0)


def test_a_map_is_tied_at_one_height_for_all(tmp_path):
    (ties,) = read(written(tmp_path, collect__image__image_geometry=MAP)).ties
    assert (ties.heights, ties.points[0].cone, ties.points[0].slant_range) == ("mean", 89.75, None)


def test_without_geometry_the_item_beside_it_gives_the_outline(tmp_path):
    written(tmp_path, collect__image__center_pixel__target_position=None)
    ring = [[1.0, 2.0], [1.1, 2.0], [1.1, 2.1], [1.0, 2.1], [1.0, 2.0]]
    item = {"type": "Feature", "stac_version": "1.0.0", "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (tmp_path / "y.json").write_text(json.dumps(item))
    product = read(tmp_path)
    assert product.outlines[0].source == "y.json"
    assert (product.format, [problem.code for problem in product.problems]) == ("capella", ["not-derived"])


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("collect__start_timestamp", "0000-01-01T00:00:00Z", "start"),
        ("collect__radar__pointing", ["left", "right"], "look"),
        ("collect__image__length", 1e300, "outlines"),
        ("collect__image__width", "wide", "outlines"),
        ("collect__image__center_pixel__target_position", [0.0, 0.0, 0.0], "ties"),
        ("collect__image__center_pixel__target_position", [10**400, 0, 0], "outlines"),
        ("collect__image__center_pixel__target_position", {"x": 1}, "outlines"),
        ("collect__image__image_geometry__delta_line_time", 1e305, "ties"),
        ("collect__image__image_geometry", {**MAP, "geotransform": [1e300, 1, 0, 0, 0, 1]}, "outlines"),
        (
            "collect__image__image_geometry",
            {**MAP, "coordinate_system": {"wkt": WKT.replace("326", "213")}},
            "outlines",
        ),
        ("collect__state__state_vectors", [{"time": "2024-03-01T05:15:00Z", "position": [1, 2]}], "state_vectors"),
        ("collect__state__state_vectors", 7, "state_vectors"),
        ("collect__state__coordinate_system__type", "eci", "state_vectors"),
    ],
)
def test_absurd_values_are_absent_and_told(tmp_path, path, value, field):
    product = read(written(tmp_path, **{path: value}))
    assert not getattr(product, field)
    assert product.problems


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"product_type": "SLC"', '"product_type": "SLC", "product_type": "GEC"', "stated twice"),
        ('"rows": 10000', '"rows": NaN', "no JSON number"),
        ('"rows": 10000', '"rows": ' + "[" * 200 + "]" * 200, "nests deeper"),
        ('"rows": 10000', '"rows": ' + "[" * 60 + "1", "not readable JSON"),
        ('"rows": 10000', '"rows": [' + "0," * 600_000 + "0]", "more than 500000 values"),
        ('"rows": 10000', '"rows": 1' + "0" * 5000, "not readable JSON"),
    ],
)
def test_what_parsers_disagree_about_is_refused(tmp_path, old, new, message):
    text = json.dumps(DOCUMENT)
    assert old in text
    (tmp_path / "x.json").write_text(text.replace(old, new))
    with pytest.raises(ProductError, match=message):
        read(tmp_path)


def test_two_documents_are_two_products(tmp_path):
    written(written(tmp_path), name="y.json")
    with pytest.raises(ProductError, match="holds 2 products"):
        read(tmp_path)
