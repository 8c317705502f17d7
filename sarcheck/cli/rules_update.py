"""``sarcheck rules update``: lists from their publishers' official addresses into the rules folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sarcheck import exitcodes
from sarcheck.cli import _bar, _feeds, _options, _streams

if TYPE_CHECKING:
    from pathlib import Path


@click.command("update")
@click.argument("ids", nargs=-1, metavar="[ID...]")
@click.option(
    "--accept",
    multiple=True,
    metavar="ID",
    help="Take this list even if it shrank, is older or lacks a part. Repeatable.",
)
@_options.rules
@click.option("-q", "--quiet", is_flag=True, help="Tell only what failed or was refused.")
@click.option("--no-progress", is_flag=True, envvar="SARCHECK_NO_PROGRESS", help="Show no progress bar.")
@_options.output("text", "json")
@_options.config
@_options.verbose
def command(
    ids: tuple[str, ...], accept: tuple[str, ...], rules: Path | None, quiet: bool, no_progress: bool, form: str
) -> int:
    """Fetch the lists that sources.toml names from their publishers, all or those of the given ids.

    A list that fails, or that cannot be trusted, leaves the one in force as it is; the exit code is then 11.
    Earlier versions are kept.
    """
    feeds = _feeds.load(rules, ids, accept)
    from sarcheck.reports import sources
    from sarcheck.reports.json import document
    from sarcheck.update import update

    for line in _feeds.carriers(feeds.chosen, ids) if not quiet else ():
        _streams.complain(line)
    now = _feeds.now()
    with _bar.downloads(_feeds.labels(feeds.chosen), wanted=not (quiet or no_progress)) as progress:
        results = update(
            feeds.folder,
            feeds.policy,
            feeds.chosen,
            now=now,
            country_code=feeds.country_code,
            formats=feeds.formats,
            accept=accept,
            progress=progress,
        )
    if form == "json":
        moment = now.replace(microsecond=0)
        _streams.emit(document({"updated": moment, "folder": str(feeds.folder), "feeds": results}))
    else:
        told = sources.updated(results, day=now.date(), folder=str(feeds.folder), quiet=quiet, **_streams.paper())
        _streams.emit(told)
    whole = all(result.state in ("updated", "unchanged") for result in results)
    return exitcodes.CLEAR if whole else exitcodes.INCOMPLETE
