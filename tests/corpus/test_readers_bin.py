"""Real products of the binary and text formats agree with the table of their true values, and with their own orbits."""

from __future__ import annotations

import itertools
import json
import math
import shutil
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import ProductError
from sarcheck.readers import read
from tests.corpus.truth import differences, rows

SENSORS = ("sicd", "sidd", "cphd", "crsd", "envisat", "ers", "alos", "uavsar")
A, E2 = 6_378_137.0, 0.00669437999014
DAY_ONLY = {"11-Sep-2017": "2017-09-11T00:00:00Z"}
"""UAVSAR states the day of its processing, and the table repeats it as written."""


def ours(row):
    return row["sensor"].startswith(SENSORS) and row["format"] != "STAC Item"


def true(row):
    return row | {"processing_time": DAY_ONLY.get(row["processing_time"], row["processing_time"])}


def everything(shared):
    return [(true(row), shared / "data/products" / row["path"]) for row in rows(shared, ours)]


def metres(one, other):
    east = (one[0] - other[0] + 180) % 360 - 180
    return 111_320 * math.hypot(east * math.cos(math.radians(one[1])), one[1] - other[1])


def test_the_table_has_the_products_that_are_tested(shared):
    assert len(everything(shared)) == 21


def test_every_product_agrees_with_its_true_values(shared):
    wrong = {}
    for row, path in everything(shared):
        product = read(path, href=row["product_id"])
        # corners are compared by distance below: the table rounds them
        wrong[row["product_id"]] = [text for text in differences(product, row) if text != "footprint"]
        assert (product.evidence, product.href, product.verification) == ("metadata", row["product_id"], "verified")
    assert {key: found for key, found in wrong.items() if found} == {}


def test_far_incidence_agrees(shared):
    for row, path in everything(shared):
        if row["incidence_far_deg"]:
            assert read(path).incidence_far == pytest.approx(float(row["incidence_far_deg"]))


def test_footprints_are_the_rings_of_the_table_within_ten_metres(shared):
    compared = 0
    for row, path in everything(shared):
        if row["footprint_lonlat"].startswith("["):
            ring = json.loads(row["footprint_lonlat"])
            ring = ring[:-1] if ring[0] == ring[-1] else ring
            points = list(dict.fromkeys(read(path).outlines[0].points))
            assert len(points) == len(ring), row["product_id"]
            for point in points:
                assert min(metres(point, corner) for corner in ring) < 10, row["product_id"]
            turned = [ring.index(min(ring, key=lambda corner, at=point: metres(at, corner))) for point in points]
            steps = {(b - a) % len(ring) for a, b in itertools.pairwise(turned)}
            assert len(steps) == 1, "neighbours in the ring are neighbours in the table"
            assert steps <= {1, len(ring) - 1}
            compared += 1
    assert compared == 20


def test_genuine_products_have_no_problems(shared):
    assert {row["product_id"]: p for row, path in everything(shared) if (p := read(path).problems)} == {}


def test_every_claim_names_its_place(shared):
    for row, path in everything(shared):
        product = read(path)
        assert product.claims
        for claim in product.claims:
            assert claim.source, row["product_id"]
            assert claim.path or claim.derived, row["product_id"]


def earth_fixed(lon, lat, height):
    lon, lat = math.radians(lon), math.radians(lat)
    normal = A / math.sqrt(1 - E2 * math.sin(lat) ** 2)
    across = (normal + height) * math.cos(lat)
    return np.array([across * math.cos(lon), across * math.sin(lon), (normal * (1 - E2) + height) * math.sin(lat)])


def at(vectors, time):
    """Return position and velocity at a time, by cubic interpolation."""
    times = [(vector.time - time).total_seconds() for vector in vectors]
    i = min(max(sum(second <= 0 for second in times) - 1, 0), len(times) - 2)
    span = times[i + 1] - times[i]
    s = -times[i] / span
    p0, p1 = (np.array(vectors[k].position) for k in (i, i + 1))
    v0, v1 = (np.array(vectors[k].velocity) * span for k in (i, i + 1))
    cubic = (2 * s**3 - 3 * s**2 + 1) * p0 + (s**3 - 2 * s**2 + s) * v0
    cubic += (3 * s**2 - 2 * s**3) * p1 + (s**3 - s**2) * v1
    slope = (6 * s**2 - 6 * s) * (p0 - p1) + (3 * s**2 - 4 * s + 1) * v0 + (3 * s**2 - 2 * s) * v1
    return cubic, slope / span


def misses(product):
    """Yield how far along the track and in range, in metres, each tie point lies from where the orbit leads."""
    for point in (point for ties in product.ties for point in ties.points):
        position, velocity = at(product.state_vectors, point.time)
        sight = earth_fixed(point.longitude, point.latitude, point.height or 0.0) - position
        distance = np.linalg.norm(sight)
        cone = math.degrees(math.acos(sight @ velocity / distance / np.linalg.norm(velocity)))
        yield distance * math.radians(abs(cone - point.cone)), abs(distance - (point.slant_range or distance))


def test_tie_points_close_within_metres(shared):
    worst = {}
    for row, path in everything(shared):
        product = read(path)
        if found := list(misses(product)):
            worst[row["sensor"]] = max(worst.get(row["sensor"], 0.0), *(max(miss) for miss in found))
    assert set(worst) == {"sicd (terrasar-x)", "sicd", "sidd", "envisat-asar", "ers", "alos-2"}
    assert worst["alos-2"] < 50, "the centre's height is not stated"
    assert max(miss for sensor, miss in worst.items() if sensor != "alos-2") < 2


def test_a_pass_agrees_with_the_orbit(shared):
    for _, path in everything(shared):
        product = read(path)
        if len(product.state_vectors) > 1 and product.pass_direction and product.start:
            northward = at(product.state_vectors, product.start)[1][2]
            assert (northward > 0) == (product.pass_direction == "ascending")


@pytest.mark.parametrize("packing", ["zip", "zip in a folder", "parent", "renamed"])
def test_a_product_is_the_same_however_it_is_packed(shared, tmp_path, packing):
    for row, path in everything(shared):
        if path.suffix == ".zip":
            continue
        files = [path] if path.is_file() else sorted(file for file in path.iterdir() if file.is_file())
        target = tmp_path / row["product_id"] / "delivery"
        target.mkdir(parents=True)
        for i, file in enumerate(files):
            renamed = f"{i:03d}.bin" if packing == "renamed" else file.name
            shutil.copy(file, target / renamed)
        found = target.parent
        if packing.startswith("zip"):
            with zipfile.ZipFile(tmp_path / f"{row['product_id']}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                for file in sorted(target.iterdir()):
                    archive.write(file, file.relative_to(target.parent))
            shutil.rmtree(target)
            found = tmp_path / f"{row['product_id']}.zip"
            if packing == "zip in a folder":
                found = shutil.move(found, target.parent / found.name) and target.parent
        product = read(found)
        assert [text for text in differences(product, row) if text != "footprint"] == [], (row["product_id"], packing)
        assert product.outlines == () or product.outlines[0].points == read(path).outlines[0].points


def test_ceos_alone_tells_what_the_summary_tells(shared, tmp_path):
    (path,) = [path for _, path in everything(shared) if path.suffix == ".zip"]
    whole = read(path)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path, [n for n in archive.namelist() if n[:4] in ("VOL-", "LED-", "IMG-", "TRL-")])
    alone = read(tmp_path)
    same = ("platform", "mode", "look", "pass_direction", "orbit_number", "polarisations", "spacing_range", "level")
    for field in (*same, "facility", "complex", "product_type", "state_vectors", "ties"):
        assert getattr(alone, field) == getattr(whole, field), field
    assert whole.start < alone.start == alone.stop < whole.stop
    assert alone.problems == ()


def samples(shared):
    """Return (name, bytes) of one file of each kind."""
    found = {}
    for row, path in everything(shared):
        file = path if path.is_file() else max((f for f in path.iterdir() if f.is_file()), key=lambda f: f.name)
        if path.suffix != ".zip":
            found.setdefault((row["sensor"], row["format"]), (file.name, file.read_bytes()))
    with zipfile.ZipFile(next(path for _, path in everything(shared) if path.suffix == ".zip")) as archive:
        leader = next(name for name in archive.namelist() if name.startswith("LED"))
        found["ceos", ""] = (leader, archive.read(leader)[: 2**16])
    return list(found.values())


def mutated(data, moves):
    """Return data with pieces overwritten, cut out or doubled, and perhaps cut short."""
    data = bytearray(data)
    for place, kind, piece in moves:
        spot = int(place * max(len(data) - 1, 0))
        if kind == "write":
            data[spot : spot + len(piece)] = piece
        elif kind == "cut":
            del data[spot : spot + len(piece) * 7]
        elif kind == "end":
            del data[spot:]
        else:
            data[spot:spot] = data[spot : spot + 300]
    return bytes(data)


MOVES = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.sampled_from(["write", "write", "write", "cut", "end", "double"]),
        st.one_of(st.binary(min_size=1, max_size=12), st.sampled_from([b"-9999999999", b"9" * 10, b"1E400", b"NaN"])),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 99), moves=MOVES)
def test_a_damaged_file_is_refused_or_told_of_and_never_breaks_the_reader(shared, tmp_path, which, moves):
    files = samples(shared)
    name, data = files[which % len(files)]
    (tmp_path / name).write_bytes(mutated(data, moves))
    try:
        product = read(tmp_path / name)
    except ProductError as error:
        assert error.message
    else:
        assert all(abs(lat) <= 90 for outline in product.outlines for _, lat in outline.points)
        assert product.claims
    finally:
        (tmp_path / name).unlink()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 99), moves=MOVES)
def test_damage_to_the_header_is_met_in_the_same_way(shared, tmp_path, which, moves):
    files = samples(shared)
    name, data = files[which % len(files)]
    (tmp_path / name).write_bytes(mutated(data[:900], moves) + data[900:])
    try:
        assert read(tmp_path / name).claims
    except ProductError as error:
        assert error.message
    finally:
        (tmp_path / name).unlink()
