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


class OrbitTolerances(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far a platform's orbit may be from its nominal one."""

    inclination_deg: float
    semi_major_axis_km: float
    local_time_h: float


class NominalOrbit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The orbit that a platform keeps to: mean elements, and the local time of the ascending node (h).

    ``products`` is how many genuine products it was measured on; one that is not ``usable`` drifts or is inclined, so
    that its local time tells nothing. What is not known is None.
    """

    inclination_deg: float
    tolerances: OrbitTolerances
    semi_major_axis_km: float | None = None
    local_time_h: float | None = None
    products: int = 0
    usable: bool = True
    source: str = ""
    note: str = ""


class Platform(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A satellite: its key, the names that products give it, who runs it, when it flew, and on which orbit."""

    key: str
    names: tuple[str, ...] = ()
    series: str = ""
    band: str | None = None
    operators: tuple[Operation, ...] = ()
    norad: int | None = None
    cospar: str | None = None
    launched: dt.date | None = None
    ended: dt.date | None = None
    orbit: NominalOrbit | None = None
    source: str = ""
    note: str = ""


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
