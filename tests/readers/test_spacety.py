"""Products that imitate Sentinel-1: never taken for it, whatever they are named."""

from __future__ import annotations

import pytest

from sarcheck.errors import ProductError
from sarcheck.readers import read

NAME = "BC1_SM_SLC_1SSV_20210324T214340_000394_00018A"
STEM = "bc1-sm1-slc-vv-20210324t214340-000394-00018a-01"
LOOKALIKE = {
    "s1a-iw-grd-vv-20240301t051500-20240301t051525-052789-066389-001": STEM,
    "2024-03-01T05:15:00.250000": "2021-03-24 21:43:40.480777",
    "2024-03-01T05:15:25.250000": "2021-03-24_21:43:45.723879",
    "<mode>IW": "<mode>SM",
    "52789": "394",
    "GRD<": "SLC<",
}
MINE = {key: value for key, value in LOOKALIKE.items() if not key.startswith("s1a-")}
ANNOTATION = {**MINE, "<missionId>S1A": "<missionId>BC1", "5.405e9": "5.4e9"}


def manifest(family, number):
    named = {"<safe:familyName>SENTINEL-1": f"<safe:familyName>{family}", "<safe:number>A": f"<safe:number>{number}"}
    return {**LOOKALIKE, **named, "<transmitterReceiverPolarisation>VH</transmitterReceiverPolarisation>": ""}


@pytest.mark.parametrize(
    ("family", "number", "key"),
    [
        ("HISEA-1", "", "hisea-1"),
        ("HISEA", "1", "hisea-1"),
        ("HiSea 1", "1", "hisea-1"),
        ("FUCHENG-1", "", "fucheng-1"),
        ("CHAOHU", "1", "chaohu-1"),
        ("TY-MINISAR", "01", "ty-minisar-01"),
        ("HISEA-1", "A", "hisea-1"),
        ("HISEA-1", "2", "hisea-1"),
        ("FOOSAT", "A", "foosat"),
    ],
)
def test_a_stated_platform_is_kept(safe, family, number, key):
    product = read(safe(manifest(family, number), ANNOTATION, NAME, STEM))
    assert (product.format, product.platform, product.verification) == ("spacety", key, "layout only")
    assert product.constellation is None
    assert product.problems == ()
    stated = [claim.stated for claim in product.claims if claim.field == "platform"]
    assert "BC1" in stated


@pytest.mark.parametrize(
    ("family", "number"),
    [
        ("SENTINEL-1", "A"),
        ("SENTINEL-1", ""),
        ("", ""),
        ("Spacety", "1"),
        ("BC1", ""),
        ("UNKNOWN", "0"),
        ("TY-MINISAR", ""),
    ],
)
def test_no_platform_is_unidentified_and_never_sentinel_1(safe, family, number):
    product = read(safe(manifest(family, number), ANNOTATION, NAME, STEM))
    assert (product.format, product.platform, product.constellation) == ("spacety", None, None)
    (problem,) = product.problems
    assert problem.code == "unidentified-platform"
    assert "Spacety-like, unidentified" in problem.message


@pytest.mark.parametrize(
    ("on_manifest", "on_annotation", "stem"),
    [
        ({'version="esa/safe/sentinel-1.0/sentinel-1/sar/level-1/grd/standard/iwdp"': ""}, {}, None),
        ({"<safe:number>A": "<safe:number>X"}, {}, None),
        ({"<mode>IW": "<mode>NS"}, {}, None),
        ({"./annotation/s1a": "./annotation/bc1"}, {}, None),
        ({}, {"<missionId>S1A": "<missionId>BC1"}, None),
        ({}, {}, STEM),
        (None, {}, STEM),
        (None, {"<missionId>S1A": "<missionId>HISEA"}, None),
    ],
)
def test_one_contrary_mark_is_enough_even_under_a_copernicus_name(safe, on_manifest, on_annotation, stem):
    folder = safe(on_manifest, on_annotation, **({"stem": stem} if stem else {}))
    product = read(folder)
    assert product.format == "spacety"
    assert product.platform in (None, "hisea")
    assert not any(str(claim.value).startswith("sentinel-1") for claim in product.claims if claim.field == "platform")


def test_a_copernicus_product_renamed_to_a_look_alike_stays_sentinel_1(safe):
    product = read(safe(name=NAME))
    assert (product.format, product.platform) == ("sentinel1", "sentinel-1a")
    assert any(p.code == "claims-disagree" and p.message.startswith("platform") for p in product.problems)


def test_marks_of_sentinel_1_beside_a_satellite_are_claims_without_a_value(safe):
    annotation = {key: value for key, value in ANNOTATION.items() if "missionId" not in key}
    product = read(safe(manifest("HISEA-1", "A"), annotation, NAME, STEM))
    claims = [(claim.stated, claim.value) for claim in product.claims if claim.field == "platform"]
    assert (product.platform, claims) == ("hisea-1", [("HISEA-1", "hisea-1"), ("S1A", None)])
    assert product.problems == ()


@pytest.mark.parametrize("family", ["FOOSAT", "SENTINEL-1"])
def test_a_satellite_that_nobody_knows_is_kept_wherever_it_is_named(safe, family):
    changes = {**ANNOTATION, "<missionId>S1A": "<missionId>S1A" if family == "FOOSAT" else "<missionId>FOOSAT"}
    product = read(safe(manifest(family, "A"), changes, NAME, STEM))
    assert (product.format, product.platform, product.constellation) == ("spacety", "foosat", None)


def test_a_satellite_named_by_the_second_annotation_only_is_found(safe):
    folder = safe(manifest("SENTINEL-1", "A"), ANNOTATION, NAME, STEM)
    first = folder / "annotation" / f"{STEM}.xml"
    second = first.read_text(encoding="utf-8").replace("<missionId>BC1", "<missionId>FOOSAT")
    (folder / "annotation" / f"{STEM[:-1]}2.xml").write_text(second, encoding="utf-8")
    assert read(folder).platform == "foosat"


def test_values_of_the_real_case_are_read(safe, zipped):
    product = read(zipped(safe(manifest("HISEA-1", ""), ANNOTATION, NAME, STEM)))
    assert product.start.isoformat() == "2021-03-24T21:43:40.480777+00:00"
    assert product.stop.isoformat() == "2021-03-24T21:43:45.723879+00:00"
    assert (product.mode, product.polarisations, product.orbit_number) == ("SM", ("VV",), 394)
    assert (product.product_type, product.level, product.complex, product.frequency_band) == ("SLC", "L1", True, "C")
    assert product.look is None


def test_early_names_and_annotation_in_the_root_are_read(safe):
    folder = safe(
        manifest("HISEA-1", ""),
        ANNOTATION,
        "BC1_SP_SLC__1SVV_20210324T214340_20210324T214345_000394_000210_4597.SAFE",
        STEM,
    )
    for file in (folder / "annotation").iterdir():
        file.rename(folder / file.name)
    (folder / "annotation").rmdir()
    (folder / "readme.xml").write_text("<notes><a/></notes>", encoding="utf-8")
    product = read(folder)
    assert len(product.state_vectors) == 3
    assert [p.message.partition(":")[0] for p in product.problems] == ["mode"]


def test_the_grid_stands_in_for_a_missing_frame(safe):
    frame = "<coordinates>50.0,10.0 50.2,8.0 51.2,8.3 51.0,10.4</coordinates>"
    product = read(safe({**manifest("HISEA-1", ""), frame: ""}, ANNOTATION, NAME, STEM))
    (outline,) = product.outlines
    assert (len(outline.points), outline.source) == (8, f"annotation/{STEM}.xml")


def test_two_satellites_in_one_product_are_told(safe):
    changes = {**ANNOTATION, "<missionId>S1A": "<missionId>CHAOHU-1"}
    product = read(safe(manifest("HISEA-1", ""), changes, NAME, STEM))
    assert product.platform == "hisea-1"
    (problem,) = product.problems
    assert problem.code == "claims-disagree"
    assert "CHAOHU-1" in problem.message


def test_a_manifest_without_times_is_still_recognised(safe):
    changes = manifest("HISEA-1", "")
    changes["<safe:startTime>"] = "<safe:begin>"
    changes["</safe:startTime>"] = "</safe:begin>"
    product = read(safe(changes, ANNOTATION, NAME, STEM))
    assert (product.format, product.platform) == ("spacety", "hisea-1")
    assert product.start.microsecond == 480777


def test_an_optical_sentinel_is_no_imitation(safe):
    with pytest.raises(ProductError, match="not a product"):
        read(safe({"SENTINEL-1<": "SENTINEL<", "<safe:number>A": "<safe:number>2A"}, None))
