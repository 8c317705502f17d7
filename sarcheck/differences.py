"""Two versions of lists compared: which entries came, which went, and what changed in the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from sarcheck import compiling, importing, lists, roster
from sarcheck.errors import RulesError
from sarcheck.model import Entry
from sarcheck.packs import LAYOUT

if TYPE_CHECKING:
    from sarcheck.lists import FileSet

__all__ = ["Change", "Differences", "compare", "read"]


class Change(Struct, frozen=True, kw_only=True):
    """An entry in both versions whose ``fields`` differ."""

    before: Entry
    after: Entry
    fields: tuple[str, ...]


class Differences(Struct, frozen=True, kw_only=True):
    """What a newer version of lists has that an older one had not, has no more, or has otherwise."""

    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    changed: tuple[Change, ...]


def compare(before: Iterable[Entry], after: Iterable[Entry]) -> Differences:
    """Return the differences of two versions, each in the order of list and id."""
    old, new = _by_key(before), _by_key(after)
    both = sorted(old.keys() & new.keys())
    pairs = ((old[key], new[key]) for key in both if old[key] != new[key])
    return Differences(
        added=tuple(new[key] for key in sorted(new.keys() - old.keys())),
        removed=tuple(old[key] for key in sorted(old.keys() - new.keys())),
        changed=tuple(Change(before=one, after=other, fields=_fields(one, other)) for one, other in pairs),
    )


def _by_key(entries: Iterable[Entry]) -> dict[tuple[str, str], Entry]:
    return {(entry.list, entry.id): entry for entry in entries}


def _fields(one: Entry, other: Entry) -> tuple[str, ...]:
    first, second = msgspec.structs.asdict(one), msgspec.structs.asdict(other)
    return tuple(name for name in first if first[name] != second[name])


def read(path: Path, layers: Sequence[Path]) -> list[Entry]:
    """Return the entries at a path: a rules folder, an imported list or an earlier version of one, publishers' files.

    ``layers`` are the rules folders below it, which name the countries. Raise RulesError when it holds none of these.
    """
    country_code = compiling.country_codes(layers)
    if path.is_dir() and (path / importing.MANIFEST).is_file():
        return list(importing.read_entries(path, country_code))
    if path.is_dir() and any((path / name).exists() for name in LAYOUT):
        return roster.gathered((*layers, path), country_code)[0]
    return [entry for found in lists.recognise(_files(path)) for entry in _read(found, path, country_code)]


def _read(found: FileSet, path: Path, country_code: compiling.CountryCode) -> Iterator[Entry]:
    return found.format.read(found.files, found.list_id or path.name.partition(".")[0], country_code)


def _files(path: Path) -> list[Path]:
    try:
        files = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
    if not files:
        raise RulesError(str(path), "", "is neither a rules folder nor a list")
    return files
