"""What a set of list files says of itself."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


UNSTATED = "nobody has said that it is the whole list: import it with --whole, or write `whole = true` in TOML"
"""What a list lacks that somebody has written down: it may be a part of the publisher's."""


class About(NamedTuple):
    """A list's title, the day that its files state, and what a readable set lacks, in words; None where it is whole.

    ``gaps_of`` says it of single lists, where a publication carries several and not all of them whole.
    """

    title: str
    published: dt.date | None = None
    gaps: str | None = None
    gaps_of: Mapping[str, str] = MappingProxyType({})
