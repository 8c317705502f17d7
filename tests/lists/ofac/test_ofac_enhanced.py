"""OFAC's enhanced XML lists: scripts, quality, dates of listing, ties by number and direction."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import RulesError
from sarcheck.lists import _files
from sarcheck.lists.ofac import enhanced_xml
from sarcheck.model import Address, Entry, Identifier, Link, Name

CODES = {"Russia": "RU", "China": "CN", "PS": "PS"}
NAMESPACE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML"


def translation(text: str, script: str = "Latin", primary: bool = True) -> str:
    return (
        f"<translation><isPrimary>{str(primary).lower()}</isPrimary><script>{script}</script>"
        f"<formattedLastName>{text}</formattedLastName><formattedFullName>{text}</formattedFullName></translation>"
    )


def name(*translations: str, alias: str = "", weak: bool = False) -> str:
    kind = f"<aliasType>{alias}</aliasType>" if alias else ""
    return (
        f"<name><isPrimary>{str(not alias).lower()}</isPrimary>{kind}<isLowQuality>{str(weak).lower()}</isLowQuality>"
        f"<translations>{''.join(translations)}</translations></name>"
    )


def feature(head: str, value: str, extra: str = "") -> str:
    return f"<feature><type>{head}</type><value>{value}</value>{extra}</feature>"


def document_number(head: str, number: str, country: str = "", extra: str = "") -> str:
    issuer = f"<issuingCountry>{country}</issuingCountry>" if country else ""
    return (
        f"<identityDocument><type>{head}</type><documentNumber>{number}</documentNumber>{extra}{issuer}"
        "</identityDocument>"
    )


def relationship(words: str, to: int) -> str:
    return f'<relationship><type>{words}</type><relatedEntity entityId="{to}">X</relatedEntity></relationship>'


def entity(number: int | str, kind: str = "Entity", **blocks: str) -> str:
    blocks.setdefault("names", name(translation(f"PARTY {number}")))
    inner = "".join(f"<{block}>{content}</{block}>" for block, content in blocks.items())
    return f'<entity id="{number}"><generalInfo><entityType>{kind}</entityType></generalInfo>{inner}</entity>'


def document(*entities: str, lists: str = "SDN List", as_of: str = "2025-01-10T00:00:00") -> str:
    stated = f'<filters><sanctionsLists><sanctionsList refId="1">{lists}</sanctionsList></sanctionsLists></filters>'
    return (
        f'<sanctionsData xmlns="{NAMESPACE}"><publicationInfo><dataAsOf>{as_of}</dataAsOf>{stated}</publicationInfo>'
        "<referenceValues><referenceValue><type>COUNTRY</type><value>Palestinian</value><isoCode>PS</isoCode>"
        "</referenceValue><referenceValue><type>COUNTRY</type><value>undetermined</value></referenceValue>"
        f"</referenceValues><entities>{''.join(entities)}</entities></sanctionsData>"
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., dict[str, Path]]:
    def make(text: str, file_name: str = "list.xml") -> dict[str, Path]:
        path = tmp_path / file_name
        path.write_text(text, encoding="utf-8")
        return {"list": path}

    return make


def entries(files: dict[str, Path], list_id: str = "us-sdn") -> list[Entry]:
    return list(enhanced_xml.read(files, list_id, CODES.get))


def one(files: dict[str, Path], list_id: str = "us-sdn") -> Entry:
    (entry,) = entries(files, list_id)
    return entry


def test_a_party_comes_out_whole(write: Callable[..., dict[str, Path]]) -> None:
    text = entity(
        36,
        sanctionsLists='<sanctionsList datePublished="2023-01-26">SDN List</sanctionsList>',
        sanctionsPrograms="<sanctionsProgram>TCO</sanctionsProgram><sanctionsProgram>CAR</sanctionsProgram>",
        legalAuthorities="<legalAuthority>Order 1</legalAuthority><legalAuthority>Order 1</legalAuthority>",
        names=name(translation("HERON", primary=True), alias="A.K.A.")
        + name(translation("СТАРАЯ ЦАПЛЯ", "Cyrillic", False), translation("OLD HERON"), alias="F.K.A.")
        + name(translation("GREY HERON"), alias="N.K.A.", weak=True)
        + name(translation("天鹭", "Chinese Simplified", False), translation("HERON SPACE CO., LTD.")),
        features=feature("Website", "heron.example")
        + feature("Organization Established Date", "25 Dec 2017")
        + feature("Secondary sanctions risk:", "See Section 11."),
        identityDocuments=document_number("Unified Social Credit Code (USCC)", "914301003206989977", "China")
        + document_number("Tax ID No.", "7707083893", extra="<issuingAuthority>INN</issuingAuthority>"),
    )
    assert one(write(document(text))) == Entry(
        list="us-sdn",
        id="36",
        type="organization",
        names=(
            Name(text="HERON SPACE CO., LTD.", script="Latn"),  # the primary first, Latin before other scripts
            Name(text="天鹭", script="Hans"),
            Name(text="HERON", kind="alias", script="Latn"),
            Name(text="OLD HERON", kind="former", script="Latn"),
            Name(text="СТАРАЯ ЦАПЛЯ", kind="former", script="Cyrl"),
            Name(text="GREY HERON", kind="alias", strength="weak", script="Latn"),
        ),
        identifiers=(
            Identifier(scheme="uscc", value="914301003206989977", valid=True, country="CN"),
            Identifier(scheme="inn", value="7707083893", valid=True),
        ),
        programs=("TCO", "CAR"),
        measures=("asset_freeze",),
        citation="Order 1",
        listed=dt.date(2023, 1, 26),
        born=("2017-12-25",),
        remarks="Website heron.example; Secondary sanctions risk: See Section 11.",
    )


def test_a_person_is_named_family_first(write: Callable[..., dict[str, Path]]) -> None:
    parts = (
        "<translation><isPrimary>true</isPrimary><script>Latin</script><nameParts>"
        "<namePart><type>First Name</type><value>Ann</value></namePart>"
        "<namePart><type>Last Name</type><value>Egret</value></namePart>"
        "<namePart><type>Middle Name</type><value>May</value></namePart></nameParts></translation>"
    )
    facts = (
        feature("Gender", "Female")
        + feature("Birthdate", "circa 1966")
        + feature("Nationality Country", "Russia", "<comments>since 1990</comments>")
        + feature("Citizenship Country", "Palestinian")
        + feature("Place of Birth", "Harbour")
    )
    egret = one(write(document(entity(40, "Individual", names=name(parts), features=facts))))
    assert (egret.type, egret.names[0].text, egret.gender) == ("person", "EGRET, Ann May", "female")
    assert (egret.born, egret.countries) == (("1966~",), ("RU", "PS"))  # the file's own ISO code where ours is none
    assert egret.remarks == "Nationality Country Russia since 1990; Place of Birth Harbour"


def test_an_address_comes_in_each_of_its_scripts(write: Callable[..., dict[str, Path]]) -> None:
    def written(script: str, **parts: str) -> str:
        inner = "".join(
            f"<addressPart><type>{kind.replace('_', ' ').replace('|', '/')}</type><value>{value}</value></addressPart>"
            for kind, value in parts.items()
        )
        return f"<translation><script>{script}</script><addressParts>{inner}</addressParts></translation>"

    places = (
        "<address><country>Russia</country><translations>"
        + written("Latin", POSTAL_CODE="100", CITY="Harbour", ADDRESS1="Dock 1")
        + written("Cyrillic", CITY="Гавань")
        + "</translations></address>"
        + f"<address><translations>{written('Latin', REGION='Coast')}</translations></address>"
        + "<address><country>undetermined</country><translations/></address>"
        + "<address><country>China</country></address>"
    )
    entry = one(write(document(entity(1, addresses=places))))
    assert entry.addresses == (
        Address(text="Dock 1, Harbour 100", country="RU"),
        Address(text="Гавань", country="RU"),
        Address(text="Coast"),
        Address(country="CN"),
    )
    assert entry.countries == ("RU", "CN")


@pytest.mark.parametrize(
    ("words", "type_"),
    [
        ("Associate Of", "associate_of"),
        ("Providing support to", "supports"),
        ("Acting for or on behalf of", "acts_for"),
        ("Owned or Controlled By", "owned_or_controlled_by"),
        ("Family member of", "family_of"),
        ("playing a significant role in", "participates_in"),
        ("Leader or official of", "leader_of"),
        ("Principal Executive Officer", "leader_of"),
        ("Owns, controls, or operates", "owns_or_controls"),
        ("Property in the interest of", "property_of"),
        ("Sails together with", "sails_together_with"),
        ("", "linked_to"),
    ],
)
def test_a_relationship_is_the_subjects(write: Callable[..., dict[str, Path]], words: str, type_: str) -> None:
    related = entity(1, relationships=relationship(words, 2))
    subject, other = entries(write(document(related, entity(2))))
    assert subject.links == (Link(target="2", type=type_, by="id", stated=words),)
    assert other.links == ()


def test_the_day_of_listing_is_that_of_the_list_in_question(write: Callable[..., dict[str, Path]]) -> None:
    days = (("2006-04-12", "FSE List"), ("2014-10-10", "Consolidated List"), ("2010-01-02", "SDN List"))
    lists = "".join(f'<sanctionsList datePublished="{day}">{title}</sanctionsList>' for day, title in days)
    files = write(document(entity(1, sanctionsLists=lists)))
    assert one(files).listed == dt.date(2010, 1, 2)
    assert one(files, "us-cons").listed == dt.date(2014, 10, 10)
    assert one(files, "own").listed == dt.date(2006, 4, 12)
    assert one(write(document(entity(1)))).listed is None


def test_a_document_that_is_not_valid_is_kept_and_marked(write: Callable[..., dict[str, Path]]) -> None:
    extra = "<isValid>false</isValid><issuingAuthority>Harbour Office</issuingAuthority>"
    forged = document_number("Passport", "A 123", "Russia", extra)
    entry = one(write(document(entity(1, identityDocuments=forged))))
    assert [(n.scheme, n.value) for n in entry.identifiers] == [("passport", "A123")]
    assert entry.remarks == "Passport A 123 issued by Harbour Office; Not valid: Passport A 123"


@pytest.mark.parametrize(
    ("lists", "file_name", "family"),
    [
        ("SDN List", "x.xml", "us-sdn"),
        ("Consolidated List", "SDN_ENHANCED.XML", "us-cons"),
        ("CAPTA List", "CONS_ENHANCED.XML", "us-cons"),
        ("CAPTA List", "x.xml", None),
        ("SDN List</sanctionsList><sanctionsList>Consolidated List", "x.xml", None),
    ],
)
def test_the_list_is_told_by_what_the_file_was_made_of(lists: str, file_name: str, family: str | None) -> None:
    head = document(entity(1, sanctionsLists="<sanctionsList>SDN List</sanctionsList>"), lists=lists).encode()
    assert enhanced_xml.sniff(head, file_name) == "list"
    assert enhanced_xml.family(head, file_name) == family


def test_an_archive_of_the_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "CONS_ENHANCED.ZIP"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("CONS_ENHANCED.XML", document(entity(1), lists="Consolidated List"))
    head, inner = _files.head(path)
    assert (enhanced_xml.sniff(head, inner), enhanced_xml.family(head, inner)) == ("list", "us-cons")
    assert one({"list": path}, "us-cons").measures == ("restriction",)
    about = enhanced_xml.about({"list": path}, "us-cons")
    assert about[:3] == ("Consolidated Sanctions List (non-SDN)", dt.date(2025, 1, 10), None)


HOSTILE = {
    "empty": "",
    "no parties": document(),
    "cut": document(entity(1), entity(2))[:-60],
    "no number": document(entity("")),
    "no name": document(entity(1, names="")),
    "empty name": document(entity(1, names=name(translation(" ")))),
    "number twice": document(entity(1), entity(1)),
    "relation to nobody": document(entity(1, relationships="<relationship><type>X</type></relationship>")),
    "entities": '<!DOCTYPE x [<!ENTITY a "b">]>' + document(entity(1)),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_not_such_a_list_is_one_error_that_names_the_file(
    write: Callable[..., dict[str, Path]], content: str
) -> None:
    files = write(content)
    with pytest.raises(RulesError) as caught:
        entries(files)
    assert caught.value.file == str(files["list"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(share=st.floats(0, 0.99))
def test_a_list_that_was_cut_off_anywhere_is_refused(write: Callable[..., dict[str, Path]], share: float) -> None:
    whole = document(entity(1), entity(2))
    with pytest.raises(RulesError):
        entries(write(whole[: int(len(whole) * share)]))


def test_other_xml_is_not_taken() -> None:
    assert enhanced_xml.sniff(b"<sanctions/>", "SDN_ENHANCED.XML") is None
    assert enhanced_xml.sniff(b"<html><sanctionsData/></html>", "x") is None
