"""Whatever an order holds: it is read, or refused with an OrderError that says where."""

from __future__ import annotations

import copy
import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import jsonschema
import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from sarcheck.errors import OrderError
from sarcheck.intake import load_order
from sarcheck.orders import parse
from sarcheck.schemas import json_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = jsonschema.Draft202012Validator(json_schema("order"))
ROLES = ["customer", "end_user", "reseller", "owner"]

texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
ids = st.text(st.sampled_from("abc-_/~Ж長"), min_size=1, max_size=4)
dates = st.dates().map(str)
offsets = st.integers(-720, 720).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
times = st.datetimes(dt.datetime(2, 1, 1), dt.datetime(9998, 1, 1), timezones=offsets).map(dt.datetime.isoformat)
countries = st.text(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), min_size=2, max_size=2)
numbers = st.floats(allow_nan=False, allow_infinity=False)
trees = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def some(required: dict[str, Any], **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects that have the required fields and some, or null, of the optional ones."""
    return st.fixed_dictionaries(required, optional={key: st.none() | value for key, value in optional.items()})


@st.composite
def orders(draw: st.DrawFn) -> dict[str, Any]:
    """Return an order that must be read."""
    names = draw(st.lists(ids, min_size=1, max_size=4, unique=True))
    owner = some({"party": st.sampled_from(names)}, share=st.floats(0, 100), control=st.booleans(), source=texts)
    known = {"href": texts} if draw(st.booleans()) else {"item": st.dictionaries(texts, numbers, max_size=2)}
    party = some(
        {
            "roles": st.lists(st.sampled_from(ROLES), min_size=1, max_size=3),
            "name": texts,
            "owners": st.lists(owner, max_size=2),
        },
        country=countries,
        born=dates,
        us_person=st.booleans(),
    )
    kind = draw(st.sampled_from(["archive", "tasking"]))
    tree = draw(
        some({}, created=times, delivery=some({}, country=countries, at=times), end_use=some({}, statement=texts))
    )
    return {
        "schema": "sarcheck.order/1",
        "id": draw(ids),
        "kind": kind,
        "parties": [{"id": name, **draw(party)} for name in names],
        "products": [{"id": name, **draw(st.fixed_dictionaries(known))} for name in names],
        "tasking": {"platform": "p"} if kind == "tasking" else None,
        **tree,
    }


def places(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value below the root."""
    rows = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in rows:
        yield (*path, key)
        yield from places(value, (*path, key))


def problems(data: bytes) -> list[tuple[str, str]]:
    """Return what is wrong with an order, and nothing when it is read; any other error fails the test."""
    try:
        parse(data)
    except OrderError as error:
        assert error.problems
        return list(error.problems)
    return []


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_an_order_error(data: bytes) -> None:
    problems(data)


@settings(max_examples=50, deadline=None)
@given(trees)
def test_no_tree_raises_anything_but_an_order_error(tree: Any) -> None:
    assert problems(json.dumps(tree).encode())
    if isinstance(tree, dict):
        assert problems(json.dumps({**tree, "schema": "sarcheck.order/1"}).encode())


@settings(max_examples=50, deadline=None)
@given(orders())
def test_a_valid_order_is_read_and_reads_the_same_when_written_again(tree: dict[str, Any]) -> None:
    document = parse(json.dumps(tree).encode())
    assert parse(msgspec.json.encode(document)) == document
    assert [party.id for party in document.parties] == [party["id"] for party in tree["parties"]]


@settings(max_examples=50, deadline=None)
@given(orders(), st.data())
def test_one_strange_value_anywhere_is_read_or_refused_at_a_pointer(tree: dict[str, Any], data: st.DataObject) -> None:
    *path, last = data.draw(st.sampled_from(sorted(places(tree), key=repr)))
    changed = copy.deepcopy(tree)
    place: Any = changed
    for key in path:
        place = place[key]
    place[last] = data.draw(trees)
    for pointer, message in problems(json.dumps(changed).encode()):
        assert pointer.startswith("/")
        assert message.isprintable()


@settings(max_examples=50, deadline=None)
@given(orders())
def test_the_published_schema_accepts_a_valid_order(tree: dict[str, Any]) -> None:
    SCHEMA.validate(tree)


@settings(max_examples=50, deadline=None)
@given(trees)
def test_decoded_json_of_any_kind_raises_nothing_but_an_order_error(tree: Any) -> None:
    try:
        load_order({"schema": tree, "extensions": {"x": tree}})
    except OrderError as error:
        assert error.problems
