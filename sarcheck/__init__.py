"""sarcheck holds a SAR image against the order for it, and says what the law makes of both.

    from sarcheck import load_order, load_rules, screen

    verdict = screen(load_order("order.json"), load_rules(), as_of=datetime.date(2026, 11, 22))

Everything public is here; names are imported when they are first used.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    from sarcheck.intake import load_order
    from sarcheck.model import Finding, Order, Party, Product, Rule, Verdict
    from sarcheck.readers import read as read_product
    from sarcheck.ruleset import Ruleset
    from sarcheck.ruleset import load as load_rules
    from sarcheck.screen import screen, screen_many

__version__ = "0.1.0"

__all__ = [
    "AttestationError",
    "Finding",
    "GeometryError",
    "JournalError",
    "Order",
    "OrderError",
    "Party",
    "Product",
    "ProductError",
    "Rule",
    "RulesError",
    "Ruleset",
    "SarcheckError",
    "StaleError",
    "Verdict",
    "__version__",
    "load_order",
    "load_rules",
    "read_product",
    "screen",
    "screen_many",
]

_HOMES = {
    "load_order": "sarcheck.intake:load_order",
    "load_rules": "sarcheck.ruleset:load",
    "read_product": "sarcheck.readers:read",
    "screen": "sarcheck.screen:screen",
    "screen_many": "sarcheck.screen:screen_many",
    "Ruleset": "sarcheck.ruleset:Ruleset",
    **{name: f"sarcheck.errors:{name}" for name in __all__ if name.endswith("Error")},
    **{name: f"sarcheck.model:{name}" for name in ("Finding", "Order", "Party", "Product", "Rule", "Verdict")},
}


class _Package(ModuleType):
    """Keeps ``sarcheck.screen`` the function: importing the module of that name would put the module there."""

    def __setattr__(self, name: str, value: object) -> None:
        if name not in _HOMES or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562), so that help stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sarcheck' has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    return getattr(import_module(module), attribute)
