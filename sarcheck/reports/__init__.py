"""Verdicts -> bytes. To add a report: one file with ``NAME`` and ``render``, one line in REPORTS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sarcheck.reports import json, text

if TYPE_CHECKING:
    from collections.abc import Callable


class Report(Protocol):
    """What a report module offers: its name on the command line, and verdicts -> bytes.

    ``options`` are those of a page (``width``, ``colour``, ``explain``, ``show_waived``, ``quiet``, ``unreadable``);
    a report takes what it knows and ignores the rest.
    """

    NAME: str

    @property
    def render(self) -> Callable[..., bytes]:
        """Return the function ``render(verdicts, **options) -> bytes``."""


REPORTS: tuple[Report, ...] = (text, json)
