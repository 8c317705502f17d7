"""Short ways to make the values that tests are about; everything not named has a harmless default."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sarcheck.evidence import Area, ChainParty, Evidence, Imaging, Place
from sarcheck.model import (
    Candidate,
    Entry,
    Feature,
    Footprint,
    Interval,
    Name,
    Operation,
    Operator,
    Order,
    OrderDocument,
    OrderedProduct,
    Overlap,
    Party,
    Product,
    ProductRef,
    Rule,
    Score,
    SourceStatus,
    Subject,
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


def place(party: Party, i: int = 0) -> Place:
    """Return where a party of an order is, by its country, residence and subdivision."""
    of_subdivision = (party.subdivision or "").partition("-")[0]
    stated = (("subdivision", of_subdivision), ("residence", party.residence), ("country", party.country))
    return Place(
        subject=Subject(kind="party", id=party.id),
        who=f'"{party.name}" ({", ".join(party.roles)})',
        pointer=f"/parties/{i}",
        roles=party.roles,
        countries=tuple({code: field for field, code in stated if code}.items()),
        unknown=(),
        subdivision=party.subdivision,
        named=(),
        nationalities=party.nationalities,
    )


def told(given: Order, **fields: Any) -> Evidence:
    """Return the evidence of an order by what it says itself: its parties, where they are, where the data go."""
    parties = given.document.parties
    places = [place(one, i) for i, one in enumerate(parties)]
    if (delivery := given.document.delivery) and delivery.country:
        places.append(
            Place(
                subject=Subject(kind="delivery", id="delivery"),
                who="The delivery",
                pointer="/delivery",
                roles=("delivery",),
                countries=((delivery.country, "country"),),
                unknown=(),
                subdivision=None,
                named=(),
            )
        )
    chained = tuple(chain(party=one, pointer=f"/parties/{i}") for i, one in enumerate(parties))
    return evidence(**{"order": given, "parties": chained, "places": tuple(places)} | fields)


def overlap(region: str = "R1", relation: str = "inside", **fields: Any) -> Overlap:
    given = {
        "region": region,
        "name": f"Region {region}",
        "kind": "country",
        "relation": relation,
        "overlap_km2": 10.0,
        "overlap_share": 0.5,
        "distance_km": 0.0,
    }
    return Overlap(**given | fields)


def area(*overlaps: Overlap, pointer: str = "/products/0") -> Area:
    kind = "product" if pointer.startswith("/products") else "footprint"
    footprint = Footprint(rings=(((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)),), area_km2=300.0)
    return Area(subject=Subject(kind=kind, id="p1"), pointer=pointer, footprint=footprint, overlaps=overlaps)  # type: ignore[arg-type]


def imaging(*operators: Operator, pointer: str = "/products/0") -> Imaging:
    return Imaging(
        subject=Subject(kind="product", id="p1"),
        pointer=pointer,
        format="sentinel1",
        stated="sat-1",
        platforms=("sat-1",),
        operators=tuple(("sat-1", one, Operation(operator=one.id)) for one in operators),
    )


def operator(country: str = "XO", **fields: Any) -> Operator:
    return Operator(**{"id": "op", "name": "Operator One", "country": country} | fields)


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
