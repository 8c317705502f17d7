"""OFAC's XML lists as published, counted by regular expressions and ElementTree, and compared with one another."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sarcheck.lists import _files
from sarcheck.lists.ofac import advanced_xml, csv_set, enhanced_xml, legacy_xml
from sarcheck.model import Entry

COUNTRIES = {"Russia": "RU", "China": "CN", "Luxembourg": "LU", "Haiti": "HT", "Palestinian": "PS", "PS": "PS"}
CSV, XML, ADVANCED, ENHANCED = "csv", "xml", "advanced", "enhanced"
FILES = {
    XML: (legacy_xml, "ofac_cons_xml/2025-03-28/consolidated.xml"),
    ADVANCED: (advanced_xml, "ofac_cons_advanced/2020-03-17/CONS_ADVANCED.XML"),
    ENHANCED: (enhanced_xml, "ofac_cons_enhanced/2025-01-10/CONS_ENHANCED.ZIP"),
}
FIXTURE = "fixtures/ofac_sdn_xml_legacy_sample.xml"
DELIMITED = {"primary": "cons_prim.csv", "alias": "cons_alt.csv", "address": "cons_add.csv"}

Lists = dict[str, dict[str, Entry]]


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "lists"


@pytest.fixture(scope="module")
def read(folder: Path) -> Lists:
    """Return the entries of every form of the consolidated list by number."""

    def entries(module: Any, files: dict[str, Path]) -> dict[str, Entry]:
        return {entry.id: entry for entry in module.read(files, "us-cons", COUNTRIES.get)}

    delimited = {role: folder / "ofac_cons_csv/2025-12-19" / name for role, name in DELIMITED.items()}
    delimited["comments"] = folder / "ofac_cons_csv/2025-12-19/cons_comments.csv"
    found = {form: entries(module, {"list": folder / path}) for form, (module, path) in FILES.items()}
    return {**found, CSV: entries(csv_set, delimited)}


@pytest.fixture(scope="module")
def text(folder: Path) -> dict[str, str]:
    """Return each file's own text."""
    texts = {form: folder / path for form, (_, path) in FILES.items()}
    with zipfile.ZipFile(texts.pop(ENHANCED)) as archive:
        enhanced = archive.read("CONS_ENHANCED.XML").decode()
    return {ENHANCED: enhanced, **{form: path.read_text("utf-8-sig") for form, path in texts.items()}}


def elements(text: str, path: str) -> list[ET.Element]:
    """Return elements at a path by Python's own parser, which needs the namespace spelled out."""
    return ET.fromstring(text).findall("/".join("{*}" + step for step in path.split("/")))


@pytest.mark.parametrize(
    ("form", "day", "counts"),
    [
        (XML, "2025-03-28", {"organization": 363, "person": 80}),
        (ADVANCED, "2020-03-17", {"organization": 293, "person": 82}),
        (ENHANCED, "2025-01-10", {"organization": 363, "person": 80}),
    ],
)
def test_each_form_is_told_and_read_whole(
    folder: Path, read: Lists, form: str, day: str, counts: dict[str, int]
) -> None:
    module, path = FILES[form]
    head, name = _files.head(folder / path)
    told = [(m.sniff(head, name), m.NAME) for m, _ in FILES.values() if m.sniff(head, name)]
    assert told == [("list", module.NAME)]
    assert module.family(head, name) == "us-cons"
    about = module.about({"list": folder / path}, "us-cons")
    assert (str(about.published), about.gaps) == (day, None)
    assert Counter(entry.type for entry in read[form].values()) == counts


def test_the_counts_of_the_enhanced_list(read: Lists, text: dict[str, str]) -> None:
    body = text[ENHANCED].partition("<entities>")[2]
    names = [name for entry in read[ENHANCED].values() for name in entry.names]
    assert len(read[ENHANCED]) == body.count("<entity id=") == 443
    assert len(re.findall(r"<name id=", body)) == 1579
    assert len(names) == len(re.findall(r"<formattedFullName>", body)) == 1624
    assert Counter(name.script for name in names) == {"Latn": 1579, "Cyrl": 39, "Hans": 5, "Hant": 1}
    assert body.count("<isLowQuality>true") == 70
    assert sum(name.strength == "weak" for name in names if name.script == "Latn") == 70
    links = [link for entry in read[ENHANCED].values() for link in entry.links]
    assert len(links) == body.count("<relatedEntity ") == 283
    assert all(link.by == "id" and not link.former for link in links)
    assert Counter(link.stated for link in links) == Counter(
        re.findall(r"<type refId=\"\d+\">([^<]*)</type>\s*<relatedEntity", body)
    )
    assert (
        sum("SDN List" in (one.text or "") for one in elements(text[ENHANCED], "entities/entity/*/sanctionsList")) == 77
    )


def test_one_related_entity_is_on_the_other_list(read: Lists) -> None:
    targets = {link.target for entry in read[ENHANCED].values() for link in entry.links}
    assert targets - read[ENHANCED].keys() == {"4695"}


def test_the_counts_of_the_plain_list(read: Lists, text: dict[str, str]) -> None:
    names = [name for entry in read[XML].values() for name in entry.names]
    assert text[XML].count("<sdnEntry>") == 443
    assert len(names) == 443 + text[XML].count("<aka>")
    assert sum(name.strength == "weak" for name in names) == text[XML].count("<category>weak") == 70
    assert sum(name.kind == "former" for name in names) == text[XML].count("<type>f.k.a.") == 144
    assert sum(len(entry.links) for entry in read[XML].values()) == text[XML].count("Linked To:") == 283
    assert sum(len(entry.addresses) for entry in read[XML].values()) == text[XML].count("<address>") == 520
    remarks = " ".join(entry.remarks for entry in read[XML].values())
    assert remarks.count("Secondary sanctions risk:") == text[XML].count("<idType>Secondary sanctions risk:") == 361
    assert {entry.gender for entry in read[XML].values()} == {None, "male"}


def test_the_counts_of_the_advanced_list(read: Lists, text: dict[str, str]) -> None:
    entries = read[ADVANCED].values()
    assert text[ADVANCED].count("<DocumentedName ") == 1290
    assert sum(len(e.names) for e in entries) == 1290 - 1  # one weak alias stands in the file twice
    assert text[ADVANCED].count('LowQuality="true"') == 31
    assert sum(n.strength == "weak" for e in entries for n in e.names) == 31 - 1
    assert sum(len(e.links) for e in entries) == text[ADVANCED].count("<ProfileRelationship ") == 276
    assert all(e.names[0].kind == "primary" and e.names[0].script == "Latn" for e in entries)
    days = {profile: day for profile, list_, day in advanced_days(text[ADVANCED]) if list_ == "91512"}
    assert {e.id: str(e.listed) for e in entries} == days


def advanced_days(text: str) -> list[tuple[str, str, str]]:
    """Return (profile, list, first day) of every SanctionsEntry."""
    found = []
    for node in elements(text, "SanctionsEntries/SanctionsEntry"):
        parts = [[int(part.text or 0) for part in date] for date in node.findall("{*}EntryEvent/{*}Date")]
        first = min(f"{year}-{month:02d}-{number:02d}" for year, month, number in parts)
        found.append((node.get("ProfileID", ""), node.get("ListID", ""), first))
    return found


@pytest.mark.parametrize("form", [ADVANCED, ENHANCED])
def test_the_owned_party_points_to_its_owner(read: Lists, form: str) -> None:
    by_name = {entry.names[0].text: entry for entry in read[form].values()}
    names = {entry.id: entry.names[0].text for entry in read[form].values()}
    (owned,) = [entry for name, entry in by_name.items() if "ORENBURGNEFT" in name]
    (link,) = owned.links
    assert (link.type, link.stated) == ("owned_or_controlled_by", "Owned or Controlled By")
    assert "ROSNEFT" in names[link.target]


@pytest.mark.parametrize("form", [XML, ENHANCED])
def test_every_identity_document_is_an_identifier(read: Lists, text: dict[str, str], form: str) -> None:
    """Count what a head of section 1's table says is a number; the plain form mixes them with notes."""
    if form == ENHANCED:
        stated = [
            (node.get("id"), (one.find("{*}documentNumber").text or "").strip())  # type: ignore[union-attr]
            for node in elements(text[form], "entities/entity")
            for one in node.findall("{*}identityDocuments/{*}identityDocument")
        ]
        assert len(stated) == 692
    else:
        heads = ("Tax ID No.", "Registration ID", "Government Gazette Number", "Unified Social Credit Code (USCC)")
        stated = [
            (node.findtext("{*}uid"), node_id.findtext("{*}idNumber") or "")
            for node in elements(text[form], "sdnEntry")
            for node_id in node.findall("{*}idList/{*}id")
            if node_id.findtext("{*}idType") in heads
        ]
        assert len(stated) == 213 + 208 + 153 + 58
    lost = [(uid, number) for uid, number in stated if plain(number) not in numbers(read[form][uid or ""])]
    assert lost == []


def plain(number: str) -> str:
    """Return a number as compared; two of them bring their country with them."""
    return re.sub(r"\W", "", number.removesuffix("(Russia)")).upper()


def numbers(entry: Entry) -> set[str]:
    return {one.value for one in entry.identifiers}


def latin(entry: Entry) -> set[tuple[str, str, str]]:
    return {(name.text, name.kind, name.strength) for name in entry.names if name.script in (None, "Latn")}


def test_forms_of_the_same_year_agree_party_by_party(read: Lists) -> None:
    plain_form, enhanced = read[XML], read[ENHANCED]
    assert list(plain_form) == list(enhanced)
    for uid, entry in plain_form.items():
        other = enhanced[uid]
        assert latin(entry) == latin(other)
        assert entry.names[0].text == other.names[0].text
        assert numbers(entry) == numbers(other)
        assert (entry.type, entry.born, entry.gender, entry.measures) == (
            other.type,
            other.born,
            other.gender,
            other.measures,
        )
        assert set(entry.programs) == set(other.programs)
        assert set(entry.addresses) == {one for one in other.addresses if one.text.isascii()}
        assert len(entry.links) == len(other.links)


def test_links_by_name_and_by_number_mean_the_same_parties(read: Lists) -> None:
    names = {entry.id: entry.names[0].text for entry in read[ENHANCED].values()} | {"4695": "HAMAS"}
    for uid, entry in read[XML].items():
        by_number = sorted(names[link.target] for link in read[ENHANCED][uid].links)
        assert sorted(link.target for link in entry.links) == by_number


def test_the_delimited_form_of_eleven_months_later_differs_little(read: Lists) -> None:
    both = read[CSV].keys() & read[ENHANCED].keys()
    assert len(both) == 442
    assert sum(latin(read[CSV][uid]) != latin(read[ENHANCED][uid]) for uid in both) == 7
    assert sum(numbers(read[CSV][uid]) != numbers(read[ENHANCED][uid]) for uid in both) <= 10
    assert sum(read[CSV][uid].born != read[ENHANCED][uid].born for uid in both) == 0
    assert sum(read[CSV][uid].names[0].text != read[ENHANCED][uid].names[0].text for uid in both) == 1


def test_the_old_namespace_is_read_and_a_sample_says_that_it_is_one(folder: Path) -> None:
    files = {"list": folder / FIXTURE}
    head, name = _files.head(files["list"])
    assert (legacy_xml.sniff(head, name), legacy_xml.family(head, name)) == ("list", "us-sdn")
    assert legacy_xml.family(head, "list.xml") == "us-sdn"
    about = legacy_xml.about(files, "us-sdn")
    assert (str(about.published), about.gaps) == (
        "2020-04-22",
        "it states 8197 records and holds 8: download it again",
    )
    entries = list(legacy_xml.read(files, "us-sdn", COUNTRIES.get))
    assert len(entries) == head.count(b"<sdnEntry>") == 8
    assert sum(name.strength == "weak" for entry in entries for name in entry.names) == 2
    assert {link.target for entry in entries for link in entry.links} == {"SUMIYOSHI-KAI"}
