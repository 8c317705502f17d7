"""COSMO-SkyMed: HDF5 of both generations, delivery papers, checksums, on synthetic products."""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile

import h5py
import pytest

from sarcheck.errors import ProductError
from sarcheck.readers import read
from sarcheck.readers.cosmo import mended
from tests.readers import telespazio as make

START = dt.datetime(2024, 3, 1, 5, 15, 0, 250000, dt.UTC)


@pytest.mark.parametrize("fixed", [True, False])
def test_every_attribute_is_a_claim_with_its_path(tmp_path, fixed):
    product = read(make.hdf5(tmp_path / f"{make.STEM}.h5", fixed=fixed))
    assert (product.format, product.verification, product.evidence) == ("cosmo", "verified", "metadata")
    assert (product.id, product.platform, product.constellation) == (make.STEM, "csk1", "cosmo-skymed")
    assert (product.start, product.stop) == (START, START + dt.timedelta(seconds=6.875))
    assert (product.mode, product.swaths, product.polarisations) == ("HIMAGE", ("H4-03",), ("HV",))
    assert (product.product_type, product.level, product.complex) == ("SCS_B", "L1A", True)
    assert (product.frequency_band, product.look, product.pass_direction) == ("X", "right", "ascending")
    assert (product.orbit_number, product.resolution_range, product.resolution_azimuth) == (12345, 3.0, 3.5)
    assert (product.spacing_range, product.spacing_azimuth) == (1.25, 2.0)
    assert (product.incidence_near, product.incidence_far) == (30.25, 33.5)
    assert (product.facility, product.receiving_station) == ("Strelsau Centre", "42/STR/Strelsau")
    assert (product.processor, product.processed) == ("9.9", dt.datetime(2024, 3, 1, 8, tzinfo=dt.UTC))
    assert product.outlines[0].points == make.RING
    assert product.problems == ()
    places = {claim.field: claim.path for claim in reversed(product.claims)}
    assert (places["platform"], places["spacing_range"]) == ("@Satellite ID", "S01/SBI@Column Spacing")


def test_state_vectors_and_corners_are_what_closure_needs(tmp_path):
    product = read(make.hdf5(tmp_path / "x.h5"))
    assert [vector.position[0] for vector in product.state_vectors] == [4e6, 4e6 + 1, 4e6 + 2, 4e6 + 3]
    assert product.state_vectors[1].time == dt.datetime(2024, 3, 1, 5, 15, tzinfo=dt.UTC)
    (ties,) = product.ties
    assert (ties.heights, len(ties.points)) == ("point", 4)
    seen = {
        (t.time.second, round(t.slant_range), t.incidence): (t.longitude, t.latitude, t.height) for t in ties.points
    }
    assert seen == {
        (0, 749481, 30.25): (26.0, 40.0, 10.0),
        (0, 779460, 33.5): (26.5, 40.1, 20.0),
        (6, 779460, 33.5): (26.4, 40.6, 30.0),
        (6, 749481, 30.25): (25.9, 40.5, 40.0),
    }


def test_corners_follow_the_stated_order_of_lines_and_columns(tmp_path):
    product = read(make.hdf5(tmp_path / "x.h5", {"Lines Order": "LATE-EARLY", "Columns Order": "FAR-NEAR"}))
    first = min(product.ties[0].points, key=lambda point: (point.time, point.slant_range))
    assert (first.longitude, first.latitude) == (26.4, 40.6)  # the bottom right is the early near corner
    assert read(make.hdf5(tmp_path / "y.h5", {"Lines Order": "NORTHING-SOUTHING"})).ties == ()


def test_the_estimated_outline_of_the_scene_goes_before_that_of_its_images(tmp_path):
    names = ("Top Left", "Top Right", "Bottom Right", "Bottom Left")
    corners = {f"Estimated {n} Geodetic Coordinates": [41.0, 20.0 + i * i, 0.0] for i, n in enumerate(names)}
    product = read(make.hdf5(tmp_path / "x.h5", corners))
    assert product.outlines[0].points == ((20.0, 41.0), (21.0, 41.0), (24.0, 41.0), (29.0, 41.0))


def test_subswaths_each_have_an_outline_and_ties(tmp_path):
    product = read(make.hdf5(tmp_path / "x.h5", {"Acquisition Mode": "WIDEREGION"}, swaths=3))
    assert [outline.points[0] for outline in product.outlines] == [(26.0, 40.0), (26.5, 40.0), (27.0, 40.0)]
    assert (len(product.ties), product.mode) == (3, "WIDEREGION")


def test_the_second_generation_is_read_by_its_documented_layout(tmp_path):
    root = {"Mission ID": "CSG", "Satellite ID": "SSAR2", "Product Filename": None}
    product = read(make.hdf5(tmp_path / "x.h5", root, where="IMG", polarisation=("Polarization", "VV")))
    assert (product.platform, product.verification) == ("csg2", "layout only")
    assert (product.polarisations, product.incidence_near) == (("VV",), 30.25)


def test_kompsat_5_has_the_same_layout_in_hdf5(tmp_path):
    product = read(make.hdf5(tmp_path / "x.h5", {"Mission ID": "KMPS", "Satellite ID": "KMPS5"}))
    assert (product.platform, product.constellation, product.verification) == ("kompsat-5", "kompsat", "layout only")


def test_a_delivery_tells_its_customer_from_malformed_papers(tmp_path):
    (tmp_path / "note.xml").write_text(make.NOTE)
    (tmp_path / "sheet").write_text(make.SHEET)
    product = read(tmp_path)
    assert (product.id, product.platform, product.start) == (make.STEM, "csk1", START)
    assert (product.order_id, product.customer) == ("77", "Ruritanian Trading House")
    assert (product.customer_country, product.security) == ("RURITANIA", "restricted")
    assert (product.level, product.complex, product.processor) == ("L1A", True, "9.9")
    assert product.outlines[0].points == make.RING
    assert product.polarisations == ("HV",)  # from the name, which is all that tells
    assert (product.state_vectors, product.ties, product.problems) == ((), (), ())


def test_a_company_that_is_not_applicable_is_no_customer(tmp_path):
    sheet = tmp_path / "sheet.xml"
    sheet.write_text(make.SHEET.replace("Ruritanian Trading House", "Not Applicable"))
    assert read(sheet).customer == "Rudolf"


def test_papers_and_image_that_differ_are_told(tmp_path):
    make.hdf5(tmp_path / "x.h5")
    (tmp_path / "note.xml").write_text(make.NOTE.replace("CSKS1</", "CSKS3</"))
    assert any(p.code == "claims-disagree" and p.message.startswith("platform") for p in read(tmp_path).problems)


def test_a_renamed_and_packed_delivery_is_recognised(tmp_path):
    make.hdf5(tmp_path / "a.bin")
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(tmp_path / "a.bin", "deep/a.bin")
        archive.writestr("deep/sheet.dat", make.SHEET)
    product = read(tmp_path / "b.zip")
    assert (product.platform, product.customer, len(product.ties)) == ("csk1", "Ruritanian Trading House", 1)


def test_checksums_of_the_delivery_are_recorded(tmp_path):
    (tmp_path / "note.xml").write_text(make.NOTE)
    digest = hashlib.sha256(make.NOTE.encode()).hexdigest()
    (tmp_path / "SHA256_1.sha256.sec").write_text(f"{digest.upper()} *note.xml\n{'0' * 64} *gone.h5\n")
    gone, note = read(tmp_path).files
    assert (gone.name, gone.present, gone.found, gone.role) == ("gone.h5", False, None, "pixels")
    assert (note.stated, note.found, note.role, note.algorithm) == (digest, digest, "metadata", "sha256")


def test_several_products_in_one_folder_are_refused(tmp_path):
    make.hdf5(tmp_path / "x.h5")
    make.hdf5(tmp_path / "y.h5")
    with pytest.raises(ProductError, match="holds 2 products"):
        read(tmp_path)


def test_document_types_with_declarations_are_still_refused(tmp_path):
    bad = make.SHEET.replace(
        '<!DOCTYPE DeliveryAccompanyingSheet SYSTEM "DeliveryAccompanyingSheet.dtd">',
        '<!DOCTYPE DeliveryAccompanyingSheet [<!ENTITY x "y">]>',
    )
    (tmp_path / "sheet.xml").write_text(bad)
    (tmp_path / "note.xml").write_text(make.NOTE)
    assert [p.pointer for p in read(tmp_path).problems] == ["sheet.xml"]


def test_mending_takes_off_no_more_than_the_prologue():
    assert mended(b'<?a b?>\n<?xml version="1.0"?><!DOCTYPE X SYSTEM "x.dtd"><X/>') == b'<?xml version="1.0"?><X/>'
    assert mended(b"<X/>") == b"<X/>"
    assert b"DOCTYPE" in mended(b'<!DOCTYPE X SYSTEM "a"><!DOCTYPE X SYSTEM "b"><X/>')


# --- hostile ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("root", "field"),
    [
        ({"Scene Sensing Start UTC": "0000-01-01 00:00:00"}, "start"),
        ({"Scene Sensing Start UTC": "9999-01-01 00:00:00"}, "start"),
        ({"Look Side": "UP"}, "look"),
        ({"Orbit Number": -4}, "orbit_number"),
        ({"Radar Frequency": float("nan")}, "frequency_band"),
        ({"Ground Range Geometric Resolution": float("inf")}, "resolution_range"),
        ({"Product Type": [1.0, 2.0]}, "level"),
        ({"State Vectors Times": [1e99] * 4}, "state_vectors"),
        ({"ECEF Satellite Position": [1.0, 2.0]}, "state_vectors"),
        ({"Reference UTC": "never"}, "state_vectors"),
    ],
)
def test_absurd_attributes_are_absent(tmp_path, root, field):
    product = read(make.hdf5(tmp_path / "x.h5", {"Product Filename": None} | root))
    assert not getattr(product, field)
    assert product.platform == "csk1"


def test_an_impossible_place_is_a_problem(tmp_path):
    product = read(make.hdf5(tmp_path / "x.h5", image={"Top Left Geodetic Coordinates": [400.0, 26.0, 0.0]}))
    assert (product.outlines, product.ties) == ((), ())
    assert any("latitude 400" in problem.message for problem in product.problems)


def test_links_out_of_the_file_are_not_followed(tmp_path):
    secret = make.hdf5(tmp_path / "secret.h5")
    folder = tmp_path / "product"
    folder.mkdir()
    path = make.hdf5(folder / "x.h5")
    with h5py.File(path, "a") as file:
        del file["S01"]
        file["S01"] = h5py.ExternalLink(str(secret), "/S01")
    product = read(path)
    assert product.polarisations != ("HV",) or product.incidence_near is None
    assert any("link" in problem.message for problem in product.problems)


def test_a_truncated_file_is_told_as_such(tmp_path):
    path = make.hdf5(tmp_path / "x.h5")
    path.write_bytes(path.read_bytes()[:700])
    with pytest.raises(ProductError, match="damaged or truncated HDF5"):
        read(path)


def test_an_attribute_of_a_million_values_is_not_read(tmp_path):
    with h5py.File(tmp_path / "x.h5", "w", libver="latest") as file:
        file.attrs["Mission ID"] = "CSK"
        file.attrs["Satellite ID"] = [0.0] * 300_000
    product = read(tmp_path / "x.h5")
    assert product.platform is None
    assert any("too many for metadata" in problem.message for problem in product.problems)
