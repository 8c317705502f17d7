"""FollowTheMoney entities, one a line, as OpenSanctions and others write them: ``Ownership`` ties an owner to an asset.

``percentage`` is the share where it is one number; anything else leaves the share unknown. An owner or asset that is
not in the file is an error: nothing could be said of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from sarcheck.errors import RulesError
from sarcheck.lists.identifiers import identifier
from sarcheck.lists.opensanctions.lines import Item, items
from sarcheck.ownership import End, Relation

CountryCode = Callable[[str], "str | None"]

NUMBERS = {
    "leiCode": "lei",
    "innCode": "inn",
    "ogrnCode": "ogrn",
    "uscCode": "uscc",
    "imoNumber": "imo",
    "vatCode": "vat",
    "taxNumber": "tax",
    "registrationNumber": "registration",
}
"""Properties that identify a party (FollowTheMoney model, LegalEntity and Vessel), and their schemes."""

_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%?")


def read(path: Path, country_code: CountryCode) -> Iterator[Relation]:
    """Yield the stakes of a file; raise RulesError that names file and line for one that cannot be read."""
    found = [(f"line {line}", item) for line, item in items(path, strictly=True)]
    parties = {item.id: item for _, item in found}
    for place, item in found:
        if item.schema == "Ownership":
            owners, assets = item.of("owner"), item.of("asset")
            if lacking := [name for name in (*owners, *assets) if name not in parties]:
                raise RulesError(str(path), place, f"names {lacking[0]!r}, which is not in the file")
            if not owners or not assets:
                raise RulesError(str(path), place, "is an ownership without an owner or without an asset")
            for owner in owners:
                for asset in assets:
                    yield _relation(item, parties[owner], parties[asset], path.name, country_code)


def _relation(item: Item, owner: Item, asset: Item, file: str, country_code: CountryCode) -> Relation:
    return Relation(
        owner=_end(owner, country_code),
        owned=_end(asset, country_code),
        share=_share(item),
        since=min(map(_day, item.of("startDate")), key=lambda day: day or dt.date.min, default=None),
        until=max(map(_day, item.of("endDate")), key=lambda day: day or dt.date.max, default=None),
        source=", ".join(item.datasets) or file,
    )


def _end(item: Item, country_code: CountryCode) -> End:
    countries = [code for name in item.of("jurisdiction", "country") if (code := country_code(name.upper()))]
    country = countries[0] if len(set(countries)) == 1 else None
    numbers = (identifier(NUMBERS[name], value, country) for name in NUMBERS for value in item.of(name))
    names = dict.fromkeys(" ".join(name.split()) for name in (*item.of("name", "alias"), item.caption) if name.strip())
    return End(names=tuple(names), identifiers=tuple(number for number in numbers if number.value))


def _share(item: Item) -> float | None:
    """Return the largest of the stated shares, None where one of them is not one number from 0 to 100."""
    found = [match and float(match[1]) for match in map(_SHARE.fullmatch, item.of("percentage"))]
    shares = [share for share in found if share is not None and share <= 100]
    return max(shares) if shares and len(shares) == len(found) else None


def _day(text: str) -> dt.date | None:
    """Return a whole date; a year or a month alone bounds nothing."""
    try:
        return dt.date.fromisoformat(text[:10]) if len(text) >= 10 else None
    except ValueError:
        return None
