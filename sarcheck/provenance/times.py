"""Do the acquisition, the points on the ground and the state vectors belong to the same moment?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sarcheck.model import ProvenanceFact

if TYPE_CHECKING:
    from sarcheck.model import ClosureLimits, Product
    from sarcheck.orbit import Track
    from sarcheck.provenance._seen import Seen

CHECK = "vector_times"


def fact(product: Product, track: Track, sight: Seen | None, limits: ClosureLimits) -> ProvenanceFact:
    """State whether the times that a product states are those of its state vectors."""
    stated = [time for time in (product.start, product.stop) if time]
    if not stated:
        message = "The time of the state vectors cannot be checked: the product states none of its own"
        return ProvenanceFact(check=CHECK, result="not_possible", message=message)
    seconds = track.at(stated)
    away = max(0.0, float(seconds.min() - track.seconds[-1]), float(track.seconds[0] - seconds.max()))
    numbers: dict[str, Any] = {"vectors_away_s": round(away, 3), "tolerance_s": limits.apart_s}
    wrong = [f"{_told(away)} lie between the acquisition and its state vectors"] if away > limits.apart_s else []
    if sight is not None:
        astray = float(np.abs(sight.seconds - sight.seconds.clip(seconds.min(), seconds.max())).max())
        numbers |= {"points_away_s": round(astray, 3), "points_tolerance_s": limits.beyond_s}
        if astray > limits.beyond_s:
            wrong.append(f"points on the ground were seen {_told(astray)} before or after it")
    if wrong:
        message = f"The times contradict each other: {' and '.join(wrong)}"
        return ProvenanceFact(check=CHECK, result="fail", message=message, numbers=numbers)
    where = "around the acquisition" if not away else f"within {_told(away)} of the acquisition"
    message = f"The state vectors are from {where}"
    return ProvenanceFact(check=CHECK, result="pass", message=message, numbers=numbers)


def _told(seconds: float) -> str:
    days = seconds / 86400
    return f"{days:.1f} days" if days >= 1 else f"{seconds:.1f} s"
