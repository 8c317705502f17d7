"""The United Nations' list: names and aliases in one cell, dates of every kind, documents, measures, other files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarcheck.errors import RulesError
from sarcheck.lists.states import un_sc
from sarcheck.lists.states._un_aliases import names
from sarcheck.model import Address, Entry, Identifier, Name

CODES = {"Russian Federation": "RU", "Libya": "LY"}


def document(individuals: str = "", entities: str = "", root: str = '<CONSOLIDATED_LIST dateGenerated="{}">') -> str:
    opening = root.format("2026-02-27T00:00:09.554Z")
    parts = f"<INDIVIDUALS>{individuals}</INDIVIDUALS><ENTITIES>{entities}</ENTITIES>"
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{opening}{parts}</CONSOLIDATED_LIST>"


def person(inner: str, reference: str = "TSi.001") -> str:
    head = f"<DATAID>17</DATAID><REFERENCE_NUMBER>{reference}</REFERENCE_NUMBER><FIRST_NAME>ANN</FIRST_NAME>"
    return f"<INDIVIDUAL>{head}{inner}</INDIVIDUAL>"


def entity(inner: str, name: str = "HERON TRADING") -> str:
    head = f"<DATAID>18</DATAID><REFERENCE_NUMBER>TSe.002</REFERENCE_NUMBER><FIRST_NAME>{name}</FIRST_NAME>"
    return f"<ENTITY>{head}{inner}</ENTITY>"


def entries(path: Path, text: str) -> list[Entry]:
    path.write_text(text, encoding="utf-8")
    return list(un_sc.read({"list": path}, "un-sc", CODES.get))


def test_a_person_and_an_entity_come_out_whole(tmp_path: Path) -> None:
    ann = person(
        """<SECOND_NAME>MAY</SECOND_NAME><FOURTH_NAME>EGRET</FOURTH_NAME>
        <NAME_ORIGINAL_SCRIPT>Анна Егрет</NAME_ORIGINAL_SCRIPT><UN_LIST_TYPE>Libya</UN_LIST_TYPE>
        <LISTED_ON>2015-04-07-04:00</LISTED_ON><GENDER>Female</GENDER><COMMENTS1>A note.</COMMENTS1>
        <TITLE><VALUE>Dr</VALUE></TITLE><DESIGNATION><VALUE>Minister</VALUE></DESIGNATION>
        <NATIONALITY><VALUE>Libya</VALUE><VALUE>Lemuria</VALUE></NATIONALITY>
        <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Anna Egret</ALIAS_NAME></INDIVIDUAL_ALIAS>
        <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Annie</ALIAS_NAME></INDIVIDUAL_ALIAS>
        <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME>Ana Egret</ALIAS_NAME></INDIVIDUAL_ALIAS>
        <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
        <INDIVIDUAL_ADDRESS><CITY>Perm</CITY><COUNTRY>Russian Federation</COUNTRY></INDIVIDUAL_ADDRESS>
        <INDIVIDUAL_ADDRESS><COUNTRY/></INDIVIDUAL_ADDRESS>
        <INDIVIDUAL_PLACE_OF_BIRTH><CITY>Perm</CITY></INDIVIDUAL_PLACE_OF_BIRTH>"""
    )
    heron = entity(
        """<UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><LISTED_ON>2003-01-02</LISTED_ON>
        <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Old Heron</ALIAS_NAME></ENTITY_ALIAS>
        <ENTITY_ALIAS><QUALITY/><ALIAS_NAME/></ENTITY_ALIAS>
        <ENTITY_ADDRESS><STREET>Dock 1</STREET><COUNTRY>Lemuria</COUNTRY></ENTITY_ADDRESS>"""
    )
    first, second = entries(tmp_path / "un.xml", document(ann, heron))
    assert first == Entry(
        list="un-sc",
        id="TSi.001",
        type="person",
        names=(
            Name(text="ANN MAY EGRET", script="Latn"),
            Name(text="Анна Егрет", script="Cyrl"),
            Name(text="Anna Egret", kind="alias", script="Latn"),
            Name(text="Annie", kind="alias", strength="weak", script="Latn"),
            Name(text="Ana Egret", kind="alias", script="Latn"),
        ),
        addresses=(Address(text="Perm", country="RU"),),
        countries=("LY", "RU"),
        programs=("Libya",),
        measures=("asset_freeze", "travel_ban"),
        listed=dt.date(2015, 4, 7),
        gender="female",
        remarks="Nationality: Lemuria; Title: Dr; Designation: Minister; Place of birth: Perm; A note.",
    )
    assert [(n.text, n.kind) for n in second.names] == [("HERON TRADING", "primary"), ("Old Heron", "former")]
    assert second.addresses == (Address(text="Dock 1, Lemuria"),)
    assert un_sc.about({"list": tmp_path / "un.xml"}, "un-sc").published == dt.date(2026, 2, 27)


@pytest.mark.parametrize(
    ("program", "person_measures", "entity_measures"),
    [
        ("Taliban", ("asset_freeze", "travel_ban", "arms_embargo"), ("asset_freeze", "arms_embargo")),
        ("Iraq", ("asset_freeze",), ("asset_freeze",)),
        ("GB", ("travel_ban",), ("travel_ban",)),
        ("A new one", ("asset_freeze", "travel_ban"), ("asset_freeze",)),
    ],
)
def test_measures_come_from_the_list_type(
    tmp_path: Path, program: str, person_measures: tuple[str, ...], entity_measures: tuple[str, ...]
) -> None:
    tag = f"<UN_LIST_TYPE>{program}</UN_LIST_TYPE>"
    found = entries(tmp_path / "un.xml", document(person(tag), entity(tag)))
    assert [e.measures for e in found] == [person_measures, entity_measures]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Ann Egret", ("Ann Egret",)),
        ("Ann Egret; Anna Egret", ("Ann Egret", "Anna Egret")),
        ("Ann Egret; Anna Egret b) A. Egret; An. Egret", ("Ann Egret", "Anna Egret", "A. Egret", "An. Egret")),
        ("حسن (Hassan A; Hassan B)", ("حسن", "Hassan A", "Hassan B")),
        ("Heron (HRN) (حسن (original script); Heron A; Heron B)", ("Heron (HRN)", "حسن", "Heron A", "Heron B")),
        ("Amir (original script: Амир)", ("Amir", "Амир")),
        ("Jin Tie (金铁)", ("Jin Tie", "金铁")),
        ("حسن (Heron Network - sub-unit name)", ("حسن", "Heron Network")),
        ("Heron Foundation (HF)", ("Heron Foundation (HF)",)),
        ("Heron (123)", ("Heron (123)",)),
        ("Ann Egret (born 1950; in Perm) the elder", ("Ann Egret (born 1950; in Perm) the elder",)),
    ],
)
def test_an_alias_cell_with_several_names_is_taken_apart(cell: str, expected: tuple[str, ...]) -> None:
    assert names(cell) == expected


def test_a_cell_of_brackets_without_end_takes_no_time() -> None:
    assert names("(" * 1_000_000) == ("(" * 1_000_000,)
    assert len(names("(a " * 660 + ";")) == 1


@settings(max_examples=50)
@given(st.text(alphabet="aB;() )b)حЖ", min_size=1, max_size=60).filter(lambda cell: any(c.isalpha() for c in cell)))
def test_no_alias_cell_with_a_letter_is_lost(cell: str) -> None:
    assert any(any(c.isalpha() for c in name) for name in names(cell))


def test_a_former_name_may_be_told_by_a_remark_and_a_name_field_may_hold_two(tmp_path: Path) -> None:
    alias = "<QUALITY>Good</QUALITY><ALIAS_NAME>Ana Egret (previously listed as)</ALIAS_NAME>"
    first, second = entries(
        tmp_path / "un.xml",
        document(person(f"<INDIVIDUAL_ALIAS>{alias}</INDIVIDUAL_ALIAS>"), entity("", "HERON (H) ; EGRET LINE")),
    )
    assert first.names[1] == Name(text="Ana Egret", kind="former", script="Latn")
    assert [(n.text, n.kind) for n in second.names] == [
        ("HERON (H) ; EGRET LINE", "primary"),
        ("HERON (H)", "alias"),
        ("EGRET LINE", "alias"),
    ]


@pytest.mark.parametrize(
    ("inner", "born"),
    [
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-02-03</DATE>", ("1971-02-03",)),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1971</YEAR>", ("1971",)),
        ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1971</YEAR>", ("1971~",)),
        ("<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1971</FROM_YEAR><TO_YEAR>1973</TO_YEAR>", ("1971/1973",)),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1973</NOTE>", ("1973-11",)),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>30-35 years old</NOTE>", ("30-35 years old",)),
        ("<TYPE_OF_DATE/>", ()),
    ],
)
def test_every_kind_of_date_of_birth(tmp_path: Path, inner: str, born: tuple[str, ...]) -> None:
    text = document(person(f"<INDIVIDUAL_DATE_OF_BIRTH>{inner}</INDIVIDUAL_DATE_OF_BIRTH>"))
    assert entries(tmp_path / "un.xml", text)[0].born == born


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>A 0139243</NUMBER>", ("passport", "A0139243", None)),
        ("<TYPE_OF_DOCUMENT>Numéro de passeport</TYPE_OF_DOCUMENT><NUMBER>A1</NUMBER>", ("passport", "A1", None)),
        (
            "<TYPE_OF_DOCUMENT2>passport</TYPE_OF_DOCUMENT2><NUMBER>Libyan passport No. 513519</NUMBER>"
            "<ISSUING_COUNTRY>Libya</ISSUING_COUNTRY>",
            ("passport", "513519", "LY"),
        ),
        (
            "<TYPE_OF_DOCUMENT>National Identification\n Number</TYPE_OF_DOCUMENT><NUMBER>38 (Expired 2016)</NUMBER>"
            "<COUNTRY_OF_ISSUE>Libya</COUNTRY_OF_ISSUE>",
            ("national_id", "38", "LY"),
        ),
        ("<TYPE_OF_DOCUMENT2>Voter card</TYPE_OF_DOCUMENT2><NUMBER>77</NUMBER>", ("document", "77", None)),
    ],
)
def test_documents_are_numbers_without_the_words_around_them(
    tmp_path: Path, inner: str, expected: tuple[str, str, str | None]
) -> None:
    text = document(person(f"<INDIVIDUAL_DOCUMENT>{inner}</INDIVIDUAL_DOCUMENT><INDIVIDUAL_DOCUMENT/>"))
    (found,) = entries(tmp_path / "un.xml", text)[0].identifiers
    assert (found.scheme, found.value, found.country) == expected


def test_numbers_in_the_comments_on_an_entity_are_its_own_but_for_ships(tmp_path: Path) -> None:
    text = entity("<COMMENTS1>SWIFT: HERNKPPY. Owns SEA HERON (IMO number 9074729).</COMMENTS1>")
    (found,) = entries(tmp_path / "un.xml", document(entities=text))
    assert all(one.scheme != "imo" for one in found.identifiers)
    vat = entity("<COMMENTS1>VAT Number: BE480224531</COMMENTS1>")
    (found,) = entries(tmp_path / "un.xml", document(entities=vat))
    assert found.identifiers == (Identifier(scheme="vat", value="BE480224531", valid=True),)


def test_ids_are_unique_and_a_missing_reference_number_is_replaced(tmp_path: Path) -> None:
    text = document(person("") + person("", reference="") + person(""))
    assert [e.id for e in entries(tmp_path / "un.xml", text)] == ["TSi.001", "17", "TSi.001#2"]


@pytest.mark.parametrize(
    ("text", "pointer", "message"),
    [
        (document("<INDIVIDUAL><DATAID>1</DATAID></INDIVIDUAL>"), "INDIVIDUAL[1]", "1 has no name"),
        (
            document(person("") + "<INDIVIDUAL><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL>"),
            "INDIVIDUAL[2]",
            "neither REFERENCE_NUMBER nor DATAID",
        ),
        (document(), "", "empty list would clear everybody"),
        (document(person(""))[:-20], "line 2", "not well-formed"),
        ('<!DOCTYPE a [<!ENTITY b "c">]>' + document()[39:], "", "document type"),
    ],
)
def test_what_is_not_such_a_list_is_an_error_that_names_the_place(
    tmp_path: Path, text: str, pointer: str, message: str
) -> None:
    with pytest.raises(RulesError, match=message) as caught:
        entries(tmp_path / "un.xml", text)
    assert caught.value.pointer == pointer


def test_a_file_is_told_by_its_root_element_in_any_printing(tmp_path: Path) -> None:
    assert un_sc.sniff(document().encode(), "x.xml") == "list"
    assert un_sc.sniff(document().replace("><", ">\n\t<").replace("'", '"').encode(), "x.xml") == "list"
    assert un_sc.sniff(b"<Designations/>", "consolidated.xml") is None
    assert un_sc.family(b"", "x.xml") == "un-sc"
    undated = document(person(""), root="<CONSOLIDATED_LIST>")
    entries(tmp_path / "un.xml", undated)
    assert un_sc.about({"list": tmp_path / "un.xml"}, "un-sc").published is None
