"""The Denied Persons List: expired orders, repeated rows, dates as Americans write them, cells with blanks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import RulesError
from sarcheck.lists.us import dpl
from sarcheck.model import Address, Entry, Name

CODES = {"US": "US", "RU": "RU"}
COLUMNS = (
    *("Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date"),
    *("Standard_Order", "Last_Update", "Action", "FR_Citation"),
)
ORDER = {
    "Name": "ANN HERON",
    "Street_Address": "INMATE NUMBER: 12345-678, P.O. BOX 1",
    "City": "EGRET",
    "State": "TX",
    "Country": "US",
    "Postal_Code": "75159",
    "Effective_Date": "06/19/2003",
    "Expiration_Date": "06/29/2056",
    "Standard_Order": "Y",
    "Last_Update": "2007-01-31",
    "Action": "F.R. NOTICE ADDED",
    "FR_Citation": "68 F.R. 1 6/27/03",
}

Read = Callable[..., list[Entry]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that writes orders, each given by what differs from ORDER, and reads them."""

    def make(*orders: dict[str, str], encoding: str = "cp1252") -> list[Entry]:
        rows = [dict(zip(COLUMNS, COLUMNS, strict=True)), *({**ORDER, **order} for order in orders)]
        lines = ["\t".join(f'"{one[column]}"' for column in COLUMNS) for one in rows]
        path = tmp_path / "dpl.txt"
        path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
        return list(dpl.read({"list": path}, "us-dpl", CODES.get))

    return make


def test_an_order_keeps_all_that_it_states(read: Read) -> None:
    (entry,) = read({})
    assert entry == Entry(
        list="us-dpl",
        id=entry.id,
        type="unknown",
        names=(Name(text="ANN HERON"),),
        addresses=(Address(text="INMATE NUMBER: 12345-678, P.O. BOX 1, EGRET, TX, 75159", country="US"),),
        countries=("US",),
        measures=("denied_persons",),
        citation="68 F.R. 1 6/27/03",
        listed=dt.date(2003, 6, 19),
        delisted=dt.date(2056, 6, 30),
        remarks="F.R. NOTICE ADDED; Standard order: Y; Last update: 2007-01-31",
    )
    assert len(entry.id) == 16


def test_an_expired_order_stays_and_counts_through_its_last_day(read: Read) -> None:
    (entry,) = read({"Expiration_Date": "01/31/2020"})
    assert entry.delisted == dt.date(2020, 2, 1)


@pytest.mark.parametrize(
    ("stated", "delisted"),
    [
        ("", None),
        ("09/30/3033", dt.date(3033, 10, 1)),  # a typing error, and still a day later than all others
        ("12/31/9999", None),
        ("13/31/2020", None),
        ("INDEFINITE", None),
    ],
)
def test_an_order_without_a_readable_end_has_none(read: Read, stated: str, delisted: dt.date | None) -> None:
    (entry,) = read({"Expiration_Date": stated})
    assert entry.delisted == delisted
    assert (f"end date as published: {stated}" in entry.remarks) == (stated in ("13/31/2020", "INDEFINITE"))


def test_a_typing_error_in_the_day_of_update_changes_nothing_else(read: Read) -> None:
    (entry,) = read({"Last_Update": "3033-09-30"})
    assert "3033-09-30" in entry.remarks
    assert entry.delisted == dt.date(2056, 6, 30)


def test_blanks_around_cells_and_missing_countries_are_no_facts(read: Read) -> None:
    spaced, bare, other = read(
        {"Name": " I. HERON "},
        {"Country": "", "State": "CA", "Postal_Code": ""},
        {"Country": "ZZ", "Standard_Order": "y"},
    )
    assert spaced.names == (Name(text="I. HERON"),)
    assert (bare.countries, bare.addresses[0].text.endswith("EGRET, CA")) == ((), True)
    assert other.addresses[0].text.endswith("75159, ZZ")
    assert "Standard order: Y" in other.remarks


def test_an_order_on_several_rows_has_an_id_for_each(read: Read) -> None:
    rows = [{}, {"City": "IBIS"}, {"Name": "BEN HERON"}, {}]
    first, second, third, fourth = (entry.id for entry in read(*rows))
    assert (second, fourth) == (f"{first}-2", f"{first}-3")
    assert third not in (first, second, fourth)
    changed = read({"Last_Update": "2020-01-01", "Action": "UPDATED", "City": "IBIS"})
    assert changed[0].id == first  # what may change while an order lasts is no part of its key


def test_further_names_are_told_apart(read: Read) -> None:
    inside, trade = read({"Name": "PEARL (A.K.A. EGRET CHU) HERON"}, {"Name": "HERON AIR D/B/A H7 AIRLINES"})
    assert [(n.text, n.kind) for n in inside.names] == [("PEARL HERON", "primary"), ("EGRET CHU", "alias")]
    assert [(n.text, n.kind) for n in trade.names] == [("HERON AIR", "primary"), ("H7 AIRLINES", "alias")]


def test_the_file_is_not_utf_8(read: Read) -> None:
    (entry,) = read({"Name": "JOSÉ HERÓN", "City": "DON’T"})
    assert entry.names == (Name(text="JOSÉ HERÓN", script="Latn"),)
    assert "DON’T" in entry.addresses[0].text


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("\t".join(f'"{column}"' for column in COLUMNS).encode() + b"\n", "list"),
        ("\t".join(COLUMNS).encode() + b"\r\n", "list"),
        (",".join(COLUMNS).encode(), None),
        (b"", None),
    ],
)
def test_the_file_is_told_by_its_header(head: bytes, role: str | None) -> None:
    assert dpl.sniff(head, "whatever.txt") == role
    assert dpl.family(head, "whatever.txt") == "us-dpl"
    assert dpl.about({}, "us-dpl").gaps is None


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        ("\t".join(COLUMNS), "", "holds no parties"),
        ("\t".join(COLUMNS) + "\nANN HERON\tDock 1", "line 2", "cells"),
        ("\t".join(COLUMNS) + "\n \tDock 1" + "\t" * 9 + "\tx", "line 2", "has no name"),
        ("Name\tCity\nA\tB", "line 1", "lacks the columns"),
        ("", "", "no header"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_place(tmp_path: Path, content: str, place: str, message: str) -> None:
    path = tmp_path / "dpl.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RulesError) as caught:
        list(dpl.read({"list": path}, "us-dpl", CODES.get))
    assert (caught.value.file, caught.value.pointer) == (str(path), place)
    assert message in str(caught.value)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200))
def test_any_bytes_give_entries_or_an_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "dpl.txt"
    path.write_bytes("\t".join(COLUMNS).encode() + b"\n" + content)
    try:
        found = list(dpl.read({"list": path}, "us-dpl", CODES.get))
    except RulesError:
        return
    assert found and len({entry.id for entry in found}) == len(found)
