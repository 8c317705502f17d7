"""What screening leaves behind besides reports: signed verdicts, and records in a journal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sarcheck.cli import _keys, _options, _streams, _targets
from sarcheck.errors import AttestationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sarcheck.cli._targets import Target
    from sarcheck.journal import Receipt
    from sarcheck.model import Order, Verdict
    from sarcheck.ruleset import Ruleset

SUFFIX = ".attestation.json"


def places(
    names: Sequence[str], sign: Path | None, attestation: Path | None, journal: Path | None, formats: Sequence[Target]
) -> dict[str, Path]:
    """Return where each order's attestation goes, by the order's name; raise click.UsageError where it has no place."""
    if attestation and not sign:
        raise click.UsageError("--attestation needs --sign KEY")
    chosen = {name: attestation for name in names if attestation}
    if attestation and len(names) > 1:
        raise click.UsageError("--attestation FILE is for one order; without it each goes beside its order")
    if sign and not attestation and not journal:
        if "-" in names:
            raise click.UsageError("an order from standard input has no place beside it: name --attestation FILE")
        chosen = {name: Path(name).with_suffix(SUFFIX) for name in names}
    taken = [path for path in (journal, sign, *chosen.values()) if path]
    written = [*[target.path for target in formats if target.path], *chosen.values()]
    for path in written:
        if [other for other in (*taken, *map(Path, names)) if other is not path and _targets.same(path, other)]:
            raise click.UsageError(f"{path} would be written over: give each report a file of its own")
    return chosen


def signed(orders: Sequence[Order], verdicts: Sequence[Verdict], sign: Path | None) -> list[bytes | None]:
    """Return each verdict's attestation; None where none was asked for. Raise AttestationError."""
    if sign is None:
        return [None for _ in verdicts]
    from sarcheck import attest

    key = _keys.private(sign)
    return [attest.attest(order, verdict, key, str(sign)) for order, verdict in zip(orders, verdicts, strict=True)]


def write(path: Path, attestation: bytes) -> None:
    """Write an attestation to its file; raise AttestationError."""
    try:
        _streams.write_file(path, attestation)
    except OSError as error:
        raise AttestationError(str(path), f"cannot be written: {error.strerror}") from error


def keep(
    path: Path,
    orders: Sequence[Order],
    verdicts: Sequence[Verdict],
    attestations: Sequence[bytes | None],
    ruleset: Ruleset,
) -> None:
    """Record verdicts in a journal, all or none, and tell its new head. Raise JournalError."""
    from sarcheck import journal

    wanted = journal.named(verdicts)
    entries = [one for one in ruleset.entries.entries() if (one.list, one.id) in wanted] if wanted else []
    drafts = []
    for order, verdict, attestation in zip(orders, verdicts, attestations, strict=True):
        named = journal.named([verdict])
        own = [entry for entry in entries if (entry.list, entry.id) in named]
        drafts.append(journal.verdict_draft(order, verdict, own, attestation))
    tell(path, journal.append(path, drafts, _options.now()))


def tell(path: Path, receipt: Receipt) -> None:
    """Tell on standard error what was recorded and what to keep elsewhere, so that a cut would show."""
    numbers = receipt.records
    which = f"record {numbers[0]}" if len(numbers) == 1 else f"records {numbers[0]} to {numbers[-1]}"
    _streams.complain(f"{path}: {which} written; head {receipt.head} count {receipt.count}")
