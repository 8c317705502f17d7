"""Two records of one listed party put together: all that either states, so that neither hides what the other knows."""

from __future__ import annotations

from msgspec import structs

from sarcheck.lists._text import distinct
from sarcheck.model import Entry

__all__ = ["merged"]


def merged(first: Entry, more: Entry) -> Entry:
    """Return one entry of two of one party: the names of the first lead, from the earlier day to the later end."""
    known = {name.text for name in first.names}
    ends = (first.delisted, more.delisted)
    lines = distinct(line for one in (first, more) for line in one.remarks.split("; ") if line)
    unions = {
        field: distinct((*getattr(first, field), *getattr(more, field)))
        for field in ("identifiers", "addresses", "countries", "programs", "measures", "born", "links")
    }
    texts = {
        field: "; ".join(distinct(text for one in (first, more) if (text := getattr(one, field))))
        for field in ("license_requirement", "license_policy", "citation")
    }
    return structs.replace(
        first,
        names=(*first.names, *(name for name in more.names if name.text not in known)),
        **unions,
        **texts | {"citation": texts["citation"] or None},
        listed=min((found for found in (first.listed, more.listed) if found), default=None),
        delisted=None if None in ends else max(found for found in ends if found),
        gender=first.gender or more.gender,
        address_only=first.address_only and more.address_only,
        remarks="; ".join(lines),
    )
