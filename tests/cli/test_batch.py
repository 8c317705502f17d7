"""``sarcheck batch``: exit codes, the table, and what is said of inputs that are none."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from sarcheck.batch import Done, engines, shards
from sarcheck.cli import _bar
from tests import tiny
from tests.cli.conftest import Run

DONE = Done(
    number=0, file="000000.ndjson", orders=2, orders_sha256="", job_sha256="", bytes=0, sha256="", unreadable=0,
    outcomes={"deny": 1, "clear": 1}, regimes={}, rules={},
)  # fmt: skip


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process do the work of the local engine."""
    monkeypatch.setattr(
        engines, "local", lambda job, parts, jobs, anew: (shards.work(job, part, anew=anew) for part in parts)
    )


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.write(tmp_path_factory.mktemp("tiny") / "pack")


def asked(run: Run, rules: Path, text: str, *more: str) -> tuple[int, str]:
    Path("in.ndjson").write_text(text, encoding="utf-8")
    result = run("batch", "in.ndjson", "out", "-r", rules, "--as-of", "2026-11-22", *more)
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (json.dumps(tiny.order()), 13),
        ("{", 11),
        ("", 3),
        (json.dumps(tiny.order()) + "\n{", 13),
    ],
)
def test_the_exit_code_is_that_of_the_worst_verdict(run: Run, rules: Path, text: str, code: int) -> None:
    assert asked(run, rules, text)[0] == code


def test_the_table_tells_outcomes_regimes_and_rules(run: Run, rules: Path) -> None:
    _, said = asked(run, rules, "\n".join([json.dumps(tiny.order()), "{", json.dumps(tiny.order(id="O-2"))]))
    assert "3 orders, 1 of them unreadable (counted as incomplete)" in said
    assert "BY REGIME" in said
    assert "operator" in said
    assert json.loads(Path("out/summary.json").read_bytes())["outcomes"] == {"deny": 2, "incomplete": 1}


def test_form_and_shards_are_as_asked_for(run: Run, rules: Path) -> None:
    text = "\n".join(json.dumps(tiny.order(id=f"O-{i}")) for i in range(3))
    asked(run, rules, text, "--to", "parquet", "--shard", "2")
    assert sorted(path.name for path in Path("out").glob("[0-9]*.parquet")) == ["000000.parquet", "000001.parquet"]


def test_what_is_no_input_is_said(run: Run, rules: Path) -> None:
    result = run("batch", "nowhere", "out", "-r", rules)
    assert (result.exit_code, "nowhere" in result.output) == (3, True)
    Path("empty").mkdir()
    result = run("batch", "empty", "out", "-r", rules)
    assert result.exit_code == 3
    assert "holds no order" in result.output


def test_dask_and_its_scheduler_belong_together(run: Run, rules: Path) -> None:
    for wrong in (["--engine", "dask"], ["--scheduler", "tcp://127.0.0.1:1"]):
        code, said = asked(run, rules, "{}", *wrong)
        assert code == 2
        assert "belong together" in said


@pytest.mark.parametrize(("terminal", "wanted"), [(True, True), (True, False), (False, True)])
def test_the_bar_tells_rate_and_outcomes(monkeypatch: pytest.MonkeyPatch, terminal: bool, wanted: bool) -> None:
    screen = io.StringIO()
    screen.isatty = lambda: terminal  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("TERM", "xterm")
    counted: list[int] = []
    with _bar.counting(lambda: counted.append(1) or 4, wanted=wanted) as told:  # type: ignore[func-returns-value]
        told(DONE)
        told(DONE)
    shown = screen.getvalue()
    if terminal and wanted:
        assert "4 orders" in shown
        assert "2 deny, 2 clear" in shown
        assert "/s" in shown
    else:
        assert (shown, counted) == ("", [])


def test_a_page_leads_to_the_reports_of_orders_that_are_not_clear(run: Run, rules: Path) -> None:
    code, _ = asked(run, rules, "not json\n{}\n", "--html", "--shard", "1")
    page = Path("out/index.html").read_text(encoding="utf-8")
    assert code == 11
    assert "2 orders screened" in page
    reports = sorted(path.name for path in Path("out/reports").iterdir())
    assert reports == ["000000-000000.html", "000001-000000.html"]
    assert all(f'href="./reports/{name}"' in page for name in reports)
    assert "in.ndjson:2" in Path("out/reports/000001-000000.html").read_text(encoding="utf-8")
