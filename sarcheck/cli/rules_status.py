"""``sarcheck rules status``: which lists there are, and how old."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from sarcheck import exitcodes
from sarcheck.cli import _feeds, _options, _streams

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from sarcheck.ruleset import Ruleset


@click.command("status")
@_options.rules
@_options.as_of
@_options.output("text", "json")
@_options.config
@_options.verbose
def command(rules: Path | None, as_of: dt.date, form: str) -> int:
    """Show which lists are loaded, stale or missing, with their dates, age, size and hash, and what to run about it.

    An order is clear only when every list of the law that binds you is current.
    """
    from sarcheck import ruleset
    from sarcheck.reports import sources
    from sarcheck.reports.json import document

    loaded = ruleset.load(rules, as_of=_options.past(as_of), progress=_streams.progress)
    states = loaded.sources(as_of)
    for state in states:
        if state.retrieved and state.retrieved > _feeds.now().date():
            _streams.complain(f"{state.id}: its day of retrieval, {state.retrieved}, has not come: import it again")
    if form == "json":
        _streams.emit(document({"as_of": as_of, "rules": loaded.stamp, "sources": states}))
        return exitcodes.CLEAR
    folder = str(rules or ruleset.user_folder())
    content = loaded.content
    chosen = click.get_current_context().get_parameter_source("rules") is ParameterSource.COMMANDLINE
    told = sources.status(
        states,
        content.sources,
        loaded.stamp,
        as_of=as_of,
        folder=folder,
        feeds=content.feeds,
        needed=_needed(loaded, as_of),
        law=", ".join(loaded.profile.jurisdictions or ()),
        flag=f" -r {shlex.quote(str(rules))}" if chosen else "",
        **_streams.paper(),
    )
    _streams.emit(told)
    return exitcodes.CLEAR


def _needed(loaded: Ruleset, as_of: dt.date) -> set[str] | None:
    """Return the lists that the rules of the profile's law rest on; None without a profile, when all law binds."""
    from sarcheck import ruleset
    from sarcheck.evidence import binds

    binding = loaded.binding(())
    if binding is None:
        return None
    rules = (rule for rule in loaded.rules if binds(rule, binding) and ruleset.in_force(rule, as_of))
    return {name for rule in rules for name in rule.parameters.get("lists", ())}
