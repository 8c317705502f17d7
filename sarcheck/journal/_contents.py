"""What the record of a verdict holds: the order to the byte, its products as read, the verdict, the entries named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from sarcheck import orders
from sarcheck.errors import JournalError, OrderError
from sarcheck.intake import hash_of
from sarcheck.journal._reading import Journal
from sarcheck.journal._records import Draft, Record, canonical
from sarcheck.model import NOT_JSON, Entry, EntryRef, Order, OrderedProduct, Verdict

PARTS = ("index", "order", "products", "verdict", "entries", "attestation", "parties")
"""The parts of a verdict's record. ``index`` holds the words by which it is found, ``parties`` is a parties file."""

INDEX, ORDER, PRODUCTS, VERDICT, ENTRIES, ATTESTATION, PARTIES = PARTS


class Index(Struct, frozen=True, kw_only=True):
    """The words by which a record is found."""

    order: str | None = None
    names: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


def index(journal: Journal, record: Record) -> Index:
    """Return the words by which a record is found, none of one that was erased."""
    return journal.document(record, INDEX, Index) or Index()


def verdict_draft(order: Order, verdict: Verdict, entries: Iterable[Entry], attestation: bytes | None = None) -> Draft:
    """Return the record of a verdict; ``entries`` are those that its findings name."""
    parts = {
        INDEX: canonical(_index(order, verdict)),
        ORDER: order.raw,
        PRODUCTS: canonical(order.products),
        VERDICT: msgspec.json.encode(verdict),
        ENTRIES: canonical(sorted(entries, key=lambda entry: (entry.list, entry.id))),
    }
    if attestation is not None:
        parts[ATTESTATION] = attestation
    if order.raw_parties is not None:
        parts[PARTIES] = order.raw_parties
    return Draft(
        kind="verdict",
        retain_until=verdict.retain_until.date if verdict.retain_until else None,
        facts={"outcome": verdict.outcome, "as_of": verdict.as_of, "rules": verdict.rules.sha256},
        parts=parts,
    )


def named(verdicts: Iterable[Verdict]) -> frozenset[EntryRef]:
    """Return the entries that the findings of verdicts name, the waived ones included: (list, entry)."""
    return frozenset(key for verdict in verdicts for key in _keys(verdict))


def _keys(verdict: Verdict) -> Iterator[EntryRef]:
    for finding in (*verdict.findings, *(one.finding for one in verdict.waived)):
        for item in finding.evidence:
            if "entry" in item and "list" in item:
                yield item["list"], item["entry"]


def _index(order: Order, verdict: Verdict) -> dict[str, Any]:
    document = order.document
    named = [name for party in document.parties for name in (party.name, *party.aliases)]
    numbers = [value for party in document.parties for value in party.identifiers.values()]
    return {
        "order": document.id,
        "names": [*named, *(one.name for one in verdict.screened if one.name not in named)],
        "identifiers": numbers,
        "products": [text for one in verdict.products if (text := one.get("id"))],
    }


def taken(journal: Journal, record: Record) -> Order:
    """Return the order of a verdict's record with its products as they were read then.

    Raise JournalError where they were erased, or this version of sarcheck cannot read them.
    """
    raw, products = journal.part(record, ORDER), journal.part(record, PRODUCTS)
    where = f"record {record.seq}"
    if raw is None or products is None:
        raise JournalError(journal.name, where, "its order is not there any more: it was erased")
    try:
        beside = journal.part(record, PARTIES)
        document, problems, _ = orders.take(raw, where, orders.Parties(beside, where) if beside is not None else None)
        read = msgspec.json.decode(products, type=tuple[OrderedProduct, ...])
    except (OrderError, *NOT_JSON) as error:
        raise JournalError(journal.name, where, f"this version of sarcheck cannot read it: {error}") from error
    return Order(
        document=document,
        sha256=hash_of(raw, beside),
        raw=raw,
        raw_parties=beside,
        products=read,
        problems=problems,
        source=where,
    )


def verdicts_of(journal: Journal, order_id: str) -> list[Record]:
    """Return the records of an order's verdicts that have not been erased, the oldest first."""
    records = (record for record in journal.records() if record.header.kind == "verdict")
    return [record for record in records if index(journal, record).order == order_id]


def decisions_on(journal: Journal, verdicts: Iterable[Record]) -> list[Record]:
    """Return the records of decisions on the verdicts of some records, the oldest first."""
    wanted = {record.seq for record in verdicts}
    records = (record for record in journal.records() if record.header.kind == "decision")
    return [record for record in records if record.header.facts.get("about") in wanted]


def found(journal: Journal, text: str) -> Iterator[Record]:
    """Yield the records in whose index a text occurs, whatever its case: an order's id, a name, a number, a product."""
    wanted = text.casefold()
    for record in journal.records():
        held = index(journal, record)
        if any(
            wanted in word.casefold() for word in (held.order or "", *held.names, *held.identifiers, *held.products)
        ):
            yield record
