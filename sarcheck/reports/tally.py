"""A batch in numbers for a person: how many orders came to what, by outcome, regime and rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from sarcheck.model import OUTCOMES
from sarcheck.reports import findings
from sarcheck.reports.page import Line, amount, fit, led, pages, paragraph, table

_ROWS = 25
"""Rules that are told; the rest is counted."""


class Counted(Protocol):
    """What is told of a batch."""

    @property
    def orders(self) -> int:
        """Return how many orders there were."""

    @property
    def unreadable(self) -> int:
        """Return how many of them could not be read."""

    @property
    def outcome(self) -> str:
        """Return the worst outcome."""

    @property
    def outcomes(self) -> Mapping[str, int]:
        """Return how many orders came to each outcome."""

    @property
    def regimes(self) -> Mapping[str, Mapping[str, int]]:
        """Return how many orders came to each outcome under each regime."""

    @property
    def rules(self) -> Mapping[str, Mapping[str, int]]:
        """Return how many orders have a finding of each rule, by grade."""


def render(total: Counted, *, width: int = 80, colour: bool = False, **_options: Any) -> bytes:
    """Return a batch's counts as UTF-8 text."""
    return pages(list(_lines(total, fit(width))), colour=colour)


def _lines(total: Counted, width: int) -> Iterator[Line]:
    unreadable = f", {total.unreadable} of them unreadable (counted as incomplete)" if total.unreadable else ""
    yield from led([findings.tag(total.outcome), ("  ", "")], f"{amount(total.orders, 'order')}{unreadable}", width)
    yield []
    yield from table([[findings.tag(o), (f"{n:,}", "strong")] for o, n in total.outcomes.items()], width)
    yield []
    yield from paragraph("BY REGIME", width, style="head")
    yield from table([[(name, ""), (_told(counts), "")] for name, counts in total.regimes.items()], width)
    yield []
    yield from paragraph("BY RULE: orders with a finding", width, style="head")
    ranked = sorted(total.rules.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    yield from table([[(name, ""), (_told(counts), "")] for name, counts in ranked[:_ROWS]], width)
    if len(ranked) > _ROWS:
        yield from paragraph(f"and {len(ranked) - _ROWS} more rules, in summary.json", width, indent=2, style="faint")


def _told(counts: Mapping[str, int]) -> str:
    order = [*reversed(OUTCOMES), "notice"]
    return ", ".join(f"{counts[o]:,} {o.replace('_', ' ')}" for o in order if o in counts)
