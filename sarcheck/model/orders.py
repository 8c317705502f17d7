"""What an order.json may hold, field by field."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from msgspec import Struct, field

from sarcheck.model.base import PartyType, Point, Role


class Owner(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who owns a party, as the order states it: another party's id, a share in percent, dates."""

    party: str
    share: float | None = None
    control: bool | None = None
    since: dt.date | None = field(name="from", default=None)
    until: dt.date | None = field(name="to", default=None)
    source: str | None = None


class Party(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person or organisation in the chain, with its roles."""

    id: str
    roles: tuple[Role, ...]
    name: str
    type: PartyType | None = None
    country: str | None = None
    subdivision: str | None = None
    residence: str | None = None
    identifiers: dict[str, str] = field(default_factory=dict)
    address: str | None = None
    us_person: bool | None = None
    aliases: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    born: dt.date | None = None
    incorporated: dt.date | None = None
    sector: str | None = None
    owners: tuple[Owner, ...] = ()


class ProductRef(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A product as an order names it: a path (href) or an inline STAC Item, and its hash."""

    id: str
    href: str | None = None
    item: dict[str, Any] | None = None
    sha256: str | None = None


class Tasking(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a tasking order asks a satellite to do."""

    platform: str | None = None
    mode: str | None = None
    resolution_m: float | None = None
    product_type: str | None = None


class Delivery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where and when the data go."""

    country: str | None = None
    subdivision: str | None = None
    address: str | None = None
    location: Point | None = None
    endpoint: str | None = None
    ground_station: str | None = None
    at: dt.datetime | None = None


class EndUse(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the data are for, as the customer states it."""

    statement: str | None = None
    military: bool | None = None


class OrderDocument(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An order.json as written. The order is the suspect's own statement."""

    schema: Literal["sarcheck.order/1"]
    id: str
    kind: Literal["archive", "tasking"]
    parties: tuple[Party, ...]
    created: dt.datetime | None = None
    jurisdictions: tuple[str, ...] = ()
    datetime: str | None = None
    geometry: dict[str, Any] | None = None
    products: tuple[ProductRef, ...] = ()
    tasking: Tasking | None = None
    delivery: Delivery | None = None
    end_use: EndUse | None = None
    licenses: tuple[str, ...] = ()
    extensions: dict[str, Any] = field(default_factory=dict)
