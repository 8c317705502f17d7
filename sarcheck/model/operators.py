"""Satellites and who operates them; who runs sarcheck."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct, field

from sarcheck.model.base import BasisStatus


class Operator(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A legal entity that operates satellites."""

    id: str
    name: str
    country: str | None = None
    aliases: tuple[str, ...] = ()
    identifiers: dict[str, str] = field(default_factory=dict)
    source: str = ""


class Operation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That an operator runs a platform in an interval; unknown dates stay unknown."""

    operator: str
    since: dt.date | None = field(name="from", default=None)
    until: dt.date | None = field(name="to", default=None)
    status: BasisStatus = "unverified"


class Numbering(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a platform counts its orbits: ``orbit`` begins at ``epoch``, each takes ``period_s`` seconds.

    A crossing of the equator is known to ``tolerance_s``. ``cycle`` is how many orbits repeat the ground track, and
    ``first`` an orbit with the relative number 1.
    """

    epoch: dt.datetime
    orbit: int
    period_s: float
    tolerance_s: float
    since: dt.date | None = field(name="from", default=None)
    until: dt.date | None = field(name="to", default=None)
    cycle: int | None = None
    first: int | None = None
    status: BasisStatus = "unverified"
    source: str = ""


class Capability(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a platform's radar can do: its modes as products name them, none where not known, and the finest
    resolution in metres."""

    modes: tuple[str, ...] = ()
    finest_m: float | None = None
    status: BasisStatus = "unverified"
    source: str = ""


class Platform(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A satellite: its key, the names that products give it, who runs it, when it flew."""

    key: str
    names: tuple[str, ...] = ()
    series: str = ""
    band: str | None = None
    operators: tuple[Operation, ...] = ()
    norad: int | None = None
    cospar: str | None = None
    launched: dt.date | None = None
    ended: dt.date | None = None
    numbering: Numbering | None = None
    capability: Capability | None = None
    source: str = ""
    note: str = ""


class Facility(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A ground station or processing centre: what products call it, and the legal entity that runs it.

    ``codes`` hold in products of the platforms of ``series`` only, in any where none is named. ``organisation`` is
    None where only the place is known.
    """

    id: str
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    place: str = ""
    organisation: str | None = None
    aliases: tuple[str, ...] = ()
    country: str | None = None
    status: BasisStatus = "unverified"
    source: str = ""


class License(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A license that the operator of sarcheck holds."""

    id: str
    rules: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    since: dt.date | None = field(name="from", default=None)
    until: dt.date | None = field(name="to", default=None)
    note: str = ""


class OperatorProfile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who runs sarcheck. Without a profile every regime binds (``jurisdictions`` is None)."""

    name: str = ""
    jurisdictions: tuple[str, ...] | None = None
    licenses: tuple[License, ...] = ()
    recipients: tuple[str, ...] = ()
    distributors: dict[str, tuple[str, ...]] = field(default_factory=dict)
