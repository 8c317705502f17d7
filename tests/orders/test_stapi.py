"""Orders of the STAPI ordering API: each form of them, what a parties file adds, and whose fault an error is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarcheck.errors import OrderError
from sarcheck.orders import Parties, stapi, take

SQUARE = {"type": "Polygon", "coordinates": [[[20, 50], [21, 50], [21, 51], [20, 51], [20, 50]]]}
OTHER = {"type": "Polygon", "coordinates": [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]]}
WHEN = "2026-12-01T00:00:00Z/2026-12-05T00:00:00Z"
FILTER = {
    "op": "and",
    "args": [
        {"op": ">=", "args": [{"property": "grazingAngleDegrees"}, 45]},
        {"op": "=", "args": [{"property": "platform"}, "sat-1"]},
        {"op": "=", "args": [{"property": "sar:instrument_mode"}, "SPOTLIGHT"]},
    ],
}
SEARCH = {"datetime": WHEN, "geometry": SQUARE, "filter": FILTER}
FLAT = SEARCH | {"order_parameters": {"deliveryFormat": "SICD"}}
NESTED = {"search_parameters": SEARCH, "order_parameters": {"deliveryFormat": "SICD"}}
ORDER = {
    "type": "Feature",
    "stapi_type": "Order",
    "stapi_version": "0.2.0",
    "id": "5f8a",
    "geometry": SQUARE,
    "properties": {
        "product_id": "spotlight",
        "created": "2026-11-20T14:30:00Z",
        "status": {"timestamp": "2026-11-20T15:00:00Z", "status_code": "received", "links": []},
        "order_request": NESTED,
    },
    "links": [],
}
OLDER = ORDER | {"properties": {k: v for k, v in ORDER["properties"].items() if k != "order_request"} | NESTED}  # type: ignore[attr-defined]
CHAIN = {
    "parties": [{"id": "buyer", "roles": ["customer", "end_user"], "name": "Buyer GmbH", "country": "DE"}],
    "delivery": {"country": "DE"},
    "id": "ORD-7",
}


def took(body: dict[str, Any], added: dict[str, Any] | None = None) -> Any:
    parties = Parties(json.dumps(added).encode(), "chain.json") if added is not None else None
    return take(json.dumps(body).encode(), "body.json", parties)


def refused(body: dict[str, Any], added: dict[str, Any] | None = None) -> list[str]:
    with pytest.raises(OrderError) as error:
        took(body, added)
    return str(error.value).splitlines()


@pytest.mark.parametrize("body", [FLAT, NESTED, ORDER, OLDER, {"search_parameters": SEARCH}])
def test_each_form_is_the_same_tasking(body: dict[str, Any]) -> None:
    document, problems, _ = took(body)
    assert (document.kind, document.datetime, document.geometry) == ("tasking", WHEN, SQUARE)
    assert (document.tasking.platform, document.tasking.mode) == ("sat-1", "SPOTLIGHT")
    assert document.extensions["stapi"]["filter"] == FILTER
    assert document.parties == ()
    assert [problem.code for problem in problems] == ["no-parties"]


def test_an_order_keeps_its_id_and_day_and_a_request_is_called_by_its_bytes() -> None:
    assert took(ORDER).document.id == "5f8a"
    assert took(ORDER).document.created.isoformat() == "2026-11-20T14:30:00+00:00"
    assert took(ORDER).document.extensions["stapi"]["product_id"] == "spotlight"
    assert took(FLAT).document.id.startswith("stapi-")
    assert took(FLAT).document.id != took(NESTED).document.id


def test_a_parties_file_adds_what_no_ordering_api_carries() -> None:
    document, problems, added = took(FLAT, CHAIN | {"end_use": {"military": False}, "jurisdictions": ["LU"]})
    assert (document.id, document.parties[0].name, document.delivery.country) == ("ORD-7", "Buyer GmbH", "DE")
    assert document.end_use.military is False
    assert problems == ()
    assert added == {"parties", "delivery", "id", "end_use", "jurisdictions"}


def test_an_archive_order_is_one_that_the_parties_file_calls_so() -> None:
    document = took(FLAT, CHAIN | {"kind": "archive", "products": [{"id": "p", "href": "scene"}]}).document
    assert (document.kind, document.tasking, document.products[0].href) == ("archive", None, "scene")


def test_tasking_may_be_stated_in_part_by_each() -> None:
    document = took(FLAT, CHAIN | {"tasking": {"platform": "sat-1", "resolution_m": 0.5}}).document
    assert (document.tasking.platform, document.tasking.mode, document.tasking.resolution_m) == (
        "sat-1", "SPOTLIGHT", 0.5,
    )  # fmt: skip


def test_what_the_two_state_differently_is_an_error_with_its_place_in_both() -> None:
    told = refused(ORDER, CHAIN | {"geometry": OTHER, "tasking": {"platform": "sat-2"}})
    request = "/properties/order_request/search_parameters"
    assert told == [
        f"chain.json: /geometry: differs from what the order itself states at {request}/geometry; leave it out here",
        "chain.json: /id: differs from what the order itself states at /id; leave it out here",
        f"chain.json: /tasking/platform: differs from what the order itself states at {request}/filter/args/1/args/1; "
        "leave it out here",
    ]


def test_what_the_two_state_alike_is_none() -> None:
    assert took(ORDER, CHAIN | {"id": "5f8a", "geometry": SQUARE}).document.id == "5f8a"


def test_each_error_has_its_pointer_in_the_file_it_is_in() -> None:
    body = {"search_parameters": SEARCH | {"datetime": "tomorrow", "geometry": {"type": "Line", "coordinates": []}}}
    chain = {"parties": [{"id": "b", "roles": ["boss"], "name": "B"}], "delivery": {"country": "de"}, "who": 1}
    told = refused(body, chain)
    assert [line.partition(": ")[2].partition(": ")[0] for line in told] == [
        "/search_parameters/datetime",
        "/search_parameters/geometry/type",
        "/who",
        "/parties/0/roles/0",
        "/delivery/country",
    ]
    assert [line.partition(":")[0] for line in told] == ["body.json"] * 2 + ["chain.json"] * 3


def test_errors_of_the_parties_file_alone_are_its_own() -> None:
    assert refused(FLAT, {"parties": []}) == ["chain.json: /parties: is empty; name at least one"]
    with pytest.raises(OrderError, match=r"chain.json: /a: duplicate key"):
        take(json.dumps(FLAT).encode(), "body.json", Parties(b'{"a": 1, "a": 2}', "chain.json"))


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"search_parameters": {}}, "/search_parameters/datetime: is missing"),
        ({"search_parameters": {}}, "/search_parameters/geometry: is missing"),
        ({"search_parameters": 3}, "/search_parameters: must be an object"),
        ({"search_parameters": SEARCH, "geometry": OTHER}, "/geometry: is stated beside search_parameters"),
        (FLAT | {"filter": "x"}, "/filter: must be an object"),
        (FLAT | {"order_parameters": []}, "/order_parameters: must be an object"),
        (FLAT | {"delivery": {"country": "DE"}}, "/delivery: is no member of a STAPI order"),
        (FLAT | {"datetime": "../.."}, "/datetime: is open at both ends"),
        ({"stapi_type": "OrderCollection", "features": [ORDER]}, "/features: are several orders"),
        (ORDER | {"properties": 1}, "/properties/datetime: is missing"),
        (ORDER | {"id": 7}, "/id: must be text in quotes"),
        (ORDER | {"geometry": {"type": "MultiPoint", "coordinates": [[1, 2]]}}, "/geometry: is another area"),
    ],
)
def test_what_is_wrong_with_a_body_is_told_where_it_stands(body: dict[str, Any], place: str) -> None:
    assert any(line.startswith(f"body.json: {place}") for line in refused(body))


def test_a_point_is_looked_up_and_never_clear_until_an_area_is_stated() -> None:
    point = FLAT | {"geometry": {"type": "Point", "coordinates": [13.4, 52.5]}}
    document, problems, _ = took(point, CHAIN)
    assert document.geometry["coordinates"][0][0] == [13.399, 52.499]
    assert [(problem.pointer, problem.code) for problem in problems] == [("/geometry", "point")]
    document, problems, _ = took(point, CHAIN | {"geometry": SQUARE})
    assert (document.geometry, problems) == (SQUARE, ())


def test_an_estimated_footprint_elsewhere_is_an_area_of_the_order_too() -> None:
    assert took(ORDER | {"geometry": OTHER}).document.geometry == {
        "type": "MultiPolygon",
        "coordinates": [SQUARE["coordinates"], OTHER["coordinates"]],
    }
    request = NESTED | {"search_parameters": SEARCH | {"geometry": {"type": "Point", "coordinates": [20.5, 50.5]}}}
    made = ORDER | {"properties": ORDER["properties"] | {"order_request": request}}  # type: ignore[operator]
    assert took(made).document.geometry == SQUARE


def test_a_term_that_need_not_hold_says_nothing_of_the_platform() -> None:
    for term in ({"op": "or", "args": FILTER["args"]}, {"op": "not", "args": [FILTER["args"][1]]}):  # type: ignore[index]
        assert took(FLAT | {"filter": term}).document.tasking.platform is None


def test_a_native_order_may_have_a_parties_file_too() -> None:
    body = {"schema": "sarcheck.order/1", "id": "1", "kind": "archive"}
    assert took(body, {"parties": CHAIN["parties"]}).document.parties[0].id == "buyer"
    assert refused(body) == ["body.json: /parties: is missing"]
    assert refused(body | {"parties": CHAIN["parties"]}, {"parties": [], "kind": "archive"})[0].startswith(
        "chain.json: /parties: differs"
    )


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
MEMBERS = st.sampled_from(
    ["datetime", "geometry", "filter", "order_parameters", "search_parameters", "type", "stapi_type", "properties",
     "id", "order_request", "kind", "created", "platform", "tasking", "extensions", "parties"]
)  # fmt: skip
TREES = st.dictionaries(MEMBERS, VALUES | st.dictionaries(MEMBERS, VALUES | st.dictionaries(MEMBERS, VALUES)))


@given(TREES, st.none() | TREES)
def test_any_document_is_an_order_or_an_order_error(body: dict[str, Any], added: dict[str, Any] | None) -> None:
    for whole in (body, FLAT | body, ORDER | body):
        try:
            document = took(whole, added).document
        except OrderError as error:
            assert str(error)
        else:
            assert document.parties or stapi.recognises(whole)
