"""Where orders lie, as a GeoJSON FeatureCollection (RFC 7946) for a map: footprints, touched regions, overlaps.

``role`` tells what a feature is, as in ``placemap``. Each footprint carries its order's outcome, each overlap the rules
that speak of it. What cannot be drawn is a feature without geometry that says why; without the regions of the ruleset
(a verdict read from its JSON) there are footprints only, and ``sarcheck:notes`` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sarcheck.model import Problem, severity
from sarcheck.reports import placemap
from sarcheck.reports.charts import ATTRIBUTION, Atlas, scenes
from sarcheck.reports.json import document
from sarcheck.reports.places import Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from sarcheck.model import Order, Verdict
    from sarcheck.regions import RegionIndex

NAME = "geojson"

WITHOUT = "written without the rules folder: regions and overlaps are not told here"


def render(
    verdicts: Sequence[Verdict],
    *,
    orders: Sequence[Order | None] = (),
    regions: RegionIndex | None = None,
    **_options: Any,
) -> bytes:
    """Return the places of verdicts; ``orders`` are those of the verdicts, one by one, or none at all."""
    atlas = Atlas(regions) if regions is not None else None
    known = orders or [None] * len(verdicts)
    placed = [(v, place) for v, order in zip(verdicts, known, strict=True) for place in _places(v, order, atlas)]
    outlines = {o.region: o for _, place in placed for o in place.overlaps}
    shapes = {region: atlas.shape(region) for region in sorted(outlines)} if atlas else {}
    features = [placemap.region(overlap, shapes[region]) for region, overlap in sorted(outlines.items())]
    for verdict, place in placed:
        features += _features(verdict, place, shapes)
    notes = {"sarcheck:attribution": ATTRIBUTION} if atlas else {"sarcheck:notes": [WITHOUT]}
    return document({"type": "FeatureCollection", "features": features} | notes)


def _places(verdict: Verdict, order: Order | None, atlas: Atlas | None) -> Iterator[Place]:
    """Yield each footprint of an order with the regions that it touches, and what cannot be drawn."""
    found, lacking = scenes(verdict, order)
    for scene in found:
        for footprint in scene.footprints:
            met = atlas.regions.overlaps(footprint) if atlas else ()
            yield Place(input=scene.name, footprint=footprint, overlaps=met)
    for problem in lacking:
        yield Place(input=problem, problems=(Problem(pointer="", message=problem),))


def _features(verdict: Verdict, place: Place, shapes: dict[str, BaseGeometry]) -> Iterator[dict[str, Any]]:
    own = {"order": verdict.order.id, "outcome": verdict.outcome, "as_of": verdict.as_of.isoformat()}
    for feature in placemap.place_features(place, shapes):
        told = feature["properties"]
        extra = _rules(verdict, told["id"]) if told["role"] == "overlap" else {}
        yield feature | {"properties": told | own | extra}


def _rules(verdict: Verdict, region: str) -> dict[str, Any]:
    """Return the rules whose findings are about a region, and the worst of their outcomes."""
    about = [
        finding
        for finding in verdict.findings
        if any(item.get("kind") == "region_overlap" and item.get("region") == region for item in finding.evidence)
    ]
    worst = max((finding.outcome for finding in about), key=severity, default=None)
    return {"rules": list(dict.fromkeys(finding.rule for finding in about)), "rules_outcome": worst}
