"""Short ways to make the values that tests are about; everything not named has a harmless default."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sarcheck.evidence import ChainParty, Evidence
from sarcheck.model import (
    Candidate,
    Entry,
    Feature,
    Interval,
    Name,
    Order,
    OrderDocument,
    OrderedProduct,
    Party,
    Product,
    ProductRef,
    Rule,
    Score,
    SourceStatus,
)

AS_OF = dt.date(2026, 11, 22)


def party(name: str = "Example GmbH", **fields: Any) -> Party:
    return Party(**{"id": "p", "roles": ("customer", "end_user"), "name": name, "country": "DE"} | fields)


def chain(found: tuple[Candidate, ...] = (), **fields: Any) -> ChainParty:
    return ChainParty(**{"party": party(), "pointer": "/parties/0", "origin": "order", "matches": found} | fields)


def entry(name: str = "LISTED COMPANY LTD", **fields: Any) -> Entry:
    return Entry(**{"list": "some-list", "id": "1", "type": "company", "names": (Name(text=name),)} | fields)


def candidate(score: float = 0.95, **fields: Any) -> Candidate:
    given = {
        "entry": entry(),
        "by": "name",
        "query": "Listed Co",
        "matched": "LISTED COMPANY LTD",
        "strength": "strong",
    }
    features = (Feature(name="identifier", value=1.0, weight=1.0, detail="lei 529900EXAMPLE"),)
    return Candidate(**given | {"score": Score(value=score, features=features)} | fields)


def rule(check: str, **fields: Any) -> Rule:
    given = {
        "id": "r",
        "title": "A rule",
        "regime": "R",
        "authority": "A",
        "check": check,
        "outcome": "deny",
        "citation": "Law 1",
        "remedy": "Ask.",
        "in_force": (Interval(),),
    }
    return Rule(**given | fields)


def order(products: tuple[OrderedProduct, ...] = (), **fields: Any) -> Order:
    given = {"schema": "sarcheck.order/1", "id": "O-1", "kind": "archive", "parties": (party(),)}
    return Order(document=OrderDocument(**given | fields), sha256="0" * 64, products=products)


def ordered(product: Product | None, **fields: Any) -> OrderedProduct:
    given = {"ref": ProductRef(id="p1", href="p1"), "pointer": "/products/0", "product": product}
    return OrderedProduct(**given | fields)


def product(**fields: Any) -> Product:
    return Product(**{"id": "P", "href": "p1", "format": "sentinel1", "evidence": "metadata"} | fields)


def source(state: str = "current", **fields: Any) -> SourceStatus:
    given = {"id": "some-list", "published": None, "retrieved": AS_OF, "sha256": None, "entries": 1, "age_days": 0}
    return SourceStatus(**given | {"state": state} | fields)


def evidence(**fields: Any) -> Evidence:
    given: dict[str, Any] = {
        "as_of": AS_OF,
        "order": order(),
        "binding": None,
        "regions": frozenset({"R1"}),
        "thresholds": (0.9, 0.7),
    }
    empty = dict.fromkeys(("parties", "operators", "imaging", "areas", "places", "required", "sources", "unused"), ())
    return Evidence(**empty | given | fields)
