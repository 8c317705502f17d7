"""Verdicts and their parts, with every field set, for the tests of the reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from sarcheck.model import (
    Basis,
    Examined,
    Finding,
    OrderStamp,
    PackStamp,
    Problem,
    Retention,
    Screened,
    SourceStatus,
    Status,
    Subject,
    ToolStamp,
    Verdict,
)


def _finding(**changes: Any) -> Finding:
    fields: dict[str, Any] = {
        "id": "f1",
        "rule": "list-rule",
        "regime": "REGIME-A",
        "authority": "Authority",
        "outcome": "deny",
        "confidence": 0.97,
        "title": "Party on a list",
        "pointer": "/parties/1/name",
        "subject": Subject(kind="party", id="buyer"),
        "message": '"Acme" (customer) is the name ACME of list-a 7 (ACME LLC).',
        "remedy": "Do not deliver.",
        "basis": Basis(citation="1 LAW 2.3", in_force_from=dt.date(2021, 4, 15), in_force_to=None, status="verified"),
        "evidence": (
            {
                "kind": "name_match",
                "score": 0.97,
                "list": "list-a",
                "entry": "7",
                "matched_name": "ACME",
                "strength": "strong",
                "aligned": [["acme", "acme", 1.0]],
                "features": [{"name": "tokens", "value": 0.97, "weight": 1.0, "detail": "acme=acme"}],
                "programs": [],
            },
        ),
        "caveats": ("Only where the law applies.",),
    }
    return Finding(**fields | changes)


def _screened(**fields: Any) -> Screened:
    return Screened(pointer="/parties/1", **fields)


def _verdict(**changes: Any) -> Verdict:
    fields: dict[str, Any] = {
        "outcome": "deny",
        "as_of": dt.date(2026, 11, 22),
        "order": OrderStamp(id="ORD-1", sha256="a" * 64),
        "status": Status(status_code="rejected", reason_code="list-rule", reason_text="Acme is listed."),
        "findings": (_finding(),),
        "regimes": {"REGIME-A": "deny", "REGIME-B": "license_required"},
        "examined": (
            Examined(rule="list-rule", subjects=1, outcome="deny"),
            Examined(rule="other-list", subjects=2, outcome="incomplete"),
            Examined(rule="good", subjects=1, outcome="clear"),
        ),
        "screened": (
            _screened(id="buyer", name="Acme GmbH", roles=("customer", "end_user"), country="DE", origin="order"),
            _screened(id="ops", name="Sat Operations", roles=(), country=None, origin="platform", platform="sat-1"),
        ),
        "problems": (Problem(pointer="/products/0", message="cut off after 3 bytes"),),
        "products": ({"type": "Feature", "id": "scene", "properties": {"platform": "sat-1"}},),
        "sources": (
            SourceStatus(
                id="list-a",
                published=None,
                retrieved=dt.date(2026, 11, 20),
                sha256="b" * 64,
                entries=15402,
                age_days=2,
                state="current",
            ),
            SourceStatus(
                id="list-b", published=None, retrieved=None, sha256=None, entries=0, age_days=None, state="missing"
            ),
        ),
        "rules": PackStamp(pack="pack", version="1", sha256="c" * 64),
        "tool": ToolStamp(name="sarcheck", version="0"),
        "retain_until": Retention(date=dt.date(2036, 11, 22), because=("1 LAW 9: 10 years",)),
    }
    return Verdict(**fields | changes)


@pytest.fixture
def make_finding() -> Callable[..., Finding]:
    """Return a function that builds a finding, all fields set, with changes."""
    return _finding


@pytest.fixture
def make_verdict() -> Callable[..., Verdict]:
    """Return a function that builds a verdict, all fields set, with changes."""
    return _verdict
