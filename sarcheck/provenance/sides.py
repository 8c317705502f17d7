"""Look side, pass direction and incidence angle: what the state vectors say of each, beside what is stated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sarcheck import orbit
from sarcheck.model import ProvenanceFact
from sarcheck.provenance._seen import Seen

if TYPE_CHECKING:
    from sarcheck.model import ClosureLimits, Product
    from sarcheck.orbit import Array, Track

CHECKS = {"look_side": "The look side", "pass": "The pass", "incidence": "The incidence angle"}
_NAMES = {1.0: "right", -1.0: "left"}


def facts(product: Product, track: Track, sight: Seen | None, limits: ClosureLimits) -> Iterator[ProvenanceFact]:
    """State the look side of the points, the direction of flight and the incidence angles."""
    yield _look_side(product, track, sight, limits)
    yield _pass(product, track, limits)
    yield _incidence(product, sight, limits)


def _impossible(check: str, reason: str, **numbers: Any) -> ProvenanceFact:
    message = f"{CHECKS[check]} cannot be checked: {reason}"
    return ProvenanceFact(check=check, result="not_possible", message=message, numbers=numbers)


def _result(agrees: bool) -> Literal["pass", "fail"]:
    return "pass" if agrees else "fail"


def _where(product: Product, field: str) -> dict[str, str]:
    claim = next((claim for claim in product.claims if claim.field == field and claim.value is not None), None)
    return {"source": claim.source, "path": claim.path} if claim else {}


# --- look side ----------------------------------------------------------------------------------


def _look_side(product: Product, track: Track, sight: Seen | None, limits: ClosureLimits) -> ProvenanceFact:
    sides = sight.sides if sight is not None else _outline_sides(product, track, limits)
    if not len(sides):
        return _impossible("look_side", "no point on the ground lies in the time of the state vectors")
    right, left = int((sides > 0).sum()), int((sides < 0).sum())
    found = "right" if not left else "left" if not right else "both sides"
    numbers = {"right": right, "left": left, "stated": product.look}
    if product.look is None:
        where = f"the points lie to the {found}" if found != "both sides" else "the points lie on both sides"
        return _impossible("look_side", f"none is stated ({where} of the track)", **numbers)
    agrees = found == product.look
    message = (
        f"All {right + left} points lie to the {found} of the track, as stated"
        if agrees
        else f"The product states that the radar looked {product.look}, but of its {right + left} points "
        f"{right} lie to the right of the track and {left} to the left"
    )
    return ProvenanceFact(
        check="look_side", result=_result(agrees), message=message, numbers=numbers, **_where(product, "look")
    )


def _outline_sides(product: Product, track: Track, limits: ClosureLimits) -> Array:
    """Return the sides of the outlines' points, where no point has a time of its own."""
    points = np.array([point for outline in product.outlines for point in outline.points], float).reshape(-1, 2)
    if product.start is None or not len(points):
        return np.empty(0)
    ground = orbit.earth_fixed(points[:, 0], points[:, 1])
    (begin,) = track.at([product.start])
    _, position, velocity = orbit.overflight(track, ground, np.full(len(points), begin), limits.beyond_s)
    sides = orbit.side(position, velocity, ground)
    return sides[np.isfinite(sides)]


# --- pass ---------------------------------------------------------------------------------------


def _pass(product: Product, track: Track, limits: ClosureLimits) -> ProvenanceFact:
    moments = [time for time in (product.start, product.stop) if time]
    seconds = track.at(moments) if moments else track.seconds[[0, -1]]
    near = seconds.clip(track.seconds[0], track.seconds[-1])
    near = near[np.abs(near - seconds) <= limits.beyond_s]
    north = np.interp(near, track.seconds, track.velocity[:, 2])
    if not len(north):
        return _impossible("pass", "the product's times lie outside those of its state vectors")
    found = {"ascending" if speed > 0 else "descending" for speed in north}
    numbers = {"northward_m_s": [round(float(speed), 1) for speed in north], "stated": product.pass_direction}
    if product.pass_direction is None:
        return _impossible("pass", f"none is stated (the platform flies {' then '.join(sorted(found))})", **numbers)
    agrees = product.pass_direction in found
    message = (
        f"The platform flies {product.pass_direction}, as stated"
        if agrees
        else f"The product states an {product.pass_direction} pass, but its state vectors fly {found.pop()}"
    )
    return ProvenanceFact(
        check="pass", result=_result(agrees), message=message, numbers=numbers, **_where(product, "pass_direction")
    )


# --- incidence ----------------------------------------------------------------------------------


def _incidence(product: Product, sight: Seen | None, limits: ClosureLimits) -> ProvenanceFact:
    if sight is None:
        return _impossible("incidence", "the product states no point on the ground with its time")
    if not sight.reached.any():
        return _impossible("incidence", "no point lies in the time of the state vectors")
    reached = sight.reached
    angles = orbit.incidence(sight.position[reached], sight.ground[reached])
    stated = sight.incidence[reached]
    each = np.isfinite(stated)
    near, far = product.incidence_near, product.incidence_far
    if each.any():
        off, limit = float(np.abs(angles - stated)[each].max()), limits.incidence_deg
        what, count = f"the angles at {int(each.sum())} points", int(each.sum())
    elif near is not None and far is not None:
        off = max(abs(float(angles.min()) - min(near, far)), abs(float(angles.max()) - max(near, far)))
        limit, what, count = limits.edge_incidence_deg, "the stated angles of near and far range", 2
    else:
        return _impossible("incidence", "no incidence angle is stated", nearest_deg=round(float(angles.min()), 3))
    numbers = {
        "points": count,
        "maximum_deg": round(off, 3),
        "tolerance_deg": limit,
        "nearest_deg": round(float(angles.min()), 3),
        "farthest_deg": round(float(angles.max()), 3),
    }
    agrees = off <= limit
    message = f"State vectors and ground {'confirm' if agrees else 'contradict'} {what}: "
    message += f"they differ by up to {off:.2f} degrees (tolerance {limit:g})"
    return ProvenanceFact(
        check="incidence", result=_result(agrees), message=message, numbers=numbers, **_where(product, "incidence_near")
    )
