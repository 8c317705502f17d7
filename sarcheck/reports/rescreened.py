"""What changed under newer rules or on another day, for a person and as data: order after order, then numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from sarcheck.reports.page import Line, fit, pages, paragraph

if TYPE_CHECKING:
    from sarcheck.rescreen.changes import Brief, Change
    from sarcheck.rescreen.run import Total

NAME = "rescreened"
MOST = 10
"""Reasons, and findings of one kind, that are told of one order; the JSON form has all."""


def one(change: Change, *, width: int = 80, colour: bool = False) -> bytes:
    """Return a change of one order as text."""
    return pages(_one(change, fit(width)), colour=colour)


def _one(change: Change, width: int) -> Iterator[Line]:
    before, after = (_words(outcome or "no verdict") for outcome in (change.before, change.after))
    moved = f"{before} -> {after}" if before != after else f"{after}, otherwise"
    yield from paragraph(f"{moved}: order {change.order}", width)
    for sign, findings in (("+", change.appeared), ("-", change.vanished)):
        for found in _most([_finding(one) for one in findings]):
            yield from paragraph(found, width, indent=2, label=sign, hang=2)
    for why in _most(change.because):
        yield from paragraph(why, width, indent=2, label="because", hang=9)


def _finding(found: Brief) -> str:
    return f"{_words(found.outcome)} [{found.rule}] {found.message} [{found.pointer}]"


def _most(told: Sequence[str]) -> Iterator[str]:
    yield from told[:MOST]
    if len(told) > MOST:
        yield f"and {len(told) - MOST:,} more (-f json tells all)"


def whole(total: Total, *, width: int = 80, colour: bool = False) -> bytes:
    """Return the numbers of a rescreening as text."""
    return pages(_whole(total, fit(width)), colour=colour)


def _whole(total: Total, width: int) -> Iterator[Line]:
    stood = total.orders - total.anew
    days = f"as of {total.as_of}" + (f", before as of {total.before_as_of}" if total.before_as_of else "")
    yield from paragraph(
        f"{total.orders:,} orders looked at, {days}: {total.anew:,} screened anew, {stood:,} stand as they were; "
        f"{total.changed:,} changed",
        width,
    )
    for why in _most(total.whole):
        yield from paragraph(f"every order, as {why}", width, indent=2, label="anew", hang=6)
    if not total.whole:
        ranked = sorted(total.reasons.items(), key=lambda pair: (-pair[1], pair[0]))
        for why in _most([f"{count:,}: {reason}" for reason, count in ranked]):
            yield from paragraph(why, width, indent=2, label="anew", hang=6)
    yield from paragraph(_counts(total.before), width, indent=2, label="before", hang=8)
    yield from paragraph(_counts(total.after), width, indent=2, label="now", hang=8)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {_words(outcome)}" for outcome, count in counts.items()) or "no orders"


def _words(outcome: str) -> str:
    return outcome.replace("_", " ")


def line(value: Change | Total) -> bytes:
    """Return a change, or the numbers, as a line of JSON."""
    return msgspec.json.encode(value) + b"\n"
