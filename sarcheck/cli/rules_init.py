"""``sarcheck rules init``: a rules folder of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from sarcheck import exitcodes
from sarcheck.cli import _options, _streams


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@_options.verbose
def command(folder: Path) -> int:
    """Start a rules folder of your own that extends the default pack: files to edit, none of which changes a verdict.

    Files that are there already stay as they are; a folder that has a pack.toml is started already.
    """
    from sarcheck import compiling, ruleset
    from sarcheck.errors import RulesError
    from sarcheck.reports import starter
    from sarcheck.reports.page import pages, paragraph, table

    if (folder / "pack.toml").exists():
        raise RulesError(str(folder / "pack.toml"), "", "is there already: edit it, or name another folder")
    texts = starter.files(folder.resolve().name or "own", compiling.pack_name(ruleset.default_pack()))
    states = {name: _write(folder / name, text) for name, text in texts.items()}
    paper = _streams.paper()
    width, quoted = paper["width"], str(folder)
    lines = [
        *paragraph(f"STARTED {folder}", width, style="head"),
        *table(([(state, "faint"), (name, "")] for name, state in states.items()), width),
        [],
        *paragraph("Edit them, then see what they do:", width),
        [(f"  sarcheck rules lint -r {quoted}", "strong")],
        [(f"  sarcheck ORDER.json -r {quoted}", "strong")],
    ]
    _streams.emit(pages(lines, colour=paper["colour"]))
    return exitcodes.CLEAR


def _write(path: Path, text: str) -> str:
    """Write a file that is not there yet; raise RulesError where that cannot be. Return what was done."""
    from sarcheck.errors import RulesError

    if path.exists():
        return "kept"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _streams.write_file(path, text.encode())
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be written: {error.strerror}") from error
    return "written"
