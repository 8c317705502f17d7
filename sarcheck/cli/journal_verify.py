"""``sarcheck journal verify``: whether a journal is what was written."""

from __future__ import annotations

import re
from pathlib import Path

import click

from sarcheck import exitcodes
from sarcheck.cli import _options, _streams


def _hash(ctx: click.Context, option: click.Parameter, text: str | None) -> str | None:
    if text is not None and not re.fullmatch("[0-9a-fA-F]{64}", text):
        raise click.BadParameter("is no hash of 64 hexadecimal digits, as every append prints it", ctx, option)
    return text


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--head", callback=_hash, metavar="HASH", help="The head that an append printed.")
@click.option("--count", type=click.IntRange(min=0), metavar="N", help="The count that it printed with it.")
@_options.output("text", "json")
@_options.verbose
def command(file: Path, head: str | None, count: int | None, form: str) -> int:
    """Find every record that was changed, removed or put elsewhere, and every byte that is not as it was written.

    Records cut off at the end leave a whole journal, only a shorter one: --head and --count, kept elsewhere, find
    that. The exit code is 5 where anything is wrong.
    """
    from sarcheck import journal
    from sarcheck.reports.json import document
    from sarcheck.reports.page import amount, clean

    found = journal.verify(file, head, count)
    faults = [{"record": fault.record, "message": fault.message} for fault in found.faults]
    if form == "json":
        told = {"records": found.count, "head": found.head, "faults": faults, "unread_bytes": found.unread}
        _streams.emit(document(told))
    else:
        result = f"NOT INTACT: {amount(len(faults), 'fault')}" if faults else "INTACT"
        lines = [f"{result}  {file}: {amount(found.count, 'record')}, head {found.head}"]
        lines += [f"  {fault}" for fault in found.faults]
        if found.unread:
            lines.append(f"  {found.unread} bytes that SQLite left between its pointers hold nothing that is read")
        if not faults and head is None:
            lines.append("  not checked against a head kept elsewhere: records cut off at the end would not show")
        _streams.emit("".join(f"{clean(line)}\n" for line in lines).encode())
    return exitcodes.NOT_PROVEN if faults else exitcodes.CLEAR
