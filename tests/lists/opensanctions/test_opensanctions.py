"""OpenSanctions' two exports: cells within cells, entities joined by id, and what no value says any more."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarcheck.errors import RulesError
from sarcheck.lists.opensanctions import ftm, simple_csv
from sarcheck.lists.opensanctions.simple_csv import _values
from sarcheck.model import Address, Entry, Identifier, Link, Name

COUNTRIES = {"ru": "RU", "cn": "CN", "ua": "UA", "lu": "LU"}
OLDER = (
    "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset,"
    "first_seen,last_seen"
)
NEWER = (
    "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,program_ids,dataset,"
    "first_seen,last_seen,last_change"
)


# --- targets.simple.csv -------------------------------------------------------------------------


def simple(*parties: dict[str, str], header: str = NEWER) -> str:
    """Return a file as the publisher writes it: everything quoted."""
    columns = header.split(",")
    text = io.StringIO()
    writer = csv.writer(text, dialect=csv.unix_dialect)
    writer.writerow(columns)
    writer.writerows([party.get(column, "") for column in columns] for party in parties)
    return text.getvalue()


def heron(**cells: str) -> dict[str, str]:
    return {"id": "NK-1", "schema": "Company", "name": "Heron Co., Ltd.", **cells}


def rows(tmp_path: Path, text: str) -> list[Entry]:
    path = tmp_path / "targets.simple.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return list(simple_csv.read({"list": path}, "opensanctions", COUNTRIES.get))


def test_a_row_is_read_whole(tmp_path: Path) -> None:
    party = heron(
        aliases='"Heron; Grey";苍鹭;Heron Co., Ltd.',
        birth_date="2001;2001-05",
        countries="cn;suhh;ua-cri",
        addresses='"Pier 1; Harbour";Pier\xa02',
        identifiers="91110000600037341L;430193000093452;IMO 9074729",
        sanctions='"Program A - reason\nin lines - 2024-01-01";""',
        phones="+86 1",
        program_ids="US-BIS;EU-RUS",
        dataset="List A;List B",
        first_seen="2023-04-20T10:23:21",
        last_change="2024-04-20T10:23:21",
    )
    (entry,) = rows(tmp_path, simple(party))
    assert entry == Entry(
        list="opensanctions",
        id="NK-1",
        type="company",
        names=(
            Name(text="Heron Co., Ltd.", script="Latn"),
            Name(text="Heron; Grey", kind="alias", script="Latn"),
            Name(text="苍鹭", kind="alias", script="Hani"),
        ),
        identifiers=(
            Identifier(scheme="uscc", value="91110000600037341L", valid=True),
            Identifier(scheme="unknown", value="430193000093452"),
            Identifier(scheme="imo", value="9074729", valid=True),
        ),
        addresses=(Address(text="Pier 1; Harbour"), Address(text="Pier 2")),
        countries=("CN", "UA"),
        programs=("US-BIS", "EU-RUS"),
        measures=("restriction",),
        born=("2001", "2001-05"),
        remarks="Sanctions: Program A - reason in lines - 2024-01-01; Data sets: List A; List B; Phones: +86 1; "
        "First seen by OpenSanctions: 2023-04-20T10:23:21; Last changed there: 2024-04-20T10:23:21; Countries: suhh",
    )
    assert entry.listed is None


def test_the_older_header_is_read_too(tmp_path: Path) -> None:
    text = simple(heron(), header=OLDER)
    assert simple_csv.sniff(text.encode(), "x.csv") == "list"
    assert simple_csv.family(text.encode(), "x.csv") == "opensanctions"
    (entry,) = rows(tmp_path, text)
    assert (entry.programs, entry.type) == ((), "company")


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        *(("Person", "person"), ("PublicBody", "organization"), ("Vessel", "vessel"), ("Airplane", "aircraft")),
        *(("LegalEntity", "unknown"), ("CryptoWallet", "unknown"), ("Security", "unknown"), ("New", "unknown")),
    ],
)
def test_no_row_is_dropped_for_its_schema(tmp_path: Path, schema: str, kind: str) -> None:
    (entry,) = rows(tmp_path, simple(heron(schema=schema)))
    assert entry.type == kind


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("", ()),
        ('""', ()),
        ("A;B;A", ("A", "B")),
        ('"Heron" Ltd;B', ('"Heron" Ltd', "B")),
        ('A "the" B;C', ('A "the" B', "C")),
        ('"A ""the"" B; C";D', ('A "the" B; C', "D")),
        ('"A;B', ('"A', "B")),
    ],
)
def test_cells_are_parted_with_and_without_quotation(cell: str, values: tuple[str, ...]) -> None:
    assert _values(cell) == values


@settings(max_examples=50)
@given(st.lists(st.text("ab; \"'\n,", min_size=1).filter(lambda text: text == text.strip() != ""), unique=True))
def test_what_the_publisher_joins_is_parted_again(values: list[str]) -> None:
    text = io.StringIO()
    csv.writer(text, dialect=csv.unix_dialect, delimiter=";", lineterminator="", quoting=csv.QUOTE_MINIMAL).writerow(
        values
    )
    assert _values(text.getvalue()) == tuple(dict.fromkeys(value.replace("\n", " ") for value in values))


@pytest.mark.parametrize(
    ("schema", "countries", "number", "scheme"),
    [
        ("Company", "ru", "7707083893", "inn"),
        ("Company", "", "7707083893", "inn"),
        ("Company", "cn", "7707083893", "unknown"),
        ("Company", "ru", "7707083894", "unknown"),
        ("Company", "ru", "1027700132195", "ogrn"),
        ("Company", "lu", "529900T8BM49AURSDO55", "lei"),
        ("Company", "lu", "529900T8BM49AURSDO56", "unknown"),
        ("Vessel", "lu", "9074729", "imo"),
        ("Vessel", "lu", "9074728", "unknown"),
        ("Company", "lu", "9074729", "unknown"),
        ("Company", "lu", "US0378331005", "isin"),
    ],
)
def test_numbers_are_known_by_shape_and_check_digit(
    tmp_path: Path, schema: str, countries: str, number: str, scheme: str
) -> None:
    (entry,) = rows(tmp_path, simple(heron(schema=schema, countries=countries, identifiers=number)))
    assert [one.scheme for one in entry.identifiers] == [scheme]
    assert entry.identifiers[0].value == number


@pytest.mark.parametrize(
    ("parties", "message"),
    [
        ([], "holds no parties"),
        ([heron(id="")], "line 2.*has no id"),
        ([heron(name=" ")], "NK-1 has no name"),
        ([heron(), heron(name="Egret")], "line 3.*'NK-1' is used twice"),
    ],
)
def test_a_row_that_is_no_party_is_an_error(tmp_path: Path, parties: list[dict[str, str]], message: str) -> None:
    with pytest.raises(RulesError, match=message):
        rows(tmp_path, simple(*parties))


# --- entities.ftm.json --------------------------------------------------------------------------

HERE = {"datasets": ["a"], "referents": [], "first_seen": "2023-04-20", "last_seen": "2024-01-01"}
Write = Callable[..., list[Entry]]


def party(key: str = "NK-1", schema: str = "Company", target: bool = True, **properties: Any) -> dict[str, Any]:
    said = said_in({"name": "Heron Ltd"} | properties)
    caption = said["properties"]["name"][0]
    return {"id": key, "caption": caption, "schema": schema, "target": target} | said


def between(schema: str, **properties: Any) -> dict[str, Any]:
    return {"id": f"{schema}-{json.dumps(properties)}", "caption": schema, "schema": schema} | said_in(properties)


def said_in(properties: dict[str, Any]) -> dict[str, Any]:
    return {"properties": {k: v if isinstance(v, list) else [v] for k, v in properties.items()}, **HERE}


@pytest.fixture
def lines(tmp_path: Path) -> Write:
    """Return a function that writes entities, or lines as they are, and reads the list."""

    def make(*entities: dict[str, Any] | str) -> list[Entry]:
        path = tmp_path / "entities.ftm.json"
        texts = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in entities)
        path.write_text("\n".join(texts) + "\n", encoding="utf-8")
        return list(ftm.read({"list": path}, "opensanctions", COUNTRIES.get))

    return make


def test_a_party_is_joined_with_what_is_said_of_it(lines: Write) -> None:
    whole = party(
        name=["Heron Ltd", "苍鹭"],
        alias="Heron",
        weakAlias="Grey",
        previousName="Egret Ltd",
        country=["ru", "suhh"],
        innCode="7707083893",
        incorporationDate="2001-05",
        addressEntity=["addr-1", "addr-missing"],
        address=["Pier 1", "Pier 2"],
        topics=["sanction", "export.control"],
    )
    sanction = between(
        "Sanction", entity="NK-1", authority="Office", program="Program A", programId="US-A", startDate="2024-02-01"
    )
    older = between("Sanction", entity="NK-1", programId="EU-B", listingDate="2023-01-01", provisions="Asset freeze")
    address = {"id": "addr-1", "caption": "Pier 1", "schema": "Address"} | said_in({"full": "Pier 1", "country": "ru"})
    expected = Entry(
        list="opensanctions",
        id="NK-1",
        type="company",
        names=(
            Name(text="Heron Ltd", script="Latn"),
            Name(text="苍鹭", script="Hani"),
            Name(text="Heron", kind="alias", script="Latn"),
            Name(text="Grey", kind="alias", strength="weak", script="Latn"),
            Name(text="Egret Ltd", kind="former", script="Latn"),
        ),
        identifiers=(Identifier(scheme="inn", value="7707083893", valid=True, country="RU"),),
        addresses=(Address(text="Pier 1", country="RU"), Address(text="Pier 2")),
        countries=("RU",),
        programs=("US-A", "Program A", "EU-B"),
        measures=("export_control", "asset_freeze"),
        listed=dt.date(2023, 1, 1),
        born=("2001-05",),
        remarks="Topics: sanction, export.control; Sanction: Office; Sanction: Asset freeze; "
        "Countries: suhh; Data sets: a",
    )
    (found,) = lines(whole, sanction, older, address)
    assert found == expected
    assert lines(address, sanction, older, whole) == [found], "what is said may stand before its party"


def test_only_listed_parties_are_entries(lines: Write) -> None:
    found = lines(
        party("a"),
        party("b", target=False),
        party("c", target=False, topics="sanction.linked"),
        party("d", target=False, topics="role.pep"),
        party("e", target=True, topics="role.pep"),
    )
    assert [entry.id for entry in found] == ["a", "c", "e"]


def test_ties_read_from_both_ends(lines: Write) -> None:
    tie = between("Ownership", owner="a", asset="b", percentage="55", startDate="2020", endDate="2021-01-01")
    owner, asset = lines(party("a"), tie, party("b"))
    stated = "Ownership, 55%, from 2020, until 2021-01-01"
    assert owner.links == (Link(target="b", type="owns", by="id", stated=stated),)
    assert asset.links == (Link(target="a", type="owned_by", by="id", stated=stated),)


def test_a_tie_is_former_only_when_the_file_says_so(lines: Write) -> None:
    ended = between("Directorship", director="a", organization="b", endDate="2001-01-01")
    former = between("Directorship", director="a", organization="b", role="Former chair")
    found = lines(party("a"), party("b"), ended, former)
    assert [(link.type, link.former) for link in found[0].links] == [("leader_of", False), ("leader_of", True)]
    assert [(link.type, link.former) for link in found[1].links] == [("led_by", False), ("led_by", True)]


def test_a_tie_to_one_that_is_not_listed_is_by_name(lines: Write) -> None:
    tie = between("UnknownLink", subject="a", object=["b", "c"], role="supplier")
    (found,) = lines(party("a", schema="Vessel", owner="b"), party("b", target=False, name="Ibis"), tie)
    assert found.links == (
        Link(target="Ibis", type="vessel_owner", stated="owner"),
        Link(target="Ibis", type="linked_to", stated="UnknownLink, supplier"),
        Link(target="c", type="linked_to", by="id", stated="UnknownLink, supplier"),
    )


def test_papers_are_numbers_of_their_country(lines: Write) -> None:
    paper = between("Passport", holder="a", number="AB 12", passportNumber="AB 12", country="lu")
    card = between("Identification", holder="a", number="77", type="Identity card", country="eu")
    (found,) = lines(party("a", schema="Person", country="ru", imoNumber="1"), paper, card)
    assert [(one.scheme, one.value, one.country) for one in found.identifiers] == [
        ("imo_company", "1", "RU"),
        ("passport", "AB12", "LU"),
        ("national_id", "77", None),
    ]


@pytest.mark.parametrize(
    ("sanctions", "topics", "listed", "delisted"),
    [
        ([{"startDate": "2020-01-01", "endDate": "2024-05-31"}], [], dt.date(2020, 1, 1), dt.date(2024, 6, 1)),
        ([{"endDate": ["2024-05-31", "2025-05-31"]}, {"endDate": "2022-01-01"}], [], None, dt.date(2025, 6, 1)),
        ([{"endDate": "2024-05-31"}, {"startDate": "2020-01-01"}], [], None, None),
        ([{"endDate": "2024"}], [], None, None),
        ([{"endDate": "9999-12-31"}], [], None, None),
        ([{"startDate": "2020-01-01", "endDate": "2024-05-31"}], ["sanction", "crime"], None, None),
        ([], ["sanction"], None, None),
    ],
)  # fmt: skip
def test_days_count_only_where_every_sanction_states_them(
    lines: Write, sanctions: list[dict[str, Any]], topics: list[str], listed: dt.date | None, delisted: dt.date | None
) -> None:
    (found,) = lines(party(topics=topics), *(between("Sanction", entity="NK-1", **one) for one in sanctions))
    assert (found.listed, found.delisted) == (listed, delisted)


def test_a_caption_is_a_name_unless_it_is_the_word_for_the_kind(lines: Write) -> None:
    wallet = party(schema="CryptoWallet", name="0xAB", publicKey="0xAB")
    del wallet["properties"]["name"]
    (found,) = lines(wallet)
    assert (found.names[0].text, found.identifiers[0].scheme) == ("0xAB", "crypto")
    with pytest.raises(RulesError, match=r"line 1.*NK-1 has no name"):
        lines(wallet | {"caption": "Crypto wallet"})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[]", "is no entity"),
        ("{", "is no entity"),
        ('{"id": "a"}', "is no entity"),
        ('{"id": "", "schema": "Person"}', "without an id"),
        ('{"id": "a", "schema": "Person", "id": "b"}', "'id' occurs twice"),
        ('{"id": "a", "schema": "P", "properties": {"name": ["A"], "name": ["B"]}}', "'name' occurs twice"),
        ('{"id": "a", "schema": "P", "properties": {"sanctions": [{"id": "s", "properties": {}}]}}', "targets.nested"),
        ('{"id": "a", "schema": "P", "properties": {"name": "A"}}', "is no entity"),
        ('{"id": "a", "schema": "P", "properties": ' + "[" * 100_000, "is no entity"),
        ('{"id": "NK-1", "schema": "Person"}', "'NK-1' is used twice"),
    ],
)
def test_a_line_that_is_no_entity_is_named(lines: Write, line: str, message: str) -> None:
    with pytest.raises(RulesError, match=f"line 2.*{message}"):
        lines(party(), line)


def test_an_export_without_listed_parties_is_refused(lines: Write) -> None:
    with pytest.raises(RulesError, match="holds no parties"):
        lines(party(target=False))


def test_the_first_line_tells_the_format() -> None:
    head = json.dumps(party()).encode()
    assert ftm.sniff(b"\xef\xbb\xbf" + head, "x") == "list"
    assert ftm.family(head, "x") == "opensanctions"
    assert ftm.family(b'{"id": 1, "schema": 2, "properties": {}}', "x") is None
    for other in (b"", b"[]", b'{"type": "FeatureCollection"}', b'{"results": []}'):
        assert ftm.sniff(other, "x") is None


PEAK = """
import sys
from pathlib import Path
from sarcheck.lists.opensanctions import ftm
count = sum(1 for _ in ftm.read({"list": Path(sys.argv[1])}, "o", lambda code: None))
status = Path("/proc/self/status").read_text()
print(count, next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell a process's peak")
def test_memory_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "entities.ftm.json"
    with path.open("w", encoding="utf-8") as stream:
        for i in range(6000):
            for entity in (
                party(f"NK-{i}", name=f"Heron {i}", notes="n" * 1400, addressEntity=f"ad-{i}"),
                between("Sanction", entity=f"NK-{i}", reason="r" * 900, startDate="2020-01-01"),
                {"id": f"ad-{i}", "caption": "", "schema": "Address"} | said_in({"full": f"Pier {i}" + "p" * 50}),
            ):
                stream.write(json.dumps(entity) + "\n")
    assert path.stat().st_size > 18e6
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    count, peak = map(int, done.stdout.split())
    assert count == 6000
    assert peak < 150
