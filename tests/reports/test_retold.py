"""A verdict told from its JSON alone: the tokens, the sums, the shares and the numbers of each finding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from sarcheck.model import Finding, ProvenanceFact, Subject, Traced, Verdict
from sarcheck.reports import retold

Make = Callable[..., Verdict]
MakeFinding = Callable[..., Finding]


def told(verdict: Verdict, finding: str = "", width: int = 80) -> str:
    """Return what is told of a verdict that went through JSON."""
    again = msgspec.json.decode(msgspec.json.encode(verdict), type=Verdict)
    return " ".join(retold.render([again], finding, width=width).decode().split())


def test_a_name_is_told_down_to_its_tokens_and_sum(make_verdict: Make, make_finding: MakeFinding) -> None:
    item = {
        "kind": "name_match", "list": "l", "entry": "7", "score": 0.9, "query": "Akme Ltd", "matched_name": "ACME",
        "aligned": [["akme", "acme", 0.75], ["", "group", 0.0]],
        "features": [{"name": "tokens", "value": 0.95, "weight": 1.0, "detail": "akme=acme"},
                     {"name": "country", "value": 1.0, "weight": -0.05, "detail": "DE / FR"}],
    }  # fmt: skip
    page = told(make_verdict(findings=(make_finding(evidence=(item,)),)))
    assert "asked for on the list likeness akme acme 0.750 -- group 0.000" in page
    assert "tokens 0.950 x +1.000 = +0.950 akme=acme" in page
    assert "country 1.000 x -0.050 = -0.050 DE / FR" in page
    assert "sum +0.900 score 0.900" in page


def test_a_score_that_was_held_says_so(make_verdict: Make, make_finding: MakeFinding) -> None:
    item = {"kind": "name_match", "score": 1.0, "features": [{"name": "a", "value": 1.0, "weight": 1.1, "detail": ""}]}
    assert "(the sum held within" in told(make_verdict(findings=(make_finding(evidence=(item,)),)))


def test_ownership_is_told_with_its_arithmetic(make_verdict: Make, make_finding: MakeFinding) -> None:
    row: dict[str, Any] = {
        "owner": "A",
        "of": "B",
        "share": 26.0,
        "listed": "l 7",
        "dates": ["2021/.."],
        "sources": ["order"],
    }
    item = {
        "kind": "ownership",
        "path": ["A", "B", "C"],
        "arithmetic": "26 % (A) + 25 % (D) = 51 % >= 50 %; 80 % (B) >= 50 %",
        "owners": [row, row | {"share": None, "owner": "D", "unknown_share": True}],
    }
    page = told(make_verdict(findings=(make_finding(evidence=(item,)),)))
    assert "path A owns B owns C" in page
    assert "sum 26 % (A) + 25 % (D) = 51 % >= 50 %" in page
    assert "A holds 26 % of B, held 2021/.., by order, listed: l 7" in page
    assert "D holds an unknown share of B" in page


def test_an_overlap_and_a_closure_are_told_in_numbers(make_verdict: Make, make_finding: MakeFinding) -> None:
    area = {"kind": "region_overlap", "region": "R", "relation": "inside", "overlap_km2": 25.0, "footprint_km2": 200.0}
    off = {"kind": "provenance", "check": "closure", "result": "fail", "maximum_km": 12.346, "tolerance_km": 0.5}
    page = told(make_verdict(findings=(make_finding(evidence=(area, off)),)))
    assert "25.000 km2 / 200.000 km2 = 12.5000% of the footprint" in page
    assert "from provenance: closure, fail maximum km 12.346 tolerance km 0.500" in page


def test_provenance_that_passed_is_told_too(make_verdict: Make) -> None:
    fact = ProvenanceFact(check="closure", result="pass", message="It closes", numbers={"maximum_km": 0.012})
    traced = Traced(subject=Subject(kind="product", id="p1"), pointer="/products/0", facts=(fact,))
    assert "pass closure It closes (maximum_km 0.012)" in told(make_verdict(provenance=(traced,)))


def test_one_finding_is_told_alone_by_id_or_rule(make_verdict: Make, make_finding: MakeFinding) -> None:
    verdict = make_verdict(findings=(make_finding(), make_finding(id="f2", rule="other", title="Another")))
    assert "Party on a list" not in told(verdict, "f2")
    assert "Another" in told(verdict, "other")
    assert "EXAMINED" not in told(verdict, "f2")


@pytest.mark.parametrize("item", [
    {}, {"kind": None}, {"kind": "name_match", "aligned": 3, "features": ["x", {"value": "a"}]},
    {"kind": "ownership", "owners": [1, {}], "path": None, "arithmetic": None},
    {"kind": "region_overlap", "overlap_km2": "1", "footprint_km2": 0},
    {"kind": "provenance", "numbers": {"a": {"b": []}}},
    {"kind": "new", "rows": [[1], [1, 2]], "tree": {"a": [{"b": 1}, 2]}},
])  # fmt: skip
def test_evidence_of_any_shape_is_told(item: dict[str, Any], make_verdict: Make, make_finding: MakeFinding) -> None:
    assert told(make_verdict(findings=(make_finding(evidence=(item,)),)))


@pytest.mark.parametrize("width", [40, 80, 160])
def test_lines_fit(width: int, make_verdict: Make) -> None:
    lines = retold.render([make_verdict()], width=width).decode().splitlines()
    assert max(map(len, lines)) <= min(max(width, 60), 120)
