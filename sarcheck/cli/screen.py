"""``sarcheck screen``, the default verb: orders in, verdicts out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sarcheck import exitcodes
from sarcheck.cli import _options, _streams, _targets
from sarcheck.cli._near import near
from sarcheck.errors import OrderError, SarcheckError
from sarcheck.model import worst

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sarcheck.cli._targets import Target
    from sarcheck.model import Order, Outcome, Verdict


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
    callback=_targets.targets,
    help=f"Report: {' or '.join(_targets.BY_NAME)} (default: text), to a file where one is named. Repeatable.",
)
@click.option("--explain", is_flag=True, envvar="SARCHECK_EXPLAIN", help="Show every finding's evidence in full.")
@click.option(
    "--show-waived",
    is_flag=True,
    envvar="SARCHECK_SHOW_WAIVED",
    help="Text report: each finding that a waiver sets aside, by whom, why and until when.",
)
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
    show_waived: bool,
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
    if "" in orders:
        raise click.UsageError("an empty name is no order: name a file, or - for standard input")
    _targets.spare_orders(formats, orders)
    taken = [order for name in orders if (order := _take(name, roots))]
    if not taken and len(orders) == 1:
        return exitcodes.NO_INPUT
    _targets.spare_products(formats, taken, roots)
    verdicts = _judge(taken, rules, as_of)
    unreadable = len(orders) - len(taken)
    for report, path in formats:
        page = {} if path else _streams.paper()
        wanted = {"explain": explain, "show_waived": show_waived, "quiet": quiet}
        _write(path, report.render(verdicts, **wanted, unreadable=unreadable, **page))
    outcomes: list[Outcome] = [verdict.outcome for verdict in verdicts]
    return exitcodes.of_outcome(worst([*outcomes, *["incomplete"] * unreadable]))


def _take(name: str, roots: Sequence[Path]) -> Order | None:
    """Read an order and its products; an unreadable one is told on standard error."""
    from sarcheck import orders
    from sarcheck.intake import load_order

    try:
        if name == "-":
            return load_order(_streams.read_stdin(orders.MAX_BYTES), roots=roots, name=_targets.STDIN)
        return load_order(Path(name), roots=roots)
    except (OrderError, _streams.NoInputError) as error:
        _streams.complain(f"{error}{_hint(name)}")
        return None


def _hint(name: str) -> str:
    """Return what may have been meant by a name that is no file: a verb in the wrong place, or an order beside it."""
    try:
        if name == "-" or Path(name).exists():
            return ""
        beside = {file.stem: file.name for file in Path(name).parent.glob("*.json")}
    except (OSError, ValueError):  # a name that no file can have
        return ""
    from sarcheck.cli import VERBS

    if name.isalpha() and (verbs := near(name, [verb.name for verb in VERBS])):
        return f" (for the verb: sarcheck {verbs[0]} ...)"
    orders = near(Path(name).stem, beside)
    return f"; did you mean {beside[orders[0]]}?" if orders else ""


def _judge(orders: Sequence[Order], rules: Path | None, as_of: dt.date) -> list[Verdict]:
    """Return a verdict for each order; the rules are loaded only when there is one to judge."""
    if not orders:
        return []
    from sarcheck import ruleset
    from sarcheck.screen import screen

    loaded = ruleset.load(rules, as_of=_options.past(as_of), progress=_streams.progress)
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
