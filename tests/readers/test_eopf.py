"""Sentinel-1 in EOPF's Zarr: root groups of both versions of Zarr, made up."""

from __future__ import annotations

import json
import zipfile

import pytest

from sarcheck.errors import ProductError
from sarcheck.readers import read
from sarcheck.stacitem import to_item
from tests.stac import faults

ITEM = {
    "type": "Feature",
    "stac_version": "1.1.0",
    "id": "S01SIWGRH_20240301T051500_0025_A117_TEST",
    "geometry": {"type": "Polygon", "coordinates": [[[8, 50], [10, 50], [10, 51], [8, 51], [8, 50]]]},
    "properties": {
        "platform": "sentinel-1a",
        "constellation": "sentinel-1",
        "start_datetime": "2024-03-01T05:15:00.25Z",
        "end_datetime": "2024-03-01T05:15:25.25Z",
        "datetime": None,
        "eopf:instrument_mode": "IW",
        "sar:polarizations": ["VV", "VH"],
        "sat:orbit_state": "descending",
        "sat:absolute_orbit": 52789,
        "processing:facility": "Ground Segment X",
    },
}


def group(folder, item=None, *, version=2):
    attributes = {"other_metadata": {}, "stac_discovery": item or ITEM}
    name, content = (".zattrs", attributes) if version == 2 else ("zarr.json", {"attributes": attributes})
    (folder / "measurements").mkdir(parents=True)
    (folder / "measurements" / name).write_text("{}")
    (folder / name).write_text(json.dumps(content))
    return folder


@pytest.mark.parametrize("version", [2, 3])
def test_a_root_group_is_read(tmp_path, version):
    product = read(group(tmp_path / "x.zarr", version=version))
    assert (product.format, product.evidence, product.verification) == ("eopf", "metadata", "layout only")
    assert (product.platform, product.mode, product.look) == ("sentinel-1a", "IW", "right")
    assert (product.polarisations, product.pass_direction, product.orbit_number) == (("VH", "VV"), "descending", 52789)
    assert (product.facility, product.id) == ("Ground Segment X", ITEM["id"])
    assert len(product.outlines[0].points) >= 4
    assert product.problems == ()
    place = "/stac_discovery/properties/platform" if version == 2 else "/attributes/stac_discovery/properties/platform"
    assert place in {claim.path for claim in product.claims if claim.field == "platform"}
    assert faults(to_item(product)) == []


def test_a_packed_one_as_well(tmp_path):
    folder = group(tmp_path / "x.zarr")
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as archive:
        for file in folder.rglob("*"):
            archive.write(file, f"a/b/{file.relative_to(folder)}")
    assert read(tmp_path / "y.zip").platform == "sentinel-1a"


def test_other_sentinels_are_no_sar(tmp_path):
    other = ITEM | {"properties": {**ITEM["properties"], "platform": "sentinel-2a", "constellation": "sentinel-2"}}
    with pytest.raises(ProductError, match="not a product that sarcheck reads"):
        read(group(tmp_path / "x.zarr", other))


@pytest.mark.parametrize("item", ["sentinel-1", ["sentinel-1"], {"a": "sentinel-1"}, {**ITEM, "properties": "x"}])
def test_what_is_no_item_is_refused(tmp_path, item):
    with pytest.raises(ProductError):
        read(group(tmp_path / "x.zarr", item))
