"""Every real product there is agrees with the table of their true values, however it is named and packed."""

from __future__ import annotations

import json
import re
import shutil
import tarfile
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from sarcheck.errors import ProductError
from sarcheck.model import Product
from sarcheck.readers import read
from sarcheck.stacitem import to_item
from tests.corpus.truth import differences, metres, rows
from tests.stac import faults
from tests.test_formats_doc import table

EXCEPTIONS = {
    "ICEYE_GRD_54549_20210427T215124_hollow": {"footprint": "the table took columns and latitudes for coordinates"},
}
"""Products that rightly say otherwise than the table, by field; docs/formats.md tells of them."""
DAY_ONLY = {"11-Sep-2017": "2017-09-11T00:00:00Z"}
"""UAVSAR states the day of its processing, and the table repeats it as written."""
STATED = [
    *("platform", "constellation", "start", "stop", "mode", "swaths", "polarisations", "product_type", "level"),
    *("complex", "frequency_band", "look", "pass_direction", "orbit_number", "relative_orbit"),
    *("resolution_range", "resolution_azimuth", "spacing_range", "spacing_azimuth", "incidence_near", "incidence_far"),
    *("facility", "facility_country", "receiving_station", "receiving_country", "processed", "processor"),
    *("order_id", "customer", "customer_country", "security"),
]
"""The fields of a Product that only claims may fill."""


def products(shared):
    """Return every row of the table, with where its product lies."""
    found = rows(shared, lambda row: True)
    days = [row | {"processing_time": DAY_ONLY.get(row["processing_time"], row["processing_time"])} for row in found]
    return [(row, shared / "data/products" / row["path"]) for row in days]


def stated_points(row):
    """Return the corners that the table states, none where it only counts them."""
    if not row["footprint_lonlat"].startswith("["):
        return []
    stated = json.loads(row["footprint_lonlat"])
    return [point[:2] for ring in (stated if isinstance(stated[0][0], list) else [stated]) for point in ring]


def test_all_products_agree_with_the_table(shared):
    wrong = {}
    for row, path in products(shared):
        product = read(path, href=row["product_id"])
        told = {text.partition(":")[0] for text in differences(product, row)}
        if row["incidence_far_deg"] and (product.incidence_far or 0) < float(row["incidence_far_deg"]) - 1e-6:
            told.add("incidence_far")
        wrong[row["product_id"]] = told
    assert len(wrong) == 64
    assert {key: told for key, told in wrong.items() if told} == {key: set(known) for key, known in EXCEPTIONS.items()}


def test_corners_lie_within_ten_metres(shared):
    compared = 0
    for row, path in products(shared):
        stated = stated_points(row)
        if not stated or "footprint" in EXCEPTIONS.get(row["product_id"], {}):
            continue
        points = [point for outline in read(path, checksums=False).outlines for point in outline.points]
        assert points, row["product_id"]
        assert max(min(metres(corner, point) for point in points) for corner in stated) < 10, row["product_id"]
        compared += 1
    assert compared == 54


def test_state_vectors_are_at_least_those_that_the_table_counts(shared):
    rebuilt = {"csk2"}  # a file rebuilt from a dump, without positions
    for row, path in products(shared):
        if row["platform_key"] not in rebuilt:
            assert len(read(path, checksums=False).state_vectors) >= int(row["n_state_vectors"]), row["product_id"]


def test_every_value_is_a_claim_with_its_place(shared):
    for row, path in products(shared):
        product = read(path, checksums=False)
        claimed = {claim.field for claim in product.claims if claim.value is not None}
        filled = {field for field in STATED if getattr(product, field) not in (None, ())}
        assert filled <= claimed, row["product_id"]
        assert all(claim.source and (claim.path or claim.derived) for claim in product.claims), row["product_id"]


def test_every_field_of_a_product_is_claimed_somewhere_or_no_value():
    """So that a new field is not forgotten here."""
    others = {"id", "href", "format", "evidence", "verification"}
    assert set(Product.__struct_fields__) - set(STATED) - others == {
        "outlines", "state_vectors", "ties", "files", "claims", "problems",
    }  # fmt: skip


def test_every_product_makes_a_valid_item(shared):
    wrong = {row["product_id"]: faults(to_item(read(path, checksums=False))) for row, path in products(shared)}
    assert {key: told for key, told in wrong.items() if told} == {}


# --- names and packing --------------------------------------------------------------------------


def members(path: Path) -> dict[str, bytes]:
    """Return a product's files by their names below its own folder; those of an archive unpacked."""
    if path.is_dir():
        return {str(file.relative_to(path)): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}
    if path.suffix != ".zip":
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/") and "__MACOSX" not in name]
        tops = {name.partition("/")[0] for name in names}
        cut = len(tops.pop()) + 1 if len(tops) == 1 and "/" in names[0] else 0
        return {name[cut:]: archive.read(name) for name in names}


def written(files: dict[str, bytes], folder: Path) -> Path:
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder


def renamed(files, at):
    return written(files, at / "x")


def parent(files, at):
    written(files, at / "p" / "x")
    return at / "p"


def grandparent(files, at):
    written(files, at / "p" / "order 7" / "x")
    return at / "p"


def zipped(files, at):
    with zipfile.ZipFile(at / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return at / "x.zip"


def zipped_with_a_top_folder(files, at):
    return zipped({f"x/{name}": data for name, data in files.items()}, at)


def zip_without_its_ending(files, at):
    return zipped(files, at).rename(at / "x")


def zip_in_a_folder(files, at):
    (at / "p").mkdir()
    return zipped(files, at / "p").parent


def zip_beside_papers(files, at):
    folder = written({"README.txt": b"hello", "papers/order.pdf": b"%PDF-1.4", "licence.xml": b"<licence/>"}, at / "p")
    zipped(files, folder)
    return folder


def beside_papers(files, at):
    written(files, at / "p" / "x")
    return written({"README.txt": b"hello", "order.pdf": b"%PDF-1.4", "delivery.json": b'{"a": 1}'}, at / "p")


def zipped_on_a_mac(files, at):
    forks = {
        f"__MACOSX/x/{'/'.join([*name.split('/')[:-1], '._' + name.split('/')[-1]])}": b"\0\5\x16\7" for name in files
    }
    return zipped({f"x/{name}": data for name, data in files.items()} | forks | {"x/.DS_Store": b"x"}, at)


def tarred(files, at, mode="w"):
    written(files, at / "x")
    with tarfile.open(at / "x.tar", mode) as archive:
        for name in sorted(files):
            archive.add(at / "x" / name, name)
    return at / "x.tar"


def tarred_with_a_top_folder(files, at):
    return tarred({f"x/{name}": data for name, data in files.items()}, at, "w:gz")


PACKINGS = (
    *(renamed, parent, grandparent, zipped, zipped_with_a_top_folder, zip_without_its_ending, zip_in_a_folder),
    *(zip_beside_papers, beside_papers, zipped_on_a_mac, tarred, tarred_with_a_top_folder),
)
FROM_NAMES = {"order_id", "polarisations", "product_type", "swaths", "mode", "level", "resolution_range"}
"""What some makers state only in the name of the folder or of the file, and a renamed product cannot tell."""


def changed(packed: Product, plain: Product) -> dict[str, tuple[object, object]]:
    """Return the fields in which two readings of a product differ, each with both values."""
    fields = (*STATED, "format", "evidence", "verification", "state_vectors")
    both = [(field, getattr(packed, field), getattr(plain, field)) for field in fields]
    both.append(("outlines", *([outline.points for outline in one.outlines] for one in (packed, plain))))
    both.append(("ties", *([ties.points for ties in one.ties] for one in (packed, plain))))
    both.append(("files", *([file.name for file in one.files if file.algorithm != "crc16"] for one in (packed, plain))))
    return {field: (one, other) for field, one, other in both if one != other}


@pytest.mark.parametrize("packing", PACKINGS, ids=lambda packing: packing.__name__)
def test_a_product_is_recognised_by_what_is_in_it(shared, tmp_path, packing):
    wrong = {}
    for number, (row, path) in enumerate(products(shared)):
        at = tmp_path / str(number)
        at.mkdir()
        plain, files = read(path, checksums=False), members(path)
        try:
            packed = read(packing(files, at), checksums=False)
        except ProductError as error:
            wrong[row["product_id"]] = str(error)
            continue
        finally:
            shutil.rmtree(at)
        differing = changed(packed, plain)
        lost = {field for field in FROM_NAMES if field in differing and differing[field][0] in (None, ())}
        if differing.keys() - lost:
            wrong[row["product_id"]] = differing
    assert wrong == {}


def main_file(product: Product, files: dict[str, bytes]) -> str:
    """Return the metadata file that most of a product's claims come from."""
    sources = Counter(claim.source for claim in product.claims)
    found = ([name for name in files if f"/{name}".endswith(f"/{source}")] for source, _ in sources.most_common())
    return next(names[0] for names in found if names)


def test_one_metadata_file_alone_contradicts_nothing(shared, tmp_path):
    """It may tell less, and of several channels or swaths only its own; the platform and the day it always tells."""
    wrong = {}
    parts = {"polarisations", "swaths", "start", "stop", "incidence_near", "incidence_far", "processed", "facility"}
    for row, path in products(shared):
        plain, files = read(path, checksums=False), members(path)
        name = main_file(plain, files)
        alone = tmp_path / f"x{Path(name).suffix}"
        alone.write_bytes(files[name])
        try:
            product = read(alone, checksums=False)
        except ProductError as error:
            wrong[row["product_id"]] = str(error)
            continue
        differing = {field: both for field, both in changed(product, plain).items() if both[0] not in (None, (), [])}
        if set(differing) - parts or product.platform != plain.platform:
            wrong[row["product_id"]] = differing
    assert wrong == {}


@pytest.mark.parametrize("packing", [renamed, zipped, tarred], ids=lambda packing: packing.__name__)
def test_two_products_in_one_place_are_both_named(shared, tmp_path, packing):
    one, two = (members(path) for row, path in products(shared) if row["sensor"] in ("radarsat-2", "gaofen-3"))
    files = {f"first/{name}": data for name, data in one.items()} | {f"second/{n}": data for n, data in two.items()}
    with pytest.raises(ProductError, match=r"holds 2 products \(first, second\); name one of them"):
        read(packing(files, tmp_path))


def test_the_document_tells_how_many_products_each_format_was_verified_on(shared):
    found = Counter("cphd" if form == "crsd" else form for form in (read(path).format for _, path in products(shared)))
    counts = {name: re.search(r"\d+", row[2]) for name, row in table().items()}
    assert {name: int(count[0]) for name, count in counts.items() if count} == dict(found)


def test_the_document_tells_the_exceptions():
    text = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    assert all(f"`{name}`, {field}:" in text for name, known in EXCEPTIONS.items() for field in known)


def test_the_document_tells_which_formats_have_points_to_close_on(shared):
    tied = Counter(product.format for _, path in products(shared) if (product := read(path, checksums=False)).ties)
    read_here = {row[0].strip("`") for row in table().values() if re.search(r"\d", row[2])} - {"nisar"}
    assert {name for name in read_here if not table()[name][4].startswith("none")} == set(tied) - {"nisar"}
