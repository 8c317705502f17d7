"""Published lists, counted by other means than the reader's own."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from sarcheck import importing, lists
from sarcheck.errors import RulesError
from sarcheck.model import Entry

COUNTRIES = {"Russia": "RU", "China": "CN", "Luxembourg": "LU"}
SDN, NEWER, CONSOLIDATED = "ofac_sdn_csv/2023-12-28", "ofac_sdn_csv/2024-06-27", "ofac_cons_csv/2025-12-19"


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "lists"


@pytest.fixture(scope="module")
def read(folder: Path) -> dict[str, dict[str, Entry]]:
    """Return the entries of every set by id."""

    def entries(name: str) -> dict[str, Entry]:
        (found,) = lists.recognise(sorted((folder / name).iterdir()))
        return {e.id: e for e in found.format.read(found.files, found.list_id or "", COUNTRIES.get)}

    return {name: entries(name) for name in (SDN, NEWER, CONSOLIDATED)}


def table(path: Path, width: int) -> list[list[str]]:
    """Return the rows of a file as Python's own csv module sees them, nulls and blanks included."""
    with path.open(newline="", encoding="ascii") as stream:
        return [cells for cells in csv.reader(stream) if len(cells) == width and cells[0].isdigit()]


@pytest.mark.parametrize(
    ("name", "main", "expected"),
    [
        (SDN, "sdn.csv", {"organization": 6033, "person": 6646, "vessel": 764, "aircraft": 378}),
        (NEWER, "sdn.csv", {"organization": 7252, "person": 6915, "vessel": 861, "aircraft": 374}),
        (CONSOLIDATED, "cons_prim.csv", {"organization": 363, "person": 79}),
    ],
)
def test_every_row_is_an_entry_of_its_type(
    folder: Path, read: dict[str, dict[str, Entry]], name: str, main: str, expected: dict[str, int]
) -> None:
    rows = table(folder / name / main, 12)
    assert Counter(entry.type for entry in read[name].values()) == expected
    assert list(read[name]) == [cells[0] for cells in rows]
    assert all(read[name][cells[0]].names[0].text == cells[1] for cells in rows)
    assert all("] [".join(read[name][cells[0]].programs) == cells[3] for cells in rows)


@pytest.mark.parametrize(
    ("name", "alias", "address", "counts"),
    [(SDN, "alt.csv", "add.csv", (17091, 16338)), (CONSOLIDATED, "cons_alt.csv", "cons_add.csv", (1073, 522))],
)
def test_every_alias_and_every_address_that_says_anything_comes_out(
    folder: Path, read: dict[str, dict[str, Entry]], name: str, alias: str, address: str, counts: tuple[int, int]
) -> None:
    entries = read[name].values()
    strong = Counter(n.kind for e in entries for n in e.names if n.strength == "strong")
    kinds = Counter(cells[2] for cells in table(folder / name / alias, 5))
    assert strong["alias"] == kinds["aka"] + kinds["nka"]
    assert strong["former"] == kinds["fka"]
    said = [cells for cells in table(folder / name / address, 6) if any(c.strip() != "-0-" for c in cells[2:])]
    assert (sum(kinds.values()), sum(len(e.addresses) for e in entries)) == counts
    assert len(said) == counts[1]


@pytest.mark.parametrize(("name", "weak", "cut"), [(SDN, 3369, 2), (NEWER, 3790, 3), (CONSOLIDATED, 72, 0)])
def test_weak_aliases_come_out_of_remarks(
    folder: Path, read: dict[str, dict[str, Entry]], name: str, weak: int, cut: int
) -> None:
    text = "".join(path.read_text("ascii") for path in (folder / name).iterdir() if path.name != "alt.csv")
    marked = sum(text.count(f"{letter}.k.a. '") for letter in "afn")
    assert sum(n.strength == "weak" for e in read[name].values() for n in e.names) == weak
    assert marked == weak + cut  # names that the 1,000 characters cut are not names


@pytest.mark.parametrize(
    ("name", "entries", "linked", "unresolved"),
    [(SDN, 5424, 5963, 8), (NEWER, 5912, 6471, 9), (CONSOLIDATED, 283, 283, 1)],
)
def test_links_name_their_target_as_its_own_entry_does(
    read: dict[str, dict[str, Entry]], name: str, entries: int, linked: int, unresolved: int
) -> None:
    links = [(e.id, link.target) for e in read[name].values() for link in e.links if link.type == "linked_to"]
    primary = {e.names[0].text for e in read[name].values()}
    assert (len({id_ for id_, _ in links}), len(links)) == (entries, linked)
    assert sum(target not in primary for _, target in links) == unresolved


def test_a_link_to_a_name_that_ends_in_a_full_stop(read: dict[str, dict[str, Entry]]) -> None:
    targets = {link.target for e in read[SDN].values() for link in e.links}
    assert "HERJEZ LTDA." in targets
    assert "HERJEZ LTDA" not in targets


@pytest.mark.parametrize(("name", "cut"), [(SDN, 17), (NEWER, 19)])
def test_cut_remarks_and_missing_files_make_a_set_partial(folder: Path, name: str, cut: int) -> None:
    (found,) = lists.recognise(sorted((folder / name).iterdir()))
    gaps = found.format.about(found.files, "us-sdn").gaps or ""
    assert f"Remarks of {cut} parties" in gaps
    assert ("alias file is missing" in gaps) == (name == NEWER)


def test_the_consolidated_set_is_whole_and_continued(folder: Path, read: dict[str, dict[str, Entry]]) -> None:
    (found,) = lists.recognise(sorted((folder / CONSOLIDATED).iterdir()))
    assert found.format.about(found.files, "us-cons").gaps is None
    numbers = {(n.scheme, n.value, n.valid) for n in read[CONSOLIDATED]["17014"].identifiers}
    assert ("ogrn", "1027700342890", True) in numbers  # "Registration Numbe" + "r 1027700342890"
    assert "RUSAG" in {n.text for n in read[CONSOLIDATED]["17014"].names}
    assert Counter(m for e in read[CONSOLIDATED].values() for m in e.measures) == {
        "sectoral": 292,
        "restriction": 85,
        "securities": 68,
    }


@pytest.mark.parametrize(
    ("main", "other"),
    [
        (f"{NEWER}/sdn.csv", f"{SDN}/alt.csv"),
        (f"{NEWER}/sdn.csv", f"{SDN}/add.csv"),
        (f"{SDN}/sdn.csv", f"{NEWER}/add.csv"),
        (f"{SDN}/sdn.csv", "ofac_sdn_csv/2025-12/sdn_comments.csv"),
        (f"{NEWER}/sdn.csv", "ofac_sdn_csv/2025-12/sdn_comments.csv"),
    ],
)
def test_snapshots_of_different_dates_are_refused(folder: Path, tmp_path: Path, main: str, other: str) -> None:
    with pytest.raises(RulesError, match="not of one date"):
        importing.import_lists([folder / main, folder / other], tmp_path, country_code=COUNTRIES.get)
    assert not list(tmp_path.iterdir())


def test_comments_alone_are_no_list(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="lacks its main file"):
        importing.import_lists([folder / "ofac_sdn_csv/2025-12"], tmp_path, country_code=COUNTRIES.get)


def test_a_real_set_is_imported_and_read_back(folder: Path, tmp_path: Path, read: dict[str, dict[str, Entry]]) -> None:
    (source,) = importing.import_lists([folder / CONSOLIDATED], tmp_path, country_code=COUNTRIES.get)
    back = importing.read_entries(tmp_path / "lists" / "us-cons", COUNTRIES.get)
    assert (source.id, source.entries, source.partial) == ("us-cons", 442, None)
    assert {entry.id: entry for entry in back} == read[CONSOLIDATED]


@pytest.mark.parametrize(
    ("number", "names", "numbers", "links", "countries"),
    [
        (
            "40476",
            {"JOINT STOCK COMPANY TERRA TECH", "AO TERRA TEKH", "AKTSIONERNOE OBSHCHESTVO TERRA TEKH"},
            {("inn", "7722429553", True), ("ogrn", "5177746378431", True)},
            set(),
            ("RU",),
        ),
        (
            "40477",
            {
                "CHANGSHA TIANYI SPACE SCIENCE AND TECHNOLOGY RESEARCH INSTITUTE CO. LTD",
                "CHANG SHA TIAN YI KONG JIAN KE JI YAN JIU YUAN YOU XIAN GONG SI",
                "SPACETY CO. LTD",
            },
            {("registration", "430193000093452", None), ("uscc", "914301003206989977", True)},
            {"JOINT STOCK COMPANY TERRA TECH"},
            ("CN",),
        ),
        (
            "40478",
            {"SPACETY LUXEMBOURG S.A.", "TIAN YI LU SEN BAO GONG SI"},
            {("vat", "LU32227405", True), ("registration", "B236930", None)},
            {"CHANGSHA TIANYI SPACE SCIENCE AND TECHNOLOGY RESEARCH INSTITUTE CO. LTD"},
            ("LU",),
        ),
        (
            "42075",
            {"CHINA HEAD AEROSPACE TECHNOLOGY COMPANY", "CHINA HEAD TECHNOLOGY CO", "HEAD AEROSPACE GROUP"},
            {("registration", "110108010146888", None), ("uscc", "91110108661572276L", True)},
            {"PRIGOZHIN, Yevgeniy Viktorovich"},
            ("CN",),
        ),
        (
            "46669",
            {"CHANG GUANG SATELLITE TECHNOLOGY CO., LTD.", "CHANGGUANG SATELLITE CO., LTD.", "CHARMING GLOBE"},
            {("uscc", "91220101310012867G", True)},
            set(),
            ("CN",),
        ),
        (
            "40237",
            {
                "JOINT STOCK COMPANY RESEARCH AND PRODUCTION CONCERN BARL",
                "AKTSIONERNOE OBSHCHESTVO NAUCHNO-PROIZVODSTVENNY KONTSERN BARL",
                "AO NPK BARL",
            },
            {("inn", "7717513841", True), ("okpo", "74062057", True), ("ogrn", "1047796519220", True)},
            set(),
            ("RU",),
        ),
        (
            "22543",
            {
                "PRIVATE MILITARY COMPANY 'WAGNER'",
                "PMC WAGNER",
                "CHASTNAYA VOENNAYA KOMPANIYA 'VAGNER'",
                "CHVK VAGNER",
                "WAGNER GROUP",
            },
            set(),
            set(),
            ("RU",),
        ),
        (
            "21171",
            {"PRIGOZHIN, Yevgeniy Viktorovich", "PRIGOZHIN, Evgeny"},
            set(),
            {"INTERNET RESEARCH AGENCY LLC"},
            ("RU",),
        ),
    ],
)
def test_the_founding_cases_parties(
    read: dict[str, dict[str, Entry]],
    number: str,
    names: set[str],
    numbers: set[tuple[str, str, bool | None]],
    links: set[str],
    countries: tuple[str, ...],
) -> None:
    for snapshot in (SDN, NEWER):
        entry = read[snapshot][number]
        kept = names if snapshot == SDN else {n for n in names if n in (entry.names[0].text, "CHARMING GLOBE")}
        assert {name.text for name in entry.names} == kept
        assert {(one.scheme, one.value, one.valid) for one in entry.identifiers} == numbers
        assert {link.target for link in entry.links} == links
        assert entry.countries == countries
        assert entry.measures == ("asset_freeze",)


def test_facts_of_the_founding_case_beside_names(read: dict[str, dict[str, Entry]]) -> None:
    newer = read[NEWER]
    assert {n.text: n.strength for n in newer["46669"].names}["CHARMING GLOBE"] == "weak"
    assert newer["21171"].born == ("1961-06-01",)
    assert newer["40478"].born == ("2019-08-21",)
    assert newer["22543"].programs[0] == "TCO"
    assert newer["40476"].addresses[0].text == "Ul. Aviamotornaya D. 53, Str. 1, Kom. 93, Moscow 111250"
    yunze = newer["46680"]  # changed between the snapshots: another number, another address, a link
    assert [one.value for one in yunze.identifiers] == ["91110114MA0031TR1Y"]
    assert [link.target for link in yunze.links] == ["PRIVATE MILITARY COMPANY 'WAGNER'"]
    assert read[SDN]["46680"].links == ()
