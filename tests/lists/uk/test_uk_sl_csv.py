"""The UK Sanctions List as csv: rows of one designation, dates, measures, numbers, and other files."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import RulesError
from sarcheck.lists.uk import sl_csv
from sarcheck.model import Address, Entry, Identifier, Link, Name

CODES = {"Russia": "RU", "China": "CN", "Gabon": "GA", "Iran": "IR", "No": "NO"}
HEADER = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,"
    "Alias strength,Title,Name non-latin script,Non-latin script type,Non-latin script language,Regime Name,"
    "Designation Type,Designation source,Sanctions Imposed,Other Information,UK Statement of Reasons,Address Line 1,"
    "Address Line 2,Address Line 3,Address Line 4,Address Line 5,Address Line 6,Address Postal Code,Address Country,"
    "Phone number,Website,Email address,Date Designated,D.O.B,Nationality(/ies),National Identifier number,National "
    "Identifier additional information,Passport number,Passport additional information,Position,Gender,Town of birth,"
    "Country of birth,Type of entity,Subsidiaries,Parent company,Business registration number (s),IMO number,Current "
    "owner/operator (s),Previous owner/operator (s),Current believed flag of ship,Previous flags,Type of ship,Tonnage "
    "of ship,Length of ship,Year Built,Hull identification number (HIN)"
).split(",")
USUAL = {
    "Unique ID": "TST0001",
    "Name type": "Primary Name",
    "Regime Name": "The Test (Sanctions) Regulations 2020",
    "Designation Type": "Entity",
    "Sanctions Imposed": "Asset freeze",
    "Date Designated": "24/02/2026",
}
Write = Callable[..., dict[str, Path]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes rows, given by column, below the report's date and the header."""

    def make(
        *rows: dict[str, str], header: list[str] = HEADER, first: str = "Report Date: 08-Oct-2026\n"
    ) -> dict[str, Path]:
        path = tmp_path / "UK-Sanctions-List.csv"
        with path.open("w", newline="", encoding="utf-8") as stream:
            stream.write(first)
            table = csv.DictWriter(stream, header, extrasaction="ignore")
            table.writeheader()
            table.writerows(USUAL | row for row in rows)
        return {"list": path}

    return make


def entries(files: dict[str, Path]) -> list[Entry]:
    return list(sl_csv.read(files, "uk-sl", CODES.get))


def test_rows_of_one_id_are_one_designation_wherever_they_stand(write: Write) -> None:
    heron = {
        "Address Line 1": "Dock 1",
        "Address Line 6": "Perm",
        "Address Postal Code": "614000",
        "Address Country": "Russia",
    }
    files = write(
        {"Name 6": "HERON SPACE CO., LTD.", **heron, "OFSI Group ID": "17"},
        {"Unique ID": "TST0002", "Name 6": "EGRET"},
        {"Name 6": "Heron", "Name type": "Alias", "Alias strength": "Low quality a.k.a", **heron},
        {"Name 6": "Heron Space", "Name type": "Primary name variation", **heron},
        {"Name 6": "HERON SPACE CO., LTD.", "Address Line 1": "Atlantis", "Address Country": "Lemuria"},
    )
    first, second = entries(files)
    assert first == Entry(
        list="uk-sl",
        id="TST0001",
        type="organization",
        names=(
            Name(text="HERON SPACE CO., LTD.", script="Latn"),
            Name(text="Heron", kind="alias", strength="weak", script="Latn"),
            Name(text="Heron Space", kind="alias", script="Latn"),
        ),
        addresses=(Address(text="Dock 1, Perm, 614000", country="RU"), Address(text="Atlantis, Lemuria")),
        countries=("RU",),
        programs=("The Test (Sanctions) Regulations 2020",),
        measures=("asset_freeze",),
        citation="The Test (Sanctions) Regulations 2020",
        listed=dt.date(2026, 2, 24),
        remarks="OFSI Group ID: 17",
    )
    assert second.id == "TST0002"


def test_a_person_has_given_names_first_and_dates_in_part(write: Write) -> None:
    person = {"Designation Type": "Individual", "Name 6": "EGRET", "Name 1": "Ann", "Name 2": "May"}
    passport = {"Passport number": "A 0001234", "Passport additional information": "No. 12, Iran number. Issued 2009"}
    foreign = {"Name non-latin script": "Анна Егрет", "Non-latin script type": "Cyrillic"}
    files = write(
        person | {"D.O.B": "dd/mm/1945", "Gender": "Female", **foreign},
        person | {"D.O.B": "dd/08/1946", "Nationality(/ies)": "Russia", **passport, **foreign},
        person | {"D.O.B": "03/08/1947", "Nationality(/ies)": "Lemuria", "Title": "Dr", "Position": "Deputy"},
    )
    (ann,) = entries(files)
    assert (ann.type, ann.gender, ann.born) == ("person", "female", ("1945", "1946-08", "1947-08-03"))
    assert ann.names == (
        Name(text="Ann May EGRET", script="Latn"),
        Name(text="Анна Егрет", kind="alias", script="Cyrl"),
    )
    assert ann.identifiers == (Identifier(scheme="passport", value="A0001234", country="IR"),)
    assert ann.countries == ("RU",)
    assert ann.remarks == (
        "Nationality: Lemuria; Title: Dr; Position: Deputy; Passport: A 0001234 No. 12, Iran number. Issued 2009"
    )


def test_a_ship_keeps_its_number_flag_year_and_operators(write: Write) -> None:
    ship = {
        "Designation Type": "Ship",
        "Name 6": "SEA HERON",
        "IMO number": "IMO9074729",
        "Current owner/operator (s)": "Heron Line FZCO; Egret Shipping Co., Ltd",
        "Previous owner/operator (s)": "Old Line",
        "Current believed flag of ship": "Gabon",
        "Previous flags": "Russia",
        "Year Built": "2019",
        "Sanctions Imposed": "|".join(2 * ["Shipping sanctions: (see 'Other information')"]),
    }
    (found,) = entries(write(ship))
    assert found.identifiers == (Identifier(scheme="imo", value="9074729", valid=True),)
    assert (found.type, found.countries, found.born, found.measures) == ("vessel", ("GA",), ("2019",), ("transport",))
    column = "Current owner/operator (s)"
    assert found.links == (
        Link(target="Heron Line FZCO", type="operated_by", stated=column),
        Link(target="Egret Shipping Co., Ltd", type="operated_by", stated=column),
        Link(target="Old Line", type="operated_by", former=True, stated="Previous owner/operator (s)"),
    )
    assert found.remarks == "Previous flags: Russia"


def test_a_company_has_numbers_a_parent_and_subsidiaries(write: Write) -> None:
    company = {
        "Name 6": "HERON",
        "Address Country": "China",
        "Type of entity": "Private company",
        "Business registration number (s)": "USCC: 91350100M000100Y43",
        "Parent company": "Egret Group",
        "Subsidiaries": "Ibis LLC; Stork Co., Ltd",
        "Phone number": "N/A",
        "Other Information": "Operates SEA HERON (IMO 9074729).",
    }
    (found,) = entries(write(company))
    assert found.type == "company"
    assert found.identifiers == (Identifier(scheme="uscc", value="91350100M000100Y43", valid=True, country="CN"),)
    assert [(link.target, link.type, link.stated) for link in found.links] == [
        ("Ibis LLC", "parent_of", "Subsidiaries"),
        ("Stork Co., Ltd", "parent_of", "Subsidiaries"),
        ("Egret Group", "subsidiary_of", "Parent company"),
    ]
    assert found.remarks == "Type of entity: Private company; Operates SEA HERON (IMO 9074729)."


@pytest.mark.parametrize(
    ("imposed", "measures"),
    [
        ("Asset freeze|Travel Ban|Asset freeze", ("asset_freeze", "travel_ban")),
        ("Targeted Arms Embargo", ("arms_embargo",)),
        ("Trust Services Sanctions", ("services",)),
        ("Crew servicing of ships and aircraft|Prohibition of port entry", ("transport",)),
        ("Director Disqualification Sanction", ("restriction",)),
        ("Prohibition on correspondent banking relationships", ("correspondent_account",)),
        ("Export restrictions", ("trade",)),
        ("", ("restriction",)),
    ],
)
def test_what_was_imposed_makes_the_measures(write: Write, imposed: str, measures: tuple[str, ...]) -> None:
    (found,) = entries(write({"Name 6": "HERON", "Sanctions Imposed": imposed}))
    assert found.measures == measures


def test_a_numbered_cell_holds_several_values_and_a_dateless_first_line_is_none(write: Write) -> None:
    older = ["Individual, Entity, Ship" if column == "Designation Type" else column for column in HEADER]
    row = {"Name 6": "EGRET", "D.O.B": "(1) 01/02/1965 (2) 03/02/1965", "Individual, Entity, Ship": "Individual"}
    files = write(row, header=older, first="")
    (found,) = entries(files)
    assert (found.type, found.born) == ("person", ("1965-02-01", "1965-02-03"))
    assert sl_csv.about(files, "uk-sl").published is None
    assert sl_csv.about(write(row), "uk-sl").published == dt.date(2026, 10, 8)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"Name 6": "HERON", "Unique ID": ""}, "has no Unique ID"),
        ({"Name 6": ""}, "TST0001 has no name"),
    ],
)
def test_a_row_that_cannot_be_used_is_an_error_that_names_its_line(
    write: Write, row: dict[str, str], message: str
) -> None:
    with pytest.raises(RulesError, match=message) as caught:
        entries(write(row))
    assert caught.value.pointer == "line 3"


@pytest.mark.parametrize("key", ["N/A", "(1)", "-"])
def test_an_odd_id_is_kept_as_it_is(write: Write, key: str) -> None:
    assert [e.id for e in entries(write({"Name 6": "HERON", "Unique ID": key}))] == [key]


def test_an_empty_list_and_a_header_without_a_column_are_refused(write: Write) -> None:
    with pytest.raises(RulesError, match="empty list would clear everybody"):
        entries(write())
    with pytest.raises(RulesError, match="lacks the columns Regime Name"):
        entries(write({"Name 6": "HERON"}, header=[c for c in HEADER if c != "Regime Name"]))


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("Report Date: 08-Oct-2026\n" + ",".join(HEADER), "list"),
        ("\ufeff" + ",".join(HEADER), "list"),
        ("Last Updated,08/10/2026\nName 6,Name 1,Group Type,Alias Type,Group ID", None),
        ("<Designations>", None),
        ("", None),
    ],
)
def test_a_file_is_told_by_its_header(head: str, role: str | None) -> None:
    assert sl_csv.sniff(head.encode(), "x.csv") == role
    assert sl_csv.family(head.encode(), "x.csv") == "uk-sl"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | st.text(alphabet='aR1,"\r\n|', max_size=200).map(str.encode))
def test_any_bytes_below_the_header_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes((",".join(HEADER) + "\n").encode() + content)
    sl_csv.sniff(content, path.name)
    try:
        assert entries({"list": path})
    except RulesError:
        return
