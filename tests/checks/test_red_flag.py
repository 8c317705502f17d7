"""Each published red flag that an order can show, and its silence."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

import msgspec
import pytest

from sarcheck.checks import _flags, red_flag
from sarcheck.evidence import Evidence
from sarcheck.model import Delivery, EndUse, Finding, Order
from tests.builders import imaging, operator, order, ordered, party, place, product, rule, told
from tests.checks.test_places import named

MARCH = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
BUYER = party(id="b", roles=("customer", "end_user"), country="XB")


def raised(evidence: Evidence, flag: str, **parameters: Any) -> list[Finding]:
    law = rule("red_flag", outcome="review", parameters={"flag": flag} | parameters)
    return list(red_flag.check(evidence, law))


def pointers(evidence: Evidence, flag: str, **parameters: Any) -> list[str]:
    return [finding.pointer for finding in raised(evidence, flag, **parameters)]


def bought(*others: Any, **fields: Any) -> Order:
    """Return an order of a buyer in XB with further parties, as (role, country)."""
    more = tuple(party(id=f"x{i}", roles=(role,), country=country) for i, (role, country) in enumerate(others))
    return order(**{"parties": (BUYER, *more), "end_use": EndUse(statement="maps")} | fields)


def test_every_flag_has_its_function() -> None:
    assert set(_flags.FLAGS) == set(get_args(red_flag.Flag))


@pytest.mark.parametrize("flag", red_flag.NEEDED)
def test_a_flag_without_what_it_needs_is_refused(flag: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="needs"):
        msgspec.convert({"flag": flag}, red_flag.Parameters)


@pytest.mark.parametrize(
    ("end_use", "expected"),
    [
        (None, ["/end_use"]),
        (EndUse(), ["/end_use"]),
        (EndUse(statement=" "), ["/end_use"]),
        (EndUse(statement="maps"), []),
        (EndUse(military=False), []),
    ],
)
def test_missing_end_use(end_use: EndUse | None, expected: list[str]) -> None:
    assert pointers(told(bought(end_use=end_use)), "end_use_missing") == expected


@pytest.mark.parametrize(("countries", "count"), [(["XB"], 0), (["XC"], 1), ([], 1)])
def test_a_flag_is_not_raised_where_everyone_is_excepted(countries: list[str], count: int) -> None:
    evidence = told(bought(end_use=None), groups={"friends": frozenset(countries)})
    assert len(raised(evidence, "end_use_missing", except_groups=["friends"])) == count


def test_one_party_elsewhere_or_of_no_country_is_enough() -> None:
    for country in ("XZ", None):
        evidence = told(bought(("reseller", country), end_use=None))
        assert raised(evidence, "end_use_missing", except_countries=["XB"])


@pytest.mark.parametrize(
    ("end_use", "count"),
    [
        (EndUse(statement="for the army"), 1),
        (EndUse(statement="for the army", military=False), 1),
        (EndUse(statement="for the army", military=True), 0),
        (EndUse(statement="for maps"), 0),
    ],
)
def test_military_use_that_is_not_stated(end_use: EndUse, count: int) -> None:
    assert len(raised(told(bought(end_use=end_use)), "military_unsaid", terms=["army"])) == count


@pytest.mark.parametrize(
    ("born", "after", "recent"),
    [(None, 0, 0), (dt.date(2022, 2, 24), 0, 0), (dt.date(2022, 2, 25), 1, 0), (dt.date(2026, 1, 1), 1, 1)],
)
def test_young_companies(born: dt.date | None, after: int, recent: int) -> None:
    given = order(parties=(party(incorporated=born, country="XB"),), created=MARCH)
    assert len(raised(told(given), "incorporated_after", after=dt.date(2022, 2, 24))) == after
    assert raised(told(given), "incorporated_after", after=dt.date(2022, 2, 24), except_countries=["XB"]) == []
    assert len(raised(told(given), "recently_incorporated", days=180)) == recent


@pytest.mark.parametrize(
    ("others", "expected"), [((("payer", "XZ"),), ["/parties/1/country"]), ((("payer", "XB"),), [])]
)
def test_payment_from_elsewhere(others: Any, expected: list[str]) -> None:
    assert pointers(told(bought(*others)), "payer_elsewhere") == expected


@pytest.mark.parametrize(("country", "expected"), [("XZ", ["/delivery/country"]), ("XB", []), (None, [])])
def test_delivery_elsewhere(country: str | None, expected: list[str]) -> None:
    assert pointers(told(bought(delivery=Delivery(country=country))), "delivery_elsewhere") == expected


@pytest.mark.parametrize(
    ("others", "expected"),
    [((("reseller", "XT"),), ["/parties/1/country"]), ((("reseller", "XS"),), []), ((("payer", "XT"),), [])],
)
def test_transit(others: Any, expected: list[str]) -> None:
    evidence = told(bought(*others), groups={"transit": frozenset({"XT"})})
    assert pointers(evidence, "transit", groups=["transit"]) == expected


def test_the_end_users_own_country_is_no_transit() -> None:
    assert pointers(told(bought(("reseller", "XB"))), "transit", countries=["XB"]) == []


@pytest.mark.parametrize(("most", "count"), [(3, 0), (2, 1)])
def test_many_countries(most: int, count: int) -> None:
    evidence = told(bought(("reseller", "XC"), ("supplier", "XD"), ("payer", "XE")))
    assert len(raised(evidence, "many_countries", most=most)) == count


def test_addresses_in_another_country() -> None:
    split = party(country="XB", subdivision="XC-1")
    assert pointers(told(order(parties=(split,))), "subdivision_elsewhere") == ["/parties/0/subdivision"]
    assert pointers(told(order(parties=(party(country="XB", subdivision="XB-1"),))), "subdivision_elsewhere") == []
    for ascribed, expected in ((False, ["/parties/0/address"]), (True, [])):
        where = msgspec.structs.replace(place(BUYER), named=named(ascribed=ascribed))
        assert pointers(told(bought(), places=(where,)), "subdivision_elsewhere") == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": "Quick Freight Forwarding Ltd"}, ["/parties/0/name"]),
        ({"sector": "freight forwarding"}, ["/parties/0/sector"]),
        ({"name": "Freightliner Maps"}, []),
        ({"name": "Quick Freight Forwarding", "roles": ("payer",)}, []),
    ],
)
def test_forwarders(fields: dict[str, Any], expected: list[str]) -> None:
    given = order(parties=(party(**fields),))
    assert pointers(told(given), "terms_in_name", terms=["freight forwarding"]) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"address": "Lenina 5, кв. 12"}, ["/parties/0/address"]),
        ({"address": "Lenina 5, кв. 12", "type": "person"}, []),
        ({"address": "Kvarc 5"}, []),
        ({}, []),
    ],
)
def test_addresses_that_are_homes(fields: dict[str, Any], expected: list[str]) -> None:
    assert pointers(told(order(parties=(party(**fields),))), "terms_in_address", terms=["кв"]) == expected


def imaged(evidence_fields: dict[str, Any] | None = None, operators: Any = (), **fields: Any) -> Evidence:
    images = (ordered(product(**{"start": MARCH} | fields)),)
    given = order(images, **{"parties": (BUYER,), "end_use": EndUse(statement="maps")} | (evidence_fields or {}))
    return told(given, imaging=(imaging(*operators),))


@pytest.mark.parametrize(
    ("sector", "resolution", "expected"),
    [("Agriculture", 0.5, ["/parties/0/sector"]), ("Agriculture", 1.0, []), ("Mapping", 0.5, []), (None, 0.5, [])],
)
def test_images_finer_than_the_business_needs(sector: str | None, resolution: float, expected: list[str]) -> None:
    evidence = imaged({"parties": (party(sector=sector),)}, resolution_range=resolution)
    assert pointers(evidence, "fine_for_sector", terms=["agriculture"], finer_than=1.0) == expected


@pytest.mark.parametrize(
    ("days", "fields", "count"),
    [
        (4, {"resolution_range": 1.2}, 1),
        (5, {"resolution_range": 1.2}, 0),
        (4, {"resolution_range": 1.3, "resolution_azimuth": 1.3}, 0),
        (0, {"resolution_range": 20.0, "resolution_azimuth": 20.0, "complex": True}, 1),
        (0, {"resolution_range": 20.0, "resolution_azimuth": 20.0, "complex": False}, 0),
        (4, {"resolution_range": 1.2, "start": None}, 0),
    ],
)
def test_fresh_and_fine(days: int, fields: dict[str, Any], count: int) -> None:
    delivery = Delivery(country="XB", at=MARCH + dt.timedelta(days=days))
    evidence = imaged({"delivery": delivery}, **fields)
    assert len(raised(evidence, "fresh_and_fine", days=5, finer_than=1.2)) == count


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"receiving_country": "XR"}, 1),
        ({"facility_country": "XR"}, 1),
        ({"receiving_station": "MYN"}, 1),
        ({"receiving_station": "MYNX", "receiving_country": "XO"}, 0),
        ({}, 0),
    ],
)
def test_stations(fields: dict[str, Any], count: int) -> None:
    assert len(raised(imaged(**fields), "station", countries=["XR"], stations=["MYN"])) == count


def supplied(name: str, **ground: Any) -> Evidence:
    seller = party(id="s", roles=("supplier",), name=name)
    evidence = imaged({"parties": (BUYER, seller)}, (operator(aliases=("Op One",)),))
    return msgspec.structs.replace(evidence, **ground)


def test_suppliers() -> None:
    assert pointers(supplied("Stranger Ltd"), "supplier_unrelated") == ["/parties/1"]
    assert pointers(supplied("OP ONE"), "supplier_unrelated") == []
    assert pointers(supplied("Stranger Ltd", distributors={"op": ("Stranger Ltd",)}), "supplier_unrelated") == []
    assert pointers(supplied("Stranger Ltd"), "supplier_unrelated", open_operators=["op"]) == []
    assert pointers(supplied("Stranger Ltd", imaging=()), "supplier_unrelated") == []


def test_a_supplier_cannot_call_itself_the_operator_by_an_alias() -> None:
    seller = party(id="s", roles=("supplier",), name="Stranger Ltd", aliases=("Op One",))
    evidence = imaged({"parties": (BUYER, seller)}, (operator(aliases=("Op One",)),))
    assert pointers(evidence, "supplier_unrelated") == ["/parties/1"]
