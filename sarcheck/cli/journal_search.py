"""``sarcheck journal search``: records by what they are about."""

from __future__ import annotations

from pathlib import Path

import click

from sarcheck import exitcodes
from sarcheck.cli import _options, _records, _streams


@click.command("search")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("text")
@_options.output("text", "json")
@_options.verbose
def command(file: Path, text: str, form: str) -> int:
    """Find the records in which TEXT is part of an order's id, a party's name or number, or a product's id.

    Case does not matter. What was erased is not found any more. The exit code is 3 where nothing is found.
    """
    from sarcheck import journal
    from sarcheck.reports.json import line

    with journal.reading(file) as held:
        rows = [_records.told(held, record) for record in journal.found(held, text)]
    _streams.emit(b"".join(map(line, rows)) if form == "json" else _records.lines(rows))
    if not rows:
        _streams.complain(f"{file}: no record is about {text!r}")
    return exitcodes.CLEAR if rows else exitcodes.NO_INPUT
