"""The denied parties of rules folders: publishers' lists and the pack's own records, put together.

A list's own files come first. What a publication carries of the same list, and what the pack itself holds, is
added where it is not superseded. Two records of one id are one party: the later one adds what the first lacks.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from sarcheck import folders, importing
from sarcheck.errors import RulesError
from sarcheck.lists.merging import merged
from sarcheck.lists.own import parties
from sarcheck.model import Entry, Source

__all__ = ["gathered"]

CountryCode = Callable[[str], "str | None"]


def gathered(
    layers: Sequence[Path], country_code: CountryCode, instead: Mapping[Path, Path] | None = None
) -> tuple[list[Entry], dict[str, Source]]:
    """Return the entries of rules folders, the weakest first, and what is known of each list that is loaded.

    ``instead`` are earlier versions that stand in for lists in force, folder by folder. Links are not
    resolved. Raise RulesError when a file is not the one imported, or cannot be read.
    """
    entries: dict[tuple[str, str], Entry] = {}
    sources: dict[str, Source] = {}
    for folder, stated in _own_first(layers, instead or {}):
        read = list(importing.read_entries(folder, country_code))
        days = {source.id: _day(source) for source in stated}
        _add(entries, ((entry, days.get(entry.list)) for entry in read), sources)
        _as_recorded(folder, stated, read)
        sources |= {source.id: source for source in stated if source.id not in sources}
    own = [path for layer in layers for path in folders.files(layer / "parties") if path.suffix == ".toml"]
    held = (entry for path in own for entry in parties.read({"list": path}, path.stem, country_code))
    _add(entries, ((entry, entry.stated) for entry in held), sources)
    carried = {source.id: source for path in own if (source := parties.carried(path))}
    return list(entries.values()), carried | sources


def _as_recorded(folder: Path, stated: Sequence[Source], read: Iterable[Entry]) -> None:
    """Refuse a list that is not as long as its source.toml records: a part of it would clear who is on the rest."""
    counts = Counter(entry.list for entry in read)
    told = {source.id: source.entries for source in stated}
    for key in sorted(counts.keys() | told.keys()):
        if counts[key] != told.get(key, 0):
            message = (
                f"entries of {key}: {counts[key]} read, {told.get(key, 0)} recorded: the list was changed by hand, "
                "or this version of sarcheck reads it otherwise; delete its folder, and fetch or import the list again"
            )
            raise RulesError(str(folder / importing.MANIFEST), f"/lists/{key}", message)


def _own_first(layers: Sequence[Path], instead: Mapping[Path, Path]) -> list[tuple[Path, tuple[Source, ...]]]:
    """Return the imports of all layers, folder and lists, a later layer's winning, those of one list first."""
    folders = {name: folder for layer in layers for name, folder in sorted(importing.folders(layer).items())}
    chosen = (instead.get(folder, folder) for folder in folders.values())
    imports = [(folder, importing.read_sources(folder)) for folder in chosen]
    return sorted(imports, key=lambda one: any(source.carrier for source in one[1]))


def _add(
    entries: dict[tuple[str, str], Entry],
    more: Iterable[tuple[Entry, dt.date | None]],
    sources: Mapping[str, Source],
) -> None:
    """Add entries, each with the day on which it was seen, unless the list that is there already supersedes them."""
    for entry, seen_on in more:
        key = entry.list, entry.id
        if not superseded(sources.get(entry.list), seen_on):
            entries[key] = merged(entries[key], entry) if key in entries else entry


def superseded(source: Source | None, seen_on: dt.date | None) -> bool:
    """Tell whether a whole list of the same day or a later one tells all there is, whatever was seen on a day.

    Where either day is not known, nothing is superseded: an entry too many is told, one too few is not.
    """
    newest = _day(source) if source and not source.partial else None
    return newest is not None and seen_on is not None and newest >= seen_on


def _day(source: Source) -> dt.date | None:
    """Return the day of what a list tells: the publisher's own, else that of retrieval, which is never earlier."""
    return source.published or source.retrieved
