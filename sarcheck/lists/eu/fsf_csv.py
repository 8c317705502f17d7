"""The EU's Financial Sanctions Files as CSV: semicolons, UTF-8 with a byte order mark, many rows an entity.

A row repeats the entity and carries one name, address, birth, number or citizenship of it, or a combination of
them; the rows of an entity are gathered by its logical id, wherever they stand. Columns are named after the
attributes of the XML form (NameAlias_WholeName is nameAlias/@wholeName), so both forms give the same entries.
Two things differ by edition: this form says the strength of a name only where it has a column
NameAlias_Strong, or in a remark ("Low quality alias"), else names are strong; and the entity's type stands as
"P" and "person" in two columns, in either order.

Not verified on a real file: the layout is the published header and rows quoted in public code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.errors import RulesError
from sarcheck.lists import _dates
from sarcheck.lists._about import About
from sarcheck.lists._rows import Record, records, rows
from sarcheck.lists._text import distinct, spaced
from sarcheck.lists.eu import _fsf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from sarcheck.model import Entry

NAME = "eu-fsf-csv"
SUFFIXES = (".csv",)

_REQUIRED = ("Entity_LogicalId", "NameAlias_WholeName")
_DATE = "fileGenerationDate"
_MARK = b"Entity_LogicalId;"
_PARTS = ("Entity_Regulation", "Entity", "NameAlias", "Citizenship", "BirthDate", "Identification", "Address")
"""Groups of columns by the start of their names, the longer before the shorter."""
_RENAMED = {
    "BirthDate_BirthDate": "birthdate",
    "BirthDate_Day": "dayOfMonth",
    "BirthDate_Month": "monthOfYear",
    "Identification_TypeCode": "identificationTypeCode",
    "Entity_EU_ReferenceNumber": "euReferenceNumber",
    "Entity_SubjectType_ClassificationCode": "classificationCode",
}
"""Columns that are not named after their attribute of the XML form."""
_ABOUT_ACTS = ("Regulation_", "RegulationLanguage")
"""What a part says of the act that it is from; only the publication date and a name's language matter."""

Part = dict[str, str]
Gathered = dict[str, dict[tuple[tuple[str, str], ...], None]]
"""The parts of one entity by group, each once, in the order of their first row."""


def sniff(head: bytes, name: str) -> str | None:
    """Return "list" for a file whose header names the publisher's columns."""
    del name
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0].replace(b'"', b"")
    return "list" if _MARK in first and b"NameAlias_WholeName" in first else None


def family(head: bytes, name: str) -> str | None:
    """Return the list that these files are of: their columns say it."""
    del head, name
    return _fsf.LIST


def about(files: Mapping[str, Path], list_id: str) -> About:
    """Return the title, and the day on which the file was generated."""
    del list_id
    first = next(records(files["list"], _REQUIRED, delimiter=";"), None)
    return About(_fsf.TITLE, _dates.day(first[_DATE]) if first else None)


def read(files: Mapping[str, Path], list_id: str, country_code: Callable[[str], str | None]) -> Iterator[Entry]:
    """Yield the entities of the file under "list", in the order of their first rows.

    ``country_code`` turns a country's code or English name into its code. Raise RulesError naming file and
    line for a malformed row, one without id, an entity without a name, and a file without entities.
    """
    path = files["list"]
    unique = _fsf.entry_ids()
    entities = _gather(path)
    for line, gathered in entities:
        entity = _entity(gathered)
        entry = _fsf.entry(entity, unique(entity.own), list_id, country_code)
        if not entry.names:
            raise RulesError(str(path), f"line {line}", f"{entry.id} has no name; download the file again")
        yield entry
    if not entities:
        raise RulesError(str(path), "", "holds no parties; an empty list would clear everybody: download it again")


def _gather(path: Path) -> list[tuple[int, Gathered]]:
    """Return each entity's first line and parts. The whole file is gathered: nothing says that it is sorted."""
    columns = _columns(path)
    found: dict[str, tuple[int, Gathered]] = {}
    for record in records(path, _REQUIRED, delimiter=";"):
        key = record["Entity_LogicalId"]
        if not key:
            raise record.error("has no Entity_LogicalId; download the file again, unopened")
        _, gathered = found.setdefault(key, (record.line, {}))
        for group, names in columns.items():
            if part := _part(record, names):
                gathered.setdefault(group, {})[part] = None
    return list(found.values())


def _columns(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Return (column, attribute) pairs of each group, from the file's own header."""
    header = next((cells for _, cells in rows(path, delimiter=";")), [])
    found: dict[str, list[tuple[str, str]]] = {group: [] for group in _PARTS}
    for column in (cell.strip() for cell in header):
        group = next((name for name in _PARTS if column.startswith(f"{name}_")), None)
        rest = column[len(group or "") + 1 :]
        if group is None or (rest.startswith(_ABOUT_ACTS) and not rest.endswith(("PublicationDate", "Language"))):
            continue
        found[group].append((column, _RENAMED.get(column, rest[:1].lower() + rest[1:])))
    return found


def _part(record: Record, columns: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((attribute, text) for column, attribute in columns if (text := spaced(record[column])))


def _entity(gathered: Gathered) -> _fsf.Entity:
    def parts(group: str) -> list[Part]:
        return [dict(part) for part in gathered.get(group, {})]

    own = _together(parts("Entity"))
    every = [part for group in _PARTS for part in parts(group)]
    cited = [text for part in every for key, text in part.items() if key.lower().endswith("publicationdate")]
    return _fsf.Entity(
        own=own,
        subject=own.get("subjectType") or own.get("classificationCode", ""),
        regulations=parts("Entity_Regulation"),
        names=parts("NameAlias"),
        citizenships=parts("Citizenship"),
        births=parts("BirthDate"),
        numbers=parts("Identification"),
        addresses=parts("Address"),
        cited=cited,
    )


def _together(parts: list[Part]) -> Part:
    """Return the entity's own attributes from all its rows; of remarks that differ, each is kept."""
    found: Part = {key: text for part in reversed(parts) for key, text in part.items()}
    remarks = distinct(part["remark"] for part in parts if "remark" in part)
    return found | {"remark": "; ".join(remarks)} if remarks else found
