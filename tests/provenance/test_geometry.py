"""What state vectors say of a product: each forgery fails where it should, with its cause; nothing else does."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from msgspec.structs import replace

from sarcheck import provenance
from sarcheck.model import Claim, Outline, Problem, TiePoints
from sarcheck.platforms import PlatformTable
from sarcheck.provenance.geometry import CHECKS


def told(product, table):
    return {fact.check: fact for fact in provenance.facts(product, table) if fact.check in CHECKS}


def failing(product, table):
    return {check for check, fact in told(product, table).items() if fact.result == "fail"}


def moved(product, change, *, ties=True, outlines=True):
    """Return a product whose points are moved by a function of longitude and latitude."""
    made = product
    if ties:
        sets = tuple(
            replace(one, points=tuple(_at(point, *change(point.longitude, point.latitude)) for point in one.points))
            for one in product.ties
        )
        made = replace(made, ties=sets)
    if outlines:
        rings = tuple(replace(one, points=tuple(change(*point) for point in one.points)) for one in product.outlines)
        made = replace(made, outlines=rings)
    return made


def _at(point, lon, lat):
    return replace(point, longitude=lon, latitude=lat)


def points(product, **changed):
    """Return a product whose tie points have other values."""
    return replace(
        product,
        ties=tuple(replace(one, points=tuple(replace(p, **changed) for p in one.points)) for one in product.ties),
    )


def later(product, delay, *, vectors=True, ties=True, stated=True):
    made = product
    if vectors:
        made = replace(made, state_vectors=tuple(replace(v, time=v.time + delay) for v in made.state_vectors))
    if ties:
        sets = tuple(
            replace(one, points=tuple(replace(p, time=p.time + delay) for p in one.points)) for one in product.ties
        )
        made = replace(made, ties=sets)
    return replace(made, start=made.start + delay, stop=made.stop + delay) if stated else made


def turned(product, degrees):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))

    def turn(v):
        return (float(c * v[0] - s * v[1]), float(s * v[0] + c * v[1]), v[2])

    ground = moved(product, lambda lon, lat: (lon + degrees, lat))
    vectors = tuple(replace(v, position=turn(v.position), velocity=turn(v.velocity)) for v in product.state_vectors)
    return replace(ground, state_vectors=vectors)


def named(product, key):
    claims = tuple(claim for claim in product.claims if claim.field != "platform")
    return replace(product, platform=key, claims=claims)


def test_a_genuine_product_passes_everything(genuine, table):
    found = told(genuine, table)
    assert set(found) == set(CHECKS)
    assert {fact.result for fact in found.values()} == {"pass"}
    assert found["closure"].numbers["maximum_km"] < 0.001
    assert found["closure"].numbers["points"] == sum(len(one.points) for one in genuine.ties)
    assert found["orbit_plane"].numbers["fits"] == ["twin"]
    assert all(not fact.message.endswith(".") for fact in found.values())


# --- closure ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("north", "east"), [(3.0, 0.0), (-3.0, 0.0), (0.0, 3.0), (0.0, -3.0), (30.0, 30.0)])
def test_moved_points_are_found_and_measured(genuine, table, north, east):
    def change(lon, lat):
        return lon + east / 111.2 / np.cos(np.radians(lat)), lat + north / 111.2

    fact = told(moved(genuine, change), table)["closure"]
    assert fact.result == "fail"
    assert fact.numbers["median_km"] == pytest.approx(np.hypot(north, east), rel=0.03)
    assert np.hypot(fact.numbers["along_km"], fact.numbers["away_km"]) == pytest.approx(np.hypot(north, east), rel=0.1)


def test_a_small_shift_is_tolerated(genuine, table):
    near = moved(genuine, lambda lon, lat: (lon, lat + 0.3 / 111.2))
    assert told(near, table)["closure"].result == "pass"


def test_the_tolerance_depends_on_what_is_known_of_heights(genuine, table):
    off = moved(genuine, lambda lon, lat: (lon, lat + 1.0 / 111.2))
    mean = replace(off, ties=tuple(replace(one, heights="mean") for one in off.ties))
    assert told(off, table)["closure"].result == "fail"
    assert told(mean, table)["closure"].result == "pass"
    assert told(mean, table)["closure"].numbers["tolerance_km"] == 2.0


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (lambda lon, lat: (lat, lon), "latitude and longitude are exchanged"),
        (lambda lon, lat: (-lon, lat), "the sign of the longitude is wrong"),
        (lambda lon, lat: (lon, -lat), "the sign of the latitude is wrong"),
        (lambda lon, lat: (-lon, -lat), "the signs of longitude and latitude are wrong"),
    ],
)
def test_exchanged_axes_and_signs_are_named(genuine, table, change, cause):
    fact = told(moved(genuine, change), table)["closure"]
    assert fact.result == "fail"
    assert fact.numbers["cause"] == cause
    assert cause in fact.message


@pytest.mark.parametrize("vectors", [True, False])
def test_points_that_cannot_be_on_earth_do_not_close(genuine, table, vectors):
    problem = Problem(pointer="p.xml#corner", message="footprint: latitude -111, longitude 36 ...", code="no-place")
    found = replace(genuine, problems=(problem,), state_vectors=genuine.state_vectors if vectors else ())
    (fact,) = [fact for fact in provenance.facts(found, table) if fact.check == "closure"]
    assert (fact.result, fact.source, fact.path) == ("fail", "p.xml", "corner")


def test_the_other_look_side_is_found_and_named(genuine, table):
    found = told(replace(genuine, look="left"), table)
    assert {check for check, fact in found.items() if fact.result == "fail"} == {"closure", "look_side"}
    assert found["closure"].numbers["cause"] == "look side"
    assert "looked right" in found["closure"].message
    assert found["look_side"].numbers == {"right": 20, "left": 0, "stated": "left"}


def test_a_look_side_that_is_not_stated_is_inferred_and_told(genuine, table):
    found = told(replace(genuine, look=None), table)
    assert found["closure"].result == "pass"
    assert found["closure"].numbers["side"] == "right (inferred)"
    assert found["look_side"].result == "not_possible"


@pytest.mark.parametrize("seconds", [-0.5, 0.5])
def test_times_that_are_half_a_second_off_are_found_and_measured(genuine, table, seconds):
    fact = told(later(genuine, dt.timedelta(seconds=seconds), vectors=False), table)["closure"]
    assert fact.result == "fail"
    assert fact.numbers["delay_s"] == pytest.approx(-seconds, abs=0.002)


def test_points_outside_the_vectors_are_not_closed_in_silence(genuine, table):
    part = genuine.ties[0]
    stray = replace(part.points[0], time=part.points[0].time + dt.timedelta(minutes=5))
    some = replace(genuine, ties=(replace(part, points=(*part.points, stray)),))
    every = later(genuine, dt.timedelta(minutes=5), vectors=False, stated=False)
    assert told(some, table)["closure"].result == "not_possible"
    assert told(every, table)["closure"].result == "not_possible"
    assert failing(every, table) >= {"vector_times"}


def test_a_range_that_reaches_no_ground_fails(genuine, table):
    assert told(points(genuine, slant_range=1e5), table)["closure"].result == "fail"
    assert told(points(genuine, slant_range=1e5), table)["closure"].numbers["maximum_km"] is None


def test_without_ranges_the_plane_is_checked_and_told(genuine, table):
    bare = points(genuine, slant_range=None)
    fact = told(bare, table)["closure"]
    assert fact.result == "pass"
    assert not fact.numbers["ranges"]
    assert "zero-Doppler plane only" in fact.message
    north = moved(bare, lambda lon, lat: (lon, lat + 3.0 / 111.2))
    assert told(north, table)["closure"].result == "fail"


def test_points_without_heights_close_on_the_ellipsoid_or_the_ground_is_named(genuine, table, limits):
    def bare(product):
        sets = tuple(
            TiePoints(points=one.points, heights="none", source=one.source, path=one.path) for one in product.ties
        )
        return points(replace(product, ties=sets), height=None)

    assert told(bare(genuine), table)["closure"].result == "pass"
    high = replace(bare(genuine), ties=bare(raised(genuine, 4000.0)).ties)
    fact = told(high, table)["closure"]
    assert fact.result == "fail"
    assert fact.numbers["cause"] == "height"
    assert fact.numbers["height_m"] == pytest.approx(4000, abs=30)


def raised(product, height):
    """Return a product whose points are where its ranges meet ground of a height."""
    from sarcheck import orbit

    track = orbit.track(product.state_vectors)
    sets = []
    for one in product.ties:
        place, speed = orbit.states(track, track.at([p.time for p in one.points]), 60.0)
        reach = np.array([p.slant_range for p in one.points])
        lon, lat, _ = orbit.geodetic(orbit.geolocate(place, speed, reach, np.ones(len(reach)), height))
        new = (replace(p, longitude=float(x), latitude=float(y)) for p, x, y in zip(one.points, lon, lat, strict=True))
        sets.append(replace(one, points=tuple(new)))
    return replace(product, ties=tuple(sets))


# --- side, pass, incidence, outline, times ------------------------------------------------------


def test_the_other_pass_is_found(genuine, table):
    other = {"ascending": "descending", "descending": "ascending"}[genuine.pass_direction]
    assert failing(replace(genuine, pass_direction=other), table) == {"pass"}


def test_wrong_incidence_angles_are_found(genuine, table):
    far = points(genuine, incidence=50.0)
    assert failing(far, table) == {"incidence"}
    edges = replace(points(genuine, incidence=None), incidence_near=20.0, incidence_far=25.0)
    assert failing(edges, table) == {"incidence"}
    assert told(replace(edges, incidence_near=None), table)["incidence"].result == "not_possible"


@pytest.mark.parametrize("north_km", [-30, -3, 3, 30])
def test_an_outline_that_moves_alone_is_found(genuine, table, north_km):
    away = moved(genuine, lambda lon, lat: (lon, lat + north_km / 111.2), ties=False)
    assert failing(away, table) == {"outline_closure"}


def test_an_outline_that_is_larger_than_the_image_must_hold_it(genuine, table):
    (ring,) = genuine.outlines
    middle = np.mean(ring.points, axis=0)
    wide = tuple(tuple((middle + 1.5 * (np.array(p) - middle)).tolist()) for p in ring.points)
    larger = replace(genuine, outlines=(replace(ring, points=wide),))
    assert failing(larger, table) == set()
    assert failing(moved(larger, lambda lon, lat: (lon, lat + 1.5), ties=False), table) == {"outline_closure"}


def test_an_outline_without_points_is_held_against_the_time(genuine, table):
    bare = replace(genuine, ties=())
    assert told(bare, table)["closure"].result == "not_possible"
    assert told(bare, table)["outline_closure"].result == "pass"
    assert "outline_closure" in failing(moved(bare, lambda lon, lat: (lon, lat + 0.1)), table)
    assert failing(replace(bare, look="left"), table) == {"look_side"}
    on_the_other_side_of_earth = moved(bare, lambda lon, lat: (lon + 180, -lat))
    assert "outline_closure" in failing(on_the_other_side_of_earth, table)


def test_an_outline_far_from_the_one_point_of_an_image_is_found(genuine, table):
    (ties,) = genuine.ties
    middle = replace(genuine, ties=(replace(ties, points=ties.points[len(ties.points) // 2 :][:1]),))
    long = replace(middle, start=middle.start - dt.timedelta(seconds=60), stop=middle.stop + dt.timedelta(seconds=60))
    assert failing(long, table) == set()
    away = moved(long, lambda lon, lat: (lon, lat + 2.5), ties=False)
    assert failing(away, table) == {"outline_closure"}
    assert "from the point" in told(away, table)["outline_closure"].message


def test_an_acquisition_that_is_dated_otherwise_is_found(genuine, table):
    assert "vector_times" in failing(later(genuine, dt.timedelta(days=3), vectors=False, ties=False), table)


# --- the orbit ----------------------------------------------------------------------------------


@pytest.mark.parametrize("degrees", [-20, 20])
def test_vectors_and_ground_that_turn_together_are_found(genuine, table, degrees):
    product = turned(genuine, degrees)
    found = told(product, table)
    assert found["closure"].result == "pass"
    assert failing(product, table) == {"orbit_plane"}
    hours = found["orbit_plane"].numbers["local_time_h"] - told(genuine, table)["orbit_plane"].numbers["local_time_h"]
    assert hours == pytest.approx(degrees / 15, abs=0.001)


def test_another_platforms_name_is_found_and_both_are_named(genuine, table):
    fact = told(named(genuine, "low"), table)["orbit_plane"]
    assert fact.result == "fail"
    assert "does not fit low" in fact.message
    assert "it fits sentinel-1a, twin" in fact.message
    assert fact.numbers["fits"] == ["sentinel-1a", "twin"]


def test_a_platform_on_the_same_orbit_cannot_be_told_apart(genuine, table):
    assert told(named(genuine, "twin"), table)["orbit_plane"].result == "pass"


def test_a_drifting_plane_proves_nothing_but_its_inclination_can_contradict(genuine, table):
    assert told(named(genuine, "drifting"), table)["orbit_plane"].result == "not_possible"
    assert told(named(genuine, "inclined"), table)["orbit_plane"].result == "fail"


@pytest.mark.parametrize("key", ["unknown-orbit", "never-heard-of", None])
def test_an_orbit_of_nobody_is_still_told_whose_it_could_be(genuine, table, key):
    fact = told(named(genuine, key), table)["orbit_plane"]
    assert fact.result == "not_possible"
    assert fact.numbers["fits"] == ["sentinel-1a", "twin"]


def test_a_product_that_names_two_platforms_may_be_either(genuine, table):
    two = tuple(Claim(field="platform", value=k, stated=k, source="f", path="p") for k in ("low", "sentinel-1a"))
    both = replace(genuine, platform=None, claims=two)
    assert told(both, table)["orbit_plane"].result == "pass"


def test_an_orbit_of_another_time_of_day_is_found(genuine, table):
    assert "orbit_plane" in failing(later(genuine, dt.timedelta(hours=3)), table)


def test_whole_days_are_invisible_to_the_plane(genuine, table):
    assert failing(later(genuine, dt.timedelta(days=3)), table) == set()


# --- made up ------------------------------------------------------------------------------------


def test_a_circular_orbit_is_made_up(genuine, table):
    from tests.test_orbit import circular

    seconds = np.arange(0, 100, 10.0)
    place, speed = circular(seconds)
    made = tuple(
        replace(genuine.state_vectors[0], time=genuine.start + dt.timedelta(seconds=float(s)), position=p, velocity=v)
        for s, p, v in zip(seconds, map(tuple, place.tolist()), map(tuple, speed.tolist()), strict=True)
    )
    fact = told(replace(genuine, state_vectors=made), table)["made_up_orbit"]
    assert fact.result == "fail"
    assert "exactly circular" in fact.message


def test_round_positions_are_made_up(genuine, table):
    made = tuple(replace(v, position=tuple(round(x, -2) for x in v.position)) for v in genuine.state_vectors)
    fact = told(replace(genuine, state_vectors=made), table)["made_up_orbit"]
    assert fact.result == "fail"
    assert "whole multiples of 100 m" in fact.message


def test_velocities_that_are_not_of_the_positions_are_found(genuine, table):
    made = tuple(replace(v, velocity=tuple(1.01 * x for x in v.velocity)) for v in genuine.state_vectors)
    assert "made_up_orbit" in failing(replace(genuine, state_vectors=made), table)


def test_one_vector_that_was_altered_is_found(genuine, table):
    first, second, *rest = genuine.state_vectors
    x, y, z = second.position
    made = (first, replace(second, position=(x + 5000.0, y, z)), *rest)
    assert "made_up_orbit" in failing(replace(genuine, state_vectors=made), table)


def test_one_vector_alone_shows_little(genuine, table):
    alone = replace(genuine, state_vectors=genuine.state_vectors[len(genuine.state_vectors) // 2 :][:1])
    found = told(alone, table)
    assert found["made_up_orbit"].result == "not_possible"
    assert found["orbit_plane"].result == "pass"


# --- what cannot be asked -----------------------------------------------------------------------


@pytest.mark.parametrize("evidence", ["asserted", "metadata"])
def test_without_vectors_nothing_passes(genuine, table, evidence):
    found = told(replace(genuine, state_vectors=(), evidence=evidence), table)
    assert set(found) == set(CHECKS)
    assert {fact.result for fact in found.values()} == {"not_possible"}


def test_without_limits_nothing_passes(genuine):
    assert {fact.result for fact in told(genuine, PlatformTable([], [])).values()} == {"not_possible"}


def test_hostile_vectors_and_points_do_no_harm(genuine, table):
    odd = tuple(replace(v, position=(1e300, -1e300, 1e300)) for v in genuine.state_vectors)
    falling = tuple(replace(v, velocity=tuple(1e-3 * x for x in v.position)) for v in genuine.state_vectors)
    poles = points(moved(genuine, lambda lon, lat: (0.0, 90.0)), slant_range=1e-9, height=-6.4e6, incidence=1e9)
    one = replace(genuine, outlines=(Outline(points=((0.0, 90.0),), kind="corners", source="f", path="p"),))
    for product in (
        replace(genuine, state_vectors=odd),
        replace(genuine, state_vectors=falling),
        poles,
        one,
        points(genuine, cone=0.0),
    ):
        assert "closure" in told(product, table)


@pytest.mark.parametrize("kept", [2, 0])
def test_vectors_of_different_years_are_not_flown_to_each_other(genuine, table, kept):
    """A step a minute for a thousand years would take days."""
    first, *rest = genuine.state_vectors
    last = replace(rest[-1], time=rest[-1].time + dt.timedelta(days=365_000))
    fact = told(replace(genuine, state_vectors=(first, *rest[:kept], last)), table)["made_up_orbit"]
    assert fact.result == "fail"
    assert "as no product's are" in fact.message
