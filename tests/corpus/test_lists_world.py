"""Published lists of the United Kingdom, the United Nations, Canada and Australia, counted by other means."""

from __future__ import annotations

import csv
import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sarcheck.lists import ListFormat
from sarcheck.lists.states import au_dfat, ca_sema, un_sc
from sarcheck.lists.uk import ofsi, sl_csv, sl_xml
from sarcheck.model import Entry

CODES = {"Gabon": "GA", "Afghanistan": "AF", "Pakistan": "PK", "United Arab Emirates": "AE", "Iran": "IR"}
UN, CANADA = "un_sc/2026-02-27/consolidated.xml", "ca_sema/2025-03/sema-lmes.xml"
AUSTRALIA = "au_dfat/2024-11-11/regulation8_consolidated.xlsx"
UK_CSV, UK_XML = "fixtures/uksl_58col_sample.csv", "fixtures/uksl_trimmed.xml"
OFSI = "fixtures/ofsi_conlist_2022format_sample.csv"


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "lists"


def read(module: ListFormat, path: Path, list_id: str) -> list[Entry]:
    with path.open("rb") as stream:
        head = stream.read(65536)
    assert (module.sniff(head, path.name), module.family(head, path.name)) == ("list", list_id)
    found = list(module.read({"list": path}, list_id, CODES.get))
    assert len({entry.id for entry in found}) == len(found)
    assert all(entry.names and all(name.text.strip() for name in entry.names) for entry in found)
    return found


@pytest.fixture(scope="module")
def un(folder: Path) -> list[Entry]:
    return read(un_sc, folder / UN, "un-sc")


@pytest.fixture(scope="module")
def canada(folder: Path) -> list[Entry]:
    return read(ca_sema, folder / CANADA, "ca-sema")


@pytest.fixture(scope="module")
def australia(folder: Path) -> list[Entry]:
    return read(au_dfat, folder / AUSTRALIA, "au-dfat")


@pytest.fixture(scope="module")
def sheet(folder: Path) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(folder / AUSTRALIA, read_only=True)
    rows = [*book.worksheets[0].iter_rows(max_col=12, values_only=True)][1:]
    book.close()
    return [row for row in rows if any(cell is not None for cell in row)]


# --- United Kingdom ------------------------------------------------------------------------------


def test_the_uk_sanctions_list_gives_its_ship_and_its_money_exchange(folder: Path) -> None:
    (ship,) = read(sl_csv, folder / UK_CSV, "uk-sl")
    exchange, person = read(sl_xml, folder / UK_XML, "uk-sl")
    assert (ship.id, ship.type, ship.countries, ship.measures) == ("RUS2176", "vessel", ("GA",), ("transport",))
    assert [(n.scheme, n.value, n.valid) for n in ship.identifiers] == [("imo", "9826902", True)]
    assert [(link.target, link.type) for link in ship.links] == [("Stream Ship Management FZCO", "operated_by")]
    assert (exchange.id, exchange.countries, len(exchange.names)) == ("AFG0001", ("AF", "AE"), 3)
    assert (person.id, person.born, person.measures) == ("AFG0006", ("1945", "1946"), ("asset_freeze", "travel_ban"))
    assert sl_csv.about({"list": folder / UK_CSV}, "uk-sl").published == dt.date(2026, 10, 8)
    assert sl_xml.about({"list": folder / UK_XML}, "uk-sl").published == dt.date(2026, 9, 2)


def test_ofsi_rows_are_grouped_and_no_name_is_lost(folder: Path) -> None:
    found = read(ofsi, folder / OFSI, "uk-sl")
    with (folder / OFSI).open(newline="", encoding="utf-8") as stream:
        next(stream)
        rows = list(csv.DictReader(stream))
    assert [e.id for e in found] == list(dict.fromkeys(row["Group ID"] for row in rows))
    names = {(row["Group ID"], row["Name 6"]) for row in rows}
    assert all(any(family in n.text for e in found if e.id == group for n in e.names) for group, family in names)
    births = {(row["Group ID"], row["DOB"]) for row in rows if row["DOB"]}
    assert sum(len(e.born) for e in found) == len(births)
    foreign = {(row["Group ID"], row["Name Non-Latin Script"]) for row in rows} - {(r["Group ID"], "") for r in rows}
    assert foreign == {(e.id, n.text) for e in found for n in e.names if n.script != "Latn"}
    assert ofsi.about({"list": folder / OFSI}, "uk-sl").published == dt.date(2020, 4, 27)


# --- United Nations ------------------------------------------------------------------------------


def test_un_every_record_is_an_entry_under_its_reference_number(folder: Path, un: list[Entry]) -> None:
    raw = (folder / UN).read_text("utf-8")
    assert [e.id for e in un] == re.findall(r"<REFERENCE_NUMBER>(.*?)\s*</REFERENCE_NUMBER>", raw)
    assert Counter(e.type for e in un) == {"person": 730, "organization": 273}
    assert [e.programs[0] for e in un] == re.findall(r"<UN_LIST_TYPE>(.*?)</UN_LIST_TYPE>", raw)
    days = re.findall(r"<LISTED_ON>(\d{4}-\d\d-\d\d)(?:-\d\d:\d\d)?</LISTED_ON>", raw)
    assert [str(e.listed) for e in un] == days
    assert un_sc.about({"list": folder / UN}, "un-sc").published == dt.date(2026, 2, 27)


def test_un_aliases_by_quality(folder: Path, un: list[Entry]) -> None:
    tree = ET.parse(folder / UN).getroot()
    cells = [
        ((alias.findtext("QUALITY") or "").strip(), " ".join((alias.findtext("ALIAS_NAME") or "").split()))
        for tag in ("INDIVIDUAL_ALIAS", "ENTITY_ALIAS")
        for alias in tree.iter(tag)
    ]
    assert Counter(q for q, _ in cells) == {"Good": 1524, "Low": 615, "": 291, "a.k.a.": 594, "f.k.a.": 19}
    assert not any(text for quality, text in cells if not quality)
    plain = [(quality, text) for quality, text in cells if text and not re.search(r"[;(),]|\s[a-z]\)", text)]
    names = {(n.text, n.kind, n.strength) for e in un for n in e.names}
    meant = {
        "Good": ("alias", "strong"),
        "a.k.a.": ("alias", "strong"),
        "Low": ("alias", "weak"),
        "f.k.a.": ("former", "strong"),
    }
    assert all((text, *meant[quality]) in names for quality, text in plain)
    assert len(plain) > 2000
    assert {len(found) for e in un if (found := [n for n in e.names if "Tahrir al-Sham" in n.text])} == {6}


def test_un_names_in_their_own_script_and_dates_of_birth(folder: Path, un: list[Entry]) -> None:
    tree = ET.parse(folder / UN).getroot()
    originals = [found.text for found in tree.iter("NAME_ORIGINAL_SCRIPT") if found.text and found.text.strip()]
    assert len(originals) == 378
    primary = Counter(n.text for e in un for n in e.names if n.kind == "primary")
    assert sum(primary.values()) - len(un) == 377  # one of them repeats the name as it is
    dated = {
        " ".join((person.findtext("REFERENCE_NUMBER") or "").split())
        for person in tree.iter("INDIVIDUAL")
        for path in ("DATE", "YEAR", "FROM_YEAR", "NOTE")
        if any((d.text or "").strip() for d in person.iterfind(f"INDIVIDUAL_DATE_OF_BIRTH/{path}"))
        or any((d.text or "").strip() for d in person.iterfind("INDIVIDUAL_ALIAS/DATE_OF_BIRTH"))
    }
    assert {e.id for e in un if e.born} == dated
    assert sum("~" in b for e in un for b in e.born) >= 100


# --- Canada --------------------------------------------------------------------------------------


def test_canada_every_record_is_an_entry(folder: Path, canada: list[Entry]) -> None:
    records = ET.parse(folder / CANADA).getroot().findall("record")
    assert len(canada) == len(records) == 4759
    assert Counter(e.type for e in canada) == {"person": 3334, "organization": 1316, "vessel": 109}
    assert [str(e.listed) for e in canada] == [r.findtext("DateOfListing") for r in records]
    assert sum(bool(e.born) for e in canada) == sum(r.find("DateOfBirthOrShipBuildDate") is not None for r in records)
    assert all(e.identifiers[0].valid for e in canada if e.type == "vessel")
    assert sum("\n" in (r.findtext("EntityOrShip") or "") for r in records) == 158
    assert not any("\n" in n.text for e in canada for n in e.names)


def test_canada_no_letter_of_an_alias_cell_is_lost(folder: Path, canada: list[Entry]) -> None:
    cells = [r.findtext("Aliases") or "" for r in ET.parse(folder / CANADA).getroot().findall("record")]
    assert sum(";" in cell and "," in cell for cell in cells) == 24
    dropped = re.compile(r"\b[A-Z][a-z]+\s*:|\b(?:or|and)\b|[\s,;]")
    for cell, entry in zip(cells, canada, strict=True):
        kept = "".join(dropped.sub("", n.text) for n in entry.names)
        assert all(dropped.sub("", piece) in kept for piece in re.split(r"[;,]|\bor\b|[A-Z][a-z]+\s*:", cell)), cell


def test_canada_states_the_founding_cases_parties(canada: list[Entry]) -> None:
    by_id = {e.id: e for e in canada}
    terra, wagner, prigozhin = (by_id[f"Russia|1, Part {key}"] for key in ("2|353", "2|88", "1|472"))
    assert {n.text for n in terra.names} == {"Terra Tech JSC", "Акционерное общество (АО) «ТЕРРА ТЕХ»"}
    assert {n.text for n in wagner.names} == {"Wagner", "Гру́ппа Ва́гнера", "Vagner"}
    assert prigozhin.names[0].text == "Yevgeny Viktorovich PRIGOZHIN"
    assert "Евгений Викторович Пригожин" in {n.text for n in prigozhin.names}
    assert (terra.listed, prigozhin.born) == (dt.date(2023, 4, 5), ("1961-06-01",))


# --- Australia -----------------------------------------------------------------------------------


def test_australia_every_number_is_a_party_and_every_row_a_name(
    australia: list[Entry], sheet: list[tuple[Any, ...]]
) -> None:
    numbers = [re.match(r"\d+", str(row[0])) for row in sheet]
    assert len(sheet) == 9553
    assert [e.id for e in australia] == list(dict.fromkeys(n[0] for n in numbers if n))
    stated = {(n[0], " ".join(str(row[1]).split())) for n, row in zip(numbers, sheet, strict=True) if n}
    assert stated == {(e.id, n.text) for e in australia for n in e.names}
    assert all(e.names[0].kind == "primary" for e in australia)
    assert Counter(e.type for e in australia) == {"person": 2316, "organization": 746}


def test_australia_dates_of_birth_are_understood_but_for_a_few(
    australia: list[Entry], sheet: list[tuple[Any, ...]]
) -> None:
    dated = {re.match(r"\d+", str(row[0]))[0] for row in sheet if row[4] not in (None, "NA", "na")}  # type: ignore[index]
    assert {e.id for e in australia if e.born} == dated
    texts = [b for e in australia for b in e.born if not re.fullmatch(r"[\d~/-]+", b)]
    assert len(texts) <= 12


def test_australia_lists_from_the_day_that_the_row_names_not_that_of_its_last_change(
    australia: list[Entry],
) -> None:
    first = next(e for e in australia if e.id == "2")
    assert (first.listed, first.remarks.endswith("Control Date: 2014-12-15")) == (dt.date(2001, 1, 25), True)
    wagner = [e for e in australia if any("wagner" in n.text.casefold() for n in e.names)]
    assert wagner
