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
    """Show the links between listed parties that mean no entry, or may mean several.

    Publishers name parties that they do not list, and give two parties one name: a link that is told here counts
    for nothing until somebody finds out whom it means.
    """
    from sarcheck import relations, ruleset
    from sarcheck.reports import faults as report
    from sarcheck.reports.json import document

    entries = list(ruleset.load(rules, progress=_streams.progress).entries.entries())
    faults, links = list(relations.faults(entries)), sum(len(entry.links) for entry in entries)
    if form == "json":
        _streams.emit(document(report.document(faults, links)))
    else:
        _streams.emit(report.text(faults, links, **_streams.paper()))
    return exitcodes.CLEAR
