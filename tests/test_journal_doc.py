"""The commands that the pages on journals and attestations show run to their end."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from sarcheck import exitcodes
from sarcheck.cli import cli
from sarcheck.model import OUTCOMES

ROOT = Path(__file__).parents[1]
FINE = {exitcodes.of_outcome(outcome) for outcome in OUTCOMES}


@pytest.mark.parametrize("name", ["journal", "attestation"])
def test_the_commands_of_the_page_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    shown = re.search(rf"<!-- commands: {name} -->\n```\n(.*?)```", text, re.DOTALL)
    assert shown
    shutil.copytree(ROOT / "samples" / "owned-by-listed", tmp_path / "case")
    monkeypatch.chdir(tmp_path)
    for line in shown[1].splitlines():
        program, *arguments = shlex.split(line.removeprefix("$ "))
        assert program == "sarcheck"
        result = CliRunner().invoke(cli, arguments, prog_name="sarcheck")
        assert result.exit_code in FINE, f"{line}\n{result.output}"
