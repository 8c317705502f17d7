"""The way through, on a tiny pack: facts become findings, findings a verdict, and nothing passes unchecked."""

from __future__ import annotations

import datetime as dt
import importlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest

import sarcheck
from sarcheck import load_order, load_rules, screen
from sarcheck.errors import OrderError, RulesError
from sarcheck.evidence.chain import listed_on
from sarcheck.model import Order, Verdict
from sarcheck.ruleset import Ruleset
from sarcheck.screen import screen_many
from tests import tiny
from tests.builders import AS_OF, entry


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    folder = tmp_path_factory.mktemp("tiny")
    return load_rules(tiny.write(folder / "pack"), cache=folder / "cache")


def judged(ruleset: Ruleset, as_of: dt.date = AS_OF, **fields: Any) -> Verdict:
    return screen(load_order(tiny.order(**fields)), ruleset, as_of)


def found(verdict: Verdict) -> set[tuple[str, str, str]]:
    return {(f.rule, f.outcome, f.pointer) for f in verdict.findings}


def party(**fields: Any) -> dict[str, Any]:
    return {"id": "x", "roles": ["end_user"], "name": "Harmlose Kartographie GmbH", "country": "LU"} | fields


def test_the_operator_denies_though_the_order_names_nobody(ruleset: Ruleset) -> None:
    verdict = judged(ruleset)
    assert ("operator", "deny", "/products/0") in found(verdict)
    assert verdict.outcome == "deny"
    assert verdict.status.status_code == "rejected"
    assert "whom the order does not name, operates sat-1" in verdict.status.reason_text


def test_an_unknown_platform_has_no_operator(ruleset: Ruleset) -> None:
    order = tiny.order()
    order["products"][0]["item"]["properties"]["platform"] = "sat-9"
    assert {f.rule for f in screen(load_order(order), ruleset, AS_OF).findings} == {"fresh"}


def test_a_listed_party_in_any_role_denies(ruleset: Ruleset) -> None:
    for role in ("payer", "data_recipient", "reseller"):
        verdict = judged(ruleset, parties=[party(name="Orbital Imaging Zvezda Co.", roles=[role], country="CN")])
        assert ("listed", "deny", "/parties/0/name") in found(verdict)


def test_a_list_that_is_not_loaded_makes_incomplete(ruleset: Ruleset) -> None:
    verdict = judged(ruleset, products=[])
    assert verdict.outcome == "incomplete"
    (finding,) = verdict.findings
    assert finding.subject.id == "a-list"
    assert [(s.id, s.state) for s in verdict.sources] == [("a-list", "missing")]


def test_the_day_decides_which_rules_and_entries_count(ruleset: Ruleset) -> None:
    day = dt.date.fromisoformat
    assert judged(ruleset, day("2023-01-25")).outcome == "incomplete"
    assert judged(ruleset, day("2023-01-26")).outcome == "deny"
    asked = {"parties": [party(name="Orbital Imaging Zvezda Company")], "products": []}
    assert judged(ruleset, day("2025-12-31"), **asked).outcome == "deny"
    assert "listed" not in {e.rule for e in judged(ruleset, day("2026-01-01"), **asked).examined}
    (finding,) = [f for f in judged(ruleset, day("2026-06-01"), **asked).findings if f.rule == "listed"]
    assert finding.basis.status == "unconfirmed"


@pytest.mark.parametrize(
    ("ring", "relation"),
    [
        ([[10.2, 50.2], [10.8, 50.2], [10.8, 50.8], [10.2, 50.8]], "inside"),
        ([[14.3, 35.8], [14.5, 35.8], [14.5, 36.0], [14.3, 36.0]], "inside"),
        ([[2.0, 50.2], [2.8, 50.2], [2.8, 50.8], [2.0, 50.8]], None),
    ],
)
def test_regions_and_countries(ruleset: Ruleset, ring: list[list[float]], relation: str | None) -> None:
    verdict = judged(ruleset, geometry={"type": "Polygon", "coordinates": [[*ring, ring[0]]]})
    hits = [f for f in verdict.findings if f.rule == "region"]
    assert [f.evidence[0]["relation"] for f in hits] == ([relation] if relation else [])
    assert all(f.pointer == "/geometry" for f in hits)


def test_a_region_that_is_not_known_makes_incomplete(tmp_path: Path) -> None:
    unknown = tiny.FILES["regimes/house/region.toml"].replace('"MT"', '"nowhere"')
    folder = tiny.write(tmp_path / "pack", regimes__house__region=unknown)
    verdict = judged(load_rules(folder, cache=tmp_path / "cache"), products=[])
    assert [f.outcome for f in verdict.findings if f.rule == "region"] == ["incomplete"]


def test_what_was_examined_is_told_even_when_nothing_was_found(ruleset: Ruleset) -> None:
    verdict = judged(ruleset)
    assert {(e.rule, e.subjects) for e in verdict.examined} == {
        ("fresh", 1),
        ("listed", 1),
        ("needs", 1),
        ("operator", 1),
        ("region", 1),
    }
    assert {e.rule: e.outcome for e in verdict.examined}["listed"] == "incomplete"
    assert verdict.regimes == {"HOUSE": "incomplete", "R-US": "deny"}


def test_a_regime_is_not_clear_where_its_list_was_not_there(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "pack", operator='jurisdictions = ["LU"]')
    order = tiny.order()
    order["products"][0]["item"]["properties"]["platform"] = "sat-9"
    verdict = screen(load_order(order), load_rules(folder, cache=tmp_path / "cache"), AS_OF)
    assert verdict.outcome == "clear"
    assert verdict.jurisdictions == ("EU", "LU")
    assert verdict.regimes["R-US"] == "incomplete"


def test_no_regime_is_clear_on_an_order_that_lacks_something(ruleset: Ruleset) -> None:
    verdict = judged(ruleset, parties=[party(roles=["customer"])])
    assert ("needs", "incomplete", "/parties") in found(verdict)
    assert all(outcome != "clear" for outcome in verdict.regimes.values())


def test_rules_that_guard_nothing_are_refused(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "pack", regimes__house__needs=None)
    with pytest.raises(RulesError, match="no rule in force has the check completeness"):
        judged(load_rules(folder, cache=tmp_path / "cache"))


def test_a_parameter_that_the_check_does_not_know_stops_the_run(tmp_path: Path) -> None:
    wrong = tiny.FILES["regimes/house/region.toml"].replace("regions =", "region =")
    ruleset = load_rules(tiny.write(tmp_path / "pack", regimes__house__region=wrong), cache=tmp_path / "cache")
    with pytest.raises(RulesError, match="unknown field `region`"):
        judged(ruleset)


def test_everyone_who_was_screened_is_told(ruleset: Ruleset) -> None:
    verdict = judged(ruleset, delivery={"country": "LU", "ground_station": "Station X"})
    assert [(s.name, s.origin, s.platform) for s in verdict.screened] == [
        ("Harmlose Kartographie GmbH", "order", ""),
        ("Station X", "delivery", ""),
        ("Orbital Imaging Zvezda Company", "platform", "sat-1"),
    ]


def test_an_entry_counts_until_the_day_before_it_is_delisted() -> None:
    listed = entry(listed=AS_OF, delisted=AS_OF + dt.timedelta(2))
    days = [listed_on(listed, AS_OF + dt.timedelta(i)) for i in range(-1, 3)]
    assert days == [False, True, True, False]


def test_a_region_counts_only_while_it_is_valid(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "pack")
    square = tiny.SQUARE | {
        "features": [
            tiny.SQUARE["features"][0]
            | {"properties": {"name": "S", "source": "made up", "kind": "sensitive", "valid_to": "2026-11-22"}}
        ]
    }  # type: ignore[index]
    (folder / "regions" / "square.geojson").write_text(json.dumps(square))
    ruleset = load_rules(folder, cache=tmp_path / "cache")
    ring = [[10.2, 50.2], [10.8, 50.2], [10.8, 50.8], [10.2, 50.8], [10.2, 50.2]]
    asked = {"geometry": {"type": "Polygon", "coordinates": [ring]}}
    for days, hit in ((0, True), (1, False)):
        verdict = judged(ruleset, AS_OF + dt.timedelta(days), **asked)
        assert ("region" in {f.rule for f in verdict.findings}) == hit


def test_what_is_wrong_with_the_boundaries_is_told(ruleset: Ruleset) -> None:
    assert any(problem.code == "boundary" for problem in judged(ruleset).problems)


def test_a_rule_without_a_check_stops_the_run(tmp_path: Path) -> None:
    wrong = tiny.FILES["regimes/house/region.toml"].replace("sensitive_region", "sensitive_regions")
    ruleset = load_rules(tiny.write(tmp_path / "pack", regimes__house__region=wrong), cache=tmp_path / "cache")
    with pytest.raises(RulesError, match="there is no check 'sensitive_regions'"):
        judged(ruleset)


def test_retention_counts_the_regimes_that_bind(ruleset: Ruleset, tmp_path: Path) -> None:
    kept = judged(ruleset, dt.date(2024, 2, 29)).retain_until
    assert kept
    assert (kept.date, kept.because) == (dt.date(2034, 3, 1), ("Law 9: 10 years",))
    folder = tiny.write(tmp_path / "pack", operator='jurisdictions = ["LU"]')
    assert judged(load_rules(folder, cache=tmp_path / "cache")).retain_until is None


def test_the_same_order_gives_the_same_bytes_on_any_thread(ruleset: Ruleset) -> None:
    order = load_order(tiny.order())
    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(lambda _: msgspec.json.encode(screen(order, ruleset, AS_OF)), range(16)))
    assert len(set(verdicts)) == 1


def test_the_function_stays_a_function() -> None:
    importlib.import_module("sarcheck.screen")
    assert callable(sarcheck.screen)
    assert sarcheck.screen is screen


STAPI = {
    "datetime": "2026-12-01T00:00:00Z/2026-12-02T00:00:00Z",
    "geometry": {"type": "Polygon", "coordinates": [[[20, 50], [21, 50], [21, 51], [20, 51], [20, 50]]]},
    "filter": {"op": "=", "args": [{"property": "platform"}, "sat-1"]},
    "order_parameters": {},
}


def test_a_stapi_order_is_screened_like_any_other_and_without_parties_is_never_clear(tmp_path: Path) -> None:
    """Not even under rules that ask for nothing of the chain."""
    needs = tiny.FILES["regimes/house/needs.toml"].replace('["end_user"]', '["footprint"]')
    folder = tiny.write(tmp_path / "pack", regimes__house__needs=needs, operator='jurisdictions = ["LU"]')
    ruleset = load_rules(folder, cache=tmp_path / "cache")
    bare = STAPI | {"filter": {}}
    verdict = screen(load_order(bare), ruleset, AS_OF)
    assert (verdict.outcome, verdict.status.reason_code) == ("incomplete", "no-parties")
    assert screen(load_order(bare, parties={"parties": [party()]}), ruleset, AS_OF).outcome == "clear"
    assert {f.rule for f in screen(load_order(STAPI, parties={"parties": [party()]}), ruleset, AS_OF).findings} == {
        "operator"
    }


@pytest.mark.parametrize("count", [0, 3, 64, 65])
def test_of_orders_that_end_with_an_error_those_before_it_are_judged(ruleset: Ruleset, count: int) -> None:
    order = load_order(tiny.order())

    def broken() -> Iterator[Order]:
        yield from [order] * count
        raise OrderError([("", "is cut")], "order")

    verdicts = screen_many(broken(), ruleset, AS_OF)
    expected = screen(order, ruleset, AS_OF)
    for _ in range(count):
        assert next(verdicts) == expected
    with pytest.raises(OrderError, match="is cut"):
        next(verdicts)
