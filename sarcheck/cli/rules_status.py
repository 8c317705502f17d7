"""``sarcheck rules status``: which lists there are, and how old."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sarcheck import exitcodes
from sarcheck.cli import _options, _streams

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


@click.command("status")
@_options.rules
@_options.as_of
@_options.output("text", "json")
@_options.config
@_options.verbose
def command(rules: Path | None, as_of: dt.date, form: str) -> int:
    """Show each list's dates, age, size and hash, whether it is current, and what to do about those that are not."""
    from sarcheck import ruleset
    from sarcheck.reports import sources
    from sarcheck.reports.json import document

    loaded = ruleset.load(rules, progress=_streams.progress)
    states = loaded.sources(as_of)
    if form == "json":
        _streams.emit(document({"as_of": as_of, "rules": loaded.stamp, "sources": states}))
        return exitcodes.CLEAR
    folder = str(rules or ruleset.user_folder())
    content = loaded.content
    _streams.emit(
        sources.status(
            states, content.sources, loaded.stamp, as_of=as_of, folder=folder, feeds=content.feeds, **_streams.paper()
        )
    )
    return exitcodes.CLEAR
