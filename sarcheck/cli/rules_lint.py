"""``sarcheck rules lint``: what is doubtful in a rules folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sarcheck import exitcodes
from sarcheck.cli import _options, _streams

if TYPE_CHECKING:
    from pathlib import Path


@click.command("lint")
@_options.rules
@_options.output("text", "json")
@_options.config
@_options.verbose
def command(rules: Path | None, form: str) -> int:
    """Show links between listed parties that mean no entry or several, and waivers that have become useless.

    Publishers name parties that they do not list, and give two parties one name: a link that is told here counts
    for nothing until somebody finds out whom it means. A waiver is useless when its rule or its entry is gone, or
    when the entry has changed since it was decided.
    """
    from sarcheck import relations, ruleset, waivers
    from sarcheck.reports import faults as report
    from sarcheck.reports.json import document

    loaded = ruleset.load(rules, progress=_streams.progress)
    entries = list(loaded.entries.entries())
    faults, links = list(relations.faults(entries)), sum(len(entry.links) for entry in entries)
    doubts = list(waivers.doubts(loaded.content.waivers, loaded.content.rules, entries))
    if form == "json":
        _streams.emit(document(report.document(faults, links, doubts)))
    else:
        _streams.emit(report.text(faults, links, doubts, **_streams.paper()))
    return exitcodes.CLEAR
