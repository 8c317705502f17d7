"""What provenance tolerates: how far products of each kind may be from where physics puts them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Positive = Annotated[float, Meta(gt=0.0)]


class ClosureLimits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far a point may lie from where the state vectors lead, in km, by what is known of heights.

    ``beyond_s`` is how far outside the vectors a time may be to be asked, ``apart_s`` how far it may be at all,
    ``outline_km`` how far an outline may lie from the swath, ``outline_point_km`` from the one point of an image,
    ``incidence_deg`` how much an incidence angle may differ at a point and ``edge_incidence_deg`` at a swath's edge;
    the ground lies between ``lowest_m`` and ``highest_m``.
    """

    point_km: Positive
    mean_km: Positive
    none_km: Positive
    outline_km: Positive
    outline_point_km: Positive
    incidence_deg: Positive
    edge_incidence_deg: Positive
    beyond_s: Positive
    apart_s: Positive
    lowest_m: float
    highest_m: float


class GravityLimits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What state vectors of a real orbit cannot do.

    ``circular`` is the eccentricity below which no real orbit stays, ``round_m`` the steps that only made-up positions
    come in. Flown from the first vector, the last is met but for the vectors' own noise (``noise_m``, ``noise_m_s``)
    and forces beyond J2 (``other_m_s2``), over at most ``arc_s`` seconds; a single one may be off ``outlier`` times
    that.
    """

    circular: Positive
    round_m: Positive
    noise_m: Positive
    noise_m_s: Positive
    other_m_s2: Positive
    arc_s: Positive
    outlier: Positive


class ProvenanceLimits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that provenance tolerates."""

    closure: ClosureLimits
    gravity: GravityLimits
