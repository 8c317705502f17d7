"""Orbit plane: is this the orbit of the satellite that the product names, and whose else might it be?

Inclination, semi-major axis and the local time of the ascending node are a satellite's fingerprint: they stay the same
over years where the orbit is kept. Satellites that share a plane share the fingerprint.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from msgspec import structs

from sarcheck import orbit
from sarcheck.model import ProvenanceFact
from sarcheck.platforms import claimed, identify

if TYPE_CHECKING:
    from sarcheck.model import NominalOrbit, Product
    from sarcheck.orbit import Elements, Track
    from sarcheck.platforms import PlatformTable

CHECK = "orbit_plane"
MANY = 6
"""How many platforms are named that an orbit fits."""


def fact(product: Product, track: Track, platforms: PlatformTable) -> ProvenanceFact:
    """State whether the orbit is that of the platform that a product names."""
    found = orbit.plane(track)
    if not all(isfinite(value) for value in vars(found).values()):
        message = "The orbit's plane cannot be checked: the state vectors describe no orbit round the Earth"
        source, path = _where(product)
        return ProvenanceFact(check=CHECK, result="not_possible", message=message, source=source, path=path)
    known = identify(product, platforms)
    keys = (known,) if known else claimed(product, platforms)
    nominal = {key: value for key, value in platforms.orbits if key in keys}
    others = [key for key, value in platforms.orbits if key not in keys and _whole(value) and _fits(value, found)]
    numbers = _numbers(found) | {"platforms": list(keys), "fits": others}
    source, path = _where(product)
    given: dict[str, Any] = {"check": CHECK, "source": source, "path": path, "numbers": numbers}
    named = " or ".join(keys[:MANY])
    else_fits = f"; it fits {_listed(others)}" if others else "; it fits no other platform whose orbit is known"
    if not nominal:
        lack = f"the orbit of {named} is not known" if keys else "the product names no platform that is known"
        message = f"The orbit ({_told(found)}) cannot be held against its platform's: {lack}{else_fits}"
        return ProvenanceFact(result="not_possible", message=message, **given)
    wrong = {key: misfits(value, found) for key, value in nominal.items()}
    numbers["nominal"] = {key: _nominal(value) for key, value in nominal.items()}
    if all(wrong.values()):
        message = f"The orbit does not fit {named}: {', '.join(next(iter(wrong.values())))}{else_fits}"
        return ProvenanceFact(result="fail", message=message, **given)
    fitting = next(key for key in nominal if not wrong[key])
    if not _whole(nominal[fitting]) or not nominal[fitting].usable:
        part = f"The orbit's inclination ({found.inclination:.3f} degrees) fits {named}, but its plane drifts"
        return ProvenanceFact(result="not_possible", message=f"{part}: its local time proves nothing", **given)
    rests = f"measured on {n} products" if (n := nominal[fitting].products) else "nominal, not measured"
    also = f"; it would fit {_listed(others)} as well" if others else ""
    message = f"The orbit ({_told(found)}) is that of {fitting} ({rests}){also}"
    return ProvenanceFact(result="pass", message=message, **given)


def misfits(nominal: NominalOrbit, found: Elements) -> list[str]:
    """Return in what an orbit differs from a nominal one by more than it may; a drifting local time is left out."""
    limits = nominal.tolerances
    wrong = []
    if abs(found.inclination - nominal.inclination_deg) > limits.inclination_deg:
        wrong.append(
            f"its inclination is {found.inclination:.3f} degrees, not {nominal.inclination_deg:g} "
            f"(tolerance {limits.inclination_deg:g})"
        )
    axis, local = nominal.semi_major_axis_km, nominal.local_time_h
    if axis is not None and abs(found.semi_major_m / 1e3 - axis) > limits.semi_major_axis_km:
        wrong.append(
            f"its semi-major axis is {found.semi_major_m / 1e3:.1f} km, not {axis:g} "
            f"(tolerance {limits.semi_major_axis_km:g})"
        )
    if local is not None and nominal.usable and abs(_late(found.local_time_h, local)) > limits.local_time_h:
        wrong.append(
            f"it rises through the equator at {_clock(found.local_time_h)} local time, not {_clock(local)} "
            f"(tolerance {limits.local_time_h * 60:.0f} minutes)"
        )
    return wrong


def _whole(nominal: NominalOrbit) -> bool:
    """Tell whether a nominal orbit has all three elements, so that an orbit that fits it says something."""
    return nominal.semi_major_axis_km is not None and nominal.local_time_h is not None


def _fits(nominal: NominalOrbit, found: Elements) -> bool:
    """Tell whether an orbit could be a nominal one, in its local time too, even where that drifts."""
    return not misfits(structs.replace(nominal, usable=True), found)


def _late(hours: float, nominal: float) -> float:
    return (hours - nominal + 12) % 24 - 12


def _clock(hours: float) -> str:
    minutes = round(hours * 60) % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _listed(keys: list[str]) -> str:
    more = f" and {len(keys) - MANY} more" if len(keys) > MANY else ""
    return ", ".join(keys[:MANY]) + more


def _told(found: Elements) -> str:
    return (
        f"inclination {found.inclination:.3f} degrees, semi-major axis {found.semi_major_m / 1e3:.1f} km, "
        f"ascending node at {_clock(found.local_time_h)} local time"
    )


def _numbers(found: Elements) -> dict[str, Any]:
    return {
        "inclination_deg": round(found.inclination, 4),
        "semi_major_axis_km": round(found.semi_major_m / 1e3, 3),
        "local_time_h": round(found.local_time_h, 4),
        "eccentricity": round(found.eccentricity, 7),
    }


def _nominal(value: NominalOrbit) -> dict[str, Any]:
    return {
        "inclination_deg": value.inclination_deg,
        "semi_major_axis_km": value.semi_major_axis_km,
        "local_time_h": value.local_time_h,
        "products": value.products,
        "usable": value.usable,
    }


def _where(product: Product) -> tuple[str, str]:
    claim = next((claim for claim in product.claims if claim.field == "platform" and claim.value), None)
    return (claim.source, claim.path) if claim else ("", "")
