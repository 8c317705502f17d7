"""The exit codes of the command line: one table for help text, documentation and tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.errors import (
    AttestationError,
    GeometryError,
    JournalError,
    OrderError,
    ProductError,
    RulesError,
    SarcheckError,
    StaleError,
)

if TYPE_CHECKING:
    from sarcheck.model import Outcome

CLEAR = 0
INTERNAL = 1
USAGE = 2
NO_INPUT = 3
NO_RULES = 4
NOT_PROVEN = 5
REVIEW = 10
INCOMPLETE = 11
LICENSE_REQUIRED = 12
DENY = 13
NEWER_LISTS = 100
INTERRUPTED = 130

TABLE: tuple[tuple[int, str], ...] = (
    (CLEAR, "clear; or the verb did what it was asked to do"),
    (INTERNAL, "internal error; or no room, memory or right to write"),
    (USAGE, "usage"),
    (NO_INPUT, "no input, or an order or product that cannot be read"),
    (NO_RULES, "rules pack or store unreadable or not to be trusted"),
    (NOT_PROVEN, "journal, key or attestation unusable or not proven, replay not identical"),
    (REVIEW, "review"),
    (INCOMPLETE, "incomplete"),
    (LICENSE_REQUIRED, "license_required"),
    (DENY, "deny"),
    (NEWER_LISTS, "rules check found newer lists"),
)
"""Every documented code with its meaning, in order. Ctrl-C ends with 130, as everywhere."""

_OUTCOMES: dict[Outcome, int] = {
    "clear": CLEAR,
    "review": REVIEW,
    "incomplete": INCOMPLETE,
    "license_required": LICENSE_REQUIRED,
    "deny": DENY,
}

_ERRORS: tuple[tuple[type[SarcheckError], int], ...] = (
    (OrderError, NO_INPUT),
    (ProductError, NO_INPUT),
    (GeometryError, INCOMPLETE),
    (RulesError, NO_RULES),
    (StaleError, INCOMPLETE),
    (JournalError, NOT_PROVEN),
    (AttestationError, NOT_PROVEN),
)


def of_outcome(outcome: Outcome) -> int:
    """Return the exit code of a verdict's outcome."""
    return _OUTCOMES[outcome]


def of_error(error: SarcheckError) -> int:
    """Return the exit code of an error that ends the run."""
    return next((code for kind, code in _ERRORS if isinstance(error, kind)), INTERNAL)
