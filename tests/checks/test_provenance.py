"""Grades of provenance facts."""

from __future__ import annotations

from sarcheck.checks import provenance
from sarcheck.evidence import Provenance
from sarcheck.model import ProvenanceFact, Subject
from tests.builders import evidence, rule


def found(result: str, verification: str = "verified", **parameters: object) -> list:
    numbers = {"km": 9.0, "kind": "x"}
    fact = ProvenanceFact(check="closure", result=result, message="It is 9 km off", source="a.xml", numbers=numbers)
    other = ProvenanceFact(check="band", result="fail", message="another question")
    one = Provenance(
        subject=Subject(kind="product", id="p1"),
        pointer="/products/0",
        verification=verification,
        facts=(fact, other),
    )
    law = rule("provenance", outcome="incomplete", parameters={"facts": ["closure"]} | parameters)
    return list(provenance.check(evidence(provenance=(one,)), law))


def test_a_failed_fact_has_the_rules_outcome_and_its_numbers() -> None:
    (finding,) = found("fail")
    assert (finding.outcome, finding.pointer, finding.confidence) == ("incomplete", "/products/0", 1.0)
    assert finding.message == "p1: It is 9 km off."
    assert finding.evidence[0] == {
        "kind": "provenance", "check": "closure", "result": "fail", "source": "a.xml", "path": "", "km": 9.0,
    }  # fmt: skip


def test_what_could_not_be_had_was_not_examined() -> None:
    facts = [ProvenanceFact(check="closure", result=result, message="") for result in ("pass", "fail", "not_possible")]
    told = tuple(
        Provenance(subject=Subject(kind="product", id="p"), pointer="", verification="verified", facts=(fact,))
        for fact in facts
    )
    law = rule("provenance", outcome="incomplete", parameters={"facts": ["closure"]})
    assert provenance.examined(evidence(provenance=told), law) == 2


def test_what_passes_is_no_finding() -> None:
    assert found("pass") == []


def test_what_could_not_be_had_is_graded_where_the_rule_says_so() -> None:
    assert found("not_possible") == []
    (finding,) = found("not_possible", outcome_not_possible="review")
    assert finding.outcome == "review"


def test_a_reader_that_knows_the_layout_only_is_believed_less() -> None:
    (finding,) = found("fail", "layout only")
    assert finding.confidence < 1
    assert finding.caveats == (provenance.LAYOUT_ONLY,)
    assert finding.outcome == "incomplete"
