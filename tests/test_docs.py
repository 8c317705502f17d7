"""What the documents show is what the program does.

Output in a document stands in a code block after ``<!-- output: COMMAND -->``, its first lines only where the command
ends in ``| head -N``; tables that come from code stand after ``<!-- table: NAME -->``. With SARCHECK_UPDATE_DOCS=1
the test writes them anew instead of comparing.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from sarcheck import exitcodes, holdings
from sarcheck.lists.own import parties
from sarcheck.regions import lint

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
OUTPUT = re.compile(r"(<!-- output: (.+?) -->\n```\n)(.*?)(```\n)", re.DOTALL)
TABLE = re.compile(r"(<!-- table: exit codes -->\n)((?:\n?\|.*\n)*)")
HEAD = re.compile(r" \| head -(\d+)$")
UPDATE = os.environ.get("SARCHECK_UPDATE_DOCS") == "1"


def run(command: str, home: Path) -> str:
    """Return what a command prints for a user who has nothing but sarcheck, on a terminal-less 80 columns."""
    environment = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "COLUMNS": "80",
        "SARCHECK_CACHE": os.environ.get("SARCHECK_CACHE", str(home / "cache")),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
    }
    shortened = HEAD.search(command)
    arguments = [sys.executable, "-m", *shlex.split(HEAD.sub("", command))]
    done = subprocess.run(arguments, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert "Traceback" not in done.stderr
    lines = done.stdout.splitlines(keepends=True)
    return "".join(lines[: int(shortened[1])] if shortened else lines)


def documents() -> list[Path]:
    return [README, *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_shown_output_is_real(document: Path, tmp_path: Path) -> None:
    text = document.read_text(encoding="utf-8")
    fresh = OUTPUT.sub(lambda found: found[1] + run(found[2], tmp_path) + found[4], text)
    if UPDATE:
        document.write_text(fresh, encoding="utf-8")
    assert fresh == document.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [README, ROOT / "docs" / "verdicts.md"], ids=lambda path: path.name)
def test_exit_codes_are_those_of_the_table(path: Path) -> None:
    rows = "".join(f"| {code} | {meaning} |\n" for code, meaning in exitcodes.TABLE)
    text = path.read_text(encoding="utf-8")
    fresh = TABLE.sub(lambda found: f"{found[1]}\n| code | meaning |\n|---|---|\n{rows}", text)
    if UPDATE:
        path.write_text(fresh, encoding="utf-8")
    assert fresh == path.read_text(encoding="utf-8")
    assert "| 13 | deny |" in fresh


def test_the_library_example_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    example = re.search(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert example
    exec(compile(textwrap.dedent(example[1]), "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("deny ")


def test_continuous_integration_runs_the_readmes_test_command() -> None:
    command = next(line for line in README.read_text("utf-8").splitlines() if line.endswith(".venv/bin/pytest"))
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_a_newcomer_installs_as_the_readme_says() -> None:
    command = next(line for line in README.read_text("utf-8").splitlines() if "pip install" in line)
    installed = (ROOT / "docs" / "first-day.md").read_text(encoding="utf-8")
    assert f"\n{command.rpartition(' && ')[0]}\n" in installed


def test_the_example_of_a_list_is_one(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "lists.md").read_text(encoding="utf-8")
    example = re.search(r"<!-- example: parties -->\n```toml\n(.*?)```", text, re.DOTALL)
    assert example
    path = tmp_path / "eu-833-iv.toml"
    path.write_text(example[1], encoding="utf-8")
    (entry,) = parties.read({"list": path}, "eu-833-iv", lambda name: name)
    assert [name.strength for name in entry.names].count("weak") == 1
    assert entry.links[0].target == "Another Made-up Company"


def test_the_example_of_owners_is_one(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "ownership.md").read_text(encoding="utf-8")
    example = re.search(r"<!-- example: ownership -->\n```\n(.*?)```", text, re.DOTALL)
    assert example
    path = tmp_path / "register.csv"
    path.write_text(example[1], encoding="utf-8")
    first, second = holdings.read(path, lambda name: name)
    assert (first.share, second.share) == (60.0, 100.0)
    assert first.owned.identifiers == second.owner.identifiers


def test_the_example_of_regions_is_the_file_that_is_shown_at_work() -> None:
    text = (ROOT / "docs" / "regions.md").read_text(encoding="utf-8")
    example = re.search(r"<!-- example: regions -->\n```toml\n(.*?)```", text, re.DOTALL)
    assert example
    assert example[1] == (ROOT / "docs" / "examples" / "regions.toml").read_text(encoding="utf-8")
    assert list(lint.faults([ROOT / "docs" / "examples"], dt.date(2026, 11, 22))) == []
