"""A command line in a user's empty home, and orders to give it."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner, Result

from sarcheck.cli import cli
from sarcheck.model import Order, OrderStamp, Outcome, PackStamp, Status, ToolStamp, Verdict

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def empty_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give the test a user without configuration and without SARCHECK_* variables, in an empty working directory."""
    for name in [name for name in os.environ if name.startswith("SARCHECK_") and name != "SARCHECK_CACHE"]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


@pytest.fixture
def run() -> Run:
    """Return a function that runs the command line; an exception that gets out of it fails the test."""

    def run(*arguments: str | Path, stdin: bytes | str | None = None) -> Result:
        result = CliRunner().invoke(cli, [str(a) for a in arguments], input=stdin, prog_name="sarcheck")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def write_order(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a valid order with changes, and returns its path."""

    def write(name: str = "order.json", **changes: Any) -> Path:
        document = {
            "schema": "sarcheck.order/1",
            "id": name.partition(".")[0],
            "kind": "archive",
            "parties": [{"id": "buyer", "roles": ["customer", "end_user"], "name": "Example GmbH", "country": "DE"}],
        }
        path = tmp_path / name
        path.write_text(json.dumps(document | changes), encoding="utf-8")
        return path

    return write


def verdict_of(order: Order, as_of: dt.date, outcome: Outcome) -> Verdict:
    """Return a bare verdict."""
    return Verdict(
        outcome=outcome,
        as_of=as_of,
        order=OrderStamp(id=order.document.id, sha256=order.sha256),
        status=Status(status_code="held", reason_code="r", reason_text="Because."),
        findings=(),
        regimes={},
        examined=(),
        rules=PackStamp(pack="pack", version="1", sha256="0" * 64),
        tool=ToolStamp(name="sarcheck", version="0"),
    )


class Content(NamedTuple):
    """Stands in for a pack, which has no lists."""

    sources: tuple[()] = ()


class Rules(NamedTuple):
    """Stands in for a ruleset, which has no regions."""

    regions: None = None
    content: Content = Content()


class Judge:
    """Stands in for the rules and for ``screen``: an order's id is its outcome."""

    def __init__(self) -> None:
        self.rules: list[Path | None] = []
        self.days: list[dt.date] = []

    def load(self, folder: Path | None = None, **_options: object) -> Rules:
        self.rules.append(folder)
        return Rules()

    def screen(self, order: Order, ruleset: object, as_of: dt.date) -> Verdict:
        assert ruleset == Rules()
        self.days.append(as_of)
        return verdict_of(order, as_of, order.document.id)  # type: ignore[arg-type]


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    """Replace the rules and the judgement, for tests of arguments, streams and exit codes."""
    stand_in = Judge()
    monkeypatch.setattr(importlib.import_module("sarcheck.ruleset"), "load", stand_in.load)
    monkeypatch.setattr(importlib.import_module("sarcheck.screen"), "screen", stand_in.screen)
    return stand_in
