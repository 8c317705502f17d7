"""Nothing passes because nothing was checked: each thing that is missing is a finding."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sarcheck.checks import completeness, freshness, unidentified_platform
from sarcheck.evidence import Area, Evidence, Imaging, Place
from sarcheck.model import Footprint, Operation, Operator, Order, Problem, SourceStatus, Subject, Tasking
from tests.builders import chain, evidence, order, ordered, party, product, rule, source

LATER = dt.date(2026, 11, 23)
SUBJECT = Subject(kind="product", id="p1")
KNOWN = ("sat-1", Operator(id="op", name="Op"), Operation(operator="op"))


def gaps(need: str, facts: Evidence) -> list[str]:
    return [f.pointer for f in completeness.check(facts, rule("completeness", parameters={"needs": [need]}))]


def imaging(**fields: object) -> Imaging:
    given = {
        "subject": SUBJECT,
        "pointer": "/products/0",
        "format": "f",
        "stated": None,
        "platforms": (),
        "operators": (),
    }
    return Imaging(**given | fields)  # type: ignore[arg-type]


def place(**fields: object) -> Place:
    given = {
        "subject": SUBJECT,
        "who": "Someone",
        "pointer": "/parties/0",
        "roles": ("end_user",),
        "countries": (),
        "unknown": (),
        "subdivision": None,
        "named": (),
    }
    return Place(**given | fields)  # type: ignore[arg-type]


def area(*flags: str) -> Area:
    footprint = Footprint(rings=(((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)),), area_km2=1.0, flags=flags)
    return Area(subject=SUBJECT, pointer="/products/0", footprint=footprint)


def tasked(datetime: str) -> Order:
    return order(kind="tasking", datetime=datetime, tasking=Tasking(platform="x"))


READ = ordered(product())
FAILED = ordered(None, problems=(Problem(pointer="/products/0", message="no such file"),))
ASSERTED = ordered(product(evidence="asserted"))
CONTRADICTING = ordered(product(problems=(Problem(pointer="x", message="two platforms"),)))


@pytest.mark.parametrize(
    ("need", "facts", "expected"),
    [
        ("end_user", evidence(), []),
        ("end_user", evidence(order=order(parties=(party(roles=("customer",)),))), ["/parties"]),
        ("country", evidence(places=(place(countries=(("DE", "country"),)),)), ["/delivery"]),
        ("country", evidence(places=(place(),)), ["/parties/0", "/delivery"]),
        ("country", evidence(places=(place(roles=("payer",)),)), ["/delivery"]),
        (
            "country",
            evidence(places=(place(countries=(("ZZ", "country"),), unknown=("ZZ",)),)),
            ["/parties/0", "/delivery"],
        ),
        ("product", evidence(), ["/products"]),
        ("product", evidence(order=order((READ,))), []),
        ("product", evidence(order=order((READ, FAILED))), ["/products/0"]),
        ("product", evidence(order=order(kind="tasking")), []),
        ("evidence", evidence(order=order((ASSERTED,))), ["/products"]),
        ("evidence", evidence(order=order((ASSERTED, READ))), []),
        ("evidence", evidence(order=order((ASSERTED,), kind="tasking")), ["/products"]),
        ("footprint", evidence(), [""]),
        ("footprint", evidence(areas=(Area(subject=SUBJECT, pointer="/products/0", footprint=None),)), ["/products/0"]),
        ("operator", evidence(imaging=(imaging(),)), ["/products/0"]),
        ("operator", evidence(imaging=(imaging(platforms=("sat-1",)),)), ["/products/0"]),
        ("operator", evidence(imaging=(imaging(operators=(KNOWN,)),)), []),
        ("operator", evidence(imaging=(imaging(operators=(KNOWN,), grounded=("sat-1",)),)), ["/products/0"]),
        ("footprint", evidence(areas=(area("swapped"),)), ["/products/0"]),
        ("footprint", evidence(areas=(area("reordered"),)), []),
        ("unproblematic", evidence(unknown_jurisdictions=((0, "XX"),)), ["/jurisdictions/0"]),
        ("platform", evidence(order=tasked("2026-11-01T00:00:00Z/2026-11-21T00:00:00Z")), ["/datetime"]),
        ("platform", evidence(order=tasked("2026-11-01T00:00:00Z/..")), []),
        ("own_files", evidence(order=order((ASSERTED, READ))), ["/products/0"]),
        ("footprint", evidence(places=(place(problem="nowhere"),)), ["/parties/0/location", ""]),
        ("unproblematic", evidence(parties=(chain(readable=False),)), ["/parties/0"]),
        ("platform", evidence(order=order(kind="tasking")), ["/tasking/platform"]),
        ("platform", evidence(order=order(kind="tasking", tasking=Tasking(platform="x"))), []),
        ("platform", evidence(), []),
        ("unproblematic", evidence(order=order((CONTRADICTING,))), ["/products/0"]),
        ("unproblematic", evidence(order=order((READ,))), []),
    ],
)
def test_needs(need: str, facts: Evidence, expected: list[str]) -> None:
    assert gaps(need, facts) == expected


def test_every_need_is_tested() -> None:
    marks = test_needs.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {need for need, _, _ in marks} == set(completeness.NEEDS)


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (source("missing", age_days=None), "has not been imported"),
        (source("stale", caveat="99 days old"), "is too old to rely on (99 days old)."),
        (
            source("stale", age_days=1, caveat="published 2020-04-15: an old copy"),
            "(published 2020-04-15: an old copy).",
        ),
        (source("partial"), "is not whole"),
    ],
)
def test_lists_that_cannot_be_relied_on(status: SourceStatus, message: str) -> None:
    (finding,) = freshness.check(evidence(required=((status, ("r1",)),)), rule("freshness", outcome="incomplete"))
    assert message in finding.message
    assert finding.outcome == "incomplete"


@pytest.mark.parametrize(
    ("fields", "message", "remedy"),
    [
        ({"retrieved": LATER}, "some-list in force was fetched on 2026-11-23, after the day judged", "Put it back."),
        ({"published": LATER, "retrieved": None}, "some-list in force was published on 2026-11-23", "Put it back."),
        ({}, "The list some-list: some caveat.", "Ask."),
    ],
)
def test_what_is_to_be_known_of_a_list_is_noted(fields: dict[str, Any], message: str, remedy: str) -> None:
    known = source(caveat="some caveat", **fields)
    law = rule("freshness", outcome="incomplete", parameters={"title_noted": "Known", "remedy_newer": "Put it back."})
    (finding,) = freshness.check(evidence(required=((known, ("r1",)),)), law)
    assert finding.outcome == "notice"
    assert message in finding.message
    assert (finding.title, finding.remedy) == ("Known", remedy)
    (plain,) = freshness.check(evidence(required=((known, ("r1",)),)), rule("freshness", outcome="incomplete"))
    assert (plain.title, plain.remedy) == ("A rule", "Ask.")


def test_a_list_that_no_rule_names_is_of_no_use() -> None:
    (finding,) = freshness.check(evidence(unused=("my-list",)), rule("freshness", outcome="incomplete"))
    assert finding.outcome == "incomplete"
    assert "no rule names it" in finding.message


def test_current_lists_pass() -> None:
    assert list(freshness.check(evidence(required=((source(), ("r1",)),)), rule("freshness"))) == []


def test_look_alikes_without_a_platform() -> None:
    law = rule("unidentified_platform", outcome="review", parameters={"formats": ["f"]})
    cases = {imaging(): 1, imaging(format="g"): 0, imaging(platforms=("sat-1",)): 0}
    for one, count in cases.items():
        assert len(list(unidentified_platform.check(evidence(imaging=(one,)), law))) == count
