"""Verdicts -> bytes. To add a report: one file with ``NAME`` and ``render``, one word in REPORTS."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


NOT_TOLD = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)
"""What telling a verdict raises whose evidence, which has no type, is not in the form in which sarcheck writes it."""


class Report(Protocol):
    """What a report module offers: its name on the command line, and verdicts -> bytes.

    ``options`` are those of a page (``width``, ``colour``, ``explain``, ``show_waived``, ``quiet``, ``unreadable``),
    and what maps are drawn from: ``orders``, those of the verdicts one by one, and ``regions`` of the ruleset. A report
    takes what it knows and ignores the rest. One that needs an extra says so in ``lacking() -> str``, empty where it is
    installed.
    """

    NAME: str

    @property
    def render(self) -> Callable[..., bytes]:
        """Return the function ``render(verdicts, **options) -> bytes``."""


REPORTS = ("text", "json", "html", "geojson", "csv", "png")
"""The report modules, each by its NAME."""


def report(name: str) -> Report:
    """Return a report of REPORTS, imported when it is asked for: maps would bring their own to every verb."""
    module: Any = import_module(f"sarcheck.reports.{name}")
    return module  # type: ignore[no-any-return]
