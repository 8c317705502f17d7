"""A shell completes verbs, options, choices and files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from sarcheck.cli import VERBS, _completion

Run = Callable[..., Result]
ROOT = Path(__file__).parents[2]


def completed(line: str, shell: str = "bash") -> list[str]:
    """Return what a shell is told when the key is pressed at the end of a line."""
    words = line.split(" ")
    asked = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1) if shell != "fish" else words[-1]}
    environment = os.environ | asked | {"PYTHONPATH": str(ROOT), _completion.VARIABLE: f"{shell}_complete"}
    program = [sys.executable, "-c", "from sarcheck.cli import main; main()"]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.split()


def test_verbs_options_choices_and_files() -> None:
    assert completed("sarcheck ") == [*(f"plain,{verb.name}" for verb in VERBS), "file,"]
    assert completed("sarcheck rules st") == ["plain,status"]
    assert "plain,--as-of" in completed("sarcheck samples/order.json --a")
    assert completed("sarcheck inspect --format s") == ["plain,stac"]
    assert completed("sarcheck inspect sam") == ["file,sam"]


def test_the_default_verbs_options_stand_beside_the_commands_own() -> None:
    offered = completed("sarcheck --")
    assert {"plain,--version", "plain,--as-of", "plain,--root"} <= set(offered)
    assert len(offered) == len(set(offered))


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_are_answered(shell: str) -> None:
    assert any("status" in line for line in completed("sarcheck rules st", shell))


@pytest.mark.parametrize("shell", _completion.SHELLS)
def test_every_shell_has_a_script_that_names_the_command(run: Run, shell: str) -> None:
    result = run("--completion", shell)
    assert result.exit_code == 0
    assert "sarcheck" in result.output
    assert _completion.VARIABLE in result.output


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash")
def test_bash_completes_by_the_script(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sarcheck").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sarcheck "$@"\n', encoding="utf-8")
    (tmp_path / "sarcheck").chmod(0o755)
    script = run("--completion", "bash").output
    ask = "\nCOMP_WORDS=(sarcheck rules st); COMP_CWORD=2; _sarcheck_completion sarcheck; echo ${COMPREPLY[@]}"
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", script + ask], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["status"]


def test_a_shell_that_is_none_is_told_which_there_are(run: Run) -> None:
    result = run("--completion", "bsh")
    assert result.exit_code == 2
    assert "bash, zsh, fish; did you mean bash?" in result.output
