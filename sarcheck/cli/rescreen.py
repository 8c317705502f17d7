"""``sarcheck rescreen``: which verdicts change with newer lists or rules, or on another day, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sarcheck import exitcodes
from sarcheck.cli import _clock, _options, _streams
from sarcheck.cli.batch import DEFAULT_SHARD

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from sarcheck.batch import Job
    from sarcheck.rescreen.run import Change, Total


@click.command("rescreen", context_settings={"max_content_width": 100})
@click.argument("place", metavar="ORDERS")
@click.argument("verdicts", metavar="VERDICTS")
@_options.rules
@_options.as_of
@click.option("--out", default="", metavar="OUT", help="Write the new verdicts, all of them, as a batch run would.")
@_options.roots("each order's")
@_options.jobs
@click.option(
    "--shard", type=click.IntRange(min=1), default=DEFAULT_SHARD, show_default=True, help="Orders a shard, as before."
)
@_options.output("text", "json")
@_options.config
@_options.verbose
def command(
    place: str,
    verdicts: str,
    rules: Path | None,
    as_of: dt.date,
    out: str,
    roots: tuple[Path, ...],
    jobs: int,
    shard: int,
    form: str,
) -> int:
    """Screen orders again where newer rules or another day may change their verdict, and tell what changed.

    ORDERS is what batch took, VERDICTS the folder that it wrote, or files of verdicts. The answers are those of a full
    run: what is screened anew, and why, is told. The exit code is that of the worst verdict now.
    """
    if out and Path(out).resolve() == Path(verdicts).resolve():
        raise click.UsageError("--out is where the earlier verdicts are: name another folder")
    from sarcheck.rescreen import run

    task = run.Task(job=_job(place, out, rules, as_of, roots), verdicts=verdicts)
    one, whole = _told(form)
    total = run.run(place, task, shard=shard, jobs=jobs, told=one)
    whole(total)
    if not total.orders:
        _streams.complain(f"{place}: holds no order; a folder's orders are called order.json or end in .order.json")
        return exitcodes.NO_INPUT
    return exitcodes.of_outcome(total.outcome)


def _told(form: str) -> tuple[Callable[[Change], None], Callable[[Total], None]]:
    """Return what is told of each change, and of the numbers."""
    from sarcheck.reports import rescreened

    if form == "json":
        return (lambda change: _streams.emit(rescreened.line(change))), (
            lambda total: _streams.emit(rescreened.line(total))
        )
    paper = _streams.paper()
    return (lambda change: _streams.emit(rescreened.one(change, **paper))), (
        lambda total: _streams.emit(rescreened.whole(total, **paper))
    )


def _job(place: str, out: str, rules: Path | None, as_of: dt.date, roots: tuple[Path, ...]) -> Job:
    from sarcheck import batch, ruleset

    loaded = _clock.believed(ruleset.load(rules, progress=_streams.progress), as_of)
    return batch.Job(
        rules=str(rules.resolve()) if rules else None,
        ruleset=loaded.stamp.sha256,
        as_of=as_of,
        out=out,
        form=batch.form_of(place),
        roots=tuple(str(root.resolve()) for root in roots),
        patterns=loaded.content.patterns,
    )
