"""Denied-party lists in words: what was imported, and how current each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.reports.page import Line, amount, fit, pages, paragraph, table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from sarcheck.model import PackStamp, Source, SourceStatus
    from sarcheck.reports.page import Span


_HANG = 12


def row(source: SourceStatus) -> list[Span]:
    """Return a list's row: id, state, and its dates, size and hash in words."""
    if source.state == "missing":
        words = "not imported"
    else:
        age = "age unknown" if source.age_days is None else f"{amount(source.age_days, 'day')} old"
        words = f"{_dates(source)}, {age}, {_size(source)}"
        words += f"; {source.caveat}" if source.caveat else ""
    return [(source.id, ""), (source.state, "clear" if source.state == "current" else "incomplete"), (words, "")]


def _dates(source: Source | SourceStatus) -> str:
    return f"published {source.published or 'unknown'}, retrieved {source.retrieved or 'unknown'}"


def _size(source: Source | SourceStatus) -> str:
    return amount(source.entries, "entry") + (f", sha256 {source.sha256[:12]}" if source.sha256 else "")


def status(
    states: Sequence[SourceStatus],
    known: Sequence[Source],
    stamp: PackStamp,
    *,
    as_of: dt.date,
    folder: str,
    width: int = 80,
    colour: bool = False,
) -> bytes:
    """Return the state of every list on a day as text, and what to run for those that are not current."""
    width = fit(width)
    lines: list[Line] = [
        *paragraph(f"LISTS as of {as_of}", width, style="head"),
        *table(map(row, states), width),
        [],
        *paragraph(f"Rules {stamp.pack} {stamp.version}, sha256 {stamp.sha256[:12]}; your folder: {folder}", width),
        *_advice(states, known, width),
    ]
    return pages(lines, colour=colour)


def _advice(states: Sequence[SourceStatus], known: Sequence[Source], width: int) -> Iterator[Line]:
    """Yield what a first-time user has to do: where each list is published, and the command that imports it."""
    wanting = {state.id for state in states if state.state != "current"}
    if not wanting:
        return
    yield []
    yield from paragraph(
        f"{len(wanting)} of {len(states)} lists cannot be relied on: until they can, an order that nothing denies "
        "is incomplete. Download each from its publisher, then tell sarcheck the day on which you did:",
        width,
    )
    yield [("  sarcheck rules import FILE|FOLDER --retrieved YYYY-MM-DD", "strong")]
    yield []
    for source in known:
        if source.id in wanting:
            yield from paragraph(source.title, width, indent=2, label=source.id, hang=_HANG)
            yield [(" " * (2 + _HANG), ""), (source.url or "no address known", "faint")]


def imported(lists: Sequence[Source], *, folder: str, width: int = 80, colour: bool = False) -> bytes:
    """Return what an import put into a rules folder, as text."""
    width = fit(width)
    lines = [*paragraph(f"IMPORTED into {folder}", width, style="head")]
    lines += table(([(source.id, ""), (f"{_size(source)}, {_dates(source)}", "")] for source in lists), width)
    for source in lists:
        for note in (*([f"not whole: {source.partial}"] if source.partial else ()), *source.problems):
            lines += paragraph(f"{source.id}: {note}", width, indent=2, label="!", hang=2, style="incomplete")
    if any(source.retrieved is None for source in lists):
        advice = "Nobody said when these files were fetched (--retrieved): a list of unknown age counts as stale."
        lines += paragraph(advice, width, indent=2, label="!", hang=2, style="incomplete")
    return pages(lines, colour=colour)
