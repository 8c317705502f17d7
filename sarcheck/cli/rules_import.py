"""``sarcheck rules import``: publishers' files into the rules folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sarcheck import exitcodes
from sarcheck.cli import _feeds, _options, _streams

if TYPE_CHECKING:
    import datetime as dt


@click.command("import")
@click.argument("files", nargs=-1, metavar="FILE|FOLDER...", type=click.Path(path_type=Path))
@click.option(
    "--published", callback=_options.past_day, metavar="DATE", help="Day on which the publisher dated the files."
)
@click.option("--retrieved", callback=_options.past_day, metavar="DATE", help="Day on which you fetched them.")
@click.option("--list", "list_id", metavar="ID", help="Which list the files are, where they do not tell.")
@click.option("--whole", is_flag=True, help="The files hold the whole list: for tables of your own that cannot say so.")
@_options.rules
@_options.config
@_options.verbose
def command(
    files: tuple[Path, ...],
    published: dt.date | None,
    retrieved: dt.date | None,
    list_id: str | None,
    whole: bool,
    rules: Path | None,
) -> int:
    """Put publishers' list files into a rules folder, with the days on which they were published and fetched.

    Some publishers' files state no date. A day that is given neither here nor in the file is unknown, and a
    list of unknown age counts as stale. The version that an import replaces is kept.
    """
    if not files:
        _streams.complain("no list file given; sarcheck rules status tells which lists are missing")
        return exitcodes.NO_INPUT
    from sarcheck import compiling, importing, ruleset
    from sarcheck.reports import sources

    folder = rules or ruleset.user_folder()
    layers = ruleset.layers(folder)
    before = importing.counts(folder)
    imported = importing.import_lists(
        files,
        folder,
        country_code=compiling.country_codes(layers),
        published=published,
        retrieved=retrieved,
        list_id=list_id,
        whole=whole,
        formats=compiling.formats(layers),
        recorded=importing.moment(_feeds.now()),
    )
    for path in importing.passed_over(files):
        _streams.complain(f"{path}: passed over, it is not a list")
    shrunk = importing.shrunk(before, importing.counts(folder), max_share=0.0)
    told = sources.imported(
        imported,
        folder=str(folder),
        shrunk=shrunk,
        known=_feeds.pages(layers),
        own=importing.folders(folder).keys(),
        **_streams.paper(),
    )
    _streams.emit(told)
    return exitcodes.CLEAR
