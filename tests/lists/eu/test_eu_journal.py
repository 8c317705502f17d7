"""Annexes of EU acts: the measure tells the list, names in several scripts, numbers with printed labels."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import RulesError
from sarcheck.lists.eu import journal
from sarcheck.lists.eu._spellings import names
from sarcheck.model import Address, Entry, Name

CODES = {
    "China": "CN",
    "People's Republic of China": "CN",
    "Russian Federation": "RU",
    "Hong Kong": "HK",
    "Syria": "SY",
}
COLUMNS = (
    "celex,recordId,programKey,annex,measure,startDate,reason,schema,name,alias,weakAlias,previousName,country,"
    "nationality,jurisdiction,birthDate,birthPlace,position,passportNumber,gender,appearance,ethnicity,fatherName,"
    "motherName,incorporationDate,legalForm,sector,registrationNumber,taxNumber,idNumber,innCode,ogrnCode,kppCode,"
    "okpoCode,leiCode,swiftBic,ticker,imoNumber,mmsi,flag,address,phone,email,website,notes"
).split(",")
ROW = {
    "celex": "32014R0833",
    "recordId": "651",
    "programKey": "EU-RUS",
    "annex": "IV",
    "measure": "Export control",
    "schema": "LegalEntity",
    "name": "Heron Space Co., Ltd.",
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., dict[str, Path]]:
    """Return a function that writes rows; each states only how it differs from ROW."""

    def make(*rows: dict[str, str], columns: list[str] = COLUMNS) -> dict[str, Path]:
        path = tmp_path / "32014R0833.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(ROW | row for row in rows)
        return {"list": path}

    return make


def entries(files: dict[str, Path], list_id: str = "eu-journal") -> list[Entry]:
    return list(journal.read(files, list_id, CODES.get))


def texts(entry: Entry) -> list[str]:
    return [name.text for name in entry.names]


def test_the_transcription_has_45_columns() -> None:
    assert len(COLUMNS) == 45


def test_a_designation_is_read_with_all_it_states(write: Callable[..., dict[str, Path]]) -> None:
    (heron,) = entries(
        write(
            {
                "startDate": "17.3.2014",
                "alias": "苍鹭航天有限公司; Heron Space; CGH",
                "weakAlias": "Grey",
                "previousName": "Old Heron Ltd",
                "registrationNumber": "914301003206989977 (USCC)",
                "address": "Dock 1, Changsha, China",
                "incorporationDate": "20.5.2019",
                "sector": "Space",
                "notes": "Makes satellites",
            }
        )
    )
    assert (heron.list, heron.id, heron.type) == ("eu-833-iv", "32014R0833/IV/651", "organization")
    assert heron.names == (
        Name(text="Heron Space Co., Ltd.", script="Latn"),
        Name(text="苍鹭航天有限公司", kind="alias", script="Hani"),
        Name(text="Heron Space", kind="alias", script="Latn"),
        Name(text="CGH", kind="alias", script="Latn"),
        Name(text="Grey", kind="alias", strength="weak", script="Latn"),
        Name(text="Old Heron Ltd", kind="former", script="Latn"),
    )
    assert [(n.scheme, n.value, n.valid) for n in heron.identifiers] == [("uscc", "914301003206989977", True)]
    assert heron.addresses == (Address(text="Dock 1, Changsha, China", country="CN"),)
    assert (heron.countries, heron.programs, heron.measures) == (("CN",), ("EU-RUS",), ("export_control",))
    assert (heron.citation, heron.listed) == ("Regulation 833/2014, Annex IV", dt.date(2014, 3, 17))
    assert (heron.born, heron.remarks) == (("2019-05-20",), "Space; Makes satellites")


@pytest.mark.parametrize(
    ("celex", "annex", "measure", "list_id", "does"),
    [
        ("32014R0833", "IV", "Export control", "eu-833-iv", "export_control"),
        ("02014R0833-20260717", "IV", "Export control", "eu-833-iv", "export_control"),
        ("32014R0833", "VII", "Export control", "eu-oj", "export_control"),
        ("32014R0833", "XV", "Services ban", "eu-oj", "services"),
        ("32014R0833", "XLII", "Transportation restrictions", "eu-oj", "transport"),
        ("32014R0833", "XIX.A", "Financial restrictions", "eu-oj", "financial"),
        ("32014R0833", "IV", "Investment ban", "eu-oj", "investment"),
        ("32006R0765", "V", "Export control", "eu-oj", "export_control"),
        ("32006R0765", "IV", "Export control", "eu-oj", "export_control"),
        ("32014R0269", "I", "Asset freeze", "eu-fsf", "asset_freeze"),
        ("32011D0173", "", "Asset freeze", "eu-fsf", "asset_freeze"),
        ("32014R0269", "I", "A measure of tomorrow", "eu-oj", "restriction"),
    ],
)
def test_the_measure_tells_the_list(
    write: Callable[..., dict[str, Path]], celex: str, annex: str, measure: str, list_id: str, does: str
) -> None:
    (entry,) = entries(write({"celex": celex, "annex": annex, "measure": measure}))
    assert (entry.list, entry.measures) == (list_id, (does,))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"measure": ""}, "states no measure"),
        ({"celex": ""}, "no CELEX number"),
        ({"celex": "833/2014"}, "no CELEX number"),
        ({"name": ""}, "states no name"),
        ({"name": "Text of image"}, "states no name"),
        ({"alias": '"Heron; Egret'}, "alias is not a list of values"),
    ],
)
def test_a_row_that_says_too_little_is_an_error(
    write: Callable[..., dict[str, Path]], row: dict[str, str], message: str
) -> None:
    with pytest.raises(RulesError, match=message) as caught:
        entries(write({}, row))
    assert caught.value.pointer == "line 3"


def test_a_file_without_rows_is_an_error(write: Callable[..., dict[str, Path]]) -> None:
    with pytest.raises(RulesError, match="holds no parties"):
        entries(write())


def test_ids_are_unique_in_each_list(write: Callable[..., dict[str, Path]]) -> None:
    freeze = {"celex": "32014R0269", "annex": "I", "measure": "Asset freeze", "recordId": "52"}
    parts = ({"annex": "I.PERSONS"}, {"annex": "I.ENTITIES"}, {"schema": "Person"}, {}, {}, {})
    rows = [
        *(freeze | part for part in parts),
        {"recordId": ""},
        {"recordId": "", "annex": "XV", "measure": "Services ban"},
    ]
    assert [(e.list, e.id) for e in entries(write(*rows))] == [
        ("eu-fsf", "32014R0269/I.PERSONS/52"),
        ("eu-fsf", "32014R0269/I.ENTITIES/52"),
        ("eu-fsf", "32014R0269/I/52"),
        ("eu-fsf", "32014R0269/I/52/legalentity"),
        ("eu-fsf", "32014R0269/I/52/legalentity/2"),
        ("eu-fsf", "32014R0269/I/52/legalentity/3"),
        ("eu-833-iv", "32014R0833/IV/Heron Space Co., Ltd."),
        ("eu-oj", "32014R0833/XV/Heron Space Co., Ltd."),
    ]


def test_a_cell_holds_several_values_one_of_them_quoted(write: Callable[..., dict[str, Path]]) -> None:
    (entry,) = entries(
        write({"alias": '"Heron; Egret"; "The ""Grey"" Heron";IG; IG; Text of image; Chinese:; Korean:'})
    )
    assert texts(entry)[1:] == ["Heron; Egret", 'The "Grey" Heron', "IG"]


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("IG", [("IG", "strong")]),
        ("Chinese: Heron", [("Chinese: Heron", "strong")]),
        (
            "Abu Hani HERON (Abu Hani HERRON, Abou Hani HERON) – أبو هاني",
            [
                ("Abu Hani HERON", "strong"),
                ("Abu Hani HERRON", "strong"),
                ("Abou Hani HERON", "strong"),
                ("أبو هاني", "strong"),
            ],
        ),
        ("Hani HERON (هاني)", [("Hani HERON", "strong"), ("هاني", "weak")]),
        ("Hani (هاني) HERON", [("Hani HERON", "strong")]),
        ("Heron Co - 苍鹭公司", [("Heron Co", "strong"), ("苍鹭公司", "strong")]),
        (
            "Hani (a.k.a. Hany, Haani) HERON",
            [
                ("Hani (a.k.a. Hany, Haani) HERON", "strong"),
                ("Hani HERON", "strong"),
                ("Hany HERON", "strong"),
                ("Haani HERON", "strong"),
            ],
        ),
        (
            "Heron Research (SpaceHeron)",
            [("Heron Research (SpaceHeron)", "strong"), ("Heron Research", "strong"), ("SpaceHeron", "weak")],
        ),
        ("Heron (HK) Co., Limited", [("Heron (HK) Co., Limited", "strong")]),
        ("Heron Trading (Hong Kong)", [("Heron Trading (Hong Kong)", "strong"), ("Heron Trading", "strong")]),
        ("Heron (JSC)", [("Heron (JSC)", "strong"), ("Heron", "strong")]),
        ("Heron (part of Egret)", [("Heron (part of Egret)", "strong"), ("Heron", "strong")]),
        (
            "Heron (a.k.a. Egret Co., Ltd.)",
            [("Heron (a.k.a. Egret Co., Ltd.)", "strong"), ("Heron", "strong"), ("Egret Co., Ltd.", "strong")],
        ),
        ("OOO “ТМ-ХЕРОН”", [("OOO “ТМ-ХЕРОН”", "strong")]),
        ("Heron / Egret", [("Heron / Egret", "strong")]),
        ("Heron - Egret", [("Heron - Egret", "strong")]),
    ],
)
def test_a_printed_name_is_taken_apart_only_where_it_sets_spellings_off(
    printed: str, found: list[tuple[str, str]]
) -> None:
    got = names(printed, "primary", "strong", CODES.get)
    assert [(name.text, name.strength) for name in got] == found
    assert [name.kind for name in got] == ["primary"] + ["alias"] * (len(found) - 1)


def test_what_is_set_off_may_be_a_former_name_and_is_never_stronger_than_its_cell() -> None:
    former = names("Heron (formerly Old Heron)", "primary", "strong", CODES.get)
    assert [(n.text, n.kind) for n in former][-1] == ("Old Heron", "former")
    weak = names("Hani (a.k.a. Hany) HERON", "alias", "weak", CODES.get)
    assert {n.strength for n in weak} == {"weak"}


def test_a_name_that_mixed_scripts_is_kept_as_printed_in_the_remarks(write: Callable[..., dict[str, Path]]) -> None:
    (entry,) = entries(
        write({"name": "Hani (هاني) HERON", "alias": "Hany (هاني)", "schema": "Person", "gender": "Male"})
    )
    assert (texts(entry), entry.gender) == (["Hani HERON", "Hany", "هاني"], "male")
    assert entry.remarks == "printed as Hani (هاني) HERON"


@pytest.mark.parametrize(
    ("column", "cell", "country", "found"),
    [
        ("registrationNumber", "914301003206989977 (USCC)", "China", [("uscc", "914301003206989977")]),
        ("registrationNumber", "USCC no. 914301003206989977", "China", [("uscc", "914301003206989977")]),
        ("registrationNumber", "914301003206989977", "China", [("uscc", "914301003206989977")]),
        ("registrationNumber", "7707083893 (Tax ID/INN)", "", [("inn", "7707083893")]),
        ("registrationNumber", "7707083893 (TIN)", "Russian Federation", [("inn", "7707083893")]),
        ("registrationNumber", "1027700132195 (OGRN)", "", [("ogrn", "1027700132195")]),
        ("registrationNumber", "CR No. 3082169", "Hong Kong", [("registration", "3082169")]),
        ("registrationNumber", "Cr no: 3092848", "Hong Kong", [("registration", "3092848")]),
        ("registrationNumber", "3004413 (CR number)", "Hong Kong", [("registration", "3004413")]),
        ("registrationNumber", "UDYAM-MH-19-0043052", "", [("registration", "UDYAMMH190043052")]),
        ("registrationNumber", "123456; 654321", "", [("registration", "123456"), ("registration", "654321")]),
        ("passportNumber", "D1903; 4138", "Syria", [("passport", "D1903"), ("passport", "4138")]),
        ("imoNumber", "9074729", "", [("imo", "9074729")]),
        ("swiftBic", "HERONRUM", "", [("swift", "HERONRUM")]),
        ("idNumber", "none", "", []),
    ],
)
def test_numbers(
    write: Callable[..., dict[str, Path]], column: str, cell: str, country: str, found: list[tuple[str, str]]
) -> None:
    (entry,) = entries(write({column: cell, "jurisdiction": country}))
    assert [(n.scheme, n.value) for n in entry.identifiers] == found


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("Dock 1, Kowloon, Hong Kong", "HK"),
        ("Dock 1, China, P.O. Box 17585", "CN"),
        ("Dock 1, People’s Republic of China.", "CN"),
        ("China, Dock 1, Pier 2", None),
        ("Moscow, Heron Str., 39", None),
    ],
)
def test_an_address_ends_in_its_country(
    write: Callable[..., dict[str, Path]], address: str, country: str | None
) -> None:
    (entry,) = entries(write({"address": address}))
    assert entry.addresses == (Address(text=address, country=country),)
    assert entry.countries == ((country,) if country else ())


def test_an_unknown_country_and_a_vague_date_are_kept(write: Callable[..., dict[str, Path]]) -> None:
    row = {"schema": "Vessel", "flag": "Atlantis", "startDate": "2011", "birthDate": "before 1964; 1961"}
    (entry,) = entries(write(row))
    assert (entry.type, entry.countries, entry.remarks) == ("vessel", (), "Atlantis")
    assert (entry.listed, entry.born) == (None, ("before 1964", "1961"))


def test_a_table_with_some_columns_is_of_the_list_that_the_user_names(write: Callable[..., dict[str, Path]]) -> None:
    files = write({}, columns=["recordId", "annex", "measure", "name", "alias"])
    head = files["list"].read_bytes()
    assert (journal.sniff(head, "x.csv"), journal.family(head, "x.csv")) == ("list", None)
    (entry,) = entries(files, "eu-833-iv")
    assert (entry.list, entry.id, entry.measures, entry.citation) == (
        "eu-833-iv",
        "IV/651",
        ("export_control",),
        "Annex IV",
    )
    files = write({}, columns=["celex", "annex", "name"])
    assert journal.sniff(files["list"].read_bytes(), "x.csv") == "32014R0833"
    assert journal.family(files["list"].read_bytes(), "x.csv") is None
    assert entries(files, "eu-833-iv")[0].citation == "Regulation 833/2014, Annex IV"


def test_a_file_of_one_amendment_is_read_and_is_no_whole_list(write: Callable[..., dict[str, Path]]) -> None:
    columns = ["amendedCelex", "amendmentCelex", *COLUMNS[1:]]
    files = write({"amendedCelex": "32014R0833", "amendmentCelex": "32026R1941"}, columns=columns)
    (entry,) = entries(files)
    assert entry.list == "eu-833-iv"
    assert entry.citation == "Regulation 833/2014, Annex IV, as amended by Regulation 2026/1941"
    head = files["list"].read_bytes()
    assert (journal.sniff(head, "x.csv"), journal.family(head, "x.csv")) == ("32026R1941", "eu-journal")
    assert journal.about(files, "eu-journal").gaps == "holds only what amending acts changed"
    assert journal.about(write({}), "eu-journal").gaps is None


def test_the_files_of_several_acts_are_one_set(write: Callable[..., dict[str, Path]], tmp_path: Path) -> None:
    files = {}
    for act, rows in {
        "32014R0833": [{}],
        "32014R0269": [{"recordId": "1"}, {"recordId": "2"}],
        "32014R0208": [],
    }.items():
        path = write(*({"celex": act} | row for row in rows))["list"].rename(tmp_path / f"{act}-kept.csv")
        assert journal.sniff(path.read_bytes(), path.name) == act
        files[act] = path
    ids = [e.id for e in journal.read(files, "eu-journal", CODES.get)]
    assert ids == ["32014R0269/IV/1", "32014R0269/IV/2", "32014R0833/IV/651"]
    about = journal.about(files, "eu-journal")
    assert about[:3] == ("Annexes of EU acts: 32014R0208, 32014R0269, 32014R0833", None, None)
    assert "single acts" in about.gaps_of["eu-fsf"]
    assert journal.about(files | {"32006R0765": files["32014R0208"]}, "x").title == "Annexes of 4 EU acts"


@pytest.mark.parametrize("head", [b"", b"name,annex\n", b"name,measure,celex\n", b"<export/>", b"id,schema,name\n"])
def test_other_files_are_not_of_this_format(head: bytes) -> None:
    assert journal.sniff(head, "x.csv") is None


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cell=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60),
    column=st.sampled_from(("name", "alias", "registrationNumber", "address", "birthDate", "startDate")),
)
def test_any_cell_gives_an_entry_or_an_error(write: Callable[..., dict[str, Path]], cell: str, column: str) -> None:
    try:
        (entry,) = entries(write({column: cell}))
    except RulesError as error:
        assert error.pointer
    else:
        assert entry.names[0].kind == "primary"
        assert all(name.text.strip() for name in entry.names)
