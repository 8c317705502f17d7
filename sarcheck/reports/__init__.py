"""Verdicts -> bytes. To add a report: one file with ``NAME`` and ``render``, one line in REPORTS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sarcheck.reports import csv, geojson, html, json, png, text

if TYPE_CHECKING:
    from collections.abc import Callable


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


REPORTS: tuple[Report, ...] = (text, json, html, geojson, csv, png)
