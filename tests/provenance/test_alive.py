"""Could the satellite have taken the image? Life, latitude, capability, band."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest

from sarcheck.model import Capability, Outline, Platform, ProvenanceFact, StateVector
from sarcheck.platforms import PlatformTable
from sarcheck.provenance import alive
from tests.builders import product

START = dt.datetime(2024, 3, 1, 5, tzinfo=dt.UTC)


def told(satellite: dict[str, Any] | None = None, /, **fields: Any) -> dict[str, ProvenanceFact]:
    table = PlatformTable((Platform(key="sat-1", **satellite or {}),), ())
    return {fact.check: fact for fact in alive.facts(product(**{"platform": "sat-1", "start": START} | fields), table)}


@pytest.mark.parametrize(
    ("launched", "ended", "result"),
    [
        (dt.date(2024, 3, 1), dt.date(2024, 3, 1), "pass"),
        (dt.date(2020, 1, 1), None, "pass"),
        (dt.date(2024, 3, 2), None, "fail"),
        (dt.date(2020, 1, 1), dt.date(2024, 2, 29), "fail"),
        (None, dt.date(2024, 2, 29), "fail"),
        (None, dt.date(2025, 1, 1), "not_possible"),
        (None, None, "not_possible"),
    ],
)
def test_an_image_is_taken_in_the_life_of_its_satellite(launched: Any, ended: Any, result: str) -> None:
    assert told({"launched": launched, "ended": ended})["lifetime"].result == result


def test_what_names_no_known_satellite_passes_nothing() -> None:
    assert {fact.result for fact in told(platform="other").values()} == {"not_possible"}
    assert told(start=None)["lifetime"].result == "not_possible"


def vector(inclination: float, height_m: float = 700e3) -> StateVector:
    """Return an Earth-fixed vector over the equator of a circular orbit."""
    radius, angle = alive.EARTH_RADIUS + height_m, math.radians(inclination)
    speed = math.sqrt(3.986004418e14 / radius)
    velocity = (0.0, speed * math.cos(angle) - alive.EARTH_RATE * radius, speed * math.sin(angle))
    return StateVector(time=START, position=(radius, 0.0, 0.0), velocity=velocity)


@pytest.mark.parametrize(
    ("inclination", "latitude", "result"),
    [(97.4, 88.0, "pass"), (53.0, 55.0, "pass"), (53.0, 70.0, "fail"), (53.0, -70.0, "fail"), (127.0, 70.0, "fail")],
)
def test_a_satellite_sees_so_far_north_as_its_orbit_is_inclined(
    inclination: float, latitude: float, result: str
) -> None:
    ring = Outline(points=((10.0, 0.0), (11.0, latitude)), kind="ring", source="a", path="b")
    fact = told(outlines=(ring,), state_vectors=(vector(inclination),), incidence_far=45.0)["latitude"]
    assert fact.result == result
    assert fact.numbers["inclination_deg"] == pytest.approx(inclination, abs=0.01)


def test_without_a_stated_angle_the_horizon_is_the_limit() -> None:
    ring = Outline(points=((10.0, 0.0), (11.0, 70.0)), kind="ring", source="a", path="b")
    facts = told(outlines=(ring,), state_vectors=(vector(53.0),))
    assert facts["latitude"].result == "pass"
    assert told(outlines=(ring,), state_vectors=(vector(40.0),))["latitude"].result == "fail"


def test_vectors_inside_the_earth_are_no_orbit() -> None:
    ring = Outline(points=((10.0, 0.0),), kind="ring", source="a", path="b")
    inside = StateVector(time=START, position=(1.0, 0.0, 0.0), velocity=(0.0, 1.0, 0.0))
    assert told(outlines=(ring,), state_vectors=(inside,))["latitude"].result == "not_possible"


@pytest.mark.parametrize(
    ("fields", "result"),
    [
        ({"mode": "SM"}, "pass"),
        ({"mode": "IW"}, "fail"),
        ({"resolution_range": 1.0, "resolution_azimuth": 0.1}, "pass"),
        ({"resolution_range": 0.5, "resolution_azimuth": 0.1}, "fail"),
        ({"mode": "SM", "resolution_range": 0.5}, "fail"),
        ({}, "not_possible"),
    ],
)
def test_a_product_is_of_a_mode_and_resolution_that_the_satellite_has(fields: dict[str, Any], result: str) -> None:
    known = Capability(modes=("SM", "SP"), stated_m=1.0)
    assert told({"capability": known}, **fields)["capability"].result == result
    assert told({}, **fields)["capability"].result == "not_possible"


@pytest.mark.parametrize(
    ("known", "stated", "result"),
    [
        ("C", "C", "pass"),
        ("C", "X", "fail"),
        ("L+S", "L", "not_possible"),
        (None, "L", "not_possible"),
        ("C", None, "not_possible"),
    ],
)
def test_the_band_is_the_satellites(known: str | None, stated: str | None, result: str) -> None:
    assert told({"band": known}, frequency_band=stated)["band"].result == result
