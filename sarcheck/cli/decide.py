"""``sarcheck decide``: an officer's word on a finding."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
import msgspec

from sarcheck import exitcodes
from sarcheck.cli import _keys, _options, _record, _streams
from sarcheck.errors import RulesError
from sarcheck.model import NOT_JSON

if TYPE_CHECKING:
    import datetime as dt

    from sarcheck.deciding import Decision, Terms
    from sarcheck.journal import Record
    from sarcheck.model import Finding, Order, Verdict, Waiver

KINDS = ("false_positive", "confirmed", "escalated", "license_obtained")


class _Case(NamedTuple):
    """A verdict with the order that it is on and, from a journal, its record."""

    verdict: Verdict
    order: Order | None
    record: Record | None


@click.command("decide", context_settings={"max_content_width": 100})
@click.argument("source", metavar="JOURNAL|VERDICT", type=click.Path(path_type=Path))
@click.argument("finding_id", metavar="[FINDING]", required=False)
@click.option("--as", "kind", type=click.Choice(KINDS), help="What is decided.")
@click.option("--reason", help="Why, for whoever asks in nine years.")
@click.option("--by", "names", multiple=True, metavar="NAME", help="Who decides. Repeat it for a second approver.")
@click.option(
    "--sign",
    "keys",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="KEY",
    help="Private key of the first --by, then of the second; who has none is marked unauthenticated.",
)
@click.option("--from", "since", callback=_options.day, metavar="DATE", help="First day (default: today, UTC).")
@click.option("--expires", callback=_options.day, metavar="DATE", help="Last day on which the decision counts.")
@click.option("--license", "license_id", metavar="ID", help="The license that was obtained.")
@click.option(
    "--record", "number", type=click.IntRange(min=1), metavar="N", help="The verdict's record in the journal."
)
@click.option("--second", type=click.IntRange(min=1), metavar="N", help="Approve the decision of this record as well.")
@click.option("--order", "order_file", type=click.Path(path_type=Path), metavar="FILE", help="The VERDICT's order.")
@click.option("--journal", "journal_file", type=click.Path(path_type=Path), metavar="FILE", help="Record it here.")
@click.option("--id", "waiver_id", metavar="NAME", help="What the waiver is called (default: order, finding, day).")
@_options.rules
@_options.config
@_options.verbose
def command(
    source: Path,
    finding_id: str | None,
    kind: str | None,
    reason: str | None,
    names: tuple[str, ...],
    keys: tuple[Path, ...],
    since: dt.date | None,
    expires: dt.date | None,
    license_id: str | None,
    number: int | None,
    second: int | None,
    order_file: Path | None,
    journal_file: Path | None,
    waiver_id: str | None,
    rules: Path | None,
) -> int:
    """Record a decision on a FINDING of a verdict: a false positive, confirmed, escalated, or a license is there.

    The verdict is that of a JOURNAL, by default its newest, or a VERDICT.json with its --order. A false positive
    becomes a waiver in the rules folder, which later verdicts heed and show until it expires, the entry changes or
    the party is described otherwise; a finding of the grade deny needs two approvers, at once or later (--second).
    The verdict itself is never edited.
    """
    from sarcheck import journal

    in_journal = journal.is_journal(source)
    if not names or not all(name.strip() for name in names):
        raise click.UsageError("a decision is somebody's: --by NAME")
    if second:
        decision = _waiting(source, second)
    else:
        case = _case(source, number, order_file)
        terms = _terms(kind, reason, since, expires, license_id)
        decision = _decided(case, finding_id, terms, waiver_id, rules)
    for i, name in enumerate(names):
        decision = _approved(decision, name, keys[i] if i < len(keys) else None)
    if len(keys) > len(names):
        raise click.UsageError("more keys than names: each --sign belongs to a --by")
    path = _waiver_path(decision, rules)
    kept_in = source if in_journal else journal_file
    _kept(kept_in, decision, second)
    return _done(decision, path, kept_in)


def _terms(
    kind: str | None, reason: str | None, since: dt.date | None, expires: dt.date | None, license_id: str | None
) -> Terms:
    """Return what was decided; raise click.UsageError for what is missing."""
    from sarcheck import deciding

    if not kind or not reason or not reason.strip():
        raise click.UsageError("say what is decided and why: --as KIND --reason TEXT")
    if kind in deciding.EXPIRING and not expires:
        raise click.UsageError(f"{kind} holds for a time only: --expires DATE")
    if (kind == "license_obtained") != bool(license_id):
        raise click.UsageError("--as license_obtained and --license ID belong together")
    first = since or _options.today()
    if expires and expires < first:
        raise click.UsageError(f"it would end on {expires}, before it begins on {first}")
    chosen = msgspec.convert(kind, deciding.Kind)
    return deciding.Terms(kind=chosen, reason=reason.strip(), since=first, expires=expires, license=license_id)


# --- where the verdict is -----------------------------------------------------------------------


def _case(source: Path, number: int | None, order_file: Path | None) -> _Case:
    from sarcheck import journal

    return _from_journal(source, number) if journal.is_journal(source) else _from_file(source, order_file)


def _from_journal(path: Path, number: int | None) -> _Case:
    from sarcheck import journal
    from sarcheck.model import Verdict

    with journal.reading(path) as held:
        if number:
            record = held.record(number)
        else:
            verdicts = [record for record in held.records() if record.header.kind == "verdict"]
            orders = {journal.index(held, record).order for record in verdicts}
            if len(orders) != 1:
                raise click.UsageError(f"{path} has verdicts on {len(orders)} orders: say which, --record N")
            record = verdicts[-1]
        verdict = held.document(record, "verdict", Verdict)
        if verdict is None:
            raise click.UsageError(f"record {record.seq} of {path} holds no verdict, or it was erased")
        return _Case(verdict, journal.taken(held, record), record)


def _from_file(path: Path, order_file: Path | None) -> _Case:
    from sarcheck.intake import load_order
    from sarcheck.model import Verdict

    try:
        verdict = msgspec.json.decode(path.read_bytes(), type=Verdict)
    except OSError as error:
        raise click.UsageError(f"{path}: cannot be read: {error.strerror}") from error
    except NOT_JSON as error:
        raise click.UsageError(f"{path}: is neither a journal nor a verdict: {error}") from error
    order = load_order(order_file) if order_file else None
    if order and order.sha256 != verdict.order.sha256:
        raise click.UsageError(f"{order_file}: is not the order that the verdict is on: its sha256 differs")
    return _Case(verdict, order, None)


# --- the decision -------------------------------------------------------------------------------


def _decided(case: _Case, finding_id: str | None, terms: Terms, waiver_id: str | None, rules: Path | None) -> Decision:
    from sarcheck import deciding

    found = {finding.id: finding for finding in case.verdict.findings}
    if finding_id not in found:
        raise click.UsageError(f"the verdict has no finding {finding_id!r}; it has {', '.join(found) or 'none'}")
    finding = found[finding_id]
    waiver = _waiver(case, finding, terms, waiver_id, rules) if terms.kind == "false_positive" else None
    return deciding.drafted(case.verdict, finding, terms, case.record.seq if case.record else None, waiver)


def _waiver(case: _Case, finding: Finding, terms: Terms, waiver_id: str | None, rules: Path | None) -> Waiver:
    from sarcheck import deciding, ruleset

    if case.order is None:
        raise click.UsageError("a false positive is about a party as the order describes it: --order FILE")
    name = waiver_id or f"{case.verdict.order.id}-{finding.id}-{terms.since}"
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "waiver"
    loaded = ruleset.load(rules, progress=_streams.progress)
    made = deciding.waiver_for(slug, finding, case.verdict, case.order, terms, loaded)
    if isinstance(made, str):
        raise click.UsageError(f"{finding.id} ({finding.rule}) cannot be set aside: {made}")
    return made


def _waiting(path: Path, number: int) -> Decision:
    """Return the decision of a record, which waits for a second approver; raise click.UsageError."""
    from sarcheck import deciding, journal

    with journal.reading(path) as held:
        record = held.record(number)
        later = [one.seq for one in held.records() if one.header.facts.get("completes") == number]
        decision = held.document(record, "decision", deciding.Decision)
    if decision is None:
        raise click.UsageError(f"record {number} of {path} holds no decision, or it was erased")
    if not decision.missing or later:
        raise click.UsageError(f"the decision of record {number} needs nobody else")
    return decision


def _approved(decision: Decision, name: str, key: Path | None) -> Decision:
    from sarcheck import attest, deciding

    approval = deciding.Approval(by=name)
    if key:
        payload, kind = deciding.payload(decision, name)
        signed = attest.sign(payload, kind, _keys.private(key), str(key))
        approval = deciding.Approval(by=name, key=signed.key, signature=signed.signature)
    made = deciding.approved(decision, approval)
    if isinstance(made, str):
        raise click.UsageError(made)
    return made


# --- what becomes of it -------------------------------------------------------------------------


def _waiver_path(decision: Decision, rules: Path | None) -> Path | None:
    """Return where a decision's waiver goes, None where it makes none; raise click.UsageError where one is already."""
    from sarcheck import ruleset

    if decision.waiver is None or decision.missing:
        return None
    path = (rules or ruleset.user_folder()) / "waivers" / f"{decision.waiver.id}.toml"
    if path.exists():
        raise click.UsageError(f"{path} is there already: a decision is never written over; name another (--id)")
    return path


def _kept(path: Path | None, decision: Decision, second: int | None) -> None:
    """Record a decision; one that makes no waiver would be kept nowhere else."""
    from sarcheck import journal

    if path is None:
        if decision.waiver is None or decision.missing:
            raise click.UsageError("this decision is kept in a journal only: --journal FILE")
        return
    until: list[dt.date | None] = [decision.expires] if decision.expires else []
    if decision.record:
        with journal.reading(path) as held:
            until += [held.record(decision.record).header.retain_until]
    facts = {"about": decision.record, "decision": decision.kind, "finding": decision.finding, "completes": second}
    draft = journal.Draft(
        kind="decision",
        retain_until=None if None in until or not until else max(day for day in until if day),
        facts=facts | {"waiting_for": decision.missing},
        parts={
            "index": journal.canonical({"order": decision.order.id, "names": [one.by for one in decision.approvals]}),
            "decision": journal.canonical(decision),
        },
    )
    _record.tell(path, journal.append(path, [draft], _options.now()))


def _done(decision: Decision, path: Path | None, kept_in: Path | None) -> int:
    """Write the waiver and tell what was decided."""
    from sarcheck import deciding
    from sarcheck.reports.page import clean

    lines = [f"DECIDED {decision.kind} on {decision.finding} ({decision.rule}) of order {decision.order.id}"]
    lines += [f"  {who} is unauthenticated: no signature" for who in decision.unauthenticated]
    if decision.missing:
        lines.append("  without effect yet: a finding of this grade needs a second approver (--second RECORD)")
    if path and decision.waiver:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _streams.write_file(path, deciding.waiver_text(decision.waiver).encode())
        except OSError as error:
            message = f"cannot be written: {error.strerror}; until it is there the finding stands"
            if kept_in:
                message += (
                    f"; the decision is recorded, and sarcheck journal export {kept_in} brings the file to put there"
                )
            raise RulesError(str(path), "", message) from error
        lines.append(f"  waiver {path}, until {decision.expires}")
    if decision.license:
        lines.append("  enter the license in operator.toml: until it is there, findings stand")
    _streams.emit("".join(f"{clean(line)}\n" for line in lines).encode())
    return exitcodes.CLEAR
