"""The user's own relations as CSV: one stake a row, under a header of the columns below.

``owner`` and ``owned`` are required; every other column may be absent, in any order. Columns that are not known are
refused: a misspelt one would drop a fact in silence.

================================  ====================================================================
owner, owned                      names of the parties; further spellings of one behind ``|``
owner_identifiers                 ``scheme:value``, with the country that issued it ``scheme:value@RU``; several
                                  stand behind ``|``
owned_identifiers                 likewise
share                             percent, 0 to 100, with a point: ``25.1``; empty where it is not known
control                           yes or no: whether the owner controls the owned party; empty where it is not known
from, to                          the first and the last day on which the stake is held: ``2024-06-25``
source                            who says so; rows of one source add up, of several sources the larger counts
================================  ====================================================================
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from sarcheck.errors import RulesError
from sarcheck.lists._rows import Record, records, rows
from sarcheck.lists.identifiers import identifier
from sarcheck.model import Identifier
from sarcheck.ownership import End, Relation

CountryCode = Callable[[str], "str | None"]

COLUMNS = (
    *("owner", "owner_identifiers", "owned", "owned_identifiers"),
    *("share", "control", "from", "to", "source"),
)
REQUIRED = ("owner", "owned")
_SHARE = re.compile(r"\d{1,3}(?:\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CONTROL = {"": None, "yes": True, "no": False}


def read(path: Path, country_code: CountryCode) -> Iterator[Relation]:
    """Yield the stakes of a file; raise RulesError naming file and line for a row that cannot be read."""
    _refuse_strangers(path)
    for row in records(path, REQUIRED):
        yield _relation(row, path.name, country_code)


def _refuse_strangers(path: Path) -> None:
    for line, cells in rows(path):
        if strangers := [name for cell in cells if (name := cell.strip()) not in {*COLUMNS, ""}]:
            message = f"unknown columns {', '.join(map(repr, strangers))}; known: {', '.join(COLUMNS)}"
            raise RulesError(str(path), f"line {line}", message)
        if twice := sorted({name for cell in cells if (name := cell.strip()) and cells.count(cell) > 1}):
            raise RulesError(str(path), f"line {line}", f"the header names {', '.join(twice)} twice")
        return


def _relation(row: Record, file: str, country_code: CountryCode) -> Relation:
    since, until = _day("from", row), _day("to", row)
    if since and until and until < since:
        raise row.error("to is before from")
    if row["control"] not in _CONTROL:
        raise row.error(f"{row['control']!r} in control is neither yes nor no")
    return Relation(
        owner=_end("owner", row, country_code),
        owned=_end("owned", row, country_code),
        share=_share(row),
        control=_CONTROL[row["control"]],
        since=since,
        until=until,
        source=row["source"] or file,
    )


def _end(column: str, row: Record, country_code: CountryCode) -> End:
    names = tuple(" ".join(part.split()) for part in _parts(row[column]))
    if not names:
        raise row.error(f"has no {column}")
    numbers = tuple(_number(text, row, country_code) for text in _parts(row[f"{column}_identifiers"]))
    return End(names=names, identifiers=numbers)


def _parts(cell: str) -> Iterator[str]:
    return (part for text in cell.split("|") if (part := text.strip()))


def _number(text: str, row: Record, country_code: CountryCode) -> Identifier:
    scheme, _, rest = text.partition(":")
    value, sign, country = rest.rpartition("@")
    code = country_code(country.strip()) if sign else None
    if sign and code is None:
        raise row.error(f"unknown country {country.strip()!r} in {text!r}; use its ISO 3166-1 code")
    found = identifier(scheme, value if sign else rest, code)
    if not scheme.strip() or not found.value:
        raise row.error(f"{text!r} is no identifier; write it as scheme:value, or scheme:value@RU")
    return found


def _share(row: Record) -> float | None:
    text = row["share"]
    if not text:
        return None
    share = float(text) if _SHARE.fullmatch(text) else math.nan
    if not 0 <= share <= 100:
        raise row.error(f"{text!r} is no share in percent; write a number from 0 to 100 with a point, or nothing")
    return share


def _day(column: str, row: Record) -> dt.date | None:
    text = row[column]
    try:
        found = dt.date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        found = None
    if text and found is None:
        raise row.error(f"{text!r} is no day in {column}; write it as 2024-06-25")
    return found
