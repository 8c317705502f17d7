"""The EU's Financial Sanctions Files as XML: names without a primary flag, doubtful numbers, calendars, ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import RulesError
from sarcheck.lists.eu import fsf_xml
from sarcheck.model import Address, Entry, Name

CODES = {"TN": "TN", "TUNISIA": "TN", "RU": "RU", "KP": "KP"}
SPACE = "http://eu.europa.ec/fpi/fsd/export"
ACT = '<regulation programme="HERON" numberTitle="2017/1509 (OJ L224)" publicationDate="2017-08-31"/>'


def export(*entities: str) -> str:
    return f'<export xmlns="{SPACE}" generationDate="2026-09-01T15:29:22.497+02:00">{"".join(entities)}</export>'


def entity(*parts: str, own: str = 'euReferenceNumber="EU.1.2" logicalId="7"', code: str = "person") -> str:
    subject = f'<subjectType code="{code}" classificationCode="{code[0].upper()}"/>'
    return f"<sanctionEntity {own}>{ACT}{subject}{''.join(parts)}</sanctionEntity>"


def name(text: str = "Ann Heron", **attributes: str) -> str:
    own = {"wholeName": text, "strong": "true", "nameLanguage": "", "regulationLanguage": "en"} | attributes
    written = " ".join(f'{key}="{value}"' for key, value in own.items())
    return f"<nameAlias {written}/>"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Entry]]:
    """Return a function that reads entities from a file of their own."""

    def entries(*entities: str) -> list[Entry]:
        path = tmp_path / "export.xml"
        path.write_text(export(*entities), encoding="utf-8")
        return list(fsf_xml.read({"list": path}, "eu-fsf", CODES.get))

    return entries


def test_an_entity_is_read_with_all_it_states(read: Callable[..., list[Entry]]) -> None:
    (heron,) = read(
        entity(
            "<remark>First seen in 2006.</remark>",
            name("Ann Heron", function="Chair of Egret", gender="F", title="Dr"),
            name("Grey", strong="false"),
            '<citizenship countryIso2Code="TN" countryDescription="TUNISIA"/>',
            '<birthdate birthdate="1965-12-12" year="1965" circa="false" calendarType="GREGORIAN" city="Tunis"/>',
            '<address street="Dock 1" zipCode="1000" city="Tunis" countryIso2Code="TN" countryDescription="TUNISIA">'
            "<remark>Workshop</remark></address>",
            '<identification identificationTypeCode="passport" number="L 191609" countryIso2Code="TN"/>',
            own='euReferenceNumber="EU.1.2" logicalId="7" designationDate="2009-07-16" unitedNationId="QDi.001"',
        )
    )
    numbers = [(n.scheme, n.value, n.country) for n in heron.identifiers]
    assert numbers == [("passport", "L191609", "TN")]
    assert (heron.list, heron.id, heron.type, heron.gender) == ("eu-fsf", "EU.1.2", "person", "female")
    assert heron.names == (
        Name(text="Ann Heron", script="Latn"),
        Name(text="Grey", kind="alias", strength="weak", script="Latn"),
    )
    assert heron.addresses == (Address(text="Dock 1, 1000 Tunis", country="TN"),)
    assert (heron.countries, heron.programs, heron.measures) == (("TN",), ("HERON",), ("asset_freeze",))
    assert (heron.citation, heron.listed) == ("2017/1509 (OJ L224)", dt.date(2009, 7, 16))
    assert (heron.born, heron.delisted) == (("1965-12-12",), None)
    stated = ("First seen in 2006.", "UN reference QDi.001", "Dr", "Chair of Egret", "born in Tunis", "Workshop")
    assert heron.remarks == "; ".join(stated)


@pytest.mark.parametrize(
    ("names", "primary"),
    [
        ((name("Ann"), name("Anna")), "Ann"),
        ((name("Анна", nameLanguage="RU"), name("Ann", nameLanguage="EN")), "Ann"),
        ((name("Grey", strong="false"), name("Ann")), "Ann"),
        ((name("Grey", strong="false"), name("Анна", nameLanguage="RU")), "Анна"),
        ((name("Grey", strong="false"),), "Grey"),
        ((name("Grey", nameLanguage="EN"), name("Ann")), "Grey"),
    ],
)
def test_the_primary_name_is_a_strong_one_in_the_language_of_the_act(
    read: Callable[..., list[Entry]], names: tuple[str, ...], primary: str
) -> None:
    (entry,) = read(entity(*names))
    assert entry.names[0].text == primary
    assert [n.kind for n in entry.names] == ["primary"] + ["alias"] * (len(names) - 1)


def test_a_name_taken_over_from_the_un_says_its_strength_in_a_remark(read: Callable[..., list[Entry]]) -> None:
    low = name("Grey").replace("/>", "><remark>Low quality alias</remark></nameAlias>")
    good = name("Anna").replace("/>", "><remark>Good quality a.k.a.</remark></nameAlias>")
    (entry,) = read(entity(name("Ann"), low, good))
    assert [(n.text, n.strength) for n in entry.names] == [("Ann", "strong"), ("Grey", "weak"), ("Anna", "strong")]


def test_a_name_may_be_in_parts_only_and_is_listed_once(read: Callable[..., list[Entry]]) -> None:
    parts = {"firstName": "Ann", "middleName": "B.", "lastName": "HERON"}
    (entry,) = read(entity(name("", **parts), name("Ann B. HERON", strong="false"), name("Анна", nameLanguage="RU")))
    assert [(n.text, n.script) for n in entry.names] == [("Ann B. HERON", "Latn"), ("Анна", "Cyrl")]


@pytest.mark.parametrize(
    ("attributes", "born", "remark"),
    [
        ('birthdate="1965-12-12" year="1965" circa="true"', ("1965-12-12~",), ""),
        ('year="1958" circa="true"', ("1958~",), ""),
        ('year="1958" monthOfYear="3" dayOfMonth="0"', ("1958-03",), ""),
        ('yearRangeFrom="1956" yearRangeTo="1958" circa="false"', ("1956/1958",), ""),
        ('year="0" circa="false"', (), ""),
        ('year="1343" calendarType="ISLAMIC"', (), "born 1343 (islamic calendar)"),
        ('circa="false" city="-" countryIso2Code="00" countryDescription="UNKNOWN"', (), ""),
        ('circa="false" countryIso2Code="TN" countryDescription="TUNISIA"', (), "born in TN"),
    ],
)
def test_dates_of_birth(read: Callable[..., list[Entry]], attributes: str, born: tuple[str, ...], remark: str) -> None:
    (entry,) = read(entity(name(), f"<birthdate {attributes}/>"))
    assert (entry.born, entry.remarks) == (born, remark)


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ('identificationTypeCode="id" number="04643632" countryIso2Code="TN"', ("national_id", "04643632", "TN")),
        ('identificationTypeCode="passport" number="488555" countryIso2Code="00"', ("passport", "488555", None)),
        (
            'identificationTypeCode="regnumber" number="1027700132195" countryIso2Code="RU"',
            ("ogrn", "1027700132195", "RU"),
        ),
        ('identificationTypeCode="fiscalcode" number="7707083893" countryIso2Code="RU"', ("inn", "7707083893", "RU")),
        ('identificationTypeCode="swiftbic" number="HERONRUM"', ("swift", "HERONRUM", None)),
        ('identificationTypeCode="imo" number="IMO 9074729"', ("imo", "9074729", None)),
        ('identificationTypeCode="passport" number="A1" knownFalse="true"', None),
        ('identificationTypeCode="passport" number="A1" revokedByIssuer="true"', None),
        (
            'identificationTypeCode="passport" number="A1" knownExpired="true" reportedLost="true"',
            ("passport", "A1", None),
        ),
        ('identificationTypeCode="other" number="unknown"', None),
    ],
)
def test_numbers(read: Callable[..., list[Entry]], attributes: str, found: tuple[str, str, str | None] | None) -> None:
    (entry,) = read(entity(name(), f"<identification {attributes}/>"))
    assert [(n.scheme, n.value, n.country) for n in entry.identifiers] == ([found] if found else [])
    assert ("A1 is false or revoked" in entry.remarks) == ("knownFalse" in attributes or "revoked" in attributes)


def test_labelled_numbers_in_the_remark_are_numbers(read: Callable[..., list[Entry]]) -> None:
    (entry,) = read(entity("<remark>OGRN: 1027700132195; see annex</remark>", name(), code="enterprise"))
    assert [(n.scheme, n.valid) for n in entry.identifiers] == [("ogrn", True)]
    assert entry.type == "organization"


def test_an_entity_without_designation_counts_from_the_earliest_act_that_it_cites(
    read: Callable[..., list[Entry]],
) -> None:
    alias = name("Anna").replace("/>", '><regulationSummary publicationDate="2005-11-30"/></nameAlias>')
    (entry,) = read(entity(name(), alias))
    assert entry.listed == dt.date(2005, 11, 30)


def test_a_repealing_act_takes_nobody_off(read: Callable[..., list[Entry]]) -> None:
    (entry,) = read(entity(name()).replace("<regulation ", '<regulation regulationType="repealing" '))
    assert entry.delisted is None


def test_ids_are_unique(read: Callable[..., list[Entry]]) -> None:
    same = entity(name())
    other = entity(name(), own='euReferenceNumber="EU.1.2" logicalId="8"')
    bare = entity(name(), own='euReferenceNumber="" logicalId="9"')
    assert [e.id for e in read(same, other, bare, same, same)] == ["EU.1.2", "EU.1.2/8", "9", "EU.1.2/7", "EU.1.2/7/2"]


@pytest.mark.parametrize(
    ("entities", "place", "message"),
    [
        ((), "", "holds no parties"),
        ((entity(),), "sanctionEntity[1]", "has no name"),
        ((entity(name(" ")),), "sanctionEntity[1]", "has no name"),
        ((entity(name()), entity(name(), own="")), "sanctionEntity[2]", "neither reference number nor logical id"),
    ],
)
def test_what_says_nothing_is_an_error(
    read: Callable[..., list[Entry]], entities: tuple[str, ...], place: str, message: str
) -> None:
    with pytest.raises(RulesError, match=message) as caught:
        read(*entities)
    assert caught.value.pointer == place


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (export(entity(name()))[:-40], "not well-formed"),
        ('<!DOCTYPE e [<!ENTITY x "y">]>' + export(entity(name("&x;"))), "document type"),
    ],
)
def test_cut_and_hostile_files(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "export.xml").write_text(text)
    with pytest.raises(RulesError, match=message):
        list(fsf_xml.read({"list": tmp_path / "export.xml"}, "eu-fsf", CODES.get))


def test_the_file_is_known_by_its_root_and_says_its_day(tmp_path: Path) -> None:
    head = export(entity(name())).encode()
    assert fsf_xml.sniff(head, "any.xml") == "list"
    assert fsf_xml.sniff(head[:300], "any.xml") == "list"
    assert fsf_xml.sniff(head.replace(SPACE.encode(), b"http://elsewhere"), "any.xml") is None
    assert fsf_xml.sniff(b"fileGenerationDate;", "any.csv") is None
    assert fsf_xml.family(head, "any.xml") == "eu-fsf"
    (tmp_path / "export.xml").write_bytes(head)
    about = fsf_xml.about({"list": tmp_path / "export.xml"}, "eu-fsf")
    assert (about.published, about.gaps) == (dt.date(2026, 9, 1), None)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.binary(max_size=200), cut=st.integers(0, 400))
def test_damage_is_an_error_that_names_the_file(tmp_path: Path, junk: bytes, cut: int) -> None:
    whole = export(entity(name())).encode()
    (tmp_path / "export.xml").write_bytes(whole[:cut] + junk + whole[cut:])
    try:
        assert list(fsf_xml.read({"list": tmp_path / "export.xml"}, "eu-fsf", CODES.get))
    except RulesError as error:
        assert error.file.endswith("export.xml")
