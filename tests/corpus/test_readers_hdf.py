"""Real products of the HDF5 and JSON makers agree with the table of their true values, whole, damaged and renamed."""

from __future__ import annotations

import random
import shutil
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sarcheck.errors import ProductError
from sarcheck.readers import read
from tests.corpus.truth import differences, metres, rows

FORMATS = {
    "cosmo-skymed": "cosmo",
    "kompsat-5": "kompsat5",
    "iceye": "iceye",
    "capella": "capella",
    "umbra": "stac",
    "nisar": "nisar",
}
HOLLOW = "ICEYE_GRD_54549_20210427T215124_hollow"
KNOWN = {HOLLOW: ["footprint"]}
"""Where the table errs: it read this product's columns and latitudes as longitudes and latitudes."""
TOLERANCE_M = {"point": 500.0, "mean": 2000.0, "none": 2000.0}


def ours(row):
    return row["sensor"] in FORMATS and row["format"] != "STAC Item"


def products(shared):
    for row in rows(shared, ours):
        yield row, shared / "data/products" / row["path"]


def test_the_table_has_the_products_that_are_tested(shared):
    sensors = [row["sensor"] for row, _ in products(shared)]
    assert {sensor: sensors.count(sensor) for sensor in FORMATS} == {
        "cosmo-skymed": 2, "kompsat-5": 2, "iceye": 2, "capella": 5, "umbra": 0, "nisar": 1,
    }  # fmt: skip


def test_every_product_agrees_with_its_true_values(shared):
    wrong = {}
    for row, path in products(shared):
        product = read(path, href=row["product_id"])
        wrong[row["product_id"]] = [text.partition(":")[0] for text in differences(product, row)]
        assert (product.format, product.evidence) == (FORMATS[row["sensor"]], "metadata")
        assert product.verification == ("layout only" if row["sensor"] == "nisar" else "verified")
        assert product.problems == ()
        if row["incidence_far_deg"]:
            assert product.incidence_far == pytest.approx(float(row["incidence_far_deg"]))
    assert {key: found for key, found in wrong.items() if found} == KNOWN


def test_the_corners_that_the_table_misread_are_those_of_the_file(shared):
    product = next(read(path) for row, path in products(shared) if row["product_id"] == HOLLOW)
    stated = (
        (-6.2818332, 37.41700285),
        (-6.21675354, 37.4264571),
        (-6.22731201, 37.4741096),
        (-6.29258576, 37.4646332),
    )
    assert product.outlines[0].points == stated


def test_state_vectors_are_all_read(shared):
    for row, path in products(shared):
        found = len(read(path).state_vectors)
        # one COSMO-SkyMed file was rebuilt without positions, and the table counts this ICEYE's list as one
        expected = {"csk2": 0, "csk4": 0}.get(row["platform_key"], int(row["n_state_vectors"]))
        assert found == (81 if row["product_id"] == HOLLOW else expected), row["product_id"]


def ecef(lon, lat, height):
    lon, lat = np.radians([lon, lat])
    normal = 6378137.0 / np.sqrt(1 - 6.694379990141317e-3 * np.sin(lat) ** 2)
    across = (normal + height) * np.cos(lat)
    return np.array(
        [across * np.cos(lon), across * np.sin(lon), (normal * (1 - 6.694379990141317e-3) + height) * np.sin(lat)]
    )


def misclosure(vectors, tie):
    """Return how far the state vectors miss a tie point, in metres: along the track, and in range; and its side."""
    seconds = np.array([(vector.time - vectors[0].time).total_seconds() for vector in vectors])
    positions, velocities = (
        np.array([getattr(vector, part) for vector in vectors]) for part in ("position", "velocity")
    )
    at = (tie.time - vectors[0].time).total_seconds()
    i = int(np.clip(np.searchsorted(seconds, at) - 1, 0, len(seconds) - 2))
    step, u = seconds[i + 1] - seconds[i], (at - seconds[i]) / (seconds[i + 1] - seconds[i])
    weights = [2 * u**3 - 3 * u**2 + 1, (u**3 - 2 * u**2 + u) * step, 3 * u**2 - 2 * u**3, (u**3 - u**2) * step]
    platform = np.array(weights) @ np.array([positions[i], velocities[i], positions[i + 1], velocities[i + 1]])
    velocity = velocities[i] + (velocities[i + 1] - velocities[i]) * u
    sight = ecef(tie.longitude, tie.latitude, tie.height) - platform
    distance = np.linalg.norm(sight)
    cone = np.arccos(sight @ velocity / distance / np.linalg.norm(velocity))
    side = "left" if np.cross(platform, velocity) @ sight > 0 else "right"
    return abs(cone - np.radians(tie.cone)) * distance, abs(distance - (tie.slant_range or distance)), side


def test_state_vectors_lead_to_the_tie_points(shared):
    closed = set()
    for row, path in products(shared):
        product = read(path)
        for ties in product.ties if product.state_vectors else ():
            for tie in ties.points:
                along, in_range, side = misclosure(product.state_vectors, tie)
                assert max(along, in_range) < TOLERANCE_M[ties.heights], row["product_id"]
                assert side == product.look, row["product_id"]
            closed.add(row["product_id"])
    assert len(closed) == 10  # all but the two COSMO-SkyMed products, which came without positions


def test_derived_outlines_lie_around_the_centre_that_is_stated(shared):
    for row, path in products(shared):
        if row["sensor"] != "capella":
            continue
        product = read(path)
        (outline,), tie = product.outlines, product.ties[0].points[0]
        middle = [sum(axis) / 4 for axis in zip(*outline.points, strict=True)]
        # a map's box is that of all its pixels, the empty ones at its corners too
        on_map = product.product_type in ("GEC", "GEO")
        assert metres(middle, (tie.longitude, tie.latitude)) < (2500 if on_map else 50), row["product_id"]
        sides = [metres(one, other) for one, other in zip(outline.points, outline.points[1:], strict=False)]
        assert all(5000 < side < 22_000 for side in sides), row["product_id"]


def test_the_delivery_of_a_cosmo_skymed_product_names_its_customer(shared):
    path = next(path for row, path in products(shared) if row["platform_key"] == "csk4")
    product = read(path)
    assert (product.customer, product.customer_country) == ("ASI_CEOS_SuperSite_CampiFLEGREI_2015", "ITALIA")
    assert (product.order_id, product.security) == ("1043077", "unclassified")
    wrong = [record.name[-3:] for record in product.files if record.found != record.stated]
    assert wrong == [".h5"]  # its pixels were taken out
    assert len(product.files) == 5


def test_renamed_packed_and_single_files_say_the_same(shared, tmp_path):
    for row, path in products(shared):
        (metadata, *others) = sorted(path.iterdir(), key=lambda file: file.suffix not in (".json", ".h5", ".tif"))
        if row["platform_key"] == "csk4":
            metadata = next(file for file in others if file.name.startswith("DFDN") and file.suffix == ".xml")
        renamed = shutil.copy(metadata, tmp_path / "renamed.bin")
        with zipfile.ZipFile(tmp_path / "packed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(metadata, "a/b/renamed")
        for target in (renamed, tmp_path / "packed.zip"):
            wrong = {text.partition(":")[0] for text in differences(read(target), row)}
            # a name of its own tells some products' polarisations
            assert wrong <= {*KNOWN.get(row["product_id"], ()), "polarisations"}, row["product_id"]


# --- damaged files --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def originals(shared):
    """Return the bytes of one real file of each form."""
    found = {}
    for _, path in products(shared):
        for file in path.iterdir():
            if file.stat().st_size < 10**6 and file.suffix in (".h5", ".xml", ".tif", ".json"):
                found.setdefault((path.parent.name, file.suffix), file.read_bytes())
    return found


def damaged(data, seed):
    """Return a file with a few bytes changed, runs of ones and zeros, pieces lost or said twice, or its end cut."""
    chance, data = random.Random(seed), bytearray(data)
    for _ in range(chance.choice((1, 2, 4, 16))):
        at, kind = chance.randrange(len(data)), chance.randrange(6)
        if kind < 3:
            data[at] = chance.randrange(256)
        elif kind == 3:
            data[at : at + 8] = bytes([chance.choice((0, 255, 127))]) * 8
        elif kind == 4:
            piece = data[at : at + chance.randrange(1, 500)]
            data[at:at] = piece
        elif chance.random() < 0.5:
            del data[at : at + chance.randrange(1, 64)]
        else:
            del data[max(at, 100) :]
    return bytes(data)


@settings(max_examples=150, deadline=5000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), pick=st.integers(0, 20))
@example(seed=1, pick=0)
def test_a_damaged_file_is_read_or_refused(originals, tmp_path, seed, pick):
    kinds = sorted(originals)
    (maker, suffix) = kinds[pick % len(kinds)]
    path = tmp_path / f"x{suffix}"
    path.write_bytes(damaged(originals[maker, suffix], seed))
    try:
        product = read(path)
    except ProductError as error:
        assert (error.href, bool(error.message)) == (str(path), True)
    else:
        assert all(-360 <= lon <= 360 and abs(lat) <= 90 for o in product.outlines for lon, lat in o.points)
