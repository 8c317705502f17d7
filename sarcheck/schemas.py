"""JSON Schemas of what sarcheck reads and writes, made from its types.

A schema is for editors and for programs that write orders: it says what types and single fields can say. What holds
between fields (owners are parties of the order, intervals end after they start) only sarcheck itself checks.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from sarcheck.model import Delivery, OrderDocument, Owner, Party, ProductRef, Rule, Verdict
from sarcheck.orders import native

__all__ = ["KINDS", "Kind", "json_schema"]

Kind = Literal["order", "verdict", "rule"]

KINDS: dict[Kind, tuple[type, str]] = {
    "order": (OrderDocument, "An order for SAR data as sarcheck screens it."),
    "verdict": (Verdict, "What sarcheck found about an order, and on which inputs."),
    "rule": (Rule, "One testable provision of a regime, written as TOML."),
}

DIALECT = "https://json-schema.org/draft/2020-12/schema"

NOTES: dict[tuple[type, str], dict[str, Any]] = {
    **{place: {"pattern": pattern} for place, pattern in native.PATTERNS.items()},
    (OrderDocument, "created"): {"format": "date-time"},
    (OrderDocument, "parties"): {"minItems": 1},
    (Party, "roles"): {"minItems": 1},
    (Owner, "share"): {"minimum": 0, "maximum": 100},
    (Delivery, "at"): {"format": "date-time"},
}
"""What the types cannot say, by struct and field as written."""


def json_schema(kind: Kind) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an order, a verdict or a rule. Unknown fields are refused by all three."""
    root, description = KINDS[kind]
    schema = msgspec.json.schema(root)
    parts: dict[str, dict[str, Any]] = schema["$defs"]
    for part in parts.values():
        if "properties" in part:
            part["additionalProperties"] = False
            if kind == "verdict":  # sarcheck leaves nothing out of what it writes
                part["required"] = list(part["properties"])
    for (owner, field), note in NOTES.items():
        if owner.__name__ in parts:
            parts[owner.__name__]["properties"][field].update(note)
    if kind == "order":
        parts[ProductRef.__name__]["oneOf"] = [_stated("href"), _stated("item")]
    head = {"$schema": DIALECT, "$id": f"urn:sarcheck:schema:{kind}:1", "title": f"sarcheck {kind}"}
    return {**head, "description": description, **schema}


def _stated(field: str) -> dict[str, Any]:
    return {"required": [field], "properties": {field: {"not": {"type": "null"}}}}
