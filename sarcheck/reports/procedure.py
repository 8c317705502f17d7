"""The ways that an order's products took through statutory procedures, a line a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.reports.page import Line, Span, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sarcheck.model import Examined, Step

_STYLES = {"sensitive": "license_required", "not_sensitive": "clear", "incomplete": "incomplete", "out_of_scope": ""}


def lines(examined: tuple[Examined, ...], width: int) -> Iterator[Line]:
    """Yield each way: its rule and product, what it came to, then each question with its answer, values and end."""
    for item in examined:
        for path in item.paths:
            title = f"{item.rule}, {path.subject.id}: "
            yield [(f"  {title}", ""), (path.result.replace("_", " ").upper(), _STYLES[path.result])]
            yield from table((_row(step) for step in path.steps), width, indent=4)


def _row(step: Step) -> list[Span]:
    return [(step.step, ""), (step.answer, "strong"), (f"{step.question}{_values(step)} -> {step.consequence}", "")]


def _values(step: Step) -> str:
    """Return what a step rests on in brackets: the values."""
    told = [f"{value.name.replace('_', ' ')} {_shown(value.value)}" for value in step.values]
    return f" [{', '.join(told)}]" if told else ""


def _shown(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
