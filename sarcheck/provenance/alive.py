"""Could the satellite have taken the image? Facts "lifetime", "latitude", "capability", "band".

What the table of platforms does not say is not possible to check, and so is everything about a product that names no
platform of the table, or several.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sarcheck.provenance._fact import answered, place, platform_of, unanswered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sarcheck.model import Platform, Product, ProvenanceFact, StateVector
    from sarcheck.platforms import PlatformTable

EARTH_RATE = 7.292115e-5
"""Rotation of the Earth in radians a second (WGS 84)."""
EARTH_RADIUS = 6_378_137.0
"""Equatorial radius in metres (WGS 84)."""
SLACK_DEG = 1.0
"""Degrees by which a footprint may lie beyond what a spherical Earth allows."""
UNKNOWN = "it names no platform, or several, of the table of platforms"


def facts(product: Product, platforms: PlatformTable) -> Iterator[ProvenanceFact]:
    """Yield whether a product's platform was alive, could look there, and can do what the product states."""
    platform = platform_of(product, platforms)
    yield _lifetime(product, platform)
    yield _latitude(product)
    yield _capability(product, platform)
    yield _band(product, platform)


def _lifetime(product: Product, platform: Platform | None) -> ProvenanceFact:
    check, where = "lifetime", place(product, "start")
    if platform is None or product.start is None:
        return unanswered(check, UNKNOWN if platform is None else "the product states no time", at=where)
    day, key = product.start.date(), platform.key
    numbers: dict[str, Any] = {"day": day.isoformat(), "platform": key, "launched": _iso(platform.launched)}
    numbers["ended"] = _iso(platform.ended)
    if platform.launched and day < platform.launched:
        message = f"{key} was launched on {platform.launched}, after the image of {day}"
        return answered(check, False, message, at=where, numbers=numbers)
    if platform.ended and day > platform.ended:
        return answered(
            check, False, f"{key} ended on {platform.ended}, before the image of {day}", at=where, numbers=numbers
        )
    if platform.launched is None:
        return unanswered(check, f"when {key} was launched is not known", at=where, numbers=numbers)
    life = f"to {platform.ended}" if platform.ended else "no end known"
    return answered(
        check, True, f"{day} lies in the life of {key}: from {platform.launched}, {life}", at=where, numbers=numbers
    )


def _iso(day: object) -> str | None:
    return str(day) if day else None


def _latitude(product: Product) -> ProvenanceFact:
    """Return whether the radar could see the latitudes of its footprint from the orbit of its state vectors.

    It sees no farther than its horizon, nor beyond its largest stated incidence angle.
    """
    check = "latitude"
    latitudes = [abs(latitude) for outline in product.outlines for _, latitude in outline.points]
    if not product.state_vectors or not latitudes:
        return unanswered(check, "the product has no state vectors or no footprint")
    vector = product.state_vectors[len(product.state_vectors) // 2]
    inclination, reach = _inclination(vector), _reach(vector, product.incidence_far)
    if inclination is None or reach is None:
        return unanswered(check, "the state vectors describe no orbit round the Earth")
    highest = min(90.0, min(inclination, 180.0 - inclination) + reach + SLACK_DEG)
    numbers = {
        "inclination_deg": round(inclination, 3),
        "highest_deg": round(highest, 2),
        "latitude_deg": round(max(latitudes), 4),
    }
    orbit = f"an orbit inclined by {inclination:.2f} degrees"
    good = max(latitudes) <= highest
    can = "reaches" if good else f"sees no farther than {highest:.1f} degrees of latitude, not"
    return answered(check, good, f"{orbit} {can} {max(latitudes):.2f} degrees", numbers=numbers)


def _inclination(vector: StateVector) -> float | None:
    """Return the inclination in degrees of the orbit through an Earth-fixed position and velocity."""
    (x, y, z), (vx, vy, vz) = vector.position, vector.velocity
    vx, vy = vx - EARTH_RATE * y, vy + EARTH_RATE * x
    momentum = (y * vz - z * vy, z * vx - x * vz, x * vy - y * vx)
    size = math.hypot(*momentum)
    return math.degrees(math.acos(max(-1.0, min(1.0, momentum[2] / size)))) if size > 0 else None


def _reach(vector: StateVector, incidence: float | None) -> float | None:
    """Return how far from below the platform the radar sees, as an angle at the Earth's centre in degrees."""
    radius = math.hypot(*vector.position)
    if radius <= EARTH_RADIUS:
        return None
    seen = math.radians(incidence if incidence is not None else 90.0)
    return math.degrees(seen - math.asin(math.sin(seen) * EARTH_RADIUS / radius))


def _capability(product: Product, platform: Platform | None) -> ProvenanceFact:
    """Return whether the platform has the product's mode and resolution, as far as its capability is known.

    The coarser of the two resolutions counts: some spotlight products state the aperture's, not the pixel's, in
    azimuth.
    """
    check, where = "capability", place(product, "mode")
    known = platform.capability if platform else None
    if platform is None or known is None:
        why = UNKNOWN if platform is None else f"what {platform.key} can do is not known"
        return unanswered(check, why, at=where)
    stated = [side for side in (product.resolution_range, product.resolution_azimuth) if side is not None]
    resolution = max(stated, default=None)
    numbers = {"mode": product.mode, "modes": list(known.modes), "finest_m": known.stated_m, "resolution_m": resolution}
    if known.modes and product.mode and product.mode not in known.modes:
        return answered(check, False, f"{platform.key} has no mode {product.mode}", at=where, numbers=numbers)
    if known.stated_m and resolution and resolution < known.stated_m:
        message = f"{platform.key} resolves {known.stated_m:g} m at best, the product states {resolution:g} m"
        return answered(check, False, message, at=where, numbers=numbers)
    asked = [
        *(["mode"] if known.modes and product.mode else []),
        *(["resolution"] if known.stated_m and resolution else []),
    ]
    if not asked:
        return unanswered(
            check, "the product states no mode or resolution that could be compared", at=where, numbers=numbers
        )
    return answered(
        check,
        True,
        f"{platform.key} can have the {' and the '.join(asked)} that the product states",
        at=where,
        numbers=numbers,
    )


def _band(product: Product, platform: Platform | None) -> ProvenanceFact:
    check, where = "band", place(product, "frequency_band")
    known = platform.band if platform else None
    if platform is None or not known or not known.isalpha() or not product.frequency_band:
        why = UNKNOWN if platform is None else "the product or the table of platforms states no single band"
        return unanswered(check, why, at=where)
    good = known.casefold() == product.frequency_band.casefold()
    message = f"{platform.key} carries a radar of band {known}, the product is of band {product.frequency_band}"
    return answered(check, good, message, at=where, numbers={"band": product.frequency_band, "expected": known})
