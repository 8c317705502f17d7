"""docs/updating.md shows what the commands print: its walk-through is done here, against a server on this machine.

The server is the proxy of the addresses that the document's feeds name, so what is shown names no port. With
SARCHECK_UPDATE_DOCS=1 the blocks are written anew instead of compared.
"""

from __future__ import annotations

import datetime as dt
import importlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from sarcheck.cli import cli
from tests import loopback, tiny
from tests.loopback import Publisher, cut, file

DOCUMENT = Path(__file__).parents[1] / "docs" / "updating.md"
STEP = re.compile(r"(<!-- step: (.+?) -->\n```\n)(.*?)(```\n)", re.DOTALL)
RULES_HASH = re.compile(r"(?<=Rules tiny 1, )sha256 [0-9a-f]{12}")
UPDATE = os.environ.get("SARCHECK_UPDATE_DOCS") == "1"

SOURCES = """
[update]
silence_s = 5.0
total_s = 20.0
tries = 3
pause_s = 0.01
max_redirects = 3
max_bytes = 1000000
max_shrink = 0.1
[[source]]
id = "a-list"
title = "List A"
max_age_days = 7
[[source]]
id = "b-list"
title = "List B"
url = "https://b.example.org"
max_age_days = 31
[[feed]]
id = "a-list"
files = [{ url = "http://a.example.org/lists/a.toml" }]
"""
ADDRESS = "http://a.example.org/lists/a.toml"
DAY = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)


def a_list(count: int) -> bytes:
    parties = (f'[[party]]\nid = "{i}"\nnames = ["Made-up Party {i}"]\n' for i in range(count))
    head = 'schema = "sarcheck.parties/1"\nlist = "a-list"\ntitle = "List A"\nwhole = true\n'
    return (head + "".join(parties)).encode()


HERE = loopback.file(a_list(400))
MOVES: dict[str, Callable[[Publisher], object]] = {
    "newer": lambda server: server.serve(ADDRESS, file(a_list(403))),
    "cut": lambda server: server.serve(ADDRESS, cut(a_list(404), at=9000)),
    "web page": lambda server: server.serve(ADDRESS, file("<!DOCTYPE html><html>Down for maintenance</html>")),
    "shrunk": lambda server: server.serve(ADDRESS, file(a_list(120))),
}
"""What the publisher does before a step; before the others, nothing."""

COMMANDS = {
    "before": ["rules status"],
    "first": ["rules update"],
    "nothing new": ["rules check", "rules update"],
    "newer": ["rules check", "rules update"],
    "cut": ["rules update"],
    "web page": ["rules update"],
    "shrunk": ["rules update", "rules update --accept a-list"],
    "put back": ["rules import {former} --retrieved 2026-11-23"],
    "after": ["rules status"],
}
DAYS = {"newer": 1, "cut": 2, "web page": 2, "shrunk": 2, "put back": 2, "after": 2}


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """Run the publisher's server, for a user who has a small rules folder and stands beside it."""
    tiny.write(tmp_path / "rules", sources=SOURCES)
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    with loopback.publisher() as running:
        monkeypatch.setenv("HTTP_PROXY", running.url(""))
        monkeypatch.setenv("SARCHECK_RULES", "rules")
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.chdir(tmp_path)
        running.serve(ADDRESS, HERE)
        yield running


def shown(command: str) -> str:
    """Return a command, what it prints, and its exit code, as a terminal shows them."""
    result = CliRunner().invoke(cli, command.split(), prog_name="sarcheck")
    assert "Traceback" not in result.output
    output = RULES_HASH.sub("sha256 0123456789ab", result.output)  # that of the folder, which is another matter
    return f"$ sarcheck {command}\n{output}$ echo $?\n{result.exit_code}\n"


def test_the_walk_through_is_real(server: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [found[2] for found in STEP.finditer(text)] == list(COMMANDS)
    blocks: dict[str, str] = {}
    for name, commands in COMMANDS.items():
        now = DAY + dt.timedelta(days=DAYS.get(name, 0))
        monkeypatch.setattr(importlib.import_module("sarcheck.cli._feeds"), "now", lambda now=now: now)
        monkeypatch.setattr(importlib.import_module("sarcheck.cli._options"), "_today", lambda now=now: str(now.date()))
        MOVES.get(name, lambda _: None)(server)
        former = max(Path("rules/lists/.previous").glob("a-list/*"), default=Path())
        dated = [f"{command} --as-of {now.date()}" if command == "rules status" else command for command in commands]
        blocks[name] = "\n".join(shown(command.format(former=former)) for command in dated)
    fresh = STEP.sub(lambda found: found[1] + blocks[found[2]] + found[4], text)
    if UPDATE:
        DOCUMENT.write_text(fresh, encoding="utf-8")
    assert fresh == DOCUMENT.read_text(encoding="utf-8")
    assert [re.findall(r"\$ echo \$\?\n(\d+)", blocks[name]) for name in COMMANDS] == [
        *(["0"], ["0"], ["0", "0"], ["100", "0"]),
        *(["11"], ["11"], ["11", "0"], ["0"], ["0"]),
    ]
