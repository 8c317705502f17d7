"""Options that verbs share, and where their values come from.

A flag wins over its SARCHECK_* variable, that over ``sarcheck.toml`` of the user's configuration
directory (or ``--config FILE``). Nothing is ever taken from the working directory or from an order's
folder: an order could bring its own.
"""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sarcheck.cli._group import VERBOSE
from sarcheck.cli._near import Choice, meant

if TYPE_CHECKING:
    from collections.abc import Callable

_Verb = TypeVar("_Verb", bound="Callable[..., Any]")

SETTINGS = {
    "rules": "rules",
    "root": "roots",
    "format": "formats",
    "explain": "explain",
    "show_waived": "show_waived",
    "journal": "journal",
    "sign": "sign",
}
"""What a configuration file may set, and the parameter that it stands for. A date is not among them:
forgotten in a file it would judge every later order under the law of that day."""

_PATHS = ("rules", "root", "journal", "sign")
_SEVERAL = ("root", "format")
_SWITCHES = ("explain", "show_waived")


def day(ctx: click.Context, option: click.Parameter, text: str | None) -> dt.date | None:
    """Return a day written YYYY-MM-DD, None where none was given; anything else is a usage error."""
    if text is None:
        return None
    try:
        parsed = dt.date.fromisoformat(text)
    except ValueError:
        parsed = None
    if parsed is None or parsed.isoformat() != text:
        raise click.BadParameter(f"{text!r} is not a day; write it as year-month-day: {_as_written(text)}", ctx, option)
    return parsed


def _as_written(text: str) -> str:
    """Return the day that a text written day.month.year names, the way days are written here; else one as example."""
    try:
        return dt.datetime.strptime(text, "%d.%m.%Y").date().isoformat()
    except ValueError:
        return "2026-11-21"


def past_day(ctx: click.Context, option: click.Parameter, text: str | None) -> dt.date | None:
    """Return a day that has come, UTC; a later one is a slip that would keep a list current for too long."""
    parsed = day(ctx, option, text)
    if parsed and parsed > dt.date.fromisoformat(_today()):
        message = f"{text} is in the future (today is {_today()}, UTC): give the day on which it was done"
        raise click.BadParameter(message, ctx, option)
    return parsed


def _today() -> str:
    """Return today in UTC: the one place where a verdict's date may come from the clock."""
    return dt.datetime.now(dt.UTC).date().isoformat()


def today() -> dt.date:
    """Return today, UTC."""
    return dt.date.fromisoformat(_today())


def now() -> dt.datetime:
    """Return the moment, UTC, at which a record is written."""
    return dt.datetime.now(dt.UTC)


def past(day: dt.date) -> dt.date | None:
    """Return a day that is over, for which earlier versions of lists are looked for; None for any other."""
    return day if day < dt.date.fromisoformat(_today()) else None


def user_config() -> Path:
    """Return the path of the user's own configuration file, which need not exist."""
    import platformdirs

    try:
        return Path(platformdirs.user_config_dir("sarcheck", appauthor=False)) / "sarcheck.toml"
    except RuntimeError:  # a user without a home has no file in it
        return Path(os.devnull, "sarcheck.toml")


def _configure(ctx: click.Context, _option: click.Parameter, chosen: Path | None) -> None:
    path = chosen or user_config()
    if chosen or path.is_file():
        known = {param.name for param in ctx.command.params}
        ctx.default_map = {SETTINGS[key]: value for key, value in read_config(path).items() if SETTINGS[key] in known}


def read_config(path: Path) -> dict[str, Any]:
    """Return a configuration file's settings; its paths are relative to the file's own folder.

    Raise click.UsageError when it cannot be read or holds a setting that does not exist: a misspelt
    setting must not be passed over.
    """
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise click.UsageError(f"{path}: cannot be read: {error}") from error
    for key, value in settings.items():
        if key not in SETTINGS:
            raise click.UsageError(f"{path}: no setting '{key}'; there are {', '.join(SETTINGS)}{meant(key, SETTINGS)}")
        if not _fits(key, value):
            raise click.UsageError(f"{path}: '{key}' must be {'true or false' if key in _SWITCHES else 'text'}")
    return {key: _placed(key, value, path.parent) for key, value in settings.items()}


def _fits(key: str, value: Any) -> bool:
    if key in _SWITCHES:
        return isinstance(value, bool)
    items = value if key in _SEVERAL and isinstance(value, list) else [value]
    return all(isinstance(item, str) for item in items)


def _placed(key: str, value: Any, folder: Path) -> Any:
    """Return a setting as its option takes it: a list where that may be given several times, paths from the folder."""
    values = value if isinstance(value, list) else [value]
    placed = [str(folder / item) if key in _PATHS else item for item in values]
    return placed if key in _SEVERAL else placed[0]


def _verbose(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    ctx.meta[VERBOSE] = wanted


config = click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="SARCHECK_CONFIG",
    is_eager=True,
    expose_value=False,
    callback=_configure,
    help="Configuration file instead of sarcheck.toml in the user's configuration directory.",
)


def _unwatched(ctx: click.Context, _option: click.Parameter, chosen: bool) -> None:
    if chosen:
        from sarcheck.cli._streams import NO_PROGRESS

        ctx.meta[NO_PROGRESS] = True


no_progress = click.option(
    "--no-progress",
    is_flag=True,
    envvar="SARCHECK_NO_PROGRESS",
    expose_value=False,
    callback=_unwatched,
    help="Tell nothing of what takes long, at a terminal either.",
)

verbose = click.option(
    "-v",
    "--verbose",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_verbose,
    help="Show the traceback of an internal error.",
)

rules = click.option(
    "-r",
    "--rules",
    type=click.Path(path_type=Path),
    envvar="SARCHECK_RULES",
    metavar="DIR",
    help="Rules folder over the default pack (default: the user's own).",
)

as_of = click.option(
    "--as-of",
    callback=day,
    envvar="SARCHECK_AS_OF",
    metavar="DATE",
    default=_today,
    help="Judge under the law and the lists of this day (default: today, UTC).",
)

jobs = click.option(
    "--jobs", type=click.IntRange(min=1), default=lambda: os.cpu_count() or 1, help="Processes (default: one a core)."
)


def roots(whose: str) -> Callable[[_Verb], _Verb]:
    """Return the option for folders that products may lie in; ``whose`` own folder they need not name."""
    return click.option(
        "--root",
        "roots",
        multiple=True,
        type=click.Path(path_type=Path),
        envvar="SARCHECK_ROOT",
        metavar="DIR",
        help=f"Folder that products may be read from, besides {whose} own. Repeatable.",
    )


def output(*choices: str) -> Callable[[_Verb], _Verb]:
    """Return the option for the form of a lookup's answer; the first choice is the default."""
    return click.option(
        "-f",
        "--format",
        "form",
        type=Choice(choices),
        default=choices[0],
        show_default=True,
        help="Form of the answer.",
    )
