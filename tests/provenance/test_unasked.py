"""What a product leaves out is not asked: each such fact is ``not_possible`` and says why, and nothing passes."""

from __future__ import annotations

import math
from typing import Any

import pytest
from msgspec.structs import replace

from sarcheck import orbit
from sarcheck.model import Product, ProvenanceFact
from sarcheck.platforms import PlatformTable
from sarcheck.provenance import geometry
from sarcheck.provenance import ordered as against
from tests.builders import AS_OF, order, ordered, product


def told(genuine: Product, table: PlatformTable, check: str, **changes: Any) -> ProvenanceFact:
    found = {fact.check: fact for fact in geometry.facts(replace(genuine, **changes), table)}
    return found[check]


@pytest.mark.parametrize(
    ("check", "changes", "reason"),
    [
        ("vector_times", {"start": None, "stop": None}, "states none of its own"),
        ("look_side", {"start": None, "ties": ()}, "cannot be checked"),
        ("look_side", {"outlines": (), "ties": ()}, "cannot be checked"),
        ("pass", {"pass_direction": None}, "none is stated (the platform flies"),
        ("outline_closure", {"outlines": ()}, "the product states no outline"),
    ],
)
def test_what_is_not_stated_is_not_asked(
    genuine: Product, table: PlatformTable, check: str, changes: dict[str, Any], reason: str
) -> None:
    assert told(genuine, table, check).result == "pass"
    fact = told(genuine, table, check, **changes)
    assert fact.result == "not_possible"
    assert reason in fact.message


def test_an_outline_without_times_is_held_against_the_whole_orbit(genuine: Product, table: PlatformTable) -> None:
    there = told(genuine, table, "outline_closure", start=None, ties=())
    assert there.result in ("pass", "not_possible")
    (outline,) = genuine.outlines[:1]
    away = replace(outline, points=tuple((-lon, -lat) for lon, lat in outline.points))
    assert told(genuine, table, "outline_closure", start=None, ties=(), outlines=(away,)).result != "pass"


def test_vectors_that_describe_no_orbit_are_of_no_plane(genuine: Product, table: PlatformTable) -> None:
    still = tuple(replace(vector, velocity=(0.0, 0.0, 0.0)) for vector in genuine.state_vectors)
    assert told(genuine, table, "orbit_plane", state_vectors=still).result != "pass"


def test_the_middle_of_nothing_is_no_number() -> None:
    import numpy as np

    assert math.isnan(orbit.median(np.empty(0)))
    assert math.isnan(orbit.median(np.array([1.0, np.nan])))


def test_an_interval_that_cannot_be_read_is_not_kept_to() -> None:
    one = ordered(product(start="2024-03-01T05:00:00Z"))
    facts = against.facts(order((one,), datetime="one day"), one, None, (), PlatformTable([], []), 0.75, AS_OF)
    window = next(fact for fact in facts if fact.check == "window")
    assert (window.result, "cannot be read" in window.message) == ("not_possible", True)


def test_nothing_is_said_of_a_product_that_was_not_read() -> None:
    one = ordered(None)
    assert list(against.facts(order((one,)), one, None, (), PlatformTable([], []), 0.75, AS_OF)) == []
