"""The Consolidated Screening List: two forms, a list for each source, merged numbers, damaged and nested names."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import RulesError
from sarcheck.lists.us import csl
from sarcheck.lists.us._csl_sources import carried
from sarcheck.model import Address, Entry, Link, Name

CODES = {"Russia": "RU", "RU": "RU", "CN": "CN", "Panama": "PA", "LU": "LU", "FR": "FR", "HK": "HK"}
HEADER = (
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,"
    "standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,"
    "vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,"
    "places_of_birth,source_information_url,ids"
)
EL = "Entity List (EL) - Bureau of Industry and Security"
DPL = "Denied Persons List (DPL) - Bureau of Industry and Security"
ISN = "Nonproliferation Sanctions (ISN) - State Department"
SDN = "Specially Designated Nationals (SDN) - Treasury Department"
SSI = "Sectoral Sanctions Identifications List (SSI) - Treasury Department"
CAP = "Capta List (CAP) - Treasury Department"
CMIC = "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC) - Treasury Department"

Row = dict[str, str]


def row(source: str = EL, name: str = "Heron Space Co., Ltd.", key: str = "a1", **cells: str) -> Row:
    return {"_id": key, "source": source, "name": name, **cells}


def as_csv(path: Path, *rows: Row, header: str = HEADER) -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, header.split(","))
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def as_json(path: Path, *rows: dict[str, Any], **envelope: object) -> Path:
    path.write_text(json.dumps({**envelope, "results": rows}), encoding="utf-8")
    return path


def entries(path: Path) -> list[Entry]:
    return list(csl.read({"list": path}, "us-csl", CODES.get))


@pytest.fixture
def one(tmp_path: Path) -> Callable[..., Entry]:
    """Return a function that reads a file of one row."""

    def make(**cells: str) -> Entry:
        (entry,) = entries(as_csv(tmp_path / "consolidated.csv", row(**cells)))
        return entry

    return make


def texts(entry: Entry, kind: str | None = None) -> list[str]:
    return [name.text for name in entry.names if kind in (None, name.kind)]


# --- the two forms ------------------------------------------------------------------------------


def test_a_row_of_the_entity_list_keeps_its_terms(one: Callable[..., Entry]) -> None:
    entry = one(
        addresses="1 Dock Street, Beijing, 100081, CN; 9, Quai du Port, Esch, LU",
        federal_register_notice="88 FR 1",
        start_date="2023-02-27",
        license_requirement="For all items subject to the EAR.  (See §744.11 of the EAR)",
        license_policy="Policy of denial. ",
        alt_names="Heron; and Grey Heron Institute",
    )
    assert entry == Entry(
        list="us-el",
        id="a1",
        type="unknown",
        names=(
            Name(text="Heron Space Co., Ltd."),
            Name(text="Heron", kind="alias"),
            Name(text="Grey Heron Institute", kind="alias"),
        ),
        addresses=(
            Address(text="1 Dock Street, Beijing, 100081", country="CN"),
            Address(text="9, Quai du Port, Esch", country="LU"),
        ),
        countries=("CN", "LU"),
        measures=("export_control",),
        citation="88 FR 1",
        listed=dt.date(2023, 2, 27),
        license_requirement="For all items subject to the EAR. (See §744.11 of the EAR)",
        license_policy="Policy of denial.",
    )


def test_json_and_csv_of_one_row_are_one_entry(tmp_path: Path) -> None:
    plain = row(
        SDN,
        "EGRET, Ann",
        "77",
        entity_number="77",
        type="Individual",
        programs="TCO; CAR",
        title="Director",
        addresses="Dock 1, Moscow, RU; FR",
        alt_names="EGRET, Anna; IBIS, Ann",
        dates_of_birth="1961-06-01; circa 1962; 1963 to 1964",
        nationalities="RU",
        places_of_birth="Kazan, Russia",
        remarks="(Linked To: HERON LTDA.)",
        ids="Female, Gender; RU, 2030-01-02, 2020-01-02, 51 234567, Passport; Subject to X, Information:",
    )
    days = {"issue_date": "2020-01-02", "expiration_date": "2030-01-02"}
    listed = {
        **{key: plain[key] for key in ("source", "name", "type", "title", "remarks")},
        "id": "77",
        "entity_number": 77,
        "programs": ["TCO", "CAR"],
        "addresses": [
            {"address": "Dock 1", "city": "Moscow", "state": None, "postal_code": None, "country": "RU"},
            {"address": None, "city": None, "state": None, "postal_code": None, "country": "FR"},
        ],
        "alt_names": ["EGRET, Anna", "IBIS, Ann"],
        "dates_of_birth": ["1961-06-01", "circa 1962", "1963 to 1964"],
        "nationalities": ["RU"],
        "places_of_birth": ["Kazan, Russia"],
        "citizenships": [],
        "end_date": None,
        "ids": [
            {"type": "Gender", "number": "Female", "country": None, "issue_date": None, "expiration_date": None},
            {"type": "Passport", "number": "51 234567", "country": "RU", **days},
            {"type": "Information:", "number": "Subject to X", "country": None},
        ],
    }
    (of_csv,) = entries(as_csv(tmp_path / "consolidated.csv", plain))
    (of_json,) = entries(as_json(tmp_path / "consolidated.json", listed))
    assert of_json == of_csv
    assert (of_csv.type, of_csv.gender, of_csv.programs) == ("person", "female", ("TCO", "CAR"))
    assert of_csv.born == ("1961-06-01", "1962~", "1963/1964")
    assert [(i.scheme, i.value, i.country) for i in of_csv.identifiers] == [("passport", "51234567", "RU")]
    assert of_csv.links == (Link(target="HERON LTDA.", type="linked_to"),)
    assert of_csv.countries == ("RU", "FR")
    assert "Passport 51 234567 issued 2020-01-02 expires 2030-01-02" in of_csv.remarks
    assert "Director" in of_csv.remarks and "POB Kazan, Russia" in of_csv.remarks and "Subject to X" in of_csv.remarks


def test_older_json_names_a_source_by_code(tmp_path: Path) -> None:
    older = {
        "id": "h1",
        "source": {"code": "MEU", "full_name": "Military End User (MEU) List - Bureau of Industry and Security"},
        "name": "Heron",
        "alt_names": "Grey Heron; White Heron",
        "addresses": ["Dock 1, Beijing, CN"],
    }
    short = {**older, "id": "h2", "source": {"code": "UVL", "full_name": "A name of tomorrow"}}
    first, second = entries(as_json(tmp_path / "consolidated.json", older, short))
    assert (first.list, first.measures, texts(first)) == (
        "us-meu",
        ("military_end_user",),
        ["Heron", "Grey Heron", "White Heron"],
    )
    assert first.addresses == (Address(text="Dock 1, Beijing", country="CN"),)
    assert second.list == "us-uvl"


def test_packed_files_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    plain = as_json(tmp_path / "consolidated.json", {"id": "1", "source": EL, "name": "Heron"})
    packed = tmp_path / "consolidated.json.gz"
    packed.write_bytes(gzip.compress(b"\xef\xbb\xbf" + plain.read_bytes()))
    assert entries(packed) == entries(plain)


def test_a_page_of_an_answer_says_what_it_lacks(tmp_path: Path) -> None:
    page = as_json(tmp_path / "page.json", {"id": "1", "source": EL, "name": "Heron"}, total=25)
    assert csl.about({"list": page}, "us-csl").gaps == "24 rows of the stated total"
    whole = as_csv(tmp_path / "consolidated.csv", row())
    assert csl.about({"list": whole}, "us-csl").gaps is None


@pytest.mark.parametrize(
    ("head", "role"),
    [
        (HEADER.encode(), "list"),
        (HEADER.replace("_id", "id").encode() + b"\r\n1,2", "list"),
        (b'\xef\xbb\xbf{"results":[{"id":"1","alt_names":[],"source":"x"', "list"),
        (b'{"id": "1", "schema": "Company", "properties": {}}', None),
        (b"id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions", None),
        (b"", None),
        (b"<html>", None),
    ],
)
def test_the_file_is_told_by_its_content(head: bytes, role: str | None) -> None:
    assert csl.sniff(head, "download") == role
    assert csl.family(head, "download") == "us-csl"


# --- which list ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "on", "measure"),
    [
        (EL, "us-el", "export_control"),
        ("Military End User (MEU) List - Bureau of Industry and Security", "us-meu", "military_end_user"),
        ("Unverified List (UVL) - Bureau of Industry and Security", "us-uvl", "unverified"),
        (DPL, "us-dpl", "denied_persons"),
        (ISN, "us-isn", "nonproliferation"),
        ("Nonproliferation Sanctions (ACN) - State Department", "us-isn", "nonproliferation"),
        ("ITAR Debarred (DTC) - State Department", "us-dtc", "debarment"),
        (SDN, "us-sdn", "asset_freeze"),
        (SSI, "us-cons", "sectoral"),
        (CMIC, "us-cons", "securities"),
        (CAP, "us-cons", "correspondent_account"),
        ("Foreign Sanctions Evaders (FSE) - Treasury Department", "us-cons", "restriction"),
        ("Palestinian Legislative Council List (PLC) - Treasury Department", "us-cons", "restriction"),
        ("Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department", "us-cons", "restriction"),
        ("The menu of tomorrow (NS-MBS List) - Treasury Department", "us-cons", "restriction"),
        ("The menu of tomorrow (NS-CMIC)", "us-cons", "securities"),
        ("Entity List", "us-el", "export_control"),
        ("EL", "us-el", "export_control"),
        ("Denied Persons List - BIS", "us-dpl", "denied_persons"),
        ("Non-SDN Iranian Sanctions Act List", "us-cons", "restriction"),
        ("Specially Designated Nationals", "us-sdn", "asset_freeze"),
        ("A list of tomorrow (NEW) - Department", "us-csl", "restriction"),
    ],
)
def test_the_source_tells_the_list(source: str, on: str, measure: str) -> None:
    assert carried(source) == (on, measure)


def test_a_row_of_an_unknown_source_is_kept_and_says_it(one: Callable[..., Entry]) -> None:
    entry = one(source="A list of tomorrow (NEW) - Department")
    assert (entry.list, entry.measures) == ("us-csl", ("restriction",))
    assert "A list of tomorrow (NEW)" in entry.remarks


def test_one_number_on_several_parts_of_the_consolidated_list_is_one_entry(tmp_path: Path) -> None:
    common = {"entity_number": "18", "type": "Entity"}
    ssi = row(SSI, "HERON BANK", "18", **common, programs="UKRAINE-EO13662", alt_names="HERON", addresses="RU")
    cap = row(
        CAP, "HERON BANK", "18", **common, programs="RUSSIA-EO14024", alt_names="GREY HERON", addresses="Dock 1, Panama"
    )
    sdn = row(SDN, "HERON BANK", "18", **common, programs="RUSSIA-EO14024")
    days = {"ids": "24 Feb 2022, Listing Date (EO 14024 Directive 2):; RU, 7707083893, Tax ID No."}
    other = row(SSI, "EGRET", "19", entity_number="19", type="Entity")
    path = as_csv(tmp_path / "consolidated.csv", ssi, sdn, other, {**cap, **days})
    found = entries(path)
    assert [(entry.list, entry.id) for entry in found] == [("us-sdn", "18"), ("us-cons", "19"), ("us-cons", "18")]
    merged = found[-1]
    assert merged.measures == ("sectoral", "correspondent_account")
    assert merged.programs == ("UKRAINE-EO13662", "RUSSIA-EO14024")
    assert [(name.text, name.kind) for name in merged.names] == [
        ("HERON BANK", "primary"),
        ("HERON", "alias"),
        ("GREY HERON", "alias"),
    ]
    assert merged.addresses == (Address(country="RU"), Address(text="Dock 1", country="PA"))
    assert merged.listed == dt.date(2022, 2, 24)
    assert [(i.scheme, i.value) for i in merged.identifiers] == [("inn", "7707083893")]
    assert SSI in merged.remarks and CAP in merged.remarks


def test_a_party_with_a_row_for_each_notice_has_distinct_ids(tmp_path: Path) -> None:
    first = row(ISN, "Heron", "", federal_register_notice="Vol. 1", start_date="2001-01-01")
    second = {**first, "federal_register_notice": "Vol. 2"}
    third = {**first, "addresses": "Dock 1, RU"}
    found = entries(as_csv(tmp_path / "consolidated.csv", first, second, third))
    assert len({entry.id for entry in found}) == 3
    again = entries(as_csv(tmp_path / "consolidated.csv", third, second, first))
    assert {entry.id for entry in again} == {entry.id for entry in found}


# --- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("3rd Academy?s 159 Factory", ["3rd Academy?s 159 Factory", "3rd Academy's 159 Factory"]),
        ("AO ?Heron?Saint?", ["AO ?Heron?Saint?", "AO Heron Saint"]),
        ("Xi?an Heron", ["Xi?an Heron", "Xi'an Heron"]),
        ("Heron (CAE)?s 9 Institute", ["Heron (CAE)?s 9 Institute", "Heron (CAE)'s 9 Institute"]),
        ("Heron Ltd., a.k.a. Egret Ltd. (Egret-Port)", ["Heron Ltd.", "Egret Ltd. (Egret-Port)"]),
        ("Heron, Inc. (a.k.a. Egret Aero; Ibis and Co)", ["Heron, Inc.", "Egret Aero", "Ibis and Co"]),
        ("Heron, Inc. (a.k.a. Egret, Inc.)", ["Heron, Inc.", "Egret, Inc."]),
        ("Heron (a.k.a., Egret (EG) Station; and Ibis) Works", ["Heron Works", "Egret (EG) Station", "Ibis"]),
        ("Heron Institute [aka Egret Center, Ibis Institute]", ["Heron Institute", "Egret Center", "Ibis Institute"]),
        ("Ri Heron (aka Ri He'ron) (DPRK person)", ["Ri Heron (DPRK person)", "Ri He'ron"]),
        ("Heron  (See alternate address under Panama)", ["Heron"]),
        ("Heron and any successor, sub-unit, or subsidiary thereof", [..., "Heron"]),
        (
            "Heron Academy.  Subordinate Institution - Egret",
            ["Heron Academy. Subordinate Institution - Egret", "Egret"],
        ),
        ("Heron Instrument\nCo. Ltd ", ["Heron Instrument Co. Ltd"]),
        ("  I. HERON", ["I. HERON"]),
        ("KAKA, Lanka", ["KAKA, Lanka"]),
    ],
)
def test_names_within_names_are_told_apart(one: Callable[..., Entry], stated: str, names: list[Any]) -> None:
    entry = one(name=stated)
    assert texts(entry) == [stated if name is ... else name for name in names]
    assert texts(entry, "primary") == texts(entry)[:1]


def test_a_former_name_is_marked(one: Callable[..., Entry]) -> None:
    entry = one(name="Heron, OOO (f.k.a., Egret OOO)", alt_names="Heron JSC, f.k.a., Old Heron; f.k.a. Stork")
    assert texts(entry, "primary") == ["Heron, OOO"]
    assert texts(entry, "former") == ["Egret OOO", "Old Heron", "Stork"]
    assert texts(entry, "alias") == ["Heron JSC"]


def test_a_row_of_an_address_only_is_kept_as_such(one: Callable[..., Entry]) -> None:
    entry = one(name="Address 1", addresses="Unit 5, Heron Road, HK")
    assert (entry.address_only, entry.names) == (True, ())
    assert entry.addresses == (Address(text="Unit 5, Heron Road", country="HK"),)
    spelt = one(name="Address 2: Unit 7, Egret Road")
    assert (spelt.address_only, spelt.addresses) == (True, (Address(text="Unit 7, Egret Road"),))
    assert texts(one(name="Address 3", alt_names="Heron House")) == ["Heron House"]
    assert not one(name="Address Systems Ltd").address_only
    assert not one(source=SDN, name="Address 1").address_only


# --- other cells --------------------------------------------------------------------------------


def test_an_order_counts_through_its_last_day(one: Callable[..., Entry]) -> None:
    entry = one(source=DPL, start_date="2003-06-19", end_date="2056-06-29", standard_order="Y", remarks="NOTICE ADDED")
    assert (entry.listed, entry.delisted) == (dt.date(2003, 6, 19), dt.date(2056, 6, 30))
    assert entry.remarks == "NOTICE ADDED; Standard order: Y"
    assert one(source=DPL).delisted is None
    assert one(source=DPL, end_date="9999-12-31").delisted is None
    unread = one(source=DPL, end_date="until further notice")
    assert unread.delisted is None
    assert unread.remarks == "end date as published: until further notice"


def test_a_vessel_keeps_its_flag_call_sign_owner_and_number(one: Callable[..., Entry]) -> None:
    vessel = {"vessel_flag": "Panama", "call_sign": "HO1234", "vessel_owner": "HERON LINE", "vessel_type": "Tanker"}
    entry = one(source=SDN, type="Vessel", ids="IMO 9074729, Vessel Registration Identification", **vessel)
    assert (entry.type, entry.countries) == ("vessel", ("PA",))
    assert {(i.scheme, i.value) for i in entry.identifiers} == {("call_sign", "HO1234"), ("imo", "9074729")}
    assert [(link.target, link.type) for link in entry.links] == [("HERON LINE", "vessel_owner")]
    assert "Tanker" in entry.remarks


def test_a_value_with_commas_and_a_country_without_a_code_are_kept(one: Callable[..., Entry]) -> None:
    entry = one(
        source=SDN, type="Entity", ids="RU, 467323, Doc. 694710, Public Registration Number", addresses="Hut 7, ZZ"
    )
    assert [(i.scheme, i.value, i.country) for i in entry.identifiers] == [("registration", "467323", "RU")]
    assert entry.addresses == (Address(text="Hut 7, ZZ"),)


def test_a_street_that_holds_several_addresses_is_several(tmp_path: Path) -> None:
    street = {"address": "1 Heron Road; and 2 Egret Road", "city": "Beijing", "country": "CN"}
    path = as_json(tmp_path / "c.json", {"id": "1", "source": EL, "name": "Heron", "addresses": [street]})
    assert entries(path)[0].addresses == (
        Address(text="1 Heron Road", country="CN"),
        Address(text="2 Egret Road, Beijing", country="CN"),
    )


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        (HEADER, "", "holds no parties"),
        (f"{HEADER}\na1,{EL}", "line 2", "cells"),
        (f"{HEADER}\na1,,,,,Heron{',' * 23}", "line 2", "source is empty"),
        (f"{HEADER}\na1,{EL}{',' * 27}", "line 2", "has no name"),
        ("_id,source,name\n1,2,3", "line 1", "lacks the columns alt_names, addresses"),
        ('{"results": []}', "", "holds no parties"),
        ('{"results": [{"source": "x"}', "", "is not the json of this list"),
        ('{"total": 1}', "", "is not the json of this list"),
        ('{"results": [7]}', "/results/0", "cannot be read"),
        ('{"results": [{"id": "1", "name": "Heron"}]}', "/results/0", "source is empty"),
        ('{"results": [{"id": "1", "source": "EL", "name": []}]}', "/results/0", "has no name"),
        ('{"results": ' + "[" * 100_000, "", "is not the json of this list"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_place(tmp_path: Path, content: str, place: str, message: str) -> None:
    path = tmp_path / "consolidated"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RulesError) as caught:
        entries(path)
    assert (caught.value.file, caught.value.pointer) == (str(path), place)
    assert message in str(caught.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    for content in (HEADER.encode() + b"\n\xff\xfe", b'{"results": [{"id": "1", "source": "EL", "name": "\xff"}]}'):
        path = tmp_path / "consolidated"
        path.write_bytes(content)
        with pytest.raises(RulesError):
            entries(path)


CELLS = st.dictionaries(
    st.sampled_from(HEADER.split(",")),
    st.none()
    | st.integers()
    | st.text(max_size=30)
    | st.lists(st.text(max_size=9) | st.dictionaries(st.text(), st.text())),
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(CELLS, max_size=4))
def test_any_json_gives_entries_or_an_error(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    path = as_json(tmp_path / "any.json", *rows)
    try:
        found = entries(path)
    except RulesError:
        return
    assert len({(entry.list, entry.id) for entry in found}) == len(found)
    assert all(entry.names or entry.address_only for entry in found)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(alphabet="aA?;,.()[]' kf", max_size=40))
def test_no_letter_of_a_name_is_lost(tmp_path: Path, name: str) -> None:
    path = as_csv(tmp_path / "any.csv", row(name=f"Heron {name}"))
    found = "".join(text for text in texts(entries(path)[0]))
    assert found.count("A") >= name.count("A")
