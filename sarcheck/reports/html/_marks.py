"""Outcomes as a word with a sign: each has a shape of its own, so that colour never carries the meaning alone."""

from __future__ import annotations

from sarcheck.reports.html._tags import Markup, el

_SHAPES: dict[str, tuple[str, dict[str, object]]] = {
    "clear": ("circle", {"cx": 8, "cy": 8, "r": 6.5}),
    "pass": ("circle", {"cx": 8, "cy": 8, "r": 6.5}),
    "notice": ("rect", {"x": 2, "y": 5, "width": 12, "height": 6, "rx": 3}),
    "not_possible": ("rect", {"x": 2, "y": 5, "width": 12, "height": 6, "rx": 3}),
    "review": ("path", {"d": "M8 1.5 15 14H1Z"}),
    "incomplete": ("rect", {"x": 2.5, "y": 2.5, "width": 11, "height": 11, "stroke_dasharray": "3 2", "fill": "none"}),
    "license_required": ("path", {"d": "M8 1 15 8 8 15 1 8Z"}),
    "deny": ("path", {"d": "M5 1h6l4 4v6l-4 4H5l-4-4V5Z"}),
    "fail": ("path", {"d": "M5 1h6l4 4v6l-4 4H5l-4-4V5Z"}),
}
_ALIKE = {
    "sensitive": "license_required",
    "not_sensitive": "clear",
    "out_of_scope": "notice",
    "current": "clear",
    "stale": "incomplete",
    "missing": "incomplete",
}


def words(outcome: str) -> str:
    """Return an outcome as words."""
    return outcome.replace("_", " ")


def kind(outcome: str) -> str:
    """Return the outcome whose sign and colours a word has."""
    told = _ALIKE.get(outcome, outcome)
    return told if told in _SHAPES else "notice"


def sign(outcome: str) -> Markup:
    """Return the sign of an outcome, for the eye only."""
    shape, where = _SHAPES[kind(outcome)]
    return el("svg", el(shape, **where), class_="sign", viewBox="0 0 16 16", aria_hidden="true", focusable="false")


def chip(outcome: str) -> Markup:
    """Return an outcome as a word with its sign, in its colours."""
    return el("span", sign(outcome), words(outcome), class_=f"chip {kind(outcome)}")
