"""The feeds that a rules folder names, and those of them that were asked for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import click

from sarcheck.cli._near import meant
from sarcheck.errors import RulesError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from sarcheck.packs import Feed, UpdatePolicy


class Feeds(NamedTuple):
    """What to fetch, how, into which folder, and how country names become codes, in which formats lists come."""

    folder: Path
    policy: UpdatePolicy
    chosen: tuple[Feed, ...]
    country_code: Callable[[str], str | None]
    formats: Mapping[str, Sequence[str]]


def now() -> dt.datetime:
    """Return the time, UTC: a list counts as retrieved on the day on which it was fetched."""
    return dt.datetime.now(dt.UTC)


def pages(layers: Sequence[Path]) -> dict[str, str]:
    """Return the lists that sources.toml of the layers names, each with its publisher's page, empty for none."""
    from sarcheck import tomlfile

    files = (layer / "sources.toml" for layer in layers)
    rows = (row for path in files if path.is_file() for row in tomlfile.read(path).get("source", ()))
    return {row["id"]: row.get("url", "") for row in rows}


def labels(chosen: Sequence[Feed]) -> dict[str, str]:
    """Return by address what a person at a terminal calls a download: the feed, and the how manyth it is."""
    return {
        file.url: f"{number} of {len(chosen)} {feed.id}"
        for number, feed in enumerate(chosen, start=1)
        for file in feed.files
    }


def carriers(chosen: Sequence[Feed], ids: Iterable[str]) -> list[str]:
    """Return in words which feeds bring lists that were asked for by their own ids, beside those lists' own feeds."""
    return [f"{feed.id} also carries {key}" for key in ids for feed in chosen if key in feed.lists and key != feed.id]


def load(rules: Path | None, ids: Sequence[str], accept: Iterable[str] = ()) -> Feeds:
    """Return the feeds of a rules folder, by default the user's own: all, or those of the named lists.

    Raise click.UsageError for an id that is of no feed, RulesError where there is no feed at all.
    """
    from sarcheck import compiling, ruleset

    folder = rules or ruleset.user_folder()
    layers = ruleset.layers(folder)
    policy, feeds = compiling.feeds(layers)
    if not feeds:
        raise RulesError(str(folder), "sources.toml", "names no [[feed]] to fetch: import list files instead")
    known = {key for feed in feeds for key in (feed.id, *feed.lists)}
    for key in (*ids, *accept):
        if key not in known:
            raise click.UsageError(f"no feed brings '{key}'; there are {', '.join(sorted(known))}{meant(key, known)}")
    chosen = tuple(feed for feed in feeds if not ids or {feed.id, *feed.lists} & set(ids))
    return Feeds(folder, policy, chosen, compiling.country_codes(layers), compiling.formats(layers))
