"""The EU's Financial Sanctions Files as CSV: many rows an entity, and the same entries as from the XML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from sarcheck.errors import RulesError
from sarcheck.lists.eu import fsf_csv, fsf_xml
from sarcheck.model import Entry

CODES = {"TN": "TN", "RU": "RU", "KP": "KP"}
COLUMNS = (
    "fileGenerationDate Entity_LogicalId Entity_EU_ReferenceNumber Entity_UnitedNationId Entity_DesignationDate"
    " Entity_DesignationDetails Entity_Remark Entity_SubjectType Entity_SubjectType_ClassificationCode"
    " Entity_Regulation_Type Entity_Regulation_PublicationDate Entity_Regulation_NumberTitle"
    " Entity_Regulation_Programme NameAlias_LastName NameAlias_FirstName NameAlias_WholeName NameAlias_NameLanguage"
    " NameAlias_Gender NameAlias_Title NameAlias_Function NameAlias_LogicalId NameAlias_RegulationLanguage"
    " NameAlias_Remark NameAlias_Regulation_PublicationDate NameAlias_Regulation_NumberTitle Address_City"
    " Address_Street Address_ZipCode Address_AsAtListingTime Address_CountryIso2Code Address_CountryDescription"
    " Address_Remark BirthDate_BirthDate BirthDate_Day BirthDate_Month BirthDate_Year BirthDate_YearRangeFrom"
    " BirthDate_YearRangeTo BirthDate_Circa BirthDate_CalendarType BirthDate_City Identification_Number"
    " Identification_KnownFalse Identification_LatinNumber Identification_TypeCode Identification_CountryIso2Code"
    " Citizenship_CountryIso2Code Citizenship_CountryDescription"
).split(" ")
"""The columns that matter, in the publisher's order; the full header has 117."""

OWN = {
    "fileGenerationDate": "05/08/2026",
    "Entity_LogicalId": "7",
    "Entity_EU_ReferenceNumber": "EU.1.2",
    "Entity_SubjectType": "P",
    "Entity_SubjectType_ClassificationCode": "person",
    "Entity_Regulation_PublicationDate": "2017-08-31",
    "Entity_Regulation_NumberTitle": "2017/1509 (OJ L224)",
    "Entity_Regulation_Programme": "HERON",
    "Entity_Remark": "First seen in 2006.",
}
ANN = {"NameAlias_WholeName": "Ann Heron", "NameAlias_RegulationLanguage": "en", "NameAlias_LogicalId": "70"}


def line(columns: list[str] = COLUMNS, **cells: str) -> str:
    row = OWN | cells
    return ";".join(f'"{row[c]}"' if ";" in row.get(c, "") else row.get(c, "") for c in columns)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., dict[str, Path]]:
    """Return a function that writes rows under the header, with the byte order mark."""

    def make(*rows: str, columns: list[str] = COLUMNS) -> dict[str, Path]:
        path = tmp_path / "export.csv"
        path.write_text("\ufeff" + "\r\n".join([";".join(columns), *rows]) + "\r\n", encoding="utf-8", newline="")
        return {"list": path}

    return make


def entries(files: dict[str, Path]) -> list[Entry]:
    return list(fsf_csv.read(files, "eu-fsf", CODES.get))


ROWS = (
    line(**ANN, NameAlias_Gender="F", NameAlias_Function="Chair; of Egret"),
    line(NameAlias_WholeName="Анна", NameAlias_NameLanguage="RU", NameAlias_Regulation_PublicationDate="2005-11-30"),
    line(NameAlias_WholeName="Grey", NameAlias_Remark="Low quality alias"),
    line(Address_Street="Dock 1", Address_City="Tunis", Address_CountryIso2Code="TN", Address_AsAtListingTime="false"),
    line(Address_Street="Dock 1", Address_City="Tunis", Address_CountryIso2Code="TN", Address_AsAtListingTime="false"),
    line(BirthDate_Year="1958", BirthDate_Circa="true", BirthDate_CalendarType="GREGORIAN"),
    line(BirthDate_YearRangeFrom="1956", BirthDate_YearRangeTo="1957", BirthDate_Circa="false"),
    line(BirthDate_Day="3", BirthDate_Month="2", BirthDate_Year="1960"),
    line(Identification_Number="L191609", Identification_TypeCode="passport", Identification_CountryIso2Code="TN"),
    line(Identification_Number="A1", Identification_TypeCode="id", Identification_KnownFalse="true"),
    line(Citizenship_CountryIso2Code="TN", Citizenship_CountryDescription="TUNISIA"),
)
SAME = """<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-08-05T01:02:03Z">
<sanctionEntity euReferenceNumber="EU.1.2" logicalId="7">
<remark>First seen in 2006.</remark>
<regulation programme="HERON" numberTitle="2017/1509 (OJ L224)" publicationDate="2017-08-31"/>
<subjectType code="person" classificationCode="P"/>
<nameAlias wholeName="Ann Heron" strong="true" gender="F" function="Chair; of Egret" regulationLanguage="en"/>
<nameAlias wholeName="Анна" strong="true" nameLanguage="RU">
<regulationSummary publicationDate="2005-11-30"/></nameAlias>
<nameAlias wholeName="Grey" strong="false"><remark>Low quality alias</remark></nameAlias>
<citizenship countryIso2Code="TN" countryDescription="TUNISIA"/>
<birthdate year="1958" circa="true" calendarType="GREGORIAN"/>
<birthdate yearRangeFrom="1956" yearRangeTo="1957" circa="false"/>
<birthdate dayOfMonth="3" monthOfYear="2" year="1960"/>
<address street="Dock 1" city="Tunis" countryIso2Code="TN" asAtListingTime="false"/>
<identification number="L191609" identificationTypeCode="passport" countryIso2Code="TN"/>
<identification number="A1" identificationTypeCode="id" knownFalse="true"/>
</sanctionEntity></export>"""


def test_both_forms_give_the_same_entry(write: Callable[..., dict[str, Path]], tmp_path: Path) -> None:
    (tmp_path / "export.xml").write_text(SAME, encoding="utf-8")
    xml = list(fsf_xml.read({"list": tmp_path / "export.xml"}, "eu-fsf", CODES.get))
    files = write(*ROWS)
    assert entries(files) == xml
    (heron,) = xml
    assert (heron.born, heron.listed) == (("1958~", "1956/1957", "1960-02-03"), dt.date(2005, 11, 30))
    assert fsf_csv.about(files, "eu-fsf") == fsf_xml.about({"list": tmp_path / "export.xml"}, "eu-fsf")


def test_a_row_may_combine_parts_and_repeats_count_once(write: Callable[..., dict[str, Path]]) -> None:
    born = {"BirthDate_Year": "1958", "Address_Street": "Dock 1"}
    rows = [line(**ANN, **born), line(**ANN | {"NameAlias_WholeName": "Anna"}, **born), line(**ANN, **born)]
    (entry,) = entries(write(*rows))
    assert [n.text for n in entry.names] == ["Ann Heron", "Anna"]
    assert (entry.born, [a.text for a in entry.addresses]) == (("1958",), ["Dock 1"])


def test_rows_of_an_entity_need_not_stand_together(write: Callable[..., dict[str, Path]]) -> None:
    other = {"Entity_LogicalId": "8", "Entity_EU_ReferenceNumber": "EU.1.2"}
    found = entries(write(line(**ANN), line(**other, NameAlias_WholeName="Egret"), line(NameAlias_WholeName="Anna")))
    assert [(e.id, [n.text for n in e.names]) for e in found] == [
        ("EU.1.2", ["Ann Heron", "Anna"]),
        ("EU.1.2/8", ["Egret"]),
    ]


@pytest.mark.parametrize(("kind", "code"), [("P", "person"), ("person", "P"), ("", "person"), ("E", "enterprise")])
def test_the_type_stands_in_either_column(write: Callable[..., dict[str, Path]], kind: str, code: str) -> None:
    stated = {"Entity_SubjectType": kind, "Entity_SubjectType_ClassificationCode": code}
    (entry,) = entries(write(line(**ANN, **stated)))
    assert entry.type == ("organization" if kind == "E" else "person")


def test_an_edition_with_strength_in_a_column(write: Callable[..., dict[str, Path]]) -> None:
    columns = [*COLUMNS, "NameAlias_Strong"]
    rows = [
        line(columns, **ANN, NameAlias_Strong="true"),
        line(columns, NameAlias_WholeName="Grey", NameAlias_Strong="false"),
    ]
    (entry,) = entries(write(*rows, columns=columns))
    assert [(n.text, n.strength) for n in entry.names] == [("Ann Heron", "strong"), ("Grey", "weak")]


@pytest.mark.parametrize(
    ("rows", "place", "message"),
    [
        ((), "", "holds no parties"),
        ((line(Address_Street="Dock 1"),), "line 2", "EU.1.2 has no name"),
        ((line(**ANN), line(**ANN, Entity_LogicalId="")), "line 3", "no Entity_LogicalId"),
        ((line(**ANN) + ";x",), "line 2", "cells"),
        ((line(**ANN)[:60],), "line 2", "cells"),
        ((line(**ANN).replace("Ann", '"Ann'),), "line 2", "not valid CSV"),
    ],
)
def test_what_cannot_be_read_is_an_error(
    write: Callable[..., dict[str, Path]], rows: tuple[str, ...], place: str, message: str
) -> None:
    with pytest.raises(RulesError, match=message) as caught:
        entries(write(*rows))
    assert caught.value.pointer == place


def test_a_header_without_the_needed_columns_is_an_error(write: Callable[..., dict[str, Path]]) -> None:
    columns = [c for c in COLUMNS if c != "NameAlias_WholeName"]
    with pytest.raises(RulesError, match="lacks the columns NameAlias_WholeName"):
        entries(write(line(columns, **ANN), columns=columns))


def test_the_file_is_known_by_its_header(write: Callable[..., dict[str, Path]]) -> None:
    head = write(line(**ANN))["list"].read_bytes()
    assert fsf_csv.sniff(head, "any.csv") == "list"
    assert fsf_csv.sniff(head[3:], "any.csv") == "list"
    assert fsf_csv.sniff(head.replace(b";", b","), "any.csv") is None
    assert fsf_csv.sniff(SAME.encode(), "any.xml") is None
    assert fsf_csv.sniff(b"", "any.csv") is None
    assert fsf_csv.family(head, "any.csv") == "eu-fsf"
