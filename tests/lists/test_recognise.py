"""Which files make which list."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sarcheck import lists
from sarcheck.errors import RulesError
from sarcheck.lists.own import parties

FILES = {
    "sdn.csv": '36,"HERON",-0- ,"T",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n',
    "alt.csv": '36,12,"aka","H",-0- \r\n',
    "cons_prim.csv": '37,"EGRET",-0- ,"T",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n',
    "own.toml": 'schema = "sarcheck.parties/1"\nlist = "own"\n',
    "export.csv": '38,"IBIS",-0- ,"T",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, newline="")
    return tmp_path


def test_files_are_grouped_by_list(folder: Path) -> None:
    found = lists.recognise(folder / name for name in FILES)
    assert [(one.format.NAME, one.list_id, sorted(one.files)) for one in found] == [
        ("ofac-csv", "us-sdn", ["alias", "primary"]),
        ("ofac-csv", "us-cons", ["primary"]),
        ("parties", "own", ["list"]),
        ("ofac-csv", None, ["primary"]),
    ]


def test_a_given_id_is_for_files_that_do_not_say_theirs(folder: Path) -> None:
    (found,) = lists.recognise([folder / "alt.csv", folder / "export.csv"], "us-sdn")
    assert (found.list_id, sorted(found.files)) == ("us-sdn", ["alias", "primary"])


def test_two_files_of_one_role_are_refused(folder: Path) -> None:
    with pytest.raises(RulesError, match="second primary file of us-sdn"):
        lists.recognise([folder / "sdn.csv", folder / "export.csv"], "us-sdn")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\r\n \n", "is empty"),
        (b"\n<!DOCTYPE HTML><html>", "web page"),
        (b"<HTML>", "web page"),
        (bytes(range(256)), "not of a list format"),
        (b"PK\x03\x04", "cannot be unpacked"),
        (b'"', "not of a list format"),
        (
            b"id,nane,type\n1,A,person\n",
            "nearly a list of your own.*'nane' is not known; did you mean 'name'.*Known: id",
        ),
        (b"id,name,typ\n1,A,person\n", "column 'typ' is not known; did you mean 'type'"),
        (b"id,type\n1,person\n", "lacks the column name"),
        (b"name,a,b,c\nA,1,2,3\n", "not of a list format"),
        ("name,id\nA,1\n".encode("utf-16"), "UTF-16 text; save a list of your own as 'CSV UTF-8'"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "office document.*'CSV UTF-8'"),
    ],
)
def test_what_no_module_recognises_is_refused_with_a_reason(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "sdn.csv"
    path.write_bytes(content)
    with pytest.raises(RulesError, match=message):
        lists.recognise([path])


def test_a_workbook_of_ones_own_is_told_from_a_published_one(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["id", "name"])
    book.save(path)
    with pytest.raises(RulesError, match="office document, as an Excel workbook is; save your own list as 'CSV UTF-8'"):
        lists.recognise([path], "house-list")


def test_a_missing_file_and_an_unknown_format_are_named(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="No such file"):
        lists.recognise([tmp_path / "sdn.csv"])
    with pytest.raises(RulesError, match="unknown list format 'x'"):
        lists.by_name("x", "source.toml")
    assert lists.by_name("parties", "source.toml") is parties
