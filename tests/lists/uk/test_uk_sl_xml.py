"""The UK Sanctions List as XML: the same entries as its csv gives, and files that are something else."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from sarcheck.errors import RulesError
from sarcheck.lists.uk import sl_csv, sl_xml
from sarcheck.model import Entry

CODES = {"Russia": "RU", "China": "CN", "Gabon": "GA", "Iran": "IR"}

PARTIES = """<?xml version="1.0" encoding="utf-8"?>
<Designations xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <DateGenerated>02/09/2026</DateGenerated>
  <Designation>
    <UniqueID>TST0001</UniqueID><OFSIGroupID>17</OFSIGroupID><UNReferenceNumber>TSe.001</UNReferenceNumber>
    <DateDesignated>24/02/2026</DateDesignated>
    <Names>
      <Name><Name6>HERON CO., LTD.</Name6><NameType>Primary Name</NameType></Name>
      <Name><Name6>Heron</Name6><NameType>Alias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name>
    </Names>
    <NonLatinNames><NonLatinName><NameNonLatinScript>苍鹭</NameNonLatinScript>
      <NonLatinScriptType>Chinese Simplified</NonLatinScriptType></NonLatinName></NonLatinNames>
    <RegimeName>The Test Regulations</RegimeName><IndividualEntityShip>Entity</IndividualEntityShip>
    <SanctionsImposed>Asset freeze|Trust Services Sanctions</SanctionsImposed>
    <OtherInformation>A maker of
      antennas.</OtherInformation>
    <Addresses><Address><AddressLine1>Dock 1</AddressLine1><AddressCountry>China</AddressCountry></Address></Addresses>
    <EntityDetails><Entity>
      <TypeOfEntities><TypeOfEntity>Company</TypeOfEntity></TypeOfEntities>
      <BusinessRegistrationNumbers>
        <BusinessRegistrationNumber>USCC: 91350100M000100Y43</BusinessRegistrationNumber>
      </BusinessRegistrationNumbers>
      <ParentCompanies><ParentCompany>Egret Group</ParentCompany></ParentCompanies>
      <Subsidiaries><Subsidiary>Ibis LLC</Subsidiary></Subsidiaries>
    </Entity></EntityDetails>
  </Designation>
  <Designation>
    <UniqueID>TST0002</UniqueID><OFSIGroupID/><DateDesignated>25/02/2026</DateDesignated>
    <Names><Name><Name1>Ann</Name1><Name6>EGRET</Name6><NameType>Primary Name</NameType></Name></Names>
    <Titles><Title>Dr</Title></Titles>
    <RegimeName>The Test Regulations</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip>
    <SanctionsImposed>Travel Ban</SanctionsImposed>
    <IndividualDetails><Individual>
      <DOBs><DOB>dd/mm/1945</DOB></DOBs><Genders><Gender>Female</Gender></Genders>
      <Nationalities><Nationality>Russia</Nationality></Nationalities>
      <BirthDetails><Location><TownOfBirth>Perm</TownOfBirth><CountryOfBirth>Russia</CountryOfBirth></Location></BirthDetails>
      <PassportDetails><Passport><PassportNumber>A 0001234</PassportNumber>
        <PassportAdditionalInformation>Iran</PassportAdditionalInformation></Passport></PassportDetails>
    </Individual></IndividualDetails>
  </Designation>
  <Designation>
    <UniqueID>TST0003</UniqueID><DateDesignated>26/02/2026</DateDesignated>
    <Names><Name><Name6>SEA HERON</Name6><NameType>Primary Name</NameType></Name></Names>
    <RegimeName>The Test Regulations</RegimeName><IndividualEntityShip>Ship</IndividualEntityShip>
    <SanctionsImposed>Prohibition of port entry</SanctionsImposed>
    <ShipDetails><Ship>
      <IMONumbers><IMONumber>IMO9074729</IMONumber></IMONumbers>
      <CurrentOwnerOperators><CurrentOwnerOperator>Heron Line</CurrentOwnerOperator></CurrentOwnerOperators>
      <CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>Gabon</CurrentBelievedFlagOfShip></CurrentBelievedFlagOfShips>
      <PreviousFlags><PreviousFlag>Russia</PreviousFlag></PreviousFlags>
      <YearsBuilt><YearBuilt>2019</YearBuilt></YearsBuilt>
    </Ship></ShipDetails>
  </Designation>
</Designations>
"""
ROWS = [
    {
        "Unique ID": "TST0001",
        "OFSI Group ID": "17",
        "UN Reference Number": "TSe.001",
        "Date Designated": "24/02/2026",
        "Name 6": name,
        "Name type": kind,
        "Alias strength": strength,
        "Name non-latin script": "苍鹭",
        "Non-latin script type": "Chinese Simplified",
        "Regime Name": "The Test Regulations",
        "Designation Type": "Entity",
        "Sanctions Imposed": "Asset freeze|Trust Services Sanctions",
        "Other Information": "A maker of\nantennas.",
        "Address Line 1": "Dock 1",
        "Address Country": "China",
        "Type of entity": "Company",
        "Business registration number (s)": "USCC: 91350100M000100Y43",
        "Parent company": "Egret Group",
        "Subsidiaries": "Ibis LLC",
    }
    for name, kind, strength in (("HERON CO., LTD.", "Primary Name", ""), ("Heron", "Alias", "Low quality a.k.a"))
]
ROWS += [
    {
        "Unique ID": "TST0002",
        "Date Designated": "25/02/2026",
        "Name 6": "EGRET",
        "Name 1": "Ann",
        "Name type": "Primary Name",
        "Title": "Dr",
        "Regime Name": "The Test Regulations",
        "Designation Type": "Individual",
        "Sanctions Imposed": "Travel Ban",
        "D.O.B": "dd/mm/1945",
        "Gender": "Female",
        "Nationality(/ies)": "Russia",
        "Town of birth": "Perm",
        "Country of birth": "Russia",
        "Passport number": "A 0001234",
        "Passport additional information": "Iran",
    },
    {
        "Unique ID": "TST0003",
        "Date Designated": "26/02/2026",
        "Name 6": "SEA HERON",
        "Name type": "Primary Name",
        "Regime Name": "The Test Regulations",
        "Designation Type": "Ship",
        "Sanctions Imposed": "Prohibition of port entry",
        "IMO number": "IMO9074729",
        "Current owner/operator (s)": "Heron Line",
        "Current believed flag of ship": "Gabon",
        "Previous flags": "Russia",
        "Year Built": "2019",
    },
]


def entries(path: Path, text: str) -> list[Entry]:
    path.write_text(text, encoding="utf-8")
    return list(sl_xml.read({"list": path}, "uk-sl", CODES.get))


def designation(inner: str) -> str:
    return f"<Designations><Designation>{inner}</Designation></Designations>"


def test_the_xml_and_the_csv_give_the_same_entries(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    with table.open("w", newline="", encoding="utf-8") as stream:
        stream.write("Report Date: 02-Sep-2026\n")
        writer = csv.DictWriter(stream, list(dict.fromkeys(column for row in ROWS for column in row)))
        writer.writeheader()
        writer.writerows(ROWS)
    found = entries(tmp_path / "list.xml", PARTIES)
    assert found == list(sl_csv.read({"list": table}, "uk-sl", CODES.get))
    assert [(e.id, e.type, len(e.identifiers), len(e.links)) for e in found] == [
        ("TST0001", "company", 1, 2),
        ("TST0002", "person", 1, 0),
        ("TST0003", "vessel", 1, 1),
    ]
    assert found[0].measures == ("asset_freeze", "services")
    assert found[0].names[-1].script == "Hans"


def test_the_day_is_the_one_on_which_the_file_was_generated(tmp_path: Path) -> None:
    entries(tmp_path / "list.xml", PARTIES)
    assert sl_xml.about({"list": tmp_path / "list.xml"}, "uk-sl").published == dt.date(2026, 9, 2)
    undated = designation("<UniqueID>T1</UniqueID><Names><Name><Name6>HERON</Name6></Name></Names>")
    (found,) = entries(tmp_path / "list.xml", undated)
    assert sl_xml.about({"list": tmp_path / "list.xml"}, "uk-sl").published is None
    assert (found.measures, found.type) == (("restriction",), "unknown")


def test_indicators_tell_what_was_imposed_where_the_text_is_missing(tmp_path: Path) -> None:
    inner = (
        "<UniqueID>T1</UniqueID><Names><Name><Name6>HERON</Name6></Name></Names><SanctionsImposedIndicators>"
        "<AssetFreeze>true</AssetFreeze><TravelBan>false</TravelBan><Deflag>true</Deflag></SanctionsImposedIndicators>"
    )
    assert entries(tmp_path / "list.xml", designation(inner))[0].measures == ("asset_freeze", "transport")


def test_a_second_designation_under_one_id_stands_beside_the_first(tmp_path: Path) -> None:
    one = "<Designation><UniqueID>T1</UniqueID><Names><Name><Name6>{}</Name6></Name></Names></Designation>"
    found = entries(tmp_path / "x.xml", f"<Designations>{one.format('HERON')}{one.format('EGRET')}</Designations>")
    assert [(e.id, e.names[0].text) for e in found] == [("T1", "HERON"), ("T1#2", "EGRET")]


@pytest.mark.parametrize(
    ("text", "pointer", "message"),
    [
        (designation("<Names><Name><Name6>H</Name6></Name></Names>"), "Designation[1]/UniqueID", "is missing"),
        (designation("<UniqueID>T1</UniqueID>"), "Designation[1]/Names", "T1 has no name"),
        ("<Designations/>", "", "empty list would clear everybody"),
        ("<Designations><Designation>", "line 1", "not well-formed"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><Designations/>', "", "document type"),
    ],
)
def test_what_is_not_such_a_list_is_an_error_that_names_the_place(
    tmp_path: Path, text: str, pointer: str, message: str
) -> None:
    with pytest.raises(RulesError, match=message) as caught:
        entries(tmp_path / "list.xml", text)
    assert caught.value.pointer == pointer


def test_a_file_is_told_by_its_root_element() -> None:
    assert sl_xml.sniff(PARTIES.encode(), "x.xml") == "list"
    assert sl_xml.sniff(b"<sdnList/>", "uk.xml") is None
    assert sl_xml.sniff(b"Report Date", "uk.xml") is None
    assert sl_xml.family(b"", "x.xml") == "uk-sl"
