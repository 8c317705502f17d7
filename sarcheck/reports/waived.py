"""Findings that waivers set aside, in words: how many always, and on request each with who decided so and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.reports import findings
from sarcheck.reports.page import Line, amount, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sarcheck.model import Waived


def lines(waived: Sequence[Waived], width: int, *, show: bool) -> Iterator[Line]:
    """Yield how many findings were waived; ``show`` adds each of them with its waiver."""
    how = "" if show or not waived else " (--show-waived tells which, by whom and why)"
    told = f"{amount(len(waived), 'finding')} set aside" if waived else "none"
    yield from paragraph(f"WAIVED: {told}{how}", width, style="head")
    for number, one in enumerate(waived if show else (), 1):
        finding = one.finding
        yield from findings.title(number, finding.outcome, f"{finding.title} [{finding.rule}]", width)
        yield from findings.field("fact", finding.message, width)
        for label, text in (("waiver", _decision(one)), ("reason", one.reason)):
            yield from findings.field(label, text, width)


def _decision(one: Waived) -> str:
    names = (f"{name} (unauthenticated)" if name in one.unauthenticated else name for name in one.approvers)
    return f"{one.waiver}, approved by {' and '.join(names)}; from {one.since} until {one.expires}"
