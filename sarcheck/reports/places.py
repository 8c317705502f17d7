"""Where footprints lie to regions, as JSON data and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from sarcheck.reports.page import Line, fit, pages, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sarcheck.model import Footprint, Overlap, Problem

FLAGS = {
    "swap_suspect": "latitude and longitude may be exchanged: the area is taken as it is written",
    "swapped": "latitude and longitude were exchanged, and have been put right",
    "made_valid": "the outline crossed itself and was mended",
    "outer_ring": "the outline is the outermost ring of its points",
}
"""What a footprint's flags mean for who relies on it; corner lists that were merely put in order are no problem."""

DOUBTFUL = frozenset({"swapped", "swap_suspect"})
"""Flags that leave open which ground is meant."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One input of ``sarcheck where``: its footprint, None where it cannot be determined, and the regions met."""

    input: str
    footprint: Footprint | None = None
    overlaps: tuple[Overlap, ...] = ()
    problems: tuple[Problem, ...] = ()


def as_dict(place: Place) -> dict[str, Any]:
    """Return a place as JSON data."""
    return {
        "footprint_km2": round(place.footprint.area_km2, 3) if place.footprint else None,
        "regions": [
            {
                "id": overlap.region,
                "relation": overlap.relation,
                "overlap_km2": overlap.overlap_km2,
                "overlap_share": overlap.overlap_share,
                "distance_km": overlap.distance_km,
                "name": overlap.name,
                "kind": overlap.kind,
            }
            for overlap in place.overlaps
        ],
        "problems": place.problems,
    }


def render(places: Sequence[Place], *, width: int = 80, colour: bool = False) -> bytes:
    """Return places as UTF-8 text, a line for each region."""
    width = fit(width)
    lines: list[Line] = []
    for number, place in enumerate(places):
        lines += [[]] if number else []
        lines += _place(place, width)
    return pages(lines, colour=colour)


def _place(place: Place, width: int) -> Iterator[Line]:
    area = f"{place.footprint.area_km2:,.1f} km2" if place.footprint else "undetermined"
    yield from paragraph(f"{place.input}: {area}", width, style="head")
    for problem in place.problems:
        yield from paragraph(problem.message, width, indent=2, label="!", hang=2, style="incomplete")
    if place.footprint and not place.overlaps:
        yield from paragraph("touches none of the regions", width, indent=2)
    yield from table(map(_row, place.overlaps), width)


def _row(overlap: Overlap) -> list[tuple[str, str]]:
    style = {"inside": "strong", "border": "strong", "outside": "faint"}[overlap.relation]
    if overlap.relation == "outside":
        answer = f"{overlap.distance_km:,.1f} km away"
    else:
        answer = f"{overlap.overlap_km2:,.1f} km2, {overlap.overlap_share:.1%} of the footprint"
    return [(overlap.relation, style), (overlap.region, ""), (f"{overlap.name} ({overlap.kind}): {answer}", "")]
