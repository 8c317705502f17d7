"""Which satellite a product names, and which legal entity operates it on a day.

The table says who operates what, with its sources; it never says whether that is a problem.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable
from functools import cached_property, lru_cache

from sarcheck.model import Facility, NominalOrbit, Operation, Operator, Platform, Product, ProvenanceLimits, holds_on

_NOISE = re.compile(r"[^0-9a-z]+")


@lru_cache(maxsize=1 << 12)
def _folded(name: str) -> str:
    return _NOISE.sub("", name.casefold())


class PlatformTable:
    """Platforms by key and by every name that products give them, the facilities that serve them, and what provenance
    tolerates of their products."""

    def __init__(
        self,
        platforms: Iterable[Platform],
        operators: Iterable[Operator],
        *,
        facilities: Iterable[Facility] = (),
        limits: ProvenanceLimits | None = None,
    ) -> None:
        self.limits = limits
        self._platforms = {platform.key: platform for platform in platforms}
        self._operators = {operator.id: operator for operator in operators}
        self._names: dict[str, list[str]] = {}
        for platform in self._platforms.values():
            for name in {_folded(name): None for name in (platform.key, *platform.names)}:
                self._names.setdefault(name, []).append(platform.key)
        self._facilities: dict[str, list[Facility]] = {}
        for facility in facilities:
            for name in {_folded(name): None for name in (*facility.names, *facility.codes)}:
                self._facilities.setdefault(name, []).append(facility)

    def platform(self, key: str | None) -> Platform | None:
        """Return the platform of a key, None when the table has none."""
        return self._platforms.get(key) if key else None

    def keys(self, name: str | None) -> tuple[str, ...]:
        """Return the keys of the platforms that bear a name, in any of its spellings; several may share one."""
        return tuple(self._names.get(_folded(name), ())) if name else ()

    @cached_property
    def orbits(self) -> tuple[tuple[str, NominalOrbit], ...]:
        """Return the key and the nominal orbit of every platform that has one."""
        return tuple((key, platform.orbit) for key, platform in self._platforms.items() if platform.orbit)

    @cached_property
    def _series(self) -> frozenset[str]:
        return frozenset(_folded(platform.series) for platform in self._platforms.values() if platform.series)

    def is_series(self, name: str) -> bool:
        """Tell whether the table holds a series of satellites of a name, in any of its spellings."""
        return _folded(name) in self._series

    def facility(self, text: str, series: Collection[str]) -> Facility | None:
        """Return the facility that products of certain series call so, None where none or several are."""
        called = self._facilities.get(_folded(text), ())
        found = [one for one in called if not one.series or not series or not set(one.series).isdisjoint(series)]
        return found[0] if len(found) == 1 else None

    def flies(self, platform: Platform, day: dt.date) -> bool:
        """Tell whether a platform was in orbit and alive on a day, as far as its dates are known."""
        return holds_on(platform.launched, platform.ended, day)

    def operators(self, platform: Platform, on: dt.date | None) -> list[tuple[Operator, Operation]]:
        """Return who may have operated a platform on a day; an unknown day or date excludes nobody."""
        return [
            (self._operators[operation.operator], operation)
            for operation in platform.operators
            if on is None or holds_on(operation.since, operation.until, on)
        ]


def claimed(product: Product, table: PlatformTable) -> tuple[str, ...]:
    """Return the key of every platform that a product claims to come from, its reader's answer first.

    More than one means that the product contradicts itself; whoever operates any of them counts.
    """
    stated = [claim.stated for claim in product.claims if claim.field == "platform" and claim.value]
    names = dict.fromkeys((product.platform, *stated))
    return tuple(dict.fromkeys(key for name in names for key in table.keys(name)))


def identify(product: Product, table: PlatformTable) -> str | None:
    """Return the platform key of a product, None when the table knows none of that name, or several."""
    keys = table.keys(product.platform) or claimed(product, table)
    return keys[0] if len(keys) == 1 else None
