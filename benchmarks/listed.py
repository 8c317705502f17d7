"""Entries to search in: what a rules folder holds, or what files of publishers' lists do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from sarcheck import lists, ruleset
from sarcheck.errors import SarcheckError
from sarcheck.model import Entry


def entries(rules: Path | None, folder: Path | None) -> list[Entry]:
    """Return the entries of a rules folder, and of every set of list files below a folder that can be read."""
    found = list(ruleset.load(rules).entries.entries()) if rules else []
    for files in sorted({path.parent for path in folder.rglob("*") if path.is_file()}) if folder else ():
        found += _of(files)
    return found


def _of(folder: Path) -> Iterator[Entry]:
    """Yield the entries of the lists in one folder; a file of another kind is told, not hidden."""
    for path_set in _recognised([path for path in sorted(folder.iterdir()) if path.is_file()]):
        name = path_set.list_id or folder.parent.name
        try:
            yield from list(path_set.format.read(path_set.files, name, lambda _: None))
        except SarcheckError as error:
            print(f"not read: {error}", file=sys.stderr)


def _recognised(paths: list[Path]) -> tuple[lists.FileSet, ...]:
    try:
        return lists.recognise(paths)
    except SarcheckError:
        known = [path for path in paths if _is_list(path)]
        return lists.recognise(known) if known and len(known) < len(paths) else ()


def _is_list(path: Path) -> bool:
    try:
        return bool(lists.recognise([path]))
    except SarcheckError:
        return False
