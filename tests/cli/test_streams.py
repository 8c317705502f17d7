from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sarcheck.cli import _streams
from sarcheck.errors import SarcheckError


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("terminal", "environment", "expected"),
    [
        (True, {"TERM": "xterm", "COLUMNS": "132"}, {"width": 132, "colour": True}),
        (True, {"TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "80"}, {"width": 80, "colour": False}),
        (True, {"TERM": "xterm", "NO_COLOR": "", "COLUMNS": "80"}, {"width": 80, "colour": True}),
        (True, {"TERM": "dumb", "COLUMNS": "80"}, {"width": 80, "colour": False}),
        (False, {"TERM": "xterm", "COLUMNS": "100"}, {"width": 100, "colour": False}),
    ],
)
def test_colour_needs_a_terminal_and_leave(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, environment: dict[str, str], expected: dict[str, object]
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Terminal() if terminal else io.StringIO())
    assert _streams.paper() == expected


def test_messages_are_harmless_lines(capsys: pytest.CaptureFixture[str]) -> None:
    _streams.complain("one\x1b[2J\ntwo\u202e")
    assert capsys.readouterr().err == "sarcheck: one\\u001b[2J\nsarcheck: two\\u202e\n"


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.RawIOBase):
        def write(self, _data: object) -> int:
            raise OSError(28, "No space left on device")

    class Output:
        buffer = Full()

    monkeypatch.setattr(sys, "stdout", Output())
    with pytest.raises(SarcheckError, match="standard output cannot be written: No space left"):
        _streams.emit(b"x")


def test_a_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    path = folder / "v.json"
    path.write_bytes(b"old")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        _streams.write_file(path, b"new")
    assert [(p.name, p.read_bytes()) for p in folder.iterdir()] == [("v.json", b"old")]


@pytest.mark.parametrize(("noted", "told"), [({}, "compiling ...\n"), ({_streams.NO_PROGRESS: True}, "")])
def test_progress_is_told_at_a_terminal_unless_it_is_unwanted(
    monkeypatch: pytest.MonkeyPatch, noted: dict[str, bool], told: str
) -> None:
    monkeypatch.setattr(sys, "stderr", stderr := Terminal())
    with click.Context(click.Command("screen")) as ctx:
        ctx.meta.update(noted)
        _streams.progress("compiling")
    assert stderr.getvalue() == told


def test_no_progress_is_noted_for_the_whole_call(monkeypatch: pytest.MonkeyPatch) -> None:
    from sarcheck.cli import _options

    @click.command()
    @_options.no_progress
    def verb() -> None:
        click.echo(click.get_current_context().meta.get(_streams.NO_PROGRESS))

    runner = CliRunner()
    assert runner.invoke(verb, ["--no-progress"]).output == "True\n"
    assert runner.invoke(verb, env={"SARCHECK_NO_PROGRESS": "1"}).output == "True\n"
    assert runner.invoke(verb).output == "\n"
