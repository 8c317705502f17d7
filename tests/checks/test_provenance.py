"""Grades of provenance facts, and suppliers whom the operator profile does not know."""

from __future__ import annotations

import pytest

from sarcheck.checks import provenance, unknown_supplier
from sarcheck.evidence import Provenance, Supply
from sarcheck.model import ProvenanceFact, Subject
from tests.builders import chain, evidence, party, rule


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


@pytest.mark.parametrize(("known", "findings"), [(True, 0), (False, 1)])
def test_a_supplier_without_a_known_relation_is_told(known: bool, findings: int) -> None:
    seller = chain(party=party("Reseller FZE", id="s", roles=("supplier",)), pointer="/parties/1")
    supply = Supply(party=seller, platform="sat-1", operator="Orbit Co", known=known)
    told = list(unknown_supplier.check(evidence(supplies=(supply,)), rule("unknown_supplier", outcome="review")))
    assert len(told) == findings
    assert all((one.outcome, one.pointer) == ("review", "/parties/1") for one in told)
    assert all("Reseller FZE" in one.message and "Orbit Co" in one.message for one in told)
