"""``sarcheck journal export``: a case for whoever asks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sarcheck import exitcodes
from sarcheck.cli import _options, _streams, _targets
from sarcheck.errors import JournalError

if TYPE_CHECKING:
    import datetime as dt


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("out", metavar="OUT.zip", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--case", "case_id", required=True, metavar="ID", help="The order's id.")
@click.option("--redact", is_flag=True, help="Put pseudonyms in the place of names, addresses and numbers.")
@click.option("--on", callback=_options.day, metavar="DATE", help="Tell what is valid on this day (default: today).")
@_options.verbose
def command(file: Path, out: Path, case_id: str, redact: bool, on: dt.date | None) -> int:
    """Put everything on a case into one zip: orders, products as read, verdicts, reports, decisions, list entries.

    index.md in it says in plain words who, when, on which lists, why, whether it is still valid and what would change
    it. The journal is verified first: nothing is exported from one that is not intact.
    """
    from sarcheck import casefile, journal

    if _targets.same(file, out):
        raise click.UsageError(f"{out} is the journal itself: name another file")
    if faults := journal.verify(file).faults:
        raise JournalError(str(file), "", f"is not intact, and nothing is exported from it: {faults[0]}")
    with journal.reading(file) as held:
        content = casefile.export(held, case_id, on or _options.today(), redacted=redact)
    try:
        _streams.write_file(out, content)
    except OSError as error:
        raise JournalError(str(out), "", f"cannot be written: {error.strerror}") from error
    _streams.emit(f"exported {case_id} to {out}\n".encode())
    return exitcodes.CLEAR
