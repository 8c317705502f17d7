"""``sarcheck screen``, the default verb: orders in, verdicts out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from sarcheck import exitcodes
from sarcheck.cli import _options, _streams
from sarcheck.errors import OrderError, SarcheckError
from sarcheck.model import worst
from sarcheck.reports import REPORTS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sarcheck.model import Order, Outcome, Verdict
    from sarcheck.reports import Report

_BY_NAME = {report.NAME: report for report in REPORTS}


LONGEST_WORD = 20
"""Letters of what may be a mistyped verb."""


class Target(NamedTuple):
    """A report and the file it goes to; None is standard output."""

    report: Report
    path: Path | None


def _targets(_ctx: click.Context, _option: click.Parameter, formats: tuple[str, ...]) -> tuple[Target, ...]:
    """Read ``FORMAT[=FILE]``; refuse before any work what could not be written after it."""
    targets = tuple(_target(text) for text in formats)
    places = [target.path for target in targets]
    if len(set(places)) < len(places):
        raise click.BadParameter("two reports for one place: give each but one a file, as in json=verdict.json")
    return targets


def _target(text: str) -> Target:
    name, given, file = text.partition("=")
    if name not in _BY_NAME:
        raise click.BadParameter(f"no report '{name}'; there are {', '.join(_BY_NAME)}")
    if not given:
        return Target(_BY_NAME[name], None)
    try:
        if not file or Path(file).is_dir():
            raise click.BadParameter(f"{text}: name a file after '='")
        if not Path(file).parent.is_dir():
            raise click.BadParameter(f"{file}: its folder does not exist")
    except OSError as error:
        raise click.BadParameter(f"{file}: {error.strerror}") from error
    return Target(_BY_NAME[name], Path(file))


@click.command("screen", context_settings={"max_content_width": 100})
@click.argument("orders", nargs=-1, metavar="ORDER...")
@_options.rules
@click.option(
    "--root",
    "roots",
    multiple=True,
    type=click.Path(path_type=Path),
    envvar="SARCHECK_ROOT",
    metavar="DIR",
    help="Folder that products may be read from, besides the order's own. Repeatable.",
)
@_options.as_of
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    default=("text",),
    envvar="SARCHECK_FORMAT",
    metavar="FORMAT[=FILE]",
    callback=_targets,
    help=f"Report: {' or '.join(_BY_NAME)} (default: text), to a file where one is named. Repeatable.",
)
@click.option("--explain", is_flag=True, envvar="SARCHECK_EXPLAIN", help="Show every finding's evidence in full.")
@click.option("-q", "--quiet", is_flag=True, help="Text report: the outcome line only.")
@_options.config
@_options.verbose
def command(
    orders: tuple[str, ...],
    rules: Path | None,
    roots: tuple[Path, ...],
    as_of: dt.date,
    formats: tuple[Target, ...],
    explain: bool,
    quiet: bool,
) -> int:
    """Screen orders and print one explained verdict for each.

    ORDER is an order document, or - for standard input. Of several orders the exit code is that of the
    worst verdict; one that cannot be read counts as incomplete. One verdict in JSON is a document,
    several are NDJSON.
    """
    if not orders:
        _streams.complain("no order given; sarcheck --help shows how to screen one")
        return exitcodes.NO_INPUT
    if orders.count("-") > 1:
        raise click.UsageError("standard input holds one order: give - once")
    taken = [order for name in orders if (order := _take(name, roots))]
    if not taken and len(orders) == 1:
        return exitcodes.NO_INPUT
    verdicts = _judge(taken, rules, as_of)
    unreadable = len(orders) - len(taken)
    for report, path in formats:
        page = {} if path else _streams.paper()
        _write(path, report.render(verdicts, explain=explain, quiet=quiet, unreadable=unreadable, **page))
    outcomes: list[Outcome] = [verdict.outcome for verdict in verdicts]
    return exitcodes.of_outcome(worst([*outcomes, *["incomplete"] * unreadable]))


def _take(name: str, roots: Sequence[Path]) -> Order | None:
    """Read an order and its products; an unreadable one is told on standard error."""
    from sarcheck import orders
    from sarcheck.intake import load_order

    try:
        if name == "-":
            return load_order(_streams.read_stdin(orders.MAX_BYTES), roots=roots, name="standard input")
        return load_order(Path(name), roots=roots)
    except OrderError as error:
        _streams.complain(f"{error}{_hint(name)}")
        return None


def _hint(name: str) -> str:
    """Return what may have been meant by a word that is neither a file nor, in its place, a verb."""
    if not name.isalpha() or len(name) > LONGEST_WORD or Path(name).exists():
        return ""
    from difflib import get_close_matches

    from sarcheck.cli import VERBS

    verbs = get_close_matches(name, [verb.name for verb in VERBS], n=1)
    return f" (for the verb: sarcheck {verbs[0]} ...)" if verbs else ""


def _judge(orders: Sequence[Order], rules: Path | None, as_of: dt.date) -> list[Verdict]:
    """Return a verdict for each order; the rules are loaded only when there is one to judge."""
    if not orders:
        return []
    from sarcheck import ruleset
    from sarcheck.screen import screen

    loaded = ruleset.load(rules, progress=_streams.progress)
    return [screen(order, loaded, as_of) for order in orders]


def _write(path: Path | None, report: bytes) -> None:
    """Write a report to its file or to standard output."""
    if path is None:
        _streams.emit(report)
        return
    try:
        _streams.write_file(path, report)
    except OSError as error:
        raise SarcheckError(f"{path}: the report cannot be written: {error.strerror}") from error
