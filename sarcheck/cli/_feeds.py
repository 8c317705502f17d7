"""The feeds that a rules folder names, and those of them that were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

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
            raise click.UsageError(f"no feed brings '{key}'; there are {', '.join(sorted(known))}")
    chosen = tuple(feed for feed in feeds if not ids or {feed.id, *feed.lists} & set(ids))
    return Feeds(folder, policy, chosen, compiling.country_codes(layers), compiling.formats(layers))
