"""Sentinel-1 as it is delivered, and as it is not."""

from __future__ import annotations

import datetime as dt
import json
import shutil

import pytest

from sarcheck.errors import ProductError
from sarcheck.readers import read

STEM = "s1a-iw-grd-vv-20240301t051500-20240301t051525-052789-066389-001"
NAME = "S1A_IW_GRDH_1SDV_20240301T051500_20240301T051525_052789_066389_0A1B"


def claims(product, field):
    return [(claim.value, claim.source, claim.path) for claim in product.claims if claim.field == field]


def test_safe_folder_states_every_field(safe):
    product = read(safe(), href="p1")
    assert (product.id, product.href, product.format) == (NAME, "p1", "sentinel1")
    assert (product.platform, product.constellation, product.evidence) == ("sentinel-1a", "sentinel-1", "metadata")
    assert product.start == dt.datetime(2024, 3, 1, 5, 15, 0, 250000, dt.UTC)
    assert product.stop == dt.datetime(2024, 3, 1, 5, 15, 25, 250000, dt.UTC)
    assert (product.mode, product.swaths, product.polarisations) == ("IW", ("IW",), ("VH", "VV"))
    assert (product.product_type, product.level, product.complex) == ("GRD", "L1", False)
    assert (product.look, product.pass_direction, product.frequency_band) == ("right", "descending", "C")
    assert (product.orbit_number, product.relative_orbit) == (52789, 117)
    assert (product.spacing_range, product.spacing_azimuth) == (10.0, 11.0)
    assert (product.incidence_near, product.incidence_far) == (30.0, 45.0)
    assert (product.facility, product.facility_country, product.processor) == (
        "Ground Segment X",
        "Ruritania",
        "Imager 003.71",
    )
    assert product.processed == dt.datetime(2024, 3, 1, 6, 10, tzinfo=dt.UTC)
    assert product.outlines[0].points == ((10.0, 50.0), (8.0, 50.2), (8.3, 51.2), (10.4, 51.0))
    assert product.problems == ()


def test_every_claim_tells_where_it_was_read(safe):
    product = read(safe())
    platforms = claims(product, "platform")
    assert [value for value, _, _ in platforms] == ["sentinel-1a"] * 3
    assert platforms[0][1:] == (
        "manifest.safe",
        "metadataSection/metadataObject[3]/metadataWrap/xmlData/platform/number",
    )
    assert platforms[1][2] == "adsHeader/missionId"
    assert platforms[2][2] == "name"
    assert [value for value, _, _ in claims(product, "facility")] == [
        "Ground Segment X",
        "Agency",
        "Strelsau",
        "Antenna Y",
    ]
    look = next(claim for claim in product.claims if claim.field == "look")
    assert look.derived
    assert not look.stated


def test_state_vectors_are_sorted_and_told_once(safe):
    folder = safe()
    first = next((folder / "annotation").iterdir())
    shutil.copy(first, first.with_name(first.name.replace("-vv-", "-vh-")))
    vectors = read(folder).state_vectors
    assert [vector.time.minute for vector in vectors] == [14, 15, 16]
    assert vectors[0].position == (4000004.0, 1e6, 5e6)


@pytest.mark.parametrize("where", ["folder", "zip", "manifest", "parent", "parent of a zip"])
def test_one_product_is_the_same_however_it_is_named(safe, zipped, tmp_path, where):
    folder = safe()
    expected = read(folder, href="x")
    path = {"folder": folder, "manifest": folder / "manifest.safe", "parent": tmp_path}.get(where)
    if path is None:
        path = zipped(folder)
        shutil.rmtree(folder)
        path = path if where == "zip" else tmp_path
    assert read(path, href="x") == expected


def test_manifest_alone_is_a_product(safe):
    product = read(safe(annotation=None))
    assert (product.platform, product.mode, product.state_vectors) == ("sentinel-1a", "IW", ())
    assert product.problems == ()


def test_without_manifest_the_annotation_speaks(safe, zipped):
    product = read(zipped(safe(manifest=None)))
    assert (product.platform, product.orbit_number, product.mode) == ("sentinel-1a", 52789, "IW")
    assert product.polarisations == ("VV",)
    (outline,) = product.outlines
    assert outline.kind == "ring"
    assert len(outline.points) == 8
    assert outline.points[0] == (10.3, 51.0)
    assert outline.points[2] == pytest.approx((8.3, 51.2))
    assert outline.points[4] == pytest.approx((8.0, 50.2))


def test_bucket_layout_without_manifest(safe):
    folder = safe(manifest=None, name="A1B2", stem="iw-vv")
    info = {
        "id": NAME,
        "missionId": "S1A",
        "productType": "GRD",
        "mode": "IW",
        "polarization": "DV",
        "startTime": "2024-03-01T05:15:00.250",
        "stopTime": "2024-03-01T05:15:25.250",
        "absoluteOrbitNumber": 52789,
        "footprint": {
            "type": "MultiPolygon",
            "coordinates": [[[[10.0, 50.0], [8.0, 50.2], [8.3, 51.2], [10.4, 51.0], [10.0, 50.0]]]],
        },
    }
    (folder / "productInfo.json").write_text(json.dumps(info), encoding="utf-8")
    product = read(folder)
    assert (product.id, product.platform, product.format) == (NAME, "sentinel-1a", "sentinel1")
    assert (product.polarisations, product.orbit_number) == (("VH", "VV"), 52789)
    assert product.outlines[0].points[1] == (8.0, 50.2)
    assert product.problems == ()


def test_level_0_has_no_product_type_of_its_own(safe):
    changes = {"level-1/grd": "level-0", "<productType>GRD</productType>": ""}
    product = read(safe(manifest=changes, annotation=None, name="L0.SAFE"))
    assert (product.level, product.product_type, product.complex) == ("L0", "RAW", None)


@pytest.mark.parametrize(
    ("where", "old", "new", "field"),
    [
        ("annotation", "<missionId>S1A", "<missionId>S1B", "platform"),
        ("annotation", "<absoluteOrbitNumber>52789", "<absoluteOrbitNumber>52790", "orbit_number"),
        ("annotation", "<polarisation>VV", "<polarisation>HH", "polarisations"),
        ("annotation", "<pass>Descending", "<pass>Ascending", "pass_direction"),
        ("annotation", "<mode>IW", "<mode>EW", "mode"),
        ("annotation", "<startTime>2024-03-01", "<startTime>2023-03-01", "start"),
        ("manifest", "<safe:number>A", "<safe:number>B", "platform"),
        ("manifest", "<safe:startTime>2024-03-01T05:15:00", "<safe:startTime>2024-03-01T05:14:57", "start"),
    ],
)
def test_claims_that_disagree_survive_and_are_told(safe, where, old, new, field):
    product = read(safe(**{where: {old: new}}))
    disagreements = [p for p in product.problems if p.code == "claims-disagree"]
    assert disagreements
    assert all(p.message.startswith(field) for p in disagreements)
    assert len({repr(claim.value) for claim in product.claims if claim.field == field}) > 1
    both = " ".join(p.message for p in disagreements)
    assert "manifest.safe" in both
    assert ".xml" in both or "(name)" in both


def test_a_product_renamed_to_another_ones_name_is_told(safe):
    renamed = "S1B_EW_GRDH_1SDH_20200301T051500_20200301T051525_020789_066389_0A1B.SAFE"
    told = {p.message.partition(":")[0] for p in read(safe(name=renamed)).problems if p.code == "claims-disagree"}
    assert told == {"platform", "start", "stop", "mode", "polarisations", "orbit_number"}


def test_a_name_that_says_nothing_is_no_contradiction(safe):
    product = read(safe(name="delivery 7"))
    assert (product.id, product.problems) == ("delivery 7", ())


def test_a_footprint_moved_away_from_its_grid_is_told(safe):
    moved = {"50.0,10.0 50.2,8.0 51.2,8.3 51.0,10.4": "40.0,10.0 40.2,8.0 41.2,8.3 41.0,10.4"}
    (problem,) = read(safe(manifest=moved)).problems
    assert problem.code == "claims-disagree"
    assert "footprint" in problem.message


@pytest.mark.parametrize("year", ["0000", "9999", "1492"])
def test_an_absurd_year_is_a_problem_not_a_time(safe, year):
    product = read(safe(manifest={"<safe:startTime>2024": f"<safe:startTime>{year}"}, annotation=None, name="x"))
    assert product.start is None
    (problem,) = product.problems
    assert year in problem.message
    assert "startTime" in problem.pointer


@pytest.mark.parametrize("pair", ["nan,10.0", "inf,10.0", "400.0,10.0", "50.0", "50.0,10.0,3", "fifty,ten", "1_0,2"])
def test_a_footprint_that_is_no_place_is_a_problem(safe, pair):
    product = read(safe(manifest={"50.0,10.0": pair}, annotation=None))
    assert product.outlines == ()
    assert [p.message.partition(":")[0] for p in product.problems] == ["footprint"]


def test_a_broken_annotation_is_a_problem_and_the_rest_still_speaks(safe):
    folder = safe()
    good = next((folder / "annotation").iterdir())
    broken = good.with_name(good.name.replace("-vv-", "-vh-"))
    broken.write_bytes(good.read_bytes()[:2000])
    product = read(folder)
    assert product.platform == "sentinel-1a"
    assert len(product.state_vectors) == 3
    assert [p.pointer for p in product.problems] == [f"annotation/{broken.name}"]


def test_state_vectors_that_are_no_numbers_are_problems(safe):
    product = read(safe(annotation={"<x>4000005.0</x>": "<x>nan</x>"}))
    assert len(product.state_vectors) == 2
    assert "orbit[3]" in product.problems[0].pointer


def test_a_flood_of_problems_is_cut_off_and_says_so(safe):
    orbit = "<orbit><time>never</time></orbit>" * 500
    product = read(safe(annotation={"</orbitList>": orbit + "</orbitList>"}))
    assert len(product.problems) < 60
    assert product.problems[-1].message == "more problems than can be listed"


def test_two_manifests_are_refused(safe, tmp_path):
    safe()
    safe(name="other.SAFE")
    with pytest.raises(ProductError, match="2 manifests"):
        read(tmp_path)


def test_wave_mode_has_an_outline_for_each_vignette(safe):
    frame = (
        "<safe:frame><safe:footPrint><coordinates>10,10 10,11 11,11 11,10</coordinates></safe:footPrint></safe:frame>"
    )
    product = read(safe(manifest={"</safe:frameSet>": frame * 59 + "</safe:frameSet>"}, annotation=None))
    assert len(product.outlines) == 60
    assert product.outlines[59].path == "frameSet/frame[60]/footPrint/coordinates"


def test_control_characters_of_a_stranger_do_not_reach_the_terminal(safe):
    product = read(safe(manifest={"Ground Segment X": "Ground &#x9b;31m X"}))
    assert product.facility == "Ground \N{REPLACEMENT CHARACTER}31m X"


def test_a_flat_zip(safe, tmp_path):
    folder = safe()
    packed = shutil.make_archive(str(tmp_path / folder.stem), "zip", folder)
    product = read(tmp_path / packed)
    assert (product.id, product.platform, product.problems) == (NAME, "sentinel-1a", ())


def test_files_beside_the_product_are_told(safe, tmp_path):
    safe()
    (tmp_path / "second.h5").write_bytes(b"x")
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (problem,) = read(tmp_path).problems
    assert (problem.code, problem.pointer) == ("not-read", "second.h5")


def test_two_products_without_manifests_are_refused(safe, tmp_path):
    safe(manifest=None)
    safe(manifest=None, name="other")
    with pytest.raises(ProductError, match="2 products"):
        read(tmp_path)


def test_a_manifest_hidden_inside_the_product_is_refused(safe):
    folder = safe()
    (folder / "support" / "a").mkdir(parents=True)
    shutil.copy(folder / "manifest.safe", folder / "support" / "a" / "manifest.safe")
    with pytest.raises(ProductError, match="2 manifests"):
        read(folder)


def test_a_broken_first_annotation_does_not_make_it_an_imitation(safe):
    folder = safe()
    good = next((folder / "annotation").iterdir())
    good.with_name(good.name.replace("-vv-", "-hh-")).write_bytes(b"")
    product = read(folder)
    assert (product.format, product.platform) == ("sentinel1", "sentinel-1a")
    assert [p.code for p in product.problems] == ["unreadable"]


def test_state_vectors_of_another_frame_are_not_taken_for_earth_fixed(safe):
    product = read(safe(annotation={"<frame>Earth Fixed": "<frame>Inertial"}))
    assert product.state_vectors == ()
    assert len(product.problems) == 3


def test_incidence_zero_stands_for_not_computed(safe):
    product = read(safe(annotation={"<incidenceAngle>30.0": "<incidenceAngle>0.0"}))
    assert (product.incidence_near, product.problems) == (37.5, ())


def test_a_product_folders_down_is_found_down_to_a_depth(safe, tmp_path):
    folder = safe()
    for parent, found in (("a/b/c/d", True), ("e/a/b/c/d/e/f/g", False)):
        outer = tmp_path / parent
        outer.mkdir(parents=True)
        shutil.copytree(folder, outer / folder.name)
        top = tmp_path / parent.partition("/")[0]
        if found:
            assert read(top).id == folder.stem
        else:
            with pytest.raises(ProductError, match="not a product"):
                read(top)


def test_annotation_that_would_fill_the_memory_is_left_and_told(safe, monkeypatch):
    folder = safe()
    first = next((folder / "annotation").iterdir())
    shutil.copy(first, first.with_name(first.name.replace("-vv-", "-vx-")))
    monkeypatch.setattr("sarcheck.readers._safe.MAX_TAGS", 10)
    assert [p.code for p in read(folder).problems] == ["unreadable"]


@pytest.mark.parametrize("letter", "BCD")
def test_every_unit_of_the_series(safe, letter):
    product = read(
        safe(
            manifest={"<safe:number>A<": f"<safe:number>{letter}<", "s1a-": f"s1{letter.lower()}-"},
            annotation={"S1A": f"S1{letter}"},
            name=NAME.replace("S1A", f"S1{letter}") + ".SAFE",
            stem=STEM.replace("s1a", f"s1{letter.lower()}"),
        )
    )
    assert (product.format, product.platform, product.problems) == ("sentinel1", f"sentinel-1{letter.lower()}", ())


def test_a_manifest_alone_under_another_name(safe, tmp_path):
    manifest = safe() / "manifest.safe"
    for name in ("renamed.xml", "renamed.dat"):
        product = read(shutil.copy(manifest, tmp_path / name))
        assert (product.format, product.platform, len(product.outlines)) == ("sentinel1", "sentinel-1a", 1)


def test_a_manifest_under_another_name_beside_its_annotation(safe):
    folder = safe()
    plain = read(folder, href="p")
    (folder / "manifest.safe").rename(folder / "m.xml")
    product = read(folder, href="p")
    assert (product.state_vectors, product.problems) == (plain.state_vectors, ())
    assert {claim.source for claim in product.claims} >= {"m.xml"}
