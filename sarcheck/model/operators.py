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
