"""What speaks against a list that was read without fault: it is shorter, other or older than the one in force."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sarcheck import importing
from sarcheck.errors import RulesError

if TYPE_CHECKING:
    from sarcheck.importing import Ids, Manifest
    from sarcheck.packs import Feed, UpdatePolicy

CountryCode = Callable[[str], "str | None"]


def objections(feed: Feed, former: Manifest | None, fresh: Manifest, policy: UpdatePolicy) -> Iterator[tuple[str, str]]:
    """Yield (id, in words) what speaks against a list by what is recorded of it and of the ``former`` one."""
    before = former.lists if former else {}
    for key in feed.lists:
        if key not in before and key not in fresh.lists:
            yield key, "is not in the file"
    limit = feed.max_shrink or policy.max_shrink
    yield from importing.shrunk(before, fresh.lists, limit).items()
    if former is None:
        return
    yield from importing.shrunk(former.names, fresh.names, limit, "names").items()
    yield from importing.shrunk(former.identifiers, fresh.identifiers, limit, "identifiers").items()
    yield from _aged(feed, former, fresh)
    if fresh.published and former.published and fresh.published < former.published:
        yield feed.id, f"is of {fresh.published}, older than the one in force, of {former.published}"
    if fresh.partial and not former.partial:
        yield feed.id, f"is not whole, as the one in force is: {fresh.partial}"


def _aged(feed: Feed, former: Manifest, fresh: Manifest) -> Iterator[tuple[str, str]]:
    """Yield that a file which states no day is older, by what its server says of it, than the one in force."""
    known = {file.url: file.last_modified for file in former.files}
    for file in fresh.files:
        before, after = _moment(known.get(file.url)), _moment(file.last_modified)
        if not fresh.published and before and after and after < before:
            yield feed.id, f"was last changed {file.last_modified}, before the one in force: {known[file.url]}"


def _moment(text: str | None) -> dt.datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        found = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or dt.UTC) if found else None


def replaced(
    feed: Feed, folder: Path, ids: Ids, policy: UpdatePolicy, country_code: CountryCode
) -> Iterator[tuple[str, str]]:
    """Yield the lists that are as long as those in force in ``folder``, and do not hold the same parties any more.

    ``ids`` are those of the fresh list. Publishers do renumber: whether they did, or whether somebody put another list
    in the place of theirs, only a person can tell.
    """
    try:
        held = {(entry.list, entry.id) for entry in importing.read_entries(folder, country_code)}
    except RulesError as error:
        yield feed.id, f"cannot be compared with what is in force: {error}"
        return
    limit = feed.max_shrink or policy.max_shrink
    before, lost = (Counter(key for key, _ in found) for found in (held, held - ids))
    for key in sorted(lost):
        if lost[key] > limit * before[key]:
            yield key, f"lacks {lost[key]} of the {before[key]} ids in force: its entries are others, or renumbered"
