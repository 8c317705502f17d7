"""docs/rules/ is what the default pack says, rule by rule."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from sarcheck import load_rules
from sarcheck.checks import CHECKS
from sarcheck.model import Interval, Rule
from sarcheck.reports import rulepages, rulesheet
from sarcheck.ruleset import default_pack
from tests import builders

FOLDER = Path(__file__).parents[1] / "docs" / "rules"
UPDATE = os.environ.get("SARCHECK_UPDATE_DOCS") == "1"


@pytest.fixture(scope="module")
def rules() -> tuple[Rule, ...]:
    return load_rules(default_pack()).content.rules


def test_the_pages_are_those_of_the_pack(rules: tuple[Rule, ...]) -> None:
    fresh = rulepages.pages(rules, "sarcheck-default")
    if UPDATE:
        FOLDER.mkdir(exist_ok=True)
        for path in FOLDER.glob("*.md"):
            path.unlink()
        for name, text in fresh.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*")} == fresh


def test_every_rule_has_its_place_and_every_fact_of_it_is_told(rules: tuple[Rule, ...]) -> None:
    made = rulepages.pages(rules, "p")
    for rule in rules:
        page, index = made[rulepages.name(rule.regime)], made[rulepages.INDEX]
        assert f"## {rule.id}\n" in page
        assert f"[{rule.id}]({rulepages.name(rule.regime)}#{rule.id})" in index
        assert rule.outcome.replace("_", " ") in page
        for text in (rule.remedy, rule.citation, rule.caveat):
            assert rulepages._cell(text) in page


def test_law_that_is_not_verified_stands_in_one_list(rules: tuple[Rule, ...]) -> None:
    _, _, listed = rulepages.index(rules, "p").partition("## What is not verified")
    told = re.findall(r"^\| \S+ \| `(\S+)` \| (.+?) \| (\w+) \|", listed, re.MULTILINE)
    doubtful = [(r.id, rulesheet.span(i), i.status) for r in rules for i in r.in_force if i.status != "verified"]
    assert sorted(told) == sorted(doubtful)
    assert doubtful


def test_every_check_asks_a_question_and_says_what_it_looks_at() -> None:
    for module in CHECKS:
        assert rulesheet.question(module.NAME).endswith("?")
        assert module.EXAMINES in rulesheet.EVIDENCE


def test_what_a_table_could_break_on_is_made_harmless() -> None:
    evil = builders.rule("country", title="a | b\n# c <script>", citation="x|y", caveat="<b>", id="i")
    text = rulepages.page("R<i>", [evil])
    assert "<script>" not in text
    assert "<b>" not in text
    assert "| law | x\\|y |" in text
    assert "\n# c" not in text


@pytest.mark.parametrize(
    ("fields", "label", "text"),
    [
        ({"in_force": (Interval(),)}, "in force", "at all times (verified)"),
        ({"asks": "acquisition"}, "asks of", "the day on which each image was taken"),
        ({"jurisdictions": ("US",)}, "grade", "deny under the law of US; notice elsewhere"),
        ({"parameters": {"lists": ["a", "b"]}}, "lists", "a, b"),
        ({"parameters": {"control": False}}, "control counts as ownership", "no"),
        ({"parameters": {"table": {"A": "x", "B": ["y", 2.5]}}}, "table", "A: x; B: y, 2.5"),
        ({"parameters": {"rows": [{"a": 1}, {"a": 2}]}}, "rows", "a: 1; a: 2"),
    ],
)
def test_facts_are_told_in_words(fields: dict[str, Any], label: str, text: str) -> None:
    assert rulesheet.Row(label, text) in list(rulesheet.rows(builders.rule("listed_party", **fields)))
