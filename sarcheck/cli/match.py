"""``sarcheck match``: one name, or a stream of them, against the lists."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, get_args

import click
import msgspec

from sarcheck import exitcodes
from sarcheck.cli import _options, _streams
from sarcheck.cli._near import Choice
from sarcheck.model import NOT_JSON, Party, PartyType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sarcheck.model import Candidate, Query
    from sarcheck.ruleset import Ruleset

LINE_LIMIT = 1024 * 1024
"""Bytes of one query on standard input."""


NEAR_MISSES, WORTH_TELLING = 3, 0.2
"""How many of the likeliest entries that do not reach review are told, and from which score."""


class Lookup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A query as a line of NDJSON states it."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: PartyType | None = None
    country: str | None = None
    born: dt.date | None = None
    identifiers: dict[str, str] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("name is blank")

    def party(self) -> Party:
        """Return the query as a party, so that it is looked up exactly as one of an order would be."""
        return Party(
            id="query",
            roles=(),
            name=self.name,
            aliases=self.aliases,
            type=self.kind,
            country=self.country.upper() if self.country else None,
            born=self.born,
            identifiers=self.identifiers,
        )


def _identifiers(_ctx: click.Context, _option: click.Parameter, stated: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.partition("=") for text in stated]
    if wrong := [scheme for scheme, given, value in pairs if not (scheme and given and value)]:
        raise click.BadParameter(f"'{wrong[0]}': write scheme=value, as in inn=7722429553")
    return {scheme.lower(): value for scheme, _, value in pairs}


def _born(_ctx: click.Context, _option: click.Parameter, stated: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(stated) if stated else None
    except ValueError:
        raise click.BadParameter(f"'{stated}': write year-month-day, as in 1961-06-01") from None


@click.command("match")
@click.argument("name", required=False)
@click.option("--country", metavar="CC", help="Country of the party, two letters (ISO 3166-1).")
@click.option("--type", "kind", type=Choice(get_args(PartyType)), help="What the party is.")
@click.option(
    "--identifier",
    "identifiers",
    multiple=True,
    metavar="SCHEME=VALUE",
    callback=_identifiers,
    help="A number of the party: inn, ogrn, uscc, lei, imo, vat, registration, ... Repeatable.",
)
@click.option("--born", metavar="DATE", callback=_born, help="Date of birth, 1961-06-01.")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many candidates at most."
)
@_options.rules
@_options.as_of
@_options.output("text", "json")
@_options.config
@_options.verbose
def command(
    name: str | None,
    country: str | None,
    kind: PartyType | None,
    identifiers: dict[str, str],
    born: dt.date | None,
    limit: int,
    rules: Path | None,
    as_of: dt.date,
    form: str,
) -> int:
    """Look a name up in the denied-party lists and explain every candidate.

    NAME - reads queries from standard input, one JSON object a line with name, aliases, kind, country, born and
    identifiers, and writes one line of JSON for each. A lookup is no verdict: its exit code is 0 whatever it finds.
    """
    if not name or not name.strip():
        _streams.complain("no name given")
        return exitcodes.NO_INPUT
    from sarcheck import ruleset
    from sarcheck.reports import candidates
    from sarcheck.reports.json import document

    loaded = ruleset.load(rules, progress=_streams.progress)
    if name == "-":
        return _stream(loaded, limit)
    lookup = Lookup(name=name, kind=kind, country=country, born=born, identifiers=identifiers)
    query, found = _look_up(lookup, loaded, limit)
    below = _below(query, found, loaded) if len(found) < limit else ()
    grades = _thresholds(loaded)
    sources = loaded.sources(as_of)
    if form == "json":
        _streams.emit(document({**candidates.as_dict(query, found, grades, below), "sources": sources}))
    else:
        _streams.emit(candidates.render(query, found, grades, sources, below, **_streams.paper()))
    return exitcodes.CLEAR


def _thresholds(ruleset: Ruleset) -> tuple[float, float, float]:
    matching = ruleset.content.matching
    return matching.deny, matching.review, matching.review_person


def _look_up(lookup: Lookup, ruleset: Ruleset, limit: int) -> tuple[Query, tuple[Candidate, ...]]:
    from sarcheck.evidence.chain import query

    matching = ruleset.content.matching
    asked = query(lookup.party())
    found = ruleset.entries.search(asked, floor=matching.review, person_floor=matching.review_person, limit=limit)
    return asked, tuple(found)


def _below(query: Query, found: tuple[Candidate, ...], ruleset: Ruleset) -> tuple[Candidate, ...]:
    """Return the likeliest entries that do not reach review, to tell why not."""
    near = ruleset.entries.search(query, floor=0.0, limit=len(found) + NEAR_MISSES)
    held = {(candidate.entry.list, candidate.entry.id) for candidate in found}
    return tuple(c for c in near if (c.entry.list, c.entry.id) not in held and c.score.value >= WORTH_TELLING)


def _stream(ruleset: Ruleset, limit: int) -> int:
    """Answer queries line by line; a line that is no query is answered with its error."""
    from sarcheck.reports import candidates
    from sarcheck.reports.json import line

    code = exitcodes.CLEAR
    for number, raw in _lines():
        try:
            if len(raw) > LINE_LIMIT:
                raise msgspec.DecodeError(f"longer than {LINE_LIMIT} bytes")
            lookup = msgspec.json.decode(raw, type=Lookup)
        except NOT_JSON as error:
            _streams.complain(f"line {number}: {error}")
            _streams.emit(line({"error": str(error), "line": number}))
            code = exitcodes.NO_INPUT
            continue
        query, found = _look_up(lookup, ruleset, limit)
        _streams.emit(line(candidates.as_dict(query, found, _thresholds(ruleset))))
    return code


def _lines() -> Iterator[tuple[int, bytes]]:
    """Yield the lines of standard input that are not blank, with their numbers; of too long a one, its beginning."""
    stream, number = _streams.stdin(), 0
    while raw := stream.readline(LINE_LIMIT + 1):
        number += 1
        rest = raw
        while len(rest) > LINE_LIMIT and not rest.endswith(b"\n"):
            rest = stream.readline(LINE_LIMIT + 1)
        if raw.strip():
            yield number, raw
