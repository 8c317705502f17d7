"""OFAC's advanced XML lists, SDN_ADVANCED.XML and CONS_ADVANCED.XML: the United Nations' Advanced Sanctions Model.

Namespaces: http://www.un.org/sanctions/1.0, then
https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML; the elements are the
same. Blocks follow one another, joined by ids: what parties refer to comes before them and is kept in small
tables; what refers to parties (relations, listings) comes behind, so that parties wait, as read, for the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.lists import _files
from sarcheck.lists._about import About
from sarcheck.lists._xml import elements, root
from sarcheck.lists.ofac import _lists
from sarcheck.lists.ofac._blocks import PATHS, Blocks
from sarcheck.lists.ofac._facts import entry
from sarcheck.lists.ofac._lists import closing
from sarcheck.lists.ofac._profiles import date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from sarcheck.model import Entry

    CountryCode = Callable[[str], str | None]

NAME = "ofac-advanced"
SUFFIXES = (".xml", ".zip")

_DATE = "Sanctions/DateOfIssue"
_MARK = b"<ReferenceValueSets"
_LISTS = (b"<ListValues>", b"</ListValues>")


def sniff(head: bytes, name: str) -> str | None:
    """Tell the format by its root element and the block that only this format begins with."""
    del name
    found = root(head) if _MARK in head else None
    return "list" if found and found.name == "Sanctions" else None


def family(head: bytes, name: str) -> str | None:
    """Tell which list a file is of by its name and the lists that its reference values name; None where they disagree.

    A party of both lists brings both names into either file, so that they may tell nothing.
    """
    start, end = _LISTS
    stated = head.partition(start)[2].partition(end)[0].decode("utf-8", errors="replace")
    words = (word for word in _lists.STATED if f">{word}<" in stated)
    return _lists.agreed(_lists.by_file_name(name), _lists.by_stated_names(words))


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the list's title and its day of issue."""
    with closing(elements(files["list"], {_DATE})) as nodes:
        issued = next((date(node) for node in nodes), None)
    return About(_lists.TITLES.get(list_id, list_id), issued)


def read(files: Mapping[str, Path], list_id: str, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the entries of a list in the file's order.

    ``files`` holds the file as "list"; ``country_code`` turns a country's English name or ISO code into its
    code. Raise RulesError naming file and party for one without a name, for an id that the file does not
    explain, and for an empty list.
    """
    path = files["list"]
    frozen = _lists.CONSOLIDATED not in (list_id, family(*_files.head(path)))
    return _lists.checked(_entries(path, list_id, country_code, frozen), path)


def _entries(path: Path, list_id: str, country_code: CountryCode, frozen: bool) -> Iterator[Entry]:
    blocks = Blocks(path, country_code)
    with closing(elements(path, PATHS)) as nodes:
        for node in nodes:
            blocks.add(node)
    for party in blocks.parties(list_id):
        yield entry(party, list_id, blocks.country_code, frozen=frozen)
