"""OFAC's plain XML lists: both namespaces, weak aliases, numbers among notes, ties by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import RulesError
from sarcheck.lists.ofac import legacy_xml
from sarcheck.model import Address, Entry, Identifier, Link, Name

CODES = {"Russia": "RU", "China": "CN", "Panama": "PA", "Gaza": "PS"}
OLD = "http://tempuri.org/sdnList.xsd"
NEW = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML"

HERON = """
<uid>36</uid><lastName>HERON SPACE CO., LTD.</lastName><sdnType>Entity</sdnType>
<remarks>All offices; (Linked To: EGRET, Ann)</remarks>
<programList><program>TCO</program><program>CAR</program></programList>
<idList>
  <id><uid>1</uid><idType>Tax ID No.</idType><idNumber>7707083893</idNumber><idCountry>Russia</idCountry></id>
  <id><uid>2</uid><idType>Secondary sanctions risk:</idType><idNumber>See Section 11.</idNumber></id>
  <id><uid>3</uid><idType>Website</idType><idNumber>h.example</idNumber></id>
  <id><uid>4</uid><idType>Organization Established Date</idType><idNumber>25 Dec 2017</idNumber></id>
  <id><uid>5</uid><idType>SWIFT/BIC</idType><idNumber>HERNRUMM</idNumber></id>
</idList>
<akaList>
  <aka><uid>7</uid><type>a.k.a.</type><category>strong</category><lastName>HERON</lastName></aka>
  <aka><uid>8</uid><type>f.k.a.</type><category>strong</category><lastName>OLD HERON</lastName></aka>
  <aka><uid>9</uid><type>n.k.a.</type><category>weak</category><lastName>GREY HERON</lastName></aka>
</akaList>
<addressList>
  <address><uid>5</uid><address1>Dock 1</address1><address2>Pier 2</address2><city>Harbour</city>
    <stateOrProvince>Coast</stateOrProvince><postalCode>100</postalCode><country>Russia</country></address>
  <address><uid>6</uid><country>undetermined</country></address>
  <address><uid>7</uid><country>Atlantis</country></address>
  <address><uid>8</uid><country>Region: Gaza</country></address>
</addressList>
"""
EGRET = """
<uid>40</uid><firstName>Ann</firstName><lastName>EGRET</lastName><title>Director</title><sdnType>Individual</sdnType>
<programList><program>CUBA</program></programList>
<idList>
  <id><uid>2</uid><idType>Gender</idType><idNumber>Female</idNumber></id>
  <id><uid>3</uid><idType>Passport</idType><idNumber>Booklet A52</idNumber><idCountry>Panama</idCountry>
    <expirationDate>12 Nov 2012</expirationDate></id>
</idList>
<akaList><aka><type>a.k.a.</type><category>strong</category><lastName>EGRET</lastName><firstName>Anna</firstName></aka>
</akaList>
<nationalityList><nationality><country>Russia</country><mainEntry>true</mainEntry></nationality></nationalityList>
<citizenshipList><citizenship><country>Panama</country><mainEntry>true</mainEntry></citizenship></citizenshipList>
<dateOfBirthList>
  <dateOfBirthItem><dateOfBirth>circa 1966</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem>
  <dateOfBirthItem><dateOfBirth>05 Jun 1980</dateOfBirth><mainEntry>false</mainEntry></dateOfBirthItem>
  <dateOfBirthItem><dateOfBirth>1951 to 1953</dateOfBirth><mainEntry>false</mainEntry></dateOfBirthItem>
</dateOfBirthList>
<placeOfBirthList><placeOfBirthItem><placeOfBirth>Harbour, Coast</placeOfBirth></placeOfBirthItem></placeOfBirthList>
"""
VESSEL = """
<uid>7</uid><lastName>SEA HERON</lastName><sdnType>Vessel</sdnType>
<idList><id><idType>Vessel Registration Identification</idType><idNumber>IMO 9074729</idNumber></id>
  <id><idType>Former Vessel Flag</idType><idNumber>China</idNumber></id></idList>
<vesselInfo><callSign>HOAB</callSign><vesselType>Tanker</vesselType><vesselFlag>Panama</vesselFlag>
  <vesselOwner>HERON LINE</vesselOwner><tonnage>100</tonnage></vesselInfo>
"""


def document(*parties: str, namespace: str = NEW, count: int | None = None) -> str:
    entries = "".join(f"<sdnEntry>{party}</sdnEntry>" for party in parties)
    stated = len(parties) if count is None else count
    return (
        f'<?xml version="1.0" standalone="yes"?><sdnList xmlns="{namespace}"><publshInformation>'
        f"<Publish_Date>04/22/2020</Publish_Date><Record_Count>{stated}</Record_Count></publshInformation>"
        f"{entries}</sdnList>"
    )


def party(number: int, programs: str = "CUBA", extra: str = "") -> str:
    tags = f"<programList><program>{programs}</program></programList>"
    return f"<uid>{number}</uid><lastName>PARTY {number}</lastName><sdnType>Entity</sdnType>{extra}{tags}"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., dict[str, Path]]:
    def make(text: str | bytes, name: str = "sdn.xml") -> dict[str, Path]:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return {"list": path}

    return make


def entries(files: dict[str, Path], list_id: str = "us-sdn") -> list[Entry]:
    return list(legacy_xml.read(files, list_id, CODES.get))


@pytest.mark.parametrize("namespace", [OLD, NEW, "urn:next"])
def test_every_namespace_reads_alike(write: Callable[..., dict[str, Path]], namespace: str) -> None:
    files = write(document(HERON, EGRET, namespace=namespace))
    heron, egret = entries(files)
    assert heron == Entry(
        list="us-sdn",
        id="36",
        type="organization",
        names=(
            Name(text="HERON SPACE CO., LTD."),
            Name(text="HERON", kind="alias"),
            Name(text="OLD HERON", kind="former"),
            Name(text="GREY HERON", kind="alias", strength="weak"),
        ),
        identifiers=(
            Identifier(scheme="inn", value="7707083893", valid=True, country="RU"),
            Identifier(scheme="swift", value="HERNRUMM"),
        ),
        addresses=(
            Address(text="Dock 1, Pier 2, Harbour, Coast 100", country="RU"),
            Address(text="Atlantis"),
            Address(country="PS"),
        ),
        countries=("RU", "PS"),
        programs=("TCO", "CAR"),
        measures=("asset_freeze",),
        born=("2017-12-25",),
        links=(Link(target="EGRET, Ann", type="linked_to"),),
        remarks="All offices; (Linked To: EGRET, Ann); Secondary sanctions risk: See Section 11.; Website h.example",
    )
    assert egret == Entry(
        list="us-sdn",
        id="40",
        type="person",
        names=(Name(text="EGRET, Ann"), Name(text="EGRET, Anna", kind="alias")),
        identifiers=(Identifier(scheme="passport", value="A52", country="PA"),),
        countries=("RU", "PA"),
        programs=("CUBA",),
        measures=("asset_freeze",),
        born=("1966~", "1980-06-05", "1951/1953"),
        gender="female",
        remarks="Director; Passport Booklet A52 expires 12 Nov 2012; POB Harbour, Coast",
    )


def test_a_vessel_keeps_its_number_flag_call_sign_and_owner(write: Callable[..., dict[str, Path]]) -> None:
    (vessel,) = entries(write(document(VESSEL)))
    assert [(n.scheme, n.value, n.valid) for n in vessel.identifiers] == [
        ("imo", "9074729", True),
        ("call_sign", "HOAB", None),
    ]
    assert (vessel.type, vessel.countries) == ("vessel", ("PA",))  # a former flag is no flag
    assert vessel.links == (Link(target="HERON LINE", type="vessel_owner", stated="Vessel Owner"),)
    assert vessel.remarks == "Tanker; Former Vessel Flag China; Vessel Tonnage 100"


@pytest.mark.parametrize(
    ("remarks", "targets"),
    [
        ("(Linked To: HERON)", ["HERON"]),
        ("(Linked To: HERON LTDA.)", ["HERON LTDA."]),
        ("See www.example.org.; (Linked To: HERON (IBIS)); (Linked To: EGRET).", ["HERON (IBIS)", "EGRET"]),
        ("(Linked To: HERON; Linked To: EGRET, Ann)", ["HERON", "EGRET, Ann"]),
        ("Linked To: HERON (IBIS)", ["HERON (IBIS)"]),
        ("Not Linked To: HERON", []),
    ],
)
def test_remarks_tie_parties_by_name(write: Callable[..., dict[str, Path]], remarks: str, targets: list[str]) -> None:
    (entry,) = entries(write(document(party(1, extra=f"<remarks>{remarks}</remarks>"))))
    assert [(link.target, link.type, link.by) for link in entry.links] == [(t, "linked_to", "name") for t in targets]


def test_a_number_without_an_issuer_is_of_the_partys_only_country(write: Callable[..., dict[str, Path]]) -> None:
    def with_tax(uid: int, number: str, *countries: str) -> str:
        places = "".join(f"<address><country>{country}</country></address>" for country in countries)
        ids = f"<idList><id><idType>Tax ID No.</idType><idNumber>{number}</idNumber></id></idList>"
        return party(uid, extra=f"{ids}<addressList>{places}</addressList>")

    found = entries(
        write(
            document(
                with_tax(1, "7707083893", "Russia"),
                with_tax(2, "7707083894", "Russia"),  # the check digit is wrong
                with_tax(3, "7707083893", "Russia", "China"),
            )
        )
    )
    assert [entry.identifiers[0].scheme for entry in found] == ["inn", "tax", "tax"]


def test_the_list_decides_the_measure(write: Callable[..., dict[str, Path]]) -> None:
    text = document(party(1, "SOME-EO13662"))
    assert entries(write(text))[0].measures == ("asset_freeze",)
    assert entries(write(text), "us-cons")[0].measures == ("sectoral",)
    assert entries(write(text, "consolidated.xml"), "own")[0].measures == ("sectoral",)


def test_the_file_states_its_day_and_how_many_parties_it_holds(write: Callable[..., dict[str, Path]]) -> None:
    whole = legacy_xml.about(write(document(HERON)), "us-sdn")
    assert whole[:3] == ("Specially Designated Nationals and Blocked Persons List", dt.date(2020, 4, 22), None)
    cut = legacy_xml.about(write(document(HERON, count=8197)), "us-sdn")
    assert cut.gaps == "it states 8197 records and holds 1: download it again"


@pytest.mark.parametrize(
    ("name", "programs", "family"),
    [
        ("SDN.XML", ["NS-PLC"], None),
        ("ofac_sdn (1).xml", ["CUBA", "SDGT"], "us-sdn"),
        ("consolidated.xml", ["CUBA", "SDGT"], None),
        ("consolidated.xml", ["CUBA"], "us-cons"),
        ("non-sdn.xml", ["CUBA"], "us-cons"),
        ("list.xml", ["NS-PLC", "CMIC-EO13959"], "us-cons"),
        ("list.xml", ["CUBA", "SDGT"], "us-sdn"),
        ("list.xml", ["CUBA", "NS-PLC"], None),
        ("list.xml", [], None),
    ],
)
def test_the_list_is_told_by_name_and_programs_and_by_neither_where_they_disagree(
    name: str, programs: list[str], family: str | None
) -> None:
    text = document(*(party(i, program) for i, program in enumerate(programs)))
    assert legacy_xml.family(text.encode(), name) == family


def test_a_file_is_told_by_its_root() -> None:
    assert legacy_xml.sniff(document(HERON).encode()[:300], "x") == "list"
    assert legacy_xml.sniff(b"<html><sdnList/></html>", "sdn.xml") is None
    assert legacy_xml.sniff(b"sdnList", "sdn.xml") is None
    assert legacy_xml.sniff(b"", "sdn.xml") is None


HOSTILE = {
    "empty": "",
    "web page": "<html><body>Access denied</body></html>",
    "no parties": document(),
    "cut": document(HERON, EGRET)[:-200],
    "no number": document("<lastName>HERON</lastName>"),
    "no name": document("<uid>1</uid>"),
    "number twice": document(party(1), party(1)),
    "entities": '<!DOCTYPE x [<!ENTITY a "b">]>' + document(HERON).partition("?>")[2],
    "deep": document("<a>" * 100 + "</a>" * 100),
    "not text": b"\xff\xfe\x00\x01",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_not_such_a_list_is_one_error_that_names_the_file(
    write: Callable[..., dict[str, Path]], content: str | bytes
) -> None:
    files = write(content)
    with pytest.raises(RulesError) as caught:
        entries(files)
    assert caught.value.file == str(files["list"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(values=st.lists(st.text(alphabet="aZ 0.,;:()'-/#\u00e9\u4e2d", max_size=30), min_size=4, max_size=4))
def test_any_text_in_a_party_is_read(write: Callable[..., dict[str, Path]], values: list[str]) -> None:
    head, number, name, remarks = values
    ids = f"<idList><id><idType>{head}</idType><idNumber>{number}</idNumber></id></idList>"
    aka = f"<akaList><aka><type>a.k.a.</type><lastName>{name}</lastName></aka></akaList>"
    (entry,) = entries(write(document(party(1, extra=f"<remarks>{remarks}</remarks>{ids}{aka}"))))
    assert len(entry.names) == 1 + bool(name.strip() and name.strip() != "PARTY 1")
