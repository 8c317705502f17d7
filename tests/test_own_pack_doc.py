"""docs/own-pack.md: what it says is what happens."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from sarcheck import amending, load_order, load_rules, rulelint, screen
from sarcheck.errors import RulesError
from sarcheck.model import Verdict
from sarcheck.reports import starter, text
from sarcheck.ruleset import default_pack
from tests.builders import AS_OF

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "own-pack.md"
SHOWN = re.compile(r"(<!-- shown: own pack -->\n```\n)(.*?)(```\n)", re.DOTALL)
ORDER = ROOT / "samples" / "spacety-terra-tech" / "order.json"


def example(name: str) -> str:
    found = re.search(rf"<!-- example: {name} -->\n```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("own") / "my-rules"
    files = starter.files("my-rules", "sarcheck-default") | {
        "pack.toml": example("own pack"),
        "regimes/house/desert.toml": example("own rule"),
        "regions/own.toml": example("own region"),
    }
    for name, content in files.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(content, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def verdict(folder: Path) -> Verdict:
    return screen(load_order(ORDER), load_rules(folder), AS_OF)


def test_what_is_shown_is_what_every_verdict_tells(verdict: Verdict) -> None:
    told = text.render([verdict], width=80).decode()
    start, end = told.index("NOT ASKED"), told.index("\nLISTS")
    document = PAGE.read_text(encoding="utf-8")
    fresh = SHOWN.sub(lambda found: found[1] + told[start:end] + found[3], document)
    if os.environ.get("SARCHECK_UPDATE_DOCS") == "1":
        PAGE.write_text(fresh, encoding="utf-8")
        document = fresh
    assert fresh == document


def test_grades_are_those_of_the_folder(verdict: Verdict) -> None:
    grades = {finding.rule: finding.outcome for finding in verdict.findings}
    assert grades["ukraine-imagery"] == "deny"
    assert "us-ear-russia-belarus" not in {f.rule for f in verdict.findings if f.outcome != "notice"}
    assert "US-ISN" not in verdict.regimes


def test_a_rule_of_ones_own_asks_of_the_day_of_the_image(folder: Path, verdict: Verdict) -> None:
    products = {f.subject.id for f in verdict.findings if f.rule == "house-desert" and f.subject.kind == "product"}
    assert products == set()  # taken on 2022-10-03, before the rule
    rule = folder / "regimes/house/desert.toml"
    rule.write_text(example("own rule").replace("2026-03-09", "2022-10-03"), encoding="utf-8")
    earlier = screen(load_order(ORDER), load_rules(folder), AS_OF)
    rule.write_text(example("own rule"), encoding="utf-8")
    assert {str(f.basis.on) for f in earlier.findings if f.rule == "house-desert"} == {"2022-10-03"}


def test_lint_finds_nothing_but_what_was_meant(folder: Path) -> None:
    found = {
        fault.kind
        for fault in rulelint.faults(load_rules(folder), amending.defined((default_pack(), folder)))
        if fault.topic == rulelint.RULES
    }
    assert found - {"no-regime"} == {"dropped", "milder", "override"}


def test_the_guards_answer_as_shown(folder: Path) -> None:
    pack = folder / "pack.toml"
    pack.write_text(example("own pack").replace("US-ISN", "SARCHECK"), encoding="utf-8")
    with pytest.raises(RulesError) as caught:
        load_rules(folder)
    pack.write_text(example("own pack"), encoding="utf-8")
    assert f"sarcheck: {caught.value}".replace(str(folder), "my-rules") in PAGE.read_text(encoding="utf-8")
