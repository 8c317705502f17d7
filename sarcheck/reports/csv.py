"""Findings as CSV (RFC 4180), a row a finding, for a spreadsheet: no cell of it can be taken for a formula.

UTF-8 with a byte order mark, without which spreadsheets misread names. An order without findings has one row, its
finding's cells empty: what is not in a table is easily taken for what was not asked.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from sarcheck.reports.page import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sarcheck.model import Finding, Verdict

NAME = "csv"

FORMULA = tuple("=+-@\t\r\n|%＝＋－＠")
"""With these a spreadsheet begins a formula or a command, also after blanks; the last four are their wide forms."""

HEAD = (
    *("order", "as_of", "outcome", "finding", "rule", "regime", "authority", "finding_outcome", "confidence", "title"),
    *("subject", "subject_id", "pointer", "message", "remedy", "citation", "in_force_from", "in_force_to", "basis"),
    *("asked_of", "asked_on", "entries", "caveats", "order_sha256", "rules", "rules_sha256"),
)


def render(verdicts: Sequence[Verdict], **_options: Any) -> bytes:
    """Return verdicts as CSV with a heading row; orders in the order of the input, findings the worst first."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(HEAD)
    for verdict in verdicts:
        writer.writerows([cell(value) for value in row] for row in _rows(verdict))
    return page.getvalue().encode("utf-8-sig")


def cell(value: object) -> str:
    """Return a value as a cell that is text and nothing else: an apostrophe goes before what could begin a formula."""
    if value is None:
        return ""
    raw = str(value)
    harmless = clean(raw)
    return f"'{harmless}" if raw.lstrip(" ").startswith(FORMULA) or harmless.lstrip().startswith(FORMULA) else harmless


def _rows(verdict: Verdict) -> Iterator[tuple[object, ...]]:
    order, rules = verdict.order, verdict.rules
    head = (order.id, verdict.as_of, verdict.outcome)
    tail = (order.sha256, f"{rules.pack} {rules.version}", rules.sha256)
    for finding in verdict.findings:
        yield (*head, *_finding(finding), *tail)
    if not verdict.findings:
        yield (*head, *[None] * (len(HEAD) - len(head) - len(tail)), *tail)


def _finding(finding: Finding) -> tuple[object, ...]:
    basis = finding.basis
    entries = (f"{item.get('list')} {item.get('entry')}" for item in finding.evidence if item.get("entry"))
    return (
        *(finding.id, finding.rule, finding.regime, finding.authority, finding.outcome, f"{finding.confidence:.4g}"),
        *(finding.title, finding.subject.kind, finding.subject.id, finding.pointer, finding.message, finding.remedy),
        *(basis.citation, basis.in_force_from, basis.in_force_to, basis.status, basis.asks, basis.on),
        *("; ".join(dict.fromkeys(entries)), "; ".join(finding.caveats)),
    )
