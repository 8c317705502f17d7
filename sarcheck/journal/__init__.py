"""An append-only, hash-chained record of verdicts and decisions in one SQLite file (docs/journal.md)."""

from __future__ import annotations

from sarcheck.journal._contents import decisions_on, found, index, named, taken, verdict_draft, verdicts_of
from sarcheck.journal._file import is_journal
from sarcheck.journal._reading import Journal, reading
from sarcheck.journal._records import Draft, Header, Record, canonical
from sarcheck.journal._verifying import Fault, Verified, verify
from sarcheck.journal._writing import Purged, Receipt, append, due, purge

__all__ = [
    "Draft",
    "Fault",
    "Header",
    "Journal",
    "Purged",
    "Receipt",
    "Record",
    "Verified",
    "append",
    "canonical",
    "decisions_on",
    "due",
    "found",
    "index",
    "is_journal",
    "named",
    "purge",
    "reading",
    "taken",
    "verdict_draft",
    "verdicts_of",
    "verify",
]
