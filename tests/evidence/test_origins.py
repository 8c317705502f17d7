"""Who made a product, whose orbit it fits, and which level its evidence has."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from sarcheck import evidence, load_rules, provenance, screen
from sarcheck.evidence import origins
from sarcheck.model import Claim, Order, ProvenanceFact, StateVector
from sarcheck.ruleset import Ruleset
from tests import tiny
from tests.builders import AS_OF, order, ordered, product

START = dt.datetime(2024, 3, 1, 5, tzinfo=dt.UTC)
FACILITIES = """
[[facility]]
id = "zvezda-station"
codes = ["ZVZ"]
series = ["Sat"]
place = "Starytown"
organisation = "Orbital Imaging Zvezda Company"
country = "CN"
status = "{status}"
[[facility]]
id = "somewhere"
codes = ["SOM"]
place = "Somewhere"
"""
SECOND = """
        series = "One"
        [[operator]]
        id = "good-co"
        name = "Good Company"
        [[platform]]
        key = "sat-2"
        series = "Sat"
        operators = [{ operator = "good-co" }]
    """


@pytest.fixture
def rules(tmp_path: Path):
    """Return a function that compiles the small rules folder with facilities, a second satellite and a profile."""

    def load(status: str = "verified", profile: str = "") -> Ruleset:
        changed = {
            "facilities": FACILITIES.format(status=status),
            "platforms": tiny.FILES["platforms.toml"] + SECOND,
            "operator": profile,
        }
        return load_rules(tiny.write(tmp_path / f"pack-{status}", **changed), cache=tmp_path / "cache")

    return load


def stated(field: str, text: str) -> Claim:
    return Claim(field=field, value=text, stated=text, source="a.xml", path="x")


def made(*claims: Claim, platform: str = "sat-2", parties: Any = None, **fields: Any) -> Order:
    read = product(platform=platform, start=START, claims=(*claims, stated("platform", platform)), **fields)
    return order((ordered(read),), **({"parties": parties} if parties else {}))


def test_a_stations_code_brings_who_runs_it(rules) -> None:
    verdict = screen(made(stated("receiving_station", "ZVZ")), rules(), AS_OF)
    (found,) = [f for f in verdict.findings if f.rule == "listed"]
    assert (found.outcome, found.pointer) == ("deny", "/products/0")
    assert "ground_station by the product's own metadata" in found.message
    (shown,) = [one for one in verdict.screened if one.origin == "product"]
    assert (shown.id, shown.roles, shown.country) == ("ground_station:zvezda-station", ("ground_station",), "CN")


def test_what_is_general_knowledge_is_for_review_and_says_so(rules) -> None:
    verdict = screen(made(stated("receiving_station", "ZVZ")), rules("unverified"), AS_OF)
    (found,) = [f for f in verdict.findings if f.rule == "listed"]
    assert found.outcome == "review"
    assert any("ZVZ" in caveat and "general knowledge" in caveat for caveat in found.caveats)


def test_an_operator_that_processes_its_own_images_is_screened_once(rules) -> None:
    facts = evidence.gather(
        made(stated("facility", "ORBITAL IMAGING Zvezda Company"), platform="sat-1"), rules(), AS_OF, ()
    )
    assert facts.makers == ()
    assert [one.party.id for one in facts.operators] == ["orbit-co"]


@pytest.mark.parametrize("text", ["QQQ", "SOM", "ZV_1", "PROC 12"])
def test_a_code_that_names_nobody_is_not_looked_for(rules, text: str) -> None:
    facts = evidence.gather(made(stated("facility", text)), rules(), AS_OF, ())
    assert facts.makers == ()
    (told,) = [fact for fact in facts.provenance[0].facts if fact.check == "processor"]
    assert told.result == ("pass" if text == "SOM" else "not_possible")


def test_a_code_holds_for_its_own_satellites_only(rules) -> None:
    series = made(stated("receiving_station", "ZVZ"), platform="sat-1")
    assert evidence.gather(series, rules(), AS_OF, ()).makers == ()


def test_a_name_is_looked_for_as_it_stands(rules) -> None:
    verdict = screen(made(stated("facility", "Orbital Imaging Zvezda")), rules(), AS_OF)
    assert [f.outcome for f in verdict.findings if f.rule == "listed"] in (["deny"], ["review"])


@pytest.mark.parametrize(("text", "found"), [("Zvezda", False), ("Harmlos", False), ("Orbital Zvezda Company", True)])
def test_one_short_word_must_be_the_name_itself(rules, text: str, found: bool) -> None:
    facts = evidence.gather(made(stated("facility", text)), rules(), AS_OF, ())
    (maker,) = facts.makers
    assert bool(maker.matches) == found


def test_the_customer_of_the_vendors_order_is_screened(rules) -> None:
    verdict = screen(made(customer="Orbital Imaging Zvezda Company"), rules(), AS_OF)
    (found,) = [f for f in verdict.findings if f.rule == "listed"]
    assert "customer by the product's own metadata" in found.message


@pytest.mark.parametrize(
    ("result", "platform", "screened"),
    [
        ("fail", "sat-2", ["sat-1"]),
        ("not_possible", "sat-2", []),
        ("pass", "sat-2", []),
        ("not_possible", "unheard-of", ["sat-1"]),
    ],
)
def test_the_operator_of_the_satellite_whose_orbit_fits_is_screened_for_review(
    rules, monkeypatch: pytest.MonkeyPatch, result: Any, platform: str, screened: list[str]
) -> None:
    fact = ProvenanceFact(check="orbit_plane", result=result, message="fits sat-1", numbers={"fits": ["sat-1"]})
    monkeypatch.setattr(provenance, "facts", lambda *_: (fact,))
    verdict = screen(made(platform=platform), rules(), AS_OF)
    found = [f for f in verdict.findings if f.rule == "operator"]
    assert [(one.outcome, one.pointer) for one in found] == [("review", "/products/0")] * len(screened)
    assert all("operates sat-1, whose orbit fits the image" in one.message for one in found)
    assert [one.platform for one in verdict.screened if one.origin == "orbit"] == screened


@pytest.mark.parametrize(
    ("results", "level"),
    [(("pass",), "closed"), (("pass", "fail"), "metadata"), (("not_possible",), "metadata"), ((), "metadata")],
)
def test_a_product_whose_geometry_closes_is_of_the_highest_level(
    rules, monkeypatch: pytest.MonkeyPatch, results: tuple[Any, ...], level: str
) -> None:
    facts = tuple(ProvenanceFact(check="closure", result=result, message="") for result in results)
    monkeypatch.setattr(provenance, "facts", lambda *_: facts)
    ruleset = rules()
    assert screen(made(), ruleset, AS_OF).products[0]["properties"]["sarcheck:evidence"] == level
    asserted = made()
    word = ordered(product(evidence="asserted"))
    told = screen(order((word,)), ruleset, AS_OF).products[0]
    assert told["properties"]["sarcheck:evidence"] == "asserted"
    assert asserted.products[0].product is not None


def test_a_product_that_was_not_read_has_no_provenance(rules) -> None:
    facts = evidence.gather(order((ordered(None),)), rules(), AS_OF, ())
    assert [one.subject.kind for one in facts.provenance] == ["order"]


def test_levels_are_raised_without_touching_the_rest() -> None:
    one = order((ordered(product(state_vectors=(StateVector(START, (1.0, 0, 0), (0, 0, 0)),))), ordered(None)))
    assert origins.closed(one, ()) == one
