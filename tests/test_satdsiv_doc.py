"""The document of the sensitivity check shows its questions, its ways and three walk-throughs as they are.

With SARCHECK_UPDATE_DOCS=1 the test writes them anew instead of comparing.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from sarcheck import load_order, load_rules, screen
from sarcheck.model import OperatorProfile, Verdict
from sarcheck.reports import procedure, text
from sarcheck.reports.page import plain
from tests.checks.test_satdsiv import ALL, PARAMETERS, end

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "satdsiv.md"
EXAMPLES = ROOT / "docs" / "examples" / "satdsiv"
TABLE = re.compile(r"(<!-- table: (\w+) -->\n)((?:\n?\|.*\n)*)")
WAY = re.compile(r"(<!-- way: (.+?) -->\n```\n)(.*?)(```\n)", re.DOTALL)
UPDATE = os.environ.get("SARCHECK_UPDATE_DOCS") == "1"
DAY = dt.date(2026, 11, 22)


def agrees(pattern: re.Pattern[str], fresh: Callable[[re.Match[str]], str]) -> bool:
    anew = pattern.sub(fresh, DOCUMENT.read_text(encoding="utf-8"))
    if UPDATE:
        DOCUMENT.write_text(anew, encoding="utf-8")
    return anew == DOCUMENT.read_text(encoding="utf-8")


def spoken(target: str) -> str:
    return f"**{target.replace('_', ' ')}**" if "_" in target or not target[0].isdigit() else target


def questions() -> str:
    rows = (
        f"| {r.id} | {r.question} | {spoken(r.yes)} | {spoken(r.no)} | {spoken(r.unknown)} |" for r in PARAMETERS.steps
    )
    return "\n".join(["", "| step | question | yes | no | not known |", "|---|---|---|---|---|", *rows, ""])


def ways() -> str:
    rows = [
        f"| {i} | {', '.join(f'{step} {answer}' for step, answer in one)} | {end(one).replace('_', ' ')} |"
        for i, one in enumerate(ALL, 1)
    ]
    return "\n".join(["", "| | answers | ends |", "|---|---|---|", *rows, ""])


def test_the_tables_are_those_of_the_rule() -> None:
    tables = {"questions": questions, "ways": ways}
    assert agrees(TABLE, lambda found: found[1] + tables[found[2]]())
    assert f"{len(ALL)} ways, all of them tested" in DOCUMENT.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    rules = load_rules(ROOT / "rules")
    return {path.stem: screen(load_order(path), rules, DAY) for path in EXAMPLES.glob("*.json")}


def test_the_walk_throughs_are_real(verdicts: dict[str, Verdict]) -> None:
    def shown(found: re.Match[str]) -> str:
        return found[1] + plain(procedure.lines(verdicts[found[2]].examined, 100)) + found[4]

    assert agrees(WAY, shown)


@pytest.mark.parametrize(
    ("name", "result", "step", "outcome"),
    [
        ("ukraine-fresh", "sensitive", "6", "license_required"),
        ("ukraine-six-days", "sensitive", "6", "license_required"),
        ("germany-grd", "not_sensitive", "5", "clear"),
    ],
)
def test_the_walk_throughs_show_what_they_are_there_for(
    verdicts: dict[str, Verdict], name: str, result: str, step: str, outcome: str
) -> None:
    (examined,) = [one for one in verdicts[name].examined if one.rule == "de-satdsiv"]
    (path,) = examined.paths
    assert (path.result, path.steps[-1].step, examined.outcome) == (result, step, outcome)


@pytest.mark.parametrize("explain", [False, True])
def test_the_report_tells_the_way_once(verdicts: dict[str, Verdict], explain: bool) -> None:
    shown = text.render([verdicts["ukraine-fresh"]], explain=explain).decode()
    assert shown.count("PROCEDURES, step by step") == 1
    assert shown.count("go on to 6") == 1
    assert "de-satdsiv, p1: SENSITIVE" in shown


def test_the_example_of_a_standing_is_one() -> None:
    example = re.search(
        r"<!-- example: recognised -->\n```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL
    )
    assert example
    (agent,) = msgspec.convert(tomllib.loads(example[1]), OperatorProfile).recognised
    assert agent.kind == "authorised-agent"
