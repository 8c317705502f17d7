"""Tables of fields in the pages: names and forms come from the JSON Schema, their meaning is written by hand.

A table stands after ``<!-- fields: KIND STRUCT -->``, KIND being what ``sarcheck schema`` prints.
"""

from __future__ import annotations

import re
from typing import Any

from sarcheck.schemas import KINDS, json_schema

TABLE = re.compile(r"(<!-- fields: (?P<kind>\w+) (?P<struct>\w+) -->\n\n)(?P<rows>(?:\|.*\n)+)")
HEAD = "| field | form | what it says |\n|---|---|---|\n"
ROW = re.compile(r"^\| `([^`]+)` \| .*? \| (.*) \|$", re.MULTILINE)
PLAIN = {
    "string": "text",
    "number": "number",
    "integer": "whole number",
    "boolean": "true or false",
    "object": "object",
}
FORMATS = {"date": "day", "date-time": "time"}


def form(shape: dict[str, Any]) -> str:
    """Return in words what a value of a JSON Schema is."""
    if "$ref" in shape:
        name = shape["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.casefold()})"
    if "anyOf" in shape:
        parts = [{**one, **{key: shape[key] for key in ("format",) if key in shape}} for one in shape["anyOf"]]
        return " or ".join(form(one) for one in parts if one.get("type") != "null")
    if "enum" in shape:
        return ", ".join(f"`{one}`" for one in shape["enum"])
    if shape.get("type") == "array" and "prefixItems" in shape:
        return f"{len(shape['prefixItems'])} numbers"
    if shape.get("type") == "array":
        return f"list: {form(shape['items'])}" if shape.get("items") else "list"
    if shape.get("type") == "object" and isinstance(shape.get("additionalProperties"), dict):
        return f"object of {form(shape['additionalProperties'])}"
    return FORMATS.get(shape.get("format", ""), PLAIN.get(shape.get("type", ""), "anything"))


def forms(kind: str, struct: str) -> dict[str, str]:
    """Return the form of each field of a struct; what an order must have is marked."""
    part = json_schema(kind)["$defs"][struct]  # type: ignore[arg-type]
    required = part.get("required", ()) if kind != "verdict" else ()
    return {
        name: form(shape) + ("; required" if name in required else "") for name, shape in part["properties"].items()
    }


def structs(kind: str) -> set[str]:
    """Return the structs of a document that have fields."""
    assert kind in KINDS
    parts = json_schema(kind)["$defs"]  # type: ignore[arg-type]
    return {name for name, part in parts.items() if "properties" in part}


def told(page: str, kind: str) -> set[str]:
    """Return the structs of a document of which a page has a table."""
    return {found["struct"] for found in TABLE.finditer(page) if found["kind"] == kind}


def renewed(page: str) -> str:
    """Return a page whose tables have the fields that there are, each with the meaning that the page gave it."""

    def table(found: re.Match[str]) -> str:
        meaning = dict(ROW.findall(found["rows"]))
        fields = forms(found["kind"], found["struct"]).items()
        return found[1] + HEAD + "".join(f"| `{name}` | {text} | {meaning.get(name, '')} |\n" for name, text in fields)

    return TABLE.sub(table, page)


def untold(page: str) -> list[str]:
    """Return the fields of a page's tables that nobody has said the meaning of."""
    rows = [row for found in TABLE.finditer(page) for row in ROW.findall(found["rows"])]
    return [name for name, meaning in rows if not meaning.strip()]
