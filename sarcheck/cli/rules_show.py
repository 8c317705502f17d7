"""``sarcheck rules show``: which rules there are, and which are in force on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sarcheck import exitcodes
from sarcheck.cli import _options, _rules, _streams

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


@click.command("show")
@click.argument("rule_id", required=False, metavar="[ID]")
@_options.rules
@_options.as_of
@_options.output("text", "json")
@_options.config
@_options.verbose
def command(rule_id: str | None, rules: Path | None, as_of: dt.date, form: str) -> int:
    """Show all rules by regime with their grades and whether they are in force on the day, or one rule in full.

    One rule is shown with the file that defines it, and the one whose place that takes.
    """
    from sarcheck import ruleset
    from sarcheck.reports import rulesheet
    from sarcheck.reports.json import document

    loaded = ruleset.load(rules, progress=_streams.progress)
    if rule_id is not None:
        _rules.emit(loaded, _rules.find(loaded, rule_id), rules, form, explain=False)
        return exitcodes.CLEAR
    content = loaded.content
    dropped = {one.regime: one.reason for one in content.dropped}
    counting = {r.id: bool(ruleset.in_force(r, as_of)) and r.regime not in dropped for r in content.rules}
    if form == "json":
        rows = [{"rule": rule, "in_force": counting[rule.id]} for rule in content.rules]
        _streams.emit(document({"as_of": as_of, "rules": rows, "dropped": content.dropped, "changed": content.changed}))
    else:
        _streams.emit(rulesheet.overview(content.rules, as_of, counting, dropped, **_streams.paper()))
    return exitcodes.CLEAR
