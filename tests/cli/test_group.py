from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from sarcheck import __version__, exitcodes
from sarcheck.cli import VERBS, cli, rules
from sarcheck.errors import GeometryError, OrderError, ProductError, RulesError, SarcheckError, StaleError
from sarcheck.model import OUTCOMES

Run = Callable[..., Result]


def test_help_lists_verbs_and_every_exit_code(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for verb in VERBS:
        assert re.search(rf"^  {verb.name} +{re.escape(verb.summary)}$", result.output, re.MULTILINE)
    for code, meaning in exitcodes.TABLE:
        assert re.search(rf"^  {code} +{re.escape(meaning)}$", result.output, re.MULTILINE)


def test_every_verb_has_help_and_a_summary_that_is_its_own(run: Run) -> None:
    for names, group in ((VERBS, []), (rules.VERBS, ["rules"])):
        for verb in names:
            result = run(*group, verb.name, "--help")
            assert result.exit_code == 0
            assert result.output.startswith(f"Usage: sarcheck {' '.join([*group, verb.name])} ")


def test_no_arguments_print_the_help_and_say_so(run: Run) -> None:
    result = run()
    assert result.exit_code == exitcodes.NO_INPUT
    assert result.output.startswith("Usage: sarcheck")


def test_version(run: Run) -> None:
    assert run("--version").output == f"sarcheck {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["screen"], 3),
        (["inspect"], 3),
        (["where"], 3),
        (["match"], 3),
        (["rules", "import"], 3),
        (["rules"], 2),
        (["rules", "no-such-verb"], 2),
        (["schema", "no-such-kind"], 2),
        (["--no-such-option"], 2),
        (["order.json", "--as-of", "22.11.2026"], 2),
        (["order.json", "--as-of", "20261122"], 2),
        (["order.json", "-f", "pdf"], 2),
        (["order.json", "-f", "json", "-f", "text"], 2),
        (["order.json", "-f", "json="], 2),
        (["order.json", "-f", "json=no/such/folder/x.json"], 2),
        (["-", "-"], 2),
        (["match", "X", "--identifier", "inn"], 2),
        (["match", "X", "--type", "planet"], 2),
        (["order.json", "--config", "no-such-file.toml"], 2),
    ],
)
def test_wrong_usage(run: Run, arguments: list[str], code: int) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout if code == 2 else "") == (code, "")
    assert result.stderr


def test_a_mistyped_verb_is_taken_for_an_order_and_told(run: Run) -> None:
    result = run("inspcet")
    assert result.exit_code == 3
    assert result.stderr == "sarcheck: inspcet: no such file (for the verb: sarcheck inspect ...)\n"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OrderError([("/x", "bad")]), 3),
        (ProductError("p", "/x", "bad"), 3),
        (GeometryError("bad"), 11),
        (RulesError("f", "/x", "bad"), 4),
        (StaleError("list", 9), 11),
        (SarcheckError("bad"), 1),
        (KeyboardInterrupt(), 130),
    ],
)
def test_every_error_has_its_code_and_no_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    break_schema(monkeypatch, error)
    result = run("schema", "order")
    assert result.exit_code == code
    assert result.stdout == ""


def break_schema(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make one verb raise."""

    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(importlib.import_module("sarcheck.schemas"), "json_schema", broken)


def test_a_defect_is_one_line_and_a_traceback_only_on_demand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    break_schema(monkeypatch, ZeroDivisionError("two\nlines \x1b[2J"))
    with pytest.raises(SystemExit) as ended:
        cli(["schema", "order"], prog_name="sarcheck")
    line = "sarcheck: internal error: ZeroDivisionError: two lines \\u001b[2J"
    assert ended.value.code == exitcodes.INTERNAL
    assert capsys.readouterr().err == f"{line} (run with -v for the traceback)\n"
    with pytest.raises(SystemExit):
        cli(["schema", "order", "-v"], prog_name="sarcheck")
    told = capsys.readouterr().err
    assert told.startswith(f"{line}\nTraceback (most recent call last):")


def test_outcomes_and_codes_are_one_to_one() -> None:
    codes = [exitcodes.of_outcome(outcome) for outcome in OUTCOMES]
    assert codes == [0, 10, 11, 12, 13]
    assert sorted(code for code, _ in exitcodes.TABLE) == [code for code, _ in exitcodes.TABLE]


def test_help_imports_nothing_but_click() -> None:
    code = (
        "import sys\nfrom sarcheck.cli import cli\n"
        "try: cli(['--help'], prog_name='sarcheck')\nexcept SystemExit: pass\n"
        "print(sorted({'msgspec', 'numpy', 'shapely', 'pyproj', 'rich', 'lxml', 'platformdirs'} & set(sys.modules)),"
        " [m for m in sys.modules if m.startswith('sarcheck.cli.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.splitlines()[-1] == "[] ['sarcheck.cli._group']"


def test_the_module_runs_as_a_program(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sarcheck", str(tmp_path / "none.json")],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"sarcheck: {tmp_path / 'none.json'}: no such file\n"


def test_verbs_are_commands() -> None:
    context = click.Context(cli)
    assert all(isinstance(cli.get_command(context, verb.name), click.Command) for verb in VERBS)
