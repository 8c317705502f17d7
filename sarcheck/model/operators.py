"""Satellites and who operates them; who runs sarcheck."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from sarcheck.model.base import BasisStatus
from sarcheck.model.waivers import Text

CountryCode = Annotated[str, Meta(pattern="^[A-Z]{2}$")]
Some = Meta(min_length=1)

Unlimited = Literal["*"]
"""Written in place of a list: the license names none because it is for all."""


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
    """What a platform's products may state: its modes as they name them, none where not known, and a resolution.

    ``stated_m`` is the finest in metres that a product states, in slant range too; what the platform resolves on the
    ground is ``Platform.finest_m``.
    """

    modes: tuple[str, ...] = ()
    stated_m: float | None = None
    status: BasisStatus = "unverified"
    source: str = ""


class Platform(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A satellite: its key, the names that products give it, who runs it, when it flew, and on which orbit.

    ``finest_m`` is the finest resolution in metres on the ground that it can produce in any direction and mode.
    """

    key: str
    names: tuple[str, ...] = ()
    series: str = ""
    band: str | None = None
    operators: tuple[Operation, ...] = ()
    norad: int | None = None
    cospar: str | None = None
    launched: dt.date | None = None
    ended: dt.date | None = None
    finest_m: float | None = None
    orbit: NominalOrbit | None = None
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


class KnownParty(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A party as whoever runs sarcheck knows it: it is told by an equal number, or by its whole name and country."""

    name: Text
    country: CountryCode
    identifiers: dict[str, str] = field(default_factory=dict)


class Recognised(KnownParty, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A party to which a law gives a standing that no order can claim: an authority, its agent, a ground segment.

    It counts from the day ``from`` to the day ``to``, both included. An agent counts from the day on which it was
    ``notified`` to the authority, which must be stated.
    """

    id: Text
    kind: Literal["german-authority", "annex-4-authority", "authorised-agent", "ground-segment"]
    notified: dt.date | None = None
    since: dt.date | None = field(name="from", default=None)
    until: dt.date | None = field(name="to", default=None)
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse an agent of whom nobody was notified."""
        if self.kind == "authorised-agent" and self.notified is None:
            raise ValueError("an authorised-agent needs `notified`, the day on which the authority was told of it")


class License(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A license that whoever runs sarcheck holds: from whom, for which rules, parties and regions, and when.

    ``areas`` are ids of regions. Parties or areas that it does not limit are "*"; nothing is left to be guessed.
    """

    id: Text
    authority: Text
    rules: Annotated[tuple[Text, ...], Some]
    parties: Annotated[tuple[KnownParty, ...], Some] | Unlimited
    areas: Annotated[tuple[Text, ...], Some] | Unlimited
    since: dt.date = field(name="from")
    until: dt.date = field(name="to")
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a license that ends before it begins."""
        if self.until < self.since:
            raise ValueError(f"ends on {self.until}, before it begins on {self.since}")


class OperatorProfile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who runs sarcheck. Without a profile every regime binds (``jurisdictions`` is None)."""

    name: str = ""
    jurisdictions: tuple[str, ...] | None = None
    licenses: tuple[License, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    distributors: dict[str, tuple[str, ...]] = field(default_factory=dict)
