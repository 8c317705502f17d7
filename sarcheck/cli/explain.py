"""``sarcheck explain``: a verdict told again from its JSON, or a rule in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from sarcheck import exitcodes
from sarcheck.cli import _options, _rules, _streams
from sarcheck.errors import OrderError
from sarcheck.model import NOT_JSON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sarcheck.model import Verdict

LIMIT = 256 * 1024 * 1024
"""Bytes of a file of verdicts."""


@click.command("explain")
@click.argument("verdict", required=False, metavar="VERDICT.json")
@click.argument("finding", required=False, metavar="FINDING")
@click.option("--rule", "rule_id", metavar="ID", help="A rule instead, as findings name it.")
@_options.rules
@_options.output("text", "json", "html")
@_options.config
@_options.verbose
def command(verdict: str | None, finding: str | None, rule_id: str | None, rules: Path | None, form: str) -> int:
    """Tell a verdict again from its JSON alone, finding by finding; or a rule: its law, its days, its grades.

    VERDICT.json holds one verdict, or several as NDJSON; - reads it from standard input. FINDING is the id of one
    finding (f3) or its rule. Names are told down to the aligned tokens, ownership with its arithmetic, provenance with
    its numbers. Nothing is looked up or judged anew. The form html is for whole verdicts.
    """
    if (verdict is None) == (rule_id is None):
        raise click.UsageError("name a verdict's JSON file, or a rule by --rule ID")
    if rule_id is not None:
        return _rule(rule_id, rules, form)
    name = verdict or ""
    try:
        told = _told(name, _read(name), finding or "", form)
    except (OrderError, _streams.NoInputError) as error:
        _streams.complain(str(error))
        return exitcodes.NO_INPUT
    _streams.emit(told)
    return exitcodes.CLEAR


def _rule(rule_id: str, rules: Path | None, form: str) -> int:
    if form == "html":
        raise click.UsageError("a rule is told as text or json")
    from sarcheck import ruleset

    loaded = ruleset.load(rules, progress=_streams.progress)
    _rules.emit(loaded, _rules.find(loaded, rule_id), rules, form, explain=True)
    return exitcodes.CLEAR


def _read(name: str) -> list[Verdict]:
    """Return the verdicts of a file; raise OrderError where it holds anything else."""
    from sarcheck.model import Verdict

    try:
        if name == "-":
            data = _streams.read_stdin(LIMIT)
        else:
            with Path(name).open("rb") as stream:
                data = stream.read(LIMIT + 1)
    except OSError as error:
        raise OrderError([("", f"cannot be read: {error.strerror}")], name) from error
    if len(data) > LIMIT:
        raise OrderError([("", f"larger than {LIMIT} bytes")], name)
    try:
        found = _decoded(data, Verdict)
    except NOT_JSON as error:
        raise OrderError([("", f"is no verdict of sarcheck: {error}")], name) from error
    if not found:
        raise OrderError([("", "holds no verdict")], name)
    return found


def _decoded(data: bytes, kind: type[Verdict]) -> list[Verdict]:
    """Return one document, else a verdict a line."""
    lines = data.split(b"\n")
    if lines[0].rstrip().endswith(b"}"):
        return [msgspec.json.decode(line, type=kind) for line in lines if line.strip()]
    return [msgspec.json.decode(data, type=kind)] if data.strip() else []


def _told(name: str, verdicts: Sequence[Verdict], finding: str, form: str) -> bytes:
    """Return verdicts in a form; raise OrderError where their evidence, which has no type, is not sarcheck's."""
    from sarcheck.reports import NOT_TOLD, html, json, retold

    if finding and not any(retold.named(verdict, finding) for verdict in verdicts):
        known = ", ".join(one.id for verdict in verdicts for one in verdict.findings[:20]) or "it has none"
        raise click.UsageError(f"no finding {finding!r}: {known}")
    try:
        if form == "html":
            if finding:
                raise click.UsageError("the form html is for whole verdicts")
            return html.render(verdicts, explain=True)
        if form == "json":
            found = [one for verdict in verdicts for one in retold.named(verdict, finding)]
            return json.render(verdicts) if not finding else json.document(found[0] if len(found) == 1 else found)
        return retold.render(verdicts, finding, **_streams.paper())
    except NOT_TOLD as error:
        message = f"holds evidence that sarcheck does not write so: {type(error).__name__}: {error}"
        raise OrderError([("", message)], name) from error
