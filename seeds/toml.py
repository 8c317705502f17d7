"""TOML, written in one fixed form: the standard library reads it only."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

WIDTH = 120


def dumps(document: Mapping[str, Any]) -> str:
    """Return a document as TOML: its values in their order, then each list of tables; None is left out."""
    tables = {key: value for key, value in document.items() if _is_tables(value)}
    parts = ["".join(_line(key, value) for key, value in document.items() if key not in tables)]
    parts += [f"[[{key}]]\n{dumps(table)}" for key, rows in tables.items() for table in rows]
    return "\n".join(part for part in parts if part)


def _is_tables(value: Any) -> bool:
    """Tell whether a value is a list of tables large enough to stand each under a heading of its own."""
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) and "id" in row for row in value)


def _line(key: str, value: Any) -> str:
    if value is None:
        return ""
    line = f"{key} = {_inline(value)}\n"
    if len(line) <= WIDTH or not isinstance(value, list):
        return line
    return "".join([f"{key} = [\n", *(f"  {_inline(item)},\n" for item in value), "]\n"])


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_inline(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, dt.date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
