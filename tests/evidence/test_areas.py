"""Which regions are looked for round an area: all that any rule asks about, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from sarcheck import checks, load_rules
from sarcheck.evidence.areas import areas, around, foresee, near
from sarcheck.evidence.axes import regions_of
from sarcheck.geo import footprints
from sarcheck.model import Footprint, Order, Outline
from sarcheck.regions import RegionIndex
from sarcheck.ruleset import Ruleset
from tests.builders import AS_OF, order, ordered, product, rule

CODES = ("country", "subdivision")
"""Kinds of regions whose ids are codes: under other names than "regions" these say where parties or satellites are."""


@pytest.fixture(scope="module")
def pack() -> Ruleset:
    return load_rules()


def texts(value: Any) -> Iterator[str]:
    """Yield every text in parameters."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


def test_every_region_that_a_rule_names_is_looked_for(pack: Ruleset) -> None:
    known = {name for name in pack.regions.ids if pack.regions.region(name).kind not in CODES}
    asked = near(pack)["asked"]
    for one in pack.content.rules:
        named = {text for text in texts(one.parameters) if text in known}
        assert named <= regions_of(one), one.id
        assert regions_of(one) <= asked.ids


def test_a_parameter_that_names_regions_ends_so() -> None:
    """``regions_of`` finds them by it; a check that takes regions under another name would be blind to them."""
    for check in checks.CHECKS:
        fields = {field.encode_name for field in msgspec.structs.fields(check.Parameters)}
        for name in (name for name in fields if "region" in name):
            assert name.endswith("regions"), check.NAME


def test_regions_are_named_in_lists_and_in_rows() -> None:
    one = rule("satdsiv", parameters={"regions": ["A"], "optional_regions": ["B"], "areas": [{"regions": ["C"]}]})
    assert regions_of(one) == {"A", "B", "C"}


def test_regions_of_kinds_that_no_rule_leaves_out_are_looked_for(pack: Ruleset) -> None:
    asked = near(pack)["asked"]
    left = {region for name in pack.regions.ids if not asked.holds(region := pack.regions.region(name))}
    assert {region.kind for region in left} <= {"country", "subdivision", "latitudes"}


def test_how_far_a_region_is_counts_where_a_rule_has_a_margin(pack: Ruleset) -> None:
    wanted = near(pack)
    margins = {one.id: one.parameters["margin_km"] for one in pack.rules if "margin_km" in one.parameters}
    assert wanted["within_km"] == max(margins.values())
    assert wanted["apart"].ids == frozenset().union(*(regions_of(one) for one in pack.rules if one.id in margins))


@pytest.mark.parametrize("latitude", [90.0, 89.9999, -90.0])
def test_a_point_at_a_pole_lies_there(latitude: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its square must not reach over the pole: latitudes beyond 90 degrees say that the axes are exchanged."""
    asked: list[Footprint] = []
    ruleset = load_rules()
    monkeypatch.setattr(type(ruleset.regions), "overlaps", lambda _, footprint: asked.append(footprint) or ())
    assert around((10.0, latitude), ruleset, AS_OF) == ()
    assert asked[0].flags == ()
    assert all(abs(abs(y) - 90.0) < 0.01 for ring in asked[0].rings for _, y in ring)


def of_square(x: float, y: float) -> Order:
    """Return an order of an image, for the area that the image shows."""
    ring = ((x, y), (x + 0.5, y), (x + 0.5, y + 0.5), (x, y + 0.5))
    drawn = {"type": "Polygon", "coordinates": [[list(point) for point in (*ring, ring[0])]]}
    image = product(outlines=(Outline(points=ring, kind="ring", source="stac", path="geometry"),))
    return order((ordered(image),), geometry=drawn)


def test_areas_foreseen_are_those_found_one_at_a_time(pack: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that nothing is near are looked at together, once."""
    far, close = of_square(-140.0, -40.0), of_square(34.0, 45.0)
    expected = [tuple(areas(one, pack, AS_OF, pack.rules)) for one in (far, close)]
    assert [bool(found[0].overlaps) for found in expected] == [False, True]
    footprints._FORESEEN.clear()
    known = pack.remembering()
    foresee([far, close], known)
    assert [tuple(areas(one, known, AS_OF, pack.rules)) for one in (far, close)] == expected
    afresh = pack.remembering()
    foresee([far, close, order()], afresh)
    monkeypatch.setattr(RegionIndex, "overlaps", lambda *_args, **_more: pytest.fail("looked for again"))
    monkeypatch.setattr(footprints, "_repaired", lambda *_: pytest.fail("made again"))
    assert tuple(areas(far, afresh, AS_OF, pack.rules)) == expected[0]
