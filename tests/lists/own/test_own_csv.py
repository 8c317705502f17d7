"""The user's own list: its columns, its example in the documents, and every way to get a row wrong."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from sarcheck.errors import RulesError
from sarcheck.lists import identifiers
from sarcheck.lists.own import table_csv
from sarcheck.model import Address, Entry, Identifier, Link, Name

DOCUMENT = Path(__file__).parents[3] / "docs" / "own-list.md"
CODES = {"RU": "RU", "Russia": "RU", "CN": "CN"}


def read(tmp_path: Path, text: str | bytes, list_id: str = "house-list") -> list[Entry]:
    path = tmp_path / "own.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(table_csv.read({"list": path}, list_id, CODES.get))


def test_the_example_of_the_documents_is_read_whole(tmp_path: Path) -> None:
    found = re.search(r"<!-- example: own list -->\n```\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    assert table_csv.sniff(found[1].encode(), "x") == "list"
    assert table_csv.family(found[1].encode(), "x") == "eu-833-iv"
    radar, person, plain = read(tmp_path, found[1])
    assert radar == Entry(
        list="eu-833-iv",
        id="9001",
        type="company",
        names=(
            Name(text="Volkhovskiy Vymysel Radar JSC", script="Latn"),
            Name(text="Волховский вымысел", script="Cyrl"),
            Name(text="VV Radar", kind="alias", script="Latn"),
            Name(text="VV; Radar, Inc", kind="alias", script="Latn"),
            Name(text="Vymysel", kind="alias", strength="weak", script="Latn"),
            Name(text="Radar Works No. 0", kind="former", script="Latn"),
        ),
        identifiers=(
            Identifier(scheme="inn", value="7707083893", valid=True, country="RU"),
            Identifier(scheme="lei", value="00000000000000000000", valid=False),
        ),
        addresses=(Address(text="1 Made-up Street, Volkhov", country="RU"), Address(text="P.O. Box 1")),
        countries=("RU",),
        programs=("Annex IV",),
        measures=("export_control",),
        citation="Regulation (EU) 833/2014 Annex IV, number 9001",
        listed=dt.date(2024, 6, 25),
        links=(
            Link(target="Another Made-up Company", type="linked_to"),
            Link(target="9002", type="led_by", by="id", former=True),
        ),
    )
    assert (person.type, person.gender, person.born) == ("person", "female", ("1961-06-01", "1962"))
    assert (plain.id, plain.type, plain.delisted) == ("Made-up Trading", "unknown", dt.date(2025, 1, 1))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("before", ["", "\ufeff"])
def test_delimiters_and_a_byte_order_mark(tmp_path: Path, delimiter: str, before: str) -> None:
    text = f'{before}name{delimiter}aliases{delimiter}remarks\r\n"Heron; Co., Ltd"{delimiter}H|I{delimiter}r\r\n'
    (entry,) = read(tmp_path, text)
    assert [name.text for name in entry.names] == ["Heron; Co., Ltd", "H", "I"]
    assert (entry.list, entry.id, entry.remarks) == ("house-list", "Heron; Co., Ltd", "r")


def test_capitals_in_the_header_and_the_mark_of_a_spreadsheet_are_no_fault(tmp_path: Path) -> None:
    text = "\ufeffsep=;\r\nID;Name;Type;List\r\n7;Heron;company;x-list\r\n"
    assert table_csv.sniff(text.encode(), "own.csv") == "list"
    assert table_csv.family(text.encode(), "own.csv") == "x-list"
    (entry,) = read(tmp_path, text)
    assert (entry.list, entry.id, entry.names[0].text, entry.type) == ("x-list", "7", "Heron", "company")


def test_schemes_are_those_that_identifiers_compare_by(tmp_path: Path) -> None:
    assert set(table_csv.SCHEMES) == set(identifiers._SPELLINGS)
    (entry,) = read(tmp_path, "name,identifiers\nA,TIN:1E05|Company number:7@RU\n")
    assert [(number.scheme, number.value) for number in entry.identifiers] == [("tax", "1E05"), ("registration", "7")]


def test_cells_that_look_like_formulas_are_data(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, "name,remarks\n=SUM(A1),+1@x\n")
    assert (entry.names[0].text, entry.remarks) == ("=SUM(A1)", "+1@x")


def test_one_column_is_enough_and_empty_rows_are_passed_over(tmp_path: Path) -> None:
    assert [entry.id for entry in read(tmp_path, "name\nHeron\n\nEgret\n")] == ["Heron", "Egret"]
    assert [entry.id for entry in read(tmp_path, "name,id,,\nHeron,7,,\n,,,\n")] == ["7"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,alias\nA,B\n", "line 1.*column 'alias' is not known; did you mean 'aliases'.* Known: id, name"),
        ("sep=,\nname,alias\nA,B\n", "line 2.*column 'alias'"),
        ("name,,id\nA,B,C\n", "column '' is not known"),
        ("id,type\n1,person\n", "lacks the column name"),
        ("name,id,id\nA,B,C\n", "names id twice"),
        ("name,Name\nA,B\n", "names name twice"),
        ("name\n", "holds no parties"),
        ("", "no header row"),
        ("name,id\n,7\n", r"line 2.*has no name"),
        ("name,id\n|,7\n", "has no name"),
        ("name\nA\n...\n", r"line 3.*'\.\.\.' in name has no letter"),
        ("name,aliases\nA,B|-\n", "line 2.*'-' in aliases has no letter"),
        ("name,id\nA,7\nB,7\n", "'7' is also the key of line 2"),
        ("name,type\nA,firm\n", "'firm' is no type; known: person"),
        ("name,gender\nA,f\n", "'f' is no gender"),
        ("name,countries\nA,RU|Ruritania\n", "unknown country 'Ruritania' in countries"),
        ("name,addresses\nA,Pier 1@XX\n", "unknown country 'XX' in addresses"),
        ("name,identifiers\nA,7707083893\n", "is no identifier"),
        ("name,identifiers\nA,inn:@RU\n", "is no identifier"),
        ("name,identifiers\nA,inn:-\n", "is no identifier"),
        ("name,identifiers\nA,inn:7.70708E+09\n", "line 2.*lost digits in a spreadsheet"),
        ('name,identifiers\nA,"inn:7,70708e+09@RU"\n', "lost digits"),
        ("name,identifiers\nA,shoe size:44\n", "line 2.*'shoe size' is no scheme.*known: inn, ogrn"),
        ("name,listed\nA,25.06.2024\n", "is no day in listed; write it as"),
        ("name,listed\nA,2024-02-30\n", "is no day"),
        ("name,listed,delisted\nA,2024-01-02,2024-01-02\n", "would never count"),
        ("name,links\nA,Heron\n", "is no link"),
        ("name,links\nA,owner_of:Heron\n", "is no link"),
        ("name,list\nA,x\nB,y\n", "bring one list a file"),
        ("name,list\nA,x\nB,\n", "bring one list a file"),
        ("name,id\nA,1,2\n", "has 3 cells"),
        (b"name\n\xff\n", "is not UTF-8"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(RulesError, match=message):
        read(tmp_path, text)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"id,schema,name,aliases,birth_date,countries\n",
        b'36,"HERON",-0-\n',
        b"Name 6;Name 1;id\n",
        b"id,type\n",
        b"\xff\xfen\0a\0",
        b"<a/>",
    ],
)
def test_other_files_are_not_mistaken_for_it(head: bytes) -> None:
    assert table_csv.sniff(head, "own.csv") is None
    assert table_csv.family(head, "own.csv") is None


def test_what_a_file_says_of_itself(tmp_path: Path) -> None:
    assert table_csv.about({"list": tmp_path}, "house-list").title == "house-list"
    assert table_csv.family(b"name,list\nA\n", "x") is None
