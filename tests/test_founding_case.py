"""docs/founding-case.md: the founding case under every regime on the days on which the law around it changed."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

import pytest

from sarcheck import load_rules
from sarcheck.model import Verdict
from sarcheck.ruleset import default_pack
from seeds import founding

PAGE = Path(__file__).parents[1] / "docs" / "founding-case.md"
UPDATE = os.environ.get("SARCHECK_UPDATE_DOCS") == "1"

Verdicts = dict[dt.date, Verdict]


@pytest.fixture(scope="module")
def verdicts() -> Verdicts:
    return founding.verdicts()


def test_the_tables_are_those_of_today(verdicts: Verdicts) -> None:
    text = fresh = PAGE.read_text(encoding="utf-8")
    for name, table in (
        ("founding case", f"\n{founding.table(verdicts)}"),
        ("founding reasons", "\n" + founding.reasons(verdicts)),
    ):
        fresh = re.sub(rf"(<!-- table: {name} -->\n)((?:\n?\|.*\n)*)", lambda found, new=table: found[1] + new, fresh)
    if UPDATE:
        PAGE.write_text(fresh, encoding="utf-8")
        text = fresh
    assert fresh == text
    assert text.count("\n| 2022-10-16 |") >= 1


def test_every_cell_that_is_not_clear_is_explained(verdicts: Verdicts) -> None:
    known = {rule.id for rule in load_rules(default_pack()).content.rules}
    for verdict in verdicts.values():
        told = {(finding.regime, finding.outcome) for finding in verdict.findings}
        for regime, outcome in verdict.regimes.items():
            assert outcome == "clear" or (regime, outcome) in told
        assert {finding.rule for finding in verdict.findings} <= known


def test_nobody_is_denied_before_the_day_of_listing(verdicts: Verdicts) -> None:
    def denied(day: str) -> set[str]:
        found = verdicts[dt.date.fromisoformat(day)].findings
        return {f.subject.id for f in found if f.rule.startswith("us-ofac-sdn") and f.outcome == "deny"}

    assert denied("2022-10-16") == {"user"}
    assert denied("2023-01-27") == {"user", "buyer", "seller", "spacety"}


def test_lists_of_each_day_are_current_on_it(verdicts: Verdicts) -> None:
    for verdict in verdicts.values():
        assert {source.state for source in verdict.sources} == {"current"}
        assert not [f for f in verdict.findings if f.regime == founding.GUARDS]
