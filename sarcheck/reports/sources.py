"""Denied-party lists in words: how current each is, what was imported or fetched, and what to do next."""

from __future__ import annotations

from collections import Counter
from shlex import quote
from typing import TYPE_CHECKING

from sarcheck.reports.page import Line, amount, fit, pages, paragraph, table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sarcheck.model import PackStamp, Source, SourceStatus
    from sarcheck.packs import Feed
    from sarcheck.reports.page import Span
    from sarcheck.update import Result, State

_HANG = 12
_STYLES: dict[State, str] = {
    "updated": "clear",
    "unchanged": "clear",
    "newer": "review",
    "unknown": "review",
    "failed": "incomplete",
    "refused": "incomplete",
}
_KILOBYTE = 1000


def row(source: SourceStatus, max_age_days: int | None = None) -> list[Span]:
    """Return a list's row: id, state, and its dates, age, size and hash in words."""
    if source.state == "missing":
        words = "not imported"
    else:
        words = f"{_dates(source)}, {_age(source, max_age_days)}, {_size(source)}"
        words += f"; {source.caveat}" if source.caveat else ""
    return [(source.id, ""), (source.state, "clear" if source.state == "current" else "incomplete"), (words, "")]


def _age(source: SourceStatus, max_age_days: int | None) -> str:
    if source.age_days is None:
        return "age unknown"
    most = f" of {max_age_days} allowed" if max_age_days is not None and source.state != "stale" else ""
    if source.age_days < 0:
        return f"{amount(-source.age_days, 'day')} after the day judged"
    return f"{amount(source.age_days, 'day')} old{most}"


def _dates(source: Source | SourceStatus | Result) -> str:
    return f"published {source.published or 'unknown'}, retrieved {source.retrieved or 'unknown'}"


def _size(source: Source | SourceStatus) -> str:
    return amount(source.entries, "entry") + (f", sha256 {source.sha256[:12]}" if source.sha256 else "")


# --- state --------------------------------------------------------------------------------------


def status(
    states: Sequence[SourceStatus],
    known: Sequence[Source],
    stamp: PackStamp,
    *,
    as_of: dt.date,
    folder: str,
    feeds: Sequence[Feed] = (),
    needed: Collection[str] | None = None,
    law: str = "",
    flag: str = "",
    width: int = 80,
    colour: bool = False,
) -> bytes:
    """Return the state of every list on a day as text, and what to run for those that are not current.

    ``needed`` are the lists that the ``law`` of a profile needs; None where no profile says which does. ``flag``
    is the option that chose the folder, for the commands that are told.
    """
    width = fit(width)
    allowed = {source.id: source.max_age_days for source in known}
    lines: list[Line] = [
        *paragraph(f"LISTS as of {as_of}: {_counts(states)}", width, style="head"),
        *table((row(state, allowed.get(state.id)) for state in states), width),
        [],
        *paragraph(f"Rules {stamp.pack} {stamp.version}, sha256 {stamp.sha256[:12]}; your folder: {folder}", width),
        *_advice([state for state in states if needed is None or state.id in needed], known, feeds, law, flag, width),
        *_spare([state.id for state in states if needed is not None and state.id not in needed], law, width),
        *(_unsaid(folder, width) if needed is None else ()),
    ]
    return pages(lines, colour=colour)


def _counts(states: Sequence[SourceStatus]) -> str:
    """Return how many lists are in each state, in words; those that are none of are left out."""
    counts = Counter(state.state for state in states)
    return ", ".join(f"{counts[name]} {name}" for name in ("current", "stale", "partial", "missing") if counts[name])


def _unsaid(folder: str, width: int) -> Iterator[Line]:
    """Yield how to say which law binds, for a user who has not: only its lists are then needed."""
    yield []
    yield from paragraph(
        "No operator profile says which law binds you, so all law does and every list is needed. To say it, write "
        "operator.toml in your folder, which this starts if there is none:",
        width,
    )
    yield [(f"  sarcheck rules init {quote(folder)}", "strong")]


def _advice(
    states: Sequence[SourceStatus], known: Sequence[Source], feeds: Sequence[Feed], law: str, flag: str, width: int
) -> Iterator[Line]:
    """Yield what a first-time user has to do: the command that fetches lists, and where to get the others."""
    wanting = {state.id for state in states if state.state != "current"}
    if not wanting:
        return
    fetched = {key for feed in feeds for key in (feed.id, *feed.lists)}
    yield []
    yield from paragraph(
        f"{len(wanting)} of {len(states)} lists {f'that the law of {law} needs ' if law else ''}cannot be relied on: "
        "until they can, an order that nothing denies is incomplete.",
        width,
    )
    if told := sorted(wanting & fetched):
        yield from paragraph(f"Fetch from their publishers {', '.join(told)}:", width)
        yield [(f"  sarcheck rules update{''.join(f' {key}' for key in told) if law else ''}{flag}", "strong")]
    yield from _by_hand([source for source in known if source.id in wanting - fetched], flag, width)


def _spare(ids: Sequence[str], law: str, width: int) -> Iterator[Line]:
    """Yield the lists that are not missed under a profile's law."""
    if ids:
        yield []
        told = f"Not needed for the law of {law}, unless an order names another: {', '.join(ids)}."
        yield from paragraph(told, width, style="faint")


def _by_hand(wanting: Sequence[Source], flag: str, width: int) -> Iterator[Line]:
    """Yield the lists that are downloaded by hand, each with its page, and the command that imports them."""
    if not wanting:
        return
    yield from paragraph(
        "No feed brings the others. Download each from its publisher, and tell sarcheck the day on which you did:",
        width,
    )
    yield [(f"  sarcheck rules import FILE|FOLDER --retrieved YYYY-MM-DD{flag}", "strong")]
    yield []
    for source in wanting:
        yield from paragraph(source.title, width, indent=2, label=source.id, hang=_HANG)
        yield [(" " * (2 + _HANG), ""), (source.url or "no address known", "faint")]


# --- import -------------------------------------------------------------------------------------


def imported(
    lists: Sequence[Source],
    *,
    folder: str,
    shrunk: Mapping[str, str] | None = None,
    known: Mapping[str, str] | None = None,
    own: Collection[str] = (),
    width: int = 80,
    colour: bool = False,
) -> bytes:
    """Return what an import put into a rules folder, as text; ``shrunk`` tells in words what lists have lost.

    ``known`` are the lists that the rules know, each with its publisher's page; ``own`` those with files of their own.
    """
    width = fit(width)
    lines = [*paragraph(f"IMPORTED into {folder}", width, style="head")]
    lines += table(([(source.id, ""), (f"{_size(source)}, {_dates(source)}", "")] for source in lists), width)
    for note in _notes(lists, shrunk or {}, known, own):
        lines += paragraph(note, width, indent=2, label="!", hang=2, style="incomplete")
    return pages(lines, colour=colour)


def _notes(
    lists: Sequence[Source], shrunk: Mapping[str, str], known: Mapping[str, str] | None, own: Collection[str]
) -> Iterator[str]:
    for source in lists:
        if known is not None and source.id not in known:
            yield f"{source.id}: sources.toml has no list of that id, so no rule asks for it{_meant(source.id, known)}"
    if less := [source.id for source in lists if source.carrier and source.id in own]:
        yield f"{', '.join(less)}: used only for what the file of the list's own lacks"
    for source in lists:
        for note in (*([f"not whole: {source.partial}"] if source.partial else ()), *source.problems):
            yield f"{source.id}: {note}"
    for key, loss in shrunk.items():
        page = (known or {}).get(key)
        yield f"{key} {loss}: make sure {f'on {page} ' if page else ''}that it should"
    if any(source.retrieved is None for source in lists):
        yield "Nobody said when these files were fetched (--retrieved): a list of unknown age counts as stale."


def _meant(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


# --- update and check ---------------------------------------------------------------------------


def updated(
    results: Sequence[Result], *, day: dt.date, folder: str, quiet: bool = False, width: int = 80, colour: bool = False
) -> bytes:
    """Return what an update did as text; ``quiet`` leaves only what failed or was refused."""
    width = fit(width)
    if quiet:
        return pages(table(map(_result, _wanting(results)), width, indent=0), colour=colour)
    lines = [
        *paragraph(f"UPDATE of {folder} on {day}", width, style="head"),
        *table(map(_result, results), width),
        [],
        *paragraph(_tally(results), width),
    ]
    return pages(lines, colour=colour)


def checked(results: Sequence[Result], *, folder: str, width: int = 80, colour: bool = False) -> bytes:
    """Return what publishers answered as text, and what to run for newer lists."""
    width = fit(width)
    lines: list[Line] = [
        *paragraph(f"CHECK of {folder}", width, style="head"),
        *table(map(_result, results), width),
        [],
        *paragraph(_tally(results), width),
    ]
    if newer := [result.feed for result in results if result.state in ("newer", "unknown")]:
        lines.append([(f"  sarcheck rules update {' '.join(newer)}", "strong")])
    return pages(lines, colour=colour)


def _wanting(results: Sequence[Result]) -> list[Result]:
    return [result for result in results if result.state in ("failed", "refused")]


def _tally(results: Sequence[Result]) -> str:
    counts = Counter(result.state for result in results)
    return (
        f"{amount(len(results), 'feed')}: {', '.join(f'{counts[state]} {state}' for state in _STYLES if counts[state])}"
    )


def _result(result: Result) -> list[Span]:
    return [(result.feed, ""), (result.state, _STYLES[result.state]), (_told(result), "")]


def _told(result: Result) -> str:
    """Return a result in words: for a list that is there its size and dates, then what there is to say of it."""
    if result.state in ("failed", "refused"):
        return result.message
    words = []
    if result.after:
        words = [_sizes(result), _dates(result)]
    if result.state == "updated":
        words.append(f"{_weight(result.bytes)} fetched")
    return "; ".join(part for part in (", ".join(words), result.message) if part)


def _weight(count: int) -> str:
    return f"{count / _KILOBYTE**2:.1f} MB" if count >= _KILOBYTE**2 else f"{count / _KILOBYTE:.1f} kB"


def _sizes(result: Result) -> str:
    """Return the entries of a feed's lists in words, and how many there were before where that differs."""
    now, before = sum(result.after.values()), sum(result.before.values())
    lists = f" in {amount(len(result.after), 'list')}" if len(result.after) > 1 else ""
    return amount(now, "entry") + lists + (f" ({before} before)" if before not in (0, now) else "")
