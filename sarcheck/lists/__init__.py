"""Denied-party files -> Entry. One module a publisher's format, tried in the order of LISTS.

A list module offers ``NAME``; ``SUFFIX``, how its files' names end; ``sniff``, which tells a file's role
in its set; ``family``, which tells the list that a file is of, where file or name say it; ``read``, which
yields the entries of a set; ``title``; and ``gaps``, which says what a readable set lacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from sarcheck.errors import RulesError
from sarcheck.lists import ofac_csv, parties

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from sarcheck.model import Entry

__all__ = ["LISTS", "FileSet", "ListFormat", "by_name", "recognise"]


class ListFormat(Protocol):
    """What every list module offers."""

    NAME: str
    SUFFIX: str

    def sniff(self, head: bytes, name: str) -> str | None:
        """Return the role of a file in its set, None when the file is not of this format."""

    def family(self, head: bytes, name: str) -> str | None:
        """Return the id of the list that a file is of, None when nothing in it says so."""

    def title(self, files: Mapping[str, Path], list_id: str) -> str:
        """Return the list's title."""

    def gaps(self, files: Mapping[str, Path]) -> str | None:
        """Return what a readable set lacks, None when it is whole."""

    def read(
        self, files: Mapping[str, Path], list_id: str, country_code: Callable[[str], str | None]
    ) -> Iterator[Entry]:
        """Yield the entries of a set of files by role; raise RulesError naming file and line."""


LISTS: tuple[ListFormat, ...] = (ofac_csv, parties)

_HEAD = 64 * 1024
"""How many bytes of a file a sniff may look at."""


class FileSet(NamedTuple):
    """Files that make one list: its format, its id where the files tell it, the files by role."""

    format: ListFormat
    list_id: str | None
    files: dict[str, Path]


def by_name(name: str, file: str) -> ListFormat:
    """Return the list module of that name; ``file`` is where the name was read, for the error."""
    found = next((module for module in LISTS if name == module.NAME), None)
    if found is None:
        raise RulesError(file, "/format", f"unknown list format {name!r}; known: {', '.join(m.NAME for m in LISTS)}")
    return found


def recognise(paths: Iterable[Path], list_id: str | None = None) -> tuple[FileSet, ...]:
    """Group files into the sets that make one list each, in the order in which the lists first occur.

    ``list_id`` is the list of those files that do not say theirs. Raise RulesError for a file that no
    module recognises, and for two files of one role in one list.
    """
    sets: dict[tuple[str, str | None], FileSet] = {}
    for path in paths:
        module, role, stated = _recognised(path)
        family = stated or list_id
        found = sets.setdefault((module.NAME, family), FileSet(module, family, {}))
        if role in found.files:
            message = f"is a second {role} file of {family or 'one list'}, beside {found.files[role]}"
            raise RulesError(str(path), "", message)
        found.files[role] = path
    return tuple(sets.values())


def _recognised(path: Path) -> tuple[ListFormat, str, str | None]:
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
    for module in LISTS:
        if role := module.sniff(head, path.name):
            return module, role, module.family(head, path.name)
    raise RulesError(str(path), "", _unknown(head))


def _unknown(head: bytes) -> str:
    if not head.strip():
        return "is empty; download it again"
    if head.lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return "is a web page, not a list; the publisher's server may have answered with an error page"
    return f"is not of a list format that sarcheck reads: {', '.join(module.NAME for module in LISTS)}"
