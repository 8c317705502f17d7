"""The Consolidated Screening List and the Denied Persons List, counted by other means than the readers' own."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from sarcheck.compiling import country_codes
from sarcheck.lists.us import csl, dpl
from sarcheck.model import Entry
from sarcheck.ruleset import default_pack

CSL, DPL = "us_csl/2022-04/consolidated.csv.gz", "us_bis_dpl_txt/2022-09/dpl.txt"
CONSOLIDATED = ("(SSI)", "(FSE)", "(PLC)", "(CAP)", "(CMIC)", "(NS-MBS List)")
LISTS = {
    **{f"({name.upper()})": f"us-{name}" for name in ("sdn", "el", "meu", "uvl", "dpl", "isn", "dtc")},
    **dict.fromkeys(CONSOLIDATED, "us-cons"),
}

Row = dict[str, str]


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "lists"


@pytest.fixture(scope="module")
def rows(folder: Path) -> list[Row]:
    """Return the rows as Python's own csv module sees them."""
    text = gzip.decompress((folder / CSL).read_bytes()).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture(scope="module")
def found(folder: Path) -> list[Entry]:
    return list(csl.read({"list": folder / CSL}, "us-csl", country_codes([default_pack()])))


@pytest.fixture(scope="module")
def by_key(found: list[Entry]) -> dict[tuple[str, str], Entry]:
    return {(entry.list, entry.id): entry for entry in found}


def on(row: Row) -> str:
    return next(name for mark, name in LISTS.items() if mark in row["source"])


def test_every_row_is_an_entry_of_its_list(rows: list[Row], found: list[Entry]) -> None:
    assert len(rows) == 14_160
    assert sum(not row["type"] for row in rows) == 3_625
    ids = Counter(row["_id"] for row in rows)
    assert sum(count - 1 for count in ids.values()) == 112
    keys = {(on(row), row["_id"]) for row in rows}
    assert keys == {(entry.list, entry.id) for entry in found}
    assert len(found) == len(keys) == 14_160 - 47
    assert Counter(entry.list for entry in found) == Counter(name for name, _ in keys)
    assert Counter(entry.list for entry in found)["us-el"] == 2_001


def test_merged_parties_keep_what_each_row_states(rows: list[Row], by_key: dict[tuple[str, str], Entry]) -> None:
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[on(row), row["_id"]].append(row)
    several = {key: group for key, group in groups.items() if len(group) > 1}
    assert len(several) == 47
    for key, group in several.items():
        entry = by_key[key]
        assert {name.text for name in entry.names} >= {row["name"].strip() for row in group}
        assert set(entry.programs) == {part for row in group for part in row["programs"].split("; ")}
        assert all(row["source"] in entry.remarks for row in group)


def test_types_are_known_for_the_treasury_only(rows: list[Row], found: list[Entry]) -> None:
    assert sum(entry.type == "unknown" for entry in found) == sum(not row["type"] for row in rows)
    of_sdn = Counter(row["type"] for row in rows if on(row) == "us-sdn")
    kinds = Counter(entry.type for entry in found if entry.list == "us-sdn")
    assert kinds["person"] == of_sdn["Individual"]
    assert kinds["vessel"] == of_sdn["Vessel"] == 433
    assert kinds["aircraft"] == of_sdn["Aircraft"] == 283


def test_damaged_names_keep_their_text_and_get_an_alias(rows: list[Row], by_key: dict[tuple[str, str], Entry]) -> None:
    damaged = [row for row in rows if "?" in row["name"]]
    assert len(damaged) == 30 and {on(row) for row in damaged} == {"us-el"}
    for row in damaged:
        names = by_key["us-el", row["_id"]].names
        assert names[0].text == row["name"].strip()
        assert "?" not in names[1].text and names[1].kind == "alias"


def test_names_within_names_are_apart(rows: list[Row], found: list[Entry]) -> None:
    nested = [row["name"] for row in rows if "a.k.a." in row["name"] or "aka " in row["name"].replace("Kaka ", "")]
    assert len(nested) == 6
    primary = {name.text for entry in found for name in entry.names if name.kind == "primary"}
    assert not [text for text in primary if "k.a." in text]
    assert not [name.text for entry in found for name in entry.names if name.text != " ".join(name.text.split())]
    aliases = {name.text for entry in found for name in entry.names if name.kind == "alias"}
    assert {
        "Chi-Chung Electronics Company Ltd. (Chitron-Shenzhen)",
        "FETCO, Inc.",
        "Aerospace Research Institute",
    } <= aliases


def test_terms_of_the_bureau_are_kept(rows: list[Row], by_key: dict[tuple[str, str], Entry]) -> None:
    for row in (row for row in rows if on(row) in ("us-el", "us-meu", "us-dpl", "us-uvl")):
        entry = by_key[on(row), row["_id"]]
        assert entry.license_requirement == " ".join(row["license_requirement"].split())
        assert entry.license_policy == " ".join(row["license_policy"].split())
        assert (entry.citation or "") == " ".join(row["federal_register_notice"].split())
        assert entry.listed is None or entry.listed.isoformat() == row["start_date"]
        volumes = sorted(int(volume) + 1935 for volume in re.findall(r"(\d+) F\.?\s?R", row["federal_register_notice"]))
        if row["start_date"] and len(volumes) <= 1:
            late = bool(volumes) and volumes[0] < int(row["start_date"][:4])
            assert (entry.listed is None) == late, row["federal_register_notice"]
        ended = (entry.delisted - dt.timedelta(days=1)).isoformat() if entry.delisted else ""
        assert ended == row["end_date"]


def test_countries_stand_at_the_end_of_addresses(rows: list[Row], found: list[Entry]) -> None:
    pieces = [part for row in rows if on(row) == "us-uvl" for part in row["addresses"].split("; ")]
    listed = [address for entry in found if entry.list == "us-uvl" for address in entry.addresses]
    written_out = {"ic": "CZ"}  # the Czech Republic stands there in words
    ends = (part.strip()[-2:] for part in pieces)
    assert Counter(address.country for address in listed) == Counter(written_out.get(end, end) for end in ends)
    without = [address.text for entry in found for address in entry.addresses if not address.country]
    assert not [text for text in without if text.endswith((", RU", ", CN", ", IR"))]


def test_numbers_are_those_of_the_cells(rows: list[Row], found: list[Entry]) -> None:
    for label, scheme in (("Unified Social Credit Code (USCC)", "uscc"), ("Legal Entity Number", "lei")):
        stated = {
            part.split(", ")[-2].strip()
            for row in rows
            for part in row["ids"].split("; ")
            if part.endswith(f", {label}")
        }
        read = {one.value for entry in found for one in entry.identifiers if one.scheme == scheme}
        assert stated and {text.replace("-", "").replace(" ", "").upper() for text in stated} <= read
    passports = sum(part.endswith(", Passport") for row in rows for part in row["ids"].split("; "))
    assert sum(i.scheme == "passport" for entry in found for i in entry.identifiers) >= 0.99 * passports


def test_wagner_is_on_both_lists_under_its_names(found: list[Entry], by_key: dict[tuple[str, str], Entry]) -> None:
    frozen = by_key["us-sdn", "22543"]
    assert "PMC WAGNER" in {name.text for name in frozen.names}
    (controlled,) = (entry for entry in found if entry.list == "us-el" and "Wagner" in entry.names[0].text)
    assert {"Chvk Vagner", "PMC Wagner"} <= {name.text for name in controlled.names}
    assert (controlled.countries, controlled.measures) == (("RU",), ("export_control",))
    # 2022-04 is before the founding case: nobody of it is listed yet.
    assert not [entry.id for entry in found if "spacety" in repr(entry.names).casefold()]


def test_the_json_form_of_the_same_rows_reads_alike(rows: list[Row], found: list[Entry], tmp_path: Path) -> None:
    joined = ("alt_names", "programs", "nationalities", "citizenships", "dates_of_birth", "places_of_birth", "ids")
    listed = [
        {
            **{key: value or None for key, value in row.items() if key != "_id"},
            **{key: [part for part in row[key].split("; ") if part] for key in (*joined, "addresses")},
            "id": row["_id"],
        }
        for row in rows
    ]
    path = tmp_path / "consolidated.json"
    path.write_text(json.dumps({"results": listed}), encoding="utf-8")
    assert list(csl.read({"list": path}, "us-csl", country_codes([default_pack()]))) == found


def test_every_denied_person_is_an_entry(folder: Path) -> None:
    text = (folder / DPL).read_bytes().decode("latin-1")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t"))
    found = list(dpl.read({"list": folder / DPL}, "us-dpl", country_codes([default_pack()])))
    assert len(found) == len(rows) == text.count("\n") - 1
    assert len({entry.id for entry in found}) == len(found)
    for row, entry in zip(rows, found, strict=True):
        assert entry.names[0].text in " ".join(row["Name"].split()) or "A.K.A." in row["Name"]
        stated = dt.datetime.strptime(row["Effective_Date"], "%m/%d/%Y").date()
        assert entry.listed == stated
        assert bool(entry.delisted) == bool(row["Expiration_Date"].strip())
        country = row["Country"].strip()  # PRC is a name of China; NM is a state of the USA and no country
        assert "".join(entry.countries) == {"PRC": "CN", "NM": ""}.get(country, country)
    assert sum(entry.delisted is None for entry in found) == 53
    expired = sum(entry.delisted is not None and entry.delisted <= dt.date(2022, 9, 30) for entry in found)
    assert expired == sum(_ended_by(row["Expiration_Date"], "20220929") for row in rows)
    assert [entry.names[0].text for entry in found if "3033-09-30" in entry.remarks] == ["JOSE ERNESTO GARCIA"]


def _ended_by(text: str, day: str) -> bool:
    month, number, year = text.split("/") if text else ("", "", "9999")
    return f"{year}{month}{number}" <= day
