"""Records of a journal in words, for the verbs that list them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sarcheck.reports.page import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sarcheck.journal import Journal, Record


def told(held: Journal, record: Record) -> dict[str, Any]:
    """Return what a record is, as JSON tells it: its lasting facts, and the order it is on unless that was erased."""
    header = record.header
    from sarcheck.journal import index

    return {
        "record": record.seq,
        "written": header.written,
        "kind": header.kind,
        "order": index(held, record).order,
        **header.facts,
        "retain_until": header.retain_until,
        "erased": record.seq in held.purged(),
        "hash": record.hash,
    }


def lines(rows: Iterable[dict[str, Any]]) -> bytes:
    """Return records as lines for a terminal."""
    return "".join(f"{clean(_line(row))}\n" for row in rows).encode()


def _line(row: dict[str, Any]) -> str:
    about = "(erased)" if row["erased"] else row["order"] or ""
    until = f"keep until {row['retain_until']}" if row["retain_until"] else "no retention date"
    parts = [f"{row['record']:>6}", row["written"][:19], f"{row['kind']:<8}", about, _what(row), until]
    return "  ".join(part for part in parts if part)


def _what(row: dict[str, Any]) -> str:
    if row["kind"] == "verdict":
        return f"{row.get('outcome')} as of {row.get('as_of')}"
    if row["kind"] == "decision":
        return f"{str(row.get('decision')).replace('_', ' ')} on {row.get('finding')} of record {row.get('about')}"
    return f"erased {len(row['erased_records'])} records" if "erased_records" in row else ""
