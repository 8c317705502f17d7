"""Orders of the STAPI ordering API: the body of a create-order request, and the Order that the API answers with.

A request states ``datetime``, ``geometry`` and ``filter``, by themselves or in ``search_parameters``, beside
``order_parameters``; an Order is a GeoJSON Feature that holds a request among its properties (STAPI 0.1 and 0.2,
order/README.md and search-parameters/README.md). Neither says who is in the chain. Filter and order parameters are
each product's own language: they are kept as an extension, and of the filter only what it says of STAC's own fields
is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sarcheck.model import Problem
from sarcheck.orders._draft import Draft
from sarcheck.orders._text import Trouble, child

__all__ = ["NAME", "draft", "recognises"]

NAME = "stapi"

REQUEST = ({"datetime", "geometry"}, {"order_parameters"}, {"search_parameters"})
"""Members by which a request is told, any of these sets."""

FOREIGN = ("kind", "products", "tasking", "delivery", "end_use", "jurisdictions", "licenses")
"""Members of a native order that no STAPI order has: who writes them here expects them to be read."""

STATED = {"platform": "platform", "sar:instrument_mode": "mode", "sar:product_type": "product_type"}
"""Fields of STAC that a filter may name, and the members of a tasking that they are."""

AREAS = ("Polygon", "MultiPolygon", "MultiPoint")
HALF_SIDE_DEG = 0.001
"""A point is screened as a square of this half side (about 100 m)."""

POINT = (
    "is a point: the regions at the point were looked at, and what the image covers around it is not known; "
    "state the image's area as geometry in the parties file"
)


def recognises(tree: dict[str, Any]) -> bool:
    """Tell a STAPI request or Order by the members that only they have."""
    return any(members <= tree.keys() for members in REQUEST) or _is_order(tree) or _is_collection(tree)


def draft(tree: dict[str, Any], data: bytes) -> Draft:
    """Return a STAPI order as members of a native one, with its pointers and what is wrong with it.

    A request has no id yet: unless a parties file gives one, it is called by the hash of its bytes.
    """
    base, request = _request(tree)
    inner = request.get("search_parameters")
    place = child(base, "search_parameters") if inner is not None else base
    search = request if inner is None else inner if isinstance(inner, dict) else {}
    shape, at = _area(tree, search, place)
    square = _square(shape)
    tasking = {name: (value, at) for name, value, at in _tasking(search.get("filter"), child(place, "filter"))}
    stated = {
        "id": (tree.get("id"), "/id"),
        "created": (_properties(tree).get("created"), "/properties/created"),
        "datetime": (search.get("datetime"), child(place, "datetime")),
        "geometry": (None if square else shape, at),
        "tasking": ({name: value for name, (value, _) in tasking.items()} or None, child(place, "filter")),
        "extensions": ({NAME: _kept(tree, request, search)}, base),
    }
    return Draft(
        members={name: value for name, (value, _) in stated.items() if value is not None},
        defaults={
            "schema": "sarcheck.order/1",
            "id": f"{NAME}-{hashlib.sha256(data).hexdigest()[:12]}",
            "kind": "tasking",
            "tasking": {},
        }
        | ({"geometry": square} if square else {}),
        chainless=True,
        places={f"/{name}": at for name, (_, at) in stated.items()}
        | {f"/tasking/{name}": at for name, (_, at) in tasking.items()},
        troubles=tuple(_troubles(tree, base, request, place)),
        doubts=(Problem(pointer="/geometry", message=f"The order's geometry {POINT}.", code="point"),)
        if square
        else (),
    )


def _kept(tree: dict[str, Any], request: dict[str, Any], search: dict[str, Any]) -> dict[str, Any]:
    """Return what of an order is kept as it is: each product's own language, and what providers add."""
    told = ("datetime", "geometry", "search_parameters", "order_request", "created")
    found = {**_properties(tree), **search, **request} if _is_order(tree) else {**search, **request}
    return {name: value for name, value in found.items() if name not in told}


def _is_order(tree: dict[str, Any]) -> bool:
    held = {"order_request", "search_parameters"} & _properties(tree).keys()
    return tree.get("stapi_type") == "Order" or (tree.get("type") == "Feature" and bool(held))


def _is_collection(tree: dict[str, Any]) -> bool:
    return tree.get("stapi_type") == "OrderCollection"


def _properties(tree: dict[str, Any]) -> dict[str, Any]:
    found = tree.get("properties")
    return found if isinstance(found, dict) and tree.get("type") == "Feature" else {}


def _request(tree: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the request in a document and the pointer to it; a request is one itself."""
    if not _is_order(tree):
        return "", tree
    properties = _properties(tree)
    inner = properties.get("order_request")
    if isinstance(inner, dict):
        return "/properties/order_request", inner
    return "/properties", properties


def _area(tree: dict[str, Any], search: dict[str, Any], place: str) -> tuple[Any, str]:
    """Return the geometry ordered, and its pointer: what the request and the Order draw, both where they differ.

    An estimated footprint and an area within which the image must lie are both to be screened. None is not stated.
    """
    made = tree.get("geometry") if _is_order(tree) else None
    drawn = [(one, at) for one, at in ((search.get("geometry"), child(place, "geometry")), (made, "/geometry")) if one]
    areas = [(one, at) for one, at in drawn if isinstance(one, dict) and one.get("type") in AREAS] or drawn
    if not areas:
        return None, ""
    polygons = [_polygons(one) for one, _ in areas]
    if len(areas) > 1 and areas[0][0] != areas[1][0] and all(polygons):
        both = {"type": "MultiPolygon", "coordinates": [ring for found in polygons for ring in found]}
        return both, areas[0][1]
    return areas[0]


def _polygons(shape: Any) -> list[Any]:
    """Return the polygons of a geometry; of one that is none of these types, or is broken, nothing."""
    coordinates = shape.get("coordinates") if isinstance(shape, dict) else None
    if not isinstance(coordinates, list):
        return []
    if shape.get("type") == "Polygon":
        return [coordinates]
    return coordinates if shape.get("type") == "MultiPolygon" else []


def _square(shape: Any) -> dict[str, Any] | None:
    """Return a small square around a point; nothing for any other geometry."""
    if not isinstance(shape, dict) or shape.get("type") != "Point":
        return None
    point = shape.get("coordinates")
    if not isinstance(point, list) or len(point) < 2 or not all(type(v) in (int, float) for v in point):
        return None
    x, y = point[:2]
    west, south, east, north = (round(v + d, 9) for d in (-HALF_SIDE_DEG, HALF_SIDE_DEG) for v in (x, y))
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _tasking(term: Any, path: str, depth: int = 0) -> Iterator[tuple[str, str, str]]:
    """Yield what a filter (CQL2 JSON) says that STAC's own fields must equal, of terms that must all hold: the member
    of a tasking, its value, and the pointer to it."""
    if not isinstance(term, dict) or not isinstance(args := term.get("args"), list):
        return
    if term.get("op") == "and" and depth == 0:
        for i, one in enumerate(args):
            yield from _tasking(one, child(child(path, "args"), i), depth + 1)
    elif term.get("op") == "=" and len(args) == 2 and isinstance(args[0], dict):
        name = args[0].get("property")
        if isinstance(name, str) and name in STATED and isinstance(args[1], str):
            yield STATED[name], args[1], f"{path}/args/1"


def _troubles(tree: dict[str, Any], base: str, request: dict[str, Any], place: str) -> Iterator[Trouble]:
    if _is_collection(tree):
        yield "/features", "are several orders; hand them over one by one"
        return
    for member in FOREIGN:
        if member in tree:
            yield child("", member), 'is no member of a STAPI order; write it in the parties file, or add "schema"'
    inner = request.get("search_parameters", request)
    if not isinstance(inner, dict):
        yield place, "must be an object: { ... }"
        return
    for member in ("datetime", "geometry"):
        if inner.get(member) is None and not (member == "geometry" and _is_order(tree) and tree.get("geometry")):
            yield child(place, member), "is missing"
    drawn = (inner.get("geometry"), tree.get("geometry") if _is_order(tree) else None)
    kinds = [one.get("type") for one in drawn if isinstance(one, dict) and one.get("type") in AREAS]
    if len(kinds) > 1 and "MultiPoint" in kinds and drawn[0] != drawn[1]:
        yield "/geometry", "is another area than the requested one; of two areas neither may be a list of corners"
    for outer in ("datetime", "geometry", "filter"):
        if inner is not request and outer in request:
            yield child(base, outer), "is stated beside search_parameters; write it there"
    for member in ("filter", "order_parameters"):
        found = (inner if member == "filter" else request).get(member)
        if found is not None and not isinstance(found, dict):
            yield child(place if member == "filter" else base, member), "must be an object: { ... }"
