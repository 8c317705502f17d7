"""``sarcheck batch``: folders, NDJSON or Parquet of orders in, shards of verdicts out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sarcheck import exitcodes
from sarcheck.cli import _clock, _options, _streams

if TYPE_CHECKING:
    import datetime as dt

    from sarcheck.batch import Job

DEFAULT_SHARD = 1_000


@click.command("batch", context_settings={"max_content_width": 100})
@click.argument("place", metavar="IN")
@click.argument("out", metavar="OUT")
@_options.rules
@_options.as_of
@_options.roots("each order's")
@_options.jobs
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True, help="Who does it.")
@click.option("--scheduler", metavar="ADDR", help="Address of the Dask scheduler.")
@click.option("--shard", type=click.IntRange(min=1), default=DEFAULT_SHARD, show_default=True, help="Orders a shard.")
@click.option(
    "--to", "form", type=click.Choice(["ndjson", "parquet"]), help="Form of the shards (default: that of IN)."
)
@click.option("--html", "page", is_flag=True, help="Write index.html too, with reports of the worst orders.")
@click.option("--no-resume", is_flag=True, help="Make every shard anew, also those that are there.")
@click.option("--no-progress", is_flag=True, help="Show no progress bar.")
@_options.config
@_options.verbose
def command(
    place: str,
    out: str,
    rules: Path | None,
    as_of: dt.date,
    roots: tuple[Path, ...],
    jobs: int,
    engine: str,
    scheduler: str | None,
    shard: int,
    form: str | None,
    page: bool,
    no_resume: bool,
    no_progress: bool,
) -> int:
    """Screen orders in bulk: a folder of order.json, NDJSON (also gzip) or Parquet.

    OUT becomes a folder of shards, each with its record, and summary.json. A run that was stopped goes on where it
    was. An order that cannot be read is an incomplete row and stops nothing. The exit code is that of the worst
    verdict.
    """
    if (engine == "dask") != (scheduler is not None):
        raise click.UsageError("--engine dask and --scheduler ADDR belong together")
    from sarcheck import batch
    from sarcheck.cli._bar import counting
    from sarcheck.reports import tally

    job = _job(place, out, rules, as_of, roots, form)
    with counting(lambda: batch.count(place), wanted=not no_progress) as told:
        total = batch.run(place, job, shard=shard, jobs=jobs, scheduler=scheduler, resume=not no_resume, told=told)
    if page:
        from sarcheck.batch import pages

        pages.write(job, total)
    _streams.emit(tally.render(total, **_streams.paper()))
    if not total.orders:
        _streams.complain(f"{place}: holds no order; a folder's orders are called order.json or end in .order.json")
        return exitcodes.NO_INPUT
    return exitcodes.of_outcome(total.outcome)


def _job(place: str, out: str, rules: Path | None, as_of: dt.date, roots: tuple[Path, ...], form: str | None) -> Job:
    from sarcheck import batch, ruleset

    chosen = form or batch.form_of(place)
    loaded = _clock.believed(ruleset.load(rules, progress=_streams.progress), as_of)
    return batch.Job(
        rules=str(rules.resolve()) if rules else None,
        ruleset=loaded.stamp.sha256,
        as_of=as_of,
        out=out,
        form=chosen,  # type: ignore[arg-type]
        roots=tuple(str(root.resolve()) for root in roots),
        patterns=loaded.content.patterns,
    )
