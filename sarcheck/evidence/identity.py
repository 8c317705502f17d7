"""Which party of an order is one that whoever runs sarcheck knows: by an equal number, or by whole name and country.

A name that only resembles is none, and a number that differs makes another party: what a party gains by being known
must not be had by writing like it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sarcheck.evidence.facts import Standing
from sarcheck.lists.identifiers import party_identifiers
from sarcheck.model import KnownParty, Order, Party, Recognised, holds_on
from sarcheck.names.scripts import plain


def is_party(known: KnownParty, party: Party) -> bool:
    """Tell whether a party of an order is a known one."""
    ours, theirs = (party_identifiers(one.identifiers, one.country) for one in (known, party))
    same = {(one.scheme, one.value) for one in ours} & {(one.scheme, one.value) for one in theirs}
    if party.country not in (None, known.country):
        return False
    if {one.scheme for one in ours} & {one.scheme for one in theirs} and not same:
        return False
    return bool(same) or (party.country == known.country and plain(party.name) == plain(known.name))


def standings(order: Order, recognised: tuple[Recognised, ...], as_of: dt.date) -> Iterator[Standing]:
    """Yield each party of an order that the operator profile recognises, and whether that counts on a day."""
    for i, party in enumerate(order.document.parties):
        for one in recognised:
            if is_party(one, party):
                yield Standing(pointer=f"/parties/{i}", recognised=one, counts=counts(one, as_of))


def counts(one: Recognised, day: dt.date) -> bool:
    """Tell whether a standing counts on a day: within its dates, and for an agent once the authority was told."""
    return holds_on(one.since, one.until, day) and (one.notified is None or one.notified <= day)
