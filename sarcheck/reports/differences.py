"""What changed between two versions of lists or rules, in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sarcheck.reports.page import Line, amount, fit, pages, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sarcheck.differences import Change, Differences, PolicyChange
    from sarcheck.model import Entry
    from sarcheck.reports.page import Span

SHOWN = 20
"""Entries told of each kind; the JSON form has them all."""

_NAMES = 60


def text(found: Differences, *, before: str, after: str, width: int = 80, colour: bool = False) -> bytes:
    """Return the counts for each list, then what came, went and changed, ``SHOWN`` of each."""
    width = fit(width)
    lines: list[Line] = [
        *paragraph("DIFFERENCES", width, style="head"),
        *table([[("from", "faint"), (before, "")], [("to", "faint"), (after, "")]], width),
        [],
        *_counts(found, width),
        *_section("ADDED", [_row(entry) for entry in found.added], width),
        *_section("REMOVED", [_row(entry) for entry in found.removed], width),
        *_section("CHANGED", [_changed(change) for change in found.changed], width),
        *_policy("RULES", [one for one in found.policy if one.kind == "rule"], width),
        *_policy("REGIONS", [one for one in found.policy if one.kind == "region"], width),
    ]
    return pages(lines, colour=colour)


def _counts(found: Differences, width: int) -> Iterator[Line]:
    kinds = (found.added, found.removed, [change.after for change in found.changed])
    counts = [Counter(entry.list for entry in entries) for entries in kinds]
    names = sorted(set().union(*counts))
    if not names and not found.policy:
        yield from paragraph("Nothing differs.", width, indent=2)
    words = ("added", "removed", "changed")
    yield from table(
        ([(n, ""), (", ".join(f"{c[n]} {w}" for c, w in zip(counts, words, strict=True)), "")] for n in names), width
    )


def _section(title: str, rows: Sequence[Sequence[Span]], width: int) -> Iterator[Line]:
    if not rows:
        return
    yield []
    yield from paragraph(title, width, style="head")
    yield from table(rows[:SHOWN], width)
    if len(rows) > SHOWN:
        yield from paragraph(f"and {amount(len(rows) - SHOWN, 'more entry')}; --format json has all", width, indent=2)


def _policy(title: str, changes: Sequence[PolicyChange], width: int) -> Iterator[Line]:
    """Yield every rule or region that came, went or differs, each field with its old and new value."""
    if not changes:
        return
    yield []
    yield from paragraph(title, width, style="head")
    yield from table(([(one.how, "faint"), (one.id, ""), (_fields(one), "")] for one in changes), width)


def _fields(change: PolicyChange) -> str:
    return "; ".join(f"{name} {_plain(old)} -> {_plain(new)}" for name, (old, new) in change.fields.items())


def _plain(value: object) -> str:
    return "none" if value is None else _short(", ".join(map(str, value)) if isinstance(value, list) else value)


def _row(entry: Entry) -> list[Span]:
    return [(entry.list, "faint"), (entry.id, ""), (_name(entry), "")]


def _changed(change: Change) -> list[Span]:
    told = "; ".join(_told(change, field) for field in change.fields)
    return [*_row(change.after)[:2], (f"{_name(change.after)}: {told}", "")]


def _name(entry: Entry) -> str:
    return entry.names[0].text if entry.names else "an address without a name"


def _told(change: Change, field: str) -> str:
    """Return what became of a field: values that came and went where it holds several, else the old and the new."""
    before, after = getattr(change.before, field), getattr(change.after, field)
    if not isinstance(before, tuple):
        return f"{field} {_short(before)} -> {_short(after)}"
    came, went = [one for one in after if one not in before], [one for one in before if one not in after]
    parts = [*(f"+{_short(one)}" for one in came), *(f"-{_short(one)}" for one in went)]
    return f"{field} {', '.join(parts) or 'in another order'}"


def _short(value: object) -> str:
    """Return a value in a few words: a name's text, a number's scheme and value."""
    for attributes in (("scheme", "value"), ("type", "target"), ("text",)):
        if all(hasattr(value, name) for name in attributes):
            value = " ".join(str(getattr(value, name)) for name in attributes)
            break
    told = '""' if value == "" else str(value)
    return told if len(told) <= _NAMES else f"{told[: _NAMES - 1]}\u2026"
