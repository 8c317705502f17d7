"""OFSI's consolidated list: both widths, both character sets, labelled text, and files that are something else."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from sarcheck.errors import RulesError
from sarcheck.lists.uk import ofsi
from sarcheck.model import Address, Entry, Identifier, Link, Name

CODES = {"Iran": "IR", "Russia": "RU", "Gabon": "GA"}
OLDER = (
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,DOB,Town of Birth,Country of Birth,Nationality,Passport Details,"
    "NI Number,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,"
    "Other Information,Group Type,Alias Type,Regime,Listed On,Last Updated,Group ID"
).split(",")
NEWER = (
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Non-Latin Script Type,Non-Latin Script "
    "Language,DOB,Town of Birth,Country of Birth,Nationality,Passport Number,Passport Details,National Identification "
    "Number,NI Details,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,"
    "Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,UK Sanctions List Date Designated,"
    "Last Updated,Group ID"
).split(",")
USUAL = {"Group Type": "Individual", "Regime": "Test", "Listed On": "24/03/2007", "Group ID": "9000"}


def table(header: list[str], *rows: dict[str, str], encoding: str = "utf-8") -> bytes:
    stream = io.StringIO(newline="")
    stream.write("Last Updated,27/04/2020" + "," * (len(header) - 2) + "\r\n")
    writer = csv.DictWriter(stream, header)
    writer.writeheader()
    writer.writerows(USUAL | row for row in rows)
    return stream.getvalue().encode(encoding)


def entries(path: Path, content: bytes) -> list[Entry]:
    path.write_bytes(content)
    return list(ofsi.read({"list": path}, "uk-sl", CODES.get))


def test_the_older_form_has_29_columns_in_windows_characters(tmp_path: Path) -> None:
    assert (len(OLDER), len(NEWER)) == (29, 36)
    row = {"Name 6": "ÉGRET", "Name 1": "Ann", "Passport Details": "A0001234 (Iran)", "NI Number": "12345"}
    content = table(
        OLDER,
        row | {"DOB": "00/00/1980", "Alias Type": "Prime Alias"},
        row | {"DOB": "10/00/1983", "Name 1": "Anne", "Alias Type": "AKA"},
        row | {"DOB": "00/04/1984", "Name 1": "Anna", "Alias Type": "FKA"},
        encoding="cp1252",
    )
    (ann,) = entries(tmp_path / "ConList.csv", content)
    assert ann.names == (
        Name(text="Ann ÉGRET", script="Latn"),
        Name(text="Anne ÉGRET", kind="alias", script="Latn"),
        Name(text="Anna ÉGRET", kind="former", script="Latn"),
    )
    assert ann.born == ("1980", "1983", "1984-04")
    assert ann.identifiers == (
        Identifier(scheme="passport", value="A0001234", country="IR"),
        Identifier(scheme="national_id", value="12345"),
    )
    assert (ann.id, ann.measures, ann.listed) == ("9000", ("asset_freeze",), dt.date(2007, 3, 24))


def test_the_newer_form_adds_scripts_numbers_and_quality(tmp_path: Path) -> None:
    row = {
        "Alias Type": "Primary name",
        "Name Non-Latin Script": "Анна Егрет",
        "Non-Latin Script Type": "russian",
        "Passport Number": "(1) A1 2345 (2) B67890",
        "Passport Details": "Iran",
        "National Identification Number": "998877",
        "Nationality": "(1) Russia (2) Iran",
        "Country": "Russia",
    }
    content = table(
        NEWER,
        row | {"Name 6": "EGRET", "Name 1": "Ann"},
        row | {"Name 6": "Annie", "Alias Type": "AKA", "Alias Quality": "Low quality a.k.a"},
    )
    (ann,) = entries(tmp_path / "ConList.csv", content)
    assert [(n.text, n.kind, n.strength, n.script) for n in ann.names] == [
        ("Ann EGRET", "primary", "strong", "Latn"),
        ("Annie", "alias", "weak", "Latn"),
        ("Анна Егрет", "alias", "strong", "Cyrl"),
    ]
    assert [(n.scheme, n.value, n.country) for n in ann.identifiers] == [
        ("passport", "A12345", "IR"),
        ("passport", "B67890", "IR"),
        ("national_id", "998877", None),
    ]
    assert (ann.countries, ann.addresses) == (("RU", "IR"), (Address(country="RU"),))


def test_other_information_states_facts_under_labels(tmp_path: Path) -> None:
    text = (
        "(UK Sanctions List Ref):TST0001. (UK Statement of Reasons):Supplied EGRET, INN 7700000016. "
        "(Type of entity):Company (Subsidiaries):Ibis LLC; Stork (Parent company):Egret Group "
        "(Business Reg No):OGRN: 1000000000010 (Website):www.example.org"
    )
    row = {"Name 6": "HERON", "Alias Type": "Primary name", "Group Type": "Entity", "Other Information": text}
    (heron,) = entries(tmp_path / "ConList.csv", table(NEWER, row))
    assert (heron.type, heron.remarks.count("TST0001")) == ("company", 1)
    assert heron.links == (
        Link(target="Ibis LLC", type="parent_of", stated="Subsidiaries"),
        Link(target="Stork", type="parent_of", stated="Subsidiaries"),
        Link(target="Egret Group", type="subsidiary_of", stated="Parent company"),
    )
    numbers = {(n.scheme, n.value, n.valid) for n in heron.identifiers}
    assert numbers == {("ogrn", "1000000000010", True)}  # the INN in the reasons is another party's
    assert "Supplied EGRET, INN 7700000016." in heron.remarks


def test_a_ship_is_known_by_the_number_under_its_label(tmp_path: Path) -> None:
    text = "(IMO number):9074729 (Current owners):Heron Line (Flag of ship):Gabon"
    row = {"Name 6": "SEA HERON", "Alias Type": "Primary name", "Group Type": "Ship", "Other Information": text}
    (ship,) = entries(tmp_path / "ConList.csv", table(NEWER, row))
    assert (ship.type, ship.countries) == ("vessel", ("GA",))
    assert ship.identifiers == (Identifier(scheme="imo", value="9074729", valid=True),)
    assert [(link.target, link.type) for link in ship.links] == [("Heron Line", "operated_by")]


def test_the_set_says_its_day_and_that_it_is_not_the_whole_list(tmp_path: Path) -> None:
    path = tmp_path / "ConList.csv"
    path.write_bytes(table(NEWER, {"Name 6": "HERON"}))
    about = ofsi.about({"list": path}, "uk-sl")
    assert about.published == dt.date(2020, 4, 27)
    assert "asset freezes only" in str(about.gaps)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (table(NEWER, {"Name 6": "HERON", "Group ID": ""}), "line 3.*has no Group ID"),
        (table(NEWER, {"Name 6": ""}), "line 3.*group 9000 has no name"),
        (table(NEWER), "empty list would clear everybody"),
        (b"", "no header row"),
        (b"Last Updated,27/04/2020\r\n", "no header row"),
        (b"a,b\n1,2\n", "lacks the columns"),
        (table(OLDER, {"Name 6": "HERON"}) + b"\x81,", "is not CP1252"),
    ],
)
def test_what_cannot_be_used_is_an_error(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(RulesError, match=message):
        entries(tmp_path / "ConList.csv", content)


def test_a_file_is_told_by_its_header() -> None:
    assert ofsi.sniff(table(OLDER, encoding="cp1252"), "x") == "list"
    assert ofsi.sniff(table(NEWER), "x") == "list"
    assert ofsi.sniff(b"Report Date: 08-Oct-2026\nLast Updated,Unique ID,OFSI Group ID,Name 6,Name type", "x") is None
    assert ofsi.family(b"", "ConList.csv") == "uk-sl"
