"""Latitude before longitude: what was photographed decides, then the order's words; else both are looked at."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarcheck import geo
from sarcheck.errors import GeometryError
from sarcheck.evidence import areas, axes
from sarcheck.evidence.axes import exchange
from sarcheck.evidence.facts import Exchange
from sarcheck.geo.planes import lay_out
from sarcheck.model import Delivery, EndUse, Footprint, Order, Overlap, Rule
from sarcheck.ruleset import Ruleset, load
from tests import tiny
from tests.builders import AS_OF, order, rule


def square(x: float, y: float, side: float = 0.5) -> Footprint:
    return geo.footprint([(x, y), (x + side, y), (x + side, y + side), (x, y + side)])


def overlap(region: str, relation: str = "inside", **fields: Any) -> Overlap:
    given = {"region": region, "name": region.title(), "kind": "area", "relation": relation}
    return Overlap(**given | {"overlap_km2": 1.0, "overlap_share": 1.0, "distance_km": 0.0} | fields)


WRITTEN, EXCHANGED = square(48.5, 37.2), square(37.2, 48.5)
CALM, HOT = overlap("calm"), overlap("hot")
ASKED = (rule("sensitive_region", parameters={"regions": ["hot"]}),)
OTHERS = (rule("sensitive_region", parameters={"other_kinds": ["country"]}),)


def found(
    *products: Footprint,
    here: tuple[Overlap, ...] = (CALM,),
    there: tuple[Overlap, ...] = (HOT,),
    rules: tuple[Rule, ...] = ASKED,
    given: Footprint = WRITTEN,
    of: Order | None = None,
) -> Exchange | None:
    return exchange(of or order(), given, products, lambda asked: here if asked == given else there, rules)


def test_what_was_photographed_confirms_or_contradicts() -> None:
    assert found(square(48.7, 37.4)) is None
    contrary = found(square(37.4, 48.7))
    assert contrary is not None
    assert (contrary.axes, contrary.witness) == ("contradicted", "products")
    assert [o.region for o in contrary.overlaps] == ["hot"]
    assert found(square(37.4, 48.7), there=()) is not None
    assert found(square(0, 0.5), square(48.7, 37.4)) is None


@pytest.mark.parametrize("products", [(), (square(0, 0.5),), (square(30, 30, 25),)])
def test_where_nothing_tells_a_region_met_only_when_exchanged_is_told(products: tuple[Footprint, ...]) -> None:
    both = found(*products)
    assert both is not None
    assert (both.axes, both.witness) == ("open", "")
    assert [o.region for o in both.overlaps] == ["hot"]


@pytest.mark.parametrize(
    ("here", "there", "rules"),
    [
        ((CALM,), (CALM,), ASKED),
        ((HOT,), (HOT,), ASKED),
        ((HOT,), (), ASKED),
        ((), (overlap("cold"),), ASKED),
        ((), (overlap("hot", "outside"),), ()),
        ((), (overlap("x", kind="country"),), OTHERS),
    ],
)
def test_what_no_rule_asks_about_or_is_met_anyway_is_no_alarm(
    here: tuple[Overlap, ...], there: tuple[Overlap, ...], rules: tuple[Rule, ...]
) -> None:
    assert found(here=here, there=there, rules=rules) is None


def test_a_region_of_a_kind_that_a_rule_does_not_leave_out_is_asked_about() -> None:
    assert found(there=(overlap("x"),), rules=OTHERS) is not None


def test_no_latitude_beyond_90_is_looked_at() -> None:
    assert found(given=square(120, 50)) is None
    assert found(given=geo.footprint([(50, 120), (51, 120), (51, 121), (50, 121)])) is None


@pytest.mark.parametrize(
    ("words", "witness"),
    [
        ({"delivery": Delivery(country="CC")}, "delivery"),
        ({"delivery": Delivery(subdivision="CC-1")}, "delivery"),
        ({"end_use": EndUse(statement="Crops of  CALM,  every week")}, "statement"),
    ],
)
def test_the_orders_own_words_are_heard(words: dict[str, Any], witness: str) -> None:
    calm = overlap("calm", kind="country", country="CC", subdivision="CC-1")
    as_written = found(here=(calm,), of=order(**words))
    assert as_written is not None
    assert (as_written.axes, as_written.witness) == ("confirmed", witness)
    exchanged = found(here=(), there=(calm,), of=order(**words))
    assert exchanged is not None
    assert (exchanged.axes, exchanged.witness, exchanged.overlaps) == ("contradicted", witness, ())
    both = found(here=(calm,), there=(calm, HOT), of=order(**words))
    assert both is not None
    assert both.axes == "open"


@pytest.mark.parametrize("statement", ["calmly", "recalm", "noncalm calm7", ""])
def test_a_name_within_a_word_is_none(statement: str) -> None:
    heard = found(of=order(end_use=EndUse(statement=statement)))
    assert heard is not None
    assert heard.axes == "open"


def test_products_beyond_180_degrees_and_round_a_pole_are_met() -> None:
    given = square(-179.8, 60)
    assert exchange(order(), square(60, 70), [square(59.8, 69.9)], lambda _: (HOT,), ASKED) is None
    assert geo.swapped(given) is None
    polar = geo.footprint([(10, 82), (20, 82), (20, 83), (10, 83)])
    assert (
        exchange(order(), polar, [geo.footprint([(5, 81), (25, 81), (25, 84), (5, 84)])], lambda _: (HOT,), ASKED)
        is None
    )
    assert exchange(order(), polar, [square(10, 70, 20)], lambda _: (HOT,), ASKED) is None


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    """Return the tiny pack, which asks about a square at 10 degrees east, 50 north."""
    return load(tiny.write(tmp_path_factory.mktemp("pack")))


@pytest.mark.parametrize(
    ("corner", "more", "axes"),
    [
        ((50, 10), {}, "open"),
        ((10, 50), {}, None),
        ((40, 10), {}, None),
        ((50, 10), {"end_use": EndUse(statement="The Square")}, "contradicted"),
    ],
)
def test_an_order_is_looked_at_both_ways(
    ruleset: Ruleset, corner: tuple[float, float], more: dict[str, Any], axes: str | None
) -> None:
    x, y = corner
    ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
    asked = order(kind="tasking", geometry={"type": "Polygon", "coordinates": [ring]}, **more)
    (area,) = areas.areas(asked, ruleset, AS_OF, ruleset.rules)
    assert (area.exchange.axes if area.exchange else None) == axes
    assert area.footprint is not None
    assert area.footprint.rings[0][0] == (x, y)


def test_a_region_that_has_ended_is_no_alarm(ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(areas, "holds_on", lambda *_: False)
    shape = {"type": "Polygon", "coordinates": [[[50, 10], [51, 10], [51, 11], [50, 11], [50, 10]]]}
    (area,) = areas.areas(order(kind="tasking", geometry=shape), ruleset, AS_OF, ruleset.rules)
    assert area.exchange is None


@given(
    st.floats(-179, 179), st.floats(-89, 89), st.floats(0.01, 12), st.floats(-179, 179), st.floats(-89, 89),
    st.booleans(), st.floats(0.01, 12),
)  # fmt: skip
def test_what_is_far_by_boxes_does_not_meet_on_the_ground(
    x: float, y: float, side: float, px: float, py: float, near: bool, image: float
) -> None:
    """Whatever boxes settle, the ground says too; many pairs are drawn close together."""
    try:
        area = square(x, y, side)
        product = square((y + px / 60) if near else px, (x + py / 30) if near and abs(x) < 87 else py, image)
        exchanged = geo.swapped(area)
    except GeometryError:
        return
    if axes._far_exchanged(area, [product]):
        assert exchanged is None or not axes._met(exchanged, lay_out(product.rings))


def test_boxes_settle_what_is_plainly_far_and_nothing_that_meets() -> None:
    assert axes._far_exchanged(WRITTEN, [WRITTEN])
    assert axes._far_exchanged(square(80.0, 10.0), [square(80.0, 10.0)])
    assert not axes._far_exchanged(WRITTEN, [EXCHANGED])
    assert not axes._far_exchanged(square(30.1, 30.2), [square(30.1, 30.2)])
    assert not axes._far_exchanged(square(10.0, 179.9 - 90.5), [square(89.0, 9.8)])
