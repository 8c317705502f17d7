"""The published samples of the EU's and the Swiss list, counted by other means than the readers' own."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sarcheck.lists.eu import fsf_xml
from sarcheck.lists.states import ch_seco
from sarcheck.model import Entry

EU, SWISS = "eu_fsf_xml_1_1_sample.xml", "seco_trimmed.xml"
SPACE = "{http://eu.europa.ec/fpi/fsd/export}"


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "lists" / "fixtures"


def code(text: str) -> str | None:
    return text if re.fullmatch("(?!00)[A-Z]{2}", text) else None


@pytest.fixture(scope="module")
def eu(folder: Path) -> list[Entry]:
    return list(fsf_xml.read({"list": folder / EU}, "eu-fsf", code))


@pytest.fixture(scope="module")
def swiss(folder: Path) -> list[Entry]:
    return list(ch_seco.read({"list": folder / SWISS}, "ch-seco", code))


def test_every_name_and_number_of_the_eu_sample_comes_out(folder: Path, eu: list[Entry]) -> None:
    text = (folder / EU).read_text("utf-8")
    assert Counter(n.text for e in eu for n in e.names) == Counter(re.findall(r'wholeName="([^"]+)"', text))
    numbers = [n.value for e in eu for n in e.identifiers]
    assert numbers == re.findall(r'<identification [^>]*\bnumber="([^"]+)"', text)
    assert sum(len(e.addresses) for e in eu) == text.count("<address ")
    assert [e.programs for e in eu] == [(p,) for p in re.findall(r'programme="(\w+)"', text)]
    assert (len(eu), sum(len(e.names) for e in eu), len(numbers)) == (7, 15, 3)


def test_ids_days_and_births_of_the_eu_sample(folder: Path, eu: list[Entry]) -> None:
    root = ElementTree.parse(folder / EU).getroot()
    for entry, node in zip(eu, root.iter(f"{SPACE}sanctionEntity"), strict=True):
        assert entry.id.partition("/")[0] == node.get("euReferenceNumber")
        dates = [a.get("publicationDate") or "" for a in node.iter() if a.get("publicationDate")]
        assert entry.listed == dt.date.fromisoformat(node.get("designationDate") or min(dates))
        births = [b.get("birthdate") or b.get("year", "") for b in node.iter(f"{SPACE}birthdate")]
        assert [text.rstrip("~") for text in entry.born] == list(dict.fromkeys(births))
        assert entry.names[0].text == next(node.iter(f"{SPACE}nameAlias")).get("wholeName")
    assert len({entry.id for entry in eu}) == len(eu)
    assert sum(e.id.startswith("EU.4009.74") for e in eu) == 2  # one number on two entities


def test_the_eu_sample_says_its_day(folder: Path) -> None:
    head = (folder / EU).read_bytes()[: 64 * 1024]
    assert (fsf_xml.sniff(head, EU), ch_seco.sniff(head, EU)) == ("list", None)
    assert fsf_xml.about({"list": folder / EU}, "eu-fsf").published == dt.date(2020, 4, 15)


def test_the_swiss_sample_keeps_a_target_that_was_taken_off(folder: Path, swiss: list[Entry]) -> None:
    targets = list(ElementTree.parse(folder / SWISS).getroot().iter("target"))
    assert [e.id for e in swiss] == [t.get("ssid") for t in targets]
    assert [e.type for e in swiss] == ["person", "organization", "vessel"]
    assert [(e.listed, e.delisted) for e in swiss] == [
        (None, dt.date(2016, 3, 1)),
        (dt.date(2021, 8, 11), None),
        (dt.date(2016, 5, 18), None),
    ]
    assert [[n.text for n in e.names] for e in swiss] == [
        ["Lukashenka Dzmitry Aliaksandravich", "Lukashenko Dzmitry Aliaksandravich"],
        ["Belagroprombank"],
        ["Hui Chon", "Hwang Gum San 2"],
    ]
    assert [e.measures for e in swiss] == [("restriction",), ("securities",), ("transport",)]
    assert [(n.scheme, n.value, n.valid) for n in swiss[2].identifiers] == [("imo", "8405270", True)]


def test_the_swiss_sample_says_its_day(folder: Path) -> None:
    head = (folder / SWISS).read_bytes()
    assert (ch_seco.sniff(head, SWISS), fsf_xml.sniff(head, SWISS)) == ("list", None)
    assert ch_seco.about({"list": folder / SWISS}, "ch-seco").published == dt.date(2026, 8, 27)
