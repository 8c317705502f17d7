"""OFAC's advanced XML lists: ids resolved by the file's own reference values, blocks joined, relations directed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import RulesError
from sarcheck.lists.ofac import advanced_xml
from sarcheck.model import Address, Entry, Identifier, Link, Name

CODES = {"Russia": "RU", "China": "CN", "PS": "PS"}
OLD = "http://www.un.org/sanctions/1.0"
NEW = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML"

VALUES = {
    "AliasType": {"a1": "A.K.A.", "a2": "F.K.A.", "a3": "Name", "a4": "N.K.A."},
    "Country": {"c1": "Russia", "c2": 'Palestinian" ISO2="PS', "c3": "undetermined"},
    "DetailReference": {"d1": "Female", "d2": "Subject to Directive 1"},
    "FeatureType": {
        "f1": "Birthdate",
        "f2": "Location",
        "f3": "Gender",
        "f4": "Executive Order 13662 Directive Determination -",
        "f5": "Nationality Country",
        "f6": "Vessel Flag",
        "f7": "Vessel Owner",
        "f8": "Aircraft Manufacturer\u2019s Serial Number (MSN)",
        "f9": "Website",
    },
    "IDRegDocDateType": {"e1": "Expiration Date"},
    "IDRegDocType": {"i1": "Tax ID No.", "i2": "Passport", "i3": "Vessel Registration Identification"},
    "LegalBasis": {"l1": "Order 1"},
    "List": {"1": "SDN List", "2": "Consolidated List", "3": "FSE List"},
    "LocPartType": {"p1": "ADDRESS1", "p2": "CITY", "p3": "POSTAL CODE"},
    "NamePartType": {"n1": "Last Name", "n2": "First Name", "n3": "Entity Name", "n4": "Middle Name"},
    "PartySubType": {
        "1": 'Vessel" PartyTypeID="4',
        "2": 'Aircraft" PartyTypeID="4',
        "3": 'Unknown" PartyTypeID="2',
        "4": 'Unknown" PartyTypeID="1',
    },
    "PartyType": {"1": "Individual", "2": "Entity", "4": "Transport"},
    "RelationType": {"r1": "Owned or Controlled By", "r2": "Owns, controls, or operates", "r3": "Providing support to"},
    "SanctionsType": {"s1": "Program", "s2": "Block"},
    "Script": {"x1": "Latin", "x2": "Cyrillic"},
    "Validity": {"1": "Valid", "2": "Fraudulent"},
}
"""Made-up ids: a reader that relies on OFAC's usual ones fails. A value may bring a further attribute."""


def references(values: dict[str, dict[str, str]]) -> str:
    def value(kind: str, id_: str, text: str) -> str:
        word, _, attribute = text.partition('" ')
        return f'<{kind} ID="{id_}" {attribute}{chr(34) if attribute else ""}>{word}</{kind}>'

    sets = (
        f"<{kind}Values>{''.join(value(kind, i, text) for i, text in ids.items())}</{kind}Values>"
        for kind, ids in values.items()
    )
    area = '<AreaCodeValues><AreaCode ID="z1" CountryID="c1" Description="Russia"/></AreaCodeValues>'
    return f"<ReferenceValueSets>{''.join(sets)}{area}</ReferenceValueSets>"


def alias(kind: str, *written: str, primary: bool = False, weak: bool = False) -> str:
    flags = f'Primary="{str(primary).lower()}" LowQuality="{str(weak).lower()}"'
    return f'<Alias AliasTypeID="{kind}" {flags}>{"".join(written)}</Alias>'


def written(*parts: str, script: str = "x1") -> str:
    """Return a documented name of parts "group:text"."""
    values = (part.split(":") for part in parts)
    inner = "".join(
        f'<DocumentedNamePart><NamePartValue NamePartGroupID="{group}" ScriptID="{script}">{text}</NamePartValue>'
        "</DocumentedNamePart>"
        for group, text in values
    )
    return f"<DocumentedName>{inner}</DocumentedName>"


GROUPS = {"g1": "n1", "g2": "n2", "g3": "n3", "g4": "n4"}


def party(number: int | str, subtype: str = "3", aliases: str | None = None, features: str = "") -> str:
    groups = "".join(
        f'<MasterNamePartGroup><NamePartGroup ID="{group}" NamePartTypeID="{kind}"/></MasterNamePartGroup>'
        for group, kind in GROUPS.items()
    )
    names = alias("a3", written(f"g3:Party {number}"), primary=True) if aliases is None else aliases
    identity = f'<Identity ID="1{number}">{names}<NamePartGroups>{groups}</NamePartGroups></Identity>'
    return (
        f'<DistinctParty FixedRef="{number}"><Comment/>'
        f'<Profile ID="9{number}" PartySubTypeID="{subtype}">{identity}{features}</Profile></DistinctParty>'
    )


def feature(kind: str, inner: str, comment: str = "") -> str:
    version = f"<FeatureVersion><Comment>{comment}</Comment>{inner}</FeatureVersion>"
    return f'<Feature FeatureTypeID="{kind}">{version}</Feature>'


def day(tag: str, text: str) -> str:
    year, month, number = text.split("-")
    return f"<{tag}><Year>{year}</Year><Month>{int(month)}</Month><Day>{int(number)}</Day></{tag}>"


def period(first: str, last: str, about: bool = False) -> str:
    ends = (
        f'<{tag} Approximate="{str(about).lower()}">{day("From", text)}{day("To", text)}</{tag}>'
        for tag, text in (("Start", first), ("End", last))
    )
    return f"<DatePeriod>{''.join(ends)}</DatePeriod>"


def relationship(source: int, target: int, kind: str, former: bool = False) -> str:
    return (
        f'<ProfileRelationship ID="1" From-ProfileID="9{source}" To-ProfileID="9{target}" RelationTypeID="{kind}" '
        f'Former="{str(former).lower()}"/>'
    )


def listing(number: int, list_: str = "1", date: str = "2023-01-26", programs: tuple[str, ...] = ("TCO",)) -> str:
    measures = "".join(
        f'<SanctionsMeasure SanctionsTypeID="s1"><Comment>{program}</Comment></SanctionsMeasure>'
        for program in programs
    )
    event = f'<EntryEvent LegalBasisID="l1">{day("Date", date)}</EntryEvent>'
    block = '<SanctionsMeasure SanctionsTypeID="s2"><Comment>whole</Comment></SanctionsMeasure>'
    return f'<SanctionsEntry ID="5" ProfileID="9{number}" ListID="{list_}">{event}{block}{measures}</SanctionsEntry>'


def document(
    *parties: str,
    namespace: str = NEW,
    values: dict[str, dict[str, str]] | None = None,
    locations: str = "",
    documents: str = "",
    relations: str = "",
    listings: str = "",
) -> str:
    return (
        f'<Sanctions xmlns="{namespace}" Version="3">{day("DateOfIssue", "2020-03-17")}'
        f"{references(VALUES if values is None else values)}"
        f"<Locations>{locations}</Locations><IDRegDocuments>{documents}</IDRegDocuments>"
        f"<DistinctParties>{''.join(parties)}</DistinctParties>"
        f"<ProfileRelationships>{relations}</ProfileRelationships>"
        f"<SanctionsEntries>{listings}</SanctionsEntries><SanctionsEntryLinks/></Sanctions>"
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., dict[str, Path]]:
    def make(text: str) -> dict[str, Path]:
        path = tmp_path / "list.xml"
        path.write_text(text, encoding="utf-8")
        return {"list": path}

    return make


def entries(files: dict[str, Path], list_id: str = "us-sdn") -> list[Entry]:
    return list(advanced_xml.read(files, list_id, CODES.get))


def one(files: dict[str, Path]) -> Entry:
    (entry,) = entries(files)
    return entry


@pytest.mark.parametrize("namespace", [OLD, NEW])
def test_a_party_is_joined_out_of_its_blocks(write: Callable[..., dict[str, Path]], namespace: str) -> None:
    aliases = (
        alias("a1", written("g3:Heron"))
        + alias("a3", written("g3:Цапля", script="x2"), written("g3:Heron Space Co., Ltd."), primary=True)
        + alias("a2", written("g3:OLD HERON"))
        + alias("a4", written("g3:GREY HERON"), weak=True)
    )
    numbers = (
        '<IDRegDocument IDRegDocTypeID="i1" IdentityID="136" IssuedBy-CountryID="c1" ValidityID="1">'
        "<IDRegistrationNo>7707083893</IDRegistrationNo><IssuingAuthority/></IDRegDocument>"
        '<IDRegDocument IDRegDocTypeID="i2" IdentityID="136" ValidityID="2"><IDRegistrationNo>A 1</IDRegistrationNo>'
        f'<DocumentDate IDRegDocDateTypeID="e1">{period("2012-11-12", "2012-11-12")}</DocumentDate></IDRegDocument>'
    )
    place = (
        '<Location ID="L1"><LocationCountry CountryID="c1"/>'
        '<LocationPart LocPartTypeID="p3"><LocationPartValue Primary="true"><Value>100</Value></LocationPartValue>'
        '</LocationPart><LocationPart LocPartTypeID="p2">'
        '<LocationPartValue Primary="false"><Value>Гавань</Value></LocationPartValue>'
        '<LocationPartValue Primary="true"><Value>Harbour</Value></LocationPartValue></LocationPart>'
        '<LocationPart LocPartTypeID="p1"><LocationPartValue Primary="true"><Value>Dock 1</Value></LocationPartValue>'
        "</LocationPart></Location>"
    )
    features = (
        feature("f2", '<VersionLocation LocationID="L1"/>')
        + feature("f4", '<VersionDetail DetailReferenceID="d2"/>')
        + feature("f9", "<VersionDetail>h.example</VersionDetail>", "in English")
    )
    text = document(
        party(36, aliases=aliases, features=features),
        namespace=namespace,
        locations=place,
        documents=numbers,
        listings=listing(36, "3", "2010-01-02", ("CAR",)) + listing(36, "1", "2023-01-26", ("TCO", "CAR")),
    )
    assert one(write(text)) == Entry(
        list="us-sdn",
        id="36",
        type="organization",
        names=(
            Name(text="HERON SPACE CO., LTD.", script="Latn"),
            Name(text="ЦАПЛЯ", script="Cyrl"),
            Name(text="HERON", kind="alias", script="Latn"),
            Name(text="OLD HERON", kind="former", script="Latn"),
            Name(text="GREY HERON", kind="alias", strength="weak", script="Latn"),
        ),
        identifiers=(
            Identifier(scheme="inn", value="7707083893", valid=True, country="RU"),
            Identifier(scheme="passport", value="A1"),
        ),
        addresses=(Address(text="Dock 1, Harbour 100", country="RU"), Address(text="Гавань", country="RU")),
        countries=("RU",),
        programs=("CAR", "TCO"),
        measures=("asset_freeze",),
        citation="Order 1",
        listed=dt.date(2023, 1, 26),
        remarks="Passport A 1 Expiration Date 2012-11-12; Fraudulent: Passport A 1; "
        "Executive Order 13662 Directive Determination - Subject to Directive 1; Website h.example; "
        "Website h.example in English",
    )


def test_a_person_is_named_family_first_whatever_the_order_of_parts(write: Callable[..., dict[str, Path]]) -> None:
    country = '<Location ID="L1"><LocationCountry CountryID="c2"/></Location>'
    features = (
        feature("f3", '<VersionDetail DetailReferenceID="d1"/>')
        + feature("f1", period("1962-01-01", "1962-12-31"))
        + feature("f5", '<VersionLocation LocationID="L1"/>')
    )
    name = alias("a3", written("g2:Ann", "g4:May", "g1:al-Egret"), primary=True)
    egret = one(write(document(party(40, "4", name, features), locations=country)))
    assert (egret.type, egret.names[0].text) == ("person", "AL-EGRET, Ann May")
    assert (egret.gender, egret.born, egret.countries) == ("female", ("1962",), ("PS",))


@pytest.mark.parametrize(
    ("first", "last", "about", "born"),
    [
        ("1961-06-01", "1961-06-01", False, "1961-06-01"),
        ("1962-01-01", "1962-12-31", True, "1962~"),
        ("1962-01-01", "1962-01-01", False, "1962-01-01"),
        ("1995-08-01", "1995-08-31", False, "1995-08"),
        ("1966-01-01", "1967-12-31", False, "1966/1967"),
        ("1966-01-01", "1967-12-31", True, "1966~/1967~"),
        ("1985-11-08", "1986-11-07", False, "1985-11-08/1986-11-07"),
    ],
)
def test_a_period_of_whole_years_has_the_precision_of_years(
    write: Callable[..., dict[str, Path]], first: str, last: str, about: bool, born: str
) -> None:
    assert one(write(document(party(1, features=feature("f1", period(first, last, about)))))).born == (born,)


def test_vessels_and_aircraft_are_told_by_subtype(write: Callable[..., dict[str, Path]]) -> None:
    flag = '<Location ID="L1"><LocationAreaCode AreaCodeID="z1"/></Location>'
    imo = (
        '<IDRegDocument IDRegDocTypeID="i3" IdentityID="17"><IDRegistrationNo>IMO 9074729</IDRegistrationNo>'
        "</IDRegDocument>"
    )
    features = feature("f6", '<VersionLocation LocationID="L1"/>') + feature(
        "f7", "<VersionDetail>HERON LINE</VersionDetail>"
    )
    serial = feature("f8", "<VersionDetail>550</VersionDetail>")
    text = document(party(7, "1", features=features), party(8, "2", features=serial), locations=flag, documents=imo)
    vessel, aircraft = entries(write(text))
    assert (vessel.type, vessel.countries, aircraft.type) == ("vessel", ("RU",), "aircraft")
    assert vessel.identifiers == (Identifier(scheme="imo", value="9074729", valid=True),)
    assert vessel.links == (Link(target="HERON LINE", type="vessel_owner", stated="Vessel Owner"),)
    assert aircraft.identifiers == (Identifier(scheme="msn", value="550"),)


def test_a_relation_is_the_subjects_and_names_the_other_by_its_number(write: Callable[..., dict[str, Path]]) -> None:
    relations = (
        relationship(1, 2, "r1")  # 1 is owned by 2
        + relationship(2, 3, "r2", former=True)
        + relationship(1, 77, "r3")  # 77 is on the other list
        + relationship(88, 3, "r1")  # stated by a party of the other list
        + relationship(88, 3, "r3")
    )
    links = [e.links for e in entries(write(document(party(1), party(2), party(3), relations=relations)))]
    assert links == [
        (
            Link(target="2", type="owned_or_controlled_by", by="id", stated="Owned or Controlled By"),
            Link(target="977", type="supports", by="id", stated="Providing support to"),
        ),
        (Link(target="3", type="owns_or_controls", by="id", former=True, stated="Owns, controls, or operates"),),
        (
            Link(target="988", type="owns_or_controls", by="id", stated="Owned or Controlled By"),
            Link(target="988", type="linked_to", by="id", stated="Providing support to"),
        ),
    ]


def test_the_day_of_listing_is_that_of_the_list_in_question(write: Callable[..., dict[str, Path]]) -> None:
    days = {"3": "2006-04-12", "2": "2014-10-10", "1": "2010-01-02"}
    files = write(document(party(1), party(2), listings="".join(listing(1, *pair) for pair in days.items())))
    assert [e.listed for e in entries(files)] == [dt.date(2010, 1, 2), None]
    assert entries(files, "us-cons")[0].listed == dt.date(2014, 10, 10)
    assert entries(files, "own")[0].listed == dt.date(2006, 4, 12)


def test_usual_ids_serve_where_the_file_leaves_out_a_set(write: Callable[..., dict[str, Path]]) -> None:
    values = {kind: ids for kind, ids in VALUES.items() if kind not in ("AliasType", "RelationType")}
    names = alias("1403", written("g3:Heron"), primary=True) + alias("1401", written("g3:Ibis"))
    text = document(party(1, aliases=names), party(2), values=values, relations=relationship(1, 2, "92019"))
    with pytest.raises(RulesError, match="uses AliasType a3"):  # of the second party
        entries(write(text))
    text = document(party(1, aliases=names), values=values, relations=relationship(1, 2, "92019"))
    assert [name.kind for name in one(write(text)).names] == ["primary", "former"]
    assert one(write(text)).links[0].type == "owns_or_controls"


@pytest.mark.parametrize(
    ("lists", "name", "family"),
    [
        ({"1": "SDN List"}, "x.xml", "us-sdn"),
        ({"2": "Consolidated List", "3": "FSE List"}, "x.xml", "us-cons"),
        ({"1": "SDN List", "2": "Consolidated List"}, "x.xml", None),
        ({"1": "SDN List", "2": "Consolidated List"}, "CONS_ADVANCED.XML", "us-cons"),
        ({"1": "SDN List", "2": "Consolidated List"}, "sdn_advanced (2).xml", "us-sdn"),
    ],
)
def test_the_list_is_told_by_name_else_by_the_lists_named(lists: dict[str, str], name: str, family: str | None) -> None:
    head = document(values={**VALUES, "List": lists}).encode()
    assert (advanced_xml.sniff(head, name), advanced_xml.family(head, name)) == ("list", family)


def test_the_file_states_its_day(write: Callable[..., dict[str, Path]]) -> None:
    about = advanced_xml.about(write(document(party(1))), "us-cons")
    assert about[:3] == ("Consolidated Sanctions List (non-SDN)", dt.date(2020, 3, 17), None)


@pytest.mark.parametrize("year", ["0", "99999", "9" * 30, "x", ""])
def test_a_day_that_is_none_is_not_stated(write: Callable[..., dict[str, Path]], year: str) -> None:
    listings = listing(1, date="2023-01-26").replace("2023", year)
    assert one(write(document(party(1), listings=listings))).listed is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(share=st.floats(0, 0.99))
def test_a_list_that_was_cut_off_anywhere_is_refused(write: Callable[..., dict[str, Path]], share: float) -> None:
    whole = document(party(1), party(2))
    with pytest.raises(RulesError):
        entries(write(whole[: int(len(whole) * share)]))


def test_other_xml_is_not_taken() -> None:
    assert advanced_xml.sniff(b"<Sanctions/>", "SDN_ADVANCED.XML") is None
    assert advanced_xml.sniff(b"<html><ReferenceValueSets/></html>", "x") is None


HOSTILE = {
    "empty": "",
    "no parties": document(),
    "cut": document(party(1), party(2))[:-200],
    "no number": document(party("")),
    "no name": document(party(1, aliases="")),
    "number twice": document(party(1), party(1)),
    "unknown subtype": document(party(1, "77")),
    "unknown alias type": document(party(1, aliases=alias("x", written("g3:A"), primary=True))),
    "unknown script": document(party(1, aliases=alias("a3", written("g3:A", script="?"), primary=True))),
    "unknown feature": document(party(1, features=feature("?", ""))),
    "unknown location": document(party(1, features=feature("f2", '<VersionLocation LocationID="?"/>'))),
    "unknown list": document(party(1), listings=listing(1, "?")),
    "unknown relation": document(party(1), relations=relationship(1, 2, "?")),
    "listing of nobody": document(party(1), listings=listing(2)),
    "relation of one": document(party(1), relations='<ProfileRelationship From-ProfileID="91" RelationTypeID="r1"/>'),
    "entities": '<!DOCTYPE x [<!ENTITY a "b">]>' + document(party(1)),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_not_such_a_list_is_one_error_that_names_the_file(
    write: Callable[..., dict[str, Path]], content: str
) -> None:
    files = write(content)
    with pytest.raises(RulesError) as caught:
        entries(files)
    assert caught.value.file == str(files["list"])
