"""The first page of a case file, in plain language: who, when, on which lists, why, still valid?, what changes it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sarcheck.reports.page import amount, clean

if TYPE_CHECKING:
    from sarcheck.casefile import Case, Screening
    from sarcheck.deciding import Decision
    from sarcheck.journal import Record
    from sarcheck.model import Finding, Party, Verdict

DIGITS = 12
"""Digits of a hash that are told; the files beside hold all of it."""

KINDS = {
    "false_positive": "is a false positive: the party is not the listed one, or the matter is resolved",
    "confirmed": "is confirmed",
    "escalated": "is escalated",
    "license_obtained": "is covered by a license that was obtained",
}


def text(case: Case, parties: Mapping[int, Sequence[Party]], on: dt.date) -> str:
    """Return the page as Markdown; ``parties`` are those of each verdict's order, by its record."""
    last = case.screenings[-1]
    blocks = [
        _head(case, last, on),
        _who(case, parties[last.record.seq]),
        _when(case),
        _lists(last),
        _why(last.verdict),
        _valid(case, last, on),
        _changes(last.verdict),
        _contents(case),
    ]
    return "\n".join(line for block in blocks for line in (*block, ""))


def _head(case: Case, last: Screening, on: dt.date) -> Iterator[str]:
    yield f"# Case file: order {_md(case.id)}"
    yield ""
    outcome = _words(last.verdict.outcome)
    yield f"The latest verdict, as of {last.verdict.as_of}, is **{outcome}**: {_reason(last.verdict)}"
    yield ""
    screenings, decisions = amount(len(case.screenings), "verdict"), amount(len(case.decisions), "decision")
    yield f"It holds {screenings} and {decisions} of the journal, told as of {on}."


def _who(case: Case, parties: Sequence[Party]) -> Iterator[str]:
    yield "## Who is it about, and who decided?"
    yield ""
    for party in parties:
        where = f", {_md(party.country)}" if party.country else ", country not stated"
        yield f"- {_md(party.name)} ({_words(', '.join(party.roles))}{where})"
    stated = {party.name for party in parties}
    for one in case.screenings[-1].verdict.screened:
        if one.name not in stated:
            yield f"- {_md(one.name)}: not named by the order, screened as {_words(', '.join(one.roles))}"
    yield ""
    if not case.decisions:
        yield "Nobody has decided on a finding; the program judged alone."
    completed = {record.header.facts.get("completes") for record, _ in case.decisions}
    for record, decision in case.decisions:
        if record.seq not in completed:
            yield f"- {_decided(record, decision)}"


def _decided(record: Record, decision: Decision) -> str:
    names = " and ".join(
        f"{_md(one.by)} ({f'signed with key {one.key[:DIGITS]}' if one.key else 'unauthenticated: no signature'})"
        for one in decision.approvals
    )
    until = f", until {decision.expires}" if decision.expires else ""
    more = f". **Without effect: {decision.missing} more must approve.**" if decision.missing else ""
    what = f"{decision.finding} ({_md(decision.rule)}) of record {decision.record} {KINDS[decision.kind]}"
    license_id = f", license {_md(decision.license)}" if decision.license else ""
    day = record.header.written[:10]
    return (
        f"{names} decided (record {record.seq}, {day}): {what}{license_id}, from {decision.since}{until}. "
        f"Reason: {_md(decision.reason)}{more}"
    )


def _when(case: Case) -> Iterator[str]:
    yield "## When?"
    yield ""
    yield "| record | written (UTC) | judged as of | verdict | findings | set aside | rules |"
    yield "|---|---|---|---|---|---|---|"
    for one in case.screenings:
        verdict = one.verdict
        rules = f"{_md(verdict.rules.pack)} {_md(verdict.rules.version)} {verdict.rules.sha256[:DIGITS]}"
        yield (
            f"| {one.record.seq} | {one.record.header.written[:19]} | {verdict.as_of} | {_words(verdict.outcome)} "
            f"| {len(verdict.findings)} | {len(verdict.waived)} | {rules} |"
        )


def _lists(last: Screening) -> Iterator[str]:
    yield f"## On which lists? (record {last.record.seq})"
    yield ""
    yield "| list | published | retrieved | entries | state | sha256 |"
    yield "|---|---|---|---|---|---|"
    missing = [source.id for source in last.verdict.sources if source.state == "missing"]
    for source in last.verdict.sources:
        if source.id not in missing:
            days = f"{source.published or 'unknown'} | {source.retrieved or 'unknown'}"
            yield f"| {source.id} | {days} | {source.entries} | {source.state} | {(source.sha256 or '')[:DIGITS]} |"
    if missing:
        yield ""
        yield f"Not there: {', '.join(missing)}."
    yield ""
    tool = last.verdict.tool
    libraries = ", ".join(f"{name} {version}" for name, version in sorted(tool.libraries.items()))
    yield f"Judged by {tool.name} {tool.version} ({libraries})."


def _why(verdict: Verdict) -> Iterator[str]:
    yield "## Why?"
    yield ""
    if not verdict.findings:
        yield _reason(verdict)
    for finding in verdict.findings:
        yield f"- **{_words(finding.outcome)}** {_md(finding.title)}: {_md(finding.message)} {_law(finding)}"
    for one in verdict.waived:
        grade = _words(one.finding.outcome)
        yield (
            f"- set aside by {_md(' and '.join(one.approvers))} until {one.expires} (waiver {_md(one.waiver)}): "
            f"**{grade}** {_md(one.finding.message)} {_law(one.finding)} Reason: {_md(one.reason)}"
        )


def _law(finding: Finding) -> str:
    return f"({_md(finding.basis.citation)}; {finding.basis.status})"


def _valid(case: Case, last: Screening, on: dt.date) -> Iterator[str]:
    """Yield what of the case still counts on a day."""
    verdict = last.verdict
    yield f"## Is it still valid on {on}?"
    yield ""
    days = (on - verdict.as_of).days
    if days > 0:
        ago = amount(days, "day")
        yield f"- The verdict is for {verdict.as_of}, {ago} earlier; lists and rules since are not in it."
    else:
        yield f"- The verdict is for {verdict.as_of}: the day itself."
    if len(case.screenings) > 1:
        yield f"- It takes the place of {amount(len(case.screenings) - 1, 'earlier verdict')}."
    for one in verdict.waived:
        state = f"ended on {one.expires}: the finding is back" if one.expires < on else f"holds until {one.expires}"
        yield f"- Waiver {_md(one.waiver)} {state}."
    for record, decision in case.decisions:
        if decision.expires and decision.expires < on:
            yield f"- The decision of record {record.seq} ended on {decision.expires}."
    if keep := verdict.retain_until:
        yield f"- The record must be kept until {keep.date} ({_md('; '.join(keep.because))})."
    else:
        yield "- No law that binds here says how long the record must be kept."


def _changes(verdict: Verdict) -> Iterator[str]:
    yield "## What would change it?"
    yield ""
    for remedy in dict.fromkeys(finding.remedy for finding in verdict.findings if finding.remedy):
        yield f"- {_md(remedy)}"
    for one in verdict.waived:
        entry = next((item for item in one.finding.evidence if "entry_version" in item), {})
        yield (
            f"- Waiver {_md(one.waiver)} ends when {_md(entry.get('list'))} {_md(entry.get('entry'))} changes (it was "
            f"version {_md(entry.get('entry_version'))}), when the party is described otherwise, "
            f"and after {one.expires}."
        )
    yield "- Newer lists, other rules, other parties, products or places: screen the order again."


def _contents(case: Case) -> Iterator[str]:
    yield "## What is in this file?"
    yield ""
    yield "- `records.json`: the records of the journal with the hashes that chain them"
    yield "- `NNNNNN-verdict/`: `order.json` to the byte, `products.json` as read, `verdict.json`, the report,"
    yield "  `entries.json` (the list entries that findings name, as they were), `attestation.json` if it was signed"
    yield "- `NNNNNN-decision/`: `decision.json`, and the waiver that it became"
    if any(one.attestation for one in case.screenings):
        yield ""
        yield "`sarcheck verify NNNNNN-verdict/attestation.json --key PUBLIC` checks a signature by the signer's key."


def _reason(verdict: Verdict) -> str:
    return _md(verdict.status.reason_text)


def _words(text: str) -> str:
    return clean(text).replace("_", " ")


def _md(text: object) -> str:
    """Return text from outside so that it is text in Markdown, whatever it holds."""
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", clean(text).replace("&", "&amp;"))
