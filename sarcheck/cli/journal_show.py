"""``sarcheck journal show``: a journal's records, and one in full."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sarcheck import exitcodes
from sarcheck.cli import _options, _records, _streams
from sarcheck.errors import JournalError

if TYPE_CHECKING:
    from sarcheck.journal import Journal, Record


@click.command("show")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("number", required=False, type=click.IntRange(min=1), metavar="[RECORD]")
@click.option("--part", metavar="NAME", help="Write this part of the record, to the byte (order, verdict, ...).")
@_options.output("text", "json")
@_options.verbose
def command(file: Path, number: int | None, part: str | None, form: str) -> int:
    """Show a journal's records, one a line; of one RECORD, all that it holds."""
    if part and not number:
        raise click.UsageError("--part needs the number of a RECORD")
    from sarcheck import journal
    from sarcheck.reports.json import document, line

    with journal.reading(file) as held:
        if number is None:
            rows = (_records.told(held, record) for record in held.records())
            _streams.emit(b"".join(map(line, rows)) if form == "json" else _records.lines(rows))
            return exitcodes.CLEAR
        record = held.record(number)
        if part:
            _streams.emit(_part(held, record, part))
        elif form == "json":
            _streams.emit(document(_whole(held, record)))
        else:
            _streams.emit(_records.lines([_records.told(held, record)]) + _text(held, record))
    return exitcodes.CLEAR


def _part(held: Journal, record: Record, name: str) -> bytes:
    content = held.part(record, name)
    if content is None:
        there = ", ".join(part.name for part in record.header.parts) or "none"
        why = "it was erased" if record.seq in held.purged() else f"its parts are: {there}"
        raise click.UsageError(f"record {record.seq} has no part {name!r}: {why}")
    return content


def _whole(held: Journal, record: Record) -> dict[str, Any]:
    """Return a record with its parts; the order as text, for its bytes need not be JSON of one reading."""
    parts = {part.name: _shown(held, record, part.name) for part in record.header.parts}
    shown = {name: content for name, content in parts.items() if content is not None}
    return {**_records.told(held, record), "header": record.header, "parts": shown}


def _shown(held: Journal, record: Record, name: str) -> Any:
    if name != "order":
        return held.document(record, name, object)
    content = held.part(record, name)
    return None if content is None else content.decode("utf-8", "replace")


def _text(held: Journal, record: Record) -> bytes:
    """Return the report of a verdict, or a decision as JSON; nothing of what was erased."""
    from sarcheck.model import Verdict
    from sarcheck.reports import NOT_TOLD, text
    from sarcheck.reports.json import document

    if found := held.document(record, "verdict", Verdict):
        try:
            return b"\n" + text.render([found], show_waived=True, **_streams.paper())
        except NOT_TOLD as error:
            message = f"holds evidence that sarcheck does not write so: {type(error).__name__}: {error}"
            raise JournalError(held.name, f"record {record.seq}", message) from error
    if decision := held.document(record, "decision", object):
        return document(decision)
    return b""
