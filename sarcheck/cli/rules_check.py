"""``sarcheck rules check``: have publishers newer lists?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sarcheck import exitcodes
from sarcheck.cli import _feeds, _options, _streams

if TYPE_CHECKING:
    from pathlib import Path


@click.command("check")
@click.argument("ids", nargs=-1, metavar="[ID...]")
@_options.rules
@_options.output("text", "json")
@_options.config
@_options.verbose
def command(ids: tuple[str, ...], rules: Path | None, form: str) -> int:
    """Ask publishers whether they have newer lists than those in force, and store nothing.

    The exit code is 100 when a newer list exists, or may because the one in force came from elsewhere; 11 when none
    does and a server could not be asked; else 0.
    """
    feeds = _feeds.load(rules, ids)
    from sarcheck.reports import sources
    from sarcheck.reports.json import document
    from sarcheck.update import check

    results = check(feeds.folder, feeds.policy, feeds.chosen)
    if form == "json":
        _streams.emit(document({"folder": str(feeds.folder), "feeds": results}))
    else:
        _streams.emit(sources.checked(results, folder=str(feeds.folder), **_streams.paper()))
    states = {result.state for result in results}
    if states & {"newer", "unknown"}:
        return exitcodes.NEWER_LISTS
    return exitcodes.INCOMPLETE if "failed" in states else exitcodes.CLEAR
