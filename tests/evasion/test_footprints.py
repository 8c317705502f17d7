"""Areas drawn so that they touch nothing: by metres, around, too large or small, crossed, exchanged, in other units."""

from __future__ import annotations

from typing import Any

import pytest

from sarcheck.ruleset import Ruleset
from tests.evasion import camp
from tests.evasion.camp import box, ring

SPECK = box(34.1, 44.95, 34.1001, 44.9501)
CRIMEA = "eu-692-crimea-footprint"


def asked(ruleset: Ruleset, geometry: dict[str, Any]) -> set[str]:
    return camp.rules_of(camp.judged(camp.tasking(geometry), ruleset))


def test_the_area_without_an_attack_is_clear(ruleset: Ruleset) -> None:
    assert asked(ruleset, box(6.8, 50.3, 7.2, 50.6)) == set()


@pytest.mark.parametrize(
    "geometry",
    [
        box(34.0, 44.9, 34.3, 45.2),
        ring((34.0, 44.9), (34.0, 45.2), (34.3, 45.2), (34.3, 44.9)),  # the other way round
        ring((34.0, 44.9), (34.3, 45.2), (34.3, 44.9), (34.0, 45.2)),  # a bow-tie
        ring((34.1, 44.95), (34.2, 44.95), (34.15, 44.95)),  # without an area
        box(-326.0, 44.9, -325.7, 45.2),  # once round the Earth
        {"type": "MultiPoint", "coordinates": [[34, 44.9], [34.3, 44.9], [34.3, 45.2], [34, 45.2]]},
        {"type": "Polygon", "coordinates": [[[34, 44.9], [34.3, 44.9], [34.3, 45.2], [34, 45.2]]]},  # not closed
        {"type": "Polygon", "coordinates": [[[*p, 9.0] for p in box(34, 44.9, 34.3, 45.2)["coordinates"][0]]]},
    ],
)
def test_another_shape_of_the_same_area(ruleset: Ruleset, geometry: dict[str, Any]) -> None:
    assert CRIMEA in asked(ruleset, geometry)


@pytest.mark.parametrize(
    "geometry",
    [
        box(-20.0, 30.0, 60.0, 70.0),
        {"type": "MultiPolygon", "coordinates": [box(6, 50, 9, 52)["coordinates"], SPECK["coordinates"]]},
        ring((10.0, 50.0), (11.0, 50.0), (34.1, 45.0), (11.0, 50.001), (11.0, 51.0), (10.0, 51.0)),
    ],
    ids=["huge", "a speck beside", "a spike"],
)
def test_a_share_too_small_to_be_seen(ruleset: Ruleset, geometry: dict[str, Any]) -> None:
    assert CRIMEA in asked(ruleset, geometry)


def test_a_hole_around_the_place(ruleset: Ruleset) -> None:
    outer, inner = box(25.0, 40.0, 45.0, 50.0)["coordinates"][0], box(32.0, 44.0, 37.0, 46.5)["coordinates"][0]
    assert CRIMEA in asked(ruleset, {"type": "Polygon", "coordinates": [outer, inner]})


@pytest.mark.parametrize("metres", [-200, -5, 0, 5, 200])
def test_missed_by_metres(ruleset: Ruleset, metres: int) -> None:
    """The western end of mainland Crimea is near 32.48 E at 45.35 N; its border is known to kilometres, not metres."""
    east = 32.48 + metres / 78_500
    assert CRIMEA in asked(ruleset, box(32.2, 45.3, east, 45.4))


def test_an_edge_that_follows_the_great_circle(ruleset: Ruleset) -> None:
    """Along its parallel the northern edge would pass 10 km south of what it really passes over."""
    touched = asked(ruleset, ring((20.0, 46.6), (48.0, 46.6), (48.0, 47.5), (20.0, 47.5)))
    assert "eu-2022-263-donetsk-luhansk-footprint" in touched


def test_exchanged_coordinates(ruleset: Ruleset) -> None:
    swapped = ring((44.9, 34.0), (45.2, 34.0), (45.2, 34.3), (44.9, 34.3))
    assert "sarcheck-axis-order" in asked(ruleset, swapped)
    beyond = ring((50.0, 130.1), (50.2, 130.1), (50.2, 130.4), (50.0, 130.4))
    assert "sarcheck-footprint" in asked(ruleset, beyond)


@pytest.mark.parametrize(
    "geometry",
    [
        box(420_000, 4_970_000, 450_000, 5_000_000),  # metres
        box(34 * 60, 44.9 * 60, 34.3 * 60, 45.2 * 60),  # minutes of arc
        box(394.0, 44.9, 394.3, 45.2),
        box(-180.0, -90.0, 180.0, 90.0),
        ring((34.1, 44.95), (34.1, 44.95), (34.1, 44.95)),
    ],
)
def test_an_area_that_is_nowhere(ruleset: Ruleset, geometry: dict[str, Any]) -> None:
    assert "sarcheck-footprint" in asked(ruleset, geometry)


def test_an_order_without_any_area(ruleset: Ruleset) -> None:
    assert "sarcheck-footprint" in camp.rules_of(
        camp.judged(camp.tasking(box(6.8, 50.3, 7.2, 50.6)) | {"geometry": None}, ruleset)
    )


@pytest.mark.parametrize("geometry", [box(0.59, 0.78, 0.6, 0.79), box(20.0, 50.0, 21.0, 51.0)])
def test_an_area_that_is_not_the_images(ruleset: Ruleset, geometry: dict[str, Any]) -> None:
    """Radians, and any other area that an image of the order does not meet."""
    verdict = camp.judged(camp.clean(geometry=geometry), ruleset)
    assert ("sarcheck-provenance-as-ordered", "review", "/products/0") in camp.told(verdict)
