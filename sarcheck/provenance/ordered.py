"""Is a product what was ordered? Facts "area", "window", "turn", "ordered_platform", "ordered_mode",
"ordered_resolution", "ordered_type", "sha256", "customer",
"customer_country", and of the order as a whole "count" and "twice".

The order is the suspect's statement: a product that fits it proves nothing, one that does not has to be explained.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from sarcheck import match, orders
from sarcheck.geo.planes import shared
from sarcheck.platforms import claimed
from sarcheck.provenance._fact import answered, named, place, unanswered
from sarcheck.provenance._modes import kind
from sarcheck.provenance.makers import is_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sarcheck.model import Footprint, Order, OrderDocument, OrderedProduct, Product, ProvenanceFact
    from sarcheck.platforms import PlatformTable

SLACK = dt.timedelta(seconds=2)
"""Orders carry whole seconds."""
ALIKE = 1.5
"""Two resolutions are of one kind up to this factor: nominal ones are rounded, real ones vary with incidence."""
COUNTRY = re.compile(r"[A-Za-z]{2}")
UNPLACED = "the order or the product has no area that can be placed on the ground"
NO_TASKING = "the order does not state it"


def facts(
    order: Order,
    ordered: OrderedProduct,
    area: Footprint | None,
    images: Sequence[Footprint],
    platforms: PlatformTable,
    floor: float,
    as_of: dt.date,
) -> Iterator[ProvenanceFact]:
    """Yield how a product fits its order on a day; ``floor`` is from which score on two names may be one party's."""
    product, document = ordered.product, order.document
    if product is None:
        return
    yield _area(area, images)
    yield _window(product, document)
    yield _turn(product, document, as_of)
    yield _platform(product, document, platforms)
    yield _mode(product, document)
    yield _resolution(product, document)
    yield _type(product, document)
    yield _sha256(ordered)
    yield _customer(product, document, floor)
    yield _customer_country(product, document)


def whole(order: Order) -> Iterator[ProvenanceFact]:
    """Yield whether each product that the order lists was read, and none stands behind two of them."""
    products = [ordered.product for ordered in order.products if ordered.product]
    if not order.products:
        yield from (unanswered(check, "the order lists no products") for check in ("count", "twice"))
        return
    numbers = {"listed": len(order.products), "read": len(products)}
    message = f"{len(products)} of {len(order.products)} products of the order were read"
    yield answered("count", len(products) == len(order.products), message, numbers=numbers)
    keys = [(product.id, product.format, product.start) for product in products]
    twice = sorted({key[0] for key in keys if keys.count(key) > 1})
    message = f"stands behind several products of the order: {named(twice)}" if twice else "no product is listed twice"
    yield answered("twice", not twice, message, numbers={"products": twice})


def _area(area: Footprint | None, images: Sequence[Footprint]) -> ProvenanceFact:
    if area is None or not images:
        return unanswered("area", UNPLACED)
    meets, km2 = shared(area, images)
    share = min(1.0, km2 / area.area_km2) if area.area_km2 else 0.0
    numbers = {"order_km2": round(area.area_km2, 3), "covered_km2": round(km2, 3), "covered_share": round(share, 4)}
    if not meets:
        return answered("area", False, "the image does not meet the ordered area anywhere", numbers=numbers)
    return answered("area", True, f"the image covers {share:.1%} of the ordered area", numbers=numbers)


def _window(product: Product, document: OrderDocument) -> ProvenanceFact:
    check, where = "window", place(product, "start")
    if not document.datetime or product.start is None:
        return unanswered(check, "the order or the product states no time", at=where)
    try:
        opens, closes = orders.interval(document.datetime)
    except ValueError:
        return unanswered(check, "the order's interval cannot be read", at=where)
    stop = product.stop or product.start
    good = (opens is None or opens - SLACK <= product.start) and (closes is None or stop <= closes + SLACK)
    span = f"{product.start:%FT%TZ} to {stop:%FT%TZ}"
    lies = "lies in" if good else "does not lie in"
    return answered(check, good, f"the image of {span} {lies} the ordered interval {document.datetime}", at=where)


def _turn(product: Product, document: OrderDocument, as_of: dt.date) -> ProvenanceFact:
    """Return whether an archive image was there when it was ordered, and a tasked one was not.

    Of an order that does not say when it was placed only this is known: an image is not from after the day judged.
    """
    check, where, placed = "turn", place(product, "start"), document.created
    if product.start is None:
        return unanswered(check, "the product states no time", at=where)
    acquired = {"order": document.kind, "acquired": product.start.isoformat()}
    if product.start.date() > as_of:
        message = f"the image is of {product.start.date()}, after the day judged ({as_of})"
        return answered(check, False, message, at=where, numbers=acquired)
    if placed is None:
        return unanswered(check, "the order does not say when it was placed", at=where, numbers=acquired)
    before = product.start <= placed
    message = f"the image was taken {'before' if before else 'after'} the {document.kind} order was placed"
    numbers = acquired | {"created": placed.isoformat()}
    return answered(check, before == (document.kind == "archive"), message, at=where, numbers=numbers)


def _platform(product: Product, document: OrderDocument, platforms: PlatformTable) -> ProvenanceFact:
    check, where = "ordered_platform", place(product, "platform")
    asked = document.tasking.platform if document.tasking else None
    if not asked:
        return unanswered(check, NO_TASKING, at=where)
    wanted, found = platforms.keys(asked), claimed(product, platforms)
    if not wanted or not found:
        return unanswered(check, "the table of platforms does not know both platforms", at=where)
    message = f"ordered of {asked}, taken by {', '.join(found)}"
    return answered(
        check,
        not set(wanted).isdisjoint(found),
        message,
        at=where,
        numbers={"ordered": list(wanted), "found": list(found)},
    )


def _mode(product: Product, document: OrderDocument) -> ProvenanceFact:
    check, where = "ordered_mode", place(product, "mode")
    asked = document.tasking.mode if document.tasking else None
    if not asked or not product.mode:
        return unanswered(check, NO_TASKING if not asked else "the product states no mode", at=where)
    wanted, found = kind(asked), kind(product.mode)
    same = asked.casefold() == product.mode.casefold()
    if not same and (wanted is None or found is None):
        return unanswered(check, f"whether {product.mode} is {asked} is not known", at=where)
    good = same or wanted == found
    return answered(
        check, good, f"ordered was {asked}, the product is {product.mode}", at=where, numbers={"ordered": asked}
    )


def _resolution(product: Product, document: OrderDocument) -> ProvenanceFact:
    """Return whether the coarser of a product's resolutions is about what was ordered, not finer either."""
    check, where = "ordered_resolution", place(product, "resolution_range")
    asked = document.tasking.resolution_m if document.tasking else None
    stated = [side for side in (product.resolution_range, product.resolution_azimuth) if side]
    if not asked or not stated:
        return unanswered(check, NO_TASKING if not asked else "the product states no resolution", at=where)
    ratio = max(stated) / asked
    message = f"ordered were {asked:g} m, the product has {max(stated):.3g} m"
    numbers = {"ordered_m": asked, "resolution_m": max(stated), "ratio": round(ratio, 3), "factor": ALIKE}
    return answered(check, 1 / ALIKE <= ratio <= ALIKE, message, at=where, numbers=numbers)


COMPLEX = frozenset({"SLC", "SSC", "SCS", "SICD", "RSLC", "CPHD", "CRSD", "1.1"})
"""Product types whose pixels are complex."""


def _type(product: Product, document: OrderDocument) -> ProvenanceFact:
    check, where = "ordered_type", place(product, "product_type")
    asked = document.tasking.product_type if document.tasking else None
    if not asked or not product.product_type:
        return unanswered(check, NO_TASKING if not asked else "the product states no type", at=where)
    wanted, found = asked.upper(), product.product_type.upper()
    message = f"ordered was {asked}, the product is {product.product_type}"
    if wanted == found or found.startswith(wanted) or wanted.startswith(found):
        return answered(check, True, message, at=where, numbers={"ordered": asked})
    if product.complex is None:
        return unanswered(
            check, f"{message}: whether that is the same is not known", at=where, numbers={"ordered": asked}
        )
    if (wanted in COMPLEX) != product.complex:
        return answered(check, False, message, at=where, numbers={"ordered": asked})
    return unanswered(
        check, f"{message}: pixels are of one kind, the type has another name", at=where, numbers={"ordered": asked}
    )


def _sha256(ordered: OrderedProduct) -> ProvenanceFact:
    stated = ordered.ref.sha256
    if not stated:
        return unanswered("sha256", "the order states no SHA-256 of the product")
    if ordered.sha256 is None:
        return unanswered("sha256", "the product could not be hashed", numbers={"stated": stated})
    good = ordered.sha256 == stated.lower()
    message = "the product is the one whose SHA-256 the order states" if good else "the product has another SHA-256"
    more = "; this shows that it is whole, not who made it" if good else " than the order states"
    return answered("sha256", good, message + more, numbers={"stated": stated.lower(), "found": ordered.sha256})


def _customer(product: Product, document: OrderDocument, floor: float) -> ProvenanceFact:
    """Return whether the customer that a product names is a party of the order."""
    check, where, customer = "customer", place(product, "customer"), product.customer
    if not customer or not is_name(customer):
        return unanswered(check, "the product names no customer of the vendor's own order", at=where)
    scored = [
        (match.score(customer, name, kind=party.type or "organization").value, party.name)
        for party in document.parties
        for name in (party.name, *party.aliases)
    ]
    best, name = max(scored, default=(0.0, ""))
    if best >= floor:
        return answered(check, True, f"made for {customer}, who may be {name}", at=where, numbers={"score": best})
    return answered(
        check, False, f"made for {customer}, whom the order does not name", at=where, numbers={"score": best}
    )


def _customer_country(product: Product, document: OrderDocument) -> ProvenanceFact:
    """Return whether the country of the customer that a product names is that of a party or of the delivery."""
    check, where, country = "customer_country", place(product, "customer_country"), product.customer_country
    if not country or not COUNTRY.fullmatch(country):
        return unanswered(check, "the product names no country of its customer by its code", at=where)
    codes = {code for party in document.parties for code in (party.country, party.residence)}
    known = codes | ({document.delivery.country} if document.delivery else set())
    good = country.upper() in known
    told = "as a party or the delivery is" if good else "where neither a party nor the delivery is"
    return answered(check, good, f"made for a customer in {country.upper()}, {told}", at=where)
