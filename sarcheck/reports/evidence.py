"""A finding's evidence in words: one line for the report, everything for ``--explain``.

A check may state any facts; kinds known here read like sentences, or say nothing where the finding's message
already says it all; all others are told as names and values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sarcheck.reports.page import Line, Span, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Item = Mapping[str, Any]


def short(item: Item) -> str:
    """Return one piece of evidence in a line; empty where the finding's message holds it already."""
    say = _SENTENCES.get(str(item.get("kind")), _any)
    return say(item)


def mark(item: Item) -> str:
    """Return the listed entry that a piece of evidence names and how well it fits; empty where it names none."""
    entry = f"{item.get('list')} {item.get('entry')}"
    if item.get("kind") == "identifier_match":
        return f"{entry}, equal identifier"
    return f"{entry}, name {_number(item.get('score'))}" if item.get("kind") == "name_match" else ""


def full(item: Item, width: int, *, indent: int) -> Iterator[Line]:
    """Yield what its line leaves out of a piece of evidence: a line for each value, a table for each list of rows."""
    if item.get("kind") == "procedure":  # the report has a part of its own for procedures
        return
    told = item.get("kind") not in _SENTENCES
    for key, value in item.items():
        if key != "kind" and (is_nested(value) or not told):
            yield from _tree(words(key), value, width, indent)


# --- one line -----------------------------------------------------------------------------------


def _any(item: Item) -> str:
    facts = [f"{words(key)} {value_of(value)}" for key, value in item.items() if key != "kind" and not is_nested(value)]
    return ": ".join(filter(None, (words(item.get("kind", "")), ", ".join(facts))))


def _name(item: Item) -> str:
    facts = [
        f"score {_number(item.get('score'))} on {item.get('strength', 'a')} name {value_of(item.get('matched_name'))}",
        f"listed {item['listed']}" if item.get("listed") else "",
        f"programs {value_of(item['programs'])}" if item.get("programs") else "",
    ]
    return f"{item.get('list')} {item.get('entry')}: {', '.join(filter(None, facts))}"


def _identifier(item: Item) -> str:
    programs = f", programs {value_of(item['programs'])}" if item.get("programs") else ""
    return f"{item.get('list')} {item.get('entry')} ({value_of(item.get('matched_name'))}): equal identifier{programs}"


def _region(item: Item) -> str:
    if item.get("relation") == "outside":
        return f"{item.get('region')}: outside, {_number(item.get('distance_km'))} km away"
    share, whole = item.get("overlap_share"), item.get("footprint_km2")
    part = f" ({share:.1%} of {_area(whole)})" if isinstance(share, float) else ""
    return f"{item.get('region')}: {item.get('relation')}, overlap {_area(item.get('overlap_km2'))}{part}"


def _nothing(_item: Item) -> str:
    return ""


_SENTENCES: dict[str, Callable[[Item], str]] = {
    "name_match": _name,
    "identifier_match": _identifier,
    "region_overlap": _region,
    "address_match": _nothing,
    "license": _nothing,
    "list_state": _nothing,
    "ownership": _nothing,
    "place": _nothing,
    "procedure": _nothing,
}


# --- everything ---------------------------------------------------------------------------------


def _tree(label: str, value: Any, width: int, indent: int) -> Iterator[Line]:
    if isinstance(value, dict):
        yield from paragraph(f"{label}:", width, indent=indent)
        for key, inner in value.items():
            yield from _tree(words(key), inner, width, indent + 2)
    elif is_nested(value):
        yield from paragraph(f"{label}:", width, indent=indent)
        yield from table(_rows(value), width, indent=indent + 2)
    elif value not in ((), []):
        yield from paragraph(f"{label}: {value_of(value)}", width, indent=indent)


def _rows(items: Sequence[Any]) -> list[list[Span]]:
    """Return a list of objects or of lists as rows, objects under the names of their fields."""
    head, body = cells(items)
    return [*([[(key, "faint") for key in head]] if head else []), *([(cell, "") for cell in row] for row in body)]


def cells(items: Sequence[Any]) -> tuple[list[str], list[list[str]]]:
    """Return a list of objects or of lists as texts in rows of equal length, and the names of the objects' fields."""
    keys = list(dict.fromkeys(key for item in items if isinstance(item, dict) for key in item))
    rows = [[item.get(key) for key in keys] if isinstance(item, dict) else [item] for item in items]
    if not keys:
        rows = [list(item) if isinstance(item, (list, tuple)) else [item] for item in items]
    longest = max(max(len(row) for row in rows), len(keys))
    return [words(key) for key in keys], [[*map(value_of, row), *[""] * (longest - len(row))] for row in rows]


def is_nested(value: Any) -> bool:
    """Tell whether a value is an object, or a list that holds objects or lists."""
    return isinstance(value, dict) or (
        isinstance(value, (list, tuple)) and any(isinstance(item, (dict, list, tuple)) for item in value)
    )


def words(key: object) -> str:
    """Return the name of a field in words."""
    return str(key).replace("_", " ")


def _number(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, (int, float)) else "unknown"


def _area(value: Any) -> str:
    return f"{value:,.0f} km2" if isinstance(value, (int, float)) else "an unknown area"


def value_of(value: Any) -> str:
    """Return a value in words."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(value_of(item) for item in value) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{words(key)} {value_of(inner)}" for key, inner in value.items())
    return f"{value:,.3f}" if isinstance(value, float) else str(value)
