"""Real products: every Sentinel-1 product and STAC Item agrees with the table of their true values."""

from __future__ import annotations

import json
import re
import shutil
import zipfile

import pytest

from sarcheck.errors import ProductError
from sarcheck.readers import read
from sarcheck.stacitem import to_item
from tests.corpus.truth import differences, rows


def ours(row):
    return row["sensor"] == "sentinel-1" or row["format"] == "STAC Item"


def test_the_table_has_the_products_that_are_tested(shared):
    found = rows(shared, ours)
    assert sum(row["sensor"] == "sentinel-1" for row in found) == 13
    assert sum(row["format"] == "STAC Item" for row in found) == 7


def test_every_product_agrees_with_its_true_values(shared):
    wrong = {}
    for row in rows(shared, ours):
        product = read(shared / "data/products" / row["path"], href=row["product_id"])
        wrong[row["product_id"]] = list(differences(product, row))
        level = "metadata" if row["sensor"] == "sentinel-1" else "asserted"
        assert (product.evidence, product.href) == (level, row["product_id"])
    assert {key: found for key, found in wrong.items() if found} == {}


def test_genuine_products_have_no_problems_but_the_item_with_swapped_coordinates(shared):
    told = {}
    for row in rows(shared, ours):
        product = read(shared / "data/products" / row["path"])
        told |= {row["product_id"]: [p.code for p in product.problems]} if product.problems else {}
    assert told == {"stac_sar_envisat": ["implausible"]}


def test_far_incidence_and_state_vectors_cover_all_swaths(shared):
    for row in rows(shared, lambda row: row["sensor"] == "sentinel-1" and row["incidence_far_deg"]):
        product = read(shared / "data/products" / row["path"])
        assert product.incidence_far >= float(row["incidence_far_deg"]) - 1e-6
        assert len(product.state_vectors) >= int(row["n_state_vectors"])
        times = [vector.time for vector in product.state_vectors]
        assert times == sorted(set(times))


def annotated(shared):
    """Return the products that have annotation files, each as (row, folder name, {name: bytes})."""
    for row in rows(shared, lambda row: row["sensor"] == "sentinel-1" and row["spacing_range_m"]):
        path = shared / "data/products" / row["path"]
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                files = {n.partition("/")[2]: archive.read(n) for n in archive.namelist() if not n.endswith("/")}
        else:
            files = {str(f.relative_to(path)): f.read_bytes() for f in path.rglob("*") if f.is_file()}
        kept = {
            n: data for n, data in files.items() if n == "manifest.safe" or re.fullmatch(r"annotation/[^/]*\.xml", n)
        }
        yield row, kept


def near(product, row):
    """Tell whether a footprint taken from the geolocation grid lies by the stated one."""
    points = [point for outline in product.outlines for point in outline.points]
    stated = json.loads(row["footprint_lonlat"])
    lats, stated_lats = [lat for _, lat in points], [lat for _, lat in stated]
    return min(lats) >= min(stated_lats) - 0.1 and max(lats) <= max(stated_lats) + 0.1


@pytest.mark.parametrize("packed", [True, False])
def test_a_product_without_its_manifest_agrees(shared, tmp_path, packed):
    for row, files in annotated(shared):
        folder = tmp_path / row["product_id"]
        (folder / "annotation").mkdir(parents=True)
        for name, data in files.items():
            if name != "manifest.safe":
                (folder / name).write_bytes(data)
        path = folder
        if packed:
            path = shutil.make_archive(str(folder), "zip", tmp_path, row["product_id"])
        product = read(tmp_path / path)
        wrong = [text.partition(":")[0] for text in differences(product, row)]
        # one channel of two, one swath of three, no processing record: what the annotation files alone cannot tell
        assert set(wrong) <= {"polarisations", "start", "stop", "processed", "facility", "footprint"}
        assert set(product.polarisations) <= set(row["polarisations"].split())
        assert near(product, row)


@pytest.mark.parametrize("with_manifest", [True, False])
def test_the_layout_of_public_buckets_agrees(shared, tmp_path, with_manifest):
    for row, files in annotated(shared):
        folder = tmp_path / row["product_id"][-4:]
        (folder / "annotation").mkdir(parents=True)
        for name, data in files.items():
            short = re.sub(r"s1[ab]-(\w+)-\w+-(\w\w)-[^/]*\.xml", r"\1-\2.xml", name)
            if with_manifest or name != "manifest.safe":
                (folder / short).write_bytes(data)
        polygon = {"type": "MultiPolygon", "coordinates": [[json.loads(row["footprint_lonlat"])]]}
        info = {
            "id": row["product_id"],
            "missionId": row["product_id"][:3],
            "productType": row["level"][:3],
            "mode": row["mode"],
            "polarization": row["product_id"][14:16],
            "startTime": row["start_utc"][:-1],
            "stopTime": row["stop_utc"][:-1],
            "absoluteOrbitNumber": int(float(row["orbit_number"])),
            "footprint": polygon,
        }
        (folder / "productInfo.json").write_text(json.dumps(info), encoding="utf-8")
        product = read(folder)
        assert product.id == row["product_id"]
        wrong = {text.partition(":")[0] for text in differences(product, row)}
        assert wrong <= (set() if with_manifest else {"processed", "facility"})
        assert product.problems == ()


def test_other_satellites_are_never_taken_for_sentinel_1(shared):
    for row in rows(shared, lambda row: not ours(row)):
        path = shared / "data/products" / row["path"]
        try:
            product = read(path)
        except ProductError as error:
            assert error.message
        else:
            assert product.format not in ("sentinel1", "spacety"), row["product_id"]


def test_every_item_told_is_complete(shared):
    for row in rows(shared, ours):
        item = to_item(read(shared / "data/products" / row["path"]))
        json.dumps(item, allow_nan=False)
        assert ("bbox" in item) == (item["geometry"] is not None)
        assert (item["geometry"] is None) == (row["product_id"] == "stac_sar_envisat")
        assert item["properties"]["datetime"] or item["properties"]["start_datetime"]


def test_six_annotation_files_are_all_read(shared, tmp_path):
    """As an interferometric dual-channel product has them."""
    source = next((shared / "data/products/sentinel-1").glob("S1A_IW_SLC__1SDV_20210615*"))
    folder = tmp_path / source.name
    shutil.copytree(source, folder)
    for file in list((folder / "annotation").iterdir()):
        shutil.copy(file, file.with_name(file.name.replace("-vv-", "-vh-")))
    assert read(folder).swaths == read(source).swaths
