"""Native orders: what is read, and each thing that is refused, with its pointer."""

from __future__ import annotations

import copy
import datetime as dt
import json
from typing import Any

import pytest

from sarcheck.errors import OrderError
from sarcheck.model import Owner, Party
from sarcheck.orders import interval, parse

FULL: dict[str, Any] = {
    "schema": "sarcheck.order/1",
    "id": "ORD-1",
    "created": "2022-10-14T11:30:00+02:00",
    "kind": "tasking",
    "jurisdictions": ["LU"],
    "datetime": "2022-10-01T00:00:00Z/..",
    "geometry": {"type": "Polygon", "coordinates": [[[30.0, 50.0], [31.0, 50.0], [31, 51], [30.0, 50.0]]]},
    "products": [
        {"id": "p1", "href": "p1", "sha256": "a" * 64},
        {"id": "p2", "item": {"type": "Feature", "x": [None]}},
    ],
    "tasking": {"platform": "sat-1", "mode": "spotlight", "resolution_m": 0.5, "product_type": "SLC"},
    "parties": [
        {
            "id": "buyer",
            "roles": ["customer", "end_user"],
            "name": "ООО Покупатель",
            "type": "company",
            "country": "DE",
            "subdivision": "DE-BY",
            "residence": "DE",
            "identifiers": {"inn": "7722429553"},
            "address": "1 Street\nTown",
            "us_person": False,
            "aliases": ["Buyer"],
            "nationalities": ["DE"],
            "born": None,
            "incorporated": "2017-12-25",
            "sector": "mapping",
            "owners": [
                {
                    "party": "parent",
                    "share": 60,
                    "control": True,
                    "from": "2019-08-21",
                    "to": None,
                    "source": "register",
                }
            ],
        },
        {"id": "parent", "roles": ["owner"], "name": "Parent", "owners": [{"party": "buyer"}]},
    ],
    "delivery": {
        "country": "DE",
        "subdivision": "DE-BY",
        "address": "a",
        "location": [11.5, 48.1],
        "endpoint": "s3://bucket",
        "ground_station": "g",
        "at": "2022-10-16T00:00:00Z",
    },
    "end_use": {"statement": "maps", "military": False},
    "licenses": ["L-1"],
    "extensions": {"anything": {"goes": [1, None, "here"]}},
}


def problems(tree: Any) -> list[tuple[str, str]]:
    """Return what is wrong with an order."""
    with pytest.raises(OrderError) as error:
        parse(json.dumps(tree).encode())
    return list(error.value.problems)


def changed(pointer: str, value: Any) -> dict[str, Any]:
    """Return the full order with one value set."""
    tree = copy.deepcopy(FULL)
    *path, last = pointer.split("/")[1:]
    place: Any = tree
    for key in path:
        place = place[int(key)] if isinstance(place, list) else place[key]
    place[int(last) if isinstance(place, list) else last] = value
    return tree


def test_a_full_order_is_read() -> None:
    document = parse(json.dumps(FULL).encode())
    assert document.created == dt.datetime(2022, 10, 14, 9, 30, tzinfo=dt.UTC)
    assert document.created.tzinfo is dt.UTC
    assert document.parties[0].owners == (
        Owner(party="parent", share=60.0, control=True, since=dt.date(2019, 8, 21), source="register"),
    )
    assert document.delivery is not None
    assert document.delivery.location == (11.5, 48.1)
    assert document.products[1].item == {"type": "Feature", "x": [None]}
    assert document.extensions == {"anything": {"goes": [1, None, "here"]}}


def test_a_small_order_is_read() -> None:
    tree = {"schema": "sarcheck.order/1", "id": "1", "kind": "archive"}
    tree["parties"] = [{"id": "a", "roles": ["customer"], "name": "A"}]
    assert parse(json.dumps(tree).encode()).parties == (Party(id="a", roles=("customer",), name="A"),)


REFUSED: list[tuple[str, Any, str]] = [
    # types
    ("/id", 1, "must be text in quotes"),
    ("/id", None, "must be text in quotes"),
    ("/kind", "archiv", 'must be one of "archive", "tasking"; did you mean "archive"?'),
    ("/kind", ["archive"], 'must be one of "archive", "tasking"'),
    ("/schema", "sarcheck.order/2", 'must be "sarcheck.order/1"'),
    ("/parties", {}, "must be a list"),
    ("/products/0", "p1", "must be an object"),
    ("/parties/0/roles/1", "enduser", 'did you mean "end_user"?'),
    ("/parties/0/aliases", None, "must be a list"),
    ("/parties/0/us_person", "no", "must be true or false"),
    ("/parties/0/us_person", 0, "must be true or false"),
    ("/parties/0/identifiers", [], "must be an object"),
    ("/parties/0/identifiers/inn", 7722429553, "must be text in quotes"),
    ("/parties/0/incorporated", "25.12.2017", 'must be a date like "2022-10-14"'),
    ("/parties/0/incorporated", "2017-02-30", "must be a date"),
    ("/parties/0/owners/0/share", "60", "must be a number, without quotes"),
    ("/parties/0/owners/0/share", True, "must be a number"),
    ("/tasking/resolution_m", "0.5", "must be a number"),
    ("/delivery/location", [11.5], "must be a list of 2 values"),
    ("/delivery/location/0", "11.5", "must be a number"),
    ("/created", 1665739800, 'must be a time like "2022-10-14T09:30:00Z"'),
    ("/created", "2022-10-14", "must be a time like"),
    ("/extensions", [], "must be an object"),
    # unknown fields
    ("/party", [], 'unknown field; did you mean "parties"?'),
    ("/parties/0/nme", "x", 'unknown field; did you mean "name"?'),
    ("/delivery/zzzzzz", 1, "unknown field"),
    # texts
    ("/parties/0/name", " ", "is blank; write it or leave it out"),
    ("/parties/0/name", "n" * 501, "has 501 characters, more than 500"),
    ("/parties/0/aliases/0", "n" * 501, "has 501 characters"),
    ("/parties/0/address", "", "is blank"),
    ("/parties/0/address", "a" * 10_001, "has 10,001 characters, more than 10,000"),
    ("/end_use/statement", "\x1b[2J", "holds a control character"),
    ("/end_use/statement", "a\x00b", "holds a control character"),
    ("/products/0/id", " p1", "an id has at most 200 visible characters"),
    ("/id", "a\u200bb", "an id has at most 200 visible characters"),
    ("/id", "a" * 201, "an id has at most 200 visible characters"),
    ("/products/0/href", "a\nb", "a path has at most 1,024 visible characters"),
    ("/products/0/href", "a" * 1_025, "a path has at most 1,024 visible characters"),
    # codes
    ("/parties/0/country", "de", 'write "DE", in capitals'),
    ("/parties/0/country", "Germany", '"Germany" is not a country code'),
    ("/parties/0/country", "DE\n", "is not a country code"),
    ("/parties/0/residence", "DEU", "is not a country code"),
    ("/parties/0/nationalities/0", "de", 'write "DE", in capitals'),
    ("/parties/0/subdivision", "de-by", 'write "DE-BY", in capitals'),
    ("/parties/0/subdivision", "Bavaria", '"Bavaria" is not a subdivision code'),
    ("/delivery/country", "D", "is not a country code"),
    ("/delivery/subdivision", "BY", "is not a subdivision code"),
    ("/jurisdictions/0", "lu", 'write "LU", in capitals'),
    ("/products/0/sha256", "abc", "is not a SHA-256; write 64 hexadecimal digits"),
    # numbers
    ("/parties/0/owners/0/share", -1, "-1 is not a share in percent, 0 to 100"),
    ("/parties/0/owners/0/share", 100.5, "100.5 is not a share"),
    ("/tasking/resolution_m", 0, "is not a resolution in metres"),
    ("/delivery/location", [11.5, 91], "is not [longitude, latitude]"),
    ("/delivery/location", [181, 0], "is not [longitude, latitude]"),
    # times
    ("/created", "2022-10-14T09:30:00", 'has no time zone; add "Z"'),
    ("/delivery/at", "2022-10-14T09:30:00", "has no time zone"),
    ("/created", "0001-01-01T00:00:00+23:59", "outside the years 1 to 9999"),
    ("/datetime", "2022-10-14T09:30:00Z", 'must be "start/end"'),
    ("/datetime", "2022-10-14T09:30:00Z/2022-10-13T09:30:00Z", "ends before it starts"),
    ("/datetime", "../..", "is open at both ends"),
    ("/datetime", "/", "is open at both ends"),
    ("/datetime", "2022-10-14/..", '"2022-10-14" is not a time like'),
    ("/datetime", "2022-10-14T09:30:00/..", "has no time zone"),
    ("/datetime", "a/b/c", 'must be "start/end"'),
    # geometry
    ("/geometry/type", "Point", "an order covers an area"),
    ("/geometry/type", "polygon", "must be one of"),
    ("/geometry/type", [], "must be one of"),
    ("/geometry/crs", {}, "unknown field"),
    ("/geometry/coordinates", [], "must be a list of rings"),
    ("/geometry/coordinates", None, "must be a list of rings"),
    ("/geometry/coordinates/0", [], "must be a list of positions"),
    ("/geometry/coordinates/0/1", ["30", 50], "must be [longitude, latitude]"),
    ("/geometry/coordinates/0/1", [30], "must be [longitude, latitude]"),
    ("/geometry/coordinates/0/1", [30, True], "must be [longitude, latitude]"),
    ("/geometry/coordinates/0/1", [[30, 50]], "must be [longitude, latitude]"),
    # between fields
    ("/parties/0/roles", [], "is empty; name at least one"),
    ("/products/1/id", "p1", '"p1" is taken; every id of products is used once'),
    ("/parties/0/owners/0/party", "nobody", '"nobody" is no party of this order; add it to parties'),
    ("/parties/0/owners/0/to", "2018-01-01", "is before from"),
    ("/tasking", None, "is missing; a tasking order says what to take"),
    ("/products/1/sha256", "a" * 64, "is the hash of a file; leave it out beside item"),
]


@pytest.mark.parametrize(("pointer", "value", "text"), REFUSED)
def test_each_wrong_value_is_refused_once_where_it_stands(pointer: str, value: Any, text: str) -> None:
    found = problems(changed(pointer, value))
    assert [place for place, _ in found] == [pointer]
    assert text in found[0][1]
    assert found[0][1].isprintable()
    assert len(found[0][1]) < 260


def test_what_is_wrong_between_fields_is_told_at_the_field_to_mend() -> None:
    assert problems(changed("/kind", "archive")) == [("/tasking", 'leave it out, or write kind "tasking"')]
    assert ("/parties", "is empty; name at least one") in problems(changed("/parties", []))
    taken = problems(changed("/parties/1/id", "buyer"))
    assert taken[0] == ("/parties/1/id", '"buyer" is taken; every id of parties is used once')


@pytest.mark.parametrize("field", ["href", "item"])
def test_a_product_is_known_in_exactly_one_way(field: str) -> None:
    other = {"href": "p1", "item": {}}
    text = "must have either href (a path) or item (a STAC Item)"
    assert problems(changed("/products/0", {"id": "p1", **other})) == [("/products/0", text)]
    assert problems(changed("/products/0", {"id": "p1"})) == [("/products/0", text)]
    assert parse(json.dumps(changed("/products/0", {"id": "p1", field: other[field]})).encode())


@pytest.mark.parametrize("field", ["schema", "id", "kind", "parties"])
def test_each_missing_field_is_told_at_its_place(field: str) -> None:
    tree = {key: value for key, value in FULL.items() if key != field}
    assert (f"/{field}", "is missing") in problems(tree)


def test_everything_wrong_is_told_at_once_with_what_the_guard_found() -> None:
    text = json.dumps(changed("/parties/0/country", "de")).replace('"share": 60', '"share": NaN, "share": 1')
    with pytest.raises(OrderError) as error:
        parse(text.replace('"kind": "tasking"', '"kind": 1').encode(), "o.json")
    assert [pointer for pointer, _ in error.value.problems] == [
        "/parties/0/owners/0/share",
        "/parties/0/owners/0/share",
        "/kind",
        "/parties/0/country",
    ]
    assert error.value.source == "o.json"


def test_keys_are_escaped_in_pointers() -> None:
    assert problems({**FULL, "a/b~c": 1})[0][0] == "/a~1b~0c"


def test_counts_are_capped() -> None:
    many = [{"id": str(i), "roles": ["customer"], "name": "N"} for i in range(1_001)]
    assert problems(changed("/parties", many))[0] == ("/parties", "has 1,001 entries, more than 1,000; split the order")
    wordy = [{**party, "aliases": ["A"] * 500} for party in many[:20]]
    assert ("/parties", "have 10,020 names, more than 10,000; split the order") in problems(changed("/parties", wordy))
    assert "more than 100,000 positions" in problems(changed("/geometry/coordinates/0", [[0, 0]] * 100_001))[0][1]
    numbers = {str(i): "1" for i in range(1_001)}
    assert "has 1,001 entries" in problems(changed("/parties/0/identifiers", numbers))[0][1]


def test_a_flood_of_problems_is_cut_short() -> None:
    found = problems({**FULL, **{f"k{i}": 0 for i in range(50_000)}})
    assert len(found) == 1_001
    assert "more than 1,000 problems" in found[-1][1]


@pytest.mark.parametrize(
    ("kind", "coordinates"),
    [
        ("MultiPoint", [[30, 50], [31, 50, 100.0]]),
        ("MultiPolygon", [[[[30, 50], [31, 50], [31, 51], [30, 50]]]]),
        ("Polygon", [[[179, 50], [181, 50], [181, 51], [179, 50]]]),
    ],
)
def test_areas_of_each_type_are_taken(kind: str, coordinates: Any) -> None:
    geometry = {"type": kind, "coordinates": coordinates, "bbox": [30, 50, 31, 51]}
    assert parse(json.dumps(changed("/geometry", geometry)).encode()).geometry == geometry


def test_an_interval_is_two_utc_times_or_open_ends() -> None:
    start = dt.datetime(2022, 10, 1, tzinfo=dt.UTC)
    assert interval("2022-10-01T02:00:00+02:00/..") == (start, None)
    assert interval("/2022-10-01T00:00:00Z") == (None, start)
    assert interval("2022-10-01T00:00:00Z/2022-10-01T00:00:00Z") == (start, start)
