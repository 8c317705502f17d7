"""Umbra: the METADATA.json of its products, by the documented layout."""

from __future__ import annotations

import json

import pytest

from sarcheck.errors import ProductError
from sarcheck.readers import read

RING = [[1.0, 2.0, 5.0], [1.1, 2.0, 5.0], [1.1, 2.1, 5.0], [1.0, 2.1, 5.0], [1.0, 2.0, 5.0]]
COLLECT = {
    "id": "c-1",
    "taskId": "t-7",
    "startAtUTC": "2024-03-01T05:15:00.25+00:00",
    "endAtUTC": "2024-03-01T05:15:03+00:00",
    "radarBand": "X",
    "radarCenterFrequencyHz": 9.6e9,
    "polarizations": ["VV"],
    "angleIncidenceDegrees": 35.5,
    "satelliteTrack": "ASCENDING",
    "observationDirection": "RIGHT",
    "maxGroundResolution": {"azimuthMeters": 0.5, "rangeMeters": 0.75},
    "footprintPolygonLla": {"type": "Polygon", "coordinates": [RING]},
}
DOCUMENT = {
    "version": "1.0.0",
    "vendor": "Umbra",
    "imagingMode": "SPOTLIGHT",
    "productSku": "UMB-GEC-050",
    "umbraSatelliteName": "UMBRA_99",
    "collects": [COLLECT],
}


def test_the_metadata_states_what_the_product_is(tmp_path):
    (tmp_path / "renamed.txt").write_text(json.dumps(DOCUMENT))
    product = read(tmp_path)
    assert (product.format, product.verification, product.evidence) == ("umbra", "layout only", "metadata")
    assert (product.id, product.platform, product.constellation) == ("c-1", "umbra-99", "umbra")
    assert (product.mode, product.product_type, product.order_id) == ("SPOTLIGHT", "GEC", "t-7")
    assert (product.polarisations, product.look, product.pass_direction) == (("VV",), "right", "ascending")
    assert (product.resolution_range, product.resolution_azimuth) == (0.75, 0.5)
    assert (product.incidence_near, product.frequency_band) == (35.5, "X")
    assert product.start.microsecond == 250_000
    assert product.outlines[0].points == tuple((lon, lat) for lon, lat, _ in RING)
    assert product.problems == ()


def test_a_second_collect_is_in_the_outline_and_told(tmp_path):
    (tmp_path / "x.json").write_text(json.dumps(DOCUMENT | {"collects": [COLLECT, COLLECT]}))
    product = read(tmp_path)
    assert (len(product.outlines), [problem.code for problem in product.problems]) == (2, ["not-read"])


@pytest.mark.parametrize("collects", [None, {}, [], [7], [{"footprintPolygonLla": "x", "startAtUTC": "9999"}]])
def test_absurd_collects_leave_the_satellite(tmp_path, collects):
    (tmp_path / "x.json").write_text(json.dumps(DOCUMENT | {"collects": collects}))
    product = read(tmp_path)
    assert (product.platform, product.start, product.outlines) == ("umbra-99", None, ())


def test_a_second_metadata_file_is_another_product(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.json").write_text(json.dumps(DOCUMENT))
    with pytest.raises(ProductError, match="holds 2 products"):
        read(tmp_path)
