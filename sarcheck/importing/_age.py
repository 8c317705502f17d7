"""How current a list is on a day, and what a new version of it has lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from sarcheck.model import Source, SourceStatus


def status(source: Source, as_of: dt.date, max_age_days: int | None) -> SourceStatus:
    """Return the state of a list on a day; ``max_age_days`` None lets it be of any known age.

    Age counts from the day of retrieval; a list whose own day lies too far back is an old copy, whenever it was
    retrieved. Where that is unknown it counts from publication, which can
    only be earlier; where both are, the list is stale. A list newer than ``as_of`` is not stale, but
    what it says of that day is not what was known then: a caveat says so.
    """
    since = source.retrieved or source.published
    age = (as_of - since).days if since else None
    newest = max((day for day in (source.published, source.retrieved) if day), default=None)
    state: Literal["current", "stale", "missing", "partial"] = "current"
    caveats = [*source.problems]
    if source.partial:
        state = "partial"
        caveats.append(source.partial)
    if age is None:
        state = "stale"
        caveats.append("its day of retrieval is not recorded")
    elif max_age_days is not None and age > max_age_days:
        state = "stale"
        caveats.append(f"{age} days old; at most {max_age_days} are allowed")
    if source.published and source.max_published_days and (as_of - source.published).days > source.max_published_days:
        state = "stale"
        caveats.append(f"published {source.published}: the publisher has newer ones, this is an old copy")
    if newest and newest > as_of:
        caveats.append(f"newer than the day judged: it is of {newest}, later listings and delistings included")
    if not source.entries:
        state, caveats = "missing", ["no such list is loaded"]
    return SourceStatus(
        id=source.id,
        published=source.published,
        retrieved=source.retrieved,
        sha256=source.sha256,
        entries=source.entries,
        age_days=age,
        state=state,
        caveat="; ".join(caveats) or None,
    )


def shrunk(
    before: Mapping[str, int], after: Mapping[str, int], max_share: float, things: str = "entries"
) -> dict[str, str]:
    """Return the lists that lost more than a share of what is counted, each with its loss in words.

    ``before`` and ``after`` count ``things`` of lists by id; a list that is not there after has lost all.
    """
    lost = {key: count - after.get(key, 0) for key, count in before.items()}
    one = "entry" if things == "entries" else things.removesuffix("s")
    left = {key: f"{after.get(key, 0)} {one if after.get(key) == 1 else things}" for key in lost}
    return {
        key: f"has {left[key]}, {lost[key]} fewer than the {before[key]} of the version before"
        for key in sorted(lost)
        if lost[key] > max_share * before[key]
    }
