"""STAC Items held against the pinned schemas of their version and of each extension that they name, offline."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

FOLDER = Path(__file__).parent / "schemas"
ITEM = "https://schemas.stacspec.org/v1.1.0/item-spec/json-schema/item.json"
PROJJSON = "https://proj.org/schemas/v0.7/projjson.schema.json"


@cache
def registry() -> Registry[Any]:
    """Return the schemas of the folder by their own ids; what is not among them cannot be resolved."""
    schemas = {path: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
    known = {_address(path, schema["$id"]): DRAFT7.create_resource(schema) for path, schema in schemas.items()}
    refused: Resource[Any] = DRAFT7.create_resource(False)
    return Registry().with_resources([*known.items(), (PROJJSON, refused)])


def _address(path: Path, stated: str) -> str:
    """Return where a schema is published; of STAC's own by its file's name, for one states "commonjson" as its id."""
    part = path.name.removeprefix("stac-1.1.0-")
    return stated.rstrip("#") if part == path.name else ITEM.rpartition("/")[0] + "/" + part


@cache
def validator(url: str) -> Draft7Validator:
    return Draft7Validator({"$ref": url}, registry=registry(), format_checker=FormatChecker())


def faults(item: dict[str, Any]) -> list[str]:
    """Return what the schemas of an Item, those of its extensions included, have against it.

    A field of an extension that the Item does not name is a fault too: no schema would see it.
    """
    named = item["stac_extensions"]
    found = [
        f"{url}: {error.json_path}: {error.message[:200]}"
        for url in (ITEM, *named)
        for error in validator(url).iter_errors(item)
    ]
    prefixes = {"projection": "proj"}
    known = {prefixes.get(name, name) for name in (url.split("/")[3] for url in named)}
    used = {key.partition(":")[0] for key in item["properties"] if ":" in key}
    return found + [f"{prefix}: is not named as an extension" for prefix in used - known - {"sarcheck"}]
