"""What cannot be placed, compared or read is incomplete, whoever was to look at it; what a text names is told."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest

from sarcheck import load_order, screen
from sarcheck.model import Finding, Verdict
from sarcheck.ruleset import Ruleset, load
from tests import tiny

DAY = dt.date(2026, 11, 22)
NEEDS = tiny.FILES["regimes/house/needs.toml"].replace('"end_user"', '"footprint", "unproblematic"')
PLATFORMS = tiny.FILES["platforms.toml"] + '[[platform]]\nkey = "sat-2"\n'
LINE = [[20, 0], [21, 0], [22, 0], [20, 0]]
BELT = [[-170, 0], [-50, 0], [70, 0], [170, 0], [-170, 0]]


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    """Return the tiny pack, which wants a footprint and no problems, with a satellite that nobody operates."""
    return load(tiny.write(tmp_path_factory.mktemp("pack"), regimes__house__needs=NEEDS, platforms=PLATFORMS))


def judged(ruleset: Ruleset, ring: list[list[float]] | None = None, **fields: Any) -> Verdict:
    """Return the verdict on an order for an Item with this outline."""
    document = copy.deepcopy(tiny.order(**fields))
    item = document["products"][0]["item"]
    item["properties"]["platform"] = "sat-2"
    item["geometry"]["coordinates"] = [ring] if ring else item["geometry"]["coordinates"]
    return screen(load_order(document), ruleset, DAY)


def found(verdict: Verdict, rule: str) -> list[Finding]:
    return [finding for finding in verdict.findings if finding.rule == rule]


def test_a_harmless_order_lacks_nothing(ruleset: Ruleset) -> None:
    assert found(judged(ruleset), "needs") == []


@pytest.mark.parametrize("ring", [LINE, BELT], ids=["a line", "round the Earth"])
def test_an_image_that_has_no_place_on_the_ground_is_incomplete(ruleset: Ruleset, ring: list[list[float]]) -> None:
    verdict = judged(ruleset, ring)
    assert [(f.outcome, f.pointer) for f in found(verdict, "needs")] == [("incomplete", "/products/0")]
    assert "p1 cannot be placed on the ground: " in found(verdict, "needs")[0].message
    assert verdict.regimes["HOUSE"] == "incomplete"


def test_an_area_that_has_no_place_is_incomplete_beside_an_image_that_has(ruleset: Ruleset) -> None:
    verdict = judged(ruleset, geometry={"type": "Polygon", "coordinates": [LINE]})
    assert [finding.pointer for finding in found(verdict, "needs")] == ["/geometry"]


@pytest.mark.parametrize(
    ("where", "pointer"),
    [
        ({"delivery": {"country": "LU", "address": "c/o Orbital Imaging Zvezda Company"}}, "/delivery/address"),
        ({"end_use": {"statement": "For Orbital Imaging Zvezda Company"}}, "/end_use/statement"),
    ],
)
def test_a_listed_name_in_a_text_is_for_review(ruleset: Ruleset, where: dict[str, Any], pointer: str) -> None:
    verdict = judged(ruleset, **where)
    (finding,) = found(verdict, "listed")
    assert (finding.outcome, finding.pointer) == ("review", pointer)
    assert any("not among its parties" in caveat for caveat in finding.caveats)
