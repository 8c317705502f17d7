"""The limits on what comes from outside, gathered from the modules that hold them."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import sarcheck

PACKAGE = Path(sarcheck.__file__).parent
NAMED = re.compile(r"^_?(?:MAX|LONGEST|LARGEST|MOST)_[A-Z0-9_]+$|^(?:[A-Z]+_)?LIMIT$|^DEPTH$")
NOT_LIMITS = {"MAX_SHOWN", "_MAX_CROSSING_TEST", "MAX_EDGE_M", "MAX_EDGE", "LONGEST_STEP_S", "LIMIT"}
"""What is so named and bounds no input: how long a message is, what is remembered, where a method changes."""

AREAS = {
    "orders": "orders",
    "intake": "orders",
    "readers": "products",
    "provenance": "products",
    "geo": "footprints and regions",
    "regions": "footprints and regions",
    "evidence": "parties and owners",
    "names": "parties and owners",
    "ownership": "parties and owners",
    "holdings": "parties and owners",
    "lists": "lists",
    "update": "lists",
    "batch": "batches",
    "journal": "journals",
    "cli": "command line",
}


class Limit(NamedTuple):
    """A limit: where it holds, the module and the name of its constant, its value, and what the code says of it."""

    area: str
    module: str
    name: str
    value: float
    said: str


def limits() -> Iterator[Limit]:
    """Yield every limit of the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        body = ast.parse(path.read_text(encoding="utf-8")).body
        for node, after in zip(body, [*body[1:], None], strict=True):
            for name in _targets(node):
                if NAMED.match(name) and name not in NOT_LIMITS:
                    module = ".".join(parts).removesuffix(".__init__")
                    value = getattr(importlib.import_module(f"sarcheck.{module}"), name)
                    if isinstance(value, int | float):
                        yield Limit(AREAS.get(parts[0], "others"), module, name, value, _said(after) or _read(name))


def _targets(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return [node.target.id] if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) else []


def _said(node: ast.stmt | None) -> str:
    """Return the first sentence of the text that follows a constant."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        text = " ".join(node.value.value.split())
        return re.split(r"(?<=[.;])\s", text)[0].rstrip(".;")
    return ""


def _read(name: str) -> str:
    """Return what a constant counts, from its name."""
    return re.sub(r"^_?[A-Z]+_", "", name).replace("_", " ").capitalize()


def shown(value: float) -> str:
    """Return a value as a page writes it: whole powers of 1024 in their unit, others with commas."""
    if isinstance(value, int):
        for unit, power in (("PiB", 50), ("GiB", 30), ("MiB", 20), ("KiB", 10)):
            if value >= 1 << power and value % (1 << power) == 0:
                return f"{value >> power:,} {unit}"
        return f"{value:,}"
    return f"{value:,.0f}" if value >= 10 else f"{value:g}"


def table() -> str:
    """Return the table of all limits, by area and module."""
    found = sorted(limits(), key=lambda one: (list(dict.fromkeys(AREAS.values())).index(one.area), one.module))
    rows = [f"| {one.area} | {one.said} | {shown(one.value)} | `{one.module}.{one.name}` |\n" for one in found]
    return "| of | what | limit | where |\n|---|---|---|---|\n" + "".join(rows)
