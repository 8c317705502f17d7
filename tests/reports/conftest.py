"""Verdicts and their parts, with every field set, for the tests of the reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import shapely

from sarcheck.model import (
    Basis,
    Examined,
    Finding,
    Order,
    OrderDocument,
    OrderedProduct,
    OrderStamp,
    Outline,
    PackStamp,
    Problem,
    Product,
    ProductRef,
    Region,
    Retention,
    Screened,
    SourceStatus,
    Status,
    Subject,
    ToolStamp,
    Verdict,
)
from sarcheck.regions import RegionIndex, build


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


def _product(**changes: Any) -> Product:
    corners = ((10.2, 50.2), (10.8, 50.2), (10.8, 50.6), (10.2, 50.6))
    outline = Outline(points=corners, kind="ring", source="made up", path="/")
    return Product(
        **{"id": "scene", "href": "", "format": "f", "evidence": "metadata", "outlines": (outline,)} | changes
    )


@pytest.fixture
def make_product() -> Callable[..., Product]:
    """Return a function that builds a product with an outline, with changes."""
    return _product


@pytest.fixture
def make_order() -> Callable[..., Order]:
    """Return a function that builds an order of one product, with a geometry or none, and parties."""

    def make(geometry: dict[str, Any] | None = None, products: tuple[Product, ...] = (), **fields: Any) -> Order:
        refs = [(i, ProductRef(id=f"p{i}"), product) for i, product in enumerate(products)]
        document = OrderDocument(
            schema="sarcheck.order/1", id="ORD-1", kind="archive", parties=fields.pop("parties", ()), geometry=geometry
        )
        ordered = tuple(OrderedProduct(ref=ref, pointer=f"/products/{i}", product=one) for i, ref, one in refs)
        return Order(document=document, sha256="a" * 64, products=ordered, **fields)

    return make


@pytest.fixture(scope="session")
def regions() -> RegionIndex:
    """Return two made-up countries that share a border at 10.5 degrees east, and a sensitive square in one."""

    def square(key: str, kind: str, west: float, south: float, east: float, north: float) -> Region:
        area = shapely.to_wkb(shapely.box(west, south, east, north))
        return Region(id=key, name=f"Land {key}", kind=kind, source="made up", area=area)

    made = [
        square("XA", "country", 5, 45, 10.5, 55),
        square("XB", "country", 10.5, 45, 18, 55),
        square("XA-1", "sensitive", 10.3, 50.3, 10.5, 50.5),
        square("XN", "country", -180, 84, 180, 90),
        square("XF", "country", 177, -20, 180, -15),
    ]
    return RegionIndex(build(made).__getitem__)
