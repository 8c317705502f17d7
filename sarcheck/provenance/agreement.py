"""Does a product agree with itself and with its satellite's calendar? Facts "name", "claims", "orbit_number",
"relative_orbit", "constellation".

A claim of a file's name that another claim contradicts is also a problem of the product, by which a verdict is held;
here it is told what was compared.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sarcheck.model import holds_on
from sarcheck.provenance._fact import answered, place, platform_of, unanswered
from sarcheck.readers._product import COMPARED, FROM_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sarcheck.model import Numbering, Platform, Product, ProvenanceFact
    from sarcheck.platforms import PlatformTable

DISAGREE = "claims-disagree"


def facts(product: Product, platforms: PlatformTable) -> Iterator[ProvenanceFact]:
    """Yield whether a product's claims agree with each other, and its orbit numbers with its time."""
    platform = platform_of(product, platforms)
    yield from _claims(product)
    yield _orbit_number(product, platform)
    yield _relative_orbit(product, platform)
    yield _constellation(product, platform, platforms)


def _claims(product: Product) -> Iterator[ProvenanceFact]:
    wrong = [problem for problem in product.problems if problem.code == DISAGREE]
    of_name = [problem.message for problem in wrong if problem.pointer.endswith(f"#{FROM_NAME}")]
    others = [problem.message for problem in wrong if not problem.pointer.endswith(f"#{FROM_NAME}")]
    valued = [claim for claim in product.claims if claim.value is not None and claim.field in COMPARED]
    inside = {claim.field for claim in valued if claim.path != FROM_NAME}
    told = sorted({claim.field for claim in valued if claim.path == FROM_NAME} & inside)
    yield _agreed(
        "name", told, of_name, "the name states nothing that the content states too", "the name and the content"
    )
    repeated = sorted(field for field in inside if sum(c.field == field and c.path != FROM_NAME for c in valued) > 1)
    yield _agreed("claims", repeated, others, "the content states nothing twice", "the files of the product")


def _agreed(check: str, fields: list[str], wrong: list[str], nothing: str, who: str) -> ProvenanceFact:
    if wrong:
        return answered(
            check,
            False,
            f"{who} do not agree: {'; '.join(wrong)}",
            numbers={"fields": fields, "disagreements": len(wrong)},
        )
    if not fields:
        return unanswered(check, nothing)
    return answered(check, True, f"{who} agree on {', '.join(fields)}", numbers={"fields": fields, "disagreements": 0})


def _orbit_number(product: Product, platform: Platform | None) -> ProvenanceFact:
    """Return whether the orbit's number fits its time; near a crossing of the equator either number does."""
    check, where, series = "orbit_number", place(product, "orbit_number"), _series(product, platform)
    if not series or product.start is None or not product.orbit_number:
        return unanswered(check, _why(product, platform), at=where)
    slack = dt.timedelta(seconds=series.tolerance_s)
    least, most = (series.orbit + (time - series.epoch).total_seconds() // series.period_s for time in (
        product.start - slack, product.start + slack,
    ))  # fmt: skip
    good = least <= product.orbit_number <= most
    expected = f"{least:.0f}" if least == most else f"{least:.0f} or {most:.0f}"
    message = f"at {product.start:%FT%TZ} {platform.key if platform else ''} flew orbit {expected}"
    message += f", the product states {product.orbit_number}"
    numbers = {"orbit": product.orbit_number, "expected": [int(least), int(most)], "tolerance_s": series.tolerance_s}
    return answered(check, good, message, at=where, numbers=numbers)


def _relative_orbit(product: Product, platform: Platform | None) -> ProvenanceFact:
    check, where, series = "relative_orbit", place(product, "relative_orbit"), _series(product, platform)
    if not series or not series.cycle or series.first is None:
        return unanswered(
            check, "how the platform numbers its ground tracks is not known, or not for that day", at=where
        )
    if not product.orbit_number or not product.relative_orbit:
        return unanswered(check, "the product does not state both orbit numbers", at=where)
    expected = (product.orbit_number - series.first) % series.cycle + 1
    message = f"orbit {product.orbit_number} has the relative number {expected}, stated is {product.relative_orbit}"
    numbers = {"orbit": product.orbit_number, "relative": product.relative_orbit, "expected": expected}
    return answered(check, expected == product.relative_orbit, message, at=where, numbers=numbers)


def _series(product: Product, platform: Platform | None) -> Numbering | None:
    """Return how the platform numbered its orbits on the product's day, None where that is not known."""
    series = platform.numbering if platform else None
    if series is None or product.start is None:
        return None
    return series if holds_on(series.since, series.until, product.start.date()) else None


def _why(product: Product, platform: Platform | None) -> str:
    if not product.orbit_number or product.start is None:
        return "the product states no orbit number or no time"
    if platform is None or platform.numbering is None:
        return "how the platform numbers its orbits is not known"
    return f"how {platform.key} numbered its orbits on that day is not known"


def _constellation(product: Product, platform: Platform | None, platforms: PlatformTable) -> ProvenanceFact:
    """Return whether a stated constellation is the platform's, and not another one of the table."""
    check, where = "constellation", place(product, "constellation")
    if platform is None or not product.constellation:
        return unanswered(check, "no platform of the table, or no constellation is stated", at=where)
    stated = _folded(product.constellation)
    own = _folded(platform.series)
    if stated not in own and not platforms.is_series(product.constellation):
        why = f"{product.constellation} is no constellation of the table of platforms"
        return unanswered(check, why, at=where, numbers={"constellation": product.constellation})
    message = f"{platform.key} belongs to {platform.series}, the product states {product.constellation}"
    numbers = {"constellation": product.constellation, "expected": platform.series}
    return answered(check, stated in own, message, at=where, numbers=numbers)


@lru_cache(maxsize=1024)
def _folded(name: str) -> str:
    return re.sub(r"[^0-9a-z]+", "", name.casefold())
