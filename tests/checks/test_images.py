"""Limits on imagery, and imagery that is withheld."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sarcheck.checks import hold, imaging_limit
from sarcheck.evidence import Evidence
from sarcheck.model import Delivery, Finding, Overlap, Party, Tasking
from tests.builders import area, imaging, operator, order, ordered, overlap, party, product, rule, told

NOON = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
TOUCHED = (overlap("R1"),)


def seen(
    *,
    near: tuple[Overlap, ...] = TOUCHED,
    country: str = "XU",
    parties: tuple[Party, ...] = (party(),),
    ground: dict[str, Any] | None = None,
    **fields: Any,
) -> Evidence:
    """Return the evidence of an order for one product near some regions."""
    given = order((ordered(product(**{"start": NOON} | fields)),), parties=parties, delivery=Delivery(country="XD"))
    return told(given, areas=(area(*near),), imaging=(imaging(operator(country)),), **ground or {})


def limited(evidence: Evidence, **parameters: Any) -> list[str]:
    given = {"regions": ["R1"], "finer_than": 0.4, "operator_countries": ["XU"]} | parameters
    law = rule("imaging_limit", parameters={k: v for k, v in given.items() if v is not None}, jurisdictions=("XU",))
    return [finding.outcome for finding in imaging_limit.check(evidence, law)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"resolution_range": 0.25, "resolution_azimuth": 1.0}, ["deny"]),
        ({"resolution_range": 1.0, "resolution_azimuth": 0.39}, ["deny"]),
        ({"resolution_range": 0.4, "resolution_azimuth": 0.4}, []),  # "finer than": not the limit itself
        ({"resolution_range": 1.0, "resolution_azimuth": 1.0}, []),
        ({}, ["incomplete"]),
        ({"resolution_range": 1.0}, ["incomplete"]),
        ({"resolution_range": 0.3}, ["deny"]),
        ({"spacing_range": 10.0, "spacing_azimuth": 10.0}, []),
        ({"spacing_range": 0.3, "spacing_azimuth": 10.0}, ["incomplete"]),
        ({"resolution_range": 0.25, "country": "XO"}, []),
        ({"country": "XO"}, []),
        ({"resolution_range": 0.25, "near": (overlap("R2"),)}, []),
        ({"near": ()}, []),
        ({"resolution_range": 0.25, "near": (overlap("R1", "border"),)}, ["review"]),
        ({"resolution_range": 0.25, "near": (overlap("R1", "outside", distance_km=1.0),)}, []),
    ],
)
def test_limits(fields: dict[str, Any], expected: list[str]) -> None:
    assert limited(seen(**fields)) == expected


def test_a_limit_may_include_its_bound() -> None:
    assert limited(seen(resolution_range=0.4, resolution_azimuth=0.4), inclusive=True) == ["deny"]


def test_a_region_that_is_not_known_is_incomplete_unless_only_the_user_has_it() -> None:
    fine = seen(resolution_range=0.25)
    assert limited(fine, regions=["R9"]) == ["incomplete"]
    assert limited(fine, regions=None, optional_regions=["R9"]) == []
    assert limited(fine, regions=None, optional_regions=["R1"]) == ["deny"]


def test_a_limit_without_regions_is_one_everywhere() -> None:
    assert limited(seen(resolution_range=0.25, near=()), regions=None) == ["deny"]


def test_a_law_may_reach_whoever_runs_the_check() -> None:
    foreign = {"resolution_range": 0.25, "country": "XO"}
    assert limited(seen(**foreign, ground={"binding": frozenset({"XU"})}), by_profile=True) == ["deny"]
    assert limited(seen(**foreign, ground={"binding": frozenset({"XL"})}), by_profile=True) == []
    assert limited(seen(**foreign), by_profile=True, except_operators=["op"]) == []


def test_a_limit_may_be_on_where_the_data_go() -> None:
    fine = seen(resolution_range=0.25)
    assert limited(fine, delivered_to=["XD"], receivers=["delivery"]) == ["deny"]
    assert limited(fine, delivered_to=["XE"], receivers=["delivery"]) == []


@pytest.mark.parametrize(("resolution", "expected"), [(0.25, ["deny"]), (1.0, []), (None, ["incomplete"])])
def test_a_tasking_is_judged_by_what_it_asks_for(resolution: float | None, expected: list[str]) -> None:
    given = order(kind="tasking", tasking=Tasking(platform="sat-1", resolution_m=resolution))
    evidence = told(
        given,
        areas=(area(overlap("R1"), pointer="/geometry"),),
        imaging=(imaging(operator("XU"), pointer="/tasking"),),
    )
    assert limited(evidence) == expected


# --- holds --------------------------------------------------------------------------------------

TODAY = dt.date(2026, 4, 10)


def held(evidence: Evidence, **parameters: Any) -> list[Finding]:
    given = {"regions": ["R1"], "imaged_from": dt.date(2026, 3, 9), "requested_by": "somebody"} | parameters
    return list(hold.check(evidence, rule("hold", parameters=given)))


def on(day: dt.date = TODAY, **fields: Any) -> Evidence:
    return seen(ground={"as_of": day}, **fields)


def at(day: int, month: int = 3) -> dt.datetime:
    return dt.datetime(2026, month, day, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("start", "parameters", "expected"),
    [
        (at(10), {}, ["deny"]),
        (at(9), {}, ["deny"]),
        (at(8), {}, []),
        (None, {}, ["incomplete"]),
        (at(10), {"imaged_to": dt.date(2026, 3, 9)}, []),
        (at(10), {"imaged_to": dt.date(2026, 3, 10)}, ["deny"]),
        (at(10), {"days": 31}, []),
        (at(10), {"days": 32}, ["deny"]),
        (at(10), {"until": dt.date(2026, 4, 9)}, []),
        (at(10), {"until": dt.date(2026, 4, 10)}, ["deny"]),
        (at(10), {"operators": ["op"]}, ["deny"]),
        (at(10), {"operators": ["other"]}, []),
        (at(10), {"operator_countries": ["XU"]}, ["deny"]),
        (at(10), {"operator_countries": ["XO"]}, []),
        (at(10), {"regions": ["R9"]}, ["incomplete"]),
        (at(10), {"regions": [], "optional_regions": ["R9"]}, []),
        (at(10), {"regions": [], "optional_regions": ["R1"]}, ["deny"]),
    ],
)
def test_holds(start: dt.datetime | None, parameters: dict[str, Any], expected: list[str]) -> None:
    assert [finding.outcome for finding in held(on(start=start), **parameters)] == expected


def test_elsewhere_an_image_of_an_unknown_day_is_of_no_concern() -> None:
    assert held(on(start=None, near=(overlap("R2"),))) == []


def test_a_hold_reaches_back_and_says_since_when() -> None:
    (finding,) = held(on(start=at(10)), announced=dt.date(2026, 4, 5))
    assert finding.message == (
        "The product p1, taken on 2026-03-10, touches Region R1, of which imagery taken from 2026-03-09 on is held "
        "without an end at the request of somebody, as made known on 2026-04-05."
    )
    assert finding.evidence[0]["announced"] == "2026-04-05"


def test_at_a_border_a_hold_is_for_review() -> None:
    assert [f.outcome for f in held(on(near=(overlap("R1", "border"),)))] == ["review"]


RELIEF = party(id="a", name="Relief Agency", roles=("customer",))
OTHER = party(id="b", name="Somebody Else", roles=("end_user",), identifiers={"lei": "529900X"})


@pytest.mark.parametrize(
    ("exceptions", "expected"),
    [
        ({}, "deny"),
        ({"recipients": ["relief agency"]}, "deny"),
        ({"recipients": ["Relief Agency", "Somebody Else"]}, "notice"),
        ({"recipients": ["Relief Agency"], "identifiers": {"LEI": "529900X"}}, "notice"),
        ({"recipients": ["Relief Agency"], "roles": ["end_user"]}, "notice"),
    ],
)
def test_all_who_receive_must_be_excepted(exceptions: dict[str, Any], expected: str) -> None:
    (finding,) = held(on(parties=(RELIEF, OTHER)), exceptions=exceptions)
    assert finding.outcome == expected


def test_nobody_receiving_is_no_exception() -> None:
    seller = party(roles=("supplier",))
    assert [f.outcome for f in held(on(parties=(seller,)), exceptions={"recipients": ["Example GmbH"]})] == ["deny"]


@pytest.mark.parametrize(
    ("when", "parameters", "expected"),
    [
        (None, {}, ["deny"]),
        ("2026-05-01T00:00:00Z/2026-05-31T00:00:00Z", {}, ["deny"]),
        ("2026-05-01T00:00:00Z/2026-05-31T00:00:00Z", {"imaged_to": dt.date(2026, 4, 30)}, []),
        ("2026-05-01T00:00:00Z/2026-05-31T00:00:00Z", {"days": 5}, ["deny"]),
    ],
)
def test_images_to_be_taken_are_held_as_well(when: str | None, parameters: dict[str, Any], expected: list[str]) -> None:
    given = order(kind="tasking", datetime=when, tasking=Tasking(platform="sat-1"))
    evidence = told(
        given,
        as_of=TODAY,
        areas=(area(overlap("R1"), pointer="/geometry"),),
        imaging=(imaging(operator("XU"), pointer="/tasking"),),
    )
    assert [finding.outcome for finding in held(evidence, **parameters)] == expected
