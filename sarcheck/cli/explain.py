"""``sarcheck explain``: a rule in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sarcheck import exitcodes
from sarcheck.cli import _options, _rules, _streams

if TYPE_CHECKING:
    from pathlib import Path


@click.command("explain")
@click.option("--rule", "rule_id", required=True, metavar="ID", help="The rule, as findings name it.")
@_options.rules
@_options.output("text", "json")
@_options.config
@_options.verbose
def command(rule_id: str, rules: Path | None, form: str) -> int:
    """Tell what a rule says: its question, its law, when it is in force, its grades, what it needs, what to do."""
    from sarcheck import ruleset

    loaded = ruleset.load(rules, progress=_streams.progress)
    _rules.emit(loaded, _rules.find(loaded, rule_id), rules, form, explain=True)
    return exitcodes.CLEAR
