"""Canada's list: keys made of three fields, aliases parted in three ways, dates, ships, and other files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarcheck.errors import RulesError
from sarcheck.lists.states import ca_sema
from sarcheck.lists.states._ca_aliases import aliases
from sarcheck.model import Entry, Identifier, Name


def record(**fields: str) -> str:
    usual = {"Country": "Russia / Russie", "Schedule": "1, Part 2", "Item": "7", "DateOfListing": "2023-04-05"}
    cells = "".join(f"<{tag}>{text}</{tag}>" for tag, text in (usual | fields).items())
    return f"<record>{cells}</record>"


def entries(path: Path, *records: str) -> list[Entry]:
    path.write_text(f'<?xml version="1.0"?>\n<data-set>{"".join(records)}</data-set>', encoding="utf-8")
    return list(ca_sema.read({"list": path}, "ca-sema", {"Russia": "RU"}.get))


def test_a_record_is_known_by_country_schedule_and_item(tmp_path: Path) -> None:
    heron = record(EntityOrShip="Heron\nTech JSC", Aliases="Акционерное общество «ЦАПЛЯ»; Heron", Schedule="1,Part 2")
    ann = record(LastName="EGRET\u00a0", GivenName=" Ann May", Item="8", DateOfBirthOrShipBuildDate="1961-06-01")
    twice = record(EntityOrShip="Ibis", Item="8")
    bare = "<record><Country>Haiti / Haïti</Country><LastName>Stork</LastName><Item>1</Item></record>"
    first, second, third, fourth = entries(tmp_path / "ca.xml", heron, ann, twice, bare)
    assert first == Entry(
        list="ca-sema",
        id="Russia|1, Part 2|7",
        type="organization",
        names=(
            Name(text="Heron Tech JSC", script="Latn"),
            Name(text="Акционерное общество «ЦАПЛЯ»", kind="alias", script="Cyrl"),
            Name(text="Heron", kind="alias", script="Latn"),
        ),
        programs=("Russia",),
        measures=("asset_freeze",),
        listed=dt.date(2023, 4, 5),
    )
    assert (second.type, second.names[0].text, second.born) == ("person", "Ann May EGRET", ("1961-06-01",))
    assert [e.id for e in (second, third, fourth)] == ["Russia|1, Part 2|8", "Russia|1, Part 2|8#2", "Haiti||1"]
    assert fourth.listed is None


def test_a_ship_has_its_number_kind_and_year(tmp_path: Path) -> None:
    ship = record(EntityOrShip="Sea Heron", TitleOrShip="Oil Tanker", ShipIMONumber="9074729", Schedule="1.1")
    (found,) = entries(
        tmp_path / "ca.xml",
        ship.replace("</record>", "<DateOfBirthOrShipBuildDate>1980</DateOfBirthOrShipBuildDate></record>"),
    )
    assert found.identifiers == (Identifier(scheme="imo", value="9074729", valid=True),)
    assert (found.type, found.born, found.remarks) == ("vessel", ("1980",), "Oil Tanker")


def test_fields_are_known_by_their_names_of_other_years(tmp_path: Path) -> None:
    newer = (
        "<record><Country-Pays>Haiti / Haïti</Country-Pays>"
        "<EntityOrShip-EntiteOuNavire>Heron</EntityOrShip-EntiteOuNavire>"
        "<TitleOrShipType-TitreOuTypeDeNavire>Oil Tanker | Pétrolier</TitleOrShipType-TitreOuTypeDeNavire>"
        "<ShipIMONumber-NumeroOMIDuNavire>Sea Heron</ShipIMONumber-NumeroOMIDuNavire>"
        "<Schedule-Annexe>1</Schedule-Annexe>"
        "<Item-NumeroDarticle>4</Item-NumeroDarticle><Aliases-Alias>Ibis; Stork</Aliases-Alias>"
        "<DateOfListing-DateDinscription>2026-01-02</DateOfListing-DateDinscription></record>"
    )
    older = "<record><Country>Haiti</Country><Entity>Egret</Entity>"
    older += "<DateOfBirth>1970</DateOfBirth><Title>Dr</Title></record>"
    first, second = entries(tmp_path / "ca.xml", newer, older)
    assert ca_sema.sniff(f"<data-set>{newer}</data-set>".encode(), "x.xml") == "list"
    assert (first.id, first.type, first.listed, len(first.names)) == ("Haiti|1|4", "vessel", dt.date(2026, 1, 2), 3)
    assert (first.identifiers, first.remarks) == ((), "Oil Tanker | Pétrolier; ShipIMONumber: Sea Heron")
    assert (second.id, second.type, second.born, second.remarks) == ("Haiti||", "organization", ("1970",), "Dr")


def test_a_name_in_two_languages_is_kept_whole_and_taken_apart(tmp_path: Path) -> None:
    whole = record(EntityOrShip="Heron Space Agency/Agence spatiale Héron")
    cipher = record(EntityOrShip="Plant No. 9/10")
    first, second = entries(tmp_path / "ca.xml", whole, cipher)
    assert [(n.text, n.kind) for n in first.names] == [
        ("Heron Space Agency/Agence spatiale Héron", "primary"),
        ("Heron Space Agency", "alias"),
        ("Agence spatiale Héron", "alias"),
    ]
    assert len(second.names) == 1


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("1972", ("1972",)),
        (" 1953-10-27", ("1953-10-27",)),
        ("1963-1964", ("1963/1964",)),
        ("1963 or 1964", ("1963", "1964")),
        ("1965-07-15 OR 1969-09-28", ("1965-07-15", "1969-09-28")),
        ("22433", ("1961-06-01",)),
        ("born in the early 1970s", ("born in the early 1970s",)),
    ],
)
def test_every_kind_of_date_of_birth(tmp_path: Path, text: str, born: tuple[str, ...]) -> None:
    found = entries(tmp_path / "ca.xml", record(LastName="EGRET", DateOfBirthOrShipBuildDate=text))
    assert found[0].born == born


@pytest.mark.parametrize(
    ("cell", "person", "expected"),
    [
        ("Heron; Цапля", False, ("Heron", "Цапля")),
        ("Heron Co., Ltd; Цапля, ООО", False, ("Heron Co., Ltd", "Цапля, ООО")),
        ("АО, Цапля", False, ("АО, Цапля",)),
        ("Ministry of culture, sport and tourism", False, ("Ministry of culture, sport and tourism",)),
        ("Heron (Perm, Minsk)", False, ("Heron (Perm, Minsk)",)),
        ("HRN, Heron One, Heron Two", False, ("HRN", "Heron One", "Heron Two")),
        ("Heron One, Heron Two", False, ("Heron One", "Heron Two", "~Heron One, Heron Two")),
        ("Heron or HRN", False, ("Heron", "HRN", "~Heron or HRN")),
        ("Heron, АО or АО Heron One", False, ("Heron, АО", "АО Heron One", "~Heron, АО or АО Heron One")),
        ("АО or АО Heron", False, ("АО or АО Heron",)),
        ("EGRET, Ann May", True, ("EGRET, Ann May",)),
        ("Ann Egret, III", True, ("Ann Egret, III",)),
        ("Ann, Anna", True, ("~Ann", "~Anna", "~Ann, Anna")),
        ("Ann Egret, Anna Egret, Annie", True, ("Ann Egret", "Anna Egret", "~Annie")),
        ("Ann or Anna Egret", True, ("Ann or Anna Egret",)),
        (
            "Ann Egret, Belarusian: Ганна Эгрэт, Russian\u00a0: Анна Егрет",
            True,
            ("Ann Egret", "Ганна Эгрэт", "Анна Егрет"),
        ),
        ("Heron One \nArabic: مالك", False, ("Heron One", "مالك")),
        ("Heron;, Egret;", False, ("Heron", "Egret")),
        ("", False, ()),
    ],
)
def test_aliases_are_parted_where_it_is_safe(cell: str, person: bool, expected: tuple[str, ...]) -> None:
    found, _ = aliases(cell, person=person)
    assert tuple(("~" if name.strength == "weak" else "") + name.text for name in found) == expected


@settings(max_examples=50)
@given(st.text(alphabet="aBЖ;, ()\n or", max_size=60), st.booleans())
def test_no_letter_of_a_cell_is_lost(cell: str, person: bool) -> None:
    found, _ = aliases(cell, person=person)
    kept = "".join(name.text for name in found)
    assert {c for c in cell if c.isalpha()} - set("or") <= set(kept)


def test_a_cell_that_a_comma_parted_is_kept_as_it_is(tmp_path: Path) -> None:
    parted = record(EntityOrShip="Heron", Aliases="HRN, Heron One, Heron Two")
    whole = record(EntityOrShip="Heron", Aliases="HRN; Heron One", Item="8")
    first, second = entries(tmp_path / "ca.xml", parted, whole)
    assert (first.remarks, second.remarks) == ("Aliases: HRN, Heron One, Heron Two", "")


@pytest.mark.parametrize(
    ("text", "pointer", "message"),
    [
        (record(), "record[1]", "has no name"),
        (record(EntityOrShip="Heron", Country=""), "record[1]", "has no Country"),
        ("", "", "empty list would clear everybody"),
        ("<record>", "line 2", "not well-formed"),
    ],
)
def test_what_is_not_such_a_list_is_an_error_that_names_the_place(
    tmp_path: Path, text: str, pointer: str, message: str
) -> None:
    with pytest.raises(RulesError, match=message) as caught:
        entries(tmp_path / "ca.xml", text)
    assert caught.value.pointer == pointer


def test_a_file_is_told_by_its_root_element_and_fields() -> None:
    assert ca_sema.sniff(f"<data-set>{record()}</data-set>".encode(), "x.xml") == "list"
    assert ca_sema.sniff(b"<data-set><record><Name>A</Name></record></data-set>", "sema-lmes.xml") is None
    assert ca_sema.sniff(b"<records><DateOfListing></records>", "x.xml") is None
    assert ca_sema.family(b"", "x.xml") == "ca-sema"
    assert ca_sema.about({}, "ca-sema").published is None
