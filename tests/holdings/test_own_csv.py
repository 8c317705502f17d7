"""The user's own relations: every column is read, and what cannot be read is told with its line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from sarcheck import holdings
from sarcheck.errors import RulesError
from sarcheck.ownership import Relation

HEADER = "owner,owner_identifiers,owned,owned_identifiers,share,control,from,to,source\n"
CODES = {"RU": "RU", "Luxembourg": "LU"}


def read(folder: Path, text: str, name: str = "register.csv") -> list[Relation]:
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    return list(holdings.read(path, CODES.get))


def test_every_column_is_read(tmp_path: Path) -> None:
    row = "Up Ltd|Верх,inn:7707083893@RU,Down S.A.,registration:B 12-34@Luxembourg,25.1,yes,2020-01-01,2024-12-31,RCS\n"
    (found,) = read(tmp_path, "\ufeff" + HEADER + row)
    assert found.owner.names == ("Up Ltd", "Верх")
    assert [(n.scheme, n.value, n.country) for n in found.owner.identifiers] == [("inn", "7707083893", "RU")]
    assert [(n.scheme, n.value, n.country) for n in found.owned.identifiers] == [("registration", "B1234", "LU")]
    assert (found.share, found.control, found.source) == (25.1, True, "RCS")
    assert (found.since, found.until) == (dt.date(2020, 1, 1), dt.date(2024, 12, 31))


def test_two_columns_are_enough_and_the_file_is_the_source(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "owned,owner\nDown,Up\n")
    assert (found.owner.names, found.share, found.control, found.source) == (("Up",), None, None, "register.csv")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("owner,owned,shares\nA,B,5\n", "line 1.*unknown columns 'shares'"),
        ("owner,owned,share,share\nA,B,5,60\n", "line 1.*share twice"),
        ("owner\nA\n", "lacks the columns owned"),
        (HEADER + ",,B,,,,,,\n", "line 2.*has no owner"),
        (HEADER + "A,,B,,101,,,,\n", "line 2.*no share in percent"),
        (HEADER + "A,,B,,-1,,,,\n", "no share in percent"),
        (HEADER + 'A,,B,,"25,1",,,,\n', "no share in percent"),
        (HEADER + "A,,B,,nan,,,,\n", "no share in percent"),
        (HEADER + "A,,B,,,maybe,,,\n", "neither yes nor no"),
        (HEADER + "A,,B,,,,2020-02-30,,\n", "no day in from"),
        (HEADER + "A,,B,,,,2021-01-01,2020-01-01,\n", "to is before from"),
        (HEADER + "A,inn:1@Atlantis,B,,,,,,\n", "unknown country 'Atlantis'"),
        (HEADER + "A,12345,B,,,,,,\n", "is no identifier"),
        (HEADER + "A,,B\n", "has 3 cells"),
        ("", "has no header row"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RulesError, match=message):
        read(tmp_path, text)


def test_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="is not read"):
        read(tmp_path, "", name="register.xml")
