"""Australia's list: letters behind numbers, spellings, dates of every kind, newer columns, hostile workbooks."""

from __future__ import annotations

import datetime as dt
import gzip
import importlib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sarcheck.errors import RulesError
from sarcheck.lists.states import _au_workbook, au_dfat
from sarcheck.model import Address, Entry, Identifier, Name

CODES = {"Afghanistan": "AF", "BY": "BY"}
OLDER = (
    "Reference",
    "Name of Individual or Entity",
    "Type",
    "Name Type",
    "Date of Birth",
    "Place of Birth",
    "Citizenship",
    "Address",
    "Additional Information",
    "Listing Information",
    "Committees",
    "Control Date",
)
NEWER = (
    *OLDER[:4],
    "Alias Strength",
    *OLDER[4:10],
    "IMO Number",
    *OLDER[10:],
    "Instrument of Designation",
    "Targeted Financial Sanction",
    "Travel Ban",
    "Arms Embargo",
    "Maritime Restriction",
)
USUAL = {"Reference": 2, "Type": "Individual", "Name Type": "Primary Name", "Committees": "9999 (Test)"}
Write = Callable[..., dict[str, Path]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that saves a workbook of rows given by column, with empty trailing columns."""

    def make(*rows: dict[str, Any], header: tuple[str, ...] = OLDER, title: str = "") -> dict[str, Path]:
        book = openpyxl.Workbook()
        sheet = book.active
        if title:
            sheet.append([title])
        sheet.append([*header, *[None] * 240])
        for row in rows:
            sheet.append([(USUAL | row).get(column) if row else None for column in header])
        path = tmp_path / "regulation8_consolidated.xlsx"
        book.save(path)
        return {"list": path}

    return make


def entries(files: dict[str, Path]) -> list[Entry]:
    return list(au_dfat.read(files, "au-dfat", CODES.get))


def test_rows_of_one_number_are_one_party(write: Write) -> None:
    ann = {
        "Name of Individual or Entity": "Ann\u00a0EGRET",
        "Citizenship": "a) Afghanistan b) Lemurian",
        "Address": "a) Dock 1, Kabul, Afghanistan b) Atlantis c) San Jose, BY d) Herat, Afghanistan (in 2009)",
        "Place of Birth": "NA",
        "Additional Information": "Wife of Heron EGRET",
        "Listing Information": "Listed by a Committee on 25 January 2001 (amended on 20 December 2005)",
        "Control Date": dt.datetime(2014, 12, 15),
    }
    files = write(
        ann,
        {"Reference": 3, "Name of Individual or Entity": "HERON", "Type": "Entity ", "Name Type": "Primary Name "},
        {},
        ann
        | {
            "Reference": "2a",
            "Name of Individual or Entity": "آن",
            "Name Type": "original Script",
            "Type": "individual",
        },
        ann | {"Reference": "2b1 ", "Name of Individual or Entity": "Annie", "Name Type": "Aka "},
        ann | {"Reference": "2c", "Name of Individual or Entity": "Ann STORK", "Name Type": "Formerly known as"},
        ann | {"Reference": "2d", "Name of Individual or Entity": "A. STORK", "Name Type": "Previously listed as"},
    )
    first, second = entries(files)
    assert first == Entry(
        list="au-dfat",
        id="2",
        type="person",
        names=(
            Name(text="Ann EGRET", script="Latn"),
            Name(text="آن", kind="alias", script="Arab"),
            Name(text="Annie", kind="alias", script="Latn"),
            Name(text="Ann STORK", kind="former", script="Latn"),
            Name(text="A. STORK", kind="former", script="Latn"),
        ),
        addresses=(
            Address(text="Dock 1, Kabul", country="AF"),
            Address(text="Atlantis"),
            Address(text="San Jose, BY"),
            Address(text="Herat, Afghanistan (in 2009)", country="AF"),
        ),
        countries=("AF",),
        programs=("9999 (Test)",),
        measures=("asset_freeze",),
        citation="Listed by a Committee on 25 January 2001 (amended on 20 December 2005)",
        listed=dt.date(2001, 1, 25),
        remarks="Citizenship: Lemurian; Additional Information: Wife of Heron EGRET; Control Date: 2014-12-15",
    )
    assert (second.id, second.type, second.listed, second.citation) == ("3", "organization", None, None)


@pytest.mark.parametrize(
    ("cell", "born"),
    [
        (dt.datetime(1961, 6, 1), ("1961-06-01",)),
        (1971, ("1971",)),
        ("a) Approximately 1955- 1958 b) Approximately 1945-1950", ("1955~/1958~", "1945~/1950~")),
        ("a) 16/11/1977; b) 16 Nov 1974", ("1977-11-16", "1974-11-16")),
        ("a) 03/1965; b) 1966", ("03/1965", "1966")),
        ("1952 or 4 May 1955", ("1952", "1955-05-04")),
        ("25/10/1983 (as Ann)  1977 (as Annie) ", ("1983-10-25", "1977")),
        ("17 Aug. 1972;\n1 Jan. 1972", ("1972-08-17", "1972-01-01")),
        ("07/05/1962; alt DOB: 08/05/1962", ("1962-05-07", "1962-05-08")),
        ("01/10/1983,15/10/1983, 01/01/1980", ("1983-10-01", "1983-10-15", "1980-01-01")),
        ("NA", ()),
        ("in his youth", ("in his youth",)),
    ],
)
def test_every_kind_of_date_of_birth(write: Write, cell: Any, born: tuple[str, ...]) -> None:
    found = entries(write({"Name of Individual or Entity": "Ann", "Date of Birth": cell}))
    assert found[0].born == born


def test_newer_columns_are_told_by_their_headers(write: Write) -> None:
    ship = {
        "Name of Individual or Entity": "SEA HERON",
        "Type": "Vessel",
        "IMO Number": 9074729.0,
        "Targeted Financial Sanction": False,
        "Maritime Restriction": True,
        "Instrument of Designation": "Test Instrument 2025",
    }
    ann = {
        "Reference": "7",
        "Name of Individual or Entity": "Ann",
        "Targeted Financial Sanction": "TRUE",
        "Travel Ban": 1,
    }
    alias = ann | {
        "Reference": "7a",
        "Name of Individual or Entity": "A.",
        "Name Type": "Alias",
        "Alias Strength": "Weak",
    }
    none = {"Reference": 8, "Name of Individual or Entity": "Ibis", "Travel Ban": "FALSE"}
    first, second, third = entries(write(ship, ann, alias, none, header=NEWER, title="Consolidated List"))
    assert first.identifiers == (Identifier(scheme="imo", value="9074729", valid=True),)
    assert (first.type, first.measures) == ("vessel", ("transport",))
    assert first.remarks == "Instrument of Designation: Test Instrument 2025"
    assert (second.measures, third.measures) == (("asset_freeze", "travel_ban"), ("restriction",))
    assert second.names[1] == Name(text="A.", kind="alias", strength="weak", script="Latn")


def test_a_ship_in_the_text_of_another_party_is_not_that_party(write: Write) -> None:
    row = {"Name of Individual or Entity": "HERON", "Type": "Entity", "Additional Information": "Owns IMO 9074729"}
    assert entries(write(row))[0].identifiers == ()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"Reference": None, "Name of Individual or Entity": "Ann"}, "Reference '' is no number"),
        ({"Reference": "AF1", "Name of Individual or Entity": "Ann"}, "Reference 'AF1' is no number"),
        ({"Name of Individual or Entity": None}, "has no name"),
    ],
)
def test_a_row_that_cannot_be_used_is_an_error_that_names_it(write: Write, row: dict[str, Any], message: str) -> None:
    with pytest.raises(RulesError, match=message) as caught:
        entries(write({"Name of Individual or Entity": "HERON", "Reference": 9}, row))
    assert caught.value.pointer == "row 3"


def test_an_empty_list_and_another_workbook_are_refused(write: Write) -> None:
    with pytest.raises(RulesError, match="empty list would clear everybody"):
        entries(write())
    with pytest.raises(RulesError, match="lacks the columns Committees"):
        entries(write({"Name of Individual or Entity": "A"}, header=OLDER[:10]))


def packed(path: Path, members: dict[str, bytes]) -> dict[str, Path]:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return {"list": path}


BOMB = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({BOMB: b"<Types/>", "xl/workbook.xml": b"<a/>"}, "not a readable workbook"),
        ({BOMB: b"<Types", "xl/workbook.xml": b""}, "not a readable workbook"),
        ({BOMB: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><Types/>'}, "document type"),
        ({BOMB: '<?xml version="1.0"?><!DOCTYPE a><a/>'.encode("utf-16")}, "document type"),
        ({BOMB: b"<a/>", "xl/b.xml": b" " * (1024 * 1024 - 4) + b"<!DOCTYPE a>"}, "document type"),
    ],
)
def test_a_hostile_workbook_is_refused(tmp_path: Path, members: dict[str, bytes], message: str) -> None:
    with pytest.raises(RulesError, match=message) as caught:
        entries(packed(tmp_path / "x.xlsx", members))
    assert caught.value.file == str(tmp_path / "x.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_au_workbook, "MAX_UNPACKED", 1000)
    with pytest.raises(RulesError, match="unpacks to more than"):
        entries(packed(tmp_path / "x.xlsx", {BOMB: b"<a/>", "xl/b.xml": b"b" * 1000}))
    monkeypatch.setattr(_au_workbook, "MAX_PACKED", 20)
    with pytest.raises(RulesError, match="larger than 20 bytes"):
        entries({"list": tmp_path / "x.xlsx"})


@pytest.mark.parametrize("content", [b"", b"Reference,Name", b"PK\x03\x04", b"PK\x03\x04" + bytes(500)])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(RulesError) as caught:
        entries({"list": path})
    assert caught.value.file == str(path)


def test_a_workbook_cut_anywhere_is_refused(write: Write) -> None:
    (path,) = write({"Name of Individual or Entity": "HERON"}).values()
    whole = path.read_bytes()
    for end in range(1, len(whole), 397):
        path.write_bytes(whole[:end])
        with pytest.raises(RulesError):
            entries({"list": path})


def test_a_missing_extra_is_named_with_its_cure(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> Any:
        raise ImportError(name)

    files = write({"Name of Individual or Entity": "HERON"})
    monkeypatch.setattr(_au_workbook, "import_module", absent)
    with pytest.raises(RulesError, match=r"pip install 'sarcheck\[xlsx\]'"):
        entries(files)
    assert importlib.import_module("openpyxl")


def test_a_workbook_is_told_by_its_parts_and_may_be_packed_again(write: Write, tmp_path: Path) -> None:
    (path,) = write({"Name of Individual or Entity": "HERON"}).values()
    assert au_dfat.sniff(path.read_bytes(), "anything") == "list"
    assert au_dfat.sniff(path.read_bytes()[:2000], "cut off") == "list"
    assert au_dfat.sniff(b"PK\x03\x04 word/document.xml", "x.xlsx") is None
    assert au_dfat.sniff(b"Reference,xl/", "x.xlsx") is None
    assert au_dfat.family(b"", "x.xlsx") == "au-dfat"
    assert au_dfat.about({"list": path}, "au-dfat").published is None
    again = tmp_path / "again.xlsx.gz"
    again.write_bytes(gzip.compress(path.read_bytes()))
    assert [e.names[0].text for e in entries({"list": again})] == ["HERON"]
