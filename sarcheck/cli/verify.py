"""``sarcheck verify``: what somebody signed, checked and judged again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sarcheck import exitcodes
from sarcheck.cli import _keys, _options, _streams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sarcheck.attest import Statement
    from sarcheck.model import Order, Waiver
    from sarcheck.replay import Replay

WAIVER = ".toml"


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--key",
    "keys",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    metavar="PUBLIC",
    help="Public key of whoever is said to have signed. Repeatable: each must have.",
)
@click.option("--replay", "again", is_flag=True, help="Judge again, from --order or --journal, and compare.")
@click.option("--order", "order_file", type=click.Path(path_type=Path), metavar="FILE", help="The order's file.")
@click.option("--parties", type=click.Path(path_type=Path), metavar="FILE", help="The order's parties file.")
@click.option(
    "--journal", "journal_file", type=click.Path(path_type=Path), metavar="FILE", help="A journal that has the verdict."
)
@click.option("--root", "roots", multiple=True, type=click.Path(path_type=Path), metavar="DIR", help="As for screen.")
@_options.rules
@_options.output("text", "json")
@_options.config
@_options.verbose
def command(
    file: Path,
    keys: tuple[Path, ...],
    again: bool,
    order_file: Path | None,
    parties: Path | None,
    journal_file: Path | None,
    roots: tuple[Path, ...],
    rules: Path | None,
    form: str,
) -> int:
    """Check that FILE, a signed verdict or waiver, is what the owner of a key signed.

    A key inside the file is never trusted. --order holds the order and its products against what was judged;
    --journal looks the verdict up in a journal, which is verified first. --replay judges again, on the recorded day,
    what the order's file or the journal holds, with the rules folder, and compares. Other versions of boundary data
    or libraries are told as such. The exit code is 0 where all holds, 5 where something does not, and 11 where a
    result differs that other versions may explain.
    """
    if again and not order_file and not journal_file:
        raise click.UsageError("--replay needs what was judged: --order FILE or --journal FILE")
    if file.suffix == WAIVER:
        return _waiver(file, keys)
    statement = _opened(file, keys)
    faults: list[str] = []
    order = _journalled(statement, journal_file, faults) if journal_file else None
    if order_file:
        order = _delivered(statement, order_file, parties, roots, faults)
    replayed = _replay(statement, order, rules) if again and order else None
    if replayed:
        faults += [fault for fault in replayed.inputs if fault not in faults]
    told = _told(statement, keys, faults, replayed)
    _streams.emit(_document(told) if form == "json" else _text(told))
    if faults or (replayed and replayed.result == "not identical") or (again and not replayed):
        return exitcodes.NOT_PROVEN
    return exitcodes.INCOMPLETE if replayed and replayed.result == "other versions" else exitcodes.CLEAR


def _opened(file: Path, keys: Sequence[Path]) -> Statement:
    """Return what every one of some keys has signed; raise AttestationError."""
    from sarcheck import attest

    data = _keys.read(file, attest.LARGEST)
    opened = [attest.opened(data, _keys.read(key), name=str(file), key_name=str(key)) for key in keys]
    return opened[0]


def _delivered(
    statement: Statement, file: Path, parties: Path | None, roots: Sequence[Path], faults: list[str]
) -> Order:
    """Return an order as it lies there now; note what of it is not what was judged."""
    from sarcheck import attest, replay
    from sarcheck.intake import load_order

    order = load_order(file, parties=parties, roots=roots, hashed=True)
    faults += replay.apart(statement.subject, attest.subjects(order), read_alike=False)
    return order


def _journalled(statement: Statement, file: Path, faults: list[str]) -> Order | None:
    """Return the order of the record that holds a verdict; note what is wrong with the journal, or that none does."""
    from sarcheck import journal

    faults += [f"{file}: {fault}" for fault in journal.verify(file).faults]
    if faults:
        return None
    with journal.reading(file) as held:
        for record in held.records():
            if held.document(record, "verdict", object) == statement.predicate:
                return journal.taken(held, record)
    faults.append(f"{file}: holds no such verdict, or it was erased")
    return None


def _replay(statement: Statement, order: Order, rules: Path | None) -> Replay:
    import datetime as dt

    from sarcheck import attest, replay, ruleset

    day = dt.date.fromisoformat(statement.predicate["as_of"])
    loaded = ruleset.load(rules, as_of=_options.past(day), progress=_streams.progress)
    return replay.replay(statement.predicate, statement.subject, attest.subjects(order), order, loaded)


def _told(statement: Statement, keys: Sequence[Path], faults: list[str], replayed: Replay | None) -> dict[str, Any]:
    """Return what was found out, as JSON tells it."""
    from sarcheck import attest

    verdict = statement.predicate
    return {
        "signed_by": [attest.key_id(_keys.read(key)) for key in keys],
        "order": verdict["order"],
        "as_of": verdict["as_of"],
        "outcome": verdict["outcome"],
        "rules": verdict["rules"],
        "faults": faults,
        "replay": replayed.result if replayed else None,
        "versions": replayed.versions if replayed else (),
        "results": replayed.results if replayed else (),
    }


def _document(told: dict[str, Any]) -> bytes:
    from sarcheck.reports.json import document

    return document(told)


def _text(told: dict[str, Any]) -> bytes:
    """Return what was found out in lines for a terminal."""
    from sarcheck.reports.page import clean

    keys = ", ".join(key[:16] for key in told["signed_by"])
    about = f"order {told['order']['id']}, as of {told['as_of']}: {told['outcome'].replace('_', ' ')}"
    lines = [f"SIGNED by key {keys}: {about}"]
    lines += [f"  NOT PROVEN  {fault}" for fault in told["faults"]]
    if told["replay"]:
        lines.append(f"REPLAY {told['replay']}")
        lines += [f"  another version, which is no tampering: {version}" for version in told["versions"]]
        lines += [f"  came out otherwise: {result}" for result in told["results"]]
    return "".join(f"{clean(line)}\n" for line in lines).encode()


def _waiver(file: Path, keys: Sequence[Path]) -> int:
    """Check that the owners of keys have signed a waiver as it stands in its file."""
    from sarcheck import attest, tomlfile
    from sarcheck.model import Waiver

    waiver = tomlfile.converted(tomlfile.read(file), Waiver, file)
    for key in keys:
        public = _keys.read(key)
        by = _signer(waiver, public, str(key))
        if by is None:
            _streams.complain(
                f"{file}: is not signed by key {attest.key_id(public, str(key))[:16]}, or was changed since"
            )
            return exitcodes.NOT_PROVEN
        _streams.emit(f"SIGNED by {by}, key {attest.key_id(public)[:16]}\n".encode())
    return exitcodes.CLEAR


def _signer(waiver: Waiver, public: bytes, name: str) -> str | None:
    """Return the approver whose signature on a waiver a key has made; None where it has made none that holds."""
    from sarcheck import attest, deciding

    for one in waiver.signatures:
        signed = attest.Signed(one.key, one.signature)
        if attest.holds(deciding.waiver_payload(waiver, one.by), deciding.WAIVER_TYPE, signed, public, name):
            return one.by
    return None
