"""Cells of the annex tables: several values in one, and numbers with the label that the annex prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.lists._numbers import labelled, stated
from sarcheck.lists._text import distinct, spaced
from sarcheck.lists.identifiers import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sarcheck.lists._rows import Record
    from sarcheck.model import Identifier

_SCHEMES = {
    "registrationNumber": "registration",
    "taxNumber": "tax",
    "idNumber": "national_id",
    "passportNumber": "passport",
    "innCode": "inn",
    "ogrnCode": "ogrn",
    "kppCode": "kpp",
    "okpoCode": "okpo",
    "leiCode": "lei",
    "swiftBic": "swift",
    "imoNumber": "imo",
    "mmsi": "mmsi",
}
"""Columns of numbers and their schemes."""
_BEHIND = re.compile(r"(?P<value>.*\d.*?)\s*\((?P<label>[^()]+)\)")
_BEFORE = re.compile(
    r"(?P<label>[A-Za-z][A-Za-z ./]*?)[\s.]*\b(?:no|nr|number)\b[\s.:]*(?P<value>\S*\d.*)", re.IGNORECASE
)
_NO = re.compile(r"\s*\b(?:no|nr|number)\b\.?", re.IGNORECASE)


def values(record: Record, column: str) -> tuple[str, ...]:
    """Return the values of a cell: separated by semicolons, one that holds a semicolon or quote in quotes.

    Raise RulesError for a cell whose quotes are not closed.
    """
    cell = record[column]
    if ";" not in cell and '"' not in cell:
        return (spaced(cell),) if cell else ()
    import csv

    try:
        found = list(
            csv.reader([cell.replace("\n", " ").replace("\r", " ")], delimiter=";", skipinitialspace=True, strict=True)
        )
    except csv.Error as error:
        raise record.error(f"{column} is not a list of values: {error}") from error
    return distinct(text for row in found for value in row if (text := spaced(value)))


def numbers(record: Record, country: str | None) -> Iterator[Identifier]:
    """Yield the numbers of a row; ``country`` is the party's, where it has one."""
    for column, scheme in _SCHEMES.items():
        for text in values(record, column):
            yield from _number(text, scheme, country)


def _number(text: str, scheme: str, country: str | None) -> tuple[Identifier, ...]:
    """Return a number under the scheme that its label tells ("7704730655 (Tax ID/INN)"), else under its column's."""
    if scheme == "swift":  # a bank's code needs no digit
        return (identifier(scheme, text, country),)
    found = _BEHIND.fullmatch(text) or _BEFORE.fullmatch(text)
    if found is None:
        return labelled(text, scheme, country)
    for label in reversed(found["label"].split("/")):
        if known := stated(f"{_NO.sub('', label)}: {found['value']}", country):
            return (identifier(known[0].scheme, found["value"], country),)
    return labelled(found["value"], scheme, country)
