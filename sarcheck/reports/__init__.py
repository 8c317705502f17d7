"""Verdicts -> bytes. To add a report: one file with ``NAME`` and ``render``, one line in REPORTS."""

from __future__ import annotations

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


if TYPE_CHECKING:
    REPORTS: tuple[Report, ...]


def __getattr__(name: str) -> Any:
    """Import the reports when they are first asked for (PEP 562): their maps would bring shapely to every verb."""
    if name != "REPORTS":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sarcheck.reports import csv, geojson, html, json, png, text

    return (text, json, html, geojson, csv, png)
