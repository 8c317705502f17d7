"""``sarcheck schema``: the JSON Schema of what goes in and what comes out."""

from __future__ import annotations

from typing import Literal

import click

from sarcheck import exitcodes
from sarcheck.cli import _options, _streams
from sarcheck.cli._near import Choice


@click.command("schema")
@click.argument("kind", type=Choice(["order", "verdict", "rule"]))
@_options.verbose
def command(kind: Literal["order", "verdict", "rule"]) -> int:
    """Print the JSON Schema of an order, a verdict or a rule, made from the types."""
    from sarcheck.reports.json import document
    from sarcheck.schemas import json_schema

    _streams.emit(document(json_schema(kind)))
    return exitcodes.CLEAR
