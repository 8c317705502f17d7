"""What the verbs on rules share: a rule by its id, where it is defined, and what the folder made of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sarcheck.cli import _streams
from sarcheck.cli._near import near

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sarcheck.model import Rule
    from sarcheck.ruleset import Ruleset


def find(loaded: Ruleset, rule_id: str) -> Rule:
    """Return a rule of a ruleset; an unknown id is a usage error that names what may have been meant."""
    known = {rule.id: rule for rule in loaded.content.rules}
    if rule_id not in known:
        raise click.UsageError(f"there is no rule {rule_id!r}{_meant(rule_id, known)}")
    return known[rule_id]


def _meant(rule_id: str, known: Iterable[str]) -> str:
    close = near(rule_id, known, most=3) or sorted(key for key in known if rule_id in key)[:3]
    return f"; did you mean {' or '.join(close)}?" if close and rule_id else "; sarcheck rules show lists them"


def told(loaded: Ruleset, rule: Rule, folder: Path | None) -> dict[str, Any]:
    """Return the files that define a rule, the strongest last, and what the folder made of it."""
    from sarcheck import amending, ruleset

    layers = ruleset.layers(folder or ruleset.user_folder())
    content = loaded.content
    return {
        "files": [str(one.path) for one in amending.defined(layers).get(rule.id, ())],
        "changed": [one for one in content.changed if one.rule == rule.id],
        "dropped": next((one.reason for one in content.dropped if one.regime == rule.regime), ""),
    }


def emit(loaded: Ruleset, rule: Rule, folder: Path | None, form: str, *, explain: bool) -> None:
    """Write one rule in full, as text or as JSON."""
    from sarcheck.reports import rulesheet
    from sarcheck.reports.json import document

    known = told(loaded, rule, folder)
    if form == "json":
        _streams.emit(document({"rule": rule, **known}))
    else:
        _streams.emit(rulesheet.sheet(rule, **known, explain=explain, **_streams.paper()))
