"""Real products described in XML: each agrees with the table of their true values, however it is packed."""

from __future__ import annotations

import json
import shutil
import tarfile

import pytest

from sarcheck.readers import read
from sarcheck.stacitem import to_item
from tests.corpus.truth import differences, metres, rows

READERS = {
    "terrasar-x": "terrasarx",
    "tandem-x": "terrasarx",
    "radarsat-2": "radarsat2",
    **dict.fromkeys(("rcm-1", "rcm-2", "rcm-3"), "rcm"),
    "gaofen-3": "gaofen3",
    **dict.fromkeys(("saocom-1a", "saocom-1b"), "saocom"),
}


FORMATS = ("TSX ", "RS2-XML", "RCM-SAFE", "GF3 ", "SAOCOM ")


def ours(row):
    return row["platform_key"] in READERS and row["format"].startswith(FORMATS)


def products(shared):
    for row in rows(shared, ours):
        yield row, shared / "data/products" / row["path"]


def test_the_table_has_the_products_that_are_tested(shared):
    assert len(list(products(shared))) == 11


def test_every_product_agrees_with_its_true_values(shared):
    wrong = {}
    for row, path in products(shared):
        product = read(path, href=row["product_id"])
        wrong[row["product_id"]] = list(differences(product, row))
        assert (product.format, product.evidence) == (READERS[row["platform_key"]], "metadata")
        assert (product.verification, product.problems) == ("verified", ())
    assert {key: found for key, found in wrong.items() if found} == {}


def test_what_else_the_table_tells_is_read(shared):
    for row, path in products(shared):
        product, extra = read(path), json.loads(row["extra"] or "{}")
        assert len(product.state_vectors) == int(row["n_state_vectors"])
        if row["incidence_far_deg"]:
            assert product.incidence_far >= float(row["incidence_far_deg"]) - 1e-6
        if extra.get("customerOrderID"):
            assert product.order_id == extra["customerOrderID"]
        if extra.get("securityClassification"):
            assert product.security.startswith(extra["securityClassification"])
            assert ("special handling" in product.security) == (extra.get("specialHandlingRequired") == "true")
        for key in ("receivingStation", "inputDatasetFacilityId", "acq_station"):
            if key in extra:
                assert product.receiving_station == extra[key]
        assert product.frequency_band in ("X", "C", "L")
        assert product.complex == ("SLC" in row["level"] or "SSC" in row["level"] or row["level"] == "L1A")
        assert row["level"].split()[-1] == product.level or product.level in row["level"]


def test_every_claim_has_its_place(shared):
    for _, path in products(shared):
        product = read(path)
        assert product.claims
        for claim in product.claims:
            assert claim.source
            assert claim.path
            assert claim.stated


def test_every_item_told_is_complete(shared):
    for _, path in products(shared):
        item = to_item(read(path))
        json.dumps(item, allow_nan=False)
        assert item["geometry"] is not None


def test_points_are_tied_where_the_format_allows_it(shared):
    """The slant-range, polynomial and corner formats; geocoded SAOCOM products state neither time nor range."""
    for row, path in products(shared):
        ties = read(path).ties
        assert len(ties) == (0 if row["platform_key"] == "saocom-1a" and row["level"] != "L1A" else 1), path
        for point in (point for tie in ties for point in tie.points):
            stated = json.loads(row["footprint_lonlat"])
            assert min(metres(corner, (point.longitude, point.latitude)) for corner in stated) < 100_000
            assert point.slant_range > 300_000


@pytest.mark.parametrize("packing", ["zip", "tar", "gztar"])
def test_a_packed_product_reads_as_its_folder(shared, tmp_path, packing):
    for row, path in products(shared):
        target = tmp_path / packing / row["product_id"].replace("(", "").replace(")", "") / path.name
        archive = shutil.make_archive(str(target), packing, path.parent, path.name)
        packed, plain = read(tmp_path / archive, href="p"), read(path, href="p")
        assert packed == plain


def test_a_folder_above_reads_as_the_product(shared, tmp_path):
    for i, (_, path) in enumerate(products(shared)):
        outer = tmp_path / str(i) / "order" / "delivery"
        shutil.copytree(path, outer / path.name)
        assert read(tmp_path / str(i), href="p") == read(path, href="p")


def test_a_renamed_product_agrees(shared, tmp_path):
    for i, (row, path) in enumerate(products(shared)):
        target = tmp_path / f"renamed-{i}"
        shutil.copytree(path, target)
        wrong = list(differences(read(target), row))
        assert wrong == []


def test_one_metadata_file_agrees(shared, tmp_path):
    """The XML alone, under another name; of several channels one is known."""
    suffixes = ("product.xml", ".meta.xml", ".xemt", "_20", "-hh-h.xml", "-hh-m.xml")
    for i, (row, path) in enumerate(products(shared)):
        files = [f for f in sorted(path.rglob("*")) if f.is_file() and any(s in f.name for s in suffixes)]
        chosen = [f for f in files if f.stem == path.name or not f.name.startswith("TSX")]
        alone = tmp_path / f"{i}.xml"
        shutil.copy(chosen[0], alone)
        wrong = {text.partition(":")[0] for text in differences(read(alone), row)}
        assert wrong <= ({"polarisations"} if "XMLProduct" in row["format"] else set()), chosen[0]


def test_two_products_in_one_folder_are_both_named(shared, tmp_path):
    found = [path for _, path in products(shared)][:2]
    for path in found:
        shutil.copytree(path, tmp_path / path.name)
    with pytest.raises(Exception, match="holds 2 products") as caught:
        read(tmp_path)
    assert all(path.name in str(caught.value) for path in found)


def test_a_tar_of_two_products_names_both(shared, tmp_path):
    found = [path for _, path in products(shared)][:2]
    with tarfile.open(tmp_path / "two.tar", "w") as archive:
        for path in found:
            archive.add(path, path.name)
    with pytest.raises(Exception, match="holds 2 products"):
        read(tmp_path / "two.tar")
