"""The published schemas accept what sarcheck reads and writes, and refuse what it refuses."""

from __future__ import annotations

import copy
import datetime as dt
import tomllib
from typing import Any

import jsonschema
import msgspec
import pytest

from sarcheck.model import Basis, Finding, OrderStamp, PackStamp, Problem, Status, Subject, ToolStamp, Verdict
from sarcheck.orders import parse
from sarcheck.schemas import KINDS, json_schema

ORDER: dict[str, Any] = {
    "schema": "sarcheck.order/1",
    "id": "ORD-1",
    "created": "2022-10-14T09:30:00Z",
    "kind": "archive",
    "products": [{"id": "p1", "href": "p1", "sha256": "a" * 64}, {"id": "p2", "href": None, "item": {}}],
    "parties": [
        {"id": "buyer", "roles": ["customer"], "name": "B", "country": "DE", "owners": [{"party": "buyer", "share": 1}]}
    ],
    "delivery": {"country": None, "location": [11.5, 48.1], "at": "2022-10-16T00:00:00Z"},
}

RULE = """
id = "rule"
title = "t"
regime = "r"
authority = "a"
check = "listed_party"
outcome = "deny"
citation = "c"
remedy = "r"
[[in_force]]
from = 2025-09-29
[parameters]
lists = ["l"]
"""

FINDING = Finding(
    id="f1",
    rule="rule",
    regime="r",
    authority="a",
    outcome="deny",
    confidence=0.9,
    title="t",
    pointer="/parties/0",
    subject=Subject(kind="party", id="buyer"),
    message="m",
    remedy="r",
    basis=Basis(citation="c", in_force_from=dt.date(2021, 4, 15), in_force_to=None, status="verified"),
    evidence=({"kind": "name_match", "score": 0.9},),
)

VERDICT = Verdict(
    outcome="deny",
    as_of=dt.date(2026, 11, 22),
    order=OrderStamp(id="ORD-1", sha256="a" * 64),
    status=Status(status_code="rejected", reason_code="listed-party", reason_text="t"),
    findings=(FINDING,),
    regimes={"r": "deny"},
    examined=(),
    problems=(Problem(pointer="/products/0", message="m"),),
    rules=PackStamp(pack="p", version="1", sha256="a" * 64),
    tool=ToolStamp(name="sarcheck", version="0"),
)

EXAMPLES: dict[Any, Any] = {
    "order": ORDER,
    "verdict": msgspec.json.decode(msgspec.json.encode(VERDICT)),
    "rule": msgspec.to_builtins(tomllib.loads(RULE)),
}


def accepts(kind: Any, instance: Any) -> bool:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(json_schema(kind), format_checker=checker).is_valid(instance)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_a_schema_and_says_what_it_is(kind: Any) -> None:
    schema = json_schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:sarcheck:schema:{kind}:1"
    assert schema["title"]
    assert schema["description"]
    assert schema == json_schema(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_is_accepted_and_an_unknown_field_is_refused(kind: Any) -> None:
    assert accepts(kind, EXAMPLES[kind])
    assert not accepts(kind, {**EXAMPLES[kind], "surplus": 1})
    for field in ("parties", "products", "findings", "in_force", "problems"):
        if EXAMPLES[kind].get(field):
            changed = copy.deepcopy(EXAMPLES[kind])
            changed[field][0]["surplus"] = 1
            assert not accepts(kind, changed), field


def test_the_order_that_the_schema_accepts_is_read() -> None:
    assert parse(msgspec.json.encode(ORDER)).id == "ORD-1"


@pytest.mark.parametrize(
    ("part", "field", "value"),
    [
        ("parties", "country", "de"),
        ("parties", "subdivision", "Bavaria"),
        ("parties", "roles", []),
        ("parties", "owners", [{"party": "buyer", "share": 101}]),
        ("products", "sha256", "abc"),
        ("products", "item", {}),
        ("products", "href", None),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(part: str, field: str, value: Any) -> None:
    changed = copy.deepcopy(ORDER)
    changed[part][0][field] = value
    assert not accepts("order", changed)


def test_the_verdict_schema_misses_nothing_that_is_left_out() -> None:
    for field in EXAMPLES["verdict"]:
        assert not accepts("verdict", {key: value for key, value in EXAMPLES["verdict"].items() if key != field})
