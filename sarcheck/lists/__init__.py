"""Denied-party files -> Entry. One module a publisher's format, tried in the order of LISTS.

A list module offers ``NAME``; ``SUFFIXES``, how its files' names end; ``sniff``, which tells a file's role in
its set by content; ``family``, which tells the list that a file is of, or the publication that carries several,
where file or name say it; ``about``, what a set says of itself; and ``read``, which yields its entries.
Files may be packed: ``_files`` opens them.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from sarcheck.errors import RulesError
from sarcheck.lists import _files
from sarcheck.lists._about import UNSTATED, About

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from sarcheck.model import Entry

__all__ = ["LISTS", "UNSTATED", "About", "FileSet", "ListFormat", "by_name", "recognise"]


class ListFormat(Protocol):
    """What every list module offers."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """The name by which sources.toml and source.toml call the format."""

    @property
    def SUFFIXES(self) -> tuple[str, ...]:  # noqa: N802 - a module's constant
        """How the names of its files end, in small letters."""

    def sniff(self, head: bytes, name: str) -> str | None:
        """Return the role of a file in its set, None when the file is not of this format."""

    def family(self, head: bytes, name: str) -> str | None:
        """Return the id of the list or publication that a file is of, None when nothing in it says so."""

    def about(self, files: Mapping[str, Path], list_id: str) -> About:
        """Return a set's title, the day that it states, and what it lacks."""

    def read(
        self, files: Mapping[str, Path], list_id: str, country_code: Callable[[str], str | None]
    ) -> Iterator[Entry]:
        """Yield the entries of a set of files by role; raise RulesError naming file and place."""


_MODULES = (
    *("ofac.enhanced_xml", "ofac.advanced_xml", "ofac.legacy_xml", "ofac.csv_set"),
    *("us.csl", "us.dpl"),
    *("eu.fsf_xml", "eu.fsf_csv", "eu.journal"),
    *("uk.sl_csv", "uk.sl_xml", "uk.ofsi"),
    *("states.un_sc", "states.ch_seco", "states.ca_sema", "states.au_dfat"),
    *("opensanctions.simple_csv", "opensanctions.ftm"),
    *("own.table_csv", "own.parties"),
)
LISTS: tuple[ListFormat, ...]
"""The modules above, imported when they are first asked for: a verdict on a compiled store reads no list."""


def __getattr__(name: str) -> tuple[ListFormat, ...]:
    if name != "LISTS":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _formats()


@cache
def _formats() -> tuple[ListFormat, ...]:
    return tuple(cast("ListFormat", import_module(f"sarcheck.lists.{path}")) for path in _MODULES)


_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How office documents begin, the new ones and the old; other archives are unpacked before they are looked at."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class FileSet(NamedTuple):
    """Files that make one list: its format, its id where the files tell it, the files by role."""

    format: ListFormat
    list_id: str | None
    files: dict[str, Path]


def by_name(name: str, file: str) -> ListFormat:
    """Return the list module of that name; ``file`` is where the name was read, for the error."""
    found = next((module for module in _formats() if name == module.NAME), None)
    if found is None:
        raise RulesError(
            file, "/format", f"unknown list format {name!r}; known: {', '.join(m.NAME for m in _formats())}"
        )
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
    head, name = _files.head(path)
    for module in _formats():
        if role := module.sniff(head, name):
            return module, role, module.family(head, name)
    raise RulesError(str(path), "", _unknown(head))


def _unknown(head: bytes) -> str:
    from sarcheck.lists.own import _header

    if not head.strip():
        return "is empty; download it again"
    if head.lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return "is a web page, not a list; the publisher's server may have answered with an error page"
    if head.startswith(_OFFICE):
        return "is an office document, as an Excel workbook is; save your own list as 'CSV UTF-8' and import that"
    if head.startswith(_UTF_16):
        return "is UTF-16 text; save a list of your own as 'CSV UTF-8', and download a publisher's again, unopened"
    if doubt := _header.doubt(head):
        return f"is nearly a list of your own as CSV: {doubt}"
    return f"is not of a list format that sarcheck reads: {', '.join(module.NAME for module in _formats())}"
