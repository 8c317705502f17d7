"""Does a product agree with itself, and its orbit numbers with its time?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarcheck.model import Claim, Numbering, Platform, Problem, ProvenanceFact
from sarcheck.platforms import PlatformTable
from sarcheck.provenance import agreement
from tests.builders import product

EPOCH = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
SERIES = Numbering(
    epoch=EPOCH, orbit=1000, period_s=6000.0, tolerance_s=60.0, since=dt.date(2020, 1, 1), cycle=175, first=73
)
TABLE = PlatformTable(
    (Platform(key="sat-1", series="Sat", numbering=SERIES), Platform(key="x-1", series="Other X")), ()
)


def told(**fields: Any) -> dict[str, ProvenanceFact]:
    given = {"platform": "sat-1", "start": EPOCH + dt.timedelta(seconds=3000), "orbit_number": 1000}
    return {fact.check: fact for fact in agreement.facts(product(**given | fields), TABLE)}


@pytest.mark.parametrize(
    ("seconds", "orbit", "result"),
    [
        (3000, 1000, "pass"),
        (3000, 1001, "fail"),
        (5950, 1001, "pass"),
        (5950, 1000, "pass"),
        (5930, 1001, "fail"),
        (-3000, 999, "pass"),
        (86400 * 3, 1000, "fail"),
    ],
)
def test_an_orbit_number_fits_its_time(seconds: int, orbit: int, result: str) -> None:
    facts = told(start=EPOCH + dt.timedelta(seconds=seconds), orbit_number=orbit)
    assert facts["orbit_number"].result == result


@given(st.integers(min_value=1, max_value=3650), st.integers(min_value=-(10**6), max_value=10**6))
def test_a_date_moved_by_days_is_always_seen(days: int, second: int) -> None:
    start = EPOCH + dt.timedelta(seconds=second)
    orbit = 1000 + second // 6000
    assert told(start=start, orbit_number=orbit)["orbit_number"].result == "pass"
    assert told(start=start + dt.timedelta(days=days), orbit_number=orbit)["orbit_number"].result == "fail"


@pytest.mark.parametrize(
    "fields",
    [
        {"platform": "x-1"},
        {"orbit_number": None},
        {"orbit_number": 0},
        {"start": None},
        {"start": EPOCH.replace(year=2019)},
    ],
)
def test_without_a_series_or_a_number_nothing_passes(fields: dict[str, Any]) -> None:
    facts = told(**{"relative_orbit": 1} | fields)
    assert {facts["orbit_number"].result, facts["relative_orbit"].result} == {"not_possible"}


@pytest.mark.parametrize(("relative", "result"), [(53, "pass"), (54, "fail"), (None, "not_possible")])
def test_a_relative_orbit_fits_the_absolute_one(relative: int | None, result: str) -> None:
    assert told(relative_orbit=relative)["relative_orbit"].result == result


@pytest.mark.parametrize(
    ("stated", "result"),
    [("sat", "pass"), ("other-x", "fail"), ("unheard-of", "not_possible"), (None, "not_possible")],
)
def test_a_constellation_is_the_satellites_own(stated: str | None, result: str) -> None:
    assert told(constellation=stated)["constellation"].result == result


def claim(field: str, path: str, value: Any = "A") -> Claim:
    return Claim(field=field, value=value, stated=str(value), source="f", path=path)


def test_the_name_agrees_with_the_content_or_is_told() -> None:
    claims = (claim("mode", "a/mode"), claim("mode", "name"))
    assert told(claims=claims)["name"].result == "pass"
    wrong = Problem(pointer="f#name", message="mode: ...", code="claims-disagree")
    fact = told(claims=claims, problems=(wrong,))["name"]
    assert (fact.result, fact.numbers["disagreements"]) == ("fail", 1)
    assert told(claims=claims[:1])["name"].result == "not_possible"


def test_the_content_agrees_with_itself_or_is_told() -> None:
    claims = (claim("mode", "a/mode"), claim("mode", "b/mode"), claim("facility", "c"), claim("facility", "d", "B"))
    fact = told(claims=claims)["claims"]
    assert (fact.result, fact.numbers["fields"]) == ("pass", ["mode"])
    wrong = Problem(pointer="f#b/mode", message="mode: ...", code="claims-disagree")
    facts = told(claims=claims, problems=(wrong,))
    assert (facts["claims"].result, facts["name"].result) == ("fail", "not_possible")
