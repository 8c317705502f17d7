"""``sarcheck journal purge``: personal data whose time is over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sarcheck import exitcodes
from sarcheck.cli import _options, _record, _records, _streams

if TYPE_CHECKING:
    import datetime as dt


@click.command("purge")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--before",
    callback=_options.past_day,
    metavar="DATE",
    help="Erase what had to be kept until a day before this one (default: today, UTC).",
)
@click.option(
    "--undated-before",
    "undated",
    callback=_options.past_day,
    metavar="DATE",
    help="Erase also what has no retention date and was written before this day.",
)
@click.option("--yes", is_flag=True, help="Erase; without it, only tell what would be.")
@_options.verbose
def command(file: Path, before: dt.date | None, undated: dt.date | None, yes: bool) -> int:
    """Erase the personal data of records whose retention date is over; it cannot be undone.

    Headers and hashes stay, so that the journal still verifies and tells what was erased when. What has no
    retention date stays, unless --undated-before says since when. Copies, backups and exports are yours to erase.
    """
    from sarcheck import journal
    from sarcheck.reports.page import amount

    day = before or _options.today()
    if not yes:
        with journal.reading(file) as held:
            due = journal.due(held, day, undated)
            _streams.emit(_records.lines(_records.told(held, record) for record in due))
        _streams.complain(f"{amount(len(due), 'record')} would be erased; --yes does it, and cannot be undone")
        return exitcodes.CLEAR
    done = journal.purge(file, day, _options.now(), undated)
    _streams.emit(f"erased {amount(len(done.records), 'record')}\n".encode())
    if done.receipt:
        _record.tell(file, done.receipt)
    return exitcodes.CLEAR
