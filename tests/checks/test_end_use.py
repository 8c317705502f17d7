"""End uses and end users that a law names for certain countries, and support for them."""

from __future__ import annotations

from typing import Any

import pytest

from sarcheck.checks import blocking_statute, end_use, person_support, suspension
from sarcheck.model import EndUse, Finding, Order, Rule
from tests.builders import candidate, chain, entry, order, party, rule, told

TERMS = ["armed forces", "военный", "解放军"]
SENT = {"country": "XQ"}
LAW = rule(
    "end_use",
    outcome="license_required",
    parameters={
        "applies_to": ["customer", "end_user", "delivery"],
        "countries": ["XA"],
        "groups": ["bloc"],
        "terms": TERMS,
        "declared": True,
    },
)
GROUPS = {"bloc": frozenset({"XB"})}


def asked(statement: str | None = "Crop maps", *, military: bool | None = None, **fields: Any) -> Order:
    use = None if statement is None and military is None else EndUse(statement=statement, military=military)
    return order(parties=(party(**{"country": "XA"} | fields),), end_use=use)


def found(given: Order, law: Rule = LAW) -> list[tuple[str, str]]:
    return [(f.outcome, f.pointer) for f in end_use.check(told(given, groups=GROUPS), law)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (asked(), []),
        (asked(military=False), []),
        (asked(military=True), [("license_required", "/end_use/military")]),
        (asked("Maps for the Armed Forces"), [("license_required", "/end_use/statement")]),
        (asked("Maps for the armed-forces"), [("license_required", "/end_use/statement")]),
        (asked("ВОЕННЫЙ заказ"), [("license_required", "/end_use/statement")]),
        (asked("为解放军制图"), [("license_required", "/end_use/statement")]),
        (asked("Maps for alarmed forces"), []),
        (asked(name="Armed Forces Survey"), [("review", "/parties/0/name")]),
        (asked(sector="armed forces"), [("review", "/parties/0/sector")]),
        (asked(aliases=("x", "Armed Forces")), [("review", "/parties/0/aliases/1")]),
        (asked(None), [("incomplete", "/end_use")]),
        (asked("  "), [("incomplete", "/end_use")]),
        (asked(military=True, country="XB"), [("license_required", "/end_use/military")]),
        (asked(military=True, country="XC", nationalities=("XA",)), [("license_required", "/end_use/military")]),
        (asked(military=True, country="XC"), []),
        (asked(None, country="XC"), []),
        (asked(military=True, roles=("supplier",)), []),
    ],
)
def test_uses_are_graded(given: Order, expected: list[tuple[str, str]]) -> None:
    assert found(given) == expected


def test_a_use_is_told_with_who_is_where() -> None:
    (finding,) = end_use.check(told(asked(military=True), groups=GROUPS), LAW)
    assert finding.message == 'The end use is stated to be military; "Example GmbH" (customer, end_user) is in XA.'


# --- support by persons -------------------------------------------------------------------------

SUPPORT = rule(
    "person_support",
    outcome="license_required",
    outcome_elsewhere="license_required",
    jurisdictions=("XU",),
    parameters={
        "person_countries": ["XU"],
        "stated": True,
        "applies_to": ["customer", "end_user"],
        "lists": ["bodies"],
        "countries": ["XA"],
        "terms": ["armed forces"],
    },
)
BUYER = {"id": "b", "country": "XA"}
USE = EndUse(statement="for the armed forces")


def supported(
    helper: dict[str, Any], *, binding: frozenset[str] | None = frozenset({"XL"}), **fields: Any
) -> list[Finding]:
    buyer = party(**BUYER | fields.pop("buyer", {}))
    given = order(parties=(buyer, party(**{"id": "h", "roles": ("reseller",)} | helper)), end_use=USE)
    return list(person_support.check(told(given, binding=binding, **fields), SUPPORT))


@pytest.mark.parametrize(
    ("helper", "outcome"),
    [
        ({"us_person": True}, "license_required"),
        ({"nationalities": ("XU",)}, "license_required"),
        ({"country": "XU"}, "license_required"),
        ({"residence": "XU"}, "license_required"),
        ({}, "incomplete"),
        ({"us_person": False}, "incomplete"),  # of the buyer nothing is said
    ],
)
def test_a_person_of_the_country_is_looked_for(helper: dict[str, Any], outcome: str) -> None:
    (finding,) = supported(helper)
    assert (finding.outcome, finding.pointer) == (outcome, "/end_use/statement")


def test_denial_of_everyone_is_the_orders_own_word() -> None:
    (finding,) = supported({"us_person": False}, buyer={"us_person": False})
    assert finding.outcome == "review"


def test_whoever_the_law_binds_is_such_a_person() -> None:
    for binding in (frozenset({"XU"}), None):
        (finding,) = supported({"us_person": False}, binding=binding)
        assert finding.outcome == "license_required"
        assert "binds whoever runs this check" in finding.message


@pytest.mark.parametrize(("score", "outcome"), [(0.95, "license_required"), (0.8, "review")])
def test_a_listed_end_user_needs_no_stated_use(score: float, outcome: str) -> None:
    who = party(id="b", country="XZ", us_person=True)
    match = candidate(score, entry=entry(list="bodies"))
    given = order(parties=(who,), end_use=EndUse(statement="maps"))
    (finding,) = person_support.check(told(given, parties=(chain((match,), party=who),)), SUPPORT)
    assert (finding.outcome, finding.pointer) == (outcome, "/parties/0")


def test_without_such_a_use_persons_do_not_matter() -> None:
    given = order(parties=(party(country="XA", us_person=True),), end_use=EndUse(statement="maps"))
    assert list(person_support.check(told(given), SUPPORT)) == []


# --- suspended programs -------------------------------------------------------------------------

CUT = rule(
    "suspension",
    outcome="review",
    parameters={
        "program": "the Example Program",
        "names": ["Cut Off Ltd"],
        "identifiers": {"lei": "529900X"},
        "terms": ["Example Program"],
        "applies_to": ["customer", "end_user"],
        "countries": ["XA"],
    },
)


@pytest.mark.parametrize(
    ("who", "statement", "expected"),
    [
        ({"name": "CUT OFF ltd"}, "maps", ["/parties/0"]),
        ({"aliases": ("Cut Off Ltd",)}, "maps", ["/parties/0"]),
        ({"identifiers": {"LEI": "529900X"}}, "maps", ["/parties/0"]),
        ({"country": "XA"}, "bought under the Example Program", ["/end_use/statement"]),
        ({"country": "XC"}, "bought under the Example Program", []),
        ({"country": "XA"}, "maps", []),
    ],
)
def test_a_suspended_program_is_told(who: dict[str, Any], statement: str, expected: list[str]) -> None:
    given = order(parties=(party(**who),), end_use=EndUse(statement=statement))
    findings = list(suspension.check(told(given), CUT))
    assert [finding.pointer for finding in findings] == expected
    assert all("the Example Program, which is suspended" in finding.message for finding in findings)


# --- laws against each other --------------------------------------------------------------------

STATUTE = rule(
    "blocking_statute",
    outcome="notice",
    jurisdictions=("XE",),
    parameters={
        "measures": "a measure of XU",
        "applies_to": ["customer", "delivery"],
        "countries": ["XA"],
        "listed_on": ["lst"],
        "programs": ["EMBARGO"],
    },
)


@pytest.mark.parametrize(("binding", "count"), [(None, 1), (frozenset({"XE"}), 1), (frozenset({"XU"}), 0)])
def test_a_blocking_statute_speaks_only_where_it_binds(binding: frozenset[str] | None, count: int) -> None:
    given = order(parties=(party(country="XA"),))
    findings = list(blocking_statute.check(told(given, binding=binding), STATUTE))
    assert [finding.outcome for finding in findings] == ["notice"] * count


@pytest.mark.parametrize(("program", "count"), [("EMBARGO", 1), ("OTHER", 0)])
def test_a_blocking_statute_knows_programs(program: str, count: int) -> None:
    match = candidate(entry=entry(list="lst", programs=(program,)))
    findings = list(blocking_statute.check(told(order(), parties=(chain((match,)),)), STATUTE))
    assert len(findings) == count
