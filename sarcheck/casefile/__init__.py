"""Everything that an auditor asks for on one order, in one zip: what was judged, on what, by whom it was decided.

The same journal and day give the same bytes. Only whole records are told: what was erased is named as such.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from sarcheck import deciding, journal
from sarcheck.casefile import _index, _redact
from sarcheck.errors import JournalError
from sarcheck.journal import Journal, Record
from sarcheck.model import Entry, OrderDocument, Verdict
from sarcheck.reports import NOT_TOLD, REPORTS, report
from sarcheck.reports.json import document

__all__ = ["export"]

REPORT_FILES = {"text": "report.txt", "html": "report.html"}
"""The reports of a case file and what each is called."""

SALT = 16
"""Bytes of the first record's salt, which no export holds."""

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The day that a zip gives its files: it must be some day, and always the same."""


class Screening(Struct, frozen=True, kw_only=True):
    """A verdict of the case with all that its record holds."""

    record: Record
    verdict: Verdict
    order: bytes
    document: OrderDocument
    products: bytes
    entries: tuple[Entry, ...]
    attestation: bytes | None
    parties: bytes | None = None


class Case(Struct, frozen=True, kw_only=True):
    """The verdicts on an order and the decisions on them, the oldest first; ``secret`` is what pseudonyms hang on."""

    id: str
    screenings: tuple[Screening, ...]
    decisions: tuple[tuple[Record, deciding.Decision], ...]
    secret: bytes


def export(held: Journal, case_id: str, on: dt.date, *, redacted: bool = False) -> bytes:
    """Return the case file of an order, told as of a day; ``redacted``: with pseudonyms for whom it is about.

    Raise JournalError where the journal has no verdict on the order that was not erased.
    """
    case = _gathered(held, case_id)
    try:
        return _zip(_redact.files(case, on, _files) if redacted else dict(_files(case, on)))
    except NOT_TOLD as error:
        message = f"the case holds evidence that sarcheck does not write so: {type(error).__name__}: {error}"
        raise JournalError(held.name, "", message) from error


def _gathered(held: Journal, case_id: str) -> Case:
    records = journal.verdicts_of(held, case_id)
    if not records:
        message = f"has no verdict on an order {case_id!r}, or it was erased; sarcheck journal search finds others"
        raise JournalError(held.name, "", message)
    decisions = (
        (record, decision)
        for record in journal.decisions_on(held, records)
        if (decision := held.document(record, "decision", deciding.Decision))
    )
    screenings = tuple(_screening(held, record) for record in records)
    salt = (held.stored(records[0], "order") or b"")[:SALT]
    return Case(id=case_id, screenings=screenings, decisions=tuple(decisions), secret=salt)


def _screening(held: Journal, record: Record) -> Screening:
    order = journal.taken(held, record)
    verdict = held.document(record, "verdict", Verdict)
    entries = held.document(record, "entries", tuple[Entry, ...])
    if verdict is None or entries is None:
        raise JournalError(held.name, f"record {record.seq}", "lacks parts that a verdict has")
    return Screening(
        record=record,
        verdict=verdict,
        order=order.raw,
        document=order.document,
        products=held.part(record, "products") or b"",
        entries=entries,
        attestation=held.part(record, "attestation"),
        parties=held.part(record, "parties"),
    )


def _files(case: Case, on: dt.date) -> Iterator[tuple[str, bytes]]:
    """Yield each file of a case: its name and what it holds."""
    party_names = {one.record.seq: one.document.parties for one in case.screenings}
    yield "index.md", _index.text(case, party_names, on).encode()
    records = [one.record for one in case.screenings] + [record for record, _ in case.decisions]
    yield "records.json", document(sorted(records, key=lambda record: record.seq))
    for one in case.screenings:
        folder = f"{one.record.seq:06}-verdict"
        yield f"{folder}/order.json", one.order
        if one.parties is not None:
            yield f"{folder}/parties.json", one.parties
        yield f"{folder}/products.json", document(msgspec.Raw(one.products))
        yield f"{folder}/verdict.json", document(one.verdict)
        yield f"{folder}/entries.json", document(one.entries)
        for name in [name for name in REPORTS if name in REPORT_FILES]:
            yield f"{folder}/{REPORT_FILES[name]}", report(name).render([one.verdict], explain=True, show_waived=True)
        if one.attestation:
            yield f"{folder}/attestation.json", one.attestation
    for record, decision in case.decisions:
        folder = f"{record.seq:06}-decision"
        yield f"{folder}/decision.json", document(decision)
        if decision.waiver and not decision.missing:
            yield f"{folder}/{decision.waiver.id}.toml", deciding.waiver_text(decision.waiver).encode()


def _zip(files: dict[str, bytes]) -> bytes:
    """Return files as a zip, sorted, undated and uncompressed: no version of a compressor changes its bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, files[name])
    return target.getvalue()
