from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from sarcheck.cli import _options

Run = Callable[..., Result]
WriteOrder = Callable[..., Path]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return the path of the user's own configuration file, in a folder that exists."""
    path = tmp_path / "config" / "sarcheck" / "sarcheck.toml"
    path.parent.mkdir(parents=True)
    return path


def test_the_configuration_file_is_the_users_own(config: Path) -> None:
    assert _options.user_config() == config


def test_a_flag_wins_over_the_environment_over_the_file(
    run: Run, write_order: WriteOrder, judge: object, config: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    order = write_order(id="clear")
    config.write_text('rules = "from-file"\nformat = "json"\n')
    assert run(order).stdout.startswith("{")
    monkeypatch.setenv("SARCHECK_RULES", "from-environment")
    monkeypatch.setenv("SARCHECK_FORMAT", "text")
    assert run(order).stdout.startswith("CLEAR")
    run(order, "-r", "from-flag")
    assert judge.rules == [config.parent / "from-file", Path("from-environment"), Path("from-flag")]  # type: ignore[attr-defined]


def test_another_file_stands_in_for_the_users(
    run: Run, write_order: WriteOrder, judge: object, config: Path, tmp_path: Path
) -> None:
    config.write_text('rules = "own"\n')
    other = tmp_path / "other.toml"
    other.write_text('rules = "/abs"\n')
    run(write_order(id="clear"), "--config", other)
    assert judge.rules == [Path("/abs")]  # type: ignore[attr-defined]


def test_nothing_is_read_from_the_working_or_the_orders_folder(
    run: Run, write_order: WriteOrder, judge: object
) -> None:
    order = write_order(id="clear")
    for folder in (Path.cwd(), order.parent):
        (folder / "sarcheck.toml").write_text('rules = "planted"\n')
    run(order)
    assert judge.rules == [None]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("as_of = 2020-01-01", "no setting 'as_of'"),
        ("rulse = 'x'", "no setting 'rulse'"),
        ("rules = 3", "'rules' must be text"),
        ("rules = ['a', 'b']", "'rules' must be text"),
        ("root = [1]", "'root' must be text"),
        ("explain = 'yes'", "'explain' must be true or false"),
        ("rules = ", "cannot be read"),
        ("\x00", "cannot be read"),
    ],
)
def test_a_setting_that_is_wrong_is_refused(
    run: Run, write_order: WriteOrder, judge: object, config: Path, text: str, message: str
) -> None:
    config.write_text(text)
    result = run(write_order(id="clear"))
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


def test_roots_may_be_several_and_are_relative_to_the_file(config: Path) -> None:
    config.write_text('root = ["a", "/b"]\nexplain = true\n')
    assert _options.read_config(config) == {"root": [str(config.parent / "a"), "/b"], "explain": True}


def test_settings_of_other_verbs_are_no_error(run: Run, config: Path) -> None:
    config.write_text('format = "json"\nexplain = true\nroot = "/x"\n')
    assert run("inspect", "/none").exit_code == 3


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("2022-13-01", "2026-11-21"),
        ("today", "2026-11-21"),
        ("", "2026-11-21"),
        ("2022-W01-1", "2026-11-21"),
        ("20221231", "2026-11-21"),
        ("1.2.2022", "2022-02-01"),
    ],
)
def test_days_are_written_in_one_way(text: str, cure: str) -> None:
    with pytest.raises(click.BadParameter, match=f"is not a day; write it as year-month-day: {cure}$"):
        _options.day(click.Context(click.Command("x")), click.Option(["--as-of"]), text)


def test_earlier_lists_are_looked_for_only_for_a_day_that_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_options, "_today", lambda: "2026-11-22")
    days = [dt.date(2026, 11, day) for day in (21, 22, 23)]
    assert [_options.past(day) for day in days] == [days[0], None, None]
