"""Listed parties whom an order mentions in its texts and does not name: care of whom data go, for whom they are.

Only what is a listed name itself counts, and is told as a question: a street, a firm of that name or a competitor may
be meant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import structs

from sarcheck import names
from sarcheck.evidence.chain import screened
from sarcheck.evidence.facts import ChainParty
from sarcheck.model import Order, Party, Role

if TYPE_CHECKING:
    from sarcheck.ruleset import Ruleset

MOST = 20
"""Names of one text that are looked up: an address has one or two."""

DOUBT = (
    "The name stands in a text of the order, not among its parties; whether the listed party is meant is to be asked."
)


def mentioned(order: Order, ruleset: Ruleset, as_of: dt.date) -> Iterator[ChainParty]:
    """Yield each name in the texts of an order that is the name of a listed party, with the entries that bear it."""
    for pointer, roles, text in _texts(order):
        for name in islice(names.mentioned(text), MOST):
            found = screened(Party(id=f"{pointer} {name}", roles=roles, name=name), pointer, "order", ruleset, as_of)
            sure = tuple(one for one in found.matches if one.score.value >= ruleset.matching.deny)
            if sure:
                yield structs.replace(found, matches=sure, unlisted=(), doubt=DOUBT)


def _texts(order: Order) -> Iterator[tuple[str, tuple[Role, ...], str]]:
    """Yield each text in which an order may mention someone: its place, in what role they would be, and the text."""
    document = order.document
    for i, party in enumerate(document.parties):
        if party.address:
            yield f"/parties/{i}/address", party.roles, party.address
    if delivery := document.delivery:
        for field, text in (("address", delivery.address), ("endpoint", delivery.endpoint)):
            if text:
                yield f"/delivery/{field}", ("data_recipient",), text
    if document.end_use and document.end_use.statement:
        yield "/end_use/statement", ("end_user",), document.end_use.statement
