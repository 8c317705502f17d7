"""State vectors: interpolation, geolocation, elements; against orbits that are known exactly."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarcheck import orbit
from sarcheck.model import StateVector

EPOCH = dt.datetime(2021, 6, 1, 12, 0, tzinfo=dt.UTC)
RADIUS = 7_071_000.0


def circular(seconds, inclination=98.18, node=40.0, phase=30.0, radius=RADIUS):
    """Return Earth-fixed positions and velocities (n, 3) of a circular orbit without oblateness."""
    seconds = np.asarray(seconds, float)
    tilt, rising, rate = np.radians(inclination), np.radians(node), np.sqrt(orbit.MU / radius**3)
    angle = np.radians(phase) + rate * seconds
    first = np.array([np.cos(rising), np.sin(rising), 0.0])
    second = np.array([-np.sin(rising) * np.cos(tilt), np.cos(rising) * np.cos(tilt), np.sin(tilt)])
    place = radius * (np.cos(angle)[:, None] * first + np.sin(angle)[:, None] * second)
    speed = radius * rate * (np.cos(angle)[:, None] * second - np.sin(angle)[:, None] * first)
    c, s = np.cos(orbit.SPIN * seconds), np.sin(orbit.SPIN * seconds)

    def turned(v):
        return np.stack([c * v[:, 0] + s * v[:, 1], c * v[:, 1] - s * v[:, 0], v[:, 2]], axis=-1)

    place, speed = turned(place), turned(speed)
    return place, speed - orbit.inertial(place, np.zeros_like(place))


def vectors(seconds, **given):
    place, speed = circular(seconds, **given)
    return [
        StateVector(time=EPOCH + dt.timedelta(seconds=float(s)), position=tuple(p), velocity=tuple(v))
        for s, p, v in zip(seconds, place, speed, strict=True)
    ]


def made(seconds, **given) -> orbit.Track:
    found = orbit.track(vectors(seconds, **given))
    assert found is not None
    return found


@pytest.mark.parametrize(("step", "metres"), [(1, 1e-6), (10, 1e-6), (60, 1e-3), (120, 0.05)])
def test_interpolation_is_exact_at_the_spacings_of_real_products(step, metres):
    track = made(np.arange(0, 10 * step + 1, step))
    asked = np.linspace(0, 10 * step, 37)
    place, speed = orbit.states(track, asked, 0.0)
    true_place, true_speed = circular(asked)
    assert orbit.length(place - true_place).max() < metres + 2e-3  # 0.2 us beside a vector's own time is 1.5 mm
    assert orbit.length(speed - true_speed).max() < max(2 * metres, 1e-3)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_few_vectors_are_enough(count):
    track = made(np.arange(count) * 10.0)
    asked = np.array([3.0, 7.5])
    assert orbit.length(orbit.states(track, asked, 0.0)[0] - circular(asked)[0]).max() < 0.01


def test_beyond_the_vectors_it_is_flown_and_beyond_the_margin_it_is_unknown():
    track = made(np.arange(0, 101, 10.0))
    place, _ = orbit.states(track, np.array([-60.0, -61.0, 160.0, 161.0, 50.0]), 60.0)
    assert np.isnan(place[:, 0]).tolist() == [False, True, False, True, False]
    # without oblateness the orbit differs from the flown one by half of 0.02 m/s2 times the time squared
    assert orbit.length(place[[0, 2]] - circular([-60.0, 160.0])[0]).max() < 0.5 * 0.03 * 60**2


def test_one_vector_alone_is_flown():
    track = made([0.0])
    place, _ = orbit.states(track, np.array([5.0]), 10.0)
    assert orbit.length(place - circular([5.0])[0])[0] < 1.0


def test_vectors_in_disorder_twice_or_of_no_orbit_do_no_harm():
    good = vectors([20.0, 0.0, 10.0, 10.0])
    bad = [
        StateVector(time=EPOCH + dt.timedelta(seconds=5), position=(0.0, 0.0, 0.0), velocity=(1.0, 0.0, 0.0)),
        StateVector(time=EPOCH + dt.timedelta(seconds=6), position=(float("nan"),) * 3, velocity=(1.0, 0.0, 0.0)),
        StateVector(time=EPOCH + dt.timedelta(seconds=7), position=good[0].position, velocity=(0.0, 0.0, 0.0)),
    ]
    track = orbit.track(good + bad)
    assert track is not None
    assert np.diff(track.seconds).tolist() == [10.0, 10.0]
    assert orbit.track(bad) is None
    assert orbit.track([]) is None


def test_flying_keeps_energy_and_comes_back():
    place, speed = circular([0.0])
    state = np.concatenate([place, speed], axis=1)
    there = orbit.fly(state, np.array([1200.0]))
    assert orbit.length(orbit.fly(there, np.array([-1200.0]))[:, :3] - place)[0] < 0.5


@given(
    phase=st.floats(0, 360),
    node=st.floats(-180, 180),
    inclination=st.floats(40, 140),
    slant=st.floats(7.6e5, 1.1e6),
    height=st.floats(-400, 8000),
    side=st.sampled_from([1.0, -1.0]),
    cone=st.floats(60, 120),
    at=st.floats(0, 60),
)
def test_a_place_found_from_time_and_range_is_seen_then_and_there(
    phase, node, inclination, slant, height, side, cone, at
):
    track = made(np.arange(-60, 121, 10.0), phase=phase, node=node, inclination=inclination)
    seconds = np.array([at])
    place, speed = orbit.states(track, seconds, 0.0)
    point = orbit.geolocate(place, speed, np.array([slant]), np.array([side]), height, cone)
    if np.isnan(point).any():
        return  # the beam does not reach the ground at this cone and range
    _, _, found_height = orbit.geodetic(point)
    assert found_height[0] == pytest.approx(height, abs=0.1)
    assert orbit.length(point - place)[0] == pytest.approx(slant, abs=1e-3)
    assert orbit.side(place, speed, point)[0] == side
    assert abs(orbit.ahead_of_beam(place, speed, point, cone)[0]) < 1e-3
    seen, _, _ = orbit.overflight(track, point, np.array([30.0]), 60.0, cone)
    assert seen[0] == pytest.approx(at, abs=1e-3)


@given(st.floats(-180, 180), st.floats(-89.9, 89.9), st.floats(-1000, 1e6))
def test_geodetic_undoes_earth_fixed(lon, lat, height):
    point = orbit.earth_fixed(np.array([lon]), np.array([lat]), np.array([height]))
    back = orbit.geodetic(point)
    assert (back[0][0] - lon + 180) % 360 - 180 == pytest.approx(0, abs=1e-9)
    assert back[1][0] == pytest.approx(lat, abs=1e-9)
    assert back[2][0] == pytest.approx(height, abs=1e-4)


def test_earth_fixed_agrees_with_proj():
    from pyproj import Transformer

    to_fixed = Transformer.from_crs(4979, 4978, always_xy=True)
    for lon, lat, height in ((10.0, 50.0, 100.0), (-170.0, -33.0, 8000.0), (0.0, 89.0, 0.0)):
        expected = to_fixed.transform(lon, lat, height)
        assert orbit.earth_fixed(np.array([lon]), np.array([lat]), height)[0] == pytest.approx(expected, abs=1e-6)


def test_a_range_that_reaches_no_ground_has_no_place():
    place, speed = circular([0.0])
    for slant in (1e5, 9e6):
        assert np.isnan(orbit.geolocate(place, speed, np.array([slant]), np.ones(1))).all()


def test_right_of_a_northbound_platform_is_east():
    place, speed = np.array([[RADIUS, 0.0, 0.0]]), np.array([[0.0, 0.0, 7500.0]])
    east, west = (orbit.earth_fixed(np.array([lon]), np.array([0.0])) for lon in (3.0, -3.0))
    assert orbit.side(place, speed, east)[0] == 1.0
    assert orbit.side(place, speed, west)[0] == -1.0


def test_incidence_is_zero_below_and_grows_outward():
    place = np.array([[RADIUS, 0.0, 0.0]] * 3)
    points = orbit.earth_fixed(np.array([0.0, 2.0, 4.0]), np.zeros(3))
    angles = orbit.incidence(place, points)
    assert angles[0] == pytest.approx(0.0, abs=1e-6)
    assert angles[0] < angles[1] < angles[2] < 60
    assert orbit.below(place)[0][0] == pytest.approx(0.0)


@pytest.mark.parametrize("node", [-170.0, -3.0, 40.0, 179.0])
@pytest.mark.parametrize("phase", [0.0, 90.0, 200.0])
def test_elements_of_a_circular_orbit(node, phase):
    found = orbit.plane(made(np.arange(0, 61, 10.0), node=node, phase=phase))
    # what is taken off for oblateness is all there is on an orbit without it: 10 km and 0.01 degrees
    assert found.semi_major_m == pytest.approx(RADIUS, abs=10e3)
    assert found.inclination == pytest.approx(98.18, abs=0.01)
    assert found.eccentricity < 1e-6
    hours = 12.0 + node / 15
    assert (found.local_time_h - hours + 12) % 24 - 12 == pytest.approx(0.0, abs=0.005)
    assert (found.latitude_argument - phase + 180) % 360 - 180 == pytest.approx(0.0, abs=4.0)


def test_the_local_time_stays_while_the_earth_turns_below():
    early, late = (orbit.plane(made(np.arange(start, start + 61, 10.0))) for start in (0.0, 3000.0))
    assert late.local_time_h == pytest.approx(early.local_time_h, abs=0.01)
    assert abs(late.node_longitude - early.node_longitude) > 10


def test_local_times_around_midnight_have_a_middle():
    found = orbit.plane(made(np.arange(0, 61, 10.0), node=-180.0 + 0.01))
    assert min(found.local_time_h, 24 - found.local_time_h) < 0.01


def test_mean_elements_hardly_change_along_an_orbit_with_oblateness():
    place, speed = circular([0.0])
    state = np.concatenate([place, speed], axis=1)
    found = []
    for seconds in np.linspace(0, 5900, 13):
        there = orbit.fly(state, np.array([seconds]))
        moment = StateVector(
            time=EPOCH + dt.timedelta(seconds=float(seconds)),
            position=tuple(there[0, :3]),
            velocity=tuple(there[0, 3:]),
        )
        track = orbit.track([moment])
        assert track is not None
        found.append(orbit.plane(track))
    assert np.ptp([one.semi_major_m for one in found]) < 200.0
    assert np.ptp([one.inclination for one in found]) < 1e-4
    assert np.ptp([one.local_time_h for one in found]) < 5e-4
