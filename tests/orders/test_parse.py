"""Which dialect an order is written in."""

from __future__ import annotations

import pytest

from sarcheck.errors import OrderError
from sarcheck.orders import DIALECTS, native, parse, stapi


def message(data: bytes) -> str:
    with pytest.raises(OrderError) as error:
        parse(data, "body.json")
    return str(error.value)


def test_the_dialects() -> None:
    assert [dialect.NAME for dialect in DIALECTS] == [native.NAME, stapi.NAME] == ["native", "stapi"]


def test_anything_else_is_told_what_an_order_is() -> None:
    assert message(b'{"hello": 1}') == (
        'body.json: is not a sarcheck order; add "schema": "sarcheck.order/1", "id", "kind" and "parties"'
    )


def test_an_order_that_forgot_its_schema_is_told_that_and_the_rest() -> None:
    lines = message(b'{"parties": [], "id": NaN}').splitlines()
    assert "body.json: /schema: is missing" in lines
    assert "body.json: /kind: is missing" in lines
    assert any(line.startswith("body.json: /id: NaN is not a number") for line in lines)


def test_duplicate_keys_of_a_stranger_are_told_too() -> None:
    assert "/a: duplicate key" in message(b'{"a": 1, "a": 2}')
