"""``sarcheck screen``, the default verb: orders in, verdicts out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sarcheck import exitcodes
from sarcheck.cli import _clock, _options, _record, _streams, _targets
from sarcheck.cli._near import near
from sarcheck.errors import OrderError, SarcheckError
from sarcheck.model import worst
from sarcheck.reports import REPORTS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sarcheck.cli._targets import Target
    from sarcheck.model import Order, Outcome, Verdict
    from sarcheck.ruleset import Ruleset


@click.command("screen", context_settings={"max_content_width": 100})
@click.argument("orders", nargs=-1, metavar="ORDER...")
@_options.rules
@_options.roots("the order's")
@click.option(
    "--parties",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What the order does not state, as an order in part: a STAPI order has no parties.",
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
    help=f"Report: {' or '.join(REPORTS)} (default: text), to a file where one is named. Repeatable.",
)
@click.option("--explain", is_flag=True, envvar="SARCHECK_EXPLAIN", help="Show every finding's evidence in full.")
@click.option(
    "--show-waived",
    is_flag=True,
    envvar="SARCHECK_SHOW_WAIVED",
    help="Text report: each finding that a waiver sets aside, by whom, why and until when.",
)
@click.option("-q", "--quiet", is_flag=True, help="Text report: the outcome line only.")
@click.option(
    "--journal",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="SARCHECK_JOURNAL",
    metavar="FILE",
    help="Record each verdict with its inputs in this journal before any report is written.",
)
@click.option(
    "--sign",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="SARCHECK_SIGN",
    metavar="KEY",
    help="Sign each verdict with this private key: into the journal, or ORDER.attestation.json.",
)
@click.option(
    "--attestation",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File for the signed verdict of one order.",
)
@_options.no_progress
@_options.config
@_options.verbose
def command(
    orders: tuple[str, ...],
    rules: Path | None,
    roots: tuple[Path, ...],
    parties: Path | None,
    as_of: dt.date,
    formats: tuple[Target, ...],
    explain: bool,
    show_waived: bool,
    quiet: bool,
    journal: Path | None,
    sign: Path | None,
    attestation: Path | None,
) -> int:
    """Screen orders and print one explained verdict for each.

    ORDER is an order document, sarcheck's own or that of a STAPI ordering API, or - for standard input. Of several
    orders the exit code is that of the worst verdict; one that cannot be read counts as incomplete. One verdict in
    JSON is a document, several are NDJSON.
    """
    if not orders:
        _streams.complain("no order given; sarcheck --help shows how to screen one")
        return exitcodes.NO_INPUT
    _refuse_unclear(orders, parties)
    _targets.spare_orders(formats, [*orders, *([str(parties)] if parties else [])])
    places = _record.places(orders, sign, attestation, journal, formats)
    hashed = bool(journal or sign)
    read = [(name, order) for name in orders if (order := _take(name, roots, parties, hashed=hashed))]
    taken = [order for _, order in read]
    if not taken and len(orders) == 1:
        return exitcodes.NO_INPUT
    _targets.spare_products(formats, taken, roots)
    loaded, verdicts = _judge(taken, rules, as_of)
    attestations = _record.signed(taken, verdicts, sign)
    if journal and loaded:
        _record.keep(journal, taken, verdicts, attestations, loaded)
    for (name, _), signed in zip(read, attestations, strict=True):
        if signed and name in places:
            _record.write(places[name], signed)
    unreadable = len(orders) - len(taken)
    wanted = {"explain": explain, "show_waived": show_waived, "quiet": quiet, "unreadable": unreadable}
    for report, path in formats:
        page = {} if path else _streams.paper()
        _write(path, report.render(verdicts, orders=taken, regions=loaded and loaded.regions, **wanted, **page))
    outcomes: list[Outcome] = [verdict.outcome for verdict in verdicts]
    return exitcodes.of_outcome(worst([*outcomes, *["incomplete"] * unreadable]))


def _refuse_unclear(orders: tuple[str, ...], parties: Path | None) -> None:
    """Raise click.UsageError where it is not clear which order is meant."""
    if orders.count("-") > 1:
        raise click.UsageError("standard input holds one order: give - once")
    if "" in orders:
        raise click.UsageError("an empty name is no order: name a file, or - for standard input")
    if parties and len(orders) > 1:
        raise click.UsageError("--parties is about one order: give one")


def _take(name: str, roots: Sequence[Path], parties: Path | None, *, hashed: bool) -> Order | None:
    """Read an order and its products; an unreadable one is told on standard error."""
    from sarcheck import orders
    from sarcheck.intake import load_order

    try:
        if name == "-":
            data = _streams.read_stdin(orders.MAX_BYTES)
            return load_order(data, parties=parties, roots=roots, name=_targets.STDIN, hashed=hashed)
        return load_order(Path(name), parties=parties, roots=roots, hashed=hashed)
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


def _judge(orders: Sequence[Order], rules: Path | None, as_of: dt.date) -> tuple[Ruleset | None, list[Verdict]]:
    """Return a verdict for each order, and the rules that judged; they are loaded only when there is one to judge."""
    if not orders:
        return None, []
    from sarcheck import ruleset
    from sarcheck.screen import screen

    loaded = _clock.believed(ruleset.load(rules, as_of=_options.past(as_of), progress=_streams.progress), as_of)
    return loaded, [screen(order, loaded, as_of) for order in orders]


def _write(path: Path | None, report: bytes) -> None:
    """Write a report to its file or to standard output."""
    if path is None:
        _streams.emit(report)
        return
    try:
        _streams.write_file(path, report)
    except OSError as error:
        raise SarcheckError(f"{path}: the report cannot be written: {error.strerror}") from error
