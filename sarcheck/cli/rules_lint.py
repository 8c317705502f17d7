"""``sarcheck rules lint``: what is doubtful in a rules folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sarcheck import exitcodes
from sarcheck.cli import _options, _streams
from sarcheck.errors import RulesError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sarcheck.model import Fault
    from sarcheck.ruleset import Ruleset


@click.command("lint")
@_options.rules
@_options.as_of
@_options.output("text", "json")
@_options.config
@_options.verbose
def command(rules: Path | None, as_of: dt.date, form: str) -> int:
    """Show what is doubtful: rules, regions of the rules folder, links between listed parties, useless waivers.

    Rules: those without citation, interval, status, authority or remedy, with intervals that overlap, that can find
    nothing or name regions that nothing holds, and what the folder has otherwise than its pack. Law that is not
    verified at its source is listed by itself.

    Regions: what is invalid, wound the wrong way round, without a source, a day or an accuracy, expired on the day, or
    there twice. Links: those that mean no entry, or may mean several. Publishers name parties that they do not
    list, and give two parties one name: a link that is told here counts for nothing until somebody finds out
    whom it means. Waivers: those whose rule or entry is gone, or whose entry has changed since. A region that is
    invalid keeps the rules from loading: the exit code is then 4.
    """
    from sarcheck import ruleset
    from sarcheck.regions import lint
    from sarcheck.reports import faults as report
    from sarcheck.reports.json import document

    layers = ruleset.layers(rules or ruleset.user_folder())
    folders = [layer / "regions" for layer in layers]
    faults = list(lint.faults(folders, as_of))
    broken = any(fault.kind == lint.INVALID for fault in faults)
    try:
        loaded = ruleset.load(rules, progress=_streams.progress)
    except RulesError:
        if not broken:
            raise
        links = None
    else:
        faults += _of_ruleset(loaded, layers)
        links = sum(len(entry.links) for entry in loaded.entries.entries())
    if form == "json":
        _streams.emit(document(report.document(faults, links)))
    else:
        _streams.emit(report.text(faults, links, **_streams.paper()))
    return exitcodes.NO_RULES if broken else exitcodes.CLEAR


def _of_ruleset(loaded: Ruleset, layers: Sequence[Path]) -> Iterator[Fault]:
    """Yield what is doubtful in a ruleset that loads: rules, outlines that cannot be relied on, links, waivers."""
    from sarcheck import amending, relations, rulelint, waivers
    from sarcheck.model import Fault
    from sarcheck.regions.lint import TOPIC
    from sarcheck.reports.faults import of_links, of_waivers

    yield from rulelint.faults(loaded, amending.defined(layers))
    for problem in loaded.regions.problems:
        yield Fault(topic=TOPIC, kind=problem.code, where=problem.pointer, message=problem.message)
    entries = list(loaded.entries.entries())
    yield from of_links(relations.faults(entries))
    yield from of_waivers(waivers.doubts(loaded.content.waivers, loaded.content.rules, entries))
