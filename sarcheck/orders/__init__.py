"""Order documents into OrderDocument. One module a dialect; to add one, add it to DIALECTS.

A dialect has ``NAME``, ``recognises(tree) -> bool`` and ``read(tree) -> OrderDocument``, which raises OrderError with
all problems of the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sarcheck.errors import OrderError
from sarcheck.orders import native
from sarcheck.orders._checks import interval
from sarcheck.orders._json import MAX_BYTES, decode

if TYPE_CHECKING:
    from sarcheck.model import OrderDocument

__all__ = ["DIALECTS", "MAX_BYTES", "interval", "parse"]

DIALECTS = (native,)

STAPI = ({"datetime", "geometry"}, {"order_parameters"}, {"search_parameters"})
"""Members by which an order request of the STAPI ordering API is told, any of these sets."""


def parse(data: bytes, source: str = "order") -> OrderDocument:
    """Return the order that ``data`` holds, in whichever dialect it is written.

    ``source`` names the document in messages. Raises OrderError with all problems of the document, each with its JSON
    pointer (RFC 6901).
    """
    tree, problems = decode(data, source)
    dialect = next((dialect for dialect in DIALECTS if dialect.recognises(tree)), None)
    if dialect is None:
        raise OrderError([*problems, ("", _stranger(tree))], source)
    try:
        document: OrderDocument = dialect.read(tree)
    except OrderError as error:
        raise OrderError([*problems, *error.problems], source) from None
    if problems:
        raise OrderError(problems, source)
    return document


def _stranger(tree: dict[str, Any]) -> str:
    """Say how to make a native order of a document that is none."""
    add = f'add "schema": "{native.SCHEMA}", "id", "kind" and "parties"'
    if any(members <= tree.keys() for members in STAPI):
        return f"is a STAPI order, which does not say who is in the chain; {add}"
    return f"is not a sarcheck order; {add}"
