"""A finding's evidence as tables: aligned tokens, features with their arithmetic, shares, places, numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sarcheck.reports import evidence
from sarcheck.reports.html._tags import Markup, el, join, rows, text

DEEPEST = 6
MANY = 60
"""Rows of a table that are shown."""
_TABLES = {"aligned": ("asked for", "on the list", "likeness")}


def details(items: Sequence[Mapping[str, Any]], *, explain: bool) -> Markup | None:
    """Return pieces of evidence folded together, open where all is to be explained; None where there is none."""
    shown = [part for part in map(_piece, items) if part]
    if not shown:
        return None
    return el("details", el("summary", "Evidence"), shown, open=explain)


def _piece(item: Mapping[str, Any]) -> Markup | None:
    if item.get("kind") == "procedure":
        return None
    line = evidence.short(item)
    rest = {key: value for key, value in item.items() if key != "kind"}
    return join(el("p", text(line), class_="small") if line else None, *_tree(rest, 0))


def _tree(values: Mapping[str, Any], depth: int) -> Iterator[Markup]:
    """Yield flat values as one table, then each nested value as a table of its own."""
    flat = {key: value for key, value in values.items() if not evidence.is_nested(value) and value not in ((), [], "")}
    if flat:
        yield rows((), [[evidence.words(key), text(evidence.value_of(value))] for key, value in flat.items()])
    for key, value in values.items():
        if evidence.is_nested(value):
            yield _nested(key, value, depth)


def _nested(key: str, value: Any, depth: int) -> Markup:
    caption = evidence.words(key)
    if depth >= DEEPEST:
        return el("p", f"{caption}: ", text(evidence.value_of(value)))
    if isinstance(value, Mapping):
        return el("div", el("p", caption, class_="small faint"), *_tree(value, depth + 1))
    if key == "features":
        return _features(value)
    head, body = evidence.cells(value)
    more = [f"and {len(body) - MANY} more"] if len(body) > MANY else []
    table = [[text(cell) for cell in row] for row in body[:MANY]]
    return join(rows(_TABLES.get(key, tuple(head)), table, caption=caption), *more)


def _features(value: Sequence[Any]) -> Markup:
    body: list[list[object]] = []
    for one in (one for one in value if isinstance(one, Mapping)):
        share, weight = (_number(one.get(key)) for key in ("value", "weight"))
        told = [f"{share:.2f} × {weight:.2f}", f"{share * weight:+.2f}"]
        body.append([evidence.words(one.get("name", "")), *told, text(one.get("detail", ""))])
    return rows(("feature", "value × weight", "weighs", "detail"), body, caption="features")


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0
