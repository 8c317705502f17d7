"""What holds for every reader of an XML format: all packings, nothing guessed, no hostile input gets through."""

from __future__ import annotations

import shutil
import time

import pytest

from sarcheck.errors import ProductError
from sarcheck.readers import read
from tests.readers.documents import PRODUCTS, written

FORMATS = tuple(PRODUCTS)
LAYOUT_ONLY = ("novasar", "eos04", "risat1", "lutan1", "biomass")


@pytest.mark.parametrize("format_", FORMATS)
def test_a_product_is_read_without_problems(tmp_path, format_):
    product = read(written(tmp_path / "p", PRODUCTS[format_]))
    assert (product.format, product.evidence, product.problems) == (format_, "metadata", ())
    assert product.verification == ("layout only" if format_ in LAYOUT_ONLY else "verified")
    assert product.platform
    assert len(product.outlines) == 1
    assert {claim.source for claim in product.claims} <= {*PRODUCTS[format_], *_stems(PRODUCTS[format_])}


def _stems(files):
    return {name.rpartition("/")[2].removesuffix(".xml").removesuffix(".meta").removesuffix(".xemt") for name in files}


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_is_claimed_that_is_not_written(tmp_path, format_):
    product = read(written(tmp_path / "p", PRODUCTS[format_]))
    everything = " ".join((*PRODUCTS[format_], *PRODUCTS[format_].values()))
    for claim in product.claims:
        for word in claim.stated.replace("(", " ").replace(")", " ").replace(";", " ").replace("/", " ").split():
            assert word in everything or claim.field == "security", claim


@pytest.mark.parametrize("packing", ["zip", "tar", "gztar"])
@pytest.mark.parametrize("format_", FORMATS)
def test_packings_and_folders_above_read_alike(tmp_path, format_, packing):
    folder = written(tmp_path / "a" / "b" / "p", PRODUCTS[format_])
    archive = shutil.make_archive(str(tmp_path / "packed" / "p"), packing, folder.parent, "p")
    plain = read(folder, href="x")
    assert read(tmp_path / "a", href="x") == plain
    assert read(tmp_path / archive, href="x") == plain


@pytest.mark.parametrize("format_", FORMATS)
def test_two_products_side_by_side_are_both_named(tmp_path, format_):
    for name in ("one", "two"):
        written(tmp_path / name, PRODUCTS[format_])
    with pytest.raises(ProductError, match=r"holds 2 products \(one, two\)"):
        read(tmp_path)


@pytest.mark.parametrize("format_", ["terrasarx", "radarsat2", "rcm", "gaofen3", "novasar", "eos04", "lutan1"])
def test_two_metadata_files_in_one_folder_are_both_named(tmp_path, format_):
    folder = written(tmp_path, PRODUCTS[format_])
    (name,) = PRODUCTS[format_]
    shutil.copy(folder / name, (folder / name).with_name("another.xml"))
    with pytest.raises(ProductError, match=r"holds 2 products .*another\.xml"):
        read(folder)


XML = [format_ for format_ in FORMATS if format_ != "risat1"]


@pytest.mark.parametrize("format_", XML)
@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
    ids=["laughs", "external DTD", "external entity"],
)
def test_document_types_are_refused(tmp_path, format_, head):
    folder = written(tmp_path, PRODUCTS[format_], {'<?xml version="1.0" encoding="UTF-8"?>': head})
    try:
        product = read(folder)
    except ProductError as error:
        assert "document type" in error.message
    else:
        assert format_ in ("saocom", "biomass")
        assert any("document type" in problem.message for problem in product.problems)


@pytest.mark.parametrize("format_", XML)
def test_deep_nesting_is_refused(tmp_path, format_):
    files = dict(PRODUCTS[format_])
    name = next(name for name in files if "annot" in name) if format_ == "biomass" else next(iter(files))
    text = files[name].rstrip()
    cut = text.rindex("</")
    files[name] = text[:cut] + "<a>" * 5000 + "</a>" * 5000 + text[cut:]
    with pytest.raises(ProductError, match=r"nested|well-formed"):
        read(written(tmp_path, files))


@pytest.mark.parametrize("format_", XML)
def test_truncated_files_are_refused_or_told(tmp_path, format_):
    for share in (0.2, 0.5, 0.9):
        files = {name: text[: int(len(text) * share)] for name, text in PRODUCTS[format_].items()}
        folder = written(tmp_path / str(share), files)
        with pytest.raises(ProductError):
            read(folder)


WRONG = {
    "latitude of 400": (("<lat>1.0<", "<lat>400<"), ("<latitude>1.0<", "<latitude>400<"),
                        ("Polygon((8.0 1.0", "Polygon((8.0 400"),
                        (">1.0</Latitude>", ">400</Latitude>"), ("<footprint>1.0", "<footprint>400")),
    "year 0": (("2024-05-06T07:08:05", "0000-05-06T07:08:05"), ("2024-05-06 07:08:05", "0000-05-06 07:08:05"),
               ("2025-05-06T07:08:05", "0000-05-06T07:08:05")),
    "year 9999": (("2024-05-06T07:08:05", "9999-12-31T23:59:60"), ("2024-05-06 07:08:05", "9999-12-31 23:59:60"),
                  ("2025-05-06T07:08:05", "9999-12-31T23:59:60")),
    "absurd numbers": ((">7000000.0<", ">1e999<"),),
}  # fmt: skip


@pytest.mark.parametrize("format_", XML)
@pytest.mark.parametrize("what", WRONG)
def test_absurd_values_are_told(tmp_path, format_, what):
    everything = "".join(PRODUCTS[format_].values())
    changes = {old: new for old, new in WRONG[what] if old in everything}
    assert changes
    product = read(written(tmp_path, PRODUCTS[format_], changes))
    assert {problem.code for problem in product.problems} & {"unreadable", "no-place", "implausible", "claims-disagree"}
    for outline in product.outlines:
        assert all(-90 <= lat <= 90 for _, lat in outline.points)


@pytest.mark.parametrize("format_", XML)
def test_a_flood_of_elements_is_bounded(tmp_path, format_):
    """A megabyte of the format's own elements takes no longer than it should."""
    files = dict(PRODUCTS[format_])
    name = max(files, key=lambda key: len(files[key]))
    text = files[name].rstrip()
    cut = text.rindex("</")
    files[name] = text[:cut] + "<stateVec><timeUTC>x</timeUTC></stateVec>" * 20_000 + text[cut:]
    start = time.process_time()
    read(written(tmp_path, files))
    assert time.process_time() - start < 5
