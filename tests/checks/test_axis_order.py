"""Grades and words of coordinates that may be in the wrong order."""

from __future__ import annotations

from typing import Any

import pytest

from sarcheck.checks import axis_order
from sarcheck.evidence import Area, Exchange
from sarcheck.model import Overlap, Subject
from tests.builders import evidence, rule

HOT = Overlap(region="hot", name="Hotland", kind="a", relation="inside", overlap_km2=1, overlap_share=1, distance_km=0)


def findings(exchange: Exchange | None, **parameters: Any) -> list[Any]:
    area = Area(
        subject=Subject(kind="footprint", id="geometry"), pointer="/geometry", footprint=None, exchange=exchange
    )
    facts = evidence(areas=(area,))
    return list(axis_order.check(facts, rule("axis_order", outcome="review", parameters=parameters)))


@pytest.mark.parametrize(
    ("axes", "witness", "overlaps", "outcome", "says"),
    [
        (
            "open",
            "",
            (HOT,),
            "review",
            "Nothing tells whether the order's area is longitude first; exchanged, it touches",
        ),
        ("contradicted", "delivery", (), "review", "fits the place of its delivery only with latitude and longitude"),
        ("contradicted", "products", (HOT,), "incomplete", "only with latitude and longitude exchanged; exchanged, it"),
        ("confirmed", "statement", (HOT,), "notice", "Only its statement of end use tells"),
    ],
)
def test_grades(axes: Any, witness: str, overlaps: tuple[Overlap, ...], outcome: str, says: str) -> None:
    (found,) = findings(Exchange(axes=axes, witness=witness, overlaps=overlaps))
    assert (found.outcome, found.pointer) == (outcome, "/geometry")
    assert says in found.message
    assert ("Hotland" in found.message) == bool(overlaps)
    assert found.evidence[0]["regions_if_exchanged"] == [
        {"region": o.region, "relation": o.relation, "overlap_share": o.overlap_share} for o in overlaps
    ]


def test_the_rule_sets_the_grades() -> None:
    contrary = Exchange(axes="contradicted", witness="products", overlaps=())
    word = Exchange(axes="confirmed", witness="delivery", overlaps=(HOT,))
    assert findings(contrary, outcome_products="deny")[0].outcome == "deny"
    assert findings(word, outcome_word="review")[0].outcome == "review"


def test_it_is_silent_where_nothing_speaks_against_the_order() -> None:
    assert findings(None) == []
