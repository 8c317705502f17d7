"""Is a product what was ordered?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sarcheck import geo
from sarcheck.model import Platform, ProductRef, ProvenanceFact, Tasking
from sarcheck.platforms import PlatformTable
from sarcheck.provenance import ordered as against
from tests.builders import AS_OF, order, ordered, product

TABLE = PlatformTable((Platform(key="sat-1", names=("SAT-1",)), Platform(key="sat-2")), ())
START = dt.datetime(2024, 3, 1, 5, tzinfo=dt.UTC)


def square(west: float, south: float, size: float = 1.0) -> Any:
    return geo.footprint([(west, south), (west + size, south), (west + size, south + size), (west, south + size)])


def told(fields: dict[str, Any] | None = None, /, area: Any = None, images: Any = (), **wishes: Any) -> Any:
    read = product(**{"platform": "sat-1", "start": START, "stop": START + dt.timedelta(seconds=20)} | (fields or {}))
    one = ordered(read, **{key: wishes.pop(key) for key in ("ref", "sha256") if key in wishes})
    facts = against.facts(order((one,), **wishes), one, area, images, TABLE, 0.75, AS_OF)
    return {fact.check: fact for fact in facts}


def test_an_order_that_states_nothing_is_asked_nothing() -> None:
    assert {fact.result for fact in told().values()} == {"not_possible"}


@pytest.mark.parametrize(
    ("area", "images", "result", "share"),
    [
        ((10.0, 50.0), [(10.0, 50.0)], "pass", 1.0),
        ((10.0, 50.0), [(10.5, 50.0)], "pass", 0.5),
        ((10.0, 50.0), [(9.5, 50.0), (10.5, 50.0)], "pass", 1.0),
        ((10.0, 50.0), [(13.0, 50.0)], "fail", 0.0),
        ((179.5, 0.0), [(-180.5, 0.0)], "pass", 1.0),
        ((10.0, 84.0), [(10.5, 84.0)], "pass", 0.5),
        ((10.0, 79.8), [(10.0, 78.9)], "pass", 0.1),
        ((10.0, 78.9), [(10.0, 79.8)], "pass", 0.1),
        ((10.0, 84.0), [(10.0, -84.0)], "fail", 0.0),
    ],
)
def test_the_image_meets_the_ordered_area(area: Any, images: Any, result: str, share: float) -> None:
    fact = told(area=square(*area), images=[square(*image) for image in images])["area"]
    assert fact.result == result
    if fact.result == "pass":
        assert fact.numbers["covered_share"] == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize(
    ("interval", "result"),
    [
        ("2024-03-01T00:00:00Z/2024-03-02T00:00:00Z", "pass"),
        ("2024-03-01T05:00:00Z/2024-03-01T05:00:20Z", "pass"),
        ("2024-03-01T05:00:10Z/..", "fail"),
        ("../2024-03-01T05:00:10Z", "fail"),
        ("2024-03-02T00:00:00Z/2024-03-03T00:00:00Z", "fail"),
    ],
)
def test_the_image_lies_in_the_ordered_interval(interval: str, result: str) -> None:
    assert told(datetime=interval)["window"].result == result


@pytest.mark.parametrize(
    ("kind", "days", "result"),
    [("archive", 1, "pass"), ("archive", -1, "fail"), ("tasking", -1, "pass"), ("tasking", 1, "fail")],
)
def test_an_archive_image_is_older_than_its_order_and_a_tasked_one_is_not(kind: str, days: int, result: str) -> None:
    assert told(kind=kind, created=START + dt.timedelta(days=days))["turn"].result == result


def test_an_image_of_a_day_to_come_is_none() -> None:
    later = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    fields = {"start": later, "stop": later}
    assert told(fields)["turn"].result == "fail"
    assert told(fields, kind="tasking", created=START)["turn"].result == "fail"


@pytest.mark.parametrize(("asked", "result"), [("SAT-1", "pass"), ("sat-2", "fail"), ("sat-9", "not_possible")])
def test_the_platform_is_the_one_that_was_tasked(asked: str, result: str) -> None:
    assert told(tasking=Tasking(platform=asked))["ordered_platform"].result == result


@pytest.mark.parametrize(
    ("asked", "mode", "result"),
    [
        ("spotlight", "SP", "pass"),
        ("Stripmap", "SM", "pass"),
        ("xyz", "XYZ", "pass"),
        ("spotlight", "SM", "fail"),
        ("spotlight", "QUUX", "not_possible"),
        ("spotlight", None, "not_possible"),
    ],
)
def test_the_mode_is_of_the_kind_that_was_ordered(asked: str, mode: str | None, result: str) -> None:
    assert told({"mode": mode}, tasking=Tasking(mode=asked))["ordered_mode"].result == result


@pytest.mark.parametrize(
    ("stated", "result"),
    [((0.5, 0.3), "pass"), ((3.0, 0.3), "fail"), ((0.1, 0.1), "fail"), ((None, None), "not_possible")],
)
def test_the_resolution_is_about_what_was_ordered(stated: Any, result: str) -> None:
    fields = {"resolution_range": stated[0], "resolution_azimuth": stated[1]}
    assert told(fields, tasking=Tasking(resolution_m=0.5))["ordered_resolution"].result == result


@pytest.mark.parametrize(
    ("asked", "fields", "result"),
    [
        ("GRD", {"product_type": "GRDH"}, "pass"),
        ("SLC", {"product_type": "GRD", "complex": False}, "fail"),
        ("GRD", {"product_type": "SLC", "complex": True}, "fail"),
        ("SLC", {"product_type": "SSC", "complex": True}, "not_possible"),
        ("SLC", {"product_type": "ODD"}, "not_possible"),
    ],
)
def test_the_type_is_what_was_ordered(asked: str, fields: dict[str, Any], result: str) -> None:
    assert told(fields, tasking=Tasking(product_type=asked))["ordered_type"].result == result


@pytest.mark.parametrize(("found", "result"), [("ab", "pass"), ("cd", "fail"), (None, "not_possible")])
def test_the_hash_is_the_stated_one(found: str | None, result: str) -> None:
    fact = told(ref=ProductRef(id="p1", href="p1", sha256="AB"), sha256=found)["sha256"]
    assert fact.result == result
    assert result != "pass" or "not who made it" in fact.message


@pytest.mark.parametrize(
    ("customer", "result"),
    [
        ("Example", "pass"),
        ("Zvezda Orbital", "fail"),
        ("---", "not_possible"),
        ("tsx_0042", "not_possible"),
        (None, "not_possible"),
    ],
)
def test_the_customer_that_the_product_names_is_in_the_order(customer: str | None, result: str) -> None:
    assert told({"customer": customer})["customer"].result == result


@pytest.mark.parametrize(
    ("country", "result"),
    [("DE", "pass"), ("de", "pass"), ("RU", "fail"), ("Germany", "not_possible"), (None, "not_possible")],
)
def test_the_customers_country_is_one_of_the_orders(country: str | None, result: str) -> None:
    assert told({"customer_country": country})["customer_country"].result == result


def whole(*products: Any) -> dict[str, ProvenanceFact]:
    return {fact.check: fact for fact in against.whole(order(tuple(ordered(one) for one in products)))}


def test_products_are_counted_and_none_is_listed_twice() -> None:
    one, other = product(), product(id="Q")
    assert {fact.result for fact in whole(one, other).values()} == {"pass"}
    assert whole(one, None)["count"].result == "fail"
    assert whole(one, other, one)["twice"].result == "fail"
    assert {fact.result for fact in whole().values()} == {"not_possible"}
